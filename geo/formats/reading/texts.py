"""Every value of a foreign file as the text that its owner would write: dates as ISO, numbers without loss."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.checks import CONTROL
from geo.csvfile import MAX_CHARACTERS
from geo.errors import ReadingError
from geo.formats.reading.limits import MOST_COLUMNS
from geo.formats.reading.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

TOO_LONG = f"has more than {MAX_CHARACTERS:,} characters; shorten it"
HIDDEN = "holds an invisible control character; retype the cell"
_MIDNIGHT = r"[ T]00:00:00(\.0+)?$"


def unique_header(header: Iterable[str], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of columns, each once and none blank, and sentences on what was renamed.

    Raises
    ------
    ReadingError
        If no column has a name, or there are more than anybody can map.
    """
    written = [CONTROL.sub("", cell).strip() for cell in header]
    if not any(written):
        raise ReadingError(f"{name}: the header line is empty; write the names of the columns there.")
    if len(written) > MOST_COLUMNS:
        raise ReadingError(
            f"{name}: the table has {len(written):,} columns and at most {MOST_COLUMNS:,} are read; leave out those "
            "that are not needed."
        )
    names: list[str] = []
    notes = []
    taken = set(written)
    for at, cell in enumerate(written, 1):
        wanted = cell or f"column {at}"
        if not cell or cell in names:
            wanted = _free(wanted, taken)
            notes.append(
                f'Column {at} has the name of another column, "{cell[:80]}"; it is called "{wanted[:80]}" here.'
                if cell
                else f'Column {at} has no name; it is called "{wanted}" here.'
            )
        names.append(wanted)
        taken.add(wanted)
    return tuple(names), tuple(notes)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name


def string_batch(header: Sequence[str], columns: Sequence[pa.Array]) -> pa.RecordBatch:
    """Return the columns, whatever their types, as texts; a missing value is ""."""
    return pa.RecordBatch.from_arrays([texts(column) for column in columns], names=list(header))


def texts(column: pa.Array) -> pa.StringArray:
    """Return a column of any type as texts.

    Numbers lose nothing and have no needless ".0", dates and times are ISO (midnight without a zone is the day alone),
    truth is true or false, nested values are JSON, bytes are hexadecimal, what is missing or not a number is "".
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return texts(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind):
        return _moments(column)
    if pa.types.is_floating(kind):
        wide = column if kind != pa.float16() else column.cast(pa.float32())
        return pc.if_else(pc.is_finite(wide), wide.cast(pa.string()), "").fill_null("")
    for told, words in _BY_HAND:
        if told(kind):
            written = ["" if value is None else words(value) for value in column.to_pylist()]
            return pa.array(written, pa.string())
    return column.cast(pa.string()).fill_null("")


def _moments(column: pa.Array) -> pa.StringArray:
    text = column.cast(pa.string())
    if column.type.tz is None:
        text = pc.replace_substring_regex(text, _MIDNIGHT, "")
    text = pc.replace_substring_regex(text, r"\.0+(Z|[+-]|$)", r"\1")
    return pc.replace_substring(text, " ", "T", max_replacements=1).fill_null("")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


#: types that Arrow does not write as text itself, and how a value of them is written
_BY_HAND: tuple[tuple[Callable[[pa.DataType], bool], Callable[[Any], str]], ...] = (
    (pa.types.is_nested, _json),
    (pa.types.is_binary, bytes.hex),
    (pa.types.is_large_binary, bytes.hex),
    (pa.types.is_fixed_size_binary, bytes.hex),
    (pa.types.is_duration, str),
    (pa.types.is_interval, str),
)


def cell_faults(cells: pa.RecordBatch, *, hidden: bool = True) -> list[Fault]:
    """Return the cells that hold more than a spreadsheet takes, or (if `hidden`) a control character."""
    faults = []
    for name, column in zip(cells.schema.names, cells.columns, strict=True):
        if lengths(column).max(initial=0) > MAX_CHARACTERS:
            long = np.flatnonzero(pc.utf8_length(column).to_numpy() > MAX_CHARACTERS)
            faults += [Fault(int(at), name, column[int(at)].as_py()[:80], TOO_LONG) for at in long]
        if hidden:
            bad = np.flatnonzero(pc.match_substring_regex(column, CONTROL_RE2).to_numpy(zero_copy_only=False))
            faults += [Fault(int(at), name, column[int(at)].as_py(), HIDDEN) for at in bad]
    return sorted(faults, key=lambda fault: fault.position)


#: the same signs as `CONTROL`, written for the engine of Arrow
CONTROL_RE2 = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{fffe}\x{ffff}]"


def lengths(column: pa.StringArray) -> NDArray[np.int32]:
    """Return how many bytes each text of a column takes."""
    offsets = np.frombuffer(column.buffers()[1], np.int32) if len(column) else np.zeros(1, np.int32)
    return np.diff(offsets[column.offset : column.offset + len(column) + 1])
