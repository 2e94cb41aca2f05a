"""A document as PDF: archival, accessible, with its spec in it, and as the SVG draws it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import Align, Cell, MapSheet, Role, TableSheet, TextSheet, Words
from geo.snapshot.canvas.metrics import printable, width_of, wrap
from geo.snapshot.forms import pdf
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.svg import sheet_svg
from tests.printed import BANNER, HOSTILE, INK, SPEC, document, map_sheet, said, table_sheet, text_sheet

POINT_MM = 25.4 / 72


def opened(*sheets, **told):
    return pypdf.PdfReader(BytesIO(document_pdf(document(*sheets, **told))))


def run_together(text):
    """Return a text without blanks and breaks, which every reader of PDF puts elsewhere.

    A hyphen at the end of a line comes as U+FFFE from pdfium.
    """
    return re.sub(r"\s+", "", text.replace("\ufffe", "-"))


def texts(made):
    """Return the text of every page as pdfium reads it."""
    pages = pypdfium2.PdfDocument(made)
    return [run_together(page.get_textpage().get_text_range()) for page in pages]


def tagged(reader):
    """Return the kinds of the elements a screen reader is told, in their order."""
    kinds = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, pypdf.generic.DictionaryObject):
            if "/S" in element:
                kinds.append(element["/S"].removeprefix("/"))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return kinds


def places(made):
    """Return where every letter of the first page begins: x and y of its baseline in mm from the top left corner."""
    page = pypdfium2.PdfDocument(made)[0]
    text, found = page.get_textpage(), []
    for n in range(text.count_chars()):
        x, y = raw.c_double(), raw.c_double()
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        found.append((x.value * POINT_MM, (page.get_height() - y.value) * POINT_MM))
    return text, found


def test_a_document_says_what_it_is_and_brings_its_spec():
    reader = opened()
    metadata = reader.metadata
    assert (metadata.title, metadata.author) == ("Incidents in northern Kosovo #[1] <b>", "Incident Atlas")
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20261122000000Z"
    assert dict(reader.attachments) == {"incident-atlas-view.json": [SPEC.encode()]}
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_a_document_declares_the_standards_of_archives_and_of_screen_readers():
    packet = opened(map_sheet()).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    said_of = dict(re.findall(r"<(pdf\w+:\w+)>(\w+)</", packet))
    assert (said_of["pdfaid:part"], said_of["pdfaid:conformance"], said_of["pdfuaid:part"]) == ("3", "A", "1")


@pytest.mark.parametrize("alt", ["", " \n", "\x00"])
def test_a_map_without_a_text_twin_is_refused_with_a_sentence(alt):
    with pytest.raises(SnapshotError, match="'A page with everything' has no text twin: say in `alt` what it shows"):
        document_pdf(document(replace(map_sheet(), alt=alt)))


def test_the_standards_are_asked_for_in_earnest(monkeypatch):
    """A map that got past our own look would still not become a file."""
    told = pdf._map_sheet
    monkeypatch.setattr(pdf, "_map_sheet", lambda n, sheet: told(n, sheet) | {"alt": ""})
    with pytest.raises(SnapshotError, match=r"could not be set as PDF: .*alt"):
        document_pdf(document(map_sheet()))


def test_a_document_without_a_sheet_is_refused_with_a_sentence():
    with pytest.raises(SnapshotError, match="A document without a sheet cannot be printed"):
        document_pdf(replace(document(), sheets=()))


def test_a_day_that_is_none_is_refused_with_a_sentence():
    with pytest.raises(SnapshotError, match=r"'22\.11\.2026' is no day a page can be made on: write it as YYYY-MM-DD"):
        document_pdf(document(map_sheet(), made_on="22.11.2026"))


def test_a_screen_reader_is_told_title_picture_paragraphs_table_and_headings_and_no_labels():
    title = said(5, 5, 90, "Title", 12, role=Role.TITLE)
    label = said(5, 50, 90, "A label", role=Role.LABEL)
    sheet = MapSheet("t", 100, 60, (title, said(5, 20, 90, "Told"), label), "What the map shows.")
    table = TableSheet("Index", "", ("No.", "Date"), ((Cell("1"), Cell("17 March")),), (1, 2))
    text = TextSheet("Notes", (("Places", "Where."),))
    kinds = tagged(opened(sheet, table, text))
    wanted = ("H1", "Figure", "P", "H1", "Table", "THead", "TR", "TH", "TH", "TBody", "TR", "TD", "TD", "H1", "H2", "P")
    assert tuple(kind for kind in kinds if kind in wanted) == wanted


def test_a_page_without_a_title_begins_with_a_heading_of_the_first_level_all_the_same():
    sheet = MapSheet("t", 100, 60, (said(5, 5, 90, "Legend", role=Role.HEADING),), "What the map shows.")
    assert [kind for kind in tagged(opened(sheet)) if kind.startswith("H")] == ["H1"]


def test_a_table_repeats_its_header_and_tells_every_row():
    made = document_pdf(document(table_sheet(60)))
    pages = texts(made)
    assert len(pages) == 3
    assert all("No.DateTypePlaceWhatistoldSource" in page for page in pages)
    assert all(f"page{n}of3" in page for n, page in enumerate(pages, 1))
    assert all(page.count(run_together(BANNER)) == 2 for page in pages)
    whole = "".join(pages)
    assert all(run_together(cell.text) in whole for cell in (row[1] for row in table_sheet(60).rows))


def test_a_word_that_is_too_long_for_its_column_is_broken_and_nothing_is_added():
    long = "https://example.org/" + "x" * 300
    made = document_pdf(
        document(TableSheet("T", long, ("A", long), ((Cell(long, bold=True), Cell("b", long)),), (1, 3)))
    )
    assert texts(made)[0].count(long) == 3
    _, found = places(made)
    assert max(x for x, _ in found) < 297 - 14


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_print_as_text_everywhere(hostile):
    sheet = MapSheet("t", 297, 210, (said(5, 5, 200, hostile, 12, role=Role.TITLE), said(5, 40, 200, hostile)), hostile)
    table = TableSheet(hostile, hostile, (hostile,), ((Cell(hostile),),), (1,))
    text = TextSheet(hostile, ((hostile, hostile),))
    made = document_pdf(document(sheet, table, text, title=hostile, author=hostile, banner="", footer=hostile))
    wanted = run_together(printable(hostile))
    assert [page.count(wanted) for page in texts(made)] == [2, 5, 4]


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_text_prints_as_text(line, other):
    sheet = MapSheet(
        line, 297, 210, (Words(5, 5, 200, (line, other), 8, INK, bold_lines=(1,), link=other),), f"A {other}"
    )
    table = TableSheet(line, other, ("A",), ((Cell(other, link=line),),), (1,))
    made = document_pdf(document(sheet, table, title=f"T {line}", author=other, banner="", footer=""))
    first, second = texts(made)[:2]
    assert first == seen_by_pdfium(line) + seen_by_pdfium(other)
    assert seen_by_pdfium(line) in second


def seen_by_pdfium(text):
    return run_together(printable(text))


def test_words_stand_in_the_pdf_where_the_svg_puts_them():
    sheet = map_sheet()
    text, found = places(document_pdf(document(sheet)))
    lines = re.findall(r'<tspan x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</tspan>', sheet_svg(sheet))
    assert len(lines) == sum(len(words.lines) for words in sheet.words())
    for x, y, line in lines:
        plain = (
            line.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", '"')
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
        )
        search = text.search(plain, match_case=True)
        hits = [found[n] for n, _ in iter(search.get_next, None)]
        assert min(max(abs(hx - float(x)), abs(hy - float(y))) for hx, hy in hits) < 0.1, plain


def test_words_are_as_wide_as_they_were_measured():
    line = "AVAToWa 11, Призрен, Čačak"
    sheet = MapSheet("t", 297, 210, (Words(10, 10, 100, (f"{line}|",), 20, INK),), "a")
    _, found = places(document_pdf(document(sheet)))
    bar = max(x for x, _ in found)
    assert bar - 10 == pytest.approx(width_of(line, 20), abs=0.05)


@pytest.mark.parametrize("align", Align)
def test_a_line_that_fills_its_box_is_not_broken_again(align):
    lines = wrap("Shots were fired from both banks of the river and a crowd gathered. " * 6, 61.37, 7.5)
    sheet = MapSheet("t", 297, 210, (Words(50, 20, 61.37, lines, 7.5, INK, align=align),), "a")
    _, found = places(document_pdf(document(sheet)))
    assert len({round(y, 1) for x, y in found if x > 1}) == len(lines)


def test_links_lead_to_the_web_only():
    reader = opened(
        map_sheet(),
        TableSheet("T", "", ("A",), ((Cell("x", "javascript:alert(1)"),), (Cell("y", "http://e.org"),)), (1,)),
    )
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", ())]
    assert links == ["https://example.org/?a=1&b='2'", "http://e.org"]


def test_only_our_font_is_in_the_file():
    fonts = set()
    for page in opened().pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert fonts == {"Arimo-Regular", "Arimo-Bold"}


def test_the_pages_of_a_document_have_their_sizes():
    small = MapSheet("t", 100, 60, (said(5, 5, 90, "Title", 12, role=Role.TITLE),), "What the map shows.")
    sizes = [
        (round(float(page.mediabox.width) * POINT_MM, 1), round(float(page.mediabox.height) * POINT_MM, 1))
        for page in opened(small, text_sheet(), width=210, height=297).pages
    ]
    assert sizes == [(100.0, 60.0), (210.0, 297.0)]


def test_the_spec_is_attached_as_it_is_even_if_it_is_not_nice():
    told = json.dumps({"title": "\u2028\U0001f600\x7f"}, ensure_ascii=False)
    assert opened(map_sheet(), spec=told).attachments["incident-atlas-view.json"] == [told.encode()]
