"""Where a command writes: a file that is complete or not there at all, or the standard output, always in UTF-8."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from gazetteer.errors import InputError
from gazetteer.tables.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD = "-"
_IN_MEMORY = 1 << 25


@contextmanager
def writing(path: str | None, *, mark: bool = False) -> Iterator[TextIO]:
    """Open an output; a file appears under its name when everything is written, an older one stays until then.

    What is no file (a device, a named pipe) is written to as it is; a link is followed.

    Parameters
    ----------
    path
        File to write; None or "-" for the standard output.
    mark
        True to begin a file with a byte order mark, by which spreadsheets know UTF-8.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if path is None or path == STANDARD:
        sys.stdout.flush()
        stream = io.TextIOWrapper(sys.stdout.buffer, "utf-8", "backslashreplace", newline="", write_through=True)
        try:
            yield stream
        finally:
            stream.detach()
        return
    target = Path(path).resolve()
    code = "utf-8-sig" if mark else "utf-8"
    try:
        with _replacing(target) if target.is_file() or not target.exists() else nullcontext(target) as written:  # noqa: SIM117
            with written.open("w", encoding=code, errors="backslashreplace", newline="") as file:
                yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose another place or make room there."
        ) from error


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give a temporary file that takes the place of the target when it has been written to the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".tmp", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def reading(path: str) -> Iterator[BinaryIO]:
    """Open a file, or the standard input ("-"), so that it can be read twice; what is a stream is kept on disk.

    Raises
    ------
    InputError
        If there is no such file or it cannot be read.
    """
    if path == STANDARD and sys.stdin is None:
        raise InputError("There is no standard input. Name a file.")
    try:
        file = sys.stdin.buffer if path == STANDARD else Path(path).open("rb")  # noqa: SIM115 (closed below)
        with nullcontext(file) if path == STANDARD else file:
            if path != STANDARD and file.seekable():
                yield file
                return
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
                shutil.copyfileobj(file, kept)
                kept.seek(0)
                yield kept  # type: ignore[misc]  # it has all that a BinaryIO is asked for here
    except OSError as error:
        if error.filename != path:
            raise
        raise InputError(f"{path} cannot be read ({error.strerror}). Check its name and permissions.") from error


def csv_row(cells: Iterable[Any], kept: int = 0) -> list[Any]:
    """Return the cells of a row ready for a CSV file: texts after the first `kept` cells quoted against formulas."""
    return [quote(cell) if position >= kept and isinstance(cell, str) else cell for position, cell in enumerate(cells)]
