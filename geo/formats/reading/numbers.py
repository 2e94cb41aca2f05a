"""Numbers as tables write them: whole numbers, and degrees with point or comma, with or without minutes and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOT_WHOLE = "is not a whole number; write digits only, without separators, blanks or units"
NOT_DEGREES = "is not a coordinate; write degrees with a decimal point, for example 42.9068"
#: what people write where a number is not known
MISSING = pa.array(["", "na", "n/a", "nan", "null", "none", "unknown", "-", "--", "?", "\u2013", "\u2014"])
_WHOLE = r"^[+-]?\d{1,10}(?:[.,]0{1,2})?$"  # spreadsheets and pandas write 3 as 3.0
_DECIMAL = r"^[+-]?\d{1,15}(?:\.\d*)?$"
_MINUTES = (
    r"^(?P<sign>[+-]?)(?P<d>\d{1,3})\s*[°º:d ]\s*(?P<m>\d{1,2}(?:\.\d+)?)\s*(?:['’′:m ]\s*"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:\"|”|″|''|s)?\s*)?)?$"
)
_LETTER = r"^(?P<before>[NSEWnsew]?)\s*(?P<rest>[-+0-9].*?)\s*(?P<after>[NSEWnsew]?)$"
_SIXTY = 60
_MOST = 2**31 - 1


def whole_numbers(values: pa.Array) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Read whole numbers.

    Returns
    -------
    int32 array, boolean array
        The numbers, null where there is none; and which texts are no whole number.
    """
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(values))
    texts = pc.replace_substring(encoded.dictionary, "\u2212", "-")
    such = pc.match_substring_regex(texts, _WHOLE)
    digits = pc.replace_substring_regex(pc.if_else(such, texts, None), r"^\+|[.,]0{1,2}$", "")
    numbers = pc.cast(digits, pa.int64())
    such = pc.and_(such, pc.fill_null(pc.less_equal(pc.abs(numbers), _MOST), fill_value=False))
    wrong = pc.and_not(pc.invert(such), _missing(texts)).to_numpy(zero_copy_only=False)
    at = encoded.indices
    return pc.cast(pc.if_else(such, numbers, None), pa.int32()).take(at), wrong[at.to_numpy(zero_copy_only=False)]


def degrees(values: pa.Array, letters: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read degrees: 42.9068, 42,9068, -20.5°, 42.9 N, 42°54'25"N.

    Parameters
    ----------
    values
        Texts as written.
    letters
        The points of the compass that may stand beside them, the negative one last: "NS" or "EW".

    Returns
    -------
    float64 array, boolean array
        Degrees, NaN where there are none; and which texts are no degrees. Their range is not looked at.
    """
    trimmed = pc.utf8_trim_whitespace(values)
    filled = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    try:
        numbers = pc.cast(filled, pa.float64())
    except pa.ArrowInvalid:
        return _degrees(trimmed, letters)
    read = pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False)
    return (read, np.zeros(len(read), np.bool_)) if not np.isinf(read).any() else _degrees(trimmed, letters)


def _degrees(trimmed: pa.Array, letters: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    encoded = pc.dictionary_encode(trimmed)
    texts = pc.replace_substring(encoded.dictionary, "\u2212", "-")
    lettered = pc.extract_regex(texts, _LETTER)
    known = pc.is_valid(lettered)
    rest, before, after = (pc.struct_field(lettered, name) for name in ("rest", "before", "after"))
    letter = pc.utf8_upper(pc.fill_null(pc.binary_join_element_wise(before, after, ""), ""))
    rest = pc.if_else(pc.equal(pc.count_substring(rest, ","), 1), pc.replace_substring(rest, ",", "."), rest)
    rest = pc.replace_substring_regex(rest, r"\s*[°º]$", "")
    read = _read(pc.if_else(known, rest, ""))
    allowed = pc.is_in(letter, pa.array(["", *letters])).to_numpy(zero_copy_only=False)
    negative = pc.equal(letter, letters[-1]).to_numpy(zero_copy_only=False)
    read = np.where(negative, -read, read)
    read[~allowed] = np.nan
    wrong = np.isnan(read) & ~_missing(texts).to_numpy(zero_copy_only=False)
    at = encoded.indices.to_numpy(zero_copy_only=False)
    return read[at], wrong[at]


def _read(texts: pa.Array) -> NDArray[np.float64]:
    """Read decimal degrees, or degrees, minutes and seconds; NaN for anything else."""
    decimal = pc.if_else(pc.match_substring_regex(texts, _DECIMAL), texts, None)
    numbers = pc.fill_null(pc.cast(decimal, pa.float64()), np.nan).to_numpy(zero_copy_only=False)
    parts = pc.extract_regex(texts, _MINUTES)
    whole, minutes, seconds = (_number(pc.struct_field(parts, name)) for name in "dms")
    south = pc.fill_null(pc.equal(pc.struct_field(parts, "sign"), "-"), fill_value=False)
    sign = np.where(south.to_numpy(zero_copy_only=False), -1, 1)
    fine = (minutes < _SIXTY) & (seconds < _SIXTY) & pc.is_valid(parts).to_numpy(zero_copy_only=False)
    sexagesimal = np.where(fine, sign * (whole + minutes / _SIXTY + seconds / _SIXTY**2), np.nan)
    return np.where(np.isnan(numbers), sexagesimal, numbers)


def _number(texts: pa.Array) -> NDArray[np.float64]:
    """Return texts of digits as numbers; null and "" are 0."""
    filled = pc.if_else(pc.equal(texts, ""), None, texts)
    numbers = pc.fill_null(pc.cast(filled, pa.float64()), 0.0)
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.float64)


def _missing(texts: pa.Array) -> pa.Array:
    return pc.is_in(pc.utf8_lower(texts), MISSING)
