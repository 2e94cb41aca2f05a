"""The parts of the timeline page: a question, a chart, and the same as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.dates import say_date
from geo.figures import figures_by_incident
from geo.filters import Filters, apply
from geo.summaries import Frequency, compare_from_day_zero, strength_steps
from pages.shared import charts, panels
from pages.shared.counting import FREQUENCIES
from pages.shared.rows import compared_rows, count_rows, set_rows, strength_rows
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from geo.layers import ShownSet
    from geo.material import Material
    from pages.shared.counting import Counting

#: a span of more days than this is first shown by the coarser period
DAYS_BY_DAY, DAYS_BY_MONTH = 92, 5 * 366
MOST_BARS = 400
DAYS_BEFORE, DAYS_AFTER = -7, 30


def incidents_over_time(counting: Counting) -> None:
    """Show how many incidents of which type there were in each year, month or day; of several data sets also of each.

    Parameters
    ----------
    counting
        What counts the shown incidents.
    """
    span = (counting.last - counting.first).days
    usual: Frequency = "day" if span <= DAYS_BY_DAY else "month" if span <= DAYS_BY_MONTH else "year"
    frequencies = [freq for freq in FREQUENCIES if freq in counting.frequencies]
    default = usual if usual in frequencies else frequencies[-1]
    freq = st.segmented_control("Count by", frequencies, default=default, required=True, format_func=str.capitalize)
    counts = counting.count(freq)
    if counts.empty:
        st.text("Only totals over several places are shown; they are not counted.")
        return
    if counts["period"].nunique() > MOST_BARS:
        st.info(f"More than {MOST_BARS} bars cannot be told apart. Choose a shorter time window or a longer period.")
        return
    by_type = counts.groupby(["period", "event_type"], as_index=False)[["incidents", "uncertain"]].sum()
    panels.draw(charts.counts_chart(by_type, freq, on_dark=charts.dark()), f"Incidents by type and {freq}")
    left_out = "" if freq == "year" else f" {freq.capitalize()}s without incidents are left out."
    st.caption(f"An incident counts once, on its first possible day.{left_out}")
    panels.as_text(count_rows(by_type, freq), f"incidents by {freq}")
    if len(counting.sets) > 1:
        _by_data_set(counts, freq, counting.sets)


def _by_data_set(counts: pd.DataFrame, freq: Frequency, sets: Sequence[ShownSet]) -> None:
    """Show the same incidents by the data set that they are of."""
    st.subheader(tr("By data set"), anchor=False)
    by_set = counts.groupby(["period", "dataset"], as_index=False)[["incidents"]].sum()
    panels.draw(charts.sets_chart(by_set, freq, sets, on_dark=charts.dark()), f"Incidents by data set and {freq}")
    st.caption(
        tr("Data sets may tell of the same incident; nothing is taken out because another data set has it as well.")
    )
    panels.as_text(set_rows(by_set, freq, sets), f"incidents by data set and {freq}")


def strength(window: tuple[date, date] | None, material: Material) -> None:
    """Show how strong KFOR was, and the figures that are not drawn with the reason."""
    steps = strength_steps(material.dataset)
    if steps.empty:
        st.text("The data folder holds no figures for KFOR.")
        return
    if steps["plotted"].any():
        panels.draw(charts.strength_chart(steps, window, on_dark=charts.dark()), "Soldiers in KFOR over time")
        shaded = " The grey band is the time window." if window else ""
        st.caption(
            "Each point is one source's figure. The line stays at it until the next one, which says nothing about the "
            f"time between. A thick stroke means that only the month or year is known, a pale band is a range.{shaded}"
        )
    unplotted = steps[~steps["plotted"]]
    if not unplotted.empty:
        st.markdown("**Not drawn**")
        st.markdown("\n".join(f"- {plain(_not_drawn(row))}" for row in unplotted.to_dict("records")))
    panels.as_text(strength_rows(steps), "figures for KFOR")


def _not_drawn(step: Mapping[Any, Any]) -> str:
    """Say a figure that is not drawn, and why."""
    day = say_date(step["date"], step["date"], step["date_precision"])
    return f"{day}: {step['said']} ({step['publisher']}). {step['note'] or 'Rounded, or without a number.'}"


def two_episodes(filters: Filters, material: Material) -> None:
    """Show two chosen episodes over the same days, counted from the day zero of each."""
    dataset, incidents = material.dataset, material.incidents
    episodes = dataset.tables["episodes"]
    titles = dict(zip(episodes["id"], episodes["title"], strict=True))
    if len(titles) < 2:  # noqa: PLR2004 - two
        st.text("The data folder holds fewer than two episodes.")
        return
    chosen = [
        column.selectbox(label, list(titles), index=list(titles).index(usual), format_func=titles.__getitem__)
        for column, label, usual in zip(st.columns(2), ("Upper row", "Lower row"), _largest_two(material), strict=True)
    ]
    allowed = apply(incidents, replace(filters, episodes=()), None)
    compared = compare_from_day_zero(incidents.loc[list(allowed.ids)], dataset, chosen[0], chosen[1])
    compared = compared.drop_duplicates("id")  # the same episode may be chosen twice
    if compared.empty:
        st.text("No incident of these episodes fits the filters.")
        return
    first, last = _days_shown(int(compared["day"].min()), int(compared["last_day"].max()))
    chart = charts.day_zero_chart(compared, list(dict.fromkeys(chosen)), first, last, on_dark=charts.dark())
    panels.draw(chart, "Two episodes from day 0")
    outside = int(((compared["last_day"] < first) | (compared["day"] > last)).sum())
    if outside:
        st.caption(f"{count(outside, 'incident lies', 'incidents lie')} outside the days shown; the table has all.")
    panels.as_text(compared_rows(compared), "two episodes from day 0")


def _largest_two(material: Material) -> list[str]:
    """Return the two episodes with most incidents; of equals the shorter one."""
    episodes = material.dataset.tables["episodes"]
    sizes = material.incidents["episode"].value_counts()
    lengths = dict(zip(episodes["id"], episodes["end"] - episodes["start"], strict=True))
    return sorted(lengths, key=lambda episode: (-int(sizes.get(episode, 0)), lengths[episode]))[:2]


def _days_shown(first: int, last: int) -> tuple[int, int]:
    """Let the viewer choose the days of the axis; at first the ones around day 0."""
    if first == last:
        return first, last
    usual = min(max(first, DAYS_BEFORE), last - 1), max(min(last, DAYS_AFTER), first + 1)
    chosen: tuple[int, int] = st.slider("Days shown, counted from day 0", first, last, usual)
    return chosen


def who_says_how_many(ids: tuple[str, ...], selected: str, material: Material) -> None:
    """Show who says how many for one of the shown incidents, the selected one or else the one with most figures."""
    incidents = material.incidents
    told = figures_by_incident(material.dataset, {*ids, selected})
    options = [identifier for identifier in incidents.index if identifier in told]
    if not options:
        st.text("No source gives a number for any of the shown incidents.")
        return
    usual = selected if selected in told else max(options, key=lambda identifier: len(told[identifier]))
    rows = incidents.loc[options].to_dict("index")

    def say(identifier: str) -> str:
        row = rows[identifier]
        day = say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])
        return f"{row['title']} ({day}), {count(len(told[identifier]), 'figure', 'figures')}"

    chosen = st.selectbox("Incident", options, index=options.index(usual), format_func=say)
    st.text(rows[chosen]["summary"])
    panels.figures_of(chosen, material)
    st.markdown("**Sources**")
    panels.sources_of(chosen, material)
