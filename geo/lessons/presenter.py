"""Stories as one HTML file: the interactive map with its clock, and slides that move it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gazetteer.policy import DEFAULT_POLICY
from geo.language import LANGUAGES, SOURCE_LANGUAGE, catalogue, marked_in
from geo.snapshot.forms.html import payload
from geo.stories.files import to_plain
from geo.stories.telling import told_stories
from geo.style import EVENT_STYLES, MEASURE_WORDS, PLACE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.policy import NamePolicy
    from geo.material import Material
    from geo.stories.story import Story

#: how much larger than on a desk everything on the map is drawn, so that its least words have 18 pixels
MAGNIFY = 1.65


def presenter_html(
    material: Material,
    stories: Sequence[Story],
    policy: NamePolicy = DEFAULT_POLICY,
    language: str = SOURCE_LANGUAGE,
) -> bytes:
    """Write stories as a presentation that needs nothing but a browser.

    Parameters
    ----------
    material
        The data folder; the whole of it is in the file, so that a question leads on from the story.
    stories
        What is told, in the order of the contents.
    policy
        Names on the map.
    language
        Of the words around the stories, a key of `geo.language.LANGUAGES`; a reader can change it.
    """
    from geo.webmap import Opening, map_html  # folium costs half a second

    opening = Opening(policy=policy.value, magnify=MAGNIFY).message(list(material.incidents.index))
    page = payload(material) | {"opening": opening, "present": _told(material, stories, language)}
    return map_html(page).encode()


def _told(material: Material, stories: Sequence[Story], language: str) -> dict[str, Any]:
    """Return what the presenter tells, as plain values: stories, glossary, words of all languages.

    The stories are in it once more as they were written, so that a file can be opened in the editor again.
    """
    return {
        **told_stories(material.dataset, material.incidents, material.gazetteer, stories),
        "language": language,
        "languages": dict(LANGUAGES),
        "words": {tag: catalogue(tag, _marked()) for tag in LANGUAGES if tag != SOURCE_LANGUAGE},
        "written": [to_plain(story) for story in stories],
    }


@lru_cache
def _marked() -> tuple[str, ...]:
    """Return the English texts of the presenter: those of its scripts, and words of the data that it says."""
    from geo.webmap import ASSETS

    scripts = sorted((ASSETS / "present").glob("*.js"))
    texts = [text for script in scripts for text in marked_in(script.read_text(encoding="utf-8"))]
    kinds = (style.label for style in EVENT_STYLES.values())
    return tuple(dict.fromkeys([*texts, *PLACE_WORDS.values(), *MEASURE_WORDS.values(), *kinds]))
