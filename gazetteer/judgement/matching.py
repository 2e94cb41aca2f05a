"""One place that bears a name, and how well the name fits: what is compared, counted and said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.candidates import distance_km
from gazetteer.judgement.inflection import inflected
from gazetteer.names import compact_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.places import Place, Toponym

#: how much a name of each kind counts; a kind that is not listed counts as the last
_KIND_SCORES = {"main": 1.0, "official": 0.99, "definite": 0.99, "indefinite": 0.99, "variant": 0.97, "exonym": 0.97,
                "press": 0.97, "historic": 0.93, "misspelling": 0.92, "abbreviation": 0.92}  # fmt: skip
ALTERNATE_SCORE = 0.75
INFLECTED_SCORE = 0.9
#: what is left of a score where the kind of thing and the rest of the name agree, or only the sounds
REWORDED_SHARE = 0.95
RESPELT_SHARE = 0.9
FUZZY_SHARE = 0.85
#: more than the margin within which two candidates are a tie, so that the nearest spelling wins
EDIT_COST = 0.11
_LANGUAGES = {
    "en": "English", "sq": "Albanian", "sr": "Serbian", "sr-Latn": "Serbian", "sr-Cyrl": "Serbian", "tr": "Turkish",
    "de": "German", "fr": "French", "it": "Italian", "mk": "Macedonian", "bs": "Bosnian", "la": "Latin",
}  # fmt: skip
#: where a name is likelier meant than farther abroad
NEIGHBOURS = frozenset({"XK", "RS", "AL", "MK", "ME"})
_UNINFLECTED = frozenset({"misspelling", "abbreviation", "press"})
#: letters up to which a name with one letter replaced, with another first or last letter, or with two letters replaced
#: is as likely a name of its own
_TINY, _SHORT, _LONG = 5, 6, 9
#: two letters that differ this near to the end make another ending (Mitrovica, Mitrovac)
_ENDING = 3
#: a curated record and one of GeoNames of the same name and class are the same thing within so many kilometres
_SAME_KM = {"A": 15.0, "H": 25.0, "L": 25.0, "R": 25.0, "T": 15.0}
_LONG_THINGS = frozenset("HLRT")
_SAME_POINT_KM = 3.0


@dataclass(frozen=True, slots=True)
class Match:
    """One place that bears a name.

    `name` is the spelling on record, `words` say what kind of name it is, `population` is 0 where it is not known.
    `alternate` marks a lesser-known name in GeoNames and a case form, `doubtful` a near spelling that may as well be
    another name.
    """

    place: Place
    name: str
    words: str
    score: float
    population: int = 0
    curated: bool = True
    alternate: bool = False
    doubtful: bool = False


def likest_first(name: str, bearers: Sequence[tuple[Place, Toponym]]) -> Sequence[tuple[Place, Toponym]]:
    """Order names of one key: the better known kind first, among these the one that is spelled as asked for."""
    if len(bearers) <= 1:
        return bearers
    asked = name.casefold()
    return sorted(bearers, key=lambda bearer: (-kind_score(bearer[1]), bearer[1].name.casefold() != asked))


def kind_score(toponym: Toponym) -> float:
    """Return how much a name counts by its kind."""
    return _KIND_SCORES.get(toponym.kind, 0.92)


def kind_words(toponym: Toponym) -> str:
    """Say what kind of name it is, and in which language."""
    return _in_words(toponym.kind, toponym.language)


def geonames_words(language: str, *, main: bool) -> str:
    """Say what kind of name it is in GeoNames."""
    return " ".join(filter(None, ("" if main else "alternate", _LANGUAGES.get(language, ""), "name in GeoNames")))


@cache
def _in_words(kind: str, language: str) -> str:
    return " ".join(filter(None, ("" if kind == "main" else kind, _LANGUAGES.get(language, ""), "name")))


def takes_form(toponym: Toponym, key: str) -> bool:
    """Tell whether a known name has a case form of that compact key."""
    if toponym.kind in _UNINFLECTED:
        return False
    return any(compact_key(form) == key for form in inflected(toponym.name, toponym.language))


def is_same(town: Place, curated: Place) -> bool:
    """Tell whether a curated record is the same thing as a place of GeoNames of that name.

    Settlements and spots with different GeoNames ids are different; long things have more than one record.
    """
    if curated.feature_class != town.feature_class:
        return False
    if curated.geonameid is not None and town.feature_class not in _LONG_THINGS:
        return False
    reach = _SAME_KM.get(town.feature_class, _SAME_POINT_KM)
    return distance_km((town.latitude, town.longitude), (curated.latitude, curated.longitude)) <= reach


class Likeness(IntEnum):
    """What a near spelling is, likeliest slip first."""

    SLIP = 0
    DOUBTFUL = 1
    OTHER = 2


def likeness(said: str, known: str, edits: int) -> Likeness:
    """Tell whether a near spelling is a slip, may as well be another name, or is one.

    Letters that changed places are a slip: two names seldom differ so. Else the shorter a name is, the likelier a
    replaced letter makes another one, above all the first or the last: Zvečaj and Zvečan are places of their own,
    Zveccan is a slip. A word of which two letters differ is another word ("Gornja Mahala", "Donja Mahala").

    Parameters
    ----------
    said, known
        Search keys of the name asked for and of the known name.
    edits
        How many edits lie between them.
    """
    words, others = said.split(), known.split()
    pairs = list(zip(words, others, strict=True)) if len(words) == len(others) > 1 else []
    if (edits > 1 and len(words) > len(others)) or any(_is_another_word(*pair) for pair in pairs):
        return Likeness.OTHER
    unlike = [(one, other) for one, other in pairs if one != other]
    if any(one[0] != other[0] and len(one) == len(other) and sorted(one) != sorted(other) for one, other in unlike):
        return Likeness.DOUBTFUL
    if edits > 1 and unlike and all(len(one) <= _TINY for one, _ in unlike):
        return Likeness.DOUBTFUL
    return Likeness(_may_be_another_name(said.replace(" ", ""), known.replace(" ", ""), edits))


def _is_another_word(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    edits = OSA.distance(one, other)
    return edits > 1 and (edits > 2 or len(one) < _SHORT or one[0] != other[0])  # noqa: PLR2004 (two slips in a word)


def _may_be_another_name(key: str, known: str, edits: int) -> bool:
    if sorted(key) == sorted(known):
        return False
    other_ending = key[-1] != known[-1] and key[:-_ENDING] == known[: len(key) - _ENDING]
    if edits > 1 and (other_ending or (len(key) <= _LONG and _replaced(key, known) > 1)):
        return True
    if key[0] != known[0]:
        if key == known[1:]:
            return len(key) < _TINY
        return len(key) <= _SHORT or (len(key) < _LONG and known not in (key[1:], known[0] + key[1:]))
    return len(key) == len(known) and (len(key) <= _TINY or (len(key) <= _SHORT and key[-1] != known[-1]))


def _replaced(one: str, other: str) -> int:
    """Count the letters that one of two keys has and the other has not, wherever they stand."""
    return max(sum((Counter(one) - Counter(other)).values()), sum((Counter(other) - Counter(one)).values()))
