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
from pathlib import Path
from typing import Literal

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
            pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
            cues.append(Cue(row["event_type"], row["label"], form, frozenset(row["stems"].split()), pattern))
    return tuple(cues)


CUES = _read_cues()
_STEM = 4
_ALL_STEMS = frozenset().union(*(cue.stems for cue in CUES))


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
    stems = {word[:_STEM] for word in words} & _ALL_STEMS
    if not stems:
        return []
    found: list[Trigger] = []
    for cue in CUES:
        if not cue.stems.isdisjoint(stems):
            found += [
                Trigger(*match.span(), cue.event_type, cue.label, cue.form)
                for match in cue.pattern.finditer(text, start, end)
            ]
    found.sort(key=lambda trigger: (trigger.start, -trigger.end, trigger.form != "verb"))
    kept: list[Trigger] = []
    for trigger in found:
        if not kept or trigger.start >= kept[-1].end:
            kept.append(trigger)
    return kept
