"""GDELT's event tables, 1.0 and 2.0, become columns of the flat table.

Sources
-------
GDELT Data Format Codebook 1.03 (2013: 57 columns in the files up to March 2013, 58 in the daily ones since) and Event
Codebook 2.0 (2015: 61 columns). Files have no header line. Event codes are those of the CAMEO codebook 1.1b3 (2012);
`cameo.csv` beside this module says which word of the atlas each is, finer codes only where they say more.

GDELT is coded by a machine from news texts: its places are centroids, its dates may lie a century off, and it counts
no dead.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.cells_as_written import Cells, coordinates, each, mask
from geo.formats.reading.model import Converted
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, ActorKind, DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.formats.reading.model import Batch, Choices

CAMEO = Path(__file__).with_name("cameo.csv")
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_PLACES = ("Actor1Geo", "Actor2Geo", "ActionGeo")
#: number of columns -> whether the second administrative level and the address of the source are among them
FORMS: Mapping[int, tuple[bool, bool]] = {57: (False, False), 58: (False, True), 61: (True, True)}
INDISPENSABLE = ("globaleventid", "sqldate", "eventcode", "actiongeo_type", "actiongeo_lat", "actiongeo_long")
#: `day` is what the codebook of 2.0 calls it
ALIASES: Mapping[str, str] = {"day": "sqldate"}
PLACE_PRECISIONS: Mapping[str, PlacePrecision] = {
    "1": PlacePrecision.COUNTRY,
    "2": PlacePrecision.REGION,  # a state of the United States
    "3": PlacePrecision.SETTLEMENT,  # a town or landmark in the United States
    "4": PlacePrecision.SETTLEMENT,  # a town or landmark elsewhere
    "5": PlacePrecision.REGION,  # a first-level unit elsewhere
}
#: type code of an actor -> kind; the first code of an actor that is listed counts
ACTOR_KINDS: Mapping[str, ActorKind] = {
    "pko": ActorKind.PEACEKEEPERS,
    "cop": ActorKind.STATE_FORCES,
    "mil": ActorKind.STATE_FORCES,
    "spy": ActorKind.STATE_FORCES,
    "gov": ActorKind.GOVERNMENT,
    "leg": ActorKind.GOVERNMENT,
    "jud": ActorKind.GOVERNMENT,
    "reb": ActorKind.ARMED_GROUP,
    "ins": ActorKind.ARMED_GROUP,
    "sep": ActorKind.ARMED_GROUP,
    "uaf": ActorKind.ARMED_GROUP,
    "cvl": ActorKind.CIVILIANS,
    "ref": ActorKind.CIVILIANS,
    "set": ActorKind.CIVILIANS,
    "igo": ActorKind.INTERNATIONAL_BODY,
    "uno": ActorKind.INTERNATIONAL_BODY,
    "eec": ActorKind.INTERNATIONAL_BODY,
    "osc": ActorKind.INTERNATIONAL_BODY,
}
KIND_COLUMNS = ("type1code", "type2code", "type3code", "knowngroupcode")
NO_TYPE = "is no code of CAMEO that is known here; correct it or leave the row out"
NO_PLACE_TYPE = "is none of the types of place 1 to 5; correct it"
NO_PLACE = "says that no place of the event is known; such a row cannot be shown"
WEB = r"^https?://[^\s/]+"


def gdelt_columns(count: int) -> tuple[str, ...]:
    """Return the names of the columns of a file without header line.

    Parameters
    ----------
    count
        57 or 58 for version 1.0, 61 for version 2.0.

    Raises
    ------
    KeyError
        For another number.
    """
    level_two, address = FORMS[count]
    geo = [part for part in _GEO if level_two or part != "ADM2Code"]
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
        "NumSources", "NumArticles", "AvgTone",
        *(f"{place}_{part}" for place in _PLACES for part in geo),
        "DATEADDED", *(["SOURCEURL"] if address else []),
    )  # fmt: skip


@cache
def cameo() -> Mapping[str, tuple[str, EventType]]:
    """Return label and event type of each CAMEO code that is told apart; codes keep their leading zeros."""
    with CAMEO.open(encoding="utf-8", newline="") as source:
        return {row["code"]: (row["label"], EventType(row["event_type"])) for row in csv.DictReader(source)}


def convert_gdelt(batch: Batch, header: tuple[str, ...], choices: Choices) -> Converted:  # noqa: ARG001 (one form for all layouts)
    """Say in columns of the flat table what rows of GDELT mean.

    Parameters
    ----------
    batch
        Rows as written.
    header
        The columns; () for a file without header line, whose columns are known by their number.
    choices
        Nothing of it matters here.

    Returns
    -------
    Converted
        The place is that of the action. An address becomes `url`, its host `source`. Nobody is counted as killed.
    """
    cells = Cells(batch, header or gdelt_columns(batch.cells.num_columns), ALIASES)
    columns = {"id": cells.required("globaleventid")}
    days = cells.days("sqldate")
    when = {"date_prec": DATE_CROSSWALK["day"][0], "time_precision": DATE_CROSSWALK["day"][1]}
    columns |= {"first_day": days, "last_day": days}
    columns["date_precision"] = pa.repeat(pa.scalar(str(DatePrecision.DAY)), cells.count)
    columns |= {name: pa.repeat(pa.scalar(scale, pa.int8()), cells.count) for name, scale in when.items()}
    columns |= _where(cells)
    for number in (1, 2):
        columns[f"actor{number}"] = cells.text(f"actor{number}name")
        columns[f"actor{number}_kind"] = _actor_kinds(cells, number)
    columns |= _what(cells, columns["actor1"], columns["actor2"])
    written = cells.text("sourceurl")
    web = pc.match_substring_regex(written, WEB, ignore_case=True)
    columns["url"] = pc.if_else(web, written, "")
    host = pc.replace_substring_regex(written, r"^[A-Za-z]+://(?:[^/?#]*@)?([^/?#:]+).*$", r"\1")
    columns["source"] = pc.if_else(web, pc.utf8_lower(host), written)
    return Converted(columns, tuple(cells.faults))


def _what(cells: Cells, actor1: pa.Array, actor2: pa.Array) -> dict[str, pa.Array]:
    """Return type, sub-type and title; the finest code that is told apart counts."""
    codes = [_zeros_restored(cells, name) for name in ("eventcode", "eventbasecode", "eventrootcode")]
    codes.append(pc.utf8_slice_codeunits(codes[0], 0, 3))  # a finer code where the coarser columns are empty
    known = cameo()
    types = pc.coalesce(*(each(code, lambda one: str(known[one][1]) if one in known else None, pa.string())
                          for code in (codes[0], codes[3], codes[1], codes[2])))  # fmt: skip
    labels = pc.coalesce(*(each(code, lambda one: known[one][0] if one in known else None, pa.string())
                           for code in (codes[0], codes[3], codes[1], codes[2])))  # fmt: skip
    cells.fault("eventcode", NO_TYPE, mask(pc.is_null(types)))
    roots = each(codes[0], lambda one: known[one[:2]][0] if one[:2] in known else "", pa.string())
    both = pc.and_(pc.not_equal(actor1, ""), pc.not_equal(actor2, ""))
    actors = pc.binary_join_element_wise(actor1, actor2, pc.if_else(both, ", ", ""))
    titles = pc.binary_join_element_wise(roots, actors, pc.if_else(pc.equal(actors, ""), "", ": "))
    return {"event_type": types, "sub_event_type": pc.fill_null(labels, ""), "title": titles}


def _zeros_restored(cells: Cells, name: str) -> pa.Array:
    """Return codes with the leading zero that a spreadsheet took from them; a root of one digit tells that it did."""
    codes, roots = cells.text(name), cells.text("eventrootcode")
    lost = pc.match_substring_regex(roots, "^[1-9]$")
    same = pc.and_(lost, pc.equal(pc.utf8_slice_codeunits(codes, 0, 1), roots))
    return pc.if_else(same, pc.binary_join_element_wise("0", codes, ""), codes)


def _where(cells: Cells) -> dict[str, pa.Array]:
    latitude, longitude = coordinates(cells, "actiongeo_lat", "actiongeo_long")
    place = cells.text("actiongeo_fullname")
    words = cells.words("actiongeo_type", PLACE_PRECISIONS)
    nowhere = pc.and_(pc.and_(pc.is_null(latitude), pc.is_null(longitude)), pc.equal(place, ""))
    faulty = {fault.position for fault in cells.faults}
    cells.fault("actiongeo_type", NO_PLACE, [one for one in mask(nowhere).nonzero()[0].tolist() if one not in faulty])
    cells.fault("actiongeo_type", NO_PLACE_TYPE, mask(pc.and_not(pc.is_null(words), nowhere)))
    last = each(place, lambda text: text.rpartition(",")[2].strip(), pa.string())
    return {
        "latitude": latitude,
        "longitude": longitude,
        "place_as_written": place,
        "place_precision": words,
        "country": pc.if_else(pc.equal(last, ""), cells.text("actiongeo_countrycode"), last),
        "where_prec": each(words, lambda word: PLACE_CROSSWALK[word][0] if word else None, pa.int8()),
        "geo_precision": each(words, lambda word: PLACE_CROSSWALK[word][1] if word else None, pa.int8()),
    }


def _actor_kinds(cells: Cells, number: int) -> pa.Array:
    told = (cells.words(f"actor{number}{column}", ACTOR_KINDS) for column in KIND_COLUMNS)
    kinds = pc.coalesce(*told, pa.scalar(str(ActorKind.UNKNOWN)))
    return pc.if_else(pc.equal(cells.text(f"actor{number}name"), ""), "", kinds)
