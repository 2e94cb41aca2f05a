"""Small data sets of one's own beside the atlas's own data, as one material: every page and every print can show it.

Ids of own rows carry the data set in front (`my-list.row-7`), so that no two data sets can be taken for each other.
Sources and municipalities are known by what the file calls them, as they are to the engine: a filter means the same.
What an own file does not say stays unsaid: no confidence, no date of a source, no kind of a source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import KNOWN_CHARACTERS, widen
from geo.incident_table import SCHEMA
from geo.notices import Origin, coverage_of
from geo.schema import ACLED_EVENT_TYPES, DATE_CROSSWALK, PLACE_CROSSWALK, TABLES
from geo.tables import DTYPES, Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from gazetteer.places import Place

Cells = dict[str, Any]

#: what the rows of a data set make
FILLED = ("sources", "places", "incidents", "attestations", "figures")
SHARED = ("sources", "places")
NOT_SAID = "not stated"
MEASURES = ("killed", "injured")
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The rows of one data set: its id, its title, the notice that travels with it, the flat table, its licence."""

    id: str
    title: str
    notice: str
    version: str
    table: pa.Table
    licence: str = ""


def merge(shipped: Dataset | None, own: Sequence[OwnRows], known: Mapping[str, Place], base: Dataset) -> Dataset:
    """Put data sets beside each other.

    Parameters
    ----------
    shipped
        The atlas's own data, if it is to be shown.
    own
        Data sets of one's own.
    known
        Places that rows of own data may name by id.
    base
        The tables whose places are known; those without incidents come from here.

    Returns
    -------
    Dataset
        All tables of the schema; `incidents` has the further column `dataset` ("" for the atlas's own).
    """
    tables = dict(base.tables) if shipped is not None else {name: base.tables[name].iloc[:0] for name in TABLES}
    tables["places"], tables["toponyms"] = base.tables["places"], base.tables["toponyms"]
    incidents = tables["incidents"]
    tables["incidents"] = incidents.assign(dataset=pd.Series("", incidents.index, "str"))
    for rows in own:
        added = _tables(rows, known)
        for name in FILLED:
            together = pd.concat([tables[name], added[name]], ignore_index=True)
            # two files may name the same source or municipality
            tables[name] = together.drop_duplicates("id") if name in SHARED else together
    seal = sha256("\0".join([base.version if shipped else "", *(f"{one.id} {one.version}" for one in own)]).encode())
    notices = [*([base.coverage] if shipped else []), *(coverage_of(one.title, one.notice) for one in own)]
    origins = (*(base.origins if shipped else ()), *(Origin(one.title, one.licence) for one in own))
    return replace(
        base, tables=MappingProxyType(tables), version=seal.hexdigest()[:12], coverage=" ".join(notices),
        origins=origins,
    )  # fmt: skip


def _tables(rows: OwnRows, known: Mapping[str, Place]) -> dict[str, pd.DataFrame]:
    """Return the tables of one data set."""
    made: dict[str, list[Cells]] = {name: [] for name in FILLED}
    seen: dict[str, set[str]] = {"sources": set(), "places": set()}

    def once(name: str, row: Cells) -> str:
        if row["id"] not in seen[name]:
            seen[name].add(row["id"])
            made[name].append(row)
        return str(row["id"])

    for row in rows.table.select(SCHEMA.names).to_pylist():
        identifier = f"{rows.id}.{row['id']}"
        source = once("sources", _source(rows, row))
        place = row["place"] if row["place"] in known else once("places", _place(rows, row, known, once))
        figures = [_figure(identifier, source, measure, row) for measure in MEASURES if _has(row, measure)]
        made["incidents"].append(_incident(rows.id, identifier, place, row))
        made["attestations"].append({"incident": identifier, "source": source, "says": row["url"]})
        made["figures"] += figures
    return {name: _frame(name, cells) for name, cells in made.items()}


def _frame(name: str, rows: Sequence[Cells]) -> pd.DataFrame:
    """Make a table of the schema; `incidents` with the column `dataset` at the end."""
    columns = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=DTYPES.get(column.type, "str"))
        if column.type in DTYPES
        else pd.Series([row.get(column.name) or "" for row in rows], dtype="str")
        for column in TABLES[name].columns
    }
    if name == "incidents":
        columns["dataset"] = pd.Series([row["dataset"] for row in rows], dtype="str")
    return pd.DataFrame(columns)


def _source(rows: OwnRows, row: Cells) -> Cells:
    """Return the source of a row: as the file names it, published by whom the data set is of."""
    kinds = TABLES["sources"].column("kind").choices
    return {
        "id": row["source"] or rows.title,
        "title": row["source"] or rows.title,
        "publisher": rows.title,
        "published_basis": "undated",
        "language": "und",
        "kind": row["source_kind"] if row["source_kind"] in kinds else "own data",
    }


def _place(rows: OwnRows, row: Cells, known: Mapping[str, Place], once: Any) -> Cells:  # noqa: ANN401 - a closure above
    """Return a place for a point of the file, and see that its municipality is there as well."""
    municipality = row["municipality"]
    if municipality and municipality not in known:
        municipality = once("places", _named(municipality, municipality, row, "A", "ADM2"))
    point = (row["latitude"], row["longitude"], row["place_as_written"], municipality)
    name = row["place_as_written"] or municipality or row["country"] or rows.title
    digest = sha256("\0".join(str(part) for part in point).encode()).hexdigest()[:_DIGITS]
    place = _named(f"{rows.id}.{digest}", name, row, "P", "PPL")
    return place | {"municipality": municipality}


def _named(identifier: str, name: str, row: Cells, feature_class: str, feature_code: str) -> Cells:
    names = dict.fromkeys(("name_en", "name_sq", "name_sr_latn", "name_sr_cyrl"), name)
    return {
        "id": identifier,
        **names,
        "feature_class": feature_class,
        "feature_code": feature_code,
        "country": row["country"],
        "latitude": 0.0 if row["latitude"] is None else row["latitude"],
        "longitude": 0.0 if row["longitude"] is None else row["longitude"],
        "coordinate_source": "as the file gives it",
    }


def _has(row: Cells, measure: str) -> bool:
    return any(row[f"{measure}_{end}"] is not None for end in ("low", "best", "high"))


def _figure(incident: str, source: str, measure: str, row: Cells) -> Cells:
    ends = {end: row[f"{measure}_{end}"] for end in ("low", "best", "high")}
    return {
        "id": f"{incident}.{measure}",
        "incident": incident,
        "source": source,
        "measure": measure,
        "whom": "people",
        "open_upper": False,
        **ends,
    }


def _incident(dataset: str, identifier: str, place: str, row: Cells) -> Cells:
    where, when = PLACE_CROSSWALK[row["place_precision"]], DATE_CROSSWALK[row["date_precision"]]
    start, end = _partial(row["first_day"], row["last_day"], row["date_precision"])
    killed = [row[f"killed_{end}"] for end in ("low", "best", "high")]
    sub_type = row["sub_event_type"]
    return {
        **{name: row[name] for name in ("title", "place_as_written", "place_precision", "radius_m", "event_type")},
        **{name: row[name] for name in ("actor1", "actor1_kind", "actor2", "actor2_kind", "date_precision")},
        "id": identifier,
        "dataset": dataset,
        "event_date_start": start,
        "event_date_end": end,
        "date_prec": row["date_prec"] or when[0],
        "time_precision": row["time_precision"] or when[1],
        "place": place,
        "where_prec": row["where_prec"] or where[0],
        "geo_precision": row["geo_precision"] or where[1],
        "sub_event_type": sub_type if sub_type in ACLED_EVENT_TYPES else "Not coded",
        "summary": row["summary"] or row["title"],
        "confidence": NOT_SAID,
        "content_note": any(number or 0 for number in killed),
    }


def _partial(first: date, last: date, precision: str) -> tuple[str, str]:
    """Return first and last day as partial dates that mean just these days."""
    known = KNOWN_CHARACTERS.get(precision, 10)
    start, end = first.isoformat()[:known], last.isoformat()[:known]
    if (widen(start)[0], widen(end)[1]) == (first, last):
        return start, end
    return first.isoformat(), last.isoformat()
