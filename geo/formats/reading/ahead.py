"""Rows are read on while those before them are looked at: most of both is done by Arrow, which needs no turns."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Piece = TypeVar("Piece")
_PATIENCE_S = 0.05


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last thing that is handed over, with what went wrong."""

    error: BaseException | None = None


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
    beside = Thread(target=_run, args=(pieces, waiting, stopped), name="reading ahead", daemon=True)
    beside.start()
    try:
        while not isinstance(piece := waiting.get(), _Ended):
            yield piece
        if piece.error is not None:
            raise piece.error
    finally:
        stopped.set()
        while beside.is_alive():
            _empty(waiting)
            beside.join(_PATIENCE_S)


def _run(pieces: Iterator[Piece], waiting: Queue[Piece | _Ended], stopped: Event) -> None:
    """Hand over one piece after the other until somebody stops it."""
    ended = _Ended()
    try:
        for piece in pieces:
            waiting.put(piece)
            if stopped.is_set():
                break
    except BaseException as error:  # noqa: BLE001 (raised again by whoever takes the pieces)
        ended = _Ended(error)
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
        waiting.put(ended)


def _empty(waiting: Queue[Piece | _Ended]) -> None:
    try:
        while True:
            waiting.get_nowait()
    except Empty:
        return
