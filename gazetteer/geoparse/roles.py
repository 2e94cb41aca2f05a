"""What a toponym stands for: a place, the authorities that sit there, or people and origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.geoparse.reading import Role
from gazetteer.geoparse.wordset import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.names import Found
    from gazetteer.geoparse.words import Word
    from gazetteer.places import Place

_PEOPLE = word_set(
    "police troops soldiers forces force army peacekeepers servicemen personnel contingent carabinieri battalion "
    "military serbs serb albanians albanian citizens fighters gunmen commander commanders policeman policemen"
)
_AUTHORITIES = word_set(
    "government governments authorities officials official president presidency premier prime minister ministers "
    "ministry parliament administration leadership leaders foreign interior defence defense secretary diplomats "
    "diplomat embassy spokesman spokeswoman spokesperson"
)
#: what only authorities do, said with the name of their place ("Serbia's request")
_ACTS = word_set("request requests decision demand demands offer refusal apology proposal")
_BETWEEN = frozenset(
    {"special", "riot", "border", "security", "ethnic", "populist", "opposition", "armed", "top", "senior"}
)
_VERBS = word_set(
    "say says said recognise recognize recognises recognizes recognised recognized reject rejects rejected refuse "
    "refuses refused request requests requested accuse accuses accused announce announces announced warn warns "
    "warned urge urges urged agree agrees agreed demand demands demanded claim claims claimed deny denies denied "
    "insist insists insisted call calls called send sends sent deploy deploys deployed withdraw withdraws "
    "withdrew declare declares declared condemn condemns condemned support supports supported want wants wanted "
    "consider considers considered respond responded vow vows vowed pledge pledges pledged threaten threatens "
    "threatened propose proposed sign signed ask asked back backs backed backing sided monitoring put offered "
    "offer accept accepted blame blames blamed seek seeks sought approve approved expel expelled launched launch "
    "stand suspend suspended lift lifted impose imposed ban banned fear fears stepped allowed"
)
_SKIPPED = word_set(
    "has have had is was are were does do did not never also will would could should may might must be been being "
    "again repeatedly unilaterally recently still already now only first formally officially a an the most many "
    "other several nations countries states members allies"
)
_TOGETHER = frozenset({"and", "or"})
#: before a capital or country that is spoken to or sided with
_OBJECTS = word_set("urge urged urges accuse accused asked told pressed informing informed forced supporting backed")
_CAPITAL_OBJECTS = _OBJECTS | {"by", "with", "between"}
_OF_AUTHORITIES = word_set("backing support leaders government president consent ministers presidents")
_DEALINGS = word_set("tensions talks relations dialogue agreement ties deal dispute normalisation normalization")
_AT = frozenset({"in", "near", "at", "from", "outside", "to", "into"})
_MORE = frozenset({"extra", "additional", "further", "another"})
_PAUSES = frozenset({" ", "’s ", "'s ", "’ ", "' "})
_MOST_SKIPPED = 8
_STATES = frozenset({"PCLI", "PCLD", "PPLC"})


def role(one: Found, words: Sequence[Word], place: Place) -> Role:
    """Tell what a toponym stands for in its sentence, once it is known which place it means."""
    if one.people:
        return Role.PEOPLE
    follows = _follows(one, words)
    if follows in _PEOPLE:
        return Role.PEOPLE
    if place.feature_code == "BLDG":
        return Role.GOVERNMENT
    if place.feature_code not in _STATES:
        return Role.PLACE
    possessive = words[one.last].gap[:2] in {"’s", "'s"}
    speaks = follows in _AUTHORITIES or (possessive and follows in _ACTS)
    if speaks or _is_subject(one, words) or _is_addressed(one, words, place):
        return Role.GOVERNMENT
    return Role.PLACE


def _follows(one: Found, words: Sequence[Word]) -> str:
    """Return the noun after a name, without an adjective of its own ("Kosovo special police")."""
    for number in (one.last + 1, one.last + 2):
        if number >= len(words) or words[number - 1].gap not in _PAUSES:
            return ""
        if words[number].lower not in _BETWEEN:
            return words[number].lower
    return ""


def _is_subject(one: Found, words: Sequence[Word]) -> bool:
    """Tell whether a country or capital does what only authorities do ("Belgrade does not recognise")."""
    if _is_located(one, words):
        return False
    number = one.last + 1
    for _ in range(_MOST_SKIPPED):
        if number >= len(words) or words[number - 1].gap not in {" ", "-"}:
            return False
        word = words[number]
        if word.lower in _VERBS or (word.lower in _MORE and words[number - 1].lower in {"a", "an"}):
            return True
        if word.lower not in _SKIPPED and word.lower not in _TOGETHER and not word.capital:
            return False
        number += 1
    return False


def _is_located(one: Found, words: Sequence[Word]) -> bool:
    """Tell whether "in", "from" or the like stands before a name, with no more than an adjective between."""
    for word in reversed(words[max(0, one.first - 2) : one.first]):
        if word.gap != " " or word.lower in _AT:
            return word.gap == " "
    return False


def _is_addressed(one: Found, words: Sequence[Word], place: Place) -> bool:
    """Tell whether a country or capital is spoken to, sided or dealt with, as only authorities are."""
    number = one.first - 1
    if number > 1 and words[number].lower in _TOGETHER:
        number -= 2
    if number < 0:
        return False
    before = words[number].lower
    earlier = words[number - 1].lower if number else ""
    if (before == "of" and earlier in _OF_AUTHORITIES) or (before == "between" and earlier in _DEALINGS):
        return True
    return before in (_CAPITAL_OBJECTS if place.feature_code == "PPLC" else _OBJECTS)
