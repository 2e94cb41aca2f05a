// A selection too large to stand in the file: what is drawn comes from the page around the map, a box at a time.
(function (Atlas) {
  "use strict";

  const REST_MS = 150;
  const QUIET_MS = 300;
  const BEYOND_VIEW = 0.25;
  /** From how many zooms off the answer on the map is too coarse or too fine. */
  const OTHER_ZOOM = 0.5;
  const LATITUDE_END = 85.05;
  const ALONE = "This file holds the time line of a large selection; its incidents are drawn inside the running atlas only.";

  /** An answer as `geo.engine.feed.drawn_message` wrote it: its head and its columns. */
  async function readAnswer(body) {
    const size = new DataView(body).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(body, 4, size)));
    return { head, columns: Atlas.unpack(await Atlas.inflate(new Uint8Array(body, 4 + size)), head.header) };
  }

  const latitudeOf = (unitY) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * unitY))) * 180) / Math.PI;
  const longitudeOf = (unitX) => unitX * 360 - 180;

  /** What a card needs of an incident, whatever the answer leaves out; records of sources go to `sources`. */
  function cardOf(told, row, columns, sources) {
    const ids = (told.sources || []).map((source, k) => {
      if (typeof source === "string") return source;
      sources[`${row} ${k}`] = source;
      return `${row} ${k}`;
    });
    const figures = (told.figures || []).map((figure) => (
      typeof figure.source === "number" ? { ...figure, source: ids[figure.source] } : figure));
    return { title: "", date: "", dateKnown: "", place: "", radius_m: 0, actors: [], summary: "", steps: [], related: [],
      says: {}, latitude: latitudeOf(columns.y[row]), longitude: longitudeOf(columns.x[row]), ...told, sources: ids, figures };
  }

  const contains = ([west, south, east, north], [w, s, e, n]) => west <= w && south <= s && east >= e && north >= n;

  function limited([west, south, east, north]) {
    return [Math.max(-180, west), Math.max(-LATITUDE_END, south), Math.min(180, east), Math.min(LATITUDE_END, north)]
      .map((degrees) => Number(degrees.toFixed(5)));
  }

  /** The view and a little around it, so that a small pan needs nothing new. */
  function boxAround([west, south, east, north]) {
    const [dx, dy] = [(east - west) * BEYOND_VIEW, (north - south) * BEYOND_VIEW];
    return limited([west - dx, south - dy, east + dx, north + dy]);
  }

  /** Whether what is there (or on its way) does not do for a view at a zoom. */
  function isMissing(there, view, zoom) {
    if (!there || !contains(there.box, limited(view))) return true;
    if (there.complete) return false;
    const finer = zoom - there.zoom;
    return finer >= OTHER_ZOOM || (finer <= -OTHER_ZOOM && there.kind !== "points");
  }

  /** The line over the map that says that something is loading, or why nothing came. */
  function makeNote(root, again) {
    const words = Atlas.el("span", {});
    const button = Atlas.el("button", { type: "button", class: "chip", hidden: "", onclick: again }, "Try again");
    const note = Atlas.el("p", { class: "notice feed-note", role: "status", hidden: "", "data-part": "feed-note" }, words, button);
    root.append(note);
    return (sentence, retry = false) => {
      words.textContent = sentence;
      button.hidden = !retry;
      note.hidden = !sentence;
    };
  }

  /** `changed(take)` is called when there is something new to draw, with what puts it in place. */
  function makeFeed(map, payload, incidents, root, changed) {
    const page = globalThis.parent;
    const note = makeNote(root, () => ask());
    let feed = payload.feed;
    let cells = null;
    let there = null; // the answer on the map
    let coming = null; // the one that was asked for last
    let number = 0;
    let rest = null;
    let quiet = null;

    function viewBox() {
      const bounds = map.getBounds();
      return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    }

    function ask() {
      clearTimeout(rest);
      clearTimeout(quiet);
      if (page === globalThis) {
        note(ALONE);
        return;
      }
      const zoom = Number(map.getZoom().toFixed(2));
      number += 1;
      coming = { box: boxAround(viewBox()), zoom };
      quiet = setTimeout(() => note("Loading …"), QUIET_MS);
      page.postMessage({ atlas: "need", feed: number, ...coming }, "*");
    }

    /** Ask for the view, after a short rest, unless what is there does. */
    function look(restMs = REST_MS) {
      clearTimeout(rest);
      rest = setTimeout(() => { if (isMissing(coming || there, viewBox(), map.getZoom())) ask(); }, restMs);
    }

    function fail(sentence) {
      clearTimeout(quiet);
      coming = null;
      note(sentence, true);
    }

    async function take(message) {
      if (message.feed !== number) return;
      if (message.failed) {
        fail(message.failed);
        return;
      }
      let answer;
      try {
        answer = await readAnswer(message.body);
      } catch {
        if (message.feed === number) fail("What came for the map could not be read.");
        return;
      }
      if (message.feed === number) draw(answer);
    }

    function draw({ head, columns }) {
      clearTimeout(quiet);
      note("");
      coming = null;
      there = { ...head, complete: head.kind === "points" && head.details.length === columns.count };
      changed(() => {
        const points = head.kind === "points";
        cells = points ? null : Atlas.makeCells(columns, head.header.cell.level, head.bin);
        payload.incidents = points ? head.details.map((told, row) => cardOf(told, row, columns, payload.sources)) : [];
        incidents.take(points ? columns : Atlas.noRows());
      });
    }

    if (page !== globalThis) {
      globalThis.addEventListener("message", (event) => {
        if (event.source === page && event.data && event.data.atlas === "feed") take(event.data);
      });
    }
    map.on("moveend resize", () => look());

    return {
      look,
      now: () => feed,
      cells: () => cells,
      /** Whether the view is drawn as it is wanted, with nothing on its way. */
      settled: () => there !== null && coming === null,
      complete: () => Boolean(there && there.complete),
      /** Another selection: its counts at once; the old picture stays until the new one has come. */
      choose(other) {
        if (other.key === feed.key) return false;
        feed = { ...feed, ...other };
        incidents.days.take(feed);
        there = null;
        ask();
        return true;
      },
    };
  }

  /** Columns of no incidents. */
  function noRows() {
    return Atlas.unpack(new Uint8Array(0), { count: 0, start: 0, west: 0, south: 0, step: 1 });
  }

  Object.assign(Atlas, { makeFeed, readAnswer, noRows, cardOf, boxAround, isMissing, latitudeOf, longitudeOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
