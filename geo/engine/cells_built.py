"""Cells built beforehand: incidents counted together once, so that very many of them can be opened in a moment."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geo.engine import questions
from geo.engine import tally as tallies
from geo.engine.drawn import Bin
from geo.engine.engines import EngineName, open_flat
from geo.engine.grids import Grain
from geo.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: told how much is done (0 to 1) and what; it may raise `geo.errors.CancelledError`, which stops the work
    Tell = Callable[[float, str], None]

LEVEL = 14  # squares of about 2.4 km at the equator
GROUP_ROWS = 131_072


def build(
    addresses: Mapping[str, str], out: Path | str, engine: EngineName | str | None = None, grain: Grain | None = None,
    tell: Tell | None = None, *, master: str = "",
) -> int:  # fmt: skip
    """Count incidents together by cell, bin of time and everything that filters look at, and write that as Parquet.

    Parameters
    ----------
    addresses, engine, master
        What to count and with what, as for `geo.engine.engines.open_flat`.
    out
        The file to write; it is there when it is complete, not before.
    grain
        Level of the grid and bin of time; None for squares of about 2.4 km by month.
    tell
        Told how much is done.

    Returns
    -------
    int
        How many records were written. `geo.engine.engines.open_flat` opens the file; it has no text to search in and no
        single rows, and a map of it is never drawn more finely than it was counted.

    Raises
    ------
    EngineError
        If the engine cannot answer, the grain does not exist, or the file cannot be written.
    """
    say = tell or _say_nothing
    counted = grain or Grain(LEVEL, Bin.MONTH)
    tallies.check_grain(counted)
    say(0.0, "Counting the incidents together")
    tally = open_flat(addresses, engine, master=master)
    try:
        if tally.engine.grain is not None:
            raise EngineError("Cells are built from incidents, not from cells; give the table of the incidents.")
        batches = tally.engine.stream(questions.together(tally.engine.tally, counted))
        return _write(batches, Path(out), counted, say)
    finally:
        tally.close()


def _say_nothing(share: float, what: str) -> None:
    """Take no notice of how much is done."""


def _write(batches: pa.RecordBatchReader, out: Path, grain: Grain, tell: Tell) -> int:
    """Write beside the target, and put it there when all of it is on the disk."""
    schema = tallies.SCHEMA.with_metadata(tallies.grain_metadata(grain))
    try:
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise EngineError(f"{out} cannot be written: {error.strerror}.") from None
    records = 0
    try:
        with os.fdopen(descriptor, "wb") as file:
            with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                for batch in batches:
                    writer.write_table(_counted(batch, schema), row_group_size=GROUP_ROWS)
                    records += len(batch)
                    tell(0.5, f"{records:,} cells written")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(out)
    except OSError as error:
        raise EngineError(f"{out} cannot be written: {error.strerror}.") from None
    finally:
        Path(name).unlink(missing_ok=True)
    tell(1.0, f"{records:,} cells written")
    return records


def _counted(batch: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    """Return records of `questions.together` as a tally."""
    found = pa.Table.from_batches([batch])
    after = found["after"].cast(pa.int32()).to_numpy()
    made = {
        "row": pa.array([-1], type=pa.int64()).take(pa.array([0] * len(found), type=pa.int32())),
        "first_day": found["first"].cast(pa.int32()).cast(pa.date32()),
        "last_day": pa.array(after - 1, type=pa.int32()).cast(pa.date32()),
    }
    return pa.table(
        [made[name] if name in made else found[name].cast(schema.field(name).type) for name in schema.names],
        schema=schema,
    )
