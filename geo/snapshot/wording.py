"""The sentences of a page: title, window, counts, text twin, what is known about the data."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gazetteer.policy import display_name
from geo.dates import say_date, say_day, say_window
from geo.filters import say_filters
from geo.formats import names_of
from geo.minutes import EPOCH, MINUTES_A_DAY
from geo.notices import ATLAS, TITLE, own_of, title_of
from geo.schema import EventType
from geo.snapshot.selection import names_at
from geo.style import AREA_STYLES, EVENT_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.material import Material
    from geo.snapshot.proof.spec import Spec
    from geo.snapshot.selection import Entry, Selection
    from geo.views import View

AS_GIVEN = "Days as the sources give them."
LOCAL_TIME = "Days as the sources give them: local time in Kosovo (Central European Time, UTC+1, in summer UTC+2)."
#: the place that the shipped data is about
WHOLE = "kosovo"
#: more entries than this are told by place and count in a text twin
TOLD_ONE_BY_ONE = 60
#: signs for the places of a text twin; a PDF cannot hold a text of more than 32,767 bytes
LONGEST_BY_PLACE = 10_000
MOST_TYPES_IN_A_TITLE = 2
MOST_SETS_IN_A_TITLE = 3


def suggested_title(material: Material, selection: Selection) -> str:
    """Suggest a title that says place, subject and dates.

    Returns
    -------
    str
        For example "Kosovo: March 2004" (an episode whose title has its dates) or "Kosovo: clash, May 2023".
    """
    view = selection.view
    dates = _dates(material, selection)
    episode = _episode_of(material, view)
    if episode is None:
        return f"{_region(material, view)}: {_subject(selection)}, {dates}"
    named = str(episode["end"].year) in episode["title"]
    whole = named and view.window in (None, (episode["start"], episode["end"]))
    return f"{_region(material, view)}: {episode['title']}" + ("" if whole else f" ({dates})")


def _episode_of(material: Material, view: View) -> Mapping[str, Any] | None:
    """Return the one episode that a view shows, by its filter or its window."""
    for one in material.dataset.tables["episodes"].to_dict("records"):
        episode = {str(column): cell for column, cell in one.items()}
        chosen = view.filters.episodes
        if chosen == (episode["id"],) or (not chosen and view.handles == (episode["start"], episode["end"])):
            return episode
    return None


def _region(material: Material, view: View) -> str:
    chosen = view.filters.municipalities
    if len(chosen) == 1:
        return names_at(material, chosen[0], view.policy)
    own = [origin.title for origin in own_of(material.dataset.origins)]
    if ATLAS not in material.dataset.origins:
        return _joined(own)
    try:
        return _joined([display_name(material.gazetteer.place(WHOLE), view.policy), *own])
    except LookupError:
        return _joined([TITLE, *own])


def _joined(titles: Sequence[str]) -> str:
    """Name data sets in a title; of many only how many they are."""
    *first, last = titles
    return (
        (f"{', '.join(first)} and {last}" if first else last)
        if len(titles) <= MOST_SETS_IN_A_TITLE
        else (f"{len(titles)} data sets")
    )


def _subject(selection: Selection) -> str:
    kinds = Counter(entry.event_type for entry in selection.entries)
    if not kinds:
        return "Serb-majority areas" if selection.serb_areas else "no incident"
    if len(kinds) > MOST_TYPES_IN_A_TITLE:
        return "incidents and troop movements" if EventType.TROOP_MOVEMENT in kinds else "incidents"
    words = [
        EVENT_STYLES[kind].several if count > 1 else EVENT_STYLES[kind].label.lower()
        for kind, count in kinds.most_common()
    ]
    return ", ".join(words)


def _dates(material: Material, selection: Selection) -> str:
    """Say the window; without one, the days of what is shown."""
    days = selection.view.window or days_of(material, selection)
    return (
        f"{days[0].year}-{days[1].year}"
        if not selection.view.window and days[0].year < days[1].year
        else say_window(days)
    )


def days_of(material: Material, selection: Selection) -> tuple[date, date]:
    """Return the first and the last possible day of what is shown; of the span that is drawn if nothing is."""
    days = [material.days[entry.row] for entry in selection.entries]
    if not days:
        first, last = selection.span
        return EPOCH + timedelta(minutes=first), EPOCH + timedelta(minutes=last - MINUTES_A_DAY)
    return min(first for first, _ in days), max(last for _, last in days)


def say_when(material: Material, selection: Selection) -> str:
    """Say the window and the time zone of its days, which nobody knows of own data."""
    zone = AS_GIVEN if own_of(material.dataset.origins) else LOCAL_TIME
    if selection.view.window is not None:
        said = say_window(selection.view.window)
        return f"{said[:1].upper()}{said[1:]}. {zone}"
    return f"All dates; what is shown lies in {say_window(days_of(material, selection))}. {zone}"


def say_what(material: Material, selection: Selection) -> str:
    """Say how many of how many incidents are shown, why others are not, and what the filters ask for."""
    said = f"{selection.shown.sentence()}."
    view = selection.view
    undrawn = len(selection.shown.ids) - len(selection.entries)
    if undrawn:
        said = f"{said} {undrawn} of the shown are left out here: their layer is switched off."
    if own_of(material.dataset.origins):
        said = f"{said} Data sets: {title_of(material.dataset.origins)}."
    named = names_of(material.dataset, material.gazetteer, view)
    asked = say_filters(view.filters, None, named).removeprefix("all dates; ")
    return said if asked == "no other filter" else f"{said} Filters: {asked}."


def say_made(spec: Spec) -> tuple[str, str]:
    """Say when the data was last changed, and when the page was made."""
    as_of = f"Data as of {say_day(date.fromisoformat(spec.data_as_of))}" if spec.data_as_of else "Data"
    return f"{as_of}, version {spec.data_version}", f"Made on {say_day(spec.made_on)}"


def say_numbers(numbers: Iterable[int]) -> str:
    """Say numbers with runs joined, for example "3, 5-8"."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        first, last = members[0], members[-1]
        runs += [str(first)] if first == last else [f"{first}, {last}" if last == first + 1 else f"{first}-{last}"]
    return ", ".join(runs)


def count_words(number: int, one: str, many: str) -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else many}"


def text_twin(material: Material, selection: Selection, title: str) -> str:
    """Tell the map in words, for whoever cannot see it.

    Every entry is told with number, date, place and title; from `TOLD_ONE_BY_ONE` on, places are told with counts.
    """
    kinds = Counter(entry.event_type for entry in selection.entries)
    counted = "; ".join(f"{EVENT_STYLES[kind].label.lower()}: {kinds[kind]}" for kind in EventType if kinds[kind])
    parts = [f"Map. {title}.", say_when(material, selection), say_what(material, selection)]
    parts += [f"Shown by type: {counted}."] if counted else ["No incident is shown."]
    if len(selection.entries) <= TOLD_ONE_BY_ONE:
        parts += [_told(material, entry, selection.view) for entry in selection.entries]
    else:
        parts.append(_told_by_place(material, selection))
    areas = Counter(one.area["kind"] for one in selection.serb_areas)
    if areas:
        parts.append("Areas drawn: " + "; ".join(
            f"{style.label}: {areas[kind]}" for kind, style in AREA_STYLES.items() if areas[kind]) + ".")  # fmt: skip
    return " ".join(parts)


def _told(material: Material, entry: Entry, view: View) -> str:
    where = names_at(material, entry.place, view.policy)
    return f"{entry.number}: {entry.detail['date']}, {where} ({entry.precision.value}): {entry.detail['title']}."


def _told_by_place(material: Material, selection: Selection) -> str:
    places = Counter(names_at(material, entry.place, selection.view.policy) for entry in selection.entries)
    told: dict[str, str] = {}
    room = LONGEST_BY_PLACE
    for place, count in places.most_common():
        room -= len(place) + 8
        if room < 0:
            break
        told[place] = f"{place} {count}"
    rest = len(places) - len(told)
    others = f"; {rest:,} other places with fewer or as many" if rest else ""
    return f"By place: {', '.join(told[place] for place in sorted(told))}{others}."


def sources_of(entries: Iterable[Entry]) -> dict[str, int]:
    """Give the sources of entries numbers from 1, in the order in which a reader meets them."""
    met = dict.fromkeys(source for entry in entries for source in entry.detail["sources"])
    return {source: number for number, source in enumerate(met, 1)}


def say_published(source: Mapping[str, str]) -> str:
    """Say when a source was published."""
    return say_date(source["published"], source["published"]) if source["published"] else "undated"


def say_sources_short(material: Material, entries: Iterable[Entry], numbers: Mapping[str, int]) -> list[str]:
    """Name the sources of entries as short as the foot of a page needs: number, publisher, date."""
    rows, own = material.source_rows, {origin.title for origin in own_of(material.dataset.origins)}

    def say(row: Mapping[str, str]) -> str:
        if row["publisher"] not in own:
            return f"{row['publisher']}, {say_published(row)}"
        # own data names its sources and no more
        return row["title"] if row["title"] == row["publisher"] else f"{row['title']} (in {row['publisher']})"

    return [f"{numbers[source]} {say(rows[source])}" for source in sorted(sources_of(entries), key=numbers.__getitem__)]
