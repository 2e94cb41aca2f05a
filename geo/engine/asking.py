"""What an engine is for those who ask it: tables as Ibis expressions, and functions that answer."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import ibis
    import pyarrow as pa

    from geo.engine.grids import Grain

Answer = TypeVar("Answer")


class Put(Protocol):
    """Put a question to some rows and return the answer; EngineError if there is none.

    It takes rows and not only their expression, so that rows put aside are there until they have answered.
    """

    def __call__(self, rows: Rows, question: Callable[..., ibis.Table], *asked: Hashable) -> pa.Table:
        """Return what `question(rows, *asked)` is answered with."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Rows:
    """Some rows of the tally. Where the engine put them aside, they are there as long as this object is.

    `source` are the rows that these are a part of, so that they stay as long.
    """

    table: ibis.Table
    source: Rows | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """An opened selection of data sets.

    `tally` has their rows, or those counted together by `grain`; `searched` has the text to search in besides; `wide`
    the flat table of each data set, with its column `row`. Only an engine in this process sets rows aside.
    """

    name: str
    datasets: tuple[str, ...]
    tally: ibis.Table
    searched: ibis.Table | None
    wide: Mapping[str, ibis.Table]
    grain: Grain | None
    put: Put
    stream: Callable[[ibis.Table], pa.RecordBatchReader]
    close: Callable[[], None]
    set_aside: Callable[[ibis.Table], Rows] | None = None


@dataclass(slots=True)
class Recent:
    """The answers given last, for whoever asks the same again; several may ask at once."""

    most: int
    _kept: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer that is kept, or find it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value] # one key always stands for one kind of answer
        found = find()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return found
