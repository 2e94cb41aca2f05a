// The stage: the canvases over the base map, repainted at most once a frame from the one state of the map.
(function (Atlas) {
  "use strict";

  /** Groups without the given rows; groups that lose all their rows go. */
  function without(groups, rows) {
    return groups.map((group) => ({ ...group, rows: group.rows.filter((i) => !rows.has(i)) }))
      .filter((group) => group.rows.length);
  }

  /** How large a dot is that stands for a few incidents, in pixels: far in they are few, and would be lost. */
  function dotSide(zoom) {
    if (zoom < 10) return 2;
    return zoom < 12 ? 4 : 6;
  }

  /**
   * `model` holds map, payload, columns, incidents, feed, clock, view, basemap and getTheme(); `root` is the atlas element.
   * After every frame `drawn` says which incidents stand on the map and how, and `hits()` what can be pointed at.
   */
  function makeStage(root, model) {
    const { map, payload, columns, incidents, feed, clock, view, basemap, getTheme } = model;
    const paintDensity = Atlas.makeDensities(incidents, payload);
    const drawn = { points: [], discs: [], areas: [], listed: [], movements: [], serbAreas: [], told: [] };
    const note = root.querySelector('[data-part="movement-note"]');
    let hits = [];
    let asked = false;
    let frames = 0;

    const isMovement = payload.types.map((type) => type.id === "troop_movement");
    const visible = (i) => (isMovement[columns.type[i]] ? view.layers.movements : view.layers.incidents);

    /** The shown rows of the window, as far as their layer is switched on. */
    function rows() {
      return incidents.rowsIn(clock.span()).filter(visible);
    }

    function standingMovements() {
      return view.layers.movements ? Atlas.movementsIn(payload, incidents.mask, clock.span()) : [];
    }

    function standingAreas() {
      return view.layers.areas ? payload.areas.filter((area) => Atlas.areaOn(area, clock.state.to - 1)) : [];
    }

    function alphaOf(group) {
      if (clock.state.mode !== "fading") return 1;
      const { from, to } = clock.state;
      const newest = Math.max(...group.map((i) => columns.end[i]));
      return Math.max(0.18, Math.min(1, 1 - 0.85 * ((to - newest) / (to - from))));
    }

    /** Keep words clear of the symbols and of what lies over the corners of the map. */
    function makeRoom(size, points, projection) {
      const room = Atlas.makeRoom(size);
      const frame = map.getContainer().getBoundingClientRect();
      const corner = (x, y) => Atlas.paintedPoint(map, { x: x - frame.left, y: y - frame.top });
      for (const element of root.querySelectorAll("[data-covers-map], .leaflet-control")) {
        const box = element.getBoundingClientRect();
        if (!box.width) continue;
        const [from, to] = [corner(box.left, box.top), corner(box.right, box.bottom)];
        room.block({ x0: from.x, y0: from.y, x1: to.x, y1: to.y });
      }
      for (const group of points) {
        const [x, y] = [projection.x(group.x), projection.y(group.y)];
        room.block({ x0: x - 9, y0: y - 9, x1: x + 9, y1: y + 9 });
      }
      return room;
    }

    function paintAreas(context) {
      if (!view.layers.areas) return;
      Atlas.paintSerbAreas(context, payload, clock.state.to - 1, Atlas.makeProjection(map), getTheme(), hits);
      drawn.serbAreas = hits.map((hit) => hit.area.area);
    }

    function paintIncidents(context, size) {
      const projection = Atlas.makeProjection(map);
      if (isFew()) paintFew(context, size, projection);
      else paintMany(context, size, projection);
    }

    /** Whether every row has a symbol of its own. */
    const isFew = () => !incidents.dense() && !(feed && feed.cells());

    function paintMany(context, size, projection) {
      const theme = getTheme();
      const { mode } = clock.state;
      if (!feed) {
        paintDensity(context, size, projection, clock.span(), mode, theme);
        return;
      }
      tellDrawn({ points: [], areas: [] }, { listed: [] }, [], []);
      if (!view.layers.incidents) return;
      if (!feed.cells()) paintDensity(context, size, projection, clock.span(), mode, theme, dotSide(map.getZoom()));
      else feed.cells().paint(context, projection, clock.span(), mode, (set) => Atlas.rampColourOf(payload, set, theme));
    }

    /** Names over what is drawn as cells or dots: they stay while time passes, and are painted for another view only. */
    function paintNames(context, size) {
      if (isFew() || basemap.hasTiles() || view.blank) return;
      const projection = Atlas.makeProjection(map);
      const words = { zoom: map.getZoom() - Math.log2(projection.magnify), policy: view.policy, size };
      nameAll(context, words, projection, makeRoom(size, [], projection));
    }

    function nameAll(context, words, projection, room) {
      Atlas.paintPlaceNames(context, payload.base.labels, projection, words, getTheme(), room);
      Atlas.paintCountryNames(context, payload.base.countries, projection, view.policy, getTheme(), room);
    }

    /** What names depend on; while the hand drags the map they ride along with it, and those of the edges come after. */
    function namesKey() {
      const { scale, originX, originY } = Atlas.makeProjection(map);
      return [isFew(), scale, ...(dragged ? dragged : [originX, originY]), ...Object.values(map.getSize()), getTheme().dark,
        view.policy, view.blank, basemap.hasTiles()].join();
    }

    /** What dots depend on, which ride along in the same way: to count them anew for every frame would take too long. */
    function dotsKey() {
      return dragged && !isFew() && !feed.cells() ? [...dragged, map.getZoom(), ...clock.span(), clock.state.mode, getTheme().dark,
        view.layers.incidents, incidents.version()].join() : null;
    }

    function paintFew(context, size, projection) {
      const theme = getTheme();
      const scene = Atlas.sceneOf(rows(), payload, columns);
      const standing = standingMovements();
      const room = makeRoom(size, scene.points, projection);
      const { selected, told, fan, blank } = view;
      const ringed = (i) => i === selected || told.has(i);
      const words = { zoom: map.getZoom() - Math.log2(projection.magnify), policy: view.policy, size, told, blank, ringed,
        span: clock.span() };
      const arrows = Atlas.paintMovements(context, payload, standing, projection, words, theme, room, hits);
      const asArrow = new Set(arrows.map((movement) => movement.row));
      const onMap = { points: without(scene.points, asArrow), areas: without(scene.areas, asArrow) };
      Atlas.paintIncidentAreas(context, onMap, payload, columns, projection, theme, told, hits);
      Atlas.paintAreaChips(context, onMap, payload, projection, words, theme, room, hits);
      if (!basemap.hasTiles() && !blank) {
        nameAll(context, words, projection, room);
      }
      Atlas.paintPoints(context, onMap, payload, columns, projection, theme,
        { told, ringed, fan, alphaOf }, hits);
      tellDrawn(onMap, scene, standing, arrows);
    }

    function tellDrawn(onMap, scene, standing, arrows) {
      const ids = (some) => some.map((i) => (payload.incidents[i] ? payload.incidents[i].id : String(i)));
      drawn.points = ids(onMap.points.filter((group) => !group.radius_m).flatMap((group) => group.rows));
      drawn.discs = ids(onMap.points.filter((group) => group.radius_m).flatMap((group) => group.rows));
      drawn.areas = ids(onMap.areas.flatMap((group) => group.rows));
      drawn.listed = ids(scene.listed);
      drawn.movements = ids(arrows.map((movement) => movement.row));
      const stands = new Set([...drawn.points, ...drawn.discs, ...drawn.areas, ...drawn.movements]);
      drawn.told = ids([...view.told]).filter((id) => stands.has(id));
      note.textContent = arrows.length < standing.length
        ? `${arrows.length} of ${standing.length} troop movements are drawn (in windows of up to a year, as far as there is room); all are in the list.`
        : "";
    }

    const canvases = [Atlas.makeCanvasLayer(map, "areas", 410, paintAreas),
      Atlas.makeCanvasLayer(map, "incidents", 450, paintIncidents)];
    const names = feed ? Atlas.makeCanvasLayer(map, "names", 455, paintNames) : null;
    let named = "";
    let dotted = null;
    let dragged = null; // where the map stood when the hand took it
    if (feed) {
      map.on("movestart", () => {
        const { originX, originY } = Atlas.makeProjection(map);
        dragged = [originX, originY];
      });
      map.on("moveend", () => {
        dragged = null;
        repaint();
      });
    }

    function paint() {
      asked = false;
      frames += 1;
      hits = [];
      canvases[0].paint();
      const dots = feed ? dotsKey() : null;
      if (dots === null || dots !== dotted) canvases[1].paint();
      dotted = dots;
      if (names && named !== namesKey()) {
        named = namesKey();
        names.paint();
      }
    }

    /** Paint with the next frame; who cannot wait for it calls `paint`, and the frame is let off. */
    function repaint() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => { if (asked) paint(); });
    }

    return { paint, repaint, rows, isFew, standingMovements, standingAreas, drawn, frames: () => frames, hits: () => hits };
  }

  Object.assign(Atlas, { makeStage });
})((globalThis.Atlas = globalThis.Atlas || {}));
