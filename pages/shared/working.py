"""Long work beside the script of a page: how far it is, how to stop it, and what came of it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Event
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import finalize

import streamlit as st

from geo.errors import AtlasError, CancelledError
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[float, str], None]

Result = TypeVar("Result")
#: two at a time on the whole server: more would only wait for each other
_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="atlas-work")
REFRESH_S = 0.4
#: what is done so soon shows no bar at all
SOON_S = 0.8
STOPPED = "Stopped; nothing was kept."


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
            raise CancelledError(STOPPED)

    @property
    def is_over(self) -> bool:
        """Say whether there is nothing more to wait for."""
        return self.future.done()

    @property
    def result(self) -> Result | None:
        """What came of the work; None while it goes on, and where nothing came of it."""
        if not self.is_over or self.fault is not None:
            return None
        return self.future.result()

    @property
    def fault(self) -> AtlasError | None:
        """Why nothing came of the work, in a sentence; what is no fault of file, disk or choice is raised."""
        if not self.is_over:
            return None
        raised = self.future.exception()
        if raised is None or isinstance(raised, AtlasError):
            return raised
        raise raised


class Folder:
    """A folder for files of one viewer, which goes when nobody looks at it any more.

    Parameters
    ----------
    prefix
        What its name begins with.
    """

    def __init__(self, prefix: str) -> None:
        self.path = Path(mkdtemp(prefix=prefix))
        finalize(self, rmtree, self.path, ignore_errors=True)


def begin(task: Callable[[Tell], Result]) -> Work[Result]:
    """Begin a task, which is given what it tells its progress to; wait a moment, as most are done at once."""
    work: Work[Result] = Work()
    work.future = _POOL.submit(_run, task, work)
    wait([work.future], SOON_S)
    return work


def _run(task: Callable[[Tell], Result], work: Work[Result]) -> Result:
    work.tell(0.0, "")  # what was stopped while it waited for its turn does not begin
    return task(work.tell)


@st.fragment(run_every=REFRESH_S)
def show(work: Work[Result]) -> None:
    """Show how far the work is, with a button that stops it; when it ends the whole page is drawn anew."""
    if work.is_over:
        st.rerun()
    bar, button = st.columns((5, 1), vertical_alignment="center")
    bar.progress(work.done, plain(work.words or tr("Waiting for its turn ...")))
    button.button(tr("Stop"), on_click=work.stop.set, disabled=work.stop.is_set(), width="stretch")


def say_fault(fault: AtlasError) -> None:
    """Say why nothing came of some work: calmly where it was stopped on purpose."""
    if isinstance(fault, CancelledError):
        st.info(tr("Stopped; nothing was kept."))
    else:
        st.error(plain(str(fault)))
