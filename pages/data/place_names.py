"""Place names: any spelling in; the place, or an honest "ambiguous" or "unknown", out."""

from __future__ import annotations

import streamlit as st

from gazetteer.candidates import Hints
from gazetteer.policy import display_name
from pages.shared import link, panels, state
from pages.shared.rows import candidate_rows, say_place
from pages.shared.words import plain, say_resolution

EXAMPLES = ("Mitrovica", "Shterpce", "Зубин Поток", "Banjska", "Pec", "Sremska Mitrovica")
ANY_COUNTRY = "Any country"
BOXES = {"resolved": st.success, "ambiguous": st.warning, "unknown": st.info}

policy, gazetteer = link.current().policy, state.gazetteer()
st.title("Place names", anchor=False)
st.caption("Any spelling: Albanian, Serbian in Latin or Cyrillic, English, old names, with or without diacritics.")

toponym = st.text_input("Place name", key="toponym", max_chars=200, placeholder="For example Shterpce")
with st.container(horizontal=True):
    for example in EXAMPLES:
        st.button(example, on_click=st.session_state.update, kwargs={"toponym": example})

countries = {
    display_name(place, policy): place.country for place in gazetteer.places.values() if place.feature_code == "PCLI"
}
with st.expander("What else is known (optional)"):
    first, second, third = st.columns(3)
    country = first.selectbox("Country", [ANY_COUNTRY, *sorted(countries)])
    near = second.text_input("Near which place", max_chars=200)
    day = third.date_input("On which day", value=None, min_value="1900-01-01", max_value="today", format="YYYY-MM-DD")

beside = gazetteer.resolve(near) if near.strip() else None
point = (beside.best.latitude, beside.best.longitude) if beside and beside.best else None
if beside and point is None:
    st.warning(plain(f"Near which place: {say_resolution(beside)} It is not taken into account."))
if toponym.strip():
    found = gazetteer.resolve(toponym, Hints(country=countries.get(country), near=point, on=day))
    BOXES[found.status](plain(say_resolution(found)))
    if found.best:
        st.header(plain(display_name(found.best, policy)), anchor=False)
        st.text(say_place(found.best, gazetteer, policy))
    if found.candidates:
        st.subheader("Candidates", anchor=False)
        panels.show_table(candidate_rows(found, gazetteer, policy), "candidates, best first")
        away_from = (beside.best if beside else None) or found.candidates[0].place
        st.caption(plain(f"Distances are measured from {display_name(away_from, policy)}. The score runs from 0 to 1."))
if gazetteer.notice:
    st.warning(plain(gazetteer.notice))
