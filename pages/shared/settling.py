"""Rows that two editors changed at once: both are shown, and for each row it is chosen which one counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.incident_table import SCHEMA
from geo.store.flat import DERIVED
from pages.shared import keeping, panels, setchanges
from pages.shared.flatwords import cell, heading
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.store.editing import Edits, RowConflict
    from geo.store.versions import Version
    from geo.store.workspace import Workspace

MINE, THEIRS = "mine", "theirs"
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Edits that wait: of which version, what they are, the rows that others changed too, up to version `seen`."""

    opened: Version
    edits: Edits
    what: str
    seen: int
    conflicts: tuple[RowConflict, ...]


def _key(dataset: str) -> str:
    return f"rows of {dataset} that somebody else changed"


def put_off(workspace: Workspace, unsettled: Unsettled) -> None:
    """Let edits wait until it is decided which rows count."""
    dataset = unsettled.opened.dataset
    st.session_state[_key(dataset)] = replace(unsettled, seen=workspace.head(dataset).number)


def draw(workspace: Workspace, head: Version) -> bool:
    """Show what waits for a decision; return whether there is anything."""
    unsettled: Unsettled | None = st.session_state.get(_key(head.dataset))
    if unsettled is None:
        return False
    told = [f"{one.who or tr('somebody')}: {one.what}" for one in workspace.history(head.dataset)
            if one.number > unsettled.opened.number]  # fmt: skip
    said = tr("Since you opened these rows this was saved: {changes} Choose row by row what counts. Whatever you "
              "choose, both stay among the versions.")  # fmt: skip
    st.warning(plain(said.format(changes=" ".join(told))))
    chosen = [_ask(one, unsettled) for one in unsettled.conflicts[:MOST_SHOWN]]
    rest = len(unsettled.conflicts) - MOST_SHOWN
    if rest > 0:
        chosen += [_choose(tr("{number} more rows").format(number=rest), f"rest {unsettled.seen}")] * rest
    with st.container(horizontal=True):
        if st.button(tr("Save what I chose"), type="primary", disabled=None in chosen):
            theirs = {one.row for one, who in zip(unsettled.conflicts, chosen, strict=True) if who == THEIRS}
            _save(workspace, unsettled, theirs)
        if st.button(tr("Back to my edits")):
            del st.session_state[_key(head.dataset)]
            st.rerun()
    return True


def _ask(one: RowConflict, unsettled: Unsettled) -> str | None:
    """Show one row as it was, as they saved it and as it is here; ask which counts."""
    before, theirs, mine = (said or {} for said in (one.before, one.theirs, one.mine))
    title = next((str(said["title"]) for said in (mine, theirs, before) if said.get("title")), "")
    with st.container(border=True):
        st.markdown(f"**{plain(one.row)}** · {plain(title)}")
        lines = [
            {tr("Column"): heading(name), tr("Before"): cell(name, before.get(name)),
             tr("They saved"): cell(name, theirs.get(name)), tr("You have"): cell(name, mine.get(name))}
            for name in _differing(before, theirs, mine)
        ]  # fmt: skip
        if one.theirs is None or one.mine is None:
            gone = tr("They dropped this row.") if one.theirs is None else tr("You dropped this row.")
            st.caption(gone)
        panels.show_small(pd.DataFrame(lines))
        return _choose(tr("What counts"), f"{one.row} {unsettled.seen}")


def _choose(label: str, key: str) -> str | None:
    words = {MINE: tr("Mine"), THEIRS: tr("Theirs")}
    chosen: str | None = st.radio(
        label, list(words), index=None, format_func=words.__getitem__, horizontal=True, key=f"counts {key}"
    )
    return chosen


def _differing(before: Mapping[str, object], theirs: Mapping[str, object], mine: Mapping[str, object]) -> list[str]:
    """Return the columns that anybody changed, in the order of the flat table; a row that is gone differs in none."""
    there = [said for said in (before, theirs, mine) if said]
    names = [name for name in SCHEMA.names if name not in DERIVED]
    return [name for name in names if len({cell(name, said.get(name)) for said in there}) > 1]


def _save(workspace: Workspace, unsettled: Unsettled, theirs: set[str]) -> None:
    """Save the edits without the rows where the other editor's count; what has changed once more is shown again."""
    from geo.store.editing import EditConflictError, Edits
    from pages.shared.setediting import forget

    opened, edits = unsettled.opened, unsettled.edits
    left = Edits(
        {one: cells for one, cells in edits.changed.items() if one not in theirs}, edits.added,
        [one for one in edits.dropped if one not in theirs],
    )  # fmt: skip
    if left.changed or left.dropped:
        sure = workspace.head(opened.dataset).number == unsettled.seen
        try:
            workspace.edit(opened.dataset, opened.number, left, keeping.who(), unsettled.what, keep_mine=sure)
        except EditConflictError as error:
            put_off(workspace, replace(unsettled, edits=left, conflicts=error.conflicts))
            st.rerun()
    del st.session_state[_key(opened.dataset)]
    forget(opened)
    setchanges.done(tr("Saved; both stay among the versions."))
