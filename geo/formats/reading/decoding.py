"""The bytes of a text file, whatever its encoding, as pieces of UTF-8."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gazetteer.tables.encodings import ENCODINGS, Encoding, detect
from geo.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_PIECE = 1 << 20
_UTF8 = ("utf-8", "utf-8-sig")
#: bytes that begin a letter of two, three and four bytes
_LEADS = (0xC0, 0xE0, 0xF0)
_LONGEST_LETTER = 4


def encoding_of(path: Path, name: str, chosen: str) -> Encoding:
    """Tell how a text file was saved, or take the word of its owner.

    Raises
    ------
    ReadingError
        If there is no such encoding.
    """
    if not chosen:
        with path.open("rb") as file:
            return _detected(file)
    try:
        codec = codecs.lookup(chosen).name
    except LookupError:
        raise ReadingError(
            f'{name}: there is no encoding "{chosen[:40]}"; give one like utf-8, cp1250, cp1251 or cp1252.'
        ) from None
    aliases = {codecs.lookup(known).name: known for known in ENCODINGS}
    return Encoding(aliases.get(codec, codec), certain=True)


def _detected(file: BinaryIO) -> Encoding:
    """Tell the encoding from the beginning of a file, and whether the rest of it is UTF-8 if that is."""
    begun = file.read(_PIECE)
    found = detect([begun[: begun.rfind(b"\n") + 1] if len(begun) == _PIECE else begun])
    if found.codec != "utf-8":
        return found
    checked, piece = Utf8(), begun
    while checked.goes_on(piece):
        if not piece:
            return found
        piece = file.read(_PIECE)
    return detect([begun, piece])


class Utf8:
    """Whether a text that comes in pieces is UTF-8, told many times faster than by decoding it."""

    __slots__ = ("held",)

    def __init__(self) -> None:
        self.held = b""

    def goes_on(self, piece: bytes) -> bool:
        """Tell whether the next piece, b"" for the end, goes on as UTF-8; a letter may be cut between two pieces."""
        text = self.held + piece if self.held else piece
        cut = len(text) - _begun_letter(text) if piece else len(text)
        self.held = text[cut:]
        ends = pa.py_buffer(np.array([0, cut], np.int32).tobytes())
        try:
            pa.StringArray.from_buffers(1, ends, pa.py_buffer(text)).validate(full=True)
        except pa.ArrowInvalid:
            return False
        return True


def _begun_letter(text: bytes) -> int:
    """Return how many bytes of a letter stand at the end of a text whose other bytes are to come."""
    for count in range(1, min(_LONGEST_LETTER, len(text) + 1)):
        byte = text[-count]
        if byte >= _LEADS[0]:
            return count if count < 2 + (byte >= _LEADS[1]) + (byte >= _LEADS[2]) else 0
    return 0


def pieces_of(file: BinaryIO, name: str, encoding: Encoding, size: int) -> Iterator[bytes]:
    """Give a text file in pieces of UTF-8 without a byte order mark.

    A byte that has no letter in a certain encoding is an error, in a guessed one it becomes U+FFFD.

    Parameters
    ----------
    file
        The file, at its beginning.
    name
        What its owner calls it.
    encoding
        How it was saved.
    size
        Bytes that are read at once.

    Raises
    ------
    ReadingError
        If the file is not in that encoding; the sentence names the line.
    """
    read = _checked if encoding.codec in _UTF8 else _recoded
    given = (piece for piece in read(file, name, encoding, size) if piece)
    first = next(given, b"").removeprefix(codecs.BOM_UTF8)
    if first:
        yield first
    yield from given


def _checked(file: BinaryIO, name: str, encoding: Encoding, size: int) -> Iterator[bytes]:
    checked, piece = Utf8(), b"begin"
    while piece:
        held, piece = checked.held, file.read(size)
        if not checked.goes_on(piece):
            try:
                (held + piece).decode("utf-8")
            except UnicodeDecodeError as error:
                raise _other_encoding(file, name, encoding, file.tell() - len(held + piece) + error.start) from error
        yield piece


def _recoded(file: BinaryIO, name: str, encoding: Encoding, size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict" if encoding.certain else "replace")
    piece = b"begin"
    while piece:
        piece = file.read(size)
        try:
            yield decoder.decode(piece, not piece).encode("utf-8", "replace")
        except UnicodeError as error:
            at = file.tell() - len(piece) + getattr(error, "start", 0)
            raise _other_encoding(file, name, encoding, at) from error


def _other_encoding(file: BinaryIO, name: str, encoding: Encoding, at: int) -> ReadingError:
    """Say from about which line on a file is not in its encoding."""
    file.seek(0)
    line = 1 + sum(piece.count(b"\n") for piece in iter(lambda: file.read(min(_PIECE, at - file.tell())), b""))
    return ReadingError(
        f"{name}: the file is not in {ENCODINGS.get(encoding.codec, encoding.codec)} from about line {line:,} on; "
        "choose another encoding, or leave it to be found out."
    )
