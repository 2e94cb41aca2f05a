// The exercises as slides: what was told that evening, sources side by side, a place to be guessed, two stories from day 0.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;

  function answerButton(show) {
    return el("button", { type: "button", class: "reveal", "data-part": "show-answer", onclick: () => show.act("answer") },
      show.t("Show the answer"));
  }

  /** How often the answer of an exercise can be asked for: figures of today come before the answer in words. */
  function mostRevealed({ kind, evening, answer }) {
    if (kind === "evening" && evening.rows.length) return answer.length ? 2 : 1;
    return kind === "place" || answer.length ? 1 : 0;
  }

  /** The button for the answer at the foot of the slide; where there is little room it stands on the slide. */
  function barParts(slide, show) {
    if (!slide.exercise || slide.exercise.kind === "place") return [];
    const [now, most] = [show.revealed(slide.id), mostRevealed(slide.exercise)];
    const covered = slide.exercise.kind === "evening" && slide.exercise.evening.rows.length && now === 0;
    return now < most && !covered ? [answerButton(show)] : [];
  }

  /** The prompt, until the answer takes its place; nothing of the answer is there before it is asked for. */
  function words(slide, show) {
    const { exercise, story } = slide;
    const [now, most] = [show.revealed(slide.id), mostRevealed(exercise)];
    if (!now || (exercise.kind === "evening" && now < most)) {
      return el("div", { class: "prompt", "data-part": "text" }, ...Atlas.sentenceParts(exercise.prompt, story.sources, show));
    }
    if (!exercise.answer.length) return "";
    return el("div", { class: "answer", "data-part": "answer" }, ...Atlas.sentenceParts(exercise.answer, story.sources, show));
  }

  function titlePart(slide, show) {
    return Atlas.slideHeading(slide.exercise.title, show.t, { lang: Atlas.dataLanguage(show.t) });
  }

  function figureLines(figures, sources, show) {
    if (!figures.length) return [el("p", { class: "quiet" }, show.t("no figure"))];
    return figures.map((figure) => el("p", { class: "figure" }, el("strong", { class: "many" }, figure.number), " ",
      el("span", { class: "said" }, figure.whom, " · ", [figure.publisher, figure.asOf].filter(Boolean).join(", ")),
      el("span", { class: "keep" }, "\u2060", ...Atlas.numberButtons([figure.source], sources, show))));
  }

  function eveningParts(slide, show) {
    const { t } = show;
    const { evening } = slide.exercise;
    const { sources } = slide.story;
    const open = show.revealed(slide.id) > 0;
    const [reported, today] = [t("Reported by the evening of {day}", { day: evening.day }), t("Known today")];
    const many = new Set(evening.rows.map((row) => row.title)).size > 1;
    const heads = evening.rows.map((row, k) => many && (k === 0 || evening.rows[k - 1].title !== row.title));
    const cover = () => el("td", { class: "covered", rowspan: evening.rows.length + heads.filter(Boolean).length, "data-part": "today-cover" },
      el("button", { type: "button", class: "reveal", "data-part": "show-today", onclick: () => show.act("answer") },
        t("Show what is known today")));
    const rows = evening.rows.flatMap((row, k) => [
      heads[k] ? el("tr", { class: "group" }, el("th", { scope: "rowgroup", colspan: open ? 3 : 2 }, row.title), open || k ? "" : cover()) : "",
      el("tr", {}, el("th", { scope: "row", class: "measure" }, t(row.measure)),
        el("td", { "data-of": reported }, ...figureLines(row.then, sources, show)),
        open ? el("td", { "data-part": "today", "data-of": today }, ...figureLines(row.now, sources, show)) : k === 0 && !many ? cover() : "")].filter(Boolean));
    const table = el("table", { class: "evening", lang: Atlas.dataLanguage(t) },
      many || !evening.rows.length ? "" : el("caption", {}, evening.rows[0].title), el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, t("What is counted")),
      el("th", { scope: "col" }, reported), el("th", { scope: "col" }, today))), el("tbody", {}, ...rows));
    const unknown = evening.unknown.length ? el("p", { class: "unknown", "data-part": "unknown" },
      el("strong", {}, t("Not yet told by any source that evening:")), " ", evening.unknown.join("; ")) : "";
    return [titlePart(slide, show), words(slide, show), evening.rows.length ? table : "", unknown];
  }

  const VERDICTS = (t) => ({ differs: t("They differ"), same: t("The same"), one: t("Only one tells") });

  function comparedParts(slide, show) {
    const { t } = show;
    const { compared } = slide.exercise;
    const verdicts = VERDICTS(t);
    const head = el("tr", {}, el("td", {}), ...compared.columns.map((column) => el("th", { scope: "col" },
      el("span", { class: "publisher" }, column.publisher, ...Atlas.numberButtons([column.number], slide.story.sources, show)),
      el("span", { class: "of" }, column.published))), el("th", { scope: "col" }, t("Do they agree?")));
    const says = el("tr", { class: "says-row" }, el("th", { scope: "row" }, t("What it says")),
      ...compared.columns.map((column) => el("td", { "data-of": column.publisher }, column.says || "–")), el("td", {}));
    const rows = Atlas.comparedRows(compared).map(({ label, cells, verdict }) => el("tr", { "data-verdict": verdict },
      el("th", { scope: "row" }, label), ...cells.map((cell, k) => el("td", { class: "many", "data-of": compared.columns[k].publisher }, cell === null ? "–" : cell)),
      el("td", { class: "verdict" }, verdicts[verdict])));
    const table = el("table", { class: "compared", lang: Atlas.dataLanguage(t) }, el("caption", {}, `${compared.title} · ${compared.date}`),
      el("thead", {}, head), el("tbody", {}, compared.columns.some((column) => column.says) ? says : "", ...rows));
    return [titlePart(slide, show), words(slide, show), table];
  }

  function sayGuess({ km, inside }, t) {
    const far = t("{km} km away", { km: Atlas.sayKilometres(km) });
    if (inside === "disc") return `${far}, ${t("inside the disc")}`;
    if (inside === "area") return t("inside the area");
    return far;
  }

  /** How many guesses there are; how far off they are is told with the answer. */
  function guessList(slide, show) {
    const { t } = show;
    const guesses = show.guesses(slide);
    if (!show.revealed(slide.id)) return el("p", { class: "guesses", "data-part": "guesses" }, t("Guesses on the map: {count}", { count: guesses.length }));
    return el("ol", { class: "guesses", "data-part": "guesses" }, ...guesses.map((guess) => el("li", {}, sayGuess(guess, t))));
  }

  function placeParts(slide, show) {
    const { t } = show;
    const { place } = slide.exercise;
    const open = show.revealed(slide.id) > 0;
    const set = show.guesses(slide).length;
    const written = open && place.written ? el("p", { class: "written" }, el("span", { class: "of" }, t("As the sources write it")),
      el("strong", { lang: Atlas.dataLanguage(t) }, `“${place.written}”`)) : ""; // before, it might give the place away
    const parts = [titlePart(slide, show), open ? "" : words(slide, show), written];
    if (!open && !set) parts.push(el("p", { class: "how", "data-part": "how" }, t("Click on the map where you think it is. By keyboard: go to the map, move the cross with the arrow keys, press Enter.")));
    if (set) parts.push(guessList(slide, show));
    if (open) parts.push(placeAnswer(slide, show));
    const buttons = el("div", { class: "row-of-buttons" }, answerButton(show),
      set ? el("button", { type: "button", class: "plain", "data-part": "clear-guesses", onclick: () => show.clearGuesses(slide) },
        t("Clear the guesses")) : "");
    if (!open) parts.push(buttons);
    return parts;
  }

  function placeAnswer(slide, show) {
    const { t } = show;
    const { place } = slide.exercise;
    const uncertainty = place.radius_m ? t("within about {km} km", { km: Atlas.sayKilometres(place.radius_m / 1000) }) : "";
    return el("div", { class: "answer", "data-part": "answer" },
      el("p", { lang: Atlas.dataLanguage(t) }, el("strong", {}, show.placeName(place.place)), ": ",
        [t(place.precision), uncertainty].filter(Boolean).join(", "), "."),
      place.reason ? el("p", { lang: Atlas.dataLanguage(t) }, place.reason) : "",
      ...Atlas.sentenceParts(slide.exercise.answer, slide.story.sources, show));
  }

  const PARTS = { evening: eveningParts, sources: comparedParts, place: placeParts,
    day_zero: (slide, show) => [titlePart(slide, show), words(slide, show), ...Atlas.dayZeroParts(slide, show)] };

  function exerciseParts(slide, show) {
    return PARTS[slide.exercise.kind](slide, show);
  }

  Object.assign(Atlas, { exerciseParts, barParts, mostRevealed, sayGuess });
})((globalThis.Atlas = globalThis.Atlas || {}));
