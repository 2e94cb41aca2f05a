"""The filters beside every page, with what each option would show and a sentence on what is hidden."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zlib import crc32

import streamlit as st

from gazetteer.policy import NamePolicy, display_name
from geo.basemaps import tile_choices
from geo.language import DRAFT_NOTICE, LANGUAGE_PART, LANGUAGES, N_, SOURCE_LANGUAGE, say_own_name, translator
from geo.layers import LAYERS
from geo.schema import ActorKind
from geo.style import EVENT_STYLES, LAYER_WORDS, PLACE_WORDS
from geo.views import LISTS, TILES_OFF, view_of
from pages.shared import datasets, link, state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.material import Material

POLICY_WORDS = {
    NamePolicy.ALBANIAN_SERBIAN: N_("Albanian / Serbian"),
    NamePolicy.SERBIAN_ALBANIAN: N_("Serbian / Albanian"),
    NamePolicy.ALBANIAN: N_("Albanian"),
    NamePolicy.SERBIAN_LATIN: N_("Serbian (Latin)"),
    NamePolicy.SERBIAN_CYRILLIC: N_("Serbian (Cyrillic)"),
    NamePolicy.ENGLISH: N_("English"),
}
CASUALTY_WORDS = {"any": N_("All"), "injured_or_killed": N_("With injured or killed"), "killed": N_("With killed")}
ACTOR_WORDS = {
    ActorKind.PEACEKEEPERS: N_("Peacekeepers"),
    ActorKind.INTERNATIONAL_POLICE: N_("International police"),
    ActorKind.INTERNATIONAL_BODY: N_("International body"),
    ActorKind.KOSOVO_POLICE: N_("Kosovo police"),
    ActorKind.KOSOVO_AUTHORITIES: N_("Kosovo authorities"),
    ActorKind.SERBIAN_STATE: N_("Serbian state"),
    ActorKind.STATE_FORCES: N_("State forces"),
    ActorKind.CROWD: N_("Crowd"),
    ActorKind.PROTESTERS: N_("Protesters"),
    ActorKind.ARMED_GROUP: N_("Armed group"),
    ActorKind.CIVILIANS: N_("Civilians"),
    ActorKind.RELIGIOUS_COMMUNITY: N_("Religious community"),
    ActorKind.GOVERNMENT: N_("Government"),
    ActorKind.UNKNOWN: N_("Unknown"),
}
#: the lists of the link in the order of the sidebar
LIST_WORDS = {
    "episode": N_("Episode"),
    "type": N_("Type"),
    "precision": N_("How exactly the place is known"),
    "actor": N_("Actors"),
    "municipality": N_("Municipality"),
    "kind": N_("Kind of source"),
    "source": N_("Source"),
}
#: the kinds of sources of `geo.schema`
KIND_WORDS = {
    "official": N_("Official"),
    "agency": N_("Agency"),
    "news": N_("News"),
    "ngo": N_("NGO"),
    "academic": N_("Academic"),
    "encyclopaedia": N_("Encyclopaedia"),
    "church": N_("Church"),
    "advocacy": N_("Advocacy"),
    "state media": N_("State media"),
    "blog": N_("Blog"),
    "own data": N_("Own data"),
}


def draw() -> None:
    """Draw the sidebar."""
    told = link.told_now()
    view, tr = view_of(told), translator(link.language())
    counts = state.counts(view)
    words = _words(counts, view.policy, link.language())
    with st.sidebar:
        chosen = datasets.choose(tr)
        head, *rest = state.shown(view).sentence().split("; ")
        st.markdown(f"**{head}**")
        if rest:
            st.caption("  \n".join(rest))
        policies = {policy: tr(said) for policy, said in POLICY_WORDS.items()}
        st.selectbox(tr("Names"), list(NamePolicy), key="names", format_func=lambda one: policies[NamePolicy(one)])
        _ask_language(tr)
        layers = {layer: tr(LAYER_WORDS[layer]) for layer in LAYERS}
        if chosen.atlas:  # own data has incidents only
            st.pills(tr("Layers"), LAYERS, key="layer", selection_mode="multi", format_func=layers.__getitem__)
        st.text_input(tr("Search"), key="q", placeholder=tr("Place, actor, word"), max_chars=200)
        for name, label in LIST_WORDS.items():
            if not words[name].keys() - {""}:
                continue  # own data without episodes, municipalities ...
            _multiselect(name, (tr(label), tr("All")), counts[LISTS[name]], words[name])
        casualties = {one: tr(said) for one, said in CASUALTY_WORDS.items()}
        st.selectbox(tr("Casualties"), list(CASUALTY_WORDS), key="casualties", format_func=casualties.__getitem__)
        st.button(tr("Clear all filters"), on_click=_clear, width="stretch")
        tiles = {TILES_OFF: tr("Offline (ours)")}
        tiles |= {choice.id: f"{choice.label} ({tr('asks the network')})" for choice in tile_choices()}
        st.selectbox(tr("Base map"), list(tiles), key="tiles", format_func=tiles.__getitem__)
        if state.is_told():
            st.download_button(
                tr("Download this map (HTML, works offline)"),
                partial(state.map_download, view, told),
                "incident-atlas-map.html",
                "text/html",
                on_click="ignore",
                width="stretch",
            )
        st.caption(tr("The address of this page is the link to this view."))
        st.caption(f"{tr('Data version')} {state.version()}")


def _ask_language(tr: Callable[[str], str]) -> None:
    """Ask for the language of the words; a draft says in English that it is one."""
    st.selectbox(tr("Language of the words"), list(LANGUAGES), key=LANGUAGE_PART, format_func=say_own_name)
    if link.language() != SOURCE_LANGUAGE:
        st.caption(DRAFT_NOTICE)


def _words(
    counts: Mapping[str, Mapping[str, int]], policy: NamePolicy, language: str
) -> Mapping[str, Mapping[str, str]]:
    """Return for every list the words for its values, worked out once for all viewers with such names and language."""
    if state.engine() is not None:
        options = {name: tuple(counts[attribute]) for name, attribute in LISTS.items()}
        return _words_of_options(state.atlas().material, options, policy, language)
    opened, key = state.opened(), (policy.value, language)
    if key not in opened.words:
        opened.words[key] = _words_of_options(opened.material, opened.material.options, policy, language)
    return opened.words[key]


def _words_of_options(
    material: Material, options: Mapping[str, tuple[str, ...]], policy: NamePolicy, language: str
) -> dict[str, dict[str, str]]:
    """Say the values of the lists; what own data call by their own words stands as it is."""
    tables, places, tr = material.dataset.tables, material.gazetteer, translator(language)
    episodes = dict(zip(tables["episodes"]["id"], tables["episodes"]["title"], strict=True))
    sources = dict(zip(tables["sources"]["id"], tables["sources"]["publisher"] + ": " + tables["sources"]["title"],
                       strict=True))  # fmt: skip
    # a table of a server may hold other words than these: they stand as they are
    actors, precisions = ({str(one): said for one, said in known.items()} for known in (ACTOR_WORDS, PLACE_WORDS))
    types = {str(one): style.label for one, style in EVENT_STYLES.items()}
    words: dict[str, Callable[[str], str]] = {
        "episode": lambda one: episodes.get(one) or tr("Single events"),
        "type": lambda one: tr(types.get(one, one)),
        "precision": lambda one: tr(precisions.get(one, one)),
        "actor": lambda one: tr(actors.get(one, one)),
        "municipality": lambda one: display_name(places.places[one], policy) if one in places.places else one,
        "kind": lambda one: tr(KIND_WORDS.get(one, one)),
        "source": lambda one: sources.get(one, one),
    }
    return {name: {one: words[name](one) for one in values} for name, values in options.items()}


def _multiselect(name: str, said: tuple[str, str], counts: Mapping[str, int], words: Mapping[str, str]) -> None:
    """Draw one list of the link; `said` is its label and what stands there while nothing is chosen.

    Streamlit remembers a choice by its label, and the labels carry counts and names by policy; so the widget gets a key
    of its own for every set of labels, and the choice itself stands in the state of the link.
    """
    ordered = sorted(words, key=lambda one: (-counts.get(one, 0), words[one]))
    labels = {one: f"{words[one]} ({counts.get(one, 0)})" for one in ordered}
    key = f"{name} {crc32(repr(labels).encode()):x}"
    st.session_state[key] = st.session_state[name]
    st.multiselect(
        said[0],
        ordered,
        key=key,
        placeholder=said[1],
        format_func=labels.__getitem__,
        on_change=_take,
        args=(name, key),
    )


def _take(name: str, key: str) -> None:
    """Take a choice into the state of the link."""
    st.session_state[name] = st.session_state[key]


def _clear() -> None:
    """Take back every filter; window, names and layers stay."""
    for name in LISTS:
        st.session_state[name] = []
    st.session_state["q"], st.session_state["casualties"] = "", "any"
