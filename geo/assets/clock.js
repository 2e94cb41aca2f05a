// Time: days and words, the strip's scale with collapsed gaps, and the window that all layers obey.
(function (Atlas) {
  "use strict";

  const DAY = 1440;
  const STEPS = ["incident", "hour", "day", "week", "month", "year"];
  const MODES = ["window", "cumulative", "fading"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];

  /** Minutes since 1970 of an ISO date (YYYY, YYYY-MM or YYYY-MM-DD), at its beginning. */
  function minutesOf(isoDate) {
    const [year, month, day] = isoDate.split("-").map(Number);
    return Date.UTC(year, (month || 1) - 1, day || 1) / 60000;
  }

  function isoOf(minutes) {
    return new Date(minutes * 60000).toISOString().slice(0, 10);
  }

  function sayDay(minutes) {
    const date = new Date(minutes * 60000);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  /** "29 May – 16 June 2023": the window in words; its end is exclusive. */
  function sayWindow(from, to) {
    const last = Math.max(from, to - 1);
    const a = new Date(from * 60000);
    const b = new Date(last * 60000);
    if (isoOf(from) === isoOf(last)) return sayDay(from);
    if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${sayDay(from)} – ${sayDay(last)}`;
    if (a.getUTCMonth() !== b.getUTCMonth()) return `${a.getUTCDate()} ${MONTHS[a.getUTCMonth()]} – ${sayDay(last)}`;
    return `${a.getUTCDate()}–${sayDay(last)}`;
  }

  /** Add calendar steps to a moment. */
  function addStep(minutes, step, count) {
    if (step === "hour") return minutes + 60 * count;
    if (step === "day" || step === "incident") return minutes + DAY * count;
    if (step === "week") return minutes + 7 * DAY * count;
    const date = new Date(minutes * 60000);
    const day = date.getUTCDate();
    if (step === "month") date.setUTCMonth(date.getUTCMonth() + count);
    else date.setUTCFullYear(date.getUTCFullYear() + count);
    if (date.getUTCDate() !== day) date.setUTCDate(0); // the month is shorter: its last day
    return date.getTime() / 60000;
  }

  /** Split the time line where nothing happens for longer than `gap_days`; every part is padded a little. */
  function activeSegments(start, end, gapDays, from, to) {
    const gap = gapDays * DAY;
    const segments = [];
    let open = null;
    for (let i = 0; i < start.length; i += 1) {
      if (!open || start[i] - open.to > gap) {
        open = { from: start[i], to: end[i], count: 0 };
        segments.push(open);
      }
      open.to = Math.max(open.to, end[i]);
      open.count += 1;
    }
    for (const segment of segments) {
      const pad = Math.min(gap / 4, 4 * DAY + (segment.to - segment.from) * 0.06);
      segment.from = Math.max(from, segment.from - pad);
      segment.to = Math.min(to, segment.to + pad);
    }
    return segments.length ? segments : [{ from, to, count: 0 }];
  }

  /** Piecewise linear scale from minutes to pixels; collapsed gaps keep `gapWidth` pixels each. */
  function makeScale(segments, from, to, width, gapWidth) {
    const pieces = [];
    const weights = segments.map((s) => ((s.to - s.from) / DAY) ** 0.3 + Math.sqrt(s.count));
    const total = weights.reduce((sum, w) => sum + w, 0) || 1;
    const gaps = segments.length - 1 + (segments[0].from > from ? 1 : 0)
      + (segments[segments.length - 1].to < to ? 1 : 0);
    const gapPixels = Math.min(gapWidth, (width * 0.35) / Math.max(1, gaps));
    const room = width - gaps * gapPixels;
    let x = 0;
    let at = from;
    const push = (until, pixels, isGap) => {
      pieces.push({ from: at, to: until, x0: x, x1: x + pixels, gap: isGap });
      at = until;
      x += pixels;
    };
    segments.forEach((segment, k) => {
      if (segment.from > at) push(segment.from, gapPixels, true);
      push(segment.to, (room * weights[k]) / total, false);
    });
    if (at < to) push(to, gapPixels, true);
    return {
      pieces, from, to, width,
      x(minutes) {
        const t = Math.min(to, Math.max(from, minutes));
        const piece = pieces.find((p) => t <= p.to) || pieces[pieces.length - 1];
        return piece.x0 + ((t - piece.from) / (piece.to - piece.from || 1)) * (piece.x1 - piece.x0);
      },
      minutes(pixels) {
        const px = Math.min(width, Math.max(0, pixels));
        const piece = pieces.find((p) => px <= p.x1) || pieces[pieces.length - 1];
        return piece.from + ((px - piece.x0) / (piece.x1 - piece.x0 || 1)) * (piece.to - piece.from);
      },
    };
  }

  /** The shared clock: window [from, to), playhead at its end, mode, step, speed; tells listeners of changes. */
  function makeClock(domain) {
    const listeners = [];
    const state = { from: domain.from, to: domain.to, mode: "window", step: "incident", speed: 1, playing: false };
    const tell = (settled) => listeners.forEach((listener) => listener(state, settled));
    return {
      state,
      domain,
      onChange(listener) {
        listeners.push(listener);
      },
      /** Set the window; `settled` says that the hand has let go. */
      setWindow(from, to, settled) {
        const start = Math.max(domain.from, Math.min(from, domain.to - 60));
        state.from = start;
        state.to = Math.min(domain.to, Math.max(to, start + 60));
        tell(settled);
      },
      /** Slide the whole window so that it ends at `to`, keeping its length. */
      slideTo(to, settled) {
        const length = state.to - state.from;
        const end = Math.min(domain.to, Math.max(to, domain.from + length));
        this.setWindow(Math.max(domain.from, end - length), end, settled);
      },
      set(changes, settled) {
        Object.assign(state, changes);
        tell(settled);
      },
      /** The span that is drawn in the present mode. */
      span() {
        return state.mode === "cumulative" ? [domain.from, state.to] : [state.from, state.to];
      },
    };
  }

  Object.assign(Atlas, { DAY, STEPS, MODES, minutesOf, isoOf, sayDay, sayWindow, addStep, activeSegments, makeScale,
    makeClock });
})((globalThis.Atlas = globalThis.Atlas || {}));
