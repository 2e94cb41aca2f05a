"""The chapter editor, run as the app runs it: a story is begun, written, saved, opened again and put aside."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from geo.stories import shelf
from geo.stories.files import to_json
from geo.stories.story import stories_of
from tests.opened import HOSTILE, open_page, read_as_markdown, said
from tests.worlds import world, write_world

CHAPTERS = "pages/present/chapters.py"
KNOWN = [incident["id"] for incident in world()["incidents"]]
KINDS = ("markdown", "caption", "info", "warning", "error")


@pytest.fixture
def folder(tmp_path, monkeypatch, world_folder):
    """Return the folder of saved stories of an app over the tiny world."""
    monkeypatch.setenv("ATLAS_DATA", str(world_folder))
    monkeypatch.setenv("ATLAS_STORIES", str(tmp_path / "stories"))
    return tmp_path / "stories"


@pytest.fixture
def story(tiny):
    """Return a story to save: that of May 2023 under another title."""
    return replace(stories_of(tiny)[1], title="Our town hall")


def opened(**view):
    """Open the page; nothing is wrong."""
    app = open_page(CHAPTERS, **view)
    assert [*app.exception, *app.error] == []
    return app


def press(app, key):
    """Press a button of the editor; nothing breaks."""
    app.button(key=f"own {key}").click().run()
    assert [*app.exception] == []
    return app


def box(app, label):
    """Return a box of the editor by its label."""
    kinds = (*app.text_input, *app.text_area, *app.multiselect, *app.checkbox, *app.radio)
    return next(each for each in kinds if each.label == label)


def write(app, label, words):
    """Write into a box of the editor."""
    box(app, label).set_value(words).run()
    assert [*app.exception] == []
    return app


def steps(app):
    """Return the titles in the list of the steps, and which one is chosen."""
    listed = box(app, "Steps")
    return [re.sub(r"\\|\u2060", "", each) for each in listed.options], listed.value


def tells(app, words):
    """Say whether a sentence stands on the page."""
    return any(words in each for each in said(app, *KINDS))


def saved(folder):
    """Return the saved stories by id."""
    return {one.id: one.story for one in shelf.saved_stories(folder, KNOWN)}


def unfinished(folder):
    """Return the stories that were not saved yet."""
    return [one.story for one in shelf.drafts(folder, KNOWN)]


def test_a_story_is_begun_from_the_view_written_saved_and_opened_again(folder):
    app = opened(**{"from": "2004-03-17", "to": "2004-03-18", "incident": "bridge_clash", "map": "42.9,20.86,13"})
    press(app, "begin")
    assert steps(app) == (["1. 17-18 March 2004"], 0)
    assert box(app, "Incidents that the map points out").value == ["bridge_clash"]
    assert box(app, "Content note: this step tells of people killed or hurt").value
    write(app, "Title of the story", "A bridge")
    write(app, "Author", "A. Teacher")
    write(app, "The story in one sentence", "Two days at a bridge.")
    write(app, "Title of the step", "The crowds")
    write(app, "Text", "On 17 March crowds clashed. [bridge_clash]")
    write(app, "Question to think about", "Why there?")
    assert tells(app, "Not saved yet.")
    press(app, "save")
    assert not app.error
    (told,) = saved(folder).values()
    (step,) = told.steps
    assert (told.id, told.title, told.author, told.summary) == ("a-bridge", "A bridge", "A. Teacher",
                                                               "Two days at a bridge.")  # fmt: skip
    assert (step.title, step.text, step.question) == (
        "The crowds", "On 17 March crowds clashed. [bridge_clash]", "Why there?",
    )  # fmt: skip
    assert (step.state.incidents, step.state.centre) == (("bridge_clash",), (42.9, 20.86, 13.0))
    assert unfinished(folder) == []
    press(press(app, "close"), "open")
    assert box(app, "Text").value == "On 17 March crowds clashed. [bridge_clash]"


def test_the_chosen_story_is_retold_with_its_exercises_and_stays_as_it_is(folder):
    app = press(opened(story="may_2023"), "retell")
    assert steps(app) == (["1. The town hall", "2. A week of sitting"], 0)
    press(app, "save")
    (told,) = saved(folder).values()
    assert (told.id, told.title) == ("may-2023-retold", "May 2023 (retold)")
    assert [one.title for one in told.exercises] == ["That evening", "Side by side", "Where was it?", "Two beginnings"]


@pytest.mark.usefixtures("folder")
def test_steps_are_added_moved_taken_out_and_put_back():
    app = press(opened(story="may_2023", **{"from": "2023-06-01", "to": "2023-06-02"}), "retell")
    assert (app.button(key="own up").disabled, app.button(key="own down").disabled) == (True, False)
    press(app, "add")
    assert steps(app) == (["1. The town hall", "2. 1-2 June 2023", "3. A week of sitting"], 1)
    press(app, "up")
    assert steps(app) == (["1. 1-2 June 2023", "2. The town hall", "3. A week of sitting"], 0)
    press(press(app, "down"), "down")
    assert steps(app) == (["1. The town hall", "2. A week of sitting", "3. 1-2 June 2023"], 2)
    box(app, "Steps").set_value(0).run()
    write(app, "Text", "Changed before it went.")
    press(app, "out")
    assert steps(app) == (["1. A week of sitting", "2. 1-2 June 2023"], 0)
    press(app, "back")
    assert steps(app)[0] == ["1. The town hall", "2. A week of sitting", "3. 1-2 June 2023"]
    assert box(app, "Text").value == "Changed before it went."
    press(press(app, "out"), "out")
    assert app.button(key="own out").disabled


def test_what_is_typed_and_not_left_belongs_to_the_step_it_was_typed_in(folder):
    app = press(opened(story="may_2023"), "retell")
    box(app, "Text").set_value("Typed. [agency]")
    press(app, "down")
    assert steps(app) == (["1. A week of sitting", "2. The town hall"], 1)
    assert box(app, "Text").value == "Typed. [agency]"
    box(app, "Text").set_value("Typed again. [agency]")
    box(app, "Steps").set_value(0).run()
    assert box(app, "Text").value.startswith("From 5 to 9 June")
    assert [step.text for step in unfinished(folder)[0].steps][1] == "Typed again. [agency]"


def test_an_exercise_is_taken_out_and_put_back(folder):
    app = press(opened(story="may_2023"), "retell")
    press(app, "exercise 1")
    assert [one.title for one in unfinished(folder)[0].exercises] == ["That evening", "Where was it?", "Two beginnings"]
    press(app, "back")
    assert unfinished(folder) == []


@pytest.mark.usefixtures("folder")
def test_a_step_takes_the_map_of_the_present_view_and_keeps_what_it_points_out():
    app = press(opened(story="may_2023", **{"from": "2023-06-05", "to": "2023-06-09", "incident": "sit_in",
                                            "mode": "fading", "map": "42.5,20.5,10"}), "retell")  # fmt: skip
    press(app, "take")
    assert tells(app, "Map of this step:** 5-9 June 2023 (fading); Incidents, Troop movements, Serb-majority areas; "
                      "centre 42.50, 20.50, zoom 10")  # fmt: skip
    assert box(app, "Incidents that the map points out").value == ["town_hall", "sit_in"]
    assert (
        "29 May 2023: Clash at the town hall (not in the days of the map)"
        in box(app, "Incidents that the map points out").options
    )


@pytest.mark.usefixtures("folder")
def test_filters_are_no_part_of_a_step_and_that_is_said():
    app = press(opened(casualties="killed"), "begin")
    assert tells(app, "Filters are no part of a story: a step shows every incident of its days.")


def test_the_data_is_asked_about_every_sentence_and_no_answer_hinders_saving(folder):
    app = press(opened(story="may_2023"), "retell")
    assert not app.warning
    write(app, "Text", "Forty soldiers sang. [f2] It was quiet. Then came rain. [weather]")
    (hints,) = said(app, "warning")
    assert hints.startswith("Not borne out by the data yet. These are hints; the story can be saved with them.")
    assert 'The sentence "It was quiet." cites nothing; write the ids it rests on behind it' in hints
    assert 'The sentence "Then came rain." cites "weather", which is the id of nothing' in hints
    assert "Forty soldiers sang" in hints
    box(app, "Steps").set_value(1).run()
    assert (not app.warning, tells(app, "Such hints in other steps: 1")) == (True, True)
    press(app, "save")
    assert (not app.error, list(saved(folder))) == (True, ["may-2023-retold"])


@pytest.mark.usefixtures("folder")
def test_a_step_that_tells_of_deaths_asks_for_its_content_note():
    app = press(opened(story="march_2004"), "retell")
    assert not app.warning
    write(app, "Content note: this step tells of people killed or hurt", False)  # noqa: FBT003 - a value
    assert said(app, "warning") == ["An incident of this step tells of people killed. Set the content note."]
    write(app, "Incidents that the map points out", [])
    write(app, "Text", "A paper spoke of 22 or 23 people killed. [f5]")
    assert said(app, "warning") == ["An incident of this step tells of people killed. Set the content note."]


@pytest.mark.usefixtures("folder")
def test_what_may_be_cited_is_found_by_words_and_cited_with_one_press():
    app = press(opened(story="may_2023"), "retell")
    write(app, "Text", "Soldiers fought.")
    write(app, "Words", "clash town hall")
    assert [each.value for each in app.main.code] == ["town_hall", "f1", "f2", "f3", "f4"]
    press(app, "cite town_hall")
    press(app, "cite f1")
    assert box(app, "Text").value == "Soldiers fought. [town_hall f1]"
    write(app, "Words", "agency one")
    assert "agency" in [each.value for each in app.main.code]
    write(app, "Words", "dragon")
    assert tells(app, "Nothing has all these words; try fewer.")


def test_a_story_without_a_title_is_not_saved(folder):
    app = press(press(opened(), "begin"), "save")
    assert said(app, "error") == ["The story has no title yet; write one, then save."]
    assert saved(folder) == {}


def test_a_reload_finds_what_was_not_saved(folder):
    app = press(opened(story="may_2023"), "retell")
    write(app, "Title of the story", "Half a story")
    again = opened()
    assert tells(again, "Half a story")
    (draft,) = shelf.drafts(folder, KNOWN)
    press(again, f"go on {draft.id}")
    assert box(again, "Title of the story").value == "Half a story"
    press(again, "save")
    assert (list(saved(folder)), unfinished(folder)) == (["half-a-story"], [])


def test_work_on_a_saved_story_goes_on_where_it_was_after_a_reload(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    write(press(opened(), "open"), "Text", "Anew. [agency]")
    again = opened()
    (draft,) = shelf.drafts(folder, KNOWN)
    press(press(again, f"go on {draft.id}"), "save")
    assert {name: told.steps[0].text for name, told in saved(folder).items()} == {"our-town-hall": "Anew. [agency]"}


def test_unfinished_work_is_put_aside(folder):
    write(press(opened(), "begin"), "Title of the story", "Half a story")
    again = opened()
    (draft,) = shelf.drafts(folder, KNOWN)
    press(again, f"drop {draft.id}")
    assert unfinished(folder) == []
    assert len(list((folder / "drafts" / "removed").iterdir())) == 1


def test_of_two_who_change_one_story_nobody_loses_anything(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    mine, theirs = press(opened(), "open"), press(opened(), "open")
    press(write(theirs, "Title of the story", "Theirs"), "save")
    press(write(mine, "Title of the story", "Mine"), "save")
    assert tells(mine, '"Mine" was saved by somebody else since you opened it. Nothing of yours is lost.')
    press(mine, "conflict copy")
    assert {name: told.title for name, told in saved(folder).items()} == {
        "our-town-hall": "Theirs", "mine-copy": "Mine (copy)",
    }  # fmt: skip


def test_who_opens_what_the_other_saved_finds_the_own_work_as_unfinished(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    mine, theirs = press(opened(), "open"), press(opened(), "open")
    press(write(theirs, "Title of the story", "Theirs"), "save")
    press(press(write(mine, "Title of the story", "Mine"), "save"), "conflict theirs")
    assert box(mine, "Title of the story").value == "Theirs"
    assert [told.title for told in unfinished(folder)] == ["Mine"]


def test_a_story_that_somebody_else_put_aside_can_be_saved_as_a_copy(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    mine = write(press(opened(), "open"), "Title of the story", "Mine")
    shelf.remove(folder, "our-town-hall")
    press(mine, "save")
    assert tells(mine, '"Mine" was put aside by somebody else since you opened it.')
    assert "own conflict theirs" not in [each.key for each in mine.button]
    press(mine, "conflict copy")
    assert list(saved(folder)) == ["mine-copy"]


def test_a_story_is_put_aside_and_said_to_be(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    app = press(press(opened(), "open"), "aside")
    assert saved(folder) == {}
    assert tells(app, f"The story was put aside. Its file is in the folder {folder / 'removed'}.")


def test_a_copy_goes_on_as_another_story(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    app = press(press(opened(), "open"), "copy")
    press(write(app, "Title of the story", "Second"), "save")
    assert {name: told.title for name, told in saved(folder).items()} == {
        "our-town-hall": "Our town hall", "our-town-hall-copy": "Second",
    }  # fmt: skip


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_lost(folder):
    folder.write_text("a file where the folder should be")
    app = press(open_page(CHAPTERS), "begin")
    write(app, "Title of the story", "Lost?")
    assert tells(app, f"Not saved yet; a reload of this page loses it. The folder {folder} cannot be written")
    press(app, "close")
    assert said(app, "error") == [
        "The story is not saved and cannot be kept as unfinished work. Save it or download it first."
    ]
    press(app, "save")
    assert said(app, "error")[0].startswith(f"The story cannot be saved in {folder}")
    assert box(app, "Title of the story").value == "Lost?"


def test_a_damaged_story_is_named_and_the_others_open(folder, story):
    shelf.save_as_new(folder, story, KNOWN)
    (folder / "torn.json").write_text('{"format"')
    app = opened()
    assert tells(app, "torn.json: The file holds no story")
    assert steps(press(app, "open"))[0] == ["1. The town hall", "2. A week of sitting"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", b"", "The file holds no story: it is neither a story saved here (JSON) nor a presentation made"),
        ("a.json", b"[" * 100_000, "The file holds no story: it is neither a story saved here (JSON)"),
        ("a.json", b'{"type": "FeatureCollection"}', 'The file holds no story: its "format" is not'),
        ("a.html", b"<html>news</html>", "The file holds no story: it is neither a story saved here (JSON)"),
    ],
)
def test_a_file_without_a_story_is_answered_with_a_sentence(name, content, sentence):
    app = opened()
    app.file_uploader(key="own file").set_value((name, content, "text/plain")).run()
    assert [*app.exception] == []
    assert said(app, "error")[0].startswith(sentence)


def test_a_story_from_a_file_is_opened_as_a_new_one_and_overwrites_nothing(folder, story):
    kept = shelf.save_as_new(folder, story, KNOWN)
    app = opened()
    app.file_uploader(key="own file").set_value(("a.json", to_json(kept.story).encode(), "application/json")).run()
    press(press(app, "open file"), "save")
    assert list(saved(folder)) == ["our-town-hall", "our-town-hall-2"]


@pytest.mark.usefixtures("folder")
def test_of_a_presentation_one_story_is_chosen(story):
    plain = [json.loads(to_json(replace(story, title=title))) for title in ("One", "Two")]
    told = json.dumps({"present": {"written": plain}}).encode()
    page = b'<html><script type="application/json" id="atlas-payload">' + told + b"</script></html>"
    app = opened()
    app.file_uploader(key="own file").set_value(("a.html", page, "text/html")).run()
    next(each for each in app.selectbox if each.label == "Which of its stories").set_value(1).run()
    press(app, "open file")
    assert box(app, "Title of the story").value == "Two"


def test_markup_in_a_story_is_shown_as_text(tmp_path, folder, story, monkeypatch):
    rows = world()
    for row in (*rows["incidents"], *rows["sources"], *rows["chapters"], *rows["exercises"], *rows["episodes"]):
        row["title"] = HOSTILE
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "hostile", rows)))
    hostile = replace(story, title=HOSTILE, author=HOSTILE, steps=tuple(
        replace(step, title=HOSTILE, text=f"{HOSTILE} [{HOSTILE}]") for step in story.steps))  # fmt: skip
    shelf.save_as_new(folder, hostile, KNOWN)
    app = press(opened(), "open")
    write(app, "Words", "script")
    press(app, "out")
    read = [*read_as_markdown(app), *box(app, "Steps").options, *read_as_markdown(opened())]
    left = [re.sub(r"\\.|\u2060", "", text) for text in read]
    assert [text for text in left if re.search(r"<script|:red\[|:smile:|javascript:|\$x|!\[|\{\{", text)] == []


@pytest.mark.usefixtures("folder")
def test_the_editor_speaks_the_language_of_the_viewer():
    app = open_page(CHAPTERS, lang="sq")
    assert [*app.exception, *app.error] == []
    press(app, "begin")
    assert [*app.exception, *app.error] == []


@pytest.mark.usefixtures("folder")
def test_the_map_of_a_step_becomes_the_view_of_all_pages_and_the_way_back_loses_nothing():
    app = press(opened(story="may_2023"), "retell")
    box(app, "Text").set_value("Typed. [agency]")
    app.button(key="own map").click().run()
    assert [*app.exception] == []
    assert (app.session_state["from"], app.session_state["to"]) == ("2023-05-26", "2023-05-31")
    app.switch_page(CHAPTERS).run()
    assert box(app, "Text").value == "Typed. [agency]"


def test_what_is_not_saved_cannot_be_presented_and_what_is_saved_can(story, folder):
    shelf.save_as_new(folder, story, KNOWN)
    app = press(opened(), "open")
    assert any("own=our-town-hall" in each.proto.url for each in app.get("link_button"))
    write(app, "Title of the story", "Changed")
    assert app.button(key="own present").disabled
