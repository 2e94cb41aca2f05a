"""What became of the rows of a file: those that are accepted, those that are not and why, and what has to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from gazetteer.policy import display_name
from pages.shared import bringing, link, panels
from pages.shared.words import count, plain, say_feature, tr

if TYPE_CHECKING:
    from gazetteer.places import Place
    from geo.formats.reading.model import Outcome, PlaceQuestion
    from pages.shared.bringing import Brought

MOST_SHOWN = 50
MOST_REASONS = 8
#: column of the flat table -> heading
HEADINGS = {
    "first_day": "First day", "last_day": "Last day", "title": "Title", "event_type": "Type",
    "place_as_written": "Place", "place_precision": "Place known", "latitude": "Latitude", "longitude": "Longitude",
    "killed_best": "Killed", "source": "Source", "id": "Id",
}  # fmt: skip
LATER = "leave these rows out"


def show(brought: Brought, outcome: Outcome) -> None:
    """Show what became of the rows, and let both parts be taken away."""
    accepted = count(outcome.accepted, "row is accepted", "rows are accepted")
    rejected = count(outcome.rejected, "row is not", "rows are not")
    said = plain(f"{count(outcome.rows, 'row', 'rows')} in the file: {accepted}, {rejected}.")
    (st.success if not outcome.rejected else st.warning if outcome.accepted else st.error)(said)
    for note in outcome.notes:
        st.info(plain(note))
    if outcome.questions:
        _ask_places(brought, outcome.questions)
    if outcome.accepted:
        st.markdown(f"**{tr('Accepted')}**")
        panels.show_table(_accepted(outcome), "accepted rows")
        _first_only(outcome.accepted)
        _offer(tr("Accepted rows (GeoParquet)"), outcome, "incidents.parquet")
    if outcome.rejected:
        st.markdown(f"**{tr('Not accepted')}**")
        _show_rejected(outcome)


def _first_only(rows: int) -> None:
    if rows > MOST_SHOWN:
        st.caption(tr("The first {number}; the file below has all of them.").format(number=MOST_SHOWN))


def _accepted(outcome: Outcome) -> pd.DataFrame:
    """Return the first accepted rows as a reader sees them."""
    from pyarrow import parquet

    with parquet.ParquetFile(outcome.incidents) as file:
        batch = next(file.iter_batches(MOST_SHOWN, columns=list(HEADINGS)), None)
    rows = [] if batch is None else batch.to_pylist()
    return pd.DataFrame([{tr(heading): row[name] for name, heading in HEADINGS.items()} for row in rows])


def _show_rejected(outcome: Outcome) -> None:
    """Show the reasons, most frequent first, and the first rejected rows."""
    rows = pd.read_csv(outcome.rejections, dtype="str", keep_default_na=False)
    reasons = rows.drop_duplicates(["row", "reason"])["reason"].value_counts()
    st.markdown("\n".join(f"- {plain(str(reason))}: {number:,}" for reason, number in reasons[:MOST_REASONS].items()))
    if len(reasons) > MOST_REASONS:
        st.caption(count(len(reasons) - MOST_REASONS, "further reason", "further reasons"))
    panels.show_table(rows[["line", "column", "value", "reason"]].head(MOST_SHOWN), "rows that are not accepted")
    _first_only(outcome.rejected)
    _offer(tr("Rows that are not accepted, with the reasons (CSV)"), outcome, "rejections.csv")


def _offer(label: str, outcome: Outcome, name: str) -> None:
    path = outcome.incidents if name.endswith("parquet") else outcome.rejections
    st.download_button(label, path.read_bytes, name, on_click="ignore", icon=":material/download:", key=f"take {name}")


def _ask_places(brought: Brought, questions: tuple[PlaceQuestion, ...]) -> None:
    """Ask about every place that the gazetteer cannot decide, the most frequent first."""
    rows = sum(question.rows for question in questions)
    title = count(len(questions), "place has to be decided", "places have to be decided")
    with st.expander(f"{title} ({count(rows, 'row', 'rows')})", expanded=True):
        st.caption(tr("Choose the place that is meant; the rows are checked again with your answers."))
        for at, question in enumerate(sorted(questions, key=lambda one: -one.rows)[:MOST_SHOWN]):
            _ask_place(brought, question, at)
        if len(questions) > MOST_SHOWN:
            st.caption(tr("The first {number}; the others follow when these are answered.").format(number=MOST_SHOWN))
        if st.button(tr("Check again with these answers"), disabled=brought.checked == brought.decided):
            bringing.begin(brought)
            st.rerun()


def _ask_place(brought: Brought, question: PlaceQuestion, at: int) -> None:
    words, choice = st.columns((2, 3), vertical_alignment="center")
    hint = f" ({question.hint})" if question.hint else ""
    words.markdown(f"**{plain(question.text + hint)}** · {count(question.rows, 'row', 'rows')}")
    words.caption(plain(question.reason))
    options = ["", *(place.id for place in question.places)]
    places = {place.id: place for place in question.places}
    now = brought.answers.get(question.text, "")
    chosen = choice.selectbox(
        plain(question.text), options, options.index(now) if now in options else 0, label_visibility="collapsed",
        format_func=lambda one: _say(places[one]) if one else tr(LATER), key=f"place {at} {brought.file_id}",
    )  # fmt: skip
    if chosen:
        brought.answers[question.text] = chosen
    else:
        brought.answers.pop(question.text, None)


def _say(place: Place) -> str:
    name = display_name(place, link.current().policy)
    return f"{name}, {say_feature(place)}, {place.country} ({place.latitude:.3f}, {place.longitude:.3f})"
