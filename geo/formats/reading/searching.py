"""The searched text of a million rows: `gazetteer.names.search_key`, row by row the same, but by whole columns.

All rows are folded as one run of bytes. A letter beyond ASCII is replaced where it stands, as its key is never longer
than its UTF-8; rows with other signs, and rows in which a word mixes scripts, are left to `search_key` itself.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.names import search_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

#: no byte of UTF-8; it ends a row while all rows are folded as one
_END = 0xFF
#: no byte of UTF-8 either; it stands where nothing is left
_NOTHING = 0xFE
_MARK = np.uint8(_NOTHING)
_BLANK, _LINE = ord(" "), ord("\n")
_ROWS_AT_ONCE = 8192  # some megabytes, which the nearest memory holds
_LETTER_BETWEEN = 3
#: bytes of UTF-8 that begin a sign of two, three and four bytes
_LEAST_LEAD, _THREE_BYTES, _FOUR_BYTES = 0xC0, 0xE0, 0xF0
#: Latin letters with marks and without, signs of writing, Cyrillic; what stands in two or three bytes of UTF-8
_FOLDED = (range(0xA0, 0x250), range(0x400, 0x460), range(0x1E00, 0x1F00), range(0x2000, 0x2070), range(0x20A0, 0x20C0))
_CODES = 0x2100
_CYRILLIC = range(0x400, 0x500)
#: the only letter whose key is longer than its UTF-8, and letters that have the same key together
_LONG = (0x429, 0x449)
_AS_LONG = "шхт".encode()
#: a word, or more than one, in two scripts
_MIXED = r"\p{Latin}\S*[\x{400}-\x{4ff}]|[\x{400}-\x{4ff}]\S*\p{Latin}"


def search_texts(*columns: pa.Array) -> pa.Array:
    """Return what a search for words looks at.

    Parameters
    ----------
    columns
        Texts without nulls, all of one length.

    Returns
    -------
    string array
        For every row `search_key` of its texts joined by blanks.
    """
    starts = range(0, len(columns[0]), _ROWS_AT_ONCE)
    pieces = [_keys([column.slice(start, _ROWS_AT_ONCE) for column in columns]) for start in starts]
    return pa.concat_arrays(pieces) if pieces else pa.array([], pa.string())


def _keys(columns: list[pa.Array]) -> pa.Array:
    rows = pc.binary_join_element_wise(*(column.cast(pa.binary()) for column in columns), bytes([_END]), b" ")
    start, end = (int(offset) for offset in _offsets(rows)[[0, -1]])
    content, others = _with_letters_replaced(rows.buffers()[2][start:end].to_pybytes(), rows)
    folded = _cut(content)
    if not len(others):
        return folded
    mask = np.zeros(len(rows), np.bool_)
    mask[others] = True
    keys = [search_key(text) for text in _texts(rows, others).to_pylist()]
    return pc.replace_with_mask(folded, pa.array(mask), pa.array(keys, pa.string()))


def _with_letters_replaced(content: bytes, rows: pa.Array) -> tuple[bytes, NDArray[np.int64]]:
    """Return the rows with the keys of letters in their place, and which rows have to be folded one by one."""
    signs = _bytes(content)
    leads = np.flatnonzero(signs >= _LEAST_LEAD)
    ended = signs[leads] == _END
    ends, leads = leads[ended], leads[~ended]
    if not len(leads):
        return content, leads
    first, codes, after = _codes(signs, leads)
    if any((codes == long).any() for long in _LONG):
        for letter in map(chr, _LONG):
            content = content.replace(letter.encode(), _AS_LONG)
        return _with_letters_replaced(content, rows)
    keys, signs = _letters(), signs.copy()
    known = (first < _FOUR_BYTES) & keys.known[np.minimum(codes, _CODES - 1)]
    codes[~known] = 0
    signs[leads], signs[leads + 1], signs[after] = keys.first[codes], keys.second[codes], _NOTHING
    others = np.unique(np.searchsorted(ends, leads[~known]))
    cyrillic = np.unique(np.searchsorted(ends, leads[(codes >= _CYRILLIC.start) & (codes < _CYRILLIC.stop)]))
    if len(cyrillic):
        mixed = pc.match_substring_regex(_texts(rows, cyrillic), _MIXED).to_numpy(zero_copy_only=False)
        others = np.union1d(others, cyrillic[mixed])
    return signs.tobytes(), others


def _codes(signs: Bytes, leads: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return the first byte and the code of each sign beyond ASCII, and where the third byte of each is."""
    first, second = signs[leads].astype(np.int32), signs[leads + 1].astype(np.int32)
    codes = (first & 0x1F) << 6 | second & 0x3F
    long = first >= _THREE_BYTES
    after = leads[long] + 2
    codes[long] = (first[long] & 0xF) << 12 | (second[long] & 0x3F) << 6 | signs[after].astype(np.int32) & 0x3F
    return first, codes, after


def _cut(content: bytes) -> pa.Array:
    """Return the rows of a run of bytes, folded, with one blank between words and none around them."""
    table, dropped = _table()
    signs = _bytes(content.translate(table, dropped))
    blank = signs == _BLANK
    first = np.ones(len(signs), np.bool_)
    np.logical_or(blank[:-1], signs[:-1] == _LINE, out=first[1:])  # of a row, or after a blank
    marked = np.maximum(signs, np.logical_and(blank, first).view(np.uint8) * _MARK).tobytes()
    rows = pa.array([marked.translate(None, _MARK.tobytes()).removesuffix(b"\n")], pa.binary())
    return pc.ascii_rtrim(pc.split_pattern(rows, b"\n").values.cast(pa.string()), " ")


def _texts(rows: pa.Array, chosen: NDArray[np.int64]) -> pa.Array:
    """Return some rows as they were before their end was marked."""
    marked = rows.take(pa.array(chosen))
    return pc.binary_slice(marked, 0, -2).cast(pa.string())


def _bytes(content: bytes) -> Bytes:
    return np.frombuffer(content, np.uint8)


def _offsets(rows: pa.Array) -> NDArray[np.int32]:
    offsets: NDArray[np.int32] = np.frombuffer(rows.buffers()[1], np.int32)
    return offsets[rows.offset : rows.offset + len(rows) + 1]


@cache
def _table() -> tuple[bytes, bytes]:
    """Return what each byte becomes, as `search_key` has it, and the bytes that it leaves out."""
    folded, dropped = bytearray(256), bytearray()
    for code in range(128):
        key = search_key(f"a{chr(code)}b")
        if len(key) < _LETTER_BETWEEN:
            dropped.append(code)
        folded[code] = ord(key[1:2])
    folded[_END] = _LINE
    return bytes(folded), bytes([*dropped, *range(128, _END)])


class _Letters(NamedTuple):
    """For each code of Unicode up to `_CODES`, whether its key is known, and the two letters of the key."""

    known: NDArray[np.bool_]
    first: Bytes
    second: Bytes


@cache
def _letters() -> _Letters:
    keys = _Letters(np.zeros(_CODES, np.bool_), *(np.full(_CODES, _NOTHING, np.uint8) for _ in range(2)))
    for code in (code for codes in _FOLDED for code in codes):
        key = _key_alone(chr(code))
        if key is not None and len(key) <= len(keys) - 1:
            keys.known[code] = True
            for place, letter in zip(keys[1:], key.encode(), strict=False):
                place[code] = letter
    return keys


def _key_alone(letter: str) -> str | None:
    """Return the key of a letter that is the same whatever stands beside it; None where there is none."""
    if unicodedata.combining(letter) or unicodedata.category(letter).startswith("M"):
        return None
    key = search_key(f"1{letter}1")[1:-1]
    return key if key.isascii() else None
