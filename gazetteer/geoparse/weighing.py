"""Whether a name in a text is meant as a place: how well known it is, weighed with the words around it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.geoparse.notplaces import joins
from gazetteer.geoparse.words import lexicon
from gazetteer.geoparse.wordset import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.atlas import Bearer
    from gazetteer.geoparse.names import Found
    from gazetteer.geoparse.notplaces import Others
    from gazetteer.geoparse.words import Word

ENOUGH = 1.45
SURE = 2.5
_SAID = 2.0
_HOPELESS = -1.3
_AREA = 3.0
_CURATED = 2.0
#: a town counts by its weight (see atlas.Bearer)
_STEPS = (3.3, 4.0, 4.7, 5.3, 6.0)
_TOWNS = (0.3, 0.6, 1.0, 1.6, 2.2, 3.0)
_BEFORE = {
    **dict.fromkeys(word_set("in near outside around across throughout into via inside within at"), 1.5),
    **dict.fromkeys(word_set("from toward towards between to through downtown over"), 1.2),
    **dict.fromkeys(word_set("of and on off"), 0.6),
    **dict.fromkeys(word_set("by with a an this that his her my our their every each no any"), -1.0),
}
_PLACE_NOUNS = word_set(
    "city town village municipality province region district area airport border county state port capital suburb "
    "neighborhood neighbourhood residents resident mayor police"
)
_OF_PLACES = word_set(
    "city town village municipality capital suburb port province region district outskirts north south east west "
    "people county state island streets centre center mayor bishop university residents villages towns cities"
)
_CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday"
)
_OPENERS = word_set(
    "the a an in on at while when although though as if since because after before for from with by to and but or "
    "so yet this that these those his her its their our my both most many some all meanwhile however elsewhere "
    "near nearby last next during under over until unless where why how what which who there then thus still also "
    "only even no not like unlike despite according former ethnic local once"
)
_SHORT = 3
_NEAR_KM = 150.0
_NEARBY = 1.2
_IN_STATE = 1.0
_IN_COUNTRY = 0.4
_LISTED = 1.2
_MOST_ANCHORS = 60
_REPEATED = 1.5
_UNKNOWN_NEIGHBOUR = 2.2


def accepted(found: Sequence[Found], words: Sequence[Word], others: Others) -> list[Found]:
    """Return the names that are meant as places.

    What is well known or plainly said to be a place is taken; a little-known name is taken where it lies near these,
    or where the text says elsewhere that it is a place.
    """
    plain = {word.lower for word in words if not word.capital}
    scores = [_score(found, number, words, others, plain) for number in range(len(found))]
    best: defaultdict[str, float] = defaultdict(float)
    for one, score in zip(found, scores, strict=True):
        best[one.key] = max(best[one.key], score)
    anchors = _anchors(found, scores)
    taken: list[Found] = []
    for one, own in zip(found, scores, strict=True):
        score = own
        if score < ENOUGH and not one.people:
            if score > _HOPELESS and best[one.key] >= _SAID:
                score += _REPEATED
            if taken and score > _HOPELESS and _listed(taken[-1], one, words):
                score += _LISTED
            if score > ENOUGH - _NEARBY:
                score += _closeness(one, anchors)
        if score >= ENOUGH:
            taken.append(one)
    return taken


def _score(found: Sequence[Found], number: int, words: Sequence[Word], others: Others, plain: set[str]) -> float:
    one = found[number]
    bearer = one.bearers[0]
    if one.people:
        return _AREA
    if one.first == one.last and words[one.first].lower in others.people and not _in_place(words, one.first):
        return -_AREA
    score = _prior(one, bearer)
    if contained(found, number, words):
        return score + _AREA
    score += _cues(one, words)
    if bearer.area or any(other.county for other in one.bearers):
        return score
    if one.first in others.speaking and bearer.weight < 5.5:  # noqa: PLR2004 (well below a million)
        score -= 1.5
    return score - _doubts(found, number, words, plain)


def _prior(one: Found, bearer: Bearer) -> float:
    if bearer.area or bearer.county:
        return _AREA
    score = _TOWNS[bisect(_STEPS, bearer.weight)]
    if bearer.curated:
        score = max(score, _CURATED)
    return score + (1 if one.last > one.first and bearer.main else 0)


def _in_place(words: Sequence[Word], number: int) -> bool:
    return number > 0 and _BEFORE.get(words[number - 1].lower, 0) > 1.4  # noqa: PLR2004 ("in", "near")


def _cues(one: Found, words: Sequence[Word]) -> float:
    """Weigh the words right before and after a name."""
    score = 0.0
    if one.first and not words[one.first].first:
        before = words[one.first - 1]
        if before.gap in {" ", "\u00a0"}:
            score += _BEFORE.get(before.lower, 0.0)
            if before.lower == "of" and one.first > 1 and words[one.first - 2].lower in _OF_PLACES:
                score += 2
            if before.lower == "the" and not one.bearers[0].area and not one.bearers[0].curated:
                score -= 0.8
    if one.last + 1 < len(words) and words[one.last].gap in {" ", "-"}:
        after = words[one.last + 1]
        if (
            after.lower in _PLACE_NOUNS
            or after.lower in lexicon().civic
            or after.lower in {"based", "born", "bound"}
            or (after.capital and after.lower in lexicon().title and words[one.last].lower not in lexicon().common)
        ):
            score += 1
    if words[one.first].first and words[one.first].text.isupper() and len(words[one.first].text) > _SHORT:
        score += 1.5  # a dateline
    return score


def _listed(before: Found, one: Found, words: Sequence[Word]) -> bool:
    """Tell whether a name goes on a list of places ("in Moonbi, Parkes, Berry and Wyong")."""
    gap = words[before.last].gap
    if before.people:
        return False
    if one.first == before.last + 1:
        return gap in {", ", "; "}
    return one.first == before.last + 2 and gap in {" ", ", "} and words[one.first - 1].lower in {"and", "or"}


def _doubts(found: Sequence[Found], number: int, words: Sequence[Word], plain: set[str]) -> float:
    """Weigh what speaks against a name that is no country, state or region."""
    one = found[number]
    word = words[one.first]
    doubt = 0.0
    if one.first == one.last:
        lists = lexicon()
        common = word.lower in lists.common or word.lower in lists.first_name or word.lower in plain
        if word.lower in _CALENDAR:
            doubt += 4
        if common:
            doubt += 3 if word.first or word.shouted else 1.6
        if len(word.text) <= _SHORT:
            doubt += 1
    if word.first:
        doubt += 0.3
    if word.shouted:
        doubt += 0.8
    elif _unknown_neighbour(one, words, found, number):
        doubt += _UNKNOWN_NEIGHBOUR
    return doubt


def _unknown_neighbour(one: Found, words: Sequence[Word], found: Sequence[Found], number: int) -> bool:
    """Tell whether a name is part of a longer row of capitals that nobody knows as a whole."""
    lists = lexicon()
    before = words[one.first - 1] if one.first else None
    if (
        before
        and before.capital
        and joins(before)
        and not (before.first and (before.lower in lists.common or before.lower in _OPENERS))
    ):
        known = number > 0 and found[number - 1].last == one.first - 1
        if not known and before.lower not in lists.civic and before.lower not in _OF_PLACES:
            return True
    if one.last + 1 < len(words) and words[one.last + 1].capital and joins(words[one.last]):
        after = words[one.last + 1]
        known = number + 1 < len(found) and found[number + 1].first == one.last + 1
        return not known and after.lower not in lists.civic and after.lower not in lists.title
    return False


def contained(found: Sequence[Found], number: int, words: Sequence[Word]) -> Bearer | None:
    """Return the country, state or region that a name is followed by and lies in ("Paris, Texas")."""
    one = found[number]
    if one.last + 1 >= len(words):
        return None
    gap = words[one.last].gap
    if gap not in {", ", " (", " in ", ","} and not gap.startswith((", ", " (")):
        return None
    if number + 1 < len(found) and found[number + 1].first == one.last + 1 and not found[number + 1].people:
        for area in found[number + 1].bearers:
            if (area.area or area.box) and any(area.holds(bearer) for bearer in one.bearers):
                return area
    return None


def _anchors(found: Sequence[Found], scores: Sequence[float]) -> list[Bearer]:
    """Return the places that a text is surely about."""
    sure = (one for one, score in zip(found, scores, strict=True) if score >= SURE and not one.people)
    return list({one.bearers[0].place.id: one.bearers[0] for one in sure}.values())[:_MOST_ANCHORS]


def _closeness(one: Found, anchors: Sequence[Bearer]) -> float:
    """Weigh how near a little-known place lies to those that a text is surely about."""
    best = 0.0
    for bearer in one.bearers[:12]:
        for anchor in anchors:
            if anchor.area:
                if anchor.holds(bearer):
                    best = max(best, _IN_COUNTRY if anchor.place.feature_code == "PCLI" else _IN_STATE)
            elif bearer.near(anchor, _NEAR_KM):
                return _NEARBY
    return best
