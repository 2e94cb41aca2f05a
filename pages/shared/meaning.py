"""What the columns of a strange table mean, and what else only its owner can say: dates, types, coordinates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.formats.reading.model import Choices, DateOrder, Layout
from geo.language import N_
from pages.shared import working
from pages.shared.flatwords import codes_of, shortened, told_apart
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.formats.reading.questions import Open
    from pages.shared.bringing import Brought

#: these are asked for in any case; of the others first those that the file seems to have
ALWAYS = ("first_day", "place_as_written", "event_type", "title")
ORDERS = {
    None: N_("not decided yet"),
    DateOrder.DAY_FIRST: N_("day first: 03/04 is 3 April"),
    DateOrder.MONTH_FIRST: N_("month first: 03/04 is 4 March"),
}
ABREAST = 3
MOST_TYPES = 24


def ask(brought: Brought) -> Open | None:
    """Ask what the columns mean; return what is open then, None while whole columns are looked through."""
    from geo.formats.reading.questions import Open

    if brought.look.layout is not Layout.TABLE:
        return Open({})
    st.subheader(tr("What the columns mean"), anchor=False)
    brought.choices = replace(brought.choices, mapping=_ask_columns(brought))
    scan = brought.scan
    if not scan.is_over:
        working.show(scan)
        return None
    if scan.fault is not None:
        working.say_fault(scan.fault)
        return None
    found = scan.future.result()
    brought.choices = _ask_rest(brought, open_order=found.dates.open)
    brought.choices = replace(brought.choices, event_types=_ask_types(brought, found.event_types))
    return _open_now(brought, found)


def _open_now(brought: Brought, found: Open) -> Open:
    """Say what is open with the present choices, given what whole columns say."""
    from geo.formats.reading.questions import ORDER, open_questions

    missing = [one for one in open_questions(brought.unguessed, brought.choices).sentences if one != ORDER]
    order = found.dates.open and brought.choices.date_order is None
    return replace(found, sentences=(*missing, *([ORDER] if order else [])), date_order=order)


def _ask_columns(brought: Brought) -> dict[str, str]:
    """Ask which column of the file is which of the atlas: the likely ones at once, the others on demand."""
    from geo.formats.reading.mapping import MAPPABLE

    first = [name for name in MAPPABLE if name in brought.offered or name in ALWAYS]
    others = [name for name in MAPPABLE if name not in first]
    mapping = _ask_some(brought, first)
    used = sum(bool(brought.choices.mapping.get(name)) for name in others)
    title = tr("More that a column can mean ({number} in use)").format(number=used)
    with st.expander(title, key=f"more {brought.file_id}"):
        mapping |= _ask_some(brought, others)
    return {name: mapping[name] for name in MAPPABLE}


def _ask_some(brought: Brought, names: Iterable[str]) -> dict[str, str]:
    from geo.formats.reading.mapping import MAPPABLE

    header = brought.look.header
    labels = {"": tr("(none)"), **told_apart({name: shortened(name) for name in header}, _numbers(header))}
    options = list(labels)
    chosen: dict[str, str] = {}
    names = list(names)
    for start in range(0, len(names), ABREAST):
        for place, name in zip(st.columns(ABREAST), names[start : start + ABREAST], strict=False):
            now = brought.choices.mapping.get(name, "")
            chosen[name] = place.selectbox(
                tr(MAPPABLE[name]), options, _at(options, now),
                format_func=labels.__getitem__,
                key=f"column {name} {brought.file_id} {hash(brought.look.header)}",
            )  # fmt: skip
    return chosen


def _numbers(header: Iterable[str]) -> dict[str, str]:
    return {name: str(number) for number, name in enumerate(header, 1)}


def _ask_rest(brought: Brought, *, open_order: bool) -> Choices:
    """Ask what is said of all rows; of dates and coordinates only where there is something to decide."""
    choices = brought.choices
    left, middle, right = st.columns(ABREAST, vertical_alignment="bottom")
    kinds = ["", *codes_of("event_type")]
    kind = left.selectbox(
        tr("Type of rows that have none"), kinds, _at(kinds, choices.event_type), format_func=say_type,
        key=f"type {brought.file_id}",
    )  # fmt: skip
    order = choices.date_order
    if open_order or order is not None:
        order = middle.selectbox(
            tr("Dates like 03/04/2004"), list(ORDERS), list(ORDERS).index(order),
            format_func=lambda one: tr(ORDERS[one]), key=f"order {brought.file_id}",
        )  # fmt: skip
    swap = choices.swap_coordinates
    if choices.mapping["latitude"] or choices.mapping["longitude"] or brought.look.has_points:
        swap = right.checkbox(tr("Latitude and longitude are swapped"), swap, key=f"swap {brought.file_id}")
    return replace(choices, date_order=order, event_type=kind, swap_coordinates=swap)


def _ask_types(brought: Brought, unknown: Iterable[str]) -> dict[str, str]:
    """Ask what the types of the file mean that nobody can tell by their words."""
    decided = brought.choices.event_types
    asked = list(unknown)
    if not asked:
        return dict(decided)
    left = sum(text not in decided for text in asked)
    title = (
        count(left, tr("type of event is not known here"), tr("types of events are not known here"))
        if left
        else tr("Types of events as you decided")
    )
    chosen = dict(decided)
    kinds = ["", *codes_of("event_type")]
    with st.expander(title, expanded=not brought.choices.event_type, key=f"types {brought.file_id}"):
        for start in range(0, min(len(asked), MOST_TYPES), ABREAST):
            for place, text in zip(st.columns(ABREAST), asked[start : start + ABREAST], strict=False):
                kind = place.selectbox(
                    plain(shortened(text)), kinds, _at(kinds, decided.get(text, "")),
                    format_func=lambda one: say_type(one, brought.choices.event_type),
                    key=f"type as written {text} {brought.file_id}",
                )  # fmt: skip
                chosen[text] = kind
        if len(asked) > MOST_TYPES:
            st.caption(tr("The first {number}, the most frequent ones.").format(number=MOST_TYPES))
    return {text: kind for text, kind in chosen.items() if kind}


def say_type(kind: str, otherwise: str = "") -> str:
    """Say a type of event; without one what becomes of such rows."""
    return codes_of("event_type").get(kind or otherwise) or tr("leave these rows out")


def _at(options: list[str], value: str) -> int:
    """Return where a value stands; what was remembered and is not there any more is the first, nothing."""
    return options.index(value) if value in options else 0
