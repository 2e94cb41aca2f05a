"""Where the workspace lies: a folder, or an address of an object store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path

from geo.errors import StoreError
from geo.store.folder import LocalFolder

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

#: the variable that names another workspace
WORKSPACE_VARIABLE = "ATLAS_WORKSPACE"


class Storage(Protocol):
    """What a workspace needs of the place where it lies; every method raises OSError where that gives way."""

    @property
    def shown(self) -> str:
        """The address in words that may be shown."""

    @property
    def near(self) -> bool:
        """Whether its files can be read without being fetched first."""

    def folders(self) -> list[str]:
        """Return the names of the folders, none if the workspace does not exist yet."""

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, none if it does not exist."""

    def size(self, folder: str, name: str) -> int | None:
        """Return how many bytes a file has, None if there is none."""

    def read(self, folder: str, name: str) -> bytes:
        """Return what a small file holds."""

    def put(self, folder: str, name: str, source: BinaryIO, unless: str = "") -> None:
        """Write a file whole and to the disk; FileExistsError if meanwhile there is a file `unless`."""

    def create(self, folder: str, name: str, content: bytes) -> None:
        """Write a small file whole and to the disk; FileExistsError if there is one of that name."""

    def turn(self, folder: str) -> AbstractContextManager[None]:
        """Let editors save one after the other where that can be had; nothing depends on it."""

    def fetch(self, folder: str, name: str, *, anew: bool = False) -> Path:
        """Return a file of this machine that holds the same; it may be a copy, which may be made anew."""


def workspace_address() -> str:
    """Return the folder or address that `ATLAS_WORKSPACE` names, or the usual place for data of this user."""
    named = os.environ.get(WORKSPACE_VARIABLE, "").strip()
    return named or str(user_data_path("incident-atlas", appauthor=False) / "workspace")


def storage_at(address: str) -> Storage:
    """Return what reads and writes at an address; nothing is asked of it yet.

    Parameters
    ----------
    address
        A folder, or an address such as `s3://bucket/prefix`.

    Raises
    ------
    StoreError
        If it holds a password, or nothing that is installed can read such an address.
    """
    if "://" not in address:
        return LocalFolder(Path(address).expanduser().absolute())
    parts = urlsplit(address)
    if parts.password is not None:
        raise StoreError(
            "The address of the workspace holds a password; take it out, and give it where the client of that store "
            "looks for it (its variables or its file of credentials)."
        )
    if parts.scheme == "file":
        return LocalFolder(Path(unquote(parts.path)))
    from geo.store.objects import object_store  # fsspec is needed only here

    return object_store(address)
