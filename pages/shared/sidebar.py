"""The filters beside every page, with what each option would show and a sentence on what is hidden."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

import streamlit as st

from gazetteer.policy import NamePolicy, display_name
from geo.basemaps import tile_choices
from geo.filters import facets
from geo.layers import LAYERS
from geo.schema import ActorKind
from geo.style import EVENT_STYLES, PLACE_WORDS
from geo.views import LISTS, TILES_OFF
from pages.shared import link, state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

POLICY_WORDS = {
    NamePolicy.ALBANIAN_SERBIAN: "Albanian / Serbian",
    NamePolicy.SERBIAN_ALBANIAN: "Serbian / Albanian",
    NamePolicy.ALBANIAN: "Albanian",
    NamePolicy.SERBIAN_LATIN: "Serbian (Latin)",
    NamePolicy.SERBIAN_CYRILLIC: "Serbian (Cyrillic)",
    NamePolicy.ENGLISH: "English",
}
LAYER_WORDS = {"incidents": "Incidents", "movements": "Troop movements", "areas": "Serb-majority areas"}
CASUALTY_WORDS = {"any": "All", "injured_or_killed": "With injured or killed", "killed": "With killed"}


def options() -> dict[str, tuple[str, ...]]:
    """Return for every list of the link the values it may have."""
    return state.opened().material.options


def draw() -> None:
    """Draw the sidebar."""
    view = link.current()
    counts = facets(state.incidents(), view.filters, view.window)
    choices = options()
    with st.sidebar:
        head, *rest = state.shown().sentence().split("; ")
        st.markdown(f"**{head}**")
        if rest:
            st.caption("  \n".join(rest))
        st.selectbox("Names", list(NamePolicy), key="names", format_func=lambda one: POLICY_WORDS[NamePolicy(one)])
        st.pills("Layers", LAYERS, key="layer", selection_mode="multi", format_func=LAYER_WORDS.__getitem__)
        st.text_input("Search", key="q", placeholder="Place, actor, word", max_chars=200)
        for name, label, words in _lists():
            _multiselect(name, label, choices[name], counts[LISTS[name]], words)
        st.selectbox("Casualties", list(CASUALTY_WORDS), key="casualties", format_func=CASUALTY_WORDS.__getitem__)
        st.button("Clear all filters", on_click=_clear, width="stretch")
        tiles = (TILES_OFF, *(choice.id for choice in tile_choices()))
        labels = {choice.id: f"{choice.label} (asks the network)" for choice in tile_choices()}
        st.selectbox("Base map", tiles, key="tiles", format_func=lambda one: labels.get(one, "Offline (ours)"))
        st.download_button(
            "Download this map (HTML, works offline)",
            partial(state.map_download, view, link.told_now()),
            "incident-atlas-map.html",
            "text/html",
            on_click="ignore",
            width="stretch",
        )
        st.caption("The address of this page is the link to this view.")
        st.caption(f"Data version {state.dataset().version}")


def _lists() -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    """Return the lists in their order, with a label and the words for a value."""
    tables = state.dataset().tables
    policy = link.current().policy
    places = state.gazetteer()
    episodes = dict(zip(tables["episodes"]["id"], tables["episodes"]["title"], strict=True))
    sources = dict(zip(tables["sources"]["id"], tables["sources"]["publisher"] + ": " + tables["sources"]["title"],
                       strict=True))  # fmt: skip
    return (
        ("episode", "Episode", lambda one: episodes.get(one, "Single events")),
        ("type", "Type", lambda one: EVENT_STYLES[one].label),
        ("precision", "How exactly the place is known", lambda one: PLACE_WORDS[one]),
        ("actor", "Actors", lambda one: ActorKind(one).value.replace("_", " ").capitalize()),
        ("municipality", "Municipality", lambda one: display_name(places.place(one), policy)),
        ("kind", "Kind of source", str.capitalize),
        ("source", "Source", lambda one: sources[one]),
    )


def _multiselect(
    name: str, label: str, values: tuple[str, ...], counts: Mapping[str, int], words: Callable[[str], str]
) -> None:
    """Draw one list of the link.

    Streamlit remembers a choice by its label, and the labels carry counts and names by policy; so the widget gets a key
    of its own for every set of labels, and the choice itself stands in the state of the link.
    """
    ordered = sorted(values, key=lambda one: (-counts.get(one, 0), words(one)))
    labels = {one: f"{words(one)} ({counts.get(one, 0)})" for one in ordered}
    key = f"{name} {crc32(repr(labels).encode()):x}"
    st.session_state[key] = st.session_state[name]
    st.multiselect(
        label, ordered, key=key, placeholder="All", format_func=labels.__getitem__, on_change=_take, args=(name, key)
    )


def _take(name: str, key: str) -> None:
    """Take a choice into the state of the link."""
    st.session_state[name] = st.session_state[key]


def _clear() -> None:
    """Take back every filter; window, names and layers stay."""
    for name in LISTS:
        st.session_state[name] = []
    st.session_state["q"], st.session_state["casualties"] = "", "any"
