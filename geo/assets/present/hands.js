// Hands: keys, clicker, click, tap and swipe, each as the name of an action.
(function (Atlas) {
  "use strict";

  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back", Home: "first", End: "last",
    f: "fullscreen", b: "black", ".": "black", m: "blank", c: "cover", s: "spotlight", t: "notes", g: "glossary",
    l: "list", d: "dark", "?": "help", h: "help", a: "answer", k: "legend", "+": "larger", "=": "larger", "-": "smaller",
    Escape: "escape",
  };
  const ARROWS = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"];
  const SCROLLING = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "];
  /** What a focused control keeps for itself. */
  const TAKEN = {
    button: [" ", "Enter"], link: ["Enter"], check: [" "], tab: [" ", "Enter", "ArrowLeft", "ArrowRight"],
    slider: [...ARROWS, "PageDown", "PageUp", "Home", "End"], map: [...ARROWS, "+", "=", "-", "Enter"],
    scroll: SCROLLING,
  };
  const REPEATED = ["larger", "smaller"];
  const SWIPE = 60;

  /** What kind of control an element is or lies in; null if keys are free. */
  function controlOf(element) {
    if (!element || !element.closest) return null;
    if (element.closest('input[type="checkbox"], input[type="radio"]')) return "check";
    if (element.closest("input, textarea, select, [contenteditable]")) return "text";
    if (element.closest('[role="tab"]')) return "tab";
    if (element.closest('[role="slider"]')) return "slider";
    if (element.closest("button, summary, [role='button']")) return "button";
    if (element.closest("a[href]")) return "link";
    if (element.closest(".folium-map")) return "map";
    return element.matches("[tabindex='0']") ? "scroll" : null;
  }

  /** On keyboards of another script a letter key is known by its place. */
  function plainKey({ key, code }) {
    if (key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(code || "")) return code.slice(3).toLowerCase();
    return key.length === 1 ? key.toLowerCase() : key;
  }

  /** The action that a key asks for, or null; `control` is what has the focus, as `controlOf` says. */
  function actionOf(event, control) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
    const key = plainKey(event);
    const action = KEYS[key] || null;
    if (action === "escape") return action;
    if (control === "text" || (control && (TAKEN[control] || []).includes(key))) return null;
    if (event.repeat && !REPEATED.includes(action)) return null;
    return action;
  }

  /** Listen to the hands; `act(action, event)` says whether it took the key. */
  function makeHands(pane, act) {
    let start = null;
    let swiped = false;

    function onKey(event) {
      if (event.defaultPrevented) return;
      const action = actionOf(event, controlOf(event.target));
      if (action && act(action, event)) event.preventDefault();
    }

    function isFree(target) {
      return !target.closest("button, a, input, select, textarea, label, summary, [role='button'], [data-hold]");
    }

    document.addEventListener("keydown", onKey);
    pane.addEventListener("click", (event) => {
      const marked = globalThis.getSelection && String(globalThis.getSelection());
      if (swiped || marked || event.button || !isFree(event.target)) return;
      act("next", event);
    });
    pane.addEventListener("pointerdown", (event) => {
      swiped = false;
      start = event.pointerType === "touch" ? { x: event.clientX, y: event.clientY } : null;
    });
    pane.addEventListener("pointerup", (event) => {
      if (!start) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      start = null;
      if (Math.abs(dx) < SWIPE || Math.abs(dx) < 2 * Math.abs(dy)) return;
      swiped = true;
      act(dx < 0 ? "next" : "back", event);
    });
    pane.addEventListener("pointercancel", () => { start = null; });
  }

  Object.assign(Atlas, { controlOf, actionOf, makeHands });
})((globalThis.Atlas = globalThis.Atlas || {}));
