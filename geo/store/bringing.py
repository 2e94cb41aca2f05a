"""A file of one's own becomes a data set of the workspace, on a terminal."""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from geo.commandline import check_folder, say
from geo.errors import ReadingError
from geo.formats.reading.model import Choices, DateOrder, Layout
from geo.store.changes import Known
from geo.store.remembering import recall, remember
from geo.store.terminal import checked_server, checked_table, is_server, progress, who
from geo.store.versions import USUAL_COVERAGE, About, Kind
from geo.store.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from geo.formats.reading.model import Look, Outcome, PlaceQuestion
    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: what people call a column -> its name in the flat table
SHORT = {"date": "first_day", "end_date": "last_day", "place": "place_as_written", "type": "event_type",
         "killed": "killed_best", "injured": "injured_best"}  # fmt: skip
SIGNS = {"tab": "\t", "\\t": "\t"}
MOST_TOLD = 10


def bring(asked: argparse.Namespace) -> None:
    """Bring a file in, or name a table of PostgreSQL."""
    workspace = open_workspace(asked.workspace)
    if is_server(asked.file):
        head = _name_table(workspace, asked)
        sys.stdout.write(f"{head.dataset}\n")
        return
    if asked.rejected is not None:
        check_folder(asked.rejected)
    if asked.into:
        workspace.head(asked.into)
    with tempfile.TemporaryDirectory(prefix="atlas-import-") as place:
        look, choices, outcome = _read(workspace, asked, Path(place))
        _tell_outcome(outcome)
        if asked.rejected is not None:
            shutil.copyfile(outcome.rejections, asked.rejected)
        if not outcome.accepted:
            raise ReadingError(f"{look.name}: no row was accepted, so nothing is kept; the reasons are above.")
        head = _keep(workspace, asked, look, outcome)
        if look.layout is Layout.TABLE:
            remember(workspace, look.header, choices)
    sys.stdout.write(f"{head.dataset}\n")


def _name_table(workspace: Workspace, asked: argparse.Namespace) -> Version:
    """Make a table of PostgreSQL a data set; its rows stay where they are, and are counted now."""
    from geo.engine.engines import open_flat

    table = checked_table(asked.table)
    server = checked_server(asked.file)
    address = f"{server}{'&' if '?' in server else '?'}table={table}"
    tally = open_flat({"table": address})
    try:
        total, days = tally.total, tally.extent().days
    finally:
        tally.close()
    first, last = days or (None, None)
    about = About(
        asked.title or table, colour=1 + len(workspace.datasets()), coverage=asked.coverage or USUAL_COVERAGE,
        licence=asked.licence, accepted=total, first_day=first, last_day=last, kind=Kind.TABLE, address=address,
        table=table,
    )  # fmt: skip
    return workspace.create(None, about, who(asked), f"Named the table {table}.")


def _read(workspace: Workspace, asked: argparse.Namespace, place: Path) -> tuple[Look, Choices, Outcome]:
    """Look at the file, decide what was asked or decided before for such a file, and read it."""
    from gazetteer.resolve import open_gazetteer
    from geo.formats.reading.importing import read_incidents
    from geo.formats.reading.recognising import look

    path, tell = Path(asked.file), progress()
    if not path.is_file():
        raise ReadingError(f"There is no file {asked.file}; check its name.")
    given = _choices(asked)
    seen = look(path, path.name, given)
    for sentence in seen.notes:
        say(sentence)
    known = recall(workspace, seen.header) if seen.layout is Layout.TABLE else None
    choices = given if known is None else _over(known, given)
    if known is not None:
        say("The columns are taken as they were for the last file with the same header; --map changes that.")
    return seen, choices, read_incidents(path, seen, choices, open_gazetteer(asked.data), place, tell)


def _choices(asked: argparse.Namespace) -> Choices:
    pairs = [pair.partition("=") for pair in asked.mapping]
    for meaning, equals, _ in pairs:
        if not equals:
            raise ReadingError(f'"{meaning[:40]}" is no MEANING=COLUMN; write for example --map date=Datum.')
    return Choices(
        encoding=asked.encoding,
        delimiter=SIGNS.get(asked.delimiter, asked.delimiter),
        part=asked.part,
        layout=Layout(asked.layout) if asked.layout else None,
        mapping={_meaning(meaning.strip()): column for meaning, _, column in pairs},
        date_order=DateOrder(asked.date_order) if asked.date_order else None,
        swap_coordinates=asked.swap,
        event_type=asked.type,
    )


def _meaning(word: str) -> str:
    from geo.formats.reading.mapping import MAPPABLE

    meaning = SHORT.get(word, word)
    if meaning not in MAPPABLE:
        raise ReadingError(f'A column cannot mean "{word[:40]}"; choose one of: {", ".join([*SHORT, *MAPPABLE])}.')
    return meaning


def _over(known: Choices, given: Choices) -> Choices:
    """Return what is given now over what was decided before."""
    return replace(
        known,
        encoding=given.encoding,
        delimiter=given.delimiter,
        part=given.part,
        layout=given.layout or known.layout,
        mapping={**known.mapping, **given.mapping},
        date_order=given.date_order or known.date_order,
        swap_coordinates=given.swap_coordinates or known.swap_coordinates,
        event_type=given.event_type or known.event_type,
    )


def _keep(workspace: Workspace, asked: argparse.Namespace, look: Look, outcome: Outcome) -> Version:
    what, whoever = f"{outcome.accepted} rows from {look.name}.", who(asked)
    said = {name: getattr(asked, name) for name in ("title", "coverage", "licence") if getattr(asked, name)}
    fresh = About(
        Path(look.name).stem, layout=look.layout.value, source_file=look.name, accepted=outcome.accepted,
        rejected=outcome.rejected,
    )  # fmt: skip
    if not asked.into:
        about = replace(fresh, **said, colour=1 + len(workspace.datasets()))
        return workspace.create(outcome.incidents, about, whoever, what, outcome.rejections)
    head = workspace.head(asked.into)
    if asked.replace:
        words = {"title": head.about.title, "coverage": head.about.coverage, "licence": head.about.licence, **said}
        about = replace(fresh, **words, colour=head.about.colour)
        what = f"Replaced by {what}"
        return workspace.replace(asked.into, head.number, outcome.incidents, about, whoever, what, outcome.rejections)
    return workspace.append_rows(
        asked.into, head.number, pq.read_table(outcome.incidents), whoever, f"Added {what}", Known(asked.known),
        outcome.rejections if outcome.rejected else None, outcome.rejected,
    )  # fmt: skip


def _tell_outcome(outcome: Outcome) -> None:
    for sentence in outcome.notes:
        say(sentence)
    say(f"{outcome.rows} rows: {outcome.accepted} accepted, {outcome.rejected} rejected.")
    for (column, reason), count in _reasons(outcome.rejections).most_common(MOST_TOLD):
        say(
            f'{count} rejected, column "{column}": the cell {reason}'
            if column
            else f"{count} rejected: the row {reason}"
        )
    for question in outcome.questions[:MOST_TOLD]:
        say(_asked_back(question))
    if len(outcome.questions) > MOST_TOLD:
        say(f"{len(outcome.questions) - MOST_TOLD} more places are open.")


def _reasons(rejections: Path) -> Counter[tuple[str, str]]:
    """Count why rows were not accepted; a row with several faults counts for each."""
    with rejections.open(encoding="utf-8-sig", newline="") as file:
        return Counter((row["column"], row["reason"]) for row in csv.DictReader(file))


def _asked_back(question: PlaceQuestion) -> str:
    candidates = ", ".join(" / ".join(dict.fromkeys((one.name_sq, one.name_sr_latn))) for one in question.places[:3])
    hint = f" ({question.hint})" if question.hint else ""
    meant = f" It may be: {candidates}." if candidates else ""
    rows = "1 row" if question.rows == 1 else f"{question.rows} rows"
    return f'Open in {rows}: which place is "{question.text}"{hint}? ({question.reason}){meant}'
