"""Rows that point to a row which is not there, however long the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from geo.checks import Fault, Row

Link = tuple[str, str, str]  # column, id, table in which that id has to be


def links(table: str, row: Row) -> Iterator[Link]:
    """Yield every id that a row points to."""
    for column in TABLES[table].columns:
        if column.references and row[column.name]:
            written = str(row[column.name])
            for identifier in written.split() if column.several else (written,):
                yield column.name, identifier, column.references
    if table == "statements":
        yield "coded_row", str(row["coded_row"]), str(row["coded_table"])


def dangling(
    tables: Mapping[str, Iterable[Row]], was_there: Callable[[str, str], bool]
) -> dict[str, dict[int, list[Fault]]]:
    """Find the rows that point to nothing, and those that point to such rows.

    Parameters
    ----------
    tables
        The rows of each table that are in order by themselves.
    was_there
        Whether a table's file has a row of that id, accepted or not.

    Returns
    -------
    dict
        For each table the faults by position of the row.
    """
    kept = {name: dict(enumerate(rows)) for name, rows in tables.items()}
    found: dict[str, dict[int, list[Fault]]] = {name: {} for name in tables}
    while True:
        ids = {name: {str(row["id"]) for row in rows.values() if "id" in row} for name, rows in kept.items()}
        lost = {name: _lost(name, rows, ids, was_there) for name, rows in kept.items()}
        if not any(lost.values()):
            return found
        for name, faults in lost.items():
            found[name].update(faults)
            for position in faults:
                del kept[name][position]


def circles(rows: Iterable[Row]) -> dict[int, list[Fault]]:
    """Find the rows that are, over any number of steps, a part of themselves; faults by position of the row."""
    listed = list(rows)
    whole_of = {str(row["id"]): str(row["part_of"]) for row in listed}
    faults: dict[int, list[Fault]] = {}
    for position, row in enumerate(listed):
        start = str(row["id"])
        seen, whole = {start}, whole_of[start]
        while whole in whole_of and whole not in seen:
            seen.add(whole)
            whole = whole_of[whole]
        if whole == start:
            faults[position] = [("part_of", "makes the row a part of itself; name the row that it is a part of")]
    return faults


def _lost(
    table: str, rows: Mapping[int, Row], ids: Mapping[str, set[str]], was_there: Callable[[str, str], bool]
) -> dict[int, list[Fault]]:
    """Find the rows of one table that point to an id which is not among those left."""
    faults: dict[int, list[Fault]] = {}
    for position, row in rows.items():
        for column, identifier, target in links(table, row):
            if identifier in ids[target]:
                continue
            reason = (
                f"is the id of a row of {target}.csv that was rejected; correct that row first"
                if was_there(target, identifier)
                else f"is not an id in {target}.csv; correct it or add the row there"
            )
            if TABLES[table].column(column).several:
                reason = f'names "{identifier}", which {reason}'
            faults.setdefault(position, []).append((column, reason))
    return faults
