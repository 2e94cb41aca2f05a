"""The form of the chapter editor: the story, the list of its steps, one step, and what the data says of its text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import streamlit as st

from geo.dates import say_date, say_window
from geo.stories.agreement import disagreements
from geo.stories.files import MOST_STEPS
from geo.views import Mode
from pages.shared import citable, ownstory, state
from pages.shared.ownstory import STEP_BOXES, STORY_BOXES, box, do, nothing
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from geo.stories.agreement import Disagreement
    from geo.stories.story import MapState, Story
    from pages.shared.ownstory import Own

MOST_FOUND = 8
CITING = "On 17 March 2004 crowds clashed at the bridge. [2004-03-17-mitrovica-bridge]"


def ask_story(own: Own) -> None:
    """Ask for title, author and summary."""
    left, right = st.columns((2, 1), gap="medium")
    with left:
        _line(own, "story title", tr("Title of the story"), own.story.title, STORY_BOXES["title"])
    with right:
        _line(own, "story author", tr("Author"), own.story.author, STORY_BOXES["author"])
    _line(own, "story summary", tr("The story in one sentence"), own.story.summary, STORY_BOXES["summary"])


def _line(own: Own, name: str, label: str, value: str, longest: int) -> None:
    st.text_input(label, key=box(own, name, value), max_chars=longest, on_change=do, args=(nothing,))


def _paragraph(own: Own, name: str, label: str, height: int, said: str | None = None) -> None:
    value = getattr(own.step, name)
    st.text_area(label, key=box(own, f"step {name}", value), max_chars=STEP_BOXES[name], height=height, help=said,
                 on_change=do, args=(nothing,))  # fmt: skip


def list_steps(own: Own) -> None:
    """List the steps, to choose one, and to move it, take it out or add another."""
    steps = own.story.steps
    labels = [f"{number}. {plain(step.title)}" for number, step in enumerate(steps, 1)]
    days = [plain(say_window(step.state.window)) for step in steps]
    # Streamlit remembers a choice by its label, so other labels make another list
    key = f"own {own.key} steps {crc32(repr(labels).encode()):x}"
    st.session_state[key] = own.at
    st.radio(tr("Steps"), range(len(steps)), key=key, format_func=labels.__getitem__, captions=days,
             on_change=do, args=(ownstory.choose, key))  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        st.button(tr("Up"), key="own up", disabled=own.at == 0, on_click=do,
                  args=(ownstory.move, -1))  # fmt: skip
        st.button(tr("Down"), key="own down", disabled=own.at == len(steps) - 1,
                  on_click=do, args=(ownstory.move, 1))  # fmt: skip
        st.button(tr("Take out"), key="own out", disabled=len(steps) == 1, on_click=do,
                  args=(ownstory.take_out,), help=tr("A story has at least one step"))  # fmt: skip
    if own.removed is not None:
        st.button(f"{tr('Put back')}: {plain(own.removed[1].title)}", key="own back", icon=":material/undo:",
                  on_click=do, args=(ownstory.put_back,))  # fmt: skip
    st.button(
        tr("Add a step from the map"), key="own add", icon=":material/add:", disabled=len(steps) >= MOST_STEPS,
        on_click=do, args=(ownstory.add,),
        help=tr("Comes after the chosen step and shows what the Map page shows now"),
    )  # fmt: skip


def ask_step(own: Own, map_in_words: str) -> None:
    """Ask for everything that one step tells and shows."""
    st.subheader(
        tr("Step {number} of {all}").format(number=own.at + 1, all=len(own.story.steps)), anchor=False
    )  # fmt: skip
    _line(own, "step title", tr("Title of the step"), own.step.title, STEP_BOXES["title"])
    cited = tr("Write behind each sentence what it rests on, ids in square brackets:")
    _paragraph(own, "text", tr("Text"), 170, f"{cited} `{CITING}`")
    _show_disagreements(own)
    with st.expander(tr("Find what to cite"), icon=":material/search:"):
        _find(own)
    _ask_incidents(own)
    st.checkbox(tr("Content note: this step tells of people killed or hurt"),
                key=box(own, "step content_note", own.step.content_note), on_change=do, args=(nothing,))  # fmt: skip
    if ownstory.untold_deaths(own.step):
        st.warning(tr("An incident of this step tells of people killed. Set the content note."))
    _paragraph(own, "question", tr("Question to think about"), 80)
    left, right = st.columns(2, gap="medium")
    with left:
        _paragraph(own, "answer", tr("Key for the teacher"), 140)
    with right:
        _paragraph(own, "notes", tr("Notes for the speaker"), 140)
    with st.container(border=True, key="retelling-map"):
        st.markdown(f"**{tr('Map of this step')}:** {plain(map_in_words)}")
        with st.container(horizontal=True, gap="xsmall"):
            st.button(tr("Open on the map"), key="own map", icon=":material/map:", on_click=do,
                      args=(ownstory.open_map,))  # fmt: skip
            st.button(
                tr("Take the map of the present view for this step"), key="own take", icon=":material/add_a_photo:",
                on_click=do, args=(ownstory.take_map,),
                help=tr("Set days, layers and extent on the Map page, then come back and press this"),
            )  # fmt: skip


def _find(own: Own) -> None:
    """Find ids by words."""
    words = st.text_input(tr("Words"), key=f"own {own.key} words", placeholder=tr("Place, actor, publisher, number"),
                          max_chars=200)  # fmt: skip
    found = citable.find(words, own.step.state.incidents)
    if not found:
        st.caption(tr("Nothing has all these words; try fewer.") if words.strip() else tr("Type a word to begin."))
    for one in found[:MOST_FOUND]:
        said, mark, button = st.columns((5, 5, 2), vertical_alignment="center", gap="small")
        said.markdown(plain(one.said))
        mark.code(one.id, language=None, wrap_lines=True)
        button.button(tr("Cite"), key=f"own cite {one.id}", on_click=do, args=(ownstory.cite, one.id),
                      help=tr("Adds the id behind the last sentence of the text"))  # fmt: skip
    if len(found) > MOST_FOUND:
        st.caption(tr("{number} more; add a word.").format(number=len(found) - MOST_FOUND))


def _ask_incidents(own: Own) -> None:
    """Ask which incidents the step points out: those of its days, and what it has already."""
    labels = _incidents_of(own.step.state)
    key = box(own, "step incidents", list(own.step.state.incidents))
    st.multiselect(
        tr("Incidents that the map points out"), list(labels), key=key, format_func=labels.__getitem__,
        placeholder=tr("Choose among those of the days of the map"), on_change=do, args=(nothing,),
    )  # fmt: skip


def _incidents_of(wanted: MapState) -> dict[str, str]:
    """Return the incidents that a step may point out, by id, with date and title."""
    rows, (first, last) = state.atlas().material.incidents, wanted.window
    inside = rows["first_day"] <= last
    if wanted.mode != Mode.CUMULATIVE:
        inside &= rows["last_day"] >= first
    labels = {
        str(row["id"]): f"{say_date(row['event_date_start'], row['event_date_end'], row['date_precision'])}: "
        f"{row['title']}"
        for row in rows.sort_values("first_day", kind="stable").to_dict("records")
    }
    known = {name: labels[name] for name in labels if inside[name]}
    for name in wanted.incidents:
        if name not in labels:
            known[name] = f"{name} ({tr('not in this data')})"
        elif name not in known:
            known[name] = f"{labels[name]} ({tr('not in the days of the map')})"
    return known


def list_exercises(own: Own) -> None:
    """List the exercises, which are taken over as they are."""
    if not own.story.exercises:
        return
    with st.expander(f"{tr('Exercises at the end')} ({len(own.story.exercises)})"):
        st.caption(tr("They are taken over as they are, and can be taken out."))
        for at, one in enumerate(own.story.exercises):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{at + 1}. {plain(one.title)}")
                st.button(tr("Take out"), key=f"own exercise {at}", type="tertiary", on_click=do,
                          args=(ownstory.take_exercise_out, at))  # fmt: skip


def _show_disagreements(own: Own) -> None:
    """Say which sentences the data does not bear out: in this step in full, in others where they are."""
    places = {f"step {step.id}": number for number, step in enumerate(own.story.steps, 1)}
    found = [
        one
        for one in _disagreements(state.atlas().material.dataset.version, own.story)
        if one.sentence or _names_id(one)
    ]
    here = [one for one in found if places.get(one.where) == own.at + 1]
    if here:
        head = tr("Not borne out by the data yet. These are hints; the story can be saved with them.")
        lines = [f"- {plain(_in_step(one))}" for one in here]
        st.warning(f"{head}\n\n" + "\n".join(lines))
    elsewhere = sorted({places[one.where] for one in found if places.get(one.where, own.at + 1) != own.at + 1})
    if elsewhere:
        st.caption(plain(f"{tr('Such hints in other steps')}: {', '.join(map(str, elsewhere))}"))


def _names_id(one: Disagreement) -> bool:
    """Tell a hint on an unknown incident from one on the content note, which stands where that is set."""
    return "content note" not in one.reason


def _in_step(one: Disagreement) -> str:
    """Leave out the name of the step, which is the one that is shown."""
    reason = one.reason.removeprefix(f"{one.where[:1].upper()}{one.where[1:]}").lstrip(": ")
    return reason[:1].upper() + reason[1:]


@lru_cache(maxsize=8)
def _disagreements(version: str, story: Story) -> tuple[Disagreement, ...]:
    del version  # only part of the key
    return disagreements(state.atlas().material.dataset, state.atlas().material.incidents, story)
