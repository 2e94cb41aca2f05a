"""A small map of places, for the pages that are about names: outlines, and each place with the circle it is known to.

A Vega-Lite specification; everything in it travels with it, so it needs no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

from geo.basemaps import outline
from geo.style import MAP_THEMES
from pages.shared.labels import ABOVE_PX, BESIDE_PX, Sheet, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.shared.charts import Spec

#: a map shows at least so many degrees of latitude, about 45 km
SMALLEST_EXTENT = 0.4
#: share of the extent that is left free around the outermost places
MARGIN = 0.25
HEIGHT_PX = 380
KM_PER_DEGREE = 111.2
DOT_SIZE = 330  # square pixels: room for a number
WORDS_PX, TOWN_PX = 13, 11  # sizes of the fonts
#: where words stand beside a pin: their marks in Vega-Lite
SIDES: dict[Side, dict[str, Any]] = {
    "right": {"align": "left", "dx": BESIDE_PX},
    "left": {"align": "right", "dx": -BESIDE_PX},
    "above": {"align": "center", "dy": -ABOVE_PX},
    "below": {"align": "center", "dy": ABOVE_PX},
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One place on the small map.

    `picked` tells the answer from what it might have been; `number` is that of its row in a table beside the map, 0 to
    count the pins; `shape` is what is known instead of a point (GeoJSON
    geometry, EPSG:4326), drawn below the symbol.
    """

    label: str
    latitude: float
    longitude: float
    picked: bool
    told: str
    radius_m: int | None = None
    shape: dict[str, Any] | None = None
    number: int = 0


def place_map(pins: Sequence[Pin], towns: Sequence[Pin] = (), *, on_dark: bool) -> Spec:
    """Draw places on the outlines around them.

    Parameters
    ----------
    pins
        At least one place; the first in the list are drawn last, on top.
    towns
        Places that help to find one's way; those whose words have no room are left out, the last ones first.
    on_dark
        Whether the page is dark.
    """
    ink = {name: str(value) for name, value in MAP_THEMES["dark" if on_dark else "light"].items()}
    rows = [_row(pin.number or number, pin) for number, pin in enumerate(pins, 1)]
    sides, free = words_of(pins, towns)
    layers = [
        _outlines("world.geojson", ink, fill="land", stroke="border"),
        _outlines("neighbours.geojson", ink, fill="land", stroke="border", kind="country"),
        _outlines("kosovo.geojson", ink, fill="focus", stroke="outline", dash=[5, 3]),
        _landmarks(free, ink),
        *_shapes(pins, ink),
        _dots(rows, ink),
        _numbers(rows, ink),
        *(_words([row for row, side in zip(rows, sides, strict=True) if side == name], ink, name) for name in SIDES),
    ]
    return {
        "height": HEIGHT_PX,
        "projection": {"type": "mercator", "fit": _frame(pins)},
        "layer": layers,
        "view": {"fill": ink["water"], "stroke": None},
        "padding": 0,
    }


def _outlines(
    name: str, ink: dict[str, str], *, fill: str, stroke: str, dash: Sequence[int] = (), kind: str = ""
) -> Spec:
    features = outline(name)["features"]
    chosen = [_clockwise(one) for one in features if not kind or one["properties"].get("kind") == kind]
    mark = {"type": "geoshape", "aria": False, "clip": True, "fill": ink[fill], "stroke": ink[stroke], "strokeWidth": 1}
    return {"data": {"values": chosen}, "mark": mark | ({"strokeDash": list(dash)} if dash else {})}


def _clockwise(feature: dict[str, Any]) -> dict[str, Any]:
    """Return an area with its rings turned round: Vega fills what lies to the right of a ring, GeoJSON to the left."""
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    turned = [[ring[::-1] for ring in polygon] for polygon in polygons]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": turned}}


def _shapes(pins: Sequence[Pin], ink: dict[str, str]) -> list[Any]:
    features: list[Spec] = [{"type": "Feature", "properties": {}, "geometry": pin.shape} for pin in pins if pin.shape]
    look = {"fill": ink["accent"], "fillOpacity": 0.15, "stroke": ink["accent"]}
    mark = {"type": "geoshape", "aria": False, "clip": True, **look}
    line = {"filled": False, "strokeWidth": 5, "strokeOpacity": 0.5, "strokeCap": "round"}
    lines = [one for one in features if one["geometry"]["type"] == "LineString"]
    areas = [_clockwise(one) for one in features if one["geometry"]["type"] == "Polygon"]
    drawn = ((areas, mark | {"strokeDash": [4, 3]}), (lines, mark | line))
    return [{"data": {"values": chosen}, "mark": each} for chosen, each in drawn if chosen]


def _row(number: int, pin: Pin) -> dict[str, Any]:
    return {"label": pin.label, "latitude": pin.latitude, "longitude": pin.longitude, "picked": pin.picked,
            "told": pin.told, "number": number}  # fmt: skip


def _at(rows: list[dict[str, Any]], mark: dict[str, Any], **encoding: object) -> Spec:
    where = {axis: {"field": axis, "type": "quantitative"} for axis in ("latitude", "longitude")}
    return {"data": {"values": rows[::-1]}, "mark": {"aria": False, "clip": True, **mark}, "encoding": where | encoding}


def _dots(rows: list[dict[str, Any]], ink: dict[str, str]) -> dict[str, Any]:
    filled = {"condition": {"test": "datum.picked", "value": ink["accent"]}, "value": ink["paper"]}
    mark = {
        "type": "circle",
        "size": DOT_SIZE if len(rows) > 1 else 130,
        "opacity": 1,
        "stroke": ink["accent"],
        "strokeWidth": 2,
    }
    said = [{"field": "label", "title": "Place"}, {"field": "told", "title": "Why"}]
    return _at(rows, mark, fill=filled, tooltip=said)


def _numbers(rows: list[dict[str, Any]], ink: dict[str, str]) -> dict[str, Any]:
    colour = {"condition": {"test": "datum.picked", "value": ink["paper"]}, "value": ink["accent"]}
    mark = {"type": "text", "fontSize": 11, "fontWeight": 700}
    return _at(rows if len(rows) > 1 else [], mark, text={"field": "number"}, color=colour)


def _words(rows: list[dict[str, Any]], ink: dict[str, str], side: Side) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": WORDS_PX, "fontWeight": 600, "fill": ink["ink"], **SIDES[side]}
    return _at(rows, mark, text={"field": "label"})


def _landmarks(towns: Sequence[Pin], ink: dict[str, str]) -> dict[str, Any]:
    rows = [_row(number, town) for number, town in enumerate(towns)]
    mark = {"type": "text", "fontSize": TOWN_PX, "fill": ink["faint"]}
    return _at(rows, mark, text={"field": "label"})


def words_of(pins: Sequence[Pin], towns: Sequence[Pin]) -> tuple[list[Side | None], list[Pin]]:
    """Say on which side of each pin its words stand (None: there is no room), and which towns are named."""
    southwest, northeast = _frame(pins)["geometry"]["coordinates"]
    sheet = Sheet(southwest, northeast, HEIGHT_PX)
    sheet.take((pin.longitude, pin.latitude) for pin in pins)
    sides = [sheet.place(pin.label, (pin.longitude, pin.latitude), WORDS_PX, tuple(SIDES)) for pin in pins]
    named = [town for town in towns if sheet.place(town.label, (town.longitude, town.latitude), TOWN_PX, ("over",))]
    return sides, named


def _frame(pins: Sequence[Pin]) -> dict[str, Any]:
    """Return the corners that the map has to show, as GeoJSON."""
    half = [(pin.radius_m or 0) / 1000 / KM_PER_DEGREE for pin in pins]
    south = min(pin.latitude - reach for pin, reach in zip(pins, half, strict=True))
    north = max(pin.latitude + reach for pin, reach in zip(pins, half, strict=True))
    shrink = max(0.2, cos(radians((south + north) / 2)))
    west = min(pin.longitude - reach / shrink for pin, reach in zip(pins, half, strict=True))
    east = max(pin.longitude + reach / shrink for pin, reach in zip(pins, half, strict=True))
    around = max(SMALLEST_EXTENT, north - south, (east - west) * shrink)
    tall, wide = max(SMALLEST_EXTENT - (north - south), 0) / 2 + MARGIN * around, MARGIN * around / shrink
    corners = [[west - wide, max(-80, south - tall)], [east + wide, min(82, north + tall)]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": corners}}
