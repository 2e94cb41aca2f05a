"""Sentences that place something, on the shipped gazetteer, against points computed another way.

The points of departure are read off maps, not from the tables under test; distances and bearings are laid off on the
ellipsoid by geopy. Each sentence has its own tolerance: what a careful reader of the words would accept.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from geopy.distance import geodesic

from gazetteer.candidates import distance_km
from gazetteer.relative import fits, locate
from gazetteer.relative.geodesy import WIND_WORDS, bearing
from gazetteer.resolve import open_gazetteer

TUNING = Path(__file__).parent / "lists" / "tuning" / "relative.csv"
CENTRES = {
    "Pristina": (42.663, 21.163), "Mitrovica": (42.888, 20.867), "Peja": (42.659, 20.289),
    "Prizren": (42.214, 20.740), "Gjakova": (42.381, 20.431), "Gjilan": (42.461, 21.469),
    "Ferizaj": (42.371, 21.150), "Zvečan": (42.907, 20.840), "Leposavić": (43.104, 20.802),
    "Zubin Potok": (42.914, 20.690), "Štrpce": (42.239, 21.027), "Klina": (42.620, 20.577),
    "Vushtrri": (42.823, 20.968), "Podujevo": (42.911, 21.193), "Gračanica": (42.600, 21.194),
    "Istok": (42.780, 20.487), "Kamenica": (42.578, 21.580), "Raška": (43.286, 20.614), "Skopje": (41.996, 21.431),
    "Belgrade": (44.817, 20.457), "Orahovac": (42.399, 20.655), "Suva Reka": (42.358, 20.825),
    "Lipljan": (42.522, 21.126), "Obilić": (42.687, 21.070), "Jarinje": (43.220, 20.695),
    "Rožaje": (42.843, 20.167), "Kukës": (42.077, 20.420), "Niš": (43.320, 21.896), "bridge": (42.8913, 20.8660),
    "Srbica": (42.747, 20.789), "Dečani monastery": (42.547, 20.266),
}  # fmt: skip


def off(name, bearing_deg, kilometres):
    latitude, longitude, _ = geodesic(kilometers=kilometres).destination(CENTRES[name], bearing_deg)
    return latitude, longitude


def on_the_way(one, other, share):
    (latitude_1, longitude_1), (latitude_2, longitude_2) = CENTRES[one], CENTRES[other]
    return latitude_1 + share * (latitude_2 - latitude_1), longitude_1 + share * (longitude_2 - longitude_1)


#: sentence, the point meant, tolerance in kilometres
SENTENCES = (
    ("The tunnel begins 16 km north of Pristina.", off("Pristina", 0, 16), 3),
    ("Snow closed the pass twenty kilometres south-west of Prizren.", off("Prizren", 225, 20), 3),
    ("The bus broke down about 12 miles east of Gjilan.", off("Gjilan", 90, 12 * 1.609344), 3),
    ("A depot lies some 7km NW of Ferizaj.", off("Ferizaj", 315, 7), 2),
    ("The mast stands 9 km NNE of Podujevo.", off("Podujevo", 22.5, 9), 2),
    ("They stopped two and a half miles due west of Vushtrri.", off("Vushtrri", 270, 2.5 * 1.609344), 2),
    ("The quarry is a dozen kilometres to the south of Peja.", off("Peja", 180, 12), 3),
    ("Rescuers reached a hut 1,500 metres north-east of Štrpce.", off("Štrpce", 45, 1.5), 1),
    ("The camp was half a mile south of Leposavić.", off("Leposavić", 180, 0.805), 1),
    ("Eighteen kilometers (11 miles) west-southwest of Klina the road ends.", off("Klina", 247.5, 18), 3),
    ("The drone crossed 10 to 14 km south of the capital, Pristina.", off("Pristina", 180, 12), 3),
    ("A farm between 6 and 8 km east of Istok was flooded.", off("Istok", 90, 7), 2),
    ("The lorry was found nearly 30 km south-east of the capital.", off("Pristina", 135, 30), 4),
    ("Police closed a mine 5 or 6 km north-west of Srbica.", off("Srbica", 315, 5.5), 2),
    ("The convoy halted 40 km south of the Serbian capital.", off("Belgrade", 180, 40), 4),
    ("Smoke rose a hundred metres from the main bridge over the Ibar.", CENTRES["bridge"], 0.5),
    ("The lorries waited 3 km from the Jarinje crossing.", CENTRES["Jarinje"], 4),
    ("The hikers were within 8 km of Dečani monastery.", CENTRES["Dečani monastery"], 3),
    ("Shops shut within a 2-km radius of Obilić.", CENTRES["Obilić"], 2),
    ("The chapel is several kilometres from Orahovac.", CENTRES["Orahovac"], 3),
    ("A quarter of an hour by car from Lipljan there is a lake.", CENTRES["Lipljan"], 3),
    ("The inn is a 20-minute drive from Suva Reka.", CENTRES["Suva Reka"], 3),
    ("Trout are bred an hour's drive south of Pristina.", off("Pristina", 180, 45), 25),
    ("He lives 4 km from Klina on the road to Peja.", on_the_way("Klina", "Peja", 4 / 24), 2),
    ("The checkpoint is 10 km from Mitrovica towards Leposavić.", on_the_way("Mitrovica", "Leposavić", 10 / 24.6), 2),
    ("They walked 6 km along the road from Prizren to Suva Reka.", on_the_way("Prizren", "Suva Reka", 6 / 17.5), 2),
    ("The fire began near Kamenica.", CENTRES["Kamenica"], 2),
    ("A bear was seen close to Štrpce.", CENTRES["Štrpce"], 2),
    ("A well was dug not far from Istok.", CENTRES["Istok"], 2),
    ("The villages around Klina were without power.", CENTRES["Klina"], 2),
    ("The depot is in the vicinity of Vushtrri.", CENTRES["Vushtrri"], 2),
    ("The market is next to the main bridge over the Ibar.", CENTRES["bridge"], 0.5),
    ("A stadium was built on the outskirts of Gjilan.", CENTRES["Gjilan"], 3),
    ("The factory on the northern edge of Ferizaj closed.", off("Ferizaj", 0, 2.5), 2),
    ("Pristina's western suburbs grew fast.", off("Pristina", 270, 5), 3),
    ("A storm hit fields just outside Podujevo.", CENTRES["Podujevo"], 2),
    ("The farms north of Gjakova were searched.", off("Gjakova", 0, 6), 6),
    ("Two bridges south-east of Mitrovica were closed.", off("Mitrovica", 135, 6), 6),
    ("The train stopped between Peja and Klina.", on_the_way("Peja", "Klina", 0.5), 3),
    ("They met halfway between Pristina and Prizren.", on_the_way("Pristina", "Prizren", 0.5), 3),
    ("It is midway between the towns of Zvečan and Zubin Potok.", on_the_way("Zvečan", "Zubin Potok", 0.5), 2),
    ("Ice closed the road from Peja to Rožaje.", on_the_way("Peja", "Rožaje", 0.5), 3),
    ("The Mitrovica–Raška road was flooded.", on_the_way("Mitrovica", "Raška", 0.5), 4),
    ("Toll is taken on the motorway linking Pristina and Skopje.", on_the_way("Pristina", "Skopje", 0.5), 4),
    ("Slow traffic on the way from Niš to Pristina.", on_the_way("Niš", "Pristina", 0.5), 4),
    ("Halfway along the road from Prizren to Kukës there is a tunnel.", on_the_way("Prizren", "Kukës", 0.5), 3),
    ("A kiosk on the road from Mitrovica to Raška near Leposavić was robbed.", CENTRES["Leposavić"], 2),
    ("Gračanica, a town 9 km south of Pristina, has a monastery.", CENTRES["Gračanica"], 1),
    ("Zvečan, 60 km north of the capital, Pristina", CENTRES["Zvečan"], 1),
    ("the village of Banjska, 14 km north-west of Mitrovica", (42.973, 20.781), 1),
    ("They were held in Gračanica, five miles to the south of Pristina.", CENTRES["Gračanica"], 1),
    ("Fishermen camp on the other side of the river from Zvečan.", CENTRES["Zvečan"], 3),
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


@pytest.mark.parametrize(("sentence", "point", "tolerance_km"), SENTENCES)
def test_a_sentence_is_placed_within_its_tolerance(gazetteer, sentence, point, tolerance_km):
    located = locate(gazetteer, sentence)
    assert located.status == "resolved", located.reason
    away = geodesic(point, (located.latitude, located.longitude)).km
    assert away <= tolerance_km
    assert away * 1000 <= located.radius_m


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks between Germany and Kosovo went on.",
        "near the end of the week",
        "around 300 people",
        "between Monday and Friday",
        "outside the law",
        "north of 50 per cent",
        "5,000 km from Pristina",
        "on the border with Serbia",
        "two kilometres inside Serbia",
        "10 km from a village",
        "20 km away",
        "miles and miles",
    ],
)
def test_what_places_nothing_is_not_placed(gazetteer, sentence):
    assert locate(gazetteer, sentence).latitude is None


def test_the_tuning_list_is_placed_within_its_tolerances(gazetteer):
    with TUNING.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    placed = [(row, locate(gazetteer, row[name])) for row in rows for name in ("expression", "sentence")]
    missed = [row["sentence"] for row, located in placed if not _within(located, row)]
    assert len(missed) <= len(placed) // 20, missed


def test_the_radius_holds_the_places_that_true_words_describe(gazetteer):
    seats = [place for place in gazetteer.places.values() if place.country == "XK" and place.feature_code == "PPLA2"]
    outside = []
    for anchor in seats[::3]:
        for place in seats:
            start, end = (anchor.latitude, anchor.longitude), (place.latitude, place.longitude)
            away = distance_km(start, end)
            wind = WIND_WORDS[round(bearing(start, end) / 45) % 8 * 2]
            located = locate(gazetteer, f"{away:.0f} km {wind} of {anchor.name_en}, Kosovo") if away > 2 else None
            if located is None or located.latitude is None:
                continue
            inside = distance_km((located.latitude, located.longitude), end) * 1000 <= located.radius_m
            if not inside or fits(located, place):
                outside.append((located.text, place.name_en))
    assert outside == []


def _within(located, row):
    if located.latitude is None:
        return False
    point = (float(row["latitude"]), float(row["longitude"]))
    return distance_km(point, (located.latitude, located.longitude)) <= float(row["tolerance_km"])
