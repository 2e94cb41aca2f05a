"""The narrow table that every question is asked of: one row for an incident, or for incidents counted together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from geo.engine.drawn import Bin
from geo.engine.grids import Grain
from geo.errors import EngineError
from geo.incident_table import CELL_BITS
from geo.incident_table import SCHEMA as FLAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: the columns of the tally; the count of anything is the sum of `n`
SCHEMA = pa.schema([
    pa.field("dataset", pa.string(), nullable=False),
    pa.field("row", pa.int64(), nullable=False),  # position in the file of its data set, -1 where counted together
    *(pa.field(name, pa.date32(), nullable=False) for name in ("first_day", "last_day")),
    *(
        pa.field(name, pa.string(), nullable=False)
        for name in (
            "episode", "event_type", "actor1_kind", "actor2_kind", "place_precision", "municipality", "country",
            "source", "source_kind",
        )
    ),
    *(pa.field(name, pa.bool_(), nullable=False) for name in ("has_deaths", "has_injuries")),
    *(pa.field(name, pa.int32()) for name in ("cell_x", "cell_y")),
    pa.field("n", pa.int32(), nullable=False),
])  # fmt: skip
COLUMNS = tuple(SCHEMA.names)
#: columns of words, which repeat
WORDS = tuple(field.name for field in SCHEMA if pa.types.is_string(field.type))
#: what only rows have
SEARCHED = "search_text"
_DEATHS = ("killed_low", "killed_best", "killed_high")
_INJURIES = ("injured_low", "injured_best", "injured_high")
#: the columns of the flat table that questions look at
NEEDED = (
    *(name for name in COLUMNS if name in FLAT.names),
    *_DEATHS,
    *_INJURIES,
    SEARCHED,
)
_LEVEL, _BIN = b"atlas_cells_level", b"atlas_cells_bin"


@dataclass(frozen=True, slots=True)
class Held:
    """What an address holds: incidents (no grain), or incidents counted together by a grain."""

    grain: Grain | None = None


def tally_of(flat: ibis.Table, dataset: str) -> ibis.Table:
    """Return the tally of a flat table, and the text to search in.

    Parameters
    ----------
    flat
        The flat table of incidents (`geo.incident_table`) of any engine, with a column `row` besides.
    dataset
        The id of the data set.
    """
    told = told_by(flat, dataset)
    return told.select(**{name: told[name].cast(_ibis_type(name)) for name in COLUMNS}, **{SEARCHED: told[SEARCHED]})


def told_by(flat: ibis.Table, dataset: str) -> ibis.Table:
    """Return a flat table with the columns of the tally that it lacks."""
    return flat.mutate(
        dataset=ibis.literal(dataset),
        has_deaths=_any_above_zero(flat, _DEATHS),
        has_injuries=_any_above_zero(flat, _INJURIES),
        n=ibis.literal(1, type="int32"),
    )


def counted_tally(table: ibis.Table, dataset: str) -> ibis.Table:
    """Return a tally that was built before, under the id that its data set has here."""
    return table.select(
        **{name: ibis.literal(dataset) if name == "dataset" else table[name].cast(_ibis_type(name)) for name in COLUMNS}
    )


def check_columns(names: Iterable[str], where: str, needed: Iterable[str] = NEEDED) -> None:
    """Refuse a table that is not the flat one.

    Raises
    ------
    EngineError
        If a column is missing.
    """
    there = set(names)
    missing = [name for name in needed if name not in there]
    if missing:
        raise EngineError(
            f"{where} is no table of incidents: it lacks {', '.join(missing[:5])}; import the file once more."
        )


def grain_of(metadata: Mapping[bytes, bytes] | None) -> Grain | None:
    """Return how finely a Parquet file counts incidents together, or None if it holds incidents."""
    if not metadata or _LEVEL not in metadata:
        return None
    try:
        return Grain(int(metadata[_LEVEL]), Bin(metadata[_BIN].decode()))
    except (KeyError, ValueError):
        raise EngineError("The file of counted cells does not say how they are counted; build it once more.") from None


def grain_metadata(grain: Grain) -> dict[bytes, bytes]:
    """Return what `grain_of` reads."""
    return {_LEVEL: str(grain.level).encode(), _BIN: grain.bin.value.encode()}


def check_grain(grain: Grain) -> None:
    """Refuse a grain that there is no grid for.

    Raises
    ------
    EngineError
        If the level is beyond the finest grid.
    """
    if not 0 <= grain.level <= CELL_BITS:
        raise EngineError(f"The level of the cells has to be between 0 and {CELL_BITS}, not {grain.level}.")


def _any_above_zero(flat: ibis.Table, columns: tuple[str, ...]) -> ibis.Value:
    one, two, three = (flat[name].fill_null(0) > 0 for name in columns)
    return one | two | three


def _ibis_type(name: str) -> str:
    kind = SCHEMA.field(name).type
    if pa.types.is_date(kind):
        return "date"
    return "boolean" if pa.types.is_boolean(kind) else str(kind)
