// What a story tells of comes first where room is scarce; a map without names says none.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.js";

test("ids become rows; one that is not in the map has none", () => {
  const payload = { incidents: [{ id: "bridge" }, { id: "church" }, { id: "gate" }] };
  assert.deepEqual(Atlas.rowsOf(payload, ["gate", "nowhere", "bridge", "gate"]), [0, 2]);
  assert.deepEqual(Atlas.rowsOf(payload, []), []);
});

test("groups that are told of stand first, the others keep their order", () => {
  const groups = [[4], [1, 2], [3], [0, 5]].map((rows) => ({ rows }));
  const ordered = (told) => Atlas.toldFirst(groups, new Set(told), ({ rows }) => rows).map(({ rows }) => rows);
  assert.deepEqual(ordered([5, 2]), [[1, 2], [0, 5], [4], [3]]);
  assert.deepEqual(ordered([]), [[4], [1, 2], [3], [0, 5]]);
});

test("a movement says who sends how many, and without names only how many", () => {
  const payload = { statusWords: { arrived: "arrived", announced: "announced" } };
  const words = (number, status, blank) => Atlas.movementWords(
    { movement: { sender: "Italy", number }, step: { status } }, payload, blank);
  assert.deepEqual([words("80", "arrived"), words("", "announced")], ["Italy: 80 arrived", "Italy: announced, number not given"]);
  assert.deepEqual([words("80", "arrived", true), words("", "announced", true)], ["80 arrived", "announced, number not given"]);
});
