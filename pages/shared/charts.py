"""Charts drawn from tables that `geo` made: marks, colours and axes, no decisions about the data.

Days reach the browser as text and the time scale is UTC, so that no viewer's time zone moves a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.dates import say_date
from geo.figures import say_measure
from geo.schema import EventType
from geo.style import EVENT_STYLES, MAP_THEMES
from pages.shared.rows import PART, say_period, type_label

if TYPE_CHECKING:
    from datetime import date

    from geo.summaries import Frequency

Chart = alt.Chart | alt.LayerChart
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
_LEGEND = alt.Legend(title=None, orient="bottom", columns=2, symbolType="square", labelLimit=170)


def _dark() -> bool:
    """Say whether this viewer looks at the dark theme."""
    return bool(st.context.theme.type == "dark")


def _ink(part: str) -> str:
    return str(MAP_THEMES["dark" if _dark() else "light"][part])


def _type_scale(types: pd.Series) -> tuple[list[str], list[str], list[str]]:
    """Return labels, colours and shapes of the event types that occur, always in the same order."""
    styles = [EVENT_STYLES[kind] for kind in EventType if kind in set(types)]
    colours = [style.dark if _dark() else style.light for style in styles]
    return [style.label for style in styles], colours, [SHAPES[style.shape] for style in styles]


def counts_chart(counts: pd.DataFrame, freq: Frequency) -> Chart:
    """Draw stacked bars of `geo.summaries.counts_by_type`; empty months and days are left out."""
    order = list(EventType)
    table = counts.assign(
        label=[say_period(period, freq) for period in counts["period"]],
        type=[type_label(kind) for kind in counts["event_type"]],
        order=[order.index(EventType(kind)) for kind in counts["event_type"]],
    ).drop(columns="period")
    labels = list(dict.fromkeys(table["label"]))
    if freq == "year" and int(labels[-1]) - int(labels[0]) <= FILLED_YEARS:
        labels = [str(year) for year in range(int(labels[0]), int(labels[-1]) + 1)]
    names, colours, _ = _type_scale(counts["event_type"])
    axis = alt.Axis(title=None, labelAngle=0 if freq == "year" else -40, labelOverlap="greedy", labelLimit=110)
    return (
        alt.Chart(table, height=320)
        .mark_bar()
        .encode(
            x=alt.X("label:N", scale=alt.Scale(domain=labels), axis=axis),
            y=alt.Y("incidents:Q", title="Incidents", stack="zero", axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("type:N", scale=alt.Scale(domain=names, range=colours), legend=_LEGEND),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("label:N", title="When"),
                alt.Tooltip("type:N", title="What"),
                alt.Tooltip("incidents:Q", title="Incidents"),
                alt.Tooltip("uncertain:Q", title="of which perhaps later"),
            ],
        )
    )


def strength_chart(steps: pd.DataFrame, window: tuple[date, date] | None) -> Chart:
    """Draw the plotted rows of `geo.summaries.strength_steps`: a step line, the range shaded, the window behind it."""
    plotted = steps[steps["plotted"]]
    table = pd.DataFrame(
        {
            "from": [str(day) for day in plotted["first_day"]],
            "to": [str(last if pd.isna(until) else until)
                   for until, last in zip(plotted["until"], plotted["last_day"], strict=True)],
            "known until": [str(day) for day in plotted["last_day"]],
            "number": plotted["number"], "low": plotted["low"].fillna(plotted["number"]),
            "high": plotted["high"].fillna(plotted["number"]), "soldiers": plotted["text"],
            "date": [say_date(*row) for row in zip(plotted["date"], plotted["date"], plotted["date_precision"], strict=True)],
            "source": plotted["publisher"], "said": plotted["said"],
        }
    )  # fmt: skip
    scale = alt.Scale(type="utc")
    days = alt.X("from:T", scale=scale, axis=alt.Axis(title=None, format="%Y", tickCount="year", labelOverlap="greedy"))
    soldiers = alt.Y("number:Q", title="Soldiers", scale=alt.Scale(zero=True), axis=alt.Axis(format=",d"))
    base = alt.Chart(table, height=300)
    tooltip = [alt.Tooltip(f"{name}:N", title=name.capitalize()) for name in ("date", "soldiers", "said", "source")]
    layers: list[Any] = [
        base.mark_rect(color=_ink("accent"), opacity=0.25).encode(x=days, x2="to:T", y="low:Q", y2="high:Q"),
        base.mark_line(interpolate="step-after", color=_ink("accent"), strokeWidth=2).encode(x=days, y=soldiers),
        base.mark_rule(color=_ink("accent"), strokeWidth=5, opacity=0.55).encode(x=days, x2="known until:T", y=soldiers),
        base.mark_point(color=_ink("accent"), filled=True, size=55, opacity=1).encode(x=days, y=soldiers, tooltip=tooltip),
    ]
    if window is not None:
        band = alt.Chart(pd.DataFrame({"from": [str(window[0])], "to": [str(window[1])]}))
        layers.insert(0, band.mark_rect(color=_ink("muted"), opacity=0.2, stroke=_ink("muted"), clip=True)
                      .encode(x=days, x2="to:T"))  # fmt: skip
    return alt.layer(*layers)


def day_zero_chart(compared: pd.DataFrame) -> Chart:
    """Draw the rows of `geo.summaries.compare_from_day_zero`: one row of symbols for each episode over shared days.

    Incidents of one day stand on each other; nothing is moved sideways.
    """
    table = compared.assign(type=[type_label(kind) for kind in compared["event_type"]])
    table["rank"] = table.groupby(["episode", "day"]).cumcount()
    base, titles = 0, []
    for episode, rows in reversed(list(table.groupby("episode", sort=False))):
        table.loc[rows.index, "rank"] += base
        base = int(table.loc[rows.index, "rank"].max()) + 4
        titles.append({"episode": rows["episode_title"].iloc[0], "rank": base - 2.6, "id": str(episode)})
    names, colours, shapes = _type_scale(compared["event_type"])
    rank = alt.Y("rank:Q", axis=None, scale=alt.Scale(domain=[-1, base - 1], nice=False))
    days = alt.X("day:Q", title="Days from day 0", axis=alt.Axis(tickMinStep=1, format="+d"))
    tooltip = [alt.Tooltip(f"{column}:N", title=title)
               for column, title in (("title", "What"), ("type", "Type"), ("date", "When"), ("episode_title", "Episode"))]  # fmt: skip
    zero = alt.Chart(pd.DataFrame({"day": [0]})).mark_rule(color=_ink("muted"), strokeDash=[4, 3]).encode(x=days)
    spans = alt.Chart(table).mark_rule(strokeWidth=3, opacity=0.4).encode(
        x=days, x2="last_day:Q", y=rank, color=alt.Color("type:N", scale=alt.Scale(domain=names, range=colours), legend=None)
    )  # fmt: skip
    symbols = alt.Chart(table).mark_point(filled=True, size=110, opacity=1).encode(
        x=days, y=rank, tooltip=tooltip,
        color=alt.Color("type:N", scale=alt.Scale(domain=names, range=colours), legend=_SHAPE_LEGEND),
        shape=alt.Shape("type:N", scale=alt.Scale(domain=names, range=shapes), legend=_SHAPE_LEGEND),
    )  # fmt: skip
    heads = alt.Chart(pd.DataFrame(titles)).mark_text(align="left", fontWeight=600, fontSize=13, color=_ink("ink")).encode(
        x=alt.value(4), y=rank, text="episode:N"
    )  # fmt: skip
    return alt.layer(zero, spans, symbols, heads).properties(height=max(200, 18 * (base + 1)))


_SHAPE_LEGEND = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=170)


def figures_chart(says: pd.DataFrame) -> Chart:
    """Draw the rows of one measure of `geo.figures.who_says`: a dot for the number, a line for its range.

    A part is indented and hollow; an arrow to the right stands for an open upper end. Numbers are never added.
    """
    rows = says[says[["low", "best", "high"]].notna().any(axis=1)].reset_index(drop=True)
    dot = rows["best"].fillna(rows["low"]).fillna(rows["high"]).astype("int64")
    table = pd.DataFrame(
        {
            "row": rows.index, "dot": dot, "low": rows["low"].fillna(dot), "high": rows["high"].fillna(dot),
            "open": rows["high"].isna() & rows["best"].isna(), "part": rows["level"] > 0,
            "says": [f"{PART * (row['level'] > 0)}{row['whom']}: {row['number']} \N{EM DASH} {row['publisher']}, {_as_of(row['as_of'])}"
                     for row in rows.to_dict("records")],
        }
    )  # fmt: skip
    measure = say_measure(str(rows["measure"].iloc[0])).capitalize()
    base = alt.Chart(table, height=alt.Step(46))
    place = alt.Y("row:O", axis=None)
    number = alt.X("dot:Q", title=measure, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickMinStep=1, format=",d"))
    hollow = alt.condition("datum.part", alt.value(0), alt.value(1))
    return alt.layer(
        base.mark_text(align="left", dy=-14, color=_ink("ink"), fontSize=12).encode(x=alt.value(2), y=place, text="says:N"),
        base.mark_rule(strokeWidth=3, color=_ink("accent"), opacity=0.5).encode(x=alt.X("low:Q"), x2="high:Q", y=place),
        base.mark_point(size=90, color=_ink("accent"), fill=_ink("accent"), opacity=1)
        .encode(x=number, y=place, tooltip=alt.Tooltip("says:N", title="Who says"), fillOpacity=hollow),
        base.transform_filter("datum.open").mark_text(align="left", dx=9, text="\N{RIGHTWARDS ARROW} or more",
                                                       color=_ink("accent"), fontSize=12).encode(x=number, y=place),
    )  # fmt: skip


def _as_of(partial: str) -> str:
    return f"as of {say_date(partial, partial)}" if partial else "day not said"
