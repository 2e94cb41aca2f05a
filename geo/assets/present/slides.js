// The slides of a file and the way through them: contents, then of the chosen story start, note, steps, exercises, sources.
(function (Atlas) {
  "use strict";

  /** Room on one closing slide, in lines of two columns at the smallest type, less on the last; letters on a line. */
  const PAGE_LINES = 35;
  const LAST_LINES = 26;
  const LINE_LETTERS = 54;

  function linesOf(source) {
    return 0.4 + Math.ceil((source.title.length + (source.publisher || "").length + (source.published || "").length + 8) / LINE_LETTERS);
  }

  /** Split numbered sources into pages that need no scrolling; at least one page, even without sources, and room for a notice on the last. */
  function sourcePages(sources) {
    const pages = [[]];
    let used = 0;
    for (const source of sources) {
      const lines = linesOf(source);
      if (used && used + lines > PAGE_LINES) {
        pages.push([]);
        used = 0;
      }
      pages[pages.length - 1].push(source);
      used += lines;
    }
    if (used > LAST_LINES) {
      const last = pages.pop();
      const half = Math.ceil(last.length / 2);
      pages.push(last.slice(0, half), last.slice(half));
    }
    return pages;
  }

  function hasNote(story) {
    return [...story.steps, ...story.exercises].some((one) => one.contentNote);
  }

  /** All slides of a story; `number` counts them from 1, whatever is left out, so that an address stays true. */
  function slidesOf(story) {
    const pages = sourcePages(story.sources);
    const slides = [{ kind: "start", id: `${story.id}/start` }];
    if (hasNote(story)) slides.push({ kind: "note", id: `${story.id}/note` });
    story.steps.forEach((step) => slides.push({ kind: "step", id: step.id, step, hurts: Boolean(step.contentNote) }));
    story.exercises.forEach((exercise) =>
      slides.push({ kind: "exercise", id: exercise.id, exercise, hurts: Boolean(exercise.contentNote) }));
    pages.forEach((sources, page) =>
      slides.push({ kind: "closing", id: `${story.id}/sources-${page + 1}`, sources, page: page + 1, pages: pages.length }));
    return slides.map((slide, k) => ({ ...slide, story, number: k + 1 }));
  }

  /** The part of time that a story tells of, with some air at both ends, in minutes; the strip spans it. */
  function spanOf(story) {
    const clocks = [...story.steps, ...story.exercises].map(({ state }) => state.clock);
    const from = Math.min(...clocks.map((clock) => Atlas.minutesOf(clock.from)));
    const to = Math.max(...clocks.map((clock) => Atlas.minutesOf(clock.to) + Atlas.DAY));
    const air = Math.max(2 * Atlas.DAY, (to - from) * 0.05);
    return { from: from - air, to: to + air };
  }

  /** "#march_2004/3" as story and number; null if it names no story. */
  function readHash(hash, stories) {
    const parts = /^#([^/]+)(?:\/(\d+))?$/.exec(hash || "");
    if (!parts) return null;
    let name = parts[1];
    try {
      name = decodeURIComponent(name);
    } catch { /* not an address of ours: compared as it stands */ }
    const story = stories.findIndex((one) => one.id === name);
    return story < 0 ? null : { story, number: Math.max(1, Number(parts[2] || 1)) };
  }

  /** Position among the steps (or the exercises) that are shown: `{ position, count }`, or null elsewhere. */
  function progressOf(slides, slide) {
    if (slide.kind !== "step" && slide.kind !== "exercise") return null;
    const same = slides.filter((one) => one.kind === slide.kind);
    return { position: same.findIndex((one) => one.id === slide.id) + 1, count: same.length };
  }

  /** Where the presentation stands. Nothing here knows of the page. */
  function makeDeck(stories) {
    const state = { story: 0, index: 0, leftOut: false };
    const contents = stories.length > 1 ? [{ kind: "contents", id: "contents", number: 0, story: null }] : [];
    const own = () => slidesOf(stories[state.story]);
    const slides = () => [...contents, ...own().filter((slide) => !(state.leftOut && slide.hurts))];
    const slide = () => slides()[state.index];
    const go = (index) => {
      const before = state.index;
      state.index = Math.max(0, Math.min(slides().length - 1, index));
      return state.index !== before;
    };
    const goTo = (number) => {
      const at = slides().findIndex((one) => one.number >= number);
      return go(at < 0 ? slides().length - 1 : at);
    };
    return {
      stories, slides, slide, go,
      index: () => state.index,
      story: () => stories[state.story],
      next: () => go(state.index + 1),
      back: () => go(state.index - 1),
      first: () => go(0),
      last: () => go(slides().length - 1),
      leftOut: () => state.leftOut,
      progress: () => progressOf(slides(), slide()),
      /** Open a story at its start. */
      choose(story) {
        state.story = story;
        state.leftOut = false;
        go(contents.length);
      },
      /** Leave out the steps that tell of people killed or hurt, or take them in again; the slide stays if it can. */
      leaveOut(yes) {
        const { number } = slide();
        state.leftOut = yes;
        goTo(number);
      },
      /** Go where an address says; false if it names nothing here. */
      open(hash) {
        const wanted = readHash(hash, stories);
        if (!wanted) return false;
        if (wanted.story !== state.story) state.leftOut = false;
        state.story = wanted.story;
        goTo(wanted.number);
        return true;
      },
      hash() {
        const { kind, number, story } = slide();
        if (kind === "contents") return "#";
        return `#${encodeURIComponent(story.id)}${number > 1 ? `/${number}` : ""}`;
      },
    };
  }

  Object.assign(Atlas, { sourcePages, spanOf, slidesOf, readHash, progressOf, makeDeck });
})((globalThis.Atlas = globalThis.Atlas || {}));
