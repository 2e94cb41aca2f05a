"""Parts that more than one page shows: the table behind a chart, and what the sources say of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from geo.citations import numbered_sources
from geo.dates import say_date
from geo.figures import say_figure, say_measure, who_says
from geo.store.merging import NOT_SAID
from geo.summaries import related
from pages.shared import charts, link
from pages.shared.rows import figure_rows
from pages.shared.words import link_to, plain, say_published, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geo.material import Material

COLUMNS = {
    "Link": st.column_config.LinkColumn(display_text="Open", width=70),
    "Title": st.column_config.TextColumn(width=310),
    "Publisher": st.column_config.TextColumn(width=170),
    "Published": st.column_config.TextColumn(width=190),
    "Language": st.column_config.TextColumn(width=75),
    "Incidents": st.column_config.NumberColumn(width=75),
    "Place": st.column_config.TextColumn(width=240),
    "Kind": st.column_config.TextColumn(width=140),
    "Municipality": st.column_config.TextColumn(width=220),
    "No.": st.column_config.NumberColumn(width=45),
    "Score": st.column_config.NumberColumn(format="%.2f", width=65),
    "Distance, km": st.column_config.NumberColumn(format="%.1f", width=100),
    "Latitude": st.column_config.NumberColumn(format="%.5f"),
    "Longitude": st.column_config.NumberColumn(format="%.5f"),
    "What": st.column_config.TextColumn(width=260),
    "Why": st.column_config.TextColumn(width=260),
}
ROW_COLUMNS = {
    "Date": st.column_config.TextColumn(width=205),
    "Title": st.column_config.TextColumn(width=260),
    "Type": st.column_config.TextColumn(width=140),
    "Place": st.column_config.TextColumn(width=180),
    "Killed": st.column_config.TextColumn(help="The highest number that any one source gives", width=90),
    "Injured": st.column_config.TextColumn(help="The highest number that any one source gives", width=110),
    "Place known": st.column_config.TextColumn(width=150),
    "Sources": st.column_config.NumberColumn(help="Sources that tell of it", width=70),
    "Data set": st.column_config.TextColumn(width=160),
    "Start": st.column_config.TextColumn(help="First day as far as it is known, ISO 8601: sorts by time", width=95),
}
WHOLE_UP_TO = 12  # rows of a table that is shown without a scroll bar
SCROLLED_HEIGHT = 460  # pixels


def draw(spec: charts.Spec, said: str) -> None:
    """Show a chart; `said` names it for screen readers."""
    st.vega_lite_chart(spec, alt=f"{said}; the table below says the same")


def as_text(table: pd.DataFrame, said: str) -> None:
    """Offer the table behind a chart."""
    with st.expander(f"As text: {said}"):
        show_table(table, said)


def show_table(table: pd.DataFrame, said: str) -> None:
    """Show a table whose cells are text as it is; `said` names it for screen readers."""
    st.dataframe(table, hide_index=True, height=_height(table), column_config=COLUMNS, placeholder="", alt=said)


def _height(table: pd.DataFrame) -> int | Literal["content"]:
    return "content" if len(table) <= WHOLE_UP_TO else SCROLLED_HEIGHT


def show_small(table: pd.DataFrame) -> None:
    """Show a small table in full, its long texts in several lines."""
    st.table(table.map(lambda cell: plain(cell) if isinstance(cell, str) else cell), hide_index=True)


def choose_row(rows: pd.DataFrame, selected: str) -> None:
    """Show the rows of the table page; a click on one selects its incident in the view."""
    ids = list(rows["Id"])
    key = f"rows {hash(tuple(ids))}"  # other rows: another selection

    def follow() -> None:
        positions = st.session_state[key]["selection"]["rows"]
        link.select(ids[positions[0]] if positions else "")

    st.dataframe(
        rows,
        key=key,
        hide_index=True,
        height=_height(rows),
        column_config=ROW_COLUMNS,
        placeholder="",
        alt="The shown incidents",
        on_select=follow,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(selected)] if selected in ids else []}},
    )


def incident(identifier: str, material: Material) -> None:
    """Show one incident: what happened, what is linked to it, who says how many, who tells of it."""
    row = material.incidents.loc[identifier]
    st.header(plain(row["title"]), anchor=False)
    st.caption(plain(_say_known(row, material)))
    texts, links = st.columns((3, 2), gap="large")
    with texts:
        st.text(row["summary"])
        if row["disagreement"]:
            st.text(f"Where the sources differ: {row['disagreement']}")
        links_in_words = [f"- {plain(other.sentence())}" for other in related(material.dataset, identifier)]
        if links_in_words:
            st.markdown("\n".join(links_in_words))
    with links:
        st.subheader(tr("Sources"), anchor=False)
        sources_of(identifier, material)
    st.subheader(tr("Who says how many"), anchor=False)
    figures_of(identifier, material)


def _say_known(row: Mapping[Any, Any], material: Material) -> str:
    """Say the date of an incident, which data set it is of, and how sure its coding is, as far as each is known."""
    said = say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])
    titles = {one.id: one.title for one in material.sets}
    of_set = f" Of the data set {titles[row['dataset']]}." if titles.get(row.get("dataset", "")) else ""
    sure = "" if row["confidence"] == NOT_SAID else f" Confidence of the coding: {row['confidence']}."
    return f"{said}.{of_set}{sure}"


def figures_of(identifier: str, material: Material) -> None:
    """Show who says how many for one incident: a chart where a measure has several figures, and the table of all."""
    says = who_says(material.dataset, identifier)
    if says.empty:
        st.text("No source gives a number for this incident.")
        return
    figures = material.dataset.tables["figures"]
    says["open_upper"] = says["figure"].isin(figures.loc[figures["open_upper"], "id"])
    several = says[["low", "best", "high"]].notna().any(axis=1).groupby(says["measure"]).sum() > 1
    drawn = [measure for measure in says["measure"].unique() if several[measure]]
    for start in range(0, len(drawn), 2):
        for column, measure in zip(st.columns([1] * min(2, len(drawn)), gap="large"), drawn[start:], strict=False):
            named = say_measure(measure)
            chart = charts.figures_chart(says[says["measure"] == measure], on_dark=charts.dark())
            with column:
                st.markdown(f"**{named.capitalize()}**")
                draw(chart, f"{named}, by source")
    said = [say_figure(dict(row)) for _, row in says[~says["measure"].isin(drawn)].iterrows()]
    st.markdown("\n".join(f"- {plain(sentence[:1].upper() + sentence[1:])}" for sentence in said))
    as_text(figure_rows(says), "who says how many")


def sources_of(identifier: str, material: Material) -> None:
    """List the sources that tell of one incident, with links."""
    told = numbered_sources(material.dataset, material.incidents, [identifier])
    basis = material.dataset.tables["sources"].set_index("id")["published_basis"]
    says = material.dataset.tables["attestations"]
    pairs = says.loc[says["incident"] == identifier, ["source", "says"]]
    addresses = dict(zip(pairs["source"], pairs["says"], strict=True))
    lines = [
        f"{row['number']}. {link_to(row['title'], row['url'] or addresses.get(row['source'], ''))}, "
        f"{plain(row['publisher'])}, {plain(say_published(row['published'], basis[row['source']]))}"
        for row in told.to_dict("records")
    ]
    st.markdown("\n".join(lines) or "No source is named.")
