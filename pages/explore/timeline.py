"""Timeline: how many of what when, how strong KFOR was, two episodes from day 0, who says how many."""

from __future__ import annotations

import streamlit as st

from geo.notices import COVERAGE_NOTICE, FIGURES_NOTICE
from pages.shared import link, overviews, state
from pages.shared.words import say_shown, tr, what_to_loosen

view, found = link.current(), state.shown()
shown = state.incidents().loc[list(found.ids)]

st.title(tr("Timeline"), anchor=False)
st.caption(say_shown(view.window, found))

st.header(tr("Incidents over time"), anchor=False)
if shown.empty:
    st.info(what_to_loosen(found))
else:
    overviews.incidents_over_time(shown)
    st.caption(COVERAGE_NOTICE)

st.header(tr("Strength of KFOR"), anchor=False)
overviews.strength(view.window)

st.header(tr("Two episodes from day 0"), anchor=False)
st.caption(tr("The filters apply, except the choice of episodes; the time window does not."))
overviews.two_episodes(view.filters)

st.header(tr("Who says how many"), anchor=False)
st.caption(FIGURES_NOTICE)
overviews.who_says_how_many(found.ids, view.incident)
