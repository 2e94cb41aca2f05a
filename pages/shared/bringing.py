"""A file of one's own is taken in and looked at: what it is, its first rows, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.errors import AtlasError, StoreError
from geo.formats.reading.model import Choices, Container, Layout, Look
from geo.language import N_
from pages.shared import panels, state, working
from pages.shared.flatwords import rows, shortened, told_apart
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.formats.reading.model import Outcome, PlaceQuestion
    from geo.formats.reading.questions import Open
    from pages.shared.working import Folder, Work

BROUGHT = "the file that was brought"
_REFUSED = "the file that could not be read, and why"
_TURN = "which uploader it is"
AUTOMATIC = ""
ENCODINGS = (AUTOMATIC, "utf-8", "utf-16", "cp1250", "cp1251", "cp1252")
DELIMITERS = {
    AUTOMATIC: N_("as the file tells"),
    ",": N_("comma"),
    ";": N_("semicolon"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
}
LOOKED_AT = 6
_PIECE = 1 << 20


@dataclass(slots=True)
class Brought:
    """A file of this viewer, as far as it was decided about; its folder goes when nobody looks at it any more."""

    file_id: str
    name: str
    folder: Folder
    lines: int
    look: Look
    choices: Choices
    offered: frozenset[str]  # columns of the flat table that the file seems to have
    answers: dict[str, str]  # place as written -> id of the place meant, "" for none
    questions: dict[str, PlaceQuestion] = field(default_factory=dict)  # all that were asked so far
    scanned: tuple[object, Work[Open]] | None = None
    checked: Choices | None = None  # those that the work was begun with
    work: Work[Outcome] | None = None

    @property
    def path(self) -> Path:
        """The file under a neutral name."""
        return self.folder.path / "upload"

    @property
    def unguessed(self) -> Look:
        """The file without its first rows: what every column means is decided here, and guessing anew takes time."""
        return replace(self.look, first_rows=())

    @property
    def scan(self) -> Work[Open]:
        """What whole columns say of dates and types; looked through again only if other columns are meant."""
        from geo.formats.reading.questions import open_questions

        mapping = self.choices.mapping
        asked = (self.look, *(mapping.get(name) for name in ("first_day", "last_day", "event_type")))
        if self.scanned is None or self.scanned[0] != asked:
            if self.scanned is not None:
                self.scanned[1].stop.set()
            task = partial(open_questions, self.unguessed, Choices(mapping=mapping), self.path)
            self.scanned = (asked, working.begin(task))
        return self.scanned[1]

    @property
    def outcome(self) -> Outcome | None:
        """What came of the rows with the present choices; answers about places may be newer than it."""
        if self.work is None or self.checked is None or replace(self.checked, places={}) != self.choices:
            return None
        return self.work.result

    @property
    def decided(self) -> Choices:
        """The choices with the answers to the questions about places."""
        return replace(self.choices, places=dict(self.answers))

    @property
    def is_current(self) -> bool:
        """Say whether the rows were checked with everything that is decided now."""
        return self.checked == self.decided


def draw() -> Brought | None:
    """Ask for a file and say what it is; return it as soon as there is one."""
    key = f"own file {st.session_state.setdefault(_TURN, 0)}"
    upload = st.file_uploader(tr("A file with your incidents"), key=key, on_change=_forget)
    try:
        brought = _brought(upload)
        if brought is None:
            _introduce()
            return None
        if upload is None:
            st.button(tr("Put {name} aside").format(name=plain(shortened(brought.name))), on_click=put_aside)
        _tell(brought)
        _ask_form(brought)
    except AtlasError as error:
        st.error(plain(str(error)))
        return None
    return brought


def put_aside() -> None:
    """Forget the file, so that another one can be brought."""
    st.session_state[_TURN] += 1
    _forget()


def _forget() -> None:
    """Forget the file that was there; leaving the page does not do that, taking another file does."""
    gone: Brought | None = st.session_state.pop(BROUGHT, None)
    st.session_state.pop(_REFUSED, None)
    for work in () if gone is None else (gone.work, gone.scanned and gone.scanned[1]):
        if work:
            work.stop.set()


def _introduce() -> None:
    st.caption(
        tr(
            "ACLED, UCDP GED and GDELT files as they are; tables of any other make (CSV, Excel); GeoJSON, GeoPackage, "
            "FlatGeobuf, GeoParquet, KML, KMZ, zipped Shapefile; a data package of this atlas. What a file is, its "
            "content tells, not its name. Nothing leaves this computer, and nothing is kept before you say so."
        )
    )
    st.caption(
        tr("Up to {number} MB here. A larger file goes in on a terminal: python -m geo.store import FILE").format(
            number=st.get_option("server.maxUploadSize")
        )
    )


def _brought(upload: UploadedFile | None) -> Brought | None:
    """Return the file that was uploaded, looked at once; without an upload the one that is there still.

    Raises
    ------
    ReadingError
        If it cannot be read.
    """
    brought: Brought | None = st.session_state.get(BROUGHT)
    if upload is None or (brought is not None and brought.file_id == upload.file_id):
        return brought
    refused = st.session_state.get(_REFUSED)
    if refused is not None and refused[0] == upload.file_id:
        raise refused[1]
    try:
        with st.spinner(tr("Looking at the file ...")):
            brought = st.session_state[BROUGHT] = _open(upload)
    except AtlasError as error:
        st.session_state[_REFUSED] = (upload.file_id, error)
        raise
    return brought


def _open(upload: UploadedFile) -> Brought:
    from geo.formats.reading.recognising import look

    folder = working.Folder("atlas-own-")
    path = folder.path / "upload"
    path.write_bytes(upload.getbuffer())
    seen = look(path, upload.name, Choices())
    choices = _first_choices(seen)
    return Brought(
        upload.file_id, upload.name, folder, _lines(path, seen), seen, replace(choices, places={}),
        frozenset(name for name, column in choices.mapping.items() if column), dict(choices.places),
    )  # fmt: skip


def _lines(path: Path, seen: Look) -> int:
    """Count the lines after the header of a file of text, roughly the rows; 0 for other files."""
    if seen.container is not Container.CSV:
        return 0
    with path.open("rb") as file:
        return max(0, sum(piece.count(b"\n") for piece in iter(partial(file.read, _PIECE), b"")) - 1)


def _first_choices(seen: Look) -> Choices:
    """Return what was chosen for such a file before, else what its columns suggest."""
    from geo.formats.reading.mapping import guess
    from geo.store.remembering import recall
    from geo.store.workspace import open_workspace

    if seen.layout is not Layout.TABLE:
        return Choices()
    try:
        known = recall(open_workspace(), seen.header)
    except StoreError:  # told where something is to be kept; a file can be looked at without
        known = None
    return known or Choices(mapping=guess(seen.header, seen.first_rows))


def _tell(brought: Brought) -> None:
    """Say what the file is, and show its first rows as they are written."""
    from geo.formats.reading.layouts import LABELS

    seen = brought.look
    parts = [tr(LABELS[seen.layout]), seen.container.value.upper(), seen.encoding_words]
    parts += [tr(DELIMITERS[seen.delimiter])] if seen.delimiter in DELIMITERS and seen.delimiter else []
    parts += [_say_rows(brought), count(len(seen.header), tr("column"), tr("columns"))]
    st.markdown(f"**{plain(shortened(brought.name))}**  \n{plain(' · '.join(part for part in parts if part))}")
    if seen.notes:
        st.info("  \n".join(map(plain, seen.notes)))
    shown = pd.DataFrame(seen.first_rows[:LOOKED_AT], columns=_unique(seen.header))
    panels.show_table(shown, tr("first rows of the file"))


def _say_rows(brought: Brought) -> str:
    """Say how many rows the file has: about as many as lines, until they are counted by checking them."""
    outcome = brought.outcome
    if outcome is not None:
        return rows(outcome.rows)
    if brought.look.rows is not None:
        return rows(brought.look.rows)
    return tr("about {rows}").format(rows=rows(brought.lines)) if brought.lines else ""


def _unique(header: tuple[str, ...]) -> list[str]:
    """Return headings that no two columns share and that fit: blank ones and long ones are numbered."""
    short = [shortened(name) for name in header]
    return [name if name.strip() and short.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(short, 1)]


def _ask_form(brought: Brought) -> None:
    """Ask for the encoding, the sign between columns, and the sheet or layer, where there is anything to choose."""
    seen, now = brought.look, brought.choices
    if not seen.encoding and len(seen.parts) < 2:  # noqa: PLR2004 - nothing to choose from
        return
    encoding, delimiter, part = now.encoding, now.delimiter, now.part
    with st.expander(tr("How the file is written"), key=f"form {brought.file_id}"):
        left, middle, right = st.columns(3)
        if seen.encoding:
            encoding = left.selectbox(
                tr("Encoding"), ENCODINGS, ENCODINGS.index(now.encoding) if now.encoding in ENCODINGS else 0,
                format_func=lambda one: one.upper() or tr("as the file tells"), key=f"encoding {brought.file_id}",
            )  # fmt: skip
        if seen.container is Container.CSV:
            delimiter = middle.selectbox(
                tr("Between two columns stands"), list(DELIMITERS), list(DELIMITERS).index(now.delimiter),
                format_func=lambda one: tr(DELIMITERS[one]), key=f"delimiter {brought.file_id}",
            )  # fmt: skip
        if len(seen.parts) > 1:
            labels = told_apart({one: shortened(one) for one in seen.parts}, dict.fromkeys(seen.parts, "..."))
            chosen = right.selectbox(
                tr("Sheet or layer"), seen.parts, seen.parts.index(seen.part), format_func=labels.__getitem__,
                key=f"part {brought.file_id}",
            )  # fmt: skip
            part = part if chosen == seen.part else chosen
    wanted = replace(now, encoding=encoding, delimiter=delimiter, part=part)
    if wanted != now:
        _look_again(brought, wanted)


def _look_again(brought: Brought, wanted: Choices) -> None:
    """Look at the file as it is said to be written; other headings need another mapping."""
    from geo.formats.reading.recognising import look

    seen = look(brought.path, brought.name, wanted)
    if seen.header != brought.look.header or seen.layout is not brought.look.layout:
        fresh = _first_choices(seen)
        brought.offered = frozenset(name for name, column in fresh.mapping.items() if column)
        brought.answers, brought.questions = dict(fresh.places), {}
        wanted = replace(fresh, places={}, encoding=wanted.encoding, delimiter=wanted.delimiter, part=wanted.part)
    if brought.work is not None:
        brought.work.stop.set()
    brought.look, brought.choices, brought.work, brought.checked = seen, wanted, None, None
    st.rerun()


def begin(brought: Brought) -> None:
    """Begin to check the rows with the present choices."""
    from geo.formats.reading.importing import read_incidents

    if brought.work is not None and (before := brought.work.result) is not None:
        rmtree(before.incidents.parent, ignore_errors=True)
    out = Path(mkdtemp(dir=brought.folder.path))
    brought.checked = brought.decided
    task = partial(read_incidents, brought.path, brought.look, brought.decided, state.atlas().material.gazetteer, out)
    brought.work = working.begin(task)
