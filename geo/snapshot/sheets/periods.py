"""One view divided: into days, weeks, months, years, episodes or municipalities; or into before and after."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gazetteer.policy import display_name
from geo.dates import say_day, say_window
from geo.errors import SnapshotError
from geo.filters import apply
from geo.views import Arrangement, Every, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.material import Material
    from geo.views import View

#: pages of a series, and maps on one page
MOST_PAGES, MOST_MAPS = 60, 12
DAYS_A_WEEK = 7
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a series or one map of several: a name for files, words for the heading, and its view."""

    name: str
    words: str
    view: View


def window_of(material: Material, view: View) -> tuple[date, date]:
    """Return first and last day of what a view shows: its window, or the days of the shown incidents.

    Raises
    ------
    SnapshotError
        If there is no window and nothing is shown.
    """
    if view.window is not None and view.window[0] != date.min:
        return view.window
    shown = material.incidents.loc[list(apply(material.incidents, view.filters, view.window).ids)]
    if shown.empty:
        raise SnapshotError("Nothing is shown, so it cannot be divided; choose a time window or fewer filters.")
    return min(shown["first_day"]), view.window[1] if view.window else max(shown["last_day"])


def parts_of(material: Material, view: View, most: int = MOST_PAGES) -> list[Part]:
    """Divide a view as its page settings say (`PageSettings.every`); parts without any incident are left out.

    Days, weeks, months and years are left out only at both ends, so that a quiet day between two others is seen.

    Raises
    ------
    SnapshotError
        If there would be more than `most` parts, or none.
    """
    every = view.page.every
    if every is Every.EPISODE:
        parts = list(episodes_of(material, view))
    elif every is Every.MUNICIPALITY:
        parts = list(_municipalities(material, view))
    else:
        spans = _spans(material, view)
        _check_count(len(spans), every, most)
        parts = [_span(first.isoformat(), first, last, view) for first, last in spans]
    _check_count(len(parts), every, most)
    return parts


def _check_count(count: int, every: Every, most: int) -> None:
    if not count:
        raise SnapshotError(f"No incident is shown, so there is no {every.value} to make a page of; widen the window.")
    if count > most:
        raise SnapshotError(
            f"One map for every {every.value} would be {count:,} maps, and at most {most} are made; "
            "choose a shorter window or longer steps."
        )


def before_and_after(material: Material, view: View) -> list[Part]:
    """Divide a view in two: before a day and from it on; by default in the middle of the window."""
    first, last = window_of(material, view)
    if first == last:
        raise SnapshotError(f"{say_day(first)} is one day, and a map before and one after need two; widen the window.")
    middle = first + (last - first + A_DAY) / 2
    split = view.page.split or middle
    if not first < split <= last:
        raise SnapshotError(
            f"{say_day(split)} does not divide {say_window((first, last))}; choose a day after the first one."
        )
    spans = (("before", first, split - A_DAY), ("after", split, last))
    return [_span(name, begin, end, view, f"{name.capitalize()}: ") for name, begin, end in spans]


def maps_of(material: Material, view: View) -> list[Part]:
    """Return the maps that stand on one page."""
    if view.page.maps is Arrangement.BEFORE_AFTER:
        return before_and_after(material, view)
    if view.page.maps is Arrangement.MULTIPLES:
        return parts_of(material, view, MOST_MAPS)
    return [Part("", "", view)]


def _span(name: str, first: date, last: date, view: View, prefix: str = "") -> Part:
    words = f"{prefix}{say_window((first, last))}"
    return Part(name, words, replace(view, window=(first, last), handles=(first, last), mode=Mode.WINDOW))


def _spans(material: Material, view: View) -> list[tuple[date, date]]:
    """Divide the window into days, weeks (from Monday), months or years; from the first shown incident to the last."""
    first, last = window_of(material, view)
    shown = material.incidents.loc[list(apply(material.incidents, view.filters, view.window).ids)]
    if shown.empty:
        return []
    every = view.page.every
    begun, ended = max(first, min(shown["first_day"])), min(last, max(shown["last_day"]))
    spans = [(max(first, _begin(begun, every)), min(last, _end(begun, every)))]
    while spans[-1][1] < ended:
        start = spans[-1][1] + A_DAY
        spans.append((start, min(last, _end(start, every))))
    return spans


def _begin(day: date, every: Every) -> date:
    """Return the first day of the day, week, month or year that a day is in."""
    if every is Every.WEEK:
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if every is Every.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if every is Every.YEAR else day


def _end(day: date, every: Every) -> date:
    """Return the last day of the day, week, month or year that a day is in; the calendar ends with the year 9999."""
    if every is Every.WEEK:
        return date.fromordinal(min(date.max.toordinal(), day.toordinal() + DAYS_A_WEEK - 1 - day.weekday()))
    if every is Every.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if every is Every.YEAR else day


def episodes_of(material: Material, view: View) -> Iterator[Part]:
    """Yield the episodes of which a view shows anything, in the order of their dates; each with its own window."""
    for one in material.dataset.tables["episodes"].sort_values("start", kind="stable").to_dict("records"):
        first, last = view.window or (one["start"], one["end"])
        window = (max(first, one["start"]), min(last, one["end"]))
        if window[0] > window[1] or (view.filters.episodes and one["id"] not in view.filters.episodes):
            continue
        filters = replace(view.filters, episodes=(str(one["id"]),))
        if apply(material.incidents, filters, window).ids:
            own = replace(view, filters=filters, window=window, handles=window, mode=Mode.WINDOW)
            yield Part(str(one["id"]), str(one["title"]), own)


def _municipalities(material: Material, view: View) -> Iterator[Part]:
    for one in material.options["municipality"]:
        own = replace(view, filters=replace(view.filters, municipalities=(one,)))
        wanted = not view.filters.municipalities or one in view.filters.municipalities
        if wanted and apply(material.incidents, own.filters, own.window).ids:
            yield Part(one, display_name(material.gazetteer.place(one), view.policy), own)
