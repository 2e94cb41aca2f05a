"""Draft incidents from a text: one for each event told, with the words it rests on.

Sentences that tell of the same event are joined. Nothing is drafted from background, plans, fears, opinions and
denials; what is not told (a day, a place) is said in the notes of the draft.
"""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, TypeVar

from gazetteer.geoparse.attribution import speakers
from gazetteer.geoparse.events import quoted_parts, refers_back, told_in
from gazetteer.geoparse.movements import movement_drafts
from gazetteer.geoparse.placing import date_for, dates_of_events, everywhere, frame_of, place_for, places_of, spoken
from gazetteer.geoparse.sentences import is_headline
from gazetteer.geoparse.story import Group, Here, Story, begin, grow, matching, settle_date
from gazetteer.geoparse.telling import VIOLENT, Event, is_ahead, is_past, reported, same_count, same_days, same_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazetteer.geoparse.events import Told
    from gazetteer.geoparse.reading import Count, DateMention, Draft, Mention, Relation, Span

_Spanned = TypeVar("_Spanned", "DateMention", "Count")
#: measure -> the types of event that it may belong to, the likeliest first
_TYPES_OF = {
    "killed": ("armed_attack", "clash", "riot_arson", "explosion", "accident", "security_operation"),
    "injured": ("clash", "armed_attack", "riot_arson", "explosion", "accident", "security_operation", "protest"),
    "arrested": ("clash", "riot_arson", "armed_attack", "explosion", "security_operation", "protest"),
    "displaced": ("displacement",),
    "returned": ("displacement",),
    "participants": ("protest",),
    "houses_burned": ("riot_arson", "clash", "explosion"),
    "religious_sites_burned": ("riot_arson", "clash", "explosion"),
    "vehicles_damaged": ("riot_arson", "clash", "explosion", "armed_attack", "accident"),
}
#: measure -> type and label of an event of which nothing but the figure is told
_ALONE = {
    "arrested": ("security_operation", "Arrest"),
    "displaced": ("displacement", "Flight"),
    "returned": ("displacement", "Return"),
    "participants": ("protest", "Protest"),
    "houses_burned": ("riot_arson", "Arson"),
    "religious_sites_burned": ("riot_arson", "Arson"),
    "vehicles_damaged": ("riot_arson", "Arson"),
    "killed": ("armed_attack", "Violence with casualties"),
    "injured": ("clash", "Violence with casualties"),
}
_MAIN_TYPES = 4
_NEAR_ENOUGH = 30
_REACH, _REACH_OF_ASIDES = 400, 45
_SAME_STORY = 3


def draft(  # noqa: PLR0913 - everything that was found in the text
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    dates: Sequence[DateMention],
    counts: Sequence[Count],
    *,
    published: date | None = None,
) -> tuple[Draft, ...]:
    """Draft the incidents and troop movements that a text tells.

    Parameters
    ----------
    text, sentences, mentions, relations, dates, counts
        The text and what was found in it before.
    published
        Day of the text, if it is known.

    Returns
    -------
    tuple of Draft
        Incidents in the order in which the text tells them, then movements.
    """
    places = [mention for mention in mentions if mention.resolution.best is not None]
    story = Story(text, published, frame_of(text, places), speakers(sentences), places, relations)
    quoted = quoted_parts(text)
    heres = []
    dated, counted = _by_sentence(sentences, dates), _by_sentence(sentences, counts)
    for index, sentence in enumerate(sentences):
        here = Here(index, sentence, told_in(text, sentence, quoted), dated[index], counted[index])
        here.days = dates_of_events(text, here.dates) if here.dates else []
        if here.told or here.counts:
            here.placed = places_of(text, sentence, story.mentions, relations)
        heres.append(here)
        _read(story, here)
    return (*(event.to_draft(text) for event in story.events), *movement_drafts(story, heres, quoted))


def _by_sentence(sentences: Sequence[Span], found: Sequence[_Spanned]) -> list[list[_Spanned]]:
    """Return what was found in each sentence."""
    starts = [sentence.start for sentence in sentences]
    held: list[list[_Spanned]] = [[] for _ in sentences]
    for one in found:
        index = bisect(starts, one.span.start) - 1
        if index >= 0 and one.span.start < sentences[index].end:
            held[index].append(one)
    return held


def _read(story: Story, here: Here) -> None:
    """Take in one sentence."""
    figures = [count for count in here.counts if not count.status]
    if not here.told and not figures:
        plain = [one for one in here.dates if not spoken(story.text, one)]
        if plain:
            story.carry(here.index, plain[0])
        return
    for group in _groups(story, here):
        event = _tell(story, here, group, figures)
        if event is not None:
            here.touched += [(one.trigger.start, event) for one in group.told]
    for count in figures:
        _count_in(story, here, count)


def _groups(story: Story, here: Here) -> list[Group]:
    """Put the triggers of one sentence that tell the same event together."""
    groups: list[Group] = []
    loud = here.loud()
    starts = [one.trigger.start for one in loud]
    for one in loud:
        trigger = one.trigger
        others = [start for start in starts if start != trigger.start]
        when = date_for(story.text, (trigger.start, trigger.end), here.days, others)
        violent = trigger.event_type in VIOLENT
        kind = "violent" if violent else f"{trigger.event_type} {trigger.label}"
        day = None if when is None or (violent and one.weak) else when.start
        fitting = (group for group in groups if group.kind == kind and (group.day == day or None in {group.day, day}))
        group = next(fitting, None)
        if group is None:
            groups.append(Group(kind, day, [one]))
        else:
            group.told.append(one)
    return groups


def _tell(story: Story, here: Here, group: Group, figures: Sequence[Count]) -> Event | None:
    """Join what a group of triggers tells with an event told before, or begin a new one; None if it tells nothing."""
    _when_and_where(story, here, group)
    own = group.own
    if is_past(own, story.published):
        story.carry(here.index, own)
        return None
    if is_ahead(own, story.published) and group.first.label != "Protests announced":
        return None
    settle_date(story, here, group)
    fits = any(group.types & set(_TYPES_OF.get(count.measure, ())[:_MAIN_TYPES]) for count in figures)
    if is_past(group.when, story.published) or (group.weak and not group.definite and own is None and not fits):
        return None
    headline = is_headline(here.sentence) and own is None
    event = None if headline and not story.events else matching(story, group)
    if event is None:
        if headline or (group.definite and not fits and own is None):
            return None
        event = begin(story, here, group)
    grow(story, here, group, event)
    return event


def _when_and_where(story: Story, here: Here, group: Group) -> None:
    """Find the date and the place of the sentence that belong to a group of triggers."""
    members = {one.trigger.start for one in group.told}
    others = [one.trigger.start for one in here.loud() if one.trigger.start not in members]
    for one in group.told:
        trigger = one.trigger
        words = (trigger.start, trigger.end)
        reach = _REACH_OF_ASIDES if one.weak and trigger.form == "verb" else _REACH
        when = date_for(story.text, words, here.days, others, reach)
        if when is not None and when.start is not None and group.own is None:
            group.own = when
        where = place_for(story.text, words, here.placed, others)
        if where is None or (trigger.label == "Meeting" and not _close(one, where.mention.span.start)):
            continue
        if group.place is None or where.finer_than(group.place):
            group.place = where


def _close(told: Told, start: int) -> bool:
    return told.trigger.end <= start <= told.trigger.end + _NEAR_ENOUGH


def _count_in(story: Story, here: Here, count: Count) -> None:
    """Give a figure to the event that it belongs to."""
    fitting = set(_TYPES_OF.get(count.measure, ()))
    able = [(abs(start - count.span.start), event) for start, event in here.touched if event.kinds() & fitting]
    event = min(able, key=lambda one: one[0])[1] if able else _event_of_figure(story, here, count)
    if event is None:
        return
    here.touched.append((count.span.start, event))
    if not any(same_count(count, other) for other in event.counts):
        event.counts.append(count)
    event.evidence.add((count.span.start, count.span.end))
    event.pieces.append(count.span.text)
    story.turn_to(event, here.index)


def _event_of_figure(story: Story, here: Here, count: Count) -> Event | None:
    """Return the event that a figure without its own event belongs to: one told before, or a new one."""
    fitting = set(_TYPES_OF.get(count.measure, ()))
    words = (count.span.start, count.span.end)
    own = date_for(story.text, words, here.days, [])
    place = place_for(story.text, words, here.placed, [])
    carried = story.carried_to(here)
    if not fitting or is_past(own or carried, story.published):
        return None
    whole = place is not None and everywhere(story.text, place)
    current = story.current
    near = current is not None and (here.index - current.sentence <= _SAME_STORY or refers_back(here.sentence))
    for event in [current, *story.events] if near else list(story.events):
        if event is None or not event.kinds() & fitting:
            continue
        wider = whole and place and event.place and not event.place.inferred and event.place.finer_than(place)
        if not wider and same_days(event.known_date, own, loosely=True) and same_place(event.place, place):
            return event
    if is_headline(here.sentence) and own is None:
        return None
    told_on = own is not None and own.start is not None
    when = own if told_on else carried
    event = Event(*_ALONE[count.measure], when or reported(count.span, story.published), told_on, None, here.index)
    event.place = place or story.elsewhere(here, event.label)
    event.carried = not told_on and when is not None
    event.claimed_by = story.speakers[here.index]
    event.evidence.update((one.trigger.start, one.trigger.end) for one in here.told if one.trigger.form == "casualty")
    story.events.append(event)
    if told_on:
        story.carry(here.index, own)
    return event
