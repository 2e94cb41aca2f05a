"""A document as the bytes of a PPTX file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import MapSheet, TableSheet
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.forms.pptx.mapslides import map_tree
from geo.snapshot.forms.pptx.package import TITLE_ONLY, Slide, add_slide, attach_spec, empty_presentation, written
from geo.snapshot.forms.pptx.tables import table_slides
from geo.snapshot.forms.pptx.texts import text_slides
from geo.snapshot.forms.pptx.words import addresses

if TYPE_CHECKING:
    from geo.snapshot.canvas.marks import Document, Sheet


def document_pptx(document: Document) -> bytes:
    """Write a document as slides: native shapes, texts and tables, the same bytes for the same document.

    Parameters
    ----------
    document
        Its `spec` travels in the file as the part `/incident-atlas/view.json`.

    Raises
    ------
    SnapshotError
        If there is no sheet, `made_on` is no day, a mark has a colour or shape that nobody knows, or a table has
        rows of different lengths.
    """
    if not document.sheets:
        raise SnapshotError(f"The document {document.title!r} has no page: give it one sheet at least.")
    presentation = empty_presentation(document.width, document.height)
    page = 1
    for sheet in document.sheets:
        for slide in _slides(document, sheet, page):
            add_slide(presentation, slide)
            page += 1
    _describe(presentation, document)
    attach_spec(presentation, document.spec)
    return written(presentation)


def _slides(document: Document, sheet: Sheet, page: int) -> list[Slide]:
    if isinstance(sheet, MapSheet):
        links = addresses(words.link for words in sheet.words())
        return [Slide(TITLE_ONLY, partial(map_tree, sheet), tuple(links), sheet.notes)]
    if isinstance(sheet, TableSheet):
        return table_slides(document, sheet, page)
    return text_slides(document, sheet, page)


def _describe(presentation: Any, document: Document) -> None:  # noqa: ANN401 - python-pptx has no types
    """Say in the properties of the file what it is, by whom and of which day."""
    try:
        made = datetime.combine(date.fromisoformat(document.made_on), time(), UTC)
    except ValueError:
        raise SnapshotError(
            f"The document {document.title!r} is made on {document.made_on!r}, which is no day: write it as 2004-03-17."
        ) from None
    told = presentation.core_properties
    # a property holds 255 characters
    told.title, told.author, told.last_modified_by = (
        printable(text)[:255] for text in (document.title, document.author, document.author)
    )
    told.created = told.modified = made
    told.comments, told.revision, told.language = "", 1, "en-GB"
