"""Snapshot: the view as a page worth printing, in every form, and a code or a file that brings it back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.errors import SnapshotError
from geo.language import N_
from pages.shared import link, outgoing, pagesetup, reopened, selection, state
from pages.shared.printing import printed
from pages.shared.words import plain, tr, what_to_loosen

#: instead of a page, where too much is shown
TOO_MANY = N_(
    "A printed page tells incidents one by one, up to {most} of them, and {shown} are shown. Narrow the filters or the "
    "time window until no more are left; then this page prints exactly these. The pages Map, Timeline and Table show "
    "them all."
)
found, told = state.shown(), state.is_told()

st.html(Path(pagesetup.__file__).with_name("printing.css"))
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    st.title(tr("Snapshot"), anchor=False, width="content")
    if told:
        pagesetup.choose_template()

if told:
    settings, page = st.columns([2, 6], gap="medium")
    with settings, st.container(key="snapshot-settings"):
        scope = pagesetup.ask_scope()
        pagesetup.ask_settings(scope)
    with page, st.container(key="snapshot-page"):
        if not found.number:
            st.info(what_to_loosen(found))
        try:
            made = printed(link.told_now(), scope)
            outgoing.show(made, scope)
            outgoing.show_code(made)
            outgoing.show_twin(made)
        except SnapshotError as error:
            st.warning(plain(str(error)))
else:
    st.info(plain(tr(TOO_MANY).format(shown=f"{found.number:,}", most=f"{selection.MOST_TOLD:,}")))

st.divider()
reopened.ask()
