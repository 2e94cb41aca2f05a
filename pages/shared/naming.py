"""The page of place names: what is asked, how a name was read step by step, and where the candidates lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from gazetteer.candidates import Hints
from gazetteer.names import search_key
from gazetteer.policy import display_name
from gazetteer.relative import geometry
from pages.shared import charts, panels
from pages.shared.placemap import Pin, place_map
from pages.shared.rows import candidate_rows, name_rows, say_where
from pages.shared.words import count, plain, say_feature, say_resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Candidate, Resolution
    from gazetteer.places import Place
    from gazetteer.policy import NamePolicy
    from gazetteer.relative import Located
    from gazetteer.resolve import Gazetteer

MOST_PINS = 9
#: candidates that score so much less than the first are in the table alone
SCORE_REACH = 0.2
ANY = "Any"
#: what a kind of place is called -> feature class of GeoNames
KINDS = {
    ANY: None, "Settlement": "P", "Municipality, region or country": "A", "Building, bridge, crossing or camp": "S",
    "River or lake": "H", "Mountain or pass": "T", "Area": "L", "Road or railway": "R",
}  # fmt: skip


def ask_toponym(examples: Sequence[str]) -> str:
    """Ask for a name; it is part of the link."""

    def take() -> None:
        st.session_state["toponym"] = st.session_state["toponym box"]

    st.session_state["toponym box"] = st.session_state["toponym"]
    st.text_input("Place name", key="toponym box", max_chars=200, placeholder="For example Shterpce", on_change=take)
    with st.container(horizontal=True):
        for example in examples:
            st.button(example, on_click=st.session_state.update, kwargs={"toponym": example})
    return str(st.session_state["toponym"])


def ask_hints(gazetteer: Gazetteer, policy: NamePolicy) -> Hints:
    """Ask what else is known of the place."""
    areas = {
        code: {display_name(place, policy): place for place in gazetteer.places.values() if place.feature_code == code}
        for code in ("PCLI", "ADM2")
    }
    with st.expander("What else is known (optional)"):
        left, middle, right = st.columns(3)
        country = left.selectbox("Country", [ANY, *sorted(areas["PCLI"])])
        municipality = middle.selectbox("Municipality", [ANY, *sorted(areas["ADM2"])])
        kind = right.selectbox("Kind of place", list(KINDS))
        near = left.text_input("Near which place", max_chars=200)
        day = middle.date_input("On which day", value=None, min_value="1900-01-01", max_value="today",
                                format="YYYY-MM-DD")  # fmt: skip
    beside = gazetteer.resolve(near) if near.strip() else None
    if beside and not beside.best:
        st.warning(plain(f"Near which place: {say_resolution(beside)} It is not taken into account."))
    return Hints(
        country=areas["PCLI"][country].country if country != ANY else None,
        municipality=areas["ADM2"][municipality].id if municipality != ANY else None,
        near=(beside.best.latitude, beside.best.longitude) if beside and beside.best else None,
        feature_class=KINDS[kind],
        on=day,
    )


def show_answer(located: Located, gazetteer: Gazetteer, policy: NamePolicy) -> None:
    """Show what was found: the place with all its names, or the point that another place tells."""
    best = located.anchors[0].best if located.anchors else None
    if located.relation == "at" and best:
        st.header(plain(display_name(best, policy)), anchor=False)
        st.text(say_where(best, gazetteer, policy))
        panels.show_small(name_rows(best))
        if best.note and best.note.rstrip(".") not in located.reason:
            st.text(best.note)
    elif located.latitude is not None and located.longitude is not None:
        st.header(plain(located.text), anchor=False)
        radius = f", known to {(located.radius_m or 0) / 1000:,.1f} km" if located.radius_m else ""
        st.text(f"{located.latitude:.3f}, {located.longitude:.3f} (latitude, longitude){radius}")


def show_steps(located: Located) -> None:
    """Show how each name was read."""
    st.subheader("How it was read", anchor=False)
    for found in located.anchors:
        told = [f"{number}. **{head}.** {plain(said)}" for number, (head, said) in enumerate(steps(found), 1)]
        st.markdown("\n".join(told))


def show_candidates(found: Resolution, gazetteer: Gazetteer, policy: NamePolicy) -> None:
    """Show every place that a name may mean."""
    if not found.candidates:
        return
    st.subheader(plain(f'Candidates for "{found.toponym}"'), anchor=False)
    panels.show_table(candidate_rows(found, gazetteer, policy), "candidates, best first")
    st.caption("The score runs from 0 to 1; distances are measured from the hinted place, else from the first row.")


def show_map(located: Located, gazetteer: Gazetteer, policy: NamePolicy) -> None:
    """Show the answer and the candidates on a small map."""
    found = pins(located, policy)
    if found:
        drawn = place_map(found, towns(gazetteer, policy), on_dark=charts.dark())
        st.vega_lite_chart(drawn, alt="Map of the places found; the table below says the same")


def steps(found: Resolution) -> list[tuple[str, str]]:
    """Say how a name was read, one step after the other: what is done, and what came out."""
    told = [
        ("As it was written", f"\N{LEFT DOUBLE QUOTATION MARK}{found.toponym}\N{RIGHT DOUBLE QUOTATION MARK}"),
        ("Made comparable", _compared(found.toponym)),
    ]
    if found.candidates:
        first = found.candidates[0]
        told.append(("Found in the list of names", f'"{first.matched_name}", {first.reason}'))
        told.append(("Who bears this name", _bearers(found.candidates)))
    return [*told, ("Decision", f"{found.reason[:1].upper()}{found.reason[1:]}.")]


def _compared(toponym: str) -> str:
    key = search_key(toponym)
    if not key:
        return "Nothing is left that could be a name."
    return f'Small letters, no accents, one alphabet: "{key}"'


def _bearers(candidates: tuple[Candidate, ...]) -> str:
    first, *others = candidates
    if not others:
        return f"Only {first.place.name_en} ({say_feature(first.place)})."
    away = [f"{other.place.name_en} ({say_feature(other.place)}, {_away(other)})" for other in others[:3]]
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004 - as many as are named
    kind = f"{first.place.name_en} ({say_feature(first.place)})"
    return f"{count(len(candidates), 'place', 'places')}: {kind}; {'; '.join(away)}{more}."


def _away(candidate: Candidate) -> str:
    if not candidate.distance_km:
        return "at the same point"
    return f"{candidate.distance_km:,.0f} km away" if candidate.distance_km >= 1 else "less than 1 km away"


def pins(located: Located, policy: NamePolicy) -> list[Pin]:
    """Return what the small map shows: the answer, then what it might have been or is measured from.

    Where one name was looked up, a pin has the number of its row in the table of candidates.
    """
    found = [one for anchor in located.anchors for one in likely(anchor)]
    bests = {anchor.best.id for anchor in located.anchors if anchor.best}
    relative = located.relation != "at" and located.latitude is not None
    one_name = located.anchors if len(located.anchors) == 1 and not relative else ()
    rows = {one.place.id: row for anchor in one_name for row, one in enumerate(anchor.candidates, 1)}
    shown = [
        Pin(_label(one.place, policy), one.place.latitude, one.place.longitude, not relative and one.place.id in bests,
            one.reason, one.place.radius_m, number=rows.get(one.place.id, 0))
        for one in found
    ]  # fmt: skip
    if located.latitude is None or located.longitude is None:
        return shown
    shape = geometry(located) if located.radius_m or located.path else None
    if not relative:
        return [_with_shape(pin, located, shape) for pin in shown]
    answer = Pin(located.text, located.latitude, located.longitude, picked=True, told=located.reason,
                 radius_m=located.radius_m, shape=shape)  # fmt: skip
    return [answer, *(pin for pin, one in zip(shown, found, strict=True) if one.place.id in bests)]


def likely(found: Resolution) -> tuple[Candidate, ...]:
    """Return the candidates that are worth a place on the map, best first; of those at one point only the first."""
    points: dict[tuple[float, float], Candidate] = {}
    for one in found.candidates:
        if one.score >= found.candidates[0].score - SCORE_REACH:
            points.setdefault((one.place.latitude, one.place.longitude), one)
    return tuple(points.values())[:MOST_PINS]


def _with_shape(pin: Pin, located: Located, shape: dict[str, object] | None) -> Pin:
    if (pin.latitude, pin.longitude) != (located.latitude, located.longitude) or not pin.picked:
        return pin
    return replace(pin, shape=shape)


def _label(place: Place, policy: NamePolicy) -> str:
    return display_name(place, policy) + ("" if place.country == "XK" else f" ({place.country})")


def towns(gazetteer: Gazetteer, policy: NamePolicy) -> list[Pin]:
    """Return the seats of the municipalities as landmarks, districts first."""
    seats = [place for place in gazetteer.places.values() if place.feature_code in ("PPLC", "PPLA", "PPLA2")]
    seats.sort(key=lambda place: (place.country != "XK", place.feature_code == "PPLA2"))
    return [Pin(display_name(place, policy), place.latitude, place.longitude, picked=False, told="") for place in seats]
