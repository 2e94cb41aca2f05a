"""The day of a text, where the text itself prints it: dateline, caption, header or footer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.geoparse.dates import find_dates
from gazetteer.geoparse.sentences import sentences

if TYPE_CHECKING:
    from gazetteer.geoparse.reading import DateMention

_HEAD, _FOOT = 600, 300
_FULL_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b")
_LABEL = re.compile(r"\b(?:published|updated|posted|last modified|date|dateline)\b[^.\n]{0,30}$", re.IGNORECASE)
_CREDIT = re.compile(r"[\s.,]*[(\[][^)\]]*(?:photo|image|reuters|afp|epa|ap\b|getty|anadolu)", re.IGNORECASE)
_DATELINE = re.compile(
    r"\s*[,(]?\s*(?:\(?(?:reuters|ap|afp|dpa|tanjug|beta|kosovapress|anadolu|bbc)\)?\s*)?[-–—:]", re.IGNORECASE
)
_LONGEST_LINE = 40


def published_words(text: str) -> DateMention | None:
    """Find the words of a text that print its own day.

    A full date counts where it stands in a dateline, behind "published" or "updated", in the caption of a picture, or
    alone in a line at the head or the foot. Dates within the story never count.

    Returns
    -------
    DateMention or None
        The latest such date; None where there is none.
    """
    found = []
    for start, end in ((0, min(_HEAD, len(text))), (max(_HEAD, len(text) - _FOOT), len(text))):
        piece = text[start:end]
        if not _FULL_DATE.search(piece):
            continue
        found += [
            mention
            for mention in find_dates(text, [span for span in sentences(text) if start <= span.start < end], None)
            if mention.start and mention.precision == "day" and _prints_own_day(text, mention)
        ]
    return max(found, key=lambda mention: (mention.start, -mention.span.start), default=None)


def _prints_own_day(text: str, mention: DateMention) -> bool:
    begin = text.rfind("\n", 0, mention.span.start) + 1
    stop = text.find("\n", mention.span.end)
    before, after = text[begin : mention.span.start], text[mention.span.end : stop if stop >= 0 else len(text)]
    if _LABEL.search(before) or _CREDIT.match(after):
        return True
    if len(before) + len(after) <= _LONGEST_LINE and not re.search(r"[a-z]{2,}", before + after.lower()):
        return True
    return before.isupper() and bool(_DATELINE.match(after))
