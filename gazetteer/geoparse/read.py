"""Read one text: its places, dates, counts, and the draft incidents that a person accepts, edits or drops."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from gazetteer.geoparse.counts import find_counts
from gazetteer.geoparse.dates import find_dates
from gazetteer.geoparse.drafts import draft
from gazetteer.geoparse.published import published_words
from gazetteer.geoparse.reading import Reading, Span
from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.toponyms import find_toponyms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazetteer.resolve import Gazetteer

_BREAK = re.compile(r"[\r\n]")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


def read_text(text: str, gazetteer: Gazetteer, published: date | None = None) -> Reading:
    """Read an English news text.

    Parameters
    ----------
    text
        The text; any string.
    gazetteer
        What its toponyms are resolved with.
    published
        Day of the text. Without it the text is searched for a printed one; where there is none, expressions like
        "Monday" keep no day.

    Returns
    -------
    Reading
        Spans point into `text` (a line break within a sentence is a space in their words); the drafts are proposals,
        nothing enters a data set by itself.
    """
    notes = []
    if published is None:
        printed = published_words(text)
        if printed is None:
            notes.append('The text prints no date of its own; give its date, so that "Monday" can become a day.')
        else:
            published = printed.start
            notes.append(f'The date of the text is taken from "{printed.span.text}".')
    parts = sentences(text)
    flat = _unwrapped(text, parts)
    if flat != text:
        parts = [Span(part.start, part.end, flat[part.start : part.end]) for part in parts]
    mentions, relations = find_toponyms(flat, gazetteer, parts)
    dates = find_dates(flat, parts, published)
    counts = find_counts(flat, parts, mentions)
    drafts = draft(flat, parts, mentions, relations, dates, counts, published=published)
    return Reading(text, published, mentions, relations, dates, counts, drafts, tuple(notes))


def _unwrapped(text: str, parts: Sequence[Span]) -> str:
    """Return a text of the same length in which line breaks within a sentence are spaces.

    Where lines were wrapped, those between two sentences of one paragraph are spaces too.
    """
    flat = text.replace("\u00a0", " ")
    if "\n" not in text:
        return flat
    inside = [match for part in parts for match in _BREAK.finditer(text, part.start, part.end)]
    if not inside:
        return flat
    if _PARAGRAPH.search(text):
        inside += [
            match
            for one, other in pairwise(parts)
            for match in _BREAK.finditer(text, one.end, other.start)
            if not _PARAGRAPH.search(text, one.end, other.start)
        ]
    characters = list(flat)
    for match in inside:
        characters[match.start()] = " "
    return "".join(characters)
