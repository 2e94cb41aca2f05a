"""The choice of data sets in the sidebar: the atlas's own, own ones, or several together."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoreError
from geo.style import DATASET_STYLES
from geo.views import LISTS, SET_PART
from pages.shared import selection
from pages.shared.flatwords import told_apart
from pages.shared.selection import ATLAS, ATLAS_TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.store.workspace import DatasetEntry
    from pages.shared.selection import Selection

BOX = "data sets box"
#: the list of the workspace is looked up at most so often
LOOK_AGAIN_S = 2.0
#: parts of a link that belong to the data they were chosen for
_OF_THE_DATA = ("from", "to", "map", "incident", "split")


def choose(tr: Callable[[str], str]) -> Selection:
    """Ask which data sets are shown, if there are own ones, and say how each looks and what it is."""
    from geo.store.address import workspace_address

    own = _own(workspace_address(), int(monotonic() / LOOK_AGAIN_S))
    chosen = selection.chosen()
    _tell_gone(tr, chosen)
    known = {ATLAS: tr(ATLAS_TITLE), **own, **{one.dataset: one.about.title for one in chosen.versions}}
    if len(known) == 1:
        return chosen
    known = told_apart(known, {one: one for one in known})
    st.session_state[BOX] = [one.id or ATLAS for one in chosen.sets]
    st.multiselect(
        tr("Data sets"), list(known), key=BOX, format_func=known.__getitem__, placeholder=tr(ATLAS_TITLE),
        on_change=_take, max_selections=selection.MOST_SETS,
    )  # fmt: skip
    if not chosen.is_atlas:
        for one in chosen.sets:
            colour = tr(DATASET_STYLES[one.colour % len(DATASET_STYLES)].name)
            st.caption(selection.plain_notice(one, colour if len(chosen.sets) > 1 else ""))
    return chosen


def _tell_gone(tr: Callable[[str], str], chosen: Selection) -> None:
    """Name the data sets of the link that are not there: put away, unreadable, or of another workspace."""
    gone = selection.missing(chosen)
    if not gone:
        return
    from pages.shared.words import plain

    said = tr("Not in the workspace (any more), or not readable: {names}. The page Own data tells more.")
    st.warning(plain(said.format(names=", ".join(gone))))


def show(*ids: str) -> None:
    """Show these data sets on every page; what was chosen for other data falls away."""
    _own.cache_clear()  # a new title or data set is there at once
    st.session_state[SET_PART] = "" if ids in ((), (ATLAS,)) else " ".join(ids)
    for name in LISTS:
        st.session_state[name] = []
    for name in _OF_THE_DATA:
        st.session_state[name] = ""


def _take() -> None:
    show(*st.session_state[BOX])


@lru_cache(maxsize=4)
def _own(address: str, turn: int) -> dict[str, str]:
    """Return the titles of the data sets of a workspace that can be shown; none if it cannot be read."""
    del turn  # only part of the key
    from geo.store.workspace import open_workspace

    try:
        entries = open_workspace(address).datasets()
    except StoreError:
        return {}
    return {entry.id: entry.head.about.title for entry in entries if is_readable(entry)}


def is_readable(entry: DatasetEntry) -> bool:
    """Say whether any version of a data set can be read."""
    return bool(entry.head.file) or entry.head.about.kind == "table"
