"""Where the sentences of a news text begin and end, headlines and lines of a page's frame included."""

from __future__ import annotations

import re

from gazetteer.geoparse.reading import Span
from gazetteer.geoparse.wordset import word_set

#: the end of a sentence may stand here: a full stop with what closes after it, or a line break
_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s|$)|\r?\n\s*+")
_NEXT_WORD = re.compile(r"\s*([\"'“‘«(\[]*)([^\s.,;:!?\"'“”‘’»)\]]*)")
_LAST_WORD = re.compile(r"[\w.'’-]*\Z")
#: after these a full stop never ends a sentence
_TITLES = word_set(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm cmdr brig sen rep gov hon rev st sv vs e.g i.e cf "
    "approx ca mt ft "
    "messrs pres sec spc pfc"
)
#: after these a full stop ends no sentence if a digit follows
_BEFORE_DIGITS = word_set("no nos art par para p pp fig jan feb mar apr jun jul aug sep sept oct nov dec res vol sect")
#: abbreviations that may also end a sentence: only before a word that opens one
_EITHER = word_set("a.m p.m etc inc ltd co corp jr sr est al dept")
_OPENERS = word_set(
    "the a an he she it they we i in on at but and this that these those there when while after before "
    "according "
    "however meanwhile earlier later police some many most more no several his her its their for from as since if "
    "what so two three four five six seven eight nine ten about around nobody local"
)
_INITIALS = re.compile(r"(?:\w\.)+\w|[A-ZŠĐČĆŽЀ-Я]")
_CLOSED = frozenset(".!?…\"'”’»):;")
_SHORTEST_WRAP, _LONGEST_WRAP = 45, 110


def sentences(text: str) -> list[Span]:
    """Split a text into sentences.

    A line that stands alone (headline, caption, line of the page's frame) is a sentence of its own; lines that were
    only wrapped belong together.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of Span
        In order, without overlaps and without the white space around them.
    """
    found: list[Span] = []
    start = 0
    width = 0
    for match in _END.finditer(text):
        first, last = match.span()
        if text[first] in ".!?…":
            if not _ends_sentence(text, first, last):
                continue
        else:
            while first and text[first - 1] in " \t":
                first -= 1
            width = width or max(map(len, text.splitlines()))
            if not _breaks(text, first, last, width):
                continue
        _add(found, text, start, last)
        start = last
    _add(found, text, start, len(text))
    return found


def is_headline(sentence: Span) -> bool:
    """Tell whether a sentence is a line without a full stop: a headline, a caption or a line of the page's frame."""
    return sentence.text[-1] not in _CLOSED or sentence.text[-1] in ":;"


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    words = words.strip()
    if words:
        found.append(Span(start + left, start + left + len(words), words))


def _ends_sentence(text: str, first: int, last: int) -> bool:
    """Tell whether the full stop from `first` to `last` ends a sentence."""
    following = _NEXT_WORD.match(text, last)
    opening, word = following.groups() if following else ("", "")
    if not word or following is None:
        return True
    if "\n" in text[last : following.start(2)] or (word[0].islower() and not opening):
        return False  # a line break decides for itself
    if text[first] != "." or last - first > 1:
        return True
    before = _LAST_WORD.search(text, max(0, first - 20), first)
    last_word = before.group() if before else ""
    lowered = last_word.lower()
    if lowered in _EITHER or _INITIALS.fullmatch(last_word):
        return word.lower() in _OPENERS
    return lowered not in _TITLES and not (lowered in _BEFORE_DIGITS and word[0].isdigit())


def _breaks(text: str, first: int, last: int, width: int) -> bool:
    """Tell whether the line break from `first` to `last` ends a sentence, or was only put in to wrap a line."""
    if text.count("\n", first, last) > 1 or first == 0 or last == len(text):
        return True
    begin = text.rfind("\n", 0, first) + 1
    if width < _SHORTEST_WRAP:
        return True
    if text[first - 1] in _CLOSED and text[first - 1] not in "\"'”’)":
        return True
    if text[last].islower():
        return width > _LONGEST_WRAP and first - begin < width // 2
    following = _NEXT_WORD.match(text, last)
    word = len(following.group()) if following else 0
    return width > _LONGEST_WRAP or first - begin + word < width
