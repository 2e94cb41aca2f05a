// Incident rows: which are inside the window, how many, and how they are drawn when there are too many for symbols.
(function (Atlas) {
  "use strict";

  const SYMBOL_LIMIT = 3000;
  const CELL = 2;
  const BAND_WEIGHTS = { window: [8], cumulative: [8], fading: [2, 4, 6, 8] };
  const DRAWN_AS_POINT = new Set(["exact", "settlement", "near"]);

  /** Running totals of a mask in a given order, so that any count is two look-ups. */
  function runningTotals(mask, order) {
    const totals = new Uint32Array(mask.length + 1);
    for (let k = 0; k < mask.length; k += 1) totals[k + 1] = totals[k] + mask[order ? order[k] : k];
    return totals;
  }

  function makeIncidents(columns) {
    const { start, end, byEnd } = columns;
    const mask = new Uint8Array(columns.count).fill(1);
    let begun = runningTotals(mask, null);
    let ended = runningTotals(mask, byEnd);
    let version = 0;
    return {
      columns,
      mask,
      version: () => version,
      /** Show only the rows for which `keep(i)` is true. */
      filter(keep) {
        for (let i = 0; i < mask.length; i += 1) mask[i] = keep(i) ? 1 : 0;
        begun = runningTotals(mask, null);
        ended = runningTotals(mask, byEnd);
        version += 1;
      },
      /** How many shown rows overlap the span: those begun before its end less those ended by its start. */
      countIn([from, to]) {
        return begun[Atlas.firstAbove(start, to, null, true)] - ended[Atlas.firstAbove(end, from, byEnd, false)];
      },
      /** The shown rows that overlap the span, in order of their start. */
      rowsIn([from, to]) {
        const rows = [];
        const high = Atlas.firstAbove(start, to, null, true);
        const low = byEnd ? 0 : Atlas.firstAbove(end, from, null, false);
        for (let i = low; i < high; i += 1) if (mask[i] && end[i] > from) rows.push(i);
        return rows;
      },
      dense: () => columns.count > SYMBOL_LIMIT,
    };
  }

  /** One sliding window with its own cells; fading has four of them, the older the lighter. */
  function makeBand(incidents, grid, weight) {
    const { columns } = incidents;
    const cells = new Int32Array(grid.width * grid.height);
    const window = Atlas.makeWindowSet(columns, incidents.mask);
    const add = (i, sign) => {
      const gx = Math.floor(columns.x[i] * grid.scale - grid.left);
      const gy = Math.floor(columns.y[i] * grid.scale - grid.top);
      if (gx >= 0 && gx < grid.width && gy >= 0 && gy < grid.height) cells[gy * grid.width + gx] += sign;
    };
    const changes = { clear: () => cells.fill(0), enter: (i) => add(i, 1), leave: (i) => add(i, -1) };
    return { cells, weight, moveTo: (from, to) => window.moveTo(from, to, changes) };
  }

  /** Draw many incidents as cells of two pixels, added up; only what enters or leaves the window is touched. */
  function makeDensity(incidents) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    let grid = null;
    let bands = [];
    let key = "";
    let pixels = null;
    let image = null;

    function prepare(size, projection, mode) {
      const wanted = [size.width, size.height, projection.scale, projection.originX, projection.originY, mode,
        incidents.version()].join();
      if (wanted === key) return;
      key = wanted;
      grid = { width: Math.ceil(size.width / CELL), height: Math.ceil(size.height / CELL),
        scale: projection.scale / CELL, left: projection.originX / CELL, top: projection.originY / CELL };
      canvas.width = grid.width;
      canvas.height = grid.height;
      image = context.createImageData(grid.width, grid.height);
      pixels = new Uint32Array(image.data.buffer);
      bands = BAND_WEIGHTS[mode].map((weight) => makeBand(incidents, grid, weight));
    }

    function colour(ramp) {
      const top = ramp.length - 1;
      const [first, ...others] = bands;
      for (let c = 0; c < pixels.length; c += 1) {
        let value = first.cells[c] * first.weight;
        for (const band of others) value += band.cells[c] * band.weight;
        pixels[c] = ramp[value < top ? value : top];
      }
    }

    return function paint(target, size, projection, span, mode, ramp) {
      prepare(size, projection, mode);
      const part = (span[1] - span[0]) / bands.length;
      bands.forEach((band, k) => band.moveTo(span[0] + k * part, span[0] + (k + 1) * part));
      colour(ramp);
      context.putImageData(image, 0, 0);
      target.imageSmoothingEnabled = false;
      target.drawImage(canvas, 0, 0, grid.width * CELL, grid.height * CELL);
    };
  }

  /** A ramp of 256 pixels (little-endian RGBA) from clear to full for one colour; the scale is logarithmic. */
  function makeRamp([red, green, blue]) {
    const ramp = new Uint32Array(256);
    for (let k = 1; k < ramp.length; k += 1) {
      const alpha = Math.min(255, Math.round(255 * (0.25 + 0.75 * (Math.log2(1 + k) / 8))));
      ramp[k] = ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
    return ramp;
  }

  Object.assign(Atlas, { makeIncidents, makeDensity, makeRamp, DRAWN_AS_POINT });
})((globalThis.Atlas = globalThis.Atlas || {}));
