"""The page that reads a text: what was found in it, and a form for each draft that a person accepts, edits or drops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import streamlit as st

from gazetteer.geoparse import read_text
from gazetteer.geoparse.reading import Count, DateMention, Mention, Role, Span
from gazetteer.policy import display_name
from gazetteer.tables.encodings import decode
from geo.dates import say_date
from geo.schema import MEASURES, EventType, MovementStatus, PlacePrecision
from geo.style import EVENT_STYLES, PLACE_WORDS
from pages.shared import charts
from pages.shared.placemap import Pin, place_map
from pages.shared.words import plain, say_feature, say_resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from gazetteer.geoparse.reading import Draft, Reading
    from gazetteer.policy import NamePolicy
    from gazetteer.resolve import Gazetteer

HERE = Path(__file__).parent
DECISIONS = ("Undecided", "Accept", "Drop")
LONGEST = 200_000
BEING_READ = "text being read"
MOST_COUNTED = 1_000_000_000
EARLIEST = date(1900, 1, 1)
_component = st.components.v2.component(
    "atlas_reader",
    html=(HERE / "reader.html").read_text(encoding="utf-8"),
    css=(HERE / "reader.css").read_text(encoding="utf-8"),
    js=(HERE / "reader.js").read_text(encoding="utf-8"),
)


LEGEND = (
    "Blue, underlined: a place. Orange, dashed: a name that is not placed. Blue dots: stands for authorities or "
    "people. Yellow, double line: a date. Green: a number. Point at a word, or press it, to read why."
)
EXAMPLE = (
    "PRISTINA, 14 June 2011 - Police said on Tuesday that four officers and two protesters were injured when stones "
    "were thrown near Zvecan, 28 miles north of the capital, Pristina, on Monday night. The barricade on the road "
    "from Mitrovica to Leposavic was removed by peacekeepers in the morning. Austria said it would send 120 more "
    "soldiers, and about 40 Slovenian troops arrived on Sunday. Belgrade condemned the incident."
)


def ask_text() -> tuple[str, date | None]:
    """Ask for a text and the day it was published on."""
    st.session_state.setdefault("reader text", st.session_state.get(BEING_READ, ""))  # back from another page
    st.text_area("Text", key="reader text", height=200, max_chars=LONGEST, placeholder="Paste an article here")
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    upload = left.file_uploader("or a text file", type=["txt"])
    published = middle.date_input(
        "Published on", value=None, min_value=EARLIEST, max_value="today", format="YYYY-MM-DD",
        help="Monday, today and last week are counted from this day",
    )  # fmt: skip
    right.button("Try an invented example", on_click=st.session_state.update, kwargs={"reader text": EXAMPLE})
    st.session_state[BEING_READ] = st.session_state["reader text"]
    text = decode(upload.getvalue()) if upload else str(st.session_state["reader text"])
    if len(text) > LONGEST:
        st.warning(f"The text has {len(text):,} characters; the first {LONGEST:,} are read. Split it to read the rest.")
    return text[:LONGEST], published


def read(text: str, gazetteer: Gazetteer, published: date | None) -> Reading:
    """Read a text, once as long as nothing but the drafts is worked on: a long one takes seconds."""
    asked, kept = (text, published), st.session_state.get("reading")
    if kept is None or kept[0] is not gazetteer or kept[1] != asked:
        kept = st.session_state["reading"] = (gazetteer, asked, read_text(text, gazetteer, published))
    return cast("Reading", kept[2])


def show_text(reading: Reading, evidence: Sequence[Span], policy: NamePolicy) -> None:
    """Show the text with the words that were read in it; `evidence` are the words that one draft rests on."""
    _component(
        key="atlas-reader",
        data={
            "label": "The text with the place names, dates and numbers that were read in it",
            "text": reading.text,
            "marks": marks(reading, policy),
            "evidence": [{"start": span.start, "end": span.end} for span in evidence],
        },
    )


def marks(reading: Reading, policy: NamePolicy) -> list[dict[str, Any]]:
    """Return the words of a text that were read, each with its kind and what it was taken for."""
    places = [_mark(one.span, _kind(one), say_mention(one, policy)) for one in reading.mentions]
    dates = [_mark(one.span, "date", say_day(one)) for one in reading.dates]
    counts = [_mark(one.span, "count", say_number(one)) for one in reading.counts]
    return [*places, *dates, *counts]


def _mark(span: Span, kind: str, told: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "kind": kind, "told": told}


def _kind(mention: Mention) -> str:
    if mention.role != Role.PLACE:
        return "stands"
    return "place" if mention.resolution.best else "open"


def say_mention(mention: Mention, policy: NamePolicy) -> str:
    """Say what a toponym was taken for."""
    best = mention.resolution.best
    if best is None:
        return say_resolution(mention.resolution)
    role = {Role.PLACE: "", Role.GOVERNMENT: ", stands for its authorities", Role.PEOPLE: ", stands for its people"}
    return f"{display_name(best, policy)}, {say_feature(best)}{role[mention.role]}: {mention.resolution.reason}"


def say_day(found: DateMention) -> str:
    """Say which days a date expression means."""
    if found.start is None or found.end is None:
        return found.reason
    return f"{say_date(str(found.start), str(found.end), found.precision)}: {found.reason}"


def say_number(found: Count) -> str:
    """Say what a number counts."""
    number = found.best if found.best is not None else found.low if found.low is not None else found.high
    open_upper = " or more" if found.open_upper else ""
    told = [f"{number:,}{open_upper}" if number is not None else "no number", found.measure.replace("_", " ")]
    if found.status:
        told.append(found.status.replace("_", " "))
    sender = f", sent by {found.sender}" if found.sender else ""
    claimed = f", according to {found.claimed_by}" if found.claimed_by else ""
    return f"{' '.join(told)} ({found.whom}{sender}{claimed})"


def show_places(reading: Reading, policy: NamePolicy) -> None:
    """Show the places of a text on a small map."""
    placed: dict[str, Pin] = {}
    for mention in reading.mentions:
        best = mention.resolution.best
        if best and mention.role == Role.PLACE and best.feature_code != "PCLI":
            told = mention.resolution.reason
            placed[best.id] = Pin(
                display_name(best, policy), best.latitude, best.longitude, best.country == "XK", told, best.radius_m
            )
    here = [pin for pin in placed.values() if pin.picked]
    if here or placed:
        drawn = place_map(here or list(placed.values()), on_dark=charts.dark())
        st.vega_lite_chart(drawn, alt="Map of the places of the text in Kosovo; the table says the same")


def edit(number: int, draft: Draft, gazetteer: Gazetteer, key: str) -> tuple[Draft, bool]:
    """Show one draft as a form; return it as edited, and whether it is accepted."""
    key = f"{key} {number}"
    with st.container(border=True):
        head, decide = st.columns((3, 2), vertical_alignment="center")
        head.markdown(f"**{number}. {plain(draft.title)}**")
        decision = decide.segmented_control(
            "Decision", DECISIONS, default=DECISIONS[0], key=f"{key} decision", label_visibility="collapsed"
        )
        st.text(_line(draft))
        said = " ... ".join(span.text for span in draft.evidence)
        notes = f" {' '.join(draft.notes)}" if draft.notes else ""
        st.caption(plain(f"Rests on: \N{LEFT DOUBLE QUOTATION MARK}{said}\N{RIGHT DOUBLE QUOTATION MARK}.{notes}"))
        draft = _as_edited(draft, gazetteer, key)
    return draft, decision == "Accept"


def _as_edited(draft: Draft, gazetteer: Gazetteer, key: str) -> Draft:
    """Show the form while it is open; what was written in it stays when it is closed, and is there again afterwards."""
    begun, written = f"{key} begun", f"{key} written"
    if not st.toggle("Show in the text, and edit", key=f"{key} open"):
        kept: Draft = st.session_state.get(written, draft)
        st.session_state[begun] = kept
        return kept
    st.session_state[written] = _form(st.session_state.get(begun, draft), gazetteer, key)
    return cast("Draft", st.session_state[written])


def is_open(number: int, key: str) -> bool:
    """Say whether the form of a draft is open, so that its words are shown in the text."""
    return bool(st.session_state.get(f"{key} {number} open"))


def _line(draft: Draft) -> str:
    """Say a draft in one line."""
    when = say_day(draft.date).split(":")[0] if draft.date else "no date"
    where = f"{draft.place_as_written or 'no place'} ({_known(draft.place_precision)})"
    counts = "; ".join(say_number(one) for one in draft.counts)
    parts = [EVENT_STYLES[EventType(draft.event_type)].label, when, where, counts]
    return " · ".join(part for part in parts if part)


def _form(draft: Draft, gazetteer: Gazetteer, key: str) -> Draft:
    title = st.text_input("Title", draft.title, key=f"{key} title", max_chars=200)
    left, middle, right = st.columns(3)
    types = [str(kind) for kind in EventType]
    event_type = left.selectbox(
        "Type", types, types.index(draft.event_type), format_func=_type, key=f"{key} type"
    )  # fmt: skip
    first = _ask_day(middle, "First day", draft.date.start if draft.date else None, f"{key} first")
    last = _ask_day(right, "Last day", draft.date.end if draft.date else None, f"{key} last")
    name = left.text_input("Place", draft.place_as_written, key=f"{key} place", max_chars=200)
    kinds = ["", *map(str, PlacePrecision)]
    precision = middle.selectbox(
        "Place known", kinds, kinds.index(draft.place_precision), format_func=_known, key=f"{key} known"
    )
    claimed = right.text_input("According to", draft.claimed_by, key=f"{key} claimed", max_chars=200)
    place = draft.place if name.strip() else None
    if name.strip() and name != draft.place_as_written:
        found = gazetteer.resolve(name)
        place = Mention(Span(0, 0, name), Role.PLACE, found)
        st.caption(plain(say_resolution(found)))
    when, counts = _when(draft.date, first, last), _edit_counts(draft, key)
    return replace(draft, title=title.strip() or draft.title, event_type=event_type, date=when, place=place,
                   place_as_written=name, place_precision=precision if place else "", counts=counts,
                   claimed_by=claimed)  # fmt: skip


def _ask_day(part: DeltaGenerator, label: str, day: date | None, key: str) -> date | None:
    """Ask for a day; a text may tell of days long past or still to come."""
    earliest, latest = min(EARLIEST, day or EARLIEST), max(date.today(), day or EARLIEST)  # noqa: DTZ011 - the reader's
    asked: date | None = part.date_input(label, day, earliest, latest, key=key, format="YYYY-MM-DD")
    return asked


def _when(told: DateMention | None, first: date | None, last: date | None) -> DateMention | None:
    """Return the day of a draft as it was edited; what was not touched stays as the text tells it."""
    if (first, last) == ((told.start, told.end) if told else (None, None)):
        return told
    first, last = first or last, last or first
    if first is None or last is None:
        return None
    if last < first:
        st.warning("The last day is before the first one, so the day stays as it was.")
        return told
    span = told.span if told else Span(0, 0, "")
    return DateMention(span, first, last, "day" if first == last else "days", "set by hand")


def _type(event_type: str) -> str:
    return EVENT_STYLES[EventType(event_type)].label


def _known(precision: str) -> str:
    return PLACE_WORDS[PlacePrecision(precision)] if precision else "not known"


def _edit_counts(draft: Draft, key: str) -> tuple[Count, ...]:
    columns = ["measure", "whom", "low", "best", "high", "open_upper", "sender", "status"]
    table = pd.DataFrame([{name: getattr(one, name) for name in columns} for one in draft.counts], columns=columns)
    table[["low", "best", "high"]] = table[["low", "best", "high"]].astype("Int64")
    number = st.column_config.NumberColumn(min_value=0, max_value=MOST_COUNTED, step=1)
    edited = st.data_editor(
        table, key=f"{key} counts", num_rows="dynamic", hide_index=True,
        column_config={
            "measure": st.column_config.SelectboxColumn("What", options=list(MEASURES), required=True),
            "whom": "Of whom", "low": number, "best": number, "high": number,
            "open_upper": st.column_config.CheckboxColumn("or more", default=False), "sender": "Sent by",
            "status": st.column_config.SelectboxColumn("Status", options=["", *map(str, MovementStatus)]),
        },
    )  # fmt: skip
    return _counts(edited, draft)


def _counts(edited: pd.DataFrame, draft: Draft) -> tuple[Count, ...]:
    """Return the numbers of a table whose rows are named by their position in the draft; further rows are new ones."""
    rows: Any = edited.to_dict("index")
    return tuple(_count(row, at, draft) for at, row in rows.items() if isinstance(row["measure"], str))


def _count(row: dict[str, Any], at: int, draft: Draft) -> Count:
    known = draft.counts[at] if at < len(draft.counts) else None
    span, claimed = (known.span, known.claimed_by) if known else (Span(0, 0, ""), "")
    low, best, high = (None if pd.isna(row[name]) else int(row[name]) for name in ("low", "best", "high"))
    words = {name: str(row[name]) if isinstance(row[name], str) else "" for name in ("whom", "sender", "status")}
    return Count(span, row["measure"], words["whom"], low, best, high, row["open_upper"] is True, words["sender"],
                 words["status"], claimed)  # fmt: skip
