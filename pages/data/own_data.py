"""Own data: a file in, its rows checked and kept as versions, shown beside the atlas's own data or alone."""

from __future__ import annotations

import streamlit as st

from pages.shared import bringing, checked, keeping, meaning, ownsets
from pages.shared.words import tr

st.title(tr("Own data"), anchor=False)
st.caption(
    tr(
        "Bring a file, see which rows are accepted and why others are not, keep them, and work on them with everything "
        "the atlas can do. Every change is a new version; none is ever overwritten."
    )
)
keeping.tell()
bring, sets = st.tabs([tr("Bring a file"), tr("Your data sets")], key="own tabs", on_change="rerun")

with bring:
    brought = bringing.draw()
    found = meaning.ask(brought) if brought is not None else None
    if brought is not None and found is not None:
        checked.check(brought, found)
        outcome = brought.outcome
        if outcome is not None:
            checked.show(brought, outcome)
            checked.keep(brought, outcome)

if sets.open:
    with sets:
        ownsets.draw()
