"""The curated gazetteer in the Linked Places format: every feature of the shipped data is as the format asks."""

from __future__ import annotations

import json
import re

import pytest

from gazetteer.errors import InputError
from gazetteer.linked_places import ATTESTED, BASE, CONTEXT, collection, feature, write
from gazetteer.resolve import open_gazetteer

MEMBERS = {"@id", "type", "properties", "when", "names", "types", "geometry", "links", "relations", "descriptions"}
REQUIRED = {"@id", "type", "properties", "names", "geometry", "types", "when"}
URI_OR_TERM = re.compile(r"https?://\S+|\w+:\S+")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
CONCEPT = re.compile(r"aat:300\d{6}")


@pytest.fixture(scope="module")
def shipped():
    return open_gazetteer(world=False)


@pytest.fixture(scope="module")
def features(shipped):
    return collection(shipped)["features"]


def faults(one, known):
    """Say in which of its members a feature is not as the format asks."""
    checks = {
        "members": set(one) <= MEMBERS and set(one) >= REQUIRED,
        "@id": bool(URI_OR_TERM.fullmatch(one["@id"])),
        "type": one["type"] == "Feature",
        "properties": properties_fit(one["properties"]),
        "when": when_fits(one["when"]),
        "names": bool(one["names"]) and all(name_fits(name) for name in one["names"]),
        "types": all(type_fits(kind) for kind in one["types"]),
        "geometry": geometry_fits(one["geometry"]),
        "links": all(link_fits(link) for link in one.get("links", ())),
        "relations": all(relation_fits(relation, known) for relation in one.get("relations", ())),
        "descriptions": all(text["value"] and text["lang"] == "en" for text in one.get("descriptions", ())),
        "nothing empty": all(one.values()),
    }
    return [name for name, fits in checks.items() if not fits]


def properties_fit(properties):
    codes = all(re.fullmatch("[A-Z]{2}", code) for code in properties["ccodes"])
    classes = bool(properties["fclasses"]) and set(properties["fclasses"]) <= set("AHLPRSTUV")
    return set(properties) == {"title", "ccodes", "fclasses"} and bool(properties["title"]) and codes and classes


def when_fits(when):
    spans = when["timespans"]
    bounds = [bound for span in spans for bound in span.values()]
    dated = all(len(bound) == 1 and DAY.fullmatch(next(iter(bound.values()))) for bound in bounds)
    named = all(set(bound) <= {"in", "earliest", "latest"} for bound in bounds)
    return set(when) == {"timespans"} and len(spans) == 1 and set(spans[0]) == {"start", "end"} and dated and named


def name_fits(name):
    language = LANGUAGE.fullmatch(name["lang"]) if "lang" in name else True
    cited = bool(name["citations"]) and all(
        cite["label"] and re.fullmatch(r"\d{4}", cite["year"]) for cite in name["citations"]
    )
    return set(name) <= {"toponym", "lang", "citations"} and bool(name["toponym"].strip()) and language and cited


def type_fits(kind):
    labelled = all(label["label"] and label["lang"] == "en" for label in kind["sourceLabels"])
    return bool(CONCEPT.fullmatch(kind["identifier"])) and bool(kind["label"]) and labelled


def geometry_fits(geometry):
    longitude, latitude = geometry["coordinates"]
    rough = geometry.get("approximation")
    bounded = rough is None or (rough["type"] == "gvp:approximateLocation" and rough["tolerance"] > 0)
    cited = all(cite["label"] and URI_OR_TERM.fullmatch(cite.get("@id", "x:y")) for cite in geometry["citations"])
    certain = geometry["certainty"] in {"certain", "less-certain", "uncertain"}
    inside = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return geometry["type"] == "Point" and inside and bounded and bool(geometry["citations"]) and cited and certain


def link_fits(link):
    return link["type"] == "closeMatch" and bool(re.fullmatch(r"gn:\d+", link["identifier"]))


def relation_fits(relation, known):
    told = relation["label"].startswith("part of ")
    return relation["relationType"] == "gvp:broaderPartitive" and relation["relationTo"] in known and told


def test_every_feature_of_the_shipped_gazetteer_is_as_the_format_asks(features):
    known = {one["@id"] for one in features}
    assert {one["@id"]: told for one in features if (told := faults(one, known))} == {}


def test_there_is_one_feature_for_every_place_with_every_name(shipped, features):
    assert [one["@id"] for one in features] == [BASE + place_id for place_id in shipped.places]
    for one, place in zip(features, shipped.places.values(), strict=True):
        assert {name["toponym"] for name in one["names"]} == {name.name for name in place.names()}


def test_a_town_is_written_with_everything_known_of_it(tiny_gazetteer):
    cited = "Incident Atlas, curated gazetteer: "
    names = [("Zvečan", "en"), ("Zveçan", "sq"), ("Zvečan", "sr-Latn"), ("Звечан", "sr-Cyrl")]
    main = [
        {"toponym": name, "lang": lang, "citations": [{"label": f"{cited}main name", "year": ATTESTED}]}
        for name, lang in names
    ]
    press = {"toponym": "Zvecan", "lang": "en", "citations": [{"label": f"{cited}press form", "year": ATTESTED}]}
    assert feature(tiny_gazetteer.place("zvecan"), tiny_gazetteer, "https://example.org/places/") == {
        "@id": "https://example.org/places/zvecan",
        "type": "Feature",
        "properties": {"title": "Zvečan", "ccodes": ["XK"], "fclasses": ["P"]},
        "when": {"timespans": [{"start": {"latest": ATTESTED}, "end": {"earliest": ATTESTED}}]},
        "names": [*main, press],
        "types": [
            {
                "identifier": "aat:300008347",
                "label": "inhabited place",
                "sourceLabels": [{"label": "GeoNames P.PPLA2", "lang": "en"}],
            }
        ],
        "geometry": {
            "type": "Point",
            "coordinates": [20.84028, 42.9075],
            "certainty": "certain",
            "citations": [{"label": "made up for the test"}],
        },
        "links": [{"type": "closeMatch", "identifier": "gn:784044"}],
        "relations": [
            {
                "relationType": "gvp:broaderPartitive",
                "relationTo": "https://example.org/places/zvecan_municipality",
                "label": "part of Municipality of Zvečan",
            }
        ],
    }


def test_a_radius_is_the_tolerance_of_an_approximate_location_in_kilometres(tiny_gazetteer):
    found = feature(tiny_gazetteer.place("northern_kosovo"), tiny_gazetteer)["geometry"]
    assert found["approximation"] == {"type": "gvp:approximateLocation", "tolerance": 25.0}
    assert found["certainty"] == "less-certain"


def test_a_beginning_on_record_is_a_beginning_and_an_open_end_stays_open(shipped):
    assert feature(shipped.place("mitrovica_north_municipality"), shipped)["when"] == {
        "timespans": [{"start": {"in": "2013"}, "end": {"earliest": ATTESTED}}]
    }


def test_a_country_is_part_of_nothing_and_its_type_says_nothing_on_recognition(tiny_gazetteer):
    found = feature(tiny_gazetteer.place("kosovo"), tiny_gazetteer)
    assert "relations" not in found
    assert found["types"][0]["label"] == "political administrative body"


def test_a_code_that_is_no_entry_of_the_standard_is_left_out_where_asked(tiny_gazetteer):
    found = collection(tiny_gazetteer, iso_codes_only=True)["features"]
    assert {one["@id"].removeprefix(BASE): one["properties"].get("ccodes") for one in found} == dict.fromkeys(
        tiny_gazetteer.places, None
    ) | {"germany": ["DE"]}


def test_the_text_is_one_json_document_with_a_feature_a_line(tiny_gazetteer):
    found = collection(tiny_gazetteer)
    text = "".join(write(found))
    assert json.loads(text) == found
    assert (found["type"], found["@context"]) == ("FeatureCollection", CONTEXT)
    assert len(text.splitlines()) == len(found["features"]) + 2


@pytest.mark.parametrize("base", ["", "places/", "no scheme", "https://", "javascript alert"])
def test_a_base_that_cannot_begin_a_uri_is_refused(tiny_gazetteer, base):
    with pytest.raises(InputError, match="cannot begin a URI"):
        collection(tiny_gazetteer, base)
