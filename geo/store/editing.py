"""Edits of single rows, applied on top of what others saved meanwhile; both are told where two changed the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import StoreConflictError, StoreError
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK
from geo.store.flat import DERIVED, FREE_ID, aligned, check_filled, derived, same_cells, union, without_bounds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Row = dict[str, Any]
#: words of a precision -> the columns that say the same on published scales
_CROSSWALKS = {
    "date_precision": (DATE_CROSSWALK, ("date_prec", "time_precision")),
    "place_precision": (PLACE_CROSSWALK, ("where_prec", "geo_precision")),
}
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Edits:
    """What one editor changed: cells of rows by id, rows added (id "" is numbered), ids of rows dropped."""

    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    added: pa.Table | None = None
    dropped: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class RowConflict:
    """One row as it was opened, as somebody else saved it and as this editor has it; None where it was not there."""

    row: str
    before: Mapping[str, Any] | None
    theirs: Mapping[str, Any] | None
    mine: Mapping[str, Any] | None


class EditConflictError(StoreConflictError):
    """Two editors changed the same rows, or what is said of a data set (row ""); `conflicts` holds what both have."""

    def __init__(self, sentence: str, conflicts: tuple[RowConflict, ...]) -> None:
        super().__init__(sentence)
        self.conflicts = conflicts


def edited(base: pa.Table, latest: pa.Table, edits: Edits, *, keep_mine: bool = False) -> pa.Table:
    """Apply edits to the latest rows.

    Parameters
    ----------
    base
        The flat table that the editor opened.
    latest
        The flat table now, perhaps changed by others.
    edits
        What the editor did to `base`.
    keep_mine
        Where others changed the same row, the cells of this editor count; else that is an error.

    Returns
    -------
    Table
        The rows in their order, added ones at the end; what follows from other columns is made anew.

    Raises
    ------
    EditConflictError
        If somebody else changed one of the same rows.
    StoreError
        If a row or a column does not exist, or a value does not fit.
    """
    _check(edits)
    given = [] if edits.added is None else [one for one in edits.added["id"].to_pylist() if one]
    touched = {*edits.changed, *edits.dropped, *given}
    before, now = rows_by_id(base, touched), rows_by_id(latest, touched)
    _check_known(edits, before, given)
    mine: dict[str, Row | None] = {one: _changed(before[one], cells) for one, cells in edits.changed.items()}
    mine |= dict.fromkeys(edits.dropped)
    added = _added_rows(edits.added, given, latest.schema)
    mine |= added
    if not keep_mine:
        _check_agreed(before, now, mine)
    replaced = {one: _changed(now[one], cells) for one, cells in edits.changed.items() if one in now}
    replaced |= {one: row for one, row in added.items() if one in now}
    again = [row for one, row in mine.items() if one in edits.changed and one not in now and row is not None]
    return _rebuilt(latest, replaced, set(edits.dropped), _news(edits.added, set(now), again))


def rows_by_id(table: pa.Table, ids: Iterable[str]) -> dict[str, Row]:
    """Return the rows of these ids as they are, by id; one that does not exist is left out.

    Raises
    ------
    StoreError
        If an id stands twice, so that nobody can say which row is meant.
    """
    wanted = pa.array(sorted(ids), pa.string())
    found = table.filter(pc.is_in(table["id"], value_set=wanted)).to_pylist() if len(wanted) else []
    rows = {row["id"]: row for row in found}
    if len(rows) != len(found):
        twice = next(row["id"] for row in found if sum(other["id"] == row["id"] for other in found) > 1)
        raise StoreError(f'The id "{twice}" stands in more than one row, so it does not say which is meant.')
    return rows


def _check(edits: Edits) -> None:
    both = set(edits.changed) & set(edits.dropped)
    if both:
        raise StoreError(f'The row "{min(both)}" is both changed and dropped; decide for one.')
    for one, cells in edits.changed.items():
        if cells.get("id", one) != one:
            raise StoreError(f'The id of the row "{one}" cannot be changed; drop the row and add another.')
        if set(cells) & set(DERIVED):
            raise StoreError(f'"{min(set(cells) & set(DERIVED))}" follows from other columns; change those.')


def _check_known(edits: Edits, before: Mapping[str, Row], given: list[str]) -> None:
    unknown = sorted({*edits.changed, *edits.dropped} - set(before))
    if unknown:
        raise StoreError(f'There is no row "{unknown[0]}" in the version that was opened; open the data set again.')
    if len(set(given)) != len(given):
        raise StoreError("Two of the added rows have the same id; leave ids empty, then they are numbered.")
    taken = sorted(set(given) & set(before))
    if taken:
        raise StoreError(
            f"{_listed(taken)} {'is' if len(taken) == 1 else 'are'} in the data set already; change the rows there, or "
            "leave the ids empty, then new ones are given."
        )


def _check_agreed(before: Mapping[str, Row], now: Mapping[str, Row], mine: Mapping[str, Row | None]) -> None:
    """Refuse where somebody else changed a row since, and not to the same."""
    faster = [one for one in mine if not same_cells(before.get(one), now.get(one))]
    conflicts = sorted(one for one in faster if not same_cells(mine[one], now.get(one)))
    if conflicts:
        shown = tuple(RowConflict(one, before.get(one), now.get(one), mine[one]) for one in conflicts)
        raise EditConflictError(_told(conflicts), shown)


def _changed(row: Row, cells: Mapping[str, Any]) -> Row:
    """Return a row with cells changed, and what says the same on published scales changed with them."""
    unknown = sorted(set(cells) - set(row))
    if unknown:
        raise StoreError(f'The data set has no column "{unknown[0]}".')
    follow: Row = {}
    for column, (crosswalk, numbered) in _CROSSWALKS.items():
        if column in cells and cells[column] != row[column]:
            numbers = crosswalk.get(str(cells[column]), (None, None))
            follow |= dict(zip(numbered, numbers, strict=True))
    return {**row, **follow, **{name: None if value != value else value for name, value in cells.items()}}  # noqa: PLR0124  NaN


def _added_rows(added: pa.Table | None, given: list[str], schema: pa.Schema) -> dict[str, Row]:
    """Return the added rows that bring an id with them."""
    if added is None or not given:
        return {}
    return rows_by_id(aligned(added, union(schema, added.schema)), given)


def _news(added: pa.Table | None, known: set[str], again: list[Row]) -> list[pa.Table | list[Row]]:
    """Return what is put at the end: rows that others dropped and this editor keeps, and added ones."""
    news: list[pa.Table | list[Row]] = [again] if again else []
    if added is not None:
        news.append(added.filter(pc.invert(pc.is_in(added["id"], value_set=pa.array(sorted(known), pa.string())))))
    return news


def _rebuilt(
    latest: pa.Table, replaced: Mapping[str, Row], dropped: set[str], news: list[pa.Table | list[Row]]
) -> pa.Table:
    """Put replaced rows in the place of the old ones, leave dropped ones out, and number and add the new ones."""
    tables = [one for one in news if isinstance(one, pa.Table)]
    schema = union(latest.schema, *(table.schema for table in tables))
    kept = aligned(latest, schema)
    order = {one: place for place, one in enumerate(replaced)}
    rows = derived(_table(list(replaced.values()), schema))
    moved = pa.array(sorted({*replaced, *dropped}), pa.string())
    places = np.flatnonzero(pc.is_in(kept["id"], value_set=moved).to_numpy())
    pieces, start = [], 0
    for place in places.tolist():
        pieces.append(kept.slice(start, place - start))
        one = kept["id"][place].as_py()
        pieces += [rows.slice(order[one], 1)] if one in order else []
        start = place + 1
    pieces.append(kept.slice(start))
    for news_of in news:
        new = aligned(news_of, schema) if isinstance(news_of, pa.Table) else _table(news_of, schema)
        pieces.append(derived(_numbered(new, kept["id"])))
    return without_bounds(pa.concat_tables(pieces))


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    columns = []
    for one in schema:
        cells = [row.get(one.name) for row in rows]
        try:
            columns.append(pa.array(cells, one.type))
        except (TypeError, ValueError):
            raise StoreError(f'"{_first_wrong(cells, one.type)}" does not fit the column "{one.name}".') from None
        check_filled(columns[-1], one.name)
    return pa.table(columns, schema=schema)


def _first_wrong(cells: list[Any], kind: pa.DataType) -> str:
    for cell in cells:
        try:
            pa.array([cell], kind)
        except (TypeError, ValueError):
            return str(cell)[:80]
    return ""


def _numbered(table: pa.Table, taken: pa.ChunkedArray) -> pa.Table:
    """Give rows without an id the next free ones of the form row-7."""
    empty = pc.equal(table["id"], "").to_numpy()
    if not empty.any():
        return table
    numbers = pa.chunked_array([*taken.chunks, *table["id"].chunks])
    numbers = numbers.filter(pc.match_substring_regex(numbers, FREE_ID.pattern))
    highest = pc.max(pc.utf8_slice_codeunits(numbers, len("row-")).cast(pa.int64())).as_py() or 0
    ids = np.array(table["id"].to_pylist(), dtype=object)
    ids[empty] = [f"row-{number}" for number in range(highest + 1, highest + 1 + int(empty.sum()))]
    return table.set_column(table.schema.get_field_index("id"), table.schema.field("id"), pa.array(ids, pa.string()))


def _told(rows: list[str]) -> str:
    what = f"The row {_listed(rows)} was" if len(rows) == 1 else f"{len(rows)} rows ({_listed(rows)}) were"
    return f"{what} changed by somebody else since you opened the data set. Nothing of yours is lost."


def _listed(rows: list[str]) -> str:
    named = ", ".join(f'"{one}"' for one in sorted(rows)[:MOST_NAMED])
    return named + (f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else "")
