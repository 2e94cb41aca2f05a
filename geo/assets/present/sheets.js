// What lies over the slides for a moment: tools and keys, the list of slides, the glossary, the speaker notes if no window opens.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;

  /** One dialog for all of them; focus stays inside, Escape and its button close it. */
  function makeSheet(dialog, t, { closed }) {
    let name = null;

    function reachable() {
      return [...dialog.querySelectorAll("button, a[href], input, select, [tabindex='0']")].filter((one) => !one.disabled && one.offsetParent);
    }

    function close() {
      if (!dialog.open) return false;
      name = null;
      dialog.close();
      closed();
      return true;
    }

    // Told a moment later, when another sheet may be open; what closed by Escape was not known before.
    dialog.addEventListener("close", () => {
      if (dialog.open || name === null) return;
      name = null;
      closed();
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Tab") return;
      const all = reachable();
      const [first, last] = [all[0], all[all.length - 1]];
      const from = document.activeElement;
      if (event.shiftKey ? from === first || !all.includes(from) : from === last) {
        event.preventDefault();
        (event.shiftKey ? last : first).focus();
      }
    });

    return {
      close,
      name: () => name,
      open(wanted, title, parts, focused) {
        name = wanted;
        dialog.dataset.sheet = wanted;
        dialog.replaceChildren(
          el("div", { class: "sheet-head" }, el("h2", { id: "sheet-title" }, title),
            el("button", { type: "button", class: "plain", "data-part": "sheet-close", onclick: close }, t("Close"))),
          el("div", { class: "sheet-body" }, ...parts));
        if (!dialog.open) dialog.showModal();
        (dialog.querySelector(focused || '[data-part="sheet-close"]') || dialog).focus();
      },
    };
  }

  /** Every tool with its keys; pressing one closes the sheet and does it. */
  function helpParts(show) {
    const { t } = show;
    const tools = [
      ["next", t("Next"), "→ ↓ Page Down Space Enter"], ["back", t("Back"), "← ↑ Page Up Backspace"],
      ["first", t("First slide"), "Home"], ["last", t("Last slide"), "End"],
      ["fullscreen", t("Full screen"), "F"], ["black", t("Black screen"), "B ."],
      ["blank", t("Names on the map on or off"), "M"], ["cover", t("Cover what comes next"), "C"],
      ["spotlight", t("Spotlight (+ and − change its size)"), "S"], ["notes", t("Speaker notes in a second window"), "T"],
      ["answer", t("Show the answer of an exercise"), "A"], ["list", t("List of slides"), "L"],
      ["glossary", t("Glossary"), "G"], ["legend", t("Key to the map"), "K"],
      ["dark", t("Light or dark"), "D"], ["help", t("This help"), "? H"], ["escape", t("Close what is open"), "Esc"],
    ];
    const on = { black: false, blank: show.blank(), cover: show.covers(), spotlight: show.spotlit() };
    const rows = tools.map(([action, words, keys]) => el("li", {}, el("button", { type: "button", class: "tool", "data-action": action,
      "aria-pressed": action in on && action !== "black" ? String(on[action]) : null, onclick: () => show.fromSheet(action) }, words),
    el("span", { class: "keys" }, ...keys.split(/ (?!Down|Up)/).map((key) => el("kbd", {}, key)))));
    return [el("ul", { class: "tools" }, ...rows), Atlas.languageChoice(show)];
  }

  function listParts(show) {
    const { t, deck } = show;
    const here = deck.index();
    return [el("ol", { class: "slide-list", "data-part": "slide-list" }, ...deck.slides().map((slide, k) => {
      const hidden = show.covers() && k > here && slide.kind !== "closing";
      return el("li", {}, el("button", { type: "button", class: "tool", "data-slide": slide.id, "aria-current": k === here ? "true" : null,
        onclick: () => show.goFromSheet(k) }, el("span", { class: "which" }, String(k + 1)),
      hidden ? t("Covered") : Atlas.titleOf(slide, t)));
    }))];
  }

  function glossaryParts(show) {
    const { t, glossary, glossarySources } = show;
    const lang = Atlas.dataLanguage(t);
    const list = el("dl", { class: "terms", "data-part": "terms", lang });
    const none = el("p", { class: "quiet", hidden: "" }, t("No term has this word."));
    const source = el("p", { class: "source-note inside", role: "status", hidden: "" });
    const own = { ...show, sourceNote: Atlas.makeSourceNote(source, t), point: null };
    const titleOf = (id) => glossary.find((one) => one.id === id)?.term;
    const box = el("input", { type: "search", "data-part": "search", autocomplete: "off" });
    const search = () => {
      const wanted = box.value.trim().toLocaleLowerCase();
      let found = 0;
      for (const entry of list.children) {
        entry.hidden = Boolean(wanted) && !entry.textContent.toLocaleLowerCase().includes(wanted);
        found += entry.hidden ? 0 : 1;
      }
      none.hidden = found > 0;
    };
    const goTo = (id) => {
      box.value = "";
      search();
      const term = [...list.children].find((entry) => entry.dataset.term === id)?.querySelector("dt");
      if (!term) return;
      term.scrollIntoView({ block: "start" });
      term.focus({ preventScroll: true });
    };
    list.append(...glossary.map((one) => el("div", { "data-term": one.id }, el("dt", { tabindex: "-1" }, one.term),
      el("dd", {}, ...Atlas.sentenceParts(one.sentences, glossarySources, own),
        one.see.some(titleOf) ? el("p", { class: "see" }, `${t("See also")}: `, ...one.see.filter(titleOf).map((id) =>
          el("button", { type: "button", class: "plain", "data-see": id, onclick: () => goTo(id) }, titleOf(id)))) : ""))));
    box.addEventListener("input", search);
    return [el("label", { class: "search" }, t("Search"), " ", box), none, list, source];
  }

  Object.assign(Atlas, { makeSheet, helpParts, listParts, glossaryParts });
})((globalThis.Atlas = globalThis.Atlas || {}));
