"""What a teacher takes away: which files there are, what they are called, and how each is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.language import SOURCE_LANGUAGE
from geo.lessons.handout import handout_pdf
from geo.lessons.presenter import presenter_html
from geo.lessons.slides import story_pptx
from geo.snapshot.outputs import MEDIA_TYPES, Form, Output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from gazetteer.policy import NamePolicy
    from geo.material import Material
    from geo.stories.story import Story


class Lesson(StrEnum):
    """A file that is taken away."""

    PRESENTATION = "presentation"
    HANDOUT = "handout"
    KEY = "key"
    SLIDES = "slides"


FORMS: Mapping[Lesson, Form] = {
    Lesson.PRESENTATION: Form.HTML,
    Lesson.HANDOUT: Form.PDF,
    Lesson.KEY: Form.PDF,
    Lesson.SLIDES: Form.PPTX,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a story is written: names on maps, language of the words around it, day and address on the pages."""

    policy: NamePolicy
    made_on: date
    language: str = SOURCE_LANGUAGE
    address: str = ""  # of an atlas that everybody reaches, for the QR code


def make_lesson(material: Material, story: Story, lesson: Lesson, wanted: Wanted) -> Output:
    """Make one file of a story.

    Raises
    ------
    SnapshotError
        If it cannot be printed.
    """
    policy, day, address = wanted.policy, wanted.made_on, wanted.address
    makers: Mapping[Lesson, Callable[[], bytes]] = {
        Lesson.PRESENTATION: lambda: presenter_html(material, [story], policy, wanted.language),
        Lesson.HANDOUT: lambda: handout_pdf(material, story, policy, made_on=day, address=address),
        Lesson.KEY: lambda: handout_pdf(material, story, policy, made_on=day, address=address, key=True),
        Lesson.SLIDES: lambda: story_pptx(material, story, policy, made_on=day, address=address),
    }
    return Output(file_name(story.id, lesson), MEDIA_TYPES[FORMS[lesson]], makers[lesson]())


def file_name(story: str, lesson: Lesson) -> str:
    """Return the name of a file, for example "march_2004-handout.pdf"."""
    return f"{story}-{lesson}.{FORMS[lesson]}"
