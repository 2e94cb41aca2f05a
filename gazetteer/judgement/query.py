"""Words around a name: "the village of X", "X municipality", "u opštini X", "Peja/Peć", "X, Štrpce municipality".

Words that place something relative to a name ("28 km north of", "near", "between") are read by `expressions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.names import to_cyrillic

if TYPE_CHECKING:
    from collections.abc import Iterator


def _serbian(pattern: str) -> str:
    """Give a pattern of Serbian words in both scripts."""
    return f"(?:{pattern}|{to_cyrillic(pattern)})"


_SETTLEMENT = "village|town|city|hamlet|settlement|enclave|suburb|neighbourhood|neighborhood|quarter"
_DIRECTION = "north|south|east|west|north-?east|north-?west|south-?east|south-?west"
#: what stands in a place of that name; a bridge, monastery or mine need not
_BUILDING = (
    "town hall|city hall|municipal building|(?:bus|train|railway|police) station|hospital|prison|detention centre|"
    "market|stadium|cemetery|city centre|town centre|city center|town center|centre|center|outskirts"
)
#: what happens or stands in a place, and leaves it that place although the gazetteer does not know it
_SPOT = (
    "barricades?|roadblock|checkpoint|camp|protest|rally|school|enclave|church|monastery|base|houses?|market|community"
)
_SQ_SETTLEMENT = "fshati|fshatin|fshatit|qyteti|qytetin|qytetit|lagj[ae]n?|vendbanimi[nt]?"
_SR_SETTLEMENT = _serbian(
    "sel[oau]|selom|naselj[eau]|zaseo[kc][au]?|varoš[i]?|grad[au]?|gradić[au]?|mest[oau]|enklav[aiue]"
)
_SR_MUNICIPALITY = _serbian("opštin[aeiu]|opstin[aeiu]|opčin[aeiu]")
_SR_PREPOSITION = _serbian("kod|blizu|pored|kraj|oko|prema|nedaleko od|u blizini|iz|na|do|od|za|u|sa")
_SR_PART = _serbian("(?:severn|južn|istočn|zapadn|centraln)(?:i|om|og|oj|a|e|u) (?:deo|delu|dela|delom|strani|strana)")
_SQ_IN = "(?:në |nga |te |tek |prej )?"
_SR_IN = f"(?:{_SR_PREPOSITION} )?"
#: pattern -> the feature class that the words ask for, "" for none; tried in this order, at the start or at the end
_QUALIFIERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), feature_class)
    for pattern, feature_class in (
        (rf"^(?:the )?(?:[\w-]+ ){{0,4}}(?:{_SETTLEMENT})s? of ", "P"),
        (rf" (?:{_BUILDING})$", ""),
        (rf"^(?:the )?(?:{_SETTLEMENT}) ", "P"),
        (rf"^(?:the )?(?:[\w-]+ ){{1,3}}(?:{_SETTLEMENT}) (?-i:(?=[^a-z\W]))", "P"),
        (rf" (?:{_SETTLEMENT})$", "P"),
        (r"^(?:the )?(?:[\w-]+'s )?capital(?: city)?(?: of kosovo)?,? (?:of )?", "P"),
        (rf"^{_SQ_IN}(?:{_SQ_SETTLEMENT})(?: i| e| të| së)? ", "P"),
        (rf"^{_SR_IN}{_SR_SETTLEMENT} ", "P"),
        (r"^(?:the )?(?:[\w-]+ ){0,4}municipality of ", "A"),
        (rf"^{_SQ_IN}(?:komuna|komunën|komunës|komune)(?: i| e| së| të)? ", "A"),
        (rf"^{_SR_IN}{_SR_MUNICIPALITY} ", "A"),
        (r" (?:municipality|municipalities|commune|komuna|belediyesi)$", "A"),
        (rf"^(?:the )?(?:(?:main|local|old|central) )?(?:{_BUILDING}) (?:in|of|at) ", ""),
        (rf"^{_SR_PREPOSITION} ", ""),
        (r"^(?:pranë|afër|rreth|drejt|në|nga|te|tek|prej|për|deri në) ", ""),
        (r"^(?-i:(?:the |an? |some )?(?:[a-z][\w-]* ){1,4}(?:in|at|near|around) (?:the )?(?=[^a-z\W]))", ""),
        (rf"^(?:the |a )?(?:[\w-]+ ){{0,3}}(?:{_SPOT}) (?:in|at|near) ", ""),
        (r"^(?:in|at|from|into|to|toward|towards|around|near|inside|across|within|for|of|on) ", ""),
        (rf"^{_SR_IN}{_SR_PART} ", ""),
        (
            rf"^(?:the )?(?:{_DIRECTION}|central|downtown)(?:ern)?(?:most)? (?!(?:of|from|part|end|side) )",
            "",
        ),
        (rf"^(?:the )?(?:{_DIRECTION})(?:ern)?(?:most)? (?:part|end|side) of ", ""),
        (r" (?:region|area|district|enclave)$", ""),
        (r"(?:['’ʼ`´]s|s['’ʼ`´]|[- ]based)$", ""),
        (r"^the ", ""),
    )
)
#: words that are no name by themselves
_NO_NAMES = re.compile(
    rf"(?:(?:the|an?|of|in|at|parts?|end|side|capital|municipality|centre|center|region|area|district|border|bridge|river|"
    rf"road|church|monastery|mosque|school|hospital|station|base|camp|crossing|checkpoint|market|square|street|lake|"
    rf"mountain|forest|house|gate|barricades?|roadblocks?|protest|downtown|crowd|enclaves?|central|upper|lower|"
    rf"sel[aou]|naselj[aeu]|varos|opstin[aeiu]|fshat(?:i|it|in)?|qytet(?:i|it|in)?|komun(?:e|a|es|en)|"
    rf"(?:{_SETTLEMENT})s?|(?:{_DIRECTION})(?:ern)?)\s+)*",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r"\s*[/|;\\]\s*|\s+[-–—]\s+|\s+(?:or|ili|ose|или)\s+", re.IGNORECASE)
#: what stands between a name and where it lies
_LIES_IN = re.compile(
    rf"\s+(?:in|near|close to|outside|at|në|pranë|afër|{_serbian('u|kod|blizu|pored|na')})\s+(?:the\s+)?", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_MOST_READINGS = 6
_SPACES = re.compile(r"\s+")
#: a text without any of these is a name with nothing around it
_HAS_WORDS = re.compile(r"[ '’ʼ`´]|based$")
_EDGE = " -–—/|;.,:!?\"“”„«»'"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A name without one of the words around it."""

    text: str
    words: tuple[str, ...] = ()
    feature_class: str | None = None


@dataclass(frozen=True, slots=True)
class Composite:
    """A text that holds several names.

    `alternatives` name the same place; `additions` (in brackets, after commas, after "in") are a further name of it or
    say where it lies.
    """

    alternatives: tuple[str, ...]
    additions: tuple[str, ...]


def strippings(text: str) -> Iterator[Stripped]:
    """Give the text, then the text with one after the other of the words around the name taken off."""
    reading: Stripped | None = Stripped(_SPACES.sub(" ", text).strip())
    given = 0
    while reading is not None and given < _MOST_READINGS:
        yield reading
        given += 1
        reading = _strip_once(reading)


def take_apart(text: str) -> Composite:
    """Split a text into names of the same place and additions."""
    additions = [inner for inner in _BRACKETS.findall(text) if inner.strip()]
    head, *tail = _BRACKETS.sub(" ", text).split(",")
    head, *places = _LIES_IN.split(head.strip(), maxsplit=2)
    alternatives = [part.strip(" -–—/|;()[]") for part in _ALTERNATIVES.split(head)]
    further = [part.strip() for addition in (*additions, *places, *tail) for part in _ALTERNATIVES.split(addition)]
    return Composite(tuple(filter(None, alternatives)), tuple(filter(None, further)))


def is_no_name(text: str) -> bool:
    """Tell whether a text holds nothing but words that go with names ("the southern part")."""
    return _NO_NAMES.fullmatch(f"{text.strip()} ") is not None


def _strip_once(reading: Stripped) -> Stripped | None:
    if not _HAS_WORDS.search(reading.text):
        return None
    for pattern, feature_class in _QUALIFIERS:
        found = pattern.search(reading.text)
        if found:
            rest = pattern.sub("", reading.text, count=1).strip(_EDGE)
            if rest and not is_no_name(rest):
                words = (*reading.words, found.group().strip())
                return Stripped(rest, words, reading.feature_class or feature_class or None)
    return None
