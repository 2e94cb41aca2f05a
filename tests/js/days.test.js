// Counts by day of a whole selection: how many overlap a window, what the strip shows, the next day with anything.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, chance } from "./atlas.js";

/** Base-128 numbers, lowest first, as geo.columns.write_varints writes them. */
function varints(numbers) {
  return numbers.flatMap((number) => {
    const bytes = [];
    let left = number;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
    return [...bytes, left];
  });
}

/** What is told of incidents given as [first day, last day]. */
function toldOf(incidents) {
  const days = [...new Set(incidents.flat())].sort((a, b) => a - b);
  const count = (end) => days.map((day) => incidents.filter((one) => one[end] === day).length);
  const bytes = varints([...days.map((day, k) => day - days[Math.max(0, k - 1)]), ...count(0), ...count(1)]);
  return { days: { count: days.length, first: days[0] ?? 0, bytes: Buffer.from(bytes).toString("base64") } };
}

const at = (days) => days * Atlas.DAY;

test("what Python counted is what the browser reads", () => {
  // geo.engine.feed.days_message of days -400, -1, 0, 19000 with 1, 200, 0, 5 begun and 0, 150, 51, 5 ended
  const days = Atlas.makeDays({ days: { count: 4, first: -400, bytes: "AI8DAbiUAQHIAQAFAJYBMwU=" } });
  const { columns } = days.timeline();
  assert.deepEqual([...columns.start], [at(-400), at(-1), 0, at(19000)]);
  assert.deepEqual([...columns.weight], [1, 200, 0, 5]);
  assert.deepEqual([days.countIn([at(-1), 0]), days.countIn([0, at(1)]), days.countIn([at(1), at(19000)]),
    days.countIn([-Infinity, Infinity])], [201, 51, 0, 206]);
});

test("a window counts every incident that it touches, exact to the day", () => {
  const next = chance(31);
  const incidents = Array.from({ length: 300 }, () => {
    const first = Math.floor(next() * 900) - 300;
    return [first, first + (next() < 0.3 ? Math.floor(next() * 60) : 0)];
  });
  const days = Atlas.makeDays(toldOf(incidents));
  for (let k = 0; k < 400; k += 1) {
    const from = Math.floor(next() * 1100) - 400;
    const to = from + 1 + Math.floor(next() * 200);
    const wanted = incidents.filter(([first, last]) => first < to && last >= from).length;
    assert.equal(days.countIn([at(from), at(to)]), wanted, `${from} to ${to}`);
  }
});

test("the strip holds a day for as long as something that began goes on", () => {
  const days = Atlas.makeDays(toldOf([[10, 10], [10, 40], [200, 200], [200, 200]]));
  const { columns, mask } = days.timeline();
  assert.deepEqual([...columns.start].map((minutes) => minutes / Atlas.DAY), [10, 40, 200]);
  assert.deepEqual([...columns.end].map((minutes) => minutes / Atlas.DAY), [40, 41, 201]);
  assert.deepEqual([[...columns.weight], [...mask]], [[2, 0, 2], [1, 1, 1]]);
  const scale = Atlas.makeScale([{ from: 0, to: at(300), count: 1 }], 0, at(300), 300, 16);
  const bars = Atlas.binCounts(columns, mask, scale, () => false).incidents;
  assert.deepEqual([bars[2], bars[40], bars.reduce((a, b) => a + b)], [2, 2, 4]);
});

test("the next day is one on which something begins", () => {
  const days = Atlas.makeDays(toldOf([[10, 40], [50, 50]]));
  const next = (direction, day) => days.next(direction, at(day));
  assert.deepEqual([next(1, 0), next(1, 10), next(1, 11), next(1, 51)], [at(10), at(10), at(50), null]);
  assert.deepEqual([next(-1, 60), next(-1, 50), next(-1, 10), next(-1, 0)], [at(50), at(10), null, null]);
});

test("another selection takes the place of the first, and nothing is a selection", () => {
  const days = Atlas.makeDays(toldOf([[10, 40]]));
  days.take(toldOf([]));
  assert.deepEqual([days.countIn([-Infinity, Infinity]), days.next(1, 0), days.timeline().columns.count], [0, null, 0]);
});
