"""A reader in front of the atlas: a page of Chromium that notes what it asked for, and the hands to work the map."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, Playwright

WAIT_MS = 30_000
DESKTOP = {"width": 1440, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: the resolver knows no name and no number but this machine, so that nothing gets out even if a test forgets to look
CLOSED = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
SWITCHES = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-gpu", CLOSED)
#: Streamlit 1.x first looks for its server below the address of the page, is told 404, and then finds it at the root
LOOKS_FOR_ITSELF = re.compile(r"^http://127\.0\.0\.1:\d+/\w+/_stcore/(health|host-config)$")
#: the page has been at rest for a third of a second: a hand that lets go is told to the server within that time
RESTS = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const busy = !app || app.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED";
  if (busy) globalThis.__busy = performance.now();
  globalThis.__busy ??= performance.now();
  const rested = performance.now() - globalThis.__busy > 330;
  if (rested) globalThis.__busy = undefined;
  return rested;
}"""
FRAME = "iframe[title^='Map of incidents']"


def launch(playwright: Playwright) -> Browser:
    """Start the machine's own Chromium, the one that `.ci/browser` looks for."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.fail("No Chromium or Chrome was found: run .ci/browser.")
    return playwright.chromium.launch(executable_path=found, args=list(SWITCHES))


def is_local(address: str) -> bool:
    """Say whether an address stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob", "file", "about") or parts.hostname == "127.0.0.1"


@dataclass
class Visit:
    """One reader: a page of a fresh context, what it asked the outside for, and what went wrong in it."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Visit:
        """Open a page of the atlas by its address and wait until the server has answered."""
        self.page.goto(f"{self.address}/{path}")
        return self.rest()

    def follow_menu(self, title: str) -> Visit:
        """Go to another page by the menu."""
        self.page.get_by_test_id("stTopNavLink").filter(has_text=title).first.click()
        return self.rest()

    def rest(self) -> Visit:
        """Wait until no run of the script is under way, and none has begun for a moment."""
        self.page.wait_for_function(RESTS, timeout=WAIT_MS)
        return self

    def press(self, name: str) -> Visit:
        """Press a button of the page."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self.rest()

    def decide(self, decision: str, number: int = 1) -> Visit:
        """Accept or drop a draft of a text."""
        groups = self.page.get_by_test_id("stMain").get_by_test_id("stButtonGroup")
        groups.nth(number - 1).get_by_text(decision, exact=True).click()
        return self.rest()

    def look_up(self, toponym: str) -> Visit:
        """Ask for a place name on its page."""
        box = self.page.get_by_label("Place name", exact=True)
        box.fill(toponym)
        box.press("Enter")
        return self.rest()

    def look_up_table(self, name: str, content: str) -> Visit:
        """Give the page of place names a table, and have its names looked up."""
        self.page.get_by_role("tab", name="A table of names").click()
        upload = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        self.page.get_by_role("tabpanel").locator("input[type=file]").set_input_files([upload])  # type: ignore[list-item]
        self.page.get_by_role("button", name="Look up all names").wait_for()
        return self.rest().press("Look up all names")

    def read(self, text: str = "") -> Visit:
        """Have a text read on its page, or the example."""
        if not text:
            self.press("Try an invented example")
        else:
            box = self.page.get_by_label("Text", exact=True)
            box.fill(text)
            box.press("Control+Enter")
        self.page.locator("[data-part=text] button").first.wait_for()
        return self.rest()

    def map(self) -> Map:
        """Return the map in the page, ready for a hand."""
        element = self.page.locator(FRAME)
        element.wait_for(timeout=WAIT_MS)
        frame = element.element_handle().content_frame()
        assert frame is not None
        return Map(frame)

    def sidebar(self) -> Locator:
        """Return the filters beside the page."""
        return self.page.get_by_test_id("stSidebar")

    def choose(self, label: str, option: str) -> Visit:
        """Choose an option of a list beside the page: the one of that name, with or without a count, or one with it."""
        box = self.sidebar().get_by_role("combobox", name=label, exact=True)
        listed = self.page.get_by_role("option").filter(has_text=option)
        exact = listed.filter(has_text=re.compile(rf"^\s*{re.escape(option)}\s*(\(|$)"))
        for _ in range(3):  # the page may redraw the list while the hand is in it: then it is opened again
            box.focus()
            box.press("ArrowDown")
            box.fill(option)
            try:
                listed.first.wait_for(timeout=3000)
                (exact if exact.count() else listed).first.click(timeout=3000)
            except PlaywrightTimeout:
                continue
            box.press("Tab")
            return self.rest()
        pytest.fail(f"{label} offers no {option}.")

    def search(self, words: str) -> Visit:
        """Search for words."""
        box = self.sidebar().get_by_label("Search")
        box.fill(words)
        box.press("Enter")
        return self.rest()

    def sentence(self) -> str:
        """Return what the page says is shown and hidden."""
        head = self.sidebar().get_by_test_id("stMarkdown").first.inner_text()
        first_note = self.sidebar().get_by_test_id("stCaptionContainer").first.inner_text()
        hidden = first_note.splitlines() if first_note[0].isdigit() else []
        return "; ".join([head, *hidden])

    def expect_shown(self, count: int) -> None:
        """Wait until the page says how many incidents are shown."""
        head = self.sidebar().get_by_test_id("stMarkdown").first
        expect(head).to_have_text(re.compile(rf"^{count} of \d+ shown"), timeout=WAIT_MS)
        self.rest()

    def query(self) -> str:
        """Return the part of the address that carries the state."""
        return urlsplit(self.page.url).query


class Map:
    """The map in its frame, or the map file on its own."""

    def __init__(self, frame: Frame | Page) -> None:
        self.frame = frame
        frame.wait_for_selector("#atlas[data-ready=true]", timeout=WAIT_MS)
        self.ids: list[str] = frame.evaluate("() => atlas.payload.incidents.map((incident) => incident.id)")

    def part(self, name: str) -> Locator:
        """Return a part of the strip or the panel by its name."""
        return self.frame.locator(f"[data-part={name}]")

    def tab(self, name: str) -> Locator:
        """Return the tab of the panel: "card", "list" or "legend"."""
        return self.frame.locator(f"[data-tab={name}]")

    def painted(self) -> Map:
        """Wait until what was asked for is on the canvas."""
        self.frame.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self

    def drawn(self) -> dict[str, list[str]]:
        """Return the ids that the last frame drew, by how."""
        drawn: dict[str, list[str]] = self.painted().frame.evaluate("() => JSON.parse(JSON.stringify(atlas.drawn))")
        return drawn

    def clock(self) -> dict[str, Any]:
        """Return the state of the clock."""
        state: dict[str, Any] = self.frame.evaluate("() => ({ ...atlas.clock.state })")
        return state

    def window(self) -> tuple[date, date]:
        """Return the first and the last day of the window."""
        return self._days("state")

    def domain(self) -> tuple[date, date]:
        """Return the first and the last day of the strip."""
        return self._days("domain")

    def _days(self, span: str) -> tuple[date, date]:
        """Return the first and the last day of a span of the clock, whose end is exclusive."""
        said = "(span) => [Atlas.isoOf(atlas.clock[span].from), Atlas.isoOf(atlas.clock[span].to - 1)]"
        first, last = self.frame.evaluate(said, span)
        return date.fromisoformat(first), date.fromisoformat(last)

    def type_window(self, first: date, last: date) -> Map:
        """Type both days, as a reader without a mouse does; the wider end first, so that they never cross."""
        ends = [("typed-from", first), ("typed-to", last)]
        for name, day in ends if first <= self.window()[1] else reversed(ends):
            self.part(name).fill(day.isoformat())
            self.part(name).press("Tab")
        assert self.window() == (first, last)
        return self.painted()

    def press_chip(self, title: str) -> Map:
        """Set the window by one click: an episode, or "All years"."""
        self.part("episodes").get_by_role("button", name=title).first.click()
        return self.painted()

    def listed(self) -> list[str]:
        """Return the ids in the list beside the map, the text twin, in its order."""
        rows = self.frame.eval_on_selector_all(
            "[data-part=list] [data-row]", "(items) => items.map((item) => Number(item.dataset.row))"
        )
        return [self.ids[row] for row in rows]

    def select(self, identifier: str) -> Map:
        """Select an incident in the list."""
        self.tab("list").click()
        self.frame.locator(f"[data-part=list] [data-row='{self.ids.index(identifier)}']").click()
        return self.painted()

    def selected(self) -> str | None:
        """Return the id of the selected incident."""
        row = self.frame.evaluate("() => atlas.view.selected")
        return None if row is None else self.ids[row]

    def heading(self) -> str:
        """Return what stands above the map: the window in words and the count."""
        return f"{self.part('words').inner_text()}; {self.part('count').inner_text()}"

    def card(self) -> str:
        """Return the text of the card of the selected incident."""
        self.tab("card").click()
        return self.part("card").inner_text()


def watch(context: BrowserContext, address: str) -> Visit:
    """Open an empty page in a context and note from then on what it asks for and what goes wrong."""
    visit = Visit(context.new_page(), address)

    def note_request(asked: str) -> None:
        if not is_local(asked):
            visit.outside.append(asked)

    context.route(lambda asked: not is_local(asked), lambda route: route.abort())
    context.on("request", lambda request: note_request(request.url))
    visit.page.on("websocket", lambda socket: note_request(socket.url))
    context.on("weberror", lambda error: visit.faults.append(f"page error: {error.error}"))

    def note_word(message: Any) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not LOOKS_FOR_ITSELF.match(where):
            visit.faults.append(f"console: {message.text} ({where})")

    context.on("console", note_word)
    return visit


@contextmanager
def visiting(browser: Browser, address: str, **settings: Any) -> Iterator[Visit]:
    """Give a reader with a fresh context: no cookies, no memory of other visits."""
    context = browser.new_context(**({"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC"} | settings))
    context.set_default_timeout(WAIT_MS)
    try:
        yield watch(context, address)
    finally:
        context.close()
