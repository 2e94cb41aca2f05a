"""How things look, decided once for map, charts, legends and print.

Event colours are the set of Okabe and Ito (Color Universal Design, 2008) and neutrals; every class has a shape of its
own, so that it can be told apart in greyscale. No community has a colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.language import N_
from geo.schema import AreaKind, DatePrecision, EventType, MovementStatus, PlacePrecision


@dataclass(frozen=True, slots=True)
class EventStyle:
    """Label, colours on light and dark ground, shape of one event type, and what several of them are called."""

    label: str
    light: str
    dark: str
    shape: str
    several: str


@dataclass(frozen=True, slots=True)
class AreaStyle:
    """Label, colours and fill of one kind of area; kinds that are not drawn stand in the list only.

    `pattern` is a word of `geo.snapshot.canvas.marks.Pattern`, another one for each kind that is drawn, so that print
    needs no colour; `area_fills` says how it is laid over the tint.
    """

    label: str
    light: str
    dark: str
    edge: str
    opacity: float
    hatched: bool = False
    drawn: bool = True
    pattern: str = "solid"


EVENT_STYLES: dict[EventType, EventStyle] = {
    EventType.CLASH: EventStyle(N_("Clash"), "#0072B2", "#4BA3DB", "circle", "clashes"),
    EventType.RIOT: EventStyle(N_("Riot, arson"), "#D55E00", "#F0803C", "triangle", "riots and arson"),
    EventType.PROTEST: EventStyle(N_("Protest, barricade"), "#2E8FCB", "#7CC7F2", "square", "protests and barricades"),
    EventType.ARMED_ATTACK: EventStyle(N_("Armed attack"), "#B3558A", "#DB93BD", "diamond", "armed attacks"),
    EventType.EXPLOSION: EventStyle(N_("Explosion"), "#B87A00", "#F0B429", "star", "explosions"),
    EventType.SECURITY_OPERATION: EventStyle(
        N_("Security operation"), "#008060", "#2FBF98", "pentagon", "security operations"
    ),
    EventType.TROOP_MOVEMENT: EventStyle(N_("Troop movement"), "#3A4653", "#C3CED9", "arrow", "troop movements"),
    EventType.DISPLACEMENT: EventStyle(
        N_("Displacement, return"), "#7A6200", "#D0B544", "chevron", "displacement and return"
    ),
    EventType.POLITICAL: EventStyle(N_("Political step"), "#5B6770", "#A3AFBA", "cross", "political steps"),
    EventType.ACCIDENT: EventStyle(N_("Accident"), "#7A5195", "#B492CC", "hexagon", "accidents"),
    EventType.TOTAL: EventStyle(
        N_("Total over several places"), "#52606D", "#9AA7B3", "bars", "totals over several places"
    ),
}


@dataclass(frozen=True, slots=True)
class DatasetStyle:
    """Name and colours of one data set where several are shown together; the shapes stay those of the event types."""

    name: str
    light: str
    dark: str


#: in the order in which data sets get them; first the atlas's own data (Okabe and Ito, darkened for text)
DATASET_STYLES = (
    DatasetStyle(N_("blue"), "#0072B2", "#4BA3DB"),
    DatasetStyle(N_("vermilion"), "#C24E00", "#F0803C"),
    DatasetStyle(N_("green"), "#00785A", "#2FBF98"),
    DatasetStyle(N_("purple"), "#A8457D", "#DB93BD"),
    DatasetStyle(N_("ochre"), "#8A6200", "#F0B429"),
    DatasetStyle(N_("violet"), "#6A4C93", "#B492CC"),
    DatasetStyle(N_("slate"), "#3A4653", "#C3CED9"),
    DatasetStyle(N_("olive"), "#5E6B00", "#B9C846"),
)

_AMBER, _AMBER_DARK, _AMBER_EDGE = "#F0C674", "#B58A3A", "#9A6B12"

AREA_STYLES: dict[AreaKind, AreaStyle] = {
    AreaKind.NORTHERN_MUNICIPALITY: AreaStyle(
        N_("Serb-majority: northern municipality"), _AMBER, _AMBER_DARK, _AMBER_EDGE, 0.38
    ),
    AreaKind.SOUTHERN_MUNICIPALITY: AreaStyle(
        N_("Serb-majority: municipality south of the Ibar"),
        "#F6DDA8",
        "#8E7136",
        _AMBER_EDGE,
        0.38,
        pattern="horizontal",
    ),
    AreaKind.ENCLAVE: AreaStyle(
        N_("Serb enclave south of the Ibar"), "#DDA43C", "#D3A24A", _AMBER_EDGE, 0.55, pattern="dots"
    ),
    AreaKind.MIXED: AreaStyle(
        N_("Mixed place or municipality"), _AMBER_EDGE, "#D3A24A", _AMBER_EDGE, 0.6, hatched=True, pattern="cross"
    ),
    AreaKind.TOWN_QUARTER: AreaStyle(
        N_("Serb quarter or community in a town"), "#DDA43C", "#D3A24A", _AMBER_EDGE, 0.3, pattern="vertical"
    ),
    # diagonal lines mean more than a disc elsewhere: incidents known by municipality only
    AreaKind.MONASTERY: AreaStyle(
        N_("Serbian Orthodox monastery"), "#C9B27A", "#A8945F", _AMBER_EDGE, 0.55, pattern="diagonal"
    ),
    AreaKind.WHOLE_TERRITORY: AreaStyle(N_("Whole territory"), _AMBER, _AMBER_DARK, _AMBER_EDGE, 0.0, drawn=False),
}

#: how much of a pattern's lines is seen, and what is left of an area after its last dated statement
PATTERN_OPACITY, PALE = 0.55, 0.5


def area_fills(kind: AreaKind, *, stated: bool = True) -> tuple[tuple[str, float, str], ...]:
    """Return what an area is filled with on paper, lowest first: colour, opacity, pattern.

    A tint of its colour, and its pattern in the darker colour of the edge: lines of the tint would be lost in print.
    """
    style, left = AREA_STYLES[kind], 1.0 if stated else PALE
    # a kind that is hatched on the screen has the colour of lines there, which is too dark for a tint
    tint = (style.light, round(style.opacity * left * (0.4 if style.hatched else 1.0), 3), "solid")
    lines = (style.edge, round(PATTERN_OPACITY * left, 3), style.pattern)
    return (tint,) if style.pattern == "solid" else (tint, lines)


PLACE_WORDS: dict[PlacePrecision, str] = {
    PlacePrecision.EXACT: N_("exact place known"),
    PlacePrecision.SETTLEMENT: N_("settlement known"),
    PlacePrecision.NEAR: N_("near a known place"),
    PlacePrecision.MUNICIPALITY: N_("only the municipality is known"),
    PlacePrecision.REGION: N_("only the region is known"),
    PlacePrecision.COUNTRY: N_("known for Kosovo or a country as a whole"),
}

PLACE_DRAWING: dict[PlacePrecision, str] = {
    PlacePrecision.EXACT: N_("a symbol at the place"),
    PlacePrecision.SETTLEMENT: N_("a symbol at the settlement"),
    PlacePrecision.NEAR: N_("a hollow symbol in a disc of the stated radius"),
    PlacePrecision.MUNICIPALITY: N_("the municipality hatched, with a name and a count; no point"),
    PlacePrecision.REGION: N_("the region hatched, with a name and a count; no point"),
    PlacePrecision.COUNTRY: N_("in the list beside the map; nothing on the map"),
}

DATE_WORDS: dict[DatePrecision, str] = {
    DatePrecision.DAY: N_("day known"),
    DatePrecision.NIGHT: N_("night known"),
    DatePrecision.DAYS: N_("known within days"),
    DatePrecision.WEEK: N_("week known"),
    DatePrecision.MONTH: N_("month known"),
    DatePrecision.SEASON: N_("season known"),
    DatePrecision.YEAR: N_("year known"),
}

STATUS_WORDS: dict[MovementStatus, str] = {
    MovementStatus.REQUESTED: N_("requested"),
    MovementStatus.REFUSED: N_("refused"),
    MovementStatus.ANNOUNCED: N_("announced"),
    MovementStatus.AUTHORISED: N_("authorised"),
    MovementStatus.UNDER_WAY: N_("under way"),
    MovementStatus.ARRIVED: N_("arrived"),
    MovementStatus.WITHDRAWN: N_("withdrawn"),
    MovementStatus.REPLACED: N_("replaced"),
}

MEASURE_WORDS: dict[str, str] = {
    "killed": N_("Killed"),
    "injured": N_("Injured"),
    "displaced": N_("Displaced"),
    "returned": N_("Returned"),
    "arrested": N_("Arrested"),
    "participants": N_("Participants"),
    "houses_burned": N_("Houses burned"),
    "religious_sites_burned": N_("Religious sites burned"),
    "vehicles_damaged": N_("Vehicles damaged"),
    "troops": N_("Troops"),
    "police": N_("Police"),
    "explosive_kg": N_("Explosive, kg"),
    "events": N_("Events"),
    "share_percent": N_("Share, per cent"),
    "turnout_percent": N_("Turnout, per cent"),
}

#: what the map shows of the time line, and how far its clock goes in one step
MODE_WORDS: dict[str, str] = {
    "window": N_("this window"),
    "cumulative": N_("everything so far"),
    "fading": N_("fading"),
}
STEP_WORDS: dict[str, str] = {
    "incident": N_("next incident"),
    "hour": N_("hour"),
    "day": N_("day"),
    "week": N_("week"),
    "month": N_("month"),
    "year": N_("year"),
}
LAYER_WORDS: dict[str, str] = {
    "incidents": N_("Incidents"),
    "movements": N_("Troop movements"),
    "areas": N_("Serb-majority areas"),
}

#: colours of the page the map is drawn on: hex, or red-green-blue for the density ramp
MAP_THEMES: dict[str, dict[str, object]] = {
    "light": {
        "land": "#F2F4F6", "focus": "#FFFFFF", "border": "#C3CBD3", "outline": "#5F6C78", "water": "#D7E6F1",
        "waterEdge": "#A9C6DA", "ink": "#17212B", "muted": "#52606D", "faint": "#74818D", "halo": "#FFFFFF",
        "paper": "#FFFFFF", "onSymbol": "#FFFFFF", "accent": "#0B5CAD", "movement": "#2B3642", "bar": "#4A90C8",
        "strength": "#52606D", "line": "#C3CBD3", "shade": "#DDE3E9", "rampColour": [176, 58, 20],
    },
    "dark": {
        "land": "#171E26", "focus": "#1F2832", "border": "#3A4754", "outline": "#93A1AF", "water": "#0E2433",
        "waterEdge": "#24506E", "ink": "#E8EDF2", "muted": "#A6B3C0", "faint": "#8592A0", "halo": "#10161C",
        "paper": "#1A222B", "onSymbol": "#0B1116", "accent": "#6FB1FF", "movement": "#C3CED9", "bar": "#4A90C8",
        "strength": "#A6B3C0", "line": "#3A4754", "shade": "#2A3541", "rampColour": [255, 150, 90],
    },
}  # fmt: skip
