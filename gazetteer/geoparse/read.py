"""Read one text: its places, dates, counts, and the draft incidents that a person accepts, edits or drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.geoparse.counts import find_counts
from gazetteer.geoparse.dates import find_dates
from gazetteer.geoparse.drafts import draft
from gazetteer.geoparse.published import published_words
from gazetteer.geoparse.reading import Reading
from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.toponyms import find_toponyms

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.resolve import Gazetteer


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
        Spans point into `text`; the drafts are proposals, nothing enters a data set by itself.
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
    mentions, relations = find_toponyms(text, gazetteer, parts)
    dates = find_dates(text, parts, published)
    counts = find_counts(text, parts, mentions)
    drafts = draft(text, parts, mentions, relations, dates, counts, published=published)
    return Reading(text, published, mentions, relations, dates, counts, drafts, tuple(notes))
