"""What a form cannot hold of the rows of a flat table, in sentences; none where it holds all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.csvfile import MAX_CHARACTERS
from geo.formats.columnar import floats
from geo.formats.flat_gis import distinct
from geo.formats.flat_profiles import ACLED_MARKS, UCDP_MARKS, came_from
from geo.formats.flat_rows import bytes_of, is_drawn, is_original, leaving, quoted, used
from geo.formats.forms import FORMS, Form, FormatError, say_count
from geo.formats.losses import say_missing, say_nowhere, say_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: what a sheet of a workbook holds below its header
MAX_ROWS = 1_048_575
_ROWS = ("row", "rows")
#: with so many digits openpyxl writes a number; with few behind the point nothing is cut
_DIGITS, _FEW_DIGITS = 16, 9
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffe}\x{ffff}]"
_NUL = r"\x00"
_RETURN = r"\r"
_NUMBERED = r"_x[0-9A-Fa-f]{4}_"
#: columns that a profile has no column for -> what they are called
_NOWHERE_IN_ACLED = {
    "episode": "the episode", "title": "the title", "place": "the curated place", "radius_m": "the radius",
    "actor1_kind": "the kind of the first actor", "actor2_kind": "the kind of the second actor",
    "killed_low": "the lowest number of killed", "killed_high": "the highest number of killed",
    "injured_low": "the lowest number of injured", "injured_best": "the number of injured",
    "injured_high": "the highest number of injured", "source_kind": "the kind of source", "url": "the address",
}  # fmt: skip
_NOWHERE_IN_UCDP = {
    name: words
    for name, words in _NOWHERE_IN_ACLED.items()
    if name not in ("title", "killed_low", "killed_high", "url")
} | {"sub_event_type": "the sub-type", "summary": "the summary"}


def flat_losses(form: str, table: pa.Table) -> tuple[str, ...]:
    """Say what a form cannot hold of the rows of a flat table.

    Parameters
    ----------
    form
        A word of `geo.formats.forms.Form`.
    table
        A flat table, see `geo.incident_table`.

    Returns
    -------
    tuple of str
        One sentence for each loss, each beginning with the name of the form; empty if nothing is lost. Columns that a
        reader makes anew (search text, cells) are no loss.

    Raises
    ------
    FormatError
        If the form is not one for own data, or cannot hold as many rows.
    """
    wanted = declared(form)
    if wanted is Form.XLSX and table.num_rows > MAX_ROWS:
        raise FormatError(
            f"A sheet of a workbook holds {MAX_ROWS:,} rows, and there are {table.num_rows:,}; "
            "take CSV or GeoParquet, or fewer rows."
        )
    return tuple(f"{FORMS[wanted].label}: {said}" for said in _SAY[wanted](leaving(table)))


def declared(form: str) -> Form:
    """Return the form of that name.

    Raises
    ------
    FormatError
        If there is none, or it is not one for own data.
    """
    names = [str(one) for one, about in FORMS.items() if about.own]
    if form not in names:
        raise FormatError(f'Own data cannot be written as "{form}"; take one of {", ".join(names)}.')
    return Form(form)


def _nothing(_table: pa.Table) -> Iterator[str]:
    yield from ()


def _sheet(table: pa.Table) -> Iterator[str]:
    shown = pa.Table.from_batches([quoted(batch) for batch in table.to_batches()], table.schema)
    yield from say_texts(
        _matching(shown, _CONTROL), _longer(shown), _matching(shown, _RETURN), _matching(shown, _NUMBERED)
    )
    rounded = sum(_rounded(floats(column)) for column in table.columns if pa.types.is_floating(column.type))
    if rounded:
        yield f"{say_count(rounded, 'number is', 'numbers are')} rounded to {_DIGITS} digits."


def _geopackage(table: pa.Table) -> Iterator[str]:
    yield from say_texts(_matching(table, _NUL))
    yield from _renamed(table)


def _renamed(table: pa.Table) -> Iterator[str]:
    """Say how many columns GDAL cannot tell from others."""
    names = table.column_names
    renamed = sum(old != new for old, new in zip(names, distinct(names), strict=True))
    if renamed:
        yield f"{say_count(renamed, 'column is', 'columns are')} renamed, for the names differ only in capitals."


def _flatgeobuf(table: pa.Table) -> Iterator[str]:
    drawn = is_drawn(table)
    yield from say_missing(int((~drawn).sum()))
    yield from say_texts(_matching(table.filter(pa.array(drawn)), _NUL))
    yield from _renamed(table)


def _kml(table: pa.Table) -> Iterator[str]:
    yield from say_texts(_matching(table, _CONTROL))


def _acled(table: pa.Table) -> Iterator[str]:
    if came_from(table, ACLED_MARKS):
        return
    spans = int(pc.sum(pc.not_equal(table.column("first_day"), table.column("last_day"))).as_py() or 0)
    if spans:
        said = say_count(spans, "row", "rows")
        yield f"of {said} that may span several days the date is the first one; the tags give all."
    yield from _profile(table, _NOWHERE_IN_ACLED)


def _ucdp(table: pa.Table) -> Iterator[str]:
    if not came_from(table, UCDP_MARKS):
        yield from _profile(table, _NOWHERE_IN_UCDP)


def _profile(table: pa.Table, nowhere: Mapping[str, str]) -> Iterator[str]:
    """Say what the columns of another project have no room for."""
    yield from say_nowhere({words: used(table.column(name)) for name, words in nowhere.items()}, _ROWS)
    others = sum(is_original(name) for name in table.column_names)
    if others:
        yield f"{say_count(others, 'column', 'columns')} of the file that was read have no place."


def _matching(table: pa.Table, pattern: str) -> int:
    """Return how many texts match a pattern; only columns that hold one of its bytes are looked at closely."""
    wanted = _bytes_of(pattern)
    count = 0
    for column in table.columns:
        if column.type == pa.string():
            found = (chunk for chunk in column.chunks if len(chunk) and wanted[_content(chunk)].any())
            count += sum(int(pc.sum(pc.match_substring_regex(chunk, pattern)).as_py() or 0) for chunk in found)
    return count


def _bytes_of(pattern: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which bytes a text that matches has to have."""
    wanted = np.zeros(256, bool)
    if pattern == _CONTROL:
        wanted[[*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xEF]] = True
    else:
        wanted[{_NUL: 0x00, _RETURN: 0x0D, _NUMBERED: ord("_")}[pattern]] = True
    return wanted


def _content(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    offsets, content = bytes_of(texts)
    return content[offsets[0] : offsets[-1]]


def _rounded(numbers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """Return how many numbers have more digits than a workbook is written with."""
    long = numbers[np.isfinite(numbers) & (np.round(numbers, _FEW_DIGITS) != numbers)]
    return sum(float(f"{number:.{_DIGITS}g}") != number for number in long.tolist())


def _longer(table: pa.Table) -> int:
    """Return how many texts are longer than a cell of a sheet."""
    return sum(
        int(pc.sum(pc.greater(pc.utf8_length(column), MAX_CHARACTERS)).as_py() or 0)
        for column in table.columns
        if column.type == pa.string()
    )


_SAY: Mapping[Form, Callable[[pa.Table], Iterator[str]]] = {
    Form.CSV: _nothing,
    Form.XLSX: _sheet,
    Form.GEOJSON: _nothing,
    Form.GEOPACKAGE: _geopackage,
    Form.FLATGEOBUF: _flatgeobuf,
    Form.GEOPARQUET: _nothing,
    Form.KML: _kml,
    Form.PACKAGE: _nothing,
    Form.ACLED: _acled,
    Form.UCDP: _ucdp,
}
