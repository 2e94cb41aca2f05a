// What is drawn for which precision; troops and areas by the clock; names; words that never overlap; the next incident.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, chance } from "./atlas.js";

const PRECISIONS = ["exact", "settlement", "near", "municipality", "region", "country"];

/** One incident for each [precision, place, x, radius]. */
function worldOf(rows) {
  const columns = { count: rows.length, precision: rows.map(([precision]) => PRECISIONS.indexOf(precision)),
    x: rows.map(([, , x = NaN]) => x), y: rows.map(([, , x = NaN]) => x) };
  const payload = { precisions: PRECISIONS.map((id) => ({ id })), shapes: { north: {}, town: {} },
    incidents: rows.map(([, place, , radius_m = 0]) => ({ place, radius_m })) };
  return [rows.map((_, i) => i), payload, columns];
}

test("an incident is drawn as exactly as its place is known, and no more", () => {
  const scene = Atlas.sceneOf(...worldOf([
    ["exact", "bridge", 0.5], ["settlement", "village", 0.6], ["near", "camp", 0.7, 2000], ["municipality", "town"],
    ["region", "north"], ["country", "kosovo"], ["country", "town", 0.4], ["region", "unknown", 0.4]]));
  assert.deepEqual(scene.points, [
    { key: "bridge", rows: [0], x: 0.5, y: 0.5, radius_m: 0, near: false },
    { key: "village", rows: [1], x: 0.6, y: 0.6, radius_m: 0, near: false },
    { key: "camp", rows: [2], x: 0.7, y: 0.7, radius_m: 2000, near: true }]);
  assert.deepEqual(scene.areas, [{ key: "town", rows: [3] }, { key: "north", rows: [4] }]);
  assert.deepEqual(scene.listed, [5, 6, 7]);
});

test("incidents at one place share one symbol and the widest disc", () => {
  const scene = Atlas.sceneOf(...worldOf([["near", "village", 0.5, 1500], ["near", "village", 0.5, 3000], ["exact", "village", 0.5]]));
  assert.deepEqual(scene.points, [{ key: "village", rows: [0, 1, 2], x: 0.5, y: 0.5, radius_m: 3000, near: false }]);
});

test("a point without a coordinate is in the list", () => {
  const scene = Atlas.sceneOf(...worldOf([["exact", "somewhere", NaN]]));
  assert.deepEqual([scene.points, scene.areas, scene.listed], [[], [], [0]]);
});

test("a troop movement has the status it had reached on the day, and none before its first", () => {
  const movement = { statuses: [{ status: "requested", at: 10 }, { status: "announced", at: 20 }, { status: "arrived", at: 30 }] };
  const stood = [0, 9, 10, 19, 20, 29, 30, 99].map((moment) => Atlas.statusOn(movement, moment)?.status ?? null);
  assert.deepEqual(stood, [null, null, "requested", "requested", "announced", "announced", "arrived", "arrived"]);
});

test("a movement stands in a span that holds one of its dates, unless it is hidden or gone", () => {
  const movement = (row, statuses) => ({ row, statuses: statuses.map(([status, at]) => ({ status, at, until: at + 1 })) });
  const payload = { movements: [
    movement(0, [["announced", 10], ["arrived", 20]]), movement(1, [["refused", 15]]),
    movement(2, [["arrived", 12], ["withdrawn", 18]]), movement(3, [["arrived", 14]]), movement(4, [["arrived", 50]])] };
  const standing = (from, to) => Atlas.movementsIn(payload, [1, 1, 1, 0, 1], [from, to])
    .map(({ movement: one, step }) => [one.row, step.status]);
  assert.deepEqual(standing(8, 13), [[2, "arrived"], [0, "announced"]]);
  assert.deepEqual(standing(8, 25), [[0, "arrived"], [1, "refused"]]);
  assert.deepEqual(standing(30, 40), []);
});

test("an area stands from its first statement on, paler a year after its last, and not after its end", () => {
  const area = { spans: [{ from: 100, last: 200, to: null }] };
  const year = 366 * Atlas.DAY;
  const stood = [99, 100, 200 + year, 201 + year].map((moment) => Atlas.areaOn(area, moment));
  assert.deepEqual(stood, [null, "stated", "stated", "last-stated"]);
  const ended = { spans: [{ from: 100, last: 200, to: 300 }, { from: 500, last: 600, to: 700 }] };
  assert.deepEqual([299, 300, 499, 500, 700].map((moment) => Atlas.areaOn(ended, moment)),
    ["stated", null, null, "stated", null]);
});

test("a name follows the policy; two equal forms are said once, a missing one is left out", () => {
  const town = { en: "Zvecan", sq: "Zveçan", "sr-Latn": "Zvečan", "sr-Cyrl": "Звечан" };
  assert.equal(Atlas.nameOf(town, "sr-Cyrl"), "Звечан");
  assert.equal(Atlas.nameOf(town, "sq,sr-Latn"), "Zveçan / Zvečan");
  assert.equal(Atlas.nameOf(town, "sr-Latn,sq"), "Zvečan / Zveçan");
  assert.equal(Atlas.nameOf({ sq: "Prizren", "sr-Latn": "Prizren" }, "sq,sr-Latn"), "Prizren");
  assert.equal(Atlas.nameOf({ sq: "", "sr-Latn": "Banjska" }, "sq,sr-Latn"), "Banjska");
});

test("words that are given room never overlap each other, what is blocked, or the edge", () => {
  const size = { width: 400, height: 300 };
  const room = Atlas.makeRoom(size);
  const next = chance(4);
  const kept = [{ x0: 100, y0: 100, x1: 160, y1: 140 }];
  room.block(kept[0]);
  let refused = 0;
  for (let k = 0; k < 400; k += 1) {
    const [x0, y0] = [next() * 420 - 10, next() * 320 - 10];
    const box = { x0, y0, x1: x0 + 10 + next() * 60, y1: y0 + 16 };
    if (room.take(box)) {
      assert.ok(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= size.width && box.y1 <= size.height);
      for (const other of kept) {
        assert.ok(box.x1 <= other.x0 || other.x1 <= box.x0 || box.y1 <= other.y0 || other.y1 <= box.y0);
      }
      kept.push(box);
    } else refused += 1;
  }
  assert.ok(kept.length > 20 && refused > 100);
});

test("the next incident is the next shown one, from a row or from a moment", () => {
  const columns = { count: 6, start: [10, 20, 20, 30, 40, 50] };
  const incidents = { columns, mask: [1, 1, 0, 0, 1, 1] };
  const next = (row, direction, moment) => Atlas.neighbourRow(incidents, row, direction, moment);
  assert.deepEqual([next(0, 1), next(1, 1), next(4, 1), next(5, 1)], [1, 4, 5, null]);
  assert.deepEqual([next(5, -1), next(4, -1), next(1, -1), next(0, -1)], [4, 1, 0, null]);
  assert.deepEqual([next(null, 1, 0), next(null, 1, 20), next(null, 1, 21), next(null, 1, 51)], [0, 1, 4, null]);
  // before a moment: the end of a window is exclusive, so that what starts on it lies after the window
  assert.deepEqual([next(null, -1, 60), next(null, -1, 41), next(null, -1, 40), next(null, -1, 10)], [5, 4, 1, null]);
});

test("density bars count every shown row once, movements apart", () => {
  const columns = { count: 5, start: [0, 10, 500, 999, 1000], end: [5, 15, 505, 1000, 1005] };
  const scale = { from: 0, to: 1000, width: 100, pieces: [{ from: 0, to: 1000, x0: 0, x1: 100 }] };
  const counts = Atlas.binCounts(columns, [1, 1, 1, 1, 0], scale, (i) => i === 2);
  assert.deepEqual([counts.incidents.reduce((a, b) => a + b), counts.movements.reduce((a, b) => a + b)], [3, 1]);
  assert.deepEqual([counts.incidents[0], counts.movements[10], counts.incidents[19]], [2, 1, 1]);
});

test("a strip that spans a part of time counts only what lies in it, and names its days", () => {
  const days = [0, 1, 2, 30, 31].map((day) => day * 1440);
  const columns = { count: 5, start: days, end: days.map((start) => start + 1440) };
  const frame = { from: 1440, to: 20 * 1440 };
  const segments = Atlas.segmentsOf(columns, frame, true);
  assert.deepEqual(segments.map(({ first, last, count }) => [first / 1440, last / 1440, count]), [[1, 2, 2]]);
  const scale = Atlas.makeScale(segments, frame.from, frame.to, 100, 16);
  const { incidents } = Atlas.binCounts(columns, [1, 1, 1, 1, 1], scale, () => false);
  assert.equal(incidents.reduce((a, b) => a + b), 2);
  assert.deepEqual([Atlas.sayDays(1440, 2 * 1440), Atlas.sayDays(0, 0), Atlas.sayDays(0, 40 * 1440)],
    ["2–3 Jan", "1 Jan", "1 Jan–10 Feb"]);
});
