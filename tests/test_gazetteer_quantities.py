"""Distances as texts give them, and the geometry on the sphere that they are laid off with."""

from __future__ import annotations

import re

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.candidates import distance_km
from gazetteer.relative import geodesy
from gazetteer.wording.expressions import Wording, read
from gazetteer.wording.phrases import capital_of, last_name, name_readings, split_and, split_to, subject_of, tidy
from gazetteer.wording.quantities import TIME, Distance, read_plain_length, read_time

LATITUDES = st.floats(-80, 80)
LONGITUDES = st.floats(-179, 179)
POINTS = st.tuples(LATITUDES, LONGITUDES)


@pytest.mark.parametrize(
    ("words", "kilometres"),
    [
        ("28 miles", (45.06, 44.26, 45.87)),
        ("twenty-eight miles", (45.06, 44.26, 45.87)),
        ("5km", (5, 3.75, 6.25)),
        ("30 kilometres", (30, 25, 35)),
        ("about 30 km", (30, 22.5, 37.5)),
        ("37 km", (37, 36.5, 37.5)),
        ("1.8 km", (1.8, 1.75, 1.85)),
        ("1,500 metres", (1.5, 1.25, 1.75)),
        ("1,5 km", (1.5, 1.25, 1.75)),
        ("2½ km", (2.5, 2.25, 2.75)),
        ("2 1/2 miles", (4.02, 3.62, 4.43)),
        ("half a mile", (0.8, 0.6, 1.01)),
        ("three quarters of a mile", (1.21, 1.01, 1.41)),
        ("a mile and a half", (2.41, 2.01, 2.82)),
        ("two and a half miles", (4.02, 3.62, 4.43)),
        ("a hundred yards", (0.09, 0.07, 0.11)),
        ("two thousand five hundred metres", (2.5, 2.25, 2.75)),
        ("a hundred and fifty km", (150, 125, 175)),
        ("a dozen kilometres", (12, 10, 14)),
        ("half a dozen miles", (9.66, 7.24, 12.07)),
        ("several kilometres", (5, 3, 9)),
        ("a few hundred metres", (0.3, 0.2, 0.6)),
        ("a couple of miles", (3.22, 2.41, 4.83)),
        ("10 to 15 km", (12.5, 10, 15)),
        ("10km-15km", (12.5, 10, 15)),
        ("between 10 and 15 kilometers", (12.5, 10, 15)),
        ("nearly 40 km", (40, 34, 40)),
        ("more than 20 km", (20, 20, 25)),
        ("less than 5 km", (5, 0, 5)),
        ("just under 5 km", (5, 3.75, 5)),
        ("3 nautical miles", (5.56, 4.63, 6.48)),
    ],
)
def test_a_length_is_read_with_what_its_wording_leaves_open(words, kilometres):
    distance = read_plain_length(words)
    assert tuple(round(value, 2) for value in (distance.best_km, distance.low_km, distance.high_km)) == kilometres


@pytest.mark.parametrize("words", ["", "km", "far", "1.2.3 km", "1/0 km", "9" * 50 + " km", "5 apples", "-5 km"])
def test_what_is_no_length_is_none(words):
    assert read_plain_length(words) is None


def test_an_upper_limit_is_marked():
    assert read_plain_length("within 3 miles").within
    assert read_plain_length("up to 3 miles").within
    assert not read_plain_length("over 3 miles").within


@pytest.mark.parametrize(
    ("words", "kilometres"),
    [
        ("an hour's drive", (45, 18.75, 100)),
        ("half an hour by car", (22.5, 9.38, 50)),
        ("a 20-minute drive", (15, 6.25, 33.33)),
        ("two hours", (90, 37.5, 200)),
        ("a ten-minute walk", (0.67, 0.31, 1.25)),
        ("an hour and a half's walk", (6, 3.12, 10.5)),
    ],
)
def test_a_travelling_time_becomes_a_wide_distance(words, kilometres):
    distance = read_time(re.search(TIME, words, re.IGNORECASE))
    assert distance.timed
    assert tuple(round(value, 2) for value in (distance.best_km, distance.low_km, distance.high_km)) == kilometres


@given(st.text(max_size=60))
def test_reading_a_length_never_raises(text):
    distance = read_plain_length(text)
    assert distance is None or 0 <= distance.low_km <= distance.best_km <= distance.high_km


@given(st.text("0123456789.,/½ -", max_size=20), st.sampled_from(["km", "miles", "m", "ft"]))
def test_no_digits_raise(digits, unit):
    distance = read_plain_length(f"{digits} {unit}")
    assert distance is None or distance.low_km <= distance.best_km <= distance.high_km


@pytest.mark.parametrize(
    ("text", "relation", "anchors", "subject", "bearing"),
    [
        ("28 miles north of Amberg", Wording.DISTANCE, ("Amberg",), "", 0),
        ("5 km S.W. of Amberg", Wording.DISTANCE, ("Amberg",), "", 225),
        ("5 km SW of Amberg", Wording.DISTANCE, ("Amberg",), "", 225),
        ("5 km south-south-east of Amberg", Wording.DISTANCE, ("Amberg",), "", 157.5),
        ("Borden (north-eastern of Amberg)", Wording.DIRECTION, ("Amberg",), "Borden", 45),
        ("Borden, a small town near Amberg", Wording.NEAR, ("Amberg",), "Borden", None),
        ("the village of Borden, which lies just outside Amberg", Wording.OUTSKIRTS, ("Amberg",),
         "the village of Borden", None),
        ("between Amberg and Borden", Wording.BETWEEN, ("Amberg", "Borden"), "", None),
        ("the road out of Amberg", Wording.ROAD, ("Amberg",), "", None),
        ("the Amberg to Borden highway", Wording.ROAD, ("Amberg", "Borden"), "", None),
        ("across the lake from Amberg", Wording.ACROSS, ("Amberg",), "", None),
        ("Amberg", None, None, None, None),
        ("North Macedonia", None, None, None, None),
    ],
)  # fmt: skip
def test_relative_words_are_taken_apart(text, relation, anchors, subject, bearing):
    found = read(tidy(text))
    if relation is None:
        assert found is None
        return
    assert (found.relation, found.anchors[0], found.subject, found.bearing_deg) == (relation, anchors, subject, bearing)


def test_the_distance_is_kept_as_read():
    assert read("5 km from Amberg").distance == Distance(5.0, 3.75, 6.25, "5 km")


def test_names_are_split_in_every_way():
    assert split_and("Bosnia and Herzegovina and Serbia") == (
        ("Bosnia", "Herzegovina and Serbia"), ("Bosnia and Herzegovina", "Serbia"),
    )  # fmt: skip
    assert split_and("the villages of A, B and C") == (("A", "B", "C"), ("A, B", "C"))
    assert split_to("Fushë-Kosova to Peja") == (("Fushë-Kosova", "Peja"), ("Fushë", "Kosova to Peja"))
    assert split_and("alone") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the patrol", ""),
        ("clashes in Borden", "Borden"),
        ("the Banjska monastery", "Banjska monastery"),
        ("The Hague", "Hague"),
        ("Peja (Peć)", "Peja (Peć)"),
        ("soldiers were hurt", ""),
        ("", ""),
    ],
)
def test_the_name_at_the_end_of_a_text_is_found(text, name):
    assert last_name(text) == name


def test_what_stands_between_a_name_and_the_words_is_dropped():
    assert subject_of("Borden, a mostly Serb village which is located ") == "Borden"
    assert subject_of("at Borden's ") == ""
    assert subject_of("a checkpoint ") == ""


def test_a_name_is_read_without_the_sentence_behind_it():
    assert name_readings("Amberg, police said") == ["Amberg", "Amberg, police said"]
    assert name_readings("the border crossing at Eskar")[:2] == ["border crossing at Eskar", "Eskar crossing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the capital, Amberg", ("Amberg", "")),
        ("Kosovo's capital", ("", "Kosovo")),
        ("the capital city of Kosovo", ("", "Kosovo")),
        ("the Serbian capital, Belgrade", ("Belgrade", "Serbian")),
        ("the capital", ("", "")),
        ("Amberg", None),
    ],
)
def test_a_capital_is_spoken_of_in_many_ways(text, expected):
    assert capital_of(text) == expected


@given(POINTS, st.floats(0, 360), st.floats(0.1, 500))
def test_points_are_laid_off_as_on_the_ellipsoid(start, course, away):
    reached = geodesy.destination(start, course, away)
    truth = geodesic(kilometers=away).destination(start, course)
    assert geodesic(reached, truth[:2]).km <= 0.008 * away + 0.001


@given(POINTS, st.floats(0, 359.9), st.floats(1, 500))
def test_the_bearing_leads_back_to_the_point(start, course, away):
    end = geodesy.destination(start, course, away)
    assert distance_km(start, end) == pytest.approx(away, rel=1e-6)
    assert geodesy.turn_between(geodesy.bearing(start, end), course) < 0.01


@given(POINTS, POINTS)
def test_the_middle_of_two_points_is_as_far_from_both(one, other):
    centre = geodesy.middle([one, other])
    if distance_km(one, other) < 15_000:
        assert distance_km(centre, one) == pytest.approx(distance_km(centre, other), abs=0.01)


def test_rings_are_closed_run_against_the_clock_and_cross_the_date_line_in_one_piece():
    ring = geodesy.disc((0.0, 179.99), 10)
    assert (len(ring), ring[0]) == (65, ring[-1])
    assert max(longitude for _, longitude in ring) > 180
    wedge = geodesy.sector((42.0, 21.0), 90, 45, 0, 10)
    assert (42.0, 21.0) in wedge
    assert wedge[0] == wedge[-1]


def test_the_distance_from_a_line_is_measured_to_its_nearest_point():
    line = [(42.0, 21.0), (42.0, 21.5)]
    assert geodesy.off_path_km((42.1, 21.25), line) == pytest.approx(11.1, abs=0.1)
    assert geodesy.off_path_km((42.0, 22.0), line) == pytest.approx(41.3, abs=0.1)
    assert geodesy.off_path_km((42.1, 21.0), line[:1]) == pytest.approx(11.1, abs=0.1)


def test_winds_are_named_by_eight_or_sixteen():
    assert [geodesy.wind_name(course) for course in (0, 44, 180, 337, 359)] == [
        "north", "north-east", "south", "north-west", "north",
    ]  # fmt: skip
    assert geodesy.wind_name(337, 16) == "north-north-west"
