"""The flat table in the columns of ACLED and of UCDP GED.

Rows that were read from a file of that project leave in the columns of that file, every cell as it was; other rows are
put into those columns as far as they go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.flat_rows import is_original, plain, used
from geo.formats.profiles import ACLED_COLUMNS, AND, UCDP_COLUMNS, disorder_type
from geo.formats.reading.own_words import NOT_ACLED, NOT_UCDP, own_words
from geo.incident_table import ORIGINAL
from geo.schema import ACLED_EVENT_TYPES, DATE_CROSSWALK, PLACE_CROSSWALK

if TYPE_CHECKING:
    from collections.abc import Mapping

#: columns by which a file of a project is known, in small letters
ACLED_MARKS = ("event_id_cnty", "event_date", "sub_event_type")
UCDP_MARKS = ("id", "type_of_violence", "where_prec", "date_prec")
_CODED = {sub_type: coded for sub_type, coded in ACLED_EVENT_TYPES.items() if coded != "Not coded"}
_DISORDER = {sub_type: disorder_type(coded, sub_type) for sub_type, coded in _CODED.items()}
_UCDP, _ACLED = 0, 1


def acled_table(table: pa.Table) -> pa.Table:
    """Return a table in the columns of ACLED: those of the file if it was ACLED's, else `ACLED_COLUMNS`."""
    rows = plain(table)
    if came_from(rows, ACLED_MARKS):
        return originals(rows)
    first, last = (rows.column(name).cast(pa.string()) for name in ("first_day", "last_day"))
    span = pc.if_else(pc.equal(first, last), None, pc.binary_join_element_wise(first, last, "/"))
    sub_type = rows.column("sub_event_type")
    return _filled(
        ACLED_COLUMNS,
        rows.num_rows,
        {
            "event_id_cnty": rows.column("id"),
            "event_date": rows.column("first_day"),
            "year": pc.year(rows.column("first_day")),
            "time_precision": _scale(rows, "time_precision", "date_precision", DATE_CROSSWALK, _ACLED),
            "disorder_type": mapped(sub_type, _DISORDER),
            "event_type": mapped(sub_type, _CODED),
            "sub_event_type": sub_type,
            "actor1": rows.column("actor1"),
            "actor2": rows.column("actor2"),
            "country": rows.column("country"),
            "admin2": rows.column("municipality"),
            "location": rows.column("place_as_written"),
            "latitude": rows.column("latitude"),
            "longitude": rows.column("longitude"),
            "geo_precision": _scale(rows, "geo_precision", "place_precision", PLACE_CROSSWALK, _ACLED),
            "source": rows.column("source"),
            "notes": rows.column("summary"),
            "fatalities": rows.column("killed_best"),
            "tags": _said(NOT_ACLED, rows, span),
        },
    )


def ucdp_table(table: pa.Table) -> pa.Table:
    """Return a table in the columns of UCDP GED: those of the file if it was UCDP's, else `UCDP_COLUMNS`."""
    rows = plain(table)
    if came_from(rows, UCDP_MARKS):
        return originals(rows)
    return _filled(
        UCDP_COLUMNS,
        rows.num_rows,
        {
            "id": rows.column("id"),
            "year": pc.year(rows.column("first_day")),
            "code_status": _said(NOT_UCDP, rows),
            "side_a": rows.column("actor1"),
            "side_b": rows.column("actor2"),
            "source_article": rows.column("url"),
            "source_office": rows.column("source"),
            "source_headline": rows.column("title"),
            "where_prec": _scale(rows, "where_prec", "place_precision", PLACE_CROSSWALK, _UCDP),
            "where_coordinates": rows.column("place_as_written"),
            "adm_2": rows.column("municipality"),
            "latitude": rows.column("latitude"),
            "longitude": rows.column("longitude"),
            "country": rows.column("country"),
            "date_prec": _scale(rows, "date_prec", "date_precision", DATE_CROSSWALK, _UCDP),
            "date_start": rows.column("first_day"),
            "date_end": rows.column("last_day"),
            "best": rows.column("killed_best"),
            "high": rows.column("killed_high"),
            "low": rows.column("killed_low"),
        },
    )


def _said(sentence: str, rows: pa.Table, span: pa.ChunkedArray | None = None) -> pa.ChunkedArray:
    """Return that the rows are not those of another project, and what they are in our words, which no scale rounds."""
    kinds, places, dates = (rows.column(name) for name in ("event_type", "place_precision", "date_precision"))
    words = own_words(kinds, places, dates, span)
    return pc.binary_join_element_wise(f"{sentence}{AND}", words, "")


def came_from(table: pa.Table, marks: tuple[str, ...]) -> bool:
    """Say whether every row of a table was read from a file that has these columns."""
    named = {name.removeprefix(ORIGINAL).lower(): name for name in table.column_names if is_original(name)}
    return all(mark in named for mark in marks) and used(plain(table.select([named[marks[0]]])).column(0)) == len(table)


def originals(table: pa.Table) -> pa.Table:
    """Return the columns of the file that was read, under their own names and in their own order."""
    return table.select([name for name in table.column_names if is_original(name)])


def own_name(name: str) -> str:
    """Return what a column was called in the file that was read."""
    return name.removeprefix(ORIGINAL)


def mapped(texts: pa.ChunkedArray, told: Mapping[str, Any]) -> pa.Array:
    """Return for each text what is told of it, null where it is not known."""
    place = pc.index_in(texts, value_set=pa.array(list(told), pa.string()))
    return pc.take(pa.array(list(told.values())), place)


def _scale(
    rows: pa.Table, numbers: str, words: str, crosswalk: Mapping[str, tuple[int, int]], scale: int
) -> pa.ChunkedArray:
    """Return the numbers of a scale; where the table has none, those that our words stand for."""
    known = mapped(rows.column(words), {word: pair[scale] for word, pair in crosswalk.items()})
    return pc.coalesce(rows.column(numbers), known.cast(rows.column(numbers).type))


def _filled(names: tuple[str, ...], count: int, columns: Mapping[str, Any]) -> pa.Table:
    """Return a table of these names; a column that is not known is empty."""
    return pa.table({name: columns.get(name, pa.nulls(count, pa.string())) for name in names})
