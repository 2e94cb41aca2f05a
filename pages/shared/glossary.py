"""The glossary on the page: what words mean here, and who says so."""

from __future__ import annotations

import streamlit as st

from geo.stories.citing import sentences_of
from pages.shared import state
from pages.shared.words import link_to, plain, tr


def show() -> None:
    """Show the terms in alphabetical order with their sources, or those that a reader looks for."""
    rows = state.atlas().material.dataset.tables["glossary"].to_dict("records")
    terms = {row["id"]: row["term"] for row in rows}
    sought = st.text_input(tr("Look for a term"), key="sought term", max_chars=100).casefold().strip()
    found = [row for row in rows if sought in f"{row['term']} {row['definition']}".casefold()]
    if not found:
        st.info(tr("No term fits."))
    records = state.atlas().material.source_rows
    for row in sorted(found, key=lambda row: row["term"].casefold()):
        said = sentences_of(row["definition"])
        cited = dict.fromkeys(source for sentence in said for source in sentence.cites if source in records)
        told = " ".join(plain(sentence.text) for sentence in said)
        links = "; ".join(link_to(records[source]["publisher"], records[source]["url"]) for source in cited)
        see = ", ".join(plain(terms[name]) for name in row["see"].split() if name in terms)
        st.markdown(
            f"**{plain(row['term'])}**: {told}  \n:small[{tr('Sources')}: {links}]"
            + (f"  \n:small[{tr('See also')}: {see}]" if see else "")
        )
