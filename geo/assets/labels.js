// Words on the map: place names by zoom, area chips, arrows with their numbers. Nothing overlaps; what does not fit is left out.
(function (Atlas) {
  "use strict";

  function overlaps(a, b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  }

  /** A keeper of taken boxes: `take(box)` says whether the box was free and then keeps it. */
  function makeRoom(size) {
    const taken = [];
    const inside = (box) => box.x0 >= 2 && box.y0 >= 2 && box.x1 <= size.width - 2 && box.y1 <= size.height - 2;
    return {
      block: (box) => taken.push(box),
      take(box) {
        if (!inside(box) || taken.some((other) => overlaps(box, other))) return false;
        taken.push(box);
        return true;
      },
    };
  }

  function haloText(context, text, x, y, fill, halo) {
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.strokeText(text, x, y);
    context.fillStyle = fill;
    context.fillText(text, x, y);
  }

  /** From which zoom a place is named, by its rank: seats and towns first, villages later. */
  function namedFrom(label) {
    return [5, 7.2, 8.4, 9.6, 10.6, 11.6][label.rank];
  }

  function paintPlaceNames(context, labels, projection, view, theme, room) {
    const { zoom, policy, size } = view;
    context.textBaseline = "middle";
    for (const label of labels) {
      if (zoom < namedFrom(label)) continue;
      const x = projection.x(label.x);
      const y = projection.y(label.y);
      if (x < -40 || y < -20 || x > size.width + 40 || y > size.height + 20) continue;
      const text = Atlas.nameOf(label.names, policy);
      const big = label.rank <= 1;
      context.font = `${big ? 600 : 400} ${big ? 12.5 : 11.5}px ${Atlas.FONT}`;
      const width = context.measureText(text).width;
      const spots = [[x + 9, y - 9, "left"], [x - 9, y - 9, "right"], [x + 9, y + 10, "left"], [x - 9, y + 10, "right"],
        [x, y - 16, "center"], [x, y + 18, "center"]];
      const spot = spots.find(([sx, sy, align]) => {
        const x0 = align === "left" ? sx : align === "right" ? sx - width : sx - width / 2;
        return room.take({ x0: x0 - 2, y0: sy - 8, x1: x0 + width + 2, y1: sy + 8 });
      });
      if (!spot) continue;
      context.beginPath();
      context.arc(x, y, big ? 2.4 : 1.8, 0, 2 * Math.PI);
      context.fillStyle = theme.muted;
      context.fill();
      context.textAlign = spot[2];
      haloText(context, text, spot[0], spot[1], label.abroad ? theme.muted : theme.ink, theme.land);
    }
  }

  function paintCountryNames(context, countries, projection, policy, theme, room) {
    context.font = `500 13px ${Atlas.FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.letterSpacing = "2px";
    for (const country of countries) {
      const x = projection.x(country.x);
      const y = projection.y(country.y);
      const text = Atlas.nameOf(country.names, policy).toUpperCase();
      const width = context.measureText(text).width;
      if (room.take({ x0: x - width / 2, y0: y - 9, x1: x + width / 2, y1: y + 9 })) {
        haloText(context, text, x, y, theme.faint, theme.land);
      }
    }
    context.letterSpacing = "0px";
  }

  function roundedBox(context, box, radius) {
    context.beginPath();
    context.roundRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0, radius);
  }

  const CHIP_SPOTS = [0, -90, 90, -170, 170].flatMap((dx) => [0, -24, 24, -48, 48].map((dy) => [dx, dy]));
  const CHIP_FONT = `600 11.5px ${Atlas.FONT}`;

  function chipWidth(context, text) {
    context.font = CHIP_FONT;
    return context.measureText(text).width + 16;
  }

  function drawChip(context, text, box, style) {
    roundedBox(context, box, 10);
    context.fillStyle = style.paper;
    context.fill();
    context.lineWidth = 1.2;
    context.setLineDash(style.dash);
    context.strokeStyle = style.edge;
    context.stroke();
    context.setLineDash([]);
    context.font = CHIP_FONT;
    context.fillStyle = style.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2 + 0.5);
  }

  function frameChip(context, box, colour) {
    roundedBox(context, { x0: box.x0 - 3, y0: box.y0 - 3, x1: box.x1 + 3, y1: box.y1 + 3 }, 12);
    context.lineWidth = 2.4;
    context.strokeStyle = colour;
    context.stroke();
  }

  /** Chips on the areas that incidents of municipality or region precision fill. */
  function paintAreaChips(context, scene, payload, projection, view, theme, room, hits) {
    for (const group of Atlas.toldFirst(scene.areas, view.told, ({ rows }) => rows)) {
      const shape = payload.shapes[group.key];
      const name = Atlas.nameOf(payload.places[group.key], view.policy);
      const text = view.blank ? String(group.rows.length) : `${name} · ${group.rows.length}`;
      const width = chipWidth(context, text);
      const [x, y] = [projection.x(shape.x), projection.y(shape.y)];
      const box = CHIP_SPOTS.map(([dx, dy]) => ({ x0: x + dx - width / 2, y0: y - 10 + dy, x1: x + dx + width / 2, y1: y + 10 + dy }))
        .find((spot) => room.take(spot));
      if (!box) continue;
      drawChip(context, text, box, { paper: theme.paper, edge: theme.muted, ink: theme.ink, dash: [4, 3] });
      if (group.rows.some(view.ringed)) frameChip(context, box, theme.accent);
      hits.push({ kind: "chip", box, rows: group.rows, group });
    }
  }

  Object.assign(Atlas, { makeRoom, overlaps, haloText, paintPlaceNames, paintCountryNames, chipWidth, drawChip, frameChip,
    paintAreaChips });
})((globalThis.Atlas = globalThis.Atlas || {}));
