"""The bytes of a text file, whatever its encoding, as pieces of UTF-8."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from gazetteer.tables.encodings import ENCODINGS, Encoding, detect
from geo.errors import ReadingError
from geo.formats.reading.blocks import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_PIECE = 1 << 20
_UTF8 = ("utf-8", "utf-8-sig")


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
    decoder, piece = codecs.getincrementaldecoder("utf-8")(), begun
    while True:
        try:
            decoder.decode(piece, not piece)
        except UnicodeDecodeError:
            return detect([begun, piece])
        if not piece:
            return found
        piece = file.read(_PIECE)


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
    plain = encoding.codec in _UTF8
    codec = "utf-8" if plain else encoding.codec
    decoder = codecs.getincrementaldecoder(codec)("strict" if encoding.certain else "replace")
    line, first, piece = 1, True, b"begin"
    while piece:
        piece = file.read(size)
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeError as error:
            line += piece.count(b"\n", 0, getattr(error, "start", 0))
            raise ReadingError(
                f"{name}: the file is not in {ENCODINGS.get(encoding.codec, encoding.codec)} from about line {line:,} "
                "on; choose another encoding, or leave it to be found out."
            ) from error
        line += count_of(piece, "\n")
        given = piece if plain else text.encode("utf-8", "replace")
        if given:
            yield given.removeprefix(codecs.BOM_UTF8) if first else given
            first = False
