"""`python -m geo.lessons`: what a teacher takes away, without the dashboard."""

from __future__ import annotations

import pytest

from geo.lessons.__main__ import main
from geo.stories.files import from_file, to_json
from geo.stories.story import stories_of
from geo.tables import read_dataset
from tests.worlds import world, write_world


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def run(folder, capsys):
    """Run the command on the tiny world and return exit code, output and what it says beside it."""

    def run(*arguments):
        code = main([*map(str, arguments), "--data", str(folder), "--made-on", "2026-11-22"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_story_becomes_the_files_that_are_asked_for(run, tmp_path):
    asked = [tmp_path / name for name in ("may.html", "may.pdf", "may.pptx")]
    code, said, _ = run("may_2023", *(part for path in asked for part in ("-o", path)))
    assert (code, said.split()) == (0, [str(path) for path in asked])
    assert [path.read_bytes()[:4] for path in asked] == [b"<!DO", b"%PDF", b"PK\x03\x04"]


def test_a_folder_gets_everything_under_its_usual_name(run, tmp_path):
    assert run("march_2004", "-o", tmp_path)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "march_2004-handout.pdf",
        "march_2004-key.pdf",
        "march_2004-presentation.html",
        "march_2004-slides.pptx",
    ]


def test_a_pdf_is_the_key_if_that_is_asked_for(run, tmp_path):
    run("may_2023", "-o", tmp_path / "pupils.pdf")
    run("may_2023", "-o", tmp_path / "teacher.pdf", "--key")
    pupils, teacher = ((tmp_path / name).read_bytes() for name in ("pupils.pdf", "teacher.pdf"))
    assert pupils != teacher


def test_the_address_of_the_atlas_is_asked_for_or_taken_from_the_environment(run, tmp_path, monkeypatch):
    told = []
    for name, variable, asked in (("none", "", ()), ("told", "", ("--address", "https://atlas.example")),
                                  ("variable", "https://atlas.example", ())):  # fmt: skip
        monkeypatch.setenv("ATLAS_ADDRESS", variable)
        run("march_2004", "-o", tmp_path / f"{name}.pdf", *asked)
        told.append((tmp_path / f"{name}.pdf").read_bytes())
    assert (told[0] != told[1], told[1] == told[2]) == (True, True)


def test_all_stories_stand_in_one_presentation(run, folder, tmp_path):
    assert run("all", "-o", tmp_path / "all.html", "--language", "sq")[0] == 0
    written = (tmp_path / "all.html").read_bytes()
    known = [row["id"] for row in world()["incidents"]]
    assert from_file(written, known) == stories_of(read_dataset(folder))
    assert b'<html lang="sq">' in written[:200]


def test_a_story_of_ones_own_is_told_from_its_file(run, folder, tmp_path):
    story = stories_of(read_dataset(folder))[0]
    (tmp_path / "own.json").write_text(to_json(story), encoding="utf-8")
    assert run(tmp_path / "own.json", "-o", tmp_path / "own.html")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nope", "-o", "out.html"), 'There is no story and no file "nope"; the stories are: march_2004, may_2023.'),
        (("may_2023", "-o", "out.doc"), '"out.doc" does not say what is wanted; let it end in .html, .pdf or .pptx.'),
        (("all", "-o", "out.pdf"), '"out.pdf" holds one story; name the story, or write all of them as .html.'),
        (("may_2023", "-o", "nowhere/out.pdf"),
         "nowhere/out.pdf cannot be written (there is no folder nowhere). Make the folder first."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_a_sentence(run, tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    code, said, fault = run(*arguments)
    assert (code, said, fault.splitlines()[-1]) == (2, "", sentence)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_several_stories_is_not_guessed_at(run, tmp_path):
    run("all", "-o", tmp_path / "all.html")
    code, _, fault = run(tmp_path / "all.html", "-o", tmp_path / "one.pdf")
    assert (code, fault.splitlines()[-1].partition('" ')[2]) == (2, "holds 2 stories; give a file that holds one.")
