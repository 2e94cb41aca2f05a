"""The map file of a large selection: it holds the counts by day; what is drawn comes by the box and the zoom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geo.engine.feed import days_message
from geo.filters import Filters
from geo.incident_table import degrees_of
from geo.layers import dataset_legend, incident_columns, type_legend
from geo.minutes import minutes_of
from geo.notices import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.engine.answers import Tally
    from geo.layers import Layers, ShownSet
    from geo.material import Material


def map_file(tally: Tally, sets: Sequence[ShownSet], atlas: Material) -> str:
    """Write the map of a large selection as one HTML file, which asks the page around it for what it draws.

    Parameters
    ----------
    tally
        The selection, opened.
    sets
        Its data sets in the order of the engine; the atlas's own has the id "".
    atlas
        The atlas's own data, for the ground, and for its areas where it is one of the sets.
    """
    from geo.webmap import map_html, payload_of  # folium costs half a second

    beside_atlas = any(not one.id for one in sets)
    payload = payload_of(_layers(sets, atlas, beside_atlas=beside_atlas), atlas.base, (DISCLAIMER,))
    payload["welcome"] = []  # what the legend says of cells is enough
    titles = [{"title": one.title, "notice": one.notice} for one in sets]
    payload["feed"] = {"key": "", "datasets": payload["datasets"] or titles, **days_message(tally.days(Filters()))}
    extent = tally.extent()
    if extent.days is not None:
        first, last = extent.days
        payload["domain"] = {
            "from": minutes_of(date(first.year, 1, 1)),
            "to": minutes_of(date(last.year + 1, 1, 1)),
        }
    if extent.cells is not None and not beside_atlas:
        west, north, east, south = extent.cells
        (top, left), (bottom, right) = degrees_of(west, north), degrees_of(east + 1, south + 1)
        payload["bounds"] = [[bottom, left], [top, right]]
    return map_html(payload)


def _layers(sets: Sequence[ShownSet], atlas: Material, *, beside_atlas: bool) -> Layers:
    """Return the layers of the file: no incidents, and the atlas's areas only beside its own data."""
    layers = replace(
        atlas.layers,
        columns=incident_columns(atlas.incidents.iloc[:0]),
        incidents=[],
        movements=[],
        types=type_legend(sets),
        datasets=dataset_legend(sets),
    )
    return layers if beside_atlas else replace(layers, areas=[], strength=[], episodes=[])
