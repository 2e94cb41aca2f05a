"""A file of one's own is looked at, its columns are told, and its rows are checked before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.errors import AtlasError, CancelledError
from geo.formats.reading.model import Choices, DateOrder, Layout, Look
from geo.schema import EventType
from geo.style import EVENT_STYLES
from pages.shared import panels, state, working
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.formats.reading.model import Outcome
    from geo.formats.reading.questions import Open
    from pages.shared.working import Work

#: how the names of the files end that can be read; what they are is told by their content
ENDINGS = ("csv", "tsv", "txt", "xlsx", "geojson", "json", "gpkg", "fgb", "parquet", "kml", "kmz", "zip", "export")
BROUGHT = "the file that was brought"
AUTOMATIC = ""
ENCODINGS = (AUTOMATIC, "utf-8", "utf-16", "cp1250", "cp1251", "cp1252")
DELIMITERS = {AUTOMATIC: "told by the file", ",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
ORDERS = {
    None: "told by the column",
    DateOrder.DAY_FIRST: "day first: 03/04 is 3 April",
    DateOrder.MONTH_FIRST: "month first: 03/04 is 4 March",
}
LOOKED_AT = 6


@dataclass(slots=True)
class Brought:
    """A file of this viewer, as far as it was decided about; its folder goes when nobody looks at it any more."""

    file_id: str
    name: str
    folder: TemporaryDirectory[str]
    look: Look
    choices: Choices
    checked: Choices | None = None  # those that the work was begun with
    work: Work[Outcome] | None = None
    answers: dict[str, str] = field(default_factory=dict)  # place as written -> id of the place meant
    asked: tuple[Choices, Open] | None = None  # what is open with some choices

    @property
    def path(self) -> Path:
        """The file under a neutral name."""
        return Path(self.folder.name) / "upload"

    @property
    def open(self) -> Open:
        """What is still to be decided, looked up in the whole file once for the same choices."""
        from geo.formats.reading.questions import open_questions

        if self.asked is None or self.asked[0] != self.choices:
            self.asked = (self.choices, open_questions(self.look, self.choices, self.path))
        return self.asked[1]

    @property
    def outcome(self) -> Outcome | None:
        """What came of the work with the present choices; None before, or where it failed."""
        if self.work is None or not self.work.future.done() or self.work.future.exception():
            return None
        return self.work.future.result() if self.checked == self.decided else None

    @property
    def decided(self) -> Choices:
        """The choices with the answers to the questions about places."""
        return replace(self.choices, places=dict(self.answers))


def draw() -> Brought | None:
    """Ask for a file and for what it does not tell itself; return it as soon as there is one."""
    upload = st.file_uploader(tr("A file with your incidents"), type=ENDINGS, key="own file")
    if upload is None:
        st.session_state.pop(BROUGHT, None)
        st.caption(
            tr(
                "ACLED, UCDP GED and GDELT files as they are; tables of any other make (CSV, Excel); GeoJSON, "
                "GeoPackage, FlatGeobuf, GeoParquet, KML, KMZ, zipped Shapefile; a data package of this atlas. What a "
                "file is, its content tells, not its name. Nothing leaves this computer, and nothing is kept before "
                "you say so."
            )
        )
        return None
    try:
        brought = _brought(upload)
        _tell(brought)
        _ask(brought)
    except AtlasError as error:
        st.error(plain(str(error)))
        return None
    return brought


def _brought(upload: UploadedFile) -> Brought:
    """Return the file that was uploaded, looked at once."""
    from geo.formats.reading.recognising import look

    brought: Brought | None = st.session_state.get(BROUGHT)
    if brought is None or brought.file_id != upload.file_id:
        folder = TemporaryDirectory(prefix="atlas-own-", ignore_cleanup_errors=True)
        path = Path(folder.name) / "upload"
        path.write_bytes(upload.getvalue())
        seen = look(path, upload.name, Choices())
        brought = Brought(upload.file_id, upload.name, folder, seen, _first_choices(seen))
        st.session_state[BROUGHT] = brought
    return brought


def _first_choices(seen: Look) -> Choices:
    """Return what was chosen for such a file before, else what its columns suggest."""
    from geo.formats.reading.mapping import guess
    from geo.store.remembering import recall
    from geo.store.workspace import open_workspace

    if seen.layout is not Layout.TABLE:
        return Choices()
    known = recall(open_workspace(), seen.header)
    return known or Choices(mapping=guess(seen.header, seen.first_rows))


def _tell(brought: Brought) -> None:
    """Say what the file is, and show its first rows as they are written."""
    from geo.formats.reading.layouts import LABELS

    seen = brought.look
    parts = [LABELS[seen.layout], seen.container.value.upper()]
    parts += [seen.encoding_words] if seen.encoding_words else []
    parts += [count(seen.rows, "row", "rows")] if seen.rows is not None else []
    st.markdown(f"**{plain(brought.name)}** · {plain(' · '.join(parts))}")
    for note in seen.notes:
        st.info(plain(note))
    shown = pd.DataFrame(seen.first_rows[:LOOKED_AT], columns=_unique(seen.header))
    panels.show_table(shown, "first rows of the file")


def _unique(header: tuple[str, ...]) -> list[str]:
    """Return headings that no two columns share: blank ones are numbered."""
    return [name if name.strip() and header.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(header, 1)]


def _ask(brought: Brought) -> None:
    """Ask for what only the owner of the file knows."""
    seen, choices = brought.look, brought.choices
    with st.expander(tr("How the file is written"), expanded=False):
        chosen = _ask_form(brought)
    if chosen != _form_of(choices):
        brought.choices = choices = replace(choices, **chosen)  # type: ignore[arg-type]  # three texts
        brought.look = seen = _look_again(brought)
    if seen.layout is Layout.TABLE:
        brought.choices = _ask_columns(seen, choices)
        _ask_types(brought)


def _form_of(choices: Choices) -> dict[str, str]:
    return {"encoding": choices.encoding, "delimiter": choices.delimiter, "part": choices.part}


def _look_again(brought: Brought) -> Look:
    from geo.formats.reading.recognising import look

    return look(brought.path, brought.name, brought.choices)


def _ask_form(brought: Brought) -> dict[str, str]:
    """Ask for the encoding, the sign between columns, and the sheet or layer."""
    seen, now = brought.look, brought.choices
    left, middle, right = st.columns(3)
    chosen = _form_of(now)
    if seen.encoding:
        chosen["encoding"] = left.selectbox(
            tr("Encoding"), ENCODINGS, ENCODINGS.index(now.encoding) if now.encoding in ENCODINGS else 0,
            format_func=lambda one: one.upper() or tr("told by the file"), key=f"encoding {brought.file_id}",
        )  # fmt: skip
        chosen["delimiter"] = middle.selectbox(
            tr("Between two columns stands"), list(DELIMITERS), list(DELIMITERS).index(now.delimiter),
            format_func=lambda one: tr(DELIMITERS[one]), key=f"delimiter {brought.file_id}",
        )  # fmt: skip
    if len(seen.parts) > 1:
        chosen["part"] = right.selectbox(
            tr("Sheet or layer"), seen.parts, seen.parts.index(seen.part), key=f"part {brought.file_id}"
        )
    if not seen.encoding and len(seen.parts) < 2:  # noqa: PLR2004 - nothing to choose from
        st.caption(tr("There is nothing to choose: files of this kind say it themselves."))
    return chosen


def _ask_columns(seen: Look, choices: Choices) -> Choices:
    """Ask what each column means, how dates are written, and what type rows without one have."""
    from geo.formats.reading.mapping import MAPPABLE

    st.markdown(f"**{tr('What the columns mean')}**")
    mapping: dict[str, str] = {}
    columns = st.columns(3)
    for at, (name, label) in enumerate(MAPPABLE.items()):
        options = ["", *dict.fromkeys(seen.header)]
        guessed = choices.mapping.get(name, "")
        chosen = columns[at % 3].selectbox(
            tr(label), options, options.index(guessed) if guessed in options else 0,
            format_func=lambda one: one or "\N{EM DASH}", key=f"column {name} {hash(seen.header)}",
        )  # fmt: skip
        mapping[name] = chosen
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    order = left.selectbox(tr("Dates like 03/04/2004"), list(ORDERS), list(ORDERS).index(choices.date_order),
                           format_func=lambda one: tr(ORDERS[one]))  # fmt: skip
    kinds = ["", *EventType]
    kind = middle.selectbox(
        tr("Type of rows that have none"), kinds, kinds.index(choices.event_type) if choices.event_type in kinds else 0,
        format_func=_say_type,
    )  # fmt: skip
    swap = right.checkbox(tr("Latitude and longitude are swapped"), choices.swap_coordinates)
    return replace(choices, mapping=mapping, date_order=order, event_type=str(kind), swap_coordinates=swap)


def _ask_types(brought: Brought) -> None:
    """Ask what the types of the file mean that nobody can tell by their words."""
    unknown = [*brought.choices.event_types, *brought.open.event_types]
    if not unknown:
        return
    title = count(len(brought.open.event_types), "type of event is not known", "types of events are not known")
    with st.expander(title, expanded=bool(brought.open.event_types) and not brought.choices.event_type):
        chosen: dict[str, str] = {}
        columns = st.columns(3)
        for at, text in enumerate(dict.fromkeys(unknown)):
            kinds = ["", *EventType]
            now = brought.choices.event_types.get(text, "")
            kind = columns[at % 3].selectbox(
                plain(text), kinds, kinds.index(now), format_func=_say_type, key=f"type {at} {brought.file_id}"
            )
            if kind:
                chosen[text] = str(kind)
        brought.choices = replace(brought.choices, event_types=chosen)


def _say_type(kind: str) -> str:
    return tr(EVENT_STYLES[EventType(kind)].label) if kind else tr("leave these rows out")


def check(brought: Brought) -> None:
    """Offer to check the rows; while that goes on, show how far it is."""
    work = brought.work
    if work is not None and not work.future.done():
        working.show(work)
        return
    sentences = brought.open.sentences
    for sentence in sentences:
        st.warning(plain(sentence))
    if st.button(
        tr("Check the rows"), type="primary" if brought.outcome is None else "secondary", disabled=bool(sentences)
    ):
        begin(brought)
        st.rerun()
    failed = work.future.exception() if work is not None else None
    if isinstance(failed, CancelledError):
        st.info(tr("Stopped; nothing was kept."))
    elif isinstance(failed, AtlasError):
        st.error(plain(str(failed)))
    elif failed is not None:
        raise failed


def begin(brought: Brought) -> None:
    """Begin to check the rows with the present choices."""
    from geo.formats.reading.importing import read_incidents

    out = Path(brought.folder.name) / "out"
    out.mkdir(exist_ok=True)
    brought.checked = brought.decided
    task = partial(read_incidents, brought.path, brought.look, brought.decided, state.atlas().material.gazetteer, out)
    brought.work = working.begin(task)
