"""How things look, decided once for map, charts, legends and print.

Event colours are the set of Okabe and Ito (Color Universal Design, 2008) and neutrals; every class has a shape of its
own, so that it can be told apart in greyscale. No community has a colour.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    EventType.CLASH: EventStyle("Clash", "#0072B2", "#4BA3DB", "circle", "clashes"),
    EventType.RIOT: EventStyle("Riot, arson", "#D55E00", "#F0803C", "triangle", "riots and arson"),
    EventType.PROTEST: EventStyle("Protest, barricade", "#2E8FCB", "#7CC7F2", "square", "protests and barricades"),
    EventType.ARMED_ATTACK: EventStyle("Armed attack", "#B3558A", "#DB93BD", "diamond", "armed attacks"),
    EventType.EXPLOSION: EventStyle("Explosion", "#B87A00", "#F0B429", "star", "explosions"),
    EventType.SECURITY_OPERATION: EventStyle(
        "Security operation", "#008060", "#2FBF98", "pentagon", "security operations"
    ),
    EventType.TROOP_MOVEMENT: EventStyle("Troop movement", "#3A4653", "#C3CED9", "arrow", "troop movements"),
    EventType.DISPLACEMENT: EventStyle(
        "Displacement, return", "#7A6200", "#D0B544", "chevron", "displacement and return"
    ),
    EventType.POLITICAL: EventStyle("Political step", "#5B6770", "#A3AFBA", "cross", "political steps"),
    EventType.ACCIDENT: EventStyle("Accident", "#7A5195", "#B492CC", "hexagon", "accidents"),
    EventType.TOTAL: EventStyle(
        "Total over several places", "#52606D", "#9AA7B3", "bars", "totals over several places"
    ),
}

_AMBER, _AMBER_DARK, _AMBER_EDGE = "#F0C674", "#B58A3A", "#9A6B12"

AREA_STYLES: dict[AreaKind, AreaStyle] = {
    AreaKind.NORTHERN_MUNICIPALITY: AreaStyle(
        "Serb-majority: northern municipality", _AMBER, _AMBER_DARK, _AMBER_EDGE, 0.38
    ),
    AreaKind.SOUTHERN_MUNICIPALITY: AreaStyle(
        "Serb-majority: municipality south of the Ibar", "#F6DDA8", "#8E7136", _AMBER_EDGE, 0.38, pattern="horizontal"
    ),
    AreaKind.ENCLAVE: AreaStyle(
        "Serb enclave south of the Ibar", "#DDA43C", "#D3A24A", _AMBER_EDGE, 0.55, pattern="dots"
    ),
    AreaKind.MIXED: AreaStyle(
        "Mixed place or municipality", _AMBER_EDGE, "#D3A24A", _AMBER_EDGE, 0.6, hatched=True, pattern="cross"
    ),
    AreaKind.TOWN_QUARTER: AreaStyle(
        "Serb quarter or community in a town", "#DDA43C", "#D3A24A", _AMBER_EDGE, 0.3, pattern="vertical"
    ),
    # diagonal lines mean more than a disc elsewhere: incidents known by municipality only
    AreaKind.MONASTERY: AreaStyle(
        "Serbian Orthodox monastery", "#C9B27A", "#A8945F", _AMBER_EDGE, 0.55, pattern="diagonal"
    ),
    AreaKind.WHOLE_TERRITORY: AreaStyle("Whole territory", _AMBER, _AMBER_DARK, _AMBER_EDGE, 0.0, drawn=False),
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
    PlacePrecision.EXACT: "exact place known",
    PlacePrecision.SETTLEMENT: "settlement known",
    PlacePrecision.NEAR: "near a known place",
    PlacePrecision.MUNICIPALITY: "only the municipality is known",
    PlacePrecision.REGION: "only the region is known",
    PlacePrecision.COUNTRY: "known for Kosovo or a country as a whole",
}

PLACE_DRAWING: dict[PlacePrecision, str] = {
    PlacePrecision.EXACT: "a symbol at the place",
    PlacePrecision.SETTLEMENT: "a symbol at the settlement",
    PlacePrecision.NEAR: "a hollow symbol in a disc of the stated radius",
    PlacePrecision.MUNICIPALITY: "the municipality hatched, with a name and a count; no point",
    PlacePrecision.REGION: "the region hatched, with a name and a count; no point",
    PlacePrecision.COUNTRY: "in the list beside the map; nothing on the map",
}

DATE_WORDS: dict[DatePrecision, str] = {
    DatePrecision.DAY: "day known",
    DatePrecision.NIGHT: "night known",
    DatePrecision.DAYS: "known within days",
    DatePrecision.WEEK: "week known",
    DatePrecision.MONTH: "month known",
    DatePrecision.SEASON: "season known",
    DatePrecision.YEAR: "year known",
}

STATUS_WORDS: dict[MovementStatus, str] = {
    MovementStatus.REQUESTED: "requested",
    MovementStatus.REFUSED: "refused",
    MovementStatus.ANNOUNCED: "announced",
    MovementStatus.AUTHORISED: "authorised",
    MovementStatus.UNDER_WAY: "under way",
    MovementStatus.ARRIVED: "arrived",
    MovementStatus.WITHDRAWN: "withdrawn",
    MovementStatus.REPLACED: "replaced",
}

MEASURE_WORDS: dict[str, str] = {
    "killed": "Killed",
    "injured": "Injured",
    "displaced": "Displaced",
    "returned": "Returned",
    "arrested": "Arrested",
    "participants": "Participants",
    "houses_burned": "Houses burned",
    "religious_sites_burned": "Religious sites burned",
    "vehicles_damaged": "Vehicles damaged",
    "troops": "Troops",
    "police": "Police",
    "explosive_kg": "Explosive, kg",
    "events": "Events",
    "share_percent": "Share, per cent",
    "turnout_percent": "Turnout, per cent",
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
