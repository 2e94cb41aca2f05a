"""What comes out of reading a place: a point with its radius, a line or an area, and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gazetteer.relative.extents import extent_m
from gazetteer.relative.geodesy import disc
from gazetteer.wording.expressions import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Hints, Resolution, Status
    from gazetteer.judgement.matching import Match
    from gazetteer.places import Place, Places
    from gazetteer.relative.geodesy import Point
    from gazetteer.wording.expressions import Expression


class Resolving(Protocol):
    """What answers for names: a gazetteer, or one that knows already what the names of a text mean."""

    @property
    def places(self) -> Places:
        """The curated places by id."""

    def resolve(self, toponym: str, hints: Hints | None = None) -> Resolution:
        """Find the place that a name means."""

    def bearers(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name."""

    def country(self, code: str) -> Place | None:
        """Return the record of a country by its code."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a text places something.

    Attributes
    ----------
    text
        The text as given, at most `LONGEST_TEXT` characters of it.
    relation
        How it relates the place to the anchors: "at" (a plain name, or a name beside relative words), "near",
        "outskirts", "distance", "direction", "part", "between", "road", "across" or "border".
    anchors
        What the names were resolved to; where `relation` is "at" the first is the place itself.
    latitude, longitude
        Decimal degrees, WGS 84; None unless the status is "resolved".
    radius_m
        Within this many metres of the point the place is expected.
    path
        A line (between, road) or the closed ring of an area that says more than the disc; () otherwise.
    status
        "resolved", "ambiguous" or "unknown".
    reason
        How it was found, or why not.
    note
        Where the text's own arithmetic does not fit the map; "" if it does.
    expression
        The relative words as read; None for a plain name.
    """

    text: str
    relation: str
    anchors: tuple[Resolution, ...]
    latitude: float | None
    longitude: float | None
    radius_m: int | None
    path: tuple[Point, ...]
    status: Status
    reason: str
    note: str = ""
    expression: Expression | None = None


def geometry(located: Located) -> dict[str, object] | None:
    """Return a GeoJSON geometry: the line or ring of the answer, else its disc (64 corners), else its point.

    Returns
    -------
    dict or None
        Longitude before latitude; None, GeoJSON's "unlocated", where there is no answer.
    """
    if located.latitude is None or located.longitude is None:
        return None
    centre, path = (located.latitude, located.longitude), located.path
    if path and path[0] != path[-1]:
        return {"type": "LineString", "coordinates": _positions(path)}
    if path or located.radius_m:
        ring = path or disc(centre, (located.radius_m or 0) / 1000)
        return {"type": "Polygon", "coordinates": [_positions(ring)]}
    return {"type": "Point", "coordinates": _positions([centre])[0]}


def at(text: str, resolution: Resolution, place: Place) -> Located:
    """Return a name that is a place as the answer to a text."""
    return Located(text, Wording.AT.value, (resolution,), place.latitude, place.longitude, extent_m(place), (),
                   "resolved", resolution.reason)  # fmt: skip


def nowhere(
    text: str, status: Status, reason: str, anchors: tuple[Resolution, ...] = (), expression: Expression | None = None
) -> Located:
    """Return an answer that says why there is none."""
    relation = expression.relation.value if expression else Wording.AT.value
    return Located(text, relation, anchors, None, None, None, (), status, reason, "", expression)


def _positions(points: Sequence[Point]) -> list[list[float]]:
    return [[round(longitude, 6), round(latitude, 6)] for latitude, longitude in points]
