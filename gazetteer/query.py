"""Words around a name: "the village of X", "X municipality", "Peja/Peć", "Gotovuša, Štrpce municipality"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SETTLEMENT = "village|town|city|hamlet|settlement|enclave|suburb|neighbourhood|neighborhood|quarter"
_DIRECTION = "north|south|east|west|north-?east|north-?west|south-?east|south-?west"
_LENGTH = r"kilomet(?:er|re)s?|km|miles?|mi|met(?:er|re)s?|m"
#: pattern -> the feature class that the words ask for, "" for none; tried in this order, at the start or at the end
_QUALIFIERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), feature_class)
    for pattern, feature_class in (
        (rf"^(?:about |some |around )?\d+(?:[.,]\d+)? ?(?:{_LENGTH}) (?:{_DIRECTION})(?:ern)? (?:of|from) ", ""),
        (rf"^(?:the )?(?:[\w-]+ ){{0,2}}(?:{_SETTLEMENT}) of ", "P"),
        (rf"^(?:the )?(?:{_SETTLEMENT}|village) ", "P"),
        (rf" (?:{_SETTLEMENT})$", "P"),
        (r"^(?:fshati|fshatin|qyteti|qytetin|selo|naselje|varoš|grad|село|насеље|варош|град)(?: i| e| të)? ", "P"),
        (r"^(?:the )?municipality of ", "A"),
        (r"^(?:komuna|komunën|opština|opstina|opštini|opčina|општина|општини)(?: i| e| së| të)? ", "A"),
        (r" (?:municipality|municipalities|commune|komuna)$", "A"),
        (rf"^(?:just |to )?(?:the )?(?:{_DIRECTION})(?:ern)? (?:of|from) ", ""),
        (r"^(?:near|nearby|close to|next to|outside|outside of|not far from|around|toward|towards) ", ""),
        (r"^(?:pranë|afër|kod|blizu|pored|код|близу|поред) ", ""),
        (r"^(?:in|at|from|into|to|në|nga|u|iz|у|из) ", ""),
        (rf"^(?:{_DIRECTION}|central|upper|lower)(?:ern)? ", ""),
        (r" (?:region|area|district)$", ""),
        (r"^the ", ""),
    )
)
_ALTERNATIVES = re.compile(r"\s*[/|;]\s*|\s+[-–—]\s+|\s+(?:or|ili|ose|или)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NO_NAMES = frozenset({"", "the", "a"})
_MOST_READINGS = 6
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A name without one of the words around it."""

    text: str
    words: tuple[str, ...] = ()
    feature_class: str | None = None


@dataclass(frozen=True, slots=True)
class Composite:
    """A text that holds several names.

    `alternatives` name the same place; `additions` (in brackets, after commas) are a further name of it or say where
    it lies.
    """

    alternatives: tuple[str, ...]
    additions: tuple[str, ...]


def strippings(text: str) -> list[Stripped]:
    """Return the text, then the text with one after the other of the words around the name taken off."""
    readings = [Stripped(_SPACES.sub(" ", text).strip())]
    while len(readings) < _MOST_READINGS and (shorter := _strip_once(readings[-1])):
        readings.append(shorter)
    return readings


def take_apart(text: str) -> Composite:
    """Split a text into names of the same place and additions."""
    additions = [inner for inner in _BRACKETS.findall(text) if inner.strip()]
    head, *tail = _BRACKETS.sub(" ", text).split(",")
    alternatives = [part.strip(" -–—/|;()[]") for part in _ALTERNATIVES.split(head)]
    further = [part.strip() for addition in (*additions, *tail) for part in _ALTERNATIVES.split(addition)]
    return Composite(tuple(filter(None, alternatives)), tuple(filter(None, further)))


def _strip_once(reading: Stripped) -> Stripped | None:
    for pattern, feature_class in _QUALIFIERS:
        found = pattern.search(reading.text)
        rest = pattern.sub("", reading.text, count=1).strip()
        if found and rest.casefold() not in _NO_NAMES:
            words = (*reading.words, found.group().strip())
            return Stripped(rest, words, reading.feature_class or feature_class or None)
    return None
