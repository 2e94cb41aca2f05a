"""A view brought back: from a file that was made here, from a code that was typed, or from a link."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, cast

import streamlit as st

from geo.dates import say_day
from geo.errors import SnapshotError
from geo.snapshot.proof.reopening import reopen, reopen_code
from geo.snapshot.proof.spec import map_number
from geo.snapshot.selection import select
from geo.snapshot.wording import say_what, suggested_title
from geo.views import clean, view_of
from pages.shared import link, state
from pages.shared.words import plain, tr

if TYPE_CHECKING:
    from geo.material import Material
    from geo.snapshot.proof.reopening import Reopened

KINDS = ("pdf", "png", "pptx", "html", "svg", "gif", "webp", "mp4", "zip", "json")
LARGEST_MB = 25
#: a longer link is refused where it is read
LONGEST = 20_000
SAME = "The data is the same as when the file was made."
#: where the answers to the last file and the last code are kept: a large file is read once
_ANSWERED = "views brought back"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file or a code shows, in words; or why it cannot be read."""

    found: Reopened | None
    words: tuple[str, ...]  # what it is, and how many incidents it shows now; or the fault
    notes: tuple[str, ...] = ()  # what is left out of it, and how the data has changed


def ask() -> None:
    """Ask for a file, a code or a link, say what it shows, and offer to open it."""
    st.subheader(tr("Bring a view back"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        file = st.file_uploader(
            tr("A file that was made here"), type=list(KINDS), max_upload_size=LARGEST_MB, key="view file"
        )
        if file is not None:
            _show("file", file.getvalue())
    with right:
        typed = st.text_input(tr("A view code or a link"), key="view code", placeholder=tr("Type or paste it"))
        if typed.strip():
            _show("code", typed.strip()[: LONGEST + 1].encode())


def _show(kind: str, given: bytes) -> None:
    answer = _answer(kind, given)
    if answer.found is None:
        st.error(plain(answer.words[0]))
        return
    head, *rest = answer.words
    st.markdown(f"**{plain(head)}**")
    st.markdown("  \n".join(plain(sentence) for sentence in rest))
    if answer.notes:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in answer.notes))
    options = _material().options
    told = link.in_own_language(answer.found.told)
    if clean(told, options) == clean(link.told_now(), options):
        st.success(tr("This view is open on all pages."), icon=":material/check:")
        st.page_link("pages/explore/map.py", label=tr("Show it on the map"), icon=":material/map:")
        return
    st.button(tr("Open this view"), key=f"open {kind}", type="primary", on_click=link.open_link, args=(told, options))


def _answer(kind: str, given: bytes) -> Answer:
    """Read a file or a code, once as long as it and the data stay the same."""
    asked = (sha256(given).hexdigest(), _material().dataset.version)
    kept = st.session_state.setdefault(_ANSWERED, {})
    if kind not in kept or kept[kind][0] != asked:
        kept[kind] = (asked, answer_to(kind, given))
    return cast("Answer", kept[kind][1])


def _material() -> Material:
    """Return what this viewer looks at; the atlas's own data where that is too much to be told one by one."""
    return (state.opened() if state.is_told() else state.atlas()).material


def answer_to(kind: str, given: bytes) -> Answer:
    """Say what a file (kind "file"), a code or a link shows."""
    material = _material()
    try:
        found = reopen(given, material) if kind == "file" else reopen_code(given.decode(), material)
    except SnapshotError as error:
        return Answer(None, (str(error),))
    view = view_of(found.told)
    selection = select(material, view)
    words = [view.page.heading.strip() or suggested_title(material, selection), say_what(material, selection)]
    if found.spec is not None:
        words.append(f"Made on {say_day(found.spec.made_on)} as map number {map_number(found.spec)}.")
        words += [SAME] if found.same else []
    return Answer(found, tuple(words), (*found.dropped, *found.changes))
