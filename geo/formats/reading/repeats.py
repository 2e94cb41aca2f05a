"""Identifiers that stand twice in a file of any length: all of them are kept, but small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIGEST = np.dtype([("digest", np.int64), ("at", np.int64)])


class Repeats:
    """The identifiers that were accepted so far, each with its line.

    A text takes its own length and some 24 bytes. Its hash finds it; the text itself decides, so two identifiers of the
    same hash stay two.
    """

    def __init__(self) -> None:
        self._texts: list[pa.Array] = []
        self._lines: list[NDArray[np.int64]] = []
        self._starts: list[int] = []
        self._count = 0
        self._runs: list[NDArray[np.void]] = []  # sorted by digest, the longest first

    def find(self, texts: pa.Array, lines: NDArray[np.int64], *, usable: NDArray[np.bool_]) -> dict[int, int]:
        """Return position -> line of the first row with the same identifier, and keep the new identifiers.

        Parameters
        ----------
        texts
            Identifiers; "" is none.
        lines
            Their lines.
        usable
            Which rows count; others neither repeat nor are repeated.
        """
        written = texts.to_pylist()
        digests = np.fromiter(map(hash, written), np.int64, len(written))
        counted = np.flatnonzero(usable & (digests != hash("")))
        found = self._before(digests, counted, written)
        order = counted[np.argsort(digests[counted])]
        again = np.flatnonzero(digests[order][1:] == digests[order][:-1])
        first: dict[str, int] = {}
        for at in sorted(set(order[again].tolist()) | set(order[again + 1].tolist())):
            if at not in found and (earlier := first.setdefault(written[at], at)) != at:
                found[at] = int(lines[earlier])
        new = np.zeros(len(written), np.bool_)
        new[counted] = True
        new[list(found)] = False
        fresh = np.flatnonzero(new)
        self._keep(texts.take(pa.array(fresh)), digests[fresh], lines[fresh])
        return found

    def _before(self, digests: NDArray[np.int64], counted: NDArray[np.int64], written: list[str]) -> dict[int, int]:
        found: dict[int, int] = {}
        for run in self._runs:
            place = np.searchsorted(run["digest"], digests[counted])
            met = np.flatnonzero(run["digest"][np.minimum(place, len(run) - 1)] == digests[counted])
            for at, start in zip(counted[met].tolist(), place[met].tolist(), strict=True):
                while start < len(run) and run["digest"][start] == digests[at]:
                    text, line = self._kept(int(run["at"][start]))
                    if text == written[at]:
                        found[at] = line
                        break
                    start += 1  # noqa: PLW2901 (walks over texts of one hash)
        return found

    def _kept(self, number: int) -> tuple[str, int]:
        piece = int(np.searchsorted(self._starts, number, "right")) - 1
        at = number - self._starts[piece]
        return str(self._texts[piece][at]), int(self._lines[piece][at])

    def _keep(self, texts: pa.Array, digests: NDArray[np.int64], lines: NDArray[np.int64]) -> None:
        if not len(texts):
            return
        run = np.empty(len(texts), _DIGEST)
        run["digest"], run["at"] = digests, np.arange(self._count, self._count + len(texts))
        self._texts.append(texts)
        self._lines.append(lines)
        self._starts.append(self._count)
        self._count += len(texts)
        while self._runs and len(self._runs[-1]) <= 2 * len(run):  # few runs, each sorted rarely
            run = np.concatenate([self._runs.pop(), run])
        self._runs.append(run[np.argsort(run["digest"])])
