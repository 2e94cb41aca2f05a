// A Leaflet layer that owns one canvas over the whole map and is painted by a function.
(function (Atlas) {
  "use strict";

  /** How many times its usual size everything on the canvases has; kept with the options of Leaflet's map. */
  function magnified(map) {
    return map.options.magnify || 1;
  }

  /** A point of the container in the pixels that the painters count in. */
  function paintedPoint(map, { x, y }) {
    const magnify = magnified(map);
    return { x: x / magnify, y: y / magnify };
  }

  /** `paint(context, size)` counts in pixels that are as large as the map is magnified. */
  function makeCanvasLayer(map, name, zIndex, paint) {
    const pane = map.createPane(`atlas-${name}`);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    pane.appendChild(canvas);
    const context = canvas.getContext("2d");
    const size = { width: 0, height: 0, ratio: 1 };
    const frame = { width: 0, height: 0, ratio: 1, magnify: 1 };

    function fit() {
      const { x: width, y: height } = map.getSize();
      const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
      const magnify = magnified(map);
      if (frame.width !== width || frame.height !== height || frame.ratio !== ratio || frame.magnify !== magnify) {
        Object.assign(frame, { width, height, ratio, magnify });
        Object.assign(size, { width: width / magnify, height: height / magnify, ratio: ratio * magnify });
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    }

    return {
      paint() {
        fit();
        context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
        context.clearRect(0, 0, size.width, size.height);
        paint(context, size);
      },
    };
  }

  /** Unit Mercator to the pixels that the painters count in, for the present view. */
  function makeProjection(map) {
    const magnify = magnified(map);
    const scale = (256 * 2 ** map.getZoom()) / magnify;
    const origin = paintedPoint(map, map.getPixelBounds().min);
    return {
      magnify, scale, originX: origin.x, originY: origin.y,
      x: (unit) => unit * scale - origin.x,
      y: (unit) => unit * scale - origin.y,
    };
  }

  /** GeoJSON polygon rings in unit Mercator, ready to be drawn at any zoom. */
  function ringsOf(geometry) {
    if (!geometry) return [];
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.flatMap((rings) => rings.map((ring) => ring.map(([longitude, latitude]) =>
      [Atlas.mercatorX(longitude), Atlas.mercatorY(latitude)])));
  }

  function traceRings(context, rings, projection) {
    context.beginPath();
    for (const ring of rings) {
      ring.forEach(([ux, uy], k) => {
        const x = projection.x(ux);
        const y = projection.y(uy);
        if (k) context.lineTo(x, y);
        else context.moveTo(x, y);
      });
      context.closePath();
    }
  }

  /** Whether a point of the container lies inside the rings (even-odd). */
  function insideRings(rings, projection, x, y) {
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [xi, yi] = [projection.x(ring[i][0]), projection.y(ring[i][1])];
        const [xj, yj] = [projection.x(ring[j][0]), projection.y(ring[j][1])];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
    return inside;
  }

  /** Pixels of a distance on the ground at a unit Mercator y. */
  function pixelsOfMetres(metres, unitY, projection) {
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * unitY)));
    return (metres / (40075016.686 * Math.cos(latitude))) * projection.scale;
  }

  Object.assign(Atlas, { magnified, paintedPoint, makeCanvasLayer, makeProjection, ringsOf, traceRings, insideRings,
    pixelsOfMetres });
})((globalThis.Atlas = globalThis.Atlas || {}));
