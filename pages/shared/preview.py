"""The made page on the screen: a picture at an address of its own, the same bytes that the PNG button gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from pages.shared.printing import Picture

HERE = Path(__file__).parent
#: characters of a text twin that are told of a picture at once; the rest stands below it
LONGEST_ALT = 400
_component = st.components.v2.component(
    "atlas_preview",
    html=(HERE / "preview.html").read_text(encoding="utf-8"),
    css=(HERE / "preview.css").read_text(encoding="utf-8"),
    js=(HERE / "preview.js").read_text(encoding="utf-8"),
)


def show_page(picture: Picture, told: str) -> None:
    """Show a page; `told` says in words what is on it.

    A browser that finds the picture gone, because many others were made since, has this run again, which makes it anew.
    """
    _component(
        key="atlas-preview",
        data={
            "address": picture.address, "width": picture.width, "height": picture.height, "alt": first_part(told),
        },
        on_missing_change=lambda: None,
    )  # fmt: skip


def first_part(told: str) -> str:
    """Return whole sentences of a text twin that are not too long together, and at least the beginning."""
    if len(told) <= LONGEST_ALT:
        return told
    end = told.rfind(". ", 0, LONGEST_ALT)
    return told[: end + 1] if end > 0 else f"{told[:LONGEST_ALT]} ..."
