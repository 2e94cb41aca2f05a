"""The map with more incidents than it can hold: framed as in the app, fed with made-up ones as points and as cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.engine.drawn import Bin, Cells, Points
from geo.engine.feed import drawn_message
from geo.layers import EVENT_TYPES, PRECISIONS
from geo.minutes import EPOCH
from geo.schema import PlacePrecision
from tests.benchmarks.browser import page_of
from tests.benchmarks.figures import Measured, Times, measured_table
from tests.benchmarks.our_map import PATIENCE_MS, PLAY, PLAYED_MS, START, STEP, STEPS, WARMING_STEPS, WAYS
from tests.benchmarks.points import DAYS, EAST, FIRST, NORTH, SOUTH, WEST, YEARS
from tests.framed import days_counted, feed_map, feed_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import Browser, Frame, Page

    from geo.engine.drawn import Days

#: more points than this in a box are counted together, in cells by time bin, of which there are no more either
MOST = 200_000
SIZES = (200_000, 1_000_000, 10_000_000)
SETTLEMENTS = 4_000
#: a cell is as many pixels wide as 256 / 2**CELL_ZOOMS
CELL_ZOOMS = 6
FIRST_PATIENCE_MS = 120_000
FIRST_DAY = (FIRST - EPOCH).days
READY = """
if (globalThis.parent !== globalThis) {
    const ready = () => document.querySelector("#atlas[data-ready=true]") && atlas.feed.settled() && atlas.frames() > 0;
    bench.watchReady(ready);
}
"""
DRAG = """(milliseconds) => {
    let x = 0;
    let going = true;
    const drag = () => {
        x += 1;
        atlas.map._rawPanBy(L.point(x % 80 < 40 ? 3 : -3, 0)); // as a hand does: no end is told of between the frames
        atlas.map.fire("move");
        if (going) requestAnimationFrame(drag);
    };
    const begin = () => { atlas.map.fire("movestart"); requestAnimationFrame(drag); };
    return bench.playing(milliseconds, begin, () => { going = false; atlas.map.fire("moveend"); }, atlas.frames);
}"""
NOTES = (
    "Framed by a page with the app's own script; answers come from a server that has made them already. Points are",
    f"drawn one by one up to {MOST:,} in the view and a little around it; else cells of about 4 pixels, counted by as",
    "short a part of the calendar as gives no more rows than that. 'Bytes each' is the answer for each of them.",
)


@dataclass(frozen=True, slots=True)
class Incidents:
    """Made-up incidents: days since 1970 and unit Mercator."""

    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    x: NDArray[np.float32]
    y: NDArray[np.float32]

    def days(self) -> Days:
        """Count them by day."""
        return days_counted(self.first_day, self.last_day, len(self.first_day) // 20)


def mercator(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """Return unit Mercator coordinates of degrees."""
    sine = np.sin(np.radians(latitude))
    return (np.asarray(longitude) + 180) / 360, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)


@lru_cache(maxsize=1)
def incidents(count: int) -> Incidents:
    """Make incidents around settlements of very unequal size, more of them in some years than in others."""
    chance = np.random.default_rng(count)
    share = 1 / np.arange(1, SETTLEMENTS + 1)
    which = chance.choice(SETTLEMENTS, count, p=share / share.sum())
    west, east = chance.uniform(WEST, EAST, SETTLEMENTS), chance.uniform(SOUTH, NORTH, SETTLEMENTS)
    x, y = mercator(west[which] + chance.normal(0, 0.02, count), east[which] + chance.normal(0, 0.015, count))
    swing = 1 + 0.7 * np.sin(np.arange(DAYS) / 700) + 0.2 * np.sin(np.arange(DAYS) / 58)
    first = chance.choice(DAYS, count, p=swing / swing.sum()).astype(np.int32) + FIRST_DAY
    length = np.where(chance.random(count) < 0.1, chance.integers(1, 30, count), 0).astype(np.int32)
    last = np.minimum(first + length, FIRST_DAY + DAYS - 1)
    return Incidents(first, last, x.astype(np.float32), y.astype(np.float32))


def answer(count: int, box: tuple[float, ...], zoom: float) -> Points | Cells:
    """Answer a box with points, or with the finest cells that are few enough."""
    every = incidents(count)
    (west, east), (south, north) = mercator(np.array([box[0], box[2]]), np.array([box[1], box[3]]))
    inside = np.flatnonzero((every.x >= west) & (every.x < east) & (every.y >= north) & (every.y < south))
    return _points(every, inside) if len(inside) <= MOST else _cells(every, inside, zoom)


def _points(every: Incidents, inside: NDArray[np.int64]) -> Points:
    precision = PRECISIONS.index(PlacePrecision.SETTLEMENT)
    return Points(
        dataset=np.zeros(len(inside), dtype=np.uint8),
        row=inside,
        first_day=every.first_day[inside],
        last_day=every.last_day[inside],
        event_type=(inside % len(EVENT_TYPES)).astype(np.uint8),
        place_precision=np.full(len(inside), precision, dtype=np.uint8),
        cell_x=(every.x[inside] * 2**24).astype(np.int32),
        cell_y=(every.y[inside] * 2**24).astype(np.int32),
    )


def _cells(every: Incidents, inside: NDArray[np.int64], zoom: float) -> Cells:
    for coarser in range(8):
        level = int(zoom) + CELL_ZOOMS - coarser
        for part, months in ((Bin.MONTH, 1), (Bin.QUARTER, 3), (Bin.YEAR, 12)):
            cells = _counted(every, inside, level, part, months)
            if len(cells.n) <= MOST:
                return cells
    raise AssertionError("No grid is coarse enough.")


def _counted(every: Incidents, inside: NDArray[np.int64], level: int, part: Bin, months: int) -> Cells:
    x, y = ((unit[inside] * 2**level).astype(np.int64) for unit in (every.x, every.y))
    month = every.first_day[inside].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // months
    keys, n = np.unique(((month << 20) + (y - y.min()) << 20) + (x - x.min()), return_counts=True)
    begun = keys >> 40
    first_months = (np.stack([begun, begun + 1]) * months).astype("datetime64[M]")
    borders = first_months.astype("datetime64[D]").astype(np.int32)
    return Cells(
        dataset=np.zeros(len(keys), dtype=np.uint8),
        x=((keys & 0xFFFFF) + x.min()).astype(np.int32),
        y=((keys >> 20 & 0xFFFFF) + y.min()).astype(np.int32),
        from_day=borders[0],
        to_day=borders[1],
        n=n.astype(np.int64),
        level=level,
        bin=part,
    )


def measure(browser: Browser, count: int) -> Iterator[Measured]:
    """Measure the map with `count` incidents in every way."""
    feed = feed_of("all", incidents(count).days())
    page_text = feed_map(feed, (FIRST, date(FIRST.year + YEARS, 1, 1)))
    made: dict[tuple[tuple[float, ...], float], bytes] = {}
    drawn: list[str] = []

    def answering(_: str, box: tuple[float, ...], zoom: float) -> bytes:
        if (box, zoom) not in made:
            said = answer(count, box, zoom)
            made[box, zoom] = drawn_message(said, (box[0], box[1], box[2], box[3]), zoom)
            rows = len(said.n if isinstance(said, Cells) else said.row)
            drawn.append(f"{rows:,} cells by {said.bin}" if isinstance(said, Cells) else f"{rows:,} points")
        return made[box, zoom]

    with serving(page_text, feed, answering) as served:
        with page_of(browser, READY) as page:
            _opened(page, served.address)  # so that the answer is made
        with page_of(browser, READY) as page:
            yield from _ways(_opened(page, served.address), count, len(page_text.encode()), made, drawn[0])


def _opened(page: Page, address: str) -> Frame:
    """Open the map and wait until the first answer is drawn."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector("iframe[src]", state="attached")
    frame = page.frames[1]
    frame.wait_for_function("() => globalThis.bench && bench.firstPaint", timeout=FIRST_PATIENCE_MS)
    return frame


def _ways(
    frame: Frame, count: int, file_bytes: int, made: dict[tuple[tuple[float, ...], float], bytes], drawn: str
) -> Iterator[Measured]:
    first_paint_ms = frame.evaluate("bench.firstPaint")
    answer_bytes = len(next(iter(made.values())))
    rows = int(drawn.split(maxsplit=1)[0].replace(",", ""))
    for way in WAYS:
        frame.evaluate(START, [way.mode, way.years])
        frame.evaluate(STEP, [WARMING_STEPS, PATIENCE_MS])
        steps = frame.evaluate(STEP, [STEPS, PATIENCE_MS])
        yield Measured(
            f"{drawn}: {way.what}",
            count,
            bytes_each=answer_bytes / rows,
            file_bytes=file_bytes,
            first_paint_ms=first_paint_ms,
            step=Times(tuple(steps)),
            frames_a_second=frame.evaluate(PLAY, PLAYED_MS),
        )
    panned = frame.evaluate(DRAG, PLAYED_MS)
    yield Measured(f"{drawn}: dragging the map", count, frames_a_second=panned)


def large_tables(browser: Browser, folder: Path) -> list[str]:
    """Measure every size and lay the figures out."""
    del folder  # nothing is written
    found = [one for count in SIZES for one in measure(browser, count)]
    return [measured_table("The map, fed", found, NOTES)]
