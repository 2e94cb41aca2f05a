"""The data sets of the workspace: which are shown, what was changed when and by whom, undo, and taking them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.dates import say_day
from geo.errors import StoreError
from geo.style import DATASET_STYLES
from pages.shared import datasets, panels, selection, setchanges, setediting
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from geo.formats.reading.model import Outcome
    from geo.store.versions import About, Version
    from geo.store.workspace import DatasetEntry, Workspace
    from pages.shared.bringing import Brought


def about_of(brought: Brought, outcome: Outcome, title: str, coverage: str, already: int) -> About:
    """Return what a new data set says of itself."""
    from geo.store.versions import About

    return About(
        title,
        colour=1 + already % (len(DATASET_STYLES) - 1),
        coverage=coverage,
        layout=brought.look.layout.value,
        source_file=brought.name,
        accepted=outcome.accepted,
        rejected=outcome.rejected,
    )


def keep(brought: Brought, outcome: Outcome, into: str, how: str, about: About, who: str) -> str:
    """Keep the accepted rows; return the id of their data set.

    Raises
    ------
    StoreError
        If the workspace cannot be written, or somebody else changed the same rows.
    """
    from pyarrow import parquet

    from geo.store.remembering import remember
    from geo.store.workspace import open_workspace

    workspace = open_workspace()
    if brought.choices.mapping:
        remember(workspace, brought.look.header, brought.choices)
    what = f"{count(outcome.accepted, 'row', 'rows')} from {brought.name}"
    if not into:
        return workspace.create(outcome.incidents, about, who, what, outcome.rejections).dataset
    head = workspace.head(into)
    if how == "append":
        rows = parquet.read_table(outcome.incidents)
        return workspace.append_rows(into, head.number, rows, who, f"Added {what}").dataset
    return workspace.replace(into, head.number, outcome.incidents, about, who, f"Replaced by {what}").dataset


def draw() -> None:
    """Show the data sets of the workspace."""
    from geo.store.workspace import open_workspace

    workspace = open_workspace()
    entries = workspace.datasets()
    st.caption(plain(tr("Kept in {folder}").format(folder=workspace.address)))
    if not entries:
        st.info(tr("There is none yet. Bring a file, or accept drafts on the page Read a text."))
        return
    panels.show_table(_overview(entries), "data sets of the workspace")
    chosen = st.selectbox(
        tr("Data set"), entries, format_func=lambda entry: entry.head.about.title, key="own set",
        index=_first_shown(entries),
    )  # fmt: skip
    if chosen.fault:
        st.warning(plain(chosen.fault))
    _offer(workspace, chosen)


def _first_shown(entries: tuple[DatasetEntry, ...]) -> int:
    shown = selection.asked()
    return next((at for at, entry in enumerate(entries) if entry.id in shown), 0)


def _overview(entries: tuple[DatasetEntry, ...]) -> pd.DataFrame:
    shown = selection.asked()
    return pd.DataFrame(
        [
            {
                tr("Title"): entry.head.about.title,
                tr("Shown"): tr("yes") if entry.id in shown else "",
                tr("Rows"): entry.head.rows,
                tr("Days"): say_days(entry.head),
                tr("Colour"): tr(DATASET_STYLES[entry.head.about.colour % len(DATASET_STYLES)].name),
                tr("Version"): entry.head.number,
                tr("Last change"): say_change(entry.head),
            }
            for entry in entries
        ]
    )


def say_days(version: Version) -> str:
    """Say from when to when the incidents of a version are."""
    first, last = version.about.first_day, version.about.last_day
    return f"{say_day(first)} - {say_day(last)}" if first and last else ""


def say_change(version: Version) -> str:
    """Say who made a version, when, and what it changed."""
    who = version.who or tr("somebody")
    return f"{version.made:%Y-%m-%d %H:%M} UTC, {who}: {version.what}"


def _offer(workspace: Workspace, entry: DatasetEntry) -> None:
    """Offer what can be done with one data set."""
    shown = selection.asked()
    with st.container(horizontal=True):
        st.button(tr("Show it alone"), on_click=datasets.show, args=(entry.id,), disabled=shown == (entry.id,))
        st.button(
            tr("Show it beside what is shown"),
            on_click=datasets.show,
            args=(*shown, entry.id),
            disabled=entry.id in shown,
        )
        st.button(tr("Hide it"), on_click=_hide, args=(entry.id,), disabled=entry.id not in shown)
        st.page_link("pages/explore/map.py", label=tr("Map"), icon=":material/map:")
    told, history, rows, away = st.tabs([tr("What it is"), tr("Versions"), tr("Rows"), tr("Take away")])
    try:
        with told:
            setchanges.describe(workspace, entry.head)
        with history:
            setchanges.history(workspace, entry.head)
        with rows:
            setediting.edit(workspace, entry.head)
        with away:
            setchanges.take_away(workspace, entry.head)
    except StoreError as error:
        st.error(plain(str(error)))


def _hide(dataset: str) -> None:
    datasets.show(*(one for one in selection.asked() if one != dataset))
