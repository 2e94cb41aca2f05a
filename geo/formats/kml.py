"""Rows as KML 2.2: placemarks with their time and typed columns, for Google Earth, QGIS and ArcGIS."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from geo.formats.fields import INCIDENT_FIELDS, TRAVELLING_FIELDS
from geo.formats.signs import fit
from geo.style import EVENT_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.formats.export import Export

NAMESPACE = "http://www.opengis.net/kml/2.2"
SCHEMA = "incident"
#: KML has no dates among the types of its columns
KML_TYPES = {"string": "string", "integer": "int", "number": "double", "boolean": "bool", "date": "string"}
NO_POINT = "Known by municipality, region or country only"
NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
BALLOON = "$[description]"  # only the description, whose signs are escaped: a name would be taken for markup


@dataclass(frozen=True, slots=True)
class Placemark:
    """One incident; `point` is longitude and latitude in degrees, `values` has a text, number, boolean or None each."""

    name: str
    description: str
    first_day: str
    last_day: str
    event_type: str
    point: tuple[float, float] | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What stands at the head of a file: its name, what its rows are, and the KML type of each column."""

    name: str
    description: str
    types: Mapping[str, str]


def to_kml(export: Export) -> bytes:
    """Write the rows as KML.

    Returns
    -------
    bytes
        UTF-8. The folder "Incidents" holds those with a point, another one those whose place is known by municipality,
        region or country only; they have no geometry. Every text is escaped, so that no text becomes markup.
    """
    fields = {**INCIDENT_FIELDS, **TRAVELLING_FIELDS}
    about = "\n".join(f"{heading}: {text}" for heading, text in export.about.items() if heading != "Apostrophes")
    layer = Layer(export.about["Title"], about, {name: KML_TYPES[kind] for name, kind in fields.items()})
    marks = [_placemark({**row, **export.travelling}) for row in export.rows]
    target = io.BytesIO()
    write_kml(
        target,
        layer,
        {
            "Incidents": (mark for mark in marks if mark.point),
            NO_POINT: (mark for mark in marks if mark.point is None),
        },
    )
    return target.getvalue()


def write_kml(target: BinaryIO, layer: Layer, folders: Mapping[str, Iterable[Placemark]]) -> None:
    """Write placemarks folder by folder, each as it comes."""
    xml = XMLGenerator(cast("Any", target), "utf-8", short_empty_elements=True)
    xml.startDocument()
    with _inside(xml, "kml", {"xmlns": NAMESPACE}), _inside(xml, "Document"):
        _element(xml, "name", layer.name)
        _element(xml, "description", _as_text(layer.description))
        for kind, style in EVENT_STYLES.items():
            _style(xml, str(kind), style.light)
        with _inside(xml, "Schema", {"name": SCHEMA, "id": SCHEMA}):
            for name, kml_type in layer.types.items():
                _element(xml, "SimpleField", "", {"type": kml_type, "name": fit(name)})
        for folder, marks in folders.items():
            with _inside(xml, "Folder"):
                _element(xml, "name", folder)
                for mark in marks:
                    _write_mark(xml, mark)
    xml.endDocument()


def _placemark(row: Mapping[str, Any]) -> Placemark:
    """Make the placemark of one exported row."""
    told = (row["title"], row["date"], row["place_name"], row["summary"], row["figures"], row["sources"])
    return Placemark(
        name=row["title"],
        description="\n\n".join(text for text in told if text),
        first_day=row["first_day"],
        last_day=row["last_day"],
        event_type=row["event_type"],
        point=None if row["latitude"] is None else (row["longitude"], row["latitude"]),
        values=row,
    )


def _style(xml: XMLGenerator, name: str, colour: str) -> None:
    """Write the style of one event type; colours are alpha, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    with _inside(xml, "Style", {"id": name}):
        with _inside(xml, "IconStyle"):
            _element(xml, "color", f"ff{blue}{green}{red}".lower())
        with _inside(xml, "BalloonStyle"):
            _element(xml, "text", BALLOON)


def _write_mark(xml: XMLGenerator, mark: Placemark) -> None:
    """Write one placemark, its parts in the order of the standard."""
    with _inside(xml, "Placemark"):
        _element(xml, "name", mark.name)
        _element(xml, "description", _as_text(mark.description))
        _time(xml, mark)
        if mark.event_type in EVENT_STYLES:
            _element(xml, "styleUrl", f"#{mark.event_type}")
        with _inside(xml, "ExtendedData"), _inside(xml, "SchemaData", {"schemaUrl": f"#{SCHEMA}"}):
            for name, value in mark.values.items():
                if value is not None and value != "":
                    _element(xml, "SimpleData", _said(value), {"name": fit(name)})
        if mark.point:
            with _inside(xml, "Point"):
                _element(xml, "coordinates", f"{mark.point[0]!r},{mark.point[1]!r}")


def _time(xml: XMLGenerator, mark: Placemark) -> None:
    """Write a day as a moment and several days as a span."""
    if mark.first_day == mark.last_day:
        with _inside(xml, "TimeStamp"):
            _element(xml, "when", mark.first_day)
        return
    with _inside(xml, "TimeSpan"):
        _element(xml, "begin", mark.first_day)
        _element(xml, "end", mark.last_day)


@contextmanager
def _inside(xml: XMLGenerator, name: str, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> Iterator[None]:
    """Open an element and close it again."""
    xml.startElement(name, AttributesImpl(dict(attributes)))
    yield
    xml.endElement(name)


def _element(xml: XMLGenerator, name: str, text: str, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> None:
    """Write an element that holds a text."""
    xml.startElement(name, AttributesImpl(dict(attributes)))
    first, *others = fit(text).split("\r")
    if first:
        xml.characters(first)
    for part in others:
        xml.ignorableWhitespace("&#13;")  # a bare carriage return would be read as a line break
        xml.characters(part)
    xml.endElement(name)


def _as_text(text: str) -> str:
    """Escape a text for a place where programs expect markup, and keep them from replacing what looks like a name."""
    return escape(text, quote=False).replace("$[", "&#36;[")


def _said(value: object) -> str:
    """Say a value as the types of KML want it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, str) else repr(value)
