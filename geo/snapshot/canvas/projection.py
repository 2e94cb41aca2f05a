"""Where on the paper a place stands: Web Mercator like the screen, true to scale at the middle of the map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.snapshot.canvas.marks import Box

    #: one number or an array of them
    Number = TypeVar("Number", float, NDArray[np.float64])

#: pixels of the screen whose part of the world a page shows, and of one tile of its map
SCREEN = (1100, 700)
TILE = 256
#: WGS 84: half axis in metres and square of the eccentricity
AXIS = 6_378_137.0
ECCENTRICITY = 0.006_694_379_990_14
#: degrees; no map shows less, so that a single place has a map too
LEAST = 0.004
#: degrees; where Web Mercator is cut, so that the world is a square
EDGE = 85.051_128_779_806_6
#: degrees; beyond it the poles would be infinitely far away
_POLE = 89.999_9
HALF_TURN = 180.0


def stretched(latitude: Number) -> Number:
    """Return how far from the equator a latitude is drawn, in degrees of longitude."""
    if isinstance(latitude, float | int):
        return math.degrees(math.atanh(math.sin(math.radians(max(-_POLE, min(_POLE, latitude))))))
    stretched: Number = np.degrees(np.arctanh(np.sin(np.radians(np.clip(latitude, -_POLE, _POLE)))))
    return stretched


def unstretched(height: Number) -> Number:
    """Return the latitude that is drawn this far from the equator."""
    if isinstance(height, float | int):
        return math.degrees(math.atan(math.sinh(math.radians(height))))
    latitude: Number = np.degrees(np.arctan(np.sinh(np.radians(height))))
    return latitude


def metres_of_degree(latitude: float) -> float:
    """Return the length of one degree of longitude along a parallel of the WGS 84 ellipsoid, in metres."""
    sine = math.sin(math.radians(latitude))
    return math.radians(1) * AXIS * math.cos(math.radians(latitude)) / math.sqrt(1 - ECCENTRICITY * sine * sine)


@dataclass(frozen=True, slots=True)
class Projection:
    """A part of the world in a frame on paper: mm on one side, degrees on the other; the degrees fill the frame."""

    frame: Box
    west: float
    south: float
    east: float
    north: float

    @property
    def mm_of_degree(self) -> float:
        """Width of one degree of longitude in mm."""
        return self.frame.width / (self.east - self.west)

    def x(self, longitude: Number) -> Number:
        """Return how far from the left edge of the page a longitude stands, in mm; arrays are taken too."""
        return self.frame.x0 + (longitude - self.west) * self.mm_of_degree

    def y(self, latitude: Number) -> Number:
        """Return how far from the upper edge of the page a latitude stands, in mm; arrays are taken too."""
        north, south = stretched(self.north), stretched(self.south)
        return self.frame.y0 + (north - stretched(latitude)) * (self.frame.height / (north - south))

    def longitude(self, x: Number) -> Number:
        """Return the longitude at `x` mm."""
        return self.west + (x - self.frame.x0) / self.mm_of_degree

    def latitude(self, y: Number) -> Number:
        """Return the latitude at `y` mm."""
        north, south = stretched(self.north), stretched(self.south)
        return unstretched(north - (y - self.frame.y0) * ((north - south) / self.frame.height))

    def mm_of_metres(self, metres: float, latitude: float) -> float:
        """Return how long a way along the parallel of a latitude is on paper, in mm."""
        return metres / metres_of_degree(latitude) * self.mm_of_degree

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle of the frame."""
        middle = self.latitude((self.frame.y0 + self.frame.y1) / 2)
        return middle, (self.west + self.east) / 2

    @property
    def ratio(self) -> float:
        """The n of 1 : n at the middle of the map."""
        return 1000 / self.mm_of_metres(1, self.centre[0])

    def shows(self, latitude: float, longitude: float) -> bool:
        """Say whether a place is on the map."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def held(low: float, high: float, limit: float) -> tuple[float, float]:
    """Move a span between the edges of the world; one that is longer than the world has the world in its middle."""
    if high - low >= 2 * limit:
        return (low - high) / 2, (high - low) / 2
    shift = max(-limit - low, 0.0) + min(limit - high, 0.0)
    return low + shift, high + shift


def fit(frame: Box, south: float, west: float, north: float, east: float) -> Projection:
    """Show a box of degrees in a frame: the smallest part of the world with the shape of the frame that holds it.

    The box stands in the middle, unless the edge of the world is near. What lies beyond 85 degrees north or south is
    left out, and a box narrower than 0.004 degrees is widened.
    """
    if east - west < LEAST:
        west, east = (west + east - LEAST) / 2, (west + east + LEAST) / 2
    south, north = max(south, -EDGE), min(north, EDGE)
    low, high = stretched(south), stretched(north)
    width, height = east - west, high - low
    shape = frame.height / frame.width
    if width * shape >= height:  # the width decides: room above and below
        middle = (low + high) / 2
        low, high = held(middle - width * shape / 2, middle + width * shape / 2, HALF_TURN)
        return Projection(frame, west, min(unstretched(low), south), east, max(unstretched(high), north))
    middle = (west + east) / 2
    west, east = held(middle - height / shape / 2, middle + height / shape / 2, HALF_TURN)
    return Projection(frame, west, south, east, north)


def at_zoom(
    frame: Box, latitude: float, longitude: float, zoom: float, screen: tuple[float, float] = SCREEN
) -> Projection:
    """Show in a frame what a screen shows whose map stands at a place and zoom; never more than the world once.

    Parameters
    ----------
    frame
        The map's frame on the page.
    latitude, longitude
        Middle of the screen in degrees.
    zoom
        As Leaflet counts it: the world is 256 * 2**zoom pixels wide.
    screen
        Width and height of the screen's map in pixels; all that it shows is shown.
    """
    pixel = 2 * HALF_TURN / (TILE * 2**zoom)
    wide = max(screen[0] * pixel, screen[1] * pixel * frame.width / frame.height)
    high = wide * frame.height / frame.width
    too_much = max(wide, high) / (2 * HALF_TURN)
    wide, high = wide / max(too_much, 1.0), high / max(too_much, 1.0)
    middle = stretched(latitude)
    west, east = held(longitude - wide / 2, longitude + wide / 2, HALF_TURN)
    low, top = held(middle - high / 2, middle + high / 2, HALF_TURN)
    return Projection(frame, west, unstretched(low), east, unstretched(top))
