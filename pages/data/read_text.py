"""Read a text: place names, dates and numbers are found in it, and draft incidents that a person accepts or drops."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from pages.shared import accepting, drafting, link, panels, state
from pages.shared.rows import mention_rows
from pages.shared.words import count, plain, tr

policy, gazetteer = link.current().policy, state.atlas().material.gazetteer
st.title(tr("Read a text"), anchor=False)
st.caption(
    "English news text in; place names, dates, numbers and draft incidents out. Nothing leaves this computer, and "
    "nothing enters any data before a person has accepted it."
)
text, published = drafting.ask_text()
if text.strip():
    reading = drafting.read(text, gazetteer, published)
    key = sha256(f"{text}{published}".encode()).hexdigest()[:12]
    numbered = list(enumerate(reading.drafts, 1))
    for note in reading.notes:
        st.info(plain(note))
    words, where = st.columns((3, 2), gap="large")
    with words:
        rests_on = [span for at, draft in numbered if drafting.is_open(at, key) for span in draft.evidence]
        drafting.show_text(reading, rests_on, policy)
        st.caption(drafting.LEGEND)
    with where:
        drafting.show_places(reading, policy)
    with st.expander(f"{count(len(reading.mentions), 'place name', 'place names')} and how each was read"):
        panels.show_table(mention_rows(reading, policy), "place names of the text")

    st.header(count(len(reading.drafts), "draft", "drafts"), anchor=False)
    if not reading.drafts:
        st.text("No event that happened on a day or at a place was found in this text.")
    edited = [drafting.edit(at, draft, gazetteer, key) for at, draft in numbered]
    accepting.offer(reading, edited, policy)
