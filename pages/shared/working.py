"""Long work beside the script of a page: how far it is, how to stop it, and what came of it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st

from geo.errors import CancelledError
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[float, str], None]

Result = TypeVar("Result")
#: two at a time on the whole server: more would only wait for each other
_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="atlas-work")
REFRESH_S = 0.4


@dataclass(slots=True)
class Work(Generic[Result]):
    """Work that goes on while the page is looked at."""

    future: Future[Result] = field(default_factory=Future)
    stop: Event = field(default_factory=Event)
    done: float = 0.0
    words: str = ""

    def tell(self, done: float, words: str) -> None:
        """Take down how far the work is.

        Raises
        ------
        CancelledError
            If somebody wants it stopped.
        """
        self.done, self.words = min(1.0, max(0.0, done)), words
        if self.stop.is_set():
            raise CancelledError("Stopped; nothing was kept.")


def begin(task: Callable[[Tell], Result]) -> Work[Result]:
    """Begin a task; it is given what it tells its progress to."""
    work: Work[Result] = Work()
    work.future = _POOL.submit(task, work.tell)
    return work


@st.fragment(run_every=REFRESH_S)
def show(work: Work[Result]) -> None:
    """Show how far the work is, with a button that stops it; when it ends the whole page is drawn anew."""
    if work.future.done():
        st.rerun()
    bar, button = st.columns((5, 1), vertical_alignment="center")
    bar.progress(work.done, plain(work.words or tr("Waiting for its turn ...")))
    button.button(tr("Stop"), on_click=work.stop.set, disabled=work.stop.is_set(), width="stretch")
