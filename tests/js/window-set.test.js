// What slides into and out of the window is always what a plain count gives.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, chance, randomColumns } from "./atlas.js";

const inside = (columns, mask, from, to) => {
  const rows = [];
  for (let i = 0; i < columns.count; i += 1) if (mask[i] && columns.start[i] < to && columns.end[i] > from) rows.push(i);
  return rows;
};

/** Windows as a hand makes them: mostly small slides, now and then a jump, a zoom to a point, or everything. */
function* windows(count, seed) {
  const next = chance(seed);
  let [from, to] = [0, 500];
  for (let k = 0; k < count; k += 1) {
    const kind = next();
    if (kind < 0.6) {
      const by = Math.floor((next() - 0.5) * 400);
      [from, to] = [from + by, to + by];
    } else if (kind < 0.75) from = to - Math.floor(next() * 3000);
    else if (kind < 0.9) to = from + 1 + Math.floor(next() * 3000);
    else if (kind < 0.95) [from, to] = [-100, 25000];
    else from = Math.floor(next() * 11000);
    if (to <= from) to = from + 1;
    yield [from, to];
  }
}

for (const [words, longest] of [["in the order of the rows", 1], ["in any order", 4000]]) {
  test(`a sliding window holds what a count gives, with ends ${words}`, () => {
    const columns = randomColumns(400, longest, 11 + longest);
    assert.equal(columns.byEnd === null, longest === 1);
    const next = chance(5);
    const mask = Uint8Array.from({ length: columns.count }, () => (next() < 0.8 ? 1 : 0));
    const set = Atlas.makeWindowSet(columns, mask);
    let held = new Set();
    const on = {
      clear: () => { held = new Set(); },
      enter(i) { assert.ok(!held.has(i), `row ${i} entered twice`); held.add(i); },
      leave(i) { assert.ok(held.delete(i), `row ${i} left without having been inside`); },
    };
    let filled = 0;
    let k = 0;
    for (const [from, to] of windows(600, 3)) {
      set.moveTo(from, to, on);
      const wanted = inside(columns, mask, from, to);
      assert.deepEqual([...held].sort((a, b) => a - b), wanted, `window ${k}: ${from} to ${to}`);
      filled += wanted.length > 0 ? 1 : 0;
      k += 1;
    }
    assert.ok(filled > 300, "most windows hold something");
  });

  test(`counts and rows of a span are what a count gives, with ends ${words}`, () => {
    const columns = randomColumns(300, longest, 23 + longest);
    const incidents = Atlas.makeIncidents(columns);
    for (const keep of [() => true, (i) => i % 3 === 0, () => false]) {
      incidents.filter(keep);
      for (const [from, to] of windows(200, 9)) {
        const wanted = inside(columns, incidents.mask, from, to);
        assert.equal(incidents.countIn([from, to]), wanted.length);
        assert.deepEqual(incidents.rowsIn([from, to]), wanted);
      }
    }
  });
}

test("after a filter the window counts anew", () => {
  const columns = randomColumns(50, 100, 1);
  const mask = new Uint8Array(50).fill(1);
  const set = Atlas.makeWindowSet(columns, mask);
  let held = [];
  const on = { clear: () => { held = []; }, enter: (i) => held.push(i), leave: (i) => { held = held.filter((row) => row !== i); } };
  set.moveTo(0, 5000, on);
  mask.fill(0, 0, 10);
  set.reset();
  set.moveTo(0, 5000, on);
  assert.deepEqual(held.sort((a, b) => a - b), inside(columns, mask, 0, 5000));
});
