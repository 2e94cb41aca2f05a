// What the exercises reckon: distances of guesses, sources that differ, days counted from day 0, rows hidden on the map.
(function (Atlas) {
  "use strict";

  const EARTH_KM = 6371.0088;
  /** Up to this many days an axis is even; a longer one is drawn closer the further it is from day 0. */
  const EVEN_DAYS = 24;
  const TICKS = [1, 2, 3, 5, 7, 10, 14, 20, 30, 40, 60, 90, 120, 180, 365];

  /** Great-circle distance of two {latitude, longitude} in kilometres. */
  function kilometresBetween(a, b) {
    const rad = Math.PI / 180;
    const h = Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2
      + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }

  /** How far a guess is from a place: `{ km, inside }`; inside is "disc", "area" or null. `rings` in unit Mercator. */
  function judgeGuess(guess, place, rings) {
    const km = kilometresBetween(guess, place);
    if (rings) {
      const unit = { x: (u) => u, y: (u) => u };
      const x = Atlas.mercatorX(guess.longitude);
      const y = Atlas.mercatorY(guess.latitude);
      return { km, inside: Atlas.insideRings(rings, unit, x, y) ? "area" : null };
    }
    return { km, inside: place.radius_m && km * 1000 <= place.radius_m ? "disc" : null };
  }

  /** "0.8", "12", "130": one decimal under ten kilometres. */
  function sayKilometres(km) {
    return km < 9.95 ? String(Math.round(km * 10) / 10) : String(Math.round(km));
  }

  /** A mask of rows as base64 (one bit each, lowest first): those of `shown` (null is all) without some. */
  function maskWithout(count, shown, rows) {
    const bytes = shown === null || shown === undefined ? new Uint8Array(Math.ceil(count / 8)).fill(255) : Atlas.bytesOfBase64(shown);
    for (const row of rows) bytes[row >> 3] &= ~(1 << (row & 7));
    return btoa(String.fromCharCode(...bytes));
  }

  /** Rows of a comparison: `{ label, cells, verdict }`; the verdict is "differs", "same" or "one". */
  function comparedRows(compared) {
    return compared.rows.map((label) => {
      const cells = compared.columns.map((column) => column.figures[label] ?? null);
      const told = cells.filter((cell) => cell !== null);
      const verdict = told.length < 2 ? "one" : new Set(told).size > 1 ? "differs" : "same";
      return { label, cells, verdict };
    });
  }

  /** The events of a lane by day, and within a day by type with a count: `[{ day, types: [{ type, events }] }]`. */
  function daysOf(events) {
    const days = new Map();
    for (const event of events) {
      if (!days.has(event.day)) days.set(event.day, new Map());
      const types = days.get(event.day);
      types.set(event.type, [...(types.get(event.type) || []), event]);
    }
    return [...days].sort(([a], [b]) => a - b)
      .map(([day, types]) => ({ day, types: [...types].map(([type, some]) => ({ type, events: some })) }));
  }

  /** The common axis of some lanes: `x(day)` from 0 to 1, the days that get a mark, and whether far days are drawn closer; marks are at least `gap` apart. */
  function dayScale(lanes, gap = 0.045) {
    const days = [0, ...lanes.flatMap((lane) => lane.events.map((event) => event.day))];
    const first = Math.min(...days, -1);
    const last = Math.max(...days, 1);
    const squeezed = last - first > EVEN_DAYS;
    const bend = (day) => (squeezed ? Math.sign(day) * Math.sqrt(Math.abs(day)) : day);
    const span = bend(last) - bend(first);
    const x = (day) => (bend(day) - bend(first)) / span;
    const marks = squeezed ? [...TICKS.map((day) => -day), 0, ...TICKS]
      : Array.from({ length: last - first + 1 }, (_, k) => first + k);
    const ticks = [0];
    const free = (day) => ticks.every((other) => Math.abs(x(day) - x(other)) >= gap);
    for (const day of [...marks].sort((a, b) => Math.abs(a) - Math.abs(b) || b - a)) {
      if (day >= first && day <= last && free(day)) ticks.push(day);
    }
    return { first, last, squeezed, x, ticks: ticks.sort((a, b) => a - b) };
  }

  /** Days that would overlap on an axis of `width` pixels are drawn as one: `[{ from, to, x, types }]`. */
  function crowdedDays(days, scale, width, symbol) {
    const groups = [];
    for (const { day, types } of days) {
      const x = scale.x(day) * width;
      const last = groups[groups.length - 1];
      if (last && x - last.right < symbol) {
        last.to = day;
        last.right = Math.max(last.right, x);
        for (const { type, events } of types) {
          const same = last.types.find((one) => one.type === type);
          if (same) same.events = [...same.events, ...events];
          else last.types.push({ type, events });
        }
      } else groups.push({ from: day, to: day, x, right: x, types: types.map((one) => ({ ...one })) });
    }
    return groups.map(({ from, to, x, types }) => ({ from, to, x, types }));
  }

  /** A day number with a true minus sign: "−1", "0", "5", "3 to 6". */
  function sayDayNumber(from, to = from, between = "–") {
    const say = (day) => (day < 0 ? `−${-day}` : String(day));
    return from === to ? say(from) : `${say(from)}${between}${say(to)}`;
  }

  Object.assign(Atlas, { kilometresBetween, judgeGuess, sayKilometres, maskWithout, comparedRows, daysOf, dayScale,
    crowdedDays, sayDayNumber });
})((globalThis.Atlas = globalThis.Atlas || {}));
