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


def test_an_ambiguous_toponym_names_its_candidates(geocoder):
    with pytest.raises(AmbiguousToponym, match=r"Donja Gušterica .*; Gornja Gušterica") as caught:
        geocoder.geocode("Gušterica")
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, GazetteerError)
    assert [one.place.id for one in caught.value.candidates] == ["gusterica_d", "gusterica_g"]


def test_all_candidates_come_if_more_than_one_is_wanted(geocoder):
    found = geocoder.geocode("Gušterica", exactly_one=False)
    assert [one.raw["placeId"] for one in found] == ["gusterica_d", "gusterica_g"]
    assert len(geocoder.geocode("Gušterica", exactly_one=False, limit=1)) == 1


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
    assert [one.raw["placeId"] for one in found] == ["zvecan", "rudare"]


def test_a_point_or_language_that_cannot_be_read_is_told(geocoder):
    with pytest.raises(GeocoderQueryError, match="This is no point"):
        geocoder.reverse("somewhere")
    with pytest.raises(GeocoderQueryError, match='No names are kept in "xx"'):
        geocoder.geocode("Zvecan", language="xx")


def test_it_works_with_geopys_rate_limiter(geocoder):
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Zvecan").raw["placeId"] == "zvecan"
