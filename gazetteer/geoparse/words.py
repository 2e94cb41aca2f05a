"""A text as words, and the word lists that tell names of places from other names."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, repeat
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.geoparse.wordset import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Span


_LETTERS = "[^\\W\\d_]++(?:[\u0300-\u036f]++[^\\W\\d_]*+)*+"
#: initials (U.S., W.Va.), words (d'Ivoire holds its apostrophe, Kosovo's loses it), numbers
_WORD = re.compile(
    rf"([^\W\d_]\.(?:[^\W\d_]{{1,2}}\.)+|(?<![^\W_]['’]){_LETTERS}(?:['’](?!s(?!\w)){_LETTERS})*+|\d++(?:[.,:]\d+)*)"
)
_LISTS = Path(__file__).parent / "words.csv"
#: a headline: so many of its longer words have a capital
_CAPITAL_SHARE = 0.8
_LEAST_WORDS = 4
_first_letter = itemgetter(0)
_QUOTES = re.compile(r"[\"“:]")
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
    make = partial(tuple.__new__, Word)  # three times as quick as Word(...), which counts here
    for sentence in sentences:
        parts = _WORD.split(text[sentence.start : sentence.end])  # gap, word, gap, word, ..., gap
        spelled = parts[1::2]
        if not spelled:
            continue
        edges = list(accumulate(map(len, parts), initial=sentence.start))
        gaps = [*parts[2:-1:2], ""]
        capitals = [*map(str.isupper, map(_first_letter, spelled))]
        shouted = _is_shouted(spelled, capitals, ends=sentence.text[-1] in _ENDS)
        opened = map(_opens, gaps[:-1]) if _QUOTES.search(sentence.text) else [False] * (len(gaps) - 1)
        loud = repeat(shouted, len(spelled))
        lower = map(str.lower, spelled)
        words += map(
            make, zip(spelled, lower, edges[1:-1:2], edges[2::2], gaps, capitals, [True, *opened], loud, strict=True)
        )
    return words


def _opens(gap: str) -> bool:
    """Tell whether the characters between two words open a quotation or a list."""
    return len(gap) > 1 and ('"' in gap or "“" in gap or ":" in gap)


def _is_shouted(spelled: list[str], capitals: list[bool], *, ends: bool) -> bool:
    """Tell whether capitals tell nothing in a sentence; one with a full stop must have nothing else."""
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
