"""A table of any origin, its columns mapped, and our own tables coming back: cells as written to flat columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.days import EMPTY, MONTH, PRECISIONS, REASONS, YEAR, Evidence, read_days
from geo.formats.reading.mapping import event_type_of
from geo.formats.reading.model import Converted, Fault
from geo.formats.reading.numbers import NOT_DEGREES, NOT_WHOLE, degrees, whole_numbers
from geo.incident_table import SCHEMA
from geo.schema import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from geo.formats.reading.days import Days
    from geo.formats.reading.model import Batch, Choices

    Converter = Callable[[Batch, tuple[str, ...], Choices], Converted]

NO_TYPE = "is a type of event that is not known here; choose which of the atlas's types it is"
NO_TYPE_AT_ALL = "is empty but has to be filled in; or choose one type for all rows"
TITLE_CHARACTERS = 90
_TEXTS = ("id", "title", "summary", "place_as_written", "municipality", "country", "sub_event_type", "actor1",
          "actor2", "source", "url")  # fmt: skip
_WHOLE = ("killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high", "radius_m")
#: columns of the flat table that are made anew whenever it is read
_MADE = frozenset({"search_text", "cell_x", "cell_y"})


@dataclass(slots=True)
class _Converting:
    """One batch while it is converted."""

    batch: Batch
    header: tuple[str, ...]
    columns: dict[str, pa.Array] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def cells(self, name: str) -> pa.Array:
        return self.batch.cells.column(self.header.index(name))

    def fault(self, wrong: NDArray[np.bool_], name: str, reason: str) -> None:
        """Note that the cells of a column are no use."""
        at = np.flatnonzero(wrong)
        if len(at):
            values = self.cells(name).take(pa.array(at)).to_pylist()
            self.faults += [Fault(int(one), name, value, reason) for one, value in zip(at, values, strict=True)]

    def done(self) -> Converted:
        return Converted(self.columns, tuple(self.faults))


def convert_table(batch: Batch, header: tuple[str, ...], choices: Choices, *, serials: bool = False) -> Converted:
    """Turn cells of a mapped table into columns of the flat table.

    Parameters
    ----------
    batch, header
        Rows as written.
    choices
        `mapping` says which column means what, `date_order` how 03/04/2004 is meant, `event_types` and `event_type`
        what the types as written are.
    serials
        Whether the dates are days as Excel numbers them.
    """
    work = _Converting(batch, header)
    mapping = {flat: name for flat, name in choices.mapping.items() if name in header}
    for flat in _TEXTS:
        if flat in mapping:
            work.columns[flat] = pc.utf8_trim_whitespace(work.cells(mapping[flat]))
    _numbers(work, mapping)
    _days(work, mapping, choices, serials=serials)
    _event_types(work, mapping, choices)
    if "place_precision" in mapping:
        written = pc.utf8_lower(pc.utf8_trim_whitespace(work.cells(mapping["place_precision"])))
        work.columns["place_precision"] = written
    if "title" not in mapping and "summary" in mapping:
        work.columns["title"] = _titles(work.columns["summary"])
    return work.done()


def table_converter(evidence: Evidence) -> Converter:
    """Return `convert_table` for a file whose dates were looked through."""

    def convert(batch: Batch, header: tuple[str, ...], choices: Choices) -> Converted:
        return convert_table(batch, header, choices, serials=evidence.all_serials)

    return convert


def convert_flat(batch: Batch, header: tuple[str, ...], choices: Choices) -> Converted:  # noqa: ARG001 (every layout)
    """Turn cells of the flat table, or of another export of ours, back into its columns; texts stay as they are."""
    work = _Converting(batch, header)
    for column in SCHEMA:
        if column.name not in header or column.name in _MADE:
            continue
        cells = work.cells(column.name)
        if pa.types.is_string(column.type):
            work.columns[column.name] = cells
        elif pa.types.is_date(column.type):
            days = read_days(cells)
            work.columns[column.name] = pa.array(days.first if column.name == "first_day" else days.last)
            _day_faults(work, days, column.name)
        elif pa.types.is_floating(column.type):
            _degrees(work, column.name, column.name)
        else:
            numbers, wrong = whole_numbers(cells)
            work.columns[column.name] = numbers
            work.fault(wrong, column.name, NOT_WHOLE)
    return work.done()


def _numbers(work: _Converting, mapping: Mapping[str, str]) -> None:
    for flat in _WHOLE:
        if flat in mapping:
            work.columns[flat], wrong = whole_numbers(work.cells(mapping[flat]))
            work.fault(wrong, mapping[flat], NOT_WHOLE)
    for flat in ("latitude", "longitude"):
        if flat in mapping:
            _degrees(work, flat, mapping[flat])


def _degrees(work: _Converting, flat: str, name: str) -> None:
    numbers, wrong = degrees(work.cells(name), "NS" if flat == "latitude" else "EW")
    work.columns[flat] = pa.array(numbers, pa.float64(), mask=np.isnan(numbers))
    work.fault(wrong, name, NOT_DEGREES)


def _days(work: _Converting, mapping: Mapping[str, str], choices: Choices, *, serials: bool) -> None:
    if "first_day" in mapping:
        begun = read_days(work.cells(mapping["first_day"]), choices.date_order, serials=serials)
        _day_faults(work, begun, mapping["first_day"])
    elif "year" in mapping:
        begun = read_days(_joined(work, mapping))
        _day_faults(work, begun, mapping["year"])
    else:
        return
    first, last, precision = begun.first, begun.last, begun.precision
    if "last_day" in mapping:
        ended = read_days(work.cells(mapping["last_day"]), choices.date_order, serials=serials)
        _day_faults(work, ended, mapping["last_day"], may_be_empty=True)
        given = ended.fault == 0
        precision = _of_spans(begun, ended, given)
        last = np.where(given, ended.last, last)
    work.columns |= {"first_day": pa.array(first), "last_day": pa.array(last), "date_precision": precision}


def _day_faults(work: _Converting, days: Days, name: str, *, may_be_empty: bool = False) -> None:
    for code, reason in REASONS.items():
        if not (may_be_empty and code == EMPTY):
            work.fault(days.fault == code, name, reason)


def _joined(work: _Converting, mapping: Mapping[str, str]) -> pa.Array:
    """Join year, month and day as far as they are given, in words that `read_days` knows."""
    year, month, day = (
        pc.replace_substring_regex(pc.utf8_trim_whitespace(work.cells(mapping[part])), r"\.0$", "")
        if part in mapping
        else pa.array([""] * work.batch.cells.num_rows)
        for part in ("year", "month", "day")
    )
    whole = pc.binary_join_element_wise(year, pc.utf8_lpad(month, 2, "0"), pc.utf8_lpad(day, 2, "0"), "-")
    named = pc.binary_join_element_wise(day, month, year, " ")
    dated = pc.if_else(pc.match_substring_regex(month, r"^\d+$"), whole, named)
    monthly = pc.if_else(
        pc.match_substring_regex(month, r"^\d+$"),
        pc.binary_join_element_wise(year, pc.utf8_lpad(month, 2, "0"), "-"),
        pc.binary_join_element_wise(month, year, " "),
    )
    known = pc.if_else(pc.not_equal(day, ""), dated, monthly)
    return pc.if_else(pc.not_equal(month, ""), known, year)


def _of_spans(begun: Days, ended: Days, given: NDArray[np.bool_]) -> pa.Array:
    """Return the precision of dates with a first and a last one."""
    words = {word: code for code, word in enumerate(PRECISIONS.to_pylist())}
    one, other = (np.array([words[word] for word in days.precision.to_pylist()]) for days in (begun, ended))
    same = (begun.first == ended.first) & (begun.last == ended.last)
    spans = np.full(len(one), "days", "U6")
    spans[(one == MONTH) & (other == MONTH)] = "season"
    spans[(one == YEAR) & (other == YEAR)] = "year"
    return pc.if_else(pa.array(given & ~same), pa.array(spans), begun.precision)


def _event_types(work: _Converting, mapping: Mapping[str, str], choices: Choices) -> None:
    """Give every row its type: as chosen for the words of the file, as the words say, as chosen for all."""
    name = mapping.get("event_type", "")
    if not name:
        work.columns["event_type"] = pa.array([choices.event_type] * work.batch.cells.num_rows, pa.string())
        return
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(work.cells(name)))
    texts = encoded.dictionary.to_pylist()
    kinds = [type_of(text, choices) for text in texts]
    at = encoded.indices.to_numpy(zero_copy_only=False)
    work.columns["event_type"] = pa.array(kinds, pa.string()).take(encoded.indices)
    for unknown, reason in ((True, NO_TYPE), (False, NO_TYPE_AT_ALL)):
        open_ones = np.array([not kind and bool(text) is unknown for kind, text in zip(kinds, texts, strict=True)])
        work.fault(open_ones[at], name, reason)


def type_of(text: str, choices: Choices) -> str:
    """Return the type of event that a text as written stands for, "" if that is open."""
    chosen = choices.event_types.get(text, "")
    known = chosen if chosen in set(EventType) else event_type_of(text)
    return known or choices.event_type


def _titles(summaries: pa.Array) -> pa.Array:
    """Return the beginning of each text as a title."""
    line = pc.utf8_trim_whitespace(pc.replace_substring_regex(summaries, r"\s+", " "))
    short = pc.utf8_rtrim(pc.utf8_slice_codeunits(line, 0, TITLE_CHARACTERS - 1), " ,;:")
    long = pc.greater(pc.utf8_length(line), TITLE_CHARACTERS)
    return pc.if_else(long, pc.binary_join_element_wise(short, "\N{HORIZONTAL ELLIPSIS}", ""), line)
