"""The table of a large selection: one page of rows in the order of a column, and everything of the chosen row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from gazetteer.policy import display_name
from geo.engine import telling
from geo.language import N_
from geo.schema import PlacePrecision
from geo.style import MEASURE_WORDS, PLACE_WORDS
from pages.shared import link, panels, state
from pages.shared.rows import type_label
from pages.shared.selection import ATLAS
from pages.shared.words import link_to, plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from gazetteer.policy import NamePolicy
    from gazetteer.resolve import Gazetteer
    from geo.views import View
    from pages.shared.large import Large

ROWS_ON_A_PAGE = 100
#: column of the flat table -> what the choice of the order calls it
ORDERS = {
    "first_day": N_("Date"),
    "title": N_("Title"),
    "event_type": N_("Type"),
    "place_as_written": N_("Place"),
    "killed_best": N_("Killed"),
    "dataset": N_("Data set"),
}
DIRECTIONS = {False: N_("Ascending"), True: N_("Descending")}
#: how near the map goes to a row that is shown on it
ZOOM = 11


def show(large: Large, view: View, number: int) -> None:
    """Show one page of the rows, and what is known of the one that is chosen.

    Parameters
    ----------
    large
        The selection, opened.
    view
        Its filters and window.
    number
        How many rows they show.
    """
    page, order = _ask(large, view, number)
    first = (page - 1) * ROWS_ON_A_PAGE
    rows = large.tally.page(view.filters, view.window, order, (first, ROWS_ON_A_PAGE))
    panels.choose_row(page_rows(rows, large.titles, state.atlas().material.gazetteer, view.policy), view.incident)
    st.caption(
        plain(tr("Rows {first} to {last} of {all}.").format(
            first=f"{first + 1:,}", last=f"{first + rows.num_rows:,}", all=f"{number:,}"))
        + " "
        + tr("Killed and injured are the numbers of the file. Click at the left end of a row to read all of it.")
    )  # fmt: skip


def _ask(large: Large, view: View, number: int) -> tuple[int, tuple[str, bool]]:
    """Ask for the order and the page."""
    several = len(large.titles) > 1
    orders = [column for column in ORDERS if several or column != "dataset"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox(
            tr("Sort by"), orders, format_func=lambda one: tr(ORDERS[one]), key="order of the rows", width=170
        )
        descending = st.segmented_control(
            tr("Direction"), list(DIRECTIONS), format_func=lambda one: tr(DIRECTIONS[one]), default=False,
            required=True, key="direction of the rows", label_visibility="collapsed",
        )  # fmt: skip
        pages = -(-number // ROWS_ON_A_PAGE)
        # another choice of rows or another order begins with its first page
        key = f"page of rows {hash((large.map_version, view.filters, view.window, column, descending))}"
        page = st.pagination(pages, key=key) if pages > 1 else 1
    return page, (column, bool(descending))


def page_rows(rows: pa.Table, titles: Mapping[str, str], gazetteer: Gazetteer, policy: NamePolicy) -> pd.DataFrame:
    """Return rows as a reader sees them, in their order; the data set only where there are several."""
    shown = [
        {
            "Date": telling.say_days(row),
            "Title": row["title"],
            "Data set": titles[row["dataset"]],
            "Type": type_label(row["event_type"]),
            "Place": _place(row, gazetteer, policy),
            "Killed": telling.say_figure(row, "killed"),
            "Injured": telling.say_figure(row, "injured"),
            "Place known": PLACE_WORDS[PlacePrecision(row["place_precision"])],
            "Start": row["first_day"].isoformat(),
            "Id": telling.name_of(row),
        }
        for row in rows.to_pylist()
    ]
    table = pd.DataFrame(shown)
    return table if len(titles) > 1 else table.drop(columns="Data set")


def _place(row: Mapping[str, Any], gazetteer: Gazetteer, policy: NamePolicy) -> str:
    """Name the place of a row: a curated one by the policy, any other as it is written."""
    known = gazetteer.places.get(row["place"])
    return display_name(known, policy) if known else telling.say_place(row)


def show_chosen(large: Large, name: str) -> None:
    """Show everything that is known of one row, named as its card on the map is; nothing if there is none."""
    row = telling.row_named(large.tally, name)
    if row is None:
        return
    st.divider()
    _offer_map(row)
    if row["dataset"] == ATLAS:
        panels.incident(row["id"], state.atlas().material)
        return
    st.header(plain(row["title"]), anchor=False)
    st.caption(plain(f"{telling.say_days(row)}. {telling.say_place(row)}. {large.titles[row['dataset']]}."))
    texts, facts = st.columns((3, 2), gap="large")
    with texts:
        st.text(row["summary"] or tr("The file tells no more of it."))
    with facts:
        st.markdown("\n".join(f"- {fact}" for fact in _facts(row)))
    written = telling.as_written(row)
    if written:
        with st.expander(tr("All columns as the file has them")):
            panels.show_small(pd.DataFrame({"Column": list(written), "As written": list(written.values())}))


def _facts(row: Mapping[str, Any]) -> list[str]:
    """Say type, actors, figures, source and precision of a row, ready for Markdown."""
    known = PLACE_WORDS[PlacePrecision(row["place_precision"])]
    drawn = "" if row["cell_x"] is not None else tr("not drawn as a point on the map")
    told = [type_label(row["event_type"]), *(row[actor] for actor in ("actor1", "actor2") if row[actor])]
    for measure in telling.MEASURES:
        number = telling.say_figure(row, measure)
        if number:
            told.append(f"{MEASURE_WORDS.get(measure, measure).capitalize()}: {number}")
    source = link_to(row["source"] or tr("Address of the source"), row["url"]) if row["source"] or row["url"] else ""
    sourced = f"{tr('Source')}: {source}" if source else tr("The file names no source.")
    return [
        *(plain(fact) for fact in told),
        sourced,
        plain(f"{', '.join(part for part in (known.capitalize(), drawn) if part)} ({telling.say_scales(row)})"),
    ]


def _offer_map(row: Mapping[str, Any]) -> None:
    """Offer to see a row on the map, near by; a row without a point is not there."""
    if row["cell_x"] is None:
        return
    if st.button(tr("Show on the map"), icon=":material/map:"):
        st.session_state["map"] = f"{row['latitude']:.5f},{row['longitude']:.5f},{ZOOM}"
        link.write()
        st.switch_page("pages/explore/map.py")
