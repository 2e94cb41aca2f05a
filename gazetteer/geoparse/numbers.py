"""Numbers as news texts write them: digits, words, dozens, "almost", "more than", "between X and Y"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gazetteer.geoparse.wordset import listed, lowered, word_set

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_UNITS = {
    word: value for value, word in enumerate(listed(f"zero one two three four five six seven eight nine {_TEENS}"))
}
_TENS = {
    word: 10 * value for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_MOST_DIGITS = 9
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
#: indefinite numbers -> the least that the word means; the upper end is open
_OPEN = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "several": 3, "a few": 3, "many": None,
         "several dozen": 36, "several hundred": 300, "several thousand": 3000, "a few dozen": 36,
         "a few hundred": 300, "a few thousand": 3000, "tens of thousands": 20_000, "hundreds of thousands": 200_000,
         "a number": None, "a handful": 3, "a couple": 2}  # fmt: skip
_FIXED = {"a dozen": 12, "half a dozen": 6, "two dozen": 24, "three dozen": 36, "a score": 20}
_LESS = word_set("almost nearly under below") | {"up to", "as many as", "fewer than", "less than", "at most",
                                                         "close to", "a maximum of", "just under"}  # fmt: skip
_EXCLUDED_END = frozenset({"fewer than", "less than", "under", "below"})
_MORE = frozenset({"more than", "over", "above", "at least", "no fewer than", "no less than", "not less than",
                   "well over", "upwards of", "a minimum of", "just over"})  # fmt: skip

_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_SPELLED = rf"(?:a (?=hundred|thousand|million))?(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*"
_PLAIN = rf"(?:{_DIGITS})(?: (?:hundred|thousand|million))?|{_SPELLED}"
_VAGUE = "|".join(sorted([*_OPEN, *_FIXED], key=len, reverse=True))
_ABOUT = ("about", "around", "some", "roughly", "approximately", "an estimated", "estimated")
_MODS = "|".join(sorted([*_ABOUT, *_LESS, *_MORE], key=len, reverse=True))
#: numbers in small letters
NUMBER = re.compile(
    rf"(?<![\w.,/$€£-])(?<!\d )(?:(?P<mod>{_MODS}) )?(?:an? (?:additional|extra|further|total of) |another )?(?:"
    rf"(?P<range>between (?:{_PLAIN}) and (?:{_PLAIN})|(?:from )?(?:{_PLAIN}) (?:to|or) (?:{_PLAIN})|\d+[-–]\d+)"
    rf"|(?P<vague>{_VAGUE})|(?P<plain>{_PLAIN}))"
    r"(?![\w/%]|[.,]\d|-\w| ?(?:%|per ?cent|percent|a\.m|p\.m|km|gmt))",
)
#: one of these, or a digit, stands in every sentence that holds a number
NUMBER_WORDS = frozenset([*_UNITS, *_TENS, *_SCALES]) | word_set(
    "dozen dozens score scores hundreds thousands several few couple many number handful"
)
_ENDS = re.compile(r"^(?:between |from )?(.+?)(?: (?:to|or|and) |[-–])(.+)$", re.IGNORECASE)
_BETWEEN = re.compile(r"^between (.+) and (.+?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text: where it stands, what it allows."""

    start: int
    end: int
    low: int | None
    best: int | None
    high: int | None
    open_upper: bool


def find_numbers(text: str, start: int, end: int) -> list[Number]:
    """Return the numbers of a stretch of text, with the words that bound them ("almost", "at least")."""
    found = []
    for match in NUMBER.finditer(lowered(text), start, end):
        number = _number(match)
        if number is not None:
            found.append(number)
    return found


def value_of(words: str) -> int | None:
    """Return the whole number that words or digits mean; None if they mean none.

    Examples
    --------
    >>> value_of("twenty-three"), value_of("1,000"), value_of("one thousand two hundred")
    (23, 1000, 1200)
    """
    total = current = 0
    parts = [part for part in re.split(r"[ -]+", words.lower()) if part and part not in {"a", "and"}]
    if not parts:
        return None
    for part in parts:
        digits = part.replace(",", "")
        if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
            current += int(digits)
        elif part in _UNITS or part in _TENS:
            current += _UNITS.get(part, _TENS.get(part, 0))
        elif part == "hundred":
            current = max(current, 1) * 100
        elif part in _SCALES:
            total, current = total + max(current, 1) * _SCALES[part], 0
        else:
            return None
    return total + current


def _number(match: re.Match[str]) -> Number | None:
    mod = (match["mod"] or "").lower()
    start, end = match.span()
    if match["range"]:
        return _range(match, mod)
    if match["vague"]:
        vague = match["vague"].lower()
        fixed = _FIXED.get(vague)
        if fixed is not None:
            return _bounded(start, end, fixed, mod)
        return Number(start, end, _OPEN[vague], None, None, open_upper=True)
    value = value_of(match["plain"])
    return None if value is None else _bounded(start, end, value, mod)


def _range(match: re.Match[str], mod: str) -> Number | None:
    words = match["range"]
    ends = (_BETWEEN if words[:7].lower() == "between" else _ENDS).match(words)
    low, high = (value_of(ends[1]), value_of(ends[2])) if ends else (None, None)
    if low is None or high is None:
        return None
    if low < high:
        return Number(*match.span(), low, None, high, open_upper=False)
    return _bounded(match.start(), match.end(), low, mod)


def _bounded(start: int, end: int, value: int, mod: str) -> Number:
    if mod in _LESS:
        best = None if mod in _EXCLUDED_END else value
        return Number(start, end, None, best, value - (mod in _EXCLUDED_END), open_upper=False)
    if mod in _MORE:
        return Number(start, end, value, value, None, open_upper=True)
    return Number(start, end, value, value, value, open_upper=False)
