// The atlas in the browser: one state, one repaint, one place where the page around it speaks to it.
(function (Atlas) {
  "use strict";

  const { DAY } = Atlas;

  function readPayload() {
    return JSON.parse(document.getElementById("atlas-payload").textContent);
  }

  /** Shapes and places get their unit Mercator coordinates once. */
  function prepare(payload) {
    const toUnit = (thing) => Object.assign(thing, { x: Atlas.mercatorX(thing.longitude), y: Atlas.mercatorY(thing.latitude) });
    Object.values(payload.shapes).forEach((shape) => {
      toUnit(shape);
      shape.rings = Atlas.ringsOf(shape.geometry);
    });
    payload.shapes.kosovo = { rings: Atlas.ringsOf(payload.base.kosovo.features[0].geometry) };
    payload.areas.forEach(toUnit);
    payload.movements.forEach((movement) => {
      toUnit(movement);
      if (movement.origin) toUnit(movement.origin);
    });
    payload.base.labels.forEach(toUnit);
    payload.base.countries.forEach(toUnit);
    return payload;
  }

  function themeOf(payload, dark) {
    const theme = { dark, ...payload.theme[dark ? "dark" : "light"] };
    theme.ramp = Atlas.makeRamp(theme.rampColour);
    return theme;
  }

  async function start(map) {
    const payload = prepare(readPayload());
    const columns = await Atlas.decode(payload.packed);
    const incidents = Atlas.makeIncidents(columns);
    const paintDensity = Atlas.makeDensity(incidents);
    const root = document.getElementById("atlas");
    const wide = globalThis.matchMedia("(prefers-color-scheme: dark)");
    let theme = themeOf(payload, wide.matches);
    const view = { selected: null, policy: payload.opening.policy, fan: null, only: null, theme: () => theme,
      layers: { incidents: true, movements: true, areas: true } };
    const clock = Atlas.makeClock(payload.domain);
    const drawn = { points: [], discs: [], areas: [], listed: [], movements: [], serbAreas: [] };
    let hits = [];
    let scene = null;
    let asked = false;
    let frames = 0;
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    const say = (words) => { find("notice").textContent = words; };
    const basemap = Atlas.makeBasemap(map, payload.base, say);

    const rowsShown = () => (view.layers.incidents || view.layers.movements ? incidents.rowsIn(clock.span()) : []);
    const movementType = payload.types.findIndex((type) => type.id === "troop_movement");

    function alphaOf(rows) {
      if (clock.state.mode !== "fading") return 1;
      const { from, to } = clock.state;
      const newest = Math.max(...rows.map((i) => columns.end[i]));
      return Math.max(0.18, Math.min(1, 1 - 0.85 * ((to - newest) / (to - from))));
    }

    const areaCanvas = Atlas.makeCanvasLayer(map, "areas", 410, (context) => {
      if (!view.layers.areas) return;
      Atlas.paintSerbAreas(context, payload, clock.state.to - 1, Atlas.makeProjection(map), theme, hits);
      drawn.serbAreas = hits.filter((hit) => hit.kind === "area").map((hit) => hit.area.area);
    });

    const incidentCanvas = Atlas.makeCanvasLayer(map, "incidents", 450, (context, size) => {
      const projection = Atlas.makeProjection(map);
      if (incidents.dense()) {
        paintDensity(context, size, projection, clock.span(), clock.state.mode, theme.ramp);
        return;
      }
      paintFew(context, size, projection);
    });

    function paintFew(context, size, projection) {
      const rows = rowsShown();
      const here = rows.filter((i) => (columns.type[i] === movementType ? view.layers.movements : view.layers.incidents));
      scene = Atlas.sceneOf(here, payload, columns);
      const standing = view.layers.movements ? Atlas.movementsIn(payload, incidents.mask, clock.span()) : [];
      const asArrow = new Set(standing.map(({ movement }) => movement.row));
      const onMap = { ...scene, points: strip(scene.points, asArrow), areas: strip(scene.areas, asArrow) };
      const room = Atlas.makeRoom(size);
      blockCorners(room);
      const words = { zoom: map.getZoom(), policy: view.policy, size, selected: view.selected, span: clock.span() };
      for (const group of onMap.points) {
        const [x, y] = [projection.x(group.x), projection.y(group.y)];
        room.block({ x0: x - 9, y0: y - 9, x1: x + 9, y1: y + 9 });
      }
      Atlas.paintIncidentAreas(context, onMap, payload, columns, projection, theme, hits);
      const arrows = Atlas.paintMovements(context, payload, standing, projection, words, theme, room, hits);
      Atlas.paintAreaChips(context, onMap, payload, projection, words, theme, room, hits);
      if (!basemap.hasTiles()) {
        Atlas.paintPlaceNames(context, payload.base.labels, projection, words, theme, room);
        Atlas.paintCountryNames(context, payload.base.countries, projection, view.policy, theme, room);
      }
      Atlas.paintPoints(context, onMap, payload, columns, projection, theme,
        { selected: view.selected, fan: view.fan, alphaOf }, hits);
      noteDrawn(onMap, standing, arrows);
    }

    function strip(groups, rows) {
      return groups.map((group) => ({ ...group, rows: group.rows.filter((i) => !rows.has(i)) }))
        .filter((group) => group.rows.length);
    }

    function blockCorners(room) {
      const frame = map.getContainer().getBoundingClientRect();
      for (const element of root.querySelectorAll("[data-covers-map]")) {
        const box = element.getBoundingClientRect();
        if (!box.width) continue;
        room.block({ x0: box.left - frame.left, y0: box.top - frame.top, x1: box.right - frame.left, y1: box.bottom - frame.top });
      }
    }

    function noteDrawn(onMap, standing, arrows) {
      const ids = (rows) => rows.map((i) => (payload.incidents[i] ? payload.incidents[i].id : String(i)));
      drawn.points = ids(onMap.points.filter((group) => !group.radius_m).flatMap((group) => group.rows));
      drawn.discs = ids(onMap.points.filter((group) => group.radius_m).flatMap((group) => group.rows));
      drawn.areas = ids(onMap.areas.flatMap((group) => group.rows));
      drawn.listed = ids(scene.listed);
      drawn.movements = ids(standing.map(({ movement }) => movement.row));
      find("movement-note").textContent = arrows.length < standing.length
        ? `${arrows.length} of ${standing.length} troop movements are drawn (in windows of up to a year, as far as there is room); all are in the list.`
        : "";
    }

    function repaint() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        frames += 1;
        hits = [];
        areaCanvas.paint();
        incidentCanvas.paint();
        heading();
      });
    }

    function heading() {
      const count = incidents.countIn(clock.span());
      find("count").textContent = `${count.toLocaleString("en")} ${count === 1 ? "incident" : "incidents"}`;
    }

    /** What is costly for a reader and not needed while the hand is moving: list, legend, message to the page. */
    function settle() {
      const rows = incidents.dense() ? [] : rowsShown();
      const count = incidents.dense() ? incidents.countIn(clock.span()) : rows.length;
      panel.countOnTab(count);
      const listing = incidents.dense() ? { points: [], areas: [], listed: incidents.rowsIn(clock.span()).slice(0, 400) }
        : Atlas.sceneOf(rows, payload, columns);
      
      const counts = new Map();
      for (const i of rows) counts.set(columns.type[i], (counts.get(columns.type[i]) || 0) + 1);
      const moment = clock.state.to - 1;
      const areas = view.layers.areas ? payload.areas.filter((area) => Atlas.areaOn(area, moment)) : [];
      panel.showList(listing, view.only, areas);
      const standing = view.layers.movements ? Atlas.movementsIn(payload, incidents.mask, clock.span()) : [];
      Atlas.fillLegend(find("legend"), payload, counts, listing, new Set(areas.map((area) => area.kind)), standing.length > 0, theme);
      if (count === 0) say("Nothing in this window.");
      else if (find("notice").textContent === "Nothing in this window.") say("");
      repaint();
    }

    function select(row) {
      view.selected = row;
      if (row !== null) {
        panel.showIncident(row);
        panel.open("card");
        strip_.forget(row);
        bringIntoView(row);
        root.dataset.panel = "open";
      }
      settle();
      tellPage();
    }

    function bringIntoView(row) {
      if (Number.isNaN(columns.x[row])) return;
      const projection = Atlas.makeProjection(map);
      const size = map.getSize();
      const [x, y] = [projection.x(columns.x[row]), projection.y(columns.y[row])];
      if (x > 20 && y > 20 && x < size.x - 20 && y < size.y - 20) return;
      const incident = payload.incidents[row];
      if (incident) map.panTo([incident.latitude, incident.longitude], { animate: false });
    }

    function hitAt(x, y) {
      const projection = Atlas.makeProjection(map);
      for (let k = hits.length - 1; k >= 0; k -= 1) {
        const hit = hits[k];
        if (hit.box && x >= hit.box.x0 && x <= hit.box.x1 && y >= hit.box.y0 && y <= hit.box.y1) return hit;
        if (hit.radius && Math.hypot(hit.x - x, hit.y - y) <= hit.radius) return hit;
      }
      return [...hits].reverse().find((hit) => hit.rings && Atlas.insideRings(hit.rings, projection, x, y)) || null;
    }

    function areasAt(x, y) {
      const projection = Atlas.makeProjection(map);
      const here = hits.filter((hit) => hit.area && (hit.rings ? Atlas.insideRings(hit.rings, projection, x, y)
        : Math.hypot(hit.x - x, hit.y - y) <= hit.radius)).map((hit) => hit.area);
      const size = (area) => (area.shape ? (area.filled ? 1 : 2) : 0);
      return here.sort((a, b) => size(a) - size(b));
    }

    function showAreas(areas) {
      panel.showAreas(areas);
      root.dataset.panel = "open";
    }

    function tooltip(hit, point) {
      const tip = find("tip");
      tip.hidden = !hit;
      if (!hit) return;
      const lines = hit.area ? [Atlas.nameOf(payload.places[hit.area.place], view.policy),
        payload.areaKinds.find((kind) => kind.id === hit.area.kind).label]
        : hit.rows.length === 1 ? tipOf(hit.rows[0])
          : [`${hit.rows.length} incidents here`, ...hit.rows.slice(0, 4).map((i) => tipOf(i).join(" · "))];
      tip.replaceChildren(...lines.map((words) => Atlas.el("div", {}, words)));
      const size = map.getSize();
      tip.style.left = `${Math.min(point.x + 14, size.x - tip.offsetWidth - 8)}px`;
      tip.style.top = `${point.y + 18 + tip.offsetHeight > size.y ? point.y - tip.offsetHeight - 8 : point.y + 18}px`;
    }

    function tipOf(i) {
      const incident = payload.incidents[i];
      return incident ? [incident.title, incident.date] : [Atlas.sayDay(columns.start[i])];
    }

    function click(event) {
      const hit = hitAt(event.containerPoint.x, event.containerPoint.y);
      if (!hit) {
        view.fan = null;
        view.only = null;
        settle();
      } else if (hit.area) showAreas(areasAt(event.containerPoint.x, event.containerPoint.y));
      else if (hit.rows.length === 1) select(hit.rows[0]);
      else {
        view.fan = view.fan === hit.group.key ? null : hit.group.key;
        view.only = hit.rows;
        settle();
        panel.open("list");
        root.dataset.panel = "open";
      }
    }

    const panel = Atlas.makePanel(root, payload, columns, view,
      { select, showAreas, clearOnly() { view.only = null; settle(); } });
    const strip_ = Atlas.makeStrip(find("strip"), { heading: find("words"), strength: find("strength") }, clock, incidents, payload,
      { getTheme: () => theme, select });
    const tellPage = Atlas.makeBridge(map, clock, view, payload, (message) => apply(message));

    function setTheme(dark) {
      theme = themeOf(payload, dark);
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      basemap.paint(theme);
      strip_.layOut();
      settle();
    }

    /** Take what the page around the map says: filter, names, theme, window, selection, layers, tiles. */
    function apply(message) {
      if (message.policy) view.policy = message.policy;
      if (message.layers) view.layers = message.layers;
      if (message.shown !== undefined) filter(message.shown);
      if ("dark" in message && message.dark !== theme.dark) setTheme(message.dark);
      if ("tiles" in message) basemap.setTiles(message.tiles, theme);
      if (message.clock) takeClock(message.clock);
      if (message.view) map.setView([message.view.latitude, message.view.longitude], message.view.zoom, { animate: false });
      if ("selected" in message) {
        const row = payload.incidents.findIndex((incident) => incident && incident.id === message.selected);
        if (row >= 0 && row !== view.selected) strip_.goTo(row, false);
      }
      if (view.selected !== null) panel.showIncident(view.selected);
      settle();
    }

    function takeClock({ from, to, ...settings }) {
      Object.assign(clock.state, settings);
      clock.setWindow(Atlas.minutesOf(from), Atlas.minutesOf(to) + DAY, false);
    }

    function filter(shown) {
      const bits = shown === null ? null : Atlas.bytesOfBase64(shown);
      incidents.filter((i) => (bits === null ? true : (bits[i >> 3] >> (i & 7)) & 1));
      strip_.layOut();
    }

    clock.onChange((state, settled) => {
      strip_.follow();
      repaint();
      if (settled && !state.playing) {
        view.only = null;
        settle();
        tellPage();
      }
    });
    map.on("move zoom resize viewreset", repaint);
    map.on("moveend", tellPage);
    map.on("click", click);
    map.on("mousemove", (event) => {
      const hit = hitAt(event.containerPoint.x, event.containerPoint.y);
      map.getContainer().style.cursor = hit ? "pointer" : "";
      tooltip(hit, event.containerPoint);
    });
    map.on("mouseout", () => tooltip(null));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        view.fan = null;
        view.only = null;
        settle();
      }
    });
    find("panel-toggle").addEventListener("click", () => {
      root.dataset.panel = root.dataset.panel === "open" ? "closed" : "open";
    });
    wide.addEventListener("change", (event) => { if (globalThis.parent === globalThis) setTheme(event.matches); });
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());

    find("attribution").textContent = payload.base.attribution;
    map.invalidateSize({ animate: false });
    map.fitBounds(payload.bounds, { animate: false, padding: [8, 8] });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    find("welcome").textContent = payload.welcome.lines.join(" ");
    panel.open("legend");
    setTheme(theme.dark);
    globalThis.atlas = { map, clock, incidents, payload, drawn, view, apply, frames: () => frames, hits: () => hits };
    apply(payload.opening);
    root.dataset.ready = "true";
    tellPage.ready();
  }

  Object.assign(Atlas, { start, DAY });
})((globalThis.Atlas = globalThis.Atlas || {}));
