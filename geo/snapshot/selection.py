"""What a view shows, sorted by how it may be drawn; the twin of what the screen does with the same view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gazetteer.policy import name_by_policy
from geo.basemaps import names_of
from geo.filters import apply
from geo.incidents import POINT_PRECISIONS
from geo.layers import EVENT_TYPES, PRECISIONS
from geo.minutes import EPOCH, MINUTES_A_DAY, minutes_of
from geo.schema import AreaKind, EventType, MovementStatus, PlacePrecision
from geo.style import AREA_STYLES, STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.policy import NamePolicy
    from geo.filters import Shown
    from geo.material import Material
    from geo.snapshot.canvas.projection import Projection
    from geo.views import View

#: of a movement that is not among the entries
UNNUMBERED = 0
SHORTEST_SPAN = 60
#: an area is drawn pale from a year after its last dated statement
STATED_FOR = 366 * MINUTES_A_DAY
WHOLE = "kosovo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One shown incident or movement.

    `number` counts from 1 in the order of dates, `row` is the row of `material.incidents`, `detail` the record of
    `material.layers.incidents`; latitude and longitude are those of the place, in degrees.
    """

    number: int
    id: str
    row: int
    detail: Mapping[str, Any]
    event_type: EventType
    precision: PlacePrecision
    place: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that share a place; `radius_m` above 0 is a disc, `near` says that all are only near the place."""

    place: str
    latitude: float
    longitude: float
    radius_m: int
    near: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A troop movement with its status at the end of the window; `words` are for example "Germany: 600 arrived".

    `movement` is of `material.layers.movements`; `shape` is the area it is known to go to (GeoJSON, EPSG:4326), if any.
    An entry with the number 0 is not among the entries: its row lies outside the window, one of its dates inside.
    """

    entry: Entry
    movement: Mapping[str, Any]
    status: MovementStatus
    words: str
    shape: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SerbArea:
    """An area of `material.layers.areas`; not `stated` if its last dated statement is over a year old."""

    area: Mapping[str, Any]
    stated: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything a view shows; `span` is in minutes since 1970, its end exclusive.

    `shown` tells of the filters and the window alone; `entries` are those whose layer is switched on. Each of them is
    in exactly one of `points`, `areas` and `listed`.
    """

    view: View
    span: tuple[int, int]
    shown: Shown
    entries: tuple[Entry, ...]
    points: tuple[Group, ...]
    areas: tuple[Group, ...]
    listed: tuple[Entry, ...]
    movements: tuple[Standing, ...]
    serb_areas: tuple[SerbArea, ...]


def select(material: Material, view: View) -> Selection:
    """Select and sort what a view shows.

    Parameters
    ----------
    material
        The data folder.
    view
        The view; its extent is not looked at, so an entry may lie outside the map that is drawn.
    """
    span = _span(material, view)
    shown = material.shown(view.filters, view.window)
    entries = _entries(material, shown.ids, view.layers)
    points, areas, listed = _sorted_by_precision(material, entries)
    return Selection(
        view=view,
        span=span,
        shown=shown,
        entries=entries,
        points=points,
        areas=areas,
        listed=listed,
        movements=_movements(material, view, span, entries) if "movements" in view.layers else (),
        serb_areas=_serb_areas(material.layers.areas, span[1] - 1) if "areas" in view.layers else (),
    )


def names_at(material: Material, place: str, policy: NamePolicy) -> str:
    """Name a place by its id as the policy asks; one form where two are alike.

    Raises
    ------
    LookupError
        If nobody knows the place.
    """
    names = material.layers.places.get(place) or names_of(material.gazetteer.place(place))
    return name_by_policy(names, policy)


def shape_of(material: Material, place: str) -> dict[str, Any] | None:
    """Return the shape of a place as GeoJSON (EPSG:4326), or None if it has none."""
    if place in material.layers.shapes:
        geometry: dict[str, Any] = material.layers.shapes[place]["geometry"]
        return geometry
    whole = material.base["kosovo"]["features"] if place == WHOLE else ()
    return whole[0]["geometry"] if whole else None


def on_paper(geometry: dict[str, Any], projection: Projection) -> BaseGeometry:
    """Return a shape (GeoJSON, EPSG:4326) in mm on the page, not clipped."""
    import numpy as np
    import shapely

    return shapely.transform(
        shapely.geometry.shape(geometry),
        lambda places: np.column_stack((projection.x(places[:, 0]), projection.y(places[:, 1]))),
    )


def without(selection: Selection, ids: Collection[str]) -> Selection:
    """Leave entries out of points and areas, because they are drawn otherwise; a group that loses all of them goes."""

    def left(groups: Sequence[Group]) -> tuple[Group, ...]:
        some = (replace(group, entries=tuple(one for one in group.entries if one.id not in ids)) for group in groups)
        return tuple(group for group in some if group.entries)

    return replace(selection, points=left(selection.points), areas=left(selection.areas))


def _span(material: Material, view: View) -> tuple[int, int]:
    """Return the minutes that are drawn, held within the years of the data as the strip on the screen holds them."""
    first, end = _whole_years(material)
    if view.window is None:
        return first, end
    start = max(first, min(minutes_of(view.window[0]), end - SHORTEST_SPAN))
    return start, min(end, max(minutes_of(view.window[1]) + MINUTES_A_DAY, start + SHORTEST_SPAN))


def _whole_years(material: Material) -> tuple[int, int]:
    columns = material.layers.columns
    if not len(columns.start):
        return 0, MINUTES_A_DAY
    first = EPOCH + timedelta(minutes=int(columns.start.min()))
    last = EPOCH + timedelta(minutes=int(columns.end.max()) - 1)
    return minutes_of(date(first.year, 1, 1)), minutes_of(date(last.year + 1, 1, 1))


def _entries(material: Material, ids: Sequence[str], layers: Collection[str]) -> tuple[Entry, ...]:
    """Return the incidents whose layer is switched on, numbered in their order: by first day and id."""
    rows = (material.row_of[identifier] for identifier in ids)
    switched = [row for row in rows if _layer_of(material, row) in layers]
    return tuple(_entry(material, row, number) for number, row in enumerate(switched, start=1))


def _layer_of(material: Material, row: int) -> str:
    return "movements" if _type_of(material, row) is EventType.TROOP_MOVEMENT else "incidents"


def _type_of(material: Material, row: int) -> EventType:
    """Return the type of an incident; of several data sets each has the types once more, see `layers.type_legend`."""
    return EVENT_TYPES[int(material.layers.columns.event_type[row]) % len(EVENT_TYPES)]


def _entry(material: Material, row: int, number: int) -> Entry:
    detail, columns = material.layers.incidents[row], material.layers.columns
    return Entry(
        number=number,
        id=detail["id"],
        row=row,
        detail=detail,
        event_type=_type_of(material, row),
        precision=PRECISIONS[columns.precision[row]],
        place=detail["place"],
        latitude=float(detail["latitude"]),
        longitude=float(detail["longitude"]),
    )


def _sorted_by_precision(
    material: Material, entries: Sequence[Entry]
) -> tuple[tuple[Group, ...], tuple[Group, ...], tuple[Entry, ...]]:
    """Sort entries into points, areas and those that are only listed."""
    points: dict[str, list[Entry]] = {}
    areas: dict[str, list[Entry]] = {}
    listed = []
    for entry in entries:
        if entry.precision in POINT_PRECISIONS:
            points.setdefault(entry.place, []).append(entry)
        elif entry.precision is not PlacePrecision.COUNTRY and shape_of(material, entry.place):
            areas.setdefault(entry.place, []).append(entry)
        else:
            listed.append(entry)
    return (
        tuple(_point_group(place, members) for place, members in points.items()),
        tuple(_area_group(material, place, members) for place, members in areas.items()),
        tuple(listed),
    )


def _point_group(place: str, members: Sequence[Entry]) -> Group:
    near = [entry for entry in members if entry.precision is PlacePrecision.NEAR]
    radius = max((int(entry.detail["radius_m"]) for entry in near), default=0)
    first = members[0]
    return Group(place, first.latitude, first.longitude, radius, len(near) == len(members), tuple(members))


def _area_group(material: Material, place: str, members: Sequence[Entry]) -> Group:
    shape = material.layers.shapes.get(place, {})
    first = members[0]
    latitude, longitude = shape.get("latitude", first.latitude), shape.get("longitude", first.longitude)
    return Group(place, latitude, longitude, 0, near=False, entries=tuple(members))


def _movements(material: Material, view: View, span: tuple[int, int], entries: Sequence[Entry]) -> tuple[Standing, ...]:
    """Return the movements with a date inside the span, newest first, with their status at its end."""
    allowed = {material.row_of[name] for name in apply(material.incidents, view.filters, None).ids}
    numbered = {entry.row: entry for entry in entries}
    found: list[tuple[int, Standing]] = []
    for movement in material.layers.movements:
        row, steps = movement["row"], movement["statuses"]
        reached = [step for step in steps if step["at"] <= span[1] - 1]
        inside = any(step["at"] < span[1] and step["until"] > span[0] for step in steps)
        if row not in allowed or not reached or not inside or reached[-1]["status"] == MovementStatus.WITHDRAWN:
            continue
        entry = numbered.get(row) or _entry(material, row, UNNUMBERED)
        status = MovementStatus(reached[-1]["status"])
        shape = shape_of(material, movement["shape"])
        found.append((reached[-1]["at"], Standing(entry, movement, status, _words(movement, status), shape)))
    return tuple(standing for _, standing in sorted(found, key=lambda one: -one[0]))


def _words(movement: Mapping[str, Any], status: MovementStatus) -> str:
    said = STATUS_WORDS[status]
    told = f"{movement['number']} {said}" if movement["number"] else f"{said}, number not given"
    return f"{movement['sender']}: {told}"


def _serb_areas(areas: Sequence[Mapping[str, Any]], moment: int) -> tuple[SerbArea, ...]:
    """Return the areas that stand at a moment, of the kinds that are drawn."""
    found = []
    for area in areas:
        span = next((one for one in area["spans"] if one["from"] <= moment and _not_over(one["to"], moment)), None)
        if span is not None and AREA_STYLES[AreaKind(area["kind"])].drawn:
            found.append(SerbArea(area, stated=moment <= span["last"] + STATED_FOR))
    return tuple(found)


def _not_over(end: int | None, moment: int) -> bool:
    return end is None or moment < end
