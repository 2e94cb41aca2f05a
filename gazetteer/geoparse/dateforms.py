"""The forms in which English news texts write dates, each with the function that tells what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.geoparse import dating
from gazetteer.geoparse.days import FEASTS, MONTHS, WEEKDAYS
from gazetteer.geoparse.wordset import words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.geoparse.dating import Context, Found

_WEEKDAY = "|".join(day[0].upper() + day[1:] for day in WEEKDAYS)
_WEEKDAY += "|" + "|".join(day.upper() for day in WEEKDAYS) + "|" + "|".join(WEEKDAYS)
_CAPITALS = [month.capitalize() for month in MONTHS] + [month.upper() for month in MONTHS]
#: "may", "march" and "august" in small letters are other words
_MONTHS = [*_CAPITALS, *(month for month in MONTHS if month not in {"may", "march", "august"})]
#: "May" and "March" in capitals may open a sentence: they need a word before them, or a number
_SHY = frozenset({"may", "march"})
_FREE = "|".join(month for month in _MONTHS if month.lower() not in _SHY)
_MONTH = "|".join(_MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_YEAR = r"(?:1[89]|20)\d\d"
_PART = r"(?: (?P<part>morning|afternoon|evening|night))?"
_COUNT = r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})(?P<half> and a half)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TO_DAY = r"(?:(?: ?[-–] ?| to | and )(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|[,.]\d))?"
_EDGE = (
    r"(?:(?P<edge>[Tt]he end|[Tt]he start|[Tt]he beginning|[Tt]he middle|[Ee]nd|[Ee]arly|[Mm]id|[Ll]ate)(?: of |[ -]))?"
)
_IN = (
    r"\b(?i:in|at|near|around|of|since|until|till|by|from|to|during|before|after|late|early|mid|end|through|for|and|"
    r"between|on)[ -]"
)
_FEASTS = "|".join([*(name.removeprefix("orthodox ") for name in FEASTS), "easter"])

_MONTH_WORDS = frozenset({*MONTHS, *(month[:3] for month in MONTHS), "sept"})
_LENGTHS = frozenset({"day", "days", "nights", "week", "weeks", "month", "months", "year", "years"})
#: kind of form -> sets of words; one of each has to stand in a sentence for the form to be tried
_WORDS: dict[str, tuple[frozenset[str], ...]] = {
    "weekday": (frozenset(WEEKDAYS),),
    "deictic": (frozenset({"today", "yesterday", "tonight", "tomorrow", "overnight"}),),
    "unit": (
        frozenset({"last", "this", "next"}),
        frozenset({"week", "month", "year", "night", "morning", "afternoon", "evening", "weekend"}),
    ),
    "ago": (frozenset({"ago"}),),
    "span": (frozenset({"past", "last", "after", "following"}), _LENGTHS),
    "vague": (
        frozenset({"recent", "after", "before", "later", "earlier", "next", "following", "same", "previous", "that"}),
        _LENGTHS | {"hours", "night", "evening", "morning"},
    ),
    "month": (_MONTH_WORDS,),
    "date": (_MONTH_WORDS,),
    "shy month": (_SHY,),
    "feast": (
        frozenset(
            {"christmas", "easter", "new", "epiphany", "vidovdan", "vitus", "assumption", "flag", "labour", "may"}
        ),
        frozenset({"christmas", "easter", "year", "epiphany", "vidovdan", "vitus", "assumption", "day"}),
    ),
}
#: word -> the kinds that it is one of the first words of
_KINDS_OF: dict[str, list[str]] = {}
for _kind, _needed in _WORDS.items():
    for _word in _needed[0]:
        _KINDS_OF.setdefault(_word, []).append(_kind)
_FIRST_WORDS = frozenset(_KINDS_OF)
_DIGIT = re.compile(r"\d")
_YEAR_OR_NUMERIC = re.compile(r"(?P<year>\b(?:1[89]|20)\d\d)|\b\d{1,2}(?P<numeric>[./-])\d{1,2}[./-]\d\d")


def kinds_in(sentence: str) -> set[str]:
    """Return the kinds of forms that may stand in a sentence."""
    words = words_in(sentence)
    kinds = {kind for word in words & _FIRST_WORDS for kind in _KINDS_OF[word]
             if not any(needed.isdisjoint(words) for needed in _WORDS[kind][1:])}  # fmt: skip
    if _DIGIT.search(sentence):
        kinds.update(match.lastgroup or "" for match in _YEAR_OR_NUMERIC.finditer(sentence))
    else:
        kinds.discard("date")
    return kinds


class Form(NamedTuple):
    """One form: its kind, what it looks like, the group that holds the words that are shown, what it means."""

    kind: str
    pattern: re.Pattern[str]
    said: str | int
    resolver: Callable[[re.Match[str], Context], Found | None]


def _form(kind: str, resolver: Callable[[re.Match[str], Context], Found | None], *parts: str) -> Form:
    pattern = re.compile("".join(parts))
    return Form(kind, pattern, "said" if "said" in pattern.groupindex else 0, resolver)


_ON = rf"\b(?:(?:{_WEEKDAY}),? )?"
_OF_YEAR = rf"(?:,? (?P<year>{_YEAR})\b)?"
_SINCE = r"(?:(?P<since>[Ss]ince) )?"
_UNITS = r"(?P<unit>days?|weeks?|months?|years?)"
_ORTHODOX = r"(?:(?:christian|orthodox|serbian|catholic|western) )*"
_NO_FEAST = r"(?! (?:tree|market|card|gift|bonus))"
_WHICH = r"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?"
_THE_SAME = r"(?P<lead>[Tt]he (?:next|following|same|previous)|[Tt]hat|[Tt]hat same) "

FORMS = (
    _form("year", dating.iso, r"\b(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
    _form("numeric", dating.numeric, r"(?<![\d.])(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)",
          r"(?P<year>(?:19|20)?\d\d)(?!\d|[.]\d)"),
    _form("date", dating.calendar_day, _ON, rf"(?P<month>{_MONTH}) {_DAY}{_TO_DAY}(?![\d:])", _OF_YEAR),
    _form("date", dating.calendar_day, _ON, rf"(?:the )?{_DAY}{_TO_DAY}(?: of)? (?P<month>{_MONTH})(?!\w)", _OF_YEAR),
    _form("date", dating.month, r"\b", _SINCE, _EDGE, rf"(?P<month>{_MONTH})(?!\w),? (?P<year>{_YEAR})\b"),
    _form("shy month", dating.month, rf"(?:\b(?P<since>[Ss]ince )|{_IN})(?P<said>(?:the )?{_EDGE}",
          r"(?:(?P<which>last|this|next) )?(?P<month>May|March|MAY|MARCH))(?![\w])"),
    _form("month", dating.month, r"\b", _SINCE, _EDGE, _WHICH,
          rf"(?P<month>{_FREE}|(?<=[Ll]ast )May|(?<=[Ll]ast )March)(?!\w)"),
    _form("feast", dating.feast_day, r"(?i)\b(?P<eve>the eve of )?(?:the )?", rf"(?P<feast>{_ORTHODOX}(?:{_FEASTS})",
          r"(?:'s|’s)?(?: (?:day|sunday))?(?P<eve2> eve)?)\b", _NO_FEAST),
    _form("weekday", dating.weekday, r"\b(?P<which>[Ll]ast |[Nn]ext |[Tt]his )?", rf"(?P<weekday>{_WEEKDAY}){_PART}\b"),
    _form("deictic", dating.deictic, r"\b(?P<word>[Tt]oday|TODAY|[Yy]esterday|YESTERDAY|[Tt]onight|[Tt]omorrow|",
          rf"[Oo]vernight){_PART}\b"),
    _form("unit", dating.part_of_day, r"\b(?P<which>[Ll]ast|[Tt]his) ",
          r"(?P<part>night|morning|afternoon|evening|weekend)\b"),
    _form("unit", dating.unit, r"\b(?P<edge>[Ee]arlier |[Ll]ate |[Ee]arly )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) ",
          r"(?P<unit>week|month|year)\b"),
    _form("ago", dating.ago, rf"\b(?i:{_COUNT}) {_UNITS} ago\b"),
    _form("span", dating.past_span, r"\b(?P<lead>[Oo]ver|[Ii]n|[Ff]or|[Dd]uring|[Ww]ithin) (?:the )?(?:past|last) ",
          rf"(?:{_COUNT} )?{_UNITS}\b"),
    _form("span", dating.past_span, rf"\b(?P<lead>[Aa]fter|[Ff]ollowing) {_COUNT} (?:\w+ )?(?P<unit>days|nights) of\b"),
    _form("vague", dating.vague, r"\b(?:[Ii]n|[Oo]ver|[Dd]uring)(?: the)? recent (?P<lead>days|weeks|months|years)\b"),
    _form("vague", dating.vague, r"\b(?P<lead>[Dd]ays|[Ww]eeks|[Mm]onths|[Hh]ours) (?:after|before|later|earlier)\b"),
    _form("vague", dating.vague, r"\b", _THE_SAME, r"(?P<unit>day|night|evening|morning)\b"),
    _form("year", dating.years, rf"\b(?P<year>{_YEAR}) ?[-–] ?(?P<year2>(?:1[89]|20)?\d\d)\b(?!-)"),
    _form("year", dating.years, r"\b(?P<year>(?:1[89]|20)\d0)(?P<decade>s)\b"),
    _form("year", dating.year, r"\b", _SINCE, rf"(?<![$€£.,/-])(?P<year>{_YEAR})\b(?![%/]|[.,]\d|-\w)"),
)  # fmt: skip
