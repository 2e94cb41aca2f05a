"""Small maps in the large one: the locator always holds the map, and a crowd of symbols gets a free place."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.basemaps import base_layers
from geo.snapshot.canvas.marks import Box
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.canvas.projection import at_zoom, fit
from geo.snapshot.maps.insets import (
    COVERED,
    CROWD,
    CROWDED,
    crowds,
    inset_box,
    inset_projection,
    locator_helps,
    locator_marks,
    locator_projection,
)
from geo.views import PageSettings

SIZES = sizes_of(PageSettings())
FRAME = Box(15.0, 25.0, 222.0, 185.0)
PLACE = Box(230.0, 150.0, 287.0, 185.0)
KOSOVO = fit(FRAME, 41.8, 19.98, 43.3, 21.82)
maps = st.builds(
    lambda width, height, latitude, longitude, zoom: at_zoom(
        Box(15, 25, 15 + width, 25 + height), latitude, longitude, zoom
    ),
    st.floats(60, 380), st.floats(60, 280), st.floats(-70, 70), st.floats(-170, 170), st.floats(0, 18),
)  # fmt: skip
symbols = st.lists(st.tuples(st.floats(0, 240), st.floats(0, 200), st.floats(1, 4)), max_size=30)
boxes = st.builds(lambda x, y, width, height: Box(x, y, x + width, y + height),
                  st.floats(0, 220), st.floats(0, 180), st.floats(1, 90), st.floats(1, 60))  # fmt: skip


@pytest.fixture(scope="module")
def base():
    return base_layers({})


def extent_of(marks):
    return next(mark for mark in marks if mark.about == "locator:extent")


@given(maps)
def test_the_locator_always_holds_the_extent_of_the_map(projection):
    overview = locator_projection(projection, PLACE)
    assert PLACE.grown(1e-6).holds(
        Box(overview.x(projection.west), overview.y(projection.north),
            overview.x(projection.east), overview.y(projection.south))
    )  # fmt: skip


@given(maps.filter(lambda projection: locator_helps(projection) and projection.south > -60 and projection.north < 60))
def test_a_map_takes_a_third_of_its_locator_at_most(projection):
    overview = locator_projection(projection, PLACE)
    assert overview.x(projection.east) - overview.x(projection.west) <= PLACE.width / 3 + 0.01


def test_kosovo_is_found_on_a_map_of_the_balkans():
    overview = locator_projection(KOSOVO, PLACE)
    assert overview == fit(PLACE, 37, 12, 47, 30)
    assert overview.shows(44.8, 20.5)


@settings(deadline=None, max_examples=40)
@given(maps)
def test_nothing_of_the_locator_reaches_over_its_box(base, projection):
    for mark in locator_marks(base, projection, PLACE, SIZES):
        held = PLACE.grown(2 if mark.about == "locator:extent" else 0)
        points = [point for ring in mark.rings for point in ring]
        over = [(x, y) for x, y in points if not (held.x0 <= x <= held.x1 and held.y0 <= y <= held.y1)]
        assert over == []


def test_the_extent_is_a_rectangle_where_it_can_be_seen_and_else_a_cross(base):
    seen = extent_of(locator_marks(base, KOSOVO, PLACE, SIZES))
    assert (len(seen.rings), seen.closed) == (1, True)
    tiny = extent_of(locator_marks(base, at_zoom(FRAME, 42.89, 20.87, 13), PLACE, SIZES))
    assert (len(tiny.rings), tiny.closed) == (2, False)


def test_a_map_of_the_world_needs_no_locator():
    assert locator_helps(KOSOVO)
    assert not locator_helps(fit(FRAME, -60, -180, 80, 180))


def test_symbols_that_touch_are_a_crowd_and_a_pair_is_none():
    four = [(100.0, 100.0, 2.0), (103.5, 100.0, 2.0), (100.0, 103.5, 2.0), (103.5, 103.5, 2.0)]
    far = [(30.0, 40.0, 2.0), (200.0, 150.0, 2.0)]
    (crowd,) = crowds([*far, *four], FRAME)
    assert crowd.members == (2, 3, 4, 5)
    assert crowd.box == Box(98, 98, 105.5, 105.5)
    assert crowds([*far, *four[:2]], FRAME) == []
    assert crowds([], FRAME) == []


def test_symbols_side_by_side_without_touching_are_no_crowd():
    assert crowds([(50.0 + 6 * number, 60.0, 2.0) for number in range(4)], FRAME) == []


def test_symbols_out_of_the_frame_are_no_crowd():
    assert crowds([(5.0, 10.0 + number, 2.0) for number in range(6)], FRAME) == []


def test_a_long_chain_is_cut_to_the_size_of_a_box():
    (crowd,) = crowds([(40.0 + 3 * number, 100.0, 2.0) for number in range(40)], FRAME)
    assert crowd.members == tuple(range(8))
    assert crowd.box.width <= CROWD[0]


def test_the_largest_crowd_comes_first_and_none_is_told_twice():
    small = [(40.0 + number, 60.0, 2.0) for number in range(4)]
    large = [(150.0 + number, 60.0, 2.0) for number in range(6)]
    found = crowds([*small, *large], FRAME, most=3)
    assert [crowd.members for crowd in found] == [(4, 5, 6, 7, 8, 9), (0, 1, 2, 3)]


def test_two_symbols_are_a_crowd_only_if_one_hides_the_other():
    side_by_side, hidden = [(50.0, 60.0, 2.0), (53.5, 60.0, 2.0)], [(50.0, 60.0, 2.0), (50.5, 60.0, 2.0)]
    assert crowds(side_by_side, FRAME) == []
    assert [crowd.members for crowd in crowds(hidden, FRAME)] == [(0, 1)]


def hide_each_other(points, members):
    (x, y, radius), (other_x, other_y, other) = (points[number] for number in members)
    return (radius + other - hypot(x - other_x, y - other_y)) / min(radius, other) >= COVERED


@given(symbols)
def test_a_crowd_is_small_and_holds_its_members(points):
    for crowd in crowds(points, FRAME, most=4):
        assert len(crowd.members) >= CROWDED or hide_each_other(points, crowd.members)
        assert crowd.box.width <= CROWD[0] + 1e-6
        assert crowd.box.height <= CROWD[1] + 1e-6
        for number in crowd.members:
            x, y, _ = points[number]
            assert crowd.box.x0 <= x <= crowd.box.x1
            assert crowd.box.y0 <= y <= crowd.box.y1


@given(symbols)
def test_the_same_symbols_give_the_same_crowds(points):
    assert crowds(points, FRAME, most=3) == crowds(tuple(points), FRAME, most=3)


@given(st.lists(boxes, max_size=10), st.floats(10, 150), st.floats(10, 120))
def test_an_inset_hides_nothing_and_stays_in_the_frame(taken, width, height):
    box = inset_box(FRAME, taken, width, height)
    if box is not None:
        assert FRAME.holds(box)
        assert (box.width, box.height) == pytest.approx((width, height))
        assert not any(box.overlaps(other) for other in taken)


def test_an_inset_takes_the_corner_with_most_air():
    box = inset_box(FRAME, [Box(15, 25, 60, 60), Box(180, 25, 222, 60), Box(160, 150, 165, 155)], 40, 30)
    assert (box.x0, box.y1) == (FRAME.x0 + 1.5, FRAME.y1 - 1.5)


def test_an_inset_finds_a_place_at_an_edge_if_all_corners_are_taken():
    corners = [Box(15, 25, 60, 60), Box(180, 25, 222, 60), Box(15, 150, 60, 185), Box(180, 150, 222, 185)]
    box = inset_box(FRAME, corners, 40, 30)
    assert box is not None
    assert box.y0 == FRAME.y0 + 1.5 or box.y1 == FRAME.y1 - 1.5


def test_there_is_no_inset_where_there_is_no_room():
    assert inset_box(FRAME, [FRAME], 40, 30) is None
    assert inset_box(FRAME, [], 300, 30) is None


@given(st.floats(20, 190), st.floats(30, 160))
def test_an_inset_shows_its_crowd_larger_and_leaves_room_for_a_scale(x, y):
    crowd, box = Box(x, y, x + 20, y + 12), Box(160, 130, 220, 175)
    shown = inset_projection(crowd, KOSOVO, box)
    west, south = KOSOVO.longitude(crowd.x0), KOSOVO.latitude(crowd.y1)
    east, north = KOSOVO.longitude(crowd.x1), KOSOVO.latitude(crowd.y0)
    assert box.grown(0.01).holds(Box(shown.x(west), shown.y(north), shown.x(east), shown.y(south)))
    assert shown.y(south) < box.y1 - 0.19 * box.height
    assert shown.ratio < KOSOVO.ratio / 2
    fitted = fit(box, shown.south, shown.west, shown.north, shown.east)
    assert (fitted.west, fitted.south) == pytest.approx((shown.west, shown.south), abs=1e-6)
