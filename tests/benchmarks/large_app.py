"""The app with data sets of a million and of ten million incidents: how long until they stand on the map."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from geo.store.versions import About
from geo.store.workspace import open_workspace
from tests.benchmarks.browser import page_of
from tests.benchmarks.engines import write_flat_parquet
from tests.benchmarks.figures import Times, times_table
from tests.benchmarks.servers import free_port, streamlit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, Page

SIZES = (1_000_000, 10_000_000)
TABS = 5
PATIENCE_MS = 180_000
MAP = 'iframe[title^="Map of incidents"]'
PAINTED = "() => globalThis.atlas && atlas.feed && atlas.feed.settled() && atlas.frames() > 0"
NOTES = (
    "The whole way: page, server, engine, feed, drawing. First paint: a new tab on a server that has the data set open",
    "already; from navigation until cells stand on the map. The opening, once for a server, the first viewer waits for",
)


def large_app_tables(browser: Browser, folder: Path) -> list[str]:
    """Measure each size in a workspace of its own."""
    return [
        times_table(f"The app with {count:,} own incidents", list(_measure(browser, folder, count)), NOTES)
        for count in SIZES
    ]


def _measure(browser: Browser, folder: Path, count: int) -> Iterator[tuple[str, Times]]:
    rows, workspace = folder / f"flat-{count}.parquet", folder / f"workspace-{count}"
    write_flat_parquet(rows, count)
    about = About("Many incidents", colour=1, coverage="Made up.", accepted=count)
    dataset = open_workspace(str(workspace)).create(rows, about, "bench", "Made up.").dataset
    rows.unlink()
    settings = {"ATLAS_WORKSPACE": str(workspace)}
    with streamlit("app.py", free_port(), folder / "large.log", settings) as address, page_of(browser) as page:
        link = f"{address}?set={dataset}"
        yield "opening by the first viewer", Times((_first_paint(page, link),))
        yield "first paint in a new tab", Times(tuple(_new_tab(page, link) for _ in range(TABS)))


def _first_paint(page: Page, link: str) -> float:
    began = time.perf_counter()
    page.goto(link, wait_until="commit")
    _painted(page)
    return 1000 * (time.perf_counter() - began)


def _painted(page: Page) -> Frame:
    element = page.wait_for_selector(MAP, state="attached", timeout=PATIENCE_MS)
    frame = element.content_frame() if element else None
    if frame is None:
        raise RuntimeError("The map has no frame.")
    frame.wait_for_function(PAINTED, timeout=PATIENCE_MS, polling="raf")
    return frame


def _new_tab(page: Page, link: str) -> float:
    tab = page.context.new_page()
    spent = _first_paint(tab, link)
    tab.close()
    return spent
