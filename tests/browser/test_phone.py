"""On a phone: nothing runs off the side, the strip is in reach, the panel opens and closes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Map, visiting

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
#: pixels that a finger could move the page sideways
SIDEWAYS = """() => (getComputedStyle(document.documentElement).overflowX === "hidden" ? 0
  : document.scrollingElement.scrollWidth - document.documentElement.clientWidth)"""


@pytest.fixture
def phone(browser, address):
    """Return a reader with a phone."""
    with visiting(browser, address, **PHONE) as reader:
        yield reader


def test_no_page_scrolls_sideways(phone):
    sideways = {"": phone.open().map().frame.evaluate(SIDEWAYS)}
    for path in ("timeline", "table", "chapters", "own", "names", "text", "method"):
        phone.open(path)
        expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        sideways[path] = phone.page.evaluate(SIDEWAYS)
    assert sideways == dict.fromkeys(sideways, 0)
    assert (phone.outside, phone.faults) == ([], [])


#: parts of the page that lie on each other by more than a pixel, and parts that end beyond its sides
CROWDED = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const parts = [...main.querySelectorAll("[data-testid=stElementContainer]")]
    .filter((one) => one.checkVisibility() && !one.querySelector("[data-testid=stElementContainer]"))
    .map((one) => ({ box: one.getBoundingClientRect(), words: one.innerText.slice(0, 60) }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
  const pairs = parts.flatMap((one, at) => parts.slice(at + 1).filter((other) => over(one.box, other.box))
    .map((other) => `${one.words} | ${other.words}`));
  const beyond = parts.filter(({ box }) => box.left < -1 || box.right > innerWidth + 1).map(({ words }) => words);
  return [...pairs, ...beyond];
}"""


@pytest.mark.parametrize(("path", "use"), [
    ("names", lambda phone: phone.press("Banjska")),
    ("names?toponym=Prizren", lambda phone: phone.look_up_table("towns.csv", "place\nBanjska\nPeja\n")),
    ("text", lambda phone: phone.read().decide("Accept")),
])  # fmt: skip
def test_names_and_texts_fit_a_phone(phone, path, use):
    use(phone.open(path))
    for toggle in phone.page.get_by_text("Show in the text, and edit").all()[:1]:
        toggle.click()
        phone.rest()
    assert phone.page.evaluate(SIDEWAYS) == 0
    assert phone.page.evaluate(CROWDED) == []
    assert (phone.outside, phone.faults) == ([], [])


@pytest.fixture
def in_hand(phone):
    """Return the map on a phone, without the page around it."""
    phone.page.goto(f"{phone.address}/atlas/map.html")
    return Map(phone.page)


def test_the_strip_is_in_reach_of_a_thumb(phone):
    chart = phone.open().map()
    for name in ("previous", "back", "play", "forward", "next", "step", "mode", "from", "to", "playhead"):
        box = chart.part(name).bounding_box()
        assert box["x"] >= -1, name
        assert box["x"] + box["width"] <= 391, name
        assert box["y"] + box["height"] <= 844, name
        assert min(box["width"], box["height"]) >= 24, name
    chart.part("next").tap()
    assert chart.selected() is not None
    assert chart.frame.locator(".leaflet-container").bounding_box()["height"] >= 200


def test_the_panel_opens_and_closes(in_hand):
    panel = in_hand.frame.locator(".panel")
    expect(panel).to_be_hidden()
    in_hand.part("panel-toggle").tap()
    expect(panel).to_be_visible()
    in_hand.tab("list").tap()
    in_hand.frame.locator("[data-part=list] [data-row]").first.tap()
    expect(in_hand.part("card")).to_be_visible()
    assert in_hand.selected() is not None
    in_hand.part("panel-toggle").tap()
    expect(panel).to_be_hidden()


#: a symbol well inside the map
SYMBOL = """() => {
  const size = atlas.map.getSize();
  const free = (one) => one.x > 20 && one.x < size.x - 20 && one.y > 120 && one.y < size.y - 40;
  const hit = atlas.hits().filter((one) => one.kind === "shared" && free(one)).pop();
  return [hit.x, hit.y];
}"""


def test_a_tap_on_a_symbol_opens_the_panel(in_hand):
    x, y = in_hand.painted().frame.evaluate(SYMBOL)
    box = in_hand.frame.locator(".leaflet-container").bounding_box()
    in_hand.frame.touchscreen.tap(box["x"] + x, box["y"] + y)
    expect(in_hand.frame.locator(".panel")).to_be_visible()
