"""Table: the shown incidents row by row, the selected one with its sources, downloads of exactly these rows."""

from __future__ import annotations

import streamlit as st

from geo.notices import COVERAGE_NOTICE
from pages.shared import link, panels, state
from pages.shared.downloads import downloads
from pages.shared.rows import incident_rows
from pages.shared.words import count, say_shown, tr, what_to_loosen

view, found = link.current(), state.shown()
dataset, incidents, places = state.dataset(), state.incidents(), state.gazetteer()

st.title(tr("Table"), anchor=False)
st.caption(say_shown(view.window, found))
if found.ids:
    panels.choose_row(incident_rows(dataset, incidents, places, found.ids, view.policy), view.incident)
    st.caption(
        "Killed and Injured: the highest number that any one source gives; numbers of different sources are never "
        "added. Click at the left end of a row to read its figures and sources."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for file in downloads(dataset, incidents, places, found.ids, view):
            st.download_button(
                file.label, file.write, file.name, file.media_type, on_click="ignore", icon=":material/download:"
            )
        if view.incident in incidents.index:
            st.page_link("pages/explore/map.py", label=tr("Show on the map"), icon=":material/map:")
    st.caption(f"Each file holds exactly {count(len(found.ids), 'row', 'rows')}, as shown. {COVERAGE_NOTICE}")
else:
    st.info(what_to_loosen(found))

if view.incident in incidents.index:
    st.divider()
    if view.incident not in found.ids:
        st.caption(tr("The selected incident is hidden by the filters or the time window."))
    panels.incident(view.incident)
