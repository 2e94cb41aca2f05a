"""What a sentence claims that can be checked: its numbers and its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.geoparse.dates import find_dates
from gazetteer.geoparse.days import MONTHS, WEEKDAYS
from gazetteer.geoparse.numbers import value_of
from gazetteer.geoparse.sentences import sentences

if TYPE_CHECKING:
    from gazetteer.geoparse.reading import DateMention

Days = tuple[date, date]  # first and last day, both included

_UNITS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_WORD = f"{_UNITS}|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
_SPELLED = rf"(?:a (?=hundred|thousand|million))?(?:{_WORD})(?:(?:(?<=hundred)|(?<=thousand)) and|(?:[ -](?:{_WORD})))*"
#: words for a number of which only the order is known -> the least and the most they are taken to mean
VAGUE = {
    "hundreds of thousands": (200_000, 1_999_999),
    "tens of thousands": (20_000, 999_999),
    "thousands": (2_000, 99_999),
    "hundreds": (200, 1_999),
    "dozens": (24, 199),
    "scores": (40, 199),
}
_SOME = r"(?:several|a few|many) (?P<some>dozen|hundred|thousand)"
_DOZENS = r"(?P<dozens>half a|a|two|three) dozen"
_NUMBER = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?:"
    rf"(?P<vague>{'|'.join(VAGUE)})|{_SOME}|{_DOZENS}"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?: (?P<scale>hundred|thousand|million))?"
    rf"|(?P<spelled>{_SPELLED}))(?!\w|,\d)",
    re.IGNORECASE,
)
_IN_A_DOZEN = {"half a": 6, "a": 12, "two": 24, "three": 36}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
#: before a number that is a name and counts nothing
_NAMED = re.compile(r"(?:\b(?:resolution|article|annex|no\.|nos\.|number|road|route|highway)) ?$", re.IGNORECASE)
_RELATIVE = re.compile(r"\bdays? $", re.IGNORECASE)
_LENGTH = re.compile(r"[ -](?:(?:more|full|whole|further|consecutive) )?(?P<unit>day|night|week|month|year)s?\b")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d\d")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberClaim:
    """A number of a sentence.

    `low` and `high` are equal but for words like "hundreds". `unit` is day, night, week, month or year where a length
    of time is told, "day zero" where the number counts from day 0 ("day 3"), else "".
    """

    words: str
    low: float
    high: float
    unit: str = ""
    in_digits: bool = False


@dataclass(frozen=True, slots=True)
class DateClaim:
    """A date of a sentence: the days it may mean, none where that cannot be told, and the day of the week it names."""

    words: str
    meanings: tuple[Days, ...]
    weekday: int | None = None  # Monday is 0


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[NumberClaim, ...]:
    """Return the numbers of a text that do not belong to a date; ordinals and "one" are none."""
    dates = [(mention.span.start, mention.span.end) for mention in _mentions(text, None)]
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        inside = any(start < stop and first < end for first, stop in dates)
        if inside or match.group().lower() == "one" or _NAMED.search(text[:start]):
            continue
        low, high = _ends(match)
        length = _LENGTH.match(text, end)
        unit = "day zero" if _RELATIVE.search(text[:start]) else length["unit"] if length else ""
        found.append(NumberClaim(match.group(), low, high, unit, match["digits"] is not None))
    return tuple(found)


def dates_in(text: str, window: Days | None) -> tuple[DateClaim, ...]:
    """Return the dates of a text.

    Parameters
    ----------
    text
        One or more sentences.
    window
        Days that a date without a year belongs to; it takes any year of them, and any that the text names. Without
        a window it has no meaning.
    """
    found = []
    mentions = _mentions(text, window[1] if window else None)
    named = {int(year) for mention in mentions for year in _YEAR.findall(mention.span.text)}
    years = sorted(named | set(range(window[0].year, window[1].year + 1) if window else ()))
    for mention in mentions:
        words = mention.span.text
        weekday = _WEEKDAY.search(words)
        number = WEEKDAYS.index(weekday.group().lower()) if weekday else None
        means = None if mention.start is None or mention.end is None else (mention.start, mention.end)
        if means is None or (weekday and not _MONTH.search(words)):
            meanings: tuple[Days, ...] = ()
        elif _YEAR.search(words) or _NUMERIC.search(words) or window is None:
            meanings = (means,)
        else:
            meanings = tuple(moved for year in years if (moved := _in_year(means, year)))
        found.append(DateClaim(words, meanings, number))
    return tuple(found)


def _ends(match: re.Match[str]) -> tuple[float, float]:
    if match["vague"]:
        return VAGUE[match["vague"].lower()]
    if match["some"]:
        return VAGUE[f"{match['some'].lower()}s"]
    if match["dozens"]:
        value: float = _IN_A_DOZEN[match["dozens"].lower()]
    elif match["digits"]:
        value = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1)
    else:
        value = value_of(match["spelled"]) or 0
    return value, value


def _mentions(text: str, published: date | None) -> list[DateMention]:
    """Return the date expressions that name a day, a month, a year or a day of the week."""
    return [
        mention
        for mention in find_dates(text, sentences(text), published)
        if any(form.search(mention.span.text) for form in (_MONTH, _YEAR, _NUMERIC, _WEEKDAY))
    ]


def _in_year(days: Days, year: int) -> Days | None:
    """Move days to another year; None where it has no such day."""
    try:
        return days[0].replace(year=year), days[1].replace(year=year + days[1].year - days[0].year)
    except ValueError:
        return None
