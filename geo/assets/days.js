// Counts by day of a whole selection, of which the map draws a part only: what the strip shows and what is counted.
(function (Atlas) {
  "use strict";

  /** Read what `geo.engine.feed.days_message` wrote, and note when something is under way. */
  function readDays({ count, first, bytes: written }) {
    const bytes = Atlas.bytesOfBase64(written);
    const [steps, afterSteps] = Atlas.readVarints(bytes, 0, count);
    const [begun, afterBegun] = Atlas.readVarints(bytes, afterSteps, count);
    const [ended] = Atlas.readVarints(bytes, afterBegun, count);
    const start = new Float64Array(count);
    for (let k = 0, day = first; k < count; k += 1) {
      day += steps[k];
      start[k] = day * Atlas.DAY;
    }
    return { count, start, over: start.map((at) => at + Atlas.DAY), begun, ended };
  }

  function totalsOf(counts) {
    const totals = new Float64Array(counts.length + 1);
    for (let k = 0; k < counts.length; k += 1) totals[k + 1] = totals[k] + counts[k];
    return totals;
  }

  /** `take(feed)` puts other counts in the place of these. */
  function makeDays(feed) {
    let days, begun, ended, line;

    /** A day lasts until the next one where something goes on in between. */
    function lineOf() {
      const end = days.over.map((over, k) => (begun[k + 1] > ended[k + 1] && k + 1 < days.count ? days.start[k + 1] : over));
      return { columns: { count: days.count, start: days.start, end, byEnd: null, weight: days.begun },
        mask: new Uint8Array(days.count).fill(1) };
    }

    function take({ days: packed }) {
      days = readDays(packed);
      begun = totalsOf(days.begun);
      ended = totalsOf(days.ended);
      line = lineOf();
    }

    take(feed);
    return {
      take,
      /** How many incidents overlap the span: those begun before its end less those ended by its start. */
      countIn([from, to]) {
        return begun[Atlas.firstAbove(days.start, to, null, true)] - ended[Atlas.firstAbove(days.over, from, null, false)];
      },
      /** One row for each day with how many begin on it as its weight. */
      timeline: () => line,
      /** The next day from a moment on (or the last before it) on which anything begins, in minutes; null if none. */
      next(direction, moment) {
        let k = Atlas.firstAbove(days.start, moment, null, true) - (direction > 0 ? 0 : 1);
        while (k >= 0 && k < days.count && !days.begun[k]) k += direction;
        return k >= 0 && k < days.count ? days.start[k] : null;
      },
    };
  }

  Object.assign(Atlas, { makeDays });
})((globalThis.Atlas = globalThis.Atlas || {}));
