"""How long answers about a million and ten million incidents take, beside pandas."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from geo.engine import questions
from geo.engine.engines import open_flat
from geo.filters import LISTS, Filters
from geo.schema import EventType
from tests.benchmarks.figures import Times, number, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.engine.answers import Tally
    from geo.filters import Window

    Asked = tuple[Filters, Window | None]

ROWS_SQL = Path(__file__).with_name("flat_rows.sql")
SIZES = (1_000_000, 10_000_000)
FILTERS, TEXTS = 40, 5
FIRST_DAY, DAYS = date(2000, 1, 1), 9_490
#: a map of the whole world is drawn at this zoom, in cells of this level
ZOOM, LEVEL = 2, 7
HEADER = ("", "incidents", "median, ms", "p95, ms", "processor, ms", "times")
NOTES = (
    "A change of filters: what is shown and hidden, the options of all lists, the days of the strip, and what the map",
    "draws of the whole world. Of 40 filters on one to three criteria, half with a time window; none was asked before.",
    "'Processor' is the time that all threads worked, median. Words are searched for in the Parquet file: apart.",
)


def write_flat_parquet(path: Path, count: int, first: int = 0) -> None:
    """Write invented incidents as the flat table; the same numbers give the same rows.

    Parameters
    ----------
    first
        The number of the first incident.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(ROWS_SQL.read_text("utf-8"))
        rows = connection.sql("SELECT * FROM flat_rows(?, ?)", params=[first, count])
        rows.write_parquet(str(path), compression="zstd")


def engine_tables(folder: Path, sizes: tuple[int, ...] = SIZES, frames_up_to: int = SIZES[0]) -> list[str]:
    """Measure changes of filters at some sizes and return the tables of figures.

    Parameters
    ----------
    folder
        Where the invented files are written: 50 MB for a million incidents.
    frames_up_to
        The largest size that is asked of pandas, too: it needs about 150 bytes for an incident.
    """
    rows, opened = [], []
    for count in sizes:
        sys.stderr.write(f"Measuring the engine with {count:,} incidents ...\n")
        path = folder / f"flat-{count}.parquet"
        if not path.exists():
            write_flat_parquet(path, count)
        tally, opening = _timed(lambda path=path: open_flat({"made": str(path)}))
        _, preparing = _timed(tally.prepare)
        opened.append(
            (number(count), number(opening), number(preparing), number(getrusage(RUSAGE_SELF).ru_maxrss / 1e3))
        )
        rows += [(name, number(count), *figures) for name, figures in _engine_figures(tally)]
        tally.close()
        if count <= frames_up_to:
            rows.append(("the same with pandas", number(count), *_frame_figures(path)))
    return [
        table("A change of filters", HEADER, rows, NOTES),
        table("Opening a Parquet file", ("incidents", "open, ms", "prepare, ms", "most memory, MB"), opened),
    ]


def random_filters(count: int = FILTERS, seed: int = 1) -> list[Asked]:
    """Return filters as somebody sets them: one to three criteria of one to three values, half with a window."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    values = {
        "episodes": ["", *(f"episode_{number}" for number in range(8))],
        "event_types": [str(kind) for kind in EventType],
        "actor_kinds": ["crowd", "protesters", "armed_group", "civilians", "peacekeepers", "state_forces"],
        "municipalities": [f"municipality_{number}" for number in range(40)],
        "place_precisions": ["exact", "settlement", "near", "municipality", "region"],
        "sources": [f"source {number:04}" for number in range(200)],
        "source_kinds": ["news", "agency", "official", "research"],
    }
    asked = []
    for _ in range(count):
        chosen = chance.sample((*LISTS, "casualties"), chance.randint(1, 3))
        made: dict[str, Any] = {
            name: "killed" if name == "casualties" else tuple(chance.sample(values[name], chance.randint(1, 3)))
            for name in chosen
        }
        first = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        window = (first, first + timedelta(days=chance.choice((30, 365, 1825)))) if chance.random() < 0.5 else None
        asked.append((Filters(**made), window))
    return asked


def _engine_figures(tally: Tally) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Measure each part of a change of filters, and all of it."""
    parts: dict[str, Callable[[Filters, Window | None], object]] = {
        "shown and hidden": tally.shown,
        "options": tally.facets,
        "days": lambda filters, _: tally.days(filters),
        "drawn": lambda filters, _: tally.drawn(filters, None, ZOOM),
    }
    taken: dict[str, list[float]] = {name: [] for name in (*parts, "whole change")}
    worked = []
    for filters, window in random_filters():
        before, whole = time.process_time(), 0.0
        for name, ask in parts.items():
            _, spent = _timed(lambda ask=ask, filters=filters, window=window: ask(filters, window))
            taken[name].append(spent)
            whole += spent
        taken["whole change"].append(whole)
        worked.append((time.process_time() - before) * 1000)
    for name, spent in taken.items():
        yield name, _figures(spent, worked if name == "whole change" else None)
    words = [
        _timed(lambda number=number: tally.shown(Filters(text=f"place {number} crowd"), None))[1]
        for number in range(100, 100 + TEXTS)
    ]
    yield "words searched for", _figures(words)


def _frame_figures(path: Path) -> tuple[str, ...]:
    """Measure the same changes with a frame of pandas, its words as categories."""
    columns = [
        "first_day", "last_day", "episode", "event_type", "actor1_kind", "actor2_kind", "place_precision",
        "municipality", "source", "source_kind", "killed_high", "injured_best", "cell_x", "cell_y",
    ]  # fmt: skip
    words = [name for name in columns if pq.read_schema(path).field(name).type == "string"]
    frame = pq.read_table(path, columns=columns).to_pandas(categories=words, date_as_object=False)
    frame["killed"] = frame["killed_high"].fillna(0) > 0
    frame["x"], frame["y"] = (frame[name].fillna(-1).astype(np.int32) for name in ("cell_x", "cell_y"))
    taken, worked = [], []
    for filters, window in random_filters():
        before = time.process_time()
        taken.append(_timed(lambda filters=filters, window=window: _ask_frame(frame, filters, window))[1])
        worked.append((time.process_time() - before) * 1000)
    return _figures(taken, worked)


def _ask_frame(frame: pd.DataFrame, filters: Filters, window: Window | None) -> None:
    """Find what a change of filters needs: counts, options, days and cells."""
    met = {}
    for name in (one.name for one in fields(Filters)):
        if name == "casualties" and filters.casualties != "any":
            met[name] = frame["killed"].to_numpy()
        elif name in LISTS and getattr(filters, name):
            some = [frame[column].isin(getattr(filters, name)) for column in questions.LOOKED_AT[name]]
            met[name] = np.logical_or.reduce(some)
    selected = np.logical_and.reduce(list(met.values()))
    within = np.ones(len(frame), dtype=bool)
    if window is not None:
        first, last = (pd.Timestamp(day) for day in window)
        within = ((frame["first_day"] <= last) & (frame["last_day"] >= first)).to_numpy()
    left = within.copy()
    for mask in met.values():
        left &= mask
        left.sum()
    for name in LISTS:
        others = np.logical_and.reduce([within, *(mask for other, mask in met.items() if other != name)])
        for column in questions.LOOKED_AT[name]:
            frame[column][others].value_counts()
    shown = frame[selected]
    shown.groupby(["first_day", "last_day"], observed=True).size()
    placed = shown[shown["x"] >= 0]
    keys = [placed["x"] // (1 << 24 - LEVEL), placed["y"] // (1 << 24 - LEVEL), placed["first_day"].dt.year]
    placed.groupby([*keys, placed["last_day"].dt.year.rename("last")]).size()


def _timed(ask: Callable[[], Any]) -> tuple[Any, float]:
    """Return an answer and the milliseconds that it took."""
    before = time.perf_counter()
    found = ask()
    return found, (time.perf_counter() - before) * 1000


def _figures(spent: list[float], worked: list[float] | None = None) -> tuple[str, ...]:
    times = Times(tuple(spent))
    processor = Times(tuple(worked)).median_ms if worked else None
    return number(times.median_ms), number(times.p95_ms), number(processor), number(len(spent))
