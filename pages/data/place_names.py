"""Place names: any spelling in; the place, or an honest "ambiguous" or "unknown", out; one name or a whole table."""

from __future__ import annotations

import streamlit as st

from gazetteer.relative import locate
from pages.shared import batching, link, naming, state
from pages.shared.words import plain, say_located, tr

EXAMPLES = ("Mitrovica", "Shterpce", "Banjska", "Зубин Поток", "Sremska Mitrovica", "28 miles north of Pristina")
BOXES = {"resolved": st.success, "ambiguous": st.warning, "unknown": st.info}

policy, gazetteer = link.current().policy, state.atlas().material.gazetteer
st.title(tr("Place names"), anchor=False)
st.caption(tr("Any spelling: Albanian, Serbian in Latin or Cyrillic, English, old names, with or without diacritics."))
one, table = st.tabs([tr("One name"), tr("A table of names")])

with one:
    toponym = naming.ask_toponym(EXAMPLES)
    hints = naming.ask_hints(gazetteer, policy)
    if toponym.strip():
        located = locate(gazetteer, toponym, hints)
        BOXES[located.status](plain(say_located(located)))
        answer, where = st.columns((3, 2), gap="large")
        with answer:
            naming.show_answer(located, gazetteer, policy)
            naming.show_steps(located)
        with where:
            naming.show_map(located, gazetteer, policy)
        for found in located.anchors:
            naming.show_candidates(found, gazetteer, policy)

with table:
    batching.draw(gazetteer, policy)

if gazetteer.notice:
    st.warning(plain(gazetteer.notice))
