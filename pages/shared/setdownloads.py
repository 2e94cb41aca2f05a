"""All rows of a data set as a file of one's choice, with what that form cannot hold."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import AtlasError
from pages.shared import working
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from geo.formats import Form
    from geo.store.versions import Version
    from geo.store.workspace import Workspace
    from pages.shared.working import Tell, Work

_WRITTEN = "the file of a data set that is being written"


def offer(workspace: Workspace, head: Version) -> None:
    """Ask for a form, write the file beside the page, and offer it with what it cannot hold."""
    from geo.formats import FORMS

    forms = [form for form, declared in FORMS.items() if declared.own]
    form = st.selectbox(tr("Form"), forms, format_func=lambda one: FORMS[one].label, key=f"form {head.dataset}")
    key = (head.dataset, head.number, form)
    written: tuple[object, TemporaryDirectory[str], Work[tuple[str, ...]]] | None = st.session_state.get(_WRITTEN)
    if written is None or written[0] != key:
        if st.button(tr("Write the file")):
            folder = TemporaryDirectory(prefix="atlas-out-", ignore_cleanup_errors=True)
            task = partial(_write, workspace, head, form, Path(folder.name) / "rows")
            st.session_state[_WRITTEN] = (key, folder, working.begin(task))
            st.rerun()
        return
    _, folder, work = written
    if not work.future.done():
        working.show(work)
        return
    try:
        losses = work.future.result()
    except AtlasError as error:
        st.error(plain(str(error)))
        return
    for sentence in losses:
        st.info(plain(sentence))
    if not losses:
        st.caption(tr("Nothing is lost in this form: reading it back gives the same rows."))
    declared = FORMS[form]
    name = f"{head.dataset}-version-{head.number}.{declared.extension}"
    st.download_button(tr("Download"), (Path(folder.name) / "rows").read_bytes, name, declared.media_type,
                       on_click="ignore", icon=":material/download:")  # fmt: skip


def _write(workspace: Workspace, head: Version, form: Form, path: Path, tell: Tell) -> tuple[str, ...]:
    from geo.formats.flat_writers import write

    about = {"title": head.about.title, "coverage": head.about.coverage, "licence": head.about.licence,
             "version": f"{head.dataset}, version {head.number} of {head.made:%Y-%m-%d}"}  # fmt: skip
    return write(workspace.read_rows(head), about, form, path, tell)
