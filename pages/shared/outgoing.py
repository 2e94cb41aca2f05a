"""How a snapshot leaves: a button for every form, each made only when it is pressed, and the code to reopen it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import SnapshotError
from geo.snapshot.outputs import MEDIA_TYPES, Form, Scope
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.spec import map_number
from pages.shared import preview, printing
from pages.shared.words import plain

if TYPE_CHECKING:
    from pages.shared.printing import Printed

#: form -> what its button says
LABELS = {
    Form.PDF: "Download PDF",
    Form.PNG: "PNG",
    Form.SVG: "SVG",
    Form.PPTX: "PowerPoint",
    Form.HTML: "HTML map",
    Form.ZIP: "ZIP",
    Form.WEBP: "Animation (WebP)",
    Form.GIF: "Animation (GIF)",
    Form.MP4: "Film (MP4)",
}
HELP = {
    Form.PNG: "The page below as a picture",
    Form.SVG: "The page below as a drawing",
    Form.PPTX: "Slides with shapes and texts that can be edited",
    Form.HTML: "The interactive map in one file, works offline",
    Form.ZIP: "Everything: the page in all forms, and the data of the view",
}
NO_DRAWING = "A page of text has no SVG; choose a page with a map"
MP4_MISSING = "No film (MP4) here: the package av of requirements-extra.txt is not installed. WebP and GIF work."
USE = (
    "Type this code under “Bring a view back” below, here or in another copy of this program, and the same view opens, "
    "without the texts that were typed on this page. Every file made here brings back all of it."
)


def show(made: Printed, scope: Scope) -> None:
    """Show the pages, one at a time, with the buttons that take them away.

    Raises
    ------
    SnapshotError
        If the view cannot be printed as asked.
    """
    far = st.empty()
    with st.spinner("Setting the page" if scope is Scope.VIEW else "Setting the pages"):
        count = made.pages(None if scope is Scope.VIEW else far.caption)
        far.empty()
        key = f"page of {count}"  # other pages: from the first one on
        page = st.session_state.get(key, 1) - 1
        picture = made.picture(page)
    _offer(made, page)
    preview.show_page(picture, made.alt(page))
    if count > 1:
        st.pagination(count, key=key)
    if made.shown_dpi != made.dpi:
        st.caption(
            f"Shown with {made.shown_dpi} dots per inch; the PNG that is downloaded has {made.dpi}. "
            "PDF, SVG and PowerPoint are sharp at any size."
        )


def _offer(made: Printed, page: int) -> None:
    able = printing.forms()
    with st.container(horizontal=True, gap="xsmall"):
        for form in able:
            if form not in printing.ANIMATED:
                _button(made, form, page)
        with st.popover("Animation"):
            _offer_animations(made, able)


def _offer_animations(made: Printed, able: list[Form]) -> None:
    st.caption("What happened so far, step by step, at one extent; the last picture shows everything.")
    try:
        made.check_frames()
    except SnapshotError as error:
        st.info(plain(str(error)))
        return
    for form in printing.ANIMATED:
        if form in able:
            _button(made, form, 0)
    if Form.MP4 not in able:
        st.caption(MP4_MISSING)


def _button(made: Printed, form: Form, page: int) -> None:
    drawn = form is not Form.SVG or made.is_map(page)
    st.download_button(
        LABELS[form],
        partial(made.content, form, page),
        made.name(form, page),
        MEDIA_TYPES[form],
        key=f"make {form.value}",
        on_click="ignore",
        type="primary" if form is Form.PDF else "secondary",
        icon=":material/download:" if form is Form.PDF else None,
        disabled=not drawn,
        help=HELP.get(form) if drawn else NO_DRAWING,
    )


def show_code(made: Printed) -> None:
    """Show what brings the view back, and what the page is called."""
    spec = made.snapshot.spec
    code, use = st.columns([3, 5], vertical_alignment="center", gap="medium")
    code.code(code_of(spec, made.snapshot.material), language=None, wrap_lines=True)
    use.caption(f"The view code. {USE}")
    use.caption(f"Map number {map_number(spec)} · data version {spec.data_version}")


def show_twin(made: Printed) -> None:
    """Show the text twins of the drawn pages."""
    with st.expander("The page as text"):
        for sheet in made.snapshot.maps:
            st.text(sheet.alt)
