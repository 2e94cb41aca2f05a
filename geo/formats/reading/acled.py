"""ACLED's exports, current and old, become columns of the flat table.

Sources
-------
ACLED Codebook (2024) for the event types, sub-event types, inter codes and precisions; ACLED Codebook versions 1 to 8
(2010-2017) for the older types, the numeric inter codes and columns. The exports of those years write dates as
17 March 2004, 17-Mar-04, 2004-03-17 or 17/03/2004, the day first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.actor_kinds import coded_kinds
from geo.formats.reading.cells_as_written import EMPTY, Cells, coordinates, each, mask, titles, widened
from geo.formats.reading.days_as_written import order_of
from geo.formats.reading.model import Converted, DateOrder
from geo.formats.reading.own_words import words_of
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, ActorKind, DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.formats.reading.model import Batch, Choices
    from geo.formats.reading.own_words import Words

#: the columns without which a file is not read as ACLED's
INDISPENSABLE = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "country", "latitude", "longitude", "geo_precision",
)  # fmt: skip
#: names of ten characters, to which shapefiles cut their columns, and names of early versions
ALIASES: Mapping[str, str] = {
    "event_id_c": "event_id_cnty",
    "time_preci": "time_precision",
    "geo_precis": "geo_precision",
    "sub_event_": "sub_event_type",
    "sub_event": "sub_event_type",
    "inter_1": "inter1",
    "inter_2": "inter2",
    "lat": "latitude",
    "long": "longitude",
    "lon": "longitude",
    "fatality": "fatalities",
}
#: event type in lower case -> word of the atlas; the types of versions 1 to 8 stand behind those of today
EVENT_TYPES: Mapping[str, EventType] = {
    "battles": EventType.CLASH,
    "protests": EventType.PROTEST,
    "riots": EventType.RIOT,
    "explosions/remote violence": EventType.EXPLOSION,
    "violence against civilians": EventType.ARMED_ATTACK,
    "strategic developments": EventType.POLITICAL,  # unless its sub-type says more, see below
    "battle-no change of territory": EventType.CLASH,
    "battle-government regains territory": EventType.CLASH,
    "battle-non-state actor overtakes territory": EventType.CLASH,
    "battle-rebels overtake territory": EventType.CLASH,
    "riots/protests": EventType.PROTEST,  # unless an actor is coded as rioters or the sub-type says so
    "remote violence": EventType.EXPLOSION,
    "strategic development": EventType.POLITICAL,
    "non-violent activity by a conflict actor": EventType.POLITICAL,
    "non-violent transfer of territory": EventType.POLITICAL,
    # armed men take up quarters; nothing says that they marched, so it is no troop movement
    "headquarters or base established": EventType.SECURITY_OPERATION,
}
#: sub-types that say more than their type: those of strategic developments, and of the former "Riots/Protests"
SUB_EVENT_TYPES: Mapping[str, EventType] = {
    "arrests": EventType.SECURITY_OPERATION,
    "disrupted weapons use": EventType.SECURITY_OPERATION,
    "headquarters or base established": EventType.SECURITY_OPERATION,
    "looting/property destruction": EventType.RIOT,
    "agreement": EventType.POLITICAL,
    "change to group/activity": EventType.POLITICAL,
    "non-violent transfer of territory": EventType.POLITICAL,
    "other": EventType.POLITICAL,
    "mob violence": EventType.RIOT,
    "violent demonstration": EventType.RIOT,
    "peaceful protest": EventType.PROTEST,
    "protest with intervention": EventType.PROTEST,
    "excessive force against protesters": EventType.PROTEST,
}
REFINED = ("strategic developments", "strategic development", "riots/protests")
#: inter code or its text in lower case -> kind of actor; 0 and "none" stand where there is no actor
ACTOR_KINDS: Mapping[str, ActorKind] = {
    "1": ActorKind.STATE_FORCES,
    "2": ActorKind.ARMED_GROUP,
    "3": ActorKind.ARMED_GROUP,
    "4": ActorKind.ARMED_GROUP,
    "5": ActorKind.CROWD,
    "6": ActorKind.PROTESTERS,
    "7": ActorKind.CIVILIANS,
    "8": ActorKind.UNKNOWN,
    "state forces": ActorKind.STATE_FORCES,
    "rebel group": ActorKind.ARMED_GROUP,
    "rebel groups": ActorKind.ARMED_GROUP,
    "political militia": ActorKind.ARMED_GROUP,
    "political militias": ActorKind.ARMED_GROUP,
    "identity militia": ActorKind.ARMED_GROUP,
    "identity militias": ActorKind.ARMED_GROUP,
    "rioters": ActorKind.CROWD,
    "protesters": ActorKind.PROTESTERS,
    "protestors": ActorKind.PROTESTERS,
    "civilians": ActorKind.CIVILIANS,
    "external/other forces": ActorKind.UNKNOWN,
}
PLACE_PRECISIONS = {1: PlacePrecision.SETTLEMENT, 2: PlacePrecision.MUNICIPALITY, 3: PlacePrecision.REGION}
DATE_PRECISIONS = {1: DatePrecision.DAY, 2: DatePrecision.WEEK, 3: DatePrecision.MONTH}
#: text of the flat table -> column of ACLED
TEXTS = {
    "place_as_written": "location",
    "municipality": "admin2",
    "country": "country",
    "sub_event_type": "sub_event_type",
    "actor1": "actor1",
    "actor2": "actor2",
    "source": "source",
}
UNKNOWN_TYPE = "is not an event type of ACLED; correct it, or say in the settings of the file what it means"


def convert_acled(batch: Batch, header: tuple[str, ...], choices: Choices, *, ours: bool = False) -> Converted:
    """Say in columns of the flat table what rows of ACLED mean.

    Parameters
    ----------
    batch
        Rows as written.
    header
        The columns as the file names them; `INDISPENSABLE` ones are there.
    choices
        `date_order` is for dates like 03/04/2004 (the day first unless the rows prove otherwise), `event_types` for
        event types that ACLED does not have.
    ours
        Whether the rows were put into these columns here; then words of their own are among the tags.

    Returns
    -------
    Converted
        A date known by the week or the month is widened to it; ACLED gives one number of killed and no range.
    """
    cells = Cells(batch, header, ALIASES, trim=not ours)
    words = words_of(cells, "tags") if ours else None
    columns = {name: cells.text(written) for name, written in TEXTS.items()}
    columns["id"] = cells.required("event_id_cnty")
    columns |= _when(cells, choices)
    columns |= _where(cells)
    if words is None:
        columns["event_type"] = _event_types(cells, choices)
        columns |= {f"actor{number}_kind": _actor_kind(cells, number) for number in (1, 2)}
    else:
        columns["event_type"] = _event_types(cells, choices, words.event_type)
        columns |= _in_own_words(cells, columns, words)
    columns["summary"] = cells.column("notes")
    columns["killed_best"] = cells.counts("fatalities")
    written = columns["sub_event_type"]
    beginnings = pc.if_else(pc.equal(written, ""), cells.text("event_type"), written)
    columns["title"] = titles(beginnings, columns["place_as_written"])
    return Converted(columns, tuple(cells.faults))


def _when(cells: Cells, choices: Choices) -> dict[str, pa.Array]:
    order = order_of(cells.different("event_date"), choices.date_order, DateOrder.DAY_FIRST)
    days = cells.days("event_date", order)
    precision = cells.coded("time_precision", range(1, 4))
    week, month = (mask(pc.equal(precision, code)) for code in (2, 3))
    first, last = widened(days, week, month)
    words = each(precision, DATE_PRECISIONS.get, pa.string())
    return {
        "first_day": first,
        "last_day": last,
        "date_precision": words,
        "date_prec": each(words, lambda word: DATE_CROSSWALK[word][0] if word else None, pa.int8()),
        "time_precision": precision,
    }


def _where(cells: Cells) -> dict[str, pa.Array]:
    latitude, longitude = coordinates(cells, "latitude", "longitude")
    precision = cells.coded("geo_precision", range(1, 4))
    words = each(precision, PLACE_PRECISIONS.get, pa.string())
    return {
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": words,
        "where_prec": each(words, lambda word: PLACE_CROSSWALK[word][0] if word else None, pa.int8()),
        "geo_precision": precision,
    }


def _actor_kind(cells: Cells, number: int) -> pa.Array:
    return coded_kinds(cells.text(f"actor{number}"), cells.words(f"inter{number}", ACTOR_KINDS))


def _in_own_words(cells: Cells, columns: Mapping[str, pa.Array], words: Words) -> dict[str, pa.Array]:
    """Return what rows that were put into these columns here say more exactly than the columns do."""
    exactly = pc.is_valid(words.date_precision)
    day = pc.if_else(exactly, cells.days("event_date", DateOrder.DAY_FIRST), None)
    return {
        "first_day": pc.coalesce(day, columns["first_day"]),
        "last_day": pc.coalesce(words.last_day, day, columns["last_day"]),
        "date_precision": pc.coalesce(words.date_precision, columns["date_precision"]),
        "date_prec": pc.if_else(exactly, None, columns["date_prec"]),
        "place_precision": pc.coalesce(words.place_precision, columns["place_precision"]),
        "where_prec": pc.if_else(exactly, None, columns["where_prec"]),
    }


def _event_types(cells: Cells, choices: Choices, said: pa.Array | None = None) -> pa.Array:
    """Return the event types, `said` before others; unknown ones are faults unless the owner says what they mean."""
    chosen = {written.strip().lower(): word for written, word in choices.event_types.items()}
    types = cells.words("event_type", {**chosen, **EVENT_TYPES})
    written = cells.text("event_type")
    refined = cells.each("event_type", lambda text: text.lower() in REFINED, pa.bool_())
    rioters = [mask(pc.equal(cells.words(f"inter{number}", ACTOR_KINDS), str(ActorKind.CROWD))) for number in (1, 2)]
    mixed = cells.each("event_type", lambda text: text.lower() == "riots/protests", pa.bool_())
    crowds = pc.if_else(pc.and_(mixed, pa.array(rioters[0] | rioters[1])), str(EventType.RIOT), None)
    more = pc.coalesce(cells.words("sub_event_type", SUB_EVENT_TYPES), crowds)
    types = pc.coalesce(
        pa.nulls(cells.count, pa.string()) if said is None else said, pc.if_else(refined, more, None), types
    )
    unknown, empty = pc.is_null(types), pc.equal(written, "")
    cells.fault("event_type", EMPTY, mask(pc.and_(unknown, empty)))
    cells.fault("event_type", UNKNOWN_TYPE, mask(pc.and_not(unknown, empty)))
    return types
