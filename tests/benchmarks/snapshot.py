"""A page with a hundred symbols in every form: how long it takes, beside the usual ways of drawing the same."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.outputs import Form, Scope, Snapshot
from tests.benchmarks.clocks import timed
from tests.benchmarks.figures import number, table
from tests.benchmarks.snapshot_world import DAYS, SYMBOLS, material_of_bench, spec_of_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geo.material import Material
    from tests.benchmarks.clocks import Timed

    #: what is made, its goal in ms of processor time (0: none), how often, and how
    Part = tuple[str, float, int, Callable[[], bytes]]

ROOT = Path(__file__).parents[2]
QUICK, SLOW, SLOWEST = 11, 7, 3
SVG, PDF_PAGE, PDF, PNG = "SVG", "PDF, the page alone", "PDF with all tables", "PNG, 300 dpi"
SERIES, WEBP, GIF = "series, 12 pages, PDF", "animation, 12 frames, WebP", "animation, 12 frames, GIF"
#: what somebody else's form is compared with
LIKE = {"svg": SVG, "pdf": PDF_PAGE, "png": PNG, "series": SERIES, "gif": GIF}
OUR_HEADER = ("ours", "processor, ms", "least", "wall, ms", "first, ms", "kB", "goal, ms", "goal / ours")
THEIR_HEADER = ("today", "processor, ms", "least", "wall, ms", "first, ms", "kB", "theirs / ours", "wall")
MEMORY_HEADER = ("memory after", "1 view", "20 views", "40 views", "60 views")
OUR_NOTE = (
    f"{SYMBOLS} incidents at as many settlements, A4; every file from the filter on, nothing is kept of the one before",
    "but caches. Medians of warm runs in one process. Processor time grows where other programs share a core, so the",
    "least is there too. First: with imports and fonts. Goals are of processor time; above 1 is better than the goal.",
)
THEIR_NOTE = (
    "matplotlib: outlines and points with geopandas, number and place at each point (some overlap), a legend; on A4,",
    "as most scripts do it, with everything read before. Screenshot: our HTML map in Chromium, A4 at 300 dpi, with the",
    "time of all its processes. Compared with our file of the same form, the PDF with the page alone.",
)
MEMORY_NOTE = ("Megabytes held (RSS) by a process that makes SVG, PDF, PNG and slides of one window after the other.",)


def snapshot_tables(folder: Path) -> Iterator[str]:
    """Measure and lay out one table after the other; `folder` is for files."""
    material = material_of_bench(folder / "hundred")
    ours = {what: (goal, _told(what, make, runs)) for what, goal, runs, make in _parts(material)}
    yield table("The printed page", OUR_HEADER, [_our_row(*one) for one in ours.values()], OUR_NOTE)
    rows, notes = [], []
    try:
        for like, one in _today(material, folder):
            rows.append(_their_row(one, ours[LIKE[like]][1]))
    except Error as error:
        notes.append(f"- the rest: {error}")
    missing = [name for name in ("matplotlib", "selenium") if find_spec(name) is None]
    notes += [f"- {name} is not installed, so nothing is drawn with it." for name in missing]
    yield table("The same page today", THEIR_HEADER, rows, [*notes, *THEIR_NOTE])
    yield table("The printed page: memory", MEMORY_HEADER, [("MB", *_memory_mb(folder / "hundred"))], MEMORY_NOTE)


def _parts(material: Material) -> Iterator[Part]:
    spec = spec_of_days(material)

    def new(scope: Scope = Scope.VIEW) -> Snapshot:
        return Snapshot(material, spec, scope)

    def page_alone() -> bytes:
        snapshot = new()
        return document_pdf(snapshot._document(snapshot.maps))

    yield SVG, 60, QUICK, lambda: new().svg()
    yield PDF_PAGE, 100, QUICK, page_alone
    yield PDF, 100, QUICK, lambda: new().pdf
    yield PNG, 500, SLOW, lambda: new().png()
    yield "PPTX with all tables", 500, SLOW, lambda: new().pptx
    yield "HTML, interactive", 0, SLOW, lambda: new().html
    yield "everything, zipped", 1500, SLOW, lambda: new().zipped()
    yield SERIES, 1000, SLOW, lambda: new(Scope.SERIES).pdf
    yield WEBP, 2500, SLOWEST, lambda: new().animated(Form.WEBP)
    yield GIF, 2500, SLOWEST, lambda: new().animated(Form.GIF)


def _today(material: Material, folder: Path) -> Iterator[tuple[str, Timed]]:
    """Yield what the usual ways take, each with the form of ours that it is compared with."""
    from tests.benchmarks import snapshot_today

    if find_spec("matplotlib"):
        world = snapshot_today.points_and_outlines(material)
        for like in ("svg", "pdf", "png"):
            what = f"matplotlib, {like.upper()}{', 300 dpi' if like == 'png' else ''}"
            yield like, _told(what, lambda like=like: snapshot_today.drawn(world, like), SLOW)
        yield "series", _told(f"matplotlib, {DAYS} pages, PDF", lambda: snapshot_today.series(world), SLOWEST)
        yield "gif", _told(f"matplotlib, {DAYS} frames, GIF", lambda: snapshot_today.animated(world, folder), SLOWEST)
    path = folder / "map.html"
    path.write_bytes(Snapshot(material, spec_of_days(material)).html)
    yield "png", _told("screenshot, browser started for it", lambda: snapshot_today.screenshot(path), SLOWEST)
    with snapshot_today.paper() as page:
        yield "png", _told("screenshot, browser open", lambda: snapshot_today.screenshot_of(page, path), SLOWEST)
    if find_spec("selenium"):
        yield "png", _told("folium's own _to_png", lambda: snapshot_today.folium_png(material), SLOWEST)


def _told(what: str, make: Callable[[], bytes], runs: int) -> Timed:
    sys.stderr.write(f"Measuring {what} ...\n")
    return timed(what, make, runs)


def _figures(one: Timed) -> tuple[str, ...]:
    least = min(one.processor.all_ms)
    figures = (one.processor.median_ms, least, one.wall.median_ms, one.first_ms, one.content_bytes / 1000)
    return one.what, *map(number, figures)


def _our_row(goal: float, one: Timed) -> tuple[str, ...]:
    return *_figures(one), number(goal or None), number(goal / one.processor.median_ms, 2) if goal else "-"


def _their_row(theirs: Timed, ours: Timed) -> tuple[str, ...]:
    worked, wall = theirs.processor.median_ms / ours.processor.median_ms, theirs.wall.median_ms / ours.wall.median_ms
    return *_figures(theirs), f"{number(worked, 1)} x", f"{number(wall, 1)} x"


def _memory_mb(data: Path) -> list[str]:
    sys.stderr.write("Measuring memory ...\n")
    command = (sys.executable, "-m", "tests.benchmarks.snapshot_memory", str(data))
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [number(float(one)) for one in printed.split()]
