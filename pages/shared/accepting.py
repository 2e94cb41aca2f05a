"""Accepted drafts as files: one table to look at, or the tables of a data set of one's own."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import streamlit as st

from gazetteer.outputs import csv_row
from gazetteer.readings import DRAFT_COLUMNS
from gazetteer.readings import draft_rows as flat_rows
from geo.drafts import TextSource, draft_rows
from geo.schema import SOURCES
from pages.shared.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.geoparse.reading import Draft, Reading
    from gazetteer.policy import NamePolicy

#: files of one archive carry this day, so that the same rows make the same bytes
_DAY = (1980, 1, 1, 0, 0, 0)


def offer(reading: Reading, edited: Sequence[tuple[Draft, bool]], policy: NamePolicy) -> None:
    """Offer the accepted drafts as files; without any, say that there are none yet."""
    reading = replace(reading, drafts=tuple(draft for draft, _ in edited))
    accepted = [position for position, (_, accept) in enumerate(edited) if accept]
    st.subheader("Accepted drafts", anchor=False)
    if not accepted:
        st.caption("None yet. Accepted drafts can be downloaded as rows of your own data set.")
        return
    source = _ask_source()
    one, several = st.columns(2)
    said = count(len(accepted), "accepted draft", "accepted drafts")
    one.download_button(
        f"{said}, one table (CSV)",
        lambda: as_table(reading, accepted, policy),
        "drafts.csv",
        "text/csv",
        on_click="ignore",
    )
    several.download_button(
        f"{said}, tables of a data set (ZIP)",
        lambda: as_tables(reading, accepted, source),
        "drafts.zip",
        "application/zip",
        on_click="ignore",
    )
    st.caption("Data sets of this atlas take the tables once every row has a day and a place.")


def _ask_source() -> TextSource:
    left, middle, right = st.columns(3)
    title = left.text_input("Title of the text", key="source title", max_chars=300)
    publisher = middle.text_input("Publisher", key="source publisher", max_chars=200)
    url = right.text_input("Address", key="source url", max_chars=500, placeholder="https://")
    kinds = SOURCES.column("kind").choices
    kind = left.selectbox("Kind of source", kinds, kinds.index("news"), key="source kind")
    identifier = re.sub(r"[^a-z0-9]+", "_", f"{publisher} {title}".casefold())[:40].strip("_") or "text"
    if not (title.strip() and publisher.strip()):
        st.caption("A figure without a source cannot stand in a data set: name title and publisher.")
    return TextSource(identifier, title.strip() or "[untitled]", publisher.strip() or "[not named]", kind=kind, url=url)


def as_table(reading: Reading, accepted: Sequence[int], policy: NamePolicy) -> bytes:
    """Return the accepted drafts as one CSV file, a row for each."""
    rows = [row | {"status": "accepted"} for at, row in enumerate(flat_rows(reading, policy)) if at in accepted]
    return _csv([DRAFT_COLUMNS, *([row[name] for name in DRAFT_COLUMNS] for row in rows)])


def as_tables(reading: Reading, accepted: Sequence[int], source: TextSource) -> bytes:
    """Return the accepted drafts as a ZIP archive of the data package's tables; empty ones are left out."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, table in draft_rows(reading, accepted, source).items():
            if len(table):
                lines = [list(table.columns), *table.to_numpy().tolist()]
                archive.writestr(ZipInfo(f"{name}.csv", _DAY), _csv(lines))
    return packed.getvalue()


def _csv(lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(csv_row(line) for line in lines)
    return text.getvalue().encode()
