"""Many viewers at once on the map page of the real app: how long they wait for an answer, and what each of them costs.

The viewers have no browser (see `viewers_client`) but speak to the server as pages do. They share the processors of the
machine with the server.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from websockets.exceptions import WebSocketException

from tests.benchmarks.clocks import PROCESSES, TIMES
from tests.benchmarks.figures import Times, number, table
from tests.benchmarks.servers import free_port, streamlit
from tests.benchmarks.viewers_client import Viewer

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

VIEWERS = 100
#: between two changes of one viewer; drawn from an exponential distribution, so that changes come in bursts, too
THINK_S = 5.0
OPENING_S = 10.0
LASTING_S = 60.0
PATIENCE_S = 30.0
WAIT_HEADER = ("median, ms", "p95, ms", "slowest, ms", "times", "a second")
WAIT_NOTE = (
    "From sending a change until the last message of its answer is there, as the viewer sees it: another window of the",
    "map, a choice in a list, a search, other names, casualties. Opened: from connecting until the page is there. The",
    "pauses are drawn from an exponential distribution, so that now and then several change something at one moment.",
)
SPENT_NOTE = (
    "The server alone; the viewers are another process on the same machine. Memory: resident, with all viewers still",
    "there after their last change, less what there was when one viewer had come and gone.",
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was measured of many viewers."""

    opened: Times
    changed: Times
    lasted_s: float
    worked_s: float  # processor time of the server for the changes
    before_mb: float
    after_mb: float
    faults: tuple[str, ...]


def viewers_tables(count: int = VIEWERS, lasting_s: float = LASTING_S) -> list[str]:
    """Start the app on the shipped data, let viewers change it for a while, and lay out what was measured.

    Parameters
    ----------
    count
        Viewers.
    lasting_s
        How long they change things (s).
    """
    with TemporaryDirectory(prefix="atlas-bench-") as name:
        port = free_port()
        with streamlit("app.py", port, Path(name) / "app.log") as address:
            found = asyncio.run(_watch(address, _server(port), count, lasting_s))
    return [_waited(found, count), _spent(found, count)]


async def _watch(address: str, server: Path, count: int, lasting_s: float) -> Crowd:
    await _warm_up(address)
    before_mb = _resident_mb(server)
    viewers = [Viewer(address, random.Random(seed)) for seed in range(count)]  # noqa: S311 (the same changes every time)
    opened = await asyncio.gather(*(_open(one, OPENING_S * k / count) for k, one in enumerate(viewers)))
    worked_s, began = _worked_s(server), time.monotonic()
    until = began + lasting_s
    waits = await asyncio.gather(*(_stay(one, until) for one in viewers))
    lasted_s, worked_s = time.monotonic() - began, _worked_s(server) - worked_s
    after_mb = _resident_mb(server)
    await asyncio.gather(*(one.close() for one in viewers))
    faults = tuple(fault for one in viewers for fault in one.faults)
    if not any(waits):
        raise RuntimeError(f"No viewer got an answer: {faults[0] if faults else 'nobody changed anything'}.")
    return Crowd(_times(opened), _times(waits), lasted_s, worked_s, before_mb, after_mb, faults)


def _times(waits: Iterable[list[float]]) -> Times:
    return Times(tuple(chain.from_iterable(waits)))


async def _warm_up(address: str) -> None:
    """Be the one viewer who finds nothing ready, so that what all viewers share is there."""
    await asyncio.to_thread(lambda: urlopen(f"{address}atlas/map.html").read())  # noqa: S310 - our own server
    first = Viewer(address, random.Random(0))  # noqa: S311
    await first.open()
    for _ in range(20):
        await first.change_something()
    await first.close()


async def _open(viewer: Viewer, after_s: float) -> list[float]:
    await asyncio.sleep(after_s)
    return await _answered(viewer, viewer.open())


async def _stay(viewer: Viewer, until: float) -> list[float]:
    """Think, change something, and again; return how long each answer took (ms)."""
    waited: list[float] = []
    while not viewer.gone and time.monotonic() + (pause := viewer.chance.expovariate(1 / THINK_S)) < until:
        await asyncio.sleep(pause)
        waited += await _answered(viewer, viewer.change_something())
    return waited


async def _answered(viewer: Viewer, asking: Coroutine[Any, Any, float]) -> list[float]:
    """Return how long an answer took (ms); nothing, and the viewer is gone, where patience or the connection ended."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return [await asking]
    except (OSError, WebSocketException) as error:  # TimeoutError is an OSError
        viewer.faults.append(f"{type(error).__name__} {error}".rstrip())
        viewer.gone = True
        return []


def _waited(found: Crowd, count: int) -> str:
    header = (f"{count} viewers, each changes something every {THINK_S:g} s", *WAIT_HEADER)
    rows = [
        ("the map page changed", *_row(found.changed), number(len(found.changed.all_ms) / found.lasted_s, 1)),
        (f"the map page opened, all within {OPENING_S:g} s", *_row(found.opened), "-"),
    ]
    faults = [f"- {len(found.faults)} faults, the first: {found.faults[0]}"] if found.faults else ["No faults."]
    return table("Many viewers at once: how long they wait", header, rows, [*faults, *WAIT_NOTE])


def _row(times: Times) -> tuple[str, ...]:
    return tuple(number(one) for one in (times.median_ms, times.p95_ms, max(times.all_ms), len(times.all_ms)))


def _spent(found: Crowd, count: int) -> str:
    rows = [
        ("processor, ms for one change", number(1000 * found.worked_s / len(found.changed.all_ms), 1)),
        ("processor, % of one core", number(100 * found.worked_s / found.lasted_s)),
        ("memory before, MB", number(found.before_mb)),
        (f"memory with {count} viewers, MB", number(found.after_mb)),
        ("memory for one viewer, MB", number((found.after_mb - found.before_mb) / count, 2)),
    ]
    return table("Many viewers at once: what the server spends", ("", "server"), rows, SPENT_NOTE)


def _server(port: int) -> Path:
    """Return where the system tells of the server on a port; there is nothing but on Linux."""
    for path in PROCESSES.glob("[0-9]*/cmdline"):
        try:
            if f"--server.port={port}".encode() in path.read_bytes().split(b"\0"):
                return path.parent
        except OSError:  # it ended just now
            continue
    raise RuntimeError(f"No process of this system says that it serves port {port}; this needs Linux.")


def _worked_s(process: Path) -> float:
    fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[TIMES])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(process: Path) -> float:
    pages = int((process / "statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
