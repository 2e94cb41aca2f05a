"""Rows are kept: as a data set of their own, or in one that is there already."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoreError
from geo.language import N_
from geo.store.changes import Known
from geo.style import DATASET_STYLES
from pages.shared import datasets, selection
from pages.shared.flatwords import rows as say_rows
from pages.shared.flatwords import told_apart
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from geo.store.versions import Version
    from geo.store.workspace import DatasetEntry, Workspace

NOTICE = N_("Own data of this workspace; what its file does not tell is missing.")
NEW, APPEND, REPLACE = "", "append", "replace"
HOW_WORDS = {
    APPEND: N_("stay, these come to them"),
    REPLACE: N_("go, these take their place (going back is possible)"),
}
KNOWN_WORDS = {
    Known.REFUSE: N_("keep nothing then, and tell me"),
    Known.SKIP: N_("leave the rows that are there"),
    Known.REPLACE: N_("take the new rows in their place"),
}
_KEPT = "what was kept last"
_NAME = "own name"


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be kept: GeoParquet of the flat table, CSV of what was not accepted, and where they come from."""

    path: Path
    number: int
    origin: str  # the file or text
    layout: str = ""
    rejections: Path | None = None
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """How rows are to be kept; `into` is the data set they go into, "" for a new one."""

    into: str
    how: str
    known: Known
    who: str
    title: str
    coverage: str
    licence: str


def ask(rows: Rows, title: str, key: str, *, disabled: bool = False) -> Asked | None:
    """Ask how rows are to be kept; return it when that is to be done.

    Parameters
    ----------
    rows
        The rows.
    title
        What a new data set is called if nobody says otherwise.
    key
        Tells the forms of two files apart.
    disabled
        Whether something has to be done first.
    """
    from geo.store.workspace import open_workspace

    st.subheader(tr("Keep the accepted rows"), anchor=False)
    try:
        there = {entry.id: entry for entry in open_workspace().datasets() if _takes_rows(entry)}
    except StoreError as error:
        st.error(plain(str(error)))
        return None
    titles = {NEW: tr("a new data set"), **{one: entry.head.about.title for one, entry in there.items()}}
    titles = told_apart(titles, {one: one for one in titles})
    left, right = st.columns(2)
    into = left.selectbox(tr("As"), list(titles), format_func=titles.__getitem__, key=f"keep into {key}")
    name = right.text_input(tr("Your name"), who(), max_chars=80, key=f"keep who {key}").strip()
    asked = _ask_into(into, key) if into else _ask_new(title, key)
    said = tr("Keep {rows}").format(rows=say_rows(rows.number))
    if st.button(said, type="primary", disabled=disabled or not (into or asked.title), key=f"keep {key}"):
        remember_who(name)
        return replace(asked, who=name)
    return None


def _takes_rows(entry: DatasetEntry) -> bool:
    return entry.head.about.kind == "rows" and bool(entry.head.file)


def _ask_new(title: str, key: str) -> Asked:
    left, right = st.columns(2)
    title = left.text_input(tr("Title"), title, max_chars=80, key=f"keep title {key}").strip()
    licence = right.text_input(tr("Licence or terms of use"), max_chars=120, key=f"keep licence {key}").strip()
    coverage = st.text_input(
        tr("Coverage notice: what these rows are and are not"), tr(NOTICE), max_chars=300, key=f"keep notice {key}"
    ).strip()
    return Asked(NEW, REPLACE, Known.REFUSE, "", title, coverage, licence)


def _ask_into(into: str, key: str) -> Asked:
    left, right = st.columns(2)
    how = left.radio(tr("The rows that are there"), list(HOW_WORDS), format_func=lambda one: tr(HOW_WORDS[one]),
                     key=f"keep how {key}")  # fmt: skip
    known = Known.REFUSE
    if how == APPEND:
        known = right.radio(tr("If an id is there already"), list(KNOWN_WORDS),
                            format_func=lambda one: tr(KNOWN_WORDS[one]), key=f"keep known {key}")  # fmt: skip
    return Asked(into, how, known, "", "", "", "")


def keep(rows: Rows, asked: Asked) -> Version:
    """Keep rows as it was asked.

    Raises
    ------
    StoreError
        If the workspace cannot be written, rows have ids that are there already, or somebody else was faster.
    """
    from pyarrow import parquet

    from geo.store.versions import About
    from geo.store.workspace import open_workspace

    workspace = open_workspace()
    what = f"{say_rows(rows.number)} from {rows.origin}"
    if not asked.into:
        about = About(asked.title, _free_colour(workspace), asked.coverage, asked.licence, rows.layout, rows.origin,
                      rows.number, rows.rejected)  # fmt: skip
        return workspace.create(rows.path, about, asked.who, f"{what}.", rows.rejections)
    head = workspace.head(asked.into)
    if asked.how == REPLACE:
        about = replace(head.about, layout=rows.layout, source_file=rows.origin, accepted=rows.number,
                        rejected=rows.rejected, first_day=None, last_day=None)  # fmt: skip
        said = f"Replaced by {what}."
        return workspace.replace(asked.into, head.number, rows.path, about, asked.who, said, rows.rejections)
    return workspace.append_rows(
        asked.into, head.number, parquet.read_table(rows.path), asked.who, f"Added {what}.", asked.known,
        rows.rejections, rows.rejected,
    )  # fmt: skip


def _free_colour(workspace: Workspace) -> int:
    """Return a colour that the fewest data sets have; the first one is that of the atlas's own data."""
    taken = [entry.head.about.colour for entry in workspace.datasets()]
    return min(range(1, len(DATASET_STYLES)), key=taken.count)


def done(version: Version, note: str = "") -> None:
    """Show what was kept on every page, and say so once."""
    st.session_state[_KEPT] = (version, note)
    show_kept(version.dataset, selection.asked())
    st.rerun()


def show_kept(dataset: str, shown: Collection[str]) -> None:
    """Show a data set: among those that are shown if it is one of them, else alone."""
    datasets.show(*(shown if dataset in shown else (dataset,)))


def tell() -> None:
    """Say once what was kept last, where it is, and where it can be seen."""
    version, note = st.session_state.pop(_KEPT, (None, ""))
    if version is None:
        return
    from geo.store.workspace import open_workspace

    said = tr('"{title}" is kept as version {number}, {rows}, in {folder}. Every page shows it now.')
    st.success(
        plain(said.format(title=version.about.title, number=version.number, rows=say_rows(version.rows),
                          folder=open_workspace().storage.shown))
    )  # fmt: skip
    if note:
        st.info(plain(note))
    with st.container(horizontal=True):
        st.page_link("pages/explore/map.py", label=tr("See it on the map"), icon=":material/map:")
        st.page_link("pages/explore/table.py", label=tr("See it as a table"), icon=":material/table_rows:")


def who() -> str:
    """Return who changes things: the name given last, else that of the login, "" if there is none."""
    given = st.session_state.get(_NAME)
    if given is not None:
        return str(given)
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user
        return ""


def remember_who(name: str) -> None:
    """Keep the name for the next change."""
    st.session_state[_NAME] = name.strip()
