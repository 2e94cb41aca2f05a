"""Tables as they stand on the pages: headings and cells in words, one row for each row of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from gazetteer.policy import NamePolicy, display_name
from geo.dates import say_date
from geo.figures import figures_by_incident, say_measure
from geo.schema import EventType, PlacePrecision
from geo.style import EVENT_STYLES, PLACE_WORDS
from pages.shared.words import say_feature, say_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gazetteer.geoparse.reading import Reading
    from gazetteer.places import Place
    from gazetteer.resolve import Gazetteer, Resolution
    from geo.layers import ShownSet
    from geo.summaries import Frequency
    from geo.tables import Dataset

_PERIOD_CHARACTERS = {"year": 4, "month": 7, "day": 10}
OF_WHICH = "of which "
_HIDDEN_KINDS = frozenset({"misspelling", "abbreviation"})
INDENT = "\N{EM SPACE}"


def incident_rows(
    dataset: Dataset, incidents: pd.DataFrame, gazetteer: Gazetteer, ids: Iterable[str], policy: NamePolicy,
    sets: Sequence[ShownSet] = (),
) -> pd.DataFrame:  # fmt: skip
    """Return the incidents as a reader sees them, in the order of the ids; of several `sets` each says which it is."""
    titles = {one.id: one.title for one in sets} if len(sets) > 1 else {}
    chosen = incidents.loc[list(ids)]
    figures = figures_by_incident(dataset, set(chosen["id"]))
    rows = [
        {
            "Date": say_date(incident["event_date_start"], incident["event_date_end"], incident["date_precision"]),
            "Title": incident["title"],
            **({"Data set": titles[incident["dataset"]]} if titles else {}),
            "Type": type_label(incident["event_type"]),
            "Place": display_name(gazetteer.place(incident["place"]), policy),
            "Killed": _highest(figures.get(incident["id"], []), "killed"),
            "Injured": _highest(figures.get(incident["id"], []), "injured"),
            "Place known": PLACE_WORDS[PlacePrecision(incident["place_precision"])],
            "Sources": len(incident["sources"]),
            "Start": incident["event_date_start"],
            "Id": incident["id"],
        }
        for incident in chosen.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _highest(figures: list[dict[str, Any]], measure: str) -> str:
    """Say the highest figure that any one source gives; a part only where no whole is given, nothing is added up."""
    told = [figure for figure in figures if figure["measure"] == measure and figure["number"]]
    wholes = [figure for figure in told if not figure["part_of"]] or told
    return str(max(wholes, key=_number)["number"]) if wholes else ""


def _number(figure: Mapping[str, Any]) -> int:
    return next((int(figure[name]) for name in ("best", "low", "high") if not pd.isna(figure[name])), -1)


def type_label(event_type: str) -> str:
    """Return what an event type is called."""
    return EVENT_STYLES[EventType(event_type)].label


def figure_rows(says: pd.DataFrame) -> pd.DataFrame:
    """Return who says how many as a reader sees it; a part is indented under its whole."""
    return pd.DataFrame(
        [
            {
                "What": f"{INDENT}{OF_WHICH}" * (row["level"] > 0) + say_measure(row["measure"]),
                "Of whom": row["whom"],
                "Number": row["number"] or "no number given",
                "As of": say_date(row["as_of"], row["as_of"]) if row["as_of"] else "not said",
                "Source": row["publisher"],
                "Claimed by": row["claimed_by"],
                "Note": row["note"],
                "Link": row["url"],
            }
            for row in says.to_dict("records")
        ]
    )


def strength_rows(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the figures for KFOR as a reader sees them."""
    return pd.DataFrame(
        [
            {
                "Date": say_date(row["date"], row["date"], row["date_precision"]),
                "Soldiers": row["text"] or "no number",
                "In the words of the source": row["said"],
                "Nations": row["nations"],
                "Source": row["publisher"],
                "Note": row["note"],
                "Link": row["url"],
            }
            for row in steps.to_dict("records")
        ]
    )


def count_rows(counts: pd.DataFrame, freq: Frequency) -> pd.DataFrame:
    """Return the counts as a reader sees them: a row for each period, a column for each type that occurs."""
    wide = counts.pivot_table("incidents", "period", "event_type", fill_value=0)
    present = [kind for kind in EventType if kind in wide.columns]
    labels = {str(kind): EVENT_STYLES[kind].label for kind in present}
    wide = wide[[str(kind) for kind in present]].rename(columns=labels)
    wide.insert(0, "All", wide.sum(axis=1))
    wide.insert(0, "When", [say_period(period, freq) for period in wide.index])
    wide["Of all, perhaps later"] = counts.groupby("period")["uncertain"].sum()
    return wide.reset_index(drop=True)


def set_rows(counts: pd.DataFrame, freq: Frequency, sets: Sequence[ShownSet]) -> pd.DataFrame:
    """Return the counts by data set as a reader sees them: a row for each period, a column for each data set."""
    wide = counts.pivot_table("incidents", "period", "dataset", fill_value=0, aggfunc="sum")
    columns = {f"{number}. {one.title}": wide[one.id] for number, one in enumerate(sets, 1) if one.id in wide.columns}
    table = pd.DataFrame(columns)
    table.insert(0, "All", table.sum(axis=1))
    table.insert(0, "When", [say_period(period, freq) for period in wide.index])
    return table.reset_index(drop=True)


def compared_rows(compared: pd.DataFrame) -> pd.DataFrame:
    """Return two episodes from day 0 as a reader sees them."""
    return pd.DataFrame(
        [
            {
                "Day": row["day"],
                "Episode": row["episode_title"],
                "Date": row["date"],
                "Type": type_label(row["event_type"]),
                "Title": row["title"],
            }
            for row in compared.to_dict("records")
        ]
    )


def say_period(first: date, freq: Frequency) -> str:
    """Say a period, given its first day, for example "2004", "March 2004" or "17 March 2004"."""
    partial = first.isoformat()[: _PERIOD_CHARACTERS[freq]]
    return say_date(partial, partial)


def candidate_rows(found: Resolution, gazetteer: Gazetteer, policy: NamePolicy) -> pd.DataFrame:
    """Return the places that a toponym may mean as a reader sees them, best first."""
    return pd.DataFrame(
        [
            {
                "No.": number,
                "Place": display_name(place, policy),
                "Kind": say_feature(place),
                "Municipality": municipality_name(place.municipality, gazetteer, policy),
                "Country": place.country,
                "Score": round(candidate.score, 2),
                "Distance, km": candidate.distance_km,
                "Why": candidate.reason,
                "Matched": candidate.matched_name,
                "Albanian": place.name_sq,
                "Serbian, Latin": place.name_sr_latn,
                "Serbian, Cyrillic": place.name_sr_cyrl,
                "English": place.name_en,
                "Latitude": place.latitude,
                "Longitude": place.longitude,
            }
            for number, candidate in enumerate(found.candidates, 1)
            for place in (candidate.place,)
        ]
    )


def name_rows(place: Place) -> pd.DataFrame:
    """Return the names of a place as a reader sees them, a row for each language; misspellings are left out."""
    told: dict[str, list[str]] = {}
    for name in place.names():
        if name.kind not in _HIDDEN_KINDS:
            kind = "" if name.kind in ("main", "variant") else f" ({name.kind})"
            told.setdefault(name.language, []).append(f"{name.name}{kind}")
    return pd.DataFrame([{"Language": say_language(tag), "Names": ", ".join(names)} for tag, names in told.items()])


def say_where(place: Place, gazetteer: Gazetteer, policy: NamePolicy) -> str:
    """Say in one line what and where a place is, and where the point comes from."""
    north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
    lies_in = municipality_name(place.municipality, gazetteer, policy) if place.municipality != place.id else ""
    where = f"{abs(place.latitude):.5f}\N{DEGREE SIGN} {north}, {abs(place.longitude):.5f}\N{DEGREE SIGN} {east}"
    said = ", ".join(part for part in (say_feature(place).capitalize(), lies_in, place.country, where) if part)
    radius = f"; the point stands for {place.radius_m / 1000:,.1f} km around it" if place.radius_m else ""
    return f"{said} ({place.coordinate_source}{radius})"


def municipality_name(identifier: str | None, gazetteer: Gazetteer, policy: NamePolicy) -> str:
    """Return what a municipality is called; "" without one."""
    return display_name(gazetteer.place(identifier), policy) if identifier else ""


def mention_rows(reading: Reading, policy: NamePolicy) -> pd.DataFrame:
    """Return the toponyms of a text as a reader sees them."""
    return pd.DataFrame(
        [
            {
                "As written": one.span.text,
                "Place": display_name(best, policy) if (best := one.resolution.best) else "",
                "Kind": say_feature(best) if best else "",
                "Stands for": {"place": "the place", "government": "its authorities", "people": "its people"}[one.role],
                "Why": one.resolution.reason,
            }
            for one in reading.mentions
        ]
    )
