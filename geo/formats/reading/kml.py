"""Places of KML and KMZ, with their times as written: 2004-03 stays a month, where GDAL makes it the first of March."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

import pyarrow as pa

from geo.errors import ReadingError
from geo.formats.reading.archives import checked_members, unpack
from geo.formats.reading.layouts import layout_of
from geo.formats.reading.limits import BATCH_ROWS
from geo.formats.reading.model import Batch, Container, Layout
from geo.formats.reading.points import REPRESENTED, points_of
from geo.formats.reading.texts import unique_header
from geo.formats.reading.vector import KIND_COLUMN, batch_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

    from geo.formats.reading.model import Tell

_PIECE = 1 << 20
_DEEPEST = 100
_MOST_FIELDS = 500
#: the columns that every place has, before those that its owner added
_COLUMNS = ("name", "description", "folder", "time", "begin", "end", "address")
#: what they are called in a file of ours in which somebody changed them; else they only repeat other columns
_CHANGED = ("name in KML", "description in KML")
#: columns of ours that make a description
_DESCRIBED = ("title", "place_as_written", "summary", "source")
_GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
LINKED = "The file also points to other files or addresses; what is there was not fetched."


@dataclass(slots=True)
class _Survey:
    """What is in a file, told before any of it is kept."""

    places: int = 0
    links: int = 0
    depth: int = 0
    folders: bool = False
    shapes: set[str] = field(default_factory=set)
    fields: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KmlFile:
    """A checked file of places."""

    header: tuple[str, ...]
    rows: int
    notes: tuple[str, ...]
    fields: tuple[str, ...]  # added by its owner
    ours: bool  # written here
    changed: bool  # and given other names or descriptions since


def kml_file(path: Path, name: str, container: Container) -> KmlFile:
    """Look through a file for what its places say.

    Raises
    ------
    ReadingError
        If it is damaged, declares entities, or holds no places.
    """
    with _unpacked(path, name, container) as file:
        survey = _surveyed(file, name)
        fields = tuple(survey.fields)
        ours = layout_of(fields, ()) is Layout.FLAT
        changed = ours and any(_is_changed(place, fields) for place in _marks(file))
    if not survey.places:
        linked = " itself, only links to other files, which are not fetched" if survey.links else ""
        raise ReadingError(f"{name}: the file holds no places{linked}; export the places themselves.")
    spread = (KIND_COLUMN,) if survey.shapes - {"Point"} else ()
    own = (_CHANGED if changed else ()) if ours else _COLUMNS
    header, notes = unique_header((*own, *fields, *spread), name)
    if spread:
        notes += (REPRESENTED,)
    return KmlFile(header, survey.places, notes + ((LINKED,) if survey.links else ()), fields, ours, changed)


def kml_rows(path: Path, name: str, container: Container, tell: Tell) -> Generator[Batch]:
    """Walk the places of a file.

    Raises
    ------
    ReadingError
        As `kml_file`.
    """
    about = kml_file(path, name, container)
    gathered: list[tuple[list[str], bytes | None]] = []
    first = 1
    with _unpacked(path, name, container) as file:
        for element, folder in _marks(file):
            gathered.append((_cells(element, folder, about), _geometry(element)))
            if len(gathered) == BATCH_ROWS or first + len(gathered) > about.rows:
                yield _batch(gathered, about, first)
                first += len(gathered)
                gathered = []
                tell(min((first - 1) / about.rows, 1.0), f"{first - 1:,} rows read")


def _batch(places: list[tuple[list[str], bytes | None]], about: KmlFile, first: int) -> Batch:
    shown = points_of([wkb for _, wkb in places])
    columns = [pa.array(column, pa.string()) for column in zip(*(cells for cells, _ in places), strict=True)]
    if len(about.header) > len(columns):
        columns.append(pa.array(shown.kinds, pa.string()))
    return batch_of(pa.RecordBatch.from_arrays(columns, names=list(about.header)), shown, first)


@contextmanager
def _unpacked(path: Path, name: str, container: Container) -> Iterator[Path]:
    """Give the KML itself; that of a KMZ is unpacked for as long as it is needed."""
    if container is Container.KML:
        yield path
        return
    members = checked_members(path, name)
    inside = sorted((member for member in members if member.lower().endswith(".kml")), key=lambda one: one.count("/"))
    if not inside:
        raise ReadingError(f"{name}: the archive holds no KML file; export the places again.")
    folder = Path(tempfile.mkdtemp(prefix="reading-"))
    try:
        unpack(path, name, {inside[0]: folder / "incidents.kml"})
        yield folder / "incidents.kml"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _surveyed(path: Path, name: str) -> _Survey:
    """Walk through the file once with nothing kept, and refuse what no export writes."""
    survey = _Survey()
    parser = expat.ParserCreate(namespace_separator=" ")

    def begun(tag: str, attributes: dict[str, str]) -> None:
        survey.depth += 1
        if survey.depth > _DEEPEST:
            raise ReadingError(f"{name}: the file is nested more than {_DEEPEST} times; export the places again.")
        local = tag.rpartition(" ")[2]
        survey.places += local == "Placemark"
        survey.links += local in ("NetworkLink", "NetworkLinkControl", "Model")
        if local in _GEOMETRIES or local in ("Track", "MultiTrack"):
            survey.shapes.add(local)
        if local in ("Data", "SimpleData") and attributes.get("name") and len(survey.fields) < _MOST_FIELDS:
            survey.fields[attributes["name"]] = None

    def ended(_tag: str) -> None:
        survey.depth -= 1

    def declared(*_words: object) -> None:
        raise ReadingError(
            f"{name}: the file declares a document type, which no export of places writes and which could reach other "
            "files; export the places again."
        )

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.StartDoctypeDeclHandler = declared
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise ReadingError(
            f"{name}: the file is no whole KML (line {error.lineno:,}); it is damaged or cut off. Export it again."
        ) from None
    return survey


def _marks(path: Path) -> Iterator[tuple[Element, str]]:
    """Give each place and the folders it is in; the file was surveyed before, so it declares no entities."""
    folders: list[Element] = []
    with path.open("rb") as file:
        for event, element in ET.iterparse(file, events=("start", "end")):  # noqa: S314 - see above
            local = _local(element)
            if local in ("Folder", "Document"):
                if event == "start":
                    folders.append(element)
                else:
                    folders.pop()
                    element.clear()
            elif local == "Placemark" and event == "end":
                names = [_text(folder, "name") for folder in folders if _local(folder) == "Folder"]
                yield element, " / ".join(filter(None, names))
                for folder in folders[-1:]:
                    folder.remove(element)
                element.clear()


def _is_changed(mark: tuple[Element, str], fields: tuple[str, ...]) -> bool:
    """Tell whether a place of ours has got another name or description than its columns make."""
    place, added = mark[0], _added(mark[0], strip=False)
    told = [added.get(one, "") for one in _DESCRIBED if one in fields]
    made = (added.get("title", ""), "\n\n".join(filter(None, told)))
    return (_text(place, "name"), unescape(_text(place, "description"))) != tuple(one.strip() for one in made)


def _added(place: Element, *, strip: bool) -> dict[str, str]:
    """Return what the owner of a place added, by the names of the columns."""
    added: dict[str, str] = {}
    for element in place.iter():
        local = _local(element)
        if local == "SimpleData":
            text = element.text or ""
            added.setdefault(element.get("name", ""), text.strip() if strip else text)
        elif local == "Data":
            added.setdefault(element.get("name", ""), _text(element, "value"))
    return added


def _cells(place: Element, folder: str, about: KmlFile) -> list[str]:
    added = _added(place, strip=not about.ours)
    if about.ours:
        own = [_text(place, "name"), unescape(_text(place, "description"))] if about.changed else []
        return [*own, *(added.get(one, "") for one in about.fields)]
    stamp = next((one for one in place if _local(one) == "TimeStamp"), None)
    span = next((one for one in place if _local(one) == "TimeSpan"), None)
    return [
        _text(place, "name"),
        _text(place, "description"),
        folder,
        "" if stamp is None else _text(stamp, "when"),
        "" if span is None else _text(span, "begin"),
        "" if span is None else _text(span, "end"),
        _text(place, "address"),
        *(added.get(one, "") for one in about.fields),
    ]


def _geometry(place: Element) -> bytes | None:
    """Return the geometry of a place as well-known binary; b"" where it is written wrongly."""
    import shapely

    try:
        shapes = [shape for one in place if (shape := _shape(one)) is not None]
    except (ValueError, IndexError, shapely.errors.ShapelyError):
        return b""
    return shapely.to_wkb(shapes[0]) if shapes else None


def _shape(element: Element) -> BaseGeometry | None:
    import shapely

    local = _local(element)
    if local == "Point":
        return shapely.Point(_coordinates(element)[0])
    if local in ("LineString", "LinearRing"):
        return shapely.LineString(_coordinates(element))
    if local == "Polygon":
        rings = {_local(one): one for one in element}
        holes = [_coordinates(one) for one in element if _local(one) == "innerBoundaryIs"]
        return shapely.Polygon(_coordinates(rings["outerBoundaryIs"]) if "outerBoundaryIs" in rings else [], holes)
    if local == "Track":
        stops = [(one.text or "").split() for one in element if _local(one) == "coord"]
        return shapely.MultiPoint([(float(stop[0]), float(stop[1])) for stop in stops])
    if local in ("MultiGeometry", "MultiTrack"):
        parts = [part for one in element if (part := _shape(one)) is not None]
        return parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts)
    return None


def _coordinates(element: Element) -> list[tuple[float, float]]:
    """Return longitude and latitude of each corner; the height is left out."""
    written = next((one.text or "" for one in element.iter() if _local(one) == "coordinates"), "")
    pairs = [corner.split(",") for corner in written.split()]
    return [(float(pair[0]), float(pair[1])) for pair in pairs]


def _text(element: Element, child: str) -> str:
    return next(("".join(one.itertext()).strip() for one in element if _local(one) == child), "")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
