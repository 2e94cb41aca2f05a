"""Stories as plain values for a presenter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.stories.telling import told_stories
from tests.materials import material_of
from tests.worlds import world


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    material = material_of(tmp_path_factory.mktemp("world"))
    return told_stories(material.dataset, material.incidents, material.gazetteer, material.stories)


def test_a_step_is_told_with_its_sentences_their_sources_and_the_state_of_its_map(told):
    assert told["stories"][1]["steps"][1] == {
        "id": "c2",
        "title": "A week of sitting",
        "sentences": [
            {"text": "From 5 to 9 June people sat in the street.", "numbers": [1], "incidents": ["sit_in"]},
            {"text": "It stayed calm.", "numbers": [1], "incidents": []},
        ],
        "question": "",
        "answer": "",
        "notes": "",
        "contentNote": False,
        "state": {
            "clock": {"from": "2023-06-05", "to": "2023-06-09", "mode": "cumulative"},
            "layers": {"incidents": True, "movements": False, "areas": True},
            "told": ["sit_in"],
            "view": {"latitude": 42.9, "longitude": 20.84, "zoom": 12.5},
        },
    }


def test_a_story_says_its_days_its_sources_in_order_and_whether_it_tells_of_deaths(told):
    kept = [
        (
            story["id"],
            story["days"],
            story["contentNote"],
            [(one["number"], one["publisher"]) for one in story["sources"]],
        )
        for story in told["stories"]
    ]
    assert kept == [
        ("march_2004", "17-19 March 2004", True, [(1, "Daily Two")]),
        ("may_2023", "26 May - 30 June 2023", False, [(1, "Agency One"), (2, "The Force"), (3, "Daily Two")]),
    ]


def test_every_kind_of_exercise_carries_what_it_shows(told):
    shown = {
        one["kind"]: set(one) & {"evening", "compared", "place", "dayZero"} for one in told["stories"][1]["exercises"]
    }
    assert shown == {"evening": {"evening"}, "sources": {"compared"}, "place": {"place"}, "day_zero": {"dayZero"}}


def test_the_glossary_is_in_alphabetical_order_with_sources_of_its_own(told):
    assert (told["glossary"], [(one["number"], one["publisher"]) for one in told["glossarySources"]]) == (
        [
            {"id": "reserve", "term": "reserve", "see": [],
             "sentences": [{"text": "Soldiers who wait at home.", "numbers": [1, 2], "incidents": []}]},
            {"id": "force", "term": "the Force", "see": ["reserve"],
             "sentences": [{"text": "The soldiers whose statements are cited here.", "numbers": [1],
                            "incidents": []}]},
        ],
        [(1, "The Force"), (2, "Daily Two")],
    )  # fmt: skip


def test_an_exercise_may_compare_with_a_story_that_is_not_told_itself(tmp_path):
    material = material_of(tmp_path)
    own = replace(next(story for story in material.stories if story.id == "may_2023"), id="retold")
    told = told_stories(material.dataset, material.incidents, material.gazetteer, [own])
    lanes = told["stories"][0]["exercises"][3]["dayZero"]["lanes"]
    assert [(lane["story"], [one["incident"] for one in lane["events"]]) for lane in lanes] == [
        ("retold", ["town_hall", "sit_in"]),
        ("march_2004", ["bridge_clash", "houses_burned", "reserve_2004"]),
    ]


def test_what_is_told_is_plain_json(told):
    assert json.loads(json.dumps(told)) == told


def test_an_id_that_stands_for_nothing_gets_no_number(tmp_path):
    tables = world()
    tables["glossary"][0]["definition"] = "Said by nobody known. [link](elsewhere) [force]"
    tables["chapters"][1]["text"] = "A sentence. [no_such_row agency]"
    material = material_of(tmp_path, tables)
    told = told_stories(material.dataset, material.incidents, material.gazetteer, material.stories)
    assert [one["numbers"] for one in told["glossary"][1]["sentences"]] == [[], [1]]
    assert told["stories"][1]["steps"][0]["sentences"] == [{"text": "A sentence.", "numbers": [1], "incidents": []}]
