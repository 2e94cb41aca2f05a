"""A story as slides: texts that can be edited, maps of native shapes, and the key in the notes of the speaker."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Pt

from gazetteer.policy import NamePolicy
from geo.lessons.exercise_slides import bracketed
from geo.lessons.printed import printed
from geo.lessons.screen import TEXT, TITLE
from geo.lessons.slides import slides, story_pptx
from geo.material import read_material
from geo.snapshot.canvas.marks import MapSheet, Words
from geo.snapshot.forms.pptx.words import text_box
from geo.snapshot.proof.reopening import reopen
from geo.stories.citing import sentences_of
from geo.stories.story import stories_of
from tests.materials import MADE_ON, material_of
from tests.reading_pages import layout_faults

POLICY = NamePolicy.ENGLISH


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("lessons") / "world")


@pytest.fixture(scope="module")
def may(small):
    return next(story for story in stories_of(small.dataset) if story.id == "may_2023")


@pytest.fixture(scope="module")
def made(small, may):
    return story_pptx(small, may, POLICY, made_on=MADE_ON)


@pytest.fixture(scope="module")
def shown(made):
    return list(Presentation(BytesIO(made)).slides)


def titles(shown):
    return [slide.shapes.title.text_frame.text.replace("\v", " ") for slide in shown]


def paragraphs(slide):
    """Return the paragraphs of a slide that are no part of its map."""
    return [paragraph for shape in slide.shapes if shape.has_text_frame for paragraph in shape.text_frame.paragraphs]


def plain(paragraph):
    """Return the text of a paragraph without its raised numbers."""
    return "".join(run.text for run in paragraph.runs if run.font._element.get("baseline") is None)


def notes(slide):
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def test_a_story_is_told_slide_by_slide(shown):
    assert titles(shown) == [
        "May 2023", "1. The town hall", "2. A week of sitting",
        "Exercise 1: That evening", "Reported by the evening of 30 May 2023", "Known today",
        "Exercise 2: Side by side", "29 May 2023: Clash at the town hall",
        "Exercise 3: Where was it?", "Exercise 3: Where was it?: the answer",
        "Exercise 4: Two beginnings", "Exercise 4: Two beginnings", "Sources", "About these slides",
    ]  # fmt: skip


def test_each_sentence_is_one_paragraph_that_breaks_its_lines_itself(may, shown):
    step = may.steps[0]
    texts = [plain(paragraph) for paragraph in paragraphs(shown[1])]
    assert [one.text for one in sentences_of(step.text) if one.text not in texts] == []
    assert step.question in texts
    boxes = [shape.text_frame for shape in shown[1].shapes
             if shape.has_text_frame and shape.text_frame.text.startswith("Soldiers and protesters")]  # fmt: skip
    assert [box.word_wrap for box in boxes] == [True]


def test_title_sentences_and_question_are_read_from_the_last_row(may, shown):
    wanted = {"1. The town hall": TITLE, may.steps[0].question: TEXT, "Soldiers and protesters fought on 29 May.": TEXT}
    sizes = {plain(one): one.runs[0].font.size for one in paragraphs(shown[1])}
    assert {text: sizes[text] for text in wanted} == {text: Pt(size) for text, size in wanted.items()}
    assert min(TITLE, TEXT) >= 20


def test_the_numbers_of_sources_are_raised_runs_of_plain_digits(shown):
    raised = [run.text for one in paragraphs(shown[1]) for run in one.runs
              if run.font._element.get("baseline") == "30000"]  # fmt: skip
    assert raised == ["1,2", "2"]


def test_the_map_is_a_group_of_native_shapes_that_is_told_in_words(shown):
    (group,) = [shape for shape in shown[1].shapes if shape.shape_type == 6]
    told = group._element.nvGrpSpPr.cNvPr.get("descr")
    assert told.startswith("Map. The town hall: 26-31 May 2023. 1: 29 May 2023, Zvečan")
    assert len(group.shapes) > 20
    assert [shape for slide in shown for shape in slide.shapes if shape.shape_type == 13] == []  # no pictures


def test_every_step_rings_what_it_tells_of(small, may):
    sheets = slides(printed(small, may, POLICY, MADE_ON)).sheets
    told = [{mark.about for mark in sheet.marks if mark.about.startswith("told:")}
            for sheet in sheets[1:3] if isinstance(sheet, MapSheet)]  # fmt: skip
    assert told == [{"told:town_hall"}, {"told:sit_in"}]


def test_the_notes_hold_what_to_say_the_key_and_the_sources(may, shown):
    step = may.steps[0]
    besides = "2 · week of 5-9 June 2023: Sit-in through the week (outside the time of this map)"
    sources = (
        "1 Troops hurt in clash. Agency One, 30 May 2023 https://example.org/agency",
        "2 Statement on reserves. The Force, 31 May 2023 https://example.org/force",
    )
    assert notes(shown[1]).split("\n\n") == [
        step.notes,
        f"What a good answer may contain: {step.answer}",
        f"Without a title on the map:\n{besides}",
        "\n".join(("Sources:", *sources)),
    ]
    assert "More than 50 soldiers hurt." in notes(shown[3])


def test_answers_are_on_no_slide_but_in_the_notes(may, shown):
    seen = "\n".join(plain(one) for slide in shown for one in paragraphs(slide))
    answers = [part.answer for part in (*may.steps, *may.exercises) if part.answer]
    assert [text for answer in answers for text in (one.text for one in sentences_of(answer)) if text in seen] == []


def test_the_evening_shows_first_what_was_reported_and_then_what_is_known(shown):
    (then,) = [shape.table for shape in shown[4].shapes if shape.has_table]
    (now,) = [shape.table for shape in shown[5].shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in now.rows]
    assert [cell.text for cell in then.rows[0].cells] == ["What is counted", "Reported by the evening of 30 May 2023"]
    assert rows[1] == [
        "Clash at the town hall: injured",
        "at least 50, soldiers (Agency One, as of 29 May 2023) [1]",
        "30, soldiers (The Force, as of 31 May 2023) [2]",
    ]


def test_sources_are_links(shown):
    links = [run.hyperlink.address for one in paragraphs(shown[-2]) for run in one.runs if run.hyperlink.address]
    assert links == ["https://example.org/agency", "https://example.org/force", "https://example.org/paper"]


def test_a_story_that_tells_of_deaths_has_a_slide_before_it_begins(small):
    march = next(story for story in stories_of(small.dataset) if story.id == "march_2004")
    shown = list(Presentation(BytesIO(story_pptx(small, march, POLICY, made_on=MADE_ON))).slides)
    assert titles(shown)[:3] == ["March 2004", "Before we begin", "1. The bridge"]


def test_the_same_day_gives_the_same_bytes(small, may, made):
    assert story_pptx(small, may, POLICY, made_on=MADE_ON) == made


def test_the_file_brings_the_view_of_the_whole_story_back(small, may, made):
    view = reopen(made, small).spec.view
    assert (view.filters.episodes, view.window) == (("may_2023",), (may.start, may.end))


def test_a_long_text_makes_the_map_smaller_and_not_the_type(small, may):
    def frame(story):
        sheet = slides(printed(small, story, POLICY, MADE_ON)).sheets[1]
        (ring,) = next(mark.rings for mark in sheet.marks if mark.about == "frame")
        return ring[1][0] - ring[0][0], {words.size for words in sheet.words() if words.flowing}

    long = "A sentence of quite some words that goes on for a while and says little. [agency] " * 6
    (wide, sizes), (narrow, others) = frame(may), frame(replace(may, steps=(replace(may.steps[0], text=long),)))
    assert narrow < wide
    assert sizes == others


def test_nothing_is_cut_and_nothing_overlaps_on_any_slide_of_the_shipped_stories():
    shipped = read_material()
    faults = []
    for story in stories_of(shipped.dataset):
        for number, sheet in enumerate(slides(printed(shipped, story, POLICY, MADE_ON)).sheets, 1):
            if isinstance(sheet, MapSheet):
                faults += [f"{story.id} slide {number}: {fault}" for fault in layout_faults(sheet)]
    assert faults == []


@pytest.mark.parametrize(
    ("text", "expected"), [("a (b)¹", "a (b) [1]"), ("a¹⁻³ʼ¹²; b", "a [1-3,12]; b"), ("Oʼa", "Oʼa"), ("", "")]
)
def test_raised_numbers_stand_in_brackets_where_a_table_cannot_raise_them(text, expected):
    assert bracketed(text) == expected


def test_flowing_words_are_paragraphs_parted_by_empty_lines():
    words = Words(0, 0, 50, ("First line", "goes on.¹", "", "Second <b>."), 20, "#17212B", flowing=True)
    box = text_box(2, words, {})
    assert re.findall(r"<a:t>([^<]*)</a:t>", box) == ["First line goes on.", "1", "Second &lt;b&gt;."]
    assert (box.count("<a:p>"), 'wrap="square"' in box) == (2, True)
