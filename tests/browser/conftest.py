"""A server on the shipped data, a second one on a hostile folder, and a browser with the network closed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from gazetteer.resolve import Gazetteer
from geo.incidents import locate, places_of
from geo.tables import Dataset, read_dataset
from tests.browser.hostile import write_hostile
from tests.browser.visit import Map, Visit, launch, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@contextmanager
def serving(log: Path, **environment: str) -> Iterator[str]:
    """Run the app as `make run` does, on a free port; its log may hold no traceback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
               f"--server.port={port}", "--server.fileWatcherType=none"]  # fmt: skip
    with log.open("w", encoding="utf-8") as written:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _await(server, address, log)
            yield address
        finally:
            server.terminate()
            server.wait(10)
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said


def _await(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/_stcore/health"):  # noqa: S310 - http on this machine
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that shows the shipped data."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder / "log.txt", ATLAS_DATA=str(ROOT / "data"), ATLAS_STORIES=str(folder / "stories")) as served:
        yield served


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that shows a folder whose every text is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "world")
    with serving(folder / "log.txt", ATLAS_DATA=str(folder / "world"), ATLAS_STORIES=str(folder / "stories")) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the machine's Chromium, one for all tests."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a reader who has opened nothing yet."""
    with visiting(browser, address) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def map_visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return the reader of the map file on its own; `lone_map` opens it anew for every test."""
    with visiting(browser, address) as reader:
        yield reader


@pytest.fixture
def lone_map(map_visit: Visit) -> Iterator[Map]:
    """Return the map file on its own, without the page around it: quick to open, and the same file."""
    map_visit.page.goto(f"{map_visit.address}/atlas/map.html")
    yield Map(map_visit.page)
    assert (map_visit.outside, map_visit.faults) == ([], [])


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """Return the shipped tables."""
    return read_dataset()


@pytest.fixture(scope="session")
def incidents(shipped: Dataset) -> GeoDataFrame:
    """Return the shipped incidents on the ground."""
    return locate(shipped, Gazetteer(places_of(shipped), None))
