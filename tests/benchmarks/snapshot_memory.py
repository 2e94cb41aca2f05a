"""The memory of a process that makes one page after the other, of windows that change every time.

`python -m tests.benchmarks.snapshot_memory FOLDER` prints what it holds (RSS, in megabytes) after the first view and
after 20, 40 and 60.
"""

from __future__ import annotations

import sys
from itertools import combinations, islice
from pathlib import Path

from geo.material import read_material
from geo.snapshot.outputs import Snapshot
from tests.benchmarks.peak import peak_mb
from tests.benchmarks.snapshot_world import DAYS, spec_of_days

TOLD_AFTER = (1, 20, 40, 60)


def held_mb() -> float:
    """Return what this process holds; elsewhere than on Linux the most that it ever held."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return peak_mb()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1e3


def main() -> None:
    """Make the pages."""
    material = read_material(Path(sys.argv[1]))
    windows = islice(combinations(range(DAYS), 2), TOLD_AFTER[-1])
    for count, (first, last) in enumerate(windows, 1):
        snapshot = Snapshot(material, spec_of_days(material, first, last))
        _ = snapshot.svg(), snapshot.pdf, snapshot.png(), snapshot.pptx
        del snapshot, _
        if count in TOLD_AFTER:
            print(round(held_mb()))  # noqa: T201 (the answer of this command)


if __name__ == "__main__":
    main()
