"""The flat table of incidents: what every reader makes, the workspace keeps, the engine asks and the writers take.

One row is one incident with everything a source says of it in plain cells. It is an Arrow table, on disk GeoParquet.
After these columns stand those of the file that was read, as it wrote them, under `original_<name>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo.schema import PlacePrecision

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORIGINAL = "original_"
#: only these precisions are drawn as a point (or a disc around it)
DRAWN = tuple(str(one) for one in (PlacePrecision.EXACT, PlacePrecision.SETTLEMENT, PlacePrecision.NEAR))
#: cells are counted on a grid of 2**CELL_BITS by 2**CELL_BITS squares over the Web Mercator world
CELL_BITS = 24


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column of the flat table; a required one holds no null, and a text that is not known is "" there."""

    name: str
    type: pa.DataType
    description: str
    required: bool = True


def _text(name: str, description: str) -> FlatColumn:
    return FlatColumn(name, pa.string(), description)


def _maybe(name: str, kind: pa.DataType, description: str) -> FlatColumn:
    return FlatColumn(name, kind, description, required=False)


COLUMNS: tuple[FlatColumn, ...] = (
    _text("id", "Identifier in this data set, as the file has it; else row-1, row-2 ..."),
    _text("episode", "Episode of the atlas's own data; empty for own data."),
    _text("title", "Short title."),
    _text("summary", "What happened, in the words of the file."),
    FlatColumn("first_day", pa.date32(), "First day that the date may mean."),
    FlatColumn("last_day", pa.date32(), "Last day that the date may mean."),
    _text("date_precision", "How much of the date is known, a word of `geo.schema.DatePrecision`."),
    _maybe("date_prec", pa.int8(), "The same on UCDP GED's scale, 1 to 5."),
    _maybe("time_precision", pa.int8(), "The same on ACLED's scale, 1 to 3."),
    _text("place", "Id of the curated place; empty where the coordinate comes from the file."),
    _text("place_as_written", "The place in the words of the file."),
    _text("place_precision", "How much of the place is known, a word of `geo.schema.PlacePrecision`."),
    _maybe("radius_m", pa.int32(), 'Radius of the disc for "near", metres.'),
    _maybe("where_prec", pa.int8(), "Precision of the place on UCDP GED's scale, 1 to 7."),
    _maybe("geo_precision", pa.int8(), "Precision of the place on ACLED's scale, 1 to 3."),
    _maybe("latitude", pa.float64(), "Degrees, WGS 84."),
    _maybe("longitude", pa.float64(), "Degrees, WGS 84."),
    _text("municipality", "Id of the curated municipality; else the municipality or district as written."),
    _text("country", "Country as written."),
    _text("event_type", "What happened, a word of `geo.schema.EventType`."),
    _text("sub_event_type", "Sub-type as the file has it."),
    _text("actor1", "First actor as written."),
    _text("actor1_kind", "Kind of the first actor, a word of `geo.schema.ActorKind`, or empty."),
    _text("actor2", "Second actor as written."),
    _text("actor2_kind", "Kind of the second actor."),
    _maybe("killed_low", pa.int32(), "Lowest number of killed that the file gives."),
    _maybe("killed_best", pa.int32(), "Number of killed as the file gives it."),
    _maybe("killed_high", pa.int32(), "Highest number of killed that the file gives."),
    _maybe("injured_low", pa.int32(), "Lowest number of injured that the file gives."),
    _maybe("injured_best", pa.int32(), "Number of injured as the file gives it."),
    _maybe("injured_high", pa.int32(), "Highest number of injured that the file gives."),
    _text("source", "Source as the file names it."),
    _text("source_kind", "Kind of source, a word of the table `sources`, or empty."),
    _text("url", "Address of the source."),
    _text("search_text", "What a search for words looks at: the search key of title, summary, place and actors."),
    _maybe("cell_x", pa.int32(), "Column of the cell, from the west; null where the place is not drawn as a point."),
    _maybe("cell_y", pa.int32(), "Row of the cell, from the north; null where the place is not drawn as a point."),
)
SCHEMA = pa.schema([pa.field(column.name, column.type, nullable=not column.required) for column in COLUMNS])
#: the columns that `search_text` is made of, in this order, with blanks between
SEARCHED = ("title", "summary", "place_as_written", "actor1", "actor2")


def degrees_of(column: int, row: int) -> tuple[float, float]:
    """Return latitude and longitude (degrees) of the north-west corner of a cell."""
    count = 1 << CELL_BITS
    return float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * row / count))))), column / count * 360 - 180


def cells_of(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return column and row of the cell that each point lies in.

    Parameters
    ----------
    latitude, longitude
        Degrees, WGS 84, finite; latitudes beyond those of Web Mercator are taken to its edge.
    """
    count = 1 << CELL_BITS
    sine = np.sin(np.radians(np.clip(latitude, -85.05, 85.05)))
    x = (longitude + 180) / 360
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    column, row = (np.clip(np.floor(unit * count), 0, count - 1).astype(np.int32) for unit in (x, y))
    return column, row
