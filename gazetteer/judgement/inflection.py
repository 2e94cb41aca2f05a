"""Case endings that Albanian and Serbian names take in running text ("në Prishtinës", "u Kosovskoj Mitrovici").

`base_keys` takes endings off, `inflected` puts them on: a form counts only if a known name takes it, so nothing is
guessed about a name that is not known. In names of several words every word but the last inflects like an adjective
in Serbian, and only the word before the article (e, i) in Albanian.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from gazetteer.names import search_key, to_latin

if TYPE_CHECKING:
    from collections.abc import Iterator

_Endings = tuple[tuple[str, tuple[str, ...]], ...]

#: ending of the name -> endings in other cases; every line that fits counts
_ALBANIAN: _Endings = (
    ("ë", ("a", "ës", "ën")), ("e", ("ja", "es", "en")), ("a", ("ë", "ës", "ën")), ("o", ("oja", "os", "on")),
    ("i", ("ia", "isë", "inë", "it", "in")), ("k", ("ku", "kut", "kun")), ("g", ("gu", "gut", "gun")),
    ("h", ("hu", "hut", "hun")), ("u", ("ut", "un")), ("ja", ("je", "jes", "jen")), ("ia", ("i", "isë", "inë")),
    ("", ("i", "it", "in")),
)  # fmt: skip
_SERBIAN: _Endings = (
    ("ka", ("ke", "ki", "ku", "kom", "ci")), ("ga", ("ge", "gi", "gu", "gom", "zi")), ("a", ("e", "i", "u", "om")),
    ("ac", ("ca", "cu", "cem")), ("ak", ("ka", "ku", "kom")), ("ar", ("ra", "ru", "rom")),
    ("o", ("a", "u", "om", "ola", "olu", "olom")), ("e", ("a", "u", "em", "ima")),
    ("i", ("a", "ima", "e")), ("", ("a", "u", "om", "em", "i")),
)  # fmt: skip
_ADJECTIVE: _Endings = (
    ("a", ("oj", "e", "u", "om")), ("o", ("og", "om", "a", "u")), ("e", ("eg", "em", "oj", "og", "om", "ih", "im")),
    ("i", ("og", "om", "im", "ih")), ("", ("og", "om", "a", "u", "im")),
)  # fmt: skip
_ARTICLES = ("e", "i", "të", "së")
_SERBIAN_LANGUAGES = frozenset({"sr-Latn", "sr-Cyrl"})
_SHORTEST_STEM = 1
_MOST_WORDS = 3
_WORD = re.compile(r"[\s-]+")


def inflected(name: str, language: str) -> Iterator[str]:
    """Give the forms that a name takes in other cases.

    Parameters
    ----------
    name
        A name in its base form.
    language
        Its language, BCP 47; names of other languages than Albanian and Serbian have no forms here.
    """
    if language == "sq":
        words = _WORD.split(name)
        if len(words) > 2 and words[1] in _ARTICLES[:2]:  # noqa: PLR2004 (noun, article, the rest)
            for noun, article in product((words[0], *_forms(words[0], _ALBANIAN)), _ARTICLES):
                yield " ".join((noun, article, *words[2:]))
        *first, last = words
        for form in _forms(last, _ALBANIAN):
            yield " ".join((*first, form))
    elif language in _SERBIAN_LANGUAGES:
        *first, last = _WORD.split(to_latin(name))
        if len(first) < _MOST_WORDS:
            adjectives = ((word, *_forms(word, _ADJECTIVE)) for word in first)
            for *before, noun in product(*adjectives, (last, *_forms(last, _SERBIAN))):
                yield " ".join((*before, noun))


def base_keys(key: str) -> set[str]:
    """Return the compact keys of which a name may be a case form.

    Parameters
    ----------
    key
        Search key of the name.
    """
    words = key.split()
    if not 1 <= len(words) <= _MOST_WORDS + 1:
        return set()
    *first, last = words
    keys = {"".join((*first, base)) for base in _bases(last, _NOUN_BASES)}
    if len(words) > 2 and words[1] in _ARTICLE_KEYS:  # noqa: PLR2004 (noun, article, the rest)
        nouns = (words[0], *_bases(words[0], _NOUN_BASES))
        keys.update("".join((noun, article, *words[2:])) for noun, article in product(nouns, _ARTICLE_KEYS[:2]))
    if first:
        adjectives = ((word, *_bases(word, _ADJECTIVE_BASES)) for word in first)
        keys.update(map("".join, product(*adjectives, (last, *_bases(last, _NOUN_BASES)))))
    return keys


def _forms(word: str, endings: _Endings) -> list[str]:
    small = word.lower()
    return [
        word[: len(word) - len(ending)] + other
        for ending, others in endings
        if small.endswith(ending)
        for other in others
    ]


def _bases(word: str, bases: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for length in range(1, min(5, len(word) - _SHORTEST_STEM + 1)):
        stem = word[:-length]
        for ending in bases.get(word[-length:], ()):
            yield stem + ending


def _turned(*tables: _Endings) -> dict[str, tuple[str, ...]]:
    """Return for each case ending the endings that it may stand for, all as search keys."""
    turned: dict[str, set[str]] = {}
    for ending, others in (line for table in tables for line in table):
        for other in others:
            turned.setdefault(search_key(other), set()).add(search_key(ending))
    return {other: tuple(sorted(endings)) for other, endings in turned.items()}


_NOUN_BASES = _turned(_ALBANIAN, _SERBIAN)
_ADJECTIVE_BASES = _turned(_ADJECTIVE)
_ARTICLE_KEYS = tuple(map(search_key, _ARTICLES))
