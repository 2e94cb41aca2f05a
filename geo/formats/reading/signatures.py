"""What kind of file some bytes are: their first signs, the directory of an archive, the outermost element of XML."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np

from gazetteer.tables.encodings import decode
from geo.errors import ReadingError
from geo.formats.reading.alone import shapefiles_in
from geo.formats.reading.archives import checked_members
from geo.formats.reading.blocks import count_of
from geo.formats.reading.model import Container

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SAMPLE = 1 << 16
_AS_CSV = 'save the table as "CSV UTF-8" and read that file'
#: first bytes of files that are not read, and what to do instead
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", f"is a PDF; copy its table into a spreadsheet and {_AS_CSV}"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        f"is an old workbook (xls) or one with a password; save it as xlsx without one, or {_AS_CSV}",
    ),
    (b"\x1f\x8b", "is packed (gzip); unpack it and read what is inside"),
    (b"7z\xbc\xaf\x27\x1c", "is packed (7z); unpack it and read what is inside"),
    (b"Rar!\x1a\x07", "is packed (rar); unpack it and read what is inside"),
    (b"BZh", "is packed (bzip2); unpack it and read what is inside"),
    (b"\xfd7zXZ\x00", "is packed (xz); unpack it and read what is inside"),
    (b"\x28\xb5\x2f\xfd", "is packed (zstd); unpack it and read what is inside"),
    (b"\x89PNG", "is a picture; give the table that it was made from"),
    (b"\xff\xd8\xff", "is a picture; give the table that it was made from"),
    (b"GIF8", "is a picture; give the table that it was made from"),
    (b"{\\rtf", f"is a text document; copy its table into a spreadsheet and {_AS_CSV}"),
    (b"\x00\x00\x27\x0a", "is one part of a shapefile; pack .shp, .shx, .dbf and .prj into one zip and read that"),
)
#: what a Mac puts into archives
JUNK = "__MACOSX"
_TABLES, _TEXTS = (".csv", ".tsv", ".tab"), (".txt",)
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FLATGEOBUF = re.compile(rb"fgb[\x01-\x7f]fgb")
_PARQUET = b"PAR1"
_SQLITE = b"SQLite format 3\x00"
_JSON = re.compile(rb'\s*\x1e?\s*[{\[]\s*["\]}{]')
_XML = re.compile(rb"\s*<[?!A-Za-z]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LEAST_PRINTABLE = 0x20
#: of signs that no text has, more than these make a file none
_FEW, _STRANGE = 16, 0.02


def container_of(path: Path, name: str) -> Container:
    """Tell how a file is written.

    Raises
    ------
    ReadingError
        If it is empty, damaged, or nothing that is read here; the sentence says what to do.
    """
    with path.open("rb") as file:
        begun = file.read(_SAMPLE)
    if not begun.strip():
        raise ReadingError(f"{name}: the file is empty; it needs a header line with the names of the columns.")
    for mark, words in _REFUSED:
        if begun.startswith(mark):
            raise ReadingError(f"{name}: the file {words}.")
    if begun.startswith(_ZIPS):
        return _archive(path, name)
    if begun.startswith(_PARQUET):
        return Container.GEOPARQUET
    if begun.startswith(_SQLITE):
        return Container.GEOPACKAGE
    if _FLATGEOBUF.match(begun):
        return Container.FLATGEOBUF
    return _text(begun, name)


def _archive(path: Path, name: str) -> Container:
    members = checked_members(path, name)
    lower = {member.lower() for member in members}
    if "datapackage.json" in {PurePosixPath(member).name for member in lower}:
        return Container.PACKAGE
    if "xl/workbook.xml" in lower or {"[content_types].xml"} <= lower:
        if any(member.startswith("xl/") for member in lower):
            return Container.XLSX
        raise ReadingError(
            f"{name}: the file is a document, no workbook; copy its table into a spreadsheet and {_AS_CSV}."
        )
    if "content.xml" in lower and "mimetype" in lower:
        raise ReadingError(f"{name}: the file is an OpenDocument table (ods); save it as xlsx, or {_AS_CSV}.")
    if shapefiles_in(members):
        return Container.SHAPEFILE
    if any(member.endswith(".kml") for member in lower):
        return Container.KMZ
    if tables_in(members):
        return Container.PACKAGE if "incidents.csv" in {PurePosixPath(one).name for one in lower} else Container.ZIPPED
    raise ReadingError(
        f"{name}: the archive holds no shapefile, no data package, no KML and no table as CSV; unpack it and read what "
        "is inside."
    )


def tables_in(members: Iterable[str]) -> tuple[str, ...]:
    """Return which members of an archive are text tables by their names; texts count where there is nothing else."""
    kept = [one for one in members if not one.startswith(JUNK) and not PurePosixPath(one).name.startswith(".")]
    for endings in (_TABLES, _TEXTS):
        found = tuple(member for member in kept if member.lower().endswith(endings))
        if found:
            return found
    return ()


def _text(begun: bytes, name: str) -> Container:
    start = begun.removeprefix(codecs.BOM_UTF8)
    if begun.startswith(_UTF16_MARKS):
        start = begun[2:].replace(b"\0", b"")
    if _JSON.match(start):
        return Container.GEOJSON
    if _XML.match(start):
        return _xml(begun, name)
    wide = begun.startswith(_UTF16_MARKS) or begun.count(0) * 4 > len(begun)
    text = decode(begun).encode("utf-8", "replace") if wide else begun
    signs = np.frombuffer(text, np.uint8)
    strange = int(np.count_nonzero(signs < _LEAST_PRINTABLE)) - sum(count_of(text, sign) for sign in "\t\r\n")
    if strange > max(_FEW, _STRANGE * len(text)):
        raise ReadingError(
            f"{name}: the file is no table of text and nothing else that is read here; {_AS_CSV}, or give a workbook "
            "(xlsx), GeoJSON, GeoPackage, FlatGeobuf, GeoParquet, KML, KMZ or a zipped shapefile."
        )
    return Container.CSV


def _xml(begun: bytes, name: str) -> Container:
    """Tell XML by its outermost element; what declares a document type is not looked into."""
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []
    parser.StartElementHandler = lambda tag, _attributes: found.append(tag.rpartition(" ")[2])
    types: list[str] = []
    parser.StartDoctypeDeclHandler = lambda doctype, *_: types.append(doctype)
    try:
        parser.Parse(begun, False)  # noqa: FBT003 - not the end
    except expat.ExpatError:
        found = found[:1]
    root = (found or types or [""])[0]
    if root.lower() == "html" or begun.lstrip()[:5].lower() == b"<html":
        raise ReadingError(
            f"{name}: the file is a web page, often a message instead of the download; download the table again."
        )
    if types:
        raise ReadingError(
            f"{name}: the file declares a document type, which no export of places writes and which could reach other "
            "files; export the places again."
        )
    if root == "kml":
        return Container.KML
    if root in ("OGRVRTDataSource", "VRTDataset", "OGRVRTLayer"):
        raise ReadingError(
            f"{name}: the file is a virtual layer of GDAL, which only points to other files; give the file with the "
            "data itself."
        )
    shown = f'"{root[:40]}" ' if root else ""
    raise ReadingError(f"{name}: the file is XML {shown}that is not read; save the layer as GeoJSON or GeoPackage.")
