"""folium's TimestampedGeoJson with the same incidents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import folium
from folium.plugins import TimestampedGeoJson
from playwright.sync_api import TimeoutError as OutOfPatience

from tests.benchmarks.browser import missing_copies, page_of, processor_clock
from tests.benchmarks.figures import Measured, Times
from tests.benchmarks.points import EAST, NORTH, SOUTH, WEST, geojson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

STEPS = 60
FIRST_STEP = 120
PATIENCE_MS = 60_000
STEPPING_MS = 20_000
PLAYED_MS = 3_000
#: as many states a second as the screen has frames, where folium's own choice is five
TRANSITION_MS = 16
READY = """
console.log = () => {};
bench.time = () => bench.map && bench.map.timeDimension;
bench.drawn = 0;
const findMap = () => {
    const name = Object.keys(globalThis).find((one) => one.startsWith("map_") && globalThis[one].timeDimension);
    bench.map = name && globalThis[name];
    if (bench.map) bench.time().on("timeload", () => { bench.fresh = true; });
    return bench.map;
};
const count = () => {
    if (bench.fresh) bench.drawn += 1;
    bench.fresh = false;
    requestAnimationFrame(count);
};
requestAnimationFrame(count);
bench.watchReady(() => (bench.map || findMap()) && bench.time().getCurrentTimeIndex() >= 0);
"""
STEP = """([first, most, patience]) => bench.steps(most, patience,
    (k) => bench.time().setCurrentTimeIndex(first + k), () => bench.time().getCurrentTimeIndex() >= first)"""
PLAY = """([first, milliseconds]) => {
    bench.time().setCurrentTimeIndex(first);
    const player = timeDimensionControl._player;
    return bench.playing(milliseconds, () => player.start(1), () => player.stop(), () => bench.drawn);
}"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of letting time pass: a step is a month."""

    what: str
    duration: str | None
    on_canvas: bool = False


WAYS = (
    Way("window of a year", "P1Y"),
    Way("window of a year (canvas)", "P1Y", on_canvas=True),
    Way("everything so far", None),
)


def measure(browser: Browser, count: int, folder: Path) -> Iterator[Measured]:
    """Measure folium's map with `count` incidents in every way it has."""
    incidents = geojson(count)
    for way in WAYS:
        chart = folium.Map(tiles=None, prefer_canvas=way.on_canvas)
        chart.fit_bounds([[SOUTH, WEST], [NORTH, EAST]])
        TimestampedGeoJson(incidents, period="P1M", duration=way.duration, auto_play=False,
                           transition_time=TRANSITION_MS).add_to(chart)  # fmt: skip
        path = folder / f"timestamped-{count}.html"
        chart.save(path)
        weighed = Measured(way.what, count, bytes_each=len(incidents) / count, file_bytes=path.stat().st_size)
        if missing := missing_copies():
            yield replace(weighed, reason=f"{', '.join(missing)} missing; npm ci puts it there")
            continue
        with page_of(browser, READY, copies=True) as page:
            yield _watch(page, path, weighed)


def _watch(page: Page, path: Path, weighed: Measured) -> Measured:
    page.goto(path.as_uri(), wait_until="commit")
    try:
        page.wait_for_function("() => bench.firstPaint", timeout=PATIENCE_MS)
    except OutOfPatience:
        return replace(weighed, reason=f"not painted within {PATIENCE_MS // 1000} s")
    weighed = replace(weighed, first_paint_ms=page.evaluate("bench.firstPaint"))
    worked_ms = processor_clock(page)
    before_ms = worked_ms()
    steps = page.evaluate(STEP, [FIRST_STEP, STEPS, STEPPING_MS])
    return replace(
        weighed,
        step=Times(tuple(steps)),
        processor_ms=(worked_ms() - before_ms) / len(steps),
        frames_a_second=page.evaluate(PLAY, [FIRST_STEP, PLAYED_MS]),
    )
