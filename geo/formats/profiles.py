"""The shown rows in the columns of ACLED and of UCDP GED, for programs that expect those.

What the columns mean is theirs, the coding is ours: every row says that it is not their data. The ids are those of the
atlas, and what the atlas does not know stays empty.

Sources
-------
Columns of ACLED as of its column change of 2023, columns of the UCDP Georeferenced Event Dataset since version 18.1.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from gazetteer.tables.quoting import quote
from geo.formats.export import BETWEEN
from geo.formats.reading import ucdp
from geo.formats.reading.own_words import NOT_ACLED, NOT_UCDP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.formats.export import Export

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
UCDP_COLUMNS = ucdp.COLUMNS
#: what stands between several sources or tags in one cell
AND = "; "
_POLITICAL, _DEMONSTRATIONS = "Political violence", "Demonstrations"
#: ACLED's event type -> its disorder type, and the sub-types that differ from their type
_DISORDER = {
    "Battles": _POLITICAL,
    "Violence against civilians": _POLITICAL,
    "Explosions/Remote violence": _POLITICAL,
    "Riots": _DEMONSTRATIONS,
    "Protests": _DEMONSTRATIONS,
    "Strategic developments": "Strategic developments",
}
_DISORDER_OF_SUB_TYPES = {
    "Mob violence": _POLITICAL,
    "Excessive force against protesters": f"{_POLITICAL}; {_DEMONSTRATIONS}",
}


def to_acled(export: Export, coordinates: Mapping[str, tuple[float, float]]) -> bytes:
    """Write the rows as CSV in the columns of ACLED.

    Parameters
    ----------
    export
        The rows.
    coordinates
        Latitude and longitude of every place by its id, degrees; `geo_precision` says what they are worth.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, texts quoted against formulas.
    """
    killed = killed_by_incident(export)
    sources = sources_by_id(export)
    return written(ACLED_COLUMNS, (_acled_row(row, coordinates, killed, sources) for row in export.rows))


def to_ucdp(export: Export, coordinates: Mapping[str, tuple[float, float]]) -> bytes:
    """Write the rows as CSV in the columns of UCDP GED; parameters and form as in `to_acled`."""
    killed = killed_by_incident(export)
    sources = sources_by_id(export)
    return written(UCDP_COLUMNS, (_ucdp_row(row, coordinates, killed, sources) for row in export.rows))


def killed_by_incident(export: Export) -> dict[str, list[Mapping[str, Any]]]:
    """Return the figures of killed by incident: the wholes, and parts only where no whole has a number."""
    told: dict[str, list[Mapping[str, Any]]] = {}
    for figure in export.figures:
        if figure["measure"] == "killed" and _number(figure) is not None:
            told.setdefault(figure["incident"], []).append(figure)
    return {
        incident: [figure for figure in figures if not figure["level"]] or figures for incident, figures in told.items()
    }


def sources_by_id(export: Export) -> dict[str, Mapping[str, Any]]:
    """Return the numbered sources by their ids."""
    return {source["source"]: source for source in export.sources}


def disorder_type(event_type: str, sub_event_type: str) -> str:
    """Return ACLED's disorder type of its own event type and sub-type; "" where there is none."""
    return _DISORDER_OF_SUB_TYPES.get(sub_event_type, _DISORDER.get(event_type, ""))


def written(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV; a column that a row does not have is empty."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    names = tuple(columns)
    writer.writerow(names)
    cells = ([row.get(name, "") for name in names] for row in rows)
    writer.writerows([quote(cell) if isinstance(cell, str) else cell for cell in line] for line in cells)
    return target.getvalue().encode("utf-8-sig")


def _acled_row(
    row: Mapping[str, Any],
    coordinates: Mapping[str, tuple[float, float]],
    killed: Mapping[str, list[Mapping[str, Any]]],
    sources: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    coded = row["acled_event_type"] if row["acled_event_type"] in _DISORDER else ""
    latitude, longitude = coordinates[row["place"]]
    return {
        "event_id_cnty": row["id"],
        "event_date": row["first_day"],
        "year": int(row["first_day"][:4]),
        "time_precision": row["time_precision"],
        "disorder_type": disorder_type(coded, row["sub_event_type"]),
        "event_type": coded,
        "sub_event_type": row["sub_event_type"] if coded else "",
        "actor1": row["actor1"],
        "actor2": row["actor2"],
        "country": row["country"],
        "admin2": row["municipality_name"],
        "location": row["place_name"],
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": row["geo_precision"],
        "source": AND.join(_of_sources(row, sources, "publisher")),
        "notes": row["summary"],
        "fatalities": highest(killed.get(row["id"], [])),
        "tags": f"{NOT_ACLED}{AND}{_in_words(row, span=True)}",
    }


def _in_words(row: Mapping[str, Any], *, span: bool = False) -> str:
    """Say type and precisions in our words; with the days where columns have no place for the last one."""
    days = f" {row['first_day']}/{row['last_day']}" if span and row["first_day"] != row["last_day"] else ""
    return f"type: {row['event_type']}; place: {row['place_precision']}; date: {row['date_precision']}{days}"


def _ucdp_row(
    row: Mapping[str, Any],
    coordinates: Mapping[str, tuple[float, float]],
    killed: Mapping[str, list[Mapping[str, Any]]],
    sources: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    latitude, longitude = coordinates[row["place"]]
    figures = killed.get(row["id"], [])
    return {
        "id": row["id"],
        "year": int(row["first_day"][:4]),
        "code_status": f"{NOT_UCDP}{AND}{_in_words(row)}",
        "side_a": row["actor1"],
        "side_b": row["actor2"],
        "number_of_sources": len(_ids(row)),
        "source_article": row["sources"],
        "source_office": AND.join(_of_sources(row, sources, "publisher")),
        "source_date": AND.join(_of_sources(row, sources, "published")),
        "source_headline": AND.join(_of_sources(row, sources, "title")),
        "where_prec": row["where_prec"],
        "where_coordinates": row["place_name"],
        "where_description": row["place_as_written"],
        "adm_2": row["municipality_name"],
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude} {latitude})",
        "country": row["country"],
        "date_prec": row["date_prec"],
        "date_start": row["first_day"],
        "date_end": row["last_day"],
        "best": highest(figures),
        "high": upper_end(figures),
        "low": lower_end(figures),
    }


def highest(figures: Iterable[Mapping[str, Any]]) -> int | str:
    """Return the highest number that any one source gives, as on the pages; "" if none gives one."""
    return max((number for figure in figures if (number := _number(figure)) is not None), default="")


def lower_end(figures: Iterable[Mapping[str, Any]]) -> int | str:
    """Return the lowest number that the sources allow; "" if none gives one."""
    ends = [_number(figure) if figure["low"] is None else int(figure["low"]) for figure in figures]
    return min((end for end in ends if end is not None), default="")


def upper_end(figures: Iterable[Mapping[str, Any]]) -> int | str:
    """Return the highest number that the sources allow; "" where one of them leaves the upper end open."""
    ends = [_upper(figure) for figure in figures]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else ""


def _number(figure: Mapping[str, Any]) -> int | None:
    """Return the number that a figure gives, else its lower end."""
    number: int | None = figure["low"] if figure["best"] is None else figure["best"]
    return number


def _upper(figure: Mapping[str, Any]) -> int | None:
    """Return the upper end of a figure; a plain number is its own."""
    best, high = figure["best"], figure["high"]
    if high is None and best is not None and f"{figure['number']} ".startswith(f"{best:,} "):
        return int(best)
    return None if high is None else int(high)


def _ids(row: Mapping[str, Any]) -> list[str]:
    return row["source_ids"].split(BETWEEN) if row["source_ids"] else []


def _of_sources(row: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]], column: str) -> Iterator[str]:
    """Yield what the sources of an incident have in one column, each text once."""
    yield from dict.fromkeys(text for source in _ids(row) if (text := sources[source][column]))
