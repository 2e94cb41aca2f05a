// Painting on the map canvases: areas, discs and symbols, arrows. Each painter notes what can be hit.
(function (Atlas) {
  "use strict";

  const SYMBOL_RADIUS = 7.5;
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

  function typeOf(payload, columns, i) {
    return payload.types[columns.type[i]];
  }

  function fillOf(type, theme) {
    return theme.dark ? type.dark : type.light;
  }

  function tracePatch(context, area, shape, projection) {
    if (shape) {
      Atlas.traceRings(context, shape.rings, projection);
      return { kind: "area", rings: shape.rings, area };
    }
    const [x, y] = [projection.x(area.x), projection.y(area.y)];
    const radius = Math.max(6, Atlas.pixelsOfMetres(area.radius_m, area.y, projection));
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return { kind: "area", x, y, radius, area };
  }

  /** Serb-majority areas as stated for a moment; paler and dotted after their last dated statement. */
  function paintSerbAreas(context, payload, moment, projection, theme, hits) {
    const wholeFirst = [...payload.areas].sort((a, b) => Number(Boolean(b.shape)) - Number(Boolean(a.shape)));
    for (const area of wholeFirst) {
      const standing = Atlas.areaOn(area, moment);
      const kind = payload.areaKinds.find((one) => one.id === area.kind);
      if (!standing || !kind.drawn) continue;
      const stated = standing === "stated";
      const colour = theme.dark ? kind.dark : kind.light;
      hits.push(tracePatch(context, area, area.shape ? payload.shapes[area.shape] : null, projection));
      if (area.filled) {
        context.globalAlpha = stated ? kind.opacity : kind.opacity * 0.5;
        context.fillStyle = kind.hatched ? Atlas.hatch(context, colour, 6, 2) : colour;
        context.fill();
      }
      context.globalAlpha = stated ? 0.85 : 0.6;
      context.setLineDash(stated ? [] : [2, 3]);
      context.lineWidth = area.filled ? 1 : 1.6;
      context.strokeStyle = theme.dark ? kind.dark : kind.edge;
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    }
  }

  function outlineTold(context, theme) {
    for (const [width, colour] of [[5, theme.halo], [2.6, theme.accent]]) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }

  function paintIncidentAreas(context, scene, payload, columns, projection, theme, told, hits) {
    for (const group of scene.areas) {
      const shape = payload.shapes[group.key];
      const types = [...new Set(group.rows.map((i) => columns.type[i]))];
      const colour = types.length === 1 ? fillOf(payload.types[types[0]], theme) : theme.muted;
      Atlas.traceRings(context, shape.rings, projection);
      context.globalAlpha = 0.5;
      context.fillStyle = Atlas.hatch(context, colour, 9, 1.4);
      context.fill("evenodd");
      context.globalAlpha = 0.9;
      context.lineWidth = 1.4;
      context.setLineDash([6, 4]);
      context.strokeStyle = colour;
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
      if (group.rows.some((row) => told.has(row))) outlineTold(context, theme);
      hits.push({ kind: "incident-area", rings: shape.rings, rows: group.rows, group });
    }
  }

  function paintDisc(context, group, projection, colour) {
    const radius = Math.max(SYMBOL_RADIUS + 3, Atlas.pixelsOfMetres(group.radius_m, group.y, projection));
    context.beginPath();
    context.arc(projection.x(group.x), projection.y(group.y), radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.14;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 0.85;
    context.setLineDash([2, 3]);
    context.lineWidth = 1.3;
    context.strokeStyle = colour;
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    return radius;
  }

  function paintShared(context, group, x, y, payload, columns, theme, magnify) {
    const counts = new Map();
    for (const i of group.rows) counts.set(columns.type[i], (counts.get(columns.type[i]) || 0) + 1);
    const radius = 10 + Math.min(5, Math.log2(group.rows.length));
    const types = [...counts.keys()];
    if (types.length === 1) {
      Atlas.stampSymbol(context, payload.types[types[0]].shape, x, y, radius,
        { fill: fillOf(payload.types[types[0]], theme), halo: theme.halo, paper: theme.paper, hollow: group.near }, magnify);
    } else {
      context.beginPath();
      context.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
      context.fillStyle = theme.halo;
      context.fill();
      let angle = -Math.PI / 2;
      for (const [type, count] of counts) {
        const turn = (count / group.rows.length) * 2 * Math.PI;
        context.beginPath();
        context.arc(x, y, radius - 1.5, angle, angle + turn);
        context.lineWidth = 4;
        context.strokeStyle = fillOf(payload.types[type], theme);
        context.stroke();
        angle += turn;
      }
      context.beginPath();
      context.arc(x, y, radius - 3.5, 0, 2 * Math.PI);
      context.fillStyle = theme.paper;
      context.fill();
    }
    context.font = `700 11px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const dark = types.length > 1 || group.near;
    context.fillStyle = dark ? theme.ink : theme.onSymbol;
    const lift = types.length === 1 && payload.types[types[0]].shape === "triangle" ? 2 : 0;
    context.fillText(String(group.rows.length), x, y + 0.5 + lift);
    return radius;
  }

  /** Places of a fanned-out group: one ring of up to twelve, then wider rings. */
  function fanPositions(count, x, y) {
    const positions = [];
    for (let k = 0, ring = 0, left = count; k < count; ring += 1) {
      const room = Math.min(left, 10 + 6 * ring);
      const radius = 34 + 24 * ring + (room > 8 ? 8 : 0);
      for (let j = 0; j < room; j += 1, k += 1) {
        const angle = -Math.PI / 2 + (j / room) * 2 * Math.PI;
        positions.push([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
      }
      left -= room;
    }
    return positions;
  }

  function paintFan(context, group, x, y, paintOne, theme) {
    const positions = fanPositions(group.rows.length, x, y);
    context.lineWidth = 1;
    context.strokeStyle = theme.muted;
    for (const [fx, fy] of positions) {
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(fx, fy);
      context.stroke();
    }
    group.rows.forEach((i, k) => paintOne(i, positions[k][0], positions[k][1]));
  }

  function ringAround(context, x, y, radius, theme) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = 5;
    context.strokeStyle = theme.halo;
    context.stroke();
    context.lineWidth = 2.6;
    context.strokeStyle = theme.accent;
    context.stroke();
  }

  function paintPoints(context, scene, payload, columns, projection, theme, view, hits) {
    const one = (i, x, y, near) => {
      Atlas.stampSymbol(context, typeOf(payload, columns, i).shape, x, y, SYMBOL_RADIUS,
        { fill: fillOf(typeOf(payload, columns, i), theme), halo: theme.halo, paper: theme.paper, hollow: near }, projection.magnify);
      if (view.ringed(i)) ringAround(context, x, y, SYMBOL_RADIUS + 6, theme);
      hits.push({ kind: "incident", x, y, radius: SYMBOL_RADIUS + 5, rows: [i] });
    };
    const told = (group) => view.told.size > 0 && group.rows.some((i) => view.told.has(i));
    const ordered = [...scene.points].sort((a, b) => told(a) - told(b) || a.y - b.y); // a ring lies over its neighbours
    for (const group of ordered) {
      const x = projection.x(group.x);
      const y = projection.y(group.y);
      if (group.radius_m) paintDisc(context, group, projection, fillOf(typeOf(payload, columns, group.rows[0]), theme));
      context.globalAlpha = told(group) ? 1 : view.alphaOf(group.rows);
      if (group.rows.length === 1) one(group.rows[0], x, y, group.near);
      else {
        const radius = paintShared(context, group, x, y, payload, columns, theme, projection.magnify);
        if (group.rows.some(view.ringed)) ringAround(context, x, y, radius + 5, theme);
        hits.push({ kind: "shared", x, y, radius: radius + 4, rows: group.rows, group });
      }
      context.globalAlpha = 1;
    }
    const open = ordered.find((group) => group.key === view.fan && group.rows.length > 1);
    if (open) {
      paintFan(context, open, projection.x(open.x), projection.y(open.y), (i, x, y) => one(i, x, y, open.near), theme);
    }
  }

  Object.assign(Atlas, { FONT, fillOf, typeOf, paintSerbAreas, paintIncidentAreas, paintPoints, fanPositions });
})((globalThis.Atlas = globalThis.Atlas || {}));
