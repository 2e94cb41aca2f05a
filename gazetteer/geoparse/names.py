"""The names in a text that some place bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gazetteer.geoparse.notplaces import joins
from gazetteer.geoparse.reading import Span
from gazetteer.geoparse.wordset import lowered, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.atlas import Atlas, Bearer
    from gazetteer.geoparse.notplaces import Others
    from gazetteer.geoparse.words import Word

LONGEST_NAME = 6
_COUNTIES = {"county": "county", "parish": "parish", "counties": "county", "parishes": "parish"}
_LONGEST_CODE = 3
_INSIDE = word_set(
    "of the and de la del do da dos das du des le les los las al el en i e y te të së sur upon on am an der by"
)
_DIRECTIONS = word_set("north south east west northern southern eastern western central upper lower")
_NO_PEOPLE = frozenset({("african", "american"), ("african", "americans"), ("native", "american"),
                        ("native", "americans"), ("american", "indian"), ("american", "indians")})  # fmt: skip


class Found(NamedTuple):
    """A name that may be a toponym: words `first` to `last`, and the places that bear it.

    `key` is what makes two mentions the same name, `people` marks a word for people or origin (Serbian).
    """

    first: int
    last: int
    span: Span
    bearers: tuple[Bearer, ...]
    key: str
    people: bool = False


def find_names(text: str, words: Sequence[Word], known: Atlas, others: Others) -> list[Found]:
    """Return the names that some place bears, the longest from each word on, without overlaps."""
    found: list[Found] = []
    counties = _county_names(text, words, known)
    number, count = 0, len(words)
    while number < count:
        word = words[number]
        one = None
        if (word.capital and number not in others.blocked) or word.lower in _DIRECTIONS:
            one = _longest(text, words, number, known, others, counties)
        if one is None:
            number += 1
        else:
            found.append(one)
            number = one.last + 1
            state = _state(text, words, one, known)
            if state is not None:
                found.append(state)
                number += 1
    return found


def _state(text: str, words: Sequence[Word], one: Found, known: Atlas) -> Found | None:
    """Return the abbreviated state after a name ("South Bend, Ind.")."""
    number = one.last + 1
    if one.people or number >= len(words) or words[one.last].gap not in {", ", ","}:
        return None
    word = words[number]
    state = known.codes.get(word.text)
    if state is None or not any(state.holds(bearer) for bearer in one.bearers):
        return None
    end = word.end + (text[word.end : word.end + 1] == "." and not word.text.isupper())
    return Found(number, number, Span(word.start, end, text[word.start : end]), (state,), state.place.id)


def _county_names(text: str, words: Sequence[Word], known: Atlas) -> dict[str, tuple[Bearer, ...]]:
    """Return the names of counties that a text gives in full somewhere, or in a list ("Clark and Warren counties")."""
    counties: dict[str, tuple[Bearer, ...]] = {}
    small = lowered(text)
    if not any(kind in small for kind in _COUNTIES):
        return counties
    for number in range(1, len(words)):
        kind = _COUNTIES.get(words[number].lower)
        if kind is None or not words[number - 1].capital:
            continue
        listed = words[number].lower != kind
        last = number - 1
        while last >= 0 and words[last].capital:
            first = last - 1 if last and words[last - 1].capital and joins(words[last - 1]) else last
            for start in (first, last):
                name = text[words[start].start : words[last].end]
                bearers = known.counties(f"{name} {kind}")
                if bearers:
                    counties[name.casefold()] = bearers
                    break
            last = start - 1
            if not listed:
                break
            last -= last >= 0 and words[last].lower in {"and", "or"}
    return counties


def _longest(
    text: str, words: Sequence[Word], first: int, known: Atlas, others: Others, counties: dict[str, tuple[Bearer, ...]]
) -> Found | None:
    word = words[first]
    for last in reversed(_ends(words, first, others)):
        name = text[word.start : words[last].end]
        key = name.casefold()
        if word.capital and key in known.peoples and not known.is_area(name) and not _is_no_people(words, first):
            return Found(first, last, _span(word, words[last], name), (known.peoples[key],), key, people=True)
        if not word.capital and last == first:
            return None
        bearers = _bearers(words, last, name, known)
        if key in counties:
            bearers = tuple(sorted((*bearers, *counties[key]), key=lambda bearer: -bearer.weight))
        if words[last].gap.startswith("$"):
            return None
        if bearers and (word.capital or bearers[0].curated):
            return Found(first, last, _span(word, words[last], name), bearers, key)
    return None


def _span(first: Word, last: Word, name: str) -> Span:
    return Span(first.start, last.end, name)


def _bearers(words: Sequence[Word], last: int, name: str, known: Atlas) -> tuple[Bearer, ...]:
    if words[last].lower in {"county", "parish"} and (counties := known.counties(name)):
        return counties
    if len(name) <= _LONGEST_CODE and name.isupper():
        return known.areas(name)
    return known.bearers(name)


def _ends(words: Sequence[Word], first: int, others: Others) -> list[int]:
    """Return the numbers of the words with which a name that begins here may end."""
    ends: list[int] = []
    for last in range(first, min(first + LONGEST_NAME, len(words))):
        word = words[last]
        if last in others.blocked or not (word.capital or word.lower in _INSIDE or last == first):
            break
        if word.capital or last == first:
            ends.append(last)
        if not joins(word):
            break
    return ends


def _is_no_people(words: Sequence[Word], first: int) -> bool:
    before = words[first - 1].lower if first else ""
    after = words[first + 1].lower if first + 1 < len(words) else ""
    return (before, words[first].lower) in _NO_PEOPLE or (words[first].lower, after) in _NO_PEOPLE
