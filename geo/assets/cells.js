// Cells with counts by time bin: one pixel for each cell of the Mercator grid, scaled to its size on the map. Only what
// enters or leaves the window is touched.
(function (Atlas) {
  "use strict";

  const MOST_SIDE = 4096;
  const SHADES = 256;
  const BAND_WEIGHTS = { window: [1], cumulative: [1], fading: [2, 4, 6, 8] };
  /** What a row of the newest band weighs more than in a plain count; the scale grows as much. */
  const FULL_WEIGHT = { window: 1, cumulative: 1, fading: 8 };
  const EARTH_KM = 40075.017;
  const TOGETHER_ALPHA = 0.78;

  /** The smallest part of the grid that holds all rows, and which cell of it each row has; at most `MOST_SIDE` wide. */
  function gridOf({ count, x, y }, finest) {
    let level = finest;
    let [west, east, north, south] = [1, 0, 1, 0];
    for (let i = 0; i < count; i += 1) {
      if (x[i] < west) west = x[i];
      if (x[i] > east) east = x[i];
      if (y[i] < north) north = y[i];
      if (y[i] > south) south = y[i];
    }
    const across = (from, to) => Math.floor(to * 2 ** level) - Math.floor(from * 2 ** level) + 1;
    while (Math.max(across(west, east), across(north, south)) > MOST_SIDE) level -= 1;
    const [left, top] = [Math.floor(west * 2 ** level), Math.floor(north * 2 ** level)];
    const [width, height] = count ? [across(west, east), across(north, south)] : [1, 1];
    const cell = new Int32Array(count);
    for (let i = 0; i < count; i += 1) {
      cell[i] = (Math.floor(y[i] * 2 ** level) - top) * width + Math.floor(x[i] * 2 ** level) - left;
    }
    return { level, left, top, width, height, cell };
  }

  /** The rows of one data set, still sorted by start. */
  function rowsOfSet(columns, cell, set) {
    const rows = [];
    for (let i = 0; i < columns.count; i += 1) if (columns.type[i] === set) rows.push(i);
    const end = Float64Array.from(rows, (i) => columns.end[i]);
    return { count: rows.length, start: Float64Array.from(rows, (i) => columns.start[i]), end, byEnd: Atlas.orderByEnd(end),
      weight: Float64Array.from(rows, (i) => columns.weight[i]), cell: Int32Array.from(rows, (i) => cell[i]) };
  }

  /**
   * 256 pixels (little-endian RGBA) from clear over pale to full for one colour; towards the end a dark one gets darker
   * and a light one (of a dark theme) lighter, for a logarithmic scale needs all the contrast that there is.
   */
  function makeShades([red, green, blue]) {
    const shades = new Uint32Array(SHADES);
    const end = red * 0.3 + green * 0.59 + blue * 0.11 > 140 ? 255 : 0;
    for (let k = 1; k < SHADES; k += 1) {
      const far = (k - 1) / (SHADES - 2);
      const mix = (channel) => Math.round(channel + (end - channel) * 0.6 * Math.max(0, far - 0.4));
      const alpha = Math.round(255 * Math.min(1, 0.16 + 1.1 * far));
      shades[k] = ((alpha << 24) | (mix(blue) << 16) | (mix(green) << 8) | mix(red)) >>> 0;
    }
    return shades;
  }

  /** Which shade a count has on a logarithmic scale up to `top`. */
  function shadeOf(count, top) {
    if (count <= 0) return 0;
    return 1 + Math.min(SHADES - 2, Math.max(0, Math.floor(((SHADES - 2) * Math.log(count)) / Math.log(top))));
  }

  /** The cells of one data set in the window; `paint` takes the colour as three numbers. */
  function makeCellLayer(grid, rows, top) {
    const all = new Uint8Array(rows.count).fill(1);
    const inOrder = rows.byEnd === null;
    /** In an older band stands what ended in it; in the newest also what has not ended. */
    const ofOlder = inOrder ? { ...rows, start: rows.end.map((end) => end - 1) } : rows;
    let canvas, context, image, pixels, values, bands, mode, shades, colour;
    let dirty = true;

    function prepare() {
      canvas = document.createElement("canvas");
      canvas.width = grid.width;
      canvas.height = grid.height;
      context = canvas.getContext("2d");
      image = context.createImageData(grid.width, grid.height);
      pixels = new Uint32Array(image.data.buffer);
    }

    function makeBand(weight, k, weights) {
      const own = new Float64Array(values.length);
      const limit = top * FULL_WEIGHT[mode];
      const add = (i, sign) => {
        const cell = rows.cell[i];
        own[cell] += sign * rows.weight[i];
        values[cell] += sign * rows.weight[i] * weight;
        pixels[cell] = shades[shadeOf(values[cell], limit)];
        dirty = true;
      };
      const clear = () => {
        own.forEach((count, cell) => {
          values[cell] -= count * weight;
          pixels[cell] = shades[shadeOf(values[cell], limit)];
        });
        own.fill(0);
        dirty = true;
      };
      const window = Atlas.makeWindowSet(k < weights.length - 1 ? ofOlder : rows, all);
      return (from, to) => window.moveTo(from, to, { clear, enter: (i) => add(i, 1), leave: (i) => add(i, -1) });
    }

    function begin(newMode, newColour) {
      if (!canvas) prepare();
      [mode, colour, shades] = [newMode, newColour, makeShades(newColour)];
      values = new Float64Array(grid.width * grid.height);
      pixels.fill(0);
      bands = BAND_WEIGHTS[mode].map(makeBand);
      dirty = true;
    }

    return function paint(target, projection, span, wantedMode, wantedColour) {
      if (wantedMode !== mode || String(wantedColour) !== String(colour)) begin(wantedMode, wantedColour);
      const part = (span[1] - span[0]) / bands.length;
      bands.forEach((moveTo, k) => moveTo(span[0] + k * part, span[0] + (k + 1) * part));
      if (dirty) context.putImageData(image, 0, 0);
      dirty = false;
      const side = projection.scale / 2 ** grid.level;
      target.imageSmoothingEnabled = false;
      target.drawImage(canvas, projection.x(grid.left / 2 ** grid.level), projection.y(grid.top / 2 ** grid.level),
        grid.width * side, grid.height * side);
    };
  }

  /** The highest count that the scale has to hold, rounded up to 1, 2 or 5 and noughts so that it seldom changes. */
  function topOf(rowsBySet, size) {
    let most = 1;
    for (const rows of rowsBySet) {
      const sums = new Float64Array(size);
      for (let i = 0; i < rows.count; i += 1) {
        sums[rows.cell[i]] += rows.weight[i];
        if (sums[rows.cell[i]] > most) most = sums[rows.cell[i]];
      }
    }
    const power = 10 ** Math.floor(Math.log10(most) + 1e-9);
    return Math.max(10, power * [1, 2, 5, 10].find((times) => times * power >= most));
  }

  /** Cells as `columns` read them (their type is the data set), on a grid of a level, counted by a part of the calendar. */
  function makeCells(columns, level, bin) {
    const grid = gridOf(columns, level);
    const sets = [...new Set(columns.type)].sort((a, b) => a - b);
    const rowsBySet = sets.map((set) => rowsOfSet(columns, grid.cell, set));
    const top = topOf(rowsBySet, grid.width * grid.height);
    const layers = rowsBySet.map((rows) => makeCellLayer(grid, rows, top));
    const starts = [...new Set(columns.start)];
    const overAt = new Map();
    for (let i = 0; i < columns.count; i += 1) overAt.set(columns.start[i], columns.end[i]);

    /** Add up what each cell holds in a span, `take(cell, count, set)` by row. */
    function eachIn([from, to], take) {
      rowsBySet.forEach((rows, k) => {
        const high = Atlas.firstAbove(rows.start, to, null, true);
        for (let i = 0; i < high; i += 1) if (rows.end[i] > from) take(rows.cell[i], rows.weight[i], sets[k]);
      });
    }

    return {
      level: grid.level, bin, sets, top, count: columns.count,
      paint(target, projection, span, mode, colourOf) {
        target.globalAlpha = layers.length > 1 ? TOGETHER_ALPHA : 1;
        layers.forEach((paint, k) => paint(target, projection, span, mode, colourOf(sets[k])));
        target.globalAlpha = 1;
      },
      /** The cell at a place in unit Mercator: how many of each data set it holds in the span; null if none. */
      at(unitX, unitY, span) {
        const x = Math.floor(unitX * 2 ** grid.level);
        const y = Math.floor(unitY * 2 ** grid.level);
        if (x < grid.left || x >= grid.left + grid.width || y < grid.top || y >= grid.top + grid.height) return null;
        const wanted = (y - grid.top) * grid.width + x - grid.left;
        const bySet = new Map();
        eachIn(span, (cell, count, set) => { if (cell === wanted) bySet.set(set, (bySet.get(set) || 0) + count); });
        return bySet.size ? { x, y, bySet } : null;
      },
      /** The cells that hold most in the span, fullest first: centre in unit Mercator and count. */
      fullest(span, most) {
        const sums = new Float64Array(grid.width * grid.height);
        eachIn(span, (cell, count) => { sums[cell] += count; });
        const filled = [];
        sums.forEach((count, cell) => { if (count) filled.push([count, cell]); });
        filled.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
        return { cells: filled.length, fullest: filled.slice(0, most).map(([count, cell]) => ({ count,
          x: (grid.left + (cell % grid.width) + 0.5) / 2 ** grid.level,
          y: (grid.top + Math.floor(cell / grid.width) + 0.5) / 2 ** grid.level })) };
      },
      /** Whether an end of the span lies inside a bin, which then counts whole. */
      cutBy(span) {
        return span.some((moment) => {
          const k = Atlas.firstAbove(starts, moment, null, true) - 1;
          return k >= 0 && overAt.get(starts[k]) > moment;
        });
      },
      /** The side of a cell on the ground at a unit Mercator y, in kilometres. */
      sideKm: (unitY) => EARTH_KM / Math.cosh(Math.PI * (1 - 2 * unitY)) / 2 ** grid.level,
    };
  }

  Object.assign(Atlas, { makeCells, makeShades, shadeOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
