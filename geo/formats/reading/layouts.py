"""What the columns of a file mean: the layout is told by its header, or by its cells where it has none."""

from __future__ import annotations

import re
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import ReadingError
from geo.formats.reading import acled, gdelt, ucdp
from geo.formats.reading.cells_as_written import named
from geo.formats.reading.days_as_written import orders_seen
from geo.formats.reading.gdelt import gdelt_columns
from geo.formats.reading.model import Batch, Layout
from geo.incident_table import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.formats.reading.model import Choices, Converted, DateOrder, Opened

    Convert = Callable[[Batch, tuple[str, ...], Choices], Converted]

__all__ = ["LABELS", "converter", "date_columns", "gdelt_columns", "headless_header", "layout_of", "proven_order"]

#: what people call each layout
LABELS: Mapping[Layout, str] = MappingProxyType(
    {
        Layout.ACLED: "ACLED",
        Layout.UCDP_GED: "UCDP GED",
        Layout.GDELT_1: "GDELT 1.0 events",
        Layout.GDELT_2: "GDELT 2.0 events",
        Layout.PACKAGE: "Data package of the atlas",
        Layout.FLAT: "Table of the atlas",
        Layout.TABLE: "Table with columns of its own",
    }
)
_NUMBER = re.compile(r"[0-9]{1,20}")
_DAY = re.compile(r"[0-9]{8}")
_YEAR = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[0-9]{1,4}|[-X]+")
_GDELT_CELLS = {"GLOBALEVENTID": _NUMBER, "SQLDATE": _DAY, "Year": _YEAR, "EventCode": _CODE}
_UCDP_CELLS = {
    "id": _NUMBER, "year": _YEAR, "type_of_violence": re.compile("[123]"), "where_prec": re.compile("[1-7]"),
    "date_prec": re.compile("[1-5]"), "date_start": re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*"),
}  # fmt: skip
#: columns of the flat table that no other table has together
_FLAT = tuple(
    name for name in ("id", "first_day", "last_day", "date_precision", "place_precision", "event_type")
    if name in SCHEMA.names
)  # fmt: skip


def layout_of(header: tuple[str, ...], first_row: tuple[str, ...]) -> Layout:
    """Tell what the columns of a file mean.

    Parameters
    ----------
    header
        The names of the columns; case, blanks around them and a byte order mark do not matter. () for a file without a
        header line.
    first_row
        The cells of the first row, by which GDELT and UCDP GED are told where there is no header.
    """
    if not header:
        return _headless(first_row)
    if set(named(header, acled.ALIASES)) >= set(acled.INDISPENSABLE):
        return Layout.ACLED
    if set(named(header, ucdp.ALIASES)) >= set(ucdp.INDISPENSABLE):
        return Layout.UCDP_GED
    names = set(named(header, gdelt.ALIASES))
    if names >= set(gdelt.INDISPENSABLE):
        return Layout.GDELT_2 if "actiongeo_adm2code" in names else Layout.GDELT_1
    return Layout.FLAT if names >= set(_FLAT) else Layout.TABLE


def converter(layout: Layout, *, ours: bool = False) -> Convert:
    """Return the function that says in columns of the flat table what a batch of rows means.

    Parameters
    ----------
    layout
        The layout of the file.
    ours
        Whether its rows were put into the layout of another project here, and say so.

    Raises
    ------
    ReadingError
        For a data package, which is read as a whole by `geo.formats.reading.package.open_package`.
    """
    if layout is Layout.PACKAGE:
        raise ReadingError("A data package is read as a whole, not table by table; give the zip file or its folder.")
    if layout is Layout.TABLE:
        from geo.formats.reading.table import convert_table

        return convert_table
    if layout is Layout.FLAT:
        from geo.formats.reading.table import convert_flat

        return convert_flat
    return partial(_OURS[layout], ours=True) if ours and layout in _OURS else _NATIVE[layout]


def date_columns(layout: Layout, header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns, as the file names them, whose dates may be like 03/04/2004 in a native layout.

    What order such dates are in is for the whole file to say; a batch alone may not be able to.
    """
    aliases, dates = _DATES.get(layout, ({}, ()))
    positions = named(header, aliases)
    return tuple(header[positions[name]] for name in dates if name in positions)


def proven_order(layout: Layout, opened: Opened) -> DateOrder | None:
    """Return the order of day and month that the dates of a whole file in a native layout prove.

    Parameters
    ----------
    layout
        The layout of the file.
    opened
        All its rows.

    Returns
    -------
    DateOrder or None
        None where no date proves one, or where the dates contradict each other; then the layout's own order counts.
    """
    at = [opened.header.index(name) for name in date_columns(layout, opened.header)]
    seen: set[DateOrder] = set()
    for piece in opened.batches:
        if isinstance(piece, Batch):
            seen.update(*(orders_seen(piece.cells.column(position)) for position in at))
    return next(iter(seen)) if len(seen) == 1 else None


def headless_header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a file whose first line is a row of GDELT or of UCDP GED already, else ()."""
    layout = _headless(cells)
    if layout is Layout.TABLE:
        return ()
    return ucdp.COLUMNS[: len(cells)] if layout is Layout.UCDP_GED else gdelt_columns(len(cells))


def _headless(first_row: tuple[str, ...]) -> Layout:
    """Tell GDELT and UCDP GED by the number of cells and what stands in them."""
    if len(first_row) in ucdp.HEADLESS and _look_like(first_row, ucdp.COLUMNS[: len(first_row)], _UCDP_CELLS):
        return Layout.UCDP_GED
    if len(first_row) not in gdelt.FORMS or not _look_like(first_row, gdelt_columns(len(first_row)), _GDELT_CELLS):
        return Layout.TABLE
    return Layout.GDELT_2 if gdelt.FORMS[len(first_row)][0] else Layout.GDELT_1


def _look_like(cells: tuple[str, ...], names: tuple[str, ...], patterns: Mapping[str, re.Pattern[str]]) -> bool:
    told = dict(zip(names, cells, strict=True))
    return all(pattern.fullmatch(told[name].strip()) for name, pattern in patterns.items())


_NATIVE: Mapping[Layout, Convert] = MappingProxyType(
    {
        Layout.ACLED: acled.convert_acled,
        Layout.UCDP_GED: ucdp.convert_ucdp,
        Layout.GDELT_1: gdelt.convert_gdelt,
        Layout.GDELT_2: gdelt.convert_gdelt,
    }
)
_OURS = MappingProxyType({Layout.ACLED: acled.convert_acled, Layout.UCDP_GED: ucdp.convert_ucdp})
_DATES: Mapping[Layout, tuple[Mapping[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        Layout.ACLED: (acled.ALIASES, ("event_date",)),
        Layout.UCDP_GED: (ucdp.ALIASES, ("date_start", "date_end")),
    }
)
