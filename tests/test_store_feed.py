"""What the map is told of a large selection: every count and every point comes out as it went in."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import numpy as np
import pytest

from geo.columns import CellColumns, pack_cells
from geo.engine.drawn import Bin, Cells, Days, Points
from geo.engine.feed import days_message, drawn_message
from geo.minutes import MINUTES_A_DAY
from geo.schema import EventType

COLUMNS = ("dataset", "x", "y", "from_day", "to_day", "n")
BOX = (20.0, 41.8, 21.8, 43.3)


def varints(written: bytes, count: int) -> tuple[list[int], bytes]:
    """Read numbers and return what follows them."""
    numbers = []
    for _ in range(count):
        value = shift = 0
        while True:
            byte, written = written[0], written[1:]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        numbers.append(value)
    return numbers, written


def read(message: bytes) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Read a message as the map does: its head and its columns."""
    size = int.from_bytes(message[:4], "little")
    head = json.loads(message[4 : 4 + size])
    count = head["header"]["count"]
    steps, left = varints(zlib.decompress(message[4 + size :]), count)
    durations, left = varints(left, count)
    start = [head["header"]["start"] + sum(steps[: k + 1]) for k in range(count)]
    planes = np.frombuffer(left[: 8 * count], dtype=np.uint8).reshape(8, count).astype(int)
    weight, rest = varints(left[8 * count :], count) if head["header"]["weighted"] else ([], left[8 * count :])
    assert rest == b""
    return head, {
        "first_day": [minutes // MINUTES_A_DAY for minutes in start],
        "days": [minutes // MINUTES_A_DAY for minutes in durations],
        "x": (planes[0] + 256 * planes[1] + 65536 * planes[2]).tolist(),
        "y": (planes[3] + 256 * planes[4] + 65536 * planes[5]).tolist(),
        "kind": planes[6].tolist(),
        "precision": planes[7].tolist(),
        "weight": weight,
    }


def cells(**changed: Any) -> Cells:
    """Return three cells of two data sets, not in the order of time."""
    columns = {"dataset": [1, 0, 0], "x": [9, 16383, 2], "y": [7, 0, 5], "from_day": [59, 31, -31],
               "to_day": [90, 59, 0], "n": [1, 300, 70_000]}  # fmt: skip
    return Cells(**{name: np.array(values) for name, values in columns.items()}, level=14, bin=Bin.MONTH, **changed)


def points() -> Points:
    """Return three incidents of two data sets, not in the order of time."""
    columns = {"dataset": [0, 1, 1], "event_type": [3, 0, 10], "place_precision": [0, 1, 2]}
    return Points(
        **{name: np.array(values, dtype=np.uint8) for name, values in columns.items()},
        row=np.array([5, 6, 7]),
        first_day=np.array([20, 10, 20], dtype=np.int32),
        last_day=np.array([20, 40, 21], dtype=np.int32),
        cell_x=np.array([1, 2**24 - 1, 3], dtype=np.int32),
        cell_y=np.array([0, 5, 2**24 - 2], dtype=np.int32),
    )


def test_cells_come_out_by_their_bin_with_their_counts() -> None:
    head, columns = read(drawn_message(cells(), BOX, 8.75))
    assert (head["kind"], head["bin"], head["box"], head["zoom"]) == ("cells", "month", list(BOX), 8.75)
    assert head["header"]["cell"] == {"level": 14}
    assert columns == {
        "first_day": [-31, 31, 59], "days": [31, 28, 31], "x": [2, 16383, 9], "y": [5, 0, 7], "kind": [0, 0, 1],
        "precision": [0, 0, 0], "weight": [70_000, 300, 1],
    }  # fmt: skip


def test_points_come_out_by_their_first_day_and_end_after_their_last() -> None:
    head, columns = read(drawn_message(points(), BOX, 12))
    assert (head["kind"], head["details"], head["header"]["cell"]) == ("points", [], {"level": 24})
    assert columns == {
        "first_day": [10, 20, 20], "days": [31, 1, 2], "x": [2**24 - 1, 1, 3], "y": [5, 0, 2**24 - 2],
        "kind": [0, 3, 10], "precision": [1, 0, 2], "weight": [],
    }  # fmt: skip


def test_of_several_data_sets_the_class_says_which() -> None:
    _, columns = read(drawn_message(points(), BOX, 12, sets=2))
    assert columns["kind"] == [len(EventType), 3, len(EventType) + 10]


def test_what_is_told_of_a_point_goes_where_the_point_goes() -> None:
    head, _ = read(drawn_message(points(), BOX, 12, details=[{"id": "a"}, {"id": "ж"}, {"id": "c"}]))
    assert [one["id"] for one in head["details"]] == ["ж", "a", "c"]


def test_details_for_some_points_only_are_refused() -> None:
    with pytest.raises(ValueError, match="Either every point has details, or none"):
        drawn_message(points(), BOX, 12, details=[{"id": "a"}])


def test_nothing_in_the_box_is_an_answer_too() -> None:
    none = Cells(**{name: np.zeros(0, dtype=np.int64) for name in COLUMNS}, level=3, bin=Bin.YEAR)
    head, columns = read(drawn_message(none, BOX, 2))
    assert (head["header"]["count"], columns["weight"]) == (0, [])


def test_counts_by_day_come_out_as_they_were() -> None:
    days = Days(np.array([-400, -1, 0, 19_000]), np.array([1, 200, 0, 5]), np.array([0, 150, 51, 5]), unplaced=12)
    message = days_message(days)
    assert (message["total"], message["unplaced"]) == (206, 12)
    packed = message["days"]
    numbers, left = varints(base64.b64decode(packed["bytes"]), 3 * packed["count"])
    assert (packed["first"], left) == (-400, b"")
    assert (numbers[:4], numbers[4:8], numbers[8:]) == ([0, 399, 1, 19_000], [1, 200, 0, 5], [0, 150, 51, 5])


def test_a_selection_of_nothing_has_no_days() -> None:
    none = np.zeros(0, dtype=np.int32)
    assert days_message(Days(none, none.astype(np.int64), none.astype(np.int64), 0)) == {
        "total": 0, "unplaced": 0, "days": {"count": 0, "first": 0, "bytes": ""},
    }  # fmt: skip


@pytest.mark.parametrize("day", [[5, 5], [6, 5]])
def test_days_out_of_order_are_refused(day: list[int]) -> None:
    with pytest.raises(ValueError, match="in order"):
        days_message(Days(np.array(day), np.array([1, 1]), np.array([1, 1]), 0))


def test_rows_out_of_order_are_not_packed() -> None:
    column = np.array([1, 0])
    with pytest.raises(ValueError, match="sorted by start"):
        pack_cells(CellColumns(column, column + 1, column, column, 3, column.astype(np.uint8), column.astype(np.uint8)))
