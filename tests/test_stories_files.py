"""Stories as files: what is written comes back, and every file that holds no story is answered with one sentence."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import StoryError
from geo.lessons.presenter import presenter_html
from geo.material import read_material
from geo.schema import TABLES
from geo.stories.files import FORMAT, LARGEST_MB, MOST_STEPS, from_file, from_plain, to_json, to_plain, to_tables
from geo.stories.story import MapState, Step, Story, stories_of
from tests.opened import HOSTILE

KNOWN = ("town_hall", "sit_in")


@pytest.fixture
def story(tiny):
    """Return the story of May 2023, with its four exercises."""
    return stories_of(tiny)[1]


def rows_of(story, **changes):
    """Return a story as plain rows, the first step changed."""
    plain = to_plain(story)
    plain["chapters"][0] |= changes
    return plain


def refusal(plain, known=KNOWN):
    """Return why a file is refused."""
    content = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
    with pytest.raises(StoryError) as refused:
        from_file(content, known)
    return str(refused.value)


def test_a_story_comes_back_from_its_file_as_it_was(story):
    assert from_file(to_json(replace(story, author="A. Teacher")).encode(), KNOWN) == (
        replace(story, author="A. Teacher"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_is_read_in_every_encoding_that_an_editor_writes_json_in(story, encoding):
    told = replace(story, title="Zveçan / Звечан")
    assert from_file(to_json(told).encode(encoding), KNOWN) == (told,)


def test_the_stories_come_back_out_of_a_presentation(world_folder):
    material = read_material(world_folder)
    stories = [replace(material.stories[0], title=HOSTILE), material.stories[1]]
    assert from_file(presenter_html(material, stories), material.incidents.index) == tuple(stories)


def test_a_story_in_the_making_comes_back_without_its_texts(story):
    step = replace(story.steps[0], title="", text="", question="", answer="", notes="",
                   state=replace(story.steps[0].state, incidents=()))  # fmt: skip
    begun = replace(story, title="", summary="", steps=(step,), exercises=())
    assert from_file(to_json(begun).encode(), ()) == (begun,)


def test_steps_out_of_order_are_put_in_order(story):
    plain = to_plain(story)
    plain["chapters"].reverse()
    assert from_plain(plain, KNOWN) == story


def test_a_step_on_an_unknown_incident_is_read_and_an_exercise_on_one_is_not(story):
    lost = rows_of(story, incidents="town_hall lost")
    assert from_plain(lost, KNOWN).steps[0].state.incidents == ("town_hall", "lost")
    assert refusal(to_plain(story), ("sit_in",)) == (
        'Exercise 1 is on the incident "town_hall", which this data does not have; '
        "choose another incident or leave the exercise out."
    )


NEITHER = "The file holds no story: it is neither a story saved here (JSON) nor a presentation made here (HTML)."
FOREIGN = f'The file holds no story: its "format" is not "{FORMAT}".'
MAP = b'<script type="application/json" id="atlas-payload">%b</script>'
NO_STORY = "The page holds a map but no story; choose a presentation made on the page Chapters."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NEITHER),
        (b"\xff\xfe\x00", NEITHER),
        ('{"format": "Zveçan"}'.encode("latin-1"), NEITHER),
        (b"id,title\n1,x\n", NEITHER),
        (b"[]", NEITHER),
        (b"null", NEITHER),
        (b"[" * 100_000, NEITHER),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, NEITHER),
        (b"9" * 10_000, NEITHER),
        (b"<html><body>news</body></html>", NEITHER),
        (b"{}", FOREIGN),
        (b'{"type": "FeatureCollection", "features": []}', FOREIGN),
        (MAP % b"{}", NO_STORY),
        (MAP % b"[1]", NO_STORY),
        (MAP % b'{"present": [1]}', NO_STORY),
        (MAP % b'{"present": {"written": {"a": 1}}}', NO_STORY),
        (MAP % b'{"present": {"written": []}}', NO_STORY),
        (MAP % b'{"present": {"written": [1]}}', NEITHER),
        (MAP % b"not JSON", NEITHER),
        (b" " * (LARGEST_MB * 1024 * 1024 + 1),
         "The file is larger than 25 MB; a story is much smaller. Choose another file."),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_file_without_a_story_is_answered_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"window_start": "tomorrow"}, 'In step 1, "window start" (tomorrow) is not a date; write it as 2004'),
        ({"window_start": "2023-02-30"}, 'In step 1, "window start" (2023-02-30) is not in the calendar'),
        ({"window_start": "2023"}, 'In step 1, "window start" (2023) is not a full date; write it as 2004-03-17.'),
        ({"window_start": "2023-06-01"}, 'In step 1, "window end" (2023-05-31) lies before window start (2023-06-01);'),
        ({"window_end": "9998-01-01"}, 'In step 1, "window end" (9998-01-01) is not between 1900 and 2100;'),
        ({"position": "0"}, 'In step 1, "position" (0) is below 1, the least possible; correct it.'),
        ({"mode": "backwards"}, 'In step 1, "mode" (backwards) is none of the allowed words; use one of: window,'),
        ({"layers": "incidents roads"}, 'In step 1, "layers" (incidents roads) is none of the allowed words; use one'),
        ({"zoom": "99"}, 'In step 1, "zoom" (99) is above 20, the most possible; correct it.'),
        ({"zoom": "NaN"}, 'In step 1, "zoom" (NaN) is not a number;'),
        ({"latitude": "1e2"}, 'In step 1, "latitude" (1e2) is not a number;'),
        ({"id": "../x"}, 'In step 1, "id" (../x) is not an identifier; use letters, digits,'),
        ({"text": "x\x00"}, 'In step 1, "text" (x\N{REPLACEMENT CHARACTER}) holds an invisible control character;'),
        ({"text": "\ud800"}, 'In step 1, "text" (?) holds half a character; write it anew.'),
        ({"text": "x" * 40_000}, 'In step 1, "text" (' + "x" * 59 + "…) has more than 32,767 characters; shorten it."),
        ({"title": 7}, "Step 1 is no row of texts; correct the file."),
        ({"text": ["<script>alert(1)</script>"]}, "Step 1 is no row of texts; correct the file."),
        ({"content_note": "maybe"}, 'In step 1, "content note" (maybe) is neither true nor false; write true or'),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)  # fmt: skip
def test_a_faulty_step_is_named_with_what_to_do(story, changes, sentence):
    plain = rows_of(story, **changes)
    assert refusal(plain).startswith(sentence)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"chapters": []}, "The story has no steps; a story needs at least one."),
        ({"chapters": {"a": 1}}, '"chapters" is no list of rows; correct the file.'),
        ({"chapters": [{}] * (MOST_STEPS + 1)}, '"chapters" has 61 rows; a story has at most 60. Divide it into two.'),
        ({"exercises": [3]}, "Exercise 1 is no row of texts; correct the file."),
        ({"episode": None}, "The story is no row of texts; correct the file."),
        ({"episode": {}}, 'In the story, "id" is empty but has to be filled in.'),
        ({"author": ["x"]}, '"author" is no text; correct the file.'),
        ({"author": "\udfff"}, '"author" is no text; correct the file.'),
    ],
    ids=range(8),
)
def test_a_faulty_story_is_named_with_what_to_do(story, changes, sentence):
    assert refusal(to_plain(story) | changes) == sentence


def test_an_id_with_parts_of_a_path_is_refused(story):
    plain = to_plain(story)
    plain["episode"]["id"] = "../../etc/passwd"
    assert refusal(plain).startswith('In the story, "id" (../../etc/passwd) is not an identifier;')


def test_markup_stays_the_text_that_it_is(story):
    told = replace(story, title=HOSTILE, steps=(replace(story.steps[0], text=HOSTILE, question=HOSTILE),))
    assert from_file(to_json(told).encode(), KNOWN) == (told,)


words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60).map(str.strip)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(words, words, words, st.lists(days, min_size=2, max_size=2).map(sorted), st.booleans())
def test_any_words_and_days_come_back(title, text, notes, window, content_note):
    state = MapState(tuple(window), "fading", ("incidents", "areas"), ("a", "b"), (-1.5, 20.25, 11.0))
    step = Step("s_1", title, text, "", "", notes, content_note, state)
    story = Story("s", title, text, *window, window[0], (step,), (), "")
    assert from_file(to_json(story).encode(), ()) == (story,)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["episode", "chapters", "exercises", "author"]), anything))
def test_no_json_is_answered_with_anything_but_a_sentence(plain):
    with pytest.raises(StoryError):
        from_plain({"format": FORMAT, **plain}, ())


def test_a_story_as_tables_has_the_columns_of_the_schema_and_no_formula(story):
    step = replace(story.steps[0], text='=HYPERLINK("x")', title="+1", state=replace(
        story.steps[0].state, centre=(42.5, -20.25, 11.0)))  # fmt: skip
    content = to_tables(replace(story, title="@x", steps=(step,)))
    with ZipFile(io.BytesIO(content)) as archive:
        read = {name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()}
    assert {name: list(rows[0]) for name, rows in read.items()} == {
        f"{table}.csv": [column.name for column in TABLES[table].columns]
        for table in ("episodes", "chapters", "exercises")
    }
    assert {name: len(rows) for name, rows in read.items()} == {
        "episodes.csv": 1,
        "chapters.csv": 1,
        "exercises.csv": 4,
    }
    assert (read["episodes.csv"][0]["title"], read["chapters.csv"][0]["title"]) == ("'@x", "'+1")
    assert (read["chapters.csv"][0]["text"], read["chapters.csv"][0]["longitude"]) == ('\'=HYPERLINK("x")', "-20.25")
    assert content == to_tables(replace(story, title="@x", steps=(step,)))


def test_a_story_without_an_exercise_has_an_empty_table_of_them(story):
    with ZipFile(io.BytesIO(to_tables(replace(story, exercises=())))) as archive:
        assert archive.read("exercises.csv").decode() == (
            ",".join(column.name for column in TABLES["exercises"].columns) + "\n"
        )
