"""The words of a sentence, for a quick look whether a closer one is worth while."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+|\d+")


@lru_cache(maxsize=512)
def words_in(sentence: str) -> frozenset[str]:
    """Return the words and the numbers of a sentence, in small letters and without signs between them."""
    return frozenset(_WORD.findall(sentence.lower()))


def listed(words: str) -> list[str]:
    """Return words written in one line as a list."""
    return words.split()


def word_set(words: str) -> frozenset[str]:
    """Return words written in one line as a set."""
    return frozenset(words.split())


@lru_cache(maxsize=8)
def lowered(text: str) -> str:
    """Return a text in small letters, each at its place; a letter that would become two is left alone."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
