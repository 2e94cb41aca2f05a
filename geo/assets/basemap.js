// The offline base map: land, water, neighbours and the outline, as Leaflet vectors; online tiles only when asked for.
(function (Atlas) {
  "use strict";

  const PADDING = 0.3;
  const COARSE = 0.4; // how many zooms a drawing may be stretched while the map flies

  function makeBasemap(map, base, say) {
    const pane = map.createPane("atlas-base");
    pane.style.zIndex = 250;
    const renderer = L.canvas({ pane: "atlas-base", padding: PADDING });
    const layers = ["world", "neighbours", "lakes", "rivers", "borders", "kosovo"].map((name) => ({ name,
      layer: L.geoJSON(base[name], { pane: "atlas-base", renderer, interactive: false }) }));
    layers.forEach(({ layer }) => layer.addTo(map));
    let tiles = null;

    function paint(theme) {
      const times = Atlas.magnified(map);
      const styles = {
        world: { color: theme.land, weight: 0.5 * times, fillColor: theme.land, fillOpacity: 1 },
        neighbours: { color: theme.land, weight: 0.5 * times, fillColor: theme.land, fillOpacity: 1 },
        borders: { color: theme.border, weight: 1.1 * times, fill: false },
        kosovo: { color: theme.outline, weight: 1.6 * times, dashArray: `${6 * times} ${4 * times}`, fillColor: theme.focus, fillOpacity: 1 },
        lakes: { color: theme.waterEdge, weight: 0.6 * times, fillColor: theme.water, fillOpacity: 1 },
        rivers: { color: theme.waterEdge, weight: 1.1 * times, fill: false },
      };
      for (const { name, layer } of layers) {
        layer.setStyle({ ...styles[name], ...(tiles && name !== "kosovo" ? { opacity: 0, fillOpacity: 0 } : {}),
          ...(tiles && name === "kosovo" ? { fillOpacity: 0 } : {}) });
      }
      map.getContainer().style.background = theme.water;
    }

    /** Switch online tiles on or off; the first failing tile switches them off again and says so. */
    function setTiles(choice, theme) {
      if (tiles) map.removeLayer(tiles);
      tiles = null;
      if (choice) {
        tiles = L.tileLayer(choice.url, { attribution: "", maxZoom: choice.maxZoom || 18, zIndex: 1 });
        tiles.once("tileerror", () => {
          setTiles(null, theme);
          say("The online map could not be reached. The offline map stays.");
        });
        tiles.addTo(map);
      }
      paint(theme);
    }

    /** Begin a flight: returns what is to be called while it lasts, so that land is under the whole frame, and sharp. */
    function takeOff() {
      const now = () => ({ ground: map.getBounds().pad(PADDING - 0.05), zoom: map.getZoom() });
      let drawn = now();
      return () => {
        const covers = drawn.ground.contains(map.getBounds()) && Math.abs(map.getZoom() - drawn.zoom) < COARSE;
        if (covers || tiles) return;
        map.fire("viewprereset").fire("viewreset");
        drawn = now();
      };
    }

    return { paint, setTiles, takeOff, hasTiles: () => Boolean(tiles) };
  }

  Object.assign(Atlas, { makeBasemap });
})((globalThis.Atlas = globalThis.Atlas || {}));
