"""Numbers of people and things that a text tells: killed, injured, arrested, displaced, burned, soldiers moved.

Numbers that count nobody (ages, years, shares, lengths, the strength of a force) are left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.geoparse.attribution import is_own_clause, speakers
from gazetteer.geoparse.numbers import NUMBER_WORDS, Number
from gazetteer.geoparse.phrases import Quantity, burned_kind, quantities, singles
from gazetteer.geoparse.reading import Count, Span
from gazetteer.geoparse.troops import MOVING, moved
from gazetteer.geoparse.wordset import word_set, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.reading import Mention

_KILLED = r"killed|slain|murdered|shot dead|gunned down|stabbed to death|beaten to death|executed"
_INJURED = r"injured|wounded|hurt|shot and (?:injured|wounded)|hospitali[sz]ed"
_ARRESTED = r"arrested|detained|taken into custody|apprehended|remanded"
_DISPLACED = (
    r"displaced|evacuated|expelled|driven (?:out|from)|forced (?:out|from|to (?:flee|leave))|made homeless|uprooted"
)
_BURNED = (
    r"burned|burnt|torched|set on fire|set ablaze|set alight|gutted|destroyed|razed|damaged|ransacked|vandali[sz]ed"
)
_ADVERB = (
    r"(?:(?:also|either|since|already|reportedly|allegedly|seriously|slightly|lightly|critically|severely|"
    r"badly|found|later|earlier|then|both|all) )*"
)
_AUX = (
    rf"(?:(?:have|has|had) (?:also |since |already )?been|were|was|are|is|being|been|got|were reported|"
    rf"was reported|are believed to have been|were being) {_ADVERB}"
)
#: words behind what is counted -> measure; the named group that matches first tells the measure
_AFTER = re.compile(
    rf"\b(?:{_AUX}(?:to be )?(?:(?P<shot>shot)\b(?! (?:and|dead)| in the air)|(?P<killed>{_KILLED}|dead)\b|"
    rf"(?P<injured>{_INJURED}"
    rf"|treated (?:for|in hospital))\b|(?P<arrested>{_ARRESTED})\b|(?P<displaced>{_DISPLACED}|homeless)\b|"
    rf"(?P<burned>{_BURNED})\b)"
    r"|(?P<killed2>died\b|lost their li(?:fe|ves)|lost (?:his|her) life|perished)"
    r"|(?P<injured2>(?:sustained|suffered|received) (?:[\w-]+ ){0,3}?(?:injur|wound|burn|gunshot)|"
    r"needed (?:medical|hospital))"
    r"|(?P<displaced2>(?:have |had )?fled\b|(?:have |had )?left their (?:homes|houses|villages)|escaped|sought refuge)"
    r"|(?P<returned>(?:have |had )?returned (?:to their|home))"
    r"|(?P<participants>(?:have |had )?(?:marched|gathered|protested|rallied|demonstrated|assembled|"
    r"took part|taken part|turned out|"
    r"took to the streets|attended|massed|blocked|staged|joined)\b|are protesting|were protesting|protesting|"
    r"demonstrating|gathering))",
)
#: a bare participle directly behind what is counted ("12 injured", "with five policemen wounded in")
_BARE = re.compile(
    rf"\s*(?:,|\()?\s*{_ADVERB}(?:(?P<killed>dead|{_KILLED})|(?P<injured>{_INJURED})|"
    rf"(?P<arrested>{_ARRESTED})|(?P<displaced>displaced|"
    rf"homeless)|(?P<burned>{_BURNED}))\b(?=\s*(?:$|[.,;)]|(?:and|in|by|on|during|when|after|as|near|at|from|"
    rf"over|or|there|so|since)\b))"
)
#: words directly before the number -> measure
_BEFORE = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)|claim(?:ed|ing|s) the li(?:fe|ves) of|shot dead|"
    r"(?:death )?toll (?:\w+ ){0,4}?(?:to|at|of|is|was)|number of (?:dead|deaths|people killed|"
    r"those killed) (?:\w+ ){0,3}?(?:to|at|was)|"
    r"deaths? of|murder(?:ed|ing)|gunned down)|(?P<shot>shot)|(?P<injured>injur(?:ed|ing|es)|wound(?:ed|ing|"
    r"s)|hurt(?:ing)?|injuries to|number of (?:injured|wounded|people injured|"
    r"those injured) (?:\w+ ){0,3}?(?:to|at|was)|"
    r"hospitali[sz]ed)|(?P<arrested>arrest(?:ed|ing|s)|detain(?:ed|ing|s)|arrests? of|detention of)|"
    r"(?P<displaced>displac(?:ed|ing)|"
    r"dr(?:ove|iven|iving)(?: out)?|expell(?:ed|ing)|evacuat(?:ed|ing)|forc(?:ed|ing) out)|"
    r"(?P<burned>burn(?:ed|t|ing)(?: down)?|torch(?:ed|ing)|"
    r"set(?:ting)? fire to|destroy(?:ed|ing)|damag(?:ed|ing)|set ablaze)|(?P<participants>(?:crowd|gathering|"
    r"march|protest|rally|"
    r"demonstration) (?:of|by)))(?: (?:the|a total of|as many as|all|another|and (?:injured|wounded|killed)))*\s*$"
)
_JOINED = re.compile(r"^[^.;:]{0,70}?(?:\band\b|,)(?: also)?\s*$")
_GAP = re.compile(r"(?!.*\b(?:after|while|when|although|because)\b)[^;:.]{0,110}")
_CLOSE = 40
_TOLD = word_set(
    "killed dead died dies death deaths fatalities toll murdered slain perished injured wounded hurt "
    "injuries injuring "
                   "wounding killing arrested detained arrests arresting custody detaining displaced fled "
                   "evacuated homeless "
                   "driven drove expelled burned burnt torched fire ablaze destroyed damaged marched "
                   "gathered protested rallied "
                   "demonstrated crowd shot sustained suffered lives returned took attended assembled "
                   "protesting escaped "
                   "gutted ransacked march blocked joined forced left turned massed staged refuge gunned")  # fmt: skip
_DIGIT = re.compile(r"\d")
_NEIGHBOUR = re.compile(r"\s*(?:,|,? and|,? or|as well as)\s*$")
_ANOTHER = re.compile(rf"\b(?P<article>[Aa]nother)(?= (?:(?:was|is) )?{_ADVERB}(?:{_KILLED}|{_INJURED}|{_ARRESTED})\b)")
_BURNED_THINGS = {"home": "houses_burned", "religious": "religious_sites_burned", "vehicle": "vehicles_damaged"}
_THINGS = {"home": "houses", "religious": "religious buildings", "vehicle": "vehicles"}
_NOUNS = {"death": "killed", "injury": "injured", "arrest": "arrested"}
_PERHAPS = frozenset({("other", measure) for measure in ("killed", "injured", "arrested", "shot")})
_PEOPLE = frozenset({"person", "troops", "police", "none"})


def find_counts(text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Count, ...]:
    """Find the counts of a text.

    Parameters
    ----------
    text
        The text.
    sentences
        Its sentences.
    mentions
        Its toponyms; a number within one is no count.

    Returns
    -------
    tuple of Count
        In the order of the text; numbers of which nothing is told that happened to them are left out.
    """
    found: list[Count] = []
    names = [(mention.span.start, mention.span.end) for mention in mentions]
    who: list[str] | None = None
    for position, sentence in enumerate(sentences):
        words = words_in(sentence.text)
        told, moving = not _TOLD.isdisjoint(words), not MOVING.isdisjoint(words)
        if not told and not moving:
            continue
        counted = quantities(text, sentence) if _may_count(sentence.text, words) else []
        counted = [one for one in counted if not any(start <= one.start < end for start, end in names)]
        counts = _told(text, sentence, counted) if told else []
        if moving:
            taken = {count.span.start for count in counts}
            counts += [count for count in moved(text, sentence, counted) if count.span.start not in taken]
        if counts:
            who = who or speakers(sentences)
            found += [_claimed(count, sentence, who[position]) for count in counts]
    return tuple(sorted(found, key=lambda count: count.span.start))


def _claimed(count: Count, sentence: Span, who: str) -> Count:
    """Add who says it."""
    start, end = count.span.start - sentence.start, count.span.end - sentence.start
    return replace(count, claimed_by=who) if who and not is_own_clause(sentence.text, start, end) else count


def _may_count(sentence: str, words: frozenset[str]) -> bool:
    return not NUMBER_WORDS.isdisjoint(words) or _DIGIT.search(sentence) is not None


def _told(text: str, sentence: Span, counted: list[Quantity]) -> list[Count]:
    """Return what a sentence tells of its numbers: casualties, arrests, people displaced, buildings burned, crowds."""
    alone = _alone(text, sentence, counted)
    everything = sorted([*counted, *alone], key=lambda quantity: quantity.start)
    measures = [_own(text, sentence, everything, index) for index in range(len(everything))]
    for index in range(len(everything) - 2, -1, -1):  # "9 homes and 2 mosques had been burned"
        between = text[everything[index].end : everything[index + 1].start]
        if not measures[index][0] and measures[index + 1][1] == "after" and _NEIGHBOUR.match(between):
            measures[index] = measures[index + 1]
            if everything[index].kind == "none" and everything[index].whom:  # "four Dutch and 6 Polish soldiers"
                everything[index] = _headed(everything[index], everything[index + 1])
    for index in range(1, len(everything)):  # "injured 3 guards of the camp and 5 visitors"
        between = text[everything[index - 1].end : everything[index].start]
        if not measures[index][0] and measures[index - 1][1] == "before" and _JOINED.match(between):
            measures[index] = measures[index - 1]
    counts: list[Count] = []
    for quantity, (words, side) in zip(everything, measures, strict=True):
        before = counts[-1].whom if counts and side == "after" else ""
        count = _count(text, quantity, words, before) if words else None
        if count is not None:
            counts.append(count)
    return counts


def _headed(quantity: Quantity, following: Quantity) -> Quantity:
    """Give a number that shares its noun with the next one that noun."""
    return replace(quantity, whom=f"{quantity.whom} {following.whom.split()[-1]}", kind=following.kind)


def _alone(text: str, sentence: Span, counted: list[Quantity]) -> list[Quantity]:
    """Return one person each for "a sniper", "another wounded"; two for "a boy and a man"."""
    found = []
    for match, kind in singles(text, sentence):
        number = 2 if match["second"] else 1
        if match["article"].lower() != "the":
            start, end = match.span()
            whom = match.group()[len(match["article"]) :].strip()
            found.append(
                Quantity(
                    Number(start, end, number, number, number, open_upper=False), start, end, whom, kind, singular=True
                )
            )
    for match in _ANOTHER.finditer(text, sentence.start, sentence.end) if "nother" in sentence.text else ():
        start, end = match.span()
        found.append(Quantity(Number(start, end, 1, 1, 1, open_upper=False), start, end, "", "none", singular=True))
    return [one for one in found if all(one.end <= other.start or one.start >= other.end for other in counted)]


def _own(text: str, sentence: Span, everything: list[Quantity], index: int) -> tuple[str, str]:
    """Return the measure that the words around one number tell, and from which side."""
    quantity = everything[index]
    if quantity.kind in _NOUNS:
        return _NOUNS[quantity.kind], "noun"
    begin = everything[index - 1].end if index else sentence.start
    stop = everything[index + 1].start if index + 1 < len(everything) else sentence.end
    bare = _BARE.match(text, quantity.end, stop if stop == sentence.end else stop - 1)
    if bare:
        return bare.lastgroup or "", "after"
    before = _BEFORE.search(text, max(begin, quantity.start - 60), quantity.start)
    if before:
        return before.lastgroup or "", "before"
    after = _AFTER.search(text, quantity.end, stop)
    if after and _GAP.fullmatch(text, quantity.end, after.start()):
        if quantity.singular and ("," in text[quantity.end : after.start()] or after.start() - quantity.end > _CLOSE):
            return "", ""
        return (after.lastgroup or "").rstrip("2"), "after"
    return "", ""


def _count(text: str, quantity: Quantity, measure: str, before: str) -> Count | None:
    number, low, best, high = quantity.number, quantity.number.low, quantity.number.best, quantity.number.high
    open_upper = number.open_upper
    if measure == "burned":
        kind = (
            quantity.kind
            if quantity.kind != "none"
            else burned_kind(text[max(0, quantity.start - _CLOSE) : quantity.start])
        )
        if kind not in _BURNED_THINGS:
            return None
        measure, before = _BURNED_THINGS[kind], before or _THINGS[kind]
    elif quantity.kind not in _PEOPLE and quantity.kind not in _NOUNS and (quantity.kind, measure) not in _PERHAPS:
        return None
    if measure in {"participants", "returned"} and quantity.kind in {"troops", "police"}:
        return None
    if measure == "shot":  # shot does not say killed
        measure, low, best, high, open_upper = "killed", 0, None, high if high is not None else best, False
    whom = quantity.whom or before or "people"
    span = Span(quantity.start, quantity.end, text[quantity.start : quantity.end])
    return Count(span, measure, whom, low, best, high, open_upper)
