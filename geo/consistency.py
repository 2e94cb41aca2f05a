"""What the cells of one row must agree on, and whether a coordinate can be where it says."""

from __future__ import annotations

import itertools
from statistics import median
from typing import TYPE_CHECKING

from geo.dates import widen
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, ExerciseKind, MovementStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.checks import Fault, Row

#: south, west, north, east in degrees, a little wider than the country; XK is user-assigned, not part of ISO 3166
COUNTRY_BOXES = {"XK": (41.7, 19.9, 43.4, 21.9)}
FAR_DEGREES = 5.0
TOO_FEW = 3  # places of a country from which no middle can be told
#: the order in which a movement advances; a refusal ends it
ADVANCE = tuple(status for status in MovementStatus if status is not MovementStatus.REFUSED)


def dates_in_order(first: str, last: str) -> Callable[[Row], Iterator[Fault]]:
    """Make the check that the date in one column does not lie after the date in another."""

    def check(row: Row) -> Iterator[Fault]:
        start, end = row[first], row[last]
        if start and end and widen(str(start))[0] > widen(str(end))[1]:
            yield last, f"lies before {first} ({start}); correct one of the two"

    return check


def numbers_in_order(row: Row) -> Iterator[Fault]:
    """Check low <= best <= high, as far as given."""
    given = [(name, number) for name in ("low", "best", "high") if isinstance(number := row[name], int)]
    for (smaller, low), (larger, high) in itertools.pairwise(given):
        if low > high:
            yield larger, f"is less than {smaller} ({low}); correct one of the two"


def open_end_is_open(row: Row) -> Iterator[Fault]:
    """Check that a number without an upper end has none."""
    if row["open_upper"] and row["high"] is not None:
        yield "high", "is given although open_upper is true; empty it or set open_upper to false"


def scales_agree(row: Row) -> Iterator[Fault]:
    """Check the published precision scales against the words (crosswalk of `geo.schema`)."""
    wanted = (
        ("place_precision", PLACE_CROSSWALK, ("where_prec", "geo_precision")),
        ("date_precision", DATE_CROSSWALK, ("date_prec", "time_precision")),
    )
    for word_column, crosswalk, columns in wanted:
        for column, number in zip(columns, crosswalk[str(row[word_column])], strict=True):
            if row[column] != number:
                yield column, f'does not go with {word_column} "{row[word_column]}"; write {number}'


def date_precision_fits(row: Row) -> Iterator[Fault]:
    """Check that "day" is one full date and "night" at most two."""
    start, end, precision = str(row["event_date_start"]), str(row["event_date_end"]), row["date_precision"]
    days = (widen(end)[1] - widen(start)[0]).days
    if precision == "day" and days > 0:
        yield "date_precision", "says one day, but the dates span more; use days, week, month, season or year"
    if precision == "night" and days > 1:
        yield "date_precision", "says one night, but the dates span more than two days; use days or week"


def radius_fits(row: Row) -> Iterator[Fault]:
    """Check that "near", and only "near", has a radius."""
    if row["place_precision"] == "near" and row["radius_m"] is None:
        yield "radius_m", 'is empty, but place_precision is "near"; give the radius in metres'
    if row["place_precision"] != "near" and row["radius_m"] is not None:
        yield "radius_m", 'is given, but place_precision is not "near"; empty one or change the other'


def statuses_in_order(row: Row) -> Iterator[Fault]:
    """Check that a movement's statuses are dated in the order in which it may advance."""
    dated = [(f"{status}_on", str(row[f"{status}_on"])) for status in ADVANCE if row[f"{status}_on"]]
    for (earlier, first), (later, second) in itertools.pairwise(dated):
        if widen(first)[0] > widen(second)[1]:
            yield later, f"lies before {earlier} ({first}); correct one of the two"


def exercise_is_complete(row: Row) -> Iterator[Fault]:
    """Check that an exercise has what its kind needs."""
    kind, incidents = row["kind"], str(row["incidents"]).split()
    if kind == ExerciseKind.EVENING and row["day"] is None:
        yield "day", 'is empty, but kind is "evening"; give the day whose evening is meant'
    if kind == ExerciseKind.EVENING and not incidents:
        yield "incidents", 'is empty, but kind is "evening"; name the incidents whose figures are compared'
    if kind in (ExerciseKind.SOURCES, ExerciseKind.PLACE) and len(incidents) != 1:
        reason = "is empty" if not incidents else f"names {len(incidents)} incidents"
        yield "incidents", f'{reason}, but kind is "{kind}"; name exactly one'
    if kind == ExerciseKind.DAY_ZERO and not row["other_episode"]:
        yield "other_episode", 'is empty, but kind is "day_zero"; name the episode to compare with'
    if kind == ExerciseKind.DAY_ZERO and row["other_episode"] == row["episode"]:
        yield "other_episode", "is the episode itself; name another one to compare with"


ROW_CHECKS: Mapping[str, tuple[Callable[[Row], Iterator[Fault]], ...]] = {
    "places": (dates_in_order("valid_from", "valid_to"),),
    "episodes": (dates_in_order("start", "end"),),
    "incidents": (dates_in_order("event_date_start", "event_date_end"), scales_agree, date_precision_fits, radius_fits),
    "figures": (numbers_in_order, open_end_is_open),
    "movements": (numbers_in_order, open_end_is_open, statuses_in_order),
    "strength": (numbers_in_order, open_end_is_open),
    "areas": (dates_in_order("valid_from", "valid_to"), numbers_in_order, open_end_is_open),
    "chapters": (dates_in_order("window_start", "window_end"),),
    "exercises": (exercise_is_complete,),
}


def coordinate_faults(places: Sequence[Row]) -> list[list[Fault]]:
    """Find coordinates that are (0, 0), swapped, or outside their country.

    A country without a box is known by the middle of its own places, if there are enough of them; then only a point
    that becomes plausible by swapping is reported.

    Returns
    -------
    list
        The faults of each place, in the order given.
    """
    by_country: dict[str, list[tuple[float, float]]] = {}
    for place in places:
        by_country.setdefault(str(place["country"]), []).append(_point(place))
    middles = {
        country: (median(point[0] for point in points), median(point[1] for point in points))
        for country, points in by_country.items()
        if len(points) >= TOO_FEW
    }
    return [list(_coordinate_faults(place, middles)) for place in places]


def _point(place: Row) -> tuple[float, float]:
    latitude, longitude = place["latitude"], place["longitude"]
    assert isinstance(latitude, float) and isinstance(longitude, float)  # noqa: S101, PT018 - read as numbers before
    return latitude, longitude


def _coordinate_faults(place: Row, middles: Mapping[str, tuple[float, float]]) -> Iterator[Fault]:
    latitude, longitude = _point(place)
    country = str(place["country"])
    if latitude == 0 and longitude == 0:
        yield "latitude", "and longitude 0 is a point in the Gulf of Guinea; give the coordinate of the place"
        return
    swapped = f"and longitude {longitude:g} look swapped for {country}; exchange latitude and longitude"
    if country in COUNTRY_BOXES:
        south, west, north, east = COUNTRY_BOXES[country]
        if south <= latitude <= north and west <= longitude <= east:
            return
        if south <= longitude <= north and west <= latitude <= east:
            yield "latitude", swapped
        else:
            yield (
                "latitude",
                f"and longitude {longitude:g} lie outside {country}; correct the coordinate or the country",
            )
    elif country in middles:
        middle = middles[country]
        as_given = max(abs(latitude - middle[0]), abs(longitude - middle[1]))
        exchanged = max(abs(longitude - middle[0]), abs(latitude - middle[1]))
        if as_given > FAR_DEGREES and exchanged * 3 < as_given:
            yield "latitude", swapped
