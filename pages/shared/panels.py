"""Parts that more than one page shows: a chart with its table, and what the sources say of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.citations import numbered_sources
from geo.dates import say_date
from geo.figures import say_measure, who_says
from geo.summaries import related
from pages.shared import charts, state
from pages.shared.rows import figure_rows
from pages.shared.words import count, link_to, plain, say_published

if TYPE_CHECKING:
    import pandas as pd

LINK = {"Link": st.column_config.LinkColumn("Link", display_text="Open")}


def as_text(table: pd.DataFrame, said: str) -> None:
    """Offer the table behind a chart."""
    with st.expander(f"As text: {said}"):
        st.dataframe(table, hide_index=True, height="content" if len(table) <= 20 else 500, column_config=LINK,
                     placeholder="", alt=said)  # fmt: skip


def incident_heading(incident: str) -> None:
    """Say which incident it is: title, date, summary, in the words of the tables."""
    row = state.incidents().loc[incident]
    st.subheader(plain(row["title"]), anchor=False)
    said = say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])
    st.caption(f"{said}. Confidence of the coding: {row['confidence']}.")
    st.text(row["summary"])
    if row["disagreement"]:
        st.text(f"Where the sources differ: {row['disagreement']}")
    for link in related(state.dataset(), incident):
        st.text(link.sentence())


def figures_of(incident: str) -> None:
    """Show who says how many for one incident, a chart for each measure and the table."""
    says = who_says(state.dataset(), incident)
    if says.empty:
        st.text("No source gives a number for this incident.")
        return
    for measure, rows in says.groupby("measure", sort=False):
        if rows[["low", "best", "high"]].notna().any(axis=None):
            said = f"{say_measure(str(measure)).capitalize()}: {count(len(rows), 'figure', 'figures')}"
            st.altair_chart(charts.figures_chart(rows), alt=f"{said}; the table below says the same")
    as_text(figure_rows(says), "who says how many")


def sources_of(incident: str) -> None:
    """List the sources that tell of one incident, with links."""
    told = numbered_sources(state.dataset(), state.incidents(), [incident])
    basis = state.dataset().tables["sources"].set_index("id")["published_basis"]
    lines = [
        f"{row['number']}. {link_to(row['title'], row['url'])}, {plain(row['publisher'])}, "
        f"{plain(say_published(row['published'], basis[row['source']]))}"
        for row in told.to_dict("records")
    ]
    st.markdown("\n".join(lines) or "No source is named.")
