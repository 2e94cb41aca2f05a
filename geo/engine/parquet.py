"""Parquet files as the engines take them: which data set they hold, how many rows, and whether those are counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geo.engine import tally as tallies
from geo.errors import EngineError

if TYPE_CHECKING:
    from geo.engine.grids import Grain


@dataclass(frozen=True, slots=True)
class Part:
    """The files of one data set; each with the number of rows in those before it."""

    dataset: str
    files: tuple[tuple[str, int], ...]
    schema: pa.Schema
    grain: Grain | None  # None if the rows are incidents

    @property
    def where(self) -> str:
        """Name the first file, for sentences."""
        return Path(self.files[0][0]).name


def part_of(dataset: str, address: str) -> Part:
    """Look at the Parquet files of a data set.

    Parameters
    ----------
    address
        A file, or a folder whose Parquet files are taken in the order of their names.

    Raises
    ------
    EngineError
        If there is none, one is damaged, or they do not hold what the engines can count.
    """
    files, before, schemas = [], 0, []
    for path in _files(address):
        try:
            metadata, schema = pq.read_metadata(path), pq.read_schema(path)
        except (OSError, pa.ArrowException) as error:
            reason = "it is missing" if isinstance(error, FileNotFoundError) else "it is damaged or no Parquet file"
            raise EngineError(f"{Path(path).name} cannot be read: {reason}.") from None
        files.append((path, before))
        before += metadata.num_rows
        schemas.append(schema)
    part = Part(dataset, tuple(files), schemas[0], tallies.grain_of(schemas[0].metadata))
    if part.grain is None:
        tallies.check_columns(part.schema.names, part.where)
    else:
        tallies.check_columns(part.schema.names, part.where, tallies.COLUMNS)
    return part


def _files(address: str) -> list[str]:
    if not Path(address).is_dir():
        return [address]
    found = sorted(str(path) for path in Path(address).glob("*.parquet"))
    if not found:
        raise EngineError(f"There is no Parquet file at {address}.")
    return found
