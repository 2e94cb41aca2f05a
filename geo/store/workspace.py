"""The workspace: data sets of one's own as versions that never change, in a folder or an object store.

One folder holds a data set: files of rows, named after their content, and one small record for each version. A version
is there from the moment its record is; nothing is ever overwritten or deleted, so that going back is one more version
that names older rows, and removing a data set is a last version that says so.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from geo.errors import StoreError
from geo.store import keeping
from geo.store.address import storage_at, workspace_address
from geo.store.changes import Known, described, unless_changed, with_appended, with_edits, with_words
from geo.store.faults import in_words
from geo.store.flat import schema_of
from geo.store.versions import DATASET_ID, About, Version, check_id, slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from geo.store.address import Storage
    from geo.store.editing import Edits
    from geo.store.keeping import Draft, Latest


@dataclass(frozen=True, slots=True)
class DatasetEntry:
    """One data set in the list: its last version that can be read, and what is wrong with those after it, if any.

    Where no version can be read, `head` has no rows and the id for a title.
    """

    id: str
    head: Version
    fault: str = ""


@dataclass(frozen=True)
class Workspace:
    """A workspace at an address; nothing is read before it is asked for, and it is made with the first save."""

    address: str

    @cached_property
    def storage(self) -> Storage:
        """What reads and writes there."""
        return storage_at(self.address)

    def datasets(self, *, removed: bool = False) -> tuple[DatasetEntry, ...]:
        """List the data sets by title, those put away only if they are asked for; damaged ones say what is wrong."""
        with in_words(self.storage.shown, saving=False):
            folders = [name for name in self.storage.folders() if not name.startswith(".")]
        entries = []
        for name in folders:
            known = self._latest(name) if DATASET_ID.fullmatch(name) else None
            if known and known.highest and (known.version is not None and known.version.removed) == removed:
                entries.append(DatasetEntry(name, known.version or _unreadable(name, known.highest), known.fault))
        return tuple(sorted(entries, key=lambda one: (one.head.about.title.casefold(), one.id)))

    def history(self, dataset: str) -> tuple[Version, ...]:
        """Return the versions of a data set whose records can be read, in the order they were made."""
        versions = []
        for number in keeping.numbers(self.storage, check_id(dataset)):
            with suppress(StoreError):  # told in the list of data sets
                versions.append(keeping.read_version(self.storage, dataset, number))
        if not versions:
            self.head(dataset)
        return tuple(versions)

    def head(self, dataset: str) -> Version:
        """Return the last version that can be read.

        Raises
        ------
        StoreError
            If there is no such data set, or none of its versions can be read.
        """
        known = self._latest(check_id(dataset))
        if known.version is None:
            raise StoreError(known.fault or f'There is no data set "{dataset}" in {self.storage.shown}.')
        return known.version

    def version(self, dataset: str, number: int) -> Version:
        """Return one version; StoreError if there is none of that number, or its record is damaged."""
        return keeping.read_version(self.storage, check_id(dataset), number)

    def create(self, rows: Path | None, about: About, who: str, what: str, rejections: Path | None = None) -> Version:
        """Make a new data set, its id from its title.

        Parameters
        ----------
        rows
            Parquet: the flat table, or counts; None for a table of PostgreSQL.
        about
            What it is; the extent is taken from the rows if it is not said.
        who, what
            Who made it, and a sentence on what was done.
        rejections
            CSV of the rows that were not accepted.

        Raises
        ------
        StoreError
            If the file does not fit, or the workspace cannot be written.
        """
        stem = slug(about.title)
        for number in range(1, keeping.MOST_TRIES):
            name = stem if number == 1 else f"{stem}-{number}"
            if not keeping.numbers(self.storage, name):
                blank = Version(name, 1, 0, datetime.now(UTC), who, what, about.accepted, "", "", 0, about)
                with suppress(FileExistsError):  # somebody took the same id in this very moment
                    return self._save(partial(keeping.commit, self.storage), blank, rows, rejections)
        raise StoreError(f'Too many data sets are called "{about.title}"; choose another title.')

    def replace(  # noqa: PLR0913, PLR0917  who and what stand beside every change
        self, dataset: str, base: int, rows: Path, about: About, who: str, what: str, rejections: Path | None = None
    ) -> Version:
        """Put a whole new file in the place of the rows; for the parameters see `create`.

        Raises
        ------
        StoreConflictError
            If somebody else saved a version since `base`; nothing is lost, and the same with the newer base goes.
        """

        def add(draft: Draft) -> Version:
            return keeping.add(self.storage, dataset, partial(unless_changed, base, draft))

        blank = replace(self.version(dataset, base), who=who, what=what, about=about, rejections="", removed=False)
        return self._save(add, blank, rows, rejections)

    def describe(self, dataset: str, base: int, about: About, who: str, *, keep_mine: bool = False) -> Version:
        """Change what is said of a data set; EditConflictError if somebody else changed the same words since `base`."""
        before = self.version(dataset, base)
        return self._add(dataset, partial(with_words, before, about, who, keep_mine=keep_mine))

    def edit(
        self,
        dataset: str,
        base: int,
        edits: Edits,
        who: str,
        what: str,
        keep_mine: bool = False,  # noqa: FBT001, FBT002
    ) -> Version:
        """Apply edits on top of the last version.

        Parameters
        ----------
        dataset, base
            The data set, and the number of the version that the editor opened.
        edits
            What was changed in it.
        who, what
            Who did it, and a sentence on what was done.
        keep_mine
            Where others changed the same rows since, what this editor has counts.

        Raises
        ------
        EditConflictError
            If somebody else changed one of the same rows since `base`, and `keep_mine` is not set.
        StoreError
            If an edit does not fit, or the workspace cannot be written; then nothing has changed.
        """
        before = self.version(dataset, base)
        return self._add(dataset, partial(with_edits, self.read_rows, before, edits, (who, what), keep_mine=keep_mine))

    def append_rows(  # noqa: PLR0913, PLR0917  who and what stand beside every change
        self, dataset: str, base: int, table: pa.Table, who: str, what: str, known: Known = Known.REFUSE,
        rejections: Path | None = None, rejected: int = 0,
    ) -> Version:  # fmt: skip
        """Add rows at the end of the last version; ids that are empty or of the form row-7 are given anew.

        Parameters
        ----------
        dataset, base
            The data set, and the number of the version that the editor opened.
        table
            Columns of the flat table; those that lack are empty.
        who, what
            Who did it, and a sentence on what was done.
        known
            What becomes of rows whose id is in the data set already.
        rejections, rejected
            CSV of the rows that were not accepted, and how many they are.

        Raises
        ------
        StoreError
            If a row has an id that is there already and `known` does not say what to do, or the table does not fit.
        """
        self.version(dataset, base)
        kept = "" if rejections is None else self._keep_rejections(dataset, rejections)
        more = rejected, kept
        return self._add(dataset, partial(with_appended, self.read_rows, table, (who, what), known, more))

    def undo(self, dataset: str, to: int, who: str) -> Version:
        """Go back to an older version by a new one that names its rows and its words."""
        older = self.version(dataset, to)
        fault = keeping.rows_fault(self.storage, older)
        if fault or older.removed:
            raise StoreError(fault or f"In version {to} the data set was removed; choose another.")
        back = replace(older, who=who, what=f"Back to version {to}.")
        return self._add(dataset, lambda _: keeping.Draft(back))

    def remove(self, dataset: str, who: str) -> Version:
        """Put a data set away; its versions stay, and it can be brought back."""
        what = "Removed."
        return self._add(dataset, lambda head: keeping.Draft(replace(head, who=who, what=what, removed=True)))

    def bring_back(self, dataset: str, who: str) -> Version:
        """Bring a data set back that was put away."""
        what = "Brought back."
        return self._add(dataset, lambda head: keeping.Draft(replace(head, who=who, what=what, removed=False)))

    def open_rows(self, version: Version) -> str:
        """Return a path on this machine that holds the rows of a version; StoreError if they are not as written."""
        return str(keeping.fetch_rows(self.storage, version))

    def open_rejections(self, version: Version) -> Path | None:
        """Return a file with the rows that were not accepted when the data set was imported, None if there is none."""
        if not version.rejections:
            return None
        with in_words(self.storage.shown, saving=False):
            return self.storage.fetch(version.dataset, version.rejections)

    def columns(self, version: Version) -> tuple[str, ...]:
        """Return the names of the columns of a version."""
        return tuple(schema_of(keeping.fetch_rows(self.storage, version)).names)

    def read_rows(self, version: Version, columns: list[str] | None = None) -> pa.Table:
        """Read the rows of a version, all columns or some; for errors see `open_rows`."""
        with pq.ParquetFile(keeping.fetch_rows(self.storage, version), memory_map=True) as file:
            # for few rows threads cost more than they bring
            return file.read(columns, use_threads=file.metadata.num_rows > keeping.GROUP_ROWS)

    def _latest(self, dataset: str) -> Latest:
        return keeping.latest(self.storage, dataset)

    def _add(self, dataset: str, make: Callable[[Version], Draft]) -> Version:
        return keeping.add(self.storage, check_id(dataset), make)

    def _save(
        self, save: Callable[[Draft], Version], blank: Version, rows: Path | None, rejections: Path | None
    ) -> Version:
        """Save a version whose rows are in a file."""
        whole = described(blank, rows)
        if rejections is not None:
            whole = replace(whole, rejections=self._keep_rejections(blank.dataset, rejections))
        if rows is None:
            return save(keeping.Draft(whole))
        with rows.open("rb") as source:
            return save(keeping.Draft(whole, source))

    def _keep_rejections(self, dataset: str, rejections: Path) -> str:
        with in_words(self.storage.shown, saving=True), rejections.open("rb") as source:
            return keeping.put_named(self.storage, check_id(dataset), "rejected-{}.csv", source)[0]


def _unreadable(dataset: str, highest: int) -> Version:
    nothing = datetime.fromtimestamp(0, UTC)
    return Version(dataset, highest, 0, nothing, "", "Cannot be read.", 0, "", "", 0, About(dataset))


def open_workspace(address: str | None = None) -> Workspace:
    """Return the workspace at an address, or where `ATLAS_WORKSPACE` says, or at the usual place of this user.

    Parameters
    ----------
    address
        A folder, or an address such as `s3://bucket/prefix`; never one that comes from a page.

    Raises
    ------
    StoreError
        If nothing that is installed can read such an address, or it holds a password.
    """
    workspace = Workspace(address or workspace_address())
    _ = workspace.storage  # an address that cannot be opened is refused at once
    return workspace
