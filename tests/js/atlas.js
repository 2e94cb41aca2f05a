// The scripts of the map that need no page, loaded in the order of the page, and seeded chance for the tests.
const SCRIPTS = ["columns", "clock", "days", "names", "window-set", "canvas-layer", "incidents", "cells", "datasets", "scene", "labels",
  "movements", "strip", "feed", "travel"];

for (const name of SCRIPTS) await import(`../../geo/assets/${name}.js`);

export const { Atlas } = globalThis;

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Columns of random incidents, sorted by start; with `longest` above 1 their ends are in another order. */
export function randomColumns(count, longest, seed) {
  const next = chance(seed);
  const start = Float64Array.from({ length: count }, () => Math.floor(next() * 10000)).sort();
  const end = start.map((from) => from + 1 + Math.floor(next() * longest));
  return { count, start, end, byEnd: Atlas.orderByEnd(end), x: new Float64Array(count), y: new Float64Array(count) };
}
