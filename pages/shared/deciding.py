"""The one list of places that nobody but the owner of a file can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from gazetteer.candidates import distance_km
from gazetteer.policy import display_name
from pages.shared import bringing, link, state
from pages.shared.flatwords import rows, shortened, told_apart
from pages.shared.words import count, plain, say_feature, tr

if TYPE_CHECKING:
    from gazetteer.places import Place
    from geo.formats.reading.model import Outcome, PlaceQuestion
    from pages.shared.bringing import Brought

MOST_ASKED = 50
UNDECIDED, NONE = "?", ""


def ask(brought: Brought, outcome: Outcome) -> None:
    """Ask about every place that the gazetteer cannot decide, the most frequent first; answers can be changed."""
    brought.questions |= {question.text: question for question in outcome.questions}
    if not brought.questions and not brought.answers:
        return
    still = [question for question in brought.questions.values() if question.text not in brought.answers]
    if still:
        number = count(len(still), tr("place has to be decided"), tr("places have to be decided"))
        title = f"{number} ({rows(sum(question.rows for question in still))})"
    else:
        title = tr("Places as you decided")
    with st.expander(title, expanded=bool(outcome.questions) or not brought.is_current, key="places to decide"):
        _ask_all(brought)
    if not brought.is_current:
        st.info(tr("Your answers count as soon as the rows are checked again."))


def _ask_all(brought: Brought) -> None:
    settled = {} if brought.checked is None else brought.checked.places
    asked = sorted(brought.questions.values(), key=lambda one: (one.text in settled, -one.rows, one.text))
    for question in asked[:MOST_ASKED]:
        _ask_one(brought, question)
    if len(asked) > MOST_ASKED:
        said = tr("The first {number} of {total}; the others follow when these are decided and checked.")
        st.caption(said.format(number=MOST_ASKED, total=len(asked)))
    remembered = len(brought.answers.keys() - brought.questions.keys())
    if remembered:
        said = tr("{places} as you decided for an earlier file with these columns.")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(said.format(places=count(remembered, tr("place is taken"), tr("places are taken"))))
            st.button(tr("Ask again"), on_click=_forget, args=(brought,))
    if st.button(tr("Check again with these answers"), type="primary", disabled=brought.is_current):
        bringing.begin(brought)
        st.rerun()


def _forget(brought: Brought) -> None:
    """Forget the answers that come from an earlier file."""
    for text in brought.answers.keys() - brought.questions.keys():
        del brought.answers[text]


def _ask_one(brought: Brought, question: PlaceQuestion) -> None:
    words, choice = st.columns((2, 3), vertical_alignment="center")
    hint = f" ({question.hint})" if question.hint else ""
    words.markdown(
        f"**{plain(shortened(question.text + hint))}** · {rows(question.rows)}  \n"
        f":small[{plain(question.reason[:1].upper() + question.reason[1:])}]"
    )
    places = {place.id: place for place in question.places}
    labels = {
        UNDECIDED: tr("not decided yet: its rows are left out"),
        **told_apart(
            {one: _say(place, question.places[0]) for one, place in places.items()},
            {one: f"{place.latitude:.3f}, {place.longitude:.3f}" for one, place in places.items()},
        ),
        NONE: tr("none of these: leave the rows out"),
    }
    options = list(labels)
    now = brought.answers.get(question.text, UNDECIDED)
    chosen = choice.selectbox(
        plain(shortened(question.text)), options, options.index(now) if now in options else 0,
        format_func=labels.__getitem__, label_visibility="collapsed", key=f"place {question.text} {brought.file_id}",
    )  # fmt: skip
    if chosen == UNDECIDED:
        brought.answers.pop(question.text, None)
    else:
        brought.answers[question.text] = chosen


def _say(place: Place, first: Place) -> str:
    """Say which place it is: its kind, where it lies, and how far it is from the first one."""
    policy = link.current().policy
    gazetteer = state.atlas().material.gazetteer
    parts = [display_name(place, policy), say_feature(place)]
    if place.municipality and place.municipality in gazetteer.places:
        parts.append(display_name(gazetteer.place(place.municipality), policy))
    parts.append(place.country)
    if place is not first:
        away = distance_km((place.latitude, place.longitude), (first.latitude, first.longitude))
        parts.append(tr("{number} km from the first").format(number=f"{away:,.0f}"))
    return ", ".join(part for part in parts if part)
