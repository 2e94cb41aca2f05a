"""One place that bears a name, and how well the name fits: what is compared, counted and said of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gazetteer.candidates import distance_km
from gazetteer.inflection import inflected
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
_UNINFLECTED = frozenset({"misspelling", "abbreviation", "press"})
#: up to this length a name with another first or last letter is as likely a name of its own; from the second length on
#: a slip may be there besides another one
_SHORT, _LONG = 6, 9
#: a curated record without GeoNames id and one of GeoNames of the same name and class are the same thing within (km)
_SAME_KM = {"A": 15.0, "H": 15.0}
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
    """Tell whether a curated record without GeoNames id is the same thing as a place of GeoNames of that name."""
    if curated.geonameid is not None or curated.feature_class != town.feature_class:
        return False
    reach = _SAME_KM.get(town.feature_class, _SAME_POINT_KM)
    return distance_km((town.latitude, town.longitude), (curated.latitude, curated.longitude)) <= reach


def may_be_another_name(key: str, known: str) -> bool:
    """Tell whether a near spelling is as likely another name as a slip.

    So it is where the first letter or, in short names, the last one differs: Zvečaj and Zvečan are places of their
    own; Zveccan is a slip, and so are letters that changed places and a first letter that is missing or mistyped in a
    longer name.
    """
    if sorted(key) == sorted(known):
        return False
    if key[0] != known[0]:
        if key == known[1:]:
            return len(key) < _SHORT
        return len(key) <= _SHORT or (len(key) < _LONG and known not in (key[1:], known[0] + key[1:]))
    return len(key) <= _SHORT and len(key) == len(known) and key[-1] != known[-1]
