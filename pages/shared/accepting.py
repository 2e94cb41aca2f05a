"""Accepted drafts as files: one table to look at, or the tables of a data set of one's own."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import streamlit as st

from gazetteer.outputs import csv_row
from gazetteer.readings import DRAFT_COLUMNS
from gazetteer.readings import draft_rows as flat_rows
from geo.drafts import TextSource, draft_rows
from geo.errors import StoreError
from geo.schema import SOURCES
from pages.shared import keeping, state
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.geoparse.reading import Draft, Reading
    from gazetteer.policy import NamePolicy

UNTITLED = "[untitled]"
#: files of one archive carry this day, so that the same rows make the same bytes
_DAY = (1980, 1, 1, 0, 0, 0)


def offer(reading: Reading, edited: Sequence[tuple[Draft, bool]], policy: NamePolicy) -> None:
    """Offer the accepted drafts as files; without any, say that there are none yet."""
    reading = replace(reading, drafts=tuple(draft for draft, _ in edited))
    accepted = [position for position, (_, accept) in enumerate(edited) if accept]
    st.subheader("Accepted drafts", anchor=False)
    keeping.tell()
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
    _offer_keeping(reading, accepted, source)


def _offer_keeping(reading: Reading, accepted: Sequence[int], source: TextSource) -> None:
    """Offer to keep the accepted drafts in the workspace; name those that have no day or no place."""
    from pyarrow.parquet import write_table

    from geo.store.drafted import flat_drafts

    table, left = flat_drafts(reading, accepted, source, state.atlas().material.gazetteer)
    if left:
        said = tr("Without a day or a place, so not kept: {titles}. Fill them in above.")
        st.info(plain(said.format(titles="; ".join(left))))
    if not len(table):
        return
    title = source.title if source.title != UNTITLED else tr("Accepted drafts")
    with TemporaryDirectory(prefix="atlas-drafts-") as folder:
        path = Path(folder) / "incidents.parquet"
        rows = keeping.Rows(path, len(table), tr("a text: {title}").format(title=title))
        asked = keeping.ask(rows, title[:80], f"drafts {title}")
        if asked is None:
            return
        write_table(table, path)
        try:
            version = keeping.keep(rows, asked)
        except StoreError as error:
            st.error(plain(str(error)))
            return
    keeping.done(version)


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
    return TextSource(identifier, title.strip() or UNTITLED, publisher.strip() or "[not named]", kind=kind, url=url)


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
