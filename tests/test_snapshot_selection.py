"""What a printed page shows of a view: the same as the screen, and no more than is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from gazetteer.policy import NamePolicy
from gazetteer.resolve import Gazetteer
from geo.basemaps import base_layers
from geo.filters import apply
from geo.incidents import locate, places_of
from geo.layers import LAYERS, build_layers
from geo.material import Material, read_material
from geo.minutes import minutes_of
from geo.schema import EventType, MovementStatus
from geo.snapshot.canvas.marks import Box
from geo.snapshot.canvas.projection import fit
from geo.snapshot.selection import names_at, on_paper, select, shape_of, without
from geo.tables import read_dataset
from geo.views import view_of
from tests.worlds import incident, world, write_world

ALL = view_of({})
MARCH = view_of({"from": ["2004-03-16"], "to": ["2004-03-24"]})
MAY = view_of({"from": ["2023-04-01"], "to": ["2023-06-16"]})
BANJSKA = view_of({"from": ["2023-09-01"], "to": ["2023-10-13"]})
SO_FAR = view_of({"from": ["2023-09-01"], "to": ["2023-10-13"], "mode": ["cumulative"]})
SHIPPED_VIEWS = {"all": ALL, "march": MARCH, "may": MAY, "banjska": BANJSKA, "so far": SO_FAR}


@pytest.fixture(scope="module")
def shipped():
    return read_material()


def material_of(folder):
    dataset = read_dataset(folder)
    places = places_of(dataset)
    gazetteer = Gazetteer(places, None)
    located = locate(dataset, gazetteer)
    return Material(dataset, gazetteer, located, build_layers(dataset, located, places), base_layers(places))


@pytest.fixture
def small(world_folder):
    return material_of(world_folder)


def ids(groups):
    return [entry.id for group in groups for entry in group.entries]


@pytest.mark.parametrize("name", SHIPPED_VIEWS)
def test_every_entry_is_in_exactly_one_of_points_areas_and_list(shipped, name):
    chosen = select(shipped, SHIPPED_VIEWS[name])
    ways = [*ids(chosen.points), *ids(chosen.areas), *(entry.id for entry in chosen.listed)]
    assert Counter(ways) == Counter(entry.id for entry in chosen.entries)
    assert {entry.id for entry in chosen.entries} == set(apply(shipped.incidents, ALL.filters, chosen.view.window).ids)


def test_what_is_known_by_municipality_region_or_country_is_never_a_point(shipped):
    chosen = select(shipped, ALL)
    told = Counter(entry.precision.value for group in chosen.points for entry in group.entries)
    assert set(told) == {"exact", "settlement", "near"}
    assert {entry.precision.value for group in chosen.areas for entry in group.entries} == {"municipality", "region"}
    assert {entry.precision.value for entry in chosen.listed} == {"country"}


# counted on the map in a browser at the same windows: entries, points, areas, listed, movements, Serb-majority areas
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("all", (128, 42, 3, 44, 39, 47)),
        ("march", (39, 21, 1, 13, 10, 22)),
        ("may", (15, 4, 2, 3, 4, 46)),
        ("banjska", (7, 2, 0, 5, 6, 46)),
        ("so far", (123, 41, 3, 41, 36, 46)),
    ],
)
def test_a_page_selects_what_the_screen_shows(shipped, name, counts):
    chosen = select(shipped, SHIPPED_VIEWS[name])
    parts = (chosen.entries, chosen.points, chosen.areas, chosen.listed, chosen.movements, chosen.serb_areas)
    assert tuple(map(len, parts)) == counts


def test_entries_are_numbered_by_first_day_and_id(small):
    chosen = select(small, ALL)
    assert [(entry.number, entry.id) for entry in chosen.entries] == [
        (1, "bridge_clash"), (2, "houses_burned"), (3, "reserve_2004"), (4, "year_of_talks"), (5, "searches"),
        (6, "blast"), (7, "town_hall"), (8, "sit_in"),
    ]  # fmt: skip
    assert all(small.layers.incidents[entry.row] is entry.detail for entry in chosen.entries)


def test_numbers_follow_the_layers_that_are_switched_on(small):
    without_movements = select(small, view_of({"layer": ["incidents", "areas"]}))
    assert [(entry.number, entry.id) for entry in without_movements.entries][2:4] == [
        (3, "year_of_talks"), (4, "searches"),
    ]  # fmt: skip
    assert (without_movements.movements, len(without_movements.shown.ids)) == ((), 8)
    only_movements = select(small, view_of({"layer": ["movements"]}))
    assert [(entry.number, entry.event_type) for entry in only_movements.entries] == [(1, EventType.TROOP_MOVEMENT)]
    assert only_movements.serb_areas == ()
    nothing = select(small, view_of({"layer": ["none"]}))
    assert (nothing.entries, nothing.movements, nothing.serb_areas) == ((), (), ())
    assert set(LAYERS) == set(ALL.layers)


def test_incidents_at_one_place_share_it_with_the_widest_radius(tmp_path):
    rows = world()
    rows["incidents"].append(
        incident("second_blast", "Second device", "2012-06", "2012-06", "month", "zvecan", "near", "explosion",
                 "Remote explosive/landmine/IED", radius_m="3500"),
    )  # fmt: skip
    chosen = select(material_of(write_world(tmp_path / "blasts", rows)), ALL)
    (zvecan,) = (group for group in chosen.points if group.place == "zvecan")
    assert [entry.id for entry in zvecan.entries] == ["blast", "second_blast", "town_hall"]
    assert (zvecan.radius_m, zvecan.near) == (3500, False)
    only_near = select(material_of(tmp_path / "blasts"), view_of({"from": ["2012-01-01"], "to": ["2012-12-31"]})).points
    assert [(group.radius_m, group.near) for group in only_near] == [(3500, True)]


def test_an_area_without_a_shape_is_listed(tmp_path):
    rows = world()
    rows["places"].append(rows["places"][1] | {"id": "nowhere", "name_en": "Nowhere"})
    rows["incidents"][4]["place"] = "nowhere"
    chosen = select(material_of(write_world(tmp_path / "nowhere", rows)), ALL)
    assert [entry.id for entry in chosen.listed] == ["reserve_2004", "year_of_talks", "searches"]
    assert ids(chosen.areas) == ["sit_in"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2004-03-16", "2004-03-17", ["Germany: 600 requested"]),
        ("2004-03-16", "2004-03-18", ["Germany: 600 announced"]),
        ("2004-03-18", "2004-03-20", ["Germany: 600 arrived"]),
        ("2004-03-20", "2004-03-20", ["Germany: 600 arrived"]),
        ("2004-03-21", "2004-04-20", []),  # none of its dates lies inside
        ("2004-03-16", "2004-05-20", []),  # withdrawn
        ("2004-03-01", "2004-03-16", []),  # nothing is known yet
    ],
)
def test_a_movement_stands_as_at_the_end_of_the_window(small, first, last, words):
    chosen = select(small, view_of({"from": [first], "to": [last]}))
    assert [one.words for one in chosen.movements] == words


def test_a_movement_whose_row_is_outside_the_window_has_no_number(small):
    (standing,) = select(small, view_of({"from": ["2004-03-20"], "to": ["2004-03-20"]})).movements
    assert (standing.entry.number, standing.entry.id, standing.status) == (0, "reserve_2004", MovementStatus.ARRIVED)
    (standing,) = select(small, view_of({"from": ["2004-03-18"], "to": ["2004-03-20"]})).movements
    assert (standing.entry.number, standing.shape) == (3, shape_of(small, "kosovo"))


def test_a_movement_without_a_number_says_so_and_a_filter_hides_it(tmp_path):
    rows = world()
    rows["movements"][0]["best"] = ""
    silent = material_of(write_world(tmp_path / "silent", rows))
    window = {"from": ["2004-03-18"], "to": ["2004-03-20"]}
    assert [one.words for one in select(silent, view_of(window)).movements] == ["Germany: arrived, number not given"]
    assert select(silent, view_of(window | {"type": ["clash"]})).movements == ()


def test_an_area_is_stated_for_a_year_after_its_last_statement(small):
    def standing(last):
        return [one.stated for one in select(small, view_of({"from": ["2011-01-01"], "to": [last]})).serb_areas]

    assert standing("2012-12-31") == []
    assert standing("2013-01-01") == standing("2014-12-31") == [True]
    assert standing("2015-01-01") == [False]


def test_the_span_is_held_within_the_years_of_the_data_like_the_strip(small):
    years = (minutes_of(date(2004, 1, 1)), minutes_of(date(2024, 1, 1)))
    assert select(small, ALL).span == years
    so_far = view_of({"from": ["2011-01-01"], "to": ["2011-12-31"], "mode": ["cumulative"]})
    assert so_far.window[0] == date.min
    assert select(small, so_far).span == (years[0], minutes_of(date(2012, 1, 1)))
    assert select(small, view_of({"from": ["1990-01-01"], "to": ["2050-01-01"]})).span == years
    assert select(small, view_of({"from": ["1990-01-01"], "to": ["1991-01-01"]})).span == (years[0], years[0] + 60)


def test_a_folder_without_incidents_gives_an_empty_page(tmp_path):
    rows = world() | {name: [] for name in ("incidents", "attestations", "figures", "movements", "relations",
                                            "chapters", "statements")}  # fmt: skip
    empty = select(material_of(write_world(tmp_path / "empty", rows)), ALL)
    assert (empty.entries, empty.points, empty.areas, empty.listed, empty.movements) == ((), (), (), (), ())
    assert (empty.span, empty.shown.total) == ((0, 1440), 0)


def test_entries_drawn_otherwise_leave_their_groups(small):
    chosen = without(select(small, ALL), {"town_hall", "sit_in", "bridge_clash"})
    assert ids(chosen.points) == ["houses_burned", "blast"]
    assert ids(chosen.areas) == ["searches"]
    assert chosen.entries == select(small, ALL).entries


def test_places_are_named_by_the_policy(small):
    assert names_at(small, "zvecan", NamePolicy.ALBANIAN_SERBIAN) == "Zveçan / Zvečan"
    assert names_at(small, "germany", NamePolicy.SERBIAN_CYRILLIC) == "Немачка"
    assert names_at(small, "kosovo", NamePolicy.SERBIAN_ALBANIAN) == "Kosovo / Kosova"
    with pytest.raises(LookupError):
        names_at(small, "atlantis", NamePolicy.ENGLISH)


def test_shapes_stand_on_paper_where_the_projection_puts_them(small):
    projection = fit(Box(0, 0, 100, 80), 42.0, 20.0, 43.2, 21.6)
    whole = on_paper(shape_of(small, "zvecan_municipality"), projection)
    assert whole.is_valid
    west, south, east, north = whole.bounds
    assert 0 < west < projection.x(20.84) < east < 100
    assert 0 < south < projection.y(42.91) < north < 80
    assert shape_of(small, "zvecan") is None


def test_the_same_view_gives_the_same_selection(shipped):
    assert select(shipped, MARCH) == select(shipped, replace(MARCH))
