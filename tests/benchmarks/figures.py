"""Figures and the tables that they are printed in."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


HEADER = (
    "", "points", "bytes each", "file, MB", "first paint, ms", "step painted, ms", "p95", "processor, ms", "steps",
    "frames a second",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Times:
    """Durations of the same thing done several times, in milliseconds."""

    all_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """Return the middle duration."""
        return statistics.median(self.all_ms)

    @property
    def p95_ms(self) -> float:
        """Return the duration that one in twenty exceeds."""
        ordered = sorted(self.all_ms)
        return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of showing so many points: what it weighs and how quick it is; None where patience ran out."""

    what: str
    count: int
    bytes_each: float | None = None
    file_bytes: int | None = None
    first_paint_ms: float | None = None
    step: Times | None = None
    processor_ms: float | None = None
    frames_a_second: float | None = None
    reason: str = ""


def number(value: float | None, digits: int = 0) -> str:
    """Write a number with thousands separated; a dash if there is none."""
    return "-" if value is None else f"{value:,.{digits}f}"


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> str:
    """Lay a table out in plain text: the first column left, the others right."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width)
                  for column, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in (header, *rows)
    ]  # fmt: skip
    rule = "-" * max(map(len, lines))
    return "\n".join(["", title, rule, lines[0], rule, *lines[1:], rule, *notes])


def times_table(title: str, found: Sequence[tuple[str, Times]], notes: Sequence[str] = ()) -> str:
    """Lay out how long each of several things takes."""
    rows = [(what, number(one.median_ms), number(one.p95_ms), number(len(one.all_ms))) for what, one in found]
    return table(title, ("", "median, ms", "p95, ms", "times"), rows, notes)


def measured_table(title: str, found: Sequence[Measured], notes: Sequence[str] = ()) -> str:
    """Lay out measurements, with the reasons for what is missing below."""
    reasons = [f"- {one.what}, {one.count:,} points: {one.reason}." for one in found if one.reason]
    return table(title, HEADER, [_row(one) for one in found], [*reasons, *notes])


def _row(one: Measured) -> tuple[str, ...]:
    step = one.step
    return (
        one.what,
        number(one.count),
        number(one.bytes_each, 1),
        number(None if one.file_bytes is None else one.file_bytes / 1e6, 2),
        number(one.first_paint_ms),
        number(step.median_ms if step else None, 1),
        number(step.p95_ms if step else None, 1),
        number(one.processor_ms, 1),
        number(len(step.all_ms) if step else None),
        number(one.frames_a_second, 1),
    )
