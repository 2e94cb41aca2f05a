"""Rows of a data set of one's own are corrected or dropped; what two editors changed at once is shown to both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.schema import EventType, PlacePrecision
from geo.style import EVENT_STYLES, PLACE_WORDS
from pages.shared import panels, setchanges
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.store.editing import EditConflictError, Edits, RowConflict
    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: columns that can be edited on the page
EDITABLE = (
    "id", "title", "summary", "first_day", "last_day", "place_as_written", "place_precision", "latitude", "longitude",
    "event_type", "actor1", "actor2", "killed_low", "killed_best", "killed_high", "source", "url",
)  # fmt: skip
MOST_EDITED = 200
_OPENED = "own rows as they were opened"
_CONFLICT = "own rows that somebody else changed"


def edit(workspace: Workspace, head: Version) -> None:
    """Let rows be corrected or dropped; what two editors changed at once is shown to both."""
    if head.about.kind != "rows":
        st.caption(tr("The rows of this data set are counted together, or kept elsewhere; they cannot be edited here."))
        return
    conflict: EditConflictError | None = st.session_state.get(_CONFLICT)
    if conflict is not None:
        _settle(workspace, head, conflict)
        return
    asked = st.text_input(tr("Find rows"), placeholder=tr("Place, actor, word"), key=f"find {head.dataset}").strip()
    opened = _opened(workspace, head, asked)
    if opened.empty:
        st.caption(tr("No row has these words."))
        return
    changed = st.data_editor(
        opened, hide_index=True, num_rows="delete", disabled=["id"], key=f"edit {head.dataset} {head.number} {asked}",
        column_config=_columns(), width="stretch",
    )  # fmt: skip
    edits = _edits(opened, changed)
    number = len(edits.changed) + len(edits.dropped)
    if st.button(tr("Save as a new version"), type="primary", disabled=not number):
        _save(workspace, head, edits, count(number, "row edited", "rows edited"))
    said = tr("Shown are up to {number} rows; a new version is made, the old one stays.")
    st.caption(said.format(number=MOST_EDITED))


def _opened(workspace: Workspace, head: Version, asked: str) -> pd.DataFrame:
    """Return the rows that are offered for editing."""
    import pyarrow.compute as pc

    from gazetteer.names import search_key

    rows = workspace.read_rows(head, [*EDITABLE, "search_text"])
    for word in search_key(asked).split():
        rows = rows.filter(pc.match_substring(rows["search_text"], word))
    shown: pd.DataFrame = rows.slice(0, MOST_EDITED).select(list(EDITABLE)).to_pandas(types_mapper=_nullable)
    return shown


def _nullable(kind: Any) -> Any:  # noqa: ANN401 - types of two libraries
    import pyarrow as pa

    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def _columns() -> dict[str, Any]:
    kinds = {str(one): EVENT_STYLES[one].label for one in EventType}
    precisions = {str(one): PLACE_WORDS[one] for one in PlacePrecision}
    return {
        "event_type": st.column_config.SelectboxColumn(options=list(kinds), format_func=lambda one: kinds[str(one)]),
        "place_precision": st.column_config.SelectboxColumn(
            options=list(precisions), format_func=lambda one: precisions[str(one)]
        ),
        "first_day": st.column_config.DateColumn(),
        "last_day": st.column_config.DateColumn(),
        "latitude": st.column_config.NumberColumn(format="%.5f"),
        "longitude": st.column_config.NumberColumn(format="%.5f"),
    }


def _edits(opened: pd.DataFrame, changed: pd.DataFrame) -> Edits:
    """Return what a table editor changed: cells by row and column, and rows that are gone."""
    from geo.store.editing import Edits

    before = {str(row["id"]): row for row in opened.to_dict("records")}
    after = {str(row["id"]): row for row in changed.to_dict("records")}
    cells = {
        one: {str(name): _plain(value) for name, value in row.items() if not _same(value, before[one][name])}
        for one, row in after.items()
        if one in before
    }
    gone = tuple(one for one in before if one not in after)
    return Edits({one: told for one, told in cells.items() if told}, None, gone)


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - cells of any kind
    return bool(pd.isna(one) and pd.isna(other)) or bool(not pd.isna(one) and not pd.isna(other) and one == other)


def _plain(value: Any) -> Any:  # noqa: ANN401 - cells of any kind
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _save(workspace: Workspace, head: Version, edits: Edits, what: str, *, keep_mine: bool = False) -> None:
    from geo.store.editing import EditConflictError

    try:
        workspace.edit(head.dataset, head.number, edits, setchanges.who(), what, keep_mine=keep_mine)
    except EditConflictError as error:
        st.session_state[_CONFLICT] = error
        st.session_state[_OPENED] = (head, edits, what)
        st.rerun()
    st.session_state.pop(_CONFLICT, None)
    setchanges.done(tr("Saved as a new version."))


def _settle(workspace: Workspace, head: Version, conflict: EditConflictError) -> None:
    """Show what somebody else saved and what is written here, row by row, and let one of them count."""
    opened, edits, what = st.session_state[_OPENED]
    st.warning(plain(str(conflict)))
    lines = [line for one in conflict.conflicts for line in _differences(one)]
    panels.show_table(pd.DataFrame(lines), "what both editors have")
    mine, theirs = st.columns(2)
    if mine.button(tr("Mine counts for these rows"), type="primary"):
        _save(workspace, opened, edits, what, keep_mine=True)
    if theirs.button(tr("Theirs counts: give my edits up")):
        st.session_state.pop(_CONFLICT)
        st.rerun()
    st.caption(plain(tr("Both stay among the versions; now it is version {number}.").format(number=head.number)))


def _differences(one: RowConflict) -> list[Mapping[str, str]]:
    theirs, mine, before = one.theirs or {}, one.mine or {}, one.before or {}
    heads = {"Before": before, "They saved": theirs, "You have": mine}
    names = [name for name in EDITABLE if theirs.get(name) != mine.get(name)]
    return [
        {"Id": one.row, "Column": name}
        | {heading: setchanges.say(cells.get(name)) for heading, cells in heads.items()}
        for name in names
    ]  # fmt: skip
