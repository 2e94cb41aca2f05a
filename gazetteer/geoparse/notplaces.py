"""Names in a text that are no places: people, organisations, clubs, newspapers, streets, acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.geoparse.words import lexicon
from gazetteer.geoparse.wordset import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gazetteer.geoparse.words import Word

#: words that begin the name of a place, so that a given name after them is none
_PREFIXES = word_set(
    "san santa santo st saint sainte são sao fort ft port lake new mount mt el la los las le cape north south "
    "east west puerto villa nova"
)
_PLACE_TAILS = word_set(
    "city county island islands beach park springs falls creek river lake bay valley heights hills point rock "
    "field bridge village township parish province district airport canyon mountain mountains peak"
)
#: titles that are also ordinary words are titles only with a capital
_ALSO_WORDS = word_set("major general private chief king queen prince princess lord lady duke father sister")
_CONNECTORS = frozenset({"of", "for", "and", "the", "de"})
_BEFORE_SPEAKER = frozenset({"said", "says", "added"})
_STREETS = frozenset({"streets", "roads", "avenues"})
_ABBREVIATED = frozenset({"st", "ft", "mt", "ste"})
_AGE = re.compile(r"\d{1,3}")
_LONGEST_ACRONYM = 6
_SHORTEST_DATELINE = 4
_DATELINE = re.compile(r", |\s*[-–—(]")


@dataclass(slots=True)
class Others:
    """Words of a text that belong to names of something else.

    `blocked` are numbers of words, `people` names of persons in lower case, `speaking` words that something is said
    by, so that they may be a person.
    """

    blocked: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    speaking: set[int] = field(default_factory=set)

    def person(self, words: Sequence[Word], first: int, last: int) -> None:
        """Take down words as the name of a person."""
        self.blocked.update(range(first, last + 1))
        self.people.update(word.lower for word in words[first : last + 1] if len(word.text) > 1)


def other_names(words: Sequence[Word], is_place: Callable[[int, int], bool], is_area: Callable[[int], bool]) -> Others:
    """Find the names in a text that are no places.

    Parameters
    ----------
    words
        The words of the text.
    is_place
        Tells whether the words from a first to a last one are the name of a well-known place.
    is_area
        Tells whether a word is the name of a country, a state or a people.
    """
    others = Others()
    for first, last in runs(words):
        _block_acronyms(words, first, last, others, is_area)
        if words[first].shouted and not _is_short(words, first, last):
            continue
        if first != last and is_place(first, last):
            continue
        if _organisation(words, first, last, others, is_place) or _street(words, first, last, others):
            continue
        _person(words, first, last, others, is_place, is_area)
    return others


def runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give the first and last number of each row of words with capitals."""
    number, count = 0, len(words)
    while number < count:
        if not words[number].capital:
            number += 1
            continue
        last = number
        while last + 1 < count and words[last + 1].capital and joins(words[last]):
            last += 1
        yield number, last
        number = last + 1


def joins(word: Word) -> bool:
    """Tell whether the next word may belong to the same name."""
    if word.gap in {" ", "-", "\u00a0", "‑"}:
        return True
    return word.gap == ". " and (len(word.text) == 1 or word.lower in _ABBREVIATED or word.lower in lexicon().title)


def _is_short(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether a row of capitals within a headline is no more than a name."""
    return last - first <= 2 and not words[first].text.isupper()  # noqa: PLR2004 (three words)


def _organisation(
    words: Sequence[Word], first: int, last: int, others: Others, is_place: Callable[[int, int], bool]
) -> bool:
    """Block "University of ...", "... Post"; tell whether it was one."""
    lists = lexicon()
    for number in range(first, last + 1):
        follows = words[number + 1].lower if number + 1 < len(words) and words[number].gap == " " else ""
        if words[number].lower in lists.opening and (number < last or follows in {"of", "for"}):
            end = _with_connectors(words, last)
            others.blocked.update(range(number if follows in {"of", "for"} else first, end + 1))
            return True
    if first < last:
        for end in range(last, first, -1):
            if words[end].lower in lists.body and not (end == last and is_place(first, last)):
                others.blocked.update(range(first, end + 1))
                return True
    return False


def _with_connectors(words: Sequence[Word], last: int) -> int:
    """Return the number of the last word of a name that goes on after "of", "for", "and"."""
    while last + 2 < len(words) and words[last].gap == " " and words[last + 1].lower in _CONNECTORS:
        after = last + 2 if words[last + 2].capital else last + 3
        if after >= len(words) or not words[after].capital or words[after - 1].gap != " ":
            break
        last = after
        while last + 1 < len(words) and words[last + 1].capital and joins(words[last]):
            last += 1
    return last


def _street(words: Sequence[Word], first: int, last: int, others: Others) -> bool:
    streets = lexicon().street
    if first < last and words[last].lower in streets:
        others.blocked.update(range(first, last + 1))
        return True
    if last + 1 < len(words) and words[last].gap == " " and words[last + 1].lower in _STREETS:
        others.blocked.update(range(first, last + 1))
        if first > 1 and words[first - 1].lower == "and" and words[first - 2].capital:
            others.blocked.add(first - 2)
        return True
    return False


def _person(
    words: Sequence[Word], first: int, last: int, others: Others, is_place: Callable[[int, int], bool],
    is_area: Callable[[int], bool],
) -> None:  # fmt: skip
    """Block the name of a person in a row of capitals."""
    start = _person_start(words, first, last)
    if start is None and (
        _introduced(words, first) or (first < last and _speaks(words, first, last) and not is_place(first, last))
    ):
        start = None if any(is_area(number) for number in range(first, last + 1)) else first
    if start is not None and start <= last:
        others.person(words, start, last)
    elif first == last and _speaks(words, first, last):
        others.speaking.add(first)


def _person_start(words: Sequence[Word], first: int, last: int) -> int | None:
    """Return where a person's name begins after a title, with a given name, or around an initial."""
    lists = lexicon()
    for number in range(first, last):
        lower = words[number].lower
        before = words[number - 1].lower if number > first else ""
        if lower in lists.title:
            start = number + 1
            while start <= last and (words[start].lower in lists.title or words[start].lower in lists.civic):
                start += 1
            return start
        tails = {words[number + 1].lower, words[last].lower} & _PLACE_TAILS
        if lower in lists.first_name and before not in _PREFIXES and not tails:
            return number
        if number > first and len(words[number].text) == 1 and words[number].gap == ". ":
            return number - 1
    return None


def _introduced(words: Sequence[Word], first: int) -> bool:
    """Tell whether a word before says that a person follows ("spokesman ...", "secretary of state ...")."""
    if first == 0 or words[first - 1].gap not in {" ", ". ", ", "} or words[first].first:
        return False
    before = words[first - 1]
    if before.gap == ", ":
        return False
    if before.lower in lexicon().title:
        return before.capital or before.lower not in _ALSO_WORDS
    return before.lower == "state" and first > 2 and words[first - 3].lower == "secretary"  # noqa: PLR2004


def _speaks(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell whether a name is followed by what persons do, or by an age."""
    if last + 1 >= len(words):
        return False
    after = words[last + 1]
    if words[last].gap == " " and after.lower in lexicon().speech:
        return True
    if words[last].gap == ", " and (_AGE.fullmatch(after.text) or after.lower in {"who", "whose", "aged"}):
        return first < last
    return first > 0 and words[first - 1].gap == " " and words[first - 1].lower in _BEFORE_SPEAKER


def _block_acronyms(
    words: Sequence[Word], first: int, last: int, others: Others, is_area: Callable[[int], bool]
) -> None:
    for number in range(first, last + 1):
        word = words[number]
        if "." in word.text and not is_area(number):
            others.blocked.add(number)
        if not word.text.isupper() or not 1 < len(word.text) <= _LONGEST_ACRONYM or is_area(number):
            continue
        dateline = word.first and len(word.text) >= _SHORTEST_DATELINE and _DATELINE.match(word.gap)
        if not dateline and not (word.shouted and len(word.text) >= _SHORTEST_DATELINE):
            others.blocked.add(number)
