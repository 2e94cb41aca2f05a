"""Map files by their content: a page names one in its address, and a browser may keep it for ever."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

MOST_KEPT = 12
DIGITS = 12
_KEPT: OrderedDict[str, str] = OrderedDict()
_ONE_AT_A_TIME = Lock()


def keep(page: str) -> str:
    """Keep a map file for those who ask for it; return its version, the beginning of its hash."""
    version = sha256(page.encode()).hexdigest()[:DIGITS]
    with _ONE_AT_A_TIME:
        _KEPT[version] = page
        _KEPT.move_to_end(version)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return version


def find(version: str) -> str | None:
    """Return the map file of a version, None if it is not kept (any more)."""
    with _ONE_AT_A_TIME:
        return _KEPT.get(version)
