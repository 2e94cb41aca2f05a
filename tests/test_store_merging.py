"""Small data sets of one's own stand beside the atlas's own data, and nobody can take one for the other."""

from __future__ import annotations

import pytest

from geo.filters import Filters, apply
from geo.formats import prepare, to_csv
from geo.incidents import places_of
from geo.layers import ShownSet
from geo.material import material_of
from geo.store.merging import OwnRows, merge
from geo.tables import read_dataset
from tests.flat_rows import own_row, own_table

NOTICE = "What one person wrote down."
ROWS = (
    own_row("7", killed_low=1, killed_best=2, killed_high=5, actor1="crowd", actor1_kind="crowd", country="Kosovo",
            municipality="Some district", url="https://example.org/7"),
    own_row("8", "2020-05-01", "2020-05-31", date_precision="month", place="svinjare", event_type="protest",
            place_precision="municipality", latitude=None, longitude=None, sub_event_type="Peaceful protest"),
)  # fmt: skip


@pytest.fixture
def base(world_folder):
    return read_dataset(world_folder)


def merged(base, *, shipped=True, table=None):
    own = OwnRows("list", "My list", NOTICE, "v1", own_table(*ROWS) if table is None else table)
    return merge(base if shipped else None, [own], places_of(base), base)


def test_own_rows_stand_among_the_incidents_under_ids_of_their_data_set(base):
    incidents = merged(base).tables["incidents"].set_index("id")
    assert list(incidents["dataset"]) == [""] * len(base.tables["incidents"]) + ["list", "list"]
    assert incidents.loc["list.7"].to_dict() | {"place": ""} == {
        "dataset": "list", "episode": "", "title": "Incident 7", "event_date_start": "2020-05-01",
        "event_date_end": "2020-05-01", "date_precision": "day", "date_prec": 1, "time_precision": 1, "place": "",
        "place_as_written": "Zvecan", "place_precision": "settlement", "radius_m": None,
        "where_prec": 1, "geo_precision": 1, "event_type": "clash", "sub_event_type": "Not coded", "actor1": "crowd",
        "actor1_kind": "crowd", "actor2": "", "actor2_kind": "", "summary": "Incident 7", "property_damage": "",
        "disagreement": "", "confidence": "not stated", "content_note": True,
    }  # fmt: skip
    assert incidents.loc["list.8"][["event_date_start", "event_date_end", "place"]].tolist() == ["2020-05"] * 2 + [
        "svinjare"
    ]


def test_the_figures_of_own_rows_name_their_source(base):
    tables = merged(base).tables
    figure = tables["figures"].set_index("id").loc["list.7.killed"]
    assert figure[["incident", "measure", "low", "best", "high"]].tolist() == ["list.7", "killed", 1, 2, 5]
    source = tables["sources"].set_index("id").loc[figure["source"]]
    assert source[["title", "publisher", "kind", "url", "published"]].tolist() == [
        "A list", "My list", "own data", "", "",
    ]  # fmt: skip
    told = tables["attestations"].set_index("incident").loc["list.7"]
    assert told[["source", "says"]].tolist() == ["A list", "https://example.org/7"]


def test_own_data_alone_shows_nothing_of_the_atlas(base):
    material = material_of(merged(base, shipped=False))
    assert list(material.incidents.index) == ["list.7", "list.8"]
    assert material.dataset.coverage == f"My list: {NOTICE}"
    assert (material.layers.movements, material.layers.areas, material.layers.strength, material.stories) == (
        [], [], [], (),
    )  # fmt: skip


def test_the_version_of_several_data_sets_changes_with_each_of_them(base):
    other = merged(base, table=own_table(*ROWS[:1]))
    assert len({base.version, merged(base).version, merged(base, shipped=False).version}) == 3
    own = OwnRows("list", "My list", NOTICE, "v2", own_table(*ROWS[:1]))
    assert merge(base, [own], places_of(base), base).version != other.version


def test_shown_together_data_sets_are_told_apart_by_colour_and_types_by_shape(base):
    sets = (ShownSet("", "The atlas", 0, "A"), ShownSet("list", "My list", 1, NOTICE))
    layers = material_of(merged(base), sets).layers
    types = len(layers.types) // 2
    own = [layers.types[kind] for kind in layers.columns.event_type if kind >= types]
    assert [(kind["id"], kind["dataset"]) for kind in own] == [("clash", 1), ("protest", 1)]
    assert {kind["light"] for kind in layers.types[types:]} == {layers.datasets[1]["light"]}
    assert [kind["shape"] for kind in layers.types[:types]] == [kind["shape"] for kind in layers.types[types:]]


def test_filters_and_exports_take_own_rows_like_any_others(base):
    material = material_of(merged(base))
    shown = apply(material.incidents, Filters(source_kinds=("own data",), casualties="killed"), None)
    assert shown.ids == ("list.7",)
    written = to_csv(prepare(material.dataset, material.incidents, material.gazetteer, shown.ids)).decode("utf-8-sig")
    assert NOTICE in written
    assert "A list, My list" in written
