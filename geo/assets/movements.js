// Troop movements: an arrow from the direction of the sender with the number; hollow and dashed until they arrived.
(function (Atlas) {
  "use strict";

  const MOST_ARROWS = 12;
  const NARROW = 520;
  const LONGEST_SPAN = 400 * 1440;
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

  /** Where the straight line from the target towards the sender leaves the frame, as a way along the frame's edge. */
  function edgeWay(target, sender, frame) {
    const dx = sender.x - target.x;
    const dy = sender.y - target.y;
    const tx = dx > 0 ? (frame.x1 - target.x) / dx : dx < 0 ? (frame.x0 - target.x) / dx : Infinity;
    const ty = dy > 0 ? (frame.y1 - target.y) / dy : dy < 0 ? (frame.y0 - target.y) / dy : Infinity;
    const t = Math.min(tx, ty);
    const x = Math.min(frame.x1, Math.max(frame.x0, target.x + dx * t));
    const y = Math.min(frame.y1, Math.max(frame.y0, target.y + dy * t));
    const [width, height] = [frame.x1 - frame.x0, frame.y1 - frame.y0];
    if (ty <= tx) return dy < 0 ? x - frame.x0 : width + height + (frame.x1 - x);
    return dx > 0 ? width + (y - frame.y0) : 2 * width + height + (frame.y1 - y);
  }

  /** The point of the frame's edge at a way from its north-west corner, clockwise. */
  function edgePoint(way, frame) {
    const [width, height] = [frame.x1 - frame.x0, frame.y1 - frame.y0];
    let left = ((way % (2 * (width + height))) + 2 * (width + height)) % (2 * (width + height));
    if (left <= width) return { x: frame.x0 + left, y: frame.y0 };
    left -= width;
    if (left <= height) return { x: frame.x1, y: frame.y0 + left };
    left -= height;
    if (left <= width) return { x: frame.x1 - left, y: frame.y1 };
    return { x: frame.x0, y: frame.y1 - (left - width) };
  }

  /** Where the line from the tail first enters the shape: the arrow ends there and claims no more than the shape. */
  function entryPoint(tail, target, rings, projection) {
    const steps = 120;
    for (let k = 0; k <= steps; k += 1) {
      const x = tail.x + ((target.x - tail.x) * k) / steps;
      const y = tail.y + ((target.y - tail.y) * k) / steps;
      if (Atlas.insideRings(rings, projection, x, y)) return { x, y };
    }
    return target;
  }

  /** The arrow ends at the border of an area, or a little before a settlement. */
  function tipOf(tail, target, shape, projection) {
    if (shape) return entryPoint(tail, target, shape.rings, projection);
    const length = Math.hypot(target.x - tail.x, target.y - tail.y) || 1;
    return { x: target.x - ((target.x - tail.x) / length) * 16, y: target.y - ((target.y - tail.y) / length) * 16 };
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

  /** What a chip says; without the sender where the map shows no names. */
  function wordsOf({ movement, step }, payload, blank = false) {
    const status = payload.statusWords[step.status];
    const words = movement.number ? `${movement.number} ${status}` : `${status}, number not given`;
    return blank ? words : `${movement.sender}: ${words}`;
  }

  function styleOf(step, theme) {
    const filled = ARRIVED.has(step.status);
    return { filled, stopped: MOVES_NOBODY.has(step.status), width: filled ? 2.6 : 1.8, colour: theme.movement,
      paper: theme.paper, halo: theme.halo };
  }

  const SHIFTS = [0, 14, -14, 28, -28, 42, -42, 60, -60, 84, -84, 110, -110, 150, -150, 190, -190, 240, -240, 300, -300, 360, -360];
  /** What is told of may stand further away from its direction. */
  const FAR_SHIFTS = [...SHIFTS, ...Array.from({ length: 20 }, (_, k) => 380 + 22 * k).flatMap((far) => [far, -far])];

  /** Find a free spot for the chip on the edge of the map, as near as possible to the sender's direction. */
  function placeChip(context, words, way, frame, room, shifts) {
    const width = Atlas.chipWidth(context, words);
    for (const shift of shifts) {
      const spot = edgePoint(way + shift, frame);
      const x = Math.min(frame.right - width / 2 - 6, Math.max(frame.left + width / 2 + 6, spot.x));
      const box = { x0: x - width / 2, y0: spot.y - 10, x1: x + width / 2, y1: spot.y + 10 };
      if (room.take(box)) return { box, x, y: spot.y };
    }
    return null;
  }

  function layOut(context, standing, payload, projection, { size, blank, told }, room) {
    const frame = { x0: 100, x1: size.width - 100, y0: 66, y1: size.height - 66, left: 0, right: size.width };
    const laid = [];
    const most = size.width < NARROW ? 3 : MOST_ARROWS;
    for (const item of standing) {
      const { movement } = item;
      const target = { x: projection.x(movement.x), y: projection.y(movement.y) };
      const inView = target.x > frame.x0 && target.x < frame.x1 && target.y > frame.y0 && target.y < frame.y1;
      const asked = told.has(movement.row);
      if (!movement.origin || !inView || (laid.length >= most && !asked)) continue;
      const sender = { x: projection.x(movement.origin.x), y: projection.y(movement.origin.y) };
      const words = wordsOf(item, payload, blank);
      const chip = placeChip(context, words, edgeWay(target, sender, frame), frame, room, asked ? FAR_SHIFTS : SHIFTS);
      if (chip) laid.push({ item, words, chip, tip: tipOf(chip, target, payload.shapes[movement.shape], projection) });
    }
    return laid;
  }

  /** Movements without one direction (no sender named, or several): a word in the corner, no arrow. */
  function layOutUnnamed(context, standing, payload, { size, blank, told }, room) {
    const laid = [];
    const most = size.width < NARROW ? 1 : 4;
    for (const item of standing.filter(({ movement }) => !movement.origin)) {
      if (laid.length >= most && !told.has(item.movement.row)) continue;
      const words = wordsOf(item, payload, blank);
      const width = Atlas.chipWidth(context, words);
      const x1 = size.width - 12;
      const box = [14, 40, 66, 92, 118].map((y0) => ({ x0: x1 - width, x1, y0, y1: y0 + 20 })).find((spot) => room.take(spot));
      if (box) laid.push({ item, words, chip: { box } });
    }
    return laid;
  }

  /**
   * Draw the arrows that find room, each ending where it enters the area it is known for; none for long windows.
   * Returns the movements drawn.
   */
  function paintMovements(context, payload, standing, projection, view, theme, room, hits) {
    if (view.span[1] - view.span[0] > LONGEST_SPAN) return [];
    const ordered = Atlas.toldFirst(standing, view.told, ({ movement }) => [movement.row]);
    const unnamed = layOutUnnamed(context, ordered, payload, view, room);
    const arrows = layOut(context, ordered, payload, projection, view, room);
    const laid = [...unnamed, ...arrows];
    for (const { item, chip, tip } of arrows) paintArrow(context, chip, tip, 0.06, styleOf(item.step, theme));
    for (const { item, words, chip } of laid) {
      const style = styleOf(item.step, theme);
      Atlas.drawChip(context, words, chip.box, { paper: theme.paper, edge: style.colour, ink: theme.ink, dash: style.filled ? [] : [4, 3] });
      if (view.ringed(item.movement.row)) Atlas.frameChip(context, chip.box, theme.accent);
      hits.push({ kind: "chip", box: chip.box, rows: [item.movement.row] });
    }
    return laid.map(({ item }) => item.movement);
  }

  Object.assign(Atlas, { movementsIn, paintMovements, edgeWay, edgePoint, entryPoint, movementWords: wordsOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
