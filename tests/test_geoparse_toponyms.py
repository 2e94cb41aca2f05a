"""Toponyms in English sentences on a tiny world: what is one, what only looks like one, and what it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.toponyms import find_toponyms
from gazetteer.places import Place, Toponym
from tests.towns import gazetteer_of


def place(place_id, names, code="PPL", point=(42.6, 21.0), country="XK", variants=()):
    english, albanian, serbian, cyrillic = names.split("|")
    return Place(
        id=place_id, name_en=english, name_sq=albanian, name_sr_latn=serbian, name_sr_cyrl=cyrillic,
        feature_class={"PCLI": "A", "RGN": "A", "STM": "H", "MSTY": "S"}.get(code, "P"), feature_code=code,
        municipality=None, country=country, latitude=point[0], longitude=point[1], radius_m=None, geonameid=None,
        coordinate_source="made up", valid_from="", valid_to="", note="",
        variants=tuple(Toponym(name, "en", "press") for name in variants),
    )  # fmt: skip


PLACES = (
    place("kosovo", "Kosovo|Kosova|Kosovo|Косово", "PCLI", (42.58, 21.0)),
    place("serbia", "Serbia|Serbia|Srbija|Србија", "PCLI", (44.0, 20.9), "RS"),
    place("north", "Northern Kosovo|Kosova Veriore|Severno Kosovo|Северно Косово", "RGN", (43.0, 20.8)),
    place("pristina", "Pristina|Prishtinë|Priština|Приштина", "PPLC", (42.67, 21.17), variants=("Prishtina",)),
    place("belgrade", "Belgrade|Beogradi|Beograd|Београд", "PPLC", (44.8, 20.47), "RS"),
    place("zvecan", "Zvečan|Zveçan|Zvečan|Звечан", point=(42.91, 20.84)),
    place("mitrovica", "Mitrovica|Mitrovicë|Mitrovica|Митровица", point=(42.88, 20.87)),
    place("mitrovica_north", "North Mitrovica|Mitrovica e Veriut|Severna Mitrovica|Северна Митровица",
          point=(42.9, 20.86)),
    place("ibar", "Ibar|Ibër|Ibar|Ибар", "STM", (42.92, 20.84)),
    place("monastery", "Dečani Monastery|Manastiri i Deçanit|Visoki Dečani|Високи Дечани", "MSTY", (42.55, 20.27)),
)  # fmt: skip
TABLE = """\
Police|PL|34000|53.6|14.6
Of|TR|43000|40.9|40.3
March|GB|22000|52.6|0.1
Most|CZ|67000|50.5|13.6
Nice|FR|340000|43.7|7.3
Reading|GB|230000|51.5|-1.0
Kurti|IN|20000|17.0|76.0
Johnson|US|20000|36.1|-94.2
Paris|FR|2100000|48.9|2.3
Paris|US|25000|33.7|-95.6
Pink|US|5000|35.0|-97.0
Novi Pazar|RS|66000|43.1|20.5
Times|US|9000|40.0|-75.0
Washington|US|690000|38.9|-77.0
Berry|AU|2600|-34.8|150.7
Wyong|AU|4500|-33.3|151.4
Sydney|AU|4600000|-33.9|151.2
Memphis|US|650000|35.1|-90.0
Alexandria|US|47000|31.3|-92.4
Alexandria|EG|3800000|31.2|29.9
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    return gazetteer_of(PLACES, TABLE, ("US", "Washington"), tmp_path_factory.mktemp("index") / "world.sqlite")


@pytest.fixture(scope="module")
def read(gazetteer):
    def toponyms(text):
        mentions, _ = find_toponyms(text, gazetteer, sentences(text))
        assert all(text[one.span.start : one.span.end] == one.span.text for one in mentions)
        return [
            (one.span.text, one.role.value, one.resolution.best.id if one.resolution.best else one.resolution.status)
            for one in mentions
        ]

    return toponyms


def test_a_place_is_found_with_its_place_and_a_people_with_its_country(read):
    assert read("Serbian flags were seen in Zvecan on Monday, and Kosovar buses left Pristina.") == [
        ("Serbian", "people", "serbia"),
        ("Zvecan", "place", "zvecan"),
        ("Kosovar", "people", "kosovo"),
        ("Pristina", "place", "pristina"),
    ]


def test_the_longest_name_counts_and_a_direction_belongs_to_it_only_if_a_record_has_it(read):
    assert read("Shots were heard in northern Kosovo and in north Mitrovica, but not in northern Serbia.") == [
        ("northern Kosovo", "place", "north"),
        ("north Mitrovica", "place", "mitrovica_north"),
        ("Serbia", "place", "serbia"),
    ]


def test_common_words_at_the_start_of_a_sentence_are_no_towns(read):
    assert read("Police came late. Of the men, ten left. Most of them stayed. March was cold.") == []


def test_a_common_word_is_a_town_where_the_text_says_so(read):
    assert read("He flew from Nice and moved to Reading.") == [("Nice", "place", "geonames-5"),
                                                              ("Reading", "place", "geonames-6")]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Albin Kurti spoke at noon, and Kurti left at one.",
        "Admiral Gregory Johnson told reporters that Johnson would stay.",
        "Mr Paris met Ms Paris and Judge Washington.",
        "The Washington Post and Pink television carried it, as did the Paris Times.",
        "He studied at the University of Pristina and played for FC Prishtina.",
        "NATO, KFOR and EULEX met on Memphis Street.",
    ],
)
def test_people_organisations_and_streets_are_no_places(read, text):
    assert read(text) == []


def test_possessives_hyphens_and_all_capitals_do_not_hide_a_name(read):
    assert read("PRISTINA, Kosovo (AP) - The Zvecan-based court of Mitrovica's north ruled.") == [
        ("PRISTINA", "place", "pristina"),
        ("Kosovo", "place", "kosovo"),
        ("Zvecan", "place", "zvecan"),
        ("Mitrovica", "place", "mitrovica"),
    ]
    assert [text for text, *_ in read("The Serbia-Kosovo border was shut.")] == ["Serbia", "Kosovo"]


def test_in_a_headline_only_what_is_known_as_a_place_counts(read):
    assert read("Police March To Pristina As Kurti Stays In Zvecan") == [("Pristina", "place", "pristina"),
                                                                        ("Zvecan", "place", "zvecan")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "governments"),
    [
        ("It left because Belgrade does not recognise the vote.", ["Belgrade"]),
        ("They wrote to the Pristina government.", ["Pristina"]),
        ("Washington and most members recognise it.", ["Washington"]),
        ("Serbia's request was turned down.", ["Serbia"]),
        ("Talks between Serbia and Kosovo went on.", ["Serbia", "Kosovo"]),
        ("Germany sent 40 men and France an additional 20.", ["Germany", "France"]),
        ("Thousands marched in Belgrade and in Serbia.", []),
    ],
)
def test_capitals_and_countries_stand_for_their_authorities_where_they_act_as_such(read, text, governments):
    assert [name for name, role, _ in read(text) if role == "government"] == governments


def test_a_country_before_its_forces_tells_whose_they_are(read):
    assert read("Kosovo police and US troops stood near the Ibar in Mitrovica.") == [
        ("Kosovo", "people", "kosovo"),
        ("US", "people", "area-us-unitedstates"),
        ("Ibar", "place", "ibar"),
        ("Mitrovica", "place", "mitrovica"),
    ]


def test_a_list_carries_its_preposition_along(read):
    assert [name for name, *_ in read("Cases are known in Sydney, Wyong, Berry and Nice.")] == [
        "Sydney", "Wyong", "Berry", "Nice",
    ]  # fmt: skip


def test_states_are_read_from_their_abbreviations_after_a_town_only(read):
    assert read("PARIS, Tex. - He drove to Paris, TX, not to the ILL one. Miss Wash spoke.") == [
        ("PARIS", "place", "geonames-10"),
        ("Tex.", "place", "area-us-texas"),
        ("Paris", "place", "geonames-10"),
        ("TX", "place", "area-us-texas"),
    ]


def test_counties_of_the_usa_are_known_and_tell_the_state(read):
    assert read("Deputies of Rapides Parish drove to Alexandria.") == [
        ("Rapides Parish", "place", "area-us-louisiana-rapidesparish"),
        ("Alexandria", "place", "geonames-19"),
    ]


def test_references_without_a_name_are_no_toponyms(read):
    assert read("They crossed the border near the village, left the capital and went to the north.") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises_and_spans_never_overlap(gazetteer, text):
    mentions, relations = find_toponyms(text, gazetteer, sentences(text))
    ends = [0, *(one.span.end for one in mentions)]
    assert all(one.span.start >= end for one, end in zip(mentions, ends, strict=False))
    assert all(text[one.span.start : one.span.end] == one.span.text for one in (*mentions, *relations))


PIECES = "Paris Police the of in Kosovo , . - ' \" Mr Serbs County St. north 28 miles ( )"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=25).map(" ".join))
def test_words_of_the_lists_in_any_order_do_no_harm(gazetteer, text):
    mentions, _ = find_toponyms(text, gazetteer, sentences(text))
    assert all(text[one.span.start : one.span.end] == one.span.text for one in mentions)
