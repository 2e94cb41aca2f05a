// The time strip: density bars, KFOR strength, window handles and playhead, play and step, typed dates, episodes.
(function (Atlas) {
  "use strict";

  const BIN = 5;
  const BARS = { top: 6, height: 50 };
  const STRENGTH = { top: 74, height: 20 };
  const GAP_DAYS = 75;
  const LEAST_GAP_DAYS = 3;
  const GAPS_A_FRAME = 12;
  /** In a frame of up to so many days the axis names days. */
  const DAYS_NAMED = 200;
  const DAYS_ONE_BY_ONE = 150;
  /** From so many days on the axis names years, where days of a whole selection leave no gap. */
  const YEARS_NAMED = 3 * 366;
  const PIXELS_A_SECOND = 70;

  /** Counts of shown rows (of what they stand for) per bin of the scale; `isMovement` splits them into two layers. */
  function binCounts(columns, mask, scale, isMovement) {
    const bins = Math.ceil(scale.width / BIN);
    const counts = { incidents: new Float64Array(bins), movements: new Float64Array(bins) };
    let piece = 0;
    for (let i = 0; i < columns.count; i += 1) {
      if (!mask[i] || columns.end[i] <= scale.from || columns.start[i] >= scale.to) continue;
      const t = Math.min(scale.to, Math.max(scale.from, columns.start[i]));
      while (piece < scale.pieces.length - 1 && t > scale.pieces[piece].to) piece += 1;
      const p = scale.pieces[piece];
      const x = p.x0 + ((t - p.from) / (p.to - p.from || 1)) * (p.x1 - p.x0);
      const bin = Math.min(bins - 1, Math.floor(x / BIN));
      counts[isMovement(i) ? "movements" : "incidents"][bin] += columns.weight ? columns.weight[i] : 1;
    }
    return counts;
  }

  function paintBars(context, counts, theme) {
    const { incidents, movements } = counts;
    let most = 1;
    for (let b = 0; b < incidents.length; b += 1) most = Math.max(most, incidents[b] + movements[b]);
    const height = (count) => (count ? 3 + (BARS.height - 3) * Math.sqrt(count / most) : 0);
    for (let b = 0; b < incidents.length; b += 1) {
      const all = incidents[b] + movements[b];
      if (!all) continue;
      const total = height(all);
      const lower = total * (incidents[b] / all);
      const base = BARS.top + BARS.height;
      context.fillStyle = theme.bar;
      context.fillRect(b * BIN, base - lower, BIN - 1, lower);
      context.fillStyle = theme.movement;
      context.fillRect(b * BIN, base - total, BIN - 1, total - lower);
    }
  }

  function paintStrength(context, strength, scale, theme) {
    const points = strength.filter((one) => one.plotted);
    if (!points.length) return;
    const most = Math.max(...points.map((one) => one.best));
    const y = (value) => STRENGTH.top + STRENGTH.height * (1 - value / most);
    context.beginPath();
    context.moveTo(scale.x(points[0].at), y(points[0].best));
    points.forEach((one, k) => {
      if (k) context.lineTo(scale.x(one.at), y(points[k - 1].best));
      context.lineTo(scale.x(one.at), y(one.best));
    });
    context.lineWidth = 1.6;
    context.strokeStyle = theme.strength;
    context.stroke();
  }

  const SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /** "17–24 Mar": the days of a part of the strip. */
  function sayDays(from, to) {
    const a = new Date(from * 60000);
    const b = new Date(to * 60000);
    const last = `${b.getUTCDate()} ${SHORT_MONTHS[b.getUTCMonth()]}`;
    if (Atlas.isoOf(from) === Atlas.isoOf(to)) return last;
    return `${a.getUTCDate()}${a.getUTCMonth() === b.getUTCMonth() ? "" : ` ${SHORT_MONTHS[a.getUTCMonth()]}`}–${last}`;
  }

  function sayPart(from, to) {
    const months = SHORT_MONTHS;
    const a = new Date(from * 60000);
    const b = new Date(to * 60000);
    if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${a.getUTCFullYear()}–${b.getUTCFullYear()}`;
    if (a.getUTCMonth() !== b.getUTCMonth()) {
      return `${months[a.getUTCMonth()]}–${months[b.getUTCMonth()]} ${a.getUTCFullYear()}`;
    }
    return `${months[a.getUTCMonth()]} ${a.getUTCFullYear()}`;
  }

  function paintAxis(context, scale, segments, theme) {
    context.font = `11px ${Atlas.FONT}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const y = BARS.top + BARS.height + 9;
    for (const piece of scale.pieces) {
      if (!piece.gap) {
        context.fillStyle = theme.line;
        context.fillRect(piece.x0, BARS.top + BARS.height, piece.x1 - piece.x0, 1);
        continue;
      }
      const x = (piece.x0 + piece.x1) / 2;
      context.beginPath();
      context.moveTo(x - 2, BARS.top + BARS.height - 8);
      context.lineTo(x + 2, BARS.top + BARS.height - 4);
      context.lineTo(x - 2, BARS.top + BARS.height);
      context.strokeStyle = theme.faint;
      context.lineWidth = 1.2;
      context.stroke();
    }
    const say = scale.to - scale.from <= DAYS_NAMED * Atlas.DAY ? sayDays : sayPart;
    let free = -Infinity;
    const byWeight = segments.map((segment) => {
      const words = say(segment.first, segment.last);
      const width = context.measureText(words).width;
      return { words, width, x: scale.x(segment.first), count: segment.count };
    });
    for (const label of byWeight) {
      const x = Math.min(scale.width - label.width, label.x);
      if (x < free + 8) continue;
      context.fillStyle = theme.muted;
      context.fillText(label.words, x, y);
      free = x + label.width;
    }
  }

  /** The parts of a frame of time in which something happens; the whole years of it if gaps are not to be left out. */
  function segmentsOf(columns, frame, collapsed) {
    if (!collapsed || columns.count > 20000) return yearly(frame);
    const rows = [];
    for (let i = 0; i < columns.count; i += 1) if (columns.start[i] < frame.to && columns.end[i] > frame.from) rows.push(i);
    const start = rows.map((i) => Math.max(frame.from, columns.start[i]));
    const end = rows.map((i) => Math.min(frame.to, columns.end[i]));
    const gapDays = Math.min(GAP_DAYS, Math.max(LEAST_GAP_DAYS, (frame.to - frame.from) / Atlas.DAY / GAPS_A_FRAME));
    const segments = Atlas.activeSegments(start, end, gapDays, frame.from, frame.to);
    if (columns.weight && segments.length === 1 && frame.to - frame.from > YEARS_NAMED * Atlas.DAY) return yearly(frame);
    segments.forEach((segment) => {
      const inside = start.filter((at) => at >= segment.from && at <= segment.to);
      segment.first = inside.length ? inside[0] : segment.from;
      segment.last = inside.length ? inside[inside.length - 1] : segment.to;
    });
    return segments;
  }

  /** The days of a short frame, one by one, for the axis; null if it is longer. */
  function daily(frame) {
    if (frame.to - frame.from > DAYS_ONE_BY_ONE * Atlas.DAY) return null;
    const days = [];
    for (let at = Math.ceil(frame.from / Atlas.DAY) * Atlas.DAY; at < frame.to; at += Atlas.DAY) days.push({ first: at, last: at });
    return days;
  }

  function yearly(domain) {
    const segments = [];
    for (let at = domain.from; at < domain.to; at = Atlas.addStep(at, "year", 1)) {
      const year = Atlas.minutesOf(Atlas.isoOf(at).slice(0, 4));
      segments.push({ from: at, to: Math.min(domain.to, Atlas.addStep(at, "year", 1)), first: year, last: year, count: 0 });
    }
    return [{ from: domain.from, to: domain.to, first: domain.from, last: domain.to, count: 1, years: segments }];
  }

  /** The moment of the next shown row after (or before) a moment, or null. */
  function neighbourRow(incidents, row, direction, moment) {
    const { start, count } = incidents.columns;
    let i = row === null ? Atlas.firstAbove(start, moment, null, true) - (direction > 0 ? 0 : 1) : row + direction;
    while (i >= 0 && i < count && !incidents.mask[i]) i += direction;
    return i >= 0 && i < count ? i : null;
  }

  /** Advance the clock while playing; gaps are crossed in no more time than their few pixels take. */
  function makePlayer(clock, getScale, stepToIncident) {
    let last = 0;
    let waited = 0;
    function frame(now) {
      if (!clock.state.playing) return;
      const elapsed = Math.min(0.1, (now - last) / 1000);
      last = now;
      if (clock.state.step === "incident") {
        waited += elapsed * clock.state.speed;
        if (waited > 1.4) {
          waited = 0;
          if (!stepToIncident(1)) stop();
        }
      } else glide(elapsed);
      requestAnimationFrame(frame);
    }
    function glide(elapsed) {
      const scale = getScale();
      const at = clock.state.to;
      const piece = scale.pieces.find((p) => at < p.to) || scale.pieces[scale.pieces.length - 1];
      const real = (Atlas.addStep(at, clock.state.step, 1) - at) * elapsed * clock.state.speed * 2;
      const leap = ((piece.to - piece.from) / (piece.x1 - piece.x0 || 1)) * PIXELS_A_SECOND * elapsed;
      clock.slideTo(at + (piece.gap ? Math.max(real, leap) : real), false);
      if (clock.state.to >= clock.domain.to) stop();
    }
    function stop() {
      clock.set({ playing: false }, true);
    }
    return {
      toggle() {
        if (clock.state.playing) return stop();
        if (clock.state.to >= clock.domain.to && clock.state.step !== "incident") {
          clock.slideTo(clock.domain.from + (clock.state.to - clock.state.from), false);
        }
        last = performance.now();
        waited = 1.4;
        clock.set({ playing: true }, false);
        requestAnimationFrame(frame);
        return undefined;
      },
    };
  }

  Object.assign(Atlas, { binCounts, paintBars, paintStrength, paintAxis, segmentsOf, daily, neighbourRow, makePlayer, sayPart, sayDays });
})((globalThis.Atlas = globalThis.Atlas || {}));
