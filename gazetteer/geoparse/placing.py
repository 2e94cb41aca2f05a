"""When and where: the date and the place that a sentence gives to words that tell an event."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.geoparse.reading import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import DateMention, Mention, Relation, Span

#: no word that tells what was said ("said that ...", "told reporters ten were hurt") begins here
_NOT_WHAT = r"(?!\b(?:that|was|were|had|has|have|been|died|fled)\b)"
#: a date that tells when something was said
_SPOKEN = re.compile(
    rf"\b(?:said|says|told (?:{_NOT_WHAT}[\w ’'-]){{2,40}}|announced|"
    r"(?<!were )(?<!was )(?<!been )reported|declared|warned|added|confirmed|stated|urged)(?: in [A-Z]\w+)?"
    r"(?: late| early)?(?: on)? $"
)
#: what a report begins with: places in capitals, agencies, commas
_DATELINE = re.compile(r"\s*(?:[A-Z][\w’'.-]*[\s,/()]*){1,8}")
_DASH = re.compile(r"\s*(?:\([^()]{2,30}\)\s*)?[-–—:]\s")
_SINCE = re.compile(r"\bsince $", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s? ")
_MODIFIER_REACH = 30
#: words before a place that say that something is or happens there
_AT = re.compile(
    r"(?:^|[\s(“\"])(?P<word>near|nearby|close to|not far from|outside(?: of)?|on the outskirts of|around|in|"
    r"at|inside|within|into|on|over|across|"
    r"throughout|through|toward|towards|between|along|from|of|to|for) (?:(?:the|a|an|one|"
    r"both) )?(?P<kind>(?:(?!(?:and|of|in|at|on|across|throughout|near|from|to|into|around|outside|"
    r"between)\b)[\w’'-]+ ){0,4}?(?:of )?(?:the )?)$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"(?:,|/| and|,? or) ?(?:the )?$")
_BORDER = re.compile(r"\b(?:border|boundary)\b", re.IGNORECASE)
_OF_THEIRS = re.compile(
    r" (?:peacekeeping|peacekeepers|police|forces?|authorities|government|security|special|officials|prime|"
    r"president|army|military|ministry|parliament)\b"
)
_UNNAMED_TOWN = re.compile(r" (?:town|village|city)\b")
_SPEECH_PLACE = re.compile(
    r"\b(?:told|said|says|speaking|spoke|speech|reporters|interview|conference|forum|briefing)\b"
    rf"(?:{_NOT_WHAT}[^,.;]){{0,45}}$",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:in|into|to|near|of|across|throughout|around|outside|inside|from|with|at) (?:the |"
    r"neighbou?ring )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(r"\b(?:across|throughout|all over|in the whole of) (?:the )?(?:[\w-]+ )?$", re.IGNORECASE)
_NEAR = frozenset(
    {"near", "nearby", "close to", "not far from", "outside", "outside of", "on the outskirts of", "around"}
)
_TOWARDS = frozenset({"to", "into", "towards", "toward", "for"})
_AREA = re.compile(r" (?:municipality|municipalities|district|area|region|commune)\b", re.IGNORECASE)
_UNNAMED = re.compile(r"\b(?:villages?|hamlet|town)\b", re.IGNORECASE)
_ROAD_TO = re.compile(
    r"\b(?:roads?|access|approach|entrance|route|routes|highway|street|leading|bridge) to (?:the |a )?(?:[\w-]+ ){0,3}$"
)
_COARSE = {"settlement": 0, "exact": 0, "near": 0, "municipality": 15, "region": 30, "country": 60}
_ORDER = ("exact", "settlement", "near", "municipality", "region", "country")
_BREAKS = re.compile(r"[,;:]| (?:and|but|while|after|before|when|where|as) ")


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of an event with its precision and the words of the text."""

    mention: Mention
    precision: str
    as_written: str
    inferred: bool = False

    def finer_than(self, other: Placed) -> bool:
        """Tell whether this says more precisely where."""
        return _ORDER.index(self.precision) < _ORDER.index(other.precision)


def spoken(text: str, mention: DateMention) -> bool:
    """Tell whether a date is that of a statement, not of the event."""
    return bool(_SPOKEN.search(text, max(0, mention.span.start - 60), mention.span.start))


def since(text: str, mention: DateMention) -> bool:
    """Tell whether a date is only the beginning of a time ("since May")."""
    before = text[max(0, mention.span.start - 7) : mention.span.start]
    return mention.span.text[:5].lower() == "since" or bool(_SINCE.search(before))


def in_dateline(text: str, mention: DateMention) -> bool:
    """Tell whether a date stands in the line that a report begins with ("PRISTINA, 14 June 2011 - Police said")."""
    return bool(_DATELINE.fullmatch(text, 0, mention.span.start) and _DASH.match(text, mention.span.end))


def dates_of_events(text: str, dates: Sequence[DateMention]) -> list[DateMention]:
    """Return the dates that may be those of an event, not of a statement or report, and no mere beginnings."""
    told = [one for one in dates if not in_dateline(text, one)]
    return [one for one in told if not spoken(text, one) and not since(text, one) and "not guessed" not in one.reason]


def date_for(
    text: str, words: tuple[int, int], dates: Sequence[DateMention], others: Sequence[int], reach: int = 10_000
) -> DateMention | None:
    """Return the date of a sentence that belongs to some of its words; None if none does.

    Parameters
    ----------
    text
        The text.
    words
        Where the words that tell the event begin and end.
    dates
        The dates of the sentence, from `dates_of_events`.
    others
        Where other events of the sentence are told.
    reach
        Characters within which the date has to stand.
    """
    best, least = None, reach
    start = words[0]
    for mention in dates:
        owned = _POSSESSIVE.match(text, mention.span.end) is not None
        if owned and not mention.span.end <= start <= mention.span.end + _MODIFIER_REACH:
            continue  # "yesterday's clashes" dates the clashes only
        away = _away(text, words, mention.span, others)
        if away < least:
            best, least = mention, away
    return best


def place_for(
    text: str, words: tuple[int, int], placed: Sequence[Placed], others: Sequence[int], *, goal: bool = False
) -> Placed | None:
    """Return the place of a sentence that belongs to some of its words; None if none does.

    With `goal` the place may be where somebody is sent to.
    """
    best, least = None, 10_000
    for located in placed:
        span = located.mention.span
        before = text[max(0, span.start - 60) : span.start]
        word = _AT.search(before)
        if not goal and word and word["word"].lower() in {"to", "for"} and not _ROAD_TO.search(before):
            continue
        away = _away(text, words, span, others) + _COARSE[located.precision]
        if away < least:
            best, least = located, away
    return best


def places_of(text: str, sentence: Span, mentions: Sequence[Mention], relations: Sequence[Relation]) -> list[Placed]:
    """Return the places of a sentence where something may happen, with their precision.

    Places where only somebody speaks, anchors of distances ("5 miles off the coast") and places that the text
    names for their authorities or people are left out.
    """
    anchors = [relation for relation in relations if sentence.start <= relation.span.start < sentence.end]
    found: list[Placed] = []
    for mention in mentions:
        span, place = mention.span, mention.resolution.best
        if mention.role is not Role.PLACE or place is None or not sentence.start <= span.start < sentence.end:
            continue
        relative = next((one for one in anchors if one.span.start <= span.start < one.span.end), None)
        if relative is not None and relative.subject is not None and relative.subject is not mention:
            continue
        before = text[max(sentence.start, span.start - 70) : span.start]
        at = _AT.search(before)
        if not at and not (found and _JOIN.search(before) and _belongs(found[-1], mention, text)):
            continue
        if _OF_THEIRS.match(text, span.end):
            continue
        if at and _SPEECH_PLACE.search(before[: at.start() + 1]):
            continue
        if re.match(r"(?:[’']s|s[’'])\b", text[span.end : span.end + 3]):
            continue
        word, kind = (at["word"].lower(), at["kind"]) if at else ("", "")
        precision = _precision(text, mention, word, kind)
        if relative is not None and relative.subject is None and relative.located.relation != "at":
            if not any(one.as_written == relative.span.text for one in found):
                coarse = precision in {"region", "country", "municipality"}
                found.append(Placed(mention, precision if coarse else "near", relative.span.text))
            continue
        left = span.start - len(kind) if at and len(kind.split()) <= 4 else span.start  # noqa: PLR2004
        town = _UNNAMED_TOWN.match(text, span.end) if precision in {"country", "region"} else None
        found.append(Placed(mention, precision, text[left : town.end() if town else span.end].strip()))
    return found


def everywhere(text: str, located: Placed) -> bool:
    """Tell whether something is told of the whole of a place ("across Kosovo")."""
    start = located.mention.span.start
    return bool(_EVERYWHERE.search(text, max(0, start - 40), start))


def frame_of(text: str, mentions: Sequence[Mention]) -> Placed | None:
    """Return the country that a text is about, for what it tells without a place; None if there is none.

    It is the country that most of the places lie in at which something is told to be or to happen.
    """
    tally: Counter[str] = Counter()
    named: dict[str, Mention] = {}
    for mention in mentions:
        place = mention.resolution.best
        if place is None or mention.role is Role.PEOPLE:
            continue
        if place.feature_code.startswith("PCL") and mention.role is Role.PLACE:
            named.setdefault(place.country, mention)
        start = mention.span.start
        if (place.feature_class == "P" and mention.role is Role.PLACE) or _IN.search(text, max(0, start - 40), start):
            tally[place.country] += 1
    for country, _ in tally.most_common(1):
        if country in named:
            return Placed(named[country], "country", named[country].span.text, inferred=True)
    return None


def _belongs(before: Placed, mention: Mention, text: str) -> bool:
    """Tell whether a place goes on with the one before: "Peja, western Kosovo", "Leposavic and Zubin Potok"."""
    between = text[before.mention.span.end : mention.span.start]
    one, other = before.mention.resolution.best, mention.resolution.best
    return len(between) <= 7 and one is not None and other is not None and one.country == other.country  # noqa: PLR2004


def _precision(text: str, mention: Mention, word: str, kind: str) -> str:
    """Return how much of the place the words give (a word of the data package's schema)."""
    place = mention.resolution.best
    if place is None or (place.feature_code.startswith("PCL") and not _BORDER.search(kind)):
        return "country"
    following = text[mention.span.end : mention.span.end + 20]
    settlement = place.feature_class == "P"
    if place.feature_code.startswith("ADM2") or (settlement and _AREA.match(following)):
        return "municipality"
    if place.feature_class in {"A", "L"}:
        return "region"
    near = word in _NEAR or "near" in kind.lower().split()
    if near and (settlement or word != "outside"):
        return "near"
    return {"P": "settlement", "S": "exact"}.get(place.feature_class, "near")


def _away(text: str, words: tuple[int, int], other: Span, others: Sequence[int]) -> int:
    """Return how far two stretches of a sentence are apart; what lies between them counts."""
    start, end = words
    behind = other.start >= end
    left, right = (end, other.start) if behind else (other.end, start)
    if left >= right:
        return 0
    away = right - left + 12 * len(_BREAKS.findall(text, left, right))
    away += 40 * sum(left <= place < right for place in others)
    return away if behind else away + 10
