// The atlas in the browser: one state, one repaint, one place where the page around it speaks to it.
(function (Atlas) {
  "use strict";

  const MOST_LISTED = 400;
  const WORLD_ZOOM = 2; // a large selection may lie anywhere

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
    const incidents = Atlas.makeIncidents(columns, payload.feed ? Atlas.makeDays(payload.feed) : null);
    const root = document.getElementById("atlas");
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    const prefersDark = globalThis.matchMedia("(prefers-color-scheme: dark)");
    let theme = themeOf(payload, prefersDark.matches);
    let open = false; // whether the page around the map may be spoken to
    const getTheme = () => theme;
    const view = { selected: null, policy: payload.opening.policy, fan: null, only: null, layers: payload.opening.layers,
      told: new Set(), blank: false };
    const clock = Atlas.makeClock(payload.domain);
    const say = (words) => { find("notice").textContent = words; };
    const basemap = Atlas.makeBasemap(map, payload.base, say);
    const feed = payload.feed ? Atlas.makeFeed(map, payload, incidents, root, takeDrawn) : null;
    const many = Atlas.makeFeedView(map, payload, { incidents, feed, clock, getTheme });
    const stage = Atlas.makeStage(root, { map, payload, columns, incidents, feed, clock, view, basemap, getTheme });
    const pointer = Atlas.makePointer(map, payload, columns, view, find("tip"), stage.hits, many.cellAt);
    const panel = Atlas.makePanel(root, payload, columns, view, getTheme, { select, showAreas, clearOnly });
    const strip = Atlas.makeStrip(find("strip"), { heading: find("words"), strength: find("strength") }, clock, incidents,
      payload, { getTheme, select, magnify: () => Atlas.magnified(map) });
    const tellPage = Atlas.makeBridge(map, clock, view, payload, apply);
    const atlas = { map, clock, incidents, columns, payload, feed, view, root, basemap, stage, strip, panel, pointer, getTheme, apply,
      onMapClick: null, drawn: stage.drawn, frames: stage.frames, hits: stage.hits };

    function tellCount() {
      const count = feed || incidents.dense() ? incidents.countIn(clock.span()) : stage.rows().length;
      find("count").textContent = many.countWords(count);
      return count;
    }

    /** What is costly and not needed while the hand is moving: list, legend, the word for an empty window. */
    function settle() {
      const count = tellCount();
      const rows = incidents.dense() ? [] : stage.rows();
      panel.countOnTab(!feed ? count : stage.isFew() ? rows.length : null);
      const scene = incidents.dense() ? { points: [], areas: [], listed: incidents.rowsIn(clock.span(), MOST_LISTED) }
        : Atlas.sceneOf(rows, payload, columns);
      const areas = stage.standingAreas();
      if (feed && !stage.isFew()) panel.showOthers(many.list());
      else panel.showList(scene, view.only, areas);
      Atlas.fillLegend(find("legend"), payload, columns, scene, rows, areas, stage.standingMovements().length > 0, theme,
        many.legend(stage.isFew()));
      say(count === 0 ? "Nothing in this window." : "");
      stage.repaint();
    }

    /** Put what has come for the view in the place of what is drawn; the selected incident stays selected if it is there. */
    function takeDrawn(take) {
      const id = view.selected === null ? null : payload.incidents[view.selected].id;
      take();
      const row = payload.incidents.findIndex((incident) => incident.id === id);
      Object.assign(view, { selected: row < 0 ? null : row, fan: null, only: null });
      settle();
    }

    function select(row) {
      view.selected = row;
      panel.showIncident(row);
      panel.open("card");
      strip.forget(row);
      bringIntoView(row);
      root.dataset.panel = "open";
      settle();
      tellPage();
    }

    function bringIntoView(row) {
      const incident = payload.incidents[row];
      if (!incident || Number.isNaN(columns.x[row])) return;
      const here = map.latLngToContainerPoint([incident.latitude, incident.longitude]);
      const size = map.getSize();
      const inside = here.x > 20 && here.y > 20 && here.x < size.x - 20 && here.y < size.y - 20;
      if (!inside) map.panTo([incident.latitude, incident.longitude], { animate: false });
    }

    function showAreas(areas) {
      panel.showAreas(areas);
      root.dataset.panel = "open";
    }

    function clearOnly() {
      view.fan = null;
      view.only = null;
      settle();
    }

    /** `atlas.onMapClick(latlng, containerPoint)` says true where it took the click. */
    function click(event) {
      if (atlas.onMapClick && atlas.onMapClick(event.latlng, event.containerPoint)) return;
      const hit = pointer.hitAt(event.containerPoint);
      if (!hit) clearOnly();
      else if (hit.cell) many.zoomTo(hit.cell.x, hit.cell.y);
      else if (hit.area) showAreas(pointer.areasAt(event.containerPoint));
      else if (hit.rows.length === 1) select(hit.rows[0]);
      else {
        view.fan = view.fan === hit.group.key ? null : hit.group.key;
        view.only = hit.rows;
        settle();
        panel.open("list");
        root.dataset.panel = "open";
      }
    }

    function setTheme(dark) {
      theme = themeOf(payload, dark);
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      basemap.paint(theme);
      strip.layOut();
      settle();
    }

    function magnify(times) {
      map.options.magnify = times;
      root.style.setProperty("--magnify", times);
      basemap.paint(theme);
      strip.layOut();
    }

    /** Take what the page around the map says: filter, names, theme, window, selection, layers, tiles, what is told of. */
    function apply(message) {
      if (message.magnify) magnify(message.magnify);
      if (message.policy) view.policy = message.policy;
      if (message.layers) view.layers = message.layers;
      if (message.told) view.told = new Set(Atlas.rowsOf(payload, message.told));
      if ("blank" in message) view.blank = message.blank;
      if (message.shown !== undefined && !feed) filter(message.shown);
      if (message.feed && feed && feed.choose(message.feed)) strip.layOut();
      if ("dark" in message && message.dark !== theme.dark) setTheme(message.dark);
      if (message.clock) takeClock(message.clock);
      if (message.view) map.setView([message.view.latitude, message.view.longitude], message.view.zoom, { animate: false });
      if ("selected" in message) {
        const row = payload.incidents.findIndex((incident) => incident.id === message.selected);
        if (row >= 0 && row !== view.selected) strip.goTo(row, false);
      }
      if (view.selected !== null) panel.showIncident(view.selected);
      settle();
      if ("tiles" in message) basemap.setTiles(message.tiles, theme);
      if (feed && open) feed.look(0);
    }

    function takeClock({ from, to, ...settings }) {
      Object.assign(clock.state, settings);
      clock.setWindow(Atlas.minutesOf(from), Atlas.minutesOf(to) + Atlas.DAY, false);
    }

    function filter(shown) {
      const bits = shown === null ? null : Atlas.bytesOfBase64(shown);
      incidents.filter((i) => (bits === null ? true : (bits[i >> 3] >> (i & 7)) & 1));
      strip.layOut();
    }

    function wire() {
      clock.onChange((state, settled) => {
        strip.follow();
        stage.repaint();
        tellCount();
        if (!settled || state.playing) return;
        view.only = null;
        settle();
        tellPage();
      });
      map.on("move zoom resize viewreset", stage.repaint);
      map.on("moveend", tellPage);
      map.on("click", click);
      map.on("mousemove", (event) => {
        const hit = pointer.hitAt(event.containerPoint);
        map.getContainer().style.cursor = hit ? "pointer" : "";
        pointer.tooltip(hit, event.containerPoint);
      });
      map.on("mouseout", () => pointer.tooltip(null));
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") clearOnly(); });
      find("panel-toggle").addEventListener("click", () => {
        root.dataset.panel = root.dataset.panel === "open" ? "closed" : "open";
      });
      prefersDark.addEventListener("change", (event) => { if (globalThis.parent === globalThis) setTheme(event.matches); });
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
    }

    wire();
    find("attribution").textContent = payload.base.attribution;
    find("welcome").textContent = payload.welcome.join(" ");
    const notices = Atlas.datasetsOf(payload).filter((one) => one.notice).map((one) => `${one.title}: ${one.notice}`);
    find("about").replaceChildren(...[...payload.about, ...notices].map((line) => Atlas.el("p", {}, line)));
    map.invalidateSize({ animate: false });
    if (feed) map.setMinZoom(WORLD_ZOOM);
    map.fitBounds(payload.bounds, { animate: false, paddingTopLeft: [8, 56], paddingBottomRight: [8, 22] });
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    panel.open("legend");
    setTheme(theme.dark);
    apply(payload.opening);
    globalThis.atlas = atlas;
    if (payload.present) Atlas.present(atlas);
    root.dataset.ready = "true";
    open = true;
    tellPage.ready();
    if (feed && globalThis.parent === globalThis) feed.look(0);
  }

  Object.assign(Atlas, { start });
})((globalThis.Atlas = globalThis.Atlas || {}));
