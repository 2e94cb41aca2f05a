"""Snapshot: the view as a page worth printing, in every form, and a code or a file that brings it back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.errors import SnapshotError
from pages.shared import link, outgoing, pagesetup, reopened, state
from pages.shared.printing import printed
from pages.shared.words import plain, tr, what_to_loosen

st.html(Path(pagesetup.__file__).with_name("printing.css"))
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    st.title(tr("Snapshot"), anchor=False, width="content")
    pagesetup.choose_template()

settings, page = st.columns([2, 6], gap="medium")
with settings, st.container(key="snapshot-settings"):
    scope = pagesetup.ask_scope()
    pagesetup.ask_settings(scope)
with page, st.container(key="snapshot-page"):
    found = state.shown()
    if not found.ids:
        st.info(what_to_loosen(found))
    try:
        made = printed(link.told_now(), scope)
        outgoing.show(made, scope)
        outgoing.show_code(made)
        outgoing.show_twin(made)
    except SnapshotError as error:
        st.warning(plain(str(error)))

st.divider()
reopened.ask()
