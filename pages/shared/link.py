"""The state of a view in this browser: the address, the session and the widgets say the same.

What a link may say is declared in `geo.views`. Widgets use the same names as keys of the session; the map reports its
own parts.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from geo import views
from geo.language import LANGUAGE_PART, SOURCE_LANGUAGE
from geo.layers import LAYERS
from geo.views import LISTS, SET_PART, SINGLES, Told, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WRITTEN = "link as written"
_REPLACED = "link that was replaced, and when"
OUTRUN_S = 2.0


def restore(options: Callable[[str], Mapping[str, tuple[str, ...]]]) -> None:
    """Take the state out of the address, on the first run and whenever another link was opened.

    Parameters
    ----------
    options
        Given the data sets of a link, returns for every list the values it may have; others are left out.
    """
    told = {name: st.query_params.get_all(name) for name in st.query_params}
    known = all(name in st.session_state for name in (*LISTS, *SINGLES, "layer", _WRITTEN))
    if known and (not told or told == st.session_state[_WRITTEN] or _is_outrun(told)):
        return
    told = told or st.session_state.get(_WRITTEN, {})  # changing the page in code drops the keys and the address
    open_link(told, options(" ".join(told.get(SET_PART, ()))))
    st.session_state[_WRITTEN] = told


def open_link(told: Mapping[str, list[str]], options: Mapping[str, tuple[str, ...]]) -> None:
    """Make a link the state of this viewer."""
    kept = views.clean(told, options)
    for name in LISTS:
        st.session_state[name] = kept.get(name, [])
    for name, (absent, _) in SINGLES.items():
        st.session_state[name] = kept[name][0] if name in kept else absent
    st.session_state["layer"] = [layer for layer in kept.get("layer", LAYERS) if layer != "none"]


def _is_outrun(told: Mapping[str, list[str]]) -> bool:
    """Say whether the browser names an older address than the state: quick hands do that.

    Either something was changed for this very run, or the address is one that was replaced a moment ago.
    """
    if told_now() != st.session_state[_WRITTEN]:
        return True
    replaced = st.session_state.get(_REPLACED, [])
    return any(told == link and monotonic() - at_s < OUTRUN_S for link, at_s in replaced)


def told_now() -> Told:
    """Return the present state as a link tells it; what stands at its usual value is left out."""
    told: Told = {}
    session = st.session_state
    for name in LISTS:
        if values := session[name]:
            told[name] = list(values)
    for name, (absent, _) in SINGLES.items():
        if (value := session[name]) != absent:
            told[name] = [value]
    if set(layers := session["layer"]) != set(LAYERS):
        told["layer"] = list(layers) or ["none"]
    return told


def write() -> None:
    """Write the present state into the address."""
    told = told_now()
    if {name: st.query_params.get_all(name) for name in st.query_params} != told:
        st.query_params.from_dict(told)
    if told != st.session_state[_WRITTEN]:
        recent = [(link, at_s) for link, at_s in st.session_state.get(_REPLACED, []) if monotonic() - at_s < OUTRUN_S]
        st.session_state[_REPLACED] = [*recent, (st.session_state[_WRITTEN], monotonic())]
        st.session_state[_WRITTEN] = told


def current() -> View:
    """Return the present view of this viewer."""
    return views.view_of(told_now())


def language() -> str:
    """Return the language of the words that this viewer reads, as a tag of `geo.language.LANGUAGES`."""
    return str(st.session_state.get(LANGUAGE_PART, SOURCE_LANGUAGE))


def in_own_language(told: Mapping[str, list[str]]) -> Told:
    """Return a link that keeps the words in the language of this viewer, unless it asks for another one itself."""
    return {LANGUAGE_PART: [language()], **told}


def select(incident: str) -> None:
    """Select one incident on the map."""
    st.session_state["incident"] = incident
