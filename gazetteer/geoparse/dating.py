"""What one date expression means, seen from the day of the text: one function for each form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gazetteer.geoparse import days
from gazetteer.geoparse.days import MONTHS, WEEKDAYS, month_span, say, shift
from gazetteer.geoparse.numbers import value_of

if TYPE_CHECKING:
    from gazetteer.geoparse.reading import DateMention, DateWords

NO_DAY = "Counted from the date of the text, which is not known; give the date of the text."
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_MONTH_EDGES = {"end": (21, 31), "late": (21, 31), "mid": (11, 20), "middle": (11, 20), "early": (1, 10),
                "start": (1, 10), "beginning": (1, 10)}  # fmt: skip
_PRECISION: dict[str, DateWords] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_LOOSELY: dict[str, DateWords] = {"day": "days", "hour": "days", "week": "week", "month": "season", "year": "year"}
_PIVOT = 70
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Context:
    """What a date expression is seen from.

    `future` tells whether its clause speaks of what is to come; `previous` is the date told before it.
    """

    published: date | None
    future: bool = False
    previous: DateMention | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a date expression means; both days are None where it cannot be counted."""

    start: date | None
    end: date | None
    precision: DateWords
    reason: str


def _exact(day: date | None, reason: str) -> Found | None:
    return None if day is None else Found(day, day, "day", reason)


def _month_number(words: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(words.lower().rstrip(".")[:3]))


def iso(match: Match, _context: Context) -> Found | None:
    """Read 2023-05-30."""
    day = days.day_of(int(match["year"]), int(match["month"]), int(match["day"]))
    return _exact(day, "written as year, month and day")


def numeric(match: Match, _context: Context) -> Found | None:
    """Read 30/05/2023 or 30.5.2023; where day and month may be exchanged nothing is guessed."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if len(match["year"]) == 2:  # noqa: PLR2004 - the century is not written
        year += 1900 if year >= _PIVOT else 2000
    day_first, month_first = days.day_of(year, two, one), days.day_of(year, one, two)
    if match["mark"] == "." or month_first is None or day_first == month_first:
        return _exact(day_first, "written as day, month and year")
    if day_first is None:
        return _exact(month_first, "written as month, day and year")
    return Found(
        None, None, "day", f"Either {say(day_first, weekday=False)} or {say(month_first, weekday=False)}; not guessed."
    )


def calendar_day(match: Match, context: Context) -> Found | None:
    """Read "30 May", "May 30, 2023", "17-18 March 2004"."""
    month, number = _month_number(match["month"]), int(match["day"])
    if match["year"] is None and context.published is None:
        return Found(None, None, "day", "The year is not told; give the date of the text.")
    if match["year"]:
        year, reason = int(match["year"]), "written out"
    else:
        published = context.published or date.min
        year = days.latest_month(published, month, future=context.future)
        if days.day_of(year, month, number) and not context.future:
            year -= date(year, month, number) > published
        reason = f"the latest such day before {say(published)}"
        if context.future:
            reason = f"the next such day after {say(published)}"
    first = days.day_of(year, month, number) if year else None
    last = days.day_of(year, month, int(match["day2"])) if match["day2"] and year else first
    if first is None or last is None or last < first:
        return None
    return Found(first, last, "day" if first == last else "days", reason)


def month(match: Match, context: Context) -> Found | None:
    """Read "in April", "the end of May", "since May", "May 2023"."""
    groups = match.groupdict()
    number = _month_number(match["month"])
    published = context.published
    if groups.get("year"):
        year, reason = int(match["year"]), "the month as written"
    elif published is None:
        return Found(None, None, "month", NO_DAY)
    else:
        back = groups.get("which") == "last" and number == published.month
        year = max(1, days.latest_month(published, number, future=context.future) - back)
        told = "the next" if context.future and number != published.month else "the latest"
        reason = f"{told} {MONTHS[number - 1].capitalize()} seen from {say(published)}"
    start, end = month_span(year, number)
    edge = (groups.get("edge") or "").removeprefix("the ").lower()
    if edge:
        low, high = _MONTH_EDGES[edge]
        start, end = start.replace(day=low), end.replace(day=min(high, end.day))
        reason = f"the {edge} of {reason}" if edge in {"end", "start", "beginning", "middle"} else f"{edge} in {reason}"
    if groups.get("since") and published and start <= published:
        return Found(start, published, "month", f"from {reason} until the day of the text")
    return Found(start, end, "month", reason)


def feast_day(match: Match, context: Context) -> Found | None:
    """Read "on the eve of Orthodox Christmas"."""
    if context.published is None:
        return Found(None, None, "day", NO_DAY)
    day = days.feast(match["feast"].lower().removesuffix(" eve"), context.published)
    if day is None:
        return None
    eve = "eve of" in (match["eve"] or "").lower() or bool(match["eve2"])
    name = match["feast"].removesuffix(" eve").removesuffix(" Eve")
    if eve:
        return _exact(shift(day, -1), f"the day before {name}, {say(day)}")
    return _exact(day, f"the {name} nearest to {say(context.published)}")


def weekday(match: Match, context: Context) -> Found | None:
    """Read "Monday", "last Tuesday", "Tuesday night", "on Thursday" of something to come."""
    published = context.published
    if published is None:
        return Found(None, None, "day", NO_DAY)
    number, which = WEEKDAYS.index(match["weekday"].lower()), (match["which"] or "").strip().lower()
    future = which == "next" or (context.future and which != "last")
    if future:
        day = days.weekday_after(published, number)
        day = shift(day, 7 if which == "next" and day == published else 0)
    else:
        day = days.weekday_before(published, number)
        if which == "last" and day == published:
            day = shift(day, -7)
    name = WEEKDAYS[number].capitalize()
    reason = f"the {name} {'after' if future else 'before'} {say(published)}"
    if day == published:
        reason = f"the day of the text, {say(published)}"
    if match["part"] == "night":
        return Found(day, shift(day, 1), "night", f"the night that begins on {reason}")
    return Found(day, day, "day", reason)


def deictic(match: Match, context: Context) -> Found | None:
    """Read "today", "yesterday", "tonight", "tomorrow", "overnight"."""
    published, word = context.published, match["word"].lower()
    night = word in {"tonight", "overnight"} or match["part"] == "night"
    if published is None:
        return Found(None, None, "night" if night else "day", NO_DAY)
    day = shift(published, {"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(word, 0))
    told = {"yesterday": "the day before", "overnight": "the night to", "tomorrow": "the day after"}.get(
        word, "the day of"
    )
    reason = f"{told} the text, {say(published)}"
    return Found(day, shift(day, 1), "night", reason) if night else Found(day, day, "day", reason)


def part_of_day(match: Match, context: Context) -> Found | None:
    """Read "last night", "this morning", "last weekend"."""
    published, part, last = context.published, match["part"], match["which"].lower() == "last"
    if published is None:
        return Found(None, None, "night" if part == "night" else "day", NO_DAY)
    if part == "weekend":
        saturday = shift(published, 5 - published.weekday() - (7 if last else 0))
        return Found(saturday, shift(saturday, 1), "days", f"the weekend seen from {say(published)}")
    day = shift(published, -1) if last else published
    reason = f"the {part} {'before' if last else 'of'} the day of the text, {say(published)}"
    return Found(day, shift(day, 1), "night", reason) if part == "night" else Found(day, day, "day", reason)


def unit(match: Match, context: Context) -> Found | None:
    """Read "last week", "earlier this week", "last month", "this year"."""
    published, name = context.published, match["unit"]
    precision = _PRECISION[name]
    if published is None:
        return Found(None, None, precision, NO_DAY)
    step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    if name == "week":
        start = shift(published, -published.weekday() + 7 * step)
        end = shift(start, 6)
    elif name == "month":
        start, end = month_span(*days.months_back(published, -step))
    else:
        year = min(max(published.year + step, 1), 9998)
        start, end = date(year, 1, 1), date(year, 12, 31)
    reason = f"the {name} {('before', 'of', 'after')[step + 1]} the day of the text, {say(published)}"
    if (match["edge"] or "").strip().lower() == "earlier" and not step:
        return Found(start, published, precision, f"the days of {reason} so far")
    return Found(start, end, precision, reason)


def _length(match: Match) -> int | None:
    """Return the days that "two and a half years" last; None where no number is told."""
    count = match["count"]
    if count is None:
        return None
    number = 1 if count.lower() in {"a", "an"} else value_of(count)
    days = _DAYS_IN[match["unit"].removesuffix("s")]
    return None if number is None else round((number + (0.5 if match["half"] else 0)) * days)


def ago(match: Match, context: Context) -> Found | None:
    """Read "two days ago", "a year ago"."""
    name, published, length = match["unit"].removesuffix("s"), context.published, _length(match)
    precision = _PRECISION[name]
    if published is None or length is None:
        return Found(None, None, precision, NO_DAY)
    reason = f"{match.group()} counted from {say(published)}"
    if name == "day":
        return _exact(shift(published, -length), reason)
    if name == "month":
        return Found(*month_span(*days.months_back(published, length // 30)), precision, reason)
    if name == "year":
        year = max(1, published.year - length // 365)
        return Found(date(year, 1, 1), date(year, 12, 31), precision, reason)
    start = shift(published, -length - published.weekday())
    return Found(start, shift(start, 6), precision, reason)


def past_span(match: Match, context: Context) -> Found | None:
    """Read "over the past two and a half years", "in the last two days", "after two days of"."""
    name, published, length = match["unit"].removesuffix("s"), context.published, _length(match)
    precision: DateWords = "days" if name in {"day", "night"} else _PRECISION[name]
    if published is None:
        return Found(None, None, precision, NO_DAY)
    if length is None:
        return Found(None, published, precision, "until the day of the text; since when is not told")
    if match["lead"].lower() in {"after", "following"}:
        return Found(
            shift(published, -length), shift(published, -1), precision, f"the {length} days before {say(published)}"
        )
    return Found(shift(published, -length), published, precision, f"counted back from {say(published)}")


def vague(match: Match, context: Context) -> Found | None:
    """Read "in recent months", "days after", "the next day"."""
    unit_name = match.groupdict().get("unit") or match["lead"].lower()
    lead = match["lead"].lower()
    if lead.startswith(("the ", "that")):
        return _beside(match, lead, context)
    name = unit_name.removesuffix("s")
    precision = _LOOSELY[name]
    if "recent" in match.group():
        if context.published is None:
            return Found(None, None, precision, NO_DAY)
        return Found(None, context.published, precision, "until the day of the text; since when is not told")
    return Found(None, None, precision, "counted from another event; how long is not told")


def _beside(match: Match, lead: str, context: Context) -> Found | None:
    """Read "the next day", "the same night": counted from the date told before."""
    previous = context.previous
    night = match["unit"] == "night"
    if previous is None or previous.start is None or previous.precision not in {"day", "night"}:
        return None
    step = {"the next": 1, "the following": 1, "the previous": -1}.get(lead, 0)
    day = shift(previous.start, step)
    reason = f"counted from {say(previous.start)}, told before"
    return Found(day, shift(day, 1), "night", reason) if night else Found(day, day, "day", reason)


def years(match: Match, _context: Context) -> Found | None:
    """Read "1998-1999", "the 1990s"."""
    first = int(match["year"])
    if "decade" in match.groupdict():
        return Found(date(first, 1, 1), date(first + 9, 12, 31), "year", "the decade as written")
    written = match["year2"]
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)  # noqa: PLR2004
    if last <= first:
        return None
    return Found(date(first, 1, 1), date(last, 12, 31), "year", "the years as written")


def year(match: Match, context: Context) -> Found | None:
    """Read "2008", "since 1999"."""
    number = int(match["year"])
    start, end = date(number, 1, 1), date(number, 12, 31)
    if match["since"] and context.published and start <= context.published:
        return Found(start, context.published, "year", "from the year as written until the day of the text")
    return Found(start, end, "year", "the year as written")
