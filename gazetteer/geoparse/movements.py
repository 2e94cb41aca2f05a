"""Draft troop movements: one for each sender and status that a text tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.geoparse.placing import Placed, date_for, place_for, places_of, since, spoken
from gazetteer.geoparse.reading import Draft, Span
from gazetteer.geoparse.sentences import is_headline
from gazetteer.geoparse.telling import is_past, reported
from gazetteer.geoparse.troops import MOVING, countries, moved_unnumbered
from gazetteer.geoparse.wording import movement_title
from gazetteer.geoparse.wordset import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Count, DateMention
    from gazetteer.geoparse.story import Here, Story

_FIRST_OF = re.compile(r"^[^.;]{0,60}\b(?:the first (?:\w+ )?of|part of|including|among them|out of)\b")
_TOGETHER = re.compile(r"^[^.;]{0,30}\bbetween them\b|^[^.;]{0,30}\bin total\b")
_PERFECT = re.compile(r"\b(?:have|has|had)\b[^,;]{0,40}$")
_UNIT = re.compile(r"\b(?:battalion|company|brigade|squadrons?|units?|presence)\b", re.IGNORECASE)
_ALLIANCE = re.compile(r"alliance|organi[sz]ation", re.IGNORECASE)


@dataclass(slots=True)
class _Move:
    """One movement while the text is read."""

    count: Count
    sender: str
    date: DateMention
    told_on: bool
    place: Placed | None
    claimed_by: str
    evidence: set[tuple[int, int]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def movement_drafts(story: Story, heres: Sequence[Here], quoted: Sequence[tuple[int, int]]) -> list[Draft]:
    """Draft the movements of soldiers and police that a text tells.

    A headline alone makes none; movements long before the text are background and make none either.

    Parameters
    ----------
    story
        The text with its day and the country it is about.
    heres
        Its sentences with what was found in them.
    quoted
        Where people are quoted at length.
    """
    text, moves = story.text, list[_Move]()
    day: DateMention | None = None
    for here in heres:
        sentence = here.sentence
        if not is_headline(sentence) and not MOVING.isdisjoint(words_in(sentence.text)):
            numbered = [count for count in here.counts if count.status]
            free = [
                one for one in moved_unnumbered(text, sentence) if not any(_overlap(one, other) for other in numbered)
            ]
            if free and not here.placed:
                here.placed = places_of(text, sentence, story.mentions, story.relations)
            for count in sorted([*numbered, *free], key=lambda count: count.span.start):
                if any(start <= count.span.start < end for start, end in quoted):
                    continue
                move = _move(story, here, count, day)
                if move is not None:
                    _join(moves, move)
        days = [one for one in here.dates if one.start and one.precision in {"day", "night"}]
        day = days[-1] if days else day
    return [_draft(text, move) for move in moves]


def _move(story: Story, here: Here, count: Count, day: DateMention | None) -> _Move | None:
    """Return one movement with its date and place; None if it is background."""
    text, sentence, span = story.text, here.sentence, count.span
    words = (span.start, span.end)
    own = _date_of(text, here, count)
    if is_past(own, story.published):
        return None
    perfect = _PERFECT.search(text[sentence.start : span.start])
    if own is None and count.status != "announced" and not perfect and _goes_on(text, sentence, day):
        own = day
    own = own if own is not None and own.start is not None else None
    when = own or reported(span, story.published)
    place = place_for(text, words, here.placed, [], goal=True) or _but_home(story.frame, count)
    move = _Move(count, count.sender, when, own is not None, place, count.claimed_by, {words})
    if own is not None:
        move.evidence.add((own.span.start, own.span.end))
    rest = text[span.end : sentence.end]
    if _FIRST_OF.match(rest):
        move.notes.append("The text calls them a part of a larger number; parts are never added to totals.")
    if _TOGETHER.match(rest):
        move.notes.append("A total of several senders; do not add it to theirs.")
    return move


def _date_of(text: str, here: Here, count: Count) -> DateMention | None:
    """Return the date that a sentence gives to a movement; for an announcement that of the statement."""
    said = [one for one in here.dates if spoken(text, one)]
    own = None
    if count.status != "announced":
        others = [one.trigger.start for one in here.told]
        free = [one for one in here.days if not _told_elsewhere(one, others, count.span.start)]
        own = date_for(text, (count.span.start, count.span.end), free, []) or _since(here.dates, count)
    return own or (said[-1] if said else None)


def _but_home(frame: Placed | None, count: Count) -> Placed | None:
    """Return the country that the text is about, unless it is the one that sends."""
    place = frame.mention.resolution.best if frame else None
    return None if place is None or place.name_en in countries(count.sender).split("; ") else frame


def _goes_on(text: str, sentence: Span, day: DateMention | None) -> bool:
    """Tell whether a day told before in the same paragraph is still the one that is told of."""
    if day is None or "\n" in text[day.span.end : sentence.start]:
        return False
    return not since(text, day) and not spoken(text, day)


def _since(dates: Sequence[DateMention], count: Count) -> DateMention | None:
    if "presence" not in count.whom:
        return None
    return next((one for one in dates if count.span.end <= one.span.start <= count.span.end + 12), None)


def _told_elsewhere(when: DateMention, others: list[int], start: int) -> bool:
    """Tell whether a date belongs to another event of the sentence ("after the clashes on Monday")."""
    nearest = min((abs(when.span.start - other) for other in others), default=10_000)
    return nearest < abs(when.span.start - start) and nearest < 40  # noqa: PLR2004


def _join(moves: list[_Move], move: _Move) -> None:
    """Add a movement, or join it with one of the same sender and status."""
    for other in moves:
        if (countries(other.sender), other.count.status) == (countries(move.sender), move.count.status) and _same(
            other.count, move.count
        ):
            other.evidence |= move.evidence
            if move.told_on and not other.told_on:
                other.date, other.told_on = move.date, True
            if other.count.best is None and move.count.best is not None:
                other.count = move.count
            if (
                move.place
                and not move.place.inferred
                and (other.place is None or other.place.inferred or move.place.finer_than(other.place))
            ):
                other.place = move.place
            return
    moves.append(move)


def _same(one: Count, other: Count) -> bool:
    if bool(_UNIT.search(one.whom)) != bool(_UNIT.search(other.whom)) and None in {
        one.low or one.high,
        other.low or other.high,
    }:
        return one.span.start + 60 > other.span.start
    numbers = [number for number in (one.best or one.high, other.best or other.high) if number is not None]
    return len(set(numbers)) < 2  # noqa: PLR2004 - alike, or one of them without a number


def _overlap(one: Count, other: Count) -> bool:
    return one.span.start < other.span.end + 20 and other.span.start < one.span.end


def _body(text: str) -> str:
    """Return what "the alliance" means in a text; "" where it cannot be told."""
    return "NATO" if re.search(r"\bN(?:ATO|ato)\b", text) else ""


def _draft(text: str, move: _Move) -> Draft:
    sender = move.sender
    if _ALLIANCE.search(sender):
        sender = _body(text) or sender
    notes = list(move.notes)
    if not move.told_on:
        notes.append(f"Date: {move.date.reason}.")
    if not sender:
        notes.append("Who sends them is not told.")
    if move.count.low is None and move.count.high is None:
        notes.append("The text gives no number.")
    if move.count.status in {"requested", "refused", "announced", "authorised"}:
        notes.append("Nobody has moved yet, as far as this text tells.")
    place = move.place
    counted = move.count if move.count.low is not None or move.count.high is not None else None
    return Draft(
        kind="movement",
        event_type="troop_movement",
        title=movement_title(countries(sender), move.count),
        date=move.date,
        place=place.mention if place else None,
        place_precision=place.precision if place else "",
        place_as_written=place.as_written if place and not place.inferred else "",
        actors=tuple(countries(sender).split("; ")) if sender else (),
        counts=(counted,) if counted else (),
        evidence=tuple(Span(start, end, text[start:end]) for start, end in sorted(move.evidence)),
        notes=tuple(notes),
        claimed_by=move.claimed_by if countries(move.claimed_by) != countries(sender) else "",
    )
