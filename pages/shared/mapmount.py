"""The map on the page: one Streamlit component that lives across reruns and is never rebuilt by a filter or a click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.basemaps import tile_choices
from geo.columns import pack_mask
from geo.layers import LAYERS
from pages.shared import large, state
from pages.shared.serve import MAP_ADDRESS

if TYPE_CHECKING:
    from geo.filters import Shown
    from geo.views import View

HERE = Path(__file__).parent
KEY = "atlas-map"

_component = st.components.v2.component(
    "atlas_map",
    html=(HERE / "mapmount.html").read_text(encoding="utf-8"),
    css=(HERE / "mapmount.css").read_text(encoding="utf-8"),
    js=(HERE / "mapmount.js").read_text(encoding="utf-8"),
)


def mount_map(view: View) -> None:
    """Show the map with a view; what the hand does on it comes back as the state of the link."""
    asked = state.engine()
    if asked is None:
        version, feed = state.opened().map_version, ""
        more: dict[str, Any] = {"shown": _mask(state.shown_at_any_time(view))}
    else:
        told = large.feed_of(asked, view.filters)
        version, more, feed = asked.map_version, {"feed": told}, f"{large.FEED_ADDRESS}/{told['key']}"
    report = st.session_state.get(KEY, {}).get("report") or {}
    _component(
        key=KEY,
        data={
            "address": f"{MAP_ADDRESS}?version={version}",
            "feedAddress": feed,
            "answered": report.get("number", 0),
            "state": _wanted(view) | more,
        },
        on_report_change=take_report,
    )


def take_report() -> None:
    """Take the window, the selection and the extent that the map reports into the state of the link."""
    report = st.session_state.get(KEY, {}).get("report")
    if not report:
        return
    clock, view = report["clock"], report["view"]
    whole = (clock["from"], clock["to"]) == _whole_years()
    st.session_state["from"], st.session_state["to"] = ("", "") if whole else (clock["from"], clock["to"])
    st.session_state["mode"], st.session_state["step"] = clock["mode"], clock["step"]
    st.session_state["incident"] = report["selected"] or ""
    st.session_state["map"] = f"{view['latitude']},{view['longitude']},{view['zoom']}"


def _whole_years() -> tuple[str, str]:
    """Return the first and the last day of the years that the incidents lie in."""
    days = state.days()
    return (f"{days[0].year}-01-01", f"{days[1].year}-12-31") if days else ("1970-01-01", "1970-01-01")


def _mask(shown: Shown) -> str | None:
    """Return one bit for each incident of the map file, None if all are shown (the map has the clock itself)."""
    incidents = state.incidents()
    return None if len(shown.ids) == len(incidents) else pack_mask(incidents.index.isin(shown.ids))


def _wanted(view: View) -> dict[str, Any]:
    first, last = view.handles or _whole_years()
    tiles = next((choice for choice in tile_choices() if choice.id == view.tiles), None)
    return {
        "policy": view.policy.value,
        "layers": {layer: layer in view.layers for layer in LAYERS},
        "tiles": None if tiles is None else {"url": tiles.url, "attribution": tiles.attribution,
                                             "maxZoom": tiles.max_zoom},
        "clock": {"from": str(first), "to": str(last), "mode": view.mode.value, "step": view.step},
        "selected": view.incident or None,
        "view": None if view.centre is None else dict(zip(("latitude", "longitude", "zoom"), view.centre, strict=True)),
    }  # fmt: skip
