"""Timeline: how many of what when, how strong KFOR was, two episodes from day 0, who says how many."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.dates import say_window
from geo.filters import apply
from geo.summaries import compare_from_day_zero, counts_by_type, strength_steps
from pages.shared import charts, link, panels, rows, state
from pages.shared.words import plain, what_to_loosen

view, found, dataset, incidents = link.current(), state.shown(), state.dataset(), state.incidents()
shown = incidents.loc[list(found.ids)]

st.title("Timeline", anchor=False)
st.caption(plain(f"{say_window(view.window).capitalize()}: {found.sentence()}."))

st.header("Incidents over time", anchor=False)
if shown.empty:
    st.info(what_to_loosen(found))
else:
    freq = charts.choose_frequency(shown, view.window)
    counts = counts_by_type(shown, freq)
    ...
