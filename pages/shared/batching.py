"""A table of names looked up at once: a CSV file in, the same rows with places beside them out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from gazetteer.errors import InputError
from gazetteer.outputs import csv_row
from gazetteer.tables.batch import ADDED, Resolver, Tally, resolve_table
from gazetteer.tables.csvtable import open_table
from gazetteer.tables.hinting import HintColumns
from pages.shared import panels
from pages.shared.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.policy import NamePolicy
    from gazetteer.resolve import Gazetteer

NONE = "None"
#: words of a column name that suggest that it holds places
LIKELY = ("toponym", "place", "location", "vend", "mesto", "место", "town", "village", "settlement", "name")
#: rows between two steps of the progress bar
STRIDE = 500
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """A table with its answers: the file to download, what came out, and the rows that a person should look at."""

    content: bytes
    tally: Tally
    open_rows: pd.DataFrame


def draw(gazetteer: Gazetteer, policy: NamePolicy) -> None:
    """Ask for a file and its column of names, look them up and offer the result."""
    upload = st.file_uploader("A CSV file with a column of place names", type=["csv", "tsv", "txt"])
    if upload is None:
        st.caption(
            "Every column and row of your file comes back as it is, with latitude, longitude, the place, a score and "
            "the reason beside it. Names that fit several places are left open, with the candidates named. Nothing "
            "leaves this computer."
        )
        return
    try:
        header = open_table(io.BytesIO(upload.getvalue()), upload.name).header
        asked = _ask(header)
        key = (upload.file_id, asked, policy)
        if st.button("Look up all names"):
            st.session_state["batch"] = (key, answer(upload.getvalue(), upload.name, asked, gazetteer, policy))
    except InputError as error:
        st.error(plain(str(error)))
        return
    done = st.session_state.get("batch")
    if done and done[0] == key:
        _show(done[1], upload.name)


def _ask(header: Sequence[str]) -> tuple[str, HintColumns]:
    columns = list(dict.fromkeys(header))
    guess = next((at for word in LIKELY for at, name in enumerate(columns) if word in name.casefold()), 0)
    column = st.selectbox("Column with the place names", columns, index=guess)
    with st.expander("Columns that say more about the place (optional)"):
        asked = {}
        for (name, label), part in zip(_HINTS.items(), st.columns(3) * 2, strict=True):
            chosen = part.selectbox(label, [NONE, *columns], key=f"batch {name}")
            asked[name] = None if chosen == NONE else chosen
    return column, HintColumns(**asked)


_HINTS = {
    "country": "Country", "municipality": "Municipality", "feature_class": "Feature class (GeoNames)",
    "latitude": "Latitude of a point nearby", "longitude": "Longitude of a point nearby", "date": "Date",
}  # fmt: skip


def answer(
    content: bytes, name: str, asked: tuple[str, HintColumns], gazetteer: Gazetteer, policy: NamePolicy
) -> Answered:
    """Look up every row of a CSV file.

    Raises
    ------
    InputError
        If the file cannot be read; the sentence says where and what to do.
    """
    column, hints = asked
    table, tally = open_table(io.BytesIO(content), name, (column, *hints.names())), Tally()
    lines = sum(1 for _ in io.BytesIO(content))
    bar = st.progress(0.0, "Looking up the names ...")

    def step(rows: int) -> None:
        if rows % STRIDE == 0:
            bar.progress(min(1.0, rows / max(1, lines)), f"{rows:,} rows looked up ...")

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=table.separator, lineterminator=table.line_end)
    unclear: list[list[object]] = []
    width, place = len(table.header), table.position(column)
    for number, row in enumerate(resolve_table(table, column, Resolver(gazetteer, policy), hints, tally, step)):
        writer.writerow(csv_row(row, kept=width))
        found = dict(zip(ADDED, row[width : width + len(ADDED)], strict=True))
        if number and found["status"] != "resolved" and len(unclear) < MOST_SHOWN:
            unclear.append([number, row[place], found["status"], found["reason"], found["candidates"] or ""])
    bar.empty()
    told = pd.DataFrame(unclear, columns=["Row", "As written", "Status", "Why", "Candidates"])
    return Answered(text.getvalue().encode("utf-8-sig"), tally, told)


def _show(answered: Answered, name: str) -> None:
    st.success(plain(f"{answered.tally.sentence()}."))
    st.download_button(
        "Download the table with places",
        answered.content,
        f"{PurePath(name).stem}-places.csv",
        "text/csv",
        on_click="ignore",
    )
    if not answered.open_rows.empty:
        st.subheader("Rows that a person should look at", anchor=False)
        panels.show_table(answered.open_rows, "rows that are ambiguous or unknown")
        if len(answered.open_rows) == MOST_SHOWN:
            st.caption(f"The first {MOST_SHOWN}; all of them are in the file.")
