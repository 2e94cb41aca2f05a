// Days, words, steps, the scale of the strip and the window on it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, chance } from "./atlas.js";

const { DAY, addStep, isoOf, minutesOf, sayWindow } = Atlas;
const stepped = (from, step, count) => isoOf(addStep(minutesOf(from), step, count));
const domain = { from: minutesOf("1998-01-01"), to: minutesOf("2026-01-01") };

test("a partial date begins with its first day", () => {
  assert.deepEqual(["2004", "2004-03", "2004-03-17"].map((day) => isoOf(minutesOf(day))), ["2004-01-01", "2004-03-01", "2004-03-17"]);
});

test("steps go by the calendar, both ways", () => {
  assert.equal(stepped("2004-02-28", "day", 1), "2004-02-29");
  assert.equal(stepped("2004-02-28", "incident", 2), "2004-03-01");
  assert.equal(stepped("2004-12-31", "week", 1), "2005-01-07");
  assert.equal(stepped("2004-03-17", "month", -3), "2003-12-17");
  assert.equal(stepped("2004-03-17", "year", 20), "2024-03-17");
  assert.equal(addStep(0, "hour", -2), -120);
});

test("a month or a year from a day that the next one lacks ends on its last day", () => {
  assert.equal(stepped("2023-01-31", "month", 1), "2023-02-28");
  assert.equal(stepped("2023-03-31", "month", -1), "2023-02-28");
  assert.equal(stepped("2004-02-29", "year", 1), "2005-02-28");
});

test("a window is said as short as it can be; its end is exclusive", () => {
  const say = (from, to) => sayWindow(minutesOf(from), minutesOf(to) + DAY);
  assert.equal(say("2023-05-29", "2023-05-29"), "29 May 2023");
  assert.equal(say("2004-03-17", "2004-03-19"), "17–19 March 2004");
  assert.equal(say("2023-05-26", "2023-06-16"), "26 May – 16 June 2023");
  assert.equal(say("1998-01-01", "2025-12-31"), "1 January 1998 – 31 December 2025");
});

/** A year of nothing lies between two busy months. */
function busyAndEmpty() {
  const start = ["2004-03-01", "2004-03-05", "2004-03-20", "2011-07-01", "2011-07-25"].map(minutesOf);
  const end = start.map((from) => from + DAY);
  const segments = Atlas.activeSegments(start, end, 75, domain.from, domain.to);
  return { start, end, segments, scale: Atlas.makeScale(segments, domain.from, domain.to, 1000, 16) };
}

test("long empty times are collapsed and everything that happened lies outside them", () => {
  const { start, end, segments, scale } = busyAndEmpty();
  assert.deepEqual(segments.map((one) => one.count), [3, 2]);
  const gaps = scale.pieces.filter((piece) => piece.gap);
  assert.equal(gaps.length, 3);
  for (const gap of gaps) {
    assert.ok(gap.x1 - gap.x0 <= 16);
    start.forEach((from, i) => assert.ok(end[i] <= gap.from || from >= gap.to));
  }
  const seven = scale.x(minutesOf("2011-01-01")) - scale.x(minutesOf("2004-06-01"));
  const one = scale.x(minutesOf("2004-03-20")) - scale.x(minutesOf("2004-03-01"));
  assert.ok(one > 5 * seven);
});

test("the pieces of a scale follow each other without a hole", () => {
  const { scale } = busyAndEmpty();
  scale.pieces.forEach((piece, k) => {
    assert.equal(piece.from, k ? scale.pieces[k - 1].to : domain.from);
    assert.equal(piece.x0, k ? scale.pieces[k - 1].x1 : 0);
  });
  const last = scale.pieces.at(-1);
  assert.equal(last.to, domain.to);
  assert.ok(Math.abs(last.x1 - 1000) < 1e-6);
});

test("a scale only ever rises and can be read backwards", () => {
  const next = chance(7);
  for (let round = 0; round < 20; round += 1) {
    const start = Array.from({ length: 40 }, () => domain.from + Math.floor(next() * (domain.to - domain.from - DAY)));
    start.sort((a, b) => a - b);
    const end = start.map((from) => from + DAY * (1 + Math.floor(next() * 30)));
    const segments = Atlas.activeSegments(start, end, 75, domain.from, domain.to);
    const scale = Atlas.makeScale(segments, domain.from, domain.to, 300 + 900 * next(), 16);
    let before = -1;
    for (let k = 0; k <= 500; k += 1) {
      const at = domain.from + ((domain.to - domain.from) * k) / 500;
      const x = scale.x(at);
      assert.ok(x > before, "rises");
      assert.ok(Math.abs(scale.minutes(x) - at) < 1, "backwards");
      before = x;
    }
  }
});

test("outside the strip the scale stands still at its ends", () => {
  const { scale } = busyAndEmpty();
  assert.equal(scale.x(domain.from - 5000), 0);
  assert.ok(Math.abs(scale.x(domain.to + 5000) - 1000) < 1e-6);
  assert.equal(scale.minutes(-50), domain.from);
  assert.ok(Math.abs(scale.minutes(5000) - domain.to) < 1e-3);
});

test("no incidents are one segment over the whole strip", () => {
  assert.deepEqual(Atlas.activeSegments([], [], 75, 0, 10), [{ from: 0, to: 10, count: 0 }]);
});

test("a window stays inside the strip, in order, and is never empty", () => {
  const clock = Atlas.makeClock(domain);
  const next = chance(2);
  for (let k = 0; k < 500; k += 1) {
    const any = () => domain.from + (next() * 1.4 - 0.2) * (domain.to - domain.from);
    clock.setWindow(any(), any(), true);
    assert.ok(clock.state.from >= domain.from && clock.state.to <= domain.to && clock.state.from < clock.state.to);
  }
});

test("sliding keeps the length of the window, also against the ends of the strip", () => {
  const clock = Atlas.makeClock(domain);
  for (const to of ["2010-06-01", "1998-01-01", "2026-01-01", "1990-01-01", "2040-01-01"]) {
    clock.setWindow(minutesOf("2004-03-01"), minutesOf("2004-04-01"), true);
    clock.slideTo(minutesOf(to), true);
    assert.equal(clock.state.to - clock.state.from, 31 * DAY, `to ${to}`);
  }
});

test("everything so far begins with the strip, the other modes with the window", () => {
  const clock = Atlas.makeClock(domain);
  clock.setWindow(minutesOf("2004-03-01"), minutesOf("2004-04-01"), true);
  const spans = ["window", "fading", "cumulative"].map((mode) => {
    clock.set({ mode }, true);
    return clock.span().map(isoOf);
  });
  assert.deepEqual(spans, [["2004-03-01", "2004-04-01"], ["2004-03-01", "2004-04-01"], ["1998-01-01", "2004-04-01"]]);
});

test("listeners hear of every change and whether the hand has let go", () => {
  const clock = Atlas.makeClock(domain);
  const heard = [];
  clock.onChange((state, settled) => heard.push([isoOf(state.from), settled]));
  clock.setWindow(minutesOf("2004-03-01"), domain.to, false);
  clock.set({ step: "day" }, true);
  assert.deepEqual(heard, [["2004-03-01", false], ["2004-03-01", true]]);
});
