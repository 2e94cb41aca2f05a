"""Relative places in a text: "28 miles north of the capital, Pristina", "near Peja", "southern Serbia"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from gazetteer.geoparse.reading import Relation, Role, Span
from gazetteer.geoparse.wordset import word_set
from gazetteer.relative import Located, fits, locate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Hints, Resolution
    from gazetteer.geoparse.atlas import Atlas, Box
    from gazetteer.geoparse.reading import Mention
    from gazetteer.judgement.matching import Match
    from gazetteer.places import Place, Places
    from gazetteer.resolve import Gazetteer

_WIND = r"(?:north|south|east|west)(?:-?\s?(?:east|west))?"
_NUMBER = (
    r"(?:\d[\d.,]*(?:\s?(?:to|-|–)\s?\d+)?|half an?|an?|a (?:few|couple of|dozen)|several|[a-z]+teen|[a-z]+ty|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_UNIT = r"(?:k(?:ilo)?met(?:er|re)s?|km|miles?|met(?:er|re)s?|yards|hours?|minutes?)"
_HEDGE = r"(?:(?:about|some|around|roughly|nearly|almost|just|approximately|over|under|more than|less than|only)\s+)?"
_KIND = r"(?:(?:capital|town|city|village|(?:border\s+)?crossing|monastery)(?:\s+of)?,?\s+)?"
_ADJECTIVE = r"(?:(?:southern|northern|eastern|western|ethnically|mixed|disputed|divided)\s+)?"
#: words that end right before a name and make it an anchor
_LEAD = re.compile(
    rf"\b(?:{_HEDGE}{_NUMBER}[\s-]*{_UNIT}(?:[’']?s?\s+(?:drive|walk))?\s+(?:away\s+)?"
    rf"(?:(?:to\s+the\s+)?{_WIND}\s+(?:of|from)|from|outside|of|off)\s+"
    rf"(?:(?:the|its|a)\s+)?(?:[\w’'-]+\s+){{0,2}}?{_KIND}"
    rf"|(?:(?:just|due)\s+)?{_WIND}\s+of\s+(?:the\s+)?{_KIND}"
    rf"|(?:near|close\s+to|not\s+far\s+from|(?:just\s+)?outside|in\s+the\s+vicinity\s+of)\s+"
    rf"(?:the\s+)?{_ADJECTIVE}{_KIND}"
    rf"|(?:on\s+)?the\s+(?:\w+\s+)?outskirts\s+of\s+(?:the\s+)?{_KIND})$",
    re.IGNORECASE,
)
_WAY = r"(?:on\s+)?the\s+(?:main\s+)?(?:road|motorway|highway|line|railway)\s+(?:from|between)"
_PAIR = re.compile(rf"\b(?:(?:halfway\s+)?between|{_WAY})\s+$", re.IGNORECASE)
_TOGETHER = re.compile(r"\s+(?:and|to)\s+(?:the\s+)?")
_PART = re.compile(r"\b(?P<wind>north|south|east|west|central)(?P<second>-?(?:east|west))?(?:ern)?\s+$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(–—]\s*(?:a\s+(?:town|village|city)\s+)?")
_LAST_WORDS = word_set("of from off near outside to the capital capital, town village city crossing monastery")
#: letters of which some stand in all words that `_LEAD` fits
_LEAD_LETTERS = ("near", "outside", "north", "south", "east", "west", "close", "far", "vicinity", "outskirts", "km",
                 "met", "mile", "yard", "hour", "minute")  # fmt: skip
_NOUN_AFTER = re.compile(r"\s+(?:border\s+)?(?:crossing|monastery|bridge|church|lake|dam|camp|base|airport)\b")
_WINDOW = 90
_QUARTER = 0.25
_KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class _Settled:
    """The gazetteer, with the answers that the names of this text have got together."""

    gazetteer: Gazetteer
    answers: dict[str, Resolution]

    @property
    def places(self) -> Places:
        return self.gazetteer.places

    def resolve(self, toponym: str, hints: Hints | None = None) -> Resolution:  # noqa: ARG002 (the text is the hint)
        return self.answers.get(toponym) or self.gazetteer.resolve(toponym)

    def bearers(self, name: str) -> list[Match]:
        return self.gazetteer.bearers(name)

    def country(self, code: str) -> Place | None:
        return self.gazetteer.country(code)


def find_relations(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, known: Atlas) -> tuple[Relation, ...]:
    """Find the relative places of a text.

    Where a name stands right before the words ("Zvečan, 28 miles north of ..."), it is their subject, and the note says
    where the words do not fit the map.
    """
    relations: list[Relation] = []
    settled = _Settled(gazetteer, {one.span.text: one.resolution for one in mentions})
    for number, mention in enumerate(mentions):
        if mention.resolution.best is None or mention.role is Role.PEOPLE:
            continue
        before = mentions[number - 1] if number else None
        after = mentions[number + 1] if number + 1 < len(mentions) else None
        relation = (
            _pair(text, mention, after, settled) or _lead(text, mention, before, settled) or _part(text, mention, known)
        )
        if relation is not None:
            relations.append(relation)
    return tuple(relations)


def _lead(text: str, mention: Mention, before: Mention | None, settled: _Settled) -> Relation | None:
    """Read the words before a name ("28 miles north of", "near")."""
    begin = max(before.span.end if before else 0, mention.span.start - _WINDOW)
    window = text[begin : mention.span.start]
    small = window.lower()
    if small.rstrip().rpartition(" ")[2] not in _LAST_WORDS or not any(part in small for part in _LEAD_LETTERS):
        return None
    found = _LEAD.search(window)
    if found is None:
        return None
    start = begin + found.start()
    further = _NOUN_AFTER.match(text, mention.span.end)
    end = further.end() if further else mention.span.end
    located = _located(text[start:end], settled)
    if located is None:
        return None
    subject = before if before and _BESIDE.fullmatch(text, before.span.end, start) and _are_points(before) else None
    place = subject.resolution.best if subject else None
    note = located.note or (fits(located, place) if place else "")
    return Relation(_span(text, start, end), located, subject, note)


def _pair(text: str, mention: Mention, after: Mention | None, settled: _Settled) -> Relation | None:
    """Read "between A and B", "on the road from A to B"."""
    if after is None or not _TOGETHER.fullmatch(text, mention.span.end, after.span.start):
        return None
    begin = max(0, mention.span.start - _WINDOW)
    found = _PAIR.search(text[begin : mention.span.start])
    if found is None or Role.PLACE not in (mention.role, after.role) or not _are_points(mention, after):
        return None
    start = begin + found.start()
    located = _located(text[start : after.span.end], settled)
    return Relation(_span(text, start, after.span.end), located, None, located.note) if located else None


def _are_points(*mentions: Mention) -> bool:
    """Tell whether all are points on the map, so that something lies between them ("between Serbia and Kosovo" not)."""
    return all(one.resolution.best is not None and one.resolution.best.feature_class in "PS" for one in mentions)


def _located(words: str, settled: _Settled) -> Located | None:
    located = locate(settled, words)
    return located if located.latitude is not None and located.relation != "at" else None


def _part(text: str, mention: Mention, known: Atlas) -> Relation | None:
    """Read "southern Serbia": the part of a country or state that the words leave."""
    place = mention.resolution.best
    box = known.box(place.id) if place else None
    if place is None or box is None:
        return None
    begin = max(0, mention.span.start - 14)
    found = _PART.search(text, begin, mention.span.start)
    if found is None:
        return None
    words = text[found.start() : mention.span.end]
    latitude, longitude, radius_m = _middle(box, (found["wind"] + (found["second"] or "")).lower())
    located = Located(
        words, "part", (mention.resolution,), latitude, longitude, radius_m, (), "resolved",
        f"{words}: the part of {place.name_en} on that side, estimated from where its towns lie",
    )  # fmt: skip
    return Relation(_span(text, found.start(), mention.span.end), located)


def _middle(box: Box, wind: str) -> tuple[float, float, int]:
    """Return the middle of a part of a box, halfway from its centre to that side, and the radius (m) left open."""
    south, west, north, east = box
    height, width = north - south, east - west
    latitude = (south + north) / 2 + height * _QUARTER * (("north" in wind) - ("south" in wind))
    longitude = (west + east) / 2 + width * _QUARTER * (("east" in wind) - ("west" in wind))
    reach = max(height, width * cos(radians(latitude))) / 2
    return round(latitude, 1), round(longitude, 1), round(reach * _KM_A_DEGREE) * 1000


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])
