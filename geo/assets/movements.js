// Troop movements: an arrow from the direction of the sender with the number; hollow and dashed until they arrived.
(function (Atlas) {
  "use strict";

  const MOST_ARROWS = 8;
  const MOVES_NOBODY = new Set(["requested", "refused"]);
  const ARRIVED = new Set(["arrived", "replaced"]);

  /** Movements with a date inside the span (and shown by the filters), newest first, with their status at its end. */
  function movementsIn(payload, mask, span) {
    return payload.movements
      .filter((movement) => mask[movement.row])
      .map((movement) => ({ movement, step: Atlas.statusOn(movement, span[1] - 1) }))
      .filter(({ movement, step }) => step && step.status !== "withdrawn"
        && movement.statuses.some((one) => one.at < span[1] && one.until > span[0]))
      .sort((a, b) => b.step.at - a.step.at);
  }

  /** Where the straight line from the target towards the sender leaves the picture. */
  function edgePoint(target, sender, size, margin) {
    const dx = sender.x - target.x;
    const dy = sender.y - target.y;
    const reach = [
      dx > 0 ? (size.width - margin.right - target.x) / dx : dx < 0 ? (margin.left - target.x) / dx : Infinity,
      dy > 0 ? (size.height - margin.bottom - target.y) / dy : dy < 0 ? (margin.top - target.y) / dy : Infinity,
      1,
    ];
    const t = Math.max(0.05, Math.min(...reach));
    return { x: target.x + dx * t, y: target.y + dy * t };
  }

  function arrowHead(context, tip, angle, style) {
    const size = 12;
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    context.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
    context.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
    context.closePath();
    context.fillStyle = style.filled ? style.colour : style.paper;
    context.fill();
    context.lineWidth = 1.6;
    context.strokeStyle = style.colour;
    context.stroke();
  }

  function paintArrow(context, tail, tip, bend, style) {
    const middle = { x: (tail.x + tip.x) / 2 - (tip.y - tail.y) * bend, y: (tail.y + tip.y) / 2 + (tip.x - tail.x) * bend };
    const angle = Math.atan2(tip.y - middle.y, tip.x - middle.x);
    const neck = { x: tip.x - 9 * Math.cos(angle), y: tip.y - 9 * Math.sin(angle) };
    context.setLineDash(style.filled ? [] : [7, 5]);
    for (const [width, colour] of [[style.width + 3, style.halo], [style.width, style.colour]]) {
      context.beginPath();
      context.moveTo(tail.x, tail.y);
      context.quadraticCurveTo(middle.x, middle.y, neck.x, neck.y);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
    context.setLineDash([]);
    if (style.stopped) {
      context.lineWidth = 3;
      context.beginPath();
      const across = angle + Math.PI / 2;
      context.moveTo(neck.x + 9 * Math.cos(across), neck.y + 9 * Math.sin(across));
      context.lineTo(neck.x - 9 * Math.cos(across), neck.y - 9 * Math.sin(across));
      context.strokeStyle = style.colour;
      context.stroke();
    } else arrowHead(context, tip, angle, style);
  }

  function wordsOf({ movement, step }, payload) {
    const number = movement.number || "number not given";
    const parts = [number, payload.statusWords[step.status]];
    return `${movement.sender}: ${parts.join(" ")}`;
  }

  function styleOf(step, theme) {
    const filled = ARRIVED.has(step.status);
    return { filled, stopped: MOVES_NOBODY.has(step.status), width: filled ? 3 : 2, colour: theme.movement,
      paper: theme.paper, halo: theme.halo };
  }

  function targetOf(movement, projection, size) {
    const x = projection.x(movement.x);
    const y = projection.y(movement.y);
    return { x: Math.min(size.width - 60, Math.max(60, x)), y: Math.min(size.height - 60, Math.max(60, y)) };
  }

  /** Arrows fan out around their target so that each keeps its own line; returns what found no room. */
  function paintMovements(context, payload, standing, projection, view, theme, room, hits) {
    const { size } = view;
    const margin = { left: 90, right: 90, top: 56, bottom: 40 };
    const withOrigin = standing.filter(({ movement }) => movement.origin).slice(0, MOST_ARROWS);
    withOrigin.forEach((item, k) => {
      const { movement, step } = item;
      const style = styleOf(step, theme);
      const target = targetOf(movement, projection, size);
      const sender = { x: projection.x(movement.origin.x), y: projection.y(movement.origin.y) };
      const turn = ((k % 2 ? 1 : -1) * Math.ceil(k / 2)) * 0.16;
      const dx = sender.x - target.x;
      const dy = sender.y - target.y;
      const turned = { x: target.x + dx * Math.cos(turn) - dy * Math.sin(turn),
        y: target.y + dx * Math.sin(turn) + dy * Math.cos(turn) };
      const tail = edgePoint(target, turned, size, margin);
      const reach = Math.hypot(tail.x - target.x, tail.y - target.y) || 1;
      const stop = Math.min(0.5, 34 / reach);
      const tip = { x: target.x + (tail.x - target.x) * stop, y: target.y + (tail.y - target.y) * stop };
      paintArrow(context, tail, tip, 0.12, style);
      const box = Atlas.paintChip(context, wordsOf(item, payload), tail.x, tail.y,
        { paper: theme.paper, edge: style.colour, ink: theme.ink, dash: style.filled ? [] : [4, 3] }, room);
      if (box) hits.push({ kind: "chip", box, rows: [movement.row] });
    });
    return standing.length - withOrigin.length;
  }

  Object.assign(Atlas, { movementsIn, paintMovements, edgePoint, movementWords: wordsOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
