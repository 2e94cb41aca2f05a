"""Rows are read on while those before them are looked at: most of both is done by Arrow, which needs no turns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from threading import Event
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Piece = TypeVar("Piece")
_PATIENCE_S = 0.05


class _Ended:
    """The last thing that is handed over."""


def ahead(pieces: Iterator[Piece], most: int) -> Iterator[Piece]:
    """Yield what an iterator yields, which is run beside the caller.

    Parameters
    ----------
    pieces
        Run in a thread of its own from the first piece on, and closed there.
    most
        So many pieces wait at most to be taken.

    Raises
    ------
    BaseException
        What the iterator raises, when the pieces before it were taken.
    """
    waiting: Queue[Piece | _Ended] = Queue(most)
    stopped = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="reading-ahead") as pool:
        beside = pool.submit(_run, pieces, waiting, stopped)
        try:
            while not isinstance(piece := waiting.get(), _Ended):
                yield piece
            beside.result()
        finally:
            stopped.set()
            while not beside.done():
                _take_one(waiting)


def _run(pieces: Iterator[Piece], waiting: Queue[Piece | _Ended], stopped: Event) -> None:
    """Hand over one piece after the other until somebody stops it."""
    try:
        for piece in pieces:
            waiting.put(piece)
            if stopped.is_set():
                break
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
        waiting.put(_Ended())


def _take_one(waiting: Queue[Piece | _Ended]) -> None:
    try:
        waiting.get(timeout=_PATIENCE_S)
    except Empty:
        return
