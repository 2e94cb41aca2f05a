"""What a change makes of the last version of a data set; it is made anew where somebody else was faster."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import StoreConflictError, StoreError
from geo.store.editing import EditConflictError, Edits, RowConflict, edited
from geo.store.flat import FREE_ID, aligned, check_flat, extent, schema_of, union
from geo.store.keeping import Draft, as_file
from geo.store.versions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from geo.store.versions import About, Version

    Read = Callable[[Version], pa.Table]

#: what an owner says of a data set; the rest follows from its rows
WORDS = ("title", "colour", "coverage", "licence")


class Known(StrEnum):
    """What becomes of added rows whose id is in the data set already."""

    REFUSE = "refuse"
    SKIP = "skip"  # the row that is there stays
    REPLACE = "replace"  # the row that is added counts


def described(version: Version, rows: Path | None) -> Version:
    """Say of a version what its file holds: how many rows, and from which day to which if that is not said.

    Raises
    ------
    StoreError
        If the file does not hold what the version says.
    """
    about = version.about
    if rows is None:
        if about.kind is not Kind.TABLE:
            raise StoreError(f'"{about.title}" has no file of rows; only a table of PostgreSQL goes without.')
        return version
    if about.kind is Kind.ROWS:
        check_flat(rows)
    days = {"first_day", "last_day"} <= set(schema_of(rows).names)
    with pq.ParquetFile(rows) as file:
        count = file.metadata.num_rows
        if days and about.first_day is None:
            first, last = extent(file.read(["first_day", "last_day"]))
            about = replace(about, first_day=first, last_day=last)
    return replace(version, rows=count, about=about)


def unless_changed(base: int, draft: Draft, head: Version) -> Draft:
    """Refuse to put a whole file in the place of what somebody else saved since.

    Raises
    ------
    StoreConflictError
        If that is so.
    """
    if head.number != base:
        raise StoreConflictError(
            f'"{head.about.title}" was changed by {head.who or "somebody else"} since you opened it '
            f"(version {head.number}: {head.what}) Nothing of yours is lost; look at that version, then decide."
        )
    return draft


def with_words(before: Version, about: About, who: str, head: Version, *, keep_mine: bool) -> Draft:
    """Change what is said of a data set.

    Raises
    ------
    EditConflictError
        If somebody else said something else of the same since `before`.
    """
    _refuse_removed(head)
    was, now, mine = (_words(one) for one in (before.about, head.about, about))
    changed = {name: word for name, word in mine.items() if word != was[name]}
    both = {name for name, word in changed.items() if now[name] not in (was[name], word)}
    if both and not keep_mine:
        shown = ({name: words[name] for name in sorted(both)} for words in (was, now, mine))
        raise EditConflictError(
            f'What is said of "{head.about.title}" was changed by {head.who or "somebody else"} since you opened it. '
            "Nothing of yours is lost.",
            (RowConflict("", *shown),),
        )
    what = f"Changed: {', '.join(sorted(changed)) or 'nothing'}."
    return Draft(replace(head, who=who, what=what, about=replace(head.about, **changed)))  # type: ignore[arg-type]


def with_edits(
    read: Read, before: Version, edits: Edits, said: tuple[str, str], head: Version, *, keep_mine: bool
) -> Draft:
    """Apply edits to the rows of the last version; for errors see `editing.edited`."""
    _check_rows(head)
    rows = read(head)
    opened = rows if before.file == head.file else read(before)
    return _with_rows(head, edited(opened, rows, edits, keep_mine=keep_mine), said)


def with_appended(
    read: Read, table: pa.Table, said: tuple[str, str], known: Known, rejected: tuple[int, str], head: Version
) -> Draft:
    """Add rows to those of the last version.

    Parameters
    ----------
    read, table, said, head
        Reads rows of a version; the rows to add; who, and a sentence; the last version.
    known
        What becomes of rows whose id is there already.
    rejected
        How many rows were not accepted, and the name of the file that holds them.

    Raises
    ------
    StoreError
        If a row has an id that is there already and `known` does not say what to do, or the table does not fit.
    """
    _check_rows(head)
    rows = read(head)
    new = _with_free_ids(aligned(table, union(rows.schema, table.schema)))
    there = pc.is_in(new["id"], value_set=pc.unique(rows["id"]))
    count = pc.sum(there).as_py() or 0
    if count and known == Known.REFUSE:
        raise StoreError(
            f'{count} of the rows have ids that are in "{head.about.title}" already, '
            f'"{new["id"].filter(there)[0].as_py()}" for one; say whether these are to be skipped or replaced.'
        )
    if known == Known.REPLACE:
        rows = rows.filter(pc.invert(pc.is_in(rows["id"], value_set=pc.unique(new["id"].filter(there)))))
    elif count:
        new = new.filter(pc.invert(there))
    number, name = rejected
    about = replace(head.about, accepted=head.about.accepted + len(new), rejected=head.about.rejected + number)
    grown = replace(head, about=about, rejections=name or head.rejections)
    return _with_rows(grown, edited(rows, rows, Edits(added=new)), said)


def _with_rows(head: Version, table: pa.Table, said: tuple[str, str]) -> Draft:
    first, last = extent(table)
    who, what = said
    about = replace(head.about, first_day=first, last_day=last)
    return Draft(replace(head, who=who, what=what, rows=len(table), about=about), as_file(table))


def _with_free_ids(table: pa.Table) -> pa.Table:
    """Take ids away that a reader gave only because the file had none: they say nothing about which row is meant."""
    ids = pc.if_else(pc.match_substring_regex(table["id"], FREE_ID.pattern), "", table["id"])
    return table.set_column(table.schema.get_field_index("id"), table.schema.field("id"), ids)


def _words(about: About) -> Mapping[str, str | int]:
    return {name: getattr(about, name) for name in WORDS}


def _check_rows(head: Version) -> None:
    _refuse_removed(head)
    if head.about.kind is Kind.TALLY:
        raise StoreError(f'"{head.about.title}" holds counts, no single rows; edit the data set they were made from.')


def _refuse_removed(head: Version) -> None:
    if head.removed:
        raise StoreConflictError(
            f'"{head.about.title}" was removed by {head.who or "somebody else"}; bring it back, then save again. '
            "Nothing of yours is lost."
        )
