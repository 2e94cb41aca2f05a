// Cells with counts by time bin: what is counted in a window, on which grid, in which shade.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas, chance } from "./atlas.js";

const MONTH = 30 * 1440;

/** Cells given as [data set, x, y, month, n] on a grid of a level, in any order. */
function cellsOf(rows, level, bin = "month") {
  const sorted = [...rows].sort((a, b) => a[3] - b[3]);
  const of = (pick, Kind = Float64Array) => Kind.from(sorted, pick);
  const end = of((row) => (row[3] + 1) * MONTH);
  const columns = { count: rows.length, start: of((row) => row[3] * MONTH), end, byEnd: Atlas.orderByEnd(end),
    x: of((row) => (row[1] + 0.5) / 2 ** level), y: of((row) => (row[2] + 0.5) / 2 ** level),
    type: of((row) => row[0], Uint8Array), weight: of((row) => row[4]) };
  return Atlas.makeCells(columns, level, bin);
}

const randomRows = (count, seed) => {
  const next = chance(seed);
  return Array.from({ length: count }, () => [next() < 0.5 ? 0 : 2, 100 + Math.floor(next() * 4), 200 + Math.floor(next() * 3),
    Math.floor(next() * 20), 1 + Math.floor(next() * 900)]);
};

/** A canvas that keeps what is put on it, for what paints needs one. */
class Canvas {
  getContext() {
    return { createImageData: (width, height) => { this.image = { data: new Uint8ClampedArray(4 * width * height), width }; return this.image; },
      putImageData: () => { this.puts = (this.puts || 0) + 1; } };
  }
}

/** Paint a span and return the pixels by layer, with where they were drawn. */
function painter(cells) {
  const drawn = [];
  globalThis.document = { createElement: () => new Canvas() };
  const target = { drawImage: (canvas, ...where) => drawn.push({ canvas, where, pixels: [...new Uint32Array(canvas.image.data.buffer)] }) };
  const projection = { scale: 1000, x: (unit) => unit * 1000, y: (unit) => unit * 1000 };
  return (span, mode = "window") => {
    drawn.length = 0;
    cells.paint(target, projection, span, mode, () => [10, 20, 30]);
    return [...drawn];
  };
}

test("a cell is asked what it holds of each data set in a window", () => {
  const cells = cellsOf([[0, 5, 6, 0, 3], [0, 5, 6, 1, 4], [1, 5, 6, 1, 10], [0, 7, 6, 1, 1]], 4);
  const at = (x, y, from, to) => {
    const found = cells.at((x + 0.9) / 16, (y + 0.1) / 16, [from, to]);
    return found && [found.x, found.y, [...found.bySet]];
  };
  assert.deepEqual(at(5, 6, 0, 2 * MONTH), [5, 6, [[0, 7], [1, 10]]]);
  assert.deepEqual(at(5, 6, 0, MONTH), [5, 6, [[0, 3]]]);
  assert.deepEqual(at(5, 6, MONTH - 1, MONTH + 1), [5, 6, [[0, 7], [1, 10]]]); // months that the window touches count whole
  assert.deepEqual([at(6, 6, 0, 9e9), at(5, 7, 0, 9e9), at(4, 6, 0, 9e9), at(5, 6, 2 * MONTH, 9e9)], [null, null, null, null]);
});

test("the fullest cells stand first, over all data sets", () => {
  const cells = cellsOf([[0, 5, 6, 0, 3], [1, 5, 6, 0, 4], [0, 7, 7, 0, 5], [0, 7, 6, 3, 100]], 4);
  assert.deepEqual(cells.fullest([0, MONTH], 2), { cells: 2, fullest: [{ count: 7, x: 5.5 / 16, y: 6.5 / 16 },
    { count: 5, x: 7.5 / 16, y: 7.5 / 16 }] });
  assert.deepEqual(cells.fullest([0, 9 * MONTH], 1), { cells: 3, fullest: [{ count: 100, x: 7.5 / 16, y: 6.5 / 16 }] });
  assert.deepEqual(cells.fullest([5 * MONTH, 9 * MONTH], 1), { cells: 0, fullest: [] });
});

test("a window that ends inside a bin is known to cut it, one along the borders is not", () => {
  const cells = cellsOf([[0, 5, 6, 0, 3], [0, 5, 6, 1, 4], [0, 5, 6, 5, 4]], 4);
  const cut = (from, to) => cells.cutBy([from * MONTH, to * MONTH]);
  assert.deepEqual([cut(0, 1), cut(0, 6), cut(-1, 9), cut(3, 4.5)], [false, false, false, false]);
  assert.deepEqual([cut(0.5, 2), cut(0, 1.1), cut(0, 5.5)], [true, true, true]);
});

for (const [mode, weightOf] of [["window", () => 1], ["cumulative", () => 1],
  ["fading", (over, [from, to]) => [2, 4, 6, 8][Math.min(3, Math.max(0, Math.ceil((4 * (over - from)) / (to - from)) - 1))]]]) {
  test(`scrubbing leaves on every pixel the shade of a plain count (${mode})`, () => {
    const rows = randomRows(400, 8);
    const cells = cellsOf(rows, 9);
    const paint = painter(cells);
    const shades = Atlas.makeShades([10, 20, 30]);
    const next = chance(77);
    const sets = [0, 2];
    let from = 0;
    for (let k = 0; k < 150; k += 1) {
      from = next() < 0.8 ? from + (next() - 0.5) * 2 * MONTH : next() * 20 * MONTH;
      const span = [from, from + (1 + next() * 6) * MONTH];
      paint(span, mode).forEach(({ pixels }, layer) => {
        const values = new Array(12).fill(0);
        for (const [set, x, y, month, n] of rows) {
          const [begin, over] = [month * MONTH, (month + 1) * MONTH];
          if (set === sets[layer] && begin < span[1] && over > span[0]) values[(y - 200) * 4 + x - 100] += n * weightOf(over, span);
        }
        assert.deepEqual(pixels, values.map((value) => shades[Atlas.shadeOf(value, cells.top * (mode === "fading" ? 8 : 1))]));
      });
    }
  });
}

test("cells lie where their grid has them, whatever the view", () => {
  const [{ where }] = painter(cellsOf([[0, 5, 6, 0, 3], [0, 8, 7, 0, 3]], 4))([0, MONTH]);
  assert.deepEqual(where, [5000 / 16, 6000 / 16, 4000 / 16, 2000 / 16]);
});

test("the scale is logarithmic, begins at one, and no cell is above it", () => {
  assert.deepEqual([0, 1, 10, 100, 1000, 5000].map((count) => Atlas.shadeOf(count, 1000)), [0, 1, 85, 170, 255, 255]);
  const tops = [1, 10, 11, 20, 21, 50, 51, 100, 101, 1001].map((n) => cellsOf([[0, 1, 1, 0, n]], 3).top);
  assert.deepEqual(tops, [10, 10, 20, 20, 50, 50, 100, 100, 200, 2000]);
});

test("a finer grid than a picture can hold is counted more coarsely", () => {
  const cells = cellsOf([[0, 0, 0, 0, 3], [0, 2 ** 20 - 1, 2 ** 20 - 1, 0, 4]], 20);
  assert.equal(cells.level, 12);
  assert.equal(cells.at(0.9999, 0.9999, [0, MONTH]).bySet.get(0), 4);
});

test("a cell is as large on the ground as its latitude makes it", () => {
  const cells = cellsOf([[0, 1, 1, 0, 1]], 10);
  assert.ok(Math.abs(cells.sideKm(0.5) - 40075 / 1024) < 0.01);
  assert.ok(Math.abs(cells.sideKm(Atlas.mercatorY(60)) - 40075 / 2048) < 0.01);
});
