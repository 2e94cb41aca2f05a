"""A table like ACLED's export, as large as wanted and the same every time, to measure readers with."""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
DAYS = tuple(date(1999, 1, 1) + timedelta(days=number) for number in range(26 * 365))
DAY_CELLS = tuple((f"{day:%Y-%m-%d}", f"{day:%Y}", f"{day:%d %B %Y}") for day in DAYS)
PLACES = 30_000
#: name, ISO 3166-1 numeric, three letters, region, corners in degrees (south, west, north, east)
COUNTRIES = (
    ("Kosovo", 0, "KOS", "Europe", (41.9, 20.1, 43.2, 21.7)),
    ("Serbia", 688, "SRB", "Europe", (42.3, 19.1, 46.1, 22.9)),
    ("Nigeria", 566, "NIG", "Western Africa", (4.5, 3.0, 13.6, 14.2)),
    ("Somalia", 706, "SOM", "Eastern Africa", (-1.2, 41.5, 11.6, 50.8)),
    ("Mali", 466, "MLI", "Western Africa", (10.5, -11.8, 20.5, 3.6)),
    ("Iraq", 368, "IRQ", "Middle East", (29.5, 39.5, 37.0, 48.0)),
    ("Colombia", 170, "COL", "South America", (-3.5, -78.0, 11.5, -67.5)),
    ("Myanmar", 104, "MMR", "Southeast Asia", (10.5, 92.8, 27.5, 100.5)),
    ("India", 356, "IND", "South Asia", (9.0, 69.5, 32.5, 91.5)),
    ("Ukraine", 804, "UKR", "Europe", (45.0, 23.0, 51.8, 39.5)),
)
#: disorder type, event type, sub-type, inter codes, share in percent
KINDS = (
    ("Demonstrations", "Protests", "Peaceful protest", ("Protesters", ""), 34),
    ("Demonstrations", "Protests", "Protest with intervention", ("Protesters", "State forces"), 4),
    ("Demonstrations; Political violence", "Riots", "Violent demonstration", ("Rioters", "State forces"), 5),
    ("Political violence", "Riots", "Mob violence", ("Rioters", "Civilians"), 4),
    ("Political violence", "Battles", "Armed clash", ("State forces", "Rebel group"), 17),
    ("Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack",
     ("State forces", "External/Other forces"), 12),
    ("Political violence", "Explosions/Remote violence", "Remote explosive/landmine/IED",
     ("Political militia", "State forces"), 6),
    ("Political violence", "Violence against civilians", "Attack", ("Identity militia", "Civilians"), 11),
    ("Strategic developments", "Strategic developments", "Arrests", ("State forces", "Civilians"), 4),
    ("Strategic developments", "Strategic developments", "Looting/property destruction", ("Political militia", ""), 3),
)  # fmt: skip
SYLLABLES = (
    "ba", "čar", "do", "đur", "el", "fa", "gra", "ha", "ib", "ja", "ko", "lju", "mi", "no", "pe", "qa", "ri", "šta",
    "tu", "vë", "za", "žeg", "al", "mor",
)  # fmt: skip
WORDS = (
    "around", "several", "people", "gathered", "in", "front", "of", "the", "municipal", "building", "to", "protest",
    "against", "prices", "police", "used", "tear", "gas", "unidentified", "gunmen", "opened", "fire", "on", "a",
    "convoy", "near", "village", "no", "injuries", "were", "reported", "shops", "burned", "road", "to", "Mitrovicë",
    "Štrpce", "Peć", "São", "Bãi", "journalists", "said", "the", "crowd", "dispersed", "later", "that", "evening",
)  # fmt: skip
SOURCES = (
    "Reuters",
    "AFP",
    "Koha Ditore",
    "Radio Slobodna Evropa",
    "BBC News",
    "Daily Trust (Nigeria)",
    "El Espectador",
)
NOTES = 5_000


def write_acled_csv(path: Path, count: int, seed: int = 4) -> None:
    """Write a file like ACLED's export: clustered in space and time, about 520 bytes a row.

    Parameters
    ----------
    path
        Where to.
    count
        Number of rows.
    seed
        Another number gives other rows.
    """
    chance = random.Random(seed)  # noqa: S311 (a benchmark needs the same rows every time)
    places = _places(chance)
    notes = [_note(chance) for _ in range(NOTES)]
    kinds = chance.choices(KINDS, [kind[4] for kind in KINDS], k=10_007)
    waves = [chance.randrange(len(DAYS)) for _ in range(400)]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(COLUMNS)
        writer.writerows(
            _row(number, chance, places, notes, (kinds[number % len(kinds)], waves)) for number in range(count)
        )


def _places(chance: random.Random) -> list[tuple[object, ...]]:
    """Return places in clusters, with the columns from `iso` to `longitude`."""
    places: list[tuple[object, ...]] = []
    for number in range(PLACES):
        name, iso, _, region, (south, west, north, east) = COUNTRIES[min(int(chance.expovariate(0.4)), 9)]
        district = number % 40
        centre = (
            south + (north - south) * ((district * 7) % 40 + 0.5) / 40,
            west + (east - west) * (district + 0.5) / 40,
        )
        spread = (north - south) / 30
        latitude = min(max(chance.gauss(centre[0], spread), south), north)
        longitude = min(max(chance.gauss(centre[1], spread), west), east)
        town = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()
        places.append(
            (iso, region, name, f"{name} {district // 8 + 1}", f"District {district + 1}", "", f"{town} {number}",
             f"{latitude:.4f}", f"{longitude:.4f}")
        )  # fmt: skip
    return places


def _note(chance: random.Random) -> str:
    """Return a text of 120 to 260 characters with a quotation and letters beyond ASCII, rarely with a line break."""
    text = " ".join(chance.choices(WORDS, k=chance.randint(20, 34)))
    half = len(text) // 2
    broken = "\n" if chance.random() < 0.02 else ""
    return f'{text[:half]} "{text[half : half + 20]}" {broken}{text[half + 20 :]}. [size=no report]'[:260]


def _row(
    number: int,
    chance: random.Random,
    places: list[tuple[object, ...]],
    notes: list[str],
    turn: tuple[tuple[str, str, str, tuple[str, str], int], list[int]],
) -> tuple[object, ...]:
    (disorder, event, sub_event, (inter1, inter2), _), waves = turn
    draw = chance.random
    wave = waves[int(draw() * len(waves))]
    offset = wave + int(draw() * 60) if draw() < 0.5 else int(draw() * len(DAYS))
    day, year, in_words = DAY_CELLS[offset % len(DAYS)]
    place = places[int(draw() ** 2 * PLACES)]  # some places see far more than others
    country = place[2]
    deadly = event in ("Battles", "Explosions/Remote violence", "Violence against civilians") and draw() < 0.4
    sharp = draw()
    return (
        f"{str(country)[:3].upper()}{number}", day, year,
        1 if sharp < 0.9 else 2 if sharp < 0.97 else 3,
        disorder, event, sub_event, f"{inter1} of {country}", "", inter1,
        f"{inter2} ({country})" if inter2 else "", "", inter2, f"{inter1}-{inter2}" if inter2 else f"{inter1} only",
        "Civilian targeting" if inter2 == "Civilians" else "", *place,
        1 if sharp < 0.75 else 2 if sharp < 0.95 else 3, SOURCES[number % len(SOURCES)], "National",
        f"On {in_words}, at {place[6]}, {notes[int(draw() * NOTES)]}", int(draw() * 12) + 1 if deadly else 0,
        "crowd size=no report" if inter1 == "Protesters" else "", 1_700_000_000 + number,
    )  # fmt: skip


if __name__ == "__main__":
    write_acled_csv(Path(sys.argv[1]), int(sys.argv[2]))
