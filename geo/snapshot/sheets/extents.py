"""Which part of the world a map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo.basemaps import KOSOVO_ZOOM_BOX
from geo.notices import ATLAS
from geo.snapshot.canvas.projection import at_zoom, fit
from geo.snapshot.selection import shape_of
from geo.views import Extent

if TYPE_CHECKING:
    from geo.material import Material
    from geo.snapshot.canvas.marks import Box
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.selection import Selection

#: around what is shown, as a share of its extent; and the least extent in degrees
AROUND, LEAST = 0.14, 0.6


def projection_of(material: Material, shown: Selection, frame: Box) -> Projection:
    """Return the part of the world that a map shows, as the page settings ask.

    Parameters
    ----------
    material
        What is shown comes from.
    shown
        What the extent is for; several maps may share it.
    frame
        Of the map on paper, mm.
    """
    view = shown.view
    (south, west), (north, east) = KOSOVO_ZOOM_BOX
    if view.page.extent is Extent.VIEW and view.centre is not None:
        return at_zoom(frame, *view.centre)
    elsewhere = view.page.extent is Extent.VIEW and ATLAS not in material.dataset.origins
    if view.page.extent in (Extent.INCIDENTS, Extent.CLOSE) or elsewhere:  # own data may lie anywhere
        points = [(group.longitude, group.latitude) for group in shown.points]
        if view.page.extent is Extent.CLOSE:
            points = [(x, y) for x, y in points if west <= x <= east and south <= y <= north]
        shapes = [shape_of(material, group.place) for group in shown.areas]
        around = [shapely.geometry.shape(known) for known in shapes if known is not None]
        if points or around:
            shown_here = [*(shapely.Point(point) for point in points), *around]
            west, south, east, north = shapely.total_bounds(shown_here)
            wide, high = ((1 + 2 * AROUND) * max(extent, LEAST) / 2 for extent in (east - west, north - south))
            x, y = (west + east) / 2, (south + north) / 2
            return fit(frame, y - high, x - wide, y + high, x + wide)
    return fit(frame, south, west, north, east)
