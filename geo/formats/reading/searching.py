"""The searched text of a million rows: `gazetteer.names.search_key`, row by row the same, but by whole columns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.names import search_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: no byte of a text in ASCII; it ends a row while all rows are folded as one
_END = b"\xff"
_LETTER_BETWEEN = 3
_ROWS_AT_ONCE = 8192  # some megabytes, which the nearest memory holds


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
    joined = pc.binary_join_element_wise(*columns, " ")
    plain = pc.string_is_ascii(joined)
    if pc.all(plain).as_py():
        return _folded(joined)
    simple = plain.to_numpy(zero_copy_only=False)
    quick = _folded(pc.filter(joined, plain))
    slow = pa.array([search_key(text) for text in pc.filter(joined, pc.invert(plain)).to_pylist()], pa.string())
    order = np.where(simple, np.cumsum(simple) - 1, len(quick) + np.cumsum(~simple) - 1)
    return pa.concat_arrays([quick, slow]).take(pa.array(order))


def _folded(texts: pa.Array) -> pa.Array:
    """Return the keys of texts that are plain ASCII."""
    if not len(texts):
        return texts
    rows = pc.binary_join_element_wise(texts.cast(pa.binary()), _END, b"")
    table, dropped = _table()
    start, end = (int(offset) for offset in _offsets(rows)[[0, -1]])
    folded = np.frombuffer(rows.buffers()[2][start:end].to_pybytes().translate(table, dropped), np.uint8)
    blank = folded == ord(" ")
    beginning = np.concatenate([[True], blank[:-1] | (folded[:-1] == ord("\n"))])
    folded = folded[~(blank & beginning)]  # one blank of many is left, none at the beginning of a row
    ends = np.flatnonzero(folded == ord("\n"))
    trailing = ends[(ends > 0) & (folded[ends - 1] == ord(" "))] - 1
    left = np.ones(len(folded), np.bool_)
    left[ends] = left[trailing] = False
    lost = np.arange(1, len(ends) + 1) + np.searchsorted(trailing, ends)  # line ends and blanks up to each end
    offsets = np.concatenate([[0], ends + 1 - lost]).astype(np.int32)
    content = folded[left].tobytes()
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets.tobytes()), pa.py_buffer(content))


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
    folded[_END[0]] = ord("\n")
    return bytes(folded), bytes(dropped)
