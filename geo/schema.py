"""The tables of the data package, declared once.

Everything that has to know a column reads it here: the reader and its checks, `datapackage.json`, the codebook, the
download headers. A table is a CSV file of the same name in the data folder (UTF-8, comma, one header line).

Sources
-------
Event types are coded after ACLED's categories (ACLED Codebook); the numeric precision columns use the published scales
of ACLED (`geo_precision`, `time_precision`, 1-3) and of UCDP GED (`where_prec` 1-7, `date_prec` 1-5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date", "partial_date", "url"]

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
ROW_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


class EventType(StrEnum):
    """What happened, one symbol each on the map."""

    CLASH = "clash"
    RIOT = "riot_arson"
    PROTEST = "protest"
    ARMED_ATTACK = "armed_attack"
    EXPLOSION = "explosion"
    SECURITY_OPERATION = "security_operation"
    TROOP_MOVEMENT = "troop_movement"
    DISPLACEMENT = "displacement"
    POLITICAL = "political"
    ACCIDENT = "accident"
    TOTAL = "total"


class DatePrecision(StrEnum):
    """How much of the date the sources give."""

    DAY = "day"
    NIGHT = "night"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


class PlacePrecision(StrEnum):
    """How much of the place the sources give; it decides how an incident is drawn."""

    EXACT = "exact"
    SETTLEMENT = "settlement"
    NEAR = "near"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTRY = "country"


class MovementStatus(StrEnum):
    """Where a troop movement stands; the order is the order in which it may advance."""

    REQUESTED = "requested"
    REFUSED = "refused"
    ANNOUNCED = "announced"
    AUTHORISED = "authorised"
    UNDER_WAY = "under_way"
    ARRIVED = "arrived"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class AreaKind(StrEnum):
    """What kind of Serb-majority area a statement is about; decides the fill in the legend."""

    NORTHERN_MUNICIPALITY = "northern_municipality"
    SOUTHERN_MUNICIPALITY = "southern_municipality"
    ENCLAVE = "enclave"
    MIXED = "mixed"
    TOWN_QUARTER = "town_quarter"
    MONASTERY = "monastery"
    WHOLE_TERRITORY = "whole_territory"


class ExerciseKind(StrEnum):
    """What an exercise on method asks."""

    EVENING = "evening"
    SOURCES = "sources"
    PLACE = "place"
    DAY_ZERO = "day_zero"


class ActorKind(StrEnum):
    """The kind of an actor, after the actor types of ACLED in plain words."""

    PEACEKEEPERS = "peacekeepers"
    INTERNATIONAL_POLICE = "international_police"
    INTERNATIONAL_BODY = "international_body"
    KOSOVO_POLICE = "kosovo_police"
    KOSOVO_AUTHORITIES = "kosovo_authorities"
    SERBIAN_STATE = "serbian_state"
    STATE_FORCES = "state_forces"
    CROWD = "crowd"
    PROTESTERS = "protesters"
    ARMED_GROUP = "armed_group"
    CIVILIANS = "civilians"
    RELIGIOUS_COMMUNITY = "religious_community"
    GOVERNMENT = "government"
    UNKNOWN = "unknown"


#: own word -> (UCDP GED where_prec, ACLED geo_precision)
PLACE_CROSSWALK: dict[str, tuple[int, int]] = {
    "exact": (1, 1),
    "settlement": (1, 1),
    "near": (2, 2),
    "municipality": (3, 2),
    "region": (4, 3),
    "country": (6, 3),
}

#: own word -> (UCDP GED date_prec, ACLED time_precision)
DATE_CROSSWALK: dict[str, tuple[int, int]] = {
    "day": (1, 1),
    "night": (1, 1),
    "days": (2, 1),
    "week": (3, 2),
    "month": (4, 3),
    "season": (5, 3),
    "year": (5, 3),
}

#: sub_event_type (ACLED's word) -> the ACLED event type it belongs to
ACLED_EVENT_TYPES: dict[str, str] = {
    "Armed clash": "Battles",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Mob violence": "Riots",
    "Violent demonstration": "Riots",
    "Peaceful protest": "Protests",
    "Protest with intervention": "Protests",
    "Excessive force against protesters": "Protests",
    "Grenade": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Arrests": "Strategic developments",
    "Looting/property destruction": "Strategic developments",
    "Agreement": "Strategic developments",
    "Change to group/activity": "Strategic developments",
    "Headquarters or base established": "Strategic developments",
    "Non-violent transfer of territory": "Strategic developments",
    "Other": "Strategic developments",
    "Not coded": "Not coded",
}

MEASURES = (
    "killed", "injured", "displaced", "returned", "arrested", "participants", "houses_burned", "religious_sites_burned",
    "vehicles_damaged", "troops", "police", "explosive_kg", "events", "share_percent", "turnout_percent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, and what a value must satisfy."""

    name: str
    type: ColumnType
    description: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None  # the table whose `id` this column holds
    several: bool = False  # any number of them, separated by spaces


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV table: what a row is, its columns, its primary key."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    optional: bool = False  # a folder without its file is complete

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _id(what: str) -> Column:
    return Column("id", "string", f"Identifier of {what}; never reused.", required=True, pattern=ROW_ID)


def _text(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "string", description, required=required)


def _choice(name: str, description: str, choices: type[StrEnum] | tuple[str, ...], *, required: bool = True) -> Column:
    return Column(name, "string", description, required=required, choices=tuple(str(choice) for choice in choices))


def _ref(name: str, table: str, description: str, *, required: bool = True) -> Column:
    return Column(name, "string", description, required=required, references=table, pattern=ROW_ID)


def _refs(name: str, table: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "string", description, required=required, references=table, several=True)


def _range(noun: str) -> tuple[Column, ...]:
    return (
        Column("low", "integer", f"Lowest {noun} the source allows.", minimum=0),
        Column("best", "integer", f"The {noun} as the source gives it.", minimum=0),
        Column("high", "integer", f"Highest {noun} the source allows; empty where it has no upper end.", minimum=0),
        Column("open_upper", "boolean", 'True for "more than" and "at least": the upper end is open.', required=True),
    )


CONFIDENCE = ("high", "medium", "low")
#: what a chapter may show on the map; the same words as in `geo.views.Mode` and `geo.layers.LAYERS`
MAP_MODES = ("window", "cumulative", "fading")
MAP_LAYERS = ("incidents", "movements", "areas")

SOURCES = Table("sources", "one text that was read", (
    _id("the source"),
    _text("title", "Title as printed; a description in brackets where none is printed.", required=True),
    _text("publisher", "Publisher as printed; via whom it was read, if a copy.", required=True),
    _text("author", "Author, if printed."),
    Column("published", "partial_date", "Date of publication as far as it is known; empty if undated."),
    _choice("published_basis", "How its date is known.", ("printed", "derived", "approximate", "undated")),
    _text("language", "Language of the text read, BCP 47.", required=True),
    _choice("kind", "Kind of source.", ("official", "agency", "news", "ngo", "academic", "encyclopaedia", "church",
                                        "advocacy", "state media", "blog", "own data")),
    Column("url", "url", "Address of the page that was read, if there is one."),
    Column("accessed", "partial_date", "When it was read."),
    _text("note", "Caution about this source."),
))  # fmt: skip

PLACES = Table("places", "one place of the curated gazetteer", (
    _id("the place"),
    _text("name_en", "Name used in English.", required=True),
    _text("name_sq", "Albanian name.", required=True),
    _text("name_sr_latn", "Serbian name in Latin script.", required=True),
    _text("name_sr_cyrl", "Serbian name in Cyrillic script.", required=True),
    Column("feature_class", "string", "GeoNames feature class.", required=True, choices=tuple("AHLPRSTUV")),
    _text("feature_code", "GeoNames feature code.", required=True),
    _ref("municipality", "places", "Municipality of today that the place lies in (feature code ADM2).", required=False),
    _text("country", "ISO 3166-1 alpha-2; XK is user-assigned, not part of the standard.", required=True),
    Column("latitude", "number", "Decimal degrees, WGS 84.", required=True, minimum=-90, maximum=90),
    Column("longitude", "number", "Decimal degrees, WGS 84.", required=True, minimum=-180, maximum=180),
    Column("radius_m", "integer", "Half the extent in metres, where a point alone would mislead.", minimum=0),
    Column("geonameid", "integer", "GeoNames identifier.", minimum=1),
    _text("coordinate_source", "Where the coordinate comes from.", required=True),
    Column("valid_from", "partial_date", "The place exists (in this form) since."),
    Column("valid_to", "partial_date", "The place existed (in this form) until."),
    _text("note", "What a reader has to know about this place or its names."),
))  # fmt: skip

TOPONYMS = Table("toponyms", "one further name or spelling of one place", (
    _ref("place", "places", "The place."),
    _text("name", "The name as written.", required=True),
    _choice("language", "Language and script, BCP 47; und where it cannot be told.",
            ("en", "sq", "sr-Latn", "sr-Cyrl", "tr", "de", "fr", "it", "mk", "bs", "la", "und")),
    _choice("kind", "What kind of name it is.",
            ("official", "definite", "indefinite", "variant", "historic", "exonym", "press", "misspelling",
             "abbreviation")),
), key=("place", "name", "language"))  # fmt: skip

EPISODES = Table("episodes", "one story of the data set", (
    _id("the episode"),
    _text("title", "Short title.", required=True),
    Column("start", "date", "First day.", required=True),
    Column("end", "date", "Last day.", required=True),
    Column("day_zero", "date", "Day that comparisons are aligned on.", required=True),
    _text("summary", "One neutral sentence in our own words.", required=True),
))  # fmt: skip

INCIDENTS = Table("incidents", "one thing that happened (troop movements and political steps included)", (
    _id("the incident"),
    _ref("episode", "episodes", "Episode it belongs to; empty for single events.", required=False),
    _text("title", "Short neutral title without a date and without a place policy.", required=True),
    Column("event_date_start", "partial_date", "First day, as far as known.", required=True),
    Column("event_date_end", "partial_date", "Last day, as far as known; the start again for one day.", required=True),
    _choice("date_precision", "How much of the date the sources give.", DatePrecision),
    Column("date_prec", "integer", "The same on UCDP GED's scale.", required=True, minimum=1, maximum=5),
    Column("time_precision", "integer", "The same on ACLED's scale.", required=True, minimum=1, maximum=3),
    _ref("place", "places", "Where, as precisely as the sources allow."),
    _text("place_as_written", "The place in the words of the source."),
    _choice("place_precision", "How much of the place the sources give.", PlacePrecision),
    Column("radius_m", "integer", 'Radius of the disc for "near", in metres.', minimum=1),
    Column("where_prec", "integer", "The same on UCDP GED's scale.", required=True, minimum=1, maximum=7),
    Column("geo_precision", "integer", "The same on ACLED's scale.", required=True, minimum=1, maximum=3),
    _choice("event_type", "What happened.", EventType),
    _choice("sub_event_type", "Sub-type in ACLED's words (coded after ACLED's categories).", tuple(ACLED_EVENT_TYPES)),
    _text("actor1", "First actor as the sources describe it."),
    _choice("actor1_kind", "Kind of the first actor.", ActorKind, required=False),
    _text("actor2", "Second actor as the sources describe it."),
    _choice("actor2_kind", "Kind of the second actor.", ActorKind, required=False),
    _text("summary", "What happened, in our own neutral words, claims attributed.", required=True),
    _text("property_damage", "Damage to property, claims attributed."),
    _text("disagreement", "Where the sources contradict each other, in words."),
    _choice("confidence", "How far the coding can be trusted.", CONFIDENCE),
    Column("content_note", "boolean", "True if the text tells of deaths.", required=True),
))  # fmt: skip

ATTESTATIONS = Table("attestations", "one source that tells of one incident", (
    _ref("incident", "incidents", "The incident."),
    _ref("source", "sources", "The source."),
    _text("says", "What this source adds or tells differently, in our own words."),
), key=("incident", "source"))  # fmt: skip

FIGURES = Table("figures", "what one source says about one number", (
    _id("the figure"),
    _ref("incident", "incidents", "The incident."),
    _ref("source", "sources", "Who says it."),
    Column("as_of", "partial_date", "The day the figure stands for; running tolls differ from day to day."),
    _choice("measure", "What is counted.", MEASURES),
    _text("whom", "Of whom or of what.", required=True),
    *_range("number"),
    _text("said", "The number in words, if the source gives it so."),
    _ref("part_of", "figures", "The figure this is a part of; parts are never added to totals.", required=False),
    _text("claimed_by", "Whose claim it is, if the source attributes it."),
    _text("note", "Caution about this figure."),
))  # fmt: skip

MOVEMENTS = Table("movements", "one troop movement; its row in incidents has the same id", (
    _ref("id", "incidents", "The incident of the same id, of type troop_movement."),
    _text("contingent", "Which soldiers.", required=True),
    _text("countries", "Sending countries or organisation, separated by semicolons.", required=True),
    _ref("origin", "places", "Where they come from, for the arrow; empty if not said.", required=False),
    _text("origin_as_written", "The origin in the words of the source."),
    *_range("number of soldiers"),
    Column("requested_on", "partial_date", "Day of the request."),
    Column("refused_on", "partial_date", "Day of the refusal; a refused request moves nobody."),
    Column("announced_on", "partial_date", "Day of the announcement."),
    Column("authorised_on", "partial_date", "Day of the authorisation."),
    Column("under_way_on", "partial_date", "Day from which they are reported under way."),
    Column("arrived_on", "partial_date", "Day of (first) arrival."),
    Column("withdrawn_on", "partial_date", "Day of withdrawal."),
    Column("replaced_on", "partial_date", "Day of replacement."),
    _choice("final_status", "Status that the sources last give.", MovementStatus),
    _ref("part_of", "movements", "The total this is a part of; parts are never added to totals.", required=False),
    Column("kfor", "boolean", "True if the soldiers belong to KFOR.", required=True),
))  # fmt: skip

RELATIONS = Table("relations", "one link between two incidents", (
    _ref("incident", "incidents", "The later or smaller one."),
    _choice("relation", "How they are linked.", ("answers", "part_of", "follows", "context")),
    _ref("other", "incidents", "The earlier or larger one."),
), key=("incident", "relation", "other"))  # fmt: skip

STRENGTH = Table("strength", "one dated figure of the whole of KFOR", (
    _id("the figure"),
    Column("date", "partial_date", "The day, month or year it stands for.", required=True),
    _choice("date_precision", "How much of the date is given.", ("day", "month", "year")),
    *_range("number of soldiers"),
    _text("said", "The number in the words of the source.", required=True),
    _text("nations", "Contributing nations, if given."),
    Column("plotted", "boolean", "False for rounded press figures and pointers without a number.", required=True),
    _ref("source", "sources", "Who says it."),
    _text("note", "Caution about this figure."),
))  # fmt: skip

AREAS = Table("areas", "one dated statement about one Serb-majority area", (
    _id("the statement"),
    _text("area", "Key of the area; all statements about one area share it.", required=True),
    _ref("place", "places", "Where the area is."),
    _choice("kind", "Kind of area.", AreaKind),
    _choice("statement_kind", "What is stated.", ("population", "census", "status")),
    Column("as_of", "partial_date", "The date the statement stands for.", required=True),
    Column("valid_from", "partial_date", "Since when the area is as stated, only where a source dates it."),
    Column("valid_to", "partial_date", "Until when, only where a source dates it; empty does not mean today."),
    *_range("number of Serbs"),
    Column("population_total", "integer", "All inhabitants, if given.", minimum=0),
    _text("statement", "The statement in our own words.", required=True),
    _text("basis", "What the number rests on (census, municipal estimate, boycott ...)."),
    _text("note", "Caution about this statement."),
    _choice("confidence", "How far it can be trusted.", CONFIDENCE),
    _ref("source", "sources", "Who says it."),
))  # fmt: skip

CHAPTERS = Table("chapters", "one step of the story of an episode", (
    _id("the chapter"),
    _ref("episode", "episodes", "The episode."),
    Column("position", "integer", "Order within the episode, from 1.", required=True, minimum=1),
    _text("title", "Short title.", required=True),
    _text("text", "Two or three plain neutral sentences in our own words, each followed by what it rests on: ids of "
                  "incidents, figures, strength, areas or sources in square brackets.", required=True),
    _refs("incidents", "incidents", "Ids of the incidents that the map points out.", required=True),
    _text("question", "A question to think about."),
    _text("answer", "For the teacher: what a good answer holds."),
    _text("notes", "For the speaker: what may be said or shown here."),
    Column("content_note", "boolean", "True if it tells of people killed or hurt.", required=True),
    Column("window_start", "date", "First day of the map's window.", required=True),
    Column("window_end", "date", "Last day of the map's window.", required=True),
    _choice("mode", "What the map shows of the time line; empty means window.", MAP_MODES, required=False),
    Column("layers", "string", "What the map shows; empty means all of it.", choices=MAP_LAYERS, several=True),
    Column("latitude", "number", "Centre of the map.", required=True, minimum=-90, maximum=90),
    Column("longitude", "number", "Centre of the map.", required=True, minimum=-180, maximum=180),
    Column("zoom", "number", "Zoom of a map of 1000 by 700 pixels; other sizes show the same ground.", required=True,
           minimum=0, maximum=20),
))  # fmt: skip

EXERCISES = Table("exercises", "one exercise on method at the end of a story", (
    _id("the exercise"),
    _ref("episode", "episodes", "The episode."),
    Column("position", "integer", "Order within the episode, from 1.", required=True, minimum=1),
    _choice("kind", "What it asks: what the map would have shown on an evening, what several sources say of one "
                    "incident, where a report places one incident, or how two episodes compare from their day zero.",
            ExerciseKind),
    _text("title", "Short title.", required=True),
    _text("prompt", "What the class is asked; facts are followed by what they rest on in square brackets.",
          required=True),
    _refs("incidents", "incidents", "Ids of the incidents it is about; exactly one for sources and place."),
    Column("day", "date", "The day whose evening is meant."),
    _ref("other_episode", "episodes", "The episode to compare with.", required=False),
    _text("answer", "For the teacher: what a good answer holds, facts followed by what they rest on."),
    _text("notes", "For the teacher: how to run it."),
    Column("content_note", "boolean", "True if it tells of people killed or hurt.", required=True),
), optional=True)  # fmt: skip

GLOSSARY = Table("glossary", "one term explained", (
    _id("the term"),
    _text("term", "The term as it is written in a sentence.", required=True),
    _text("definition", "What it means, in our own words; each sentence is followed by the id of a source in square "
                        "brackets.", required=True),
    _refs("see", "glossary", "Ids of related terms."),
), optional=True)  # fmt: skip

STATEMENTS = Table("statements", "one thing that one source states, and the row it was coded into", (
    _id("the statement"),
    _ref("source", "sources", "The source."),
    _text("statement", "The fact in our own words.", required=True),
    _choice("kind", "Kind of fact.", ("event", "movement", "figure", "strength", "area", "political", "context")),
    Column("dated", "partial_date", "The date that the text means, resolved from the date of the text."),
    _choice("place_precision", "Precision of the place that the text allows.", PlacePrecision, required=False),
    _choice("coded_table", "Table it was coded into.", ("incidents", "movements", "figures", "strength", "areas")),
    _text("coded_row", "Id of the row in that table.", required=True),
))  # fmt: skip

CHANGES = Table("changes", "one change of the data", (
    _id("the change"),
    Column("date", "date", "Day of the change.", required=True),
    _text("version", "Version of the data set it first appears in.", required=True),
    _text("table", "Table.", required=True),
    _text("row", "Row, or * for all."),
    _text("what", "What was changed.", required=True),
    _text("why", "Why.", required=True),
))  # fmt: skip

#: every table, referenced tables before those that refer to them
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCES, PLACES, TOPONYMS, EPISODES, INCIDENTS, ATTESTATIONS, FIGURES, MOVEMENTS, RELATIONS, STRENGTH, AREAS,
        CHAPTERS, EXERCISES, GLOSSARY, STATEMENTS, CHANGES,
    )
}  # fmt: skip
