"""Stories on the page: which there are, the chosen one to present and to take away, and the same as text."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from geo.dates import say_window
from geo.errors import StoryError
from geo.language import N_
from geo.lessons.outputs import FORMS, Lesson, Wanted, file_name, make_lesson
from geo.lessons.presenter import presenter_html
from geo.snapshot.outputs import MEDIA_TYPES
from geo.stories.citing import sentences_of, sources_by_id
from geo.stories.exercises import numbers_of
from geo.stories.files import to_json
from geo.stories.shelf import saved_stories, shelf_folder
from geo.views import BESIDE_THE_VIEW, STORY_PART
from pages.shared import link, state
from pages.shared.printing import ADDRESS_VARIABLE
from pages.shared.serve import PRESENT_ADDRESS
from pages.shared.words import link_to, plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazetteer.policy import NamePolicy
    from geo.stories.citing import Sentence
    from geo.stories.story import MapState, Story

LABELS = {
    Lesson.PRESENTATION: N_("This story (HTML)"),
    Lesson.HANDOUT: N_("Handout (PDF)"),
    Lesson.KEY: N_("Key for the teacher (PDF)"),
    Lesson.SLIDES: N_("Slides (PowerPoint)"),
}
HELP = {
    Lesson.PRESENTATION: N_("The presentation below in one file; it works from a stick, without a network"),
    Lesson.HANDOUT: N_("Maps, texts, questions and sources for pupils"),
    Lesson.KEY: N_("The handout with answers and notes"),
    Lesson.SLIDES: N_("Slides with shapes and texts that can be edited, and speaker notes"),
}
MOST_KEPT = 8
#: parts of the link that stay when a step is shown on the map; filters would hide what it tells of
KEPT = (*BESIDE_THE_VIEW, "names", "tiles")
_FOLLOW = "go to the map"


def saved() -> dict[str, Story]:
    """Return the stories that were made here, by id; those that cannot be read are left out."""
    listed = saved_stories(shelf_folder(), state.atlas().material.incidents.index)
    return {one.id: one.story for one in listed if one.story is not None}


def choose() -> Story | None:
    """Ask which story is told: those of the data first, then the saved ones; None if there is none."""
    shipped = {story.id: story for story in state.atlas().material.stories}
    own = {name: story for name, story in saved().items() if name not in shipped}
    every = shipped | own
    if not every:
        return None
    if st.session_state[STORY_PART] not in every:
        st.session_state[STORY_PART] = next(iter(every))
    name = st.selectbox(
        tr("Story"),
        list(every),
        list(every).index(st.session_state[STORY_PART]),
        format_func=lambda one: f"{every[one].title} ({tr('saved here')})" if one in own else every[one].title,
    )
    st.session_state[STORY_PART] = name
    return every[name]


def offer(story: Story) -> None:
    """Offer to present a story full screen, and every file of it; a file is made when its button is pressed."""
    st.html(Path(__file__).with_name("storytelling.css"))
    with st.container(horizontal=True, gap="xsmall", key="presenting"):
        st.link_button(
            tr("Present"), address_of(story), type="primary", icon=":material/slideshow:",
            help=tr("Opens in a window of its own; press F there for full screen"),
        )  # fmt: skip
        policy, language = link.current().policy, link.language()
        for lesson in Lesson:
            st.download_button(
                tr(LABELS[lesson]),
                partial(_taken, story, lesson, policy, language),
                file_name(story.id, lesson),
                MEDIA_TYPES[FORMS[lesson]],
                key=f"take away {lesson}",
                on_click="ignore",
                help=tr(HELP[lesson]),
            )
        if story in state.atlas().material.stories:
            st.download_button(
                tr("All stories (HTML)"),
                partial(presentation, state.atlas().map_version, "", policy, language),
                "incident-atlas-chapters.html",
                "text/html",
                key="take away all",
                on_click="ignore",
                help=tr("Every story of the data in one file, with a list to choose from"),
            )


def address_of(story: Story) -> str:
    """Return where this server shows the presentation of a story."""
    told = {"version": state.atlas().map_version, "names": link.current().policy.value, "lang": link.language()}
    own = {"own": story.id, "saved": sha256(to_json(story).encode()).hexdigest()[:12]}
    asked = told if story in state.atlas().material.stories else told | own
    return f"{PRESENT_ADDRESS}?{urlencode(asked)}#{story.id}"


def _taken(story: Story, lesson: Lesson, policy: NamePolicy, language: str) -> bytes:
    """Return a file of a story as it is made today."""
    wanted = Wanted(policy, datetime.now(UTC).date(), language, os.environ.get(ADDRESS_VARIABLE, ""))
    return _made(state.atlas().map_version, story, lesson, wanted)


@lru_cache(maxsize=MOST_KEPT)
def _made(version: str, story: Story, lesson: Lesson, wanted: Wanted) -> bytes:
    del version  # only part of the key
    return make_lesson(state.atlas().material, story, lesson, wanted).content


def presentation(version: str, own: str, policy: NamePolicy, language: str) -> bytes:
    """Return the presentation of the stories of the data, or of one that was saved here.

    Raises
    ------
    StoryError
        If there is no saved story of that id.
    """
    if not own:
        return _presented(version, state.atlas().material.stories, policy, language)
    story = saved().get(own)
    if story is None:
        raise StoryError("This story is not saved here any more; choose another one on the page Chapters.")
    return _presented(version, (story,), policy, language)


@lru_cache(maxsize=MOST_KEPT)
def _presented(version: str, told: tuple[Story, ...], policy: NamePolicy, language: str) -> bytes:
    del version  # only part of the key
    return presenter_html(state.atlas().material, told, policy, language)


def as_text(story: Story) -> None:
    """Show the steps of a story as text, with its sources; each step leads to its map."""
    numbers = numbers_of(state.atlas().material.dataset, story)
    behind = sources_by_id(state.atlas().material.dataset)
    for number, step in enumerate(story.steps, 1):
        st.subheader(f"{number}. {plain(step.title)}", anchor=False)
        told = (_cited(sentence, behind, numbers) for sentence in sentences_of(step.text))
        st.markdown(" ".join(told))
        if step.question:
            st.markdown(f"**{tr('Question')}:** {plain(step.question)}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(tr("Show on the map"), key=f"map of {step.id}", on_click=open_map, args=(step.state,),
                      icon=":material/map:")  # fmt: skip
            st.caption(plain(say_window(step.state.window)))
        with st.expander(tr("For the teacher")):
            st.markdown(f"**{tr('Key')}:** {plain(step.answer)}\n\n**{tr('Notes')}:** {plain(step.notes)}")
    st.subheader(tr("Sources"), anchor=False)
    records = state.atlas().material.source_rows
    lines = [
        f"{number}. {link_to(records[source]['title'], records[source]['url'])}, {plain(records[source]['publisher'])}"
        for source, number in numbers.items()
    ]
    st.markdown("\n".join(lines))


def _cited(sentence: Sentence, behind: Mapping[str, tuple[str, ...]], numbers: Mapping[str, int]) -> str:
    """Say a sentence with the numbers of its sources."""
    marks = sorted({numbers[source] for mark in sentence.cites for source in behind.get(mark, ())})
    return plain(sentence.text) + (f" :small[\\[{', '.join(map(str, marks))}\\]]" if marks else "")


def open_map(wanted: MapState) -> None:
    """Make the map of a step the view of all pages; `follow` goes there when the page is drawn next."""
    first, last = wanted.window
    kept = {name: values for name, values in link.told_now().items() if name in KEPT}
    asked = {
        "from": [str(first)], "to": [str(last)], "mode": [wanted.mode], "layer": list(wanted.layers),
        "incident": [wanted.incidents[0]] if len(wanted.incidents) == 1 else [],
        "map": [",".join(f"{part:g}" for part in wanted.centre)],
    }  # fmt: skip
    link.open_link(kept | asked, state.atlas().material.options)
    st.session_state[_FOLLOW] = True


def follow() -> None:
    """Go to the map if a step was asked for."""
    if st.session_state.pop(_FOLLOW, False):
        link.write()
        st.switch_page("pages/explore/map.py")
