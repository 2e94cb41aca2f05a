"""The known spellings nearest to a misspelt one, found without looking at all of them.

A name is cut into one piece more than edits are allowed; so many edits leave at least one piece as it was, at nearly
its old position (G. Li et al., "Pass-Join", VLDB 2011). Only names that share such a piece are compared letter by
letter. Two letters that changed places count as one edit.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: (longest key, edits allowed): shorter keys are never matched loosely, since most of their neighbours are other names
EDITS = ((4, 0), (7, 1), (200, 2))
MOST_EDITS = EDITS[-1][1]
_Piece = tuple[int, int, str]


def edits_allowed(key: str) -> int:
    """Return how many edits a misspelling of that length may be away from the name."""
    return next((edits for longest, edits in EDITS if len(key) <= longest), 0)


class Spellings:
    """Known keys, ready to be searched for the nearest ones.

    Parameters
    ----------
    keys
        Compact keys of the known names.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = set(keys)
        self._pieces: dict[int, defaultdict[_Piece, list[str]]] = {
            edits: defaultdict(list) for edits in range(1, MOST_EDITS + 1)
        }
        for key in self._keys:
            for edits, pieces in self._pieces.items():
                for index, start, end in _cut(len(key), edits + 1) if _reaches(len(key), edits) else ():
                    pieces[len(key), index, key[start:end]].append(key)

    def near(self, key: str) -> list[tuple[str, int]]:
        """Return the known keys within the edits that the length allows, each with its edits, nearest first."""
        from rapidfuzz.distance import OSA

        allowed = edits_allowed(key)
        if not allowed:
            return []
        measured = ((OSA.distance(key, known, score_cutoff=allowed), known) for known in self._sharing(key, allowed))
        return [(known, edits) for edits, known in sorted(measured) if 0 < edits <= allowed]

    def _sharing(self, key: str, allowed: int) -> set[str]:
        """Return the known keys that share a piece with a key, or differ in two letters that changed places."""
        pieces = self._pieces[allowed]
        sharing = {swapped for swapped in _swapped(key) if swapped in self._keys}
        for length, index, start, end in _windows(len(key), allowed):
            found = pieces.get((length, index, key[start:end]))
            if found:
                sharing.update(found)
        return sharing


def _cut(length: int, pieces: int) -> Iterator[tuple[int, int, int]]:
    """Give number, start and end of pieces of nearly equal length."""
    for index in range(pieces):
        yield index, length * index // pieces, length * (index + 1) // pieces


@cache
def _windows(length: int, allowed: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return where in a misspelling the pieces of a name may stand: length of the name, piece, start, end."""
    return tuple(
        (known, index, start + shift, end + shift)
        for known in range(length - allowed, length + allowed + 1)
        for index, start, end in _cut(known, allowed + 1)
        for shift in range(-allowed, allowed + 1)
        if abs(shift) + abs(length - known - shift) <= allowed and start + shift >= 0
    )


def _reaches(length: int, edits: int) -> bool:
    """Tell whether a misspelling that may be so many edits away can belong to a name of that length."""
    shortest = EDITS[edits - 1][0] + 1
    longest = EDITS[edits][0]
    return shortest - edits <= length <= longest + edits


def _swapped(key: str) -> Iterator[str]:
    for left in range(len(key) - 1):
        yield key[:left] + key[left + 1] + key[left] + key[left + 2 :]
