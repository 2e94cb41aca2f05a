"""A PDF as pictures, and a picture as PNG that says what it shows.

The PNG is written here and not by an imaging library: a drawn page is flat colours and their edges, so 256 colours
and no filter are smaller and several times quicker, and the bytes do not change with a library.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import closing
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SnapshotError
from geo.snapshot.forms.colours import less_squares, squares_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

SPEC_KEYWORD, ALT_KEYWORD = "incident-atlas-view", "Description"
#: A3 at 800 dots per inch; more would take more than half a gigabyte
MOST_PIXELS = 125_000_000
#: how many colours a PNG holds, how many of them are those that cover most, how many are looked at for the others
_COLOURS, _BY_AREA, _LOOKED_AT = 256, 160, 8192
_LEVEL = 3
_INCH_M = 0.0254
#: rows of colours compared with the palette at once
_BATCH = 4096
#: pdfium may be entered by one thread at a time only
_PDFIUM = Lock()


def pages_in(pdf: bytes) -> int:
    """Return how many pages a PDF has.

    Raises
    ------
    SnapshotError
        If it is no PDF.
    """
    with _PDFIUM, closing(_opened(pdf)) as document:
        return len(document)


def pictures_of(pdf: bytes, dpi: int, pages: Sequence[int] | None = None) -> list[Image]:
    """Return pages of a PDF as RGB pictures, all of them or those with these numbers, counted from 0.

    Raises
    ------
    SnapshotError
        If it is no PDF, has no page of that number, or a picture would be too large.
    """
    with _PDFIUM, closing(_opened(pdf)) as document:
        numbers = range(len(document)) if pages is None else pages
        missing = [n for n in numbers if not 0 <= n < len(document)]
        if missing:
            raise SnapshotError(f"The PDF has {len(document)} pages; there is no page {missing[0] + 1} to draw.")
        return [_picture(document[n], dpi) for n in numbers]


def _opened(pdf: bytes) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise SnapshotError(f"This is no PDF that can be drawn: {error}") from error


def _picture(page: PdfPage, dpi: int) -> Image:
    width, height = (side * dpi / 72 for side in page.get_size())
    if dpi < 1 or width * height > MOST_PIXELS:
        raise SnapshotError(f"At {dpi} dpi a page would be {width:.0f} by {height:.0f} pixels: ask for another number.")
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    picture: Image = bitmap.to_pil()
    bitmap.close()
    page.close()
    return picture


def png_of(picture: Image, dpi: int, spec: str, alt: str) -> bytes:
    """Return a picture as PNG with its resolution, the view it shows and its text twin; same picture, same bytes.

    Up to 256 colours are kept as they are. Of more, 256 are kept, and every other, which is in the edge of a letter or
    a line, becomes the nearest of them.
    """
    palette, indices = _indexed(picture)
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter, none
    rows[:, 1:] = indices
    per_metre = round(dpi / _INCH_M)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"sRGB", b"\0"),
            _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
            _text(SPEC_KEYWORD, spec),
            _text(ALT_KEYWORD, alt),
            _chunk(b"PLTE", palette.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.data, _LEVEL)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(kind)))


def _text(keyword: str, text: str) -> bytes:
    """Return a chunk with a compressed international text, or nothing for no text."""
    if not text:
        return b""
    packed = zlib.compress(text.encode("utf-8", "replace"), 9)
    return _chunk(b"iTXt", keyword.encode() + b"\0\1\0\0\0" + packed)


def _indexed(picture: Image) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a palette (colours, 3) and the number of the colour of every pixel (height, width)."""
    import pandas as pd

    rgb = picture if picture.mode == "RGB" else picture.convert("RGB")
    # a pixel and the first byte of the next are read as one whole number, which is quicker than to put it together
    packed = rgb.tobytes() + b"\0"
    pixels = np.ndarray((rgb.width * rgb.height,), "<u4", packed, strides=(3,)) & 0xFFFFFF
    # most pixels are like their neighbour: what is counted and looked up is runs of one colour
    starts = np.flatnonzero(pixels[1:] != pixels[:-1]) + 1
    starts = np.concatenate([np.zeros(1, starts.dtype), starts])
    lengths = np.diff(starts, append=pixels.size)
    codes, seen = pd.factorize(pixels[starts])
    colours: NDArray[np.uint32] = seen.astype(np.uint32, copy=False)
    kept = _kept(colours, np.bincount(codes, weights=lengths).astype(np.float64, copy=False))
    indices = np.repeat(_nearest(colours, kept)[codes], lengths)
    return _channels(kept).astype(np.uint8), indices.reshape(rgb.height, rgb.width)


def _kept(colours: NDArray[np.uint32], areas: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Return at most 256 colours, in the order of their numbers.

    Most of them are those that cover most. The others are far from all of these, one by one, so that a small symbol
    keeps the colour of its class on a page full of grey edges of letters.
    """
    if len(colours) <= _COLOURS:
        return np.sort(colours)
    order = np.lexsort((colours, -areas))[:_LOOKED_AT]
    colours, weights = colours[order], np.sqrt(areas[order])
    channels = _channels(colours)
    squares = squares_of(channels)
    chosen = list(range(_BY_AREA))
    away = squares + less_squares(channels, channels[:_BY_AREA]).min(axis=1)
    while len(chosen) < _COLOURS:
        farthest = int((away * weights).argmax())
        chosen.append(farthest)
        away = np.minimum(away, squares + less_squares(channels, channels[farthest : farthest + 1])[:, 0])
    return np.unique(colours[chosen])


def _channels(colours: NDArray[np.uint32]) -> NDArray[np.float32]:
    return np.stack([(colours >> shift) & 0xFF for shift in (0, 8, 16)], axis=1).astype(np.float32)


def _nearest(colours: NDArray[np.uint32], kept: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return for every colour the number of the nearest one that is kept."""
    if len(colours) == len(kept):
        return np.searchsorted(kept, colours).astype(np.uint8)
    channels, target = _channels(colours), _channels(kept)
    batches = range(0, len(colours), _BATCH)
    return np.concatenate([less_squares(channels[n : n + _BATCH], target).argmin(axis=1) for n in batches]).astype(
        np.uint8
    )
