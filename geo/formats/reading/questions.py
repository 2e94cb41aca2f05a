"""What the owner of a table has to decide before its rows are taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.days import Evidence, evidence_of
from geo.formats.reading.mapping import NEEDED, effective
from geo.formats.reading.model import Batch, Layout
from geo.formats.reading.table import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geo.formats.reading.model import Choices, DateOrder, Look, Tell

_DATES = ("first_day", "last_day")
#: so many types as written are listed to choose from; no table has more kinds of events
MOST_TYPES = 200
NO_DATE = "No column of this table is known to hold the date; choose the column with the date, or with the year."
NO_PLACE = (
    "No column of this table is known to hold the place; choose the column with the place, or those with latitude and "
    "longitude."
)
NO_TYPE = "No column of this table tells the type of event; choose the column, or one type for all rows."
ORDER = (
    "The dates of this table, such as 03/04/2004, do not tell whether the day or the month stands first; choose which."
)


@dataclass(frozen=True, slots=True)
class Open:
    """What is known and what is open before a table is read.

    `sentences` say what keeps it from being read at all. `event_types` are types as written that have none of the
    atlas's; their rows will be rejected unless `Choices.event_types` or `Choices.event_type` settles them.
    """

    mapping: Mapping[str, str]
    sentences: tuple[str, ...] = ()
    date_order: bool = False
    event_types: tuple[str, ...] = ()
    dates: Evidence = field(default_factory=Evidence)


def open_questions(look: Look, choices: Choices, path: Path | None = None, tell: Tell | None = None) -> Open:
    """Say what has to be decided before a file is read.

    Parameters
    ----------
    look
        What was found out about the file.
    choices
        What its owner decided so far.
    path
        The file, to look through whole columns; without it the first rows have to do.
    tell
        Told how much of the file is looked through.

    Raises
    ------
    geo.errors.ReadingError
        If the file cannot be read at all.
    """
    if (choices.layout or look.layout) is not Layout.TABLE:
        return Open({})
    mapping = effective(look, choices)
    chosen = replace(choices, mapping=mapping)
    batches = _first(look) if path is None else _batches(path, look, chosen, tell or (lambda *_: None))
    dates, types = _looked_through(batches, look.header, mapping)
    needs = zip(NEEDED, (NO_DATE, NO_PLACE), strict=True)
    missing = [words for needed, words in needs if not mapping.keys() & set(needed)]
    if look.has_points and NO_PLACE in missing:
        missing.remove(NO_PLACE)
    if "event_type" not in mapping and not choices.event_type:
        missing.append(NO_TYPE)
    order = dates.open and choices.date_order is None
    unknown = tuple(text for text in types if text and not type_of(text, choices))
    return Open(mapping, (*missing, *([ORDER] if order else [])), order, unknown[:MOST_TYPES], dates)


def looks_open(look: Look, mapping: Mapping[str, str]) -> bool:
    """Tell whether the first dates are of a form that only the whole column can tell the meaning of."""
    found = sum(map(evidence_of, _columns(_first(look), look.header, mapping, _DATES)), Evidence())
    return bool(found.day_first or found.month_first or found.either or found.serials)


def native_order(path: Path, look: Look, choices: Choices, tell: Tell) -> DateOrder | None:
    """Return the order of day and month in the dates of a file of a known layout, as chosen or as the whole file says.

    None, for the usual order of the layout, where the first dates are of a form that needs no order or none decides.
    """
    from geo.formats.reading.layouts import date_columns

    names = date_columns(choices.layout or look.layout, look.header)
    mapping = dict(zip(_DATES, names, strict=False))
    if choices.date_order is not None or not names or not looks_open(look, mapping):
        return choices.date_order
    return _looked_through(_batches(path, look, choices, tell), look.header, mapping)[0].order


def _looked_through(
    batches: Iterable[pa.RecordBatch], header: tuple[str, ...], mapping: Mapping[str, str]
) -> tuple[Evidence, tuple[str, ...]]:
    """Return what the date columns say, and the types of event as written, the usual ones first."""
    dates, types = Evidence(), dict[str, int]()
    for batch in batches:
        for column in _columns([batch], header, mapping, _DATES):
            dates += evidence_of(column)
        for column in _columns([batch], header, mapping, ("event_type",)):
            for counted in pc.value_counts(pc.utf8_trim_whitespace(column)).to_pylist():
                types[counted["values"]] = types.get(counted["values"], 0) + counted["counts"]
    return dates, tuple(sorted(types, key=lambda text: (-types[text], text)))


def _columns(
    batches: Iterable[pa.RecordBatch], header: tuple[str, ...], mapping: Mapping[str, str], wanted: tuple[str, ...]
) -> Iterator[pa.Array]:
    names = [mapping[flat] for flat in wanted if mapping.get(flat) in header]
    return (batch.column(header.index(name)) for batch in batches for name in names)


def _first(look: Look) -> list[pa.RecordBatch]:
    width = len(look.header)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in look.first_rows]
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(width)]
    names = [str(at) for at in range(width)]
    return [pa.RecordBatch.from_arrays(columns, names=names)] if width else []


def _batches(path: Path, look: Look, choices: Choices, tell: Tell) -> Iterator[pa.RecordBatch]:
    from geo.formats.reading.recognising import open_rows

    return (batch.cells for batch in open_rows(path, look, choices, tell).batches if isinstance(batch, Batch))
