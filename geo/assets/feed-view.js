// What stands around the map while a feed is drawn: the words beside the count, the list of cells, the legend, the cell
// under the pointer.
(function (Atlas) {
  "use strict";

  const MOST_LISTED = 50;
  const ZOOM_IN = 2;

  function sayPlace(unitX, unitY) {
    const [latitude, longitude] = [Atlas.latitudeOf(unitY), Atlas.longitudeOf(unitX)];
    return `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? "S" : "N"}, ${Math.abs(longitude).toFixed(2)}° `
      + `${longitude < 0 ? "W" : "E"}`;
  }

  function sayCount(count) {
    return `${count.toLocaleString("en")} ${count === 1 ? "incident" : "incidents"}`;
  }

  const sayAre = (count) => `${count === 1 ? "is" : "are"} ${sayCount(count)}`;

  /** `feed` may be null: then nothing is a cell, and the legend has the ramp of many points only. */
  function makeFeedView(map, payload, { incidents, feed, clock, getTheme }) {
    const { el } = Atlas;
    const cells = () => feed && feed.cells();

    function zoomTo(unitX, unitY) {
      const zoom = Math.min(map.getMaxZoom(), map.getZoom() + ZOOM_IN);
      map.setView([Atlas.latitudeOf(unitY), Atlas.longitudeOf(unitX)], zoom, { animate: false });
    }

    /** The cell at a point in the pixels that the painters count in. */
    function cellAt({ x, y }) {
      if (!cells()) return null;
      const { scale, originX, originY } = Atlas.makeProjection(map);
      const found = cells().at((x + originX) / scale, (y + originY) / scale, clock.span());
      if (!found) return null;
      const side = 2 ** -cells().level;
      return { cell: { x: (found.x + 0.5) * side, y: (found.y + 0.5) * side },
        lines: Atlas.cellLines(payload, cells(), found, clock.span()) };
    }

    function cellButton({ x, y, count }) {
      return el("li", {}, el("button", { type: "button", class: "item", onclick: () => zoomTo(x, y) },
        el("span", { class: "item-words" }, el("span", { class: "item-title" }, sayCount(count)),
          el("span", { class: "quiet" }, `around ${sayPlace(x, y)}: zoom in`))));
    }

    function cellList() {
      const { cells: filled, fullest } = cells().fullest(clock.span(), MOST_LISTED);
      if (!filled) return [el("p", { class: "quiet" }, "No cell around the view holds anything in this window.")];
      const title = filled > fullest.length ? `The fullest of ${filled.toLocaleString("en")} cells around the view`
        : `Cells around the view (${filled.toLocaleString("en")})`;
      return [el("h3", {}, title), el("ol", { class: "items" }, ...fullest.map(cellButton))];
    }

    return {
      cellAt,
      zoomTo,
      /** "1,204 incidents", and how they are drawn if they are too many for symbols. */
      countWords(count) {
        if (!feed || incidents.columns.count + (cells() ? 1 : 0) === 0) return sayCount(count);
        return `${sayCount(count)}${cells() ? ", drawn as cells" : incidents.dense() ? ", drawn as dots" : ""}`;
      },
      /** What stands in the list where the incidents are too many to be listed. */
      list() {
        if (cells()) return cellList();
        return [el("p", { class: "quiet" }, `In this window there ${sayAre(incidents.rowsIn(clock.span()).length)} around the view. `
          + "They are listed once no more than 1,500 of all years are in view: zoom in.")];
      },
      legend(isFew) {
        const theme = getTheme();
        const unitY = Atlas.mercatorY(map.getCenter().lat);
        const { mode } = clock.state;
        const drawn = cells() ? Atlas.cellItems(payload, cells(), { span: clock.span(), mode, unitY, theme })
          : isFew ? [] : Atlas.densityItems(payload, theme);
        return [...drawn, ...Atlas.unplacedItems(feed && feed.now())];
      },
    };
  }

  Object.assign(Atlas, { makeFeedView });
})((globalThis.Atlas = globalThis.Atlas || {}));
