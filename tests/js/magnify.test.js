// A magnified map: the same ground, counted in pixels that are as much larger.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.js";

/** What of Leaflet's map the projection asks for: zoom 2, so that the world is 1024 pixels wide. */
const mapOf = (options) => ({ options, getZoom: () => 2, getPixelBounds: () => ({ min: { x: 300, y: 90 } }) });

test("without a word about it a map is as large as usual", () => {
  const { x, y, ...numbers } = Atlas.makeProjection(mapOf({}));
  assert.deepEqual(numbers, { magnify: 1, scale: 1024, originX: 300, originY: 90 });
  assert.deepEqual([x(0.5), y(0.25)], [212, 166]);
});

test("a place keeps its spot in the frame, whatever the size of the symbols", () => {
  const usual = Atlas.makeProjection(mapOf({}));
  const large = Atlas.makeProjection(mapOf({ magnify: 1.5 }));
  for (const unit of [0.3, 0.5, 0.9]) {
    assert.ok(Math.abs(large.x(unit) * 1.5 - usual.x(unit)) < 1e-9 && Math.abs(large.y(unit) * 1.5 - usual.y(unit)) < 1e-9);
  }
});

test("what is pointed at is found where it was painted", () => {
  const map = mapOf({ magnify: 2 });
  const painted = Atlas.makeProjection(map);
  assert.deepEqual(Atlas.paintedPoint(map, { x: 212, y: 166 }), { x: painted.x(0.5), y: painted.y(0.25) });
});

test("a distance on the ground is as long in the frame as usual", () => {
  const pixels = [1, 1.5].map((magnify) => magnify * Atlas.pixelsOfMetres(5000, 0.37, Atlas.makeProjection(mapOf({ magnify }))));
  assert.ok(Math.abs(pixels[0] - pixels[1]) < 1e-9);
});
