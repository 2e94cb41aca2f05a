// Sentences with the numbers of their sources; a number tells in a small note whose it is.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  /** So many numbers stand behind a sentence; if there are more, the last of them opens the rest. */
  const MOST_NUMBERS = 3;

  /** The texts of the data are English whatever language the presenter speaks. */
  function dataLanguage(t) {
    return t.language() === "en" ? null : "en";
  }

  function sayPublisher(source) {
    return [source.publisher, source.published].filter(Boolean).join(", ");
  }

  /** The note at the foot of a slide that tells of one source. */
  function makeSourceNote(element, t) {
    let asker = null;

    const closer = () => el("button", { type: "button", class: "plain", "data-part": "source-close", onclick: () => close(true) }, t("Close"));

    function close(back) {
      if (element.hidden) return false;
      element.hidden = true;
      if (asker) {
        asker.setAttribute("aria-expanded", "false");
        if (back && asker.isConnected) asker.focus();
      }
      asker = null;
      return true;
    }

    function line(source) {
      return el("p", {}, el("strong", {}, `${source.number}. `), Atlas.link(source.url, source.title), " ",
        el("span", { class: "quiet" }, sayPublisher(source)));
    }

    function open(button, sources) {
      const again = asker === button;
      close(false);
      if (again) return;
      asker = button;
      button.setAttribute("aria-expanded", "true");
      element.lang = "en";
      element.replaceChildren(el("div", { class: "source-lines" }, ...sources.map(line)), closer());
      element.hidden = false;
    }

    /** Anything else that has to be told in a sentence. */
    function say(words) {
      close(false);
      element.removeAttribute("lang");
      element.replaceChildren(el("p", {}, words), closer());
      element.hidden = false;
    }

    return { open, close, say };
  }

  function numberButton(source, show) {
    const { t } = show;
    return el("button", { type: "button", class: "cite", "data-source": source.number, "aria-expanded": "false",
      "aria-label": t("Source {number}: {publisher}", { number: source.number, publisher: source.publisher }),
      onclick: (event) => show.sourceNote.open(event.currentTarget, [source]) }, String(source.number));
  }

  function restButton(sources, show) {
    return el("button", { type: "button", class: "cite", "data-sources": sources.map((source) => source.number).join(" "),
      "aria-expanded": "false", onclick: (event) => show.sourceNote.open(event.currentTarget, sources) },
    `+${sources.length}`, el("span", { class: "unseen" }, ` ${show.t("more sources")}`));
  }

  /** The numbers of sources as buttons; those that are not among `sources` are left out. */
  function numberButtons(numbers, sources, show) {
    const known = numbers.map((number) => sources.find((source) => source.number === number)).filter(Boolean);
    const seen = known.length > MOST_NUMBERS + 1 ? known.slice(0, MOST_NUMBERS) : known;
    const rest = known.slice(seen.length);
    return [...seen.map((source) => numberButton(source, show)), ...(rest.length ? [restButton(rest, show)] : [])];
  }

  /** Sentences as paragraphs; pointing at one, or reaching its numbers, rings the incidents that it tells of. */
  function sentenceParts(sentences, sources, show) {
    return sentences.map((sentence) => {
      const words = sentence.text.lastIndexOf(" ") + 1;
      const [first, ...others] = numberButtons(sentence.numbers, sources, show);
      const end = el("span", { class: "keep" }, sentence.text.slice(words), first);
      const part = el("p", { class: "sentence", lang: dataLanguage(show.t) }, sentence.text.slice(0, words), end, ...others);
      if (sentence.incidents && sentence.incidents.length && show.point) {
        for (const name of ["pointerenter", "focusin"]) part.addEventListener(name, () => show.point(sentence.incidents));
        for (const name of ["pointerleave", "focusout"]) part.addEventListener(name, () => show.point(null));
      }
      return part;
    });
  }

  Object.assign(Atlas, { dataLanguage, sayPublisher, makeSourceNote, numberButtons, sentenceParts });
})((globalThis.Atlas = globalThis.Atlas || {}));
