// Incident rows: which are inside the window, how many, and how they are drawn when there are too many for symbols.
(function (Atlas) {
  "use strict";

  const SYMBOL_LIMIT = 1500;
  const DOT = 2;
  const BAND_WEIGHTS = { window: [8], cumulative: [8], fading: [2, 4, 6, 8] };
  const DRAWN_AS_POINT = new Set(["exact", "settlement", "near"]);

  /** Running totals of a mask in a given order, so that any count is two look-ups. */
  function runningTotals(mask, order) {
    const totals = new Uint32Array(mask.length + 1);
    for (let k = 0; k < mask.length; k += 1) totals[k + 1] = totals[k] + mask[order ? order[k] : k];
    return totals;
  }

  /**
   * `columns` stays the same object for good; `take` puts other rows into it. With `days` (of a selection of which only
   * a part is drawn) it is they that are counted and stepped through.
   */
  function makeIncidents(columns, days = null) {
    let mask, begun, ended;
    let version = 0;
    function show(keep) {
      mask = new Uint8Array(columns.count);
      for (let i = 0; i < mask.length; i += 1) mask[i] = keep(i) ? 1 : 0;
      begun = runningTotals(mask, null);
      ended = runningTotals(mask, columns.byEnd);
      version += 1;
    }
    show(() => true);
    return {
      columns,
      get mask() { return mask; },
      version: () => version,
      /** Show only the rows for which `keep(i)` is true. */
      filter: show,
      /** Other rows instead of these, all of them shown. */
      take(others) {
        Object.assign(columns, others);
        show(() => true);
      },
      /** How many shown rows overlap the span: those begun before its end less those ended by its start. */
      countIn([from, to]) {
        if (days) return days.countIn([from, to]);
        const { start, end, byEnd } = columns;
        return begun[Atlas.firstAbove(start, to, null, true)] - ended[Atlas.firstAbove(end, from, byEnd, false)];
      },
      /** The shown rows that overlap the span, in order of their start; no more than `most`. */
      rowsIn([from, to], most = Infinity) {
        const { start, end, byEnd } = columns;
        const rows = [];
        const high = Atlas.firstAbove(start, to, null, true);
        const low = byEnd ? 0 : Atlas.firstAbove(end, from, null, false);
        for (let i = low; i < high && rows.length < most; i += 1) if (mask[i] && end[i] > from) rows.push(i);
        return rows;
      },
      dense: () => columns.count > SYMBOL_LIMIT,
      days,
      /** The rows that the time strip counts. */
      timeline: () => (days ? days.timeline() : { columns, mask }),
    };
  }

  /** The same rows, but only those of which `of(i)` is true. */
  function partOf(incidents, of) {
    let mask = new Uint8Array(0);
    let known = -1;
    return {
      columns: incidents.columns,
      version: incidents.version,
      get mask() {
        if (known !== incidents.version()) mask = incidents.mask.map((shown, i) => (shown && of(i) ? 1 : 0));
        known = incidents.version();
        return mask;
      },
    };
  }

  /** One sliding window; fading has four of them, the older the lighter. They share the cells of the grid. */
  function makeBand(incidents, grid, weight) {
    const { columns } = incidents;
    const { cells, pixels, ramp, width, height } = grid;
    const own = new Int32Array(cells.length);
    const top = ramp.length - 1;
    const window = Atlas.makeWindowSet(columns, incidents.mask);
    const change = (cell, by) => {
      own[cell] += by;
      cells[cell] += by * weight;
      pixels[cell] = ramp[Math.min(top, cells[cell])];
    };
    const add = (i, by) => {
      const gx = Math.floor(columns.x[i] * grid.scale - grid.left);
      const gy = Math.floor(columns.y[i] * grid.scale - grid.top);
      if (gx >= 0 && gx < width && gy >= 0 && gy < height) change(gy * width + gx, by);
    };
    const clear = () => own.forEach((count, cell) => { if (count) change(cell, -count); });
    const changes = { clear, enter: (i) => add(i, 1), leave: (i) => add(i, -1) };
    return { moveTo: (from, to) => window.moveTo(from, to, changes) };
  }

  /** Draw many incidents as dots of a few pixels, added up; only what enters or leaves the window is touched. */
  function makeDensity(incidents) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    let grid = null;
    let bands = [];
    let key = "";

    function prepare(size, projection, mode, ramp, side) {
      const wanted = [size.width, size.height, projection.scale, projection.originX, projection.originY, mode,
        incidents.version(), side].join();
      if (wanted === key && ramp === grid.ramp) return;
      key = wanted;
      canvas.width = Math.ceil(size.width / side);
      canvas.height = Math.ceil(size.height / side);
      const { width, height } = canvas;
      const image = context.createImageData(width, height);
      grid = { width, height, scale: projection.scale / side, left: projection.originX / side,
        top: projection.originY / side, cells: new Int32Array(width * height), ramp, image,
        pixels: new Uint32Array(image.data.buffer) };
      bands = BAND_WEIGHTS[mode].map((weight) => makeBand(incidents, grid, weight));
    }

    return function paint(target, size, projection, span, mode, ramp, side = DOT) {
      prepare(size, projection, mode, ramp, side);
      const part = (span[1] - span[0]) / bands.length;
      bands.forEach((band, k) => band.moveTo(span[0] + k * part, span[0] + (k + 1) * part));
      context.putImageData(grid.image, 0, 0);
      target.imageSmoothingEnabled = false;
      target.drawImage(canvas, 0, 0, grid.width * side, grid.height * side);
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

  Object.assign(Atlas, { makeIncidents, partOf, makeDensity, makeRamp, DRAWN_AS_POINT });
})((globalThis.Atlas = globalThis.Atlas || {}));
