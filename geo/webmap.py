"""The web map: a folium map with our own plugin, written as one self-contained HTML file.

This is the only module that knows folium. Nothing in the file is fetched: Leaflet, the plugin and the tables are in it.
All text of the tables reaches the page as JSON and enters it through `textContent`.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, MacroElement
from jinja2 import Template

from gazetteer.policy import DEFAULT_POLICY
from geo.basemaps import KOSOVO_ZOOM_BOX, tile_choices
from geo.columns import pack, pack_mask
from geo.layers import LAYERS, PRECISIONS, area_legend
from geo.minutes import EPOCH, MINUTES_A_DAY, minutes_of
from geo.style import MAP_THEMES, PLACE_WORDS, STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.columns import IncidentColumns
    from geo.layers import Layers

ASSETS = Path(__file__).parent / "assets"
TITLE = "Incident Atlas"
WELCOME = (
    "Choose an episode under the time line, or an incident on the map or in the list.",
    "A symbol stands where the place is known; a hatched area where only the municipality or region is known.",
)
SCRIPTS = (
    "columns.js", "clock.js", "days.js", "names.js", "symbols.js", "window-set.js", "canvas-layer.js", "incidents.js",
    "cells.js", "datasets.js", "scene.js", "painters.js", "labels.js", "movements.js", "basemap.js", "legend.js",
    "strip.js", "strip-view.js", "panel.js", "pointer.js", "bridge.js", "feed.js", "feed-view.js", "stage.js",
    "travel.js", "atlas.js",
)  # fmt: skip
#: what only a map that presents stories carries
PRESENT_SCRIPTS = (
    "words.js", "sentences.js", "slides.js", "exercises.js", "exercise-view.js", "day-zero.js", "guess.js", "sheets.js",
    "slide-view.js", "hands.js", "tools.js", "notes.js", "present.js",
)  # fmt: skip
PRESENT_STYLES = ("present.css", "exercises.css", "tools.css")
#: their folder, and the member of the payload that asks for them: stories, glossary, words, and the page's language
_PRESENT = "present"
_END = "</div>\n"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a map opens when nobody tells it otherwise: names, clock, layers, selection, extent, filter, size."""

    policy: str = DEFAULT_POLICY.value
    window: tuple[date, date] | None = None  # first and last day; None is all years
    mode: str = "window"
    layers: tuple[str, ...] = LAYERS
    selected: str | None = None
    centre: tuple[float, float, float] | None = None  # latitude, longitude (degrees), zoom
    shown: frozenset[str] | None = None  # ids of incidents; None is all
    magnify: float = 1.0  # how many times their usual size symbols and words on the map have

    def message(self, identifiers: Sequence[str]) -> dict[str, Any]:
        """Return the opening as the map understands it; `identifiers` are the incidents in the order of the columns."""
        message: dict[str, Any] = {
            "policy": self.policy,
            "layers": {layer: layer in self.layers for layer in LAYERS},
            "selected": self.selected,
            "shown": None if self.shown is None else pack_mask([name in self.shown for name in identifiers]),
        }
        if self.window is not None:
            message["clock"] = {"from": str(self.window[0]), "to": str(self.window[1]), "mode": self.mode}
        if self.centre is not None:
            message["view"] = dict(zip(("latitude", "longitude", "zoom"), self.centre, strict=True))
        if self.magnify != 1:
            message["magnify"] = self.magnify
        return message


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


class AtlasPlugin(MacroElement):
    """Our folium plugin: it hands the payload to the scripts and starts them on folium's own map.

    Parameters
    ----------
    payload
        Plain values as `payload_of` returns them.
    """

    _template = Template(_asset("plugin.jinja"))

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasPlugin"
        self.payload = _harmless(json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
        self.markup = _markup(payload)
        self.scripts = "\n".join(_asset(name) for name in (*SCRIPTS, *_present(payload, *PRESENT_SCRIPTS)))


def _present(payload: dict[str, Any], *names: str) -> tuple[str, ...]:
    """Return the paths of assets for presenting, if the map presents."""
    return tuple(f"{_PRESENT}/{name}" for name in names) if _PRESENT in payload else ()


def _markup(payload: dict[str, Any]) -> str:
    """Return the elements of the map; those for presenting are the last inside it."""
    markup = _asset("atlas.html")
    more = "".join(_asset(name) for name in _present(payload, "present.html"))
    return markup.removesuffix(_END) + more + _END if more else markup


def _harmless(written: str) -> str:
    """Escape what would make a text of JSON more than text on its way into the file.

    "<" could end the script element it travels in. "{{", "{%" and "{#" would be read as a template: branca renders what
    a macro returns once more. In JSON all of them occur inside texts only, where an escape means the same.
    """
    for told, escaped in (("<", "\\u003c"), ("{{", "{\\u007b"), ("{%", "{\\u0025"), ("{#", "{\\u0023")):
        written = written.replace(told, escaped)
    return written


def payload_of(
    layers: Layers, base: dict[str, Any], about: Sequence[str] = (), opening: Opening | None = None
) -> dict[str, Any]:
    """Gather everything the scripts need, as plain values.

    Parameters
    ----------
    layers
        As `geo.layers.build_layers` returns them.
    base
        As `geo.basemaps.base_layers` returns it.
    about
        Sentences that have to travel with the map: coverage notice, data version.
    opening
        How the map opens.
    """
    columns = layers.columns
    return {
        "packed": pack(columns),
        "domain": _whole_years(columns),
        "bounds": KOSOVO_ZOOM_BOX,
        "precisions": [{"id": kind.value, "label": PLACE_WORDS[kind]} for kind in PRECISIONS],
        "statusWords": {status.value: words for status, words in STATUS_WORDS.items()},
        "areaKinds": area_legend(),
        "theme": MAP_THEMES,
        "base": base,
        "opening": (opening or Opening()).message([incident["id"] for incident in layers.incidents]),
        "welcome": WELCOME,
        "about": list(about),
        **{name: value for name, value in _fields(layers).items() if name != "columns"},
    }


def _fields(layers: Layers) -> dict[str, Any]:
    return {field.name: getattr(layers, field.name) for field in fields(layers)}


def map_html(payload: dict[str, Any]) -> str:
    """Write the map as one HTML file that needs nothing else, not even a network.

    Returns
    -------
    str
        The document; the same that the page shows and that a viewer can download.
    """
    chart = folium.Map(tiles=None, control_scale=False, zoom_control=True, zoomAnimation=False, fadeAnimation=False,
                       zoomSnap=0.25, zoomDelta=0.5, wheelPxPerZoomLevel=120, attributionControl=False,
                       keyboard=True, minZoom=4, maxZoom=17)  # fmt: skip
    chart.default_js, chart.default_css = [], []
    figure: Any = chart.get_root()
    figure.title = TITLE
    figure.header._children.clear()  # noqa: SLF001 - folium's own header loads from the network
    hosts = " ".join(sorted({_host(tiles.url) for tiles in tile_choices()}))
    figure.header.add_child(Element(Template(_asset("head.jinja")).render(
        hosts=hosts, leaflet_css=_asset("vendor/leaflet/leaflet.css"),
        css="\n".join(_asset(name) for name in ("atlas.css", *_present(payload, *PRESENT_STYLES))),
        leaflet_js=_asset("vendor/leaflet/leaflet.js"))), name="atlas_head")  # fmt: skip
    AtlasPlugin(payload).add_to(chart)
    for number, element in enumerate(_elements(figure)):
        element._id = str(number)  # noqa: SLF001 - folium's are random; the same tables have to give the same file
    language = html.escape(payload.get(_PRESENT, {}).get("language", "en"))
    return str(figure.render()).replace("<html>", f'<html lang="{language}">', 1)


def _elements(element: Element) -> Iterator[Element]:
    """Yield an element of folium and all that it holds."""
    yield element
    for name, child in (*element._children.items(), *vars(element).items()):  # noqa: SLF001 - folium offers no walk
        if isinstance(child, Element) and name != "_parent":
            yield from _elements(child)


def _whole_years(columns: IncidentColumns) -> dict[str, int]:
    """Return the years that the incidents lie in, from the first day of the first to the last day of the last."""
    if not len(columns.start):
        return {"from": 0, "to": MINUTES_A_DAY}
    first = EPOCH + timedelta(minutes=int(columns.start.min()))
    last = EPOCH + timedelta(minutes=int(columns.end.max()) - 1)
    return {"from": minutes_of(date(first.year, 1, 1)), "to": minutes_of(date(last.year + 1, 1, 1))}


def _host(url: str) -> str:
    """Return the host of a tile address as a content-security source."""
    scheme, rest = url.split("://", 1)
    return f"{scheme}://{rest.split('/', 1)[0].replace('{s}', '*')}"
