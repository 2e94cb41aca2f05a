"""What the rows of a batch must satisfy, whole columns at a time, and the reason for each row that does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.checks import CONTROL
from geo.csvfile import MAX_CHARACTERS
from geo.formats.reading.model import Fault, Layout
from geo.schema import ActorKind, DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.formats.reading.model import Batch, Choices

EARLIEST = date(1800, 1, 1)
#: the most degrees of a latitude and of a longitude
NORTH, EAST = 90, 180
#: column of the flat table -> the words that it may hold
WORDS: Mapping[str, tuple[str, ...]] = {
    "event_type": tuple(EventType),
    "date_precision": tuple(DatePrecision),
    "place_precision": ("", *PlacePrecision),
    "actor1_kind": ("", *ActorKind),
    "actor2_kind": ("", *ActorKind),
}
#: column of the flat table -> what ACLED, UCDP GED and GDELT call it
NATIVE: Mapping[str, tuple[str, ...]] = {
    "id": ("event_id_cnty", "globaleventid", "id"),
    "first_day": ("event_date", "date_start", "sqldate"),
    "last_day": ("date_end", "event_date", "sqldate"),
    "place_as_written": ("location", "where_coordinates", "actiongeo_fullname"),
    "latitude": ("latitude", "actiongeo_lat"),
    "longitude": ("longitude", "actiongeo_long"),
    "killed_low": ("low",),
    "killed_best": ("best", "fatalities"),
    "killed_high": ("high",),
}
COUNTS = (("killed_low", "killed_best", "killed_high"), ("injured_low", "injured_best", "injured_high"))
NOT_EMPTY = "is empty but has to be filled in"
ONLY_ONE = "is empty though the other coordinate is given; fill in both or none"
ZERO = "is a point in the Gulf of Guinea that stands for coordinates that are not known; empty both or correct them"
SWAPPED = "is no latitude, but would be a longitude; look whether the two are swapped, and say so in the settings"
#: below the blank, save tab and line ends
_CONTROL_BYTES = np.isin(np.arange(256), [*range(9), 11, 12, *range(14, 32), 127])
_NONCHARACTER_BYTE = 0xEF
_BLANK = 32
_DELETE = 127


@dataclass(slots=True)
class Checking:
    """The faults of one batch while they are found; `names` says what the file calls a column of the flat table."""

    batch: Batch
    header: tuple[str, ...]
    names: Mapping[str, str]
    columns: Mapping[str, pa.Array]
    faults: list[Fault] = field(default_factory=list)

    def faulty(self) -> NDArray[np.bool_]:
        """Return which rows have a fault so far."""
        flags = np.zeros(self.batch.cells.num_rows, np.bool_)
        flags[[fault.position for fault in self.faults]] = True
        return flags

    def fault(self, wrong: NDArray[np.bool_], flat: str, reason: str) -> None:
        """Note that a column of the flat table does not hold what it must."""
        name = self.names.get(flat, flat)
        for at in np.flatnonzero(wrong).tolist():
            self.faults.append(Fault(at, name, self.written(flat, at), reason))

    def written(self, flat: str, at: int) -> str:
        """Return what the file says in one cell; what was made of it where the file has no such column."""
        name = self.names.get(flat, flat)
        if name in self.header:
            return str(self.batch.cells.column(self.header.index(name))[at])
        value = self.columns[flat][at].as_py()
        return "" if value is None else str(value)

    def numbers(self, flat: str) -> NDArray[np.float64]:
        """Return a column of numbers, NaN for null."""
        return floats(self.columns[flat])


def check_columns(checking: Checking, today: date) -> None:
    """Check columns against the range and the words that they may hold; rows that are faulty already keep their faults.

    Parameters
    ----------
    checking
        A batch, complete columns of the flat table; the faults found are added.
    today
        Dates after the day after it are faults.
    """
    known = checking.faulty()
    _check_texts(checking)
    _check_dates(checking, today, known)
    _check_points(checking, known)
    for flat, words in WORDS.items():
        wrong = ~flags(pc.is_in(checking.columns[flat], pa.array(words, pa.string())))
        allowed = ", ".join(filter(None, words))
        checking.fault(wrong & ~known, flat, f"is none of the allowed words; use one of: {allowed}")
    _check_numbers(checking)


def _check_texts(checking: Checking) -> None:
    """Find cells that no table may hold, whatever their column means."""
    for name, column in zip(checking.header, checking.batch.cells.columns, strict=True):
        if not len(column):
            continue
        if int(pc.max(pc.binary_length(column)).as_py() or 0) > MAX_CHARACTERS:
            long = flags(pc.greater(pc.utf8_length(column), MAX_CHARACTERS))
            _fault_cells(checking, name, column, long, f"has more than {MAX_CHARACTERS:,} characters; shorten it")
        if _may_hold_control(column):
            texts = column.to_pylist()
            such = np.array([CONTROL.search(text) is not None for text in texts])
            _fault_cells(checking, name, column, such, "holds an invisible control character; retype the cell")


def _fault_cells(checking: Checking, name: str, column: pa.Array, wrong: NDArray[np.bool_], reason: str) -> None:
    for at in np.flatnonzero(wrong).tolist():
        checking.faults.append(Fault(at, name, str(column[at]), reason))


def _may_hold_control(column: pa.Array) -> bool:
    """Tell by the bytes of a column whether a text may hold a sign that `CONTROL` finds; quick, as nearly none does."""
    content = column.buffers()[2]
    if content is None or not content.size:
        return False
    offsets = np.frombuffer(column.buffers()[1], np.int32)
    signs = np.frombuffer(content, np.uint8)[offsets[column.offset] : offsets[column.offset + len(column)]]
    if not len(signs):
        return False
    if signs.min() < _BLANK and _CONTROL_BYTES[signs[signs < _BLANK]].any():
        return True
    highest = signs.max()
    return bool(highest >= _DELETE and (signs == _DELETE).any()) or bool(
        highest >= _NONCHARACTER_BYTE and (signs == _NONCHARACTER_BYTE).any()
    )


def _check_dates(checking: Checking, today: date, known: NDArray[np.bool_]) -> None:
    first, last = (days(checking.columns[flat]) for flat in ("first_day", "last_day"))
    missing = np.isnat(first) | np.isnat(last)
    checking.fault(missing & ~known, "first_day", NOT_EMPTY)
    checking.fault(first > last, "last_day", "lies before the first day; look which of the two is wrong")
    late = first > np.datetime64(today + timedelta(days=1), "D")  # a day of grace for time zones
    checking.fault(late, "first_day", f"lies in the future (today is {today.isoformat()}); correct the date")
    early = first < np.datetime64(EARLIEST, "D")
    checking.fault(early, "first_day", f"lies before {EARLIEST.year}; look whether the year is right")


def _check_points(checking: Checking, known: NDArray[np.bool_]) -> None:
    latitude, longitude = (checking.numbers(flat) for flat in ("latitude", "longitude"))
    for flat, own, other in (("latitude", latitude, longitude), ("longitude", longitude, latitude)):
        checking.fault(np.isnan(own) & ~np.isnan(other) & ~known, flat, ONLY_ONE)
    turned = (np.abs(latitude) > NORTH) & (np.abs(latitude) <= EAST) & (np.abs(longitude) <= NORTH)
    checking.fault(turned, "latitude", SWAPPED)
    for flat, own, limit in (("latitude", latitude, NORTH), ("longitude", longitude, EAST)):
        beyond = (np.abs(own) > limit) & ~turned
        checking.fault(beyond, flat, f"is not between -{limit} and {limit} degrees; correct it, or turn it into WGS 84")
    checking.fault((latitude == 0) & (longitude == 0), "latitude", ZERO)
    radius = checking.numbers("radius_m")
    checking.fault(radius <= 0, "radius_m", "is not a distance; give metres above 0")


def _check_numbers(checking: Checking) -> None:
    for names in COUNTS:
        low, best, high = (checking.numbers(flat) for flat in names)
        for flat, own in zip(names, (low, best, high), strict=True):
            checking.fault(own < 0, flat, "is below 0, the least possible; correct it")
        checking.fault(low > best, names[0], "is more than the best number; order them low, best, high")
        checking.fault(best > high, names[1], "is more than the highest number; order them low, best, high")
        checking.fault((low > high) & np.isnan(best), names[0], "is more than the highest number; order them low, high")


def fault_repeats(checking: Checking, repeated: Mapping[int, int]) -> None:
    """Note identifiers that stood in the file before; `repeated` is position -> line of the first."""
    for at, line in sorted(repeated.items()):
        reason = f"is the identifier of line {line:,} already; the first one stays, give this row its own"
        checking.faults.append(Fault(at, checking.names.get("id", "id"), checking.written("id", at), reason))


def column_names(header: tuple[str, ...], choices: Choices) -> dict[str, str]:
    """Return what a file calls the columns of the flat table, as far as that is known."""
    plain = {name.strip().lower(): name for name in reversed(header)}
    native = {flat: next((plain[one] for one in names if one in plain), "") for flat, names in NATIVE.items()}
    own = {} if choices.layout in {Layout.TABLE, Layout.FLAT, None} else native
    named = {**own, **{flat: name for flat, name in choices.mapping.items() if name in header}}
    if "first_day" not in named and "year" in named:
        named["first_day"] = named["year"]
    return {flat: name for flat, name in named.items() if name}


def by_row(faults: Sequence[Fault]) -> dict[int, list[Fault]]:
    """Return the faults of each faulty row, in the order of the rows; one told twice is one."""
    rows: dict[int, list[Fault]] = {}
    for fault in sorted(faults, key=lambda one: one.position):
        told = rows.setdefault(fault.position, [])
        if fault not in told:
            told.append(fault)
    return rows


def floats(column: pa.Array) -> NDArray[np.float64]:
    """Return a column of numbers as float64, NaN for null."""
    numbers = pc.fill_null(pc.cast(column, pa.float64()), np.nan)
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.float64)


def days(column: pa.Array) -> NDArray[np.datetime64]:
    """Return a column of days as `datetime64[D]`, NaT for null."""
    numbers = pc.cast(column, pa.int32()).to_numpy(zero_copy_only=False)
    if column.null_count:
        empty = np.isnan(numbers)
        return np.where(empty, np.datetime64("NaT", "D"), np.where(empty, 0, numbers).astype(np.int64).astype("M8[D]"))
    return np.asarray(numbers.astype(np.int64).astype("M8[D]"))


def flags(column: Any) -> NDArray[np.bool_]:  # noqa: ANN401 (Arrow ships no annotations)
    """Return a column of booleans, False for null."""
    return np.asarray(pc.fill_null(column, fill_value=False).to_numpy(zero_copy_only=False), np.bool_)
