"""A file becomes incidents on the disk: read, understood, checked, placed, written, batch by batch.

Nothing is lost: accepted rows + rejected rows = rows of the file. A row with several faults is one rejected row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo.errors import ReadingError
from geo.formats.reading.ahead import ahead
from geo.formats.reading.checking import Checking, by_row, check_columns, column_names, fault_repeats
from geo.formats.reading.completing import completed, finished
from geo.formats.reading.landing import INCIDENTS, REJECTIONS, Landing, as_written, disk, landing, original_columns
from geo.formats.reading.model import Batch, Layout, Opened, Outcome
from geo.formats.reading.own_files import as_they_were, says_so
from geo.formats.reading.placing import Places, place_rows
from geo.formats.reading.questions import Open, looks_open, native_order, open_questions
from geo.formats.reading.repeats import Repeats
from geo.formats.reading.swaps import Swaps
from geo.formats.reading.table import table_converter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from gazetteer.resolve import Gazetteer
    from geo.formats.reading.model import Broken, Choices, Converted, Look, Tell

    Converter = Callable[[Batch, tuple[str, ...], Choices], Converted]

#: pieces that are read before those before them are written
_AHEAD = 2


def read_incidents(  # noqa: PLR0913, PLR0917 (a file, what is known of it, and where it goes)
    path: Path, look: Look, choices: Choices, gazetteer: Gazetteer, folder: Path, tell: Tell, today: date | None = None
) -> Outcome:
    """Read a file into a folder.

    Parameters
    ----------
    path
        The file.
    look
        What was found out about it.
    choices
        What its owner decided.
    gazetteer
        Where places are looked up.
    folder
        Where `incidents.parquet` and `rejections.csv` are written.
    tell
        Told how far the work is; it may raise `CancelledError`, and then nothing is left.
    today
        Dates after the day after it are rejected; by default the day of the clock.

    Raises
    ------
    ReadingError
        If the file cannot be read at all, or not before its owner decides something.
    CancelledError
        If `tell` raises it.
    StoreError
        If the folder cannot be written.
    """
    from geo.formats.reading.layouts import converter
    from geo.formats.reading.recognising import open_rows

    layout = choices.layout or look.layout
    if layout is Layout.PACKAGE:
        from geo.formats.reading.packaged import read_package

        return read_package(path, look, gazetteer, folder, tell)
    chosen = replace(choices, layout=layout)
    ours = layout is Layout.FLAT or says_so(layout, look.header, look.first_rows)
    if layout is Layout.TABLE:
        tell(0.0, "Looking at the columns")
        settled = _settled(path, look, chosen, tell)
        chosen = replace(chosen, mapping=settled.mapping, date_order=chosen.date_order or settled.dates.order)
        convert = table_converter(settled.dates)
    else:
        chosen = replace(chosen, mapping={}, date_order=native_order(path, look, chosen, tell))
        convert = converter(layout, ours=ours)
    progress = _Progress(tell)
    opened = open_rows(path, look, chosen, progress.read)
    batches = as_they_were(opened.batches) if look.ours else opened.batches
    opened = Opened(opened.header, ahead(batches, _AHEAD))
    outcome = convert_rows(opened, convert, chosen, gazetteer, folder, progress.work, today, ours=ours)
    return replace(outcome, notes=(*look.notes, *outcome.notes))


def convert_rows(  # noqa: PLR0913, PLR0917 (the same, with rows in place of the file)
    opened: Opened, converter: Converter, choices: Choices, gazetteer: Gazetteer, folder: Path, tell: Tell,
    today: date | None = None, *, ours: bool = False,
) -> Outcome:  # fmt: skip
    """Convert, check, place and write rows.

    Parameters
    ----------
    opened
        The rows as written.
    converter
        What they mean in columns of the flat table.
    choices
        What the owner decided; with `layout` FLAT columns of our own come back as they are.
    gazetteer, folder, today
        As for `read_incidents`.
    tell
        Told what is done; how much of it only the reader of the file knows, so it is told 0.
    ours
        Whether the rows were written here: those that are no point are not looked up a second time.

    Raises
    ------
    CancelledError, StoreError
        As for `read_incidents`; then nothing is left in the folder.
    """
    originals = original_columns(opened.header, choices.layout)
    day = today or datetime.now(UTC).date()
    places, names = Places(gazetteer, choices, ours), column_names(opened.header, choices)
    work = _Work(
        opened.header, converter, choices, originals, day, tell, places, Swaps(gazetteer), names,
    )  # fmt: skip
    places.pulse = lambda: work.told("rows read; looking up places")
    try:
        with landing(folder, tuple(originals)) as landed:
            for piece in opened.batches:
                work.told("rows read")
                with disk(folder):
                    work.take(piece, landed)
            work.told("rows written")
    finally:
        close = getattr(opened.batches, "close", None)
        if close is not None:
            close()
    return Outcome(
        work.rows, work.accepted, work.rows - work.accepted, folder / INCIDENTS, folder / REJECTIONS,
        work.places.questions(), (),
    )  # fmt: skip


@dataclass(slots=True)
class _Progress:
    """How much of a file is read, for those who say what else is done."""

    tell: Tell
    done: float = 0.0

    def read(self, done: float, _words: str) -> None:
        """Take down how much is read; that is done ahead, and who is told wants to be told in turn."""
        self.done = done

    def work(self, _: float, words: str) -> None:
        self.tell(self.done, words)


@dataclass(slots=True)
class _Work:
    """The rows of one file while they are read."""

    header: tuple[str, ...]
    converter: Converter
    choices: Choices
    originals: Mapping[str, int]
    today: date
    tell: Tell
    places: Places
    swaps: Swaps
    names: Mapping[str, str]
    repeats: Repeats = field(default_factory=Repeats)
    rows: int = 0
    accepted: int = 0

    def told(self, words: str) -> None:
        """Say how far the work is; whoever is told may stop it."""
        self.tell(0.0, f"{self.rows:,} {words}")

    def take(self, piece: Batch | Broken, landed: Landing) -> None:
        """Bring some rows to where they belong."""
        if isinstance(piece, Batch):
            self._take_rows(piece, landed)
        else:
            landed.reject(piece.row, piece.line, [("", piece.text, piece.reason)], piece.text)
            self.rows += 1

    def _take_rows(self, batch: Batch, landed: Landing) -> None:
        count = batch.cells.num_rows
        if not count:
            return
        converted = self.converter(batch, self.header, self.choices)
        columns = completed(batch, converted, self.choices)
        faults = [*batch.faults, *converted.faults]
        checking = Checking(batch, self.header, self.names, columns, faults)
        check_columns(checking, self.today)
        self.swaps.find(checking)
        place_rows(checking, self.places, columns)
        fault_repeats(checking, self.repeats.find(columns["id"], batch.line, usable=~checking.faulty()))
        good = ~checking.faulty()
        self._reject(batch, checking, landed)
        if good.any():
            self._accept(batch, columns, good, landed)
        self.rows += count
        self.accepted += int(good.sum())

    def _accept(self, batch: Batch, columns: dict[str, pa.Array], good: NDArray[np.bool_], landed: Landing) -> None:
        written = {name: batch.cells.column(at) for name, at in self.originals.items()}
        row = batch.row
        if not good.all():
            chosen = pa.array(np.flatnonzero(good))
            columns = {name: column.take(chosen) for name, column in columns.items()}
            written = {name: column.take(chosen) for name, column in written.items()}
            row = row[good]
        landed.accept({**finished(columns, row), **written})

    def _reject(self, batch: Batch, checking: Checking, landed: Landing) -> None:
        faulty = by_row(checking.faults)
        cells = batch.cells.take(pa.array(list(faulty), pa.int64())).columns
        rows = zip(*(column.to_pylist() for column in cells), strict=True) if cells else iter([()] * len(faulty))
        for (at, faults), written in zip(faulty.items(), rows, strict=True):
            told = [(fault.column, fault.value, fault.reason) for fault in faults]
            landed.reject(int(batch.row[at]), int(batch.line[at]), told, as_written(written))


def _settled(path: Path, look: Look, choices: Choices, tell: Tell) -> Open:
    """Return the mapping and what the dates say, or say what has to be decided first."""
    settled = open_questions(look, choices)
    if choices.date_order is None and looks_open(look, settled.mapping):
        settled = open_questions(look, choices, path, tell)
    if settled.sentences:
        raise ReadingError(f"{look.name}: {' '.join(settled.sentences)}")
    return settled
