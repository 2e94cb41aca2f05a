"""What is in a zip archive, looked at in its directory before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from geo.errors import ReadingError
from geo.formats.reading.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ARCHIVES = (".zip", ".kmz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst", ".jar")
_ENCRYPTED = 0x1
_PIECE = 1 << 20
#: smaller members may be squeezed as much as they like: a table of blanks or zeros is no bomb
_SMALL = 1 << 20
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def checked_members(path: Path, name: str) -> dict[str, zipfile.ZipInfo]:
    """Return the files of an archive by their names, directories left out.

    Parameters
    ----------
    path
        The archive.
    name
        What its owner calls it.

    Raises
    ------
    ReadingError
        If it is no whole zip archive, or holds more than it may: members that are too many, too large, squeezed too
        much, encrypted, archives themselves, twice there, links, or named with a path that leads elsewhere.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (OSError, ValueError, *_FAULTS):
        raise ReadingError(
            f"{name}: the archive is damaged or cut off; download or pack it again and read it once more."
        ) from None
    if len(infos) > MOST_MEMBERS:
        raise ReadingError(
            f"{name}: the archive holds {len(infos):,} files and at most {MOST_MEMBERS} are read; pack fewer."
        )
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_UNPACKED:
        raise ReadingError(
            f"{name}: unpacked it would be {unpacked / 1e6:,.0f} MB and at most {MOST_UNPACKED / 1e6:.0f} MB are read; "
            "save the table as CSV and read that file."
        )
    for info in infos:
        _check_member(info, name)
    names = [info.filename for info in infos]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise ReadingError(f'{name}: the archive holds "{twice[:80]}" twice; pack it again.')
    return {info.filename: info for info in infos if not info.is_dir()}


def unpack(path: Path, name: str, members: dict[str, Path]) -> None:
    """Write members of a checked archive to files of their own.

    Parameters
    ----------
    path, name
        The archive, and what its owner calls it.
    members
        Name in the archive -> file to write.

    Raises
    ------
    ReadingError
        If a member is damaged or is longer than the directory says.
    """
    with reading_members(name), zipfile.ZipFile(path) as archive:
        for member, target in members.items():
            with archive.open(member) as source, target.open("wb") as file:
                while piece := source.read(_PIECE):
                    file.write(piece)


@contextmanager
def reading_members(name: str) -> Iterator[None]:
    """Turn what goes wrong while a member is unpacked into a sentence."""
    try:
        yield
    except (KeyError, *_FAULTS) as error:
        raise ReadingError(
            f"{name}: a file in the archive is damaged or cut off; download or pack it again and read it once more."
        ) from error


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    member = info.filename
    shown = f'{name}: "{member[:80]}" in the archive'
    parts = {*PurePosixPath(member).parts, *PureWindowsPath(member).parts}
    if ".." in parts or PurePosixPath(member).is_absolute() or PureWindowsPath(member).drive or member[:1] == "\\":
        raise ReadingError(f"{shown} is named with a path that leads elsewhere; pack the archive again.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ReadingError(f"{shown} is a link to another file; pack the file itself.")
    if info.flag_bits & _ENCRYPTED:
        raise ReadingError(f"{shown} is encrypted; pack it without a password.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ReadingError(f"{shown} is packed in a way that is not read; pack it as an ordinary zip.")
    if member.lower().endswith(_ARCHIVES):
        raise ReadingError(f"{shown} is an archive itself; unpack it and pack only the files.")
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise ReadingError(
            f"{shown} would unpack to more than {MOST_RATIO} times its size and is not read; save the table as CSV and "
            "read that file."
        )
