"""The most memory that a process has had.

`python -m tests.benchmarks.peak default|open_gazetteer < TEXTS` uses all of the gazetteer and the reader of texts and
prints the peak in megabytes: before the texts (separated by lines with "%"), and after them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def peak_mb() -> float:
    """Return the peak of this process in megabytes.

    Linux tells it in /proc; `ru_maxrss` there counts what the parent had when it started this process.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1e3


def _use_everything(opening: str, texts: list[str]) -> Iterator[float]:
    from gazetteer import open_gazetteer
    from tests.benchmarks import names_lists

    gazetteer = open_gazetteer() if opening == "open_gazetteer" else names_lists.default_gazetteer()
    for name in names_lists.KINDS_OF_LIST:
        names_lists.score(names_lists.TUNING, name, gazetteer)
    for text in names_lists.curated_names(gazetteer):
        gazetteer.resolve(text)
    for place in gazetteer.places.values():
        gazetteer.reverse(place.latitude, place.longitude)
    yield peak_mb()

    from gazetteer.geoparse import read_text

    for text in texts:
        read_text(text, gazetteer)
    yield peak_mb()


if __name__ == "__main__":
    print(*_use_everything(sys.argv[1], sys.stdin.read().split("\n%\n")))  # noqa: T201 (the answer of this command)
