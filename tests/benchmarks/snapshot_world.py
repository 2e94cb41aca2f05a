"""A data folder with an incident in each of a hundred settlements of the shipped gazetteer, within twelve days."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.material import read_material
from geo.snapshot.proof.spec import spec_of
from geo.tables import DATA_FOLDER
from geo.views import clean
from tests.worlds import figure, incident, write_world

if TYPE_CHECKING:
    from pathlib import Path

    from geo.material import Material
    from geo.snapshot.proof.spec import Spec
    from tests.worlds import Row

SYMBOLS, DAYS = 100, 12
FIRST, MADE_ON = date(2004, 3, 10), date(2026, 11, 22)
#: these come from the shipped folder as they are; of the others only the columns are needed
SHIPPED = ("places", "toponyms", "sources", "areas", "strength", "changes")
#: type, sub-type, and titles as long as the shipped ones: 30 characters in the middle
KINDS = (
    ("clash", "Violent demonstration", "Crowds clash near the school"),
    ("riot_arson", "Looting/property destruction", "Several houses set on fire"),
    ("armed_attack", "Attack", "Shots fired at a patrol on the road"),
    ("explosion", "Grenade", "Grenade thrown into a yard at night"),
    ("protest", "Peaceful protest", "Protest blocks the main road"),
    ("security_operation", "Arrests", "Police search houses, three arrested"),
    ("displacement", "Other", "Families brought to safety"),
)
SUMMARY = (
    "Residents and the police tell of about {number} people at the crossing by {place}; the peacekeepers closed the "
    "road until the next morning."
)


def material_of_bench(folder: Path) -> Material:
    """Write the folder and read it as the app does."""
    settlements = [row for row in _shipped("places") if row["feature_class"] == "P" and row["country"] == "XK"]
    chance = random.Random(SYMBOLS)  # noqa: S311 (the same world every time)
    sources = [row["id"] for row in _shipped("sources")]
    tables: dict[str, list[Row]] = {"incidents": [], "attestations": [], "figures": []}
    for number, place in enumerate(chance.sample(settlements, SYMBOLS)):
        kind, sub_kind, title = KINDS[number % len(KINDS)]
        day, name = (FIRST + timedelta(number % DAYS)).isoformat(), f"made-up-{number:03}"
        summary = SUMMARY.format(number=10 + number, place=place["name_en"])
        row = incident(name, title, day, day, "day", place["id"], "settlement", kind, sub_kind, actor1="crowds",
                       actor1_kind="crowd", summary=summary)  # fmt: skip
        tables["incidents"].append(row)
        told = chance.sample(sources, 2)
        tables["attestations"] += [{"incident": name, "source": source, "says": ""} for source in told]
        tables["figures"].append(figure(f"{name}.1", name, told[0], "injured", "persons", as_of=day, best=str(number)))
    write_world(folder, tables)
    for table in SHIPPED:
        shutil.copy(DATA_FOLDER / f"{table}.csv", folder)
    for table in ("chapters", "episodes", "movements", "relations", "statements"):
        columns = (DATA_FOLDER / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
        (folder / f"{table}.csv").write_text(f"{columns}\n", encoding="utf-8")
    return read_material(folder)


def spec_of_days(material: Material, first: int = 0, last: int = DAYS - 1) -> Spec:
    """Return the view of some of the days, counted from 0; A4, all of Kosovo, 300 dpi, a page for each day."""
    days = {"from": [(FIRST + timedelta(first)).isoformat()], "to": [(FIRST + timedelta(last)).isoformat()]}
    told = {**days, "extent": ["kosovo"], "dpi": ["300"], "every": ["day"]}
    return spec_of(material, clean(told, material.options), MADE_ON)


def _shipped(table: str) -> list[dict[str, str]]:
    with (DATA_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
