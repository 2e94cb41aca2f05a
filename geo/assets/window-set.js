// The rows inside a sliding window, kept up to date by what enters and leaves instead of by counting anew.
(function (Atlas) {
  "use strict";

  /**
   * Rows with start < to and end > from. `enter` and `leave` are called with row numbers; after a jump
   * that costs more than counting anew, `clear` is called and every row inside enters again.
   */
  function makeWindowSet(columns, mask) {
    const { start, end, byEnd, count } = columns;
    let low = 0;
    let high = 0;
    let from = -Infinity;
    let fresh = true;
    const ended = (k) => (byEnd ? byEnd[k] : k);

    function rebuild(newFrom, newLow, newHigh, on) {
      on.clear();
      const first = byEnd ? 0 : newLow;
      for (let i = first; i < newHigh; i += 1) if (end[i] > newFrom && mask[i]) on.enter(i);
      fresh = false;
    }

    function shift(newLow, newHigh, on) {
      for (let i = high; i < newHigh; i += 1) if (end[i] > from && mask[i]) on.enter(i);
      for (let i = newHigh; i < high; i += 1) if (end[i] > from && mask[i]) on.leave(i);
      for (let k = low; k < newLow; k += 1) {
        const i = ended(k);
        if (i < newHigh && mask[i]) on.leave(i);
      }
      for (let k = newLow; k < low; k += 1) {
        const i = ended(k);
        if (i < newHigh && mask[i]) on.enter(i);
      }
    }

    return {
      /** Forget everything; the next move counts anew (after a filter, a pan or a zoom). */
      reset() {
        fresh = true;
      },
      moveTo(newFrom, newTo, on) {
        const newLow = Atlas.firstAbove(end, newFrom, byEnd, false);
        const newHigh = Atlas.firstAbove(start, newTo, null, true);
        const cost = Math.abs(newLow - low) + Math.abs(newHigh - high);
        if (fresh || cost > count / 2) rebuild(newFrom, newLow, newHigh, on);
        else shift(newLow, newHigh, on);
        low = newLow;
        high = newHigh;
        from = newFrom;
      },
    };
  }

  Object.assign(Atlas, { makeWindowSet });
})((globalThis.Atlas = globalThis.Atlas || {}));
