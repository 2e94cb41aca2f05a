// Symbols: one path for each shape, drawn on any canvas. Shape and colour go together.
(function (Atlas) {
  "use strict";

  function polygon(context, x, y, radius, corners, turn) {
    for (let k = 0; k < corners; k += 1) {
      const angle = turn + (k * 2 * Math.PI) / corners;
      const px = x + radius * Math.cos(angle);
      const py = y + radius * Math.sin(angle);
      if (k === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    }
    context.closePath();
  }

  function star(context, x, y, radius) {
    for (let k = 0; k < 10; k += 1) {
      const angle = -Math.PI / 2 + (k * Math.PI) / 5;
      const r = k % 2 ? radius * 0.48 : radius * 1.12;
      if (k === 0) context.moveTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
      else context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    context.closePath();
  }

  function outline(context, points) {
    points.forEach(([px, py], k) => (k ? context.lineTo(px, py) : context.moveTo(px, py)));
    context.closePath();
  }

  const SHAPES = {
    circle: (c, x, y, r) => c.arc(x, y, r * 0.92, 0, 2 * Math.PI),
    triangle: (c, x, y, r) => polygon(c, x, y + r * 0.16, r * 1.14, 3, -Math.PI / 2),
    square: (c, x, y, r) => c.rect(x - r * 0.82, y - r * 0.82, r * 1.64, r * 1.64),
    diamond: (c, x, y, r) => polygon(c, x, y, r * 1.12, 4, -Math.PI / 2),
    pentagon: (c, x, y, r) => polygon(c, x, y, r * 1.04, 5, -Math.PI / 2),
    hexagon: (c, x, y, r) => polygon(c, x, y, r, 6, 0),
    star: (c, x, y, r) => star(c, x, y, r),
    chevron: (c, x, y, r) => outline(c, [[x - r, y - r * 0.8], [x + r * 0.1, y - r * 0.8], [x + r, y],
      [x + r * 0.1, y + r * 0.8], [x - r, y + r * 0.8], [x - r * 0.25, y]]),
    cross: (c, x, y, r) => {
      const a = r * 0.34;
      outline(c, [[x - a, y - r], [x + a, y - r], [x + a, y - a], [x + r, y - a], [x + r, y + a], [x + a, y + a],
        [x + a, y + r], [x - a, y + r], [x - a, y + a], [x - r, y + a], [x - r, y - a], [x - a, y - a]]);
    },
    arrow: (c, x, y, r) => outline(c, [[x - r, y - r * 0.3], [x, y - r * 0.3], [x, y - r * 0.85], [x + r, y],
      [x, y + r * 0.85], [x, y + r * 0.3], [x - r, y + r * 0.3]]),
    bars: (c, x, y, r) => {
      c.rect(x - r * 0.8, y - r * 0.75, r * 1.6, r * 0.42);
      c.rect(x - r * 0.8, y + r * 0.25, r * 1.6, r * 0.42);
    },
  };

  /** Draw one symbol: filled, or hollow where the place is only near. */
  function drawSymbol(context, shape, x, y, radius, style) {
    context.beginPath();
    SHAPES[shape](context, x, y, radius);
    context.lineJoin = "round";
    if (style.hollow) {
      context.fillStyle = style.paper;
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = style.fill;
      context.stroke();
      return;
    }
    context.lineWidth = 2.6;
    context.strokeStyle = style.halo;
    context.stroke();
    context.fillStyle = style.fill;
    context.fill();
  }

  const stamps = new Map();

  /** A symbol drawn once on a small canvas of its own; `half` is half its side in pixels of the page. */
  function stampOf(shape, radius, style, ratio) {
    const key = `${shape} ${radius} ${style.hollow} ${style.fill} ${style.halo} ${ratio}`;
    if (!stamps.has(key)) {
      const half = Math.ceil(radius * 1.2 + 4);
      const canvas = document.createElement("canvas");
      canvas.width = Math.ceil(2 * half * ratio);
      canvas.height = canvas.width;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      drawSymbol(context, shape, half, half, radius, style);
      stamps.set(key, { canvas, half, side: canvas.width / ratio });
    }
    return stamps.get(key);
  }

  /**
   * The same as `drawSymbol`, but copied from a stamp: half the work where there are hundreds, on whole pixels of a
   * canvas that is `magnify` times its usual size.
   */
  function stampSymbol(context, shape, x, y, radius, style, magnify) {
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1) * magnify;
    const { canvas, half, side } = stampOf(shape, radius, style, ratio);
    const whole = (at) => Math.round((at - half) * ratio) / ratio;
    context.drawImage(canvas, whole(x), whole(y), side, side);
  }

  /** A small canvas with one symbol, for legends and lists. */
  function symbolIcon(shape, style, size) {
    const canvas = document.createElement("canvas");
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    canvas.width = size * ratio;
    canvas.height = size * ratio;
    canvas.style.width = `${size}px`;
    canvas.style.height = `${size}px`;
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    drawSymbol(context, shape, size / 2, size / 2, size * 0.36, style);
    return canvas;
  }

  /** A diagonal hatch of one colour as a canvas pattern. */
  function hatch(context, colour, spacing, width) {
    const tile = document.createElement("canvas");
    tile.width = spacing;
    tile.height = spacing;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (let k = -1; k <= 1; k += 1) {
      pen.moveTo(k * spacing - 1, spacing + 1);
      pen.lineTo((k + 1) * spacing + 1, -1);
    }
    pen.stroke();
    return context.createPattern(tile, "repeat");
  }

  Object.assign(Atlas, { SHAPES, drawSymbol, stampSymbol, symbolIcon, hatch });
})((globalThis.Atlas = globalThis.Atlas || {}));
