"""Troop movements on paper: from the sender's side to where they are known to go, and no farther."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import contains_xy, distance, points

from geo.material import read_material
from geo.schema import EventType, MovementStatus, PlacePrecision
from geo.snapshot.canvas.marks import Box, Path, Words
from geo.snapshot.canvas.metrics import width_of
from geo.snapshot.canvas.paper import Sizes
from geo.snapshot.canvas.projection import fit
from geo.snapshot.maps.arrows import LONGEST_SPAN, MOST_ARROWS, MOST_IN_CORNER, movement_marks
from geo.snapshot.selection import Entry, Standing, on_paper, select, shape_of
from geo.views import view_of

FRAME = Box(10, 25, 220, 170)
A4, SLIDE = Sizes(297, 210, 1.0), Sizes(338.667, 190.5, 1.3)
KOSOVO = (41.80, 19.98, 43.30, 21.82)
BERLIN, SKOPJE = {"latitude": 52.52, "longitude": 13.41}, {"latitude": 42.0, "longitude": 21.43}


@cache
def shipped():
    return read_material()


@cache
def chosen(first="2004-03-16", last="2004-03-24"):
    return select(shipped(), view_of({"from": [first], "to": [last]}))


def on_map(extent=KOSOVO, frame=FRAME):
    return fit(frame, *extent)


def standing(number, status=MovementStatus.ARRIVED, origin=BERLIN, words=None, **where):
    entry = Entry(number, f"movement-{number}", number, {}, EventType.TROOP_MOVEMENT, PlacePrecision.COUNTRY, "kosovo",
                  42.58, 21.0)  # fmt: skip
    movement = {"row": number, "origin": origin, "latitude": 42.58, "longitude": 21.0} | where
    shape = shape_of(shipped(), "kosovo") if not where else None
    return Standing(entry, movement, status, words or f"Sender {number}: {number}00 {status.value}", shape)


def with_movements(*movements):
    return replace(chosen(), movements=movements)


def lines_of(arrows, width=None):
    """Return the curves, without the paper-coloured rim under them."""
    return [mark for mark in arrows.marks if isinstance(mark, Path) and not mark.closed and len(mark.rings[0]) > 2
            and (mark.pen.colour != "#FFFFFF") and (width is None or mark.pen.width == width)]  # fmt: skip


def heads_of(arrows):
    return [mark for mark in arrows.marks if isinstance(mark, Path) and mark.closed and not mark.rounded]


def test_every_movement_of_march_2004_is_drawn_with_its_words():
    arrows = movement_marks(chosen(), on_map(), A4)
    told = {" ".join(mark.lines) for mark in arrows.marks if isinstance(mark, Words)}
    assert told == {one.words for one in chosen().movements}
    assert arrows.drawn == frozenset(one.entry.id for one in chosen().movements)
    assert arrows.left == ()
    assert len(arrows.boxes) == len(told) == 10


def test_words_keep_clear_of_each_other_of_the_frame_and_of_obstacles():
    corner = Box(FRAME.x1 - 70, FRAME.y0, FRAME.x1, FRAME.y0 + 20)
    arrows = movement_marks(chosen(), on_map(), A4, [corner])
    assert len(arrows.boxes) == 10
    for number, box in enumerate(arrows.boxes):
        assert FRAME.holds(box)
        assert not any(box.overlaps(other) for other in (corner, *arrows.boxes[number + 1 :]))
    for mark in arrows.marks:
        if isinstance(mark, Words):
            assert all(width_of(line, mark.size, bold=True) <= mark.width for line in mark.lines)


def test_an_arrow_ends_where_it_enters_the_area():
    projection = on_map()
    kosovo = on_paper(shape_of(shipped(), "kosovo"), projection)
    arrows = movement_marks(chosen(), projection, A4)
    tips = [head.rings[0][0] for head in heads_of(arrows)]
    assert len(tips) == 8
    for tip in tips:
        assert distance(kosovo.boundary, points(tip)) < 1.0
    for curve in lines_of(arrows):
        # an arrow may cut a corner of the land on its way, but its neck stands before the border
        assert not contains_xy(kosovo, *curve.rings[0][0])


def test_arrived_is_solid_announced_is_dashed_and_requested_stops_at_a_bar():
    statuses = (MovementStatus.ARRIVED, MovementStatus.ANNOUNCED, MovementStatus.REFUSED)
    for status, about in zip(statuses, ("arrived", "announced", "stopped"), strict=True):
        arrows = movement_marks(with_movements(standing(1, status)), on_map(), A4)
        (curve,) = lines_of(arrows)
        (chip,) = (mark for mark in arrows.marks if isinstance(mark, Path) and mark.rounded)
        assert {mark.about for mark in arrows.marks} == {f"movement:{about}"}
        assert (bool(curve.pen.dash), bool(chip.pen.dash)) == ((False, False) if about == "arrived" else (True, True))
        heads = [head.fill.colour for head in heads_of(arrows)]
        assert heads == {"arrived": [curve.pen.colour], "announced": ["#FFFFFF"], "stopped": []}[about]
        bars = [mark for mark in arrows.marks if isinstance(mark, Path) and not mark.closed and len(mark.rings[0]) == 2]
        assert len(bars) == (about == "stopped")


def test_words_stand_on_the_side_of_the_sender():
    (from_north,) = movement_marks(with_movements(standing(1)), on_map(), A4).boxes
    (from_south,) = movement_marks(with_movements(standing(1, origin=SKOPJE)), on_map(), A4).boxes
    middle = (FRAME.y0 + FRAME.y1) / 2
    assert from_north.y1 < middle < from_south.y0
    assert from_south.x0 > (FRAME.x0 + FRAME.x1) / 2 > from_north.x1


def test_an_arrow_to_a_settlement_ends_just_before_it():
    projection = on_map()
    arrows = movement_marks(with_movements(standing(1, latitude=42.6, longitude=20.9)), projection, A4)
    (tip,) = (head.rings[0][0] for head in heads_of(arrows))
    away = ((tip[0] - projection.x(20.9)) ** 2 + (tip[1] - projection.y(42.6)) ** 2) ** 0.5
    assert away == pytest.approx(3.6)


def test_no_more_than_twelve_arrows_are_drawn_and_the_others_are_told():
    many = [standing(number) for number in range(1, 16)]
    arrows = movement_marks(with_movements(*many), on_map(), A4)
    assert len(heads_of(arrows)) == len(arrows.boxes) == MOST_ARROWS
    assert [entry.number for entry in arrows.left] == [13, 14, 15]


def test_movements_without_one_sender_are_stacked_in_the_upper_right_corner():
    several = [standing(number, origin=None) for number in range(1, 7)]
    arrows = movement_marks(with_movements(*several), on_map(), A4)
    assert len(arrows.boxes) == MOST_IN_CORNER
    assert {round(FRAME.x1 - box.x1, 6) for box in arrows.boxes} == {1.6}
    assert all(upper.y1 < lower.y0 for upper, lower in pairwise(arrows.boxes))
    assert (heads_of(arrows), [entry.number for entry in arrows.left]) == ([], [5, 6])


def test_a_window_of_more_than_400_days_has_no_arrows():
    start = chosen().span[0]
    longest = replace(chosen(), span=(start, start + LONGEST_SPAN))
    longer = replace(chosen(), span=(start, start + LONGEST_SPAN + 1))
    assert len(movement_marks(longest, on_map(), A4).drawn) == 10
    arrows = movement_marks(longer, on_map(), A4)
    assert (arrows.marks, arrows.boxes, arrows.drawn) == ((), (), frozenset())
    assert [entry.id for entry in arrows.left] == [one.entry.id for one in chosen().movements]


def test_a_movement_that_goes_elsewhere_is_left_to_the_list():
    arrows = movement_marks(chosen(), on_map((43.0, 20.5, 43.2, 20.8)), A4)
    assert heads_of(arrows) == []
    assert len(arrows.left) == 8  # those of several senders stand in the corner still


def test_inside_an_area_an_arrow_is_short_and_stays_in_it():
    projection = on_map((42.5, 20.85, 42.66, 21.15))
    kosovo = on_paper(shape_of(shipped(), "kosovo"), projection)
    arrows = movement_marks(with_movements(standing(1)), projection, A4)
    (tip,) = (head.rings[0][0] for head in heads_of(arrows))
    (box,) = arrows.boxes
    assert contains_xy(kosovo, *tip)
    assert not box.y0 < tip[1] < box.y1


def test_a_region_gets_its_edge_so_that_the_arrow_ends_at_something():
    may = chosen("2023-04-01", "2023-06-16")
    (army,) = (one for one in may.movements if one.movement["shape"] == "serbia_boundary")
    projection = on_map()
    arrows = movement_marks(replace(may, movements=(army,)), projection, A4)
    boundary = on_paper(army.shape, projection)
    edge, *_ = (mark for mark in arrows.marks if isinstance(mark, Path) and not mark.closed)
    assert all(distance(boundary.boundary, points(at)) < 0.5 for ring in edge.rings for at in ring)
    (tip,) = (head.rings[0][0] for head in heads_of(arrows))
    assert distance(boundary, points(tip)) < 1.0


def test_where_no_word_fits_nothing_is_drawn_and_all_is_told():
    arrows = movement_marks(chosen(), on_map(), A4, [FRAME])
    assert (arrows.marks, arrows.drawn, len(arrows.left)) == ((), frozenset(), 10)


def test_long_words_are_broken_into_lines_of_about_equal_length():
    (box,) = movement_marks(with_movements(standing(1, words="United States, Italy, United Kingdom: 1,000 announced")),
                            on_map(), A4).boxes  # fmt: skip
    assert box.height == pytest.approx(2 * 6.8 * 1.2 * 25.4 / 72 + 1.6)
    assert box.width < 42


def extents(draw):
    latitude, longitude = draw(st.floats(41.9, 43.2)), draw(st.floats(20.0, 21.8))
    width = draw(st.floats(0.05, 6.0))
    return latitude - width / 3, longitude - width / 2, latitude + width / 3, longitude + width / 2


@settings(max_examples=25, deadline=None)
@given(
    extent=st.composite(extents)(),
    sizes=st.sampled_from([A4, SLIDE]),
    words=st.lists(st.text(max_size=120), min_size=1, max_size=6),
)
def test_nothing_reaches_over_the_frame_whatever_the_extent_and_the_words(extent, sizes, words):
    own = [standing(20 + k, origin=BERLIN if k % 2 else None, words=f"x{text}") for k, text in enumerate(words)]
    arrows = movement_marks(with_movements(*own, *chosen().movements), on_map(extent), sizes)
    for mark in arrows.marks:
        if isinstance(mark, Words):
            reach = Box(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
        else:
            xs, ys = zip(*(at for ring in mark.rings for at in ring), strict=True)
            reach = Box(min(xs), min(ys), max(xs), max(ys)).grown(mark.pen.width / 2)
        assert FRAME.grown(1e-6).holds(reach)
    told = {*arrows.drawn, *(entry.id for entry in arrows.left)}
    assert told == {one.entry.id for one in (*own, *chosen().movements)}
