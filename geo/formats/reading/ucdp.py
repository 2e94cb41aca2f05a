"""UCDP's Georeferenced Event Dataset, version 5 to today, becomes columns of the flat table.

Sources
-------
UCDP GED Codebook, versions 5.0 (2016) to 25.1 (2025), for the columns, `type_of_violence`, `where_prec` (1 to 7) and
`date_prec` (1 to 5). Version 5 calls the estimates `low_est`, `best_est` and `high_est`. Dates are written as
2004-03-17 00:00:00.000 or, the month first, as 3/17/2004 12:00:00 AM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.actor_kinds import coded_kinds
from geo.formats.reading.cells_as_written import Cells, coordinates, each, mask, titles
from geo.formats.reading.days_as_written import order_of
from geo.formats.reading.model import Converted, DateOrder
from geo.formats.reading.own_words import words_of
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, ActorKind, DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.formats.reading.model import Batch, Choices
    from geo.formats.reading.own_words import Words

#: the columns since version 18.1, in their order; files of candidate events come without a header line too
COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
#: how many of them such a file has: all, or all but the two numbers of states
HEADLESS = (len(COLUMNS) - 2, len(COLUMNS))
#: the columns without which a file is not read as UCDP GED's, by their names of today
INDISPENSABLE = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "latitude", "longitude", "date_prec", "date_start",
    "date_end", "best",
)  # fmt: skip
#: names of version 5, and the ten characters to which shapefiles cut names
ALIASES: Mapping[str, str] = {
    "best_est": "best",
    "high_est": "high",
    "low_est": "low",
    "adm1": "adm_1",
    "adm2": "adm_2",
    "where_coor": "where_coordinates",
    "where_desc": "where_description",
    "type_of_vi": "type_of_violence",
    "source_art": "source_article",
    "source_off": "source_office",
    "source_hea": "source_headline",
    "deaths_civ": "deaths_civilians",
    "deaths_unk": "deaths_unknown",
}
#: type_of_violence -> what UCDP calls it
VIOLENCE = {1: "State-based conflict", 2: "Non-state conflict", 3: "One-sided violence"}
EVENT_TYPES = {1: EventType.CLASH, 2: EventType.CLASH, 3: EventType.ARMED_ATTACK}
PLACE_PRECISIONS = {
    1: PlacePrecision.EXACT,
    2: PlacePrecision.NEAR,
    3: PlacePrecision.MUNICIPALITY,
    4: PlacePrecision.REGION,
    5: PlacePrecision.REGION,  # along a line such as a border, or in a part of a country that is no unit
    6: PlacePrecision.COUNTRY,
    7: PlacePrecision.COUNTRY,  # international waters or airspace: never a point
}
#: "within about 25 km around a known point" is how the codebook puts where_prec 2
NEAR_M = 25_000
DATE_PRECISIONS = {
    1: DatePrecision.DAY,
    2: DatePrecision.DAYS,
    3: DatePrecision.WEEK,
    4: DatePrecision.MONTH,
    5: DatePrecision.YEAR,
}
TEXTS = {
    "place_as_written": "where_coordinates",
    "municipality": "adm_2",
    "country": "country",
    "actor1": "side_a",
    "actor2": "side_b",
}
DEATHS = {"killed_low": "low", "killed_best": "best", "killed_high": "high"}
NO_TYPE = "does not tell the type of event, though its other rows do; add it as in those rows"
DEATHS_BY_SIDE = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def convert_ucdp(batch: Batch, header: tuple[str, ...], choices: Choices, *, ours: bool = False) -> Converted:
    """Say in columns of the flat table what rows of UCDP GED mean.

    Parameters
    ----------
    batch
        Rows as written.
    header
        The columns as the file names them; `INDISPENSABLE` ones are there.
    choices
        `date_order` is for dates like 3/4/2004 (the month first unless the rows prove otherwise).
    ours
        Whether the rows were put into these columns here; then they have no type of violence, and words of their own.

    Returns
    -------
    Converted
        First and last day are those of the file. `low`, `best` and `high` are the numbers of killed; a row in which
        they are negative or out of order is faulty.
    """
    cells = Cells(batch, header, ALIASES, trim=not ours)
    words = words_of(cells, "code_status") if ours else None
    columns = {name: cells.text(written) for name, written in TEXTS.items()}
    columns["id"] = cells.required("id")
    columns |= _when(cells, choices)
    columns |= _where(cells)
    columns |= _killed(cells)
    if words is not None:
        return Converted(columns | _in_own_words(cells, columns, words), tuple(cells.faults))
    violence = cells.coded("type_of_violence", range(1, 4))
    columns["event_type"] = each(violence, EVENT_TYPES.get, pa.string())
    columns["sub_event_type"] = pc.fill_null(each(violence, VIOLENCE.get, pa.string()), "")
    for actor, side in (("actor1", "side_a"), ("actor2", "side_b")):
        columns[f"{actor}_kind"] = coded_kinds(columns[actor], cells.each(side, _kind_of_side, pa.string()))
    article, office, headline = (cells.column(f"source_{part}") for part in ("article", "office", "headline"))
    columns["source"] = pc.if_else(pc.equal(office, ""), article, office)
    columns["summary"] = pc.if_else(pc.equal(headline, ""), article, headline)
    columns["title"] = titles(columns["sub_event_type"], columns["place_as_written"])
    return Converted(columns, tuple(cells.faults))


def _in_own_words(cells: Cells, columns: Mapping[str, pa.Array], words: Words) -> dict[str, pa.Array]:
    """Return what rows that were put into these columns here say more exactly than the columns do."""
    violence = each(cells.text("type_of_violence"), lambda code: EVENT_TYPES.get(int(code or 0)), pa.string())
    types = pc.coalesce(words.event_type, violence)
    cells.fault("code_status", NO_TYPE, mask(pc.is_null(types)))
    article, headline = cells.column("source_article"), cells.column("source_headline")
    exactly = pc.is_valid(words.date_precision)
    own = pc.equal(cells.text("number_of_sources"), "")  # of the atlas's own data these are sources in words
    return {
        "event_type": types,
        "place_precision": pc.coalesce(words.place_precision, columns["place_precision"]),
        "date_precision": pc.coalesce(words.date_precision, columns["date_precision"]),
        "radius_m": pc.if_else(exactly, None, columns["radius_m"]),
        "geo_precision": pa.nulls(cells.count, pa.int8()),  # follow from the words
        "time_precision": pa.nulls(cells.count, pa.int8()),
        "title": pc.if_else(own, headline, ""),
        "summary": pc.if_else(own, "", headline),
        "url": pc.if_else(own, article, ""),
        "source": cells.column("source_office"),
    }


def _when(cells: Cells, choices: Choices) -> dict[str, pa.Array]:
    written = pa.concat_arrays([cells.different("date_start"), cells.different("date_end")])
    order = order_of(written, choices.date_order, DateOrder.MONTH_FIRST)
    first, last = (cells.days(name, order) for name in ("date_start", "date_end"))
    cells.fault("date_end", "lies before the first day; correct one of them", mask(pc.less(last, first)))
    precision = cells.coded("date_prec", range(1, 6))
    # several days that are all known are "days": the word must not promise one day
    several = pa.array(mask(pc.and_(pc.equal(precision, 1), pc.not_equal(first, last))))
    words = pc.if_else(several, str(DatePrecision.DAYS), each(precision, DATE_PRECISIONS.get, pa.string()))
    return {
        "first_day": first,
        "last_day": last,
        "date_precision": words,
        "date_prec": precision,
        "time_precision": each(words, lambda word: DATE_CROSSWALK[word][1] if word else None, pa.int8()),
    }


def _where(cells: Cells) -> dict[str, pa.Array]:
    latitude, longitude = coordinates(cells, "latitude", "longitude")
    precision = cells.coded("where_prec", range(1, 8))
    words = each(precision, PLACE_PRECISIONS.get, pa.string())
    return {
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": words,
        "radius_m": each(words, lambda word: NEAR_M if word == PlacePrecision.NEAR else None, pa.int32()),
        "where_prec": precision,
        "geo_precision": each(words, lambda word: PLACE_CROSSWALK[word][1] if word else None, pa.int8()),
    }


def _kind_of_side(name: str) -> ActorKind:
    """Tell the kind of a side by its name: UCDP has no column for it, and a side is one of these three."""
    if name.startswith("Government of "):
        return ActorKind.STATE_FORCES
    return ActorKind.CIVILIANS if name.lower() == "civilians" else ActorKind.ARMED_GROUP


def _killed(cells: Cells) -> dict[str, pa.Array]:
    killed = {name: cells.counts(written) for name, written in DEATHS.items()}
    for side in DEATHS_BY_SIDE:
        cells.counts(side)  # not kept apart in the flat table, but a number that is none is a fault
    low, best, high = killed.values()
    cells.fault("low", "is above the best estimate; correct one of them", mask(pc.greater(low, best)))
    cells.fault("high", "is below the best estimate; correct one of them", mask(pc.less(high, best)))
    cells.fault("high", "is below the low estimate; correct one of them",
                mask(pc.and_(pc.is_null(best), pc.less(high, low))))  # fmt: skip
    return killed
