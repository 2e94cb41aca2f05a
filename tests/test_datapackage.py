from __future__ import annotations

import json

import pytest
from frictionless import Package

from geo.datapackage import CODEBOOK, codebook, descriptor, write
from geo.schema import TABLES
from geo.tables import DATA_FOLDER
from tests.worlds import world, write_world

needs_data = pytest.mark.skipif(
    not (DATA_FOLDER / "incidents.csv").exists(), reason="the data do not ship with this copy"
)


def faults(folder):
    """Validate a folder with the frictionless library; return table, fault and row."""
    package = Package.from_descriptor(descriptor(folder), basepath=str(folder))
    return [tuple(fault) for fault in package.validate().flatten(["type", "rowNumber", "fieldName"])]


def test_frictionless_accepts_what_we_accept(tmp_path):
    assert faults(write_world(tmp_path)) == []


@pytest.mark.parametrize(
    ("table", "cells", "fault"),
    [
        ("incidents", {"event_type": "brawl"}, ("constraint-error", 2, "event_type")),
        ("incidents", {"event_date_start": "17/03/2004"}, ("constraint-error", 2, "event_date_start")),
        ("incidents", {"place": "atlantis"}, ("foreign-key", 2, None)),
        ("incidents", {"content_note": "maybe"}, ("type-error", 2, "content_note")),
        ("figures", {"part_of": "f9"}, ("foreign-key", 2, None)),
        ("places", {"latitude": "142"}, ("constraint-error", 2, "latitude")),
        ("sources", {"id": "paper"}, ("primary-key", 3, None)),
    ],
)
def test_the_descriptor_lets_others_find_the_faults_that_we_find(tmp_path, table, cells, fault):
    tables = world()
    tables[table][0].update(cells)
    assert fault in faults(write_world(tmp_path, tables))


@needs_data
def test_the_shipped_package_is_valid():
    package = Package(str(DATA_FOLDER / "datapackage.json"))
    assert package.validate().flatten(["title", "rowNumber", "fieldName", "message"]) == []


@needs_data
def test_the_derived_files_are_up_to_date():
    written = json.loads((DATA_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert written == descriptor(DATA_FOLDER), "run `make data`"
    assert (DATA_FOLDER.parent / CODEBOOK).read_text(encoding="utf-8") == codebook(), "run `make data`"


def test_descriptor_and_codebook_are_written_whole_and_say_that_they_are_derived(tmp_path):
    folder = write_world(tmp_path / "data")
    assert write(folder, tmp_path) == (folder / "datapackage.json", tmp_path / "docs" / "codebook.md")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    assert "do not edit by hand" in package["description"]
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0", "other-pd"]
    assert sorted(path.name for path in (tmp_path / "docs").iterdir()) == ["codebook.md"]


def test_the_codebook_tells_of_every_column():
    book = codebook()
    for table in TABLES.values():
        assert f"## {table.name}\n" in book
        for column in table.columns:
            assert f"| `{column.name}` |" in book
            assert column.description.replace("|", "\\|") in book
