"""Large data sets are counted by cell and time beforehand, on a terminal."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.commandline import check_folder, say
from geo.engine.drawn import Bin
from geo.errors import StoreError
from geo.store.terminal import progress, who
from geo.store.versions import DATASET_ID, About, Kind
from geo.store.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: the words of `geo.engine.engines.EngineName`, which takes a second to load
ENGINES = ("duckdb", "postgresql", "spark")
BINS = (Bin.DAY, Bin.WEEK, Bin.MONTH, Bin.YEAR)


def build_cells(asked: argparse.Namespace) -> None:
    """Count data sets or Parquet files by cell and time, into a file or a data set."""
    from geo.engine.cells_built import LEVEL, build
    from geo.engine.grids import Grain

    workspace = open_workspace(asked.workspace)
    *sources, last = asked.sources
    if asked.into:
        sources.append(last)
    elif not sources:
        raise StoreError("Name the file to write after what is to be counted, or give --into TITLE.")
    else:
        check_folder(Path(last))
    addresses, heads = _addresses(workspace, sources)
    grain = Grain(LEVEL if asked.level is None else asked.level, Bin(asked.bin or Bin.MONTH))
    with tempfile.TemporaryDirectory(prefix="atlas-cells-") as place:
        target = Path(place) / "cells.parquet" if asked.into else Path(last)
        records = build(addresses, target, asked.engine, grain, progress(), master=asked.master)
        say(f"{records} records written.")
        if asked.into:
            what = f"Counted from {', '.join(sources)} by {grain.bin} on level {grain.level}."
            last = workspace.create(target, _about(asked.into, target, heads), who(asked), what).dataset
    sys.stdout.write(f"{last}\n")


def rows_address(workspace: Workspace, version: Version) -> str:
    """Return the address of the rows of a version as the engines take it."""
    return version.about.address if version.about.kind is Kind.TABLE else workspace.open_rows(version)


def _addresses(workspace: Workspace, sources: list[str]) -> tuple[dict[str, str], list[Version]]:
    """Return name -> address of what is to be counted, and the versions of those that are data sets here."""
    addresses: dict[str, str] = {}
    heads = []
    for source in sources:
        if DATASET_ID.fullmatch(source) and not Path(source).exists():
            heads.append(workspace.head(source))
            addresses[source] = rows_address(workspace, heads[-1])
        else:
            addresses[f"file-{len(addresses) + 1}"] = source
    return addresses, heads


def _about(title: str, counts: Path, heads: list[Version]) -> About:
    said = [
        dict.fromkeys(filter(None, (getattr(one.about, name) for one in heads))) for name in ("coverage", "licence")
    ]
    coverage, licence = (" ".join(words) for words in said)
    total = pc.sum(pq.ParquetFile(counts).read(["n"])["n"]).as_py() or 0
    return About(title, coverage=coverage, licence=licence, accepted=total, kind=Kind.TALLY)
