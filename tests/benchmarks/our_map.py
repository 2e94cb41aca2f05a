"""Our map as one HTML file, with made-up incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.basemaps import base_layers
from geo.incidents import places_of
from geo.layers import Layers, type_legend
from geo.tables import read_dataset
from geo.webmap import map_html, payload_of
from tests.benchmarks.browser import page_of, processor_clock
from tests.benchmarks.figures import Measured, Times
from tests.benchmarks.points import incident_columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

STEPS = 60
#: the first ones compile
WARMING_STEPS = 5
PATIENCE_MS = 30_000
PLAYED_MS = 3_000
READY = 'bench.watchReady(() => document.querySelector("#atlas[data-ready=true]") && atlas.frames() > 0)'
START = """([mode, years]) => {
    const first = atlas.clock.domain.from;
    const [from, to] = mode === "cumulative" ? [first, Atlas.addStep(first, "year", 10)]
        : [first, Atlas.addStep(first, "year", years)];
    atlas.clock.set({ mode, step: "month", speed: 4 }, false);
    atlas.clock.setWindow(from, to, true);
}"""
STEP = """([most, patience]) => {
    let frames = 0;
    return bench.steps(most, patience, () => {
        frames = atlas.frames();
        atlas.clock.slideTo(Atlas.addStep(atlas.clock.state.to, "month", 1), false);
    }, () => atlas.frames() > frames);
}"""
PLAY = """(milliseconds) => {
    const press = () => document.querySelector('[data-part="play"]').click();
    return bench.playing(milliseconds, press, press, atlas.frames);
}"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of letting time pass: a step slides the window by a month."""

    what: str
    mode: str
    years: int


WAYS = (
    Way("window of a year", "window", 1),
    Way("window of ten years", "window", 10),
    Way("everything so far", "cumulative", 10),
    Way("fading, a year", "fading", 1),
)


def measure(browser: Browser, count: int, folder: Path) -> Iterator[Measured]:
    """Measure our map with `count` incidents in every way."""
    columns = incident_columns(count)
    payload = payload_of(
        Layers(columns, [], [], [], [], [], {}, {}, {}, type_legend(), []),
        base_layers(places_of(read_dataset())),
    )
    path = folder / f"ours-{count}.html"
    path.write_text(map_html(payload), encoding="utf-8")
    with page_of(browser, READY) as page:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("() => bench.firstPaint", timeout=PATIENCE_MS)
        first_paint_ms = page.evaluate("bench.firstPaint")
        worked_ms = processor_clock(page)
        for way in WAYS:
            page.evaluate(START, [way.mode, way.years])
            page.evaluate(STEP, [WARMING_STEPS, PATIENCE_MS])
            before_ms = worked_ms()
            steps = page.evaluate(STEP, [STEPS, PATIENCE_MS])
            yield Measured(
                way.what,
                count,
                bytes_each=len(payload["packed"]["bytes"]) / count,
                file_bytes=path.stat().st_size,
                first_paint_ms=first_paint_ms,
                step=Times(tuple(steps)),
                processor_ms=(worked_ms() - before_ms) / len(steps),
                frames_a_second=page.evaluate(PLAY, PLAYED_MS),
            )
