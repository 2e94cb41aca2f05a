// Incident columns: packed by geo/columns.py, unpacked here into typed arrays sorted by start.
(function (Atlas) {
  "use strict";

  const NOWHERE = 0xffffff;

  function bytesOfBase64(text) {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  async function inflate(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** Read `count` little-endian base-128 numbers; returns [values, next offset]. */
  function readVarints(bytes, offset, count) {
    const values = new Float64Array(count);
    let at = offset;
    for (let i = 0; i < count; i += 1) {
      let value = 0;
      let factor = 1;
      let byte = bytes[at];
      while (byte & 0x80) {
        value += (byte & 0x7f) * factor;
        factor *= 128;
        at += 1;
        byte = bytes[at];
      }
      values[i] = value + byte * factor;
      at += 1;
    }
    return [values, at];
  }

  function mercatorX(longitude) {
    return (longitude + 180) / 360;
  }

  function mercatorY(latitude) {
    const sine = Math.sin((latitude * Math.PI) / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  /** Turn the inflated bytes into columns; start and end in minutes since 1970, x and y in unit Mercator. */
  function unpack(bytes, header) {
    const n = header.count;
    const [steps, afterStart] = readVarints(bytes, 0, n);
    const [durations, afterDuration] = readVarints(bytes, afterStart, n);
    const start = new Float64Array(n);
    const end = new Float64Array(n);
    let now = header.start;
    for (let i = 0; i < n; i += 1) {
      now += steps[i];
      start[i] = now;
      end[i] = now + durations[i];
    }
    const [x, y] = header.cell ? centresOf(bytes, afterDuration, n, header.cell.level)
      : degreesOf(bytes, afterDuration, n, header);
    const type = bytes.slice(afterDuration + 6 * n, afterDuration + 7 * n);
    const precision = bytes.slice(afterDuration + 7 * n, afterDuration + 8 * n);
    const weight = header.weighted ? readVarints(bytes, afterDuration + 8 * n, n)[0] : null;
    return { count: n, start, end, x, y, type, precision, weight, byEnd: orderByEnd(end) };
  }

  /** A number of 24 bits out of three planes of `n` bytes each. */
  function planed(bytes, at, n) {
    return bytes[at] | (bytes[at + n] << 8) | (bytes[at + 2 * n] << 16);
  }

  function degreesOf(bytes, from, n, header) {
    const x = new Float64Array(n);
    const y = new Float64Array(n);
    for (let i = 0; i < n; i += 1) {
      const qx = planed(bytes, from + i, n);
      const qy = planed(bytes, from + 3 * n + i, n);
      x[i] = qx === NOWHERE ? NaN : mercatorX(header.west + qx * header.step);
      y[i] = qx === NOWHERE ? NaN : mercatorY(header.south + qy * header.step);
    }
    return [x, y];
  }

  /** The centres of squares of a grid over the whole world. */
  function centresOf(bytes, from, n, level) {
    const side = 2 ** -level;
    const x = new Float64Array(n);
    const y = new Float64Array(n);
    for (let i = 0; i < n; i += 1) {
      x[i] = (planed(bytes, from + i, n) + 0.5) * side;
      y[i] = (planed(bytes, from + 3 * n + i, n) + 0.5) * side;
    }
    return [x, y];
  }

  /** Row numbers in the order of their end; null when that is the order of the rows. */
  function orderByEnd(end) {
    let sorted = true;
    for (let i = 1; i < end.length && sorted; i += 1) sorted = end[i] >= end[i - 1];
    if (sorted) return null;
    const shift = 2 ** Math.ceil(Math.log2(end.length + 1));
    const keys = new Float64Array(end.length);
    for (let i = 0; i < end.length; i += 1) keys[i] = end[i] * shift + i;
    keys.sort();
    return Uint32Array.from(keys, (key) => key % shift);
  }

  /** First position in the ascending `values` (seen through `order`) whose value is above (or at) `limit`. */
  function firstAbove(values, limit, order, orEqual) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const value = values[order ? order[middle] : middle];
      if (orEqual ? value >= limit : value > limit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  async function decode(packed) {
    return unpack(await inflate(bytesOfBase64(packed.bytes)), packed.header);
  }

  Object.assign(Atlas, { decode, inflate, readVarints, unpack, orderByEnd, firstAbove, bytesOfBase64, mercatorX, mercatorY });
})((globalThis.Atlas = globalThis.Atlas || {}));
