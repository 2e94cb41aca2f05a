"""GeoJSON, GeoPackage, FlatGeobuf and shapefiles, read by GDAL in a program of its own (`apart.py`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geo.errors import ReadingError
from geo.formats.reading import apart
from geo.formats.reading.alone import put_alone
from geo.formats.reading.limits import BATCH_ROWS
from geo.formats.reading.model import Batch, Container, Fault
from geo.formats.reading.points import NO_CRS, REPRESENTED, WGS84, Points, like_degrees, points_of
from geo.formats.reading.texts import cell_faults, string_batch, unique_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.formats.reading.model import Broken, Tell

#: drivers of GDAL for each container, and the name its file gets
_DRIVERS: dict[Container, tuple[str, str]] = {
    Container.GEOJSON: ("GeoJSON,GeoJSONSeq", "incidents.geojson"),
    Container.GEOPACKAGE: ("GPKG", "incidents.gpkg"),
    Container.FLATGEOBUF: ("FlatGeobuf", "incidents.fgb"),
    Container.SHAPEFILE: ("ESRI Shapefile", "incidents.shp"),
}
WORDS = {
    Container.GEOJSON: "GeoJSON",
    Container.GEOPACKAGE: "a GeoPackage",
    Container.FLATGEOBUF: "FlatGeobuf",
    Container.SHAPEFILE: "a shapefile",
}
#: nothing is fetched, no neighbouring file is looked for
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_PRAGMA": "trusted_schema=0",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
    "GDAL_NUM_THREADS": "1",
}
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
KIND_COLUMN = "geometry type"


@dataclass(frozen=True, slots=True)
class Layer:
    """What a layer of a file holds."""

    names: tuple[str, ...]  # of all layers
    name: str
    header: tuple[str, ...]
    rows: int | None
    notes: tuple[str, ...]
    has_points: bool
    encoding: str = ""


def layer_of(path: Path, name: str, container: Container, part: str, encoding: str) -> tuple[Layer, Iterator[Batch]]:
    """Look at a layer and its first rows.

    Parameters
    ----------
    path, name
        The file, and what its owner calls it.
    container
        How it is written.
    part
        The layer, "" for the first.
    encoding
        Of the texts of a shapefile, "" for what the file says.

    Raises
    ------
    ReadingError
        If the file cannot be read, refers to other files, or has coordinates of an unknown system.
    """
    from geo.formats.reading.limits import SHOWN_ROWS

    with _stream(path, name, container, {"layer": part, "encoding": encoding, "rows": str(SHOWN_ROWS)}) as reader:
        facts = _facts(reader)
        header, notes = _header(facts, name)
        first = list(_batches(reader, facts, header, 1))
    layers = tuple(facts["layers"])
    if len(layers) > 1:
        notes += (f'The file has {len(layers)} layers; "{facts["layer"]}" is read.',)
    if facts["shape"] is not None and facts["crs"] is None:
        if not like_degrees(facts["bounds"]):
            raise ReadingError(
                f"{name}: the file does not say its coordinate system and its coordinates are no degrees; add it "
                "(for a shapefile the .prj file), or save the layer in WGS 84 (EPSG:4326)."
            )
        notes += (NO_CRS,)
    if KIND_COLUMN in header:
        notes += (REPRESENTED,)
    rows = int(facts["rows"])
    shown = facts["shape"] is not None
    return Layer(layers, facts["layer"], header, rows if rows >= 0 else None, notes, shown, encoding), iter(first)


def layer_rows(
    path: Path, name: str, container: Container, layer: tuple[str, str], tell: Tell
) -> Iterator[Batch | Broken]:
    """Walk the rows of a layer.

    Parameters
    ----------
    path, name
        The file, and what its owner calls it.
    container
        How it is written.
    layer
        Its name, and the encoding of its texts or "".
    tell
        Told after every batch how much is read.

    Raises
    ------
    ReadingError
        If the file turns out to be damaged.
    """
    part, encoding = layer
    row = 1
    with _stream(path, name, container, {"layer": part, "encoding": encoding, "rows": ""}) as reader:
        facts = _facts(reader)
        header, _ = _header(facts, name)
        total = max(int(facts["rows"]), 1)
        for batch in _batches(reader, facts, header, row):
            yield batch
            row += batch.cells.num_rows
            tell(min((row - 1) / total, 1.0), f"{row - 1:,} rows read")


def _header(facts: Mapping[str, Any], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = list(facts["fields"])
    if facts["shape"] not in (None, "Point", "Point Z", "PointZ", "2.5D Point"):
        fields.append(KIND_COLUMN)
    return unique_header(fields, name) if fields else ((), ())


def _facts(reader: pa.RecordBatchReader) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(reader.schema.metadata[b"facts"])
    return facts


def _batches(
    reader: pa.RecordBatchReader, facts: Mapping[str, Any], header: tuple[str, ...], first: int
) -> Iterator[Batch]:
    for batch in reader:
        shown: Points | None = None
        columns = [batch.column(batch.schema.get_field_index(field)) for field in facts["fields"]]
        if facts["shape"] is not None:
            shown = points_of(batch.column(batch.schema.get_field_index(facts["geometry"])), facts["crs"] or WGS84)
            if len(header) > len(columns):
                columns.append(pa.array(shown.kinds, pa.string()))
        yield batch_of(string_batch(header, columns), shown, first)
        first += batch.num_rows


def batch_of(cells: pa.RecordBatch, shown: Points | None, first: int) -> Batch:
    """Return rows with numbers; a file without lines is counted like a table with one line of header."""
    faults: list[Fault] = sorted([*(shown.faults if shown else ()), *cell_faults(cells)], key=lambda one: one.position)
    row = np.arange(first, first + cells.num_rows, dtype=np.int64)
    if shown is None:
        return Batch(cells, row, row + 1, faults=tuple(faults))
    return Batch(cells, row, row + 1, shown.latitude, shown.longitude, tuple(faults), shown.spread)


@contextmanager
def _stream(path: Path, name: str, container: Container, asked: dict[str, str]) -> Iterator[pa.RecordBatchReader]:
    """Start the program that reads, in a folder of its own, and give what it writes; both are gone afterwards."""
    drivers, own_name = _DRIVERS[container]
    with tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as folder:
        alone = Path(folder) / own_name
        asked = {**asked, "encoding": put_alone(path, name, container, alone, asked), "batch": str(BATCH_ROWS)}
        task = json.dumps(
            {**asked, "layer": _own_layer(container, asked["layer"]), "path": str(alone), "drivers": drivers}
        )
        said = Path(folder) / "said.txt"
        with said.open("wb") as errors:
            running = subprocess.Popen(  # noqa: S603 - our own program, told what to read as JSON
                [sys.executable, "-I", str(Path(apart.__file__)), task],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=folder,
                env=_environment(drivers),
            )
        try:
            try:
                with pa.ipc.open_stream(running.stdout) as reader:
                    yield reader
            except (pa.ArrowInvalid, OSError) as error:
                raise _failed(running, said, name, container) from error
            if running.wait():
                raise _failed(running, said, name, container)
        finally:
            running.kill()
            running.wait()
            if running.stdout:
                running.stdout.close()


def _own_layer(container: Container, part: str) -> str:
    """Return the name that GDAL knows a layer by; a shapefile and GeoJSON lie under a name of ours."""
    return "" if container in (Container.SHAPEFILE, Container.GEOJSON) else part


def _failed(running: subprocess.Popen[bytes], said: Path, name: str, container: Container) -> ReadingError:
    code = running.wait()
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    words = ""
    if code in (apart.FAILED, apart.NO_SUCH_LAYER, apart.NOT_ALLOWED) and lines:
        words = str(json.loads(lines[-1]))
    if code == apart.NO_SUCH_LAYER:
        return ReadingError(f"{name}: there is no such layer; choose one of: {words or 'none'}.")
    if code == apart.NOT_ALLOWED:
        return ReadingError(
            f"{name}: files of a GIS cannot be read safely here (GDAL has drivers that cannot be switched off: "
            f"{words[:200]}); save it as CSV or GeoParquet."
        )
    return ReadingError(
        f"{name}: the file cannot be read as {WORDS[container]}; it is damaged, cut off or something else under that "
        "name. Open it in a GIS and save it again."
    )


def _environment(drivers: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
    return {**kept, **_SETTINGS, "GDAL_SKIP": ",".join(sorted(_all_drivers() - set(drivers.split(","))))}


@cache
def _all_drivers() -> frozenset[str]:
    import pyogrio

    return frozenset(pyogrio.list_drivers())
