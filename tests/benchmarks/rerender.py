"""A folium map that Streamlit builds again at every step of a slider."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tests.benchmarks.browser import page_of
from tests.benchmarks.figures import Measured, Times
from tests.benchmarks.servers import free_port, streamlit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WHAT = "window of a year"
STEPS = 8
FIRST_MONTH = 120
PATIENCE_S = 60
ALL_STEPS_S = 45
WATCH = 'bench.watchEvent("keydown");'


def measure(browser: Browser, count: int, folder: Path) -> Iterator[Measured]:
    """Measure from the key on the slider until the new map is painted."""
    settings = {"BENCH_POINTS": str(count)}
    with (
        streamlit("tests/benchmarks/rerender_app.py", free_port(), folder / "rerender.log", settings) as address,
        page_of(browser, WATCH, copies=True) as page,
    ):
        opened = time.time() * 1000
        page.goto(address, wait_until="commit")
        first_paint_ms = _painted(page, FIRST_MONTH) - opened
        page.wait_for_timeout(1_000)
        yield Measured(WHAT, count, first_paint_ms=first_paint_ms, step=Times(tuple(_steps(page))))


def _steps(page: Page) -> Iterator[float]:
    until = time.monotonic() + ALL_STEPS_S
    for step in range(1, STEPS + 1):
        if time.monotonic() > until:
            return
        page.get_by_role("slider").press("ArrowRight")
        painted = _painted(page, FIRST_MONTH + step)
        yield painted - page.evaluate("bench.events.keydown")
        page.wait_for_timeout(300)


def _painted(page: Page, month: int) -> float:
    """Wait until some frame of the page has painted the map of a month; return when (ms since 1970)."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for frame in page.frames:
            try:
                found = frame.evaluate(f"(bench.changes.find((change) => change.text === '{month}') || {{}}).at")
            except Error:  # the frame is being replaced
                continue
            if found:
                return float(found)
        page.wait_for_timeout(20)
    raise RuntimeError(f"a map was not painted within {PATIENCE_S} s")
