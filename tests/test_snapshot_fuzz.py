"""A thousand texts that are more than text to some program go through the whole chain and come out as text."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pypdfium2
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from geo.snapshot.canvas.marks import Symbol, TableSheet, Words
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.outputs import Snapshot
from geo.snapshot.proof.embedding import spec_out_of
from tests.snapshots import many, many_tables, material_of, spec_for

A_PAGE, PAGES = 50, 20
#: fewer letters are never divided between two pages
LINE = 8
LOOSE = re.compile("(.?[\u0300-\u036f\u20d0-\u20ff]+)\\1+")
#: what one of the programs on the way could take for more than text
PIECES = (
    '#import "/etc/passwd": *', '#eval("1+1")', "#[*bold* _it_ `raw` $x^2$]", "#set page(width: 1mm)",
    "@cite <label>",
    "\\u{202e}", "// comment", "/* open", "= Heading", "- item", "+ item", "1. item", "~", "--", "---", "...",
    "</text></svg>", "<script>alert(1)</script>", "<![CDATA[ x ]]>", "<!-- -->", "<?xml version='1.0'?>", "&amp;",
    "&#0;",
    "&lol;", "<!DOCTYPE x [<!ENTITY lol 'lol'>]>", "<image href='file:///etc/passwd'/>", "onload=alert(1)",
    "javascript:alert(1)", "url(#x)", "</a:t></a:r>", "_x000A_", "_x0041_", "{{7*7}}", "${7*7}", "{% x %}", "<%= x %>",
    "%s%n", "%00", "{0.__class__}", '"', "'", "`", "\\", "\\n", "]]>", "$", "^", "|", "=1+1", "+1", "@SUM(A1)", "-2+3",
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\t", "\r\n", "\n\n", "\u2028", "\u2029", "\xa0", "\xad", "\u200b",
    "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffe", "\uffff", "\ue000",
    "\ud800", "\udfff", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fd\U0001f1f0", "e\u0301",
    "a\u0300\u0301\u0302\u0303", "\u0301", "\u20dd", "x" * 300, "шљива" * 20, "Ђаковица", "Mitrovicë", "Čačak",
    "שלום", "مرحبا", "漢字", "हिन्दी", "ไทย", "ﬁ", "½", "№", "·", " / ", "(", ")", "12", "3, 5-8",
)  # fmt: skip
PIECE = st.sampled_from(PIECES) | st.text(st.characters(codec=None), max_size=12)
TEXT = st.lists(PIECE, min_size=1, max_size=4).map(lambda pieces: "T" + "".join(pieces) + "z")
OURS = {
    "svg": {"width", "height", "viewBox", "role"}, "title": set(), "desc": set(), "metadata": {"id"}, "defs": set(),
    "pattern": {"id", "width", "height", "patternUnits"}, "g": {"font-family", "style"}, "a": {"href"},
    "path": {"d"}, "rect": {"x", "y", "width", "height", "rx"}, "circle": {"cx", "cy", "r"},
    "text": {"x", "y", "font-size", "font-weight", "text-anchor", "paint-order"},
    "tspan": {"x", "y", "textLength", "font-weight"},
}  # fmt: skip
PAINT = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "paint-order",
}  # fmt: skip
PARAGRAPH, RUN = (f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}" for name in ("p", "t"))


def hostile(texts):
    """Return a material whose incidents and places are called by these texts, past the checks of the reader."""
    plain = many(len(texts))
    names = {f"p{number:03d}": text for number, text in enumerate(reversed(texts))}
    incidents = [one | {"title": text} for one, text in zip(plain.layers.incidents, texts, strict=True)]
    places = plain.layers.places | {
        place: dict.fromkeys(("en", "sq", "sr-Latn", "sr-Cyrl"), text) for place, text in names.items()
    }
    return replace(plain, layers=replace(plain.layers, incidents=incidents, places=places))


def run_together(text):
    """Return what every reader of a file agrees on: no blanks and breaks, letters taken apart from their accents."""
    # pdfium gives a hyphen at the end of a line as U+FFFE, and a letter with loose accents once for each of its glyphs
    apart = re.sub(r"\s+", "", unicodedata.normalize("NFKD", text.replace("\ufffe", "-")))
    return LOOSE.sub(r"\1", apart)


def wanted(text):
    return run_together(printable(text))


def pages_of(made):
    document = pypdfium2.PdfDocument(made)
    return [run_together(page.get_textpage().get_text_range()) for page in document]


def is_told(text, pages):
    """Say whether a text stands on a page, or on two because it goes on overleaf."""
    if any(text in page for page in pages):
        return True
    cuts = range(LINE, len(text) - LINE)
    return any(text[:cut] in page and text[cut:] in after for page, after in pairwise(pages) for cut in cuts)


def written(drawing):
    """Return the words of an SVG text by text, and fail if it holds anything that we do not write."""
    root = ET.fromstring(drawing)  # noqa: S314 - what we wrote ourselves
    texts = []
    for element in root.iter():
        name = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert set(element.attrib) - PAINT <= OURS[name], (name, element.attrib)
        assert element.attrib.get("href", "http").startswith("http")
        if name == "text":
            texts.append(["".join(line.itertext()) for line in element] or [element.text])
    return texts


def slides_of(made):
    """Return the paragraphs of every slide in their order, each as its lines."""
    with zipfile.ZipFile(BytesIO(made)) as packed:
        names = [name for name in packed.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        names.sort(key=lambda name: int(re.search(r"\d+", name)[0]))
        roots = [etree.fromstring(packed.read(name)) for name in names]
    return [[[run.text or "" for run in one.iter(RUN)] for one in root.iter(PARAGRAPH)] for root in roots]


def missing(snapshot, titles, names):
    """Return what of these texts and of all words of the page is lost in one of the forms."""
    sheet, index = snapshot.maps[0], next(one for one in snapshot.sheets if isinstance(one, TableSheet))
    texts = [*titles, *(f"{name} (settlement known)" for name in names)]
    assert [row[4].text.startswith(title) for row, title in zip(index.rows, titles, strict=True)] == [True] * len(
        titles
    )
    pages, slides = pages_of(snapshot.pdf), slides_of(snapshot.pptx)
    told = run_together("".join(line for slide in slides for lines in slide for line in lines))
    lost = [("pdf", text) for text in texts if not is_told(wanted(text), pages)]
    lost += [("slides", text) for text in texts if wanted(text) not in told]
    words = [[line for line in map(printable, mark.lines) if line] for mark in sheet.words()]
    lost += [("page", lines) for lines in words if run_together("".join(lines)) not in pages[0]]
    lost += [("slide", lines) for lines in words if lines and lines not in slides[0]]
    return lost + [("drawing", "another text")] * (written(snapshot.svg()) != drawn_words(sheet))


def drawn_words(sheet):
    """Return the words of a page and the numbers in its symbols, text by text."""
    texts = [[mark.number] if isinstance(mark, Symbol) else [line for line in map(printable, mark.lines) if line]
             for mark in sheet.marks if isinstance(mark, Symbol | Words)]  # fmt: skip
    return [lines for lines in texts if any(lines)]


@settings(
    max_examples=PAGES, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(st.lists(TEXT, min_size=A_PAGE, max_size=A_PAGE), st.integers(0, 3))
def test_a_thousand_hostile_texts_come_out_as_text_in_every_form(texts, turn):
    material = hostile(texts)
    asked = [text.encode("utf-8", "ignore").decode() for text in texts[:4]]
    told = dict(zip(("heading", "banner", "maker", "contact"), asked, strict=True))
    told |= {"labels": ("auto", "titles", "places", "numbers")[turn], "paper": ("a4", "a3", "letter", "16:9")[turn]}
    snapshot = Snapshot(material, spec_for(material, **told))
    assert missing(snapshot, texts, texts[::-1]) == []
    assert json.loads(spec_out_of(snapshot.svg()))["told"]["heading"] == [asked[0][:200]]


def test_texts_that_the_reader_accepts_go_all_the_way_from_the_table_to_the_page():
    texts = [f"T{piece}{other}z" for piece, other in zip(PIECES[:A_PAGE], PIECES[-A_PAGE:], strict=True)]
    texts = [text for text in texts if not re.search("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)]
    material = material_of(many_tables(len(texts), texts, texts))
    assert [one["title"] for one in material.layers.incidents] == texts
    assert missing(Snapshot(material, spec_for(material)), texts, texts) == []


def test_a_text_that_is_lost_in_one_form_is_found():
    texts, others = (["Incident a", "Incident b", last] for last in ("Incident c", "Incident d"))
    one, other = (Snapshot(hostile(titles), spec_for(hostile(titles))) for titles in (texts, others))
    assert missing(one, texts, texts[::-1]) == []
    for form, lost in (("pdf", {"pdf", "page"}), ("pptx", {"slides", "slide"}), ("maps", {"page", "slide"})):
        mixed = Snapshot(one.material, one.spec)
        vars(mixed).update(pdf=one.pdf, pptx=one.pptx)
        vars(mixed)[form] = getattr(other, form)
        assert {where for where, _ in missing(mixed, texts, texts[::-1])} == lost
