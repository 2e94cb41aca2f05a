"""Stories as a class meets them: how smoothly the clock moves between steps, and how long each file takes to make."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gazetteer.policy import DEFAULT_POLICY
from geo.lessons.outputs import Lesson, Wanted, make_lesson
from geo.lessons.presenter import presenter_html
from geo.material import read_material
from tests.benchmarks.browser import page_of
from tests.benchmarks.figures import Times, number, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from geo.material import Material

ROOM = {"width": 1280, "height": 720}
OPENINGS = 5
#: frames while the map travels to the next step: how many, in how many milliseconds, and the longest of them
TRAVEL = """() => new Promise((done) => {
  const frames = [];
  const watch = (now) => {
    frames.push(now);
    if (atlas.presenting.state.travelling || frames.length < 2) requestAnimationFrame(watch);
    else done({ count: frames.length - 1, ms: frames.at(-1) - frames[0],
      longest: Math.max(...frames.slice(1).map((at, k) => at - frames[k])) });
  };
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  requestAnimationFrame(watch);
})"""


def presenting_tables(browser: Browser, folder: Path) -> Iterator[str]:
    """Measure the presentation of all stories, and the files of one."""
    material = read_material()
    began = time.process_time()
    path = folder / "chapters.html"
    path.write_bytes(presenter_html(material, material.stories))
    made_ms = 1000 * (time.process_time() - began)
    with page_of(browser) as page:
        page.set_viewport_size(ROOM)  # type: ignore[arg-type]
        opened = Times(tuple(_open(page, f"{path.as_uri()}#march_2004") for _ in range(OPENINGS)))
        travels = [one for story in material.stories for one in _travels(page, f"{path.as_uri()}#{story.id}")]
    rates = sorted(1000 * one["count"] / one["ms"] for one in travels if one["ms"] > 0)
    slow = [rate for rate in rates if rate < 50]
    rows = [
        ("file of all stories, MB", number(path.stat().st_size / 1e6, 2)),
        ("made in, ms of processor time", number(made_ms)),
        ("opened to first slide, ms, median", number(opened.median_ms)),
        ("ways between steps", number(len(rates))),
        ("frames a second on a way, median", number(statistics.median(rates), 1)),
        ("  slowest way", number(rates[0], 1)),
        ("  ways below 50", number(len(slow))),
        ("longest frame, ms, median of ways", number(statistics.median(one["longest"] for one in travels))),
    ]
    yield table("Presenting, one HTML file, 1280 x 720", ("", "all stories"), rows)
    yield table("Files of one story (March 2004), ms of processor time", ("", "median"), list(_lessons(material)))


def _open(page: Page, address: str) -> float:
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector('#atlas[data-ready="true"]')
    return 1000 * (time.perf_counter() - began)


def _travels(page: Page, address: str) -> Iterator[dict[str, float]]:
    """Go through a story by hand and yield what the way to each step after the first was like."""
    _open(page, address)
    while True:
        slides, at = page.evaluate("() => [atlas.presenting.slides, atlas.presenting.index]")
        kind = page.evaluate("() => atlas.presenting.state.kind")
        if kind == "exercise" or at == len(slides) - 1:
            return
        page.wait_for_timeout(300)
        way = page.evaluate(TRAVEL)
        if kind == "step" and page.evaluate("() => atlas.presenting.state.kind") == "step":
            yield way


def _lessons(material: Material) -> Iterator[tuple[str, str]]:
    story = next(story for story in material.stories if story.id == "march_2004")
    today = datetime.now(UTC).date()
    for lesson in Lesson:
        taken = []
        for _ in range(3):
            began = time.process_time()
            make_lesson(material, story, lesson, Wanted(DEFAULT_POLICY, today))
            taken.append(1000 * (time.process_time() - began))
        yield str(lesson), number(statistics.median(taken))
