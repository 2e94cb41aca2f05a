"""A data package in the form of the atlas's own: read with all its tables, its incidents flattened to one row each."""

from __future__ import annotations

import json
import posixpath
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gazetteer.resolve import Gazetteer
from geo.csvfile import read_csv_file
from geo.errors import DatasetError, ReadingError
from geo.formats.reading.archives import checked_members, unpack
from geo.formats.reading.limits import MOST_UNPACKED
from geo.formats.reading.signatures import JUNK
from geo.incident_table import DRAWN, ORIGINAL, SCHEMA, cells_of
from geo.incidents import locate, places_of
from geo.schema import TABLES, PlacePrecision
from geo.tables import read_dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from geopandas import GeoDataFrame

    from geo.checks import Rejection
    from geo.tables import Dataset

DESCRIPTOR = "datapackage.json"
WANTED = ("incidents", "places", "sources")
#: columns of the flat table that are columns of `geo.incidents.locate` under the same name
_SAME = (
    "id", "episode", "title", "summary", "first_day", "last_day", "date_precision", "date_prec", "time_precision",
    "place", "place_as_written", "place_precision", "where_prec", "geo_precision", "latitude", "longitude",
    "municipality", "country", "event_type", "sub_event_type", "actor1", "actor1_kind", "actor2", "actor2_kind",
    "search_text",
)  # fmt: skip
_BEST = {"killed": "killed_best_max", "injured": "injured_best_max"}


@dataclass(frozen=True, slots=True)
class Package:
    """A data package as it was read: rows of `incidents.csv` = rows of `accepted` + rejected rows.

    `accepted` is the flat table with the row as written behind it (`original_<column>`), in the order of the file.
    `rejections` tell of the other rows of `incidents.csv`, one for each fault, with line, reason and the row as
    written; `rejected` counts the rows. `notes` are sentences about the other tables.
    """

    header: tuple[str, ...]
    rows: int
    rejected: int
    accepted: pa.Table
    rejections: tuple[Rejection, ...]
    notes: tuple[str, ...]
    dataset: Dataset
    incidents: GeoDataFrame


def open_package(path: Path, name: str = "") -> Package:
    """Read a data package with its own places, sources and figures.

    Parameters
    ----------
    path
        A zip archive or a folder with `incidents.csv`, `places.csv` and `sources.csv`; `datapackage.json` may name
        other paths for them, the other tables may be missing.
    name
        What its owner calls it, for sentences; by default the name of the file.

    Raises
    ------
    ReadingError
        If the archive is unsafe or damaged, or one of the three tables is missing or cannot be read at all.
    """
    name = name or path.name
    with TemporaryDirectory(prefix="package-") as temporary:
        folder = Path(temporary)
        if path.is_dir():
            _copy(path, name, folder)
        else:
            _unpack(path, name, folder)
        try:
            package = _read(folder, name)
        except DatasetError as error:
            raise ReadingError(f"{name}: {error}") from error
    return replace(package, dataset=replace(package.dataset, folder=path))


def flatten(dataset: Dataset, incidents: GeoDataFrame) -> pa.Table:
    """Make the flat table of located incidents.

    Parameters
    ----------
    dataset
        The dataset that they are of, for figures and sources.
    incidents
        As `geo.incidents.locate` returns them, or some rows of it.

    Returns
    -------
    Table
        The columns of `geo.incident_table.SCHEMA`, one row for each incident in their order. `killed_best` and
        `injured_best` are the highest that any one source gives for a whole, low and high the ends of what the sources
        give; no high end is given where one of them leaves it open. Publishers of several sources are joined by
        semicolons; the kind is given where all are of one kind, the address is the first.
    """
    columns: dict[str, Any] = {name: incidents[name] for name in _SAME}
    near = incidents["place_precision"] == PlacePrecision.NEAR
    columns["radius_m"] = incidents["radius_m"].fillna(incidents["place_radius_m"].where(near))
    for measure, best in _BEST.items():
        low, high = _ends(dataset.tables["figures"], measure, incidents.index)
        columns |= {f"{measure}_low": low, f"{measure}_best": incidents[best], f"{measure}_high": high}
    columns |= _sources(dataset, incidents)
    drawn = incidents["place_precision"].isin(DRAWN).to_numpy()
    x, y = cells_of(incidents["latitude"].to_numpy(float), incidents["longitude"].to_numpy(float))
    columns |= {"cell_x": pa.array(x, mask=~drawn), "cell_y": pa.array(y, mask=~drawn)}
    return pa.table({field.name: _array(columns[field.name], field.type) for field in SCHEMA}, schema=SCHEMA)


def _array(values: Any, kind: pa.DataType) -> pa.Array:  # noqa: ANN401 (a column of pandas or of Arrow)
    if isinstance(values, pa.Array):
        return values.cast(kind)
    array = pa.array(values, kind, from_pandas=True)
    return array.fill_null("") if pa.types.is_string(kind) else array


def _ends(figures: pd.DataFrame, measure: str, index: pd.Index[Any]) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Return the lowest and the highest number of a measure by incident; parts count only where no whole is given."""
    told = figures[(figures["measure"] == measure) & figures[["low", "best"]].notna().any(axis=1)]
    wholes = told["part_of"] == ""
    told = told[wholes | ~told["incident"].isin(told.loc[wholes, "incident"])]
    low = told["low"].fillna(told["best"])
    high = told["high"].fillna(told["best"]).fillna(told["low"])
    open_ended = told.loc[told["high"].isna() & told["open_upper"], "incident"]
    ends = high.groupby(told["incident"]).max()
    return low.groupby(told["incident"]).min().reindex(index), ends[~ends.index.isin(open_ended)].reindex(index)


def _sources(dataset: Dataset, incidents: GeoDataFrame) -> dict[str, list[str]]:
    rows = dataset.tables["sources"].set_index("id")
    publishers, kinds, urls = (rows[column].to_dict() for column in ("publisher", "kind", "url"))
    told = [tuple(sources) for sources in incidents["sources"]]
    of_kind = [{str(kinds[source]) for source in sources} for sources in told]
    return {
        "source": ["; ".join(dict.fromkeys(str(publishers[source]) for source in sources)) for sources in told],
        "source_kind": [next(iter(found)) if len(found) == 1 else "" for found in of_kind],
        "url": [next((str(urls[source]) for source in sources if urls[source]), "") for sources in told],
    }


def _read(folder: Path, name: str) -> Package:
    dataset = read_dataset(folder)
    counts = dataset.counts["incidents"]
    incidents = locate(dataset, Gazetteer(places_of(dataset), None))
    incidents = incidents.loc[dataset.tables["incidents"]["id"]]  # the order of the file
    file = read_csv_file(folder / "incidents.csv")
    rejections = tuple(one for one in dataset.rejections if one.table == "incidents" and one.row)
    rejected = {one.row for one in rejections}
    written = [record.cells for record in file.records if record.row not in rejected]
    table = flatten(dataset, incidents)
    for position, column in enumerate(file.header):
        table = table.append_column(ORIGINAL + column, pa.array([row[position] for row in written], pa.string()))
    notes = _notes(dataset, name)
    return Package(file.header, counts.rows, counts.rejected, table, rejections, notes, dataset, incidents)


def _notes(dataset: Dataset, name: str) -> tuple[str, ...]:
    """Say what was not read of the other tables, and what is wrong with whole files; a missing table is no fault."""
    whole = [f"{name}: {one.sentence()}" for one in dataset.rejections
             if not one.row and "the file is missing" not in one.reason]  # fmt: skip
    rows = [
        f"{name}: {counts.rejected:,} of {counts.rows:,} rows of {table}.csv were not accepted."
        for table, counts in dataset.counts.items()
        if counts.rejected and table != "incidents"
    ]
    return tuple(whole + rows)


def _unpack(path: Path, name: str, folder: Path) -> None:
    """Write the tables of an archive, and nothing else of it, to a folder under the names of the schema."""
    named, found = _members(path, name)
    _demand(set(found), named, name)
    unpack(path, name, {member: folder / f"{table}.csv" for table, member in found.items()})


def members_of(path: Path, name: str) -> dict[str, str]:
    """Return the tables of a packed data package that are there, each with its name in the archive.

    Raises
    ------
    ReadingError
        If the archive is unsafe or damaged, or no data package.
    """
    return _members(path, name)[1]


def _members(path: Path, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the path of each table in the package, and the name in the archive of each that is there."""
    members = {member for member in checked_members(path, name) if not member.startswith(JUNK)}
    tops = [member for member in members if posixpath.basename(member) in (DESCRIPTOR, "incidents.csv")]
    if not tops:
        raise ReadingError(f"{name}: the archive holds neither {DESCRIPTOR} nor incidents.csv; pack them with it.")
    top = posixpath.dirname(min(tops, key=lambda member: (member.count("/"), member)))
    descriptor = posixpath.join(top, DESCRIPTOR)
    with TemporaryDirectory(prefix="package-") as temporary:
        described = Path(temporary) / DESCRIPTOR
        if descriptor in members:
            unpack(path, name, {descriptor: described})
        named = _paths(described, name)
    found = {table: posixpath.normpath(posixpath.join(top, one)) for table, one in named.items()}
    return named, {table: member for table, member in found.items() if member in members}


def _copy(path: Path, name: str, folder: Path) -> None:
    """Copy the tables of a folder, and nothing that a path in its description leads to outside of it."""
    named = _paths(path / DESCRIPTOR, name)
    found = {table: (path / one).resolve() for table, one in named.items()}
    found = {table: file for table, file in found.items() if file.is_relative_to(path.resolve()) and file.is_file()}
    _demand(set(found), named, name)
    if sum(file.stat().st_size for file in found.values()) > MOST_UNPACKED:
        raise ReadingError(f"{name}: its tables hold more than {MOST_UNPACKED / 1e6:.0f} MB; read incidents.csv alone.")
    for table, file in found.items():
        shutil.copyfile(file, folder / f"{table}.csv")


def _demand(found: set[str], named: Mapping[str, str], name: str) -> None:
    missing = [named[table] for table in WANTED if table not in found]
    if missing:
        raise ReadingError(
            f"{name}: the data package lacks {' and '.join(missing)}; add it, or read incidents.csv alone as a table."
        )


def _paths(descriptor: Path, name: str) -> dict[str, str]:
    """Return the path of each table in the package: as `datapackage.json` says, else the name of the table."""
    paths = {table: f"{table}.csv" for table in TABLES}
    if not descriptor.is_file():
        return paths
    try:
        described = json.loads(descriptor.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise ReadingError(f"{name}: {DESCRIPTOR} is not readable JSON; save it as UTF-8, or leave it out.") from None
    resources = described.get("resources") if isinstance(described, dict) else None
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and resource.get("name") in paths and isinstance(resource.get("path"), str):
            paths[resource["name"]] = resource["path"].replace("\0", "")
    return paths
