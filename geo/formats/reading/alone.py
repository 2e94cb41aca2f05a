"""The one file that GDAL may see: put into a folder of its own, under a name of ours, after a look at what it is."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import ReadingError
from geo.formats.reading.archives import checked_members, unpack
from geo.formats.reading.model import Container

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: a column of SQLite that is computed, "AS (...)"
_COMPUTED = re.compile(r"\bas ?\(")


def put_alone(path: Path, name: str, container: Container, alone: Path, asked: Mapping[str, str]) -> str:
    """Put a file, and nothing else, where it is read; return the encoding of its texts or "".

    Parameters
    ----------
    path, name
        The file, and what its owner calls it.
    container
        How it is written.
    alone
        Where to put it.
    asked
        `layer` and `encoding` as its owner chose them, or "".

    Raises
    ------
    ReadingError
        If it is incomplete, or computed from other files when it is read.
    """
    if container is Container.SHAPEFILE:
        return _put_shapefile(path, name, alone, asked)
    if container is Container.GEOPACKAGE:
        check_geopackage(path, name)
    try:
        os.link(path.resolve(), alone)
    except OSError:
        shutil.copyfile(path, alone)
    return ""


def _put_shapefile(path: Path, name: str, alone: Path, asked: Mapping[str, str]) -> str:
    from gazetteer.tables.encodings import detect

    members = checked_members(path, name)
    stem = asked["layer"] or shapefiles_in(members)[0]
    parts = {member.lower(): member for member in members}
    wanted = {ending: parts.get(f"{stem}{ending}".lower()) for ending in _SHAPEFILE_PARTS}
    lacking = [ending for ending in (".shp", ".shx", ".dbf") if wanted[ending] is None]
    if lacking:
        raise ReadingError(
            f'{name}: the archive holds no "{stem[:80]}{lacking[0]}"; a shapefile needs .shp, .shx, .dbf and .prj.'
        )
    unpack(path, name, {member: alone.with_suffix(ending) for ending, member in wanted.items() if member})
    if asked["encoding"] or wanted[".cpg"]:
        return asked["encoding"]
    with alone.with_suffix(".dbf").open("rb") as file:
        header = file.read(32)
        file.seek(int.from_bytes(header[8:10], "little"))
        return detect([file.read(1 << 20)]).codec


def shapefiles_in(members: Mapping[str, object]) -> list[str]:
    """Return the shapefiles of an archive, without their endings."""
    return [
        member[: -len(".shp")]
        for member in members
        if member.lower().endswith(".shp") and not PurePosixPath(member).name.startswith("._")
    ]


def check_geopackage(path: Path, name: str) -> None:
    """Refuse a GeoPackage whose layers are more than tables: a view or a virtual table can read elsewhere.

    Raises
    ------
    ReadingError
        If it has one, or cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            found = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            database.execute("SELECT table_name FROM gpkg_contents").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        raise ReadingError(
            f"{name}: the file cannot be read as a GeoPackage; it is damaged or cut off. Save it again in a GIS."
        ) from None
    for kind, entry, sql in found:
        words = " ".join(str(sql or "").lower().split())
        virtual = words.startswith("create virtual table") and " using rtree" not in words
        computed = kind == "table" and (" generated always " in words or _COMPUTED.search(words) is not None)
        if kind == "view" or virtual or computed:
            raise ReadingError(
                f'{name}: "{str(entry)[:80]}" is no plain table but computed when it is read, which could reach other '
                "files; save the layer as a new GeoPackage."
            )
