"""A class in front of a presentation: hands that go through a story, and what the map showed on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.visit import WAIT_MS

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: what stands on the slide and on the map, once both have come to rest
SEEN = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  do await frame(); while (atlas.presenting.state.travelling);
  await frame();
  const { presenting, clock, view, map, stage } = atlas;
  const { slide, kind, revealed } = presenting.state;
  const full = document.getElementById("atlas").dataset.layout === "full";
  const centre = map.getCenter();
  const said = document.querySelector("[data-part=slide-body]").textContent;
  return { slide, kind, revealed, said, map: full ? null : {
    from: Atlas.isoOf(clock.state.from), to: Atlas.isoOf(clock.state.to - 1), mode: clock.state.mode,
    layers: { ...view.layers }, told: [...view.told].map((row) => atlas.payload.incidents[row].id).sort(),
    drawn: [...stage.drawn.points, ...stage.drawn.discs, ...stage.drawn.areas, ...stage.drawn.movements].sort(),
    latitude: centre.lat.toFixed(3), longitude: centre.lng.toFixed(3), zoom: map.getZoom().toFixed(2) } };
}"""
#: how a hand goes on, by name: with the keyboard, with a clicker, with the button, beside the words
KEYS = {"keyboard": "ArrowRight", "clicker": "PageDown"}


def open_presentation(page: Page, address: str, story: str = "") -> Page:
    """Open a presentation at a story and wait until it can be gone through."""
    page.goto("about:blank")
    page.goto(f"{address}#{story}" if story else address)
    page.wait_for_selector("#atlas[data-ready=true]", timeout=WAIT_MS)
    return page


def turn_to(page: Page, story: str) -> Page:
    """Go to the start of a story in a presentation that is open already."""
    page.evaluate("(story) => { location.hash = story; }", story)
    page.wait_for_function("(story) => atlas.presenting.state.slide === `${story}/start`", arg=story)
    return page


def seen(page: Page) -> dict[str, Any]:
    """Return what stands on the slide and on the map."""
    page.wait_for_selector("#atlas[data-ready=true]", timeout=WAIT_MS)
    told: dict[str, Any] = page.evaluate(SEEN)
    return told


def go_on(page: Page, hand: str) -> None:
    """Go on by one hand."""
    if hand in KEYS:
        page.keyboard.press(KEYS[hand])
    elif hand == "click":
        page.locator("[data-part=slide-next]").click()
    else:
        box = page.locator("[data-part=slide-body]").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 10, box["y"] + box["height"] - 10)


def walk(page: Page, hand: str) -> list[dict[str, Any]]:
    """Go from the slide at hand to the last one of its story and return what was seen on each."""
    last = page.evaluate("() => atlas.presenting.slides.at(-1)")
    passed = [seen(page)]
    while passed[-1]["slide"] != last:
        go_on(page, hand)
        passed.append(seen(page))
        assert len(passed) < 60, passed[-1]
    return passed
