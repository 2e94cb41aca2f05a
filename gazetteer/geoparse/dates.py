"""Date expressions of an English news text, resolved from the day of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.geoparse.dateforms import FORMS, kinds_in
from gazetteer.geoparse.dating import Context, Found
from gazetteer.geoparse.reading import DateMention, Span
from gazetteer.geoparse.wordset import word_set, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

#: what tells of things to come, and what tells of things done; the last one before a date decides
_TENSE = re.compile(
    r"\b(?:(?P<future>(?:will|would|won't|shall) (?:also |not |now )?(?:be )?\w+|is to|are to|going to|"
    r"plan(?:s|ned|ning)? to|(?:is|are|was|were) (?:expected|due|"
    r"scheduled|set) (?:to|for)|expected to|scheduled (?:for|to)|due to (?:meet|be|begin|start|take|hold|arrive|visit)|"
    r"intends? to|to be held|upcoming|ahead of|"
    r"(?:announced|called for|planned) (?:new |more |a |an |another )*(?:protests?|rall(?:y|ies)|demonstrations?|"
    r"marche?s?|elections?|meetings?|talks|strikes?|visits?))|"
    r"(?P<past>after|following|since|was|were|had|has|have|said|told|met|sent|fought|broke|began|took|held|"
    r"shot|left|fled|"
    r"came|went|found|saw|put|hit|set|fell|killed|(?!armed|masked|united|need|indeed|hundred|planned|expected|scheduled"
    r"|so-called|red)[a-z]{2,}ed))\b",
    re.IGNORECASE,
)
#: one of these stands in every sentence that speaks of things to come
_FUTURE_WORDS = word_set(
    "will would won shall is are going plan plans planned planning expected due scheduled set intend intends held "
    "upcoming ahead announced called"
)
_YEAR_CONTEXT = re.compile(r"\b(?:in|since|until|till|during|before|after|early|late|year|mid)[ -]$", re.IGNORECASE)
_PLURAL = re.compile(
    r" (?:of (?:the|them)\b|(?:more |other |[A-Z][a-z]+ )?[a-z]*(?:[^s\W]s|people|men|women|police|personnel)\b)"
)
_NUMBERED = re.compile(r"(?:resolution|no\.?|number|article|law|room|flight|road|§|#)\s*$", re.IGNORECASE)

#: kinds of forms that may mean a day to come
_AHEAD = frozenset({"weekday", "month", "shy month", "date"})
#: kind of form -> positions of its forms
_FORMS_OF: dict[str, list[int]] = {}
for _number, _row in enumerate(FORMS):
    _FORMS_OF.setdefault(_row.kind, []).append(_number)


def find_dates(text: str, sentences: Sequence[Span], published: date | None) -> tuple[DateMention, ...]:
    """Find the date expressions of a text and resolve them.

    Parameters
    ----------
    text
        The text.
    sentences
        Its sentences.
    published
        Day of the text; without it expressions like "Monday" keep no day and say so.

    Returns
    -------
    tuple of DateMention
        In the order of the text, without overlaps.
    """
    found: list[DateMention] = []
    for sentence in sentences:
        kinds = kinds_in(sentence.text)
        if kinds:
            found += _in_sentence(text, sentence, kinds, published, found[-1] if found else None)
    return tuple(found)


def _in_sentence(
    text: str, sentence: Span, kinds: set[str], published: date | None, previous: DateMention | None
) -> list[DateMention]:
    taken: list[tuple[int, int, re.Match[str], int]] = []
    for number in sorted(number for kind in kinds for number in _FORMS_OF.get(kind, ())):
        form = FORMS[number]
        for match in form.pattern.finditer(text, sentence.start, sentence.end):
            start, end = match.span(form.said)
            if all(end <= other_start or start >= other_end for other_start, other_end, _, _ in taken):
                taken.append((start, end, match, number))
    mentions: list[DateMention] = []
    for start, end, match, number in sorted(taken, key=lambda one: one[0]):
        kind = FORMS[number].kind
        if kind == "year" and not _is_year(text, match):
            continue
        future = kind in _AHEAD and _is_future(text, sentence, start, end)
        context = Context(published, future, mentions[-1] if mentions else previous)
        means = FORMS[number].resolver(match, context)
        if means is not None:
            mentions.append(_mention(text, start, end, means))
    return mentions


def _mention(text: str, start: int, end: int, means: Found) -> DateMention:
    return DateMention(Span(start, end, text[start:end]), means.start, means.end, means.precision, means.reason)


def _is_future(text: str, sentence: Span, start: int, end: int) -> bool:
    """Tell whether the words around a date speak of what is to come."""
    if _FUTURE_WORDS.isdisjoint(words_in(sentence.text)):
        return False
    last = None
    for last in _TENSE.finditer(text, sentence.start, start):  # noqa: B007 - the last one is wanted
        pass
    last = last or _TENSE.search(text, end, sentence.end)
    return last is not None and last.lastgroup == "future"


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Tell a year from a number of the same look: "2000 troops", "resolution 1999"."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _YEAR_CONTEXT.search(before):
        return True
    return not _NUMBERED.search(before) and not _PLURAL.match(text, match.end())
