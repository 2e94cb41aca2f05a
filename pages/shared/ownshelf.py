"""A story of one's own is begun or opened, saved, and put aside; nothing that somebody wrote is lost on the way."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoryConflictError, StoryError
from geo.stories import retold, shelf
from pages.shared import ownstory, state
from pages.shared.ownstory import OPEN, STORY_BOXES, Own
from pages.shared.words import tr

if TYPE_CHECKING:
    from geo.stories.shelf import Saved
    from geo.stories.story import Story

_SAID = "what became of the last own story"


def begin(story: Story, opened: Saved | None = None) -> None:
    """Open a story in the form: a new one, or one that is saved."""
    key = token_hex(4)
    if opened is None:
        st.session_state[OPEN] = Own(story, story, None, key)
    else:
        st.session_state[OPEN] = Own(story, story, opened.revision, key, saved=opened.saved)


def go_on(draft: Saved) -> None:
    """Go on with what was not saved; it moves to a draft of this viewer."""
    if draft.story is not None:
        own = st.session_state[OPEN] = Own(draft.story, None, draft.revision or None, token_hex(4))
        ownstory.keep(own)
        if own.drafted:
            shelf.drop_draft(shelf.shelf_folder(), draft.id)


def save(own: Own) -> None:
    """Save the story where it was opened; a new one under an id of its own."""
    known, folder = state.atlas().material.incidents.index, shelf.shelf_folder()
    try:
        if own.opened is None:
            _saved(own, shelf.save_as_new(folder, own.story, known, _reserved()))
        else:
            _saved(own, shelf.save(folder, own.story, own.opened, known))
    except StoryError as error:
        own.fault, own.conflict = str(error), isinstance(error, StoryConflictError)


def save_copy(own: Own) -> None:
    """Save the story as another one, and go on with that one."""
    title = f"{own.story.title} ({tr('copy')})" if own.story.title else ""
    try:
        _saved(own, shelf.save_as_new(shelf.shelf_folder(), replace(own.story, title=title[:STORY_BOXES["title"]]),
                                      state.atlas().material.incidents.index, _reserved()))  # fmt: skip
    except StoryError as error:
        own.fault = str(error)


def _reserved() -> set[str]:
    return {*state.atlas().material.dataset.tables["episodes"]["id"], retold.NEW}


def _saved(own: Own, saved: Saved) -> None:
    if saved.story is None:
        raise StoryError(saved.fault)
    own.story = own.kept = saved.story
    own.opened, own.saved, own.drafted = saved.revision, saved.saved, None
    own.turn += 1
    shelf.drop_draft(shelf.shelf_folder(), own.key)


def theirs(own: Own) -> Saved | None:
    """Return the story as somebody else saved it in the meantime."""
    listed = shelf.saved_stories(shelf.shelf_folder(), state.atlas().material.incidents.index)
    return next((one for one in listed if one.id == own.story.id and one.story is not None), None)


def open_theirs(own: Own) -> None:
    """Open the story as somebody else saved it; what is written here stays in the list of unfinished work."""
    other = theirs(own)
    if other is not None and other.story is not None and own.story == own.drafted:
        begin(other.story, other)
    else:
        own.fault = tr("Yours cannot be kept as unfinished work. Save it as a copy, or download it as a file, first.")


def put_aside(own: Own) -> None:
    """Put the story aside, with what was not saved of it."""
    folder = shelf.shelf_folder()
    try:
        if own.opened is not None:
            shelf.remove(folder, own.story.id)
    except StoryError as error:
        own.fault = str(error)
        return
    if own.drafted:
        with suppress(StoryError):
            shelf.remove(folder / shelf.DRAFTS, own.key)
    st.session_state.pop(OPEN)
    st.session_state[_SAID] = tr("The story was put aside. Its file is in the folder {folder}.").format(
        folder=folder / shelf.REMOVED if own.opened else folder / shelf.DRAFTS / shelf.REMOVED
    )


def close(own: Own) -> None:
    """Close the story; what is not saved stays in the list of unfinished work."""
    if own.undrafted and own.changed:
        own.fault = tr("The story is not saved and cannot be kept as unfinished work. Save it or download it first.")
        return
    st.session_state.pop(OPEN)


def put_draft_aside(key: str) -> None:
    """Put unfinished work aside."""
    try:
        shelf.remove(shelf.shelf_folder() / shelf.DRAFTS, key)
    except StoryError as error:
        st.session_state[_SAID] = str(error)


def said() -> str:
    """Return what became of the last story, once."""
    return str(st.session_state.pop(_SAID, ""))
