"""Pictures that were made, kept for a while at an address of their own."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

ADDRESS = "/atlas/made"
#: extension -> media type of what is kept
MEDIA_TYPES = {"png": "image/png"}
MOST_BYTES = 64 * 1024 * 1024


class Made:
    """Files by the hash of what is in them; those that nobody asked for the longest give way.

    Parameters
    ----------
    most_bytes
        How much is kept; the newest file is, however large.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, content: bytes, extension: str) -> str:
        """Keep a file and return its name: a hash, so nobody can guess it who does not have the file."""
        name = f"{sha256(content).hexdigest()}.{extension}"
        with self._lock:
            if name not in self._kept:
                self._kept[name] = content
                self._bytes += len(content)
            self._kept.move_to_end(name)
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone)
        return name

    def find(self, name: str) -> bytes | None:
        """Return a file by its name; None if it is not kept or not kept any more."""
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name]


#: shared by all viewers of this server
MADE = Made()
