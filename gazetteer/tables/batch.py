"""A whole table of place names: every row and column comes back, with the place beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from gazetteer.errors import InputError
from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name
from gazetteer.tables.csvtable import no_column
from gazetteer.tables.hinting import HintColumns, read_hints, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gazetteer.candidates import Hints, Resolution
    from gazetteer.places import Place
    from gazetteer.relative.located import Located
    from gazetteer.resolve import Gazetteer
    from gazetteer.tables.csvtable import CsvTable

#: what is added to a row, in this order
ADDED = (
    "latitude", "longitude", "radius_m", "place_id", "geonameid", "place_name", "municipality", "country", "status",
    "score", "reason", "candidates",
)  # fmt: skip
_SUFFIX = "_resolved"
_REMEMBERED = 20_000
_LISTED = 5
_DIGITS = 6  # of a degree: a decimetre
#: relations under which a row belongs to the place it names
_ANCHORED = frozenset({"at", "near", "outskirts"})
_EMPTY: dict[str, Any] = dict.fromkeys(ADDED)


def resolve_rows(
    rows: Iterable[Mapping[str, Any]], column: str, gazetteer: Gazetteer, hints: HintColumns | None = None,
    policy: NamePolicy = DEFAULT_POLICY,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Resolve one column of a table.

    Parameters
    ----------
    rows
        The rows, each a mapping from column to cell; they are taken one at a time.
    column
        The column with the place names, as written; relative ones too ("5 km north of Zvečan").
    gazetteer
        Where they are looked up.
    hints
        Which columns say more about the place.
    policy
        In which names `place_name` and `municipality` are given.

    Yields
    ------
    dict
        Each row with all of its cells, in order, and the columns `ADDED`: `latitude` and `longitude` (decimal degrees),
        `radius_m` (metres around the point), `place_id`, `geonameid`, `place_name`, `municipality`, `country` (ISO
        code), `status` (resolved, ambiguous, unknown), `score` (0 to 1), `reason` and `candidates` (in words, where
        more than one place may be meant). What is not known is None. No column of the table is overwritten: one of the
        same name stays and the added one is called `<name>_resolved`.

    Raises
    ------
    InputError
        If the first row has no such column, or not the columns of the hints.
    """
    walked = iter(rows)
    first = next(walked, None)
    if first is None:
        return
    wanted = hints or HintColumns()
    for name in (column, *wanted.names()):
        if name not in first:
            raise InputError(no_column(name, [str(there) for there in first]))
    names = added_names([str(name) for name in first])
    resolver = Resolver(gazetteer, policy)
    for row in chain([first], walked):
        found = resolver.find(row.get(column), *read_hints(row, wanted))
        yield {**row, **dict(zip(names, found.values(), strict=True))}


def added_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return what the added columns are called beside those of a table."""
    taken = set(header)
    names: list[str] = []
    for wanted in ADDED:
        name, number = wanted, 1
        while name in taken:
            name = wanted + _SUFFIX + (f"_{number}" if number > 1 else "")
            number += 1
        taken.add(name)
        names.append(name)
    return tuple(names)


class Resolver:
    """Texts and hints to the cells of the added columns; an answer is remembered, as tables repeat their places."""

    def __init__(self, gazetteer: Gazetteer, policy: NamePolicy = DEFAULT_POLICY) -> None:
        from gazetteer.relative import locate

        self._gazetteer, self._policy = gazetteer, policy

        def located(text: str, hints: Hints) -> dict[str, Any]:
            return self._cells(locate(gazetteer, text, hints))

        self._located = lru_cache(_REMEMBERED)(located)

    def find(self, cell: object, hints: Hints, fault: str = "") -> dict[str, Any]:
        """Return the added cells for one cell; `fault` is put before the reason."""
        text = said(cell)
        if not text:
            return {**_EMPTY, "status": "unknown", "reason": _join(fault, "the cell is empty")}
        found = self._located(text, hints)
        return {**found, "reason": _join(fault, found["reason"])} if fault else dict(found)

    def _cells(self, located: Located) -> dict[str, Any]:
        found = {**_EMPTY, "status": located.status, "reason": _join(located.reason, located.note)}
        if located.status != "resolved":
            return {**found, "candidates": _listed(located.anchors)}
        first = located.anchors[0] if located.anchors else None
        if first and first.best and located.relation in _ANCHORED:
            found |= self._place(first.best) | {"score": first.candidates[0].score}
        return {
            **found,
            "latitude": round(located.latitude or 0, _DIGITS),
            "longitude": round(located.longitude or 0, _DIGITS),
            "radius_m": located.radius_m,
        }

    def _place(self, place: Place) -> dict[str, Any]:
        municipality = self._gazetteer.places.get(place.municipality or "")
        return {
            "place_id": place.id,
            "geonameid": place.geonameid,
            "place_name": display_name(place, self._policy),
            "municipality": display_name(municipality, self._policy) if municipality else None,
            "country": place.country,
        }


@dataclass(slots=True)
class Tally:
    """What came out of a table: rows by status, and rows with more cells than the header."""

    statuses: Counter[str] = field(default_factory=Counter)
    longer: int = 0

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return self.statuses.total()

    def sentence(self) -> str:
        """Say it in one line."""
        counted = ", ".join(f"{self.statuses[status]:,} {status}" for status in ("resolved", "ambiguous", "unknown"))
        longer = f"; {self.longer:,} with more cells than the header, which stand at the end" if self.longer else ""
        return f"{self.rows:,} rows: {counted}{longer}"


def resolve_table(
    table: CsvTable, column: str, resolver: Resolver, hints: HintColumns, tally: Tally,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[list[Any]]:  # fmt: skip
    """Resolve one column of a CSV file, row by row.

    Columns may repeat; a row that is too short is filled up with empty cells, and the cells that a row has beyond the
    header stand behind the added ones, so that nothing is lost and every column stays where its name is.

    Yields
    ------
    list
        The header, then each row.

    Raises
    ------
    InputError
        If there is no such column.
    """
    width = len(table.header)
    place = table.position(column)
    positions = {name: table.position(name) for name in hints.names()}
    yield [*table.header, *added_names(table.header)]
    for row in table.rows:
        cells, beyond = row[:width], row[width:]
        cells += [""] * (width - len(cells))
        found = resolver.find(cells[place], *read_hints({name: cells[at] for name, at in positions.items()}, hints))
        tally.statuses[found["status"]] += 1
        tally.longer += bool(beyond)
        progress(tally.rows)
        yield [*cells, *found.values(), *beyond]


def _listed(anchors: Sequence[Resolution]) -> str | None:
    candidates = [one for anchor in anchors if anchor.status == "ambiguous" for one in anchor.candidates]
    named = [f"{one.place.id}: {one.sentence()}" for one in candidates[:_LISTED]]
    more = [f"and {len(candidates) - _LISTED} more"] if len(candidates) > _LISTED else []
    return " | ".join([*named, *more]) or None


def _join(*words: str) -> str:
    return "; ".join(filter(None, words))
