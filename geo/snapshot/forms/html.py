"""A view as one HTML file that works without a server and without a network."""

from __future__ import annotations

import html
import json
import weakref
from typing import TYPE_CHECKING, Any

from geo.dates import say_window
from geo.filters import apply
from geo.notices import ATLAS, DISCLAIMER, TITLE
from geo.snapshot.proof.embedding import into_html

if TYPE_CHECKING:
    from geo.material import Material
    from geo.views import View

#: stands in a map where its opening will stand; as a text of the tables its quotation marks would be escaped
_OPENING = "where the map opens"
_OPENING_MEMBER = f'"opening":"{_OPENING}"'
#: a title may be longer than what a browser reads to find the encoding, so it has to stand behind that
_TITLE_MEMBER, _ENCODING_MEMBER = f"<title>{TITLE}</title>", '<meta charset="utf-8">'
#: the map of each material, written once and cut where its opening stands
_WRITTEN: dict[int, tuple[str, str]] = {}


def view_html(material: Material, view: View, spec_json: str) -> bytes:
    """Write a view as an interactive map.

    Parameters
    ----------
    material
        The data folder; the whole of it is in the file, so that a reader can go on from the view.
    view
        What the map shows when it is opened.
    spec_json
        What brings the view back in the program; with "" the file does not tell it.

    Returns
    -------
    bytes
        The document; it fetches nothing but the online base map, if a reader chooses one.
    """
    before, after = _written(material)
    page = f'{before}"opening":{_harmless(_opening(material, view))}{after}'
    title = f"{_ENCODING_MEMBER}\n<title>{html.escape(title_of(view))}</title>"
    page = page.replace(_TITLE_MEMBER, "", 1).replace(_ENCODING_MEMBER, title, 1)
    return (into_html(page, spec_json) if spec_json else page).encode()


def payload(material: Material) -> dict[str, Any]:
    """Return everything that the interactive map of a data folder holds, with the sentences that travel with it."""
    from geo.webmap import payload_of  # folium costs half a second

    coverage = () if material.layers.datasets else (material.dataset.coverage,)  # else each data set says its own
    about = (*coverage, DISCLAIMER, f"Data version {material.dataset.version}.")
    told = payload_of(material.layers, material.base, about)
    box = _box_of(material)
    return told | {"bounds": box} if box else told


def _box_of(material: Material) -> list[list[float]]:
    """Return what the map of own data opens on (south-west, north-east), or nothing: then it opens on Kosovo."""
    points = material.incidents.geometry.dropna()
    if ATLAS in material.dataset.origins or points.empty:
        return []
    west, south, east, north = (float(degrees) for degrees in points.total_bounds)
    return [[south, west], [north, east]]


def title_of(view: View) -> str:
    """Return the title of the file: that of the page, or the window in words."""
    heading = " ".join(view.page.heading.split())
    return f"{heading} - {TITLE}" if heading else f"{TITLE}: {say_window(view.window)}"


def _written(material: Material) -> tuple[str, str]:
    """Return the map before and after its opening."""
    from geo.webmap import map_html  # folium costs half a second

    key = id(material)
    if key not in _WRITTEN:
        before, _, after = map_html(payload(material) | {"opening": _OPENING}).partition(_OPENING_MEMBER)
        weakref.finalize(material, _WRITTEN.pop, key, None)
        _WRITTEN[key] = before, after
    return _WRITTEN[key]


def _opening(material: Material, view: View) -> str:
    """Return how the map opens, as JSON."""
    from geo.webmap import Opening

    opening = Opening(
        policy=view.policy.value,
        window=view.handles,
        mode=view.mode.value,
        layers=view.layers,
        selected=view.incident or None,
        centre=view.centre,
        shown=frozenset(apply(material.incidents, view.filters, None).ids),
    )
    message = opening.message(list(material.incidents.index))
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def _harmless(written: str) -> str:
    """Escape what could end the script element that a JSON text travels in."""
    return written.replace("<", "\\u003c")
