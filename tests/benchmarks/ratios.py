"""How many times lighter and quicker our map is than what folium and Streamlit offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.figures import number, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.benchmarks.figures import Measured

HEADER = (
    "points", "way", "bytes: TimestampedGeoJson", "frames a second: TimestampedGeoJson", "step: TimestampedGeoJson",
    "step: rebuilt by st_folium",
)  # fmt: skip


def ratios_table(ours: Sequence[Measured], timestamped: Sequence[Measured], rebuilt: Sequence[Measured]) -> str:
    """Lay out the ratios for every size and way that both sides have."""
    theirs, again = _by_size(timestamped), _by_size(rebuilt)
    rows = [
        _row(one, theirs.get((one.count, one.what)), again.get((one.count, one.what)))
        for one in ours
        if (one.count, one.what) in theirs.keys() | again.keys()
    ]
    return table("Times as light or quick as the others (more is better for us)", HEADER, rows)


def _by_size(found: Sequence[Measured]) -> Mapping[tuple[int, str], Measured]:
    return {(one.count, one.what): one for one in found}


def _row(ours: Measured, theirs: Measured | None, rebuilt: Measured | None) -> tuple[str, ...]:
    return (
        number(ours.count),
        ours.what,
        _times(theirs.bytes_each if theirs else None, ours.bytes_each),
        _times(ours.frames_a_second, theirs.frames_a_second if theirs else None),
        _times(_step_ms(theirs), _step_ms(ours)),
        _times(_step_ms(rebuilt), _step_ms(ours)),
    )


def _step_ms(measured: Measured | None) -> float | None:
    return measured.step.median_ms if measured and measured.step else None


def _times(more: float | None, less: float | None) -> str:
    return f"{more / less:,.1f} x" if more and less else "-"
