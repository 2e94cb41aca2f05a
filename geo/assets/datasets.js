// Several data sets on one map: their colours, their densities, and what the legend says of counts and cells.
(function (Atlas) {
  "use strict";

  /** Numbers under a ramp stand at least this share of it apart from the last one. */
  const TICK_ROOM = 0.16;
  const COARSEST_TOLD = 32; // a ramp of points is full from so many in one spot on

  function rgbOf(hex) {
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  }

  /** The data sets that are drawn, if there are several or the map was told of them; each with title and colours. */
  function datasetsOf(payload) {
    const told = payload.datasets || [];
    return told.length || !payload.feed ? told : payload.feed.datasets || [];
  }

  /** Red, green and blue of a data set's ramp; the map's own where it has none. */
  function rampColourOf(payload, set, theme) {
    const one = datasetsOf(payload)[set];
    const hex = one && (theme.dark ? one.dark : one.light);
    return hex ? rgbOf(hex) : theme.rampColour;
  }

  /** Which data set a row belongs to. */
  function setOf(payload, columns, i) {
    return payload.types[columns.type[i]].dataset || 0;
  }

  /** Like `makeDensity`, but every data set has a ramp of its own, one over the other. */
  function makeDensities(incidents, payload) {
    const { columns } = incidents;
    const single = Atlas.makeDensity(incidents);
    const parts = new Map();
    const ramps = new Map();
    const ramp = (set, theme) => {
      const colour = rampColourOf(payload, set, theme);
      if (!ramps.has(String(colour))) ramps.set(String(colour), Atlas.makeRamp(colour));
      return ramps.get(String(colour));
    };
    const partOf = (set) => {
      if (!parts.has(set)) parts.set(set, Atlas.makeDensity(Atlas.partOf(incidents, (i) => setOf(payload, columns, i) === set)));
      return parts.get(set);
    };
    /** `side` is that of a dot in pixels. */
    return function paint(context, size, projection, span, mode, theme, side) {
      const several = new Set(payload.types.map((type) => type.dataset || 0));
      if (several.size < 2) {
        single(context, size, projection, span, mode, datasetsOf(payload).length ? ramp([...several][0], theme) : theme.ramp, side);
        return;
      }
      for (const set of several) partOf(set)(context, size, projection, span, mode, ramp(set, theme), side);
    };
  }

  function rampPicture(pixels) {
    const canvas = document.createElement("canvas");
    canvas.width = pixels.length;
    canvas.height = 1;
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    const image = context.createImageData(pixels.length, 1);
    new Uint32Array(image.data.buffer).set(pixels);
    context.putImageData(image, 0, 0);
    return canvas;
  }

  /** A ramp with numbers under it, each where its logarithm stands on the way to `top`. */
  function rampItem(title, pixels, ticks, top) {
    const { el } = Atlas;
    const marks = ticks.map((tick) => {
      const mark = el("span", {}, tick.toLocaleString("en") + (tick === top && top === COARSEST_TOLD ? "+" : ""));
      const part = Math.log(tick) / Math.log(top);
      mark.style.left = `${100 * part}%`;
      mark.style.transform = `translateX(${-100 * part}%)`;
      return mark;
    });
    return el("li", { class: "ramp" }, title ? el("span", { class: "ramp-title" }, title) : "", rampPicture(pixels),
      el("span", { class: "ticks" }, ...marks));
  }

  function powersUpTo(top) {
    const powers = [];
    const hasRoom = (power) => power * 4 <= top && Math.log(top / power) / Math.log(top) > TICK_ROOM;
    for (let power = 1; hasRoom(power); power *= 10) powers.push(power);
    return [...powers, top];
  }

  function sayKm(km) {
    if (km >= 10) return `${Math.round(km).toLocaleString("en")} km`;
    return km >= 1 ? `${km.toFixed(1)} km` : `${Math.round(km * 1000)} m`;
  }

  const sentence = (words) => Atlas.el("li", { class: "words" }, words);

  function saysWhole(bin) {
    return `${bin[0].toUpperCase()}${bin.slice(1)}s that the window touches count whole.`;
  }

  /** The ramps of cells with their numbers, the size of a cell, and what a count means. */
  function cellItems(payload, cells, { span, mode, unitY, theme }) {
    const sets = datasetsOf(payload);
    const ramps = cells.sets.map((set) => rampItem(sets[set] ? sets[set].title : "",
      Atlas.makeShades(rampColourOf(payload, set, theme)).slice(1), powersUpTo(cells.top), cells.top));
    const size = `Incidents in each cell of about ${sayKm(cells.sideKm(unitY))}, counted by ${cells.bin}.`;
    return [...ramps, sentence(size), ...(cells.cutBy(span) ? [sentence(saysWhole(cells.bin))] : []),
      ...(mode === "fading" ? [sentence("Fading: the older, the paler; the numbers are those of the newest part.")] : []),
      sentence("Click a cell to zoom in. Once no more than 1,500 incidents are in view, each has its symbol.")];
  }

  function densityItems(payload, theme) {
    const sets = datasetsOf(payload);
    const numbers = [...new Set(payload.types.map((type) => type.dataset || 0))];
    const pixels = (ramp) => Array.from({ length: 255 }, (_, k) => ramp[Math.min(255, Math.round(8 * COARSEST_TOLD ** (k / 254)))]);
    return [...numbers.map((set) => rampItem(sets[set] ? sets[set].title : "",
      pixels(Atlas.makeRamp(rampColourOf(payload, set, theme))), [1, 2, 4, 8, 16, COARSEST_TOLD], COARSEST_TOLD)),
    sentence("Incidents in one dot. Once no more than 1,500 are in view, each has its symbol: zoom in.")];
  }

  function unplacedItems(feed) {
    if (!feed || !feed.unplaced) return [];
    const many = feed.unplaced !== 1;
    return [sentence(`${feed.unplaced.toLocaleString("en")} ${many ? "incidents are" : "incident is"} known only by municipality, `
      + `region or country and ${many ? "are" : "is"} not drawn.`)];
  }

  /** What a pointer on a cell is told. */
  function cellLines(payload, cells, found, span) {
    const sets = datasetsOf(payload);
    const all = [...found.bySet.values()].reduce((sum, count) => sum + count, 0);
    const parts = found.bySet.size > 1
      ? [...found.bySet].map(([set, count]) => `${sets[set] ? sets[set].title : `Data set ${set + 1}`}: ${count.toLocaleString("en")}`) : [];
    return [`${all.toLocaleString("en")} ${all === 1 ? "incident" : "incidents"} in this cell`, ...parts,
      `Counted by ${cells.bin}. ${cells.cutBy(span) ? saysWhole(cells.bin) : ""}`.trim()];
  }

  Object.assign(Atlas, { datasetsOf, rampColourOf, makeDensities, cellItems, densityItems, unplacedItems, cellLines });
})((globalThis.Atlas = globalThis.Atlas || {}));
