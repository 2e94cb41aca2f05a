"""Measure names, texts, print, import, engine, viewers, our map, large data sets, the app and presentations.

    python -m tests.benchmarks [--most 10000] [--only names texts snapshot ours ...]

Nothing is judged here: figures depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tests.benchmarks import (
    engines,
    importing,
    large_app,
    large_map,
    names,
    our_map,
    presenting,
    rerender,
    snapshot,
    texts,
    timestamped,
    viewers,
    whole_app,
)
from tests.benchmarks.browser import chromium
from tests.benchmarks.figures import Measured, Times, measured_table, times_table
from tests.benchmarks.ratios import ratios_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser

    Measure = Callable[[Browser, int, Path], Iterator[Measured]]

#: the printed page opens a browser itself, for it measures how long that takes
WITHOUT_BROWSER = ("names", "texts", "snapshot", "import", "engine", "viewers")
IN_A_BROWSER = ("ours", "large", "timestamped", "rebuilt", "app", "large-app", "presenting")
PARTS = (*WITHOUT_BROWSER, *IN_A_BROWSER)
OUR_SIZES = (1_000, 10_000, 100_000, 1_000_000)
THEIR_SIZES = OUR_SIZES[:3]
STEP_NOTE = (
    "A step slides the window by a month. 'Painted' is the time from the change until its frame was rendered, with the",
    "wait for the next frame (up to 16.7 ms); 'processor' is the time that the main thread of the page worked for it,",
    "whatever else the machine did: below 16.7 ms it allows 60 frames a second. First paint: from navigation on.",
)
TIMESTAMPED_NOTE = (
    "No map tiles; its player is set to 60 states a second (folium's own choice is 5); its scripts are our copies, so",
    "no network is in the figures. Frames are those that showed another state. Markers are SVG unless canvas is said.",
)
REBUILT_NOTE = (
    "A CircleMarker for every point in the window, on a canvas, no tiles. A step: from the key on the slider until the",
    "new map is painted. First paint: a new tab on a running server.",
)


def main() -> None:
    """Measure what is asked for and print one table after the other."""
    asked = _arguments()
    started = time.monotonic()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr] # a file has to show how far it got, too
    print(_machine())
    if "names" in asked.only:
        print("Measuring names ...", file=sys.stderr)
        for table in names.names_tables():
            print(table)
    if "texts" in asked.only:
        print("Measuring texts ...", file=sys.stderr)
        print(texts.texts_table())
    in_folders = {
        "snapshot": snapshot.snapshot_tables,
        "import": importing.importing_tables,
        "engine": engines.engine_tables,
        "viewers": lambda _: viewers.viewers_tables(),
    }
    for part, tables in in_folders.items():
        if part in asked.only:
            print(f"Measuring {part} ...", file=sys.stderr)
            with TemporaryDirectory(prefix="atlas-bench-") as name:
                for table in tables(Path(name)):
                    print(table)
    if set(asked.only) & set(IN_A_BROWSER):
        _in_a_browser(asked)
    print(f"\nMeasured in {(time.monotonic() - started) / 60:.1f} minutes; load average now {os.getloadavg()[0]:.1f}.")


def _in_a_browser(asked: argparse.Namespace) -> None:
    ours, theirs, rebuilt = [], [], []
    with chromium() as browser, TemporaryDirectory(prefix="atlas-bench-") as name:
        folder = Path(name)
        print(f"\nChromium {browser.version}, headless, drawing in software, 1440 x 900")
        if "ours" in asked.only:
            ours = _measured(our_map.measure, OUR_SIZES, asked.most, browser, folder)
            print(measured_table("Our map, one HTML file", ours, STEP_NOTE))
        if "timestamped" in asked.only:
            theirs = _measured(timestamped.measure, THEIR_SIZES, asked.most, browser, folder)
            print(measured_table("folium's TimestampedGeoJson, the same points", theirs, TIMESTAMPED_NOTE))
        if "rebuilt" in asked.only:
            rebuilt = _measured(rerender.measure, THEIR_SIZES, asked.most, browser, folder)
            print(measured_table("A folium map rebuilt by st_folium at every step", rebuilt, REBUILT_NOTE))
        if ours and (theirs or rebuilt):
            print(ratios_table(ours, {"TimestampedGeoJson": theirs, "st_folium": rebuilt}))
        if "app" in asked.only:
            print(_app_table(browser, folder))
        in_pages = {
            "large": large_map.large_tables,
            "large-app": large_app.large_app_tables,
            "presenting": presenting.presenting_tables,
        }
        for part, tables in in_pages.items():
            if part in asked.only:
                print(f"Measuring {part} ...", file=sys.stderr)
                for table in tables(browser, folder):
                    print(table)


def _measured(measure: Measure, sizes: Sequence[int], most: int, browser: Browser, folder: Path) -> list[Measured]:
    """Measure one size after the other; what fails is told in the table and stops nothing else."""
    found: list[Measured] = []
    for count in sizes:
        if count > most:
            continue
        print(f"Measuring {measure.__module__.rpartition('.')[2]} with {count:,} points ...", file=sys.stderr)
        try:
            found.extend(measure(browser, count, folder))
        except (Error, RuntimeError) as error:
            found.append(Measured("the rest", count, reason=str(error).splitlines()[0].rstrip(".")))
    return found


def _app_table(browser: Browser, folder: Path) -> str:
    print("Measuring the app ...", file=sys.stderr)
    found: list[tuple[str, Times]] = []
    notes = []
    try:
        found.extend(whole_app.measure(browser, folder))
    except (Error, RuntimeError) as error:
        notes.append(f"- the rest: {error}")
    return times_table("The app with the shipped data", found, notes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--most", type=int, default=OUR_SIZES[-1], help="the largest number of points")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="the parts to measure")
    return parser.parse_args()


def _machine() -> str:
    return f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before; Python {platform.python_version()}"


if __name__ == "__main__":
    main()
