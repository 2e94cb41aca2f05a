// The presenter: one deck, one set of hands, and the map that travels from step to step when a hand asks for it.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  const NARROW = "(width < 800px)";
  /** So much larger the smallest words on map and strip are as large as the smallest on a slide. */
  /** On a phone everything on the map is drawn this much larger than on a desk; in a room as the file says. */
  const NARROW_MAGNIFY = 1.25;

  function stateOf(slide) {
    return (slide.step || slide.exercise || {}).state || null;
  }

  function present(atlas) {
    const { root, map, payload } = atlas;
    const told = payload.present;
    const find = (name) => root.querySelector(`[data-part="${name}"]`);
    const t = Atlas.makeWords(told);
    const deck = Atlas.makeDeck(told.stories);
    const traveller = Atlas.makeTraveller(atlas);
    const calm = globalThis.matchMedia("(prefers-reduced-motion: reduce)");
    const narrow = globalThis.matchMedia(NARROW);
    const pane = find("slide");
    const body = find("slide-body");
    const revealed = new Map();
    const lifted = new Set();
    let covering = false;
    let travelling = false;
    let framed = null; // the story whose time the strip spans
    let journey = 0;
    let painters = [];

    const say = (words) => { find("live").textContent = words; };
    const level = (id) => revealed.get(id) || 0;
    const focusTitle = () => find("title")?.focus({ preventScroll: true });

    const guessing = Atlas.makeGuessing(atlas, t, { open: (slide) => level(slide.id) > 0, changed: () => repaint(false) });
    const sheet = Atlas.makeSheet(find("dialog"), t, { closed: focusTitle });
    const black = Atlas.makeBlack(find("black"), t, say);
    const spotlight = Atlas.makeSpotlight(find("spotlight"));
    const stripCover = Atlas.makeStripCover(root);
    const drawer = Atlas.makeDrawer(root, atlas, pane, t, { closed: () => { if (!sheet.name()) focusTitle(); } });

    const show = {
      atlas, t, deck, act,
      glossary: told.glossary || [], glossarySources: told.glossarySources || [],
      about: payload.about, attribution: payload.base.attribution,
      sourceNote: Atlas.makeSourceNote(find("source-note"), t),
      covers: () => covering,
      blank: () => Boolean(atlas.view.blank),
      spotlit: spotlight.on,
      lifted: (id) => lifted.has(id),
      lift(id) {
        lifted.add(id);
        repaint(true);
      },
      revealed: level,
      guesses: guessing.judged,
      clearGuesses: guessing.clear,
      placeName: (id) => (payload.places[id] ? Atlas.nameOf(payload.places[id], atlas.view.policy) : id),
      point(incidents) {
        const state = stateOf(deck.slide());
        if (!travelling && state && root.dataset.layout !== "full") atlas.apply({ told: incidents || state.told });
      },
      afterPaint: (paint) => painters.push(paint),
      painted: () => painters.forEach((paint) => paint()),
      choose(story) {
        deck.choose(story);
        showSlide(false);
      },
      leaveOut(yes) {
        deck.leaveOut(yes);
        tellPlace();
        notes.refresh();
      },
      speak(tag) {
        t.use(tag);
        document.documentElement.lang = tag;
        drawer.speak();
        repaint(false);
        const open = sheet.name();
        if (open) act(open);
        find("language")?.focus();
      },
      fromSheet(action) {
        sheet.close();
        act(action);
      },
      goFromSheet(index) {
        deck.go(index);
        sheet.close();
        showSlide(false);
      },
    };

    /** Draw the slide anew where it stands, after something on it changed. */
    function repaint(focus) {
      painters = [];
      show.sourceNote.close(false);
      Atlas.paintSlide(body, deck.slide(), show);
      paintBar();
      notes.refresh();
      if (focus) focusTitle();
    }

    function paintBar() {
      Atlas.paintBar(find("slide-bar"), find("progress-line").firstElementChild, show);
    }

    function tellPlace() {
      paintBar();
      try {
        globalThis.history.replaceState(null, "", deck.hash());
      } catch { /* a document without an address of its own */ }
    }

    /** Show the slide at which the deck stands; `moving` lets the map travel there. */
    function showSlide(moving) {
      const slide = deck.slide();
      const sawMap = root.dataset.layout !== "full";
      drawer.close();
      guessing.end();
      atlas.pointer.tooltip(null);
      root.dataset.layout = Atlas.layoutOf(slide);
      pane.setAttribute("aria-label", t("Slide"));
      map.invalidateSize({ animate: false });
      if (slide.story && slide.story !== framed) {
        framed = slide.story;
        atlas.strip.frame(Atlas.spanOf(framed));
      }
      if (slide.exercise && slide.exercise.kind === "place") guessing.begin(slide);
      repaint(true);
      tellPlace();
      say(Atlas.announce(slide, deck.progress(), t));
      travel(stateOf(slide), moving && sawMap && root.dataset.layout !== "full" && !calm.matches);
    }

    async function travel(state, moving) {
      journey += 1;
      if (!state) {
        traveller.stop();
        travelling = false;
        return;
      }
      const own = journey;
      travelling = moving;
      const arrived = traveller.to(state, { moving });
      if (!(await arrived) || own !== journey) return;
      travelling = false;
    }

    /** The movement under way ends at once; true if there was one. */
    function endTravel() {
      if (!travelling) return false;
      travelling = false;
      traveller.stop();
      return true;
    }

    function reveal() {
      const slide = deck.slide();
      if (!slide.exercise) return false;
      const { kind } = slide.exercise;
      if (level(slide.id) >= Atlas.mostRevealed(slide.exercise)) return false;
      revealed.set(slide.id, level(slide.id) + 1);
      if (kind === "place") {
        guessing.reveal();
        atlas.apply({ told: [slide.exercise.place.incident] });
      }
      repaint(true);
      return true;
    }

    function next() {
      if (endTravel()) return;
      const { id, exercise } = deck.slide();
      if (exercise && exercise.kind === "evening" && exercise.evening.rows.length && !level(id)) reveal();
      else if (deck.next()) showSlide(true);
      else say(t("This is the last slide."));
    }

    function jump(turn) {
      endTravel();
      if (turn()) showSlide(false);
    }

    function toggleCover() {
      covering = !covering;
      stripCover.turn(covering);
      repaint(true);
      say(covering ? t("What comes next is covered.") : t("What comes next is open."));
    }

    function toggleSheet(name, title, parts, focused) {
      drawer.close();
      sheet.open(name, title, parts, focused);
    }

    function escape() {
      if (show.sourceNote.close(true) || sheet.close() || drawer.close()) return true;
      if (!spotlight.on()) return false;
      spotlight.turn(false);
      return true;
    }

    const ACTIONS = {
      next, back: () => jump(deck.back), first: () => jump(deck.first), last: () => jump(deck.last),
      answer: reveal, cover: toggleCover, escape,
      fullscreen: () => Atlas.toggleFullScreen(t, show.sourceNote.say),
      black: () => {
        sheet.close();
        black.turn(true);
      },
      blank: () => atlas.apply({ blank: !atlas.view.blank }),
      dark: () => {
        atlas.apply({ dark: !atlas.getTheme().dark });
        repaint(false);
      },
      spotlight: () => spotlight.turn(!spotlight.on()),
      larger: () => (spotlight.on() ? spotlight.resize(1) : false),
      smaller: () => (spotlight.on() ? spotlight.resize(-1) : false),
      notes: () => notes.open(),
      legend: () => (root.dataset.layout === "full" ? false : drawer.open("legend")),
      help: () => toggleSheet("help", t("Tools and keys"), Atlas.helpParts(show)),
      list: () => toggleSheet("list", t("List of slides"), Atlas.listParts(show), '[aria-current="true"]'),
      glossary: () => toggleSheet("glossary", t("Glossary"), Atlas.glossaryParts(show), "input"),
    };

    /** Do what a hand asks for; says whether it was taken. */
    function act(action, event) {
      if (black.on()) {
        black.turn(false);
        focusTitle();
        return true;
      }
      const open = sheet.name();
      if (event && open) {
        if (action === open || action === "escape") return sheet.close();
        return false;
      }
      return ACTIONS[action]() !== false;
    }

    Atlas.makeHands(pane, act);
    const notes = Atlas.makeNotes(show, { act, fallback: (parts) => toggleSheet("notes", t("Speaker notes"), [
      el("p", { class: "quiet", role: "status" }, t("The browser did not open a second window, so the notes stand here, where the class can see them.")),
      ...parts]) });

    function magnify() {
      atlas.apply({ magnify: narrow.matches ? NARROW_MAGNIFY : payload.opening.magnify || 1 });
    }

    function wire() {
      document.addEventListener("keydown", (event) => {
        if (!black.on() || ["Control", "Alt", "Meta", "Shift"].includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        act("black");
      }, true);
      find("black").addEventListener("click", () => act("black"));
      globalThis.addEventListener("hashchange", () => { if (deck.open(globalThis.location.hash)) showSlide(false); });
      // The map takes the focus where it is clicked; the keys belong to the slides again as soon as the hand lets go.
      map.on("click dragend", () => { if (!drawer.on()) focusTitle(); });
      narrow.addEventListener("change", magnify);
      globalThis.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(false)); // symbols on slides
      new ResizeObserver(() => {
        show.painted();
        Atlas.fitSlide(body);
      }).observe(body);
    }

    document.documentElement.dataset.present = "";
    pane.hidden = false;
    magnify();
    drawer.speak();
    wire();
    deck.open(globalThis.location.hash);
    showSlide(false);
    atlas.presenting = {
      deck, act, t, notes,
      get index() { return deck.index(); },
      get slides() { return deck.slides().map((slide) => slide.id); },
      get state() {
        const slide = deck.slide();
        return { slide: slide.id, kind: slide.kind, story: deck.story().id, travelling, covering, revealed: level(slide.id),
          leftOut: deck.leftOut(), blank: show.blank(), black: black.on(), spotlight: spotlight.on(), sheet: sheet.name(),
          drawer: drawer.on(), dark: atlas.getTheme().dark, language: t.language() };
      },
    };
  }

  Object.assign(Atlas, { present });
})((globalThis.Atlas = globalThis.Atlas || {}));
