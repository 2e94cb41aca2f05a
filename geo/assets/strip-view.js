// The time strip on the page: its elements, its handles, its keys.
(function (Atlas) {
  "use strict";

  const GAP_WIDTH = 16;
  const USUAL_WIDTH = 1000;

  function makeStrip(root, { heading, strength }, clock, incidents, payload, { getTheme, select, magnify }) {
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    const track = find("track");
    const canvas = find("bars");
    const context = canvas.getContext("2d");
    const parts = { from: find("from"), to: find("to"), window: find("window"), playhead: find("playhead") };
    const cursor = { row: null };
    let collapsed = true;
    let scale = null; // in pixels of the page
    let painted = null; // the same in pixels of the canvas, which may be magnified
    let segments = [];
    let shown = clock.domain; // the part of time that the strip spans

    function scaleOf(width, gapWidth) {
      return Atlas.makeScale(segments, shown.from, shown.to, width, gapWidth);
    }

    function layOut() {
      const width = track.clientWidth;
      segments = Atlas.segmentsOf(incidents.timeline().columns, shown, collapsed);
      if (!width) return;
      scale = scaleOf(width, GAP_WIDTH * magnify());
      painted = scaleOf(width / magnify(), GAP_WIDTH);
      paint();
      follow();
    }

    function paint() {
      const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
      const height = track.clientHeight;
      canvas.width = scale.width * ratio;
      canvas.height = height * ratio;
      context.setTransform(ratio * magnify(), 0, 0, ratio * magnify(), 0, 0);
      const theme = getTheme();
      const { columns, mask } = incidents.timeline();
      const isMovement = columns.type ? (i) => payload.types[columns.type[i]].id === "troop_movement" : () => false;
      const counts = Atlas.binCounts(columns, mask, painted, isMovement);
      Atlas.paintBars(context, counts, theme);
      Atlas.paintAxis(context, painted, segments[0].years || Atlas.daily(shown) || segments, theme);
      Atlas.paintStrength(context, payload.strength, painted, theme);
    }

    function follow() {
      if (!scale) return;
      const { state } = clock;
      const [from, to] = clock.span();
      const x0 = scale.x(from);
      const x1 = scale.x(to);
      parts.window.style.transform = `translateX(${x0}px)`;
      parts.window.style.width = `${Math.max(2, x1 - x0)}px`;
      parts.window.dataset.mode = state.mode;
      parts.from.style.transform = `translateX(${x0}px)`;
      parts.from.hidden = state.mode === "cumulative";
      parts.to.style.transform = `translateX(${x1}px)`;
      parts.playhead.style.transform = `translateX(${x1}px)`;
      const day = (minutes) => Math.floor(minutes / Atlas.DAY);
      const describe = (element, minutes, words) => {
        element.setAttribute("aria-valuemin", day(clock.domain.from));
        element.setAttribute("aria-valuemax", day(clock.domain.to));
        element.setAttribute("aria-valuenow", day(minutes));
        element.setAttribute("aria-valuetext", words);
      };
      describe(parts.from, state.from, Atlas.sayDay(state.from));
      describe(parts.to, state.to, Atlas.sayDay(state.to - 1));
      describe(parts.playhead, state.to, Atlas.sayWindow(state.from, state.to));
      heading.textContent = state.mode === "cumulative"
        ? `Everything until ${Atlas.sayDay(state.to - 1)}` : Atlas.sayWindow(state.from, state.to);
      if (document.activeElement !== find("typed-from")) find("typed-from").value = Atlas.isoOf(state.from);
      if (document.activeElement !== find("typed-to")) find("typed-to").value = Atlas.isoOf(state.to - 1);
      strength.textContent = strengthWords(state.to - 1);
      strength.title = strength.textContent;
      find("play").setAttribute("aria-label", state.playing ? "Pause" : "Play");
      find("play").dataset.playing = state.playing;
      for (const [name, key] of [["step", "step"], ["mode", "mode"], ["speed", "speed"]]) {
        find(name).value = String(state[key]);
      }
      for (const chip of find("episodes").children) {
        const same = Number(chip.dataset.from) === state.from && Number(chip.dataset.to) === state.to;
        chip.setAttribute("aria-pressed", String(same));
      }
    }

    function strengthWords(moment) {
      const known = payload.strength.filter((one) => one.at <= moment && one.plotted);
      const one = known[known.length - 1];
      return one ? `KFOR: ${one.said} (${one.when}, ${one.publisher})` : "";
    }

    function dayStart(minutes) {
      return Math.floor(minutes / Atlas.DAY) * Atlas.DAY;
    }

    function move(part, minutes, settled) {
      const { from, to } = clock.state;
      const at = clock.state.step === "hour" ? minutes : dayStart(minutes + Atlas.DAY / 2);
      if (part === "from") clock.setWindow(Math.min(at, to - Atlas.DAY), to, settled);
      else if (part === "to") clock.setWindow(from, Math.max(at, from + Atlas.DAY), settled);
      else clock.slideTo(at, settled);
    }

    function pointerMinutes(event) {
      return scale.minutes(event.clientX - track.getBoundingClientRect().left);
    }

    function drag(element, part) {
      let grip = 0;
      let held = false;
      element.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        event.stopPropagation();
        element.setPointerCapture(event.pointerId);
        element.focus();
        held = true;
        grip = scale.x(part === "from" ? clock.state.from : clock.state.to)
          - (event.clientX - track.getBoundingClientRect().left);
      });
      element.addEventListener("pointermove", (event) => {
        if (!held) return;
        move(part, scale.minutes(event.clientX - track.getBoundingClientRect().left + grip), false);
      });
      const release = () => {
        if (!held) return;
        held = false;
        clock.set({}, true);
      };
      element.addEventListener("pointerup", release);
      element.addEventListener("pointercancel", release);
      element.addEventListener("keydown", (event) => keyMove(event, part));
    }

    function keyMove(event, part) {
      const now = part === "from" ? clock.state.from : clock.state.to;
      const unit = clock.state.step === "incident" ? "day" : clock.state.step;
      const wider = unit === "hour" ? "day" : unit === "day" ? "week" : unit === "week" ? "month" : "year";
      const to = {
        ArrowRight: () => Atlas.addStep(now, unit, 1), ArrowUp: () => Atlas.addStep(now, unit, 1),
        ArrowLeft: () => Atlas.addStep(now, unit, -1), ArrowDown: () => Atlas.addStep(now, unit, -1),
        PageUp: () => Atlas.addStep(now, wider, 1), PageDown: () => Atlas.addStep(now, wider, -1),
        Home: () => clock.domain.from, End: () => clock.domain.to,
      }[event.key];
      if (!to) return;
      event.preventDefault();
      move(part, to(), true);
    }

    /** Slide to the next day on which anything begins; out of the window of all years, to that day alone. */
    function stepToDay(direction) {
      const { from, to, mode } = clock.state;
      const all = from <= clock.domain.from && to >= clock.domain.to;
      const moment = direction < 0 ? to - Atlas.DAY : all ? from : to;
      const day = incidents.days.next(direction, moment);
      if (day === null) return false;
      if (mode === "cumulative") clock.setWindow(Math.min(from, day), day + Atlas.DAY, true);
      else if (all) clock.setWindow(day, day + Atlas.DAY, true);
      else clock.slideTo(day + Atlas.DAY, true);
      return true;
    }

    function stepToIncident(direction) {
      if (incidents.days) return stepToDay(direction);
      const row = Atlas.neighbourRow(incidents, cursor.row, direction, direction > 0 ? clock.state.from : clock.state.to);
      if (row === null) return false;
      goTo(row, true);
      return true;
    }

    /** Bring one row into the window (keeping its length, unless that is most of the strip) and select it. */
    function goTo(row, settled) {
      cursor.row = row;
      const start = dayStart(incidents.columns.start[row]);
      const end = Math.min(incidents.columns.end[row], start + 31 * Atlas.DAY);
      const { from, to, mode } = clock.state;
      const inside = incidents.columns.start[row] < to && incidents.columns.end[row] > from;
      if (mode === "cumulative") clock.setWindow(Math.min(from, start), Math.max(end, start + Atlas.DAY), settled);
      else if (!inside) clock.slideTo(Math.max(end, start + Atlas.DAY), settled);
      select(row);
    }

    function wire() {
      drag(parts.from, "from");
      drag(parts.to, "to");
      drag(parts.playhead, "playhead");
      drag(parts.window, "playhead");
      track.addEventListener("click", (event) => {
        if (event.target !== canvas && event.target !== track) return;
        const at = pointerMinutes(event);
        const { from, to, mode } = clock.state;
        const part = mode === "cumulative" || Math.abs(scale.x(to) - scale.x(at)) <= Math.abs(scale.x(from) - scale.x(at))
          ? "to" : "from";
        move(part, at, true);
      });
      find("previous").addEventListener("click", () => stepToIncident(-1));
      find("next").addEventListener("click", () => stepToIncident(1));
      const slide = (count) => (clock.state.step === "incident" ? stepToIncident(count)
        : clock.slideTo(Atlas.addStep(clock.state.to, clock.state.step, count), true));
      find("back").addEventListener("click", () => slide(-1));
      find("forward").addEventListener("click", () => slide(1));
      const player = Atlas.makePlayer(clock, () => scale, stepToIncident);
      find("play").addEventListener("click", () => player.toggle());
      find("step").addEventListener("change", (event) => clock.set({ step: event.target.value }, true));
      find("mode").addEventListener("change", (event) => clock.set({ mode: event.target.value }, true));
      find("speed").addEventListener("change", (event) => clock.set({ speed: Number(event.target.value) }, true));
      find("gaps").addEventListener("change", (event) => {
        collapsed = event.target.checked;
        layOut();
      });
      for (const name of ["typed-from", "typed-to"]) find(name).addEventListener("change", typed);
    }

    function typed() {
      const from = find("typed-from").value;
      const to = find("typed-to").value;
      const warning = find("warning");
      warning.textContent = "";
      if (!from || !to) warning.textContent = "Please type both dates in full.";
      else if (from > to) warning.textContent = "The first date lies after the last: please exchange them.";
      else clock.setWindow(Atlas.minutesOf(from), Atlas.minutesOf(to) + Atlas.DAY, true);
    }

    function episodes() {
      const all = { title: "All years", ...clock.domain };
      [all, ...payload.episodes].forEach((episode) => {
        const chip = document.createElement("button");
        chip.type = "button";
        chip.className = "chip";
        chip.dataset.from = episode.from;
        chip.dataset.to = episode.to;
        chip.textContent = episode.title;
        chip.title = Atlas.sayWindow(episode.from, episode.to);
        chip.addEventListener("click", () => clock.setWindow(episode.from, episode.to, true));
        find("episodes").append(chip);
      });
    }

    /** Let the strip span a part of time, or all of it; the clock still goes beyond. */
    function frame(part) {
      shown = part || clock.domain;
      layOut();
    }

    wire();
    episodes();
    new ResizeObserver(layOut).observe(track);
    /** The scale that the strip goes by; while it is hidden, one of some usual width. */
    return { layOut, follow, frame, goTo, stepToIncident, scale: () => scale || scaleOf(USUAL_WIDTH, GAP_WIDTH),
      forget: (row) => { cursor.row = row; } };
  }

  Object.assign(Atlas, { makeStrip });
})((globalThis.Atlas = globalThis.Atlas || {}));
