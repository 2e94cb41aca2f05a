"""What makes a printed map measurable: graticule, scale bar and ratio are right wherever the map lies."""

from __future__ import annotations

import itertools
import re

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geo.snapshot.canvas.marks import Box, Path, Words
from geo.snapshot.canvas.metrics import width_of
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.canvas.projection import at_zoom, fit
from geo.snapshot.maps.scales import (
    graticule_marks,
    graticule_room,
    north_arrow_marks,
    north_helps,
    said_ratio,
    scale_bar_marks,
)
from geo.views import PageSettings, Paper

SIZES = sizes_of(PageSettings())
FRAME = Box(20.0, 25.0, 222.0, 185.0)
KOSOVO = fit(FRAME, 41.8, 19.98, 43.3, 21.82)
maps = st.builds(
    lambda width, height, latitude, longitude, zoom: at_zoom(
        Box(20, 20, 20 + width, 20 + height), latitude, longitude, zoom
    ),
    st.floats(60, 380), st.floats(60, 280), st.floats(-70, 70), st.floats(-170, 170), st.floats(2, 19),
)  # fmt: skip
ANGLE = re.compile(r"(\d+)°(\d\d)′(?:(\d\d)″)?([NSEW]?)")


def degrees_of(text):
    whole, minutes, seconds, letter = ANGLE.fullmatch(text).groups()
    angle = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -angle if letter in ("S", "W") else angle


def labels_of(marks):
    return [mark for mark in marks if isinstance(mark, Words)]


def lines_of(marks):
    rings = next(mark for mark in marks if mark.about == "graticule:lines").rings
    return [ring[0][0] for ring in rings if ring[0][0] == ring[1][0]], [
        ring[0][1] for ring in rings if ring[0][1] == ring[1][1]
    ]


@given(maps)
def test_a_graticule_has_three_to_six_lines_each_way_inside_the_frame(projection):
    across, down = lines_of(graticule_marks(projection, SIZES))
    frame = projection.frame
    assert 3 <= len(across) <= 6
    assert 3 <= len(down) <= 6
    assert all(frame.x0 - 0.001 <= x <= frame.x1 + 0.001 for x in across)
    assert all(frame.y0 - 0.001 <= y <= frame.y1 + 0.001 for y in down)


@given(maps)
def test_every_line_of_a_graticule_stands_where_its_label_says(projection):
    frame = projection.frame
    for label in labels_of(graticule_marks(projection, SIZES)):
        angle = degrees_of(label.lines[0])
        if abs(angle) == 180:
            continue
        if label.y >= frame.y1:
            assert label.x + label.width / 2 == pytest.approx(projection.x(angle), abs=0.01)
        else:
            assert label.y + label.height / 2 == pytest.approx(projection.y(angle), abs=0.01)
            assert label.x + label.width <= frame.x0


@given(maps)
def test_labels_of_a_graticule_stay_in_the_room_they_ask_for(projection):
    left, below = graticule_room(SIZES)
    frame = projection.frame
    for label in labels_of(graticule_marks(projection, SIZES)):
        assert label.x >= frame.x0 - left or label.y >= frame.y1
        assert label.y + label.height <= frame.y1 + below + 0.01
        assert width_of(label.lines[0], label.size) <= label.width


def test_the_graticule_of_kosovo_is_written_out():
    labels = [label.lines[0] for label in labels_of(graticule_marks(KOSOVO, SIZES))]
    assert labels == ["20°00′E", "21°00′E", "22°00′E", "42°00′N", "42°30′N", "43°00′N"]


def test_equator_and_the_two_ends_of_the_world_have_no_letter():
    world = fit(FRAME, -60, -180, 80, 180)
    labels = [label.lines[0] for label in labels_of(graticule_marks(world, SIZES))]
    assert labels == ["180°00′", "90°00′W", "0°00′", "90°00′E", "180°00′", "45°00′S", "0°00′", "45°00′N"]


def bar_of(marks):
    bar = next(mark for mark in marks if mark.about.startswith("scale-bar:"))
    return bar.rings[0][1][0] - bar.rings[0][0][0], float(bar.about.split(":")[1])


@given(maps)
def test_a_scale_bar_is_true_at_the_middle_of_the_map(projection):
    marks, _ = scale_bar_marks(projection, 25, 180, SIZES)
    millimetres, metres = bar_of(marks)
    latitude, longitude = projection.centre
    # a short way along the parallel, so that the geodesic does not cut the corner
    degree = geodesic((latitude, longitude), (latitude, longitude + 0.01)).meters * 100
    mm_of_degree = projection.frame.width / (projection.east - projection.west)
    assert millimetres == pytest.approx(metres / degree * mm_of_degree, rel=0.005)


@given(maps)
def test_a_scale_bar_has_two_to_four_segments_of_a_round_length(projection):
    marks, _ = scale_bar_marks(projection, 25, 180, SIZES)
    texts = [mark.lines[0] for mark in labels_of(marks)]
    numbers = [float(text.replace(",", "")) for text in texts[:-2]]
    assert texts[-2] in ("km", "m")
    if len(numbers) > 2:
        assert len(numbers) <= 5
        assert f"{numbers[1]:e}"[0] in "125"
        assert numbers == pytest.approx([number * numbers[1] for number in range(len(numbers))])
    assert f"{numbers[-1]:e}"[0] in "1234568"
    assert bar_of(marks)[1] == pytest.approx(numbers[-1] * (1000 if texts[-2] == "km" else 1))


@given(maps, st.sampled_from(list(Paper)))
def test_everything_of_a_scale_bar_is_in_its_box_and_its_numbers_do_not_touch(projection, paper):
    sizes = sizes_of(PageSettings(paper=paper))
    marks, box = scale_bar_marks(projection, 25, 180, sizes)
    assert (box.x0, box.y1) == (25, 180)
    for mark in marks:
        if isinstance(mark, Words):
            assert box.grown(0.01).holds(Box(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height))
        else:
            assert all(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for ring in mark.rings for x, y in ring)
    numbers = labels_of(marks)[:-1]
    assert all(left.x + left.width <= right.x for left, right in itertools.pairwise(numbers))


@pytest.mark.parametrize(
    ("paper", "ends"), [(Paper.A4, "on A4"), (Paper.A3, "on A3"), (Paper.LETTER, "on Letter"), (Paper.WIDE, "slide")]
)
@pytest.mark.parametrize("landscape", [True, False])
def test_the_ratio_names_paper_and_latitude(paper, ends, landscape):
    said = said_ratio(KOSOVO, sizes_of(PageSettings(paper=paper, landscape=landscape)))
    ratio, rest = said.split(" on ")
    assert ratio == "1 : 1,050,000"
    assert f"on {rest}".startswith(ends) or rest.startswith("16:9 slide")
    assert rest.endswith("(scale true at 42°33′N)")


@given(maps)
def test_the_ratio_is_rounded_to_three_digits(projection):
    number = said_ratio(projection, SIZES).split(" on ")[0].removeprefix("1 : ").replace(",", "")
    assert int(number) == pytest.approx(projection.ratio, rel=0.006)
    assert len(number.rstrip("0")) <= 3


def test_a_narrow_map_says_its_ratio_alone():
    narrow = at_zoom(Box(0, 0, 50, 35), 42.9, 20.87, 14)
    marks, box = scale_bar_marks(narrow, 1.5, 33.5, SIZES)
    assert re.fullmatch(r"1 : [\d,]+", labels_of(marks)[-1].lines[0])
    assert box.x1 <= 50


def test_a_north_arrow_stands_on_maps_of_a_country_and_not_on_maps_of_a_continent():
    assert north_helps(KOSOVO)
    assert not north_helps(fit(FRAME, 35, -12, 62, 45))


def test_a_north_arrow_points_up_inside_its_box():
    marks, box = north_arrow_marks(30, 40, SIZES)
    assert (box.x0, box.y0) == (30, 40)
    assert [mark.lines for mark in labels_of(marks)] == [("N",)]
    points = [point for mark in marks if isinstance(mark, Path) for ring in mark.rings for point in ring]
    assert all(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for x, y in points)
    assert min(points, key=lambda point: point[1])[0] == pytest.approx((box.x0 + box.x1) / 2)
