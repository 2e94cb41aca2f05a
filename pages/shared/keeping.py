"""Checked rows are kept: as a data set of their own, or in one that is there already."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoreError
from pages.shared import bringing, datasets, ownsets
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from geo.formats.reading.model import Outcome
    from pages.shared.bringing import Brought

NOTICE = "Own data of this workspace; what its file does not tell is missing."
NEW = ""


def draw(brought: Brought, outcome: Outcome) -> None:
    """Ask what the data set is called and what has to be said of it, and keep it."""
    from geo.store.workspace import open_workspace

    if not outcome.accepted:
        return
    st.subheader(tr("Keep the accepted rows"), anchor=False)
    workspace = open_workspace()
    there = {entry.id: entry for entry in workspace.datasets() if not entry.fault}
    left, right = st.columns(2)
    into = left.selectbox(
        tr("As"), [NEW, *there], format_func=lambda one: there[one].head.about.title if one else tr("a new data set"),
        key="keep into",
    )  # fmt: skip
    who = right.text_input(tr("Who keeps it"), login(), max_chars=80, key="keep who")
    if into:
        append = st.radio(tr("The rows that are there"), ("append", "replace"), horizontal=True, format_func=_say_how)
        about = there[into].head.about
    else:
        append = "replace"
        title = left.text_input(tr("Title"), _title(brought.name), max_chars=80, key=f"title {brought.file_id}")
        notice = right.text_input(tr("Coverage notice: what these rows are and are not"), NOTICE, max_chars=300)
        about = ownsets.about_of(brought, outcome, title.strip(), notice.strip(), len(there))
    said = tr("Keep {rows}").format(rows=count(outcome.accepted, "row", "rows"))
    if st.button(said, type="primary", disabled=not (into or about.title)):
        try:
            kept = ownsets.keep(brought, outcome, into, append, about, who.strip())
        except StoreError as error:
            st.error(plain(str(error)))
            return
        st.session_state.pop(bringing.BROUGHT, None)
        datasets.show(kept)
        st.rerun()


def _say_how(how: str) -> str:
    if how == "append":
        return tr("stay, these come to them")
    return tr("go, these take their place (undo brings them back)")


def _title(name: str) -> str:
    stem = name.rsplit(".", 1)[0].replace("_", " ").strip()
    return stem[:80]


def login() -> str:
    """Return the name that this user logged in with; "" if the system tells none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user
        return ""
