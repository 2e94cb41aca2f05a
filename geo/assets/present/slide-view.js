// The slides as they are seen: heading, sentences, question; the type shrinks before anything has to scroll.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  /** What is short may be larger than usual. */
  const ROOMY = { closing: [1.4, 1.3, 1.2, 1.1], step: [1.12, 1.06] };
  const FITS = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72];
  /** How much of the page a slide takes: `side` beside the map, `wide` beside a small map, `full` without it. */
  const LAYOUTS = { step: "side", place: "side" };
  /** So many figures are read beside a small map; more of them take the page, and the map stands behind. */
  const FIGURES_BESIDE = 5;

  function layoutOf({ kind, exercise }) {
    if (!exercise) return LAYOUTS[kind] || "full";
    if (exercise.kind !== "evening") return LAYOUTS[exercise.kind] || "full";
    const figures = exercise.evening.rows.reduce((sum, row) => sum + Math.max(1, row.then.length) + Math.max(1, row.now.length), 0);
    return figures > FIGURES_BESIDE ? "full" : "wide";
  }

  /** The title of any slide in words. */
  function titleOf(slide, t) {
    if (slide.kind === "contents") return t("Contents");
    if (slide.kind === "start") return slide.story.title;
    if (slide.kind === "note") return t("Before you go on");
    if (slide.kind === "step") return slide.step.title;
    if (slide.kind === "exercise") return slide.exercise.title;
    return slide.pages > 1 ? t("Sources, page {page} of {pages}", slide) : t("Sources");
  }

  /** Title and position, as the live region says them. */
  function announce(slide, progress, t) {
    const title = titleOf(slide, t);
    if (!progress) return title;
    const kind = slide.kind === "step" ? t("Step {position} of {count}", progress) : t("Exercise {position} of {count}", progress);
    return `${kind}: ${title}`;
  }

  /** Make the type smaller step by step until the body needs no scrolling, or no further. */
  function fit(body) {
    for (const factor of [...(ROOMY[body.dataset.kind] || []), ...FITS]) {
      body.style.setProperty("--fit", factor);
      if (body.scrollHeight <= body.clientHeight + 1) break;
    }
    const scrolls = body.scrollHeight > body.clientHeight + 1;
    if (scrolls) body.tabIndex = 0;
    else body.removeAttribute("tabindex");
  }

  function heading(words, t, attributes) {
    return el("h1", { tabindex: "-1", "data-part": "title", ...attributes }, words);
  }

  function languageChoice(show) {
    const { t } = show;
    const languages = t.languages();
    if (languages.length < 2) return "";
    const select = el("select", { "data-part": "language" }, ...languages.map(([tag, name]) =>
      el("option", { value: tag, lang: tag, selected: tag === t.language() ? "" : null }, name)));
    select.addEventListener("change", () => show.speak(select.value));
    return el("label", { class: "language" }, t("Language"), " ", select);
  }

  function paintContents(slide, show) {
    const { t, deck } = show;
    const chosen = deck.story();
    const choices = deck.stories.map((story, k) => el("li", {}, el("button", { type: "button", class: "story", "data-story": story.id,
      "aria-current": story === chosen ? "true" : null, onclick: () => show.choose(k) },
    el("span", { class: "story-title", lang: Atlas.dataLanguage(t) }, story.title),
    el("span", { class: "story-days", lang: Atlas.dataLanguage(t) }, story.days))));
    return [el("div", { class: "contents-head" }, heading(t("Choose a story"), t), languageChoice(show)),
      el("ol", { class: "stories", "data-many": choices.length > 14 ? "true" : null }, ...choices)];
  }

  function paintStart({ story }, show) {
    const { t } = show;
    const lang = Atlas.dataLanguage(t);
    const counts = [t("Steps: {count}", { count: story.steps.length })];
    if (story.exercises.length) counts.push(t("Exercises: {count}", { count: story.exercises.length }));
    return [el("p", { class: "days", "data-part": "days", lang }, story.days), heading(story.title, t, { lang }),
      el("p", { class: "summary", "data-part": "text", lang }, story.summary),
      el("p", { class: "counts", "data-part": "counts" }, counts.join(" · ")),
      story.author ? el("p", { class: "counts" }, t("Told by {author}", { author: story.author })) : "",
      el("p", { class: "how" }, t("Next: right arrow, Page Down, click or tap")),
      deckLanguage(show)];
  }

  /** A file with one story has no contents: the choice of language stands at its start. */
  function deckLanguage(show) {
    return show.deck.stories.length > 1 ? "" : languageChoice(show);
  }

  /** Those with a content note, each with its number in words. */
  function flagged(some, say) {
    return some.map((one, k) => ({ which: say({ number: k + 1 }), title: one.title, hurts: one.contentNote })).filter((one) => one.hurts);
  }

  function paintNote({ story }, show) {
    const { t, deck } = show;
    const lang = Atlas.dataLanguage(t);
    const parts = [...flagged(story.steps, (values) => t("Step {number}", values)),
      ...flagged(story.exercises, (values) => t("Exercise {number}", values))];
    const lines = parts.map((one) => el("li", {}, el("span", { class: "which" }, one.which), show.covers() ? "" : el("span", { lang }, one.title)));
    const box = el("input", { type: "checkbox", "data-part": "leave-out" });
    box.checked = deck.leftOut();
    box.addEventListener("change", () => show.leaveOut(box.checked));
    return [heading(t("Before you go on"), t),
      el("p", { class: "summary", "data-part": "text" }, t("These parts of the story tell of people who were killed or hurt:")),
      el("ul", { class: "flagged", "data-part": "flagged", "data-many": lines.length > 6 ? "true" : null }, ...lines),
      el("label", { class: "switch" }, box, el("span", {}, t("Leave these steps out")))];
  }

  /** The question, set apart; covered until it is asked for if what comes next is covered. */
  function questionPart(slide, show) {
    const { t } = show;
    if (!slide.step.question) return "";
    if (show.covers() && !show.lifted(slide.id)) {
      return el("button", { type: "button", class: "question covered", "data-part": "question-cover",
        onclick: () => show.lift(slide.id) }, t("Show the question"));
    }
    return el("p", { class: "question", "data-part": "question", lang: Atlas.dataLanguage(t) }, slide.step.question);
  }

  function paintStep(slide, show) {
    const { step, story } = slide;
    return [heading(step.title, show.t, { lang: Atlas.dataLanguage(show.t) }),
      el("div", { class: "text", "data-part": "text" }, ...Atlas.sentenceParts(step.sentences, story.sources, show)),
      questionPart(slide, show)];
  }

  function paintClosing(slide, show) {
    const { t } = show;
    const lang = Atlas.dataLanguage(t);
    const items = slide.sources.map((source) => el("li", { value: source.number }, Atlas.link(source.url, source.title), " ",
      el("span", { class: "quiet" }, Atlas.sayPublisher(source))));
    const last = slide.page === slide.pages;
    return [heading(titleOf(slide, t), t), el("p", { class: "days", lang }, slide.story.title),
      items.length ? el("ol", { class: "source-list", "data-part": "sources", lang }, ...items)
        : el("p", { class: "summary" }, t("This story names no sources.")),
      last ? el("p", { class: "about-line", "data-part": "notice-line", lang }, [...show.about, show.attribution].filter(Boolean).join(" ")) : ""];
  }

  const PAINTERS = { contents: paintContents, start: paintStart, note: paintNote, step: paintStep, closing: paintClosing,
    exercise: (slide, show) => Atlas.exerciseParts(slide, show) };

  function paintSlide(body, slide, show) {
    body.dataset.kind = slide.kind === "exercise" ? slide.exercise.kind : slide.kind;
    body.dataset.slide = slide.id;
    body.replaceChildren(...PAINTERS[slide.kind](slide, show).filter(Boolean));
    body.scrollTop = 0;
    show.painted();
    fit(body);
  }

  /** The foot of a slide: back, position, what else there is to press, next; and the thin line over the slide. */
  function paintBar(bar, line, show) {
    const { t, deck } = show;
    const slide = deck.slide();
    const progress = deck.progress();
    const button = (part, kind, words, action, more) => el("button", { type: "button", class: kind, "data-part": part, ...more,
      onclick: () => show.act(action) }, words);
    const off = (yes) => ({ disabled: yes ? "" : null });
    const words = () => (slide.kind === "step" ? t("{position} of {count}", progress) : t("Exercise {position} of {count}", progress));
    bar.setAttribute("aria-label", t("Slides"));
    bar.replaceChildren(button("slide-back", "turn", t("Back"), "back", off(deck.index() === 0)),
      el("p", { "data-part": "progress" }, progress ? words() : ""), ...Atlas.barParts(slide, show),
      ...(layoutOf(slide) === "full" ? [button("full-screen", "plain", t("Full screen"), "fullscreen")] : []),
      button("tools", "plain", t("Tools"), "help", { "aria-haspopup": "dialog" }),
      button("slide-next", "turn", t("Next"), "next", off(deck.index() === deck.slides().length - 1)));
    line.style.width = `${progress ? (100 * progress.position) / progress.count : 0}%`;
  }

  Object.assign(Atlas, { paintBar, layoutOf, titleOf, announce, fitSlide: fit, slideHeading: heading, languageChoice, paintSlide });
})((globalThis.Atlas = globalThis.Atlas || {}));
