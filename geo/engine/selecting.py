"""The rows that a filter lets through, put aside where several questions about few of them are quicker so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gazetteer.names import search_key
from geo.engine import questions
from geo.engine.asking import Recent, Rows
from geo.engine.tally import COLUMNS
from geo.errors import EngineError
from geo.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.engine.asking import Engine
    from geo.engine.grids import CellBox
    from geo.filters import Window

EVERYTHING = Filters()
#: rows are put aside if they seem to be fewer than this share of all, and fewer than so many
ASIDE_SHARE = 0.12
MOST_ASIDE = 1_000_000
#: columns that no question looks at once rows are chosen
_UNASKED = ("country",)
_ASIDE_COLUMNS = tuple(name for name in COLUMNS if name not in _UNASKED)


@dataclass(frozen=True, slots=True)
class Size:
    """How many incidents, and how many of them are drawn as a point."""

    count: int
    placed: int


@dataclass(frozen=True, slots=True)
class Selecting:
    """The rows of an engine by filter; `alone` gives how often each option of a criterion occurs in all rows."""

    engine: Engine
    alone: Callable[[str], Mapping[str, int]]
    _searched: Recent = field(default_factory=lambda: Recent(3))
    _aside: Recent = field(default_factory=lambda: Recent(4))
    _sizes: Recent = field(default_factory=lambda: Recent(512))

    def size(self, filters: Filters, window: Window | None = None) -> Size:
        """Count the rows that meet all criteria."""
        return self._sizes.get(
            (filters, window), lambda: self._size(self.shown(filters, window))
        )  # fmt: skip

    def size_in(self, filters: Filters, box: CellBox | None) -> Size:
        """Count the rows that meet all criteria and lie in a box."""
        return self.size(filters) if box is None else self._size(self.shown(filters, box=box))

    def met(self, filters: Filters, window: Window | None) -> dict[str, int]:
        """Count how many meet the first criterion, the first two, and so on."""
        *names, last = questions.active(filters, window)
        most = self.size(filters, window).count
        if not names:
            return {last: most}
        if len(names) == 1 and (known := self._known(names[0], filters)) is not None:
            return {names[0]: known, last: most}
        rest = replace(filters, text="")
        within = questions.chosen(self.engine.tally, EVERYTHING, window)
        asked = questions.told(within, rest, window)
        (found,) = self.engine.put(Rows(asked), questions.counts, tuple(names)).to_pylist()
        return {**{name: found[name] for name in names}, last: most}

    def meeting(self, filters: Filters) -> Rows:
        """Return the rows that meet all criteria."""
        searched = self._with_words(filters.text)
        rest = replace(filters, text="")
        if not questions.active(rest, None):
            return searched
        rows = Rows(questions.chosen(searched.table, rest), searched)
        aside, likely = self.engine.set_aside, self._likely_share(rest)
        if aside is None or likely > ASIDE_SHARE or likely * self.size(EVERYTHING).count > MOST_ASIDE:
            return rows
        return self._aside.get(filters, lambda: aside(rows.table.select(*_ASIDE_COLUMNS)))

    def shown(self, filters: Filters, window: Window | None = None, box: CellBox | None = None) -> Rows:
        """Return the rows that meet all criteria, a window and a box."""
        rows = self.meeting(filters)
        if window is None and box is None:
            return rows
        return Rows(questions.chosen(rows.table, EVERYTHING, window, box), rows)

    def without(self, filters: Filters, criteria: tuple[str, ...], window: Window | None) -> Rows:
        """Return the rows that meet all criteria but some; they are asked about once only."""
        searched = self._with_words(filters.text)
        cleared = {name: getattr(EVERYTHING, name) for name in ("text", *criteria)}
        return Rows(questions.chosen(searched.table, replace(filters, **cleared), window), searched)

    def _size(self, rows: Rows) -> Size:
        (found,) = self.engine.put(rows, questions.size).to_pylist()
        return Size(found["n"], found["placed"])

    def _known(self, criterion: str, filters: Filters) -> int | None:
        """Return how many of all meet a criterion, if that is known already."""
        if criterion in ("window", "text", "actor_kinds"):
            return None
        known = self.alone(criterion)
        if criterion == "casualties":
            return known[filters.casualties]
        wanted = set(getattr(filters, criterion))
        return sum(known[option] for option in wanted) if wanted <= set(known) else None

    def _likely_share(self, filters: Filters) -> float:
        """Return which share of all would meet all criteria if none had to do with another."""
        total, share = self.size(EVERYTHING).count, 1.0
        for criterion in questions.active(filters, None):
            known = self.alone(criterion)
            rare = min(known.values(), default=0)
            wanted = (filters.casualties,) if criterion == "casualties" else set(getattr(filters, criterion))
            share *= min(1.0, sum(known.get(option, rare) for option in wanted) / max(total, 1))
        return share

    def _with_words(self, text: str) -> Rows:
        """Return the rows that hold every word of a text."""
        key = search_key(text)
        if not key:
            return Rows(self.engine.tally)
        if self.engine.searched is None:
            raise EngineError("Words cannot be searched for where incidents are only counted; empty the search field.")
        found = questions.chosen(self.engine.searched, Filters(text=key)).select(*_ASIDE_COLUMNS)
        aside = self.engine.set_aside
        return Rows(found) if aside is None else self._searched.get(key, lambda: aside(found))
