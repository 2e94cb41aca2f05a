"""The folder of saved stories: whole files, nobody overwrites anybody, damaged ones do not hide the others."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from geo.errors import StoryConflictError, StoryError
from geo.stories import shelf
from geo.stories.files import LARGEST_MB, MOST_STEPS, to_json
from geo.stories.story import stories_of
from tests.opened import HOSTILE

KNOWN = ("town_hall", "sit_in")


@pytest.fixture
def folder(tmp_path):
    """Return a folder that does not exist yet."""
    return tmp_path / "deep" / "stories"


@pytest.fixture
def story(tiny):
    """Return a story of one's own: that of May 2023 under another title."""
    return replace(stories_of(tiny)[1], title="Our town hall", author="A. Teacher")


def listed(folder):
    """Return what is saved: name of the file and title, or the fault."""
    return [(one.id, one.story.title if one.story else one.fault) for one in shelf.saved_stories(folder, KNOWN)]


def test_a_folder_that_does_not_exist_holds_nothing(folder):
    assert (shelf.saved_stories(folder, KNOWN), shelf.drafts(folder, KNOWN)) == ((), ())
    assert not folder.exists()


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_STORIES", str(tmp_path))
    assert shelf.shelf_folder() == tmp_path
    monkeypatch.delenv("ATLAS_STORIES")
    assert shelf.shelf_folder().parts[-2:] == ("incident-atlas", "stories")


def test_a_saved_story_is_what_was_saved_under_an_id_of_its_title(folder, story):
    saved = shelf.save_as_new(folder, story, KNOWN)
    expected = shelf.with_ids(replace(story, id="our-town-hall"))
    assert (saved.id, saved.story, saved.fault) == ("our-town-hall", expected, "")
    assert [step.id for step in expected.steps] == ["our-town-hall_1", "our-town-hall_2"]
    assert shelf.saved_stories(folder, KNOWN) == (saved,)
    assert [path.name for path in folder.iterdir()] == ["our-town-hall.json"]


def test_stories_of_one_title_get_files_of_their_own_and_never_the_id_of_a_shipped_one(folder, story):
    for _ in range(3):
        shelf.save_as_new(folder, story, KNOWN, {"our-town-hall-2"})
    assert [name for name, _ in listed(folder)] == ["our-town-hall", "our-town-hall-3", "our-town-hall-4"]


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Zveçan & Zvečan", "zvecan-zvecan"),
        ("../../etc/passwd", "etc-passwd"),
        ("Звечан", "zvecan"),
        ("???", "story"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_title_makes_a_harmless_name_of_a_file(folder, story, title, identifier):
    assert shelf.save_as_new(folder, replace(story, title=title), KNOWN).id == identifier
    assert [path.name for path in folder.iterdir()] == [f"{identifier}.json"]


def test_saving_again_replaces_what_was_opened(folder, story):
    first = shelf.save_as_new(folder, story, KNOWN)
    second = shelf.save(folder, replace(first.story, summary="Told anew."), first.revision, KNOWN)
    assert (second.story.summary, second.revision != first.revision) == ("Told anew.", True)
    assert shelf.saved_stories(folder, KNOWN) == (second,)


def test_what_somebody_else_saved_is_never_overwritten(folder, story):
    opened = shelf.save_as_new(folder, story, KNOWN)
    theirs = shelf.save(folder, replace(opened.story, summary="Theirs."), opened.revision, KNOWN)
    with pytest.raises(StoryConflictError) as refused:
        shelf.save(folder, replace(opened.story, summary="Mine."), opened.revision, KNOWN)
    assert str(refused.value) == (
        '"Our town hall" was saved by somebody else since you opened it. Nothing of yours is lost.'
    )
    assert shelf.saved_stories(folder, KNOWN) == (theirs,)


def test_what_somebody_else_put_aside_does_not_come_back_by_itself(folder, story):
    opened = shelf.save_as_new(folder, story, KNOWN)
    aside = shelf.remove(folder, opened.id)
    with pytest.raises(StoryConflictError, match="was put aside by somebody else"):
        shelf.save(folder, opened.story, opened.revision, KNOWN)
    assert shelf.saved_stories(folder, KNOWN) == ()
    assert aside.parent == folder / "removed"
    assert json.loads(aside.read_bytes())["episode"]["title"] == "Our town hall"


def test_putting_aside_what_is_gone_says_so(folder):
    with pytest.raises(StoryError, match="The story cannot be put aside"):
        shelf.remove(folder, "nothing")


def test_a_story_without_a_title_is_not_saved(folder, story):
    with pytest.raises(StoryError, match="The story has no title yet"):
        shelf.save_as_new(folder, replace(story, title="  "), KNOWN)
    assert not folder.exists()


@pytest.mark.parametrize("identifier", ["../x", "a/b", "..", "a b", "", "\x00"])
def test_an_id_that_leads_out_of_the_folder_is_refused(folder, story, identifier):
    with pytest.raises(StoryError, match='In the story, "id"'):
        shelf.save(folder, replace(story, id=identifier), None, KNOWN)
    assert not folder.exists()


def test_what_could_not_be_read_again_is_not_saved(folder, story):
    opened = shelf.save_as_new(folder, story, KNOWN)
    for torn in (replace(opened.story, summary="\x00"), replace(opened.story, steps=story.steps * MOST_STEPS)):
        with pytest.raises(StoryError):
            shelf.save(folder, torn, opened.revision, KNOWN)
    assert shelf.saved_stories(folder, KNOWN) == (opened,)


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(tmp_path, story):
    blocked = tmp_path / "stories"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(StoryError) as refused:
        shelf.save_as_new(blocked, story, KNOWN)
    assert str(refused.value).startswith(f"The story cannot be saved in {blocked} (")
    assert str(refused.value).endswith("Download it as a file instead, or set ATLAS_STORIES to another folder.")
    with pytest.raises(StoryError, match="cannot be written"):
        shelf.keep_draft(blocked, "d", story, None, KNOWN)
    (one,) = shelf.saved_stories(blocked, KNOWN)
    assert (one.story, one.fault.startswith(f"The folder {blocked} cannot be read (")) == (None, True)


def test_a_damaged_file_is_listed_with_its_fault_and_the_others_work(folder, story):
    shelf.save_as_new(folder, replace(story, title=HOSTILE), KNOWN)
    whole = to_json(story).encode()
    (folder / "half.json").write_bytes(whole[: len(whole) // 2])
    (folder / "other.json").write_text('{"type": "FeatureCollection"}')
    (folder / "a folder.json").mkdir()
    (folder / "folder.json").mkdir()
    (folder / "copy (1).json").write_bytes(whole)
    with (folder / "huge.json").open("wb") as file:
        file.truncate(LARGEST_MB * 1024 * 1024 + 1)
    (folder / ".half-x.json").write_text("not listed")
    (folder / "notes.txt").write_text("not listed")
    (folder / "gone.json").symlink_to(folder / "nowhere")
    told = dict(listed(folder))
    name = "Its name holds more than letters, digits, dot, dash and underscore; rename the file."
    read = {key: fault.split("(")[0] for key, fault in told.items() if key in ("folder", "gone")}
    assert read == {
        "folder": "folder.json: The file cannot be read ",
        "gone": "gone.json: The file cannot be read ",
    }
    assert {key: fault for key, fault in told.items() if key not in read} == {
        shelf.as_new(replace(story, title=HOSTILE), ()).id: HOSTILE,
        "half": "half.json: The file holds no story: it is neither a story saved here (JSON) nor a presentation made "
        "here (HTML).",
        "other": 'other.json: The file holds no story: its "format" is not "incident-atlas story 1".',
        "a folder": f"a folder.json: {name}",
        "copy (1)": f"copy (1).json: {name}",
        "huge": "huge.json: The file is larger than 25 MB; a story is much smaller.",
    }


def test_a_file_is_called_by_its_name_whatever_id_stands_in_it(folder, story):
    folder.mkdir(parents=True)
    (folder / "renamed.json").write_text(to_json(story), encoding="utf-8")
    (one,) = shelf.saved_stories(folder, KNOWN)
    assert one.story == shelf.with_ids(replace(story, id="renamed"))
    assert shelf.save(folder, one.story, one.revision, KNOWN).id == "renamed"


def test_an_unfinished_story_is_kept_with_what_it_changes_until_it_is_dropped(folder, story):
    opened = shelf.save_as_new(folder, story, KNOWN)
    changed = replace(opened.story, title="")
    shelf.keep_draft(folder, "0a", changed, opened.revision, KNOWN)
    shelf.keep_draft(folder, "0b", story, None, KNOWN)
    kept = {one.id: (one.story, one.revision) for one in shelf.drafts(folder, KNOWN)}
    assert kept == {"0a": (changed, opened.revision), "0b": (shelf.with_ids(story), "")}
    assert shelf.saved_stories(folder, KNOWN) == (opened,)
    shelf.drop_draft(folder, "0a")
    shelf.drop_draft(folder, "never there")
    assert [one.id for one in shelf.drafts(folder, KNOWN)] == ["0b"]


def _save_often(folder, who):
    """Save a story 25 times as one of several editors; return what was opened and what was acknowledged."""
    acknowledged = []
    while len(acknowledged) < 25:
        (opened,) = shelf.saved_stories(folder, KNOWN)
        mine = replace(opened.story, summary=f"Editor {who}, save {len(acknowledged)}.")
        try:
            acknowledged.append((opened.revision, shelf.save(folder, mine, opened.revision, KNOWN).revision))
        except StoryConflictError:
            continue
    return acknowledged


def test_of_four_editors_who_save_at_once_nobody_loses_a_save_that_was_acknowledged(folder, story):
    first = shelf.save_as_new(folder, story, KNOWN)
    with ThreadPoolExecutor(4) as editors:
        saves = [save for mine in editors.map(lambda who: _save_often(folder, who), range(4)) for save in mine]
    (last,) = shelf.saved_stories(folder, KNOWN)
    followed, made = {opened for opened, _ in saves}, {revision for _, revision in saves}
    assert (len(saves), len(followed), len(made)) == (100, 100, 100)
    assert made - followed == {last.revision}
    assert followed - made == {first.revision}
    assert [path.name for path in folder.iterdir()] == ["our-town-hall.json"]


def test_four_editors_who_begin_stories_of_one_title_at_once_get_four_files_each_time(folder, story):
    with ThreadPoolExecutor(4) as editors:
        saved = list(editors.map(lambda _: shelf.save_as_new(folder, story, KNOWN).id, range(24)))
    assert len(set(saved)) == 24
    assert sorted(name for name, _ in listed(folder)) == sorted(saved)
