"""Place names: any spelling in; the place, or an honest "ambiguous" or "unknown", out."""

from __future__ import annotations

import streamlit as st

from gazetteer.candidates import Hints
from gazetteer.policy import display_name
from pages.shared import link, panels, state
from pages.shared.rows import candidate_rows
from pages.shared.words import plain, say_place, say_resolution

EXAMPLES = ("Mitrovica", "Shterpce", "Зубин Поток", "Banjska", "Pec", "Sremska Mitrovica")
ANY_COUNTRY = "Any country"

policy, gazetteer = link.current().policy, state.world_gazetteer()
st.title("Place names", anchor=False)
st.caption(
    "Any spelling: Albanian, Serbian in Latin or Cyrillic script, English, old names, with or without diacritics."
)

toponym = st.text_input("Place name", key="toponym", max_chars=200, placeholder="For example Shterpce")
with st.container(horizontal=True, vertical_alignment="center"):
    for example in EXAMPLES:
        st.button(example, on_click=st.session_state.update, kwargs={"toponym": example})

countries = {
    display_name(place, policy): place.country for place in gazetteer.places.values() if place.feature_code == "PCLI"
}
with st.expander("What else is known (optional)"):
    country_column, near_column, day_column = st.columns(3)
    country = country_column.selectbox("Country", [ANY_COUNTRY, *sorted(countries)])
    near = near_column.text_input("Near which place", max_chars=200)
    day = day_column.date_input(
        "On which day", value=None, min_value="1900-01-01", max_value="today", format="YYYY-MM-DD"
    )

beside = gazetteer.resolve(near).best if near.strip() else None
if near.strip() and beside is None:
    st.warning(plain(f"Near which place: {say_resolution(gazetteer.resolve(near))} It is not taken into account."))
if toponym.strip():
    hints = Hints(country=countries.get(country), near=(beside.latitude, beside.longitude) if beside else None, on=day)
    found = gazetteer.resolve(toponym, hints)
    {"resolved": st.success, "ambiguous": st.warning, "unknown": st.info}[found.status](plain(say_resolution(found)))
    if found.best:
        st.header(plain(display_name(found.best, policy)), anchor=False)
        st.text(say_place(found.best))
    if found.candidates:
        st.subheader("Candidates", anchor=False)
        away_from = display_name(beside or found.candidates[0].place, policy)
        panels.show_table(candidate_rows(found, gazetteer, policy, away_from), "candidates, best first")
if gazetteer.notice:
    st.warning(plain(gazetteer.notice))
