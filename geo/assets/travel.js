// Travelling from one state of the map to another while a story is told: first the extent, then the clock.
(function (Atlas) {
  "use strict";

  /** The frame, in pixels, that the centre and the zoom of a step are meant for. */
  const REFERENCE = { x: 1000, y: 700 };
  const FLIGHT_MS = 700;
  const GLIDE_MS = 1600;

  /** Slow at both ends: the way done, from 0 to 1, when the part `t` of the time is over. */
  function ease(t) {
    if (t <= 0) return 0;
    if (t >= 1) return 1;
    return t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3;
  }

  /** The zoom at which a frame of `size` pixels shows all the ground that the reference frame shows at `zoom`. */
  function fittingZoom(zoom, size) {
    return zoom + Math.log2(Math.min(size.x / REFERENCE.x, size.y / REFERENCE.y));
  }

  /** The window of a state in minutes; its end is exclusive. */
  function windowOf({ from, to }) {
    return [Atlas.minutesOf(from), Atlas.minutesOf(to) + Atlas.DAY];
  }

  /** How the clock goes to a goal: what is shown at the beginning and at the end, and the mode meanwhile. */
  function journeyOf({ state, domain }, goal) {
    const shown = (mode, [from, to]) => [mode === "cumulative" ? domain.from : from, to];
    return { mode: state.mode === goal.mode ? goal.mode : "window", start: shown(state.mode, [state.from, state.to]),
      end: shown(goal.mode, windowOf(goal)) };
  }

  /** The window at the part `t` of a journey; both ends go along the strip, so that a long gap is as short as it is there. */
  function windowAt(journey, scale, t) {
    const done = ease(t);
    if (done === 0) return journey.start;
    if (done === 1) return journey.end;
    return journey.start.map((start, k) => {
      const x = scale.x(start);
      return Math.round(scale.minutes(x + (scale.x(journey.end[k]) - x) * done));
    });
  }

  /** Set centre and zoom exactly as they are given; what was under way on the map ends. */
  function standAt(map, centre, zoom) {
    const { zoomSnap } = map.options;
    map.options.zoomSnap = 0;
    map.setView(centre, zoom, { animate: false, reset: true });
    map.options.zoomSnap = zoomSnap;
  }

  /** Show the ground that the reference frame would show at a centre and zoom, whatever the size of this frame. */
  function fitReference(map, { latitude, longitude, zoom }) {
    standAt(map, [latitude, longitude], fittingZoom(zoom, map.getSize()));
  }

  /** Whether the map is at a centre and zoom, but for what the eye cannot see. */
  function isAt(map, centre, zoom) {
    const off = map.latLngToContainerPoint(centre).distanceTo(map.latLngToContainerPoint(map.getCenter()));
    return off < 1.5 && Math.abs(map.getZoom() - zoom) < 0.005;
  }

  /** Keep a fitted view fitted when the frame changes its size, until a hand moves the map. */
  function keepFitting(map) {
    let held = null;
    const hold = (view) => {
      fitReference(map, view);
      held = { view, centre: map.getCenter(), zoom: map.getZoom() };
    };
    map.on("resize", () => { if (held && isAt(map, held.centre, held.zoom)) hold(held.view); });
    return hold;
  }

  /**
   * `to(state, { moving })` goes to a state and tells in the end whether the map stands there: false if another journey
   * took over. `stop()` ends the journey under way at once, at its goal.
   */
  function makeTraveller(atlas) {
    const { map, clock, payload, view, basemap, stage, strip } = atlas;
    const hold = keepFitting(map);
    let going = null;
    let land = () => {}; // leaves off what a flight calls with every move

    /** What does not move changes at the start, without a word to list and legend. */
    function depart({ layers, told }) {
      Object.assign(view, { layers: { ...layers }, told: new Set(Atlas.rowsOf(payload, told)), selected: null, fan: null, only: null });
      clock.state.playing = false;
      stage.repaint();
    }

    function arrive(state) {
      hold(state.view);
      clock.state.mode = state.clock.mode;
      clock.setWindow(...windowOf(state.clock), true);
    }

    /** Call `step(t)` with every frame of a time, then `after()`; both no more once another journey has begun. */
    function during(journey, milliseconds, step, after) {
      const begun = performance.now();
      const frame = (now) => {
        if (going !== journey) return;
        const t = (now - begun) / milliseconds;
        if (t < 1) {
          step(t);
          requestAnimationFrame(frame);
        } else after();
      };
      requestAnimationFrame(frame);
    }

    /** Base map and symbols are drawn in the same frame, or the symbols would swim on it. */
    function takeOff() {
      const keepUp = basemap.takeOff();
      const draw = () => {
        keepUp();
        stage.paint();
      };
      map.on("move", draw);
      land = () => map.off("move", draw);
    }

    function fly(journey, after) {
      const { latitude, longitude, zoom } = journey.state.view;
      const goal = fittingZoom(zoom, map.getSize());
      if (isAt(map, [latitude, longitude], goal)) return after();
      takeOff();
      map.flyTo([latitude, longitude], goal, { duration: FLIGHT_MS / 1000 });
      during(journey, FLIGHT_MS, () => {}, () => {
        land();
        fitReference(map, journey.state.view);
        after();
      });
      return undefined;
    }

    function glide(journey, after) {
      const way = journeyOf(clock, journey.state.clock);
      const stays = way.start.every((moment, k) => moment === way.end[k]);
      if (stays) return after();
      const scale = strip.scale();
      clock.state.mode = way.mode;
      return during(journey, GLIDE_MS, (t) => clock.setWindow(...windowAt(way, scale, t), false), after);
    }

    function end(arrived) {
      const { state, resolve } = going;
      going = null;
      land();
      if (arrived) arrive(state);
      else standAt(map, map.getCenter(), map.getZoom());
      resolve(arrived);
    }

    function to(state, { moving = true } = {}) {
      if (going) end(false);
      depart(state);
      return new Promise((resolve) => {
        const journey = { state, resolve };
        going = journey;
        if (!moving || document.hidden) end(true);
        else fly(journey, () => glide(journey, () => end(true)));
      });
    }

    return { to, stop: () => { if (going) end(true); } };
  }

  Object.assign(Atlas, { ease, fittingZoom, journeyOf, windowAt, fitReference, makeTraveller });
})((globalThis.Atlas = globalThis.Atlas || {}));
