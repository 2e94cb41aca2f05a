"""A data package of the atlas's form becomes incidents on the disk, read with its own places, sources and figures."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.checking import flags, floats
from geo.formats.reading.landing import GEOMETRY, INCIDENTS, REJECTIONS, as_written, disk, landing
from geo.formats.reading.landing import points as points_of
from geo.formats.reading.limits import BATCH_ROWS
from geo.formats.reading.model import Outcome
from geo.formats.reading.package import open_package
from geo.incident_table import DRAWN, ORIGINAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gazetteer.places import Place
    from gazetteer.resolve import Gazetteer
    from geo.formats.reading.model import Look, Tell
    from geo.formats.reading.package import Package

KEPT = (
    "The places, sources and figures of the package are in the columns of its incidents; the other tables themselves "
    "are not kept."
)
#: degrees that two places of one id may lie apart and still be the same
_SAME = 1e-4


def read_package(path: Path, look: Look, gazetteer: Gazetteer, folder: Path, tell: Tell) -> Outcome:
    """Read a data package into a folder.

    Parameters
    ----------
    path, look
        The package, and what was found out about it.
    gazetteer
        Whose places rows may name by id; others are named in words.
    folder, tell
        As for `geo.formats.reading.importing.read_incidents`.

    Raises
    ------
    ReadingError, CancelledError, StoreError
        As there.
    """
    tell(0.0, "reading the tables of the package")
    package = open_package(path, look.name)
    accepted = _as_own_data(package, gazetteer)
    originals = tuple(name for name in accepted.column_names if name.startswith(ORIGINAL))
    with landing(folder, originals) as landed:
        for start in range(0, accepted.num_rows, BATCH_ROWS):
            tell(start / accepted.num_rows, f"{start:,} rows written")
            rows = accepted.slice(start, BATCH_ROWS).combine_chunks()
            with disk(folder):
                landed.accept({name: rows.column(name).combine_chunks() for name in rows.column_names})
        with disk(folder):
            for row, faults in groupby(package.rejections, key=lambda one: one.row):
                told = list(faults)
                cells = as_written(told[0].cells)
                landed.reject(row, told[0].line, [(one.column, one.value, one.reason) for one in told], cells)
        tell(1.0, f"{package.rows:,} rows written")
    return Outcome(
        package.rows, accepted.num_rows, package.rejected, folder / INCIDENTS, folder / REJECTIONS, (),
        (*look.notes, KEPT, *package.notes),
    )  # fmt: skip


def _as_own_data(package: Package, gazetteer: Gazetteer) -> pa.Table:
    """Return the accepted rows as own data: no episodes, and no ids of places but those of the gazetteer."""
    table = package.accepted
    places = package.dataset.tables["places"]
    names = {str(one): str(name) for one, name in zip(places["id"], places["name_en"], strict=True)}
    points = zip(places["id"], places["latitude"], places["longitude"], strict=True)
    shared = {str(one) for one, *point in points if _is_there(gazetteer.places.get(str(one)), point)}
    written = pc.if_else(
        pc.equal(table["place_as_written"], ""), _each(table["place"], names), table["place_as_written"]
    )
    changed = {
        "episode": pa.repeat("", table.num_rows),
        "place": _each(table["place"], {one: one for one in shared}),
        "place_as_written": written,
        "municipality": _each(table["municipality"], {**names, **{one: one for one in shared}}),
    }
    for name, column in changed.items():
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(name), column)
    latitude, longitude = (floats(table[name].combine_chunks()) for name in ("latitude", "longitude"))
    drawn = flags(pc.is_in(table["place_precision"].combine_chunks(), pa.array(DRAWN, pa.string())))
    return table.append_column(GEOMETRY, points_of(latitude, longitude, drawn & ~np.isnan(latitude + longitude)))


def _is_there(place: Place | None, point: Sequence[float]) -> bool:
    """Tell whether a place of the gazetteer lies at a point, so that the same id means the same place."""
    return place is not None and math.dist((place.latitude, place.longitude), point) < _SAME


def _each(texts: pa.ChunkedArray, told: Mapping[str, str]) -> pa.Array:
    """Return what is told of each text, "" where nothing is."""
    encoded = pc.dictionary_encode(texts.combine_chunks())
    return pa.array([told.get(text, "") for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)
