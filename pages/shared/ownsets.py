"""The data sets of the workspace: which there are, which are shown, and what can be done with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st

from geo.dates import say_window
from geo.errors import StoreError
from geo.style import DATASET_STYLES
from pages.shared import charts, datasets, keeping, panels, selection, setchanges, setdownloads, setediting
from pages.shared.flatwords import told_apart
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from geo.store.versions import Version
    from geo.store.workspace import DatasetEntry, Workspace
    from geo.style import DatasetStyle


def draw() -> None:
    """Show the data sets of the workspace; say in a sentence what is wrong where it cannot be read."""
    from geo.store.workspace import open_workspace

    try:
        workspace = open_workspace()
        entries, gone = workspace.datasets(), workspace.datasets(removed=True)
    except StoreError as error:
        st.error(plain(str(error)))
        return
    setchanges.tell()
    st.caption(plain(tr("Kept in {folder}").format(folder=workspace.storage.shown)))
    if entries:
        _show_list(entries)
        chosen, name = _choose(entries)
        keeping.remember_who(name)
        _offer(workspace, chosen)
    else:
        st.info(tr("There is none yet. Bring a file, or accept drafts on the page Read a text."))
    if gone:
        setchanges.offer_back(workspace, gone)


def _choose(entries: tuple[DatasetEntry, ...]) -> tuple[DatasetEntry, str]:
    """Ask which data set is worked on, and by whom."""
    left, right = st.columns((2, 1))
    known = {entry.id: entry for entry in entries}
    labels = told_apart({one: entry.head.about.title for one, entry in known.items()}, {one: one for one in known})
    shown = selection.asked()
    first = next((at for at, one in enumerate(known) if one in shown), 0)
    chosen = left.selectbox(tr("Data set"), list(known), first, format_func=labels.__getitem__, key="own set")
    name = right.text_input(tr("Your name, for the list of versions"), keeping.who(), max_chars=80, key="own who")
    return known[chosen], name


def _show_list(entries: tuple[DatasetEntry, ...]) -> None:
    """List the data sets, each with a patch of its colour."""
    shown = selection.asked()
    rows = [
        {
            tr("Title"): entry.head.about.title,
            tr("Shown"): tr("yes") if entry.id in shown else "",
            tr("Colour"): f"\N{BLACK SQUARE} {tr(_style(entry.head).name)}",
            tr("Rows"): f"{entry.head.rows:,}" if datasets.is_readable(entry) else "",
            tr("Days"): say_days(entry.head),
            tr("Last change"): entry.fault or say_change(entry.head),
        }
        for entry in entries
    ]
    told = pd.DataFrame(rows)
    dark = charts.dark()
    colours = [f"color: {_style(entry.head).dark if dark else _style(entry.head).light}" for entry in entries]
    height: Literal["content"] | int = "content" if len(told) <= panels.WHOLE_UP_TO else panels.SCROLLED_HEIGHT
    styled = told.style.apply(lambda _: colours, subset=[tr("Colour")])
    columns = {tr("Title"): st.column_config.TextColumn(width=260), tr("Shown"): st.column_config.TextColumn(width=60),
               tr("Last change"): st.column_config.TextColumn(width=420)}  # fmt: skip
    st.dataframe(styled, hide_index=True, height=height, column_config=columns,
                 alt=tr("data sets of the workspace"))  # fmt: skip


def _style(version: Version) -> DatasetStyle:
    return DATASET_STYLES[version.about.colour % len(DATASET_STYLES)]


def say_days(version: Version) -> str:
    """Say from when to when the incidents of a version are."""
    first, last = version.about.first_day, version.about.last_day
    return say_window((first, last)) if first and last else ""


def say_change(version: Version) -> str:
    """Say who made a version, when, and what it changed."""
    return f"{version.made:%Y-%m-%d %H:%M} UTC, {version.who or tr('somebody')}: {version.what}"


def _offer(workspace: Workspace, entry: DatasetEntry) -> None:
    """Offer what can be done with one data set."""
    if entry.fault:
        st.warning(plain(entry.fault))
    if not datasets.is_readable(entry):
        st.caption(tr("Nothing of it can be read. Put its files there again from a copy of the workspace."))
        return
    _offer_showing(entry)
    labels = [tr("What it is"), tr("Versions"), tr("Rows"), tr("Take away")]
    parts = (setchanges.describe, setchanges.history, setediting.edit, setdownloads.take_away)
    for tab, part in zip(st.tabs(labels, key="own parts", on_change="rerun"), parts, strict=True):
        if not tab.open:
            continue
        with tab:
            try:
                part(workspace, entry.head)
            except StoreError as error:
                st.error(plain(str(error)))


def _offer_showing(entry: DatasetEntry) -> None:
    """Offer to show a data set alone or beside others, or to hide it."""
    shown = selection.asked()
    full = len(shown) >= selection.MOST_SETS
    said = tr("At most {number} data sets are shown together").format(number=selection.MOST_SETS) if full else None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(tr("Show it alone"), on_click=datasets.show, args=(entry.id,), disabled=shown == (entry.id,))
        st.button(
            tr("Show it beside what is shown"), on_click=datasets.show, args=(*shown, entry.id),
            disabled=entry.id in shown or full, help=said,
        )  # fmt: skip
        st.button(tr("Hide it"), on_click=hide, args=(entry.id,), disabled=entry.id not in shown)
        st.page_link("pages/explore/map.py", label=tr("Map"), icon=":material/map:")


def hide(dataset: str) -> None:
    """Take a data set out of what is shown."""
    datasets.show(*(one for one in selection.asked() if one != dataset))
