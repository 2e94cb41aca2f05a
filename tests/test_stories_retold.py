"""A story in the making: steps out of views, moved, rewritten and taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.stories import retold
from geo.stories.exercises import view_around
from geo.stories.files import FIRST_DAY, LAST_DAY
from geo.stories.story import MapState, stories_of
from geo.views import view_of

LAYERS = ("incidents", "movements", "areas")
MAY = (date(2023, 5, 26), date(2023, 5, 31))
STATE = MapState(MAY, "window", LAYERS, (), (42.9, 20.8, 11.0))


@pytest.fixture
def story(tiny):
    """Return the story of May 2023: two steps, four exercises."""
    return stories_of(tiny)[1]


def titles(story):
    """Return id and title of every step."""
    return [(step.id, step.title) for step in story.steps]


def test_a_step_shows_what_the_map_shows(located):
    told = {"from": ["2004-03-17"], "to": ["2004-03-18"], "mode": ["cumulative"], "layer": ["areas"],
            "incident": ["bridge_clash"], "map": ["42.9,20.86,13.5"]}  # fmt: skip
    assert retold.state_of_view(view_of(told), located) == MapState(
        (date(2004, 3, 17), date(2004, 3, 18)), "cumulative", ("areas",), ("bridge_clash",), (42.9, 20.86, 13.5)
    )


def test_a_view_of_all_years_without_a_layer_makes_a_step_of_all_that_there_is(located):
    assert retold.state_of_view(view_of({"layer": ["none"], "incident": ["nothing"]}), located) == MapState(
        (date(2004, 3, 17), date(2023, 6, 9)), "window", LAYERS, (), view_around([])
    )


def test_a_view_of_days_that_no_story_tells_of_is_cut_to_those_that_one_may(located):
    view = view_of({"from": ["0001-01-01"], "to": ["9999-12-31"]})
    assert retold.state_of_view(view, located).window == (FIRST_DAY, LAST_DAY)
    assert retold.state_of_view(view_of({}), located.iloc[:0]).window == (FIRST_DAY, LAST_DAY)


def test_a_new_story_has_one_step_that_is_called_by_its_days():
    begun = retold.story_from(retold.new_step(STATE, content_note=True))
    assert titles(begun) == [("own_1", "26-31 May 2023")]
    assert (begun.title, begun.start, begun.end, begun.day_zero) == ("", *MAY, MAY[0])
    assert (begun.steps[0].state, begun.steps[0].content_note) == (STATE, True)


def test_a_copy_keeps_every_step_and_exercise_under_ids_of_its_own(story):
    copied = retold.copy_of(story, "Mine")
    assert titles(copied) == [("own_1", "The town hall"), ("own_2", "A week of sitting")]
    assert [(one.id, one.title) for one in copied.exercises] == [
        ("own_x1", "That evening"),
        ("own_x2", "Side by side"),
        ("own_x3", "Where was it?"),
        ("own_x4", "Two beginnings"),
    ]
    assert copied.title == "Mine"
    same = replace(copied, id=story.id, title=story.title, steps=story.steps, exercises=story.exercises)
    assert same == story


def test_a_step_is_added_rewritten_moved_and_taken_out(story):
    more = retold.with_step(story, 1, retold.new_step(replace(STATE, window=(date(2023, 7, 1), date(2023, 7, 2)))))
    assert titles(more) == [
        ("may_2023_1", "The town hall"), ("may_2023_2", "1-2 July 2023"), ("may_2023_3", "A week of sitting"),
    ]  # fmt: skip
    assert (more.start, more.end) == (date(2023, 5, 26), date(2023, 7, 2))
    told = retold.with_changes(more, 1, title="July", text="Quiet. [agency]")
    assert (told.steps[1].title, told.steps[1].text, told.steps[0]) == ("July", "Quiet. [agency]", more.steps[0])
    assert [step.title for step in retold.moved(told, 1, 1).steps] == ["The town hall", "A week of sitting", "July"]
    assert retold.moved(told, 0, -1) == retold.moved(told, 2, 1) == told
    assert [step.title for step in retold.without_step(told, 1).steps] == ["The town hall", "A week of sitting"]


def test_the_last_step_stays(story):
    alone = retold.without_step(story, 0)
    assert retold.without_step(alone, 0) == alone


def test_an_exercise_is_taken_out_and_put_back(story):
    story = retold.copy_of(story, "Mine")
    less = retold.without_exercise(story, 1)
    assert [one.title for one in less.exercises] == ["That evening", "Where was it?", "Two beginnings"]
    assert retold.with_exercise(less, 1, story.exercises[1]) == story


def test_day_0_stays_while_the_story_has_that_day_and_is_else_the_first(story):
    assert story.day_zero == date(2023, 5, 29)
    assert retold.with_changes(story, 0, title="x").day_zero == date(2023, 5, 29)
    assert retold.without_step(story, 0).day_zero == date(2023, 6, 5)


@given(st.lists(st.tuples(st.sampled_from(["move", "add", "out"]), st.integers(0, 9), st.sampled_from([-1, 1]))))
def test_whatever_is_done_to_a_story_its_steps_are_numbered_in_order(done):
    story = retold.story_from(retold.new_step(STATE))
    for what, place, by in done:
        at = place % len(story.steps)
        if what == "move":
            story = retold.moved(story, at, by)
        elif what == "add":
            story = retold.with_step(story, at, retold.new_step(STATE))
        else:
            story = retold.without_step(story, at)
    assert [step.id for step in story.steps] == [f"own_{number}" for number in range(1, len(story.steps) + 1)]
    assert (story.start, story.end) == MAY


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("", "[k1]"),
        ("One.", "One. [k1]"),
        ("One. [a]", "One. [a k1]"),
        ("One. [a, b] ", "One. [a b k1]"),
        ("One. [k1]", "One. [k1]"),
        ("One. [a] Two.", "One. [a] Two. [k1]"),
        ("One. []", "One. [k1]"),
    ],
)
def test_an_id_is_added_to_what_the_last_sentence_cites(text, cited):
    assert retold.citing_more(text, "k1") == cited


def test_a_pasted_text_loses_its_invisible_signs():
    assert retold.tidy(" a\x0bb\x00c\nd ") == "a b c\nd"
