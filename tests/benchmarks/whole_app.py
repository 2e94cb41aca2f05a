"""The app as a reader meets it: how long it takes to open, and how long it takes to answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.browser import page_of
from tests.benchmarks.figures import Times
from tests.benchmarks.servers import free_port, streamlit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Page

STARTS = 3
TABS = 3
ANSWERS = 20
PATIENCE_MS = 60_000
MAP = 'iframe[title^="Map of incidents"]'
READY = '#atlas[data-ready="true"]'
TOLD = "[data-testid=stSidebar] strong"
COUNT = "[data-part=count]"
#: shares of the strip that the hand drags the end of the window to, in turns
PLACES = (0.3, 0.6)
WORDS = ("Mitrovica", "Prishtina")
CHANGED = """async ([before, patience]) => {
    const until = performance.now() + patience;
    while (bench.changes.length <= before && performance.now() < until) await new Promise(requestAnimationFrame);
    if (bench.changes.length <= before) throw new Error("The page did not answer.");
    return bench.changes[before].at;
}"""


def measure(browser: Browser, folder: Path) -> Iterator[tuple[str, Times]]:
    """Start the app several times; the first start warms the caches and is not counted."""
    port, log = free_port(), folder / "app.log"
    opened = []
    with page_of(browser) as page:
        for start in range(STARTS + 1):
            began = time.perf_counter()
            with streamlit("app.py", port, log) as address:
                _open(page, address)
                if start:
                    opened.append(1000 * (time.perf_counter() - began))
                if start == STARTS:
                    yield "command to interactive map, warm", Times(tuple(opened))
                    yield "a second tab", Times(tuple(_second_tab(page, address) for _ in range(TABS)))
                    yield "slider released to page updated", Times(tuple(_release_slider(page)))
                    yield "search typed to map updated", Times(tuple(_change_filter(page)))


def _open(page: Page, address: str) -> Frame:
    page.goto(address, wait_until="commit")
    frame = _map_frame(page)
    frame.wait_for_selector(READY, state="attached", timeout=PATIENCE_MS)
    return frame


def _map_frame(page: Page) -> Frame:
    element = page.wait_for_selector(MAP, state="attached", timeout=PATIENCE_MS)
    frame = element.content_frame() if element else None
    if frame is None:
        raise RuntimeError("The map has no frame.")
    return frame


def _second_tab(page: Page, address: str) -> float:
    tab = page.context.new_page()
    began = time.perf_counter()
    _open(tab, address)
    spent = 1000 * (time.perf_counter() - began)
    tab.close()
    return spent


def _release_slider(page: Page) -> Iterator[float]:
    """Drag the end of the window; measure from letting go until the page says another number of incidents."""
    frame = _map_frame(page)
    page.wait_for_selector(TOLD)
    page.evaluate("(told) => bench.watchText(told)", TOLD)
    frame.evaluate("bench.watchEvent('pointerup')")
    for k in range(ANSWERS):
        page.wait_for_timeout(400)
        before = page.evaluate("bench.changes.length")
        track = frame.locator("[data-part=track]").bounding_box()
        handle = frame.locator("[data-part=to]").bounding_box()
        if track is None or handle is None:
            raise RuntimeError("The time line is not on the page.")
        y = handle["y"] + handle["height"] / 2
        page.mouse.move(handle["x"] + handle["width"] / 2, y)
        page.mouse.down()
        page.mouse.move(track["x"] + track["width"] * PLACES[k % 2], y, steps=5)
        page.mouse.up()
        changed = page.evaluate(CHANGED, [before, PATIENCE_MS])
        yield changed - frame.evaluate("bench.events.pointerup")


def _change_filter(page: Page) -> Iterator[float]:
    """Search for other words; measure from the Enter key until the map counts another number of incidents."""
    frame = _map_frame(page)
    page.evaluate("bench.watchEvent('keydown')")
    frame.evaluate("(count) => bench.watchText(count)", COUNT)
    search = page.get_by_label("Search")
    for k in range(ANSWERS):
        page.wait_for_timeout(400)
        before = frame.evaluate("bench.changes.length")
        search.fill(WORDS[k % 2])
        search.press("Enter")
        changed = frame.evaluate(CHANGED, [before, PATIENCE_MS])
        yield changed - page.evaluate("bench.events.keydown")
