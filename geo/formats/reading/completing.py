"""What a layout leaves open in the flat table: empty columns, usual precisions, the crosswalks, numbers, cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.checking import flags, floats
from geo.formats.reading.landing import GEOMETRY, points
from geo.formats.reading.searching import search_texts
from geo.incident_table import DRAWN, SCHEMA, SEARCHED, cells_of
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, DatePrecision, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.formats.reading.model import Batch, Choices, Converted

#: no finer than what a shape on the map says of a place
_COARSE = (str(PlacePrecision.REGION), str(PlacePrecision.COUNTRY))
#: column of the flat table -> the column in own words that it follows from, the crosswalk, and its place in there
_CROSSWALKS = {
    "date_prec": ("date_precision", DATE_CROSSWALK, 0),
    "time_precision": ("date_precision", DATE_CROSSWALK, 1),
    "where_prec": ("place_precision", PLACE_CROSSWALK, 0),
    "geo_precision": ("place_precision", PLACE_CROSSWALK, 1),
}


def completed(batch: Batch, converted: Converted, choices: Choices) -> dict[str, pa.Array]:
    """Return all columns of the flat table; those that a layout did not set are "" or null.

    Coordinates of geometries are taken where no column gives them, and swapped where the owner of the file says so. A
    date without a precision is a day, or some days.
    """
    count = batch.cells.num_rows
    columns = {field.name: _column(field, converted.columns.get(field.name), count) for field in SCHEMA}
    _take_geometries(columns, batch, converted)
    _take_spread(columns, batch)
    if choices.swap_coordinates:
        columns["latitude"], columns["longitude"] = columns["longitude"], columns["latitude"]
    if "last_day" not in converted.columns:
        columns["last_day"] = columns["first_day"]
    same = pc.fill_null(pc.equal(columns["first_day"], columns["last_day"]), fill_value=True)
    usual = pc.if_else(same, str(DatePrecision.DAY), str(DatePrecision.DAYS))
    columns["date_precision"] = _unless_empty(columns["date_precision"], usual)
    return columns


def finished(columns: dict[str, pa.Array], row: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Return the columns of accepted rows with everything that follows from them.

    Parameters
    ----------
    columns
        All columns of the flat table, placed and checked.
    row
        Numbers of the rows, for identifiers.
    """
    latitude, longitude = floats(columns["latitude"]), floats(columns["longitude"])
    located = ~np.isnan(latitude) & ~np.isnan(longitude)
    usual = pc.if_else(pa.array(located), str(PlacePrecision.SETTLEMENT), "")
    columns["place_precision"] = _unless_empty(columns["place_precision"], usual)
    for name, (words, crosswalk, at) in _CROSSWALKS.items():
        if columns[name].null_count:
            columns[name] = pc.coalesce(columns[name], _crossed(columns[words], crosswalk, at))
    if pc.any(pc.equal(columns["id"], "")).as_py():
        numbered = pc.binary_join_element_wise("row", pc.cast(pa.array(row), pa.string()), "-")
        columns["id"] = _unless_empty(columns["id"], numbered)
    columns["search_text"] = search_texts(*(columns[name] for name in SEARCHED))
    drawn = located & flags(pc.is_in(columns["place_precision"], pa.array(DRAWN, pa.string())))
    across, down = cells_of(np.where(drawn, latitude, 0), np.where(drawn, longitude, 0))
    columns["cell_x"], columns["cell_y"] = pa.array(across, mask=~drawn), pa.array(down, mask=~drawn)
    columns[GEOMETRY] = points(latitude, longitude, drawn)
    return columns


def _column(field: pa.Field, given: pa.Array | None, count: int) -> pa.Array:
    if given is None:
        return pa.nulls(count, field.type) if not pa.types.is_string(field.type) else pa.repeat("", count)
    if isinstance(given, pa.ChunkedArray):
        given = given.combine_chunks()
    typed = given if given.type == field.type else pc.cast(given, field.type)
    return pc.fill_null(typed, "") if pa.types.is_string(field.type) and typed.null_count else typed


def _take_geometries(columns: dict[str, pa.Array], batch: Batch, converted: Converted) -> None:
    if batch.latitude is None or batch.longitude is None or converted.columns.keys() & {"latitude", "longitude"}:
        return
    for name, own in (("latitude", batch.latitude), ("longitude", batch.longitude)):
        columns[name] = pa.array(own, pa.float64(), mask=np.isnan(own))


def _take_spread(columns: dict[str, pa.Array], batch: Batch) -> None:
    """Call the place of a line, an area or several points known by region, unless the file says less of it."""
    if batch.spread is None or batch.latitude is None or not batch.spread.any():
        return
    shown = batch.spread & (floats(columns["latitude"]) == batch.latitude)
    known = flags(pc.is_in(columns["place_precision"], pa.array(_COARSE, pa.string())))
    changed = pa.array(shown & ~known)
    columns["place_precision"] = pc.if_else(changed, str(PlacePrecision.REGION), columns["place_precision"])
    for name in ("radius_m", "where_prec", "geo_precision"):  # what was said of the point
        columns[name] = pc.if_else(changed, pa.scalar(None, columns[name].type), columns[name])


def _unless_empty(texts: pa.Array, usual: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), usual, texts)


def _crossed(words: pa.Array, crosswalk: Mapping[str, tuple[int, int]], at: int) -> pa.Array:
    encoded = pc.dictionary_encode(words)
    codes = [crosswalk[word][at] if word in crosswalk else None for word in encoded.dictionary.to_pylist()]
    return pa.array(codes, pa.int8()).take(encoded.indices)
