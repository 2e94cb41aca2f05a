"""The state of a view, declared once: what the link says is what the viewer sees, in any browser.

Every part of the state has one name in the address (`?from=2004-03-16&type=clash`). Widgets use the same names as keys
of the session; the map reports its own parts. An unknown or impossible value in a link is left out, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.basemaps import tile_choices
from geo.dates import widen
from geo.errors import DateError
from geo.filters import CASUALTIES, Filters
from geo.layers import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TILES_OFF = "offline"


class Mode(StrEnum):
    """What the map shows of the time line."""

    WINDOW = "window"
    CUMULATIVE = "cumulative"
    FADING = "fading"


STEPS = ("incident", "hour", "day", "week", "month", "year")

#: name in the link -> attribute of `Filters`; these are lists
LISTS: Mapping[str, str] = {
    "episode": "episodes",
    "type": "event_types",
    "actor": "actor_kinds",
    "municipality": "municipalities",
    "precision": "place_precisions",
    "source": "sources",
    "kind": "source_kinds",
}
_WRITTEN = "link as written"
_REPLACED = "link that was replaced, and when"
OUTRUN_S = 2.0


def _day(text: str) -> str | None:
    try:
        return text if len(text) == 10 and widen(text) else None  # noqa: PLR2004 - YYYY-MM-DD
    except DateError:
        return None


def _one_of(*choices: str) -> Callable[[str], str | None]:
    return lambda text: text if text in choices else None


def _map_view(text: str) -> str | None:
    """Accept latitude, longitude and zoom, separated by commas."""
    try:
        latitude, longitude, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return text if abs(latitude) <= 85 and abs(longitude) <= 180 and 0 <= zoom <= 20 else None  # noqa: PLR2004


#: name in the link -> (value if it is absent, check of the text)
SINGLES: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "casualties": ("any", _one_of(*CASUALTIES)),
    "q": ("", lambda text: text[:200]),
    "names": (DEFAULT_POLICY.value, _one_of(*NamePolicy)),
    "tiles": (TILES_OFF, lambda text: text if any(text == choice.id for choice in tile_choices()) else None),
    "from": ("", _day),
    "to": ("", _day),
    "mode": (Mode.WINDOW.value, _one_of(*Mode)),
    "step": ("incident", _one_of(*STEPS)),
    "incident": ("", lambda text: text[:80]),
    "map": ("", _map_view),
    "toponym": ("", lambda text: text[:200]),
}


@dataclass(frozen=True, slots=True)
class View:
    """One view of the data: everything a link carries."""

    filters: Filters
    policy: NamePolicy
    layers: tuple[str, ...]
    tiles: str
    window: tuple[date, date] | None  # what is shown; from `date.min` on for everything so far, None for all years
    handles: tuple[date, date] | None  # where the two handles of the strip stand
    mode: Mode
    step: str
    incident: str
    centre: tuple[float, float, float] | None  # latitude, longitude (degrees), zoom


def restore(options: Mapping[str, tuple[str, ...]]) -> None:
    """Take the state out of the address, on the first run and whenever another link was opened.

    Parameters
    ----------
    options
        For every list of the link the values it may have; others are left out.
    """
    told = {name: st.query_params.get_all(name) for name in st.query_params}
    known = all(name in st.session_state for name in (*LISTS, *SINGLES, "layer", _WRITTEN))
    if known and (not told or told == st.session_state[_WRITTEN] or _is_outrun(told)):
        return
    told = told or st.session_state.get(_WRITTEN, {})  # changing the page in code drops the keys and the address
    for name in LISTS:
        st.session_state[name] = [value for value in told.get(name, []) if value in options[name]]
    for name, (absent, check) in SINGLES.items():
        value = check(told[name][0]) if told.get(name) else None
        st.session_state[name] = absent if value is None else value
    layers = [layer for layer in told.get("layer", LAYERS) if layer in LAYERS or layer == "none"]
    st.session_state["layer"] = [layer for layer in layers if layer != "none"]
    st.session_state[_WRITTEN] = told


def _is_outrun(told: Mapping[str, list[str]]) -> bool:
    """Say whether the browser names an older address than the state: quick hands do that.

    Either something was changed for this very run, or the address is one that was replaced a moment ago.
    """
    if _told() != st.session_state[_WRITTEN]:
        return True
    replaced = st.session_state.get(_REPLACED, [])
    return any(told == link and monotonic() - at_s < OUTRUN_S for link, at_s in replaced)


def _told() -> dict[str, list[str]]:
    """Return the present state as a link tells it; what stands at its usual value is left out."""
    told: dict[str, list[str]] = {}
    for name in LISTS:
        if st.session_state[name]:
            told[name] = list(st.session_state[name])
    for name, (absent, _) in SINGLES.items():
        if st.session_state[name] != absent:
            told[name] = [st.session_state[name]]
    if set(st.session_state["layer"]) != set(LAYERS):
        told["layer"] = list(st.session_state["layer"]) or ["none"]
    return told


def write() -> None:
    """Write the present state into the address."""
    told = _told()
    if {name: st.query_params.get_all(name) for name in st.query_params} != told:
        st.query_params.from_dict(told)
    if told != st.session_state[_WRITTEN]:
        recent = [(link, at_s) for link, at_s in st.session_state.get(_REPLACED, []) if monotonic() - at_s < OUTRUN_S]
        st.session_state[_REPLACED] = [*recent, (st.session_state[_WRITTEN], monotonic())]
        st.session_state[_WRITTEN] = told


def current() -> View:
    """Return the present view of this viewer."""
    state = st.session_state
    lists = {attribute: tuple(state[name]) for name, attribute in LISTS.items()}
    first, last = state["from"], state["to"]
    handles = (date.fromisoformat(first), date.fromisoformat(last)) if first and last and first <= last else None
    so_far = handles is not None and state["mode"] == Mode.CUMULATIVE
    centre = tuple(float(part) for part in state["map"].split(",")) if state["map"] else None
    return View(
        filters=Filters(**lists, casualties=state["casualties"], text=state["q"]),
        policy=NamePolicy(state["names"]),
        layers=tuple(state["layer"]),
        tiles=state["tiles"],
        window=(date.min, handles[1]) if handles and so_far else handles,
        handles=handles,
        mode=Mode(state["mode"]),
        step=state["step"],
        incident=state["incident"],
        centre=None if centre is None else (centre[0], centre[1], centre[2]),
    )


def select(incident: str) -> None:
    """Select one incident on the map."""
    st.session_state["incident"] = incident
