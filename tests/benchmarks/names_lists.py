"""The measuring lists of the gazetteer, and when an answer to one of their rows is right (see tests/lists/README.md).

The rows of the held-back part are counted here and shown nowhere: a list that was tuned on measures nothing any more.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.candidates import Hints, distance_km
from gazetteer.geonames import world as world_index
from gazetteer.places import read_places
from gazetteer.relative import locate
from gazetteer.resolve import DEFAULT_FOLDER, Gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Point = tuple[float, float]
    Answerer = Callable[["Query"], "Answer"]

LISTS = Path(__file__).parents[1] / "lists"
TUNING, HELD_BACK = "tuning", "held_back"
NAMES, TYPOS, TRAPS, HINTS, RELATIVE = KINDS_OF_LIST = ("names", "typos", "traps", "hints", "relative")
#: the group of the spellings of anything but towns, villages and municipalities
POINTS_OF_INTEREST = "poi"
ABROAD_KM = 30


class Outcome(StrEnum):
    """What came of a query; AMBIGUOUS: no pick, but the right place among the candidates; UNKNOWN: neither."""

    RIGHT = "right"
    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Query:
    """One row of a list; a trap has a rule (`allowed`) instead of a point. Its repr, which pytest shows, is no row."""

    text: str = field(repr=False)
    group: str
    kind: str = field(default="", repr=False)
    point: Point | None = field(default=None, repr=False)
    tolerance_km: float = field(default=0.0, repr=False)
    hints: Hints | None = field(default=None, repr=False)
    allowed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A pick, or none and the points that were offered; `words` are for whoever may read them."""

    point: Point | None = field(default=None, repr=False)
    candidates: tuple[Point, ...] = field(default=(), repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Scored:
    """A query with its answer and what the answer is worth."""

    query: Query
    answer: Answer
    outcome: Outcome

    def __str__(self) -> str:
        query = self.query
        wanted = query.allowed or f"{query.point[0]:.4f}, {query.point[1]:.4f} within {query.tolerance_km:g} km"
        got = "" if self.answer.point is None else "({:.4f}, {:.4f}) ".format(*self.answer.point)
        asked = f'{self.outcome} | {query.group} | {query.kind} | "{query.text[:120]}"'
        return f"{asked} | wanted {wanted} | {got}{self.answer.words}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many queries came out how."""

    right: int
    wrong: int
    ambiguous: int
    unknown: int

    @property
    def total(self) -> int:
        """Return the number of queries."""
        return self.right + self.wrong + self.ambiguous + self.unknown

    @property
    def right_share(self) -> float:
        """Return the share of right answers, 0 to 1."""
        return self.right / self.total

    @property
    def wrong_share(self) -> float:
        """Return the share of wrong answers, 0 to 1."""
        return self.wrong / self.total

    def __str__(self) -> str:
        failed = f"{self.wrong} wrong, {self.ambiguous} ambiguous, {self.unknown} unknown"
        return f"{self.right} of {self.total} right, {failed}"


def default_gazetteer() -> Gazetteer:
    """Open the shipped places and the world's towns, without the country files that somebody may have added."""
    return Gazetteer(read_places(DEFAULT_FOLDER), world_index.world())


def curated_names(gazetteer: Gazetteer) -> list[str]:
    """Return every name of the curated places once, as written."""
    return list(dict.fromkeys(name.name for place in gazetteer.places.values() for name in place.names()))


def queries(part: str, name: str) -> list[Query]:
    """Read a list of a part as it is: some texts are empty or blank."""
    with (LISTS / part / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [_READERS[name](row) for row in csv.DictReader(file)]


def resolving(gazetteer: Gazetteer, query: Query) -> Answer:
    """Answer with `Gazetteer.resolve`."""
    found = gazetteer.resolve(query.text, query.hints)
    point = (found.best.latitude, found.best.longitude) if found.best else None
    candidates = tuple((one.place.latitude, one.place.longitude) for one in found.candidates)
    named = f"{found.best.id}: " if found.best else ""
    return Answer(point, candidates, f"{found.status}: {named}{found.reason}")


def locating(gazetteer: Gazetteer, query: Query) -> Answer:
    """Answer with `gazetteer.relative.locate`."""
    found = locate(gazetteer, query.text, query.hints)
    if found.latitude is None or found.longitude is None:
        return Answer(words=f"{found.status}: {found.reason}")
    return Answer((found.latitude, found.longitude), words=f"{found.status} ({found.relation}): {found.reason}")


def score(part: str, name: str, gazetteer: Gazetteer) -> list[Scored]:
    """Put every row of a list to the gazetteer."""
    return score_all(queries(part, name), partial(locating if name == RELATIVE else resolving, gazetteer))


def score_all(asked: Iterable[Query], answer: Answerer) -> list[Scored]:
    """Put queries to any way of answering them."""
    return [Scored(query, given := answer(query), outcome(query, given)) for query in asked]


def outcome(query: Query, answer: Answer) -> Outcome:
    """Say what an answer is worth; a trap is right when nothing wrong was picked."""
    if query.allowed:
        return Outcome.RIGHT if answer.point is None or _is_allowed(query.allowed, answer.point) else Outcome.WRONG
    if answer.point is not None:
        return Outcome.RIGHT if _fits(query, answer.point) else Outcome.WRONG
    return Outcome.AMBIGUOUS if any(_fits(query, point) for point in answer.candidates) else Outcome.UNKNOWN


def tally(scored: Iterable[Scored]) -> Tally:
    """Count the outcomes."""
    counts = Counter(one.outcome for one in scored)
    return Tally(*(counts[each] for each in Outcome))


def tallies(scored: Iterable[Scored], by: str = "group") -> dict[str, Tally]:
    """Count the outcomes of each group (or kind), the fullest first."""
    parts: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        parts[getattr(one.query, by)].append(one)
    return {name: tally(some) for name, some in sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))}


def of_group(scored: Iterable[Scored], group: str) -> list[Scored]:
    """Return those of one group."""
    return [one for one in scored if one.query.group == group]


def told(part: str, scored: Sequence[Scored]) -> str:
    """Say what failed: by group, and row by row only where the rows may be read."""
    failed = [one for one in scored if one.outcome is not Outcome.RIGHT]
    groups = [f"  {name}: {counts}" for name, counts in tallies(scored).items() if counts.right < counts.total]
    rows = [f"  {one}" for one in failed] if part == TUNING else []
    return "\n".join([str(tally(scored)), *groups, *rows])


def _fits(query: Query, point: Point) -> bool:
    return query.point is not None and distance_km(query.point, point) <= query.tolerance_km


def _is_allowed(rule: str, point: Point) -> bool:
    """Tell whether a trap may be answered with a point; "unknown" and "ambiguous" allow none."""
    name, _, figures = rule.partition(":")
    latitude, longitude, *radius = map(float, figures.split(",")) if figures else (0.0, 0.0)
    away = distance_km((latitude, longitude), point)
    if name == "not_near":
        return away > radius[0]
    return name == "abroad" and away <= ABROAD_KM


def _point(row: dict[str, str]) -> Point:
    return float(row["latitude"]), float(row["longitude"])


def _name(row: dict[str, str]) -> Query:
    return Query(row["text"], row["group"], row["kind"], _point(row), float(row["tolerance_km"]))


def _typo(row: dict[str, str]) -> Query:
    return Query(row["text"], "typo", "typo", _point(row), float(row["tolerance_km"]))


def _trap(row: dict[str, str]) -> Query:
    return Query(row["text"], row["allowed"].partition(":")[0], row["why"], allowed=row["allowed"])


def _hint(row: dict[str, str]) -> Query:
    near = (float(row["near_lat"]), float(row["near_lon"])) if row["near_lat"] else None
    words = {name: row[name] for name in ("country", "municipality", "feature_class")}
    given = {name: word for name, word in {**words, "near": near}.items() if word}
    kind = ", ".join(f"{name} {word}" for name, word in given.items())
    return Query(row["text"], " and ".join(given), kind, _point(row), float(row["tolerance_km"]), Hints(**given))


def _relative(row: dict[str, str]) -> Query:
    group = row["why"].partition(";")[0].partition(":")[0]
    return Query(row["expression"], group, "relative", _point(row), float(row["tolerance_km"]))


_READERS = {NAMES: _name, TYPOS: _typo, TRAPS: _trap, HINTS: _hint, RELATIVE: _relative}
