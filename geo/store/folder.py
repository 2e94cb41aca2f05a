"""A workspace in a folder of this machine: what is written is on the disk, whole, before anybody is told so."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

#: what a disk says that knows no second names of a file (FAT, some shares)
NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
UNFINISHED = (".saving-", ".tmp")
TURN = ".turn"
LONGEST_TURN_S, BETWEEN_S = 10, 0.002
#: what a save that was killed left behind goes after a day
OLDEST_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder; it and those in it are made with the first save."""

    root: Path

    @property
    def shown(self) -> str:
        """The folder as it may be shown."""
        return str(self.root)

    @property
    def near(self) -> bool:
        """Whether its files can be read without being fetched first."""
        return True

    def folders(self) -> list[str]:
        """Return the names of the folders, none if the workspace does not exist yet."""
        try:
            with os.scandir(self.root) as entries:
                return sorted(entry.name for entry in entries if entry.is_dir())
        except FileNotFoundError:
            return []

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, none if it does not exist."""
        try:
            return os.listdir(self.root / folder)  # noqa: PTH208  a history may hold thousands of names
        except FileNotFoundError:
            return []

    def size(self, folder: str, name: str) -> int | None:
        """Return how many bytes a file has, None if there is none."""
        try:
            return (self.root / folder / name).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, folder: str, name: str) -> bytes:
        """Return what a small file holds."""
        return (self.root / folder / name).read_bytes()

    def put(self, folder: str, name: str, source: BinaryIO, unless: str = "") -> None:
        """Write a file whole and to the disk; FileExistsError if meanwhile there is a file `unless`."""
        place = self._made(folder)
        _sweep(place)
        unfinished = _written(place, source)
        try:
            if unless and (place / unless).exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), unless)
            unfinished.replace(place / name)
        finally:
            unfinished.unlink(missing_ok=True)
        _to_disk(place)

    def create(self, folder: str, name: str, content: bytes) -> None:
        """Write a small file whole and to the disk; FileExistsError if there is one of that name.

        A second name for a finished file appears at once and only where there is none: two editors cannot both have it,
        and a reader never sees half of it. Where the disk knows no second names, the file is made under its own name
        and then filled; if that is interrupted it stays half, which readers tell, and the version before it counts.
        """
        place = self._made(folder)
        unfinished = _written(place, io.BytesIO(content))
        try:
            os.link(unfinished, place / name)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            with (place / name).open("xb") as file:
                file.write(content)
                _flush(file)
        finally:
            unfinished.unlink(missing_ok=True)
        _to_disk(place)

    @contextmanager
    def turn(self, folder: str) -> Iterator[None]:
        """Let editors of this machine save one after the other, so that none does its work in vain.

        Nothing depends on it: who does not get a turn in time, or cannot, saves all the same.
        """
        handle = _taken(self.root / folder / TURN)
        try:
            yield
        finally:
            if handle is not None:
                os.close(handle)  # which gives the turn to the next, as the end of a process does

    def fetch(self, folder: str, name: str, *, anew: bool = False) -> Path:  # noqa: ARG002  nothing is copied
        """Return the file itself."""
        path = self.root / folder / name
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return path

    def _made(self, folder: str) -> Path:
        place = self.root / folder
        if not place.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            _to_disk(place.parent)
        return place


def _taken(path: Path) -> int | None:
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:  # no such data set, or a folder that is closed; the save tells
        return None
    last = time.monotonic() + LONGEST_TURN_S
    while time.monotonic() < last:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BETWEEN_S)
        except OSError:  # a disk that knows no locks
            break
        else:
            return handle
    os.close(handle)
    return None


def _written(place: Path, source: BinaryIO) -> Path:
    """Write what a source holds to the disk, under a name that nobody reads."""
    handle, name = tempfile.mkstemp(prefix=UNFINISHED[0], suffix=UNFINISHED[1], dir=place)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            _flush(file)
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    """Make the names in a folder outlast a power cut; Windows does so by itself and knows no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what a save left that was killed long ago; one that still runs is younger."""
    begin, end = UNFINISHED
    for name in os.listdir(folder):  # noqa: PTH208  a history may hold thousands of names
        if name.startswith(begin) and name.endswith(end):
            path = folder / name
            with suppress(OSError):  # another editor sweeps too
                if time.time() - path.stat().st_mtime > OLDEST_S:
                    path.unlink()
