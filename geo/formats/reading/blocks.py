"""A text table in blocks of whole records, found by counting quotation marks, and what a block looks like inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
#: below this more is read before a block is cut off
_FEW_BYTES = 1 << 22
#: lines that are taken where the quotes are out of step
_SMALL_BLOCK = 1 << 18
_NEAR = 1 << 18
#: how far the end of a line is looked for
_MOST_BYTES = 1 << 26


@dataclass(slots=True)
class Blocks:
    """The rest of a text in UTF-8, taken block by block.

    Attributes
    ----------
    pieces
        What is not read yet.
    quoting
        Whether quotation marks enclose fields.
    """

    pieces: Iterator[bytes]
    quoting: bool = True
    rest: bytes = field(default=b"")
    ended: bool = False

    def take(self) -> bytes:
        """Return the next block, b"" at the end; it ends with a line, and with a record where the quotes are paired."""
        if len(self.rest) < _FEW_BYTES:
            self._read()
        while not self.ended:
            cut = self._cut() or _last_line_end(self.rest[:_SMALL_BLOCK])
            if cut or len(self.rest) > _MOST_BYTES:
                return self._until(cut or len(self.rest))
            self._read()
        return self._until(len(self.rest))

    def take_lines(self) -> bytes:
        """Return some whole lines without a look at quotes, or all there is where the text has no end of a line."""
        if len(self.rest) < _SMALL_BLOCK:
            self._read()
        cut = _last_line_end(self.rest[:_SMALL_BLOCK])
        while not cut and not self.ended and len(self.rest) <= _MOST_BYTES:
            self._read()
            cut = _last_line_end(self.rest)
        return self._until(cut or len(self.rest))

    def give_back(self, text: bytes) -> None:
        """Put back what was taken too much."""
        self.rest = text + self.rest

    def skip_line(self) -> None:
        """Drop everything up to the end of the line that was begun."""
        while True:
            found = min((at for at in (self.rest.find(b"\n"), self.rest.find(b"\r")) if at >= 0), default=-1)
            if found >= 0:
                end = found + (2 if self.rest[found : found + 2] == b"\r\n" else 1)
                self.rest = self.rest[end:]
                return
            self.rest = b""
            if self.ended:
                return
            self._read()

    def _until(self, cut: int) -> bytes:
        block, self.rest = self.rest[:cut], self.rest[cut:]
        return block

    def _read(self) -> None:
        piece = next(self.pieces, None)
        if piece is None:
            self.ended = True
        else:
            self.rest += piece

    def _cut(self) -> int:
        """Return where the last record ends that is whole if every quote is paired, or 0."""
        text = self.rest
        end = _last_line_end(text)
        if not self.quoting:
            return end
        quotes = count_of(text, '"', end)
        while end and quotes % 2:
            quote = text.rfind(b'"', 0, end)
            before = _last_line_end(text[:quote])
            quotes -= text.count(b'"', before, end)
            end = before
        return end


def count_of(text: bytes, sign: str, end: int | None = None) -> int:
    """Return how often a sign of ASCII stands in a text; faster than `bytes.count` where it is frequent."""
    return sum(int(np.count_nonzero(signs == ord(sign))) for signs in near_pieces(text, end))


def near_pieces(text: bytes, end: int | None = None) -> Iterator[NDArray[np.uint8]]:
    """Give the bytes of a text in pieces that the nearest memory holds."""
    signs = np.frombuffer(text, np.uint8)[:end]
    return (signs[at : at + _NEAR] for at in range(0, len(signs), _NEAR))


def _last_line_end(text: bytes) -> int:
    """Return the position after the last end of a line, or 0; a carriage return at the very end may be half of one."""
    found = text.rfind(b"\n") + 1
    return found or text.rfind(b"\r", 0, len(text) - 1) + 1


@dataclass(frozen=True, slots=True)
class Structure:
    """What quotes and ends of lines of a block say.

    Attributes
    ----------
    regular
        Every quotation mark opens a field, closes one, or is doubled within one.
    broken_lines
        Some field holds the end of a line.
    starts
        For each line that begins a record, blank ones left out, how many lines lie before it; shape (records,).
    lines
        How many lines the block has.
    """

    regular: bool
    broken_lines: bool
    starts: NDArray[np.int64]
    lines: int


def structure(block: bytes, delimiter: str, *, quoting: bool) -> Structure:
    """Look at the quotes and ends of lines of a block that begins with a record."""
    signs = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE) if quoting else np.zeros(0, np.int64)
    ends = _ends(block, signs)
    begins = np.concatenate([np.zeros(1, np.int64), ends])
    begins = begins[begins < len(signs)]
    blank = (signs[begins] == _LF) | (signs[begins] == _CR)
    lines = len(begins)
    if not len(quotes):
        return Structure(True, False, np.flatnonzero(~blank), lines)  # noqa: FBT003 (order of the fields above)
    regular = _paired(signs, quotes, ord(delimiter))
    outside = np.searchsorted(quotes, begins) % 2 == 0
    return Structure(regular, not outside.all(), np.flatnonzero(outside & ~blank), lines)


def _ends(block: bytes, signs: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the positions after the ends of lines: LF, CR or both."""
    feeds = np.flatnonzero(signs == _LF) + 1
    if b"\r" not in block:
        return feeds
    returns = np.flatnonzero(signs == _CR) + 1
    alone = returns[signs[np.minimum(returns, len(signs) - 1)] != _LF]
    if returns[-1] == len(signs) and (not len(alone) or alone[-1] != returns[-1]):
        alone = np.append(alone, returns[-1])
    return np.sort(np.concatenate([feeds, alone])) if len(alone) else feeds


def _paired(signs: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int) -> bool:
    """Tell whether quotes stand at the edges of fields only, or doubled within one."""
    if len(quotes) % 2:
        return False
    edges = np.zeros(256, np.bool_)
    edges[[delimiter, _LF, _CR]] = True
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    before = edges[signs[opening - 1]] | (opening == 0)
    after = edges[signs[np.minimum(closing + 1, len(signs) - 1)]] | (closing == len(signs) - 1)
    return bool((before[1:] | doubled).all() and (after[:-1] | doubled).all() and before[0] and after[-1])
