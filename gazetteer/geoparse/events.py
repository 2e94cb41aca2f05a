"""Which words of a text tell of something that happened: negated, planned, feared and quoted ones do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.geoparse.cues import Trigger, find_triggers
from gazetteer.geoparse.wordset import word_set, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Span

_QUOTED = re.compile(r"[“«][^”»\n]*(?:[”»]|$)|\"[^\"\n]*(?:\"|$)", re.MULTILINE)
_SHORT_QUOTE = 25
#: what stands before words that tell of nothing that happened
_UNREAL = re.compile(
    r"(?:\b(?:if|unless|whether)\b[^,;:.]{0,60}|\b(?:would|could|may|might|should|can|cannot|must|will|shall|"
    r"won't|never|not|n't|nor|until)\b[^,;:.]{0,25}"
    r"|\b(?:no|without|denied|denies|fears?|feared|risk|risks|threats?|threaten(?:ed|s|ing)?|prevent(?:ed|"
    r"ing)?|avoid(?:ed|ing)?|"
    r"possib(?:le|ility)|potential|future|further|against|wants?|wanted|urge[ds]?|warn(?:ed|s|ing)?|call(?:s|"
    r"ed|ing)? for|quell|stop|end|halt|"
    r"combat|condemn(?:ed|s|ing)?|hate|verbal|campaign of|alleged plan|plan(?:s|ned|ning)?|in case of|"
    r"ready for|asking for|chain of)\b[^,;:.]{0,22}"
    r"|\bto (?:\w+ly )?)$",
    re.IGNORECASE,
)
#: one of these stands in every sentence that the pattern above fits, but for "to"
_UNREAL_WORDS = word_set(
    "if unless whether would could may might should can cannot must will shall won never not n nor until no without "
    "denied "
    "denies fear fears feared risk risks threat threats threaten threatened threatens threatening prevent prevented "
    "preventing avoid avoided avoiding possible possibility potential future further against want wants wanted urge "
    "urged "
    "urges warn warned warns warning call calls called calling quell stop end halt combat condemn condemned condemns "
    "condemning hate verbal campaign alleged plan plans planned planning case ready asking chain t"
)
_RELATIVE = re.compile(r"\b(?:who|which|whose|where|that)\b[^;:.]{0,40}$", re.IGNORECASE)
_TRYING = re.compile(r"^(?:tried|attempted|began|moved)\b", re.IGNORECASE)
#: behind a noun: it happened
_HAPPENED = re.compile(
    r"[^.;:]{0,40}?\b(?:broke out|erupted|flared|took place|occurred|happened|started|began|continued|"
    r"went on|lasted|was held|were held|(?:was|were) "
    r"(?:reported|heard|peaceful|called|thrown|fired|set|carried|launched|staged|erected)|unfolded|"
    r"first unfolded|left|killed|injured|wounded|rocked|shook|hit|"
    r"damaged|destroyed|drew|ended|turned violent|passed|drove|forced|that (?:killed|injured|wounded|left|"
    r"damaged|drew)|in which|which (?:killed|injured|left))\b",
    re.IGNORECASE,
)
#: before a noun: it happened
_AFTERWARDS = re.compile(
    r"\b(?:after|following|during|in|amid|by|from|since|of|saw|witnessed|reported|to|with|over|despite|"
    r"as)(?: (?:the|a|an|another|new|fresh|two|three|several|"
    r"some|his|her|their|that|this|a (?:series|spate|wave|string|night|day) of|days? of|nights? of|hours of|"
    r"[\w'’,-]+)){0,5} $",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[^.;:,]{0,30}?\b(?:between|with|against|on)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:day|yesterday|night|week|month)[’']s? (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|such|both|all) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_THE_EVENT = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hese|[Tt]hose) (?:\w+ ){0,2}?(?:incidents?|violence|clash(?:es)?|attacks?|"
    r"shooting|shootout|fighting|unrest|riots?|explosions?|blasts?|"
    r"raids?|protests?|confrontations?|assault|ambush|victims?|injured|dead|attackers?|gunmen|crowd|protesters)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One trigger with how it is told.

    `definite` marks a reference to something told before ("the clashes"); `weak` a noun of which only its date, its
    place or its figures say that it happened.
    """

    trigger: Trigger
    definite: bool = False
    weak: bool = False


def quoted_parts(text: str) -> list[tuple[int, int]]:
    """Return where people are quoted at length; a few quoted words in a sentence are not meant."""
    return [match.span() for match in _QUOTED.finditer(text) if match.end() - match.start() > _SHORT_QUOTE]


def told_in(text: str, sentence: Span, quoted: Sequence[tuple[int, int]]) -> list[Told]:
    """Return what one sentence tells to have happened.

    Parameters
    ----------
    text
        The text.
    sentence
        The sentence.
    quoted
        Where people are quoted, from `quoted_parts`.
    """
    found = []
    words = words_in(sentence.text)
    doubtful = not _UNREAL_WORDS.isdisjoint(words)
    for trigger in find_triggers(text, sentence.start, sentence.end, words):
        if any(start <= trigger.start < end for start, end in quoted):
            continue
        before = text[max(sentence.start, trigger.start - 60) : trigger.start]
        unreal = _UNREAL.search(before) if doubtful else before.endswith("to ")
        if unreal and not (_TRYING.match(text, trigger.start) and not before.endswith(" to ")):
            continue
        told = _noun(text, sentence, trigger, before) if trigger.form == "noun" else Told(trigger, weak=_aside(before))
        if told is not None:
            found.append(told)
    return found


def refers_back(sentence: Span) -> bool:
    """Tell whether a sentence refers to something told before ("the clashes", "the victims")."""
    return bool(_THE_EVENT.search(sentence.text))


def _aside(before: str) -> bool:
    """Tell a relative clause, which only reminds of something ("officials, who were elected in spring")."""
    return bool(_RELATIVE.search(before))


def _noun(text: str, sentence: Span, trigger: Trigger, before: str) -> Told | None:
    definite = bool(_DEFINITE.search(before))
    if _POSSESSIVE.search(before):
        return Told(trigger)
    if _HAPPENED.match(text, trigger.end, sentence.end) and not re.search(r"\b(?:such|more|any)\b[^,;]{0,12}$", before):
        return Told(trigger, definite=definite)
    if _AFTERWARDS.search(before) or definite or _BETWEEN.match(text, trigger.end, sentence.end):
        return Told(trigger, definite=definite, weak=True)
    return None
