"""The gazetteer behind geopy's interface."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from gazetteer.errors import AmbiguousToponym, GazetteerError
from gazetteer.geocoder import AtlasGeocoder
from gazetteer.places import read_places
from gazetteer.resolve import DEFAULT_FOLDER, Gazetteer


@pytest.fixture(scope="module")
def geocoder():
    return AtlasGeocoder(Gazetteer(read_places(DEFAULT_FOLDER)))


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)


@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("en", "Štrpce, Štrpce municipality, Kosovo"),
        ("sq", "Shtërpcë, Komuna Shtërpcë, Kosova"),
        ("sr-Latn", "Štrpce, Opština Štrpce, Kosovo"),
        ("sr-Cyrl", "Штрпце, Општина Штрпце, Косово"),
    ],
)
def test_the_address_is_in_the_language_asked_for(geocoder, language, address):
    assert geocoder.geocode("Shterpce", language=language).address == address


def test_the_record_keeps_the_field_names_of_geonames(geocoder):
    found = geocoder.geocode("Zvecan")
    assert (found.latitude, found.longitude) == (42.9075, 20.84028)
    assert found.raw == {
        "geonameId": 783770,
        "toponymName": "Zvečan",
        "name": "Zvečan",
        "lat": "42.9075",
        "lng": "20.84028",
        "fcl": "P",
        "fcode": "PPLA2",
        "countryCode": "XK",
        "countryName": "Kosovo",
        "adminName2": "Zvečan municipality",
        "score": 1.0,
        "placeId": "zvecan",
        "matchedName": "Zvečan",
        "reason": "English name",
        "radius_m": None,
        "coordinateSource": "GeoNames 783770",
    }


def test_an_ambiguous_toponym_names_its_candidates(twin_gazetteer):
    with pytest.raises(AmbiguousToponym, match=r"Banja .*; Banja ") as caught:
        AtlasGeocoder(twin_gazetteer).geocode("Banja")
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, GazetteerError)
    assert sorted(one.place.id for one in caught.value.candidates) == ["banja_n", "banja_s"]


def test_all_candidates_come_if_more_than_one_is_wanted(twin_gazetteer):
    twins = AtlasGeocoder(twin_gazetteer)
    found = twins.geocode("Banja", exactly_one=False)
    assert sorted(one.raw["placeId"] for one in found) == ["banja_n", "banja_s"]
    assert len(twins.geocode("Banja", exactly_one=False, limit=1)) == 1


@pytest.mark.parametrize("exactly_one", [True, False])
@pytest.mark.parametrize("query", ["", "Qwertzuiop", "x" * 100_000])
def test_an_unknown_toponym_is_none_as_in_geopy(geocoder, query, exactly_one):
    assert geocoder.geocode(query, exactly_one=exactly_one) is None


def test_country_codes_limit_the_answer(geocoder):
    assert geocoder.geocode("Novi Pazar", country_codes="rs").raw["placeId"] == "novi_pazar"
    assert geocoder.geocode("Novi Pazar", country_codes=["xk", "hu"]) is None
    assert geocoder.geocode("Novi Pazar", country_codes=["xk", "rs"]).raw["placeId"] == "novi_pazar"


@pytest.mark.parametrize("query", [Point(42.9076, 20.8403), (42.9076, 20.8403), "42.9076, 20.8403"])
def test_the_nearest_place_to_a_point_is_found(geocoder, query):
    assert geocoder.reverse(query).raw["placeId"] == "zvecan"


def test_several_nearest_places_come_nearest_first(geocoder):
    found = geocoder.reverse((42.9076, 20.8403), exactly_one=False, limit=2)
    assert found[0].raw["placeId"] == "zvecan"
    assert len(found) == 2
    assert geocoder.reverse((42.9076, 20.8403)) == found[0]


def test_a_point_or_language_that_cannot_be_read_is_told(geocoder):
    with pytest.raises(GeocoderQueryError, match="This is no point"):
        geocoder.reverse("somewhere")
    with pytest.raises(GeocoderQueryError, match='No names are kept in "xx"'):
        geocoder.geocode("Zvecan", language="xx")


def test_it_works_with_geopys_rate_limiter(geocoder):
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Zvecan").raw["placeId"] == "zvecan"


def test_a_relative_place_is_a_point_whose_record_tells_how_it_was_found(geocoder):
    found = geocoder.geocode("5 km north of Zvečan", language="sq")
    raw = found.raw
    assert found.address == "5 km north of Zvečan"
    assert (round(found.latitude, 3), round(found.longitude, 3)) == (42.952, 20.840)
    assert (raw["status"], raw["relation"], raw["geonames"]) == ("resolved", "distance", [])
    assert raw["radius_m"] > 0
    assert [one["geonames"][0]["placeId"] for one in raw["anchors"]] == ["zvecan"]
    assert geocoder.geocode("5 km north of Zvečan", exactly_one=False)[0].point == found.point


def test_a_relative_place_that_cannot_be_told_is_none_or_names_its_candidates(geocoder, twin_gazetteer):
    assert geocoder.geocode("5 km north of Qwertzuiop") is None
    twins = AtlasGeocoder(twin_gazetteer)
    assert twins.geocode("5 km north of Banja", exactly_one=False) is None
    with pytest.raises(AmbiguousToponym, match=r"Banja .*; Banja "):
        twins.geocode("5 km north of Banja")


def test_country_codes_hold_for_relative_places_too(geocoder):
    assert geocoder.geocode("5 km north of Zvečan", country_codes="xk") is not None
    assert geocoder.geocode("5 km north of Zvečan", country_codes=["hu", "rs"]) is None


def test_a_point_nearby_settles_which_place_is_meant(twin_gazetteer):
    twins = AtlasGeocoder(twin_gazetteer)
    assert twins.geocode("Banja", near=(42.95, 20.8)).raw["placeId"] == "banja_n"
    with pytest.raises(GeocoderQueryError, match="This is no point"):
        twins.geocode("Banja", near="somewhere")


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("point", [(91, 0), "42.9", (float("nan"), 0), None])
def test_a_point_that_is_none_is_told_and_never_answered(geocoder, point):
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(point)


def test_it_is_made_as_geopys_geocoders_are():
    made = AtlasGeocoder(Gazetteer(read_places(DEFAULT_FOLDER)), timeout=5, user_agent="a class")
    assert (made.timeout, made.headers["User-Agent"]) == (5, "a class")
