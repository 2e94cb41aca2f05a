"""All toponyms of a text resolved together: what the text says, what lies near, and why."""

from __future__ import annotations

import pytest

from gazetteer.geoparse.atlas import Atlas
from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.toponyms import find_toponyms
from gazetteer.places import Place, Places
from gazetteer.resolve import Gazetteer
from tests.towns import gazetteer_of


def place(place_id, name, code="PPL", point=(42.6, 21.0), country="XK", source="made up"):
    return Place(
        id=place_id, name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name,
        feature_class="A" if code == "PCLI" else "P", feature_code=code, municipality=None, country=country,
        latitude=point[0], longitude=point[1], radius_m=None, geonameid=None, coordinate_source=source, valid_from="",
        valid_to="", note="",
    )  # fmt: skip


PLACES = (
    place("kosovo", "Kosovo", "PCLI", (42.58, 21.0)),
    place("france", "France", "PCLI", (48.86, 2.35), "FR", "point of the capital Paris"),
    place("pristina", "Pristina", "PPLC", (42.67, 21.17)),
    place("zvecan", "Zvečan", point=(42.91, 20.84)),
    place("kamenica", "Kamenica", point=(42.58, 21.58)),
    place("peja", "Peja", point=(42.66, 20.29)),
    place("klina", "Klina", point=(42.62, 20.58)),
)
TABLE = """\
Paris|FR|2100000|48.85|2.35
Paris|US|24000|33.66|-95.56
Dallas|US|1300000|32.78|-96.8
Kamenica|RS|30000|44.3|19.7
Valjevo|RS|59000|44.27|19.89
Springfield|US|60000|39.92|-83.81
Springfield|US|170000|37.2|-93.3
Springfield|US|155000|42.1|-72.6
Cleveland|US|370000|41.5|-81.7
Columbus|US|900000|39.96|-83.0
Lyon|FR|520000|45.76|4.84
Klina|RU|900|56.0|37.0
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    return gazetteer_of(PLACES, TABLE, ("FR", "Paris"), tmp_path_factory.mktemp("index") / "world.sqlite")


@pytest.fixture(scope="module")
def resolved(gazetteer):
    def resolve(text):
        mentions, _ = find_toponyms(text, gazetteer, sentences(text))
        return {one.span.text: one.resolution for one in mentions}

    return resolve


@pytest.fixture(scope="module")
def related(gazetteer):
    return lambda text: find_toponyms(text, gazetteer, sentences(text))[1]


def test_what_follows_after_a_comma_says_where_a_place_lies_wherever_the_name_stands(resolved):
    found = resolved("He left Paris, Texas, at noon. Paris is small.")
    assert found["Paris"].best.id == "geonames-2"
    assert found["Paris"].reason == (
        "name in GeoNames; the text says it lies in Texas; in a country of the other places of the text; "
        "before Paris (FR)"
    )


def test_without_anything_else_the_best_known_place_counts_and_the_reason_says_so(resolved):
    assert resolved("She lives in Paris.")["Paris"].reason == (
        "by far the best known of that name, name in GeoNames; before Paris (US)"
    )


def test_a_text_about_kosovo_keeps_its_names_there_and_one_about_serbia_does_not(resolved):
    assert resolved("In Kamenica and in Pristina, Kosovo, shops closed.")["Kamenica"].best.id == "kamenica"
    assert resolved("In Kamenica, near Valjevo, shops closed.")["Kamenica"].best.id == "geonames-4"


def test_towns_of_one_name_are_told_apart_by_the_state_and_towns_of_the_text(resolved):
    assert resolved("Springfield, Columbus and the rest of Ohio voted.")["Springfield"].best.id == "geonames-6"


def test_a_tie_stays_open_with_its_candidates(resolved):
    found = resolved("He was born in Springfield.")["Springfield"]
    assert (found.status, found.best) == ("ambiguous", None)
    assert [one.place.id for one in found.candidates] == ["geonames-7", "geonames-8", "geonames-6"]
    assert found.reason == "3 places of that name, and nothing in the text tells them apart"


def test_a_curated_country_that_stands_at_its_capital_is_put_in_its_middle(resolved):
    france = resolved("They went to France.")["France"].best
    assert (france.id, france.latitude, france.longitude) == ("france", 46.0, 2.0)
    assert france.coordinate_source == "middle of the country, rounded (estimated)"


def test_a_state_and_a_region_have_records_of_their_own(resolved):
    found = resolved("Storms hit Texas and the Balkans.")
    assert [(one.best.id, one.best.feature_code) for one in found.values()] == [
        ("area-us-texas", "ADM1"),
        ("area-world-balkans", "RGN"),
    ]


def test_a_relative_place_has_its_subject_and_says_where_it_does_not_fit_the_map(related):
    (relation,) = related("A crowd met in Zvecan, 28 miles north of the capital, Pristina, on Monday.")
    assert (relation.span.text, relation.subject.span.text) == ("28 miles north of the capital, Pristina", "Zvecan")
    assert relation.note == "the text says 45 km north of Pristina; on the map Zvečan is 38 km north-west of it"


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Two men were held near Peja.", "near Peja", "near"),
        ("It happened on the road from Peja to Klina.", "on the road from Peja to Klina", "road"),
        ("It happened between Peja and Klina at noon.", "between Peja and Klina", "between"),
        ("A house on the outskirts of Klina burned.", "on the outskirts of Klina", "outskirts"),
        ("Rain fell in southern France.", "southern France", "part"),
    ],
)
def test_relative_words_before_a_name_are_read(related, text, words, kind):
    (relation,) = related(text)
    assert (relation.span.text, relation.located.relation, relation.located.status) == (words, kind, "resolved")


def test_talks_between_two_countries_are_no_place_between_them(related):
    assert related("Talks between Kosovo and France went on.") == ()


def test_the_part_of_a_country_lies_on_that_side_of_it(related):
    (relation,) = related("Rain fell in southern France.")
    assert relation.located.latitude < 46 < related("Rain fell in northern France.")[0].located.latitude


def test_every_record_of_the_areas_has_a_source_and_stands_within_its_own_reach():
    known = Atlas(Gazetteer(Places({})))
    areas = {bearer.place.id: bearer for bearers in known._areas.values() for bearer in bearers}
    assert len(areas) > 500
    for bearer in areas.values():
        place = bearer.place
        assert place.coordinate_source, place.id
        assert -90 <= place.latitude <= 90, place.id
        assert -180 <= place.longitude <= 180, place.id
        if bearer.box:
            south, west, north, east = bearer.box
            middle = (south - 6 <= place.latitude <= north + 6, west - 8 <= place.longitude <= east + 8)
            assert middle == (True, True), place.id
