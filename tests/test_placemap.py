"""The small map of places: its frame, its rings, its shapes and its words."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.policy import DEFAULT_POLICY
from gazetteer.relative import locate
from pages.shared import naming
from pages.shared.labels import Sheet
from pages.shared.placemap import HEIGHT_PX, SIDES, TOWN_PX, WORDS_PX, Pin, _frame, place_map, words_of

degrees = st.floats(-70, 70).map(lambda value: round(value, 4))
near_degrees = st.floats(42.0, 43.2).map(lambda value: round(value, 4))
east_degrees = st.floats(20.0, 21.8).map(lambda value: round(value, 4))
names = st.text(st.sampled_from("Mitrovicë / Kosovska"), min_size=1, max_size=40)


def pins_of(latitudes, longitudes):
    made = st.builds(Pin, names, latitudes, longitudes, st.booleans(), st.just(""), st.none() | st.integers(1, 90_000))
    return st.lists(made, min_size=1, max_size=9)


def pin(label="Zveçan / Zvečan", latitude=42.9, longitude=20.84, **more):
    return Pin(label, latitude, longitude, more.pop("picked", True), "", **more)


def corners(pins):
    return _frame(pins)["geometry"]["coordinates"]


def layer_values(spec, mark):
    return [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == mark]


def area(ring):
    """Return the area of a ring, positive where it runs against the clock."""
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring)) / 2


def test_the_map_of_one_place_shows_some_45_km_around_it():
    (west, south), (east, north) = corners([pin()])
    assert (north - south, (west + east) / 2, (south + north) / 2) == pytest.approx((0.6, 20.84, 42.9))


@given(pins_of(degrees, st.floats(-170, 170)))
def test_the_frame_holds_every_place_with_its_circle(pins):
    (west, south), (east, north) = corners(pins)
    for one in pins:
        reach = (one.radius_m or 0) / 111_200
        assert west < one.longitude < east
        assert south < one.latitude - reach
        assert one.latitude + reach < north


def test_every_ring_runs_with_the_clock_and_every_hole_against_it():
    ring = [[20.8, 42.8], [20.9, 42.8], [20.9, 42.9], [20.8, 42.9], [20.8, 42.8]]
    spec = place_map([pin(shape={"type": "Polygon", "coordinates": [ring]})], on_dark=False)
    polygons = [
        polygon
        for features in layer_values(spec, "geoshape")
        for feature in features
        for polygon in feature["geometry"]["coordinates"]
    ]
    assert len(polygons) > 200
    assert [index for index, rings in enumerate(polygons) if area(rings[0]) >= 0] == []
    assert [index for index, rings in enumerate(polygons) if any(area(hole) <= 0 for hole in rings[1:])] == []


@pytest.mark.parametrize("words", ["5 km north of Zvecan", "near Zvecan", "between Zvecan and Svinjare", "Svinjare"])
def test_the_area_of_a_place_told_by_another_one_is_drawn_with_the_clock(tiny_gazetteer, words):
    pins = naming.pins(locate(tiny_gazetteer, words), DEFAULT_POLICY)
    spec = place_map(pins, on_dark=True)
    shapes = [layer for layer in spec["layer"] if layer["mark"].get("fillOpacity") == 0.15]
    assert len(shapes) == sum(one.shape is not None for one in pins)
    for layer in shapes:
        for feature in layer["data"]["values"]:
            kind, drawn = feature["geometry"]["type"], feature["geometry"]["coordinates"]
            assert kind == "LineString" or all(area(polygon[0]) < 0 for polygon in drawn)


def boxes(pins, towns):
    """Return the room of all words that are drawn, as the map places them."""
    sides, named = words_of(pins, towns)
    sheet = Sheet(*corners(pins), HEIGHT_PX)
    drawn = [
        sheet.box(one.label, (one.longitude, one.latitude), WORDS_PX, side)
        for one, side in zip(pins, sides, strict=True)
        if side
    ]
    drawn += [sheet.box(one.label, (one.longitude, one.latitude), TOWN_PX, "over") for one in named]
    sheet.take((one.longitude, one.latitude) for one in pins)
    return drawn, sheet.taken


@given(pins_of(near_degrees, east_degrees), pins_of(near_degrees, east_degrees))
def test_no_words_meet_other_words_or_a_symbol(pins, towns):
    words, symbols = boxes(pins, towns)
    assert [pair for pair in combinations(words, 2) if pair[0].meets(pair[1])] == []
    assert [word for word in words if any(word.meets(symbol) for symbol in symbols)] == []


@given(pins_of(degrees, st.floats(-170, 170)), pins_of(degrees, st.floats(-170, 170)))
def test_words_keep_clear_on_a_map_of_the_world_too(pins, towns):
    words, symbols = boxes(pins, towns)
    assert [pair for pair in combinations(words, 2) if pair[0].meets(pair[1])] == []
    assert [word for word in words if any(word.meets(symbol) for symbol in symbols)] == []


def test_a_place_alone_on_the_map_is_named_even_if_its_name_is_long():
    assert words_of([pin("Mitrovicë / Kosovska Mitrovica")], [])[0] == ["above"]
    assert words_of([pin("Peja")], [])[0] == ["right"]


def test_of_two_neighbours_each_is_named_on_its_free_side():
    pins = [pin("Bajë / Banja", longitude=20.78), pin("Banjskë / Banjska", longitude=20.84)]
    assert words_of(pins, [])[0] == ["left", "right"]


def test_the_symbols_carry_the_numbers_of_the_table_and_the_first_lies_on_top():
    spec = place_map([pin("one"), pin("two", longitude=20.5, picked=False)], on_dark=False)
    dots = layer_values(spec, "circle")[0]
    assert [(row["label"], row["number"], row["picked"]) for row in dots] == [("two", 2, False), ("one", 1, True)]
    assert [layer["mark"]["type"] for layer in spec["layer"]].count("text") == 2 + len(SIDES)
