"""`python -m geo.lessons STORY -o lesson.html`: what a teacher takes away, without the dashboard."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.commandline import EXIT_CODES, check_folder, day_argument, finish, tell, text_argument, write_file
from geo.errors import StoryError
from geo.language import LANGUAGES, SOURCE_LANGUAGE
from geo.lessons.outputs import FORMS, Lesson, Wanted, file_name, make_lesson
from geo.lessons.presenter import presenter_html
from geo.material import read_material
from geo.stories.files import from_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.material import Material
    from geo.stories.story import Story

#: what the app takes from the environment, this command takes too
ADDRESS_VARIABLE, FOLDER_VARIABLE = "ATLAS_ADDRESS", "ATLAS_DATA"
ALL = "all"
#: a key is a PDF as well, so it is asked for by a word of its own
BY_ENDING = {str(form): lesson for lesson, form in FORMS.items() if lesson is not Lesson.KEY}
EPILOG = (
    'STORY is the id of an episode, the file of a story of your own (JSON or HTML), or "all" for a presentation of '
    f"every story. Without --data and --address the variables {FOLDER_VARIABLE} and {ADDRESS_VARIABLE} count, as in "
    f"the app. {EXIT_CODES}"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(arguments)
    return finish(lambda: _run(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo.lessons", description="Write a story of Incident Atlas for a class, offline.", epilog=EPILOG
    )
    parser.add_argument("story", metavar="STORY", type=text_argument, help="which story; see below")
    parser.add_argument("-o", "--output", required=True, action="append", type=Path, metavar="FILE",
                        help="where to write; the ending decides: .html the presentation, .pdf the handout, .pptx the "
                        "slides; may be given several times; a folder gets all of them and the key")  # fmt: skip
    parser.add_argument("--key", action="store_true", help="a .pdf is the teacher's key instead of the handout")
    parser.add_argument("--names", choices=list(NamePolicy), default=DEFAULT_POLICY.value, help="names on the maps")
    parser.add_argument("--language", choices=list(LANGUAGES), default=SOURCE_LANGUAGE,
                        help="of the words around the story in the presentation")  # fmt: skip
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="another data folder than the shipped one")
    parser.add_argument("--made-on", type=day_argument, metavar="YYYY-MM-DD",
                        help="the day on the pages; by default today (the same day gives the same bytes)")  # fmt: skip
    parser.add_argument("--address", type=text_argument, metavar="URL", help="address of the atlas, for the QR code")
    return parser


def _run(asked: argparse.Namespace) -> None:
    targets = [(path, None if path.is_dir() else _lesson_of(path, key=asked.key)) for path in asked.output]
    for path, lesson in targets:
        if lesson is not None:
            check_folder(path)
    tell("Reading the data")
    folder = asked.data or os.environ.get(FOLDER_VARIABLE)
    material = read_material(Path(folder) if folder else None)
    address = os.environ.get(ADDRESS_VARIABLE, "") if asked.address is None else asked.address
    wanted = Wanted(NamePolicy(asked.names), asked.made_on or datetime.now(UTC).date(), asked.language, address)
    if asked.story == ALL:
        _write_all(material, targets, wanted)
        return
    story = _story(asked.story, material)
    for path, lesson in targets:
        for one in [lesson] if lesson else list(Lesson):
            target = path / file_name(story.id, one) if lesson is None else path
            tell(f"Making {target.name}")
            write_file(target, make_lesson(material, story, one, wanted).content)
            sys.stdout.write(f"{target}\n")


def _write_all(material: Material, targets: Sequence[tuple[Path, Lesson | None]], wanted: Wanted) -> None:
    for path, lesson in targets:
        if lesson not in (None, Lesson.PRESENTATION):
            raise StoryError(f'"{path.name}" holds one story; name the story, or write all of them as .html.')
        target = path / file_name("incident-atlas", Lesson.PRESENTATION) if lesson is None else path
        write_file(target, presenter_html(material, material.stories, wanted.policy, wanted.language))
        sys.stdout.write(f"{target}\n")


def _lesson_of(path: Path, *, key: bool) -> Lesson:
    lesson = BY_ENDING.get(path.suffix.lower().removeprefix("."))
    if lesson is None:
        raise StoryError(f'"{path.name}" does not say what is wanted; let it end in .html, .pdf or .pptx.')
    return Lesson.KEY if key and lesson is Lesson.HANDOUT else lesson


def _story(name: str, material: Material) -> Story:
    """Find a story of the data by its id, or read one from a file."""
    known = {story.id: story for story in material.stories}
    if name in known:
        return known[name]
    try:
        content = Path(name).read_bytes()
    except (OSError, ValueError):
        raise StoryError(
            f'There is no story and no file "{name[:80]}"; the stories are: {", ".join(known) or "none"}.'
        ) from None
    story, *others = from_file(content, material.incidents.index)
    if others:
        raise StoryError(f'"{name[:80]}" holds {len(others) + 1} stories; give a file that holds one.')
    return story


if __name__ == "__main__":
    sys.exit(main())
