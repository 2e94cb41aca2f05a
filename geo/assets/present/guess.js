// A place is guessed on the map: numbered marks by click or by a cross moved with the arrow keys, then the gazetteer's answer.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  const STEP = 24;
  const FINE = 4;
  const CLOSEST = 12;
  const MOVES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function makePane(map, name, zIndex) {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    return name;
  }

  /** `changed()` is called when a guess comes or goes; `open(slide)` says whether the answer is shown. */
  function makeGuessing(atlas, t, { changed, open }) {
    const { map, payload } = atlas;
    const pane = makePane(map, "guesses", 640);
    const above = makePane(map, "guessed-place", 650);
    const layers = L.layerGroup().addTo(map);
    const guesses = new Map();
    const cross = el("div", { class: "guess-cross", "aria-hidden": "true" });
    const at = { x: 0, y: 0 };
    let slide = null;

    const shapeOf = (place) => (place.shape ? payload.shapes[place.shape] : null);
    const of = (one) => guesses.get(one.id) || [];

    function judged(one) {
      const { place } = one.exercise;
      const shape = shapeOf(place);
      return of(one).map((guess) => Atlas.judgeGuess(guess, place, shape ? shape.rings : null));
    }

    function add({ lat, lng }) {
      guesses.set(slide.id, [...of(slide), { latitude: lat, longitude: lng }]);
      draw();
      changed();
    }

    function marks() {
      return of(slide).map((guess, k) => L.marker([guess.latitude, guess.longitude], { pane, keyboard: false, interactive: false,
        icon: L.divIcon({ className: "guess-mark", iconSize: [40, 40], iconAnchor: [20, 20], html: el("span", {}, String(k + 1)) }) }));
    }

    function answer({ place }) {
      const here = [place.latitude, place.longitude];
      const shared = { pane: above, interactive: false, className: "guess-answer" };
      const shape = shapeOf(place);
      const point = L.circleMarker(here, { ...shared, radius: 9, className: "guess-answer guess-point" });
      if (shape) return [L.geoJSON(shape.geometry, shared)];
      return place.radius_m ? [L.circle(here, { ...shared, radius: place.radius_m }), point] : [point];
    }

    function draw() {
      layers.clearLayers();
      const drawn = open(slide) ? [...answer(slide.exercise), ...marks()] : marks();
      drawn.forEach((layer) => layers.addLayer(layer));
    }

    /** Bring the answer and all guesses into the frame, as large as they go. */
    function showAll() {
      const bounds = L.latLngBounds([]);
      layers.eachLayer((layer) => bounds.extend(layer.getBounds ? layer.getBounds() : layer.getLatLng()));
      if (bounds.isValid()) map.fitBounds(bounds.pad(0.25), { animate: false, maxZoom: CLOSEST });
    }

    /** While the answer is not shown the incident itself may not stand on the map. */
    function hide() {
      const row = payload.incidents.findIndex((one) => one && one.id === slide.exercise.place.incident);
      const shown = payload.opening.shown ?? null;
      const rows = row < 0 || open(slide) ? [] : [row];
      atlas.apply({ shown: rows.length ? Atlas.maskWithout(payload.incidents.length, shown, rows) : shown });
    }

    function placeCross() {
      cross.style.transform = `translate(${at.x}px, ${at.y}px)`;
    }

    function onKey(event) {
      if (!slide || open(slide) || event.target !== map.getContainer()) return;
      const move = MOVES[event.key];
      if (!move && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      if (!move) {
        add(map.containerPointToLatLng([at.x, at.y]));
        return;
      }
      const size = map.getSize();
      const step = event.shiftKey ? FINE : STEP;
      at.x = Math.max(0, Math.min(size.x, at.x + move[0] * step));
      at.y = Math.max(0, Math.min(size.y, at.y + move[1] * step));
      placeCross();
    }

    map.getContainer().addEventListener("keydown", onKey, true);

    return {
      judged,
      /** A slide on which a place is guessed comes up. */
      begin(next) {
        slide = next;
        const size = map.getSize();
        Object.assign(at, { x: Math.round(size.x / 2), y: Math.round(size.y / 2) });
        placeCross();
        hide();
        draw();
        if (open(slide)) return;
        map.getContainer().append(cross);
        map.getContainer().setAttribute("aria-label", t("Map: arrow keys move the cross, Enter sets a guess"));
        atlas.onMapClick = (latlng) => {
          add(latlng);
          return true;
        };
      },
      reveal() {
        cross.remove();
        atlas.onMapClick = null;
        hide();
        draw();
        showAll();
      },
      clear(one) {
        guesses.delete(one.id);
        draw();
        changed();
      },
      end() {
        if (!slide) return;
        slide = null;
        cross.remove();
        layers.clearLayers();
        map.getContainer().removeAttribute("aria-label");
        atlas.onMapClick = null;
        atlas.apply({ shown: payload.opening.shown ?? null });
      },
    };
  }

  Object.assign(Atlas, { makeGuessing });
})((globalThis.Atlas = globalThis.Atlas || {}));
