"""The words by which a news text tells an event: the rows of `cues.csv`.

A row holds the type of the event, its label for a title, how it is said, the first four letters of the words of which
one has to stand in the sentence, and the words.

A verb tells an event by itself; a noun only where something says that it happened ("broke out", "Monday's", "between A
and B"). What is only feared, planned, denied or wanted is no event.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from gazetteer.geoparse.wordset import lowered

Form = Literal["verb", "noun", "casualty"]
_FORMS: tuple[Form, ...] = ("verb", "noun", "casualty")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the table above."""

    event_type: str
    label: str
    form: Form
    stems: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of a text that name an event."""

    start: int
    end: int
    event_type: str
    label: str
    form: Form


def _read_cues() -> tuple[Cue, ...]:
    with (Path(__file__).parent / "cues.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = {f"<{row['label']}>": row["words"] for row in rows if row["form"] == "part"}
    cues = []
    for row in rows:
        words = row["words"]
        for name, part in parts.items():
            words = words.replace(name, part)
        form = next((form for form in _FORMS if form == row["form"]), None)
        if form is not None:
            pattern = re.compile(rf"\W({words})\b")  # quicker to find than \b(...)\b
            cues.append(Cue(row["event_type"], row["label"], form, frozenset(row["stems"].split()), pattern))
    return tuple(cues)


CUES = _read_cues()
_STEM = 4
#: stem -> the rows that it calls for, by their position
_ROWS_OF: dict[str, list[int]] = {}
for _position, _cue in enumerate(CUES):
    for _stem in _cue.stems:
        _ROWS_OF.setdefault(_stem, []).append(_position)
_STEMS = frozenset(_ROWS_OF)


@lru_cache(maxsize=8)
def _padded(text: str) -> str:
    """Return a text in small letters, with a blank before it, so that something stands before every word."""
    return f" {lowered(text)}"


def find_triggers(text: str, start: int, end: int, words: frozenset[str]) -> list[Trigger]:
    """Return the words of a sentence that name events, in order and without overlaps.

    Parameters
    ----------
    text
        The text.
    start, end
        The sentence.
    words
        Its words, from `words_in`.
    """
    small = _padded(text)
    rows = {row for stem in _STEMS.intersection([word[:_STEM] for word in words]) for row in _ROWS_OF[stem]}
    found = [
        Trigger(match.start(1) - 1, match.end() - 1, CUES[row].event_type, CUES[row].label, CUES[row].form)
        for row in sorted(rows)
        for match in CUES[row].pattern.finditer(small, start, end + 1)
    ]
    if len(found) < 2:  # noqa: PLR2004 - nothing to put in order
        return found
    found.sort(key=lambda trigger: (trigger.start, -trigger.end, trigger.form != "verb"))
    kept: list[Trigger] = []
    for trigger in found:
        if not kept or trigger.start >= kept[-1].end:
            kept.append(trigger)
    return kept
