"""A text as words, and the word lists that tell names of places from other names."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Span


def word_set(words: str) -> frozenset[str]:
    """Return words written in one line as a set."""
    return frozenset(words.split())


_LETTERS = "[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*"
#: initials (U.S., W.Va.), words (d'Ivoire holds its apostrophe, Kosovo's loses it), numbers
_WORD = re.compile(
    rf"[^\W\d_]\.(?:[^\W\d_]{{1,2}}\.)+|(?<![^\W_]['’]){_LETTERS}(?:['’](?!s(?!\w)){_LETTERS})*|\d+(?:[.,:]\d+)*"
)
_LISTS = Path(__file__).parent / "words.csv"
#: a headline: so many of its longer words have a capital
_CAPITAL_SHARE = 0.8
_LEAST_WORDS = 4
_ENDS = frozenset('.!?…"”’)')
_SMALL_WORDS = word_set(
    "a an the and or but nor of in on at by to up as for from with is are was be been it its over after than via per"
)


class Word(NamedTuple):
    """One word of a text; a tuple, since a text has thousands.

    `gap` are the characters up to the next word of the sentence, "" at its end. `first` marks the first word of a
    sentence or quotation, `shouted` words of a sentence in which capitals tell nothing (headlines, all capitals).
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    capital: bool
    first: bool
    shouted: bool


def split_words(text: str, sentences: Sequence[Span]) -> list[Word]:
    """Return the words of a text, sentence by sentence."""
    words: list[Word] = []
    make = tuple.__new__  # three times as quick as Word(...), which counts here
    for sentence in sentences:
        found = list(_WORD.finditer(text, sentence.start, sentence.end))
        spelled = [match.group() for match in found]
        capitals = [word[0].isupper() for word in spelled]
        starts = [match.start() for match in found]
        shouted = _is_shouted(spelled, capitals, ends=sentence.text[-1] in _ENDS)
        starts.append(sentence.end)
        begins = True
        for number, word in enumerate(spelled):
            start = starts[number]
            end = start + len(word)
            gap = text[end : starts[number + 1]]
            words.append(make(Word, (word, word.lower(), start, end, gap, capitals[number], begins, shouted)))
            begins = len(gap) > 1 and ('"' in gap or "“" in gap or ":" in gap)
        if spelled:
            words[-1] = words[-1]._replace(gap="")
    return words


def _is_shouted(spelled: list[str], capitals: list[bool], *, ends: bool) -> bool:
    """Tell whether a sentence has so many capitals that they tell nothing; with a full stop only if it has no others."""
    if sum(capitals) * 2 < len(spelled):
        return False
    longer = [word for word in spelled if word[0].isalpha() and word.lower() not in _SMALL_WORDS]
    if len(longer) < _LEAST_WORDS:
        return False
    if ends:
        return all(word.isupper() for word in longer)
    return sum(word[0].isupper() for word in longer) > _CAPITAL_SHARE * len(longer)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they say about a name.

    Attributes
    ----------
    title
        Before a person's name (president, Mr).
    first_name
        Given names.
    speech
        After a person's name (said, who).
    body
        Last word of an organisation, a club, a newspaper, a treaty.
    opening
        First word of an organisation (University of ...).
    street
        Last word of a street.
    civic
        After the name of a place, within a longer name (Police Department, Airport).
    common
        English words that are also the name of some town.
    """

    title: frozenset[str]
    first_name: frozenset[str]
    speech: frozenset[str]
    body: frozenset[str]
    opening: frozenset[str]
    street: frozenset[str]
    civic: frozenset[str]
    common: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the word lists of `words.csv`."""
    with _LISTS.open(encoding="utf-8", newline="") as lines:
        lists = {row["kind"]: frozenset(row["words"].split()) for row in csv.DictReader(lines)}
    return Lexicon(**lists)
