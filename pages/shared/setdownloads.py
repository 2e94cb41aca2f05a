"""All rows of a data set as a file of one's choice, with what that form cannot hold; and putting a data set away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared import datasets, keeping, selection, setchanges, working
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from pathlib import Path

    from geo.formats import Form
    from geo.store.versions import Version
    from geo.store.workspace import Workspace
    from pages.shared.working import Folder, Tell, Work

_WRITTEN = "the file of a data set that is being written"


@dataclass(frozen=True, slots=True)
class Writing:
    """A file that is written or being written: of which version, in which form, where."""

    asked: tuple[str, int, Form]
    folder: Folder
    work: Work[tuple[str, ...]]

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder.path / "rows"


def take_away(workspace: Workspace, head: Version) -> None:
    """Write all rows in a form of choice, saying what it cannot hold; or put the data set away."""
    if head.about.kind == "rows":
        _offer_file(workspace, head)
    else:
        st.caption(tr("No single rows are kept here; they are taken away where they are."))
    st.subheader(tr("Put away"), anchor=False)
    st.caption(tr("The data set leaves the list; its versions stay, and it can be brought back below the list."))
    sure = st.checkbox(tr("I want to put this data set away"), key=f"sure {head.dataset}")
    if st.button(tr("Put away"), disabled=not sure, key=f"put away {head.dataset}"):
        workspace.remove(head.dataset, keeping.who())
        datasets.show(*(one for one in selection.asked() if one != head.dataset))
        setchanges.done(tr('"{title}" was put away; it can be brought back.').format(title=head.about.title))


def _offer_file(workspace: Workspace, head: Version) -> None:
    """Ask for a form, write the file beside the page, and offer it with what it cannot hold."""
    from geo.formats import FORMS

    forms = [form for form, declared in FORMS.items() if declared.own]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            tr("Form"), forms, format_func=lambda one: FORMS[one].label, key=f"form {head.dataset}", width=260
        )
        asked = (head.dataset, head.number, form)
        writing: Writing | None = st.session_state.get(_WRITTEN)
        if writing is None or writing.asked != asked:
            if st.button(tr("Write the file"), type="primary"):
                _begin(workspace, head, form)
            return
        if writing.work.is_over and writing.work.fault is None:
            name = f"{head.dataset}-version-{head.number}.{FORMS[form].extension}"
            st.download_button(tr("Download"), writing.path.read_bytes, name, FORMS[form].media_type, type="primary",
                               on_click="ignore", icon=":material/download:")  # fmt: skip
    if not writing.work.is_over:
        working.show(writing.work)
        return
    if writing.work.fault is not None:
        working.say_fault(writing.work.fault)
        st.session_state.pop(_WRITTEN)
    for sentence in writing.work.result or ():
        st.info(plain(sentence))
    if writing.work.result == ():
        st.caption(tr("Nothing is lost in this form: reading it back gives the same rows."))


def _begin(workspace: Workspace, head: Version, form: Form) -> None:
    before: Writing | None = st.session_state.get(_WRITTEN)
    if before is not None:
        before.work.stop.set()
    folder = working.Folder("atlas-out-")
    task = partial(_write, workspace, head, form, folder.path / "rows")
    st.session_state[_WRITTEN] = Writing((head.dataset, head.number, form), folder, working.begin(task))
    st.rerun()


def _write(workspace: Workspace, head: Version, form: Form, path: Path, tell: Tell) -> tuple[str, ...]:
    from geo.formats.flat_writers import write

    about = {"title": head.about.title, "coverage": head.about.coverage, "licence": head.about.licence,
             "version": f"{head.dataset}, version {head.number} of {head.made:%Y-%m-%d}"}  # fmt: skip
    return write(workspace.read_rows(head), about, form, path, tell)
