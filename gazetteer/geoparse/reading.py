"""What a text was read as: toponyms, dates, counts and draft incidents, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.candidates import Resolution
    from gazetteer.relative import Located

DateWords = Literal["day", "night", "days", "week", "month", "season", "year"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text: characters `start` to `end` (exclusive), counted from its beginning."""

    start: int
    end: int
    text: str


class Role(StrEnum):
    """What a toponym stands for in its sentence."""

    PLACE = "place"
    GOVERNMENT = "government"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Mention:
    """One toponym of a text, resolved together with the others.

    `role` is PLACE where something is or happens there, GOVERNMENT where a capital or country stands for its
    authorities ("Belgrade does not recognise"), PEOPLE where the word names people or origin ("British troops").
    """

    span: Span
    role: Role
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Relation:
    """A relative place of a text ("28 miles north of the capital, Pristina").

    `subject` is the toponym that the words describe, if there is one; `note` says where the text's own arithmetic does
    not fit the map.
    """

    span: Span
    located: Located
    subject: Mention | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression; `start` and `end` are None where the text gives no day to count from."""

    span: Span
    start: date | None
    end: date | None
    precision: DateWords
    reason: str


@dataclass(frozen=True, slots=True)
class Count:
    """One number of people or things.

    `measure` is one of the measures of the data package (killed, injured, troops ...). `high` is None where the upper
    end is open ("more than", "at least") or not said. For troops, `sender` is who sends them as written and `status`
    where the movement stands (requested, refused, announced, authorised, under_way, arrived, withdrawn, replaced).
    """

    span: Span
    measure: str
    whom: str
    low: int | None
    best: int | None
    high: int | None
    open_upper: bool
    sender: str = ""
    status: str = ""
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft incident or troop movement, for a person to accept, edit or drop.

    `event_type` and `place_precision` are words of the data package's schema; `evidence` are the words it rests on.
    """

    kind: Literal["incident", "movement"]
    event_type: str
    title: str
    date: DateMention | None
    place: Mention | None
    place_precision: str
    place_as_written: str
    actors: tuple[str, ...]
    counts: tuple[Count, ...]
    evidence: tuple[Span, ...]
    notes: tuple[str, ...] = ()
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as it was read; spans point into `text`."""

    text: str
    published: date | None
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    dates: tuple[DateMention, ...]
    counts: tuple[Count, ...]
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()
