"""Data packages in the form of the atlas's own: nothing is lost, nothing outside of them is read."""

from __future__ import annotations

import csv
import json
import time
import zipfile
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.errors import CancelledError, ReadingError
from geo.formats.reading.importing import read_incidents
from geo.formats.reading.layouts import converter
from geo.formats.reading.model import Choices, Container, Layout
from geo.formats.reading.package import flatten, open_package
from geo.formats.reading.packaged import KEPT
from geo.formats.reading.recognising import look
from geo.incident_table import ORIGINAL, SCHEMA, cells_of
from tests.worlds import world, write_world


def packed(folder, target, top=""):
    """Pack the files of a folder."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, top + file.name)
    return target


def row_of(package, identifier):
    """Return one accepted row."""
    rows = {row["id"]: row for row in package.accepted.to_pylist()}
    return rows[identifier]


def test_every_incident_becomes_a_row_with_what_was_written_behind_it(world_folder):
    package = open_package(world_folder)
    incidents = world()["incidents"]
    assert (package.rows, package.rejected, package.rejections, package.notes) == (len(incidents), 0, (), ())
    assert package.accepted.column("id").to_pylist() == [row["id"] for row in incidents]
    assert package.accepted.schema.names == [*SCHEMA.names, *(ORIGINAL + name for name in package.header)]
    assert package.accepted.select(SCHEMA.names).schema.equals(SCHEMA)
    written = package.accepted.select([ORIGINAL + "event_date_start", ORIGINAL + "radius_m"]).to_pylist()
    assert written[3] == {"original_event_date_start": "2011", "original_radius_m": ""}
    assert package.dataset.folder == world_folder


def test_a_row_holds_place_days_sources_and_the_highest_figures(world_folder):
    row = row_of(open_package(world_folder), "town_hall")
    (column,), (line,) = cells_of(pd.Series([42.9075]).to_numpy(), pd.Series([20.84028]).to_numpy())
    told = {name: row[name] for name in SCHEMA.names if name not in ("search_text", "summary")}
    assert told == {
        "id": "town_hall",
        "episode": "may_2023",
        "title": "Clash at the town hall",
        "first_day": date(2023, 5, 29),
        "last_day": date(2023, 5, 29),
        "date_precision": "day",
        "date_prec": 1,
        "time_precision": 1,
        "place": "zvecan",
        "place_as_written": "",
        "place_precision": "exact",
        "radius_m": None,
        "where_prec": 1,
        "geo_precision": 1,
        "latitude": 42.9075,
        "longitude": 20.84028,
        "municipality": "zvecan_municipality",
        "country": "XK",
        "event_type": "clash",
        "sub_event_type": "Violent demonstration",
        "actor1": "protesters",
        "actor1_kind": "protesters",
        "actor2": "KFOR soldiers",
        "actor2_kind": "peacekeepers",
        "killed_low": None,
        "killed_best": None,
        "killed_high": None,
        "injured_low": 30,  # "more than 50" and 30 stand side by side; their parts are not added
        "injured_best": 50,
        "injured_high": None,
        "source": "Agency One; The Force",
        "source_kind": "",
        "url": "https://example.org/agency",
        "cell_x": column,
        "cell_y": line,
    }
    assert "zvecan" in row["search_text"]


def test_only_places_known_well_enough_have_a_cell_and_a_disc_has_its_radius(world_folder):
    rows = open_package(world_folder).accepted.to_pylist()
    assert {row["place_precision"] for row in rows if row["cell_x"] is not None} == {"exact", "settlement", "near"}
    assert {row["id"]: row["radius_m"] for row in rows if row["radius_m"]} == {"blast": 2000}
    year = next(row for row in rows if row["id"] == "year_of_talks")
    assert (year["first_day"], year["last_day"], year["cell_y"]) == (date(2011, 1, 1), date(2011, 12, 31), None)
    bridge = next(row for row in rows if row["id"] == "bridge_clash")
    assert (bridge["killed_low"], bridge["killed_best"], bridge["killed_high"]) == (22, 22, 23)
    assert (bridge["source"], bridge["source_kind"]) == ("Daily Two", "news")


def test_an_archive_says_the_same_as_its_folder_wherever_in_it_the_tables_lie(world_folder, tmp_path):
    expected = open_package(world_folder)
    for top in ("", "my data/v1/"):
        package = open_package(packed(world_folder, tmp_path / "package.zip", top))
        assert package.accepted.equals(expected.accepted)
        assert package.rows == expected.rows


def test_accepted_and_rejected_rows_are_all_the_rows(tmp_path):
    tables = world()
    tables["incidents"] += [
        tables["incidents"][0] | {"id": "future", "event_date_start": "2999-01-01", "event_date_end": "2999-01-01"},
        tables["incidents"][0] | {"id": "nowhere", "place": "atlantis", "where_prec": "12"},
        tables["incidents"][0] | {"title": "The same id again"},
    ]
    tables["incidents"].insert(0, tables["incidents"][0] | {"event_type": "party", "title": "First of the id"})
    tables["figures"].append(tables["figures"][0] | {"id": "f9", "incident": "nobody"})
    package = open_package(write_world(tmp_path / "faulty", tables), "mine.zip")
    assert (package.rows, package.accepted.num_rows, package.rejected) == (12, 8, 4)
    assert len({one.row for one in package.rejections}) == package.rejected
    assert [(one.line, one.column) for one in package.rejections] == [
        (2, "event_type"), (11, "event_date_start"), (11, "event_date_end"), (12, "where_prec"), (13, "id"),
    ]  # fmt: skip
    assert package.notes == ("mine.zip: 1 of 7 rows of figures.csv were not accepted.",)
    first = package.accepted.to_pylist()[0]
    assert (first["id"], first["original_title"], first["original_event_type"]) == (
        "bridge_clash", "Crowds clash at the bridge", "clash",
    )  # fmt: skip


def quiet(_done, _words):
    """Hear how far the work is."""


def taken(path, gazetteer, folder, tell=quiet):
    """Read a package as any other file; return what it was taken for, what became of it, and both files."""
    folder.mkdir(exist_ok=True)
    found = look(path, "mine.zip", Choices())
    outcome = read_incidents(path, found, Choices(), gazetteer, folder, tell)
    with outcome.rejections.open(encoding="utf-8-sig", newline="") as lines:
        return found, outcome, pq.read_table(outcome.incidents), list(csv.DictReader(lines))


def test_a_package_is_read_like_any_other_file(tiny_gazetteer, world_folder, tmp_path):
    path = packed(world_folder, tmp_path / "p.zip", "v1/")
    found, outcome, rows, rejected = taken(path, tiny_gazetteer, tmp_path / "out")
    assert (found.container, found.layout, found.part) == (Container.PACKAGE, Layout.PACKAGE, "v1/incidents.csv")
    assert (outcome.rows, outcome.accepted, rejected, outcome.notes) == (8, 8, [], (KEPT,))
    whole = open_package(world_folder).accepted
    changed = ("episode", "place_as_written", "geometry")
    kept = [name for name in whole.column_names if name not in changed]
    assert rows.select(kept).equals(whole.select(kept))
    assert set(rows["episode"].to_pylist()) == {""}
    named = dict(zip(rows["id"].to_pylist(), rows["place_as_written"].to_pylist(), strict=True))
    assert (named["town_hall"], named["searches"]) == ("Zvečan", "Northern Kosovo")
    drawn = [cell is not None for cell in rows["cell_x"].to_pylist()]
    assert [point is not None for point in rows["geometry"].to_pylist()] == drawn


def test_places_of_a_package_that_the_gazetteer_does_not_have_are_named_in_words(tiny_gazetteer, tmp_path):
    tables = world()
    moved = {"zvecan": {"latitude": "42.95"}, "zvecan_municipality": {"id": "elsewhere"}}
    tables["places"] = [row | moved.get(row["id"], {}) for row in tables["places"]]
    tables["places"] = [
        row | ({"municipality": "elsewhere"} if row.get("municipality") else {}) for row in tables["places"]
    ]
    tables["incidents"] = [
        row | ({"place": "elsewhere"} if row["place"] == "zvecan_municipality" else {}) for row in tables["incidents"]
    ]
    path = packed(write_world(tmp_path / "other", tables), tmp_path / "p.zip")
    _, _, rows, rejected = taken(path, tiny_gazetteer, tmp_path / "out")
    row = next(row for row in rows.to_pylist() if row["id"] == "town_hall")
    assert rejected == []
    assert (row["place"], row["place_as_written"], row["municipality"], row["latitude"], row["original_place"]) == (
        "", "Zvečan", "Municipality of Zvečan", 42.95, "zvecan",
    )  # fmt: skip


def test_rows_of_a_package_that_cannot_be_accepted_are_told_with_all_their_faults(tiny_gazetteer, tmp_path):
    tables = world()
    tables["incidents"].append(
        tables["incidents"][0] | {"id": "future", "event_date_start": "2999-01-01", "event_date_end": "2999-01-01"}
    )
    path = packed(write_world(tmp_path / "faulty", tables), tmp_path / "p.zip")
    _, outcome, rows, rejected = taken(path, tiny_gazetteer, tmp_path / "out")
    assert (outcome.rows, outcome.accepted, outcome.rejected, rows.num_rows) == (9, 8, 1, 8)
    assert [(row["row"], row["line"], row["column"], row["value"]) for row in rejected] == [
        ("9", "10", "event_date_start", "2999-01-01"),
        ("9", "10", "event_date_end", "2999-01-01"),
    ]
    assert {row["row_as_written"].partition(",")[0] for row in rejected} == {"future"}


def test_reading_a_package_can_be_stopped_and_leaves_nothing(tiny_gazetteer, world_folder, tmp_path):
    def stop(_done, words):
        if words.endswith("written"):
            raise CancelledError("stopped")

    with pytest.raises(CancelledError, match="stopped"):
        taken(packed(world_folder, tmp_path / "p.zip"), tiny_gazetteer, tmp_path / "out", stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_package_of_another_form_is_read_by_its_tables(tmp_path):
    def look_at(name, members, **choices):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return look(tmp_path / name, name, Choices(**choices))

    tables = {"datapackage.json": "{}", "data/towns.csv": "town\nPeja\n", "data/events.csv": "Date,Place\n2004,Peja\n"}
    found = look_at("other.zip", tables)
    assert (found.container, found.parts, found.header) == (
        Container.ZIPPED, ("data/towns.csv", "data/events.csv"), ("town",),
    )  # fmt: skip
    assert found.notes == ('The archive holds 2 tables; "data/towns.csv" is read.',)
    assert look_at("other.zip", tables, part="data/events.csv").header == ("Date", "Place")
    described = '{"resources": [{"name": "incidents", "path": "data/events.csv"}]}'
    found = look_at("named.zip", {**tables, "datapackage.json": described})
    assert (found.container, found.layout, found.part) == (Container.PACKAGE, Layout.TABLE, "data/events.csv")
    with pytest.raises(
        ReadingError, match=r'there is no table "x"; choose one of "data/towns\.csv", "data/events\.csv"'
    ):
        look_at("other.zip", tables, part="x")


def test_three_tables_are_enough(tmp_path):
    tables = {name: rows for name, rows in world().items() if name in ("sources", "places", "incidents")}
    tables["incidents"] = [row | {"episode": ""} for row in tables["incidents"]]
    package = open_package(write_world(tmp_path / "small", tables))
    assert (package.rows, package.accepted.num_rows, package.notes) == (8, 8, ())
    assert {(row["source"], row["killed_best"]) for row in package.accepted.to_pylist()} == {("", None)}


def test_the_description_may_name_other_paths(world_folder, tmp_path):
    (world_folder / "tables").mkdir()
    (world_folder / "incidents.csv").rename(world_folder / "tables" / "events.csv")
    resources = [{"name": "incidents", "path": "tables/events.csv"}, {"name": "other", "path": "x.csv"}, 7]
    (world_folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    assert open_package(world_folder).accepted.num_rows == 8
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for file in world_folder.rglob("*.*"):
            archive.write(file, file.relative_to(world_folder).as_posix())
    assert open_package(tmp_path / "p.zip").accepted.num_rows == 8


def test_the_description_cannot_lead_out_of_the_package(world_folder, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_bytes((world_folder / "incidents.csv").read_bytes())
    (world_folder / "incidents.csv").unlink()
    for path in ("../outside.csv", str(outside), "link.csv", "a\0b", "", "tables/../../outside.csv"):
        (world_folder / "datapackage.json").write_text(
            json.dumps({"resources": [{"name": "incidents", "path": path}]}), encoding="utf-8"
        )
        if path == "link.csv":
            (world_folder / path).symlink_to(outside)
        with pytest.raises(ReadingError, match="lacks"):
            open_package(world_folder)
        with pytest.raises(ReadingError, match="lacks"):
            open_package(packed_without_links(world_folder, tmp_path / "p.zip"))


def packed_without_links(folder, target):
    with zipfile.ZipFile(target, "w") as archive:
        for file in folder.iterdir():
            if not file.is_symlink():
                archive.write(file, file.name)
    return target


def test_an_archive_whose_members_lead_elsewhere_is_refused(world_folder, tmp_path):
    target = packed(world_folder, tmp_path / "evil.zip")
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("../../evil.csv", "id\n")
    with pytest.raises(ReadingError, match="leads elsewhere"):
        open_package(target)
    assert not (tmp_path.parent / "evil.csv").exists()


def test_what_is_no_package_is_refused_with_what_to_do(world_folder, tmp_path):
    empty = tmp_path / "other.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(ReadingError, match=r"other\.zip: the archive holds neither datapackage\.json nor incidents"):
        open_package(empty)
    (world_folder / "datapackage.json").write_text("[" * 100_000)
    with pytest.raises(ReadingError, match="is not readable JSON"):
        open_package(world_folder)
    (world_folder / "datapackage.json").unlink()
    (world_folder / "places.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"places\.csv: the column"):
        open_package(world_folder)
    (world_folder / "places.csv").unlink()
    with pytest.raises(ReadingError, match=r"lacks places\.csv; add it, or read incidents\.csv alone"):
        open_package(world_folder)
    with pytest.raises(ReadingError, match="read as a whole"):
        converter(Layout.PACKAGE)


def test_five_thousand_incidents_are_flattened_in_two_seconds(tiny, located):
    many = pd.concat([located] * 625)
    begun = time.process_time()
    table = flatten(tiny, many.reset_index(drop=True).set_index("id", drop=False))
    assert time.process_time() - begun < 2
    assert table.num_rows == 5_000
    assert table.slice(0, 8).equals(flatten(tiny, located))
