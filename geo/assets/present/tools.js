// The tools of a speaker: black screen, spotlight, blank names, a cover over what comes next, full screen, light and dark.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  const SPOT = { least: 60, most: 420, step: 30, first: 170 };

  function makeBlack(element, t, say) {
    return {
      on: () => !element.hidden,
      turn(yes) {
        element.hidden = !yes;
        say(yes ? t("The screen is black. Any key brings the slide back.") : "");
      },
    };
  }

  /** A dark layer with a clear circle at the pointer; clicks go through it. */
  function makeSpotlight(element) {
    const spot = { x: globalThis.innerWidth * 0.3, y: globalThis.innerHeight * 0.4, radius: SPOT.first };

    function place() {
      element.style.setProperty("--spot-x", `${spot.x}px`);
      element.style.setProperty("--spot-y", `${spot.y}px`);
      element.style.setProperty("--spot-radius", `${spot.radius}px`);
    }

    function resize(turn) {
      spot.radius = Math.max(SPOT.least, Math.min(SPOT.most, spot.radius + turn * SPOT.step));
      place();
    }

    document.addEventListener("pointermove", (event) => {
      Object.assign(spot, { x: event.clientX, y: event.clientY });
      if (!element.hidden) place();
    }, true);
    document.addEventListener("wheel", (event) => {
      if (element.hidden || event.ctrlKey) return;
      event.preventDefault();
      event.stopPropagation();
      resize(event.deltaY < 0 ? 1 : -1);
    }, { capture: true, passive: false });
    return {
      on: () => !element.hidden,
      turn(yes) {
        element.hidden = !yes;
        place();
      },
      resize,
    };
  }

  /** Covers the part of the strip after the window; it follows the end of the window by itself. */
  function makeStripCover(root) {
    const track = root.querySelector('[data-part="track"]');
    const end = root.querySelector('[data-part="playhead"]');
    const cover = el("div", { class: "future", "data-part": "future", "aria-hidden": "true", hidden: "" });
    const follow = () => { cover.style.transform = end.style.transform; };
    track.append(cover);
    new MutationObserver(follow).observe(end, { attributes: true, attributeFilter: ["style"] });
    return {
      turn(yes) {
        cover.hidden = !yes;
        follow();
      },
    };
  }

  /** Full screen of the whole document; a frame that may not have it opens in a window of its own, at the same slide. */
  function toggleFullScreen(t, say) {
    const page = document.documentElement;
    const refused = () => say(t("This browser does not allow full screen here. Press F11, or open the file in a window of its own."));
    if (!document.fullscreenEnabled && globalThis.parent !== globalThis) globalThis.open(globalThis.location.href, "_blank", "noopener");
    else if (document.fullscreenElement) document.exitFullscreen().catch(refused);
    else if (page.requestFullscreen) page.requestFullscreen().catch(refused);
    else refused();
  }

  /** The drawer is the atlas's own panel; it lies over the slide until it is closed. */
  function makeDrawer(root, atlas, slide, t, { closed }) {
    const panel = root.querySelector(".panel");
    const button = el("button", { type: "button", class: "drawer-close", "data-part": "drawer-close" });
    let opener = false;

    function close() {
      if (root.dataset.panel !== "open") return false;
      root.dataset.panel = "closed";
      return true;
    }

    function follow() {
      const open = root.dataset.panel === "open";
      if (open === opener) return;
      opener = open;
      slide.inert = open;
      if (open) button.focus({ preventScroll: true });
      else {
        atlas.view.selected = null;
        atlas.stage.repaint();
        closed();
      }
    }

    panel.prepend(button);
    button.addEventListener("click", close);
    new MutationObserver(follow).observe(root, { attributes: true, attributeFilter: ["data-panel"] });
    return {
      close,
      on: () => root.dataset.panel === "open",
      open(tab) {
        atlas.panel.open(tab);
        root.dataset.panel = "open";
      },
      speak() { button.textContent = t("Close"); },
    };
  }

  Object.assign(Atlas, { makeBlack, makeSpotlight, makeStripCover, toggleFullScreen, makeDrawer });
})((globalThis.Atlas = globalThis.Atlas || {}));
