"""Exercises on method: what was known that evening, sources side by side, where a report places it, two day 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.layers import LAYERS
from geo.schema import ExerciseKind
from geo.stories.exercises import (
    compared,
    day_zero,
    evening,
    numbers_of,
    place,
    state_of,
    view_around,
)
from geo.stories.story import MapState
from tests.materials import material_of
from tests.worlds import exercise, figure, source, world


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def told(material):
    return {story.id: story for story in material.stories}


def _exercise(told, kind):
    return next(one for one in told["may_2023"].exercises if one.kind is kind)


def test_an_evening_shows_what_was_published_by_then_beside_what_is_known_today(material, told):
    shown = evening(
        material.dataset, material.incidents, _exercise(told, ExerciseKind.EVENING), {"agency": 1, "force": 2}
    )
    assert shown == {
        "day": "30 May 2023",
        "rows": [
            {
                "title": "Clash at the town hall",
                "incident": "town_hall",
                "measure": "Injured",
                "then": [
                    {"number": "at least 50", "whom": "soldiers", "asOf": "29 May 2023", "publisher": "Agency One",
                     "source": 1},
                ],
                "now": [
                    {"number": "30", "whom": "soldiers", "asOf": "31 May 2023", "publisher": "The Force", "source": 2},
                ],
            }
        ],
        "unknown": [],
    }  # fmt: skip


def test_a_source_whose_day_is_not_known_told_nothing_that_evening(tmp_path):
    tables = world()
    tables["sources"].append(source("rumour", "Undated page", "Somebody"))
    tables["figures"].append(figure("f9", "town_hall", "rumour", "injured", "people", best="99"))
    material = material_of(tmp_path, tables)
    story = next(story for story in material.stories if story.id == "may_2023")
    row = evening(material.dataset, material.incidents, story.exercises[0], {})["rows"][0]
    assert ([one["number"] for one in row["then"]], [one["number"] for one in row["now"]]) == (
        ["at least 50"],
        ["30", "99"],
    )


def test_an_incident_that_no_source_had_told_of_that_evening_is_named_as_unknown(material, told):
    asked = replace(_exercise(told, ExerciseKind.EVENING), day=date(2023, 5, 29), incidents=("town_hall", "sit_in"))
    shown = evening(material.dataset, material.incidents, asked, {})
    assert shown["unknown"] == ["Clash at the town hall", "Sit-in through the week"]
    assert [row["then"] for row in shown["rows"]] == [[]]


def test_an_evening_keeps_to_the_measures_that_its_answer_speaks_of(tmp_path):
    tables = world()
    tables["figures"].append(figure("f9", "town_hall", "agency", "arrested", "people", best="4"))
    material = material_of(tmp_path, tables)
    story = next(story for story in material.stories if story.id == "may_2023")
    speaking = story.exercises[0]
    silent = replace(speaking, answer="")
    measures = [
        [row["measure"] for row in evening(material.dataset, material.incidents, one, {})["rows"]]
        for one in (speaking, silent)
    ]
    assert measures == [["Injured"], ["Injured", "Arrested"]]


def test_sources_stand_side_by_side_with_what_each_of_them_counts(material, told):
    shown = compared(
        material.dataset, material.incidents, _exercise(told, ExerciseKind.SOURCES), {"agency": 1, "force": 2}
    )
    assert shown == {
        "title": "Clash at the town hall",
        "date": "29 May 2023",
        "rows": ["injured: soldiers", "injured: Italian soldiers", "injured: Hungarian soldiers"],
        "columns": [
            {"number": 2, "publisher": "The Force", "published": "31 May 2023", "says": "",
             "figures": {"injured: soldiers": "30", "injured: Italian soldiers": "11",
                         "injured: Hungarian soldiers": "19"}},
            {"number": 1, "publisher": "Agency One", "published": "30 May 2023",
             "says": "The soldiers were lightly hurt.", "figures": {"injured: soldiers": "at least 50"}},
        ],
    }  # fmt: skip


def test_the_sources_that_an_exercise_cites_are_the_ones_that_are_compared(material, told):
    asked = replace(_exercise(told, ExerciseKind.SOURCES), answer="One counts more. [f1] The other fewer. [f2]")
    shown = compared(material.dataset, material.incidents, asked, {})
    assert [column["publisher"] for column in shown["columns"]] == ["Agency One", "The Force"]


def test_a_place_is_answered_with_its_precision_and_never_with_more(material, told):
    asked = _exercise(told, ExerciseKind.PLACE)
    answers = {
        name: place(material.incidents, material.gazetteer, replace(asked, incidents=(name,)))
        for name in ("sit_in", "blast", "town_hall")
    }
    kept = {name: (one["precision"], one["radius_m"], one["shape"]) for name, one in answers.items()}
    assert kept == {
        "sit_in": ("only the municipality is known", 0, "zvecan_municipality"),
        "blast": ("near a known place", 2000, None),
        "town_hall": ("exact place known", 0, None),
    }


def test_two_stories_are_aligned_on_their_day_zero(material, told):
    lanes = day_zero(material.incidents, told["may_2023"], told["march_2004"])["lanes"]
    days = [
        (lane["title"], lane["zero"], lane["outside"], [(one["day"], one["incident"]) for one in lane["events"]])
        for lane in lanes
    ]
    assert days == [
        ("May 2023", "29 May 2023", 0, [(0, "town_hall"), (7, "sit_in")]),
        ("March 2004", "17 March 2004", 0, [(0, "bridge_clash"), (1, "houses_burned"), (2, "reserve_2004")]),
    ]
    assert [one["killed"] for one in lanes[1]["events"]] == [True, False, False]


def test_what_has_no_day_or_lies_far_off_is_counted_and_not_drawn(tmp_path):
    tables = world()
    tables["incidents"][5] |= {"episode": "may_2023"}  # known to the month only, eleven years before
    material = material_of(tmp_path, tables)
    told = {story.id: story for story in material.stories}
    lane = day_zero(material.incidents, told["may_2023"], told["march_2004"])["lanes"][0]
    assert (lane["outside"], [one["incident"] for one in lane["events"]]) == (1, ["town_hall", "sit_in"])


def test_every_source_that_is_cited_or_shown_has_one_number(tmp_path):
    tables = world()
    tables["chapters"] = [row for row in tables["chapters"] if row["id"] != "c1"]
    tables["exercises"] = [exercise("x2", "1", "sources", "Side by side", incidents="town_hall", prompt="Compare.")]
    material = material_of(tmp_path, tables)
    story = next(story for story in material.stories if story.id == "may_2023")
    assert numbers_of(material.dataset, story) == {"agency": 1, "force": 2}


def test_the_map_of_an_exercise_shows_what_it_is_about_and_gives_no_place_away(material, told):
    story = told["may_2023"]
    states = {one.kind: state_of(material.incidents, story, one) for one in story.exercises}
    around, whole = view_around([(42.9075, 20.84028)]), view_around([])
    assert states == {
        ExerciseKind.EVENING: MapState(
            (date(2023, 5, 26), date(2023, 5, 30)), "window", LAYERS, ("town_hall",), around
        ),
        ExerciseKind.SOURCES: MapState(
            (date(2023, 5, 29), date(2023, 5, 29)), "window", LAYERS, ("town_hall",), around
        ),
        ExerciseKind.PLACE: MapState((date(2023, 6, 5), date(2023, 6, 9)), "window", ("incidents",), (), whole),
        ExerciseKind.DAY_ZERO: MapState((date(2023, 5, 26), date(2023, 6, 30)), "window", LAYERS, (), whole),
    }


def test_a_view_around_points_holds_them_all():
    assert view_around([(42.9, 20.8), (42.5, 21.2)]) == (42.7, 21.0, 10.47)
    assert view_around([(42.9, 20.8)])[2] == 11.65
