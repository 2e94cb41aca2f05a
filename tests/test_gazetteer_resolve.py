"""The judgement of the gazetteer on a tiny world: what is resolved, what stays open, and in which words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.__main__ import main
from gazetteer.candidates import distance_km
from gazetteer.geonames import world as module
from gazetteer.geonames.world import World
from gazetteer.places import Place, Places, Toponym
from gazetteer.resolve import Gazetteer, Hints, Resolution


def place(place_id, names, code="PPL", municipality=None, point=(42.6, 21.0), **more):
    english, albanian, serbian, cyrillic = names.split("|")
    feature_class = {"ADM2": "A", "PCLI": "A", "BDG": "S"}.get(code, "P")
    variants = tuple(Toponym(*one) for one in more.pop("variants", ()))
    optional = {
        "country": "XK",
        "radius_m": None,
        "geonameid": None,
        "valid_from": "",
        "valid_to": "",
        "note": "",
    } | more
    return Place(
        id=place_id, name_en=english, name_sq=albanian, name_sr_latn=serbian, name_sr_cyrl=cyrillic,
        feature_class=feature_class, feature_code=code, municipality=municipality, latitude=point[0],
        longitude=point[1], coordinate_source="made up", variants=variants, **optional,
    )  # fmt: skip


PLACES = (
    place("kosovo", "Kosovo|Kosova|Kosovo|Косово", "PCLI"),
    place("serbia", "Serbia|Serbia|Srbija|Србија", "PCLI", country="RS", point=(44.8, 20.5)),
    place("pec", "Peja|Pejë|Peć|Пећ", "PPLA", "pec_municipality", (42.66, 20.29), geonameid=1),
    place("pec_municipality", "Peja municipality|Komuna Pejë|Opština Peć|Општина Пећ", "ADM2", "pec_municipality",
          (42.66, 20.29), radius_m=14_000),
    place("klokot", "Klokot|Kllokot|Klokot|Клокот", "PPLA2", "klokot_municipality", (42.37, 21.37)),
    place("klokot_municipality", "Klokot municipality|Komuna Kllokot|Opština Klokot|Општина Клокот", "ADM2",
          "klokot_municipality", (42.37, 21.37), radius_m=3_000, valid_from="2010-01-08"),
    place("polje_west", "Polje|Pojë|Polje|Поље", municipality="pec_municipality", point=(42.64, 20.28)),
    place("polje_east", "Polje|Pojë|Polje|Поље", municipality="klokot_municipality", point=(42.36, 21.38)),
    place("bridge", "Klokot|Ura|Most|Мост", "BDG", "klokot_municipality", (42.37, 21.37)),
    place("prilep", "Prilep|Prejlep|Prilep|Прилеп", municipality="pec_municipality", point=(42.5, 20.3)),
    place("strpce", "Štrpce|Shtërpcë|Štrpce|Штрпце", point=(42.24, 21.03),
          variants=[("Shterpce", "en", "press"), ("Bela Voda", "sr-Latn", "historic")]),
)  # fmt: skip
TOWNS = tuple(
    {"geonameid": geonameid, "name": name, "countrycode": country, "population": population, "latitude": latitude,
     "longitude": longitude, "alternatenames": alternates}
    for geonameid, name, country, population, latitude, longitude, *alternates in (
        (1, "Pejë", "XK", 48_962, 42.66, 20.29, "Peć"),
        (2, "Prilep", "MK", 73_814, 41.3, 21.6),
        (3, "Pécs", "HU", 145_347, 46.1, 18.2, "Pečuj"),
        (4, "Pec", "CZ", 700, 49.4, 12.8),
        (5, "Novi Grad", "RS", 90_000, 43.1, 20.5),
        (6, "Novi Grad", "BG", 13_000, 43.3, 27.2),
        (7, "Cambridge", "GB", 145_000, 52.2, 0.1),
        (8, "Cambridge", "US", 110_000, 42.4, -71.1),
        (9, "Kosovo", "BA", 800, 44.0, 17.0),
    )
)  # fmt: skip


ALONE = Gazetteer(Places({one.id: one for one in PLACES}))


@pytest.fixture
def gazetteer(tmp_path):
    module._write(tmp_path / "world.sqlite", TOWNS, frozenset())
    places = Places({one.id: one for one in PLACES})
    return Gazetteer(places, World(tmp_path / "world.sqlite", build=False))


def answer(resolution):
    return resolution.status, resolution.best.id if resolution.best else None


@pytest.mark.parametrize("written", ["Peja", "Pejë", "Peć", "ПЕЋ", " peja ", "Peja/Peć", "Pejë - Peć", "Peja (Peć)",
                                     "Peja, Kosovo", "the town of Peja", "Pejës", "u Peći"])  # fmt: skip
def test_every_form_of_a_name_leads_to_its_place(gazetteer, written):
    assert answer(gazetteer.resolve(written)) == ("resolved", "pec")


def test_the_whole_answer_says_what_was_preferred_and_why(gazetteer):
    found = gazetteer.resolve("Peć")
    assert (found.toponym, found.status, found.best) == ("Peć", "resolved", gazetteer.place("pec"))
    assert found.reason == (
        'read as "Peć", Serbian name; the settlement is preferred to Peja municipality, since nothing asks for that; '
        "the place that the atlas itself holds is preferred to Pec (CZ)"
    )
    assert [(one.place.id, one.score, one.reason, one.distance_km) for one in found.candidates] == [
        ("pec", 1.0, "Serbian name", 0.0),
        ("pec_municipality", 1.0, "Serbian name", 0.0),
        ("geonames-4", 1.0, "name in GeoNames", pytest.approx(946, abs=10)),
    ]


def test_a_tie_is_reported_and_never_picked(gazetteer):
    found = gazetteer.resolve("Polje")
    assert answer(found) == ("ambiguous", None)
    assert found.reason == "2 places fit equally well, 95 km apart"
    assert [one.sentence() for one in found.candidates] == [
        "Polje (PPL, klokot_municipality, XK, score 1.00)",
        "Polje (PPL, pec_municipality, XK, 95 km, score 1.00)",
    ]


@pytest.mark.parametrize(
    "hints",
    [Hints(municipality="pec_municipality"), Hints(municipality="Peć"), Hints(municipality="Opština Peć"),
     Hints(near=(42.6, 20.3))],
)  # fmt: skip
def test_a_hint_settles_a_tie(gazetteer, hints):
    assert answer(gazetteer.resolve("Polje", hints)) == ("resolved", "polje_west")


def test_words_after_a_comma_settle_a_tie(gazetteer):
    found = gazetteer.resolve("Polje, Klokot municipality")
    assert answer(found) == ("resolved", "polje_east")
    assert '"Klokot municipality" is read as where it lies' in found.reason


def test_a_foreign_town_much_larger_than_a_curated_village_makes_a_tie(gazetteer):
    found = gazetteer.resolve("Prilep")
    assert answer(found) == ("ambiguous", None)
    assert [one.place.id for one in found.candidates] == ["prilep", "geonames-2"]


@pytest.mark.parametrize(
    ("country", "expected"),
    [("XK", "prilep"), ("xk", "prilep"), ("Kosovo", "prilep"), ("Косово", "prilep"), ("MK", "geonames-2"),
     ("Serbia", "prilep")],
)  # fmt: skip
def test_a_country_settles_it(gazetteer, country, expected):
    assert answer(gazetteer.resolve("Prilep", Hints(country=country))) == ("resolved", expected)


def test_a_hint_that_speaks_against_every_place_leaves_the_name_open(gazetteer):
    found = gazetteer.resolve("Klokot", Hints(country="HU"))
    assert answer(found) == ("ambiguous", None)
    assert found.reason == "what else is known speaks against every place of that name"


def test_a_foreign_name_is_not_taken_for_a_near_spelling(gazetteer):
    assert answer(gazetteer.resolve("Pécs")) == ("resolved", "geonames-3")
    assert answer(gazetteer.resolve("Pečuj")) == ("resolved", "geonames-3")


def test_among_foreign_towns_only_a_far_larger_one_is_picked_and_the_reason_says_so(gazetteer):
    found = gazetteer.resolve("Novi Grad")
    assert answer(found) == ("resolved", "geonames-5")
    assert found.reason.endswith("by far the largest of 2 places of that name, before Novi Grad (BG)")
    assert answer(gazetteer.resolve("Cambridge")) == ("ambiguous", None)


def test_a_country_is_preferred_to_a_village_of_its_name(gazetteer):
    found = gazetteer.resolve("Kosovo")
    assert answer(found) == ("resolved", "kosovo")
    assert "the country is preferred to Kosovo (BA)" in found.reason


@pytest.mark.parametrize("written", ["Peja municipality", "Opština Peć", "municipality of Peja", "Komuna e Pejës"])
def test_the_municipality_is_meant_where_the_words_say_so(gazetteer, written):
    assert answer(gazetteer.resolve(written)) == ("resolved", "pec_municipality")


def test_a_feature_class_asks_for_the_municipality(gazetteer):
    assert answer(gazetteer.resolve("Peja", Hints(feature_class="A"))) == ("resolved", "pec_municipality")


def test_a_settlement_is_preferred_to_a_spot_of_its_name(gazetteer):
    found = gazetteer.resolve("Klokot")
    assert answer(found) == ("resolved", "klokot")
    assert {one.place.id for one in found.candidates} == {"klokot", "klokot_municipality", "bridge"}


def test_a_place_that_did_not_exist_yet_counts_less(gazetteer):
    found = gazetteer.resolve("Klokot municipality", Hints(on=date(2004, 3, 17)))
    assert "did not exist on 2004-03-17" in found.reason
    assert found.candidates[0].score == 0.6
    assert gazetteer.resolve("Klokot municipality", Hints(on=date(2010, 1, 8))).candidates[0].score == 1.0


def test_names_that_do_not_agree_are_reported(gazetteer):
    found = gazetteer.resolve("Peja/Klokot")
    assert answer(found) == ("ambiguous", None)
    assert found.reason == "the names given do not agree"
    assert {one.place.id for one in found.candidates} >= {"pec", "klokot"}


def test_a_part_that_is_not_known_is_said(gazetteer):
    found = gazetteer.resolve("Peja/Ipekopolis")
    assert answer(found) == ("resolved", "pec")
    assert '"Ipekopolis" is not known' in found.reason


def test_a_slip_is_resolved_and_said(gazetteer):
    found = gazetteer.resolve("Shterpcze")
    assert answer(found) == ("resolved", "strpce")
    assert "1 letter away" in found.reason
    assert "no place is known by exactly this name" in found.reason


@pytest.mark.parametrize("written", ["Štrpci", "Klokov", "Blokot"])
def test_another_first_or_last_letter_is_only_suggested(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("ambiguous", None)
    assert found.reason.endswith("a spelling as near as this is often another name")
    assert found.candidates


@pytest.mark.parametrize("written", ["Pek", "Pol", "Zxq", "Kl", "Полка"])
def test_short_names_are_never_matched_loosely(gazetteer, written):
    assert gazetteer.resolve(written).status == "unknown"


@pytest.mark.parametrize(
    "written",
    ["", " ", "\x00", "...", "()", "((((((", "/", "\ud800", "%s%n", "'; DROP TABLE town; --", "../../etc/passwd",
     "<script>alert(1)</script>", "${7*7}", "=1+1", "🔥", "٣٤", "a" * 1_000_000, "(" * 199, "village of " * 18,
     "/".join("abcdefghij"), ",".join("Peja" for _ in range(40))],
)  # fmt: skip
def test_nonsense_is_calmly_unknown(gazetteer, written):
    found = gazetteer.resolve(written)
    assert (found.status, found.best, found.candidates) == ("unknown", None, ())
    assert found.reason
    assert len(found.toponym) <= 200


@given(st.text(max_size=250))
def test_no_text_makes_it_fail(text):
    found = ALONE.resolve(text)
    assert (found.status == "resolved") == (found.best is not None)
    assert found.reason


def test_a_municipality_that_is_not_known_is_said(gazetteer):
    found = gazetteer.resolve("Klokot", Hints(municipality="Atlantis"))
    assert answer(found) == ("resolved", "klokot")
    assert 'no municipality is known as "Atlantis"' in found.reason


def test_without_the_world_the_curated_places_answer_alone():
    assert answer(ALONE.resolve("Prilep")) == ("resolved", "prilep")
    assert ALONE.notice == ""


def test_a_world_index_that_is_missing_is_said_and_the_curated_places_go_on(tmp_path):
    gazetteer = Gazetteer(Places({one.id: one for one in PLACES}), World(tmp_path / "none.sqlite", build=False))
    assert answer(gazetteer.resolve("Prilep")) == ("resolved", "prilep")
    assert "python -m gazetteer build" in gazetteer.notice
    assert "python -m gazetteer build" in gazetteer.resolve("Cambridge").reason
    assert [one.place.id for one in gazetteer.reverse(42.5, 20.3, 1)] == ["prilep"]


def test_the_places_nearest_to_a_point_come_nearest_first(gazetteer):
    found = gazetteer.reverse(42.65, 20.28, 2)
    assert [(one.place.id, one.distance_km) for one in found] == [
        ("polje_west", pytest.approx(1.1, abs=0.1)),
        ("pec", pytest.approx(1.4, abs=0.1)),
    ]


def test_distances_are_great_circle_kilometres():
    assert distance_km((42.67, 21.17), (44.80, 20.47)) == pytest.approx(243.6, abs=1)
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20_015, abs=1)


def test_an_unknown_name_is_told_as_such(gazetteer):
    assert gazetteer.resolve("Nowheresville") == Resolution(
        "Nowheresville", None, (), "no place is known by this name or a near spelling", "unknown"
    )


def test_the_command_line_says_status_reason_and_candidates(capsys):
    assert main(["resolve", "Shterpce"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('resolved: read as "Sht')
    assert "* strpce  42.23944 21.02722" in printed
    assert main(["resolve", "Qwertzuiop"]) == 1


def test_the_other_places_of_the_text_settle_a_tie_and_the_reason_says_so(gazetteer):
    assert answer(gazetteer.resolve("Polje")) == ("ambiguous", None)
    found = gazetteer.resolve("Polje", Hints(beside=((42.4, 21.3), (44.8, 20.5))))
    assert answer(found) == ("resolved", "polje_east")
    assert found.reason.endswith("nearest to the other places of the text, 8 km against 88 km")


def test_other_places_half_way_between_settle_nothing(gazetteer):
    assert answer(gazetteer.resolve("Polje", Hints(beside=((42.5, 20.8),)))) == ("ambiguous", None)


def test_a_text_about_another_region_does_not_pull_its_places_home(gazetteer):
    assert answer(gazetteer.resolve("Pec")) == ("resolved", "pec")
    found = gazetteer.resolve("Pec", Hints(beside=((49.2, 12.9), (49.75, 13.4))))
    assert answer(found) == ("resolved", "geonames-4")
    assert "nearest to the other places of the text, 23 km against" in found.reason


@pytest.mark.parametrize(
    "written",
    ["28 miles north of Peja", "5 km from Peja", "about 3 kilometres southwest of the town of Peja", "south of Peja"],
)
def test_a_place_at_a_distance_is_not_taken_for_the_place_it_is_measured_from(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("ambiguous", None)
    assert [one.place.id for one in found.candidates] == ["pec"]
    assert found.reason.endswith("say where something lies from Peja; they name no place themselves")


@pytest.mark.parametrize(
    "written", ["between Peja and Klokot", "on the road from Peja to Klokot", "the Peja-Klokot road"]
)
def test_a_place_between_two_is_neither_of_them(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("ambiguous", None)
    assert [one.place.id for one in found.candidates] == ["pec", "klokot"]


@pytest.mark.parametrize("written", ["near Peja", "the outskirts of Peja", "in Peja", "near the town of Peja",
                                     "kod Peći", "Peja town hall", "the barricade in Peja", "Peja's"])  # fmt: skip
def test_near_and_in_a_place_lead_to_it_and_the_reason_says_so(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("resolved", "pec")
    assert 'read without "' in found.reason


@pytest.mark.parametrize("written", ["the village of Polje near Klokot", "Polje near Klokot", "Polje, near Klokot",
                                     "Polje, 2 km from Klokot", "Polje kod Klokota", "Polje (Klokot)"])  # fmt: skip
def test_what_a_place_lies_near_tells_which_is_meant(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("resolved", "polje_east")
    assert "is read as where it lies" in found.reason


@pytest.mark.parametrize("written", ["Peja, Iowa", "Peja, Atlantis", "Klokot (Zanzibarium)"])
def test_where_a_place_lies_that_is_not_known_leaves_it_open(gazetteer, written):
    found = gazetteer.resolve(written)
    assert answer(found) == ("ambiguous", None)
    assert "is not known" in found.reason


@pytest.mark.parametrize(
    ("written", "reason"),
    [("KFOR", "an organisation, not a place"), ("Peja Police", "an organisation, not a place"),
     ("Isa Peja", "a person, not a place"), ("FC Peja", "an organisation, not a place"),
     ("Serbs", "people or a language, not a place"), ("battle of Klokot", "an event or agreement, not a place")],
)  # fmt: skip
def test_what_is_no_place_is_told_as_what_it_is(gazetteer, written, reason):
    found = gazetteer.resolve(written)
    assert (found.status, found.candidates, found.reason) == ("unknown", (), reason)


@pytest.mark.parametrize(("written", "expected"), [("Pechj", None), ("Shtrpce", "strpce"), ("Kllokott", "klokot"),
                                                   ("Štrppce", "strpce"), ("Sterpce", "strpce")])  # fmt: skip
def test_letters_of_another_language_are_read_by_their_sounds(gazetteer, written, expected):
    found = gazetteer.resolve(written)
    assert (found.best.id if found.best else None) == expected
    assert expected is None or "other letters for the sounds of the" in found.reason


@pytest.mark.parametrize("written", ["tSrpce", "Strcpe", "Blea Voda", "Bela Vda", "Bela Vodda"])
def test_letters_that_changed_places_or_are_missing_or_doubled_are_slips(gazetteer, written):
    assert answer(gazetteer.resolve(written)) == ("resolved", "strpce")


@pytest.mark.parametrize("written", ["Gela Voda", "Bela Koda", "Beli Vodar"])
def test_a_word_that_is_another_word_is_no_slip(gazetteer, written):
    assert gazetteer.resolve(written).best is None


def test_a_name_that_is_a_lesser_name_far_abroad_and_a_slip_at_home_is_left_open(tmp_path):
    far = {"geonameid": 20, "name": "Mons", "countrycode": "BE", "population": 90_000, "latitude": 50.4,
           "longitude": 3.9, "alternatenames": ["Klokott"]}  # fmt: skip
    module._write(tmp_path / "world.sqlite", (*TOWNS, far), frozenset())
    places = Places({one.id: one for one in PLACES})
    found = Gazetteer(places, World(tmp_path / "world.sqlite", build=False)).resolve("Klokott")
    assert found.best is None
    assert {"klokot", "geonames-20"} <= {one.place.id for one in found.candidates}


def test_words_for_a_kind_of_thing_are_understood_in_every_language():
    prison = place("prison", "Dubrava prison|Burgu i Dubravës|Zatvor Dubrava|Затвор Дубрава", "PRN", point=(42.7, 20.5))
    village = place("dubrava", "Dubrava|Dubravë|Dubrava|Дубрава", point=(42.2, 21.2))
    gazetteer = Gazetteer(Places({one.id: one for one in (prison, village)}))
    for written in ("zatvor u Dubravi", "the prison of Dubrava", "KPD Dubrava", "Burgu Dubravë", "jail in Dubrava"):
        assert answer(gazetteer.resolve(written)) == ("resolved", "prison"), written
    assert answer(gazetteer.resolve("Dubrava monastery")) == ("unknown", None)
    assert answer(gazetteer.resolve("Dubrava")) == ("resolved", "dubrava")


def test_an_answer_is_remembered_and_the_memory_has_an_end(gazetteer):
    assert gazetteer.resolve("Peja") is gazetteer.resolve("Peja")
    assert gazetteer._remembered.cache_parameters()["maxsize"] == 16_384


@pytest.mark.parametrize(("written", "population"), [("Vuq", 90_000), ("Shumadija", 900)])
def test_a_lesser_known_name_of_a_small_town_far_abroad_or_of_three_letters_is_left_open(tmp_path, written, population):
    far = {"geonameid": 20, "name": "Mons", "countrycode": "BE", "population": population, "latitude": 50.4,
           "longitude": 3.9, "alternatenames": [written]}  # fmt: skip
    module._write(tmp_path / "world.sqlite", (far,), frozenset())
    abroad = Gazetteer(Places({}), World(tmp_path / "world.sqlite", build=False))
    found = abroad.resolve(written)
    assert (answer(found), found.reason) == (("ambiguous", None), "only a lesser-known name abroad")
    assert answer(abroad.resolve(written, Hints(country="BE"))) == ("resolved", "geonames-20")


def test_a_place_far_from_where_it_is_said_to_lie_is_left_open(gazetteer):
    assert answer(gazetteer.resolve("Klokot, near Polje")) == ("resolved", "klokot")
    found = gazetteer.resolve("Štrpce near Novi Grad")
    assert answer(found) == ("ambiguous", None)


def test_a_town_with_the_name_of_a_legend_needs_its_country(tmp_path):
    town = {"geonameid": 21, "name": "Atlantis", "countrycode": "ZA", "population": 67_000, "latitude": -33.6,
            "longitude": 18.5, "alternatenames": []}  # fmt: skip
    module._write(tmp_path / "world.sqlite", (town,), frozenset())
    world = Gazetteer(Places({}), World(tmp_path / "world.sqlite", build=False))
    assert world.resolve("Atlantis").status == "unknown"
    assert answer(world.resolve("Atlantis", Hints(country="ZA"))) == ("resolved", "geonames-21")


@pytest.mark.parametrize("written", ["the village", "hospital", "southern part", "the north", "Monday", "none", "123"])
def test_words_that_go_with_names_are_no_names(gazetteer, written):
    assert gazetteer.resolve(written).reason in (
        "no name of a place",
        "no place is known by this name or a near spelling",
    )
    assert gazetteer.resolve(written).status == "unknown"
