// Speaker notes in a second window. The two windows may be strangers to each other (a file, a sandbox), so they only send
// messages: plain values there, what the speaker's hand asks for back. Without a second window the notes are a dialog.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  const READY_MS = 2500;
  const STYLE = `
    :root { color-scheme: light dark; font: 20px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
    body { margin: 0; padding: 16px 24px 100px; max-width: 60em; }
    h1 { font-size: 30px; line-height: 1.2; margin: 6px 0 12px; } h2 { font-size: 18px; margin: 18px 0 4px; }
    p { margin: 0 0 8px; } .clock { font-size: 36px; font-variant-numeric: tabular-nums; margin: 0; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 16px; }
    nav { position: fixed; inset: auto 0 0; display: flex; gap: 12px; padding: 12px 24px; background: Canvas; border-top: 1px solid GrayText; }
    button { font: inherit; min-height: 48px; min-width: 96px; padding: 6px 18px; } nav button { flex: 1; }
    button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }`;

  /** "4:07" or "1:02:09". */
  function sayDuration(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }

  /** What the speaker sees of a slide: title, notes, question, answer, and what comes next; plain values. */
  function notesOf({ t, deck }) {
    const slide = deck.slide();
    const told = slide.step || slide.exercise || {};
    const answer = Array.isArray(told.answer) ? told.answer.map((one) => one.text) : [told.answer];
    const next = deck.slides()[deck.index() + 1];
    const parts = [["notes", t("Notes"), [told.notes]], ["question", t("Question"), [told.question]], ["answer", t("Answer"), answer],
      ["coming", t("Next slide"), [next ? Atlas.titleOf(next, t) : t("This is the last slide.")]]];
    return { title: Atlas.titleOf(slide, t), position: `${deck.index() + 1} / ${deck.slides().length}`,
      parts: parts.map(([name, title, lines]) => ({ name, title, lines: lines.filter(Boolean) })).filter((part) => part.lines.length) };
  }

  /** The script of the second window; it stands there alone, so it may use nothing from here. */
  function secondWindow(say) {
    const home = globalThis.opener;
    const make = (tag, attributes, ...children) => {
      const element = document.createElement(tag);
      Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
      element.append(...children);
      return element;
    };
    const tell = (message) => home.postMessage({ atlas: "notes", ...message }, "*");
    const button = (part, words, message) => {
      const element = make("button", { type: "button", "data-part": part }, words);
      element.addEventListener("click", () => tell(message));
      return element;
    };
    let started = Date.now();
    const clock = make("p", { class: "clock", role: "timer", "data-part": "clock" });
    const tick = () => { clock.textContent = say(Math.max(0, Math.floor((Date.now() - started) / 1000))); };
    const show = ({ words, notes, ...told }) => {
      started = told.started;
      document.title = words.title;
      document.documentElement.lang = told.language;
      clock.setAttribute("aria-label", words.clock);
      tick();
      const part = ({ name, title, lines }) => [make("h2", {}, title), make("div", { "data-part": name }, ...lines.map((line) => make("p", {}, line)))];
      document.querySelector("header").replaceChildren(clock, button("restart", words.restart, { restart: true }));
      document.querySelector("main").replaceChildren(make("p", { "data-part": "position" }, notes.position),
        make("h1", { "data-part": "title" }, notes.title), ...notes.parts.flatMap(part));
      if (document.querySelector("nav").lang === told.language) return; // the buttons stay, and with them the focus
      document.querySelector("nav").lang = told.language;
      document.querySelector("nav").replaceChildren(button("notes-back", words.back, { action: "back" }), button("notes-next", words.next, { action: "next" }));
    };
    globalThis.addEventListener("message", (event) => { if (event.source === home && event.data.atlas === "notes") show(event.data); });
    document.addEventListener("keydown", (event) => {
      const own = event.target.closest("button") && (event.key === " " || event.key === "Enter");
      if (own || event.key === "Tab" || event.ctrlKey || event.altKey || event.metaKey || /^F\d/.test(event.key)) return;
      event.preventDefault();
      tell({ key: event.key, code: event.code, repeat: event.repeat });
    });
    setInterval(tick, 500);
    tell({ ready: true });
  }

  function pageOf() {
    return `<!doctype html><html><head><meta charset="utf-8"><style>${STYLE}</style></head><body><header></header><main></main><nav></nav>`
      + `<script>(${secondWindow})(${sayDuration})</` + "script></body></html>";
  }

  function makeNotes(show, { act, fallback }) {
    const { t } = show;
    let started = Date.now();
    let other = null;
    let waiting = null;

    const alive = () => Boolean(other && !other.closed);

    function refresh() {
      if (!alive()) return;
      other.postMessage({ atlas: "notes", language: t.language(), started, notes: notesOf(show),
        words: { title: t("Speaker notes"), clock: t("Time since the start"), restart: t("Clock to zero"), back: t("Back"), next: t("Next") } }, "*");
    }

    function giveUp() {
      clearTimeout(waiting);
      if (alive()) other.close();
      other = null;
      const { title, position, parts } = notesOf(show);
      fallback([el("p", { class: "quiet" }, position), el("h3", {}, title),
        ...parts.flatMap((part) => [el("h4", {}, part.title), ...part.lines.map((line) => el("p", {}, line))])]);
    }

    function open() {
      if (alive()) {
        other.focus();
        return;
      }
      const address = URL.createObjectURL(new Blob([pageOf()], { type: "text/html" }));
      other = globalThis.open(address, "atlas-notes", "popup,width=900,height=760");
      if (!other) giveUp();
      else waiting = setTimeout(giveUp, READY_MS);
    }

    globalThis.addEventListener("message", (event) => {
      if (!other || event.source !== other || !event.data || event.data.atlas !== "notes") return;
      const { ready, restart, action, key } = event.data;
      if (ready) clearTimeout(waiting);
      if (restart) started = Date.now();
      if (ready || restart) refresh();
      const asked = action || (key && Atlas.actionOf(event.data, null));
      if (asked && asked !== "notes") act(asked, event);
    });
    globalThis.addEventListener("pagehide", () => { if (alive()) other.close(); });
    return { open, refresh, alive };
  }

  Object.assign(Atlas, { sayDuration, notesOf, makeNotes });
})((globalThis.Atlas = globalThis.Atlas || {}));
