// Travelling between two states of the map: slow at both ends, along the strip, exact in the end.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.js";

const { DAY, ease, fittingZoom, journeyOf, minutesOf, windowAt } = Atlas;
const domain = { from: 0, to: 1000 * DAY };
const dayOf = (minutes) => Atlas.isoOf(minutes);
const clockAt = (mode, from, to) => ({ domain, state: { mode, from: from * DAY, to: to * DAY } });

/** Two busy times of ten days, 400 pixels each, and 980 days of nothing between them, 20 pixels wide. */
const scale = Atlas.makeScale([{ from: 0, to: 10 * DAY, count: 4 }, { from: 990 * DAY, to: 1000 * DAY, count: 4 }],
  domain.from, domain.to, 820, 20);

test("a way begins slowly, is half done at half time, and ends slowly", () => {
  const done = [-1, 0, 0.25, 0.5, 0.75, 1, 2].map(ease);
  assert.deepEqual(done, [0, 0, 0.0625, 0.5, 0.9375, 1, 1]);
  const steps = Array.from({ length: 100 }, (_, k) => ease((k + 1) / 100) - ease(k / 100));
  assert.ok(steps.every((step) => step > 0 && step < 0.04));
});

test("any frame shows all the ground that the reference frame would show", () => {
  const zooms = [[1000, 700], [2000, 1400], [2000, 700], [1000, 1400], [500, 700], [900, 350]]
    .map(([x, y]) => fittingZoom(9, { x, y }));
  assert.deepEqual(zooms, [9, 10, 9, 9, 8, 8]);
});

test("a window goes from its two ends to the two ends of the next, both inclusive days as they are written", () => {
  const way = journeyOf(clockAt("window", 3, 5), { mode: "window", from: "1970-01-08", to: "1970-01-09" });
  assert.deepEqual(way, { mode: "window", start: [3 * DAY, 5 * DAY], end: [7 * DAY, 9 * DAY] });
});

test("everything so far shrinks to a window, and a window grows to everything so far, without a jump", () => {
  const shrinks = journeyOf(clockAt("cumulative", 3, 5), { mode: "window", from: "1970-01-08", to: "1970-01-09" });
  assert.deepEqual(shrinks, { mode: "window", start: [0, 5 * DAY], end: [7 * DAY, 9 * DAY] });
  const grows = journeyOf(clockAt("window", 3, 5), { mode: "cumulative", from: "1970-01-08", to: "1970-01-09" });
  assert.deepEqual(grows, { mode: "window", start: [3 * DAY, 5 * DAY], end: [0, 9 * DAY] });
  const goesOn = journeyOf(clockAt("cumulative", 3, 5), { mode: "cumulative", from: "1970-01-08", to: "1970-01-09" });
  assert.deepEqual(goesOn, { mode: "cumulative", start: [0, 5 * DAY], end: [0, 9 * DAY] });
});

test("a journey begins and ends exactly, to the minute", () => {
  const way = { start: [minutesOf("1970-01-03") + 7, 5 * DAY + 0.5], end: [991 * DAY, 993 * DAY] };
  assert.deepEqual([windowAt(way, scale, 0), windowAt(way, scale, 1), windowAt(way, scale, 1.2)], [way.start, way.end, way.end]);
});

test("years of nothing take no more of a journey than they take of the strip", () => {
  const way = { start: [0, 2 * DAY], end: [998 * DAY, 1000 * DAY] };
  const ends = Array.from({ length: 201 }, (_, k) => windowAt(way, scale, k / 200));
  const empty = ends.filter(([, to]) => to > 10 * DAY && to < 990 * DAY);
  assert.ok(empty.length > 0 && empty.length < 8, `${empty.length} of 201 frames`);
  assert.deepEqual(windowAt(way, scale, 0.5).map(dayOf), ["1970-01-10", "1972-09-17"]);
});

test("the two ends of a window never cross and never turn back", () => {
  const way = { start: [4 * DAY, 6 * DAY], end: [990 * DAY, 999 * DAY] };
  let before = way.start;
  for (let k = 0; k <= 100; k += 1) {
    const [from, to] = windowAt(way, scale, k / 100);
    assert.ok(from < to && from >= before[0] && to >= before[1]);
    before = [from, to];
  }
});
