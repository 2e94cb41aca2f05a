// A text cut at the edges of what was read in it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../../pages/shared/reader.js";

const place = { start: 5, end: 11, kind: "place", told: "Štrpce, seat of a municipality" };
const cut = (text, marks, evidence) => pieces({ text, marks, evidence }).map((one) => [one.text, one.mark?.kind ?? "", one.first, one.evidence]);

test("a text without marks is one piece", () => {
  assert.deepEqual(cut("Quiet.", [], []), [["Quiet.", "", false, false]]);
});

test("a mark in the middle makes three pieces and nothing of the text is lost", () => {
  assert.deepEqual(cut("near Štrpce today", [place], []), [
    ["near ", "", false, false],
    ["Štrpce", "place", true, false],
    [" today", "", false, false],
  ]);
});

test("evidence that begins inside a mark cuts it, and only its first piece is reached by the keyboard", () => {
  assert.deepEqual(cut("near Štrpce today", [place], [{ start: 8, end: 17 }]), [
    ["near ", "", false, false],
    ["Štr", "place", true, false],
    ["pce", "place", false, true],
    [" today", "", false, true],
  ]);
});

test("places are counted in characters, not in halves of a surrogate pair", () => {
  assert.deepEqual(cut("😀😀 in Peja", [{ start: 6, end: 10, kind: "place", told: "" }], [])[1], ["Peja", "place", true, false]);
});

test("marks beyond the text are cut off and an empty one is no mark", () => {
  assert.deepEqual(cut("Peja", [{ start: 2, end: 99, kind: "date", told: "" }, { start: 1, end: 1, kind: "count", told: "" }], []), [
    ["P", "", false, false],
    ["e", "", false, false],
    ["ja", "date", true, false],
  ]);
});

test("where marks overlap the first in the list is shown, and the words of a mark are whole in each of its pieces", () => {
  const marks = [{ start: 3, end: 9, kind: "place", told: "" }, { start: 0, end: 5, kind: "count", told: "" }];
  assert.deepEqual(
    pieces({ text: "40 men of", marks, evidence: [] }).map((one) => [one.text, one.mark?.kind, one.words, one.first]),
    [["40 ", "count", "40 me", true], ["me", "place", "men of", true], ["n of", "place", "men of", false]],
  );
});

test("a long text with thousands of marks is cut in less than a second", () => {
  const marks = Array.from({ length: 20_000 }, (_, at) => ({ start: 10 * at, end: 10 * at + 4, kind: "place", told: "" }));
  const begun = performance.now();
  assert.equal(pieces({ text: "x".repeat(200_000), marks, evidence: marks }).length, 40_000);
  assert.ok(performance.now() - begun < 1000);
});
