"""Table: the shown incidents row by row, the selected one with its sources, downloads of exactly these rows."""

from __future__ import annotations

import streamlit as st

from pages.shared import exports, largetable, link, panels, state
from pages.shared.downloads import downloads
from pages.shared.rows import incident_rows
from pages.shared.words import count, plain, say_shown, tr, what_to_loosen

view, found, asked = link.current(), state.shown(), state.engine()

st.title(tr("Table"), anchor=False)
st.caption(say_shown(view.window, found))
if not found.number:
    st.info(what_to_loosen(found))
elif asked is not None and not asked.has_rows:
    st.info(tr("This data set holds counts, no single incidents; its numbers are on the pages Map and Timeline."))
elif asked is not None:
    largetable.show(asked, view, found.number)
    exports.write_rows(asked, view, found.number)
else:
    dataset, incidents, places = state.dataset(), state.incidents(), state.gazetteer()
    sets = state.opened().material.sets
    panels.choose_row(incident_rows(dataset, incidents, places, found.ids, view.policy, sets), view.incident)
    st.caption(
        "Killed and Injured: the highest number that any one source gives; numbers of different sources are never "
        "added. Click at the left end of a row to read its figures and sources."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        exports.offer(downloads(dataset, incidents, places, found.ids, view, exports.address()))
        if view.incident in incidents.index:
            st.page_link("pages/explore/map.py", label=tr("Show on the map"), icon=":material/map:")
if found.number:
    st.caption(f"Each file holds exactly {count(found.number, 'row', 'rows')}, as shown. {plain(state.coverage())}")

if asked is not None and asked.has_rows:
    largetable.show_chosen(asked, view.incident)
elif asked is None and view.incident in state.incidents().index:
    st.divider()
    if view.incident not in found.ids:
        st.caption(tr("The selected incident is hidden by the filters or the time window."))
    panels.incident(view.incident, state.opened().material)
