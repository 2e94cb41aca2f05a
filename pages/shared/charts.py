"""Charts drawn from tables that `geo` made: marks, colours and axes, no decisions about the data.

Every chart is a Vega-Lite specification as a dictionary, kept for the next rerun, because building one takes 50 ms.
Days reach the browser as text and the time scale is UTC, so that no viewer's time zone moves a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.dates import say_date
from geo.schema import EventType
from geo.style import DATASET_STYLES, EVENT_STYLES, MAP_THEMES
from pages.shared.rows import OF_WHICH, say_period, type_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.layers import ShownSet
    from geo.summaries import Frequency

Spec = dict[str, Any]
#: shape of `geo.style` -> symbol of Vega, by name or as a path in a square of 2 by 2
SHAPES = {
    "circle": "circle", "triangle": "triangle-up", "square": "square", "diamond": "diamond", "cross": "cross",
    "star": "M0,-1L0.24,-0.32L0.95,-0.31L0.38,0.12L0.59,0.81L0,0.4L-0.59,0.81L-0.38,0.12L-0.95,-0.31L-0.24,-0.32Z",
    "pentagon": "M0,-0.95L0.9,-0.29L0.56,0.77L-0.56,0.77L-0.9,-0.29Z",
    "hexagon": "M0.87,-0.5L0.87,0.5L0,1L-0.87,0.5L-0.87,-0.5L0,-1Z",
    "arrow": "M-0.95,-0.35L0.1,-0.35L0.1,-0.85L0.95,0L0.1,0.85L0.1,0.35L-0.95,0.35Z",
    "chevron": "M-0.7,-0.9L0.05,-0.9L0.8,0L0.05,0.9L-0.7,0.9L0.05,0Z",
    "bars": "M-0.8,-0.8L0.8,-0.8L0.8,-0.25L-0.8,-0.25ZM-0.8,0.25L0.8,0.25L0.8,0.8L-0.8,0.8Z",
}  # fmt: skip
FILLED_YEARS = 60  # up to so many years the empty ones are drawn too
TICKS = 8

_kept = st.cache_data(show_spinner=False, max_entries=200)


def dark() -> bool:
    """Say whether this viewer looks at the dark theme."""
    return bool(st.context.theme.type == "dark")


def _ink(part: str, *, on_dark: bool) -> str:
    return str(MAP_THEMES["dark" if on_dark else "light"][part])


def _types(events: pd.Series, *, on_dark: bool) -> tuple[alt.Color, alt.Shape]:
    """Return colour and shape for the event types that occur, always in the same order, with one legend."""
    present = [kind for kind in EventType if kind in set(events)]
    styles = [EVENT_STYLES[kind] for kind in present]
    names = [style.label for style in styles]
    legend = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=170, offset=8, symbolOpacity=1)
    colours = [style.dark if on_dark else style.light for style in styles]
    return (
        alt.Color("type:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
        alt.Shape(
            "type:N", scale=alt.Scale(domain=names, range=[SHAPES[style.shape] for style in styles]), legend=legend
        ),
    )


@_kept
def counts_chart(counts: pd.DataFrame, freq: Frequency, *, on_dark: bool) -> Spec:
    """Draw stacked bars of `geo.summaries.counts_by_type`; empty months and days are left out."""
    order = list(EventType)
    table = counts.assign(
        label=[say_period(period, freq) for period in counts["period"]],
        type=[type_label(kind) for kind in counts["event_type"]],
        order=[order.index(EventType(kind)) for kind in counts["event_type"]],
    ).drop(columns="period")
    titles = {"label": "When", "type": "What", "incidents": "Incidents", "uncertain": "of which perhaps later"}
    chart: alt.Chart = alt.Chart(table, height=400).mark_bar()
    drawn = chart.encode(
        x=_periods(table["label"], freq),
        y=_incidents(),
        color=_types(counts["event_type"], on_dark=on_dark)[0],
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip(name, title=title) for name, title in titles.items()],
    )
    return drawn.to_dict()


@_kept
def sets_chart(counts: pd.DataFrame, freq: Frequency, sets: Sequence[ShownSet], *, on_dark: bool) -> Spec:
    """Draw stacked bars of incidents by data set, in the colours that the map has for them."""
    numbers = {one.id: number for number, one in enumerate(sets)}
    names = [f"{number}. {one.title}" for number, one in enumerate(sets, 1)]
    styles = [DATASET_STYLES[one.colour % len(DATASET_STYLES)] for one in sets]
    table = counts.assign(
        label=[say_period(period, freq) for period in counts["period"]],
        order=[numbers[one] for one in counts["dataset"]],
        named=[names[numbers[one]] for one in counts["dataset"]],
    ).drop(columns=["period", "dataset"])
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=420, offset=8, symbolOpacity=1)
    colours = [style.dark if on_dark else style.light for style in styles]
    titles = {"label": "When", "named": "Data set", "incidents": "Incidents"}
    chart: alt.Chart = alt.Chart(table, height=240).mark_bar()
    drawn = chart.encode(
        x=_periods(table["label"], freq),
        y=_incidents(),
        color=alt.Color("named:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
        order=alt.Order("order:Q"),
        tooltip=[alt.Tooltip(name, title=title) for name, title in titles.items()],
    )
    return drawn.to_dict()


def _periods(labels: pd.Series, freq: Frequency) -> alt.X:
    """Return the axis of periods; of not too many years also the empty ones."""
    shown = list(dict.fromkeys(labels))
    if freq == "year" and int(shown[-1]) - int(shown[0]) <= FILLED_YEARS:
        shown = [str(year) for year in range(int(shown[0]), int(shown[-1]) + 1)]
    angle = 0 if freq == "year" else -40
    axis = alt.Axis(title=None, labelAngle=angle, labelOverlap="greedy", labelLimit=110)
    return alt.X("label:N", scale=alt.Scale(domain=shown), axis=axis)


def _incidents() -> alt.Y:
    return alt.Y("incidents:Q", title="Incidents", stack="zero", axis=alt.Axis(tickMinStep=1, format=",d"))


@_kept
def strength_chart(steps: pd.DataFrame, window: tuple[date, date] | None, *, on_dark: bool) -> Spec:
    """Draw the plotted rows of `geo.summaries.strength_steps`: a step line, the range shaded, the window behind it."""
    table = _strength_table(steps[steps["plotted"]])
    years = alt.Axis(title=None, format="%Y", tickCount="year", labelOverlap="greedy")
    days = alt.X("from:T", scale=alt.Scale(type="utc"), axis=years)
    soldiers = alt.Y("number:Q", title="Soldiers", scale=alt.Scale(zero=True), axis=alt.Axis(format=",d"))
    base, blue = alt.Chart(table, height=320), _ink("accent", on_dark=on_dark)
    tooltip = [alt.Tooltip(f"{name}:N", title=name.capitalize()) for name in ("date", "soldiers", "said", "source")]
    layers: list[Any] = [
        base.mark_rect(color=blue, opacity=0.25).encode(x=days, x2="to:T", y="low:Q", y2="high:Q"),
        base.mark_line(color=blue, interpolate="step-after", strokeWidth=2).encode(x=days, y=soldiers),
        base.mark_rule(color=blue, strokeWidth=5, opacity=0.55).encode(x=days, x2="known until:T", y=soldiers),
        base.mark_point(color=blue, filled=True, size=55, opacity=1).encode(x=days, y=soldiers, tooltip=tooltip),
    ]
    if window is not None:
        begins = max(window[0], min(steps["first_day"]))
        band = alt.Chart(pd.DataFrame({"from": [str(begins)], "to": [str(window[1])]}))
        grey = _ink("muted", on_dark=on_dark)
        layers.insert(0, band.mark_rect(color=grey, opacity=0.2, stroke=grey).encode(x=days, x2="to:T"))
    return alt.layer(*layers).to_dict()


def _strength_table(plotted: pd.DataFrame) -> pd.DataFrame:
    """Return what the strength chart draws, days as text."""
    untils = zip(plotted["until"], plotted["last_day"], strict=True)
    dates = zip(plotted["date"], plotted["date"], plotted["date_precision"], strict=True)
    return pd.DataFrame(
        {
            "from": [str(day) for day in plotted["first_day"]],
            "to": [str(last if pd.isna(until) else until) for until, last in untils],
            "known until": [str(day) for day in plotted["last_day"]],
            "number": plotted["number"],
            "low": plotted["low"].fillna(plotted["number"]),
            "high": plotted["high"].fillna(plotted["number"]),
            "soldiers": plotted["text"],
            "date": [say_date(*date) for date in dates],
            "source": plotted["publisher"],
            "said": plotted["said"],
        }
    )


@_kept
def day_zero_chart(compared: pd.DataFrame, episodes: list[str], first: int, last: int, *, on_dark: bool) -> Spec:
    """Draw the rows of `geo.summaries.compare_from_day_zero`: one row of symbols for each episode over shared days.

    Incidents of one day stand on each other; nothing is moved sideways. The first episode is the upper row; `first` and
    `last` are the days that the axis shows.
    """
    table = compared.assign(type=[type_label(kind) for kind in compared["event_type"]]).sort_values(["day", "type"])
    table["rank"] = table.groupby(["episode", "day"]).cumcount()
    top, heads = 0, []
    for episode in reversed(episodes):
        rows = table[table["episode"] == episode]
        table.loc[rows.index, "rank"] += top
        if len(rows):
            top += int(rows["rank"].max()) + 4
            heads.append({"head": rows["episode_title"].iloc[0], "rank": top - 2.4})
    rank = alt.Y("rank:Q", axis=None, scale=alt.Scale(domain=[-1, top - 1], nice=False))
    signed = "datum.value > 0 ? '+' + datum.label : datum.label"
    days = alt.X(
        "day:Q",
        title="Days from day 0",
        scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False),
        axis=alt.Axis(tickMinStep=1, tickCount=TICKS, format=",d", labelExpr=signed),
    )
    titles = {"title": "What", "type": "Type", "date": "When", "episode_title": "Episode"}
    tooltip = [alt.Tooltip(name, title=said) for name, said in titles.items()]
    colour, shape = _types(compared["event_type"], on_dark=on_dark)
    spans = alt.Chart(table).mark_rule(strokeWidth=3, opacity=0.35, clip=True)
    symbols = alt.Chart(table).mark_point(filled=True, size=120, opacity=1, clip=True)
    head = alt.Chart(pd.DataFrame(heads)).mark_text(
        align="left", fontWeight=600, fontSize=13, color=_ink("ink", on_dark=on_dark)
    )
    zero = alt.Chart(pd.DataFrame({"day": [0]})).mark_rule(
        color=_ink("muted", on_dark=on_dark), strokeDash=[4, 3], clip=True
    )
    layers = alt.layer(
        zero.encode(x=days),
        spans.encode(x=days, x2="last_day:Q", y=rank, color=colour),
        symbols.encode(x=days, y=rank, color=colour, shape=shape, tooltip=tooltip),
        head.encode(x=alt.value(4), y=rank, text="head:N"),
    ).properties(height=18 * top + 200)
    return layers.to_dict()


@_kept
def figures_chart(says: pd.DataFrame, *, on_dark: bool) -> Spec:
    """Draw the rows of one measure of `geo.figures.who_says`: a dot for the number, a line for its range.

    A part is indented and hollow; an arrow stands for an open upper end (column `open_upper`). Nothing is added up.
    """
    blue, base = _ink("accent", on_dark=on_dark), alt.Chart(_figures_table(says), height=alt.Step(56))
    place = alt.Y("row:O", axis=None)
    axis = alt.Axis(tickMinStep=1, tickCount=TICKS, format=",d")
    number = alt.X("dot:Q", title=None, scale=alt.Scale(zero=True), axis=axis)
    fill = alt.condition("datum.part", alt.value(0), alt.value(1))
    tooltip = [alt.Tooltip("number:N", title="Number"), alt.Tooltip("source:N", title="Source")]
    says_what = base.mark_text(align="left", fontSize=12, dy=-19, fontWeight=600, color=_ink("ink", on_dark=on_dark))
    says_who = base.mark_text(align="left", fontSize=12, dy=-5, color=_ink("muted", on_dark=on_dark))
    ranges = base.mark_rule(strokeWidth=3, color=blue, opacity=0.5, yOffset=10)
    dots = base.mark_point(size=90, color=blue, fill=blue, opacity=1, yOffset=10)
    more = base.transform_filter("datum.open").mark_text(align="left", dx=9, dy=10, color=blue, fontSize=12)
    texts = [
        words.transform_filter(which).encode(x=alt.value(left), y=place, text=f"{column}:N")
        for which, left in (("!datum.part", 2), ("datum.part", 20))
        for words, column in ((says_what, "number"), (says_who, "source"))
    ]
    layers = alt.layer(
        *texts,
        ranges.encode(x=alt.X("low:Q"), x2="high:Q", y=place),
        dots.encode(x=number, y=place, tooltip=tooltip, fillOpacity=fill),
        more.encode(x=number, y=place, text=alt.value("\N{RIGHTWARDS ARROW} or more")),
    )
    return layers.to_dict()


def _figures_table(says: pd.DataFrame) -> pd.DataFrame:
    """Return what the chart of figures draws; a figure without any number is left to the table below it."""
    rows = says[says[["low", "best", "high"]].notna().any(axis=1)]
    dot = rows["best"].fillna(rows["low"]).fillna(rows["high"]).astype("int64")
    texts = zip(rows["level"], rows["whom"], rows["number"], strict=True)
    origins = zip(rows["publisher"], rows["as_of"], strict=True)
    return pd.DataFrame(
        {
            "row": range(len(rows)),
            "dot": dot,
            "low": rows["low"].fillna(dot),
            "high": rows["high"].fillna(dot),
            "open": rows["open_upper"],
            "part": rows["level"] > 0,
            "number": [
                f"{OF_WHICH}{whom}: {number}" if level else f"{whom[:1].upper()}{whom[1:]}: {number}"
                for level, whom, number in texts
            ],
            "source": [f"{publisher}, {_as_of(as_of)}" for publisher, as_of in origins],
        }
    )


def _as_of(partial: str) -> str:
    return f"as of {say_date(partial, partial)}" if partial else "day not said"
