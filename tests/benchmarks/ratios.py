"""How many times lighter and quicker our map is than what folium and Streamlit offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.figures import number, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.benchmarks.figures import Measured

HEADER = ("ours against", "points", "bytes each", "frames a second", "step painted", "processor")
NOTES = ("More is better for us. Every way is compared with the same way of ours.",)


def ratios_table(ours: Sequence[Measured], others: Mapping[str, Sequence[Measured]]) -> str:
    """Lay out the ratios for every way and size that the others were measured in; `others` are named."""
    known = {(one.count, one.what): one for one in ours}
    rows = [
        _row(name, known[one.count, way], one)
        for name, found in others.items()
        for one in found
        if (one.count, way := one.what.partition(" (")[0]) in known
    ]
    return table("How many times lighter and quicker our map is", HEADER, rows, NOTES)


def _row(name: str, ours: Measured, theirs: Measured) -> tuple[str, ...]:
    return (
        f"{name}, {theirs.what}",
        number(ours.count),
        _times(theirs.bytes_each, ours.bytes_each),
        _times(ours.frames_a_second, theirs.frames_a_second),
        _times(_step_ms(theirs), _step_ms(ours)),
        _times(theirs.processor_ms, ours.processor_ms),
    )


def _step_ms(measured: Measured) -> float | None:
    return measured.step.median_ms if measured.step else None


def _times(more: float | None, less: float | None) -> str:
    return f"{more / less:,.1f} x" if more and less else "-"
