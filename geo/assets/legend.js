// The legend: only what is shown now, with counts, and how precision is drawn.
(function (Atlas) {
  "use strict";

  /** A small picture drawn at twice its size; `draw` gets the pen. */
  function picture(width, height, draw) {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.className = "swatch";
    canvas.setAttribute("aria-hidden", "true");
    draw(canvas.getContext("2d"));
    return canvas;
  }

  function areaSwatch(kind, theme) {
    const colour = theme.dark ? kind.dark : kind.light;
    return picture(40, 28, (pen) => {
      pen.globalAlpha = kind.opacity;
      pen.fillStyle = kind.hatched ? Atlas.hatch(pen, colour, 8, 3) : colour;
      pen.fillRect(3, 3, 34, 22);
      pen.globalAlpha = 1;
      pen.strokeStyle = theme.dark ? kind.dark : kind.edge;
      pen.strokeRect(3, 3, 34, 22);
    });
  }

  function lineSwatch(theme, dashed) {
    return picture(52, 28, (pen) => {
      pen.setLineDash(dashed ? [9, 6] : []);
      pen.lineWidth = dashed ? 3 : 5;
      pen.strokeStyle = theme.movement;
      pen.beginPath();
      pen.moveTo(4, 14);
      pen.lineTo(48, 14);
      pen.stroke();
    });
  }

  function discSwatch(theme, colour) {
    return picture(40, 32, (pen) => {
      pen.setLineDash([3, 4]);
      pen.lineWidth = 2.4;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.arc(20, 16, 12, 0, 2 * Math.PI);
      pen.fillStyle = theme.shade;
      pen.fill();
      pen.stroke();
    });
  }

  function hatchSwatch(theme) {
    return picture(40, 32, (pen) => {
      pen.setLineDash([7, 5]);
      pen.lineWidth = 2.4;
      pen.strokeStyle = theme.muted;
      pen.fillStyle = Atlas.hatch(pen, theme.muted, 10, 2);
      pen.fillRect(4, 4, 32, 24);
      pen.strokeRect(4, 4, 32, 24);
    });
  }

  function titleItem(title, colour) {
    const swatch = picture(24, 24, (pen) => {
      pen.fillStyle = colour;
      pen.fillRect(2, 2, 20, 20);
    });
    return Atlas.el("li", { class: "dataset" }, swatch, Atlas.el("span", {}, title));
  }

  /** Fill the legend for the rows, areas and movements that are shown; `more` are further items for its end. */
  function fillLegend(root, payload, columns, scene, rows, areas, hasMovements, theme, more = []) {
    const { el } = Atlas;
    const counts = new Map();
    for (const i of rows) counts.set(columns.type[i], (counts.get(columns.type[i]) || 0) + 1);
    const areaKinds = new Set(areas.map((area) => area.kind));
    const item = (drawing, words, count) => el("li", {}, drawing, el("span", {}, words),
      count === undefined ? "" : el("span", { class: "count" }, count.toLocaleString("en")));
    const items = [];
    const sets = payload.datasets || [];
    let titled = null;
    const byDataset = payload.types.map((type, k) => [type, k]).sort(([a], [b]) => (a.dataset || 0) - (b.dataset || 0));
    byDataset.forEach(([type, k]) => {
      if (!counts.get(k)) return;
      const set = sets[type.dataset || 0];
      if (set && titled !== set) items.push(titleItem(set.title, theme.dark ? set.dark : set.light));
      titled = set;
      items.push(item(Atlas.symbolIcon(type.shape, { fill: theme.dark ? type.dark : type.light, halo: theme.paper,
        paper: theme.paper }, 20), type.label, counts.get(k)));
    });
    if (hasMovements) {
      items.push(item(lineSwatch(theme, false), "troops arrived"), item(lineSwatch(theme, true), "announced, requested or on the way"));
    }
    for (const kind of payload.areaKinds) {
      if (kind.drawn && areaKinds.has(kind.id)) items.push(item(areaSwatch(kind, theme), kind.label));
    }
    if (areaKinds.size) items.push(item(discSwatch(theme, theme.faint), "pale and dotted: its last dated statement is over a year old"));
    if (scene && scene.points.some((group) => group.radius_m)) items.push(item(discSwatch(theme, theme.muted), "near a place: disc of the stated radius"));
    if (scene && scene.areas.length) items.push(item(hatchSwatch(theme), "only the municipality or region is known"));
    if (scene && scene.points.some((group) => group.rows.length > 1)) {
      items.push(item(el("span", { class: "badge", "aria-hidden": "true" }, "5"), "several at one place: click to fan out"));
    }
    root.replaceChildren(...items, ...more);
  }

  Object.assign(Atlas, { fillLegend });
})((globalThis.Atlas = globalThis.Atlas || {}));
