"""A workspace at an address that fsspec reads: S3, Google Cloud Storage, Azure and the like."""

from __future__ import annotations

import inspect
import os
import tempfile
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from posixpath import basename
from threading import Lock
from typing import TYPE_CHECKING, Any

from fsspec.core import url_to_fs
from platformdirs import user_cache_path

from geo.errors import StoreError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

#: stores that make an object only where there is none, in one step; elsewhere two editors could overwrite each other
EXCLUSIVE = {"memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}
TRIAL = ".trial"
_TRIED: set[str] = set()
_ONE_AT_A_TIME = Lock()  # the memory of this process is a store that does so in two steps


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """A prefix of an object store."""

    address: str
    client: Any  # of fsspec
    root: str

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return self.address

    @property
    def near(self) -> bool:
        """Whether its files can be read without being fetched first."""
        return False

    def folders(self) -> list[str]:
        """Return the names of the folders, none if the workspace does not exist yet."""
        return sorted(basename(entry["name"].rstrip("/")) for entry in self._listed(self.root, "directory"))

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, none if it does not exist."""
        return [basename(entry["name"]) for entry in self._listed(f"{self.root}/{folder}", "file")]

    def size(self, folder: str, name: str) -> int | None:
        """Return how many bytes a file has, None if there is none."""
        self.client.invalidate_cache()
        try:
            return int(self.client.info(self._path(folder, name))["size"])
        except FileNotFoundError:
            return None

    def read(self, folder: str, name: str) -> bytes:
        """Return what a small file holds."""
        return bytes(self.client.cat_file(self._path(folder, name)))

    def put(self, folder: str, name: str, source: BinaryIO, unless: str = "") -> None:
        """Write a file whole; FileExistsError if meanwhile there is a file `unless`."""
        self._check_exclusive()
        if unless and self.size(folder, unless) is not None:
            raise FileExistsError(unless)
        with tempfile.TemporaryDirectory(prefix="atlas-") as place:
            copy = Path(place) / "file"
            copy.write_bytes(source.read())
            self.client.put_file(str(copy), self._path(folder, name))

    def create(self, folder: str, name: str, content: bytes) -> None:
        """Write a small file; FileExistsError if there is one of that name."""
        self._check_exclusive()
        path = self._path(folder, name)
        try:
            self._pipe_new(path, content)
        except OSError:
            # stores say in many ways that there is such an object, also of one that a repeated request made itself
            if self.size(folder, name) is None:
                raise
            if self.read(folder, name) != content:
                raise FileExistsError(path) from None

    def turn(self, folder: str) -> AbstractContextManager[None]:  # noqa: ARG002  stores know no turns
        """Return at once."""
        return nullcontext()

    def fetch(self, folder: str, name: str, *, anew: bool = False) -> Path:
        """Return a copy on this machine; names of files tell their content, so that a copy never grows old."""
        place = user_cache_path("incident-atlas", appauthor=False) / "workspace"
        place = place / sha256(self.address.encode()).hexdigest()[:16] / folder
        copy = place / name
        if anew or not copy.is_file() or copy.stat().st_size != self.size(folder, name):
            place.mkdir(parents=True, exist_ok=True)
            handle, unfinished = tempfile.mkstemp(dir=place)
            os.close(handle)
            try:
                self.client.get_file(self._path(folder, name), unfinished)
                Path(unfinished).replace(copy)
            finally:
                Path(unfinished).unlink(missing_ok=True)
        return copy

    def _path(self, folder: str, name: str) -> str:
        return f"{self.root}/{folder}/{name}"

    def _listed(self, path: str, kind: str) -> list[dict[str, Any]]:
        self.client.invalidate_cache()  # others write here too
        try:
            return [entry for entry in self.client.ls(path, detail=True) if entry["type"] == kind]
        except FileNotFoundError:
            return []

    def _pipe_new(self, path: str, content: bytes) -> None:
        with _ONE_AT_A_TIME:
            self.client.pipe_file(path, content, mode="create")

    def _check_exclusive(self) -> None:
        """Try once whether the store really refuses to make an object twice; some that speak S3 do not."""
        if self.address in _TRIED:
            return
        spoken = {self.client.protocol} if isinstance(self.client.protocol, str) else set(self.client.protocol)
        knows_mode = "mode" in inspect.signature(self.client.pipe_file).parameters
        if not (spoken & EXCLUSIVE and knows_mode and self._refuses_twice()):
            raise StoreError(
                f"{self.address} cannot make sure that two editors do not overwrite each other, so nothing is saved "
                "there; use a folder, or an address that begins with s3://, gs:// or abfs:// and the newest client "
                "for it."
            )
        _TRIED.add(self.address)

    def _refuses_twice(self) -> bool:
        path = f"{self.root}/{TRIAL}"
        self.client.pipe_file(path, b"This object shows whether the store refuses to make it twice.")
        with suppress(OSError):
            self._pipe_new(path, b"It does not.")
            return False
        return True


def object_store(address: str) -> ObjectStore:
    """Return what reads and writes at an address.

    Raises
    ------
    StoreError
        If nothing that is installed can read it.
    """
    try:
        client, root = url_to_fs(address)
    except ImportError as error:
        raise StoreError(f"{address} cannot be opened: {error}.") from None
    except ValueError:
        raise StoreError(
            f"{address} is no address that can be opened; give a folder, or an address such as s3://bucket/prefix."
        ) from None
    return ObjectStore(address, client, root.rstrip("/"))
