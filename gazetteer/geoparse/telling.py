"""Events as they grow while a text is read: what was told first, what was told of the same event later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from gazetteer.geoparse.days import say, shift
from gazetteer.geoparse.reading import DateMention, Draft, Span
from gazetteer.geoparse.wording import actors_in, figure_notes, incident_title

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.geoparse.placing import Placed
    from gazetteer.geoparse.reading import Count

VIOLENT = frozenset({"clash", "riot_arson", "armed_attack", "explosion"})
#: of these types only events with the same label are the same
BY_LABEL = frozenset({"security_operation", "political", "protest", "displacement", "accident"})
_LONG_AGO = timedelta(days=366)
_DAYLIKE = frozenset({"day", "night", "days"})


@dataclass(slots=True)
class Event:
    """One event; `told_on` tells whether its own sentence gives its day, `carried` whether one before does."""

    event_type: str
    label: str
    date: DateMention | None
    told_on: bool
    place: Placed | None
    sentence: int
    carried: bool = False
    types: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    evidence: set[tuple[int, int]] = field(default_factory=set)
    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    claimed_by: str = ""

    def kinds(self) -> set[str]:
        """Return the types of event that its words name."""
        return {self.event_type, *self.types}

    @property
    def known_date(self) -> DateMention | None:
        """The date, if the text gives one; None if it is only that of the report."""
        return self.date if self.told_on or self.carried else None

    def to_draft(self, text: str) -> Draft:
        """Return the event as a draft."""
        place = self.place
        counts = tuple(sorted(self.counts, key=lambda count: count.span.start))
        notes = [*self.notes, *figure_notes(counts)]
        if self.date is not None and not self.told_on:
            notes.insert(0, f"Date: {self.date.reason}{', told before' if self.carried else ''}.")
        if place is None:
            notes.append("The text does not say where.")
        elif place.inferred:
            notes.append("Where it happened is not told in the sentence; the place is taken from the rest of the text.")
        event_type = self.event_type
        if self.types:
            event_type = max(self.types, key=lambda one: (self.types[one], one == self.event_type))
        evidence = {*self.evidence, *((count.span.start, count.span.end) for count in counts)}
        return Draft(
            kind="incident",
            event_type=event_type,
            title=incident_title(self.labels.get(event_type, self.label), event_type, counts),
            date=self.date,
            place=place.mention if place else None,
            place_precision=place.precision if place else "",
            place_as_written=place.as_written if place and not place.inferred else "",
            actors=actors_in(self.pieces),
            counts=counts,
            evidence=tuple(Span(start, end, text[start:end]) for start, end in sorted(evidence)),
            notes=tuple(dict.fromkeys(notes)),
            claimed_by=self.claimed_by,
        )


def reported(span: Span, published: date | None) -> DateMention:
    """Return the date of an event whose day is not told: that of the text or the day before; the reason says so."""
    if published is None:
        return DateMention(span, None, None, "days", "no day is told; give the date of the text")
    reason = f"no day is told; taken from that of the text, {say(published)}, or the day before"
    return DateMention(span, shift(published, -1), published, "days", reason)


def is_past(when: DateMention | None, published: date | None) -> bool:
    """Tell whether a date lies so far back that the text tells it as background."""
    return bool(when and when.end and published and published - when.end > _LONG_AGO)


def is_ahead(when: DateMention | None, published: date | None) -> bool:
    """Tell whether a date lies ahead of the text."""
    return bool(when and when.start and published and when.start > published)


def same_count(one: Count, other: Count) -> bool:
    """Tell whether two counts of one event are the same figure told twice."""
    if (one.measure, one.low, one.best, one.high) != (other.measure, other.low, other.best, other.high):
        return False
    names = [{word[:4] for word in count.whom.split() if word[0].isupper()} for count in (one, other)]
    return not names[0] or not names[1] or bool(names[0] & names[1])


def same_days(one: DateMention | None, other: DateMention | None, *, loosely: bool = False) -> bool:
    """Tell whether two dates may be those of one event; loosely also if one lies within a longer other."""
    if one is None or other is None or one.start is None or other.start is None or one.end is None or other.end is None:
        return True
    if one.start == other.start:
        return True
    if one.end < other.start or other.end < one.start:
        return False
    return loosely or (one.precision in _DAYLIKE and other.precision in _DAYLIKE)


def same_place(one: Placed | None, other: Placed | None) -> bool:
    """Tell whether two places may be that of one event: the same, or one within the other."""
    if one is None or other is None or one.inferred or other.inferred:
        return True
    first, second = one.mention.resolution.best, other.mention.resolution.best
    if first is None or second is None or first.id == second.id:
        return True
    if first.country != second.country:
        return False
    wide = {"country", "region"}
    if one.precision in wide or other.precision in wide:
        return one.precision != other.precision
    return "municipality" in {one.precision, other.precision} and first.municipality == second.municipality
