// The feed: what comes for the map, when it is asked for, and what the page around the map does for it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.js";
import { fetchDrawn } from "../../pages/shared/mapmount.js";

const bodyOf = (text) => Uint8Array.from(Buffer.from(text, "base64")).buffer;

// geo.engine.feed.drawn_message of what tests/test_store_feed.py calls cells() and points()
const CELLS = "jgAAAHsia2luZCI6ImNlbGxzIiwiYmluIjoibW9udGgiLCJib3giOlsyMC4wLDQxLjgsMjEuOCw0My4zXSwiem9vbSI6OC43NSwiaGVhZGVyIjp7ImNvdW50Ij"
  + "ozLCJzdGFydCI6LTQ0NjQwLCJjZWxsIjp7ImxldmVsIjoxNH0sIndlaWdodGVkIjp0cnVlfX14AWM4sJO1YTfTgztMEJLpPyeDPQMQsDKwgygQYATiD4tY1jAxAgBN"
  + "xAsQ";
const POINTS = "rQAAAHsia2luZCI6InBvaW50cyIsImRldGFpbHMiOlt7ImlkIjoi0LYifSx7ImlkIjoiYSJ9LHsiaWQiOiJjIn1dLCJib3giOlsyMC4wLDQxLjgsMjEuOCw0My4z"
  + "XSwiem9vbSI6MTIsImhlYWRlciI6eyJjb3VudCI6Mywic3RhcnQiOjE0NDAwLCJjZWxsIjp7ImxldmVsIjoyNH0sIndlaWdodGVkIjpmYWxzZX19eAFjOFDA8OAO0wLu"
  + "A2L/GZn/MzAAESvDPzD9n4GZi5GBCQDi+gqC";

test("cells that Python wrote are read with their counts, at the centres of their squares", async () => {
  const { head, columns } = await Atlas.readAnswer(bodyOf(CELLS));
  assert.deepEqual([head.kind, head.bin, head.box, head.zoom], ["cells", "month", [20, 41.8, 21.8, 43.3], 8.75]);
  assert.deepEqual([[...columns.start], [...columns.end]], [[-31, 31, 59].map((day) => day * 1440), [0, 59, 90].map((day) => day * 1440)]);
  assert.deepEqual([[...columns.weight], [...columns.type]], [[70000, 300, 1], [0, 0, 1]]);
  assert.deepEqual([...columns.x], [2.5, 16383.5, 9.5].map((x) => x / 2 ** 14));
  assert.deepEqual([...columns.y], [5.5, 0.5, 7.5].map((y) => y / 2 ** 14));
});

test("points that Python wrote are read with what is told of them", async () => {
  const { head, columns } = await Atlas.readAnswer(bodyOf(POINTS));
  assert.deepEqual(head.details.map(({ id }) => id), ["ж", "a", "c"]);
  assert.deepEqual([[...columns.start], [...columns.end]], [[10, 20, 20].map((day) => day * 1440), [41, 21, 22].map((day) => day * 1440)]);
  assert.deepEqual([[...columns.x], columns.weight], [[2 ** 24 - 0.5, 1.5, 3.5].map((x) => x / 2 ** 24), null]);
  assert.deepEqual([[...columns.type], [...columns.precision]], [[0, 3, 10], [1, 0, 2]]);
});

test("a broken answer is refused", async () => {
  await assert.rejects(Atlas.readAnswer(bodyOf(CELLS.slice(0, 240))));
  await assert.rejects(Atlas.readAnswer(new ArrayBuffer(0)));
});

test("a box reaches a little beyond the view, and never beyond the world", () => {
  assert.deepEqual(Atlas.boxAround([20, 42, 22, 43]), [19.5, 41.75, 22.5, 43.25]);
  assert.deepEqual(Atlas.boxAround([-170, -80, 170, 80]), [-180, -85.05, 180, 85.05]);
});

test("small pans need nothing; another place does, and for cells another zoom", () => {
  const box = Atlas.boxAround([20, 42, 22, 43]);
  const missing = (there, view, zoom) => Atlas.isMissing(there && { box, zoom: 9, ...there }, view, zoom);
  const [same, near, far, inside] = [[20, 42, 22, 43], [20.4, 42.2, 22.4, 43.2], [20.6, 42, 22.6, 43], [20.5, 42.2, 21.5, 42.8]];
  assert.equal(missing(null, same, 9), true);
  for (const kind of ["cells", "points"]) {
    assert.deepEqual([same, near, far].map((view) => missing({ kind }, view, 9)), [false, false, true], kind);
    assert.deepEqual([9.25, 9.5, 10].map((zoom) => missing({ kind }, inside, zoom)), [false, true, true], kind);
  }
  assert.deepEqual([missing({ kind: "cells" }, same, 8.5), missing({ kind: "points" }, same, 8.5)], [true, false]);
  // where every incident of the box has its symbol, only another place needs more
  const complete = { kind: "points", complete: true };
  assert.deepEqual([missing(complete, inside, 15), missing(complete, far, 9)], [false, true]);
  assert.equal(Atlas.isMissing({ box: [-180, -85.05, 180, 85.05], zoom: 2, kind: "cells" }, [-200, -88, 200, 88], 2), false);
});

test("what an answer leaves out of an incident is empty; its sources are kept beside it", () => {
  const sources = {};
  const columns = { x: [0.5], y: [0.5] };
  const card = Atlas.cardOf({ id: "7", title: "T", place_name: "Somewhere", sources: ["known", { title: "Paper", url: "" }],
    figures: [{ measure: "Killed", source: 1 }, { measure: "Killed", source: "known" }] }, 0, columns, sources);
  assert.deepEqual(card.sources, ["known", "0 1"]);
  assert.deepEqual(card.figures.map(({ source }) => source), ["0 1", "known"]);
  assert.deepEqual(sources, { "0 1": { title: "Paper", url: "" } });
  assert.deepEqual([card.latitude, card.longitude, card.actors, card.steps, card.place, card.place_name], [0, 0, [], [], "", "Somewhere"]);
});

const NEED = { feed: 4, box: [20, 41.5, 22, 43], zoom: 8.5 };
const ADDRESS = "http://127.0.0.1:1/atlas/feed/k1?session=a";
const open = () => new AbortController().signal;

test("the page fetches the box under the address of the feed", async () => {
  const asked = [];
  const body = new ArrayBuffer(3);
  const message = await fetchDrawn(ADDRESS, NEED, open(), async (address) => {
    asked.push(address);
    return { ok: true, arrayBuffer: async () => body };
  });
  assert.deepEqual(message, { atlas: "feed", feed: 4, body });
  const { pathname, searchParams } = new URL(asked[0]);
  assert.deepEqual([pathname, [...searchParams]], ["/atlas/feed/k1", [["session", "a"], ["box", "20,41.5,22,43"], ["zoom", "8.5"]]]);
});

test("a refusal is passed on in the server's words if they are a sentence, else in ours", async () => {
  const refused = (type, text) => fetchDrawn(ADDRESS, NEED, open(), async () => (
    { ok: false, headers: new Headers({ "content-type": type }), text: async () => text }));
  assert.equal((await refused("text/plain; charset=utf-8", "The data set is gone: choose another.")).failed, "The data set is gone: choose another.");
  const ours = "The incidents of this view could not be fetched.";
  assert.equal((await refused("text/html", "<h1>502</h1>")).failed, ours);
  assert.equal((await refused("text/plain", "x".repeat(500))).failed, ours);
  assert.equal((await refused("text/plain", "")).failed, ours);
});

test("a server that does not answer is a sentence; what was overtaken says nothing", async () => {
  const gone = async () => { throw new TypeError("fetch failed"); };
  assert.match((await fetchDrawn(ADDRESS, NEED, open(), gone)).failed, /does not answer/);
  const overtaken = new AbortController();
  overtaken.abort();
  assert.equal(await fetchDrawn(ADDRESS, NEED, overtaken.signal, gone), null);
  assert.equal(await fetchDrawn(ADDRESS, NEED, overtaken.signal, async () => ({ ok: true, arrayBuffer: async () => new ArrayBuffer(1) })), null);
});
