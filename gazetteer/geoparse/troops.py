"""Movements of soldiers and police: how many, who sends them, where the movement stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.geoparse.peoples import ALLIANCE, SENDER, SENDERS
from gazetteer.geoparse.reading import Count, Span
from gazetteer.geoparse.wordset import word_set, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.phrases import Quantity

#: one of these has to stand in a sentence that tells of a movement
MOVING = word_set(
    "send sends sent sending deploy deploys deployed deploying deployment dispatch dispatched despatched "
    "arrive arrived arriving "
    "landed withdraw withdrew withdrawn withdrawing withdrawal pulled pull replace replaced replacing "
    "request requested requests "
    "promised promises pledged pledges contribute contributed provide offered moved rushed heading reinforce "
    "reinforced "
    "reinforcements relieve relieved rotated recalled redeployed transferred flown flew left alert strengthened "
    "appeal appealed demanded"
)
_REQUEST = (
    r"request(?:s|ed|ing)?|ask(?:s|ed|ing)? (?:for|to|kfor|nato|the|permission)|appeal(?:s|ed)? (?:for|to)|"
    r"demand(?:s|ed)? (?:for|to|the)|call(?:s|ed)? for"
)
#: status -> words; where several stand before a number the first row that fits wins, else the nearest
_ASKED = rf"{_REQUEST}|demand|proposal|offer|plea|to (?:send|deploy|allow|let)"
_ROWS = (
    ("refused", rf"(?:reject|declin|refus)(?:s|es|e|ed|ing)?\b.{{0,60}}\b(?:{_ASKED})|turn(?:s|ed)? down"),
    ("authorised", r"authori[sz](?:e|es|ed|ing|ation)|approv(?:e|es|ed|al)|gave the green light|g[ai]ve(?:s|n)? leave"),
    ("requested", _REQUEST),
)
_FIRM = tuple((status, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for status, words in _ROWS)
_NEAREST = re.compile(
    r"\b(?:(?P<announced>will (?:also )?(?:send|deploy|put|be sent|be deployed|contribute|provide|dispatch|"
    r"arrive|reinforce|withdraw|move)|would "
    r"(?:also )?(?:send|deploy|be sent|be deployed|contribute|provide|dispatch|reinforce|withdraw)|"
    r"promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|"
    r"announc(?:e|es|ed|ing)|plan(?:s|ned)? to (?:send|deploy)|(?:is|was|are|were|stands?) ready to|"
    r"prepar(?:es|ed|ing) to|offer(?:s|ed|ing)?|"
    r"agreed to (?:send|deploy|contribute)|decided to (?:send|deploy)|intends? to|to be (?:sent|deployed)|"
    r"due to arrive|on (?:\w+ )?(?:alert|standby))|"
    r"(?P<arrived>arriv(?:e|es|ed|ing)|landed|reached|flew in|have reached|touched down)|"
    r"(?P<withdrawn>withdr(?:ew|awn|awing)|withdrawal of|pull(?:ed|ing)(?: \w+)?? out|pulled back|"
    r"recall(?:ed|ing)?|brought home|have left|went home)|"
    r"(?P<replaced>replac(?:e|es|ed|ing)|reliev(?:e|es|ed|ing)|took over from|rotat(?:e|es|ed|ing)|taking over from)|"
    r"(?P<under_way>sent|sends|sending|deploy(?:ed|s|ing)|deployment of|(?:dis|des)patch(?:ed|es|ing)|rushed|"
    r"moved|moving|flown|on (?:its|their) way|"
    r"en route|under way|heading|headed|transferred|redeployed|contributed|strengthened|reinforced))\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(?:consists? of|numbers?|numbering|comprises?|has (?:about|some|around|almost|nearly)|stationed|"
    r"serving|based|"
    r"currently|made up of|strength of|force of|remain|total of)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_NO_ACT = re.compile(
    r"\b(?:if|whether|may be|might|could|no need|without|not to|never|not yet|how many|denied|ruled out|"
    r"would not|will not|"
    r"did not|has not|have not|had not|fear(?:s|ed)?|possib(?:le|ility)|unless)\b",
    re.IGNORECASE,
)
#: soldiers without a number; only as the object or the subject of one of the words above
UNNUMBERED = re.compile(
    r"\b(?:(?:more|additional|extra|further|fresh|its|their|reserve|special|a) ){1,4}(?:[\w-]+ ){0,2}?"
    r"(?:troops|soldiers|forces|reinforcements|peacekeepers|units|army units|battalion|company|brigade|squadrons?)\b"
    r"|(?:(?<=deploy )|(?<=send )|(?<=sent ))(?:troops|soldiers|forces|reinforcements)\b"
    r"|\b(?P<presence>presence\b[^.;]{0,90}?\bha(?:s|ve) been (?:strengthened|reinforced|increased|boosted))\b",
    re.IGNORECASE,
)
#: one of these stands in every such sentence
_BODIES_OF_MEN = word_set(
    "troops soldiers forces reinforcements peacekeepers units battalion company brigade squadron squadrons presence"
)
_NO_SENDERS = frozenset({"Kosovo", "Kosovar"})


def moved(text: str, sentence: Span, counted: Sequence[Quantity]) -> list[Count]:
    """Return the numbers of soldiers and police of a sentence that are sent, asked for, arrive or leave.

    Parameters
    ----------
    text
        The text.
    sentence
        One of its sentences.
    counted
        The numbers of the sentence with what they count.

    Returns
    -------
    list of Count
        One for each number; the strength of a force at its post is none.
    """
    found: list[Count] = []
    begin = sentence.start
    for index, quantity in enumerate(counted):
        stop = counted[index + 1].start if index + 1 < len(counted) else sentence.end
        follows = quantity.kind == "none" and bool(found) and begin == found[-1].span.end
        begin = max(begin, counted[index - 1].end if index else begin)
        if quantity.kind not in {"troops", "police"} and not follows:
            begin = quantity.end if found else begin
            continue
        last = found[-1] if found else None
        status = status_of(text, begin, quantity.start, quantity.end, stop)
        if not status and last and (follows or _beside(text, begin, quantity.start)):
            status = last.status
        status = status or _status_beside(text, sentence, counted, index)
        if not status and not found:
            status = status_of(text, sentence.start, quantity.start, quantity.end, stop)
        if not status or _NO_ACT.search(text, begin, quantity.start) or _is_standing(text, begin, quantity.start):
            continue
        found.append(_numbered(text, begin, quantity, status, last))
        begin = quantity.end
    return found


def _status_beside(text: str, sentence: Span, counted: Sequence[Quantity], index: int) -> str:
    """Return the status told of the next number, if both are joined ("9 US and 8 Italian soldiers came")."""
    if index + 1 >= len(counted) or not _beside(text, counted[index].end, counted[index + 1].start):
        return ""
    start, end = counted[index + 1].start, counted[index + 1].end
    after = counted[index + 2].start if index + 2 < len(counted) else sentence.end
    return status_of(text, start, start, end, after)


def _numbered(text: str, begin: int, quantity: Quantity, status: str, last: Count | None) -> Count:
    """Return the count of one number; what it leaves out is that of the number before."""
    sender = sender_of(text, begin, quantity.start, quantity.whom) or (last.sender if last else "")
    if quantity.kind in {"troops", "police"} or last is None:
        measure = "police" if quantity.kind == "police" else "troops"
    else:
        measure = last.measure
    span = Span(quantity.start, quantity.end, text[quantity.start : quantity.end])
    whom, number = quantity.whom or (last.whom if last else ""), quantity.number
    return Count(span, measure, whom, number.low, number.best, number.high, number.open_upper, sender, status)


def moved_unnumbered(text: str, sentence: Span) -> list[Count]:
    """Return the movements of a sentence that give no number ("sent more troops to the border")."""
    found: list[Count] = []
    if _BODIES_OF_MEN.isdisjoint(words_in(sentence.text)):
        return found
    for match in UNNUMBERED.finditer(text, sentence.start, sentence.end):
        begin, (start, end) = sentence.start, match.span()
        if match["presence"]:
            sender = sender_of(text, start, end, "")
            found.append(_unnumbered(Span(start, end, match.group()), "presence", sender, "under_way"))
            continue
        status = status_of(text, begin, start, end, sentence.end)
        if not status or _NO_ACT.search(text, begin, start) or text[begin:start].count('"') % 2:
            continue
        span = Span(start, end, match.group())
        found.append(_unnumbered(span, match.group(), sender_of(text, begin, start, match.group()), status))
    return found


def _unnumbered(span: Span, whom: str, sender: str, status: str) -> Count:
    return Count(span, "troops", whom, None, None, None, open_upper=False, sender=sender, status=status)


def status_of(text: str, begin: int, start: int, end: int, stop: int) -> str:
    """Return where the movement stands that the words around `start` to `end` tell; "" if they tell none."""
    before = text[begin:start]
    for status, pattern in _FIRM:
        if pattern.search(before):
            return status
    nearest = None
    for match in _NEAREST.finditer(before):
        if nearest is None or match.group().lower() != "deployment of":  # "announced the deployment of"
            nearest = match
    nearest = nearest or _NEAREST.search(text, end, min(stop, end + 90))
    return (nearest.lastgroup or "") if nearest else ""


def sender_of(text: str, begin: int, start: int, whom: str) -> str:
    """Return who sends the soldiers, as written; "" if it is not told."""
    own = [match["who"] for match in SENDER.finditer(whom)]
    if own:
        return " and ".join(dict.fromkeys(own))
    found = [
        match for match in SENDER.finditer(text, begin, start) if not match["goal"] and match["who"] not in _NO_SENDERS
    ]
    alliance = ALLIANCE.search(text, begin, start)
    if alliance and not (found and found[-1].start() > alliance.start() and found[-1]["who"] != "KFOR"):
        return alliance.group()
    return found[-1]["who"] if found else ""


def countries(sender: str) -> str:
    """Return the countries or bodies that a sender stands for, separated by semicolons."""
    parts = [sender] if sender in SENDERS else sender.split(" and ")
    return "; ".join(dict.fromkeys(SENDERS.get(part.strip(), part.strip()) for part in parts if part.strip()))


def _beside(text: str, begin: int, start: int) -> bool:
    return text[begin:start].strip(" ,") in {"and", "", "as well as"}


def _is_standing(text: str, begin: int, start: int) -> bool:
    """Tell the strength of a force ("numbers almost 4,100") from a movement."""
    return bool(_STANDING.search(text, begin, start))
