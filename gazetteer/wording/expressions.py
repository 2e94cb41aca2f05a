"""Words that place something relative to a name: "28 miles north of", "near", "between", "on the road from".

Only words are read here, no name is looked up. `read` takes the first such words of a text; what stands before them is
the subject ("Zvečan, 28 miles north of ..."), what stands after them the anchor or anchors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gazetteer.wording.leads import AREA, DUE, EXACTLY, LEADS, NEAR, NEGATIVE, PART_OF, TRAIL, WIND_ENDING, WINDS
from gazetteer.wording.phrases import split_and, split_to, subject_of
from gazetteer.wording.quantities import read_length, read_time, vague_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.wording.quantities import Distance

FARTHEST_KM = 1000
_AREA_CLOSENESS = 2.0
_WIDE, _NARROW = 22.5, 11.25


class Wording(StrEnum):
    """How a text relates a place to its anchors."""

    AT = "at"
    NEAR = "near"
    OUTSKIRTS = "outskirts"
    DISTANCE = "distance"
    DIRECTION = "direction"
    PART = "part"
    BETWEEN = "between"
    ROAD = "road"
    ACROSS = "across"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Expression:
    """Relative words as read.

    `anchors` holds every way to split what follows into names, likeliest first. `bearing_deg` is clockwise from north
    and open by `half_width_deg` to both sides. `toward` is a second name that gives the direction, `then` a further
    expression that narrows a road or gap down. `closeness` scales what "near" means; `halfway` marks the middle of a
    gap. `problem` says why the words cannot be used, if so.
    """

    relation: Wording
    words: str
    anchors: tuple[tuple[str, ...], ...]
    subject: str = ""
    distance: Distance | None = None
    bearing_deg: float | None = None
    half_width_deg: float = _WIDE
    toward: str = ""
    then: str = ""
    closeness: float = 1.0
    halfway: bool = False
    problem: str = ""


_NEAR_WORDS = tuple((re.compile(pattern, re.IGNORECASE), closeness) for pattern, closeness in NEAR.items())


def read(text: str) -> Expression | None:
    """Read the first relative words of a text (as `phrases.tidy` leaves it); None if there are none."""
    if " " not in text:
        return None
    start, expression = _first(text)
    if expression is None:
        if found := PART_OF.match(text):
            return _part(found)
        found = AREA.match(text)
        return _simple(found, Wording.NEAR, _AREA_CLOSENESS) if found else None
    problem = "a distance cannot be negative" if NEGATIVE.search(text) else expression.problem
    subject = subject_of(text[:start])
    return replace(expression, subject=subject, problem=problem) if subject or problem else expression


def _first(text: str) -> tuple[int, Expression | None]:
    """Return where the first relative words begin, and what they say; a longer reading counts before a shorter one."""
    small, found = text.lower(), []
    letters = {part for part in _LETTERS if part in small}
    for place, (needed, lead, _) in enumerate(_LEADS):
        if not needed.isdisjoint(letters) and (match := lead.search(text)):
            found.append((match.start(), place, match))
    for start, place, match in sorted(found, key=lambda one: one[:2]):
        expression = _LEADS[place][2](match)
        if expression is not None:
            return start, expression
    return 0, None


def _simple(found: re.Match[str], relation: Wording, closeness: float = 1.0) -> Expression:
    """Return an expression with one anchor."""
    anchor, toward = found["anchor"], ""
    if trail := TRAIL.search(anchor):
        anchor, toward = anchor[: trail.start()], trail["road"] or trail["course"] or ""
    words = found.string[found.start() : found.start("anchor")].strip()
    return Expression(relation, words, ((_balanced(anchor),),), toward=_balanced(toward), closeness=closeness)


def _balanced(name: str) -> str:
    """Return a name without what follows a bracket that opens before the words ("Borden (5 km from Amberg) is ...")."""
    return name.partition(")")[0] if "(" not in name else name


def _length(found: re.Match[str]) -> Expression | None:
    return _measured(found, read_length(found))


def _time(found: re.Match[str]) -> Expression | None:
    return _measured(found, read_time(found))


def _no_number(found: re.Match[str]) -> Expression | None:
    return _measured(found, vague_length(found["unit"]))


def _measured(found: re.Match[str], distance: Distance | None) -> Expression | None:
    expression = _simple(found, Wording.DISTANCE)
    if distance is None:
        return replace(expression, problem=f'the number in "{expression.words[:40]}" cannot be read')
    if distance.best_km > FARTHEST_KM:
        problem = f"{distance.words[:40]} is too far to place anything by; the limit is {FARTHEST_KM:,} km"
        return replace(expression, problem=problem)
    if found["radius"]:
        distance = replace(distance, within=True, low_km=0.0)
    if found["of"] and not distance.within:
        return None
    if found["inside"]:
        return replace(expression, relation=Wording.BORDER)
    if found["way"]:
        return _along(expression, distance)
    return _turned(replace(expression, distance=distance), found)


def _along(expression: Expression, distance: Distance) -> Expression | None:
    """Read "5 km along the road from A to B"."""
    _, way = _first(expression.anchors[0][0])
    if way is None or way.relation is not Wording.ROAD:
        return None
    first, *rest = way.anchors[0]
    return replace(expression, anchors=((first,),), toward=rest[0] if rest else expression.toward, distance=distance)


def _turned(expression: Expression, found: re.Match[str]) -> Expression | None:
    """Add the direction that a match names; None if its letters are no direction."""
    words = found["wind"]
    if not words:
        return expression
    letters = WIND_ENDING.sub("", re.sub(r"[\s.-]", "", words.lower()))
    for name in ("north", "south", "east", "west"):
        letters = letters.replace(name, name[0])
    if letters not in WINDS:
        return None
    due = (found.groupdict().get("due") or "").lower()
    narrow = len(letters) == len("nne") or due in EXACTLY
    closeness = DUE.get(" ".join(due.split()), 1.0)
    return replace(expression, bearing_deg=WINDS.index(letters) * 360 / len(WINDS), closeness=closeness,
                   half_width_deg=_NARROW if narrow else _WIDE)  # fmt: skip


def _direction(found: re.Match[str]) -> Expression | None:
    return _turned(_simple(found, Wording.DIRECTION), found)


def _part(found: re.Match[str]) -> Expression | None:
    return _turned(_simple(found, Wording.PART), found)


def _outskirts(found: re.Match[str]) -> Expression | None:
    return _turned(_simple(found, Wording.OUTSKIRTS), found)


def _outside(found: re.Match[str]) -> Expression:
    return _simple(found, Wording.OUTSKIRTS, 1.0 if found["just"] else 1.5)


def _across(found: re.Match[str]) -> Expression:
    return _simple(found, Wording.ACROSS)


def _border(found: re.Match[str]) -> Expression:
    words = found.string[found.start() : found.start("after")].strip()
    return Expression(Wording.BORDER, words, (("",),), then=found["after"].strip(" ,"))


def _near(found: re.Match[str]) -> Expression:
    tried = ((pattern.match(found.string, found.start("near")), share) for pattern, share in _NEAR_WORDS)
    closeness = next((share for match, share in tried if match and match.end() == found.end("near")), 1.0)
    return _simple(found, Wording.NEAR, closeness)


def _between(found: re.Match[str]) -> Expression | None:
    rest, then = _narrowed(found["rest"])
    anchors = split_and(rest) or (split_to(rest) if found["halfway"] else ())
    words = found.string[found.start() : found.start("rest")].strip()
    return Expression(Wording.BETWEEN, words, anchors, then=then, halfway=bool(found["halfway"])) if anchors else None


def _halfway(found: re.Match[str]) -> Expression | None:
    _, way = _first(found["rest"])
    return replace(way, halfway=True) if way and way.relation is Wording.ROAD else None


def _road(found: re.Match[str]) -> Expression:
    rest, then = _narrowed(found["rest"])
    words = found.string[found.start() : found.start("rest")].strip()
    return Expression(Wording.ROAD, words, split_to(rest) or ((rest,),), then=then)


def _road_to(found: re.Match[str]) -> Expression:
    rest, then = _narrowed(found["rest"])
    end, _, start = rest.partition(" from ")
    words = found.string[found.start() : found.start("rest")].strip()
    return Expression(Wording.ROAD, words, ((start, end),) if start else ((end,),), then=then)


def _road_pair(found: re.Match[str]) -> Expression | None:
    anchors = split_to(found["rest"])
    words = found.string[found.start() : found.start("after")].strip()
    return Expression(Wording.ROAD, words, anchors, then=found["after"].strip(" ,")) if anchors else None


def _way(found: re.Match[str]) -> Expression | None:
    """Read "from A towards B": somewhere on the way."""
    rest, then = _narrowed(found["rest"])
    anchors = split_to(rest)
    return Expression(Wording.ROAD, "from", anchors, then=then) if anchors else None


def _narrowed(rest: str) -> tuple[str, str]:
    """Cut a further expression off ("... near Zvečan") that says where on the road or in the gap."""
    start, expression = _first(rest)
    if expression is None or not start or rest[:start].rstrip(" ,").endswith((" and", " to", " with", " from")):
        return rest, ""
    return rest[:start].rstrip(" ,"), rest[start:]


_READERS: dict[str, Callable[[re.Match[str]], Expression | None]] = {
    "length": _length,
    "time": _time,
    "no number": _no_number,
    "across": _across,
    "border": _border,
    "between": _between,
    "halfway": _halfway,
    "road": _road,
    "road to": _road_to,
    "road pair": _road_pair,
    "way": _way,
    "outskirts": _outskirts,
    "outside": _outside,
    "part": _part,
    "direction": _direction,
    "near": _near,
}
_LEADS = tuple(
    (frozenset(letters), re.compile(pattern, re.IGNORECASE), _READERS[key]) for key, letters, pattern in LEADS
)
_LETTERS = tuple(dict.fromkeys(part for letters, _, _ in _LEADS for part in sorted(letters)))
