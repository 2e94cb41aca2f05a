"""Who says it: the speaker to whom a sentence is attributed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.geoparse.wordset import word_set, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Span

_SAYING = word_set("said says told reported reports according announced claimed confirmed stated added estimated")
_SAY = (
    r"(?:said|says|reported|reports|announced|claimed|confirmed|stated|added|estimated|told (?:reporters|"
    r"journalists|a news|the|AFP|AP|Reuters|BIRN|[A-Z]))"
)
_WHO = (
    r"(?P<who>(?:[A-Z]|an? |the |hospital|local|police|officials|witnesses|authorities|prosecutors|residents|"
    r"organi[sz]ers|doctors|media)(?:[^\s,.;:\"“”]| (?!that\b|who\b|which\b|have\b|had\b|were\b|was\b)|"
    r"(?<=[A-Z])\.|(?<=Mr|Dr)\.){0,70}?)"
)
_OPENING = re.compile(
    rf"^[\"“]?(?:(?:On|In) [^,]{{3,30}}, |Meanwhile,? |Earlier,? )?{_WHO} (?:has |have |had )?(?:also |"
    rf"later |earlier )?{_SAY}\b"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,.;:\"“”]{2,60})")
_CLOSING = re.compile(rf",[\"”]? {_WHO} (?:also )?{_SAY}\b[^,;:]{{0,60}}[.\"”]*$")
_INVERTED = re.compile(r"[,\"”] said (?P<who>[A-Za-z][^.;\"“”,]{2,60})")
_PRONOUN = re.compile(
    r"^(?:he|she|they|it|the (?:spokes(?:man|woman|person)|official|officer|statement|minister|ministry))$",
    re.IGNORECASE,
)
#: what somebody says of himself ends where another subject begins ("it would send 90, and 40 Danish troops arrived")
_OTHER_SUBJECT = re.compile(
    rf"\b{_SAY} (?:that )?(?:it|they|he|she) [^;:]*?, (?:and|but|while|whereas) "
    r"(?!(?:that|it|they|he|she|would|will|was|were|had|has|have|also|to|then)\b)[^,;:]*$"
)
_ACTS = re.compile(r"[^,.;]{0,40}?\b(?:\w+ed|left|came|went|was|were|has|have|had)\b")
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_TAIL = re.compile(r" (?:on|in|at|late|early|also|told|said|today|yesterday|as|of the|that)\b.*$")


def speakers(sentences: Sequence[Span]) -> list[str]:
    """Name the speaker of every sentence, as written; "" where the text speaks itself.

    "He said" is the speaker of the sentence before.
    """
    found: list[str] = []
    last = ""
    for sentence in sentences:
        who = _speaker(sentence.text) if not _SAYING.isdisjoint(words_in(sentence.text)) else ""
        if who and _PRONOUN.match(who):
            who = last
        last = who or last
        found.append(who)
    return found


def is_own_clause(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words from `start` to `end` stand in a clause that is no longer what the speaker says."""
    return bool(_OTHER_SUBJECT.search(sentence, 0, start) and _ACTS.match(sentence, end))


@lru_cache(maxsize=512)
def _speaker(sentence: str) -> str:
    for pattern in (_ACCORDING, _OPENING, _CLOSING, _INVERTED):
        match = pattern.search(sentence)
        if match:
            who = _ARTICLE.sub("", match["who"].strip(" ,"))
            return who if pattern is _ACCORDING else (_TAIL.sub("", who) or who)
    return ""
