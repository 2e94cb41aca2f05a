"""Chapters: the stories of the data step by step, to present, to hand out, and to retell in one's own words."""

from __future__ import annotations

import streamlit as st

from pages.shared import glossary, retelling, storytelling
from pages.shared.words import plain, tr

storytelling.follow()
st.title(tr("Chapters"), anchor=False)
story = storytelling.choose()
if story is None:
    st.info(tr("The data folder tells no story yet: its tables episodes and chapters are empty. Make your own below."))
else:
    st.markdown(plain(story.summary))
    storytelling.offer(story)
    with st.container(key="presentation"):
        st.iframe(storytelling.address_of(story), height=620, alt=f"{tr('Presentation')}: {story.title}")

MAKING = tr("Make your own")
steps, terms, own = st.tabs(
    [tr("The steps as text"), tr("Glossary"), MAKING], default=MAKING if retelling.under_way() else None
)
with steps:
    if story is not None:
        storytelling.as_text(story)
with terms:
    glossary.show()
with own:
    retelling.edit(story)
