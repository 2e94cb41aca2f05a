"""The chapter editor: a story is begun, opened, saved, shared and put aside here; `rewriting` edits its steps."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

import streamlit as st

from geo.dates import say_day, say_window
from geo.errors import StoryError
from geo.filters import Filters
from geo.stories import retold, shelf
from geo.stories.files import LARGEST_MB, from_file, to_json, to_tables
from geo.style import LAYER_WORDS, MODE_WORDS
from geo.views import Mode
from pages.shared import link, ownshelf, ownstory, rewriting, state, storytelling
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from datetime import datetime

    from geo.stories.shelf import Saved
    from geo.stories.story import MapState, Story
    from pages.shared.ownstory import Own

MOST_DRAFTS = 3
_ANSWERED = "stories of the last file"


def under_way() -> bool:
    """Say whether this viewer has a story open in the editor."""
    return ownstory.current() is not None


def edit(story: Story | None) -> None:
    """Show the editor.

    Parameters
    ----------
    story
        The story that is chosen on the page and may be retold; None if there is none.
    """
    st.html(Path(__file__).with_name("retelling.css"))
    own = ownstory.current()
    with st.container(key="retelling"):
        if own is None:
            _begin(story)
        else:
            _show(own)


def _begin(story: Story | None) -> None:
    """Offer every way to begin."""
    if told := ownshelf.said():
        st.info(plain(told), icon=":material/inventory_2:")
    st.markdown(tr("Tell it in your own words: choose maps, write what they show, and present it like the others."))
    _offer_drafts()
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="retelling-new"):
        st.subheader(tr("A new story"), anchor=False)
        st.markdown(plain(tr("Begins with one step: the map as the Map page shows it now.")))
        st.caption(plain(say_state(ownstory.present_map())))
        st.button(tr("Begin"), key="own begin", type="primary", icon=":material/add:", on_click=_begin_new)
    with right.container(border=True, key="retelling-copy"):
        st.subheader(tr("Retell a story"), anchor=False)
        if story is None:
            st.markdown(tr("There is no story yet that could be retold."))
        else:
            st.markdown(tr("Makes a copy of the story chosen above, with all its steps and exercises, to be changed."))
            st.caption(plain(f"{story.title}: {_parts(story)}"))
            st.button(tr("Retell"), key="own retell", icon=":material/content_copy:", on_click=_retell, args=(story,))
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="retelling-saved"):
        st.subheader(tr("A saved story"), anchor=False)
        _ask_saved()
    with right.container(border=True, key="retelling-file"):
        st.subheader(tr("A story from a file"), anchor=False)
        _ask_file()


def _offer_drafts() -> None:
    """Offer what was begun and not saved, for example before the page was reloaded."""
    listed = shelf.drafts(shelf.shelf_folder(), state.atlas().material.incidents.index)
    if not listed:
        return
    with st.container(border=True, key="retelling-drafts"):
        st.subheader(tr("Unfinished"), anchor=False)
        st.caption(tr("Neither saved nor put aside. What is open in another window is listed here too."))
        for draft in listed[:MOST_DRAFTS]:
            _offer_draft(draft)
        if listed[MOST_DRAFTS:]:
            with st.expander(tr("{number} older ones").format(number=len(listed) - MOST_DRAFTS)):
                for draft in listed[MOST_DRAFTS:]:
                    _offer_draft(draft)


def _offer_draft(draft: Saved) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if draft.story is None:
            st.markdown(plain(draft.fault))
        else:
            title = draft.story.title or tr("Story without a title")
            when = say_time(tr("Changed"), draft.saved)
            st.markdown(f"**{plain(title)}**  \n:small[{plain(f'{_parts(draft.story)}; {when}')}]")
            st.button(tr("Go on"), key=f"own go on {draft.id}", icon=":material/edit:",
                      on_click=ownshelf.go_on, args=(draft,))  # fmt: skip
        if draft.id:
            st.button(tr("Put aside"), key=f"own drop {draft.id}", type="tertiary",
                      on_click=ownshelf.put_draft_aside, args=(draft.id,))  # fmt: skip


def _begin_new() -> None:
    ownshelf.begin(retold.story_from(ownstory.step_from_view()))


def _retell(story: Story) -> None:
    ownshelf.begin(retold.copy_of(story, f"{story.title} ({tr('retold')})"))


def _ask_saved() -> None:
    """Ask which saved story is opened; tell what is wrong with those that cannot be."""
    listed = shelf.saved_stories(shelf.shelf_folder(), state.atlas().material.incidents.index)
    readable = {one.id: one for one in listed if one.story is not None}
    if readable:
        name = st.selectbox(
            tr("Saved here"), list(readable), key="own saved", format_func=lambda one: _line(readable[one].story)
        )
        chosen = readable[name]
        st.caption(plain(say_time(tr("Saved"), chosen.saved)))
        st.button(tr("Open"), key="own open", icon=":material/edit:", on_click=ownshelf.begin,
                  args=(chosen.story, chosen))  # fmt: skip
    else:
        st.markdown(tr("None yet. Whoever uses this program on this computer sees the saved stories."))
    for fault in (one.fault for one in listed if one.story is None):
        st.warning(plain(fault))


def _ask_file() -> None:
    """Ask for a file and which of its stories is opened."""
    file = st.file_uploader(
        tr("A story saved as a file (JSON), or a presentation made here (HTML)"),
        type=["json", "html"], max_upload_size=LARGEST_MB, key="own file",
    )  # fmt: skip
    if file is None:
        return
    told = _stories_of(file.getvalue())
    if isinstance(told, str):
        st.error(plain(told))
        return
    at = 0
    if len(told) > 1:
        at = st.selectbox(
            tr("Which of its stories"), range(len(told)), key="own of file", format_func=lambda one: _line(told[one])
        )
    st.caption(plain(f"{_line(told[at])}: {_parts(told[at])}"))
    st.button(tr("Open"), key="own open file", icon=":material/edit:", on_click=ownshelf.begin,
              args=(retold.copy_of(told[at], told[at].title),))  # fmt: skip


def _stories_of(content: bytes) -> tuple[Story, ...] | str:
    """Read a file, once as long as it and the data stay the same; a text says why it cannot be read."""
    asked = (sha256(content).hexdigest(), state.atlas().material.dataset.version)
    kept = st.session_state.get(_ANSWERED)
    if kept is None or kept[0] != asked:
        try:
            answer: tuple[Story, ...] | str = from_file(content, state.atlas().material.incidents.index)
        except StoryError as error:
            answer = str(error)
        kept = st.session_state[_ANSWERED] = (asked, answer)
    return cast("tuple[Story, ...] | str", kept[1])


def _show(own: Own) -> None:
    """Show the open story: what can be done with it, the form, and what is said of it."""
    _show_bar(own)
    if own.conflict:
        _show_conflict(own)
    elif own.fault:
        st.error(plain(own.fault))
    rewriting.ask_story(own)
    steps, form = st.columns((2, 5), gap="medium")
    with steps, st.container(key="retelling-steps"):
        rewriting.list_steps(own)
        _show_view()
    with form, st.container(key="retelling-step"):
        rewriting.ask_step(own, say_state(own.step.state))
    rewriting.list_exercises(own)


def _show_bar(own: Own) -> None:
    saved = own.opened is not None and not own.changed
    with st.container(key="retelling-bar"):
        st.markdown(f"**{plain(own.story.title or tr('Story without a title'))}**")
        if saved and own.saved is not None:
            st.caption(f":material/check: {plain(say_time(tr('Saved'), own.saved))}")
        elif own.undrafted:
            lost = tr("Not saved yet; a reload of this page loses it.")
            st.caption(f":material/warning: {plain(f'{lost} {own.undrafted}')}")
        else:
            st.caption(plain(tr("Not saved yet. If the page is reloaded, it is listed as unfinished.")))
        with st.container(horizontal=True, gap="xsmall"):
            st.button(tr("Save"), key="own save", type="primary", icon=":material/save:", disabled=saved,
                      on_click=ownstory.do, args=(ownshelf.save,))  # fmt: skip
            if own.opened is not None:
                st.button(tr("Save as a copy"), key="own copy", on_click=ownstory.do, args=(ownshelf.save_copy,))
            _offer_present(own, saved=saved)
            _offer_files(own.story)
            with st.popover(tr("Put aside")):
                st.markdown(tr("The story leaves the list; its file is moved into a folder for what was put aside."))
                st.button(tr("Put it aside"), key="own aside", on_click=ownstory.do, args=(ownshelf.put_aside,))
            st.button(tr("Close"), key="own close", type="tertiary", on_click=ownstory.do, args=(ownshelf.close,))


def _offer_present(own: Own, *, saved: bool) -> None:
    label, icon = tr("Present"), ":material/slideshow:"
    if saved:
        st.link_button(label, storytelling.address_of(own.story), icon=icon)
    else:
        st.button(label, key="own present", icon=icon, disabled=True, help=tr("Save it first: what is saved is shown."))


def _offer_files(story: Story) -> None:
    """Offer the story as files."""
    name = shelf.as_new(story, ()).id
    with st.popover(tr("Download")):
        st.download_button(
            tr("A file to open here again (JSON)"), partial(to_json, story), f"{name}.json", "application/json",
            key="own json", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            tr("Tables of a data set (ZIP)"), partial(to_tables, story), f"{name}.zip", "application/zip",
            key="own tables", on_click="ignore",
            help=tr("Data sets of this atlas take the rows once every step has a text and an incident"),
        )  # fmt: skip


def _show_conflict(own: Own) -> None:
    """Say that somebody else saved the story, and offer both ways on."""
    other = ownshelf.theirs(own)
    with st.container(border=True, key="retelling-conflict"):
        st.warning(plain(own.fault))
        st.markdown(tr("Save yours as a copy: then both stay. Or open theirs: yours is listed as unfinished then."))
        with st.container(horizontal=True):
            st.button(tr("Save mine as a copy"), key="own conflict copy", type="primary", on_click=ownstory.do,
                      args=(ownshelf.save_copy,))  # fmt: skip
            if other is not None:
                st.button(tr("Open theirs"), key="own conflict theirs", on_click=ownstory.do,
                          args=(ownshelf.open_theirs,))  # fmt: skip


def _show_view() -> None:
    """Say what the present view is, from which steps are made."""
    st.caption(plain(f"{tr('The Map page shows now')}: {say_state(ownstory.present_map())}"))
    if link.current().filters != Filters():
        st.caption(tr("Filters are no part of a story: a step shows every incident of its days."))


def say_state(wanted: MapState) -> str:
    """Say what the map of a step shows."""
    days = say_window(wanted.window)
    days += f" ({tr(MODE_WORDS[wanted.mode])})" if wanted.mode != Mode.WINDOW else ""
    layers = ", ".join(tr(LAYER_WORDS[layer]) for layer in wanted.layers)
    latitude, longitude, zoom = wanted.centre
    where = tr("centre {latitude}, {longitude}, zoom {zoom}").format(
        latitude=f"{latitude:.2f}", longitude=f"{longitude:.2f}", zoom=f"{zoom:g}"
    )
    return f"{days}; {layers}; {where}"


def say_time(what: str, at: datetime) -> str:
    """Say when something was done, for example "Saved 29 May 2023, 18:05 UTC"."""
    return f"{what} {say_day(at.date())}, {at:%H:%M} UTC"


def _line(story: Story | None) -> str:
    if story is None:
        return ""
    title = story.title or tr("Story without a title")
    return f"{title} ({story.author})" if story.author else title


def _parts(story: Story) -> str:
    steps = tr("{number} steps").format(number=len(story.steps))
    exercises = tr("{number} exercises").format(number=len(story.exercises))
    return f"{steps}, {exercises}" if story.exercises else steps
