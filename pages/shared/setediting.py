"""Rows of a data set of one's own are corrected or dropped in a table; edits stay until they are saved or given up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.incident_table import SCHEMA
from pages.shared import keeping, setchanges, settling
from pages.shared.flatwords import codes_of, heading, rows
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.store.editing import Edits
    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: columns that can be edited on the page
EDITABLE = (
    "id", "title", "first_day", "last_day", "date_precision", "place_as_written", "place_precision", "latitude",
    "longitude", "radius_m", "event_type", "actor1", "actor2", "killed_low", "killed_best", "killed_high",
    "injured_low", "injured_best", "injured_high", "source", "url", "summary",
)  # fmt: skip
COORDINATES = ("latitude", "longitude")
MOST_EDITED = 200
MOST_NUMBER = 1_000_000_000


@dataclass(slots=True)
class Editing:
    """What one editor did to a version: cells by row, rows dropped; and the rows that are in the table now."""

    version: Version
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    asked: str | None = None  # the words that the rows in the table have
    found: int = 0
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)  # as the version has them
    shown: pd.DataFrame = field(default_factory=pd.DataFrame)  # with the edits made before they were shown

    @property
    def number(self) -> int:
        """How many rows are edited or dropped."""
        return len(self.cells) + len(self.dropped)

    @property
    def edits(self) -> Edits:
        """What is to be saved; a row with another coordinate does not lie at its curated place any more."""
        from geo.store.editing import Edits

        cells = {
            one: {**cells, "place": ""} if cells.keys() & set(COORDINATES) else cells
            for one, cells in self.cells.items()
        }
        return Edits(cells, None, tuple(self.dropped))

    def look_up(self, workspace: Workspace, asked: str) -> None:
        """Take the rows with some words into the table."""
        import pyarrow.compute as pc

        from gazetteer.names import search_key

        table = workspace.read_rows(self.version, [*EDITABLE, "search_text"])
        for word in search_key(asked).split():
            table = table.filter(pc.match_substring(table["search_text"], word))
        self.asked, self.found = asked, len(table)
        self.rows = table.slice(0, MOST_EDITED).select(list(EDITABLE)).to_pandas(types_mapper=_nullable)

    def put_in(self) -> None:
        """Show the rows with the edits that were made so far."""
        shown = self.rows[~self.rows["id"].isin(self.dropped)].reset_index(drop=True)
        for at, one in enumerate(shown["id"]):
            for name, value in self.cells.get(one, {}).items():
                shown.loc[at, name] = value
        self.shown = shown

    def take(self, changed: pd.DataFrame) -> None:
        """Take down what the table has now."""
        before = {str(row["id"]): row for row in self.rows.to_dict("records")}
        after = {str(row["id"]): row for row in changed.to_dict("records")}
        for one in map(str, self.shown["id"]):
            cells = {} if one not in after else _changed(before[one], after[one])
            self.cells.pop(one, None)
            if cells:
                self.cells[one] = cells
            if one not in after:
                self.dropped.add(one)
            else:
                self.dropped.discard(one)


def _changed(before: dict[Any, Any], after: dict[Any, Any]) -> dict[str, Any]:
    cells = {str(name): _plain(str(name), value) for name, value in after.items()}
    return {name: value for name, value in cells.items() if value != _plain(name, before[name])}


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 - cells of any kind
    """Return a cell as the flat table has it; a text that was emptied is "", anything else is missing."""
    import pyarrow as pa

    kind = SCHEMA.field(name).type
    if value is None or pd.isna(value):
        return "" if pa.types.is_string(kind) else None
    if pa.types.is_date(kind):
        return pd.Timestamp(value).date()
    if pa.types.is_integer(kind):
        return int(value)
    return float(value) if pa.types.is_floating(kind) else str(value)


def _nullable(kind: Any) -> Any:  # noqa: ANN401 - types of two libraries
    import pyarrow as pa

    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def edit(workspace: Workspace, head: Version) -> None:
    """Let rows be corrected or dropped; what two editors changed at once is shown to both."""
    if head.about.kind != "rows":
        st.caption(tr("The rows of this data set are counted together, or kept elsewhere; they cannot be edited here."))
        return
    if settling.draw(workspace, head):
        return
    editing: Editing | None = st.session_state.get(_key(head))
    if editing is None or (editing.version.number != head.number and not editing.number):
        editing = st.session_state[_key(head)] = Editing(head)
    _tell_newer(workspace, editing, head)
    asked = st.text_input(tr("Find rows"), placeholder=tr("Place, actor, word"), key=f"find {head.dataset}").strip()
    _draw_table(workspace, editing, asked)
    _offer_saving(workspace, editing)


def _key(version: Version) -> str:
    return f"editing of {version.dataset}"


def _tell_newer(workspace: Workspace, editing: Editing, head: Version) -> None:
    """Say who saved since the rows were opened; edits stay as they are."""
    if editing.version.number == head.number:
        return
    newer = [one for one in workspace.history(head.dataset) if one.number > editing.version.number]
    told = "; ".join(f"{one.who or tr('somebody')}: {one.what}" for one in newer[-3:])
    said = tr("Since you opened these rows this was saved: {changes} Your edits are still here; saving brings both "
              "together.")  # fmt: skip
    st.info(plain(said.format(changes=told)))


def _draw_table(workspace: Workspace, editing: Editing, asked: str) -> None:
    key = f"edit {editing.version.dataset} {editing.version.number} {asked}"
    if asked != editing.asked:
        editing.look_up(workspace, asked)
        editing.put_in()
    elif key not in st.session_state:  # back from elsewhere: the table has forgotten what was done in it
        editing.put_in()
    if editing.rows.empty:
        st.caption(tr("No row has these words."))
        return
    changed = st.data_editor(
        editing.shown, hide_index=True, num_rows="delete", disabled=["id"], key=key, column_config=_columns(),
        width="stretch", placeholder="", alt=tr("rows of the data set"),
    )  # fmt: skip
    editing.take(changed)
    if editing.found > MOST_EDITED:
        said = tr("The first {number} of {total}; look for words to see others.")
        st.caption(said.format(number=MOST_EDITED, total=rows(editing.found)))


def _columns() -> dict[str, Any]:
    """Say how each column is called and what it takes."""
    told: dict[str, Any] = {name: st.column_config.TextColumn(heading(name)) for name in EDITABLE}
    told["id"] = st.column_config.TextColumn(heading("id"), pinned=True)
    for name in ("event_type", "place_precision", "date_precision"):
        codes = codes_of(name)
        told[name] = st.column_config.SelectboxColumn(
            heading(name), options=list(codes), format_func=_reader(codes), required=True
        )
    for name in ("first_day", "last_day"):
        told[name] = st.column_config.DateColumn(heading(name), format="YYYY-MM-DD", required=True)
    for name, most in (("latitude", 90), ("longitude", 180)):
        told[name] = st.column_config.NumberColumn(heading(name), format="%.5f", min_value=-most, max_value=most)
    for name in ("radius_m", *(f"{what}_{end}" for what in ("killed", "injured") for end in ("low", "best", "high"))):
        told[name] = st.column_config.NumberColumn(heading(name), min_value=0, max_value=MOST_NUMBER, step=1)
    return told


def _reader(codes: Mapping[str, str]) -> Callable[[object], str]:
    return lambda code: codes.get(str(code), str(code))


def _offer_saving(workspace: Workspace, editing: Editing) -> None:
    faults = _faults(workspace, editing)
    for fault in faults[:3]:
        st.error(plain(fault))
    said = [
        *([count(len(editing.cells), tr("row edited"), tr("rows edited"))] if editing.cells else []),
        *([count(len(editing.dropped), tr("row dropped"), tr("rows dropped"))] if editing.dropped else []),
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(tr("Save as a new version"), type="primary", disabled=not editing.number or bool(faults)):
            save(workspace, editing, f"{', '.join(said)}.")
        if st.button(tr("Give my edits up"), disabled=not editing.number):
            forget(editing.version)
            st.rerun()
        st.caption(f"{', '.join(said)}." if said else tr("Nothing is changed yet."))


def _faults(workspace: Workspace, editing: Editing) -> list[str]:
    """Say what cannot be saved: days that are no span, half a coordinate."""
    import pyarrow as pa
    import pyarrow.compute as pc

    watched = ("first_day", "last_day", *COORDINATES)
    touched = {one for one, cells in editing.cells.items() if cells.keys() & set(watched)}
    if not touched:
        return []
    before = workspace.read_rows(editing.version, ["id", *watched])
    told = []
    for row in before.filter(pc.is_in(before["id"], value_set=pa.array(sorted(touched)))).to_pylist():
        now = row | editing.cells[row["id"]]
        if now["last_day"] < now["first_day"]:
            told.append(tr('Row "{row}": the last day lies before the first.').format(row=row["id"]))
        if (now["latitude"] is None) != (now["longitude"] is None):
            told.append(tr('Row "{row}": latitude and longitude go together.').format(row=row["id"]))
    return told


def save(workspace: Workspace, editing: Editing, what: str) -> None:
    """Save the edits; where somebody else changed the same rows, both are shown next."""
    from geo.store.editing import EditConflictError

    opened, edits = editing.version, editing.edits
    try:
        workspace.edit(opened.dataset, opened.number, edits, keeping.who(), what)
    except EditConflictError as error:
        settling.put_off(workspace, settling.Unsettled(opened, edits, what, 0, error.conflicts))
        st.rerun()
    forget(opened)
    setchanges.done(tr("Saved as a new version."))


def forget(version: Version) -> None:
    """Open the rows anew."""
    editing: Editing | None = st.session_state.pop(_key(version), None)
    if editing is not None:
        for key in [key for key in st.session_state if str(key).startswith(f"edit {version.dataset} ")]:
            del st.session_state[key]
