"""A tiny world for pages of print: incidents of every precision, a crowd, movements and areas of every kind."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gazetteer.resolve import Gazetteer
from geo.basemaps import base_layers
from geo.incidents import locate, places_of
from geo.layers import build_layers
from geo.material import Material
from geo.schema import EventType
from geo.snapshot.canvas.marks import POINT_MM, Align, Box, MapSheet, Words
from geo.snapshot.canvas.metrics import width_of
from geo.snapshot.outputs import Snapshot
from geo.snapshot.proof.spec import spec_of
from geo.tables import read_dataset
from tests.worlds import incident, place, source, world, write_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.proof.spec import Spec
    from tests.worlds import Row, World

MADE_ON = date(2026, 11, 22)
MARCH = {"from": ["2004-03-16"], "to": ["2004-03-24"]}
DAY_BY_DAY = ("requested", "refused", "announced", "authorised", "under_way", "arrived", "withdrawn", "replaced")
SUB_TYPES = dict.fromkeys(EventType, "Other") | {
    EventType.CLASH: "Armed clash", EventType.RIOT: "Mob violence", EventType.PROTEST: "Peaceful protest",
    EventType.EXPLOSION: "Grenade", EventType.ARMED_ATTACK: "Attack",
}  # fmt: skip


def tiny_tables() -> World:
    """Return the rows of the tiny world; 15 incidents and 8 movements lie in March 2004, one incident in 2011."""
    tables = {name: [] for name in world()}
    tables["sources"] = [
        source("agency", "Clashes in Mitrovica", "Agency One", published="2004-03-18", kind="agency"),
        source("paper", "Monastery shelled", "Daily Two", published="2004-03-19", kind="news"),
        source("force", "Reserves on their way", "The Force", published="2004-03-20", kind="official"),
        source("church", "What was burned", "A Diocese", published="", published_basis="undated", kind="church"),
    ]
    tables["places"] = _places()
    tables["episodes"] = [
        {"id": "march_2004", "title": "March 2004", "start": "2004-03-17", "end": "2004-03-19",
         "day_zero": "2004-03-17", "summary": "Two days of riots."},
    ]  # fmt: skip
    tables["incidents"] = [*_incidents(), *(_moved(status) for status in DAY_BY_DAY)]
    tables["attestations"] = [
        {"incident": row["id"], "source": ("agency", "paper", "force", "church")[number % 4], "says": ""}
        for number, row in enumerate(tables["incidents"])
    ]
    tables["figures"] = [
        {"id": "f1", "incident": "bridge_clash", "source": "agency", "measure": "killed", "whom": "persons",
         "as_of": "2004-03-18", "low": "22", "high": "23"},
    ]  # fmt: skip
    tables["movements"] = [_movement(status) for status in DAY_BY_DAY]
    tables["areas"] = _areas()
    tables["changes"] = [{"id": "v1", "date": "2024-01-01", "version": "1.0", "table": "incidents", "row": "*",
                          "what": "First version.", "why": "Start."}]  # fmt: skip
    return tables


def _places() -> list[Row]:
    return [
        place("kosovo", "Kosovo", "Kosova", "Kosovo", "Косово", "A/PCLI", 42.58, 21.0),
        place("northern_kosovo", "Northern Kosovo", "Kosova Veriore", "Severno Kosovo", "Северно Косово", "A/RGN",
              42.98, 20.78),
        place("zvecan_municipality", "Zvečan municipality", "Komuna Zveçan", "Opština Zvečan", "Општина Звечан",
              "A/ADM2", 42.91, 20.84),
        place("strpce_municipality", "Štrpce municipality", "Komuna Shtërpcë", "Opština Štrpce", "Општина Штрпце",
              "A/ADM2", 42.24, 21.03),
        place("vitina_municipality", "Vitina municipality", "Komuna Viti", "Opština Vitina", "Општина Витина",
              "A/ADM2", 42.32, 21.36),
        place("novo_brdo_municipality", "Novo Brdo municipality", "Komuna Novobërdë", "Opština Novo Brdo",
              "Општина Ново Брдо", "A/ADM2", 42.62, 21.43),
        place("mitrovica", "Mitrovica", "Mitrovicë", "Kosovska Mitrovica", "Косовска Митровица", "P/PPLA", 42.8833,
              20.8667),
        place("bridge", "Main bridge", "Ura kryesore", "Glavni most", "Главни мост", "S/BDG", 42.8917, 20.8661),
        place("east_bridge", "East bridge", "Ura lindore", "Istočni most", "Источни мост", "S/BDG", 42.8925, 20.8735),
        place("zvecan", "Zvečan", "Zveçan", "Zvečan", "Звечан", "P/PPLA2", 42.9075, 20.8403,
              municipality="zvecan_municipality"),
        place("prizren", "Prizren", "Prizren", "Prizren", "Призрен", "P/PPLA", 42.2139, 20.7397),
        place("orahovac", "Orahovac", "Rahovec", "Orahovac", "Ораховац", "P/PPLA2", 42.3994, 20.6547),
        place("gracanica", "Gračanica", "Graçanicë", "Gračanica", "Грачаница", "P/PPLA2", 42.6011, 21.1958),
        place("caglavica", "Čaglavica", "Çagllavicë", "Čaglavica", "Чаглавица", "P/PPL", 42.62, 21.1469),
        place("pec", "Peja", "Pejë", "Peć", "Пећ", "P/PPLA", 42.6591, 20.2883),
        place("decani_monastery", "Visoki Dečani monastery", "Manastiri i Deçanit", "Manastir Visoki Dečani",
              "Манастир Високи Дечани", "S/MSTY", 42.5472, 20.2664),
        place("germany", "Germany", "Gjermania", "Nemačka", "Немачка", "A/PCLI", 52.52, 13.41, country="DE"),
        place("italy", "Italy", "Italia", "Italija", "Италија", "A/PCLI", 41.89, 12.51, country="IT"),
        place("turkey", "Turkey", "Turqia", "Turska", "Турска", "A/PCLI", 39.93, 32.86, country="TR"),
    ]  # fmt: skip


def _incidents() -> list[Row]:
    told = (
        # id, title, first and last day, precision of the day, place, of the place, type; several of them crowd
        ("bridge_clash", "Crowds clash at the bridge", "2004-03-17", "2004-03-17", "day", "bridge", "exact", "clash"),
        ("bridge_shots", "Shots at the bridge", "2004-03-17", "2004-03-18", "night", "bridge", "exact", "armed_attack"),
        ("bridge_again", "Crowds clash once more", "2004-03-18", "2004-03-18", "day", "bridge", "exact", "clash"),
        ("town_burns", "Houses burned", "2004-03-17", "2004-03-18", "days", "mitrovica", "settlement", "riot_arson"),
        ("grenade", "Grenade thrown", "2004-03-18", "2004-03-18", "day", "east_bridge", "exact", "explosion"),
        ("arrests", "Arrests in the town", "2004-03-22", "2004-03-22", "day", "zvecan", "settlement",
         "security_operation"),
        ("church_one", "Church burned", "2004-03-17", "2004-03-17", "day", "prizren", "settlement", "riot_arson"),
        ("church_two", "Seminary burned", "2004-03-18", "2004-03-18", "day", "prizren", "settlement", "riot_arson"),
        ("shells", "Shells fall near the monastery", "2004-03-17", "2004-03-17", "day", "decani_monastery", "near",
         "explosion"),
        ("road_accident", "Convoy truck overturns", "2004-03-20", "2004-03-20", "day", "pec", "settlement",
         "accident"),
        ("fled", "Residents brought to safety", "2004-03-18", "2004-03-19", "days", "caglavica", "settlement",
         "displacement"),
        ("sit_in", "Road closed by protesters", "2004-03-19", "2004-03-23", "week", "vitina_municipality",
         "municipality", "protest"),
        ("searches", "Searches in the north", "2004-03-21", "2004-03-24", "days", "northern_kosovo", "region",
         "security_operation"),
        ("toll", "Final count", "2004-03-19", "2004-03-19", "day", "kosovo", "country", "total"),
        ("assembly", "Assembly condemns the violence", "2004-03-19", "2004-03-19", "day", "kosovo", "country",
         "political"),
        ("later", "Talks held", "2011", "2011", "year", "kosovo", "country", "political"),
    )  # fmt: skip
    near = {"shells": "2500"}
    return [
        incident(row[0], *row[1:-1], row[-1], SUB_TYPES[EventType(row[-1])],
                 radius_m=near.get(row[0], ""), episode="" if row[0] == "later" else "march_2004")
        for row in told
    ]  # fmt: skip


def _moved(status: str) -> Row:
    return incident(f"moved_{status}", f"Company {status.replace('_', ' ')}", "2004-03-19", "2004-03-19", "day",
                    "kosovo", "country", "troop_movement", "Other", episode="march_2004")  # fmt: skip


def _movement(status: str) -> Row:
    number = DAY_BY_DAY.index(status)
    sender, origin = (("Germany", "germany"), ("Italy", "italy"), ("Turkey", "turkey"), ("NATO", ""))[number % 4]
    return {"id": f"moved_{status}", "contingent": "company", "countries": sender, "origin": origin,
            "best": str(100 * (number + 1)), f"{status}_on": "2004-03-19", "final_status": status,
            "kfor": "true"}  # fmt: skip


def _areas() -> list[Row]:
    told = (
        # the last dated statement on the monastery is older than a year
        ("zvecan_municipality", "northern_municipality", "2004"),
        ("strpce_municipality", "southern_municipality", "2004"),
        ("gracanica", "enclave", "2004"), ("novo_brdo_municipality", "mixed", "2004"),
        ("orahovac", "town_quarter", "2004"), ("decani_monastery", "monastery", "2001"),
        ("kosovo", "whole_territory", "2004"),
    )  # fmt: skip
    return [
        {"id": f"a_{kind}", "area": f"area_{kind}", "place": where, "kind": kind, "statement_kind": "population",
         "as_of": as_of, "best": "1000", "statement": "Most inhabitants are Serbs.", "confidence": "medium",
         "source": "force"}
        for where, kind, as_of in told
    ]  # fmt: skip


def many_tables(count: int, titles: Sequence[str] = (), names: Sequence[str] = ()) -> World:
    """Return a world with incidents at as many places all over Kosovo, one of each type after the other.

    Parameters
    ----------
    titles, names
        Of the incidents and of their places in the order of the dates; a plain one where none is given.
    """
    tables = tiny_tables() | {"incidents": [], "attestations": [], "figures": [], "movements": [], "areas": []}
    kinds = [kind for kind in EventType if kind is not EventType.TROOP_MOVEMENT]
    for number in range(count):
        # points that fill a rectangle evenly, without chance
        latitude, longitude = 42.3 + 0.6 * (number * 0.754877666 % 1), 20.5 + 0.8 * (number * 0.569840291 % 1)
        name = names[number] if number < len(names) else f"Place {number + 1}"
        title = titles[number] if number < len(titles) else f"Incident {number + 1} of its kind"
        day = f"2004-03-{16 + number * 9 // count:02d}"
        kind = kinds[number % len(kinds)]
        tables["places"].append(place(f"p{number:03d}", name, name, name, name, "P/PPL", latitude, longitude))
        tables["incidents"].append(incident(f"i{number:03d}", title, day, day, "day", f"p{number:03d}", "settlement",
                                            kind, SUB_TYPES[kind], episode="march_2004"))  # fmt: skip
        tables["attestations"].append({"incident": f"i{number:03d}", "source": "agency", "says": ""})
    return tables


def material_of(tables: World) -> Material:
    """Return the material of tables, with the base map and without the index of the world's towns."""
    with TemporaryDirectory(prefix="atlas-test-") as folder:
        dataset = read_dataset(write_world(Path(folder) / "world", tables))
        places = places_of(dataset)
        gazetteer = Gazetteer(places, None)
        located = locate(dataset, gazetteer)
        return Material(dataset, gazetteer, located, build_layers(dataset, located, places), _base())


@cache
def _base() -> dict[str, Any]:
    """Return one base map for all these worlds, whose towns are the same; so it is put on paper once."""
    with TemporaryDirectory(prefix="atlas-test-") as folder:
        return base_layers(places_of(read_dataset(write_world(Path(folder) / "world", tiny_tables()))))


@cache
def tiny() -> Material:
    """Return the material of the tiny world."""
    return material_of(tiny_tables())


@cache
def many(count: int) -> Material:
    """Return the material of a world with so many incidents."""
    return material_of(many_tables(count))


def spec_for(material: Material, base_url: str = "", **told: str) -> Spec:
    """Return the spec of a view of March 2004 with these parts of the link, made on a day of the past."""
    link = {name: [value] for name, value in told.items()}
    return spec_of(material, MARCH | {"extent": ["kosovo"]} | link, MADE_ON, base_url)


def snapshot_of(material: Material, **told: str) -> Snapshot:
    """Return a view on its way out."""
    return Snapshot(material, spec_for(material, **told))


def page_of(material: Material, **told: str) -> MapSheet:
    """Return the page of a view."""
    return snapshot_of(material, **told).maps[0]


def said(sheet: MapSheet, about: str) -> str:
    """Return the words of a page that are about something, in one line."""
    return " ".join(line for words in sheet.words() if words.about == about for line in words.lines)


def line_boxes(words: Words) -> list[Box]:
    """Return where the lines of a text stand: as wide as their letters, from the tops of capitals to the descenders."""
    boxes = []
    for number, line in enumerate(words.lines):
        width = width_of(line, words.size, words.bold or number in words.bold_lines)
        room = words.width - width
        left = words.x + {Align.LEFT: 0.0, Align.CENTRE: room / 2, Align.RIGHT: room}[words.align]
        letter = words.size * POINT_MM
        baseline = words.y + (number + 0.5) * letter * words.leading + 0.35 * letter
        boxes.append(Box(left, baseline - 0.73 * letter, left + width, baseline + 0.21 * letter))
    return boxes
