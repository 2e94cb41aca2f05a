// The legend: only what is shown now, with counts, and how precision is drawn.
(function (Atlas) {
  "use strict";

  function swatch(kind, theme) {
    const canvas = document.createElement("canvas");
    canvas.width = 40;
    canvas.height = 28;
    canvas.className = "swatch";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    const colour = theme.dark ? kind.dark : kind.light;
    context.globalAlpha = kind.opacity;
    context.fillStyle = kind.hatched ? Atlas.hatch(context, colour, 8, 3) : colour;
    context.fillRect(3, 3, 34, 22);
    context.globalAlpha = 1;
    context.strokeStyle = theme.dark ? kind.dark : kind.edge;
    context.strokeRect(3, 3, 34, 22);
    return canvas;
  }

  function line(theme, dashed) {
    const canvas = document.createElement("canvas");
    canvas.width = 52;
    canvas.height = 28;
    canvas.className = "swatch";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.setLineDash(dashed ? [9, 6] : []);
    context.lineWidth = dashed ? 3 : 5;
    context.strokeStyle = theme.movement;
    context.beginPath();
    context.moveTo(4, 14);
    context.lineTo(48, 14);
    context.stroke();
    return canvas;
  }

  function disc(theme, dashedArea, pale) {
    const canvas = document.createElement("canvas");
    canvas.width = 40;
    canvas.height = 32;
    canvas.className = "swatch";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.setLineDash(dashedArea ? [7, 5] : [3, 4]);
    context.lineWidth = 2.4;
    context.strokeStyle = pale ? theme.faint : theme.muted;
    context.beginPath();
    if (dashedArea) context.rect(4, 4, 32, 24);
    else context.arc(20, 16, 12, 0, 2 * Math.PI);
    context.fillStyle = dashedArea ? Atlas.hatch(context, theme.muted, 10, 2) : theme.shade;
    context.fill();
    context.stroke();
    return canvas;
  }

  /** Fill the legend for the rows, areas and movements that are shown. */
  function fillLegend(root, payload, columns, scene, rows, areas, hasMovements, theme) {
    const { el } = Atlas;
    const counts = new Map();
    for (const i of rows) counts.set(columns.type[i], (counts.get(columns.type[i]) || 0) + 1);
    const areaKinds = new Set(areas.map((area) => area.kind));
    const item = (picture, words, count) => el("li", {}, picture, el("span", {}, words),
      count === undefined ? "" : el("span", { class: "count" }, count.toLocaleString("en")));
    const items = [];
    payload.types.forEach((type, k) => {
      if (!counts.get(k)) return;
      items.push(item(Atlas.symbolIcon(type.shape, { fill: theme.dark ? type.dark : type.light, halo: theme.paper,
        paper: theme.paper }, 20), type.label, counts.get(k)));
    });
    if (hasMovements) {
      items.push(item(line(theme, false), "troops arrived"), item(line(theme, true), "announced, requested or on the way"));
    }
    for (const kind of payload.areaKinds) {
      if (kind.drawn && areaKinds.has(kind.id)) items.push(item(swatch(kind, theme), kind.label));
    }
    if (areaKinds.size) items.push(item(disc(theme, false, true), "pale and dotted: its last dated statement is over a year old"));
    if (scene && scene.points.some((group) => group.radius_m)) items.push(item(disc(theme, false), "near a place: disc of the stated radius"));
    if (scene && scene.areas.length) items.push(item(disc(theme, true), "only the municipality or region is known"));
    if (scene && scene.points.some((group) => group.rows.length > 1)) {
      items.push(item(el("span", { class: "badge", "aria-hidden": "true" }, "5"), "several at one place: click to fan out"));
    }
    root.replaceChildren(...items);
  }

  Object.assign(Atlas, { fillLegend });
})((globalThis.Atlas = globalThis.Atlas || {}));
