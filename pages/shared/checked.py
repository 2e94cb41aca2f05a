"""What became of the rows of a file: those that are accepted, those that are not and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.errors import StoreError
from geo.formats.reading.model import Layout
from pages.shared import bringing, deciding, keeping, panels, working
from pages.shared.flatwords import cell, heading, rows, shortened
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from pathlib import Path

    from geo.formats.reading.model import Outcome
    from geo.formats.reading.questions import Open
    from pages.shared.bringing import Brought

MOST_SHOWN = 50
MOST_REASONS = 8
MOST_ROWS = 12  # of a table without a scroll bar
SHOWN = ("first_day", "last_day", "title", "event_type", "place_as_written", "place_precision", "latitude", "longitude",
         "killed_best", "injured_best", "source", "id")  # fmt: skip


def check(brought: Brought, found: Open) -> None:
    """Offer to check the rows; while that goes on, show how far it is."""
    work = brought.work
    if work is not None and not work.is_over:
        working.show(work)
        return
    for sentence in found.sentences:
        st.warning(plain(sentence))
    fresh = brought.is_current and brought.outcome is not None
    if st.button(tr("Check the rows"), type="secondary" if fresh else "primary", disabled=bool(found.sentences)):
        bringing.begin(brought)
        st.rerun()
    fault = None if work is None or not brought.is_current else work.fault
    if fault is not None:
        working.say_fault(fault)


def show(brought: Brought, outcome: Outcome) -> None:
    """Show what became of the rows, and let both parts be taken away."""
    accepted = count(outcome.accepted, tr("row is accepted"), tr("rows are accepted"))
    rejected = count(outcome.rejected, tr("row is not"), tr("rows are not"))
    said = tr("{rows} in the file: {accepted}, {rejected}.")
    said = plain(said.format(rows=rows(outcome.rows), accepted=accepted, rejected=rejected))
    (st.success if not outcome.rejected else st.warning if outcome.accepted else st.error)(said)
    notes = [note for note in outcome.notes if note not in brought.look.notes]
    if notes:
        st.info("  \n".join(map(plain, notes)))
    deciding.ask(brought, outcome)
    if outcome.accepted:
        st.subheader(tr("Accepted"), anchor=False)
        panels.show_table(_accepted(outcome), tr("accepted rows"))
        _first_only(outcome.accepted)
        _offer(tr("Accepted rows (GeoParquet)"), outcome.incidents)
    if outcome.rejected:
        st.subheader(tr("Not accepted"), anchor=False)
        show_rejected(outcome.rejections)
        _offer(tr("Rows that are not accepted, with the reasons (CSV)"), outcome.rejections)


def _first_only(number: int) -> None:
    if number > MOST_SHOWN:
        said = tr("The first {number} of {total}; the file below has all of them.")
        st.caption(said.format(number=MOST_SHOWN, total=f"{number:,}"))


def _accepted(outcome: Outcome) -> pd.DataFrame:
    """Return the first accepted rows as a reader sees them."""
    from pyarrow import parquet

    with parquet.ParquetFile(outcome.incidents) as file:
        batch = next(file.iter_batches(MOST_SHOWN, columns=list(SHOWN)), None)
    told = [] if batch is None else batch.to_pylist()
    numbers = ("latitude", "longitude", "killed_best", "injured_best")
    return pd.DataFrame(
        [{heading(name): row[name] if name in numbers else cell(name, row[name]) for name in SHOWN} for row in told]
    )


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that were not accepted: how often each column and reason stands, the first rows, and how many there are."""

    reasons: tuple[tuple[str, str, int], ...]
    first: pd.DataFrame
    rows: int


@lru_cache(maxsize=8)
def _rejected(path: Path, stamp: int) -> Rejected:
    del stamp  # only part of the key
    read = pd.read_csv(path, dtype="str", keep_default_na=False, usecols=["row", "line", "column", "value", "reason"])
    once = read.drop_duplicates(["row", "column", "reason"])
    counted = Counter(zip(once["column"], once["reason"], strict=True))
    reasons = tuple((column, reason, number) for (column, reason), number in counted.most_common())
    return Rejected(reasons, read.head(MOST_SHOWN), read["row"].nunique())


def count_rejected(path: Path) -> int:
    """Return how many rows were not accepted."""
    return _rejected(path, path.stat().st_mtime_ns).rows


def show_rejected(path: Path) -> None:
    """Show the reasons why rows are not accepted, most frequent first, and the first of the rows.

    Parameters
    ----------
    path
        CSV as `geo.formats.reading.landing` writes it.
    """
    told = _rejected(path, path.stat().st_mtime_ns)
    lines = [
        f"- **{rows(number)}**{', ' + plain(shortened(column)) if column else ''}: {plain(reason)}"
        for column, reason, number in told.reasons[:MOST_REASONS]
    ]
    st.markdown("\n".join(lines))
    if len(told.reasons) > MOST_REASONS:
        st.caption(count(len(told.reasons) - MOST_REASONS, tr("further reason"), tr("further reasons")))
    first = told.first.assign(row=told.first["line"]).drop(columns="line")
    names = {"row": tr("Line"), "column": tr("Column"), "value": tr("Cell"), "reason": tr("Why")}
    widths = {tr("Line"): 60, tr("Column"): 120, tr("Cell"): 150, tr("Why"): 600}
    columns = {name: st.column_config.Column(width=width) for name, width in widths.items()}
    st.dataframe(first.rename(columns=names), hide_index=True, height="content" if len(first) <= MOST_ROWS else "auto",
                 column_config=columns, alt=tr("rows that are not accepted"))  # fmt: skip
    _first_only(told.rows)


def _offer(label: str, path: Path) -> None:
    name = "accepted.parquet" if path.suffix == ".parquet" else "not-accepted.csv"
    st.download_button(label, path.read_bytes, name, on_click="ignore", icon=":material/download:", key=f"take {name}")


def keep(brought: Brought, outcome: Outcome) -> None:
    """Ask how the accepted rows are to be kept, and keep them; what was decided counts for the next such file."""
    from geo.store.remembering import remember
    from geo.store.workspace import open_workspace

    if not outcome.accepted:
        return
    rows_to_keep = keeping.Rows(
        outcome.incidents, outcome.accepted, brought.name, brought.look.layout.value,
        outcome.rejections if outcome.rejected else None, outcome.rejected,
    )  # fmt: skip
    stem = brought.name.rsplit(".", 1)[0].replace("_", " ").strip()[:80]
    asked = keeping.ask(rows_to_keep, stem, brought.file_id, disabled=not brought.is_current)
    if asked is None:
        return
    try:
        with st.spinner(tr("Keeping the rows ...")):
            if brought.look.layout is Layout.TABLE:
                remember(open_workspace(), brought.look.header, brought.decided)
            version = keeping.keep(rows_to_keep, asked)
    except StoreError as error:
        st.error(plain(str(error)))
        return
    bringing.put_aside()
    keeping.done(version)
