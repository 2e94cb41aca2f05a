"""The shown rows made ready to leave: names by policy, figures and sources in words, notices beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name
from geo.citations import numbered_sources
from geo.dates import say_date, say_window
from geo.figures import figures_by_incident, say_figure
from geo.incidents import POINT_PRECISIONS
from geo.movements import movements_in_words
from geo.notices import (
    ATLAS,
    FIGURES_NOTICE,
    NAMING_NOTE,
    STATUS_FOOTNOTES,
    attributions,
    coding_notice,
    title_of,
)
from geo.schema import ACLED_EVENT_TYPES
from geo.style import EVENT_STYLES, PLACE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gazetteer.resolve import Gazetteer
    from geo.notices import Origin
    from geo.tables import Dataset
    from geo.views import View as Wanted

CODED_AFTER, CODED_BY_FILE = "coded after ACLED's categories", "as the file of the data set says"
BETWEEN = " | "
#: the columns of one exported row, in order
COLUMNS = (
    "id", "episode", "title", "date", "event_date_start", "event_date_end", "first_day", "last_day", "date_precision",
    "date_prec", "time_precision", "place", "place_name", "place_as_written", "municipality", "municipality_name",
    "country", "place_precision", "radius_m", "where_prec", "geo_precision", "latitude", "longitude", "event_type",
    "acled_event_type", "sub_event_type", "coding", "actor1", "actor1_kind", "actor2", "actor2_kind", "summary",
    "figures", "movement", "property_damage", "disagreement", "confidence", "content_note", "source_ids", "sources",
)  # fmt: skip
#: columns that say the same in every row, so that a row stays true when it is copied out of its table
TRAVELLING = ("coverage_notice", "filters", "data_version")


@dataclass(frozen=True, slots=True)
class View:
    """What a reader has to know about the choice of rows."""

    policy: NamePolicy = DEFAULT_POLICY
    window: tuple[date, date] | None = None
    filters: str = "no filter"  # in words, see `geo.filters.say_filters`
    footnote: str = "none"  # key of `geo.notices.STATUS_FOOTNOTES`


@dataclass(frozen=True, slots=True)
class Export:
    """Rows ready to be written; every value is a text, a number, a boolean or None."""

    rows: tuple[Mapping[str, Any], ...]
    figures: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    about: Mapping[str, str]
    view: View
    origins: tuple[Origin, ...] = (ATLAS,)  # the data sets that the rows come from

    @property
    def travelling(self) -> dict[str, str]:
        """Values of the columns `TRAVELLING`."""
        about = self.about
        return {
            "coverage_notice": about["Coverage"],
            "filters": about["Filters"],
            "data_version": about["Data version"],
        }


def prepare(
    dataset: Dataset, incidents: pd.DataFrame, gazetteer: Gazetteer, ids: Iterable[str], view: View | None = None
) -> Export:
    """Make the shown incidents ready for a writer.

    Parameters
    ----------
    dataset, gazetteer
        Where the incidents come from.
    incidents
        Table as `geo.incidents.locate` returns it.
    ids
        The incidents to export, in this order, for example `Shown.ids`.
    view
        Naming policy, window and filters; by default everything under the default policy.
    """
    seen = View() if view is None else view
    chosen = incidents.loc[list(ids)]
    movements = movements_in_words(dataset)
    figures = figures_by_incident(dataset, set(chosen["id"]))
    sources = numbered_sources(dataset, chosen)
    cited = {row["source"]: row for row in sources.to_dict("records")}
    rows = []
    for incident in chosen.drop(columns="geometry", errors="ignore").to_dict("records"):
        added = _names(incident, gazetteer, seen.policy) | _words(incident)
        added["figures"] = BETWEEN.join(say_figure(figure) for figure in figures.get(incident["id"], ()))
        added["movement"] = movements.get(incident["id"], "")
        added["source_ids"] = BETWEEN.join(incident["sources"])
        added["sources"] = BETWEEN.join(_say_source(cited[source]) for source in incident["sources"])
        rows.append({column: plain((incident | added)[column]) for column in COLUMNS})
    told = [
        {"incident": incident} | {column: plain(value) for column, value in figure.items()}
        for incident in chosen["id"]
        for figure in figures.get(incident, ())
    ]
    listed = tuple({str(name): plain(value) for name, value in row.items()} for row in sources.to_dict("records"))
    return Export(tuple(rows), tuple(told), listed, _about(dataset, len(rows), seen), seen, dataset.origins)


def names_of(dataset: Dataset, gazetteer: Gazetteer, wanted: Wanted) -> dict[str, str]:
    """Return what to call the episodes, sources and municipalities that a filter may name, for `say_filters`."""
    named = {"": "single events"} | {kind.value: style.label.lower() for kind, style in EVENT_STYLES.items()}
    named |= {precision.value: words for precision, words in PLACE_WORDS.items()}
    for table in ("episodes", "sources"):
        named |= dict(zip(dataset.tables[table]["id"], dataset.tables[table]["title"], strict=True))
    chosen = wanted.filters.municipalities
    return named | {identifier: display_name(gazetteer.place(identifier), wanted.policy) for identifier in chosen}


def download_name(extension: str, window: tuple[date, date] | None, policy: NamePolicy) -> str:
    """Return a file name that carries the window and the naming policy.

    Returns
    -------
    str
        For example "incident-atlas_2004-03-17_2004-03-19_sq-sr-latn.csv".
    """
    days = "all-dates" if window is None else f"{window[0].isoformat()}_{window[1].isoformat()}"
    days = days.replace(f"{date.min.isoformat()}_", "until-")
    return f"incident-atlas_{days}_{policy.value.replace(',', '-').lower()}.{extension}"


def plain(value: object) -> str | int | float | bool | None:
    """Return a value as text, int, float, bool or None."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - not a number is not itself
        return None
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, bool | int | float):
        return number
    raise TypeError(f"A {type(value).__name__} has no place in an export; turn it into a text or a number.")


def _names(incident: Mapping[Any, Any], gazetteer: Gazetteer, policy: NamePolicy) -> dict[str, Any]:
    """Name the place and its municipality; coordinates leave only where they are a point."""
    municipality = incident["municipality"]
    names = {
        "place_name": display_name(gazetteer.place(incident["place"]), policy),
        "municipality_name": display_name(gazetteer.place(municipality), policy) if municipality else "",
    }
    if incident["place_precision"] in POINT_PRECISIONS:
        return names
    return names | {"latitude": None, "longitude": None}


def _words(incident: Mapping[Any, Any]) -> dict[str, Any]:
    """Say the date and the coding."""
    return {
        "date": say_date(incident["event_date_start"], incident["event_date_end"], incident["date_precision"]),
        "acled_event_type": ACLED_EVENT_TYPES[incident["sub_event_type"]],
        "coding": CODED_BY_FILE if incident.get("dataset") else CODED_AFTER,
    }


def _say_source(source: Mapping[Any, Any]) -> str:
    """Name title, publisher and address of one source."""
    return ", ".join(part for part in (source["title"], source["publisher"], source["url"]) if part)


def _about(dataset: Dataset, count: int, view: View) -> dict[str, str]:
    """Say what the rows are, in the order in which a reader wants to know."""
    about = {
        "Title": title_of(dataset.origins),
        "Rows": str(count),
        "Window": say_window(view.window),
        "Filters": view.filters,
        "Names": view.policy.value,
        "Data version": dataset.version,
        "Coverage": dataset.coverage,
        "Figures": FIGURES_NOTICE,
        "Coding": coding_notice(dataset.origins),
        "Naming": NAMING_NOTE,
        "Status": STATUS_FOOTNOTES[view.footnote],
        "Attribution": BETWEEN.join(attributions(dataset.origins)),
        "Apostrophes": "In CSV and XLSX a text that a spreadsheet could run has one apostrophe in front.",
    }
    return {heading: text for heading, text in about.items() if text}
