// What is to be drawn for the rows in the window: points shared by place, discs, areas, and what stands beside the map.
(function (Atlas) {
  "use strict";

  function groupInto(groups, key, seed, row) {
    if (!groups.has(key)) groups.set(key, { key, rows: [], ...seed });
    const group = groups.get(key);
    group.rows.push(row);
    return group;
  }

  /**
   * Sort rows by what their precision allows: `points` (exact, settlement, near; the last with a disc),
   * `areas` (municipality, region) and `listed` (country, or nowhere on the map).
   */
  function sceneOf(rows, payload, columns) {
    const points = new Map();
    const areas = new Map();
    const listed = [];
    for (const i of rows) {
      const precision = payload.precisions[columns.precision[i]].id;
      const incident = payload.incidents[i];
      const place = incident && incident.place ? incident.place : `${columns.x[i]},${columns.y[i]}`;
      if (Atlas.DRAWN_AS_POINT.has(precision) && !Number.isNaN(columns.x[i])) {
        const group = groupInto(points, place, { x: columns.x[i], y: columns.y[i], radius_m: 0, near: true }, i);
        if (precision === "near") group.radius_m = Math.max(group.radius_m, incident ? incident.radius_m : 0);
        else group.near = false;
      } else if (precision !== "country" && payload.shapes[place]) {
        groupInto(areas, place, {}, i);
      } else {
        listed.push(i);
      }
    }
    return { points: [...points.values()], areas: [...areas.values()], listed };
  }

  /** The rows of the incidents with the given ids, lowest first; an id that is not there has none. */
  function rowsOf(payload, ids) {
    const wanted = new Set(ids);
    return payload.incidents.flatMap((incident, row) => (wanted.has(incident.id) ? [row] : []));
  }

  /** The same order as before, but what holds a told row stands first; `rowsIn(one)` gives the rows of one of them. */
  function toldFirst(some, told, rowsIn) {
    if (!told.size) return some;
    const rank = (one) => (rowsIn(one).some((row) => told.has(row)) ? 0 : 1);
    return [...some].sort((a, b) => rank(a) - rank(b));
  }

  /** The status of a movement on a moment: the last one reached by then, or null before the first. */
  function statusOn(movement, moment) {
    let reached = null;
    for (const step of movement.statuses) if (step.at <= moment) reached = step;
    return reached;
  }

  /** How an area stands on a moment: "stated", "last-stated" a year after its last dated statement, or null. */
  function areaOn(area, moment) {
    const span = area.spans.find((one) => one.from <= moment && (one.to === null || moment < one.to));
    if (!span) return null;
    return moment > span.last + 366 * Atlas.DAY ? "last-stated" : "stated";
  }

  Object.assign(Atlas, { sceneOf, rowsOf, toldFirst, statusOn, areaOn });
})((globalThis.Atlas = globalThis.Atlas || {}));
