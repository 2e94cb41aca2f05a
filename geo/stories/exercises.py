"""Exercises on method: what was known that evening, sources side by side, where a report places it, two day 0."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from gazetteer.relative import locate
from geo.basemaps import KOSOVO_ZOOM_BOX
from geo.dates import say_date, say_day, widen
from geo.details import say_partial, text_of
from geo.figures import figures_by_incident, say_measure
from geo.layers import LAYERS
from geo.schema import ExerciseKind, PlacePrecision
from geo.stories.citing import numbered, sentences_of, sources_cited
from geo.stories.story import REFERENCE_FRAME, MapState
from geo.style import MEASURE_WORDS, PLACE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer
    from geo.stories.story import Exercise, Story
    from geo.tables import Dataset

MOST_COMPARED = 3  # columns that are read from the last row
CLOSEST_ZOOM, AROUND_ZOOM = 12.0, 0.35
#: days around day 0 that are drawn; what lies outside is counted
LANE_DAYS = (-10, 40)
TILE = 256  # pixels of the world at zoom 0
Numbers = dict[str, int]
#: figures by incident and measure
_ByMeasure = dict[tuple[str, str], list[dict[str, Any]]]


def evening(dataset: Dataset, incidents: GeoDataFrame, exercise: Exercise, numbers: Numbers) -> dict[str, Any]:
    """Set what was reported by the evening of a day against what is known today.

    A figure was reported by then if its source was published on that day at the latest, as far as that is known, and
    the figure does not stand for a later day.

    Returns
    -------
    dict
        `day` in words; `rows`, one for each incident and measure, with `then` and `now` (figures as `_figure` gives
        them, wholes only, the latest of `now` first); `unknown`: titles of the incidents of which no source had told.
    """
    day = _day(exercise)
    published = _published(dataset)
    listed = figures_by_incident(dataset, set(exercise.incidents))
    rows = []
    for (identifier, measure), figures in _asked_for(exercise, listed).items():
        then = [one for one in figures if _by_then(one, published, day)]
        now = sorted((one for one in figures if one not in then), key=_latest_first, reverse=True)
        rows.append({
            "title": incidents.at[identifier, "title"], "incident": identifier, "measure": MEASURE_WORDS[measure],
            "then": [_figure(one, numbers) for one in then], "now": [_figure(one, numbers) for one in now],
        })  # fmt: skip
    unknown = [
        str(row["title"])
        for _, row in incidents.loc[list(exercise.incidents)].iterrows()
        if not any(published[source] <= day for source in row["sources"] if source in published)
    ]
    return {"day": say_day(day), "rows": rows, "unknown": unknown}


def _asked_for(exercise: Exercise, listed: Mapping[str, list[dict[str, Any]]]) -> _ByMeasure:
    """Return the wholes of each incident and measure that the answer cites a figure of; of all if it cites none."""
    wholes: _ByMeasure = {}
    for identifier in exercise.incidents:
        for one in listed.get(identifier, ()):
            if not one["level"]:
                wholes.setdefault((identifier, one["measure"]), []).append(one)
    marks = set(_marks(exercise))
    asked = {key: own for key, own in wholes.items() if any(one["figure"] in marks for one in own)}
    return asked or wholes


def compared(dataset: Dataset, incidents: GeoDataFrame, exercise: Exercise, numbers: Numbers) -> dict[str, Any]:
    """Set what several sources say of one incident side by side.

    The sources are those that prompt and answer cite; if they cite fewer than two, those with the most figures.

    Returns
    -------
    dict
        `title`, `date`, `rows` (what is counted, of whom) and `columns`: one for each source with `number`,
        `publisher`, `published`, `says` and `figures` (row -> number in words).
    """
    identifier = exercise.incidents[0]
    row = incidents.loc[identifier]
    figures = figures_by_incident(dataset, {identifier}).get(identifier, [])
    records = {str(one["id"]): one for one in dataset.tables["sources"].to_dict("records")}
    attested = dataset.tables["attestations"].to_dict("records")
    says = {one["source"]: text_of(one["says"]) for one in attested if one["incident"] == identifier}
    sources = _compared_sources(dataset, exercise, figures)
    told = [_numbers_of(figures, source) for source in sources]
    columns = [
        {"number": numbers.get(source), "publisher": records[source]["publisher"],
         "published": say_partial(records[source]["published"]) or "undated", "says": says.get(source, ""),
         "figures": own}
        for source, own in zip(sources, told, strict=True)
    ]  # fmt: skip
    given = {label for figures_of_one in told for label in figures_of_one}
    rows = [label for label in dict.fromkeys(_label(one) for one in figures) if label in given]
    return {"title": row["title"], "date": _said_date(row), "columns": columns, "rows": rows}


def _numbers_of(figures: Sequence[Mapping[str, Any]], source: str) -> dict[str, str]:
    """Return the numbers of one source in words, by what is counted; several of one kind side by side."""
    own: dict[str, list[str]] = {}
    for figure in figures:
        if figure["source"] == source:
            own.setdefault(_label(figure), []).append(figure["number"] or "no number")
    return {label: "; ".join(numbers) for label, numbers in own.items()}


def place(incidents: GeoDataFrame, gazetteer: Gazetteer, exercise: Exercise) -> dict[str, Any]:
    """Tell how a report writes a place, and where it is with its uncertainty.

    Returns
    -------
    dict
        `incident`, `written`, `place` (id), `precision` in words, `radius_m` (0 unless near), `latitude`, `longitude`,
        `shape` (id of an area if no point is known, else None), `reason`: a sentence.
    """
    identifier = exercise.incidents[0]
    row = incidents.loc[identifier]
    precision = PlacePrecision(row["place_precision"])
    point = precision in (PlacePrecision.EXACT, PlacePrecision.SETTLEMENT, PlacePrecision.NEAR)
    radius = row["radius_m"] if precision is PlacePrecision.NEAR else None
    written = str(row["place_as_written"])
    return {
        "incident": identifier, "written": written, "place": str(row["place"]), "precision": PLACE_WORDS[precision],
        "radius_m": int(radius) if radius and radius == radius else 0,  # noqa: PLR0124 - not missing
        "latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
        "shape": None if point else str(row["place"]), "reason": _read_alone(gazetteer, written),
    }  # fmt: skip


def _read_alone(gazetteer: Gazetteer, written: str) -> str:
    """Say in a sentence what the gazetteer makes of the words of a report by themselves; "" without words."""
    if not written:
        return ""
    read = locate(gazetteer, written)
    found = "is one place of the gazetteer" if read.status == "resolved" else f"is {read.status}: {read.reason}"
    return f"Read alone, “{written}” {found}."


def day_zero(incidents: GeoDataFrame, story: Story, other: Story) -> dict[str, Any]:
    """Align the incidents of two stories on their day 0.

    Returns
    -------
    dict
        `lanes`: for either story `story` (id), `title`, `zero` in words, `outside` (how many incidents lie outside
        `LANE_DAYS` or have no day) and `events` in order, each with `day`, `incident`, `title`, `type`, `killed`.
    """
    return {"lanes": [_lane(incidents, one) for one in (story, other)]}


def _lane(incidents: GeoDataFrame, story: Story) -> dict[str, Any]:
    zero = story.day_zero or story.start
    rows = incidents[incidents["episode"] == story.id]
    if rows.empty:  # a story of one's own has no incidents but those it points out
        rows = incidents[incidents["id"].isin([name for step in story.steps for name in step.state.incidents])]
    events, outside = [], 0
    for identifier, row in rows.iterrows():
        day = (row["first_day"] - zero).days
        if row["date_precision"] in ("month", "season", "year") or not LANE_DAYS[0] <= day <= LANE_DAYS[1]:
            outside += 1
            continue
        events.append({"day": day, "incident": identifier, "title": row["title"], "type": row["event_type"],
                       "killed": bool(row["has_deaths"])})  # fmt: skip
    return {"story": story.id, "title": story.title, "zero": say_day(zero), "outside": outside, "events": events}


def numbers_of(dataset: Dataset, story: Story) -> Numbers:
    """Give every source of a story a number: the cited ones in order, then those that the exercises show."""
    numbers = dict(numbered(dataset, story))
    for exercise in story.exercises:
        figures = figures_by_incident(dataset, set(exercise.incidents))
        if exercise.kind is ExerciseKind.EVENING:
            shown: Iterable[str] = [one["source"] for rows in figures.values() for one in rows if not one["level"]]
        elif exercise.kind is ExerciseKind.SOURCES:
            shown = _compared_sources(dataset, exercise, figures.get(exercise.incidents[0], []))
        else:
            shown = ()
        for source in shown:
            numbers.setdefault(str(source), len(numbers) + 1)
    return numbers


def state_of(incidents: GeoDataFrame, story: Story, exercise: Exercise) -> MapState:
    """Return the map that belongs to an exercise; where a place is guessed it shows Kosovo as a whole."""
    told = list(exercise.incidents)
    if exercise.kind is ExerciseKind.DAY_ZERO or not told:
        return MapState((story.start, story.end), "window", LAYERS, (), view_around([]))
    rows = incidents.loc[told]
    days = min(rows["first_day"]), max(rows["last_day"])
    if exercise.kind is ExerciseKind.PLACE:
        return MapState(days, "window", ("incidents",), (), view_around([]))
    if exercise.kind is ExerciseKind.EVENING:
        days = story.start, _day(exercise)
    points = [(float(row["latitude"]), float(row["longitude"])) for _, row in rows.iterrows() if row["geometry"]]
    return MapState(days, "window", LAYERS, tuple(told), view_around(points))


def view_around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return latitude, longitude and zoom at which a frame of `REFERENCE_FRAME` shows all points; Kosovo if none."""
    width, height = REFERENCE_FRAME
    (south, west), (north, east) = KOSOVO_ZOOM_BOX
    corners = points or [(south, west), (north, east)]
    latitudes, longitudes = zip(*corners, strict=True)
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    across = max(max(longitudes) - min(longitudes), 1e-6) / 360 * TILE
    up = max(_mercator(max(latitudes)) - _mercator(min(latitudes)), 1e-6) * TILE
    zoom = min(CLOSEST_ZOOM, math.log2(width / across), math.log2(height / up)) - (AROUND_ZOOM if points else 0)
    return round(middle[0], 4), round(middle[1], 4), round(zoom, 2)


def _mercator(latitude: float) -> float:
    """Return how far north a latitude lies in Web Mercator, in widths of the world."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _compared_sources(dataset: Dataset, exercise: Exercise, figures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Choose what is set side by side: what the exercise cites, else what has most figures, else what tells of it."""
    marks = [mark for mark in _marks(exercise) if mark not in exercise.incidents]
    named = sources_cited(dataset, marks)
    if len(named) > 1:
        return list(named[:MOST_COMPARED])
    most = [source for source, _ in Counter(str(one["source"]) for one in figures).most_common()]
    others = sources_cited(dataset, exercise.incidents)
    return list(dict.fromkeys([*named, *most, *others]))[:MOST_COMPARED]


def _marks(exercise: Exercise) -> list[str]:
    """Return what an exercise cites, in order."""
    return [mark for text in (exercise.prompt, exercise.answer) for one in sentences_of(text) for mark in one.cites]


def _published(dataset: Dataset) -> dict[str, date]:
    """Return the last day on which each source can have been published, as far as that is known."""
    records = dataset.tables["sources"].to_dict("records")
    return {str(row["id"]): widen(row["published"])[1] for row in records if row["published"]}


def _latest_first(figure: Mapping[str, Any]) -> tuple[bool, date]:
    """Return how late a figure stands for; one without a day comes before all others."""
    return bool(figure["as_of"]), widen(figure["as_of"])[1] if figure["as_of"] else date.min


def _by_then(figure: Mapping[str, Any], published: Mapping[str, date], day: date) -> bool:
    source = published.get(figure["source"])
    return source is not None and source <= day and (not figure["as_of"] or widen(figure["as_of"])[0] <= day)


def _figure(figure: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    claimed = f" (claimed by {figure['claimed_by']})" if figure["claimed_by"] else ""
    return {
        "number": figure["number"] or "no number", "whom": f"{figure['whom']}{claimed}",
        "asOf": say_partial(figure["as_of"]), "publisher": figure["publisher"],
        "source": numbers.get(figure["source"]),
    }  # fmt: skip


def _label(figure: Mapping[str, Any]) -> str:
    return f"{say_measure(figure['measure'])}: {figure['whom']}"


def _said_date(row: Mapping[str, Any]) -> str:
    return say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])


def _day(exercise: Exercise) -> date:
    assert exercise.day is not None  # noqa: S101 - an exercise of this kind without a day is no accepted row
    return exercise.day
