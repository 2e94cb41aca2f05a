"""Distances as English texts give them: "28 miles", "a mile and a half", "some 10 to 15 km", "an hour's drive".

A number is read with the range that its wording leaves open. Nobody writes 28 miles for 27.4; but 30 km may be 26, and
"several" is no number at all. Every rule is a line in one of the tables below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import NamedTuple

#: kilometres of one unit; the pattern is matched without regard to case
_UNITS = (
    (r"nautical\s+miles?|nmi", 1.852),
    (r"k(?:ilo)?met(?:er|re)s?|kms?|klicks?", 1.0),
    (r"miles?|mi", 1.609344),
    (r"met(?:er|re)s?|m", 0.001),
    (r"yards?|yds?", 0.0009144),
    (r"feet|foot|ft", 0.0003048),
)
UNIT = rf"(?:{'|'.join(pattern for pattern, _ in _UNITS)})\b\.?"
_UNIT_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kilometres) for pattern, kilometres in _UNITS)

#: numbers that are said vaguely: (best, lowest, highest)
_VAGUE = {
    "few": (3, 2, 6),
    "several": (5, 3, 9),
    "couple": (2, 1.5, 3),
    "dozen": (12, 10, 14),
    "tens": (30, 15, 90),
    "dozens": (36, 20, 90),
    "hundreds": (300, 150, 900),
    "thousands": (3000, 1500, 9000),
}
#: "miles from X" without a number
_NO_NUMBER = (5.0, 1.5, 20.0)
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PLAIN = dict(zip((*_SMALL, *_TENS), (*range(20), *range(20, 100, 10)), strict=True))
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3}
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}

_WORD = rf"\b(?:an?|{'|'.join((*_PLAIN, *_VAGUE, *_TIMES, *_PARTS))})\b"
_WORDS = rf"{_WORD}(?:[\s-]+(?:(?:and|of)\s+)?{_WORD}){{0,7}}(?:\s+of\b(?:\s+an?\b)?)?"
_DIGITS = rf"(?<![\w.,])(?:\d+/\d+|\d[\d.,]*(?:\s\d/\d\d?|\s?[{''.join(_SIGNS)}])?|[{''.join(_SIGNS)}])"
NUMBER = rf"(?:{_DIGITS}|{_WORDS})"

#: words before a number: what they do to its range; the first that fits counts
_HEDGES = {
    "below": r"nearly|almost|close\s+to|not\s+quite|(?:just|slightly|a\s+little)\s+(?:under|less\s+than|short\s+of)",
    "within": (
        r"within(?:\s+a\s+radius\s+of)?|inside|(?:less|fewer)\s+than|under|up\s+to|at\s+most|below|"
        r"(?:no|not)\s+(?:more|further|farther)\s+than"
    ),
    "above": r"(?:(?:just|slightly|a\s+little|well)\s+)?(?:over|above|more\s+than)|at\s+least|upwards?\s+of",
    "about": (
        r"about|around|some|roughly|approximately|approx\.?|circa|ca?\.|an?\s+(?:estimated|approximate)|perhaps|maybe|"
        r"~|≈|as\s+(?:much|far)\s+as"
    ),
    "exact": r"only|just|exactly|a\s+mere|barely|between|a\s+further|another|a\s+good|from",
}
#: how much wider "about" leaves a number; how low "nearly" and how high "more than" may mean
_ABOUT, _BELOW, _ABOVE = 1.5, 0.85, 1.25
_HEDGE = "|".join(_HEDGES.values())
_HEDGE_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _HEDGES.items())


def _amount(unit: str, repeated: str = "") -> str:
    """Return the pattern of a number with its unit and the words before it."""
    return (
        rf"(?P<hedge>(?:(?<!\w)(?:{_HEDGE})\s*){{0,2}})(?P<first>{NUMBER}){repeated}"
        rf"(?:\s*(?:-|–|—|\bto\b|\bor\b|\band\b)\s*(?P<second>{NUMBER}))?[\s-]*(?P<unit>{unit})"
        r"(?P<more>\s+and\s+(?:a|three)\s+(?:half|quarters?)\b)?"
    )


LENGTH = _amount(UNIT, rf"(?:[\s-]*{UNIT}(?=\s*(?:-|–|—|to\b|or\b)))?")
TIME = _amount(r"(?:hours?|hrs?|minutes?|mins?)\b") + (
    r"(?:'s?)?(?:[\s-]*(?:by\s+|on\s+)?(?P<mode>drive|driving|ride|car|road|bus|jeep|walk|walking|march|foot|hike)\b)?"
)
#: kilometres an hour, as the crow flies: (lowest, best, highest)
_SPEEDS = {"walk": (2.5, 4.0, 6.0), "drive": (25.0, 45.0, 80.0)}
_ON_FOOT = frozenset({"walk", "walking", "march", "foot", "hike"})
#: a second measure of the same distance: "28 miles (45 km)"
CONVERSION = (
    r"(?:\s*(?:[(\[/]\s*|,?\s+or\s+|,\s*)"
    rf"(?P<conversion>(?:about\s+|around\s+|some\s+)?{NUMBER}[\s-]*{UNIT})\s*[)\]]?,?)?"
)
_AGREE = 0.15

_LONGEST_NUMBER = 12
_STEPS = (1000, 500, 100, 50, 10, 5)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class _Range(NamedTuple):
    best: float
    low: float
    high: float

    def times(self, factor: float) -> _Range:
        return _Range(self.best * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as a text gives it, in kilometres.

    `low_km` and `high_km` bound what the wording leaves open. `within` tells that the text gives an upper limit only,
    `timed` that it gives a travelling time; `note` says where two measures of it do not agree.
    """

    best_km: float
    low_km: float
    high_km: float
    words: str
    within: bool = False
    timed: bool = False
    note: str = ""


def read_length(found: re.Match[str]) -> Distance | None:
    """Read a match of `LENGTH` (and perhaps `CONVERSION`); None if the number cannot be read."""
    scale = _unit(found["unit"])
    span = _hedged(found)
    if span is None:
        return None
    conversion = found.groupdict().get("conversion") or ""
    words = _words(found)
    distance = _distance(span.times(scale), found, words)
    other = read_plain_length(conversion) if conversion else None
    if other is None or abs(other.best_km - distance.best_km) <= _AGREE * distance.best_km:
        return distance
    note = f"the text gives both {words} and {conversion.strip()}, which do not agree"
    return replace(distance, note=note)


def read_plain_length(text: str) -> Distance | None:
    """Read a text that is nothing but a length; None if it is none."""
    found = _ONLY_LENGTH.fullmatch(text.strip())
    return read_length(found) if found else None


def read_time(found: re.Match[str]) -> Distance | None:
    """Read a match of `TIME` as the distance one gets in that time; None if the number cannot be read."""
    span = _hedged(found)
    if span is None:
        return None
    hours = span.times(1 / 60 if found["unit"].lower().startswith("m") else 1)
    low, best, high = _SPEEDS["walk" if (found["mode"] or "").lower() in _ON_FOOT else "drive"]
    return _distance(_Range(hours.best * best, hours.low * low, hours.high * high), found, _words(found), timed=True)


def vague_length(unit: str) -> Distance:
    """Return the distance of "miles from X", a unit without a number."""
    best, low, high = (value * _unit(unit) for value in _NO_NUMBER)
    return Distance(best, low, high, unit)


def _distance(span: _Range, found: re.Match[str], words: str, *, timed: bool = False) -> Distance:
    within = _hedge(found["hedge"]) == "within"
    return Distance(span.best, 0.0 if within else span.low, span.high, words, within, timed)


def _words(found: re.Match[str]) -> str:
    start = found.start("hedge") if found["hedge"] else found.start("first")
    end = max(found.end(name) for name in ("unit", "more", "mode") if found.groupdict().get(name))
    return found.string[start:end].strip()


def _hedged(found: re.Match[str]) -> _Range | None:
    first, second = _number(found["first"]), _number(found["second"]) if found["second"] else None
    if first is None:
        return None
    if second is not None and second.best > first.best:
        return _Range((first.best + second.best) / 2, first.best, second.best)
    more = _evaluate(found["more"].lower().split()[1:]).best if found["more"] else 0.0
    best, low, high = (value + more for value in first)
    hedge = _hedge(found["hedge"])
    if hedge == "about":
        return _Range(best, best - _ABOUT * (best - low), best + _ABOUT * (high - best))
    if hedge == "below":
        return _Range(best, min(low, _BELOW * best), best)
    if hedge == "above":
        return _Range(best, best, max(high, _ABOVE * best))
    return _Range(best, low, best) if hedge == "within" else _Range(best, low, high)


def _hedge(words: str) -> str:
    return next((kind for kind, pattern in _HEDGE_PATTERNS if words and pattern.match(words)), "")


def _unit(words: str) -> float:
    name = words.strip().rstrip(".")
    return next((kilometres for pattern, kilometres in _UNIT_PATTERNS if pattern.fullmatch(name)), 1.0)


def _number(words: str) -> _Range | None:
    """Read a number in digits or words with what its rounding leaves open."""
    words = words.strip().lower()
    if words[0].isdigit() or words[0] in _SIGNS:
        value = _digits(words)
        return None if value is None else _rounded(value, len(words.partition(".")[2]))
    return _evaluate(re.split(r"[\s-]+", words))


def _digits(words: str) -> float | None:
    value = sum(_SIGNS.get(sign, 0.0) for sign in words)
    for part in words.translate(dict.fromkeys(map(ord, _SIGNS), " ")).split():
        above, slash, below = part.strip(".,").partition("/")
        if len(part) > _LONGEST_NUMBER:
            return None
        above = above.replace(",", "") if _THOUSANDS.fullmatch(above) else above.replace(",", ".")
        try:
            value += float(above) / (float(below) if slash else 1.0)
        except (ValueError, ZeroDivisionError):
            return None
    return value if isfinite(value) else None


def _evaluate(words: list[str]) -> _Range:
    """Add up number words; an article alone counts one."""
    cut = words.index("thousand") + 1 if "thousand" in words else len(words)
    if said := [word for word in words[cut:] if word in _PLAIN or word in _TIMES]:
        return _rounded(_evaluate(words[:cut]).best + _evaluate(said).best)
    span, spoken = _Range(0.0, 0.0, 0.0), False
    for word in words:
        if word in _VAGUE and not (word in _TIMES and span.best):
            span = _Range(*_VAGUE[word])
        elif word in _TIMES:
            span = (span if span.best else _rounded(1.0)).times(_TIMES[word])
        elif word in _PARTS:
            several = word.endswith("s") and span.best > 1
            span = span.times(_PARTS[word]) if several else _rounded(span.best + _PARTS[word])
        elif word in _PLAIN:
            span = _rounded(span.best + _PLAIN[word])
        spoken = spoken or word in _PLAIN or word in _VAGUE or word in _TIMES or word in _PARTS
    return span if spoken else _rounded(1.0)


def _rounded(value: float, decimals: int = 0) -> _Range:
    """Return a number with half of the step to which it looks rounded, at most a quarter of it."""
    if value % 1:
        step = 0.5 if not (2 * value) % 1 and decimals <= 1 else 10.0 ** -max(1, decimals)
    else:
        step = next((step for step in _STEPS if value and not value % step), 1)
    half = min(step / 2, value / 4)
    return _Range(value, value - half, value + half)


_ONLY_LENGTH = re.compile(LENGTH, re.IGNORECASE)
