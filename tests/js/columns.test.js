// The packed columns: what geo/columns.py writes is what the browser reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { Atlas } from "./atlas.js";

/** Degrees from unit Mercator, the other way round from the script. */
const longitudeOf = (x) => x * 360 - 180;
const latitudeOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

// geo.columns.pack of five rows: a day, half an hour at a place, 400 days nowhere, an hour, a day far away
const FIVE = {
  header: { count: 5, start: 0, west: 20, south: -10.25, step: 9.506941974990604e-6 },
  bytes: "eNoBOwDE/wBkALybAaDxtQGgCx6AlCM8oAsAU/8q/gBo/zT/AAL/Af+wkv8hANx3/6oAU1X/VAAAAwoBAgABBQIDzJwVdA==",
};

test("bytes packed by hand are read as they were meant", () => {
  const bytes = Uint8Array.from([
    5, 0x80, 1, // steps from the start: 5, then 128 in two bytes
    1, 0xff, 0x7f, // durations: 1 and 16383
    1, 0xff, 2, 0xff, 3, 0xff, // longitude in three planes; all ones is nowhere
    0, 0xff, 0, 0xff, 0, 0xff, // latitude
    4, 7, // types
    0, 5, // precisions
  ]);
  const columns = Atlas.unpack(bytes, { count: 2, start: 1000, west: 10, south: 40, step: 1e-6 });
  assert.deepEqual([...columns.start], [1005, 1133]);
  assert.deepEqual([...columns.end], [1006, 17516]);
  assert.deepEqual([...columns.type], [4, 7]);
  assert.deepEqual([...columns.precision], [0, 5]);
  assert.ok(Math.abs(longitudeOf(columns.x[0]) - (10 + (1 + 2 * 256 + 3 * 65536) * 1e-6)) < 1e-9);
  assert.ok(Math.abs(latitudeOf(columns.y[0]) - 40) < 1e-9);
  assert.deepEqual([columns.x[1], columns.y[1]], [NaN, NaN]);
  assert.equal(columns.byEnd, null);
});

test("what Python packed is what the browser reads", async () => {
  const columns = await Atlas.decode(FIVE);
  assert.deepEqual([...columns.start], [0, 100, 100, 20000, 3000000]);
  assert.deepEqual([...columns.end], [1440, 130, 576100, 20060, 3001440]);
  assert.deepEqual([...columns.type], [0, 3, 10, 1, 2]);
  assert.deepEqual([...columns.precision], [0, 1, 5, 2, 3]);
  const places = [[20, 42], [21.5, 43], null, [20.75, 42.5], [179.5, -10.25]];
  places.forEach((place, i) => {
    if (!place) assert.ok(Number.isNaN(columns.x[i]) && Number.isNaN(columns.y[i]));
    else {
      assert.ok(Math.abs(longitudeOf(columns.x[i]) - place[0]) < 1e-5, `longitude of ${i}`);
      assert.ok(Math.abs(latitudeOf(columns.y[i]) - place[1]) < 1e-5, `latitude of ${i}`);
    }
  });
  assert.deepEqual([...columns.byEnd], [1, 0, 3, 2, 4]);
});

test("no incidents are no rows", async () => {
  const columns = await Atlas.decode({ header: { count: 0, start: 0, west: 0, south: 0, step: 1 }, bytes: "eNoDAAAAAAE=" });
  assert.deepEqual([columns.count, columns.start.length, columns.byEnd], [0, 0, null]);
});

test("large numbers keep every minute", async () => {
  const steps = [0, 0xff, 0xff, 0xff, 0xff, 0x7f]; // 2 ** 35 - 1
  const packed = deflateSync(Uint8Array.from([...steps, 0, 0, ...new Array(12).fill(0xff), 0, 0, 0, 0]));
  const columns = await Atlas.decode({ header: { count: 2, start: 0, west: 0, south: 0, step: 1 },
    bytes: packed.toString("base64") });
  assert.deepEqual([...columns.start], [0, 2 ** 35 - 1]);
});

test("a mask of bits is read lowest bit first", () => {
  const bytes = Atlas.bytesOfBase64("WQM="); // geo.columns.pack_mask([1, 0, 0, 1, 1, 0, 1, 0, 1, 1])
  const bits = Array.from({ length: 10 }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
  assert.deepEqual(bits, [1, 0, 0, 1, 1, 0, 1, 0, 1, 1]);
});

test("the first position above a limit is found, at both ends and between equals", () => {
  const values = [1, 3, 3, 3, 8];
  const limits = [0, 1, 2, 3, 7, 8, 9];
  assert.deepEqual(limits.map((limit) => Atlas.firstAbove(values, limit, null, false)), [0, 1, 1, 4, 4, 5, 5]);
  assert.deepEqual(limits.map((limit) => Atlas.firstAbove(values, limit, null, true)), [0, 0, 1, 1, 4, 4, 5]);
  const order = [4, 0, 1];
  assert.equal(Atlas.firstAbove([3, 8, 0, 0, 1], 2, order, false), 1);
});
