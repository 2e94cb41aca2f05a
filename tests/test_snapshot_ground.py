"""The ground of a printed map: cut to its frame, styled as on the screen, and names that never touch anything."""

from __future__ import annotations

import itertools

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.policy import NamePolicy, display_name, name_by_policy
from geo.basemaps import base_layers
from geo.incidents import places_of
from geo.snapshot.canvas.marks import Box, Circle, Role, Words
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.canvas.projection import at_zoom, fit
from geo.snapshot.maps.ground import CELL, cells_of, ground_marks, place_name_marks, zoom_of
from geo.style import MAP_THEMES
from geo.tables import read_dataset
from geo.views import PageSettings

SIZES = sizes_of(PageSettings())
FRAME = Box(15.0, 25.0, 222.0, 185.0)
KOSOVO = fit(FRAME, 41.8, 19.98, 43.3, 21.82)
LAYERS = ["water", "land", "coast", "lakes", "rivers", "borders", "kosovo", "outline"]
maps = st.builds(
    lambda width, height, latitude, longitude, zoom: at_zoom(
        Box(15, 25, 15 + width, 25 + height), latitude, longitude, zoom
    ),
    st.floats(40, 380), st.floats(40, 280), st.floats(40, 46), st.floats(16, 26), st.floats(0, 16),
)  # fmt: skip
obstacles = st.lists(
    st.builds(lambda x, y, width, height: Box(x, y, x + width, y + height),
              st.floats(0, 300), st.floats(0, 200), st.floats(1, 60), st.floats(1, 30)),
    max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def places():
    return places_of(read_dataset())


@pytest.fixture(scope="module")
def base(places):
    return base_layers(places)


def square(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}  # fmt: skip


def line(*points):
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": points}}]}  # fmt: skip


def tiny_base(labels=(), countries=()):
    return {
        "world": square(0, -5, 40, 5), "neighbours": square(5, -2, 15, 2), "kosovo": square(9, -1, 11, 1),
        "lakes": square(6, -1, 7, 0), "rivers": line([5, 1.5], [15, 1.5]), "borders": line([12, -2], [12, 2]),
        "labels": list(labels), "countries": list(countries), "attribution": "",
    }  # fmt: skip


def town(name, latitude, longitude, rank=0):
    return {"names": dict.fromkeys(("en", "sq", "sr-Latn", "sr-Cyrl"), name), "latitude": latitude,
            "longitude": longitude, "rank": rank, "abroad": False, "population": 1}  # fmt: skip


def named(found):
    return [" ".join(mark.lines) for mark in found.marks if isinstance(mark, Words)]


def test_the_ground_is_drawn_in_the_order_of_the_screen_with_its_colours():
    theme = MAP_THEMES["light"]
    marks = ground_marks(tiny_base(), fit(FRAME, -1.5, 6, 1.6, 14))
    assert [mark.about for mark in marks] == [f"ground:{name}" for name in LAYERS if name != "coast"]
    fills = {mark.about: mark.fill.colour for mark in marks if mark.fill}
    assert fills == {"ground:water": theme["water"], "ground:land": theme["land"], "ground:lakes": theme["water"],
                     "ground:kosovo": theme["focus"]}  # fmt: skip
    outline = marks[-1]
    assert outline.pen.colour == theme["outline"]
    assert outline.pen.dash
    assert outline.fill is None


def test_kosovo_stands_where_the_projection_says():
    projection = fit(FRAME, -2, 5, 2, 15)
    (ring,) = next(mark for mark in ground_marks(tiny_base(), projection) if mark.about == "ground:kosovo").rings
    assert {x for x, _ in ring} == {round(projection.x(9), 2), round(projection.x(11), 2)}
    assert {y for _, y in ring} == {round(projection.y(-1), 2), round(projection.y(1), 2)}
    assert len(ring) == 4


def test_another_theme_gives_other_colours():
    marks = ground_marks(tiny_base(), KOSOVO, MAP_THEMES["dark"])
    assert marks[0].fill.colour == MAP_THEMES["dark"]["water"]


def test_a_map_of_the_open_sea_is_water_alone():
    assert [mark.about for mark in ground_marks(tiny_base(), fit(FRAME, -60, -120, -50, -110))] == ["ground:water"]


@settings(deadline=None, max_examples=40)
@given(maps)
def test_nothing_of_the_ground_reaches_over_the_frame(base, projection):
    frame = projection.frame
    for mark in ground_marks(base, projection):
        points = [point for ring in mark.rings for point in ring]
        over = [(x, y) for x, y in points if not (frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1)]
        assert over == []


def test_the_ground_takes_few_marks_and_no_more_points_than_paper_can_show(base):
    marks = ground_marks(base, fit(FRAME, 39, 13, 46.5, 29))
    assert len(marks) <= 8
    assert sum(len(ring) for mark in marks for ring in mark.rings) < 4000


def test_the_land_covers_what_the_outlines_cover(base):
    (land,) = (mark for mark in ground_marks(base, KOSOVO) if mark.about == "ground:land")
    drawn = shapely.Polygon(max(land.rings, key=len))
    for latitude, longitude, dry in ((42.6, 20.9, True), (42.0, 21.43, True), (43.29, 20.6, True), (41.9, 19.0, False)):
        point = shapely.Point(KOSOVO.x(longitude), KOSOVO.y(latitude))
        assert drawn.contains(point) == dry


def test_two_base_maps_are_not_taken_for_one_another():
    one, other = tiny_base(), tiny_base()
    other["kosovo"] = square(20, -1, 22, 1)
    projection = fit(FRAME, -2, 5, 2, 15)
    assert "ground:kosovo" in [mark.about for mark in ground_marks(one, projection)]
    assert "ground:kosovo" not in [mark.about for mark in ground_marks(other, projection)]


@settings(deadline=None, max_examples=40)
@given(maps, obstacles, st.sampled_from(list(NamePolicy)))
def test_no_name_touches_another_one_or_what_is_taken_or_the_frame(base, projection, taken, policy):
    found = place_name_marks(base, projection, policy, SIZES, taken)
    for box in found.boxes:
        assert projection.frame.holds(box)
        assert not any(box.overlaps(other) for other in taken)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(found.boxes, 2))


@settings(deadline=None, max_examples=40)
@given(maps)
def test_every_name_lies_in_one_of_its_boxes_and_is_a_label(base, projection):
    found = place_name_marks(base, projection, NamePolicy.ALBANIAN_SERBIAN, SIZES, [])
    for mark in found.marks:
        if isinstance(mark, Words):
            assert mark.role is Role.LABEL
            place = Box(mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
        else:
            place = Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        assert any(box.grown(0.01).holds(place) for box in found.boxes)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [(NamePolicy.ALBANIAN, "Mitrovicë"), (NamePolicy.SERBIAN_CYRILLIC, "Косовска Митровица"),
     (NamePolicy.SERBIAN_ALBANIAN, "Kosovska Mitrovica / Mitrovicë")],
)  # fmt: skip
def test_towns_are_named_by_the_policy(base, policy, expected):
    assert expected in named(place_name_marks(base, KOSOVO, policy, SIZES, []))


def test_a_town_that_is_named_already_is_not_named_again(base):
    already = frozenset(("Prizren", "Mitrovicë / Kosovska Mitrovica", "Gjakovë"))
    names = named(place_name_marks(base, KOSOVO, NamePolicy.ALBANIAN_SERBIAN, SIZES, [], already=already))
    assert "Prishtinë / Priština" in names
    assert not [name for name in names if name.startswith(("Prizren", "Mitrovic", "Gjakov"))]


def test_a_closer_map_names_smaller_places():
    labels = [town("Large", 0, 10), town("Seat", 0.1, 10.1, rank=2), town("Village", -0.1, 9.9, rank=4)]
    base = tiny_base(labels)
    seen = [
        named(place_name_marks(base, at_zoom(FRAME, 0, 10, zoom), NamePolicy.ENGLISH, SIZES, []))
        for zoom in (5, 8.5, 11)
    ]
    assert seen == [["Large"], ["Large", "Seat"], ["Large", "Seat", "Village"]]


def test_the_more_important_town_gets_the_room():
    base = tiny_base([town("Capital", 0, 10), *(town(f"Village {n}", 0, 10 + n / 1000, rank=3) for n in range(1, 30))])
    names = named(place_name_marks(base, fit(FRAME, -0.5, 9.5, 0.5, 10.5), NamePolicy.ENGLISH, SIZES, []))
    assert names[0] == "Capital"
    assert len(names) < 10


def test_a_symbol_stands_in_for_the_dot_of_its_town():
    base, projection = tiny_base([town("Town", 0, 10)]), fit(FRAME, -1, 9, 1, 11)
    x, y = projection.x(10.0), projection.y(0.0)
    symbol = Box(x - 2, y - 2, x + 2, y + 2)
    beside = place_name_marks(base, projection, NamePolicy.ENGLISH, SIZES, [symbol])
    assert [type(mark) for mark in beside.marks] == [Words]
    under_a_label = place_name_marks(base, projection, NamePolicy.ENGLISH, SIZES, [symbol.grown(20)])
    assert under_a_label.marks == []
    alone = place_name_marks(base, projection, NamePolicy.ENGLISH, SIZES, [])
    assert [type(mark) for mark in alone.marks] == [Circle, Words]


def test_a_country_is_named_on_what_the_map_shows_of_it():
    names = dict.fromkeys(("en", "sq", "sr-Latn", "sr-Cyrl"), "Landia")
    base = tiny_base(countries=[{"names": names, "latitude": 0.0, "longitude": 14.5}])
    (words,) = place_name_marks(base, fit(FRAME, -1, 4.9, 1, 8), NamePolicy.ENGLISH, SIZES, []).marks
    assert words.lines == ("LANDIA",)
    assert place_name_marks(base, fit(FRAME, 20, 60, 22, 62), NamePolicy.ENGLISH, SIZES, []).marks == []


def test_a_country_that_is_smaller_than_its_name_is_not_named(base):
    europe = fit(FRAME, 35, -12, 62, 45)
    assert "MALI I ZI / CRNA GORA" not in named(place_name_marks(base, europe, NamePolicy.ALBANIAN_SERBIAN, SIZES, []))


def test_names_that_cannot_be_printed_come_out_as_text():
    base = tiny_base([town("<script>\u202e#panic() \x07\U0001f600", 0, 10)])
    projection = fit(FRAME, -1, 9, 1, 11)
    (text,) = named(place_name_marks(base, projection, NamePolicy.ENGLISH, SIZES, []))
    assert text == "<script>#panic() \N{WHITE SQUARE}"


def test_a_place_whose_name_is_empty_is_not_drawn():
    base = tiny_base([town("", 0, 10)])
    assert place_name_marks(base, fit(FRAME, -1, 9, 1, 11), NamePolicy.ENGLISH, SIZES, []).marks == []


def test_the_same_map_gives_the_same_marks(base, places):
    once, again = (
        (ground_marks(made, KOSOVO), place_name_marks(made, KOSOVO, NamePolicy.ENGLISH, SIZES, []))
        for made in (base, base_layers(places))
    )
    assert once == again


def test_a_map_on_larger_paper_counts_as_a_closer_look():
    larger = fit(Box(0, 0, 2 * FRAME.width, 2 * FRAME.height), KOSOVO.south, KOSOVO.west, KOSOVO.north, KOSOVO.east)
    assert zoom_of(larger) == pytest.approx(zoom_of(KOSOVO) + 1)


def test_the_squares_of_the_area_in_focus_cover_it():
    projection = fit(FRAME, -2, 5, 2, 15)
    cells = cells_of(tiny_base(), projection)
    x0, y0, x1, y1 = projection.x(9), projection.y(1), projection.x(11), projection.y(-1)
    assert sum(cell.width * cell.height for cell in cells) == pytest.approx((x1 - x0) * (y1 - y0), rel=0.35)
    assert all(Box(x0, y0, x1, y1).grown(CELL / 2).holds(cell) for cell in cells)
    assert cells_of(tiny_base(), fit(FRAME, 20, 60, 22, 62)) == ()


def test_names_by_language_are_joined_as_those_of_a_place_are(places):
    names = {"en": "Peja", "sq": "Pejë", "sr-Latn": "Peć", "sr-Cyrl": "Пећ"}
    assert [name_by_policy(names, policy) for policy in NamePolicy] == [
        "Pejë", "Peć", "Пећ", "Peja", "Pejë / Peć", "Peć / Pejë"]  # fmt: skip
    assert name_by_policy({"sq": "Prizren", "sr-Latn": "Prizren"}) == "Prizren"
    assert name_by_policy({"sr-Latn": "Peć"}) == "Peć"
    assert display_name(places["mitrovica"]) == "Mitrovicë / Kosovska Mitrovica"
