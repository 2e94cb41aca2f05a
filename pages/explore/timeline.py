"""Timeline: how many of what when; of the atlas's own data also KFOR, two episodes from day 0, who says how many."""

from __future__ import annotations

import streamlit as st

from geo.filters import apply
from geo.notices import FIGURES_NOTICE
from pages.shared import counting, link, overviews, selection, state
from pages.shared.words import plain, say_shown, tr, what_to_loosen

view, found, asked = link.current(), state.shown(), state.engine()

st.title(tr("Timeline"), anchor=False)
st.caption(say_shown(view.window, found))

st.header(tr("Incidents over time"), anchor=False)
counted = counting.of_material(state.opened().material, found.ids) if asked is None else counting.of_engine(asked, view)
if counted is None:
    st.info(what_to_loosen(found))
else:
    overviews.incidents_over_time(counted)
    st.caption(plain(state.coverage()))

if selection.chosen().atlas:  # these parts need what only the atlas's own tables have
    opened = state.opened() if asked is None else state.atlas()
    ids = found.ids if asked is None else apply(opened.sieve, view.filters, view.window).ids

    st.header(tr("Strength of KFOR"), anchor=False)
    overviews.strength(view.window, opened.material)

    st.header(tr("Two episodes from day 0"), anchor=False)
    st.caption(tr("The filters apply, except the choice of episodes; the time window does not."))
    overviews.two_episodes(view.filters, opened.material)

    st.header(tr("Who says how many"), anchor=False)
    st.caption(FIGURES_NOTICE)
    overviews.who_says_how_many(ids, view.incident, opened.material)
