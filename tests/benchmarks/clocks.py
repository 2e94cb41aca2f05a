"""How long something takes, and how long processors work for it: those of this process and of all that it starts."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.figures import Times

if TYPE_CHECKING:
    from collections.abc import Callable

PROCESSES = Path("/proc")
#: in what follows the name of a process in its `stat`: its parent, and where its four times begin
PARENT, TIMES = 1, slice(11, 15)


@dataclass(frozen=True, slots=True)
class Timed:
    """The same file made several times: processor and wall-clock time, the first time, and its size."""

    what: str
    processor: Times
    wall: Times
    first_ms: float
    content_bytes: int


def timed(what: str, make: Callable[[], bytes], runs: int) -> Timed:
    """Make a file `runs` times, after a first time that fills the caches."""
    _, first_ms, content = _once(make)
    spent = [_once(make)[:2] for _ in range(runs)]
    processor, wall = (Times(tuple(one)) for one in zip(*spent, strict=True))
    return Timed(what, processor, wall, first_ms, len(content))


def _once(make: Callable[[], bytes]) -> tuple[float, float, bytes]:
    worked, began = worked_s(), time.perf_counter()
    content = make()
    wall = time.perf_counter() - began
    return 1000 * (worked_s() - worked), 1000 * wall, content


def worked_s() -> float:
    """Return the processor time of this process, of those that it started and that ended, and of those that run."""
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system + sum(map(_worked_s, _started()))


def _started() -> list[list[str]]:
    """Return what the system tells of every process that this one started, directly or not; nothing but on Linux."""
    told, children = {}, {}
    for path in PROCESSES.glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended just now
            continue
        name = path.parent.name
        told[name] = fields
        children.setdefault(fields[PARENT], []).append(name)
    found, waiting = [], [str(os.getpid())]
    while waiting:
        own = children.get(waiting.pop(), [])
        waiting += own
        found += [told[name] for name in own]
    return found


def _worked_s(fields: list[str]) -> float:
    return sum(map(int, fields[TIMES])) / os.sysconf("SC_CLK_TCK")
