// The only door between the map and the page around it: small messages, both ways, and none when the file stands alone.
(function (Atlas) {
  "use strict";

  /** What the hand on the map decides: an answer of the page may not undo what the page has not heard of yet. */
  const OWN = ["clock", "view", "selected"];
  const REST_MS = 40;

  /** Returns `tell()`, which reports the present state to the page after a short rest, and `tell.ready()`. */
  function makeBridge(map, clock, view, payload, apply) {
    const page = globalThis.parent;
    const alone = page === globalThis;
    let timer = null;
    let open = false;

    function forgetReport() {
      clearTimeout(timer);
      timer = null;
    }

    function report() {
      const centre = map.getCenter();
      const selected = view.selected === null ? null : payload.incidents[view.selected];
      return { atlas: "changed", from: Atlas.isoOf(clock.state.from), to: Atlas.isoOf(clock.state.to - 1),
        mode: clock.state.mode, step: clock.state.step, selected: selected ? selected.id : null,
        view: { latitude: Number(centre.lat.toFixed(4)), longitude: Number(centre.lng.toFixed(4)),
          zoom: Number(map.getZoom().toFixed(2)) } };
    }

    function tell() {
      if (alone || !open) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        page.postMessage(report(), "*");
      }, REST_MS);
    }

    tell.ready = () => {
      if (!alone) page.postMessage({ atlas: "ready" }, "*");
    };

    if (!alone) {
      globalThis.addEventListener("message", (event) => {
        if (event.source !== page || !event.data || event.data.atlas !== "state") return;
        const unheard = timer !== null;
        const message = Object.fromEntries(Object.entries(event.data).filter(([name]) => !unheard || !OWN.includes(name)));
        apply(message);
        if (!unheard) forgetReport();
        open = true;
      });
    }
    return tell;
  }

  Object.assign(Atlas, { makeBridge });
})((globalThis.Atlas = globalThis.Atlas || {}));
