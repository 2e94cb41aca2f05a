from __future__ import annotations

import os
from datetime import date

import pytest

from geo.errors import AtlasError, DatasetError
from geo.incidents import days_of, locate, places_of
from geo.schema import TABLES
from geo.tables import DATA_FOLDER, Counts, read_dataset
from tests.worlds import world, write_world


def test_a_tidy_folder_is_accepted_whole(tiny):
    assert tiny.rejections == ()
    assert dict(tiny.counts) == {name: Counts(len(rows), len(rows), 0) for name, rows in world().items()}


def test_every_table_has_the_columns_of_the_schema_in_their_order(tiny):
    columns = {name: list(table.columns) for name, table in tiny.tables.items()}
    assert columns == {name: [column.name for column in table.columns] for name, table in TABLES.items()}


def test_values_have_the_types_of_their_columns(tiny):
    row = tiny.tables["movements"].iloc[0]
    assert (row["best"], row["authorised_on"], row["withdrawn_on"], bool(row["kfor"])) == (600, "", "2004-05", True)
    assert tiny.tables["movements"]["low"].isna().all()
    assert tiny.tables["episodes"]["day_zero"].to_list() == [date(2004, 3, 17), date(2023, 5, 29)]
    assert [str(tiny.tables["incidents"][name].dtype) for name in ("title", "radius_m", "content_note")] == [
        "str",
        "Int64",
        "bool",
    ]
    assert str(tiny.tables["places"]["latitude"].dtype) == "Float64"


def test_the_version_changes_with_a_table_and_not_with_line_ends_or_a_byte_order_mark(tmp_path):
    folder = write_world(tmp_path)
    version = read_dataset(folder).version
    path = folder / "sources.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_dataset(folder).version == version
    path.write_bytes(path.read_bytes().replace(b"Bridge closed", b"Bridge open"))
    changed = read_dataset(folder).version
    assert changed != version
    assert len(changed) == 12


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path / "nowhere")
    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}: there is no such folder; give the folder that holds incidents.csv."
    )
    assert isinstance(caught.value, AtlasError)
    assert isinstance(caught.value, ValueError)


def test_only_a_place_that_is_known_well_enough_becomes_a_point(located):
    points = {name: None if shape is None else (shape.x, shape.y) for name, shape in located.geometry.items()}
    assert points == {
        "bridge_clash": (20.8664, 42.8914),
        "houses_burned": (20.9, 42.86),
        "reserve_2004": None,
        "year_of_talks": None,
        "searches": None,
        "blast": (20.84028, 42.9075),
        "town_hall": (20.84028, 42.9075),
        "sit_in": None,
    }
    assert located.crs == "EPSG:4326"


def test_incidents_are_sorted_by_first_day_with_partial_dates_widened(located):
    assert list(zip(located.index, located["first_day"], located["last_day"], strict=True)) == [
        ("bridge_clash", date(2004, 3, 17), date(2004, 3, 18)),
        ("houses_burned", date(2004, 3, 18), date(2004, 3, 19)),
        ("reserve_2004", date(2004, 3, 19), date(2004, 3, 19)),
        ("year_of_talks", date(2011, 1, 1), date(2011, 12, 31)),
        ("searches", date(2011, 7, 1), date(2011, 9, 30)),
        ("blast", date(2012, 5, 1), date(2012, 5, 31)),
        ("town_hall", date(2023, 5, 29), date(2023, 5, 29)),
        ("sit_in", date(2023, 6, 5), date(2023, 6, 9)),
    ]
    assert days_of(located) == (date(2004, 3, 17), date(2023, 6, 9))
    assert days_of(located.iloc[:0]) is None


def test_sources_come_from_attestations_and_figures(located):
    assert located["sources"].to_dict() == {
        "bridge_clash": ("paper",),
        "houses_burned": ("paper",),
        "reserve_2004": ("paper",),
        "year_of_talks": (),
        "searches": (),
        "blast": (),
        "town_hall": ("agency", "force"),
        "sit_in": ("agency",),
    }
    assert located.loc["town_hall", "source_kinds"] == ("agency", "official")


def test_casualties_are_the_highest_single_figure_and_never_a_sum(located):
    assert located["injured_best_max"].dropna().to_dict() == {"town_hall": 50}
    assert located["killed_best_max"].dropna().to_dict() == {"bridge_clash": 22}
    assert list(located.index[located["has_deaths"]]) == ["bridge_clash"]
    assert list(located.index[located["has_injuries"]]) == ["town_hall"]


def test_parts_count_only_where_no_whole_is_given(tmp_path):
    tables = world()
    tables["figures"] = [row for row in tables["figures"] if row["id"] in ("f3", "f4")]
    for row in tables["figures"]:
        row["part_of"] = "f0"
    tables["figures"].append({**tables["figures"][0], "id": "f0", "best": "", "said": "some", "part_of": ""})
    tables["statements"] = []
    dataset = read_dataset(write_world(tmp_path, tables))
    assert dataset.rejections == ()
    assert locate(dataset, _Known(dataset)).loc["town_hall", "injured_best_max"] == 19


def test_an_incident_knows_its_municipality_and_country(located):
    municipality = "zvecan_municipality"
    assert located["municipality"].to_dict() == {
        "bridge_clash": "",
        "houses_burned": "",
        "reserve_2004": "",
        "year_of_talks": "",
        "searches": "",
        "blast": municipality,
        "town_hall": municipality,
        "sit_in": municipality,
    }
    assert set(located["country"]) == {"XK"}


def test_an_empty_dataset_can_still_be_located(tmp_path):
    tables = {name: [] for name in world()}
    dataset = read_dataset(write_world(tmp_path, tables))
    located = locate(dataset, _Known(dataset))
    assert located.empty
    assert located.crs == "EPSG:4326"


def test_a_gazetteer_of_another_folder_is_named_as_the_fault(tiny):
    class Empty:
        def place(self, identifier):
            raise LookupError(identifier)

    with pytest.raises(DatasetError, match='the gazetteer does not know the place "bridge"'):
        locate(tiny, Empty())


def test_places_of_a_dataset_are_those_that_the_gazetteer_reads_itself(tiny, world_folder):
    from gazetteer.places import read_places

    assert dict(places_of(tiny)) == dict(read_places(world_folder))


@pytest.mark.skipif(not (DATA_FOLDER / "incidents.csv").exists(), reason="the data do not ship with this copy")
def test_every_row_of_the_shipped_data_is_accepted():
    assert [rejection.sentence() for rejection in read_dataset().rejections] == []


class _Known:
    def __init__(self, dataset):
        self._places = places_of(dataset)

    def place(self, identifier):
        return self._places[identifier]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(world_folder):
    (world_folder / "incidents.csv").chmod(0)
    with pytest.raises(DatasetError, match=r"incidents.csv: the file cannot be read \(Permission denied\)"):
        read_dataset(world_folder)
