"""A map with a time slider as it is usually made with Streamlit and folium: every step filters and builds it again."""

from __future__ import annotations

import os

import folium
import numpy as np
import streamlit as st
from branca.element import MacroElement
from jinja2 import Template
from streamlit_folium import st_folium

from geo.layers import EVENT_TYPES
from geo.minutes import MINUTES_A_DAY, minutes_of
from geo.style import EVENT_STYLES
from tests.benchmarks.points import EAST, FIRST, NORTH, SOUTH, WEST, YEARS, incident_columns


class Painted(MacroElement):
    """Tell the stop-watch of the page when this map is painted."""

    _template = Template('{% macro script(this, kwargs) %}bench.notePainted("{{ this.month }}");{% endmacro %}')

    def __init__(self, month: int) -> None:
        super().__init__()
        self.month = month


MONTH = MINUTES_A_DAY * 365.25 / 12

month = st.slider("Last month of the window", 12, 12 * YEARS, 120)
columns = incident_columns(int(os.environ["BENCH_POINTS"]))
last = minutes_of(FIRST) + month * MONTH
inside = np.flatnonzero((columns.start < last) & (columns.end > last - 12 * MONTH))

chart = folium.Map(tiles=None, prefer_canvas=True)
chart.fit_bounds([[SOUTH, WEST], [NORTH, EAST]])
for latitude, longitude, kind in zip(
    columns.latitude[inside], columns.longitude[inside], columns.event_type[inside], strict=True
):
    colour = EVENT_STYLES[EVENT_TYPES[kind]].light
    folium.CircleMarker(
        (latitude, longitude), radius=5, stroke=False, fill=True, fill_color=colour, fill_opacity=0.8
    ).add_to(chart)
Painted(month).add_to(chart)
st_folium(chart, height=700, use_container_width=True, returned_objects=[])
