"""Three documents are what they were: to the letter, to the pixel, and in what they mean.

Where a page is meant to look different, `python -m tests.golden` writes the files anew.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from geo.dates import say_day
from geo.notices import COVERAGE_NOTICE, STATUS_FOOTNOTES
from geo.schema import EventType
from geo.snapshot.canvas.marks import Document
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.raster import pictures_of, png_of
from geo.snapshot.forms.svg import sheet_svg
from geo.snapshot.selection import select
from geo.style import EVENT_STYLES
from tests.golden.documents import DOCUMENTS, DPI, MOST_PIXELS, document, kept, pixels_apart
from tests.reading_pages import layout_faults, legend_rows, with_beads, wrong_classes
from tests.snapshots import MADE_ON, tiny

ANEW = "if this change is meant, run `python -m tests.golden` and look at what it wrote"


@cache
def made(name):
    return document(name)


@cache
def text(name):
    """Return the text of the PDF without breaks."""
    pages = pypdfium2.PdfDocument(made(name).pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_drawing_is_the_same_to_the_letter(name):
    assert made(name).svg() == kept(name, "svg").read_bytes(), ANEW


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_picture_differs_in_at_most_20_pixels(name):
    assert pixels_apart(made(name).png(dpi=DPI), kept(name, "png").read_bytes()) <= MOST_PIXELS, ANEW


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_page_means_what_the_data_says(name):
    snapshot = made(name)
    selection = select(tiny(), snapshot.spec.view)
    (sheet,) = snapshot.maps
    assert wrong_classes(sheet, selection) == []
    assert layout_faults(sheet) == []
    assert len(legend_rows(sheet)) > 10
    said = text(name)
    footnote = STATUS_FOOTNOTES[snapshot.spec.view.page.footnote]
    wanted = [sheet.title, "16-24 March 2004", footnote, COVERAGE_NOTICE, f"Made on {say_day(MADE_ON)}",
              "Data as of 1 January 2024", "1 Agency One, 18 March 2004", "Clashes in Mitrovica",
              snapshot.spec.view.page.banner, snapshot.spec.view.page.maker]  # fmt: skip
    assert [words for words in wanted if words not in said] == []
    assert [entry.id for entry in selection.entries if entry.detail["title"] not in said] == []


def in_another_class(name):
    """Return the page of a document with one symbol drawn in the class of another."""
    (sheet,) = made(name).maps
    one = next(mark for mark, beads in with_beads(sheet) if not beads and mark.about == "type:accident")
    other = EVENT_STYLES[EventType.POLITICAL]
    wrong = replace(one, shape=other.shape, colour=other.light, about="type:political")
    return replace(sheet, marks=tuple(wrong if mark is one else mark for mark in sheet.marks))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_symbol_in_a_wrong_class_fails_drawing_picture_and_meaning(name):
    snapshot, wrong = made(name), in_another_class(name)
    assert sheet_svg(wrong, snapshot.spec_json).encode() != kept(name, "svg").read_bytes()
    page = Document("t", wrong.width, wrong.height, (wrong,), snapshot.spec_json, MADE_ON.isoformat())
    picture = png_of(pictures_of(document_pdf(page), DPI)[0], DPI, snapshot.spec_json, wrong.alt)
    assert pixels_apart(picture, kept(name, "png").read_bytes()) > MOST_PIXELS
    assert wrong_classes(wrong, select(tiny(), snapshot.spec.view))


def test_the_golden_files_are_those_of_the_documents():
    found = {path.name for path in kept("landscape", "svg").parent.iterdir() if path.suffix in (".svg", ".png")}
    assert found == {f"{name}.{ending}" for name in DOCUMENTS for ending in ("svg", "png")}
    assert sum(kept(name, "png").stat().st_size for name in DOCUMENTS) < 400_000
