"""A text as it is read sentence by sentence: the events so far, the one spoken of now, the day that goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gazetteer.geoparse.reading import Span
from gazetteer.geoparse.telling import BY_LABEL, VIOLENT, Event, reported, same_days, same_place
from gazetteer.geoparse.wording import ALLEGED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazetteer.geoparse.cues import Trigger
    from gazetteer.geoparse.events import Told
    from gazetteer.geoparse.placing import Placed
    from gazetteer.geoparse.reading import Count, DateMention, Mention, Relation

_PERFECT = re.compile(r"\b(?:have|has|had|having|so far|is|are)\b[^,;:.]{0,30}$", re.IGNORECASE)
_TOLL = re.compile(r"\bso far\b|\b(?:have|has|had) (?:also |already )?been\b|\btoll\b", re.IGNORECASE)
_THAT_PLACE = re.compile(
    r"\b(?:the|that|this) (?:village|town|area|scene|building|monastery|church|crossing|bridge)\b"
    r"|\bthere\b|^(?:their|they|he|she|it)\b",
    re.IGNORECASE,
)
_DAYLIKE = frozenset({"day", "night", "days", "week"})
_AROUND = 100


@dataclass(slots=True)
class Here:
    """One sentence with what was found in it.

    `days` are those of its dates that may be dates of events; `touched` are the events that it tells of, and where.
    """

    index: int
    sentence: Span
    told: list[Told]
    dates: list[DateMention]
    counts: list[Count]
    days: list[DateMention] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    touched: list[tuple[int, Event]] = field(default_factory=list)

    def loud(self) -> list[Told]:
        """Return the triggers that tell an event by themselves, not only by its victims."""
        return [one for one in self.told if one.trigger.form != "casualty"]


@dataclass(slots=True)
class Group:
    """Triggers of one sentence that tell the same event, with its date and place as far as the sentence tells them.

    `own` is the date in the sentence, `when` that or one told before; `perfect` marks what is told as a result ("have
    been burned").
    """

    kind: str
    day: date | None
    told: list[Told]
    own: DateMention | None = None
    when: DateMention | None = None
    place: Placed | None = None
    perfect: bool = False

    @property
    def first(self) -> Trigger:
        """The first trigger."""
        return self.told[0].trigger

    @property
    def types(self) -> set[str]:
        """The types of event that its triggers name."""
        return {one.trigger.event_type for one in self.told}

    @property
    def weak(self) -> bool:
        """Whether only date, place or figures can tell that it happened."""
        return all(one.weak for one in self.told)

    @property
    def definite(self) -> bool:
        """Whether it refers to something told before."""
        return any(one.definite for one in self.told)


@dataclass(slots=True)
class Story:
    """What is known while the sentences are read one after the other."""

    text: str
    published: date | None
    frame: Placed | None
    speakers: Sequence[str]
    mentions: Sequence[Mention]
    relations: Sequence[Relation]
    events: list[Event] = field(default_factory=list)
    current: Event | None = None
    carried: DateMention | None = None
    carried_from: int = -9

    def carry(self, index: int, when: DateMention | None) -> None:
        """Keep a date for the sentences that go on with the same story."""
        self.carried, self.carried_from = when, index

    def carried_to(self, here: Here) -> DateMention | None:
        """Return the date told just before, if a sentence goes on with the same story."""
        when = self.carried
        if when is None or when.start is None:
            return None
        if "\n" not in self.text[when.span.end : here.sentence.start]:
            return when
        return when if here.index - self.carried_from == 1 and when.precision in _DAYLIKE else None

    def elsewhere(self, here: Here, label: str, *, back: bool = False) -> Placed | None:
        """Return the place of what is told without one: the one before, if the words point back, or the country."""
        current = self.current
        if current is not None and current.place is not None and (back or _THAT_PLACE.search(here.sentence.text)):
            return replace(current.place, inferred=True)
        return None if label == "Meeting" else self.frame

    def turn_to(self, event: Event, index: int) -> None:
        """Make an event the one that is spoken of."""
        self.current, event.sentence = event, index
        if event.known_date is self.carried:
            self.carried_from = index


def settle_date(story: Story, here: Here, group: Group) -> None:
    """Give a group of triggers its date: that of the sentence, or the one told just before."""
    start = group.first.start
    before = story.text[max(here.sentence.start, start - 40) : start]
    figures = any(not count.status for count in here.counts)
    group.perfect = bool(_PERFECT.search(before)) or (figures and bool(_TOLL.search(here.sentence.text)))
    group.when = group.own or (None if group.perfect else story.carried_to(here))


def begin(story: Story, here: Here, group: Group) -> Event:
    """Begin a new event."""
    trigger = group.first
    words = Span(trigger.start, trigger.end, story.text[trigger.start : trigger.end])
    when = group.when or reported(words, story.published)
    event = Event(trigger.event_type, trigger.label, when, group.own is not None, None, here.index)
    event.place = group.place or story.elsewhere(here, trigger.label, back=group.definite)
    event.carried = group.own is None and when is story.carried
    event.claimed_by = story.speakers[here.index]
    story.events.append(event)
    return event


def grow(story: Story, here: Here, group: Group, event: Event) -> None:
    """Add to an event what a sentence tells of it."""
    text, own, place, sentence = story.text, group.own, group.place, here.sentence
    for one in group.told:
        event.types[one.trigger.event_type] += 1 if one.weak or one.definite else 2
        event.evidence.add((one.trigger.start, one.trigger.end))
        event.labels.setdefault(one.trigger.event_type, one.trigger.label)
    first, last = group.first.start, group.told[-1].trigger.end
    event.pieces.append(text[max(sentence.start, first - _AROUND) : min(sentence.end, last + _AROUND)])
    if own is not None:
        event.evidence.add((own.span.start, own.span.end))
        if not event.told_on:
            event.date, event.told_on, event.carried = own, True, False
    if place is not None:
        _settle_place(event, place, definite=group.definite)
    if ALLEGED.search(sentence.text):
        event.notes.append("The text tells it, or a part of it, as an allegation.")
    story.turn_to(event, here.index)
    if own is not None and not group.weak and not group.definite:
        story.carry(here.index, own)


def _settle_place(event: Event, place: Placed, *, definite: bool) -> None:
    """Take over a place that says more; one told in passing ("where the clashes began") is only noted."""
    event.evidence.add((place.mention.span.start, place.mention.span.end))
    if event.place is not None and not event.place.inferred and not place.finer_than(event.place):
        return
    if definite and event.place is not None:
        event.notes.append(f"The text also names {place.mention.span.text} for it.")
    else:
        event.place = place


def matching(story: Story, group: Group) -> Event | None:
    """Return the event told before that a group of triggers tells of again; None if there is none."""
    fitting = [event for event in story.events if _fits(event, group)]
    typed = [event for event in fitting if group.types & event.kinds()] or fitting
    if typed and group.when is None and group.perfect:  # a toll belongs to the story as a whole
        whole = (event for event in typed if event.told_on and event.date and event.date.precision == "days")
        return next(whole, typed[0])
    return typed[-1] if typed else None


def _fits(event: Event, group: Group) -> bool:
    """Tell whether a group of triggers may tell of an event."""
    when, place, loose = group.when, group.place, group.definite or group.weak
    both_placed = _both_placed(event.place, place)
    if not group.types & event.kinds():
        related = bool(group.types & VIOLENT) and event.event_type in VIOLENT
        goes_on = group.own is None and when is not None and event.date is when
        dated = when is not None and event.known_date is not None
        if not related or not (loose or goes_on or (dated and both_placed)):
            return False
    if event.event_type in BY_LABEL and event.label != group.first.label:
        return False
    undated = when is None and place is not None and event.told_on
    if undated and not (loose or group.perfect or both_placed):
        return False
    return same_days(event.known_date, when, loosely=loose) and same_place(event.place, place)


def _both_placed(one: Placed | None, other: Placed | None) -> bool:
    if one is None or other is None or one.inferred or other.inferred:
        return False
    return same_place(one, other)
