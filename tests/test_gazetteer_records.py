"""Places and answers as records with GeoNames' field names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer.candidates import Hints
from gazetteer.policy import NamePolicy
from gazetteer.records import answer, record
from gazetteer.relative import locate

ZVECAN = {
    "geonameId": 784044,
    "toponymName": "Zvečan",
    "name": "Zveçan / Zvečan",
    "lat": "42.9075",
    "lng": "20.84028",
    "fcl": "P",
    "fcode": "PPLA2",
    "countryCode": "XK",
    "countryName": "Kosova / Kosovo",
    "adminName2": "Komuna e Zveçanit / Opština Zvečan",
    "score": 1.0,
    "placeId": "zvecan",
    "matchedName": "Zvečan",
    "reason": "English name",
    "radius_m": None,
    "coordinateSource": "made up for the test",
}


def best(gazetteer, toponym):
    return gazetteer.resolve(toponym).candidates[0]


def test_a_candidate_becomes_a_record_with_the_field_names_of_geonames(tiny_gazetteer):
    assert record(best(tiny_gazetteer, "Zvečan"), tiny_gazetteer) == ZVECAN


def test_the_names_of_a_record_follow_the_policy(tiny_gazetteer):
    found = record(best(tiny_gazetteer, "Zvečan"), tiny_gazetteer, NamePolicy.SERBIAN_CYRILLIC)
    assert [found[name] for name in ("name", "adminName2", "countryName")] == ["Звечан", "Општина Звечан", "Косово"]


def test_every_name_comes_with_its_language_where_asked_for(tiny_gazetteer):
    found = record(best(tiny_gazetteer, "Zvečan"), tiny_gazetteer, alternate_names=True)
    assert found == ZVECAN | {
        "alternateNames": [
            {"name": "Zvečan", "lang": "en"},
            {"name": "Zveçan", "lang": "sq"},
            {"name": "Zvečan", "lang": "sr-Latn"},
            {"name": "Звечан", "lang": "sr-Cyrl"},
            {"name": "Zvecan", "lang": "en"},
        ]
    }


def test_a_place_without_municipality_has_an_empty_name_there(tiny_gazetteer):
    found = record(best(tiny_gazetteer, "Svinjare"), tiny_gazetteer)
    assert (found["adminName2"], found["geonameId"]) == ("", None)


def test_an_answer_is_that_of_geonames_search_with_status_and_reason(tiny_gazetteer):
    resolution = tiny_gazetteer.resolve("Svinjare")
    assert answer(resolution, tiny_gazetteer) == {
        "query": "Svinjare",
        "status": "resolved",
        "reason": resolution.reason,
        "totalResultsCount": 1,
        "geonames": [record(resolution.candidates[0], tiny_gazetteer)],
    }


def test_an_unknown_name_has_an_answer_without_records(tiny_gazetteer):
    resolution = tiny_gazetteer.resolve("Qwertzuiop")
    assert answer(resolution, tiny_gazetteer) == {
        "query": "Qwertzuiop",
        "status": "unknown",
        "reason": resolution.reason,
        "totalResultsCount": 0,
        "geonames": [],
    }


@pytest.mark.parametrize("toponym", ["Zvečan", "Svinjare", "Qwertzuiop", ""])
def test_the_answer_of_a_located_name_is_that_of_the_resolved_one(tiny_gazetteer, toponym):
    located = answer(locate(tiny_gazetteer, toponym), tiny_gazetteer)
    resolved = answer(tiny_gazetteer.resolve(toponym), tiny_gazetteer)
    assert {name: located[name] for name in resolved} == resolved


def test_a_relative_place_holds_its_point_and_the_places_it_is_told_from(tiny_gazetteer):
    located = locate(tiny_gazetteer, "5 km north of Zvečan", Hints(country="XK"))
    found = answer(replace(located, path=((42.9, 20.8), (42.95, 20.8))), tiny_gazetteer)
    anchor = found["anchors"][0]
    assert found == {
        "query": "5 km north of Zvečan",
        "status": "resolved",
        "reason": located.reason,
        "totalResultsCount": 0,
        "geonames": [],
        "relation": located.relation,
        "lat": "42.95247",
        "lng": "20.84028",
        "radius_m": located.radius_m,
        "path": [[42.9, 20.8], [42.95, 20.8]],
        "note": located.note,
        "anchors": [anchor],
    }
    assert anchor["geonames"][0]["placeId"] == "zvecan"
