// What lies under the pointer, and the words beside it.
(function (Atlas) {
  "use strict";

  /** `cellAt(point)` gives the cell at a painted point, with its lines; null where there is none. */
  function makePointer(map, payload, columns, view, tip, getHits, cellAt) {
    function hitAt(point) {
      const { x, y } = Atlas.paintedPoint(map, point);
      const projection = Atlas.makeProjection(map);
      const hits = getHits();
      for (let k = hits.length - 1; k >= 0; k -= 1) {
        const hit = hits[k];
        if (hit.box && x >= hit.box.x0 && x <= hit.box.x1 && y >= hit.box.y0 && y <= hit.box.y1) return hit;
        if (hit.radius && Math.hypot(hit.x - x, hit.y - y) <= hit.radius) return hit;
      }
      return [...hits].reverse().find((hit) => hit.rings && Atlas.insideRings(hit.rings, projection, x, y)) || cellAt({ x, y });
    }

    /** All Serb-majority areas at a spot, the smallest first. */
    function areasAt(point) {
      const { x, y } = Atlas.paintedPoint(map, point);
      const projection = Atlas.makeProjection(map);
      const here = getHits().filter((hit) => hit.area && (hit.rings ? Atlas.insideRings(hit.rings, projection, x, y)
        : Math.hypot(hit.x - x, hit.y - y) <= hit.radius)).map((hit) => hit.area);
      const size = (area) => (area.shape ? (area.filled ? 1 : 2) : 0);
      return here.sort((a, b) => size(a) - size(b));
    }

    /** A title may name the place, so a map without names says the day only. */
    function words(i) {
      const incident = payload.incidents[i];
      if (incident && view.blank) return [incident.date];
      return incident ? [incident.title, incident.date] : [Atlas.sayDay(columns.start[i])];
    }

    function lines(hit) {
      if (hit.cell) return hit.lines;
      if (hit.area) {
        const kind = payload.areaKinds.find((one) => one.id === hit.area.kind).label;
        return view.blank ? [kind] : [Atlas.nameOf(payload.places[hit.area.place], view.policy), kind];
      }
      if (hit.rows.length === 1) return words(hit.rows[0]);
      return [`${hit.rows.length} incidents here`, ...hit.rows.slice(0, 4).map((i) => words(i).join(" · "))];
    }

    function tooltip(hit, point) {
      tip.hidden = !hit;
      if (!hit) return;
      tip.replaceChildren(...lines(hit).map((line) => Atlas.el("div", {}, line)));
      const size = map.getSize();
      tip.style.left = `${Math.min(point.x + 14, size.x - tip.offsetWidth - 8)}px`;
      tip.style.top = `${point.y + 18 + tip.offsetHeight > size.y ? point.y - tip.offsetHeight - 8 : point.y + 18}px`;
    }

    return { hitAt, areasAt, tooltip };
  }

  Object.assign(Atlas, { makePointer });
})((globalThis.Atlas = globalThis.Atlas || {}));
