"""A story as pages to hand out: everything is told, nothing is cut, and the answers stand in the key alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pypdfium2
import pytest

from gazetteer.policy import NamePolicy
from geo.errors import SnapshotError
from geo.lessons.handout import handout, handout_pdf
from geo.lessons.printed import printed, raised, state_map
from geo.lessons.setting import Block, pages_of
from geo.material import read_material
from geo.snapshot.canvas.marks import Box, Path, Symbol, Words
from geo.snapshot.canvas.paper import Sizes
from geo.snapshot.proof.reopening import reopen
from geo.stories.citing import plain_text, sentences_of
from geo.stories.story import stories_of
from tests.materials import MADE_ON, material_of
from tests.reading_pages import box_of, frames, layout_faults

POLICY = NamePolicy.ENGLISH
#: where the body of a page ends, mm
LOWEST = 281.5


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("lessons") / "world")


@pytest.fixture(scope="module")
def may(small):
    return next(story for story in stories_of(small.dataset) if story.id == "may_2023")


@pytest.fixture(scope="module")
def made(small, may):
    """Return the handout and the key of a story."""
    return {key: handout_pdf(small, may, POLICY, made_on=MADE_ON, key=key) for key in (False, True)}


@pytest.fixture(scope="module")
def shipped():
    return read_material()


def run_together(text):
    """Return a text without blanks, breaks and raised numbers, which every reader of PDF puts elsewhere."""
    return re.sub(r"[\s⁰¹²³⁴-⁹⁻ʼ]+", "", text.replace("\ufffe", "-"))


def pages(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def text_of(pdf):
    return run_together("".join(pages(pdf)))


def wanted(story, material):
    """Return every text that pupils have to find."""
    for step in story.steps:
        yield from (step.title, step.question, *(sentence.text for sentence in sentences_of(step.text)))
    for exercise in story.exercises:
        yield from (exercise.title, plain_text(exercise.prompt))
    yield from (story.title, story.summary)
    yield from (source["title"] for source in printed(material, story, POLICY, MADE_ON).told["sources"])


def solutions(story):
    """Return the sentences that the teacher alone may find."""
    texts = [one for part in (*story.steps, *story.exercises) for one in (part.answer, part.notes) if one]
    return [sentence.text for text in texts for sentence in sentences_of(text)]


def told(sheet):
    """Return the ids that a page points out, by its marks."""
    return {name for mark in sheet.marks if mark.about.startswith("told:")
            for name in mark.about.removeprefix("told:").split()}  # fmt: skip


def test_the_handout_tells_every_sentence_question_and_source(small, may, made):
    text = text_of(made[False])
    assert [words for words in wanted(may, small) if run_together(words) not in text] == []


def test_answers_and_notes_stand_in_the_key_and_nowhere_else(may, made):
    handed, key = text_of(made[False]), text_of(made[True])
    assert solutions(may)
    assert [words for words in solutions(may) if run_together(words) not in key] == []
    assert [words for words in solutions(may) if run_together(words) in handed] == []


def test_the_key_says_so_on_every_page_and_the_handout_on_none(made):
    assert ["Key for the teacher" in page for page in pages(made[True])] == [True] * len(pages(made[True]))
    assert [page for page in pages(made[False]) if "Key for the teacher" in page] == []


def test_key_and_handout_have_the_same_pages(small, may):
    """Whoever says "look at page 3" is understood."""
    story = printed(small, may, POLICY, MADE_ON)

    def headings(key):
        return [
            [words.lines for words in sheet.words() if words.role == "heading"]
            for sheet in handout(story, key=key).sheets
        ]

    assert headings(key=False) == headings(key=True)


def test_pupils_have_lines_to_write_on_where_the_key_has_answers(small, may):
    story = printed(small, may, POLICY, MADE_ON)
    ruled = {key: [mark for sheet in handout(story, key=key).sheets for mark in sheet.marks if mark.about == "ruled"]
             for key in (False, True)}  # fmt: skip
    assert ruled[True] == []
    assert [len(mark.rings) for mark in ruled[False]] == [1, 1, 1, 3, 4, 4, 4, 4]


def test_the_column_of_what_is_known_today_is_empty_for_pupils(made):
    later = "30, soldiers (The Force, as of 31 May 2023)"
    assert run_together("at least 50, soldiers (Agency One, as of 29 May 2023)") in text_of(made[False])
    assert run_together(later) not in text_of(made[False])
    assert run_together(later) in text_of(made[True])


def test_a_place_is_guessed_on_a_map_without_the_incident(small, may):
    story = printed(small, may, POLICY, MADE_ON)
    for key, expected in ((False, []), (True, ["told:sit_in"])):
        page = next(sheet for sheet in handout(story, key=key).sheets if "Where was it?" in str(list(sheet.words())))
        assert sorted({mark.about for mark in page.marks if mark.about.startswith("told:")}) == expected


def test_two_stories_stand_beside_each_other_from_their_day_0_on(small, may):
    (page,) = [sheet for sheet in handout(printed(small, may, POLICY, MADE_ON)).sheets
               if "Two beginnings" in str(list(sheet.words()))]  # fmt: skip
    lines = [" ".join(words.lines) for words in page.words()]
    begin = next(n for n, line in enumerate(lines) if "day 0: 29 May 2023" in line)
    assert lines[begin : begin + 10] == [
        "May 2023 (day 0: 29 May 2023)", "March 2004 (day 0: 17 March 2004)",
        "day 0", "Clash at the town hall", "Crowds clash at the bridge (people killed)",
        "day +1", "Houses burned in a village", "day +2", "Reserve battalion sent", "day +7",
    ]  # fmt: skip
    assert lines[begin + 10] == "Sit-in through the week"


def test_every_step_rings_and_numbers_what_it_tells_of(small, may):
    story = printed(small, may, POLICY, MADE_ON)
    sheets = handout(story).sheets
    assert story.numbers == {"town_hall": 1, "sit_in": 2}
    assert [told(sheet) for sheet in sheets] == [set(), {"town_hall", "sit_in"}, *(set() for _ in sheets[2:])]
    labels = [" ".join(words.lines) for words in sheets[1].words() if words.about == "label"]
    assert labels == ["Zvečan 1 · Clash at the town hall", "Municipality of Zvečan 2 · Sit-in through the week"]


def test_what_a_step_tells_of_without_a_place_stands_beside_its_map(small, may):
    step = replace(may.steps[0], state=replace(may.steps[0].state, incidents=("town_hall", "sit_in", "reserve_2004")))
    sheets = handout(printed(small, replace(may, steps=(step,)), POLICY, MADE_ON)).sheets
    lines = [" ".join(words.lines) for words in sheets[1].words()]
    assert "1 · 19 March 2004: Reserve battalion sent (outside the time of this map)" in lines
    assert "3 · week of 5-9 June 2023: Sit-in through the week (outside the time of this map)" in lines


def test_a_map_shows_what_the_frame_of_reference_shows_and_no_less(small, may):
    """The ground that 1000 by 700 pixels show at the zoom of a step lies in the frame of its map."""
    story = printed(small, may, POLICY, MADE_ON)
    state = replace(may.steps[0].state, centre=(42.9, 20.84, 9.0))
    shown = state_map(story, state, "", Box(0, 0, 100, 100), Sizes(210, 297, 1)).drawn.projection
    wide = 360 * 1000 / (256 * 2**9)
    assert shown.east - shown.west == pytest.approx(wide)
    assert shown.centre == pytest.approx((42.9, 20.84), abs=1e-6)


def test_a_story_that_tells_of_deaths_begins_with_a_note(small, may):
    march = next(story for story in stories_of(small.dataset) if story.id == "march_2004")
    note = "This story tells of people who were killed or hurt"
    assert note in pages(handout_pdf(small, march, POLICY, made_on=MADE_ON))[0].replace("\r\n", " ")
    calm = replace(may, exercises=(), steps=may.steps[1:])
    assert note not in pages(handout_pdf(small, calm, POLICY, made_on=MADE_ON))[0].replace("\r\n", " ")


def test_the_same_day_gives_the_same_bytes(small, may, made):
    assert handout_pdf(small, may, POLICY, made_on=MADE_ON) == made[False]
    assert handout_pdf(small, may, POLICY, made_on=MADE_ON, key=True) == made[True]
    assert handout_pdf(small, may, POLICY, made_on=date(2026, 11, 23)) != made[False]


def test_the_file_brings_the_view_of_the_whole_story_back(small, may, made):
    view = reopen(made[False], small).spec.view
    assert (view.filters.episodes, view.window, view.policy) == (("may_2023",), (may.start, may.end), POLICY)


def test_the_pages_are_archival_and_tagged(made):
    reader = pypdf.PdfReader(BytesIO(made[False]))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_an_address_that_is_none_is_told_in_a_sentence(small, may):
    with pytest.raises(SnapshotError, match="is no address of an atlas"):
        handout_pdf(small, may, POLICY, made_on=MADE_ON, address="ftp://example.org")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((), "So."), ((3,), "So.³"), ((1, 2), "So.¹ʼ²"), ((4, 12, 5, 6), "So.⁴⁻⁶ʼ¹²"), ((None, 7), "So.⁷")],
)
def test_the_numbers_of_sources_are_raised_with_runs_joined(numbers, text):
    assert raised("So.", numbers) == text


def test_a_block_that_leads_goes_to_the_page_of_the_next_one():
    blocks = [Block(60, (), 5), Block(20, (), 5, leads=True), Block(30, ()), Block(120, ())]
    assert [[block.height for block in page] for page in pages_of(blocks, 100)] == [[60], [20, 30], [120]]


def test_nothing_is_cut_and_nothing_overlaps_on_any_page_of_the_shipped_stories(shipped):
    """Every text, map and code of every handout and key keeps its place; a map shows what its step points out."""
    faults = []
    for story in stories_of(shipped.dataset):
        ready = printed(shipped, story, POLICY, MADE_ON)
        for key in (False, True):
            for number, sheet in enumerate(handout(ready, key=key).sheets, 1):
                faults += [f"{story.id} {key} page {number}: {fault}" for fault in (*layout_faults(sheet), *low(sheet))]
                faults += [f"{story.id} page {number}: {mark.about} outside" for mark in sheet.marks
                           if mark.about.startswith("told:")
                           and not any(frame.grown(0.1).holds(box_of(mark)) for frame in frames(sheet))]  # fmt: skip
    assert faults == []


def low(sheet):
    """Say what reaches over the lower edge of the body of a page, apart from its foot and its banner."""
    body = [mark for mark in sheet.marks if mark.about not in ("banner", "line")]
    body = [mark for mark in body if not (isinstance(mark, Words) and mark.role == "furniture")]
    drawn = [mark for mark in body if not (isinstance(mark, Path) and not mark.rings)]
    return [f"{type(mark).__name__} {mark.about} below the body" for mark in drawn if box_of(mark).y1 > LOWEST]


def test_every_incident_that_a_shipped_step_points_out_is_ringed_or_told_beside_its_map(shipped):
    missing = []
    for story in stories_of(shipped.dataset):
        ready = printed(shipped, story, POLICY, MADE_ON)
        sheets = handout(ready).sheets
        drawn = {name for sheet in sheets[1:] for name in told(sheet)}
        lines = "\n".join(" ".join(words.lines) for sheet in sheets[1:] for words in sheet.words())
        missing += [
            (story.id, name)
            for step in story.steps
            for name in step.state.incidents
            if name not in drawn and not re.search(rf"^{ready.numbers[name]} · ", lines, re.MULTILINE)
        ]
    assert missing == []


def test_symbols_of_what_is_not_told_of_have_no_number(small, may):
    state = replace(may.steps[0].state, incidents=("town_hall",), window=(date(2023, 5, 26), date(2023, 6, 30)))
    story = replace(may, steps=(replace(may.steps[0], state=state),), exercises=())
    sheet = handout(printed(small, story, POLICY, MADE_ON)).sheets[1]
    assert told(sheet) == {"town_hall"}
    assert [mark.incidents for mark in sheet.marks if isinstance(mark, Symbol) and mark.incidents] == [("town_hall",)]
    assert "0 · " not in str([words.lines for words in sheet.words()])
