"""The state of a view, declared once: what a link says is what anybody sees, in a browser or on paper.

Every part has one name in the link (`?from=2004-03-16&type=clash`). What stands at its usual value is left out. An
unknown or impossible value is left out too, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.basemaps import tile_choices
from geo.dates import widen
from geo.errors import DateError
from geo.filters import CASUALTIES, Filters, facets
from geo.language import LANGUAGE_PART, LANGUAGES, SOURCE_LANGUAGE
from geo.layers import LAYERS
from geo.notices import STATUS_FOOTNOTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from geo.tables import Dataset

#: what a link tells: names with their values, in the order of this module
Told = dict[str, list[str]]

TILES_OFF, STORY_PART, SET_PART = "offline", "story", "set"
#: parts of a link that say nothing of the view itself: nothing that is printed of it depends on them
BESIDE_THE_VIEW = (LANGUAGE_PART, STORY_PART)
STEPS = ("incident", "hour", "day", "week", "month", "year")
LONGEST_TEXT = 200


class Mode(StrEnum):
    """What the map shows of the time line."""

    WINDOW = "window"
    CUMULATIVE = "cumulative"
    FADING = "fading"


class Paper(StrEnum):
    """The size of a page."""

    A4 = "a4"
    A3 = "a3"
    LETTER = "letter"
    WIDE = "16:9"


class Extent(StrEnum):
    """What part of the world a page shows."""

    VIEW = "view"  # what the map on the screen shows
    INCIDENTS = "incidents"  # all that is shown
    KOSOVO = "kosovo"
    CLOSE = "close"  # the shown incidents that lie in Kosovo


class Labels(StrEnum):
    """How much is written at the symbols of a page."""

    AUTO = "auto"
    TITLES = "titles"
    PLACES = "places"
    NUMBERS = "numbers"


class Arrangement(StrEnum):
    """How many maps stand on a page."""

    SINGLE = "single"
    BEFORE_AFTER = "before-after"
    MULTIPLES = "multiples"


class Every(StrEnum):
    """What one page of a series, or one of several small maps, shows."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    EPISODE = "episode"
    MUNICIPALITY = "municipality"


#: name in the link -> attribute of `Filters`; these are lists
LISTS: Mapping[str, str] = {
    "episode": "episodes",
    "type": "event_types",
    "actor": "actor_kinds",
    "municipality": "municipalities",
    "precision": "place_precisions",
    "source": "sources",
    "kind": "source_kinds",
}


def _day(text: str) -> str | None:
    try:
        return text if len(text) == 10 and widen(text) else None  # noqa: PLR2004 - YYYY-MM-DD
    except DateError:
        return None


def _one_of(*choices: str) -> Callable[[str], str | None]:
    return lambda text: text if text in choices else None


def _text(text: str) -> str:
    return text[:LONGEST_TEXT]


def _map_view(text: str) -> str | None:
    """Accept latitude, longitude and zoom, separated by commas."""
    try:
        latitude, longitude, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return text if abs(latitude) <= 85 and abs(longitude) <= 180 and 0 <= zoom <= 20 else None  # noqa: PLR2004


#: name in the link -> (value if it is absent, check of the text)
SINGLES: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "casualties": ("any", _one_of(*CASUALTIES)),
    "q": ("", _text),
    "names": (DEFAULT_POLICY.value, _one_of(*NamePolicy)),
    LANGUAGE_PART: (SOURCE_LANGUAGE, _one_of(*LANGUAGES)),
    "tiles": (TILES_OFF, lambda text: text if any(text == choice.id for choice in tile_choices()) else None),
    "from": ("", _day),
    "to": ("", _day),
    "mode": (Mode.WINDOW.value, _one_of(*Mode)),
    "step": ("incident", _one_of(*STEPS)),
    "incident": ("", lambda text: text[:80]),
    "map": ("", _map_view),
    "toponym": ("", _text),
    STORY_PART: ("", lambda text: text[:80]),
    SET_PART: ("", _text),  # ids of data sets with blanks between; none: the atlas's own data
    # the printed page
    "paper": (Paper.A4.value, _one_of(*Paper)),
    "turn": ("landscape", _one_of("landscape", "portrait")),
    "dpi": ("150", _one_of("150", "300", "600")),
    "heading": ("", _text),
    "banner": ("", lambda text: text[:60]),
    "footnote": ("none", _one_of(*STATUS_FOOTNOTES)),
    "maker": ("", lambda text: text[:80]),
    "contact": ("", lambda text: text[:120]),
    "extent": (Extent.VIEW.value, _one_of(*Extent)),
    "labels": (Labels.AUTO.value, _one_of(*Labels)),
    "maps": (Arrangement.SINGLE.value, _one_of(*Arrangement)),
    "split": ("", _day),
    "every": (Every.DAY.value, _one_of(*Every)),
}


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How a view is set on paper; see `SINGLES` for the values."""

    paper: Paper = Paper.A4
    landscape: bool = True
    dpi: int = 150
    heading: str = ""  # empty: the suggested title
    banner: str = ""  # handling banner, top and bottom
    footnote: str = "none"  # key of `geo.notices.STATUS_FOOTNOTES`
    maker: str = ""
    contact: str = ""
    extent: Extent = Extent.VIEW
    labels: Labels = Labels.AUTO
    maps: Arrangement = Arrangement.SINGLE
    split: date | None = None  # first day of "after"; empty: the middle of the window
    every: Every = Every.DAY  # of several small maps, and of a series


@dataclass(frozen=True, slots=True)
class View:
    """One view of the data: everything a link carries, except what stands beside it."""

    filters: Filters
    policy: NamePolicy
    layers: tuple[str, ...]
    tiles: str
    window: tuple[date, date] | None  # what is shown; from `date.min` on for everything so far, None for all years
    handles: tuple[date, date] | None  # where the two handles of the strip stand
    mode: Mode
    step: str
    incident: str
    centre: tuple[float, float, float] | None  # latitude, longitude (degrees), zoom
    page: PageSettings
    sets: tuple[str, ...] = ()  # ids of data sets; none: the atlas's own data


def list_options(dataset: Dataset, incidents: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return for every list of a link the values it may have.

    All episodes may be chosen, and "" for single events; `incidents` are as `geo.incidents.locate` returns them.
    """
    counted = facets(incidents, Filters(), None)
    episodes = (*dataset.tables["episodes"]["id"], "")
    return {name: tuple(counted[attribute]) for name, attribute in LISTS.items()} | {"episode": episodes}


def clean(told: Mapping[str, Sequence[str]], options: Mapping[str, tuple[str, ...]]) -> Told:
    """Leave out of a link what is unknown, impossible or at its usual value.

    Parameters
    ----------
    told
        Names with their values, as somebody wrote them.
    options
        For every list the values it may have.
    """
    kept: Told = {}
    for name in LISTS:
        if values := [value for value in dict.fromkeys(told.get(name, ())) if value in options[name]]:
            kept[name] = values
    for name, (absent, check) in SINGLES.items():
        value = check(told[name][0]) if told.get(name) else None
        if value is not None and value != absent:
            kept[name] = [value]
    layers = [layer for layer in LAYERS if layer in told.get("layer", LAYERS)]
    if layers != list(LAYERS) and "layer" in told:
        kept["layer"] = layers or ["none"]
    return kept


def to_query(told: Mapping[str, Sequence[str]]) -> str:
    """Write a link's query, for example "from=2004-03-17"."""
    return urlencode([(name, value) for name, values in told.items() for value in values])


def of_view(told: Mapping[str, Sequence[str]]) -> Told:
    """Leave out of a link what says nothing of the view itself."""
    return {name: list(values) for name, values in told.items() if name not in BESIDE_THE_VIEW}


def is_link(text: str) -> bool:
    """Say whether a text is meant as the link of a view: it has a query, or it is an address without one."""
    address = text.strip()
    return "?" in address or "=" in address or (address.startswith(("http://", "https://")) and " " not in address)


def from_query(link: str) -> Told:
    """Read the query of a link, of an address with a query, or of a query alone."""
    asked = link.strip().split("#", 1)[0]
    query = "" if asked.startswith(("http://", "https://")) and "?" not in asked else asked.split("?", 1)[-1]
    return parse_qs(query, keep_blank_values=True)


def view_of(told: Mapping[str, Sequence[str]]) -> View:
    """Return the view that a cleaned link asks for."""
    one = {name: told[name][0] if told.get(name) else absent for name, (absent, _) in SINGLES.items()}
    first, last = one["from"], one["to"]
    handles = (date.fromisoformat(first), date.fromisoformat(last)) if first and last and first <= last else None
    so_far = handles is not None and one["mode"] == Mode.CUMULATIVE
    centre = tuple(float(part) for part in one["map"].split(",")) if one["map"] else None
    lists = {attribute: tuple(told.get(name, ())) for name, attribute in LISTS.items()}
    return View(
        filters=Filters(**lists, casualties=one["casualties"], text=one["q"]),  # type: ignore[arg-type]
        policy=NamePolicy(one["names"]),
        layers=tuple(layer for layer in told.get("layer", LAYERS) if layer != "none"),
        tiles=one["tiles"],
        window=(date.min, handles[1]) if handles and so_far else handles,
        handles=handles,
        mode=Mode(one["mode"]),
        step=one["step"],
        incident=one["incident"],
        centre=None if centre is None else (centre[0], centre[1], centre[2]),
        page=_page_settings(one),
        sets=tuple(dict.fromkeys(one[SET_PART].split())),
    )


def _page_settings(one: Mapping[str, str]) -> PageSettings:
    return PageSettings(
        paper=Paper(one["paper"]),
        landscape=one["turn"] == "landscape",
        dpi=int(one["dpi"]),
        heading=one["heading"],
        banner=one["banner"],
        footnote=one["footnote"],
        maker=one["maker"],
        contact=one["contact"],
        extent=Extent(one["extent"]),
        labels=Labels(one["labels"]),
        maps=Arrangement(one["maps"]),
        split=date.fromisoformat(one["split"]) if one["split"] else None,
        every=Every(one["every"]),
    )
