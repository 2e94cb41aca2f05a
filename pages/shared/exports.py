"""How the shown rows leave the page Table: at once where they are few, else written beside the page."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from geo.notices import Origin
from geo.views import to_query
from pages.shared import link, working
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.formats import Form
    from geo.views import View
    from pages.shared.downloads import Download
    from pages.shared.large import Large
    from pages.shared.working import Tell, Work

#: what a file is called while it waits to be downloaded
WRITTEN = "written"
_WRITING = "the file of shown rows that is being written"
#: the variable that tells under which address everybody reaches this atlas
ADDRESS_VARIABLE = "ATLAS_ADDRESS"
#: how much of the work is done when the rows are gathered
GATHERED = 0.4


def address() -> str:
    """Return the link of the view; without an address of the atlas only what stands behind it."""
    return f"{os.environ.get(ADDRESS_VARIABLE, '')}?{to_query(link.told_now())}"


def offer(files: Sequence[Download]) -> None:
    """Offer the usual forms as buttons; the others behind one more, each with what it cannot hold of the rows."""
    for file in files:
        if not file.more:
            _button(file)
    others = {file.label: file for file in files if file.more}
    with st.popover(tr("More formats")):
        chosen = st.selectbox(tr("Format"), list(others), index=None, placeholder=tr("Choose a format"), key="format")
        if chosen:
            losses = others[chosen].losses()
            for sentence in losses or (tr("This format holds everything of these rows."),):
                st.caption(plain(sentence))
            _button(others[chosen])


def _button(file: Download) -> None:
    st.download_button(
        file.label, file.write, file.name, file.media_type, on_click="ignore", icon=":material/download:"
    )


@dataclass(slots=True, weakref_slot=True, eq=False)
class Writing:
    """A file that is being written; it is gone when nobody looks at it any more."""

    asked: object
    path: Path
    work: Work[tuple[str, ...]]

    def give_up(self) -> None:
        """Stop the work; what it has written is deleted when it has ended."""
        self.work.stop.set()


def write_rows(large: Large, view: View, number: int) -> None:
    """Ask for a form, write the shown rows (`number` of them) beside the page, and offer the file."""
    from geo.formats import FORMS, Form
    from geo.formats.flat_losses import MAX_ROWS

    forms = [form for form, declared in FORMS.items() if declared.own]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            tr("Download these rows as"), forms, format_func=lambda one: FORMS[one].label, key="form", width=220
        )
        if form is Form.XLSX and number > MAX_ROWS:
            _drop()
            st.warning(
                f"A sheet of a workbook holds {MAX_ROWS:,} rows, and there are {number:,}. Take CSV or GeoParquet, or "
                "narrow the filters or the time window."
            )
            return
        asked = (large.map_version, view.filters, view.window, form)
        writing: Writing | None = st.session_state.get(_WRITING)
        if writing is None or writing.asked != asked:
            _drop()
            if st.button(tr("Write the file"), icon=":material/edit_document:"):
                st.session_state[_WRITING] = _begin(large, view, form, asked)
                st.rerun()
            return
        if writing.work.is_over:
            _offer_written(writing, form, view)
    if writing.work.is_over:
        _say_losses(writing)
    else:
        working.show(writing.work)


def _offer_written(writing: Writing, form: Form, view: View) -> None:
    """Offer a file that is written."""
    from geo.formats import FORMS, download_name

    if writing.work.result is None:
        return
    declared = FORMS[form]
    st.download_button(
        f"{tr('Download')} ({_say_size(writing.path.stat().st_size)})", writing.path.read_bytes,
        download_name(declared.extension, view.window, view.policy), declared.media_type, type="primary",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _say_losses(writing: Writing) -> None:
    """Say what a form cannot hold of the rows, or why there is no file."""
    if writing.work.fault is not None:
        working.say_fault(writing.work.fault)
        return
    for sentence in writing.work.result or (tr("Nothing is lost in this form: reading it back gives the same rows."),):
        st.caption(plain(sentence))


def _say_size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} kB"  # noqa: PLR2004 - bytes


def _drop() -> None:
    """Give up the file that was asked for before."""
    writing: Writing | None = st.session_state.pop(_WRITING, None)
    if writing is not None:
        writing.give_up()


def _begin(large: Large, view: View, form: Form, asked: object) -> Writing:
    folder = Path(tempfile.mkdtemp(prefix="atlas-rows-"))
    about = _about(large, view)
    task = partial(write, large, view, form, folder, about)
    writing = Writing(asked, folder / WRITTEN, working.begin(task))
    finalize(writing, _remove, folder, writing.work)
    return writing


def _remove(folder: Path, work: Work[tuple[str, ...]]) -> None:
    """Delete a folder as soon as nobody writes into it any more."""
    work.stop.set()
    work.future.add_done_callback(lambda _: shutil.rmtree(folder, ignore_errors=True))


def _about(large: Large, view: View) -> dict[str, str]:
    """Say what the rows are; every file that has room for it bears this."""
    from geo.dates import say_window
    from geo.filters import say_filters

    sets = large.selection.sets
    return {
        "Title": "; ".join(one.title for one in sets),
        "Window": say_window(view.window),
        "Filters": say_filters(view.filters, view.window),
        "Coverage": large.coverage,
        "Licence": "; ".join(Origin(one.title, one.licence).credit() for one in sets),
        "Link": address(),
    }


def write(large: Large, view: View, form: Form, folder: Path, about: dict[str, str], tell: Tell) -> tuple[str, ...]:
    """Write all shown rows into a folder, and return what the form cannot hold of them."""
    from geo.formats import flat_writers

    number = large.tally.shown(view.filters, view.window).shown
    table = gathered(large, view, folder, lambda done: tell(GATHERED * done / max(number, 1), "reading the rows"))
    try:
        return flat_writers.write(
            table, {"Rows": f"{table.num_rows:,}", **about}, form, folder / WRITTEN,
            lambda done, words: tell(GATHERED + (1 - GATHERED) * done, words),
        )  # fmt: skip
    finally:
        for part in folder.glob("*.arrow"):
            part.unlink()


def gathered(large: Large, view: View, folder: Path, tell: Callable[[int], None]) -> pa.Table:
    """Return all shown rows as one flat table; it lies in files of a folder, so that a million of them fit.

    Of several data sets each row says which it is of, and its id has the data set in front, as on the map.
    """
    parts: list[pa.Table] = []
    done = 0
    batches = (batch for batch in large.tally.batches(view.filters, view.window) if batch.num_rows)
    for dataset, some in groupby(batches, key=lambda batch: batch["dataset"][0].as_py()):
        path = folder / f"{len(parts)}.arrow"
        first = next(some)
        with pa.OSFile(str(path), "wb") as target, pa.ipc.new_file(target, first.schema) as writer:
            for batch in chain((first,), some):
                writer.write_batch(batch)
                done += batch.num_rows
                tell(done)
        part = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        parts.append(_named(part, dataset) if len(large.titles) > 1 else part.drop_columns(["dataset", "row"]))
    return pa.concat_tables(parts, promote_options="default")


def _named(part: pa.Table, dataset: str) -> pa.Table:
    """Put the data set in front of the ids, and itself behind the other columns."""
    ids = pc.binary_join_element_wise(dataset, part["id"], ".")
    whole = part.set_column(part.schema.get_field_index("id"), "id", ids)
    return whole.select([*(name for name in whole.column_names if name not in ("dataset", "row")), "dataset"])
