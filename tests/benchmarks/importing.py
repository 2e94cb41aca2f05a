"""How long a file of one's own takes to become incidents, and what the same file costs pandas.

`python -m tests.benchmarks.importing atlas|pandas FILE FOLDER` does it once and prints the seconds of the clock and of
the processor, the peak of the memory in megabytes, the rows and the bytes that were written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.acled_rows import write_acled_csv
from tests.benchmarks.figures import number, table
from tests.benchmarks.peak import peak_mb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (100_000, 1_000_000)
WAYS = {
    "atlas": "the atlas: read, checked, placed, search text, GeoParquet",
    "pandas": "pandas: read_csv, then to_parquet, nothing checked",
}
HEADER = ("", "rows", "CSV, MB", "seconds", "processor, s", "peak, MB", "written, MB")
NOTES = (
    "Rows like ACLED's, 31 columns. Every figure is of a process of its own that does nothing else; what it imports",
    "and the opening of the gazetteer are in its memory but not in its seconds. The atlas keeps every column as",
    "written beside its own and looks for faults, repeated ids and swapped coordinates; pandas only guesses types.",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one file cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    rows: int
    written: int


def importing_tables(folder: Path, sizes: Sequence[int] = SIZES) -> list[str]:
    """Measure each size in both ways.

    Parameters
    ----------
    folder
        Where the files are made, some 600 bytes a row; they are taken away again.
    sizes
        Numbers of rows.
    """
    rows = []
    for count in sizes:
        path = folder / f"acled-{count}.csv"
        write_acled_csv(path, count)
        size = path.stat().st_size
        for way, words in WAYS.items():
            taken = _apart(way, path, folder)
            if taken.rows != count:
                raise RuntimeError(f"{way} read {taken.rows:,} of {count:,} rows")
            rows.append((
                words, number(count), number(size / 1e6), number(taken.wall_s, 1), number(taken.cpu_s, 1),
                number(taken.peak_mb), number(taken.written / 1e6),
            ))  # fmt: skip
        path.unlink()
    title = f"Reading a file of one's own, {os.cpu_count()} cores"
    return [table(title, HEADER, rows, NOTES)]


def _apart(way: str, path: Path, folder: Path) -> Taken:
    """Do it in a process of its own, so that its memory is nobody else's."""
    command = [sys.executable, "-m", __name__, way, str(path), str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    wall, cpu, peak, rows, written = said.stdout.split()
    return Taken(float(wall), float(cpu), float(peak), int(rows), int(written))


def _atlas(folder: Path) -> Callable[[Path], tuple[int, Path]]:
    from gazetteer import open_gazetteer
    from geo.formats.reading.importing import read_incidents
    from geo.formats.reading.model import Choices
    from geo.formats.reading.recognising import look

    gazetteer = open_gazetteer()

    def take(path: Path) -> tuple[int, Path]:
        found = look(path, path.name, Choices())
        outcome = read_incidents(path, found, Choices(), gazetteer, folder, lambda _done, _words: None)
        outcome.rejections.unlink()
        return outcome.accepted, outcome.incidents

    return take


def _pandas(folder: Path) -> Callable[[Path], tuple[int, Path]]:
    import pandas as pd
    import pyarrow.parquet  # noqa: F401 (loaded before the clock runs, as above)

    def take(path: Path) -> tuple[int, Path]:
        rows = pd.read_csv(path, low_memory=False)
        rows.to_parquet(folder / "pandas.parquet")
        return len(rows), folder / "pandas.parquet"

    return take


def _once(way: str, path: Path, folder: Path) -> Taken:
    take = {"atlas": _atlas, "pandas": _pandas}[way](folder)
    begun, worked = time.perf_counter(), time.process_time()
    rows, made = take(path)
    wall, cpu = time.perf_counter() - begun, time.process_time() - worked
    written = made.stat().st_size
    made.unlink()
    return Taken(wall, cpu, peak_mb(), rows, written)


if __name__ == "__main__":
    once = _once(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    print(once.wall_s, once.cpu_s, once.peak_mb, once.rows, once.written)  # noqa: T201 (the answer of this command)
