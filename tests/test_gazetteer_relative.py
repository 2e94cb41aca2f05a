"""Places told from other places, on a tiny world: what comes out as a whole, what stays open, and in which words."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.candidates import Hints, Resolution, distance_km
from gazetteer.places import Place, Places
from gazetteer.relative import Located, fits, geometry, locate
from gazetteer.relative.locate import LONGEST_TEXT
from gazetteer.resolve import Gazetteer


def place(place_id, name, point, code="PPL", radius_m=None):
    feature_class = {"ADM2": "A", "PCLI": "A", "BDG": "S", "PSTB": "S"}.get(code, "P")
    return Place(
        id=place_id, name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name, feature_class=feature_class,
        feature_code=code, municipality=None, country="XK", latitude=point[0], longitude=point[1],
        radius_m=radius_m, geonameid=None, coordinate_source="made up", valid_from="", valid_to="", note="",
    )  # fmt: skip


PLACES = (
    place("kosovo", "Kosovo", (42.6, 21.0), "PCLI", radius_m=60_000),
    place("south", "Kosovo south of the Ibar", (42.5, 21.0), "ADM2", radius_m=50_000),
    place("centre", "Amberg", (42.6, 21.1), "PPLC", radius_m=4000),
    place("north_town", "Borden", (42.9, 20.84), "PPLA2"),
    place("west_town", "Cirava", (42.6, 20.5), "PPLA2"),
    place("hill_near", "Dolina", (42.7, 21.1)),
    place("hill_far", "Dolina", (42.3, 20.6)),
    place("crossing", "Eskar crossing", (43.0, 20.7), "PSTB", radius_m=500),
    place("bridge", "Fenn bridge", (42.9, 20.83), "BDG", radius_m=200),
    place("wide", "Gorazd", (42.4, 21.4), "ADM2", radius_m=12_000),
)
NO_BORDERS = "a border is a long line, and no borders are kept here; name a crossing or the nearest place"
WORLD = Gazetteer(Places({one.id: one for one in PLACES}))


def found(text, hints=None):
    located = locate(WORLD, text, hints)
    point = None if located.latitude is None else (round(located.latitude, 3), round(located.longitude, 3))
    return located.relation, located.status, point, located.radius_m


def test_a_plain_name_is_the_place_itself():
    resolution = WORLD.resolve("Borden")
    expected = Located("Borden", "at", (resolution,), 42.9, 20.84, 1500, (), "resolved", resolution.reason)
    assert locate(WORLD, "Borden") == expected


def test_an_unknown_name_is_unknown_with_the_words_of_the_gazetteer():
    resolution = WORLD.resolve("Zzyzx")
    expected = Located("Zzyzx", "at", (resolution,), None, None, None, (), "unknown", resolution.reason)
    assert locate(WORLD, "Zzyzx") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 km north of Amberg", ("distance", "resolved", (42.69, 21.1), 9300)),
        ("due north of Amberg, 10 km", ("direction", "resolved", (42.69, 21.1), 19_000)),
        ("10 km from Amberg", ("distance", "resolved", (42.6, 21.1), 17_000)),
        ("within 10 km of Amberg", ("distance", "resolved", (42.6, 21.1), 14_000)),
        ("near Borden", ("near", "resolved", (42.9, 20.84), 3000)),
        ("near the Fenn bridge", ("near", "resolved", (42.9, 20.83), 300)),
        ("near the Eskar crossing", ("near", "resolved", (43.0, 20.7), 1000)),
        ("near Gorazd", ("near", "resolved", (42.4, 21.4), 14_000)),
        ("on the outskirts of Amberg", ("outskirts", "resolved", (42.6, 21.1), 5000)),
        ("on the northern outskirts of Amberg", ("outskirts", "resolved", (42.636, 21.1), 5000)),
        ("just outside Amberg", ("outskirts", "resolved", (42.6, 21.1), 5000)),
        ("outside Amberg", ("outskirts", "resolved", (42.6, 21.1), 5500)),
        ("north of Borden", ("direction", "resolved", (42.945, 20.84), 8900)),
        ("in the north of Gorazd", ("part", "resolved", (42.454, 21.4), 8900)),
        ("eastern Gorazd", ("part", "resolved", (42.4, 21.473), 8900)),
        ("between Amberg and Cirava", ("between", "resolved", (42.6, 20.8), 29_000)),
        ("halfway between Amberg and Cirava", ("between", "resolved", (42.6, 20.8), 12_000)),
        ("on the road from Amberg to Cirava", ("road", "resolved", (42.6, 20.8), 29_000)),
        ("on the Amberg-Cirava road", ("road", "resolved", (42.6, 20.8), 29_000)),
        ("on the road to Borden", ("road", "resolved", (42.9, 20.84), 11_500)),
        ("across the river from Borden", ("across", "resolved", (42.9, 20.84), 3500)),
        ("outside Kosovo", ("outskirts", "unknown", None, None)),
        ("on the border with Kosovo", ("border", "unknown", None, None)),
        ("10 km from Dolina", ("distance", "ambiguous", None, None)),
        ("10 km from Nowhere", ("distance", "unknown", None, None)),
        ("between Amberg and Nowhere", ("between", "unknown", None, None)),
    ],
)
def test_words_become_a_point_with_a_radius(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5,000 km from Amberg", "5,000 km is too far to place anything by; the limit is 1,000 km"),
        ("-5 km north of Amberg", "a distance cannot be negative"),
        ("1.2.3 km from Amberg", 'the number in "1.2.3 km from" cannot be read'),
        (f"{'9' * 200} km from Amberg", f'the number in "{"9" * 40}" cannot be read'),
        ("outside Kosovo", '"outside Kosovo" leaves nearly everything open'),
        ("the border with Kosovo", NO_BORDERS),
        ("x" * 301, "301 characters are too long for the words of a place; the limit is 300"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_says_why(text, reason):
    located = locate(WORLD, text)
    assert (located.status, located.reason, located.latitude) == ("unknown", reason, None)


def test_the_reason_says_how_the_point_was_got_and_what_is_left_open():
    located = locate(WORLD, "10 km north of Borden")
    assert located.reason == (
        "10 km north of Borden, as the crow flies; 6.8 km around the point are left open; "
        '"Borden": read as "Borden", English name'
    )


def test_a_name_beside_the_words_is_the_place_and_the_map_is_compared():
    located = locate(WORLD, "Borden, 28 miles north of the capital, Amberg")
    assert (located.relation, located.status, located.latitude, located.longitude, located.radius_m) == (
        "at", "resolved", 42.9, 20.84, 1500,
    )  # fmt: skip
    assert [anchor.best.id for anchor in located.anchors] == ["north_town", "centre"]
    assert located.note == "the text says 45 km north of Amberg; on the map Borden is 40 km north-west of it"


@pytest.mark.parametrize(
    "text",
    [
        "Borden, 39 km north-west of Amberg",
        "Borden, about 24 miles north-northwest of Amberg",
        "Borden (some 40 km north-west of Amberg)",
        "Borden lies 38 km from Amberg",
        "Dolina, just north of Amberg",
        "Dolina, between Amberg and Borden",
    ],
)
def test_words_that_fit_the_map_leave_no_note(text):
    located = locate(WORLD, text)
    assert (located.relation, located.status, located.note) == ("at", "resolved", "")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Cirava, 10 km north of Amberg", "the text says 10 km north of Amberg; on the map Cirava is 49 km west of it"),
        ("Cirava, near Amberg", "the text says near Amberg; on the map Cirava is 49 km west of it"),
        ("Cirava, between Amberg and Borden",
         "on the map Cirava lies 41 km off the line between Amberg and Borden"),
        ("28 miles (60 km) north of Amberg", "the text gives both 28 miles and 60 km, which do not agree"),
    ],
)  # fmt: skip
def test_words_that_do_not_fit_the_map_are_noted(text, note):
    assert locate(WORLD, text).note == note


def test_fits_compares_any_place_with_the_words():
    located = locate(WORLD, "10 km north of Amberg")
    assert fits(located, WORLD.place("hill_near")) == ""
    assert fits(located, WORLD.place("hill_far")) == (
        "the text says 10 km north of Amberg; on the map Dolina is 53 km south-west of it"
    )
    assert fits(locate(WORLD, "Amberg"), WORLD.place("hill_far")) == ""


def test_the_words_tell_which_of_two_places_of_one_name_is_meant():
    located = locate(WORLD, "Dolina, 11 km north of Amberg")
    assert (located.status, located.anchors[0].best.id) == ("resolved", "hill_near")
    assert located.reason == "of 2 places of that name the one that fits"


def test_words_that_fit_two_places_of_one_name_leave_it_open():
    located = locate(WORLD, "Dolina, less than 80 km from Borden")
    assert (located.status, located.latitude) == ("ambiguous", None)
    assert located.reason.startswith("the words beside it fit more than one place of that name: Dolina (PPL, XK")


def test_a_name_that_is_not_known_is_placed_by_the_words():
    located = locate(WORLD, "Quxbury, 10 km north of Amberg")
    assert (located.relation, located.status, round(located.latitude, 3)) == ("distance", "resolved", 42.69)
    assert located.reason.endswith('no "Quxbury" is known there (no place is known by this name or a near spelling)')


def test_a_name_whose_words_lead_nowhere_stays_the_place():
    located = locate(WORLD, "Borden, near the border with Kosovo")
    assert (located.relation, located.status, located.latitude) == ("at", "resolved", 42.9)
    assert "the words beside it cannot be checked: a border is a long line" in located.reason


def test_a_wide_subject_gives_way_to_narrower_words():
    assert found("Gorazd, 2 km from the Eskar crossing")[2] == (43.0, 20.7)


def test_a_name_that_holds_relative_words_is_still_a_name():
    assert found("Kosovo south of the Ibar") == ("at", "resolved", (42.5, 21.0), 50_000)


def test_hints_tell_which_anchor_is_meant():
    assert found("5 km from Dolina")[1:3] == ("ambiguous", None)
    assert found("5 km from Dolina", Hints(near=(42.7, 21.1)))[1:3] == ("resolved", (42.7, 21.1))


@pytest.mark.parametrize("hint", [None, Hints(country="XK"), Hints(country="Kosovo")])
def test_the_capital_is_that_of_the_country_hinted_at_or_of_the_gazetteer(hint):
    assert found("10 km north of the capital", hint)[2] == (42.69, 21.1)
    assert found("10 km north of Kosovo's capital", hint)[2] == (42.69, 21.1)


def test_the_capital_of_a_country_without_one_is_unknown():
    assert found("near the capital", Hints(country="DE"))[1:3] == ("unknown", None)


def test_the_other_anchor_tells_which_one_is_meant():
    located = locate(WORLD, "between Dolina and Amberg")
    assert [anchor.best.id for anchor in located.anchors] == ["hill_near", "centre"]


def test_a_second_name_gives_the_direction():
    located = locate(WORLD, "10 km from Amberg on the road to Cirava")
    assert (round(located.latitude, 3), round(located.longitude, 3)) == (42.6, 20.978)
    assert located.reason.startswith("10 km from Amberg towards Cirava, as the crow flies")


def test_the_last_words_say_where_on_the_road():
    near = locate(WORLD, "on the road from Amberg to Borden near the Fenn bridge")
    assert (near.relation, near.latitude, near.radius_m) == ("near", 42.9, 300)
    assert [anchor.best.id for anchor in near.anchors] == ["bridge", "centre", "north_town"]
    measured = locate(WORLD, "on the road between Amberg and Cirava, 10 km from Cirava")
    assert (measured.relation, round(measured.longitude, 3)) == ("distance", 20.622)


def test_the_sentence_around_the_words_does_not_matter():
    told = found("10 km north of Amberg")
    for text in (
        "two soldiers were hurt 10 km north of Amberg on Monday, the police said",
        "a checkpoint 10 km north of Amberg",
        "10km N of Amberg",
        "ten kilometres to the north of the capital, Amberg",
        "At a point 10 kilometers NORTH of amberg",
        "TEN KILOMETRES NORTH OF AMBERG",
    ):
        assert found(text)[2] == told[2], text


def test_a_line_is_drawn_as_a_line():
    assert geometry(locate(WORLD, "between Amberg and Cirava")) == {
        "type": "LineString", "coordinates": [[21.1, 42.6], [20.5, 42.6]],
    }  # fmt: skip


def test_a_disc_is_drawn_as_a_closed_ring_against_the_clock():
    drawn = geometry(locate(WORLD, "near Borden"))
    (ring,) = drawn["coordinates"]
    assert (drawn["type"], len(ring), ring[0]) == ("Polygon", 65, ring[-1])
    assert all(
        distance_km((42.9, 20.84), (latitude, longitude)) == pytest.approx(3, abs=0.01) for longitude, latitude in ring
    )
    assert _area(ring) > 0


def test_a_direction_is_drawn_as_the_sector_that_it_leaves_open():
    drawn = geometry(locate(WORLD, "10 km north of Amberg"))
    (ring,) = drawn["coordinates"]
    assert (drawn["type"], ring[0], _area(ring) > 0) == ("Polygon", ring[-1], True)
    assert all(distance_km((42.6, 21.1), (latitude, longitude)) <= 16.6 for longitude, latitude in ring)


def test_what_is_not_located_has_no_geometry():
    assert geometry(locate(WORLD, "near Nowhere")) is None


def test_a_point_without_a_radius_is_a_point():
    bare = Located("x", "at", (), 42.6, 21.1, None, (), "resolved", "")
    assert geometry(bare) == {"type": "Point", "coordinates": [21.1, 42.6]}


WORDS = st.sampled_from([
    *("Amberg", "Borden", "Dolina", "Cirava", "Nowhere", "the", "a", "of", "from", "to", "and", "between", "near"),
    *("north", "south-east", "NW", "km", "miles", "5", "28", "-3", "1.5", "½", "half", "hour's", "drive", "road"),
    *("border", "outskirts", "outside", "halfway", "capital", "within", "about", "several", "on", "along"),
    *(",", "-", "–", "'", '"', "(", ")"),
])  # fmt: skip


@given(st.lists(WORDS, max_size=24).map(" ".join))
def test_no_mixture_of_relative_words_raises(text):
    _check(locate(WORLD, text), text)


@given(st.text(max_size=400))
def test_no_text_raises(text):
    _check(locate(WORLD, text), text)


@given(st.sampled_from(["10 km north of ", "near ", "between Amberg and ", "on the road to "]), st.text(max_size=60))
def test_nothing_behind_relative_words_raises(words, text):
    _check(locate(WORLD, words + text), words + text)


@pytest.mark.parametrize(
    "piece", ["a ", "one ", "from a to ", "between a and ", "5 km from ", "north ", "1-", "'s ", "half "]
)
def test_hostile_repetitions_are_answered_at_once(piece):
    start = time.perf_counter()
    locate(WORLD, (piece * 300)[:LONGEST_TEXT])
    assert time.perf_counter() - start < 1


def _check(located, text):
    assert located.text == text[:LONGEST_TEXT]
    assert located.status in {"resolved", "ambiguous", "unknown"}
    assert (located.latitude is None) == (located.status != "resolved")
    assert located.reason
    assert located.anchors or located.relation != "at"
    assert all(isinstance(anchor, Resolution) for anchor in located.anchors)
    if located.latitude is not None:
        assert -90 <= located.latitude <= 90
        assert -180 <= located.longitude <= 180
        assert located.radius_m > 0
        assert geometry(located)["type"] in {"Point", "LineString", "Polygon"}


def _area(ring):
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring)) / 2
