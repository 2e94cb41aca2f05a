"""Titles, actors and notes of drafts, in own neutral words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.geoparse.reading import Count

_GROUP = (
    r"police|peacekeepers|soldiers|troops|protesters|demonstrators|crowds?|mob|gunmen|gunman|attackers?|"
    r"assailants?|men|youths|students|residents|"
    r"villagers|officials|authorities|forces|officers?|judges|separatists|rioters|civilians|miners|drivers|"
    r"Serbs|Albanians|Roma|KFOR|KFor|NATO|"
    r"Nato|EULEX|EUFOR|army|gendarmes|Carabinieri|monks|group of [A-Z]?\w+|soldier|man|boy|officers|"
    r"policemen|policeman|sniper|inhabitants|refugees|mayors"
)
_ACTOR = re.compile(
    rf"\b(?:(?:UN|EU|US|[A-Z][\w’'-]*(?:-led)?|ethnic|local|masked|armed|unknown|unidentified|angry|young|"
    rf"off-duty|special|security|western|private|"
    rf"international|former|several|border|riot|military|angry|Nato-led|NATO-led) ){{0,3}}(?:{_GROUP})\b"
)
_OPENING = re.compile(
    r"^(?:The|A|An|In|On|When|After|Some|Hundreds|Dozens|At|He|She|They|And|But|As|For|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|"
    r"Twelve|Several|Many|Both|About|Around|Almost|Nearly|Another) "
)
_HEAD = {"killed": "killed", "injured": "injured", "arrested": "arrested", "displaced": "displaced"}
_STATUS = {
    "requested": "asked for", "refused": "refused", "announced": "announced", "authorised": "authorised",
    "under_way": "under way", "arrived": "arrived", "withdrawn": "withdrawn", "replaced": "replaced",
}  # fmt: skip
_ARMED = re.compile(r"gunm[ae]n|attackers?|assailants?|rioters?|mob")
_MOST_ACTORS = 4
ALLEGED = re.compile(
    r"\b(?:allegedly|reportedly|alleged|is said to|are said to|unconfirmed|suspected of)\b", re.IGNORECASE
)


def actors_in(pieces: Iterable[str]) -> tuple[str, ...]:
    """Return the actors that a few stretches of text name, as described; those with weapons come first."""
    found: dict[str, str] = {}
    for piece in pieces:
        for match in _ACTOR.finditer(piece):
            words = _OPENING.sub("", match.group())
            found.setdefault(words.split()[-1].lower(), words)
    ordered = sorted(found, key=lambda head: _ARMED.fullmatch(head) is None)
    return tuple(found[head] for head in ordered[:_MOST_ACTORS])


def number_words(count: Count) -> str:
    """Say a count: "30", "more than 50", "up to 1,000", "20 to 30"; "" where there is no number."""
    if count.low is None and count.best is None and count.high is None:
        return ""
    if count.open_upper:
        return f"at least {count.low:,}" if count.low is not None else "an unknown number of"
    if count.low is None:
        return f"up to {count.high:,}"
    if count.low != count.high and count.high is not None:
        return f"{count.low:,} to {count.high:,}"
    return f"{count.low:,}"


def incident_title(label: str, event_type: str, counts: Sequence[Count]) -> str:
    """Name an incident by its kind and its gravest figures."""
    said = []
    for measure in ("killed", "injured"):
        numbers = [
            count for count in counts if count.measure == measure and not (count.low == 0 and measure == "killed")
        ]
        if numbers:
            said.append(f"{_of_whom(numbers)} {_HEAD[measure]}")
    if event_type == "displacement" and not said:
        said = [f"{number_words(count)} people" for count in counts[:1] if number_words(count)]
    return f"{label} ({', '.join(said)})" if said else label


def _of_whom(counts: Sequence[Count]) -> str:
    """Say two numbers side by side, of more the largest; none is ever added to another."""
    one, *others = counts
    if len(others) == 1 and one.whom and others[0].whom and one.whom != others[0].whom:
        return " and ".join(f"{number_words(count)} {count.whom}" for count in counts)
    return number_words(max(counts, key=lambda count: count.best or count.low or 0))


def movement_title(sender: str, count: Count) -> str:
    """Name a movement by sender, number and status."""
    number = number_words(count) or "more"
    noun = "police officers" if count.measure == "police" else "soldiers"
    return f"{sender or 'Sender not told'}: {number} {noun} {_STATUS.get(count.status, count.status)}"


def figure_notes(counts: Sequence[Count]) -> list[str]:
    """Say where figures are parts of others, contradict each other or leave open who was meant."""
    notes = []
    for count in counts:
        if count.measure == "killed" and count.low == 0:
            notes.append(f'"{count.span.text}": the text says shot, not killed.')
        if count.open_upper and count.best is None and count.low is not None:
            notes.append(f'"{count.span.text}" is no number; {count.low:,} is the least that the word means.')
    for measure in ("killed", "injured"):
        same = [count for count in counts if count.measure == measure and count.best]
        for total in same:
            below = [count for count in same if count is not total and _part_of(count, total)]
            parts = next(
                (
                    list(some)
                    for size in (2, 3, 4)
                    for some in _runs(below, size)
                    if sum(one.best or 0 for one in some) == total.best
                ),
                [],
            )
            if parts:
                said = " and ".join(f"{part.best:,} ({part.whom})" for part in parts)
                notes.append(f"{said} add up to {number_words(total)} ({total.whom}): parts, not further ones.")
    return notes


def _runs(counts: Sequence[Count], size: int) -> Iterable[Sequence[Count]]:
    return (counts[start : start + size] for start in range(len(counts) - size + 1))


def _part_of(part: Count, total: Count) -> bool:
    return (part.best or 0) < (total.best or 0) and part.whom.split()[-1:] == total.whom.split()[-1:]
