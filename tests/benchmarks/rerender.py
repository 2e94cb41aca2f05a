"""A folium map that Streamlit builds again at every step of a slider."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tests.benchmarks.browser import page_of
from tests.benchmarks.figures import Measured, Times
from tests.benchmarks.servers import free_port, streamlit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

WHAT = "window of a year"
STEPS = 8
FIRST_MONTH = 120
PATIENCE_S = 60
ALL_STEPS_S = 45
WATCH = 'bench.watchText(".bench-month"); bench.watchEvent("keydown");'


def measure(browser: Browser, count: int, folder: Path) -> Measured:
    """Measure from the key on the slider until the new map is painted."""
    with (
        streamlit("tests/benchmarks/rerender_app.py", free_port(), folder / "rerender.log", {"BENCH_POINTS": str(count)})
        as address,
        page_of(browser, WATCH, copies=True) as page,
    ):  # fmt: skip
        opened = time.time() * 1000
        page.goto(address, wait_until="commit")
        painted = _painted(page, FIRST_MONTH)
        if painted is None:
            return Measured(WHAT, count, reason=f"not painted within {PATIENCE_S} s")
        first_paint_ms, until, steps = painted - opened, time.monotonic() + ALL_STEPS_S, []
        page.wait_for_timeout(1_000)
        while len(steps) < STEPS and time.monotonic() < until:
            page.get_by_role("slider").press("ArrowRight")
            painted = _painted(page, FIRST_MONTH + len(steps) + 1)
            if painted is None:
                break
            steps.append(painted - page.evaluate("bench.events.keydown"))
            page.wait_for_timeout(300)
    if not steps:
        return Measured(WHAT, count, first_paint_ms=first_paint_ms, reason=f"a step took more than {PATIENCE_S} s")
    return Measured(WHAT, count, first_paint_ms=first_paint_ms, step=Times(tuple(steps)))


def _painted(page: Page, month: int) -> float | None:
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
    return None
