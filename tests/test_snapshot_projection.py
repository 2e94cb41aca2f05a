"""The projection of a printed map: there and back, the shape of the frame, and lengths as on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.snapshot.canvas.marks import Box
from geo.snapshot.canvas.projection import EDGE, SCREEN, TILE, at_zoom, fit, stretched

FRAME = Box(15.0, 25.0, 222.0, 185.0)
frames = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height),
    st.floats(0, 50), st.floats(0, 50), st.floats(20, 400), st.floats(20, 400),
)  # fmt: skip
latitudes = st.floats(-80, 80)
longitudes = st.floats(-175, 175)


@st.composite
def extents(draw):
    south, west = draw(latitudes), draw(longitudes)
    return south, west, draw(st.floats(south, 80)), draw(st.floats(west, 175))


def close(one, other, by=1e-9):
    return one == pytest.approx(other, abs=by)


@given(frames, extents(), st.floats(0, 1), st.floats(0, 1))
def test_a_point_of_the_paper_comes_back_from_its_degrees(frame, extent, right, down):
    projection = fit(frame, *extent)
    x, y = frame.x0 + right * frame.width, frame.y0 + down * frame.height
    assert close(projection.x(projection.longitude(x)), x, 1e-6)
    # near the edge of the world a millimetre is very few degrees of latitude
    assert close(projection.y(projection.latitude(y)), y, 1e-4)


@given(frames, extents())
def test_the_extent_fills_its_frame_exactly(frame, extent):
    projection = fit(frame, *extent)
    corners = (projection.x(projection.west), projection.y(projection.north), projection.x(projection.east),
               projection.y(projection.south))  # fmt: skip
    assert corners == pytest.approx((frame.x0, frame.y0, frame.x1, frame.y1), abs=1e-6)


@given(frames, extents())
def test_a_fitted_map_holds_its_box_and_has_the_shape_of_the_frame(frame, extent):
    south, west, north, east = extent
    projection = fit(frame, *extent)
    assert projection.west <= west
    assert projection.east >= east
    assert projection.south <= south
    assert projection.north >= north
    assume(projection.south > -EDGE)
    assume(projection.north < EDGE)
    shape = (stretched(projection.north) - stretched(projection.south)) / (projection.east - projection.west)
    assert shape == pytest.approx(frame.height / frame.width, rel=1e-6)


@given(frames, extents())
def test_a_fitted_map_shows_no_more_than_it_has_to(frame, extent):
    south, west, north, east = extent
    assume(east - west > 0.01)
    projection = fit(frame, *extent)
    assert close(projection.east - projection.west, east - west) or close(
        stretched(projection.north) - stretched(projection.south), stretched(north) - stretched(south)
    )


@pytest.mark.parametrize("place", [(42.6, 20.9), (0.0, 0.0), (85.0, 180.0), (-85.0, -180.0)])
def test_a_single_place_has_a_map_too(place):
    latitude, longitude = place
    projection = fit(FRAME, latitude, longitude, latitude, longitude)
    assert projection.shows(latitude, longitude)
    assert 0.003 < projection.east - projection.west < 0.005


@given(frames, latitudes, longitudes, st.floats(0, 20))
def test_a_screen_that_is_printed_shows_what_the_screen_shows_in_the_shape_of_the_frame(
    frame, latitude, longitude, zoom
):
    projection = at_zoom(frame, latitude, longitude, zoom)
    wide, high = projection.east - projection.west, stretched(projection.north) - stretched(projection.south)
    assert high / wide == pytest.approx(frame.height / frame.width, rel=1e-6)
    assert wide <= 360 + 1e-9
    assert high <= 360 + 1e-6
    pixel = 360 / (TILE * 2**zoom)
    if max(wide, high) < 359:
        assert wide == pytest.approx(max(SCREEN[0], SCREEN[1] * frame.width / frame.height) * pixel, rel=1e-6)
        assert projection.shows(latitude, longitude)
    assert projection.west >= -180 - 1e-9
    assert projection.east <= 180 + 1e-9


@pytest.mark.parametrize("latitude", [-62.5, 0.0, 70.0])
def test_the_whole_world_on_a_screen_is_printed_from_edge_to_edge(latitude):
    projection = at_zoom(Box(15.0, 25.0, 205.7, 218.3), latitude, 10, 0)
    assert (projection.south, projection.north) == pytest.approx((-EDGE, EDGE))


def test_a_map_in_the_middle_of_the_world_keeps_the_middle_of_the_screen():
    latitude, longitude = at_zoom(FRAME, 42.6, 20.9, 9).centre
    assert (latitude, longitude) == pytest.approx((42.6, 20.9))


@given(st.floats(-75, 75), longitudes, st.floats(9, 18))
def test_a_length_along_the_parallel_is_that_of_the_ellipsoid(latitude, longitude, zoom):
    projection = at_zoom(FRAME, latitude, longitude, zoom)
    at, _ = projection.centre
    east = projection.longitude(projection.x(longitude) + 10)
    metres = geodesic((at, longitude), (at, east)).meters
    assert projection.mm_of_metres(metres, at) == pytest.approx(10, rel=5e-3)
    assert projection.ratio == pytest.approx(metres * 1000 / 10, rel=5e-3)


def test_arrays_are_projected_as_single_numbers_are():
    projection = fit(FRAME, 41.8, 19.98, 43.3, 21.82)
    xs, ys = projection.x(np.array([20.0, 21.0])), projection.y(np.array([42.0, 43.0]))
    assert xs.tolist() == pytest.approx([projection.x(20.0), projection.x(21.0)])
    assert ys.tolist() == pytest.approx([projection.y(42.0), projection.y(43.0)])
    assert projection.latitude(ys).tolist() == pytest.approx([42.0, 43.0])
    assert projection.longitude(xs).tolist() == pytest.approx([20.0, 21.0])
    assert type(projection.y(42)) is float


def test_poles_and_impossible_latitudes_stay_finite():
    projection = fit(FRAME, -90, -180, 90, 180)
    assert np.isfinite([projection.y(90.0), projection.y(-90.0), projection.ratio]).all()
    assert (projection.south, projection.north) == pytest.approx((-EDGE, EDGE))
