"""The forms in which English news texts write dates, each with the function that tells what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
_IN = r"\b(?i:in|of|since|until|till|by|from|to|during|before|after|late|early|mid|end|through|for|and|between|on)[ -]"
_FEASTS = "|".join([*(name.removeprefix("orthodox ") for name in FEASTS), "easter"])

#: kind of form -> words of which one has to stand in a sentence for the form to be tried
_WORDS: dict[str, frozenset[str]] = {
    "weekday": frozenset(WEEKDAYS),
    "deictic": frozenset({"today", "yesterday", "tonight", "tomorrow", "overnight"}),
    "unit": frozenset({"last", "this", "next"}),
    "ago": frozenset({"ago"}),
    "span": frozenset({"past", "last", "after", "following"}),
    "vague": frozenset({"recent", "days", "weeks", "months", "hours", "day", "night", "evening", "morning"}),
    "month": frozenset({*MONTHS, *(month[:3] for month in MONTHS), "sept"}),
    "feast": frozenset(
        {"christmas", "easter", "year", "epiphany", "vidovdan", "vitus", "assumption", "flag", "labour", "may"}
    ),
}
_YEAR_OR_NUMERIC = re.compile(r"(?P<year>\b(?:1[89]|20)\d\d)|\b\d{1,2}(?P<numeric>[./-])\d{1,2}[./-]\d\d")


def kinds_in(sentence: str) -> set[str]:
    """Return the kinds of forms that may stand in a sentence."""
    words = words_in(sentence)
    kinds = {kind for kind, needed in _WORDS.items() if not needed.isdisjoint(words)}
    for match in _YEAR_OR_NUMERIC.finditer(sentence):
        kinds.add(match.lastgroup or "")
    return kinds


#: kind, form, what it means; the group `said`, if there is one, holds the words that are shown
FORMS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], Context], Found | None]], ...] = tuple(
    (kind, re.compile(form), resolver)
    for kind, form, resolver in (
        ("year", r"\b(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)", dating.iso),
        ("numeric", r"(?<![\d.])(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)?\d\d)(?!\d|[.]\d)",
         dating.numeric),
        ("month", rf"\b(?:(?:{_WEEKDAY}),? )?(?P<month>{_MONTH}) {_DAY}{_TO_DAY}(?![\d:])(?:,? (?P<year>{_YEAR})\b)?",
         dating.calendar_day),
        ("month", rf"\b(?:(?:{_WEEKDAY}),? )?(?:the )?{_DAY}{_TO_DAY}(?: of)? (?P<month>{_MONTH})(?!\w)(?:,? (?P<year>{_YEAR})\b)?",
         dating.calendar_day),
        ("month", rf"\b(?:(?P<since>[Ss]ince) )?{_EDGE}(?P<month>{_MONTH})(?!\w),? (?P<year>{_YEAR})\b", dating.month),
        ("month", rf"(?:\b(?P<since>[Ss]ince )|{_IN})(?P<said>(?:the )?{_EDGE}(?:(?P<which>last|this|next) )?"
         r"(?P<month>May|March|MAY|MARCH))(?![\w])", dating.month),
        ("month", rf"\b(?:(?P<since>[Ss]ince) )?{_EDGE}(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<month>{_FREE}|(?<=[Ll]ast )May"
         r"|(?<=[Ll]ast )March)(?!\w)", dating.month),
        ("feast", rf"(?i)\b(?P<eve>the eve of )?(?:the )?(?P<feast>(?:(?:christian|orthodox|serbian|catholic|western) )*"
         rf"(?:{_FEASTS})(?:'s|’s)?(?: (?:day|sunday))?(?P<eve2> eve)?)\b(?! (?:tree|market|card|gift|bonus))",
         dating.feast_day),
        ("weekday", rf"\b(?P<which>[Ll]ast |[Nn]ext |[Tt]his )?(?P<weekday>{_WEEKDAY}){_PART}\b", dating.weekday),
        ("deictic", rf"\b(?P<word>[Tt]oday|TODAY|[Yy]esterday|YESTERDAY|[Tt]onight|[Tt]omorrow|[Oo]vernight){_PART}\b",
         dating.deictic),
        ("unit", r"\b(?P<which>[Ll]ast|[Tt]his) (?P<part>night|morning|afternoon|evening|weekend)\b", dating.part_of_day),
        ("unit", r"\b(?P<edge>[Ee]arlier |[Ll]ate |[Ee]arly )?(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?P<unit>week|month|year)\b",
         dating.unit),
        ("ago", rf"\b(?i:{_COUNT}) (?P<unit>days?|weeks?|months?|years?) ago\b", dating.ago),
        ("span", rf"\b(?P<lead>[Oo]ver|[Ii]n|[Ff]or|[Dd]uring|[Ww]ithin) (?:the )?(?:past|last) (?:{_COUNT} )?"
         r"(?P<unit>days?|weeks?|months?|years?)\b", dating.past_span),
        ("span", rf"\b(?P<lead>[Aa]fter|[Ff]ollowing) {_COUNT} (?:\w+ )?(?P<unit>days|nights) of\b", dating.past_span),
        ("vague", r"\b(?:[Ii]n|[Oo]ver|[Dd]uring)(?: the)? recent (?P<lead>days|weeks|months|years)\b", dating.vague),
        ("vague", r"\b(?P<lead>[Dd]ays|[Ww]eeks|[Mm]onths|[Hh]ours) (?:after|before|later|earlier)\b", dating.vague),
        ("vague", r"\b(?P<lead>[Tt]he (?:next|following|same|previous)|[Tt]hat|[Tt]hat same) "
         r"(?P<unit>day|night|evening|morning)\b", dating.vague),
        ("year", rf"\b(?P<year>{_YEAR}) ?[-–] ?(?P<year2>(?:1[89]|20)?\d\d)\b(?!-)", dating.years),
        ("year", r"\b(?P<year>(?:1[89]|20)\d0)(?P<decade>s)\b", dating.years),
        ("year", rf"\b(?:(?P<since>[Ss]ince) )?(?<![$€£.,/-])(?P<year>{_YEAR})\b(?![%/]|[.,]\d|-\w)", dating.year),
    )
)  # fmt: skip
