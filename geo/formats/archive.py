"""Zip files that depend on nothing but what is in them: no clock, no machine."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SUMS = "SHA256SUMS"
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644
#: rows become a fifth at any level; above this one it only takes longer
_LEVEL = 4


class _Summed(io.RawIOBase):
    """A stream that passes on what is written to it and keeps its checksum."""

    def __init__(self, target: BinaryIO) -> None:
        self.target, self.sum = target, sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        passed = bytes(memoryview(content))  # type: ignore[arg-type]
        self.sum.update(passed)
        return self.target.write(passed)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of the members and their checksums, in the order of their names.

    Returns
    -------
    bytes
        The same members give the same bytes. `SHA256SUMS` is as `sha256sum -c` reads it.
    """
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        _add(archive, members, {})
    return target.getvalue()


def zip_to(path: Path, members: Mapping[str, bytes], name: str, write: Callable[[BinaryIO], None]) -> None:
    """Write a zip file with one large member that is never held in memory.

    Parameters
    ----------
    path
        Where to.
    members
        The small members.
    name, write
        Name of the large one, and what writes it to a stream.
    """
    with ZipFile(path, "w") as archive:
        with archive.open(_entry(name), "w", force_zip64=True) as member:
            summed = _Summed(member)  # type: ignore[arg-type]
            write(summed)  # type: ignore[arg-type]
        _add(archive, members, {name: summed.sum.hexdigest()})


def _add(archive: ZipFile, members: Mapping[str, bytes], summed: Mapping[str, str]) -> None:
    """Add members and the checksums of all, those that were summed before included."""
    hashes = {**summed, **{name: sha256(content).hexdigest() for name, content in members.items()}}
    sums = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()
    for name, content in sorted({**members, SUMS: sums}.items()):
        archive.writestr(_entry(name), content, compresslevel=_LEVEL)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _DAY)
    entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
    entry.compress_type = ZIP_DEFLATED
    return entry
