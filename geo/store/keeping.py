"""How versions are read and added: a record that appears at once and only once is what makes a version exist."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import StoreError
from geo.store.faults import in_words
from geo.store.versions import DIGITS, Kind, from_record, number_of, record_name, to_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from geo.store.address import Storage
    from geo.store.versions import Version

MOST_TRIES = 1000
#: rows of a group in a file, the piece that a query reads or skips
GROUP_ROWS = 1 << 17
#: files up to this size are read wholly before a data set is listed as sound; larger ones when their rows are opened
READ_WHOLLY_BYTES = 64 << 20
#: (path, bytes, time of change) of files whose SHA-256 was compared in this process, and what it was
_COMPARED: dict[tuple[str, int, int], str] = {}


@dataclass(frozen=True, slots=True)
class Latest:
    """The last version that can be read, the highest number that is taken, and what is wrong with those above it."""

    version: Version | None
    highest: int
    fault: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be added: its number, parent and time are filled in; `source` holds its rows if they are new."""

    version: Version
    source: BinaryIO | None = None


def numbers(storage: Storage, dataset: str) -> list[int]:
    """Return the numbers of all versions, damaged ones too, in rising order."""
    with in_words(storage.shown, saving=False):
        return sorted(number for name in storage.names(dataset) if (number := number_of(name)) is not None)


def read_version(storage: Storage, dataset: str, number: int) -> Version:
    """Return one version, its rows unseen.

    Raises
    ------
    StoreError
        If there is none of that number, or its record is damaged.
    """
    with in_words(storage.shown, saving=False):
        try:
            content = storage.read(dataset, record_name(number))
        except FileNotFoundError:
            raise StoreError(f'"{dataset}" has no version {number}.') from None
    return from_record(dataset, number, content)


def latest(storage: Storage, dataset: str) -> Latest:
    """Find the last version that can be read, going back from the highest number."""
    taken = numbers(storage, dataset)
    faults: list[str] = []
    for number in reversed(taken):
        try:
            version = read_version(storage, dataset, number)
        except StoreError as error:
            faults.append(str(error))
            continue
        fault = rows_fault(storage, version)
        if not fault:
            shown = f" Version {number} is shown." if faults else ""
            return Latest(version, taken[-1], " ".join(faults) + shown)
        faults.append(fault)
    return Latest(None, taken[-1] if taken else 0, " ".join(faults))


def rows_fault(storage: Storage, version: Version) -> str:
    """Say in a sentence why the rows of a version cannot be read, "" if they can."""
    if version.about.kind is Kind.TABLE:
        return ""
    with in_words(storage.shown, saving=False):
        size = storage.size(version.dataset, version.file)
        if size is None:
            return f"The rows of version {version.number} are missing ({version.file})."
        wholly = storage.near and size <= READ_WHOLLY_BYTES
        if size != version.bytes or (wholly and not _is_sound(storage, version)):
            return f"The rows of version {version.number} are damaged ({version.file})."
    return ""


def fetch_rows(storage: Storage, version: Version) -> Path:
    """Return a file of this machine with the rows of a version, compared with what was written.

    Raises
    ------
    StoreError
        If it is missing or damaged, or the rows are in a table of PostgreSQL.
    """
    if version.about.kind is Kind.TABLE:
        raise StoreError(f'The rows of "{version.about.title}" are in a table of {version.about.address}, not here.')
    with in_words(storage.shown, saving=False):
        if not version.file or storage.size(version.dataset, version.file) is None:
            fault = "missing"
        elif not _is_sound(storage, version) and not _is_sound(storage, version, anew=True):
            fault = "damaged"
        else:
            return storage.fetch(version.dataset, version.file)
    raise StoreError(
        f'The rows of version {version.number} of "{version.about.title}" are {fault} ({version.file}); go back to an '
        "earlier version, or put the file there again from a copy."
    )


def add(storage: Storage, dataset: str, make: Callable[[Version], Draft]) -> Version:
    """Add a version to a data set; where somebody else was faster it is made anew from what they saved.

    Parameters
    ----------
    storage
        Where the workspace lies.
    dataset
        Its id.
    make
        Makes the new version from the last one; it may refuse by an error.

    Raises
    ------
    StoreError
        If there is no such data set, or it cannot be written; then nothing has changed.
    """
    with storage.turn(dataset):
        for _ in range(MOST_TRIES):
            known = latest(storage, dataset)
            if known.version is None:
                raise StoreError(known.fault or f'There is no data set "{dataset}" in {storage.shown}.')
            draft = make(known.version)
            version = replace(draft.version, number=known.highest + 1, parent=known.version.number)
            with suppress(FileExistsError):
                return commit(storage, replace(draft, version=version))
    raise StoreError(f'"{dataset}" is being changed by too many others at once; save again.')


def commit(storage: Storage, draft: Draft) -> Version:
    """Write the rows, then the record that makes them a version.

    Raises
    ------
    FileExistsError
        If somebody else added a version of that number.
    StoreError
        If the disk or the store gives way.
    """
    version = replace(draft.version, made=datetime.now(UTC), token=secrets.token_hex(8))
    record = record_name(version.number)
    with in_words(storage.shown, saving=True):
        if draft.source is not None:
            name, digest, size = put_named(storage, version.dataset, "rows-{}.parquet", draft.source, unless=record)
            version = replace(version, file=name, sha256=digest, bytes=size)
        content = to_record(version)
        try:
            storage.create(version.dataset, record, content)
        except FileExistsError:
            # a network may lose the answer to a request that was carried out, and ask again
            if storage.read(version.dataset, record) != content:
                raise
    return version


def put_named(storage: Storage, dataset: str, form: str, source: BinaryIO, unless: str = "") -> tuple[str, str, int]:
    """Keep a file under a name made from its content, and return name, SHA-256 and bytes."""
    source.seek(0)
    digest = _hashed(source)
    size = source.tell()
    name = form.format(digest[:DIGITS])
    if storage.size(dataset, name) != size or _digest(storage.fetch(dataset, name)) != digest:
        source.seek(0)
        storage.put(dataset, name, source, unless)
    return name, digest, size


def as_file(table: pa.Table) -> BinaryIO:
    """Return a table as the content of a Parquet file, in memory."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=1, row_group_size=GROUP_ROWS)
    content: BinaryIO = pa.BufferReader(sink.getvalue())
    return content


def _is_sound(storage: Storage, version: Version, *, anew: bool = False) -> bool:
    return _digest(storage.fetch(version.dataset, version.file, anew=anew)) == version.sha256


def _digest(path: Path) -> str:
    told = path.stat()
    key = (str(path), told.st_size, told.st_mtime_ns)
    if key not in _COMPARED:
        with path.open("rb") as file:
            _COMPARED[key] = _hashed(file)
    return _COMPARED[key]


def _hashed(source: BinaryIO) -> str:
    whole = sha256()
    while part := source.read(1 << 20):
        whole.update(part)
    return whole.hexdigest()
