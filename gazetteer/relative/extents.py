"""How far a place reaches and what words leave open around it; every constant with its reason.

The radius of an answer is built after the point-radius method (Wieczorek, Guo & Hijmans 2004, International Journal of
Geographical Information Science 18(8), 745-767): the farthest corner of all that distance and direction leave open,
plus the extent of the place the words start from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.relative.geodesy import corner_km

if TYPE_CHECKING:
    from gazetteer.places import Place
    from gazetteer.wording.quantities import Distance

#: radius of a place whose record gives none, in metres: GeoNames feature code, else feature class
EXTENT_M = {
    "PPLC": 5000,  # a capital; Pristina is built up 4 to 5 km around its centre
    "PPLA": 2500,  # seat of a region
    "PPLA2": 1500,  # seat of a municipality
    "P": 1000,  # a village with its houses and fields
    "BDG": 200,
    "S": 500,  # a building with its grounds
    "PCLI": 150_000,
    "ADM1": 50_000,
    "ADM2": 10_000,  # the municipalities of Kosovo reach 2 to 14 km
    "A": 30_000,
    "LK": 3000,
    "H": 10_000,  # a river: the point stands for a long line
    "MT": 3000,
    "T": 5000,
    "R": 10_000,  # a road: the same
    "L": 3000,
    "V": 3000,
    "U": 3000,
}
_UNKNOWN_EXTENT_M = 5000

#: what "near" reaches, in metres: as events are coded in data/incidents.csv (villages 2 km, towns 3 km, buildings 1 km,
#: a bridge 300 m), never less than the place itself
NEAR_M = {"PPLC": 6000, "PPLA": 4000, "PPLA2": 3000, "P": 2000, "BDG": 300, "S": 1000}
#: beyond the edge, in metres: an area, lake, river or mountain has no list of its own
NEAR_EDGE_M = 2000

#: "north of X" without a distance, in kilometres: writers name the place nearest to it that readers know, so it lies as
#: far off as the next place of that rank
DIRECTION_KM = {"PPLC": 10.0, "PPLA": 7.0, "PPLA2": 5.0, "P": 3.0, "S": 2.0, "H": 5.0}
#: for areas: this share of the radius beyond the edge
DIRECTION_SHARE = 0.5
#: without a distance a direction is one of four, not of eight
DIRECTION_HALF_WIDTH_DEG = 45.0

#: roads bend: of a distance that was driven, at least this share is left as the crow flies
STRAIGHT_SHARE = 0.75
#: two places apart by L: what lies between them, or on a road that bends, is this share of L off the straight line
BEND_SHARE = 0.15
#: "halfway" is met within this share of L
HALFWAY_SHARE = 0.15
#: "the road to X" without its other end, in metres
ROAD_END_M = 10_000
#: "outskirts" and "outside": how far beyond the edge, in metres
OUTSKIRTS_M = 1000
#: "across the river from X": the other bank; "across the border" the same; in metres
ACROSS_M = 2000
#: a place that words describe may be this far off them before it is taken for another place of that name, in km
OTHER_PLACE_KM = 30.0


def extent_m(place: Place) -> int:
    """Return the radius of a place in metres: its record's, else that of its kind."""
    if place.radius_m:
        return place.radius_m
    return EXTENT_M.get(place.feature_code, EXTENT_M.get(place.feature_class, _UNKNOWN_EXTENT_M))


def near_m(place: Place, closeness: float = 1.0) -> float:
    """Return the radius of "near", scaled by how near the words say, at least that of the place."""
    known = NEAR_M.get(place.feature_code, NEAR_M.get(place.feature_class))
    own = extent_m(place)
    return own + closeness * NEAR_EDGE_M if known is None else max(own, closeness * known)


def direction_km(place: Place) -> float:
    """Return how far off "north of X" is taken to be."""
    known = DIRECTION_KM.get(place.feature_code, DIRECTION_KM.get(place.feature_class))
    return known if known is not None else (1 + DIRECTION_SHARE) * extent_m(place) / 1000


def open_km(distance: Distance, half_width_deg: float) -> float:
    """Return the distance from the point meant to the farthest corner that distance and direction leave open."""
    low = distance.low_km * (1.0 if distance.timed else STRAIGHT_SHARE)
    return max(corner_km(distance.best_km, end, half_width_deg) for end in (low, distance.high_km))
