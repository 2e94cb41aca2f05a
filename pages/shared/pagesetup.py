"""How the page is set: templates that set several things at once, and one widget for each part of the link.

Streamlit forgets a widget that is not drawn, and with it the state under its key; so the widgets have keys of their
own, and what they say is taken into the state of the link.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from geo.errors import SnapshotError
from geo.language import N_
from geo.notices import STATUS_FOOTNOTE_NAMES, STATUS_FOOTNOTES
from geo.snapshot.canvas.paper import WORDS as PAPER_WORDS
from geo.snapshot.outputs import Scope
from geo.snapshot.selection import select
from geo.snapshot.sheets.periods import MOST_MAPS, parts_of
from geo.snapshot.wording import suggested_title
from geo.views import LONGEST_TEXT, Arrangement, Every, Extent, Labels, Paper, view_of
from pages.shared import link, state
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_Value = TypeVar("_Value", bound=str)


def _template(paper: Paper, turn: str, maps: Arrangement = Arrangement.SINGLE) -> dict[str, str]:
    return {"paper": paper.value, "turn": turn, "maps": maps.value}


#: what a template is called -> the parts of the link that it sets
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    N_("Briefing (A4)"): _template(Paper.A4, "landscape"),
    N_("Slide (16:9)"): _template(Paper.WIDE, "landscape"),
    N_("Wall map (A3)"): _template(Paper.A3, "landscape"),
    N_("Report (A4 portrait)"): _template(Paper.A4, "portrait"),
    N_("Letter"): _template(Paper.LETTER, "landscape"),
    N_("Before and after"): _template(Paper.A4, "landscape", Arrangement.BEFORE_AFTER),
    N_("Small maps"): _template(Paper.A4, "landscape", Arrangement.MULTIPLES),
}
#: several small maps are made for the shortest of these that gives few enough
STEPS = (Every.DAY, Every.WEEK, Every.MONTH, Every.YEAR, Every.EPISODE)
SCOPE_WORDS = {Scope.VIEW: N_("View"), Scope.SERIES: N_("Series"), Scope.PACK: N_("Pack")}
SCOPE_NOTES = {
    Scope.VIEW: N_("One page, and the tables and notes behind it."),
    Scope.SERIES: N_("A page for each day, week ..., all of one extent, scale and legend."),
    Scope.PACK: N_("Briefing pack: the overview, a page for each episode, and the tables and notes behind them."),
}
TURN_WORDS = {"landscape": N_("Landscape"), "portrait": N_("Portrait")}
EXTENT_WORDS = {
    Extent.VIEW: N_("What the Map page shows"),
    Extent.INCIDENTS: N_("All that is shown"),
    Extent.KOSOVO: N_("All of Kosovo"),
    Extent.CLOSE: N_("The incidents in Kosovo, closer"),
}
LABEL_WORDS = {
    Labels.AUTO: N_("As much as fits"),
    Labels.TITLES: N_("Dates and titles"),
    Labels.PLACES: N_("Place names"),
    Labels.NUMBERS: N_("Numbers of the index"),
}
MAPS_WORDS = {
    Arrangement.SINGLE: N_("One"),
    Arrangement.BEFORE_AFTER: N_("Before and after"),
    Arrangement.MULTIPLES: N_("Several small ones"),
}
DPI_WORDS = {
    "150": N_("150 dpi, for screens"),
    "300": N_("300 dpi, for print"),
    "600": N_("600 dpi, for large print"),
}
EVERY_WORDS = {
    Every.DAY: N_("Day"),
    Every.WEEK: N_("Week"),
    Every.MONTH: N_("Month"),
    Every.YEAR: N_("Year"),
    Every.EPISODE: N_("Episode"),
    Every.MUNICIPALITY: N_("Municipality"),
}
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
#: where the choice of what to make is kept; it is no part of the link
SCOPE_KEY, TEMPLATE_BOX = "what to make", "template box"


def _box(name: str) -> str:
    """Give a widget the present value of a part of the state, and return its key."""
    key = f"{name} box"
    st.session_state[key] = st.session_state[name]
    return key


def _take(name: str) -> None:
    """Take what a widget says into the state."""
    st.session_state[name] = st.session_state[f"{name} box"] or ""


def choose_template() -> None:
    """Offer the templates; the one that the settings agree with is the chosen one."""
    now = {name: st.session_state[name] for name in ("paper", "turn", "maps")}
    st.session_state[TEMPLATE_BOX] = next((name for name, sets in TEMPLATES.items() if sets == now), None)
    st.pills(
        tr("Template"),
        list(TEMPLATES),
        key=TEMPLATE_BOX,
        format_func=tr,
        label_visibility="collapsed",
        on_change=_apply_template,
    )


def _apply_template() -> None:
    """Set what the chosen template sets."""
    chosen = st.session_state[TEMPLATE_BOX]
    if chosen is None:
        return
    st.session_state.update(TEMPLATES[chosen])
    if st.session_state["maps"] == Arrangement.MULTIPLES:
        st.session_state["every"] = _fitting_step().value


def _fitting_step() -> Every:
    """Return the shortest step that gives few enough small maps, or the present one if none does."""
    material, told = state.opened().material, link.told_now()
    for every in STEPS:
        try:
            parts_of(material, view_of({**told, "every": [every.value]}), MOST_MAPS)
        except SnapshotError:
            continue
        return every
    return Every(st.session_state["every"])


def ask_scope() -> Scope:
    """Ask what to make."""
    st.session_state.setdefault(SCOPE_KEY, Scope.VIEW.value)
    options, say = _options(SCOPE_WORDS)
    st.segmented_control(
        tr("What to make"), options, format_func=say, key=_box(SCOPE_KEY), required=True, on_change=_take,
        args=(SCOPE_KEY,), width="stretch",
    )  # fmt: skip
    scope = Scope(st.session_state[SCOPE_KEY])
    st.caption(tr(SCOPE_NOTES[scope]))
    return scope


def ask_settings(scope: Scope) -> None:
    """Ask how the page is set."""
    _ask_maps(scope)
    _ask_words()
    left, right = st.columns(2)
    _select(left.selectbox, "paper", tr("Paper"), PAPER_WORDS)
    _select(right.selectbox, "turn", tr("Orientation"), TURN_WORDS)
    _select(st.selectbox, "extent", tr("The map shows"), EXTENT_WORDS)
    _select(st.selectbox, "labels", tr("Labels"), LABEL_WORDS)
    _select(st.selectbox, "footnote", tr("Status footnote"), STATUS_FOOTNOTE_NAMES)
    if st.session_state["footnote"] != "none":
        st.caption(plain(STATUS_FOOTNOTES[st.session_state["footnote"]]))
    with st.expander(tr("More")):
        _select(st.selectbox, "dpi", tr("Resolution of the PNG"), DPI_WORDS)
        _write("maker", tr("Made by"), tr("Name or office"), 80)
        _write("contact", tr("Contact"), tr("Telephone or address"), 120)


def _ask_words() -> None:
    suggested = ""
    if not st.session_state["heading"]:
        material = state.opened().material
        suggested = suggested_title(material, select(material, link.current()))
    _write("heading", tr("Title"), suggested, LONGEST_TEXT)
    _write("banner", tr("Handling banner"), tr("None"), 60)


def _ask_maps(scope: Scope) -> None:
    """Ask for the maps on a page, the day that divides them or what each of them shows."""
    if scope is not Scope.SERIES:
        _select(st.selectbox, "maps", tr("Maps on the page"), MAPS_WORDS)
        if st.session_state["maps"] == Arrangement.BEFORE_AFTER:
            _ask_day()
    if scope is Scope.SERIES or st.session_state["maps"] == Arrangement.MULTIPLES:
        _select(
            st.selectbox,
            "every",
            tr("One page for every") if scope is Scope.SERIES else tr("One map for every"),
            EVERY_WORDS,
        )


def _ask_day() -> None:
    """Ask for the first day of "after"."""

    def take() -> None:
        chosen = st.session_state["split box"]
        st.session_state["split"] = chosen.isoformat() if chosen else ""

    chosen = date.fromisoformat(st.session_state["split"]) if st.session_state["split"] else None
    st.session_state["split box"] = chosen
    st.date_input(
        tr("First day of “after”"), value=None, key="split box", format="YYYY-MM-DD", on_change=take,
        min_value=min(EARLIEST, chosen or EARLIEST), max_value=max(LATEST, chosen or LATEST),
        help=tr("Empty: the middle of the window"),
    )  # fmt: skip


def _write(name: str, label: str, placeholder: str, longest: int) -> None:
    st.text_input(
        label, key=_box(name), placeholder=placeholder, max_chars=longest, on_change=_take, args=(name,)
    )  # fmt: skip


def _select(draw: Callable[..., object], name: str, label: str, words: Mapping[_Value, str]) -> None:
    options, say = _options(words)
    draw(label, options, format_func=say, key=_box(name), on_change=_take, args=(name,))


def _options(words: Mapping[_Value, str]) -> tuple[Sequence[str], Callable[[str], str]]:
    said = {str(value): tr(text) for value, text in words.items()}
    return list(said), said.__getitem__
