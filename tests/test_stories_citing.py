from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.layers import LAYERS
from geo.schema import MAP_LAYERS, MAP_MODES
from geo.stories.citing import Sentence, numbered, plain_text, sentences_of, sources_cited
from geo.stories.story import Exercise, ExerciseKind, MapState, Step, stories_of
from geo.tables import read_dataset
from geo.views import Mode
from tests.worlds import world, write_world

TODAY = date(2026, 1, 1)


def story(dataset, identifier):
    return next(one for one in stories_of(dataset) if one.id == identifier)


# ------------------------------------------------------------------ stories


def test_a_dataset_tells_its_stories_in_the_order_of_their_first_day(tiny):
    told = [(one.id, one.day_zero, [step.id for step in one.steps], [each.id for each in one.exercises])
            for one in stories_of(tiny)]  # fmt: skip
    assert told == [
        ("march_2004", date(2004, 3, 17), ["c0"], []),
        ("may_2023", date(2023, 5, 29), ["c1", "c2"], ["x1", "x2", "x3", "x4"]),
    ]


def test_an_episode_without_a_chapter_is_no_story(tmp_path):
    tables = world()
    tables["chapters"] = tables["chapters"][:1]
    assert [one.id for one in stories_of(read_dataset(write_world(tmp_path, tables), today=TODAY))] == ["march_2004"]


def test_a_step_has_the_state_of_its_map(tiny):
    assert story(tiny, "may_2023").steps[1] == Step(
        id="c2",
        title="A week of sitting",
        text="From 5 to 9 June people sat in the street. [sit_in] It stayed calm. [agency]",
        question="",
        answer="",
        notes="",
        content_note=False,
        state=MapState(
            window=(date(2023, 6, 5), date(2023, 6, 9)),
            mode="cumulative",
            layers=("incidents", "areas"),
            incidents=("sit_in",),
            centre=(42.9, 20.84, 12.5),
        ),
    )


def test_a_step_that_does_not_say_how_shows_its_window_with_every_layer(tiny):
    state = story(tiny, "may_2023").steps[0].state
    assert (state.mode, state.layers) == ("window", LAYERS)


def test_the_modes_and_layers_of_a_chapter_are_those_of_a_view():
    assert (tuple(Mode), LAYERS) == (MAP_MODES, MAP_LAYERS)


def test_an_exercise_knows_what_it_is_about(tiny):
    assert story(tiny, "may_2023").exercises[3] == Exercise(
        id="x4",
        kind=ExerciseKind.DAY_ZERO,
        title="Two beginnings",
        prompt="What came sooner after day 0?",
        incidents=(),
        day=None,
        other="march_2004",
        answer="In 2004 soldiers were sent on day 2. [reserve_2004]",
        notes="",
        content_note=False,
    )


def test_steps_are_told_in_the_order_of_their_positions(tmp_path):
    tables = world()
    tables["chapters"].reverse()
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert [step.id for step in story(dataset, "may_2023").steps] == ["c1", "c2"]


# ------------------------------------------------------------------ folders from before


def test_a_folder_from_before_exercises_and_glossary_is_complete(tmp_path):
    folder = write_world(tmp_path)
    (folder / "exercises.csv").unlink()
    (folder / "glossary.csv").unlink()
    dataset = read_dataset(folder, today=TODAY)
    assert dataset.rejections == ()
    assert [len(dataset.tables[name]) for name in ("exercises", "glossary")] == [0, 0]
    assert [len(one.steps) for one in stories_of(dataset)] == [1, 2]


def test_chapters_from_before_answers_and_notes_are_still_told(tmp_path):
    folder = write_world(tmp_path)
    path = folder / "chapters.csv"
    frame = read_dataset(folder, today=TODAY).tables["chapters"]
    older = frame.drop(columns=["answer", "notes", "mode", "layers"])
    older["content_note"] = older["content_note"].map({True: "true", False: "false"})
    older.to_csv(path, index=False)
    dataset = read_dataset(folder, today=TODAY)
    assert [(step.id, step.answer, step.state.mode) for one in stories_of(dataset) for step in one.steps] == [
        ("c0", "", "window"), ("c1", "", "window"), ("c2", "", "window"),
    ]  # fmt: skip
    assert [rejection.sentence() for rejection in dataset.rejections] == [
        f'chapters.csv: the column "{column}" is missing; add it.' for column in ("answer", "notes", "mode", "layers")
    ]


# ------------------------------------------------------------------ rows that cannot be


@pytest.mark.parametrize(
    ("table", "row", "cells", "said"),
    [
        ("chapters", 1, {"layers": "incidents roads"},
         ('chapters.csv, line 3, column layers: "incidents roads" is none of the allowed words; use one of: incidents, '
         "movements, areas.")),
        ("chapters", 1, {"mode": "film"},
         ('chapters.csv, line 3, column mode: "film" is none of the allowed words; use one of: window, cumulative, '
         "fading.")),
        ("chapters", 1, {"window_end": "2023-05-01"},
         ('chapters.csv, line 3, column window_end: "2023-05-01" lies before window_start (2023-05-26); correct one of '
         "the two.")),
        ("exercises", 0, {"day": ""},
         ('exercises.csv, line 2, column day: the cell is empty, but kind is "evening"; give the day whose evening is '
         "meant.")),
        ("exercises", 0, {"incidents": ""},
         ('exercises.csv, line 2, column incidents: the cell is empty, but kind is "evening"; name the incidents whose '
         "figures are compared.")),
        ("exercises", 0, {"incidents": "town_hall lost"},
         ('exercises.csv, line 2, column incidents: "town_hall lost" names "lost", which is not an id in '
         "incidents.csv; correct it or add the row there.")),
        ("exercises", 1, {"incidents": "town_hall sit_in"},
         ('exercises.csv, line 3, column incidents: "town_hall sit_in" names 2 incidents, but kind is "sources"; name '
         "exactly one.")),
        ("exercises", 2, {"incidents": ""},
         'exercises.csv, line 4, column incidents: the cell is empty, but kind is "place"; name exactly one.'),
        ("exercises", 3, {"other_episode": ""},
         ('exercises.csv, line 5, column other_episode: the cell is empty, but kind is "day_zero"; name the episode to '
         "compare with.")),
        ("exercises", 3, {"other_episode": "may_2023"},
         ('exercises.csv, line 5, column other_episode: "may_2023" is the episode itself; name another one to compare '
         "with.")),
        ("exercises", 3, {"other_episode": "june_2023"},
         ('exercises.csv, line 5, column other_episode: "june_2023" is not an id in episodes.csv; correct it or add '
         "the row there.")),
        ("glossary", 0, {"see": "reserve army"},
         ('glossary.csv, line 2, column see: "reserve army" names "army", which is not an id in glossary.csv; correct '
         "it or add the row there.")),
    ],
)  # fmt: skip
def test_what_a_story_cannot_use_is_rejected_with_what_to_do(tmp_path, table, row, cells, said):
    tables = world()
    tables[table][row].update(cells)
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert [rejection.sentence() for rejection in dataset.rejections] == [said]


# ------------------------------------------------------------------ sentences


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", []),
        ("One. [a b] Two? [c]", [("One.", "a b"), ("Two?", "c")]),
        ("One. Two. [a]", [("One.", ""), ("Two.", "a")]),
        ("At St. Sava 1,000 met. [a,b] More came.", [("At St. Sava 1,000 met.", "a b"), ("More came.", "")]),
        ("One. [a] [b a]", [("One.", "a b")]),
        ("One.[] Two.", [("One.", ""), ("Two.", "")]),
        ("[a] One.", [("One.", "")]),
        ("Where was it", [("Where was it", "")]),
    ],
)
def test_a_sentence_carries_the_ids_of_its_bracket(text, told):
    assert sentences_of(text) == tuple(Sentence(words, tuple(ids.split())) for words, ids in told)


def test_the_plain_text_has_no_brackets():
    assert plain_text("One, two. [a b] Three? [c]") == "One, two. Three?"
    assert plain_text("Nothing cited.") == "Nothing cited."


@given(st.lists(st.sampled_from(["One man came.", "Was it so?", "[a]", "[b.1 c-2]", "[", "]", " ", "\n", "17 March"])))
def test_no_word_is_lost_between_sentences_and_brackets(parts):
    text = " ".join(parts)
    joined = " ".join(sentence.text for sentence in sentences_of(text))
    assert joined.split() == plain_text(text).split()


# ------------------------------------------------------------------ sources


def test_every_kind_of_id_stands_for_its_sources(tiny):
    told = {cited: sources_cited(tiny, [cited]) for cited in ("town_hall", "f3", "k1", "a1", "paper", "lost")}
    assert told == {
        "town_hall": ("agency", "force"), "f3": ("force",), "k1": ("paper",), "a1": ("force",), "paper": ("paper",),
        "lost": (),
    }  # fmt: skip


def test_sources_of_several_ids_are_named_once_in_their_order(tiny):
    assert sources_cited(tiny, ["f2", "town_hall", "force"]) == ("force", "agency")


def test_sources_are_numbered_as_a_listener_meets_them(tiny):
    assert numbered(tiny, story(tiny, "may_2023")) == {"agency": 1, "force": 2, "paper": 3}
    shorter = replace(story(tiny, "may_2023"), steps=(), exercises=story(tiny, "may_2023").exercises[3:])
    assert numbered(tiny, shorter) == {"paper": 1}
