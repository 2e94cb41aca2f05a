"""Every kind of file gives back the spec it carries; a hostile one gets a sentence and nothing else."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from geo.errors import SnapshotError
from geo.snapshot.proof.embedding import (
    LARGEST_FILE,
    LARGEST_SPEC,
    PDF_ATTACHMENT,
    PNG_KEYWORD,
    PPTX_PART,
    into_gif_comment,
    into_html,
    into_webp_xmp,
    spec_out_of,
)

SPEC = '{"about":["A & B &amp; \\u003c \\\\u003c ]]\\u003e \'\\"x\\""],"incident-atlas-view":1,"told":{}}'
LONG = json.dumps({"events": {str(n): f"{n * 7919:030x}" for n in range(9000)}, PNG_KEYWORD: 1})
LARGE = json.dumps({PNG_KEYWORD: 1, "x": "a" * LARGEST_SPEC})
PICTURES = [Image.effect_noise((40, 30), sigma) for sigma in (9, 40)]


def noise(size):
    return random.Random(size).randbytes(size)  # noqa: S311 - the same noise every time


def saved(kind, **told):
    target = io.BytesIO()
    PICTURES[0].convert("RGB").save(target, kind, **told)
    return target.getvalue()


def png(spec, *, packed=True):
    info = PngInfo()
    info.add_text("Title", "A map")
    info.add_itxt("Description", "Север", zip=True)
    info.add_itxt(PNG_KEYWORD, spec, zip=packed)
    return saved("PNG", pnginfo=info)


def pdf(spec, name=PDF_ATTACHMENT):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("figures.csv", b"a,b\n1,2\n")
    writer.add_attachment(name, spec.encode())
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def packed_pdf(spec, *, kind=b"/FlateDecode"):
    """Return a PDF as typst writes it: the attachment is packed and its dictionary in another order."""
    stream = zlib.compress(spec.encode())
    return (
        b"%%PDF-1.7\n%%\x80\x80\x80\x80\n\n1 0 obj\n"
        b"<</Type/Catalog/Names<</EmbeddedFiles<</Names[(x)3 0 R]>>>>>>\nendobj\n"
        b"20 0 obj\n<</Length %d/Type/EmbeddedFile/Filter%s/Subtype/application#2Fjson/Params<</Size %d>>>>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(stream), kind, len(spec), stream)
    )


def svg(spec):
    escaped = spec.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><title>incident-atlas-view</title>'
        f'<metadata id="incident-atlas-view">{escaped}</metadata><path d="M0 0"/></svg>'
    ).encode()


def other_svg(spec):
    """Return a drawing as a drawing program saves it again."""
    escaped = spec.replace("&", "&#38;").replace('"', "&quot;").replace("'", "&#x27;")
    return (
        '\ufeff<!-- saved -->\n<svg:svg xmlns:svg="http://www.w3.org/2000/svg">'
        '<svg:metadata\n   id="incident-atlas-view">'
        f"\n  {escaped}\n</svg:metadata></svg:svg>"
    ).encode()


def cdata_svg(spec):
    return f'<svg><metadata id="incident-atlas-view"><![CDATA[{spec}]]></metadata></svg>'.encode()


def zipped(name, spec, method=zipfile.ZIP_DEFLATED, more=()):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for other in ("README.txt", *more):
            packed.writestr(other, "Read me.")
        packed.writestr(name, spec)
    return target.getvalue()


def animated(kind, **told):
    target = io.BytesIO()
    PICTURES[0].save(target, kind, save_all=True, append_images=PICTURES[1:], duration=100, loop=0, **told)
    return target.getvalue()


def mp4(spec):
    """Return what matters of a film: its first box, and a text in its metadata."""
    texts = b"".join(
        struct.pack(">I", len(text) + 16) + b"data\0\0\0\1\0\0\0\0" + text for text in (b"A title", spec.encode())
    )
    return b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0\0\0\0moovilst" + texts + b"\0\0\0\x08mdat"


def page(spec):
    return into_html(
        "<!DOCTYPE html><html><body><p>incident-atlas-view</p><script>'</body>'</script></body></html>", spec
    )


KINDS = {
    "PNG": png,
    "PNG, not packed": lambda spec: png(spec, packed=False),
    "PDF": pdf,
    "PDF, packed": packed_pdf,
    "SVG": svg,
    "SVG of another program": other_svg,
    "SVG with CDATA": cdata_svg,
    "HTML": lambda spec: page(spec).encode(),
    "PPTX": lambda spec: zipped(PPTX_PART[1:], spec, more=("[Content_Types].xml", "ppt/presentation.xml")),
    "zip": lambda spec: zipped("view.json", spec),
    "zip, not packed": lambda spec: zipped("view.json", spec, zipfile.ZIP_STORED),
    "GIF": lambda spec: animated("GIF", comment=into_gif_comment(spec)),
    "WebP": lambda spec: animated("WEBP", xmp=into_webp_xmp(spec), lossless=True),
    "WebP, one picture": lambda spec: saved("WEBP", xmp=into_webp_xmp(spec)),
    "MP4": mp4,
    "JSON": str.encode,
    "JSON of an editor": lambda spec: b"\xef\xbb\xbf\r\n" + spec.encode(),
}


@pytest.mark.parametrize("spec", [SPEC, LONG], ids=["short", "long"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_spec_comes_back_sign_by_sign(kind, spec):
    assert spec_out_of(KINDS[kind](spec)).strip() == spec


@settings(max_examples=60)
@given(
    text=st.text(st.characters(exclude_categories=("Cs",))), kind=st.sampled_from(sorted({*KINDS} - {"SVG with CDATA"}))
)
def test_any_text_in_a_spec_comes_back(text, kind):
    spec = json.dumps({PNG_KEYWORD: 1, "q": text}).replace("<", "\\u003c").replace(">", "\\u003e")
    assert spec_out_of(KINDS[kind](spec)).strip() == spec


@given(
    text=st.text() | st.sampled_from(["</script>", "<!--<script>", "</ScRiPt >", "]]>", "</body>", "&lt;/script&gt;"])
)
def test_nothing_ends_the_element_of_a_page_early(text):
    spec = json.dumps({PNG_KEYWORD: 1, "q": text})
    whole = page(spec)
    begin = whole.index('id="incident-atlas-view">') + len('id="incident-atlas-view">')
    inside = whole[begin : whole.index("</script>", begin)]
    assert not {"<", ">"} & set(inside)
    assert json.loads(inside) == json.loads(spec) == json.loads(spec_out_of(whole.encode()))


def test_the_element_of_a_page_stands_at_the_end_of_its_body():
    assert page(SPEC).endswith("</script>\n</body></html>")
    assert into_html("<p>no body", SPEC).startswith('<p>no body<script type="application/json"')


def test_the_first_attachment_that_is_a_spec_counts_in_a_pdf():
    assert spec_out_of(pdf(SPEC, name="renamed.json")) == SPEC


WITHOUT = {
    "PNG": (saved("PNG"), "This PNG carries no view of this program; use a file made on the Snapshot page, or type"),
    "PDF": (pdf("a,b"), "This PDF carries no view of this program"),
    "PDF, packed otherwise": (packed_pdf(SPEC, kind=b"[/ASCII85Decode/FlateDecode]"), "This PDF carries no view"),
    "GIF": (animated("GIF", comment=b"made by hand"), "This GIF carries no view of this program"),
    "WebP": (animated("WEBP"), "This WebP carries no view of this program"),
    "JPEG": (saved("JPEG"), "This JPEG carries no view of this program"),
    "MP4": (mp4("no spec"), "This film (MP4) carries no view of this program"),
    "SVG": (b"<svg><metadata>incident-atlas-view</metadata></svg>", "This SVG or HTML file carries no view"),
    "HTML": (b"<html><script id='incident-atlas-view'>alert(1)</script>", "This SVG or HTML file carries no view"),
    "zip": (zipped("other.json", SPEC), "This zip or PowerPoint file carries no view of this program"),
    "zip, empty": (b"PK\5\6" + bytes(18), "This zip or PowerPoint file carries no view of this program"),
    "text": (b"incident-atlas-view", "This is no kind of file that can carry a view"),
    "TIFF": (saved("TIFF"), "This is no kind of file that can carry a view"),
    "nothing": (b"", "This file is empty"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_file_without_a_spec_gets_a_sentence(kind):
    content, sentence = WITHOUT[kind]
    with pytest.raises(SnapshotError) as caught:
        spec_out_of(content)
    assert str(caught.value).startswith(sentence)
    assert str(caught.value).endswith("use a file made on the Snapshot page, or type its code.")


def test_the_name_of_a_file_decides_nothing():
    assert spec_out_of(KINDS["zip"](SPEC)) == spec_out_of(KINDS["PNG"](SPEC)) == SPEC


def chunk(kind, body, length=None, check=None):
    size = len(body) if length is None else length
    return (
        struct.pack(">I", size) + kind + body + struct.pack(">I", zlib.crc32(kind + body) if check is None else check)
    )


def text_chunk(rest, **told):
    return b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", PNG_KEYWORD.encode() + b"\0" + rest, **told)


def bomb(size):
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(bytes(1_000_000)) for _ in range(size)) + packing.flush()


def faked_size(content, size):
    """Return a zip file whose directory tells another size of its last member."""
    at = content.rindex(b"PK\1\2") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def with_locator():
    """Return a zip file that points to a directory of the 64-bit kind."""
    content = zipped("view.json", SPEC)
    return content[:-22] + b"PK\6\7" + bytes(16) + content[-22:]


def huge_comment():
    return b"!\xfe\xff" + (b'{"incident-atlas-view"' + b"a" * 233) + (b"\xff" + b"a" * 255) * 9000 + b"\0"


def large_directory():
    entry = b"PK\1\2" + bytes(42)
    return b"PK\3\4" + entry * 60_000 + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 60_000, 60_000, 46 * 60_000, 4, 0)


def two_ends():
    """Return a zip file whose two ends tell two directories, a small and a large one."""
    inner = b"PK\5\6" + struct.pack("<HHHHII", 0, 0, 1, 1, 46 * 60_000, 4)[:4]
    return b"PK\3\4" + b"PK\1\2" + bytes(42 * 60_000) + inner + b"PK\5\6" + bytes(10) + b"\0\0"


DRAWING = b'<svg><metadata id="incident-atlas-view">'
LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + DRAWING + b"&b;</metadata></svg>"
SCRIPT = b'<html><script id="incident-atlas-view">'
GIF, WEBP = b"GIF89a" + bytes(7), b"RIFF\0\0\0\0WEBP"
PACKED_STREAM = b"1 0 obj<</Type/EmbeddedFile/Filter/FlateDecode>>stream\n"
HOSTILE = {
    "PNG with a huge chunk": (lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"", length=2**32 - 1), "carries no view"),
    "PNG of empty chunks": (lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 500_000, "carries no view"),
    "PNG with a huge text": (lambda: text_chunk(b"\0\0\0\0" + b"{" * (LARGEST_SPEC + 1)), "larger than 2 MB"),
    "PNG bomb": (lambda: text_chunk(b"\1\0\0\0" + bomb(20)), "larger than 2 MB"),
    "PNG with damaged packing": (lambda: text_chunk(b"\1\0\0\0garbage"), "is damaged"),
    "PNG with cut packing": (lambda: text_chunk(b"\1\0\0\0" + zlib.compress(SPEC.encode())[:-9]), "is damaged"),
    "PNG with a false check": (lambda: text_chunk(b"\0\0\0\0{}", check=7), "is damaged"),
    "PNG with a text longer than the file": (lambda: text_chunk(b"\0\0\0\0{}", length=4000), "is damaged"),
    "PNG with half a text": (lambda: text_chunk(b"\1"), "is damaged"),
    "PNG with unknown packing": (lambda: text_chunk(b"\1\7\0\0{}"), "is damaged"),
    "PNG with other letters": (lambda: text_chunk(b"\0\0\0\0{\xff}"), "is damaged"),
    "PDF of names": (lambda: b"%PDF-1.7" + b"/EmbeddedFile" * 900_000, "carries no view"),
    "PDF of streams": (lambda: b"%PDF-1.7" + PACKED_STREAM * 200_000, "carries no view"),
    "PDF bomb": (lambda: b"%PDF-1.7" + (PACKED_STREAM + bomb(20) + b"endstream") * 300, "carries no view"),
    "PDF with a huge attachment": (lambda: packed_pdf(LARGE), "larger than 2 MB"),
    "PDF without an end": (lambda: b"%PDF-1.7 <</Type/EmbeddedFile>>stream\n" + SPEC.encode(), "carries no view"),
    "PDF of brackets": (lambda: b"%PDF-1.7" + b"<<" * 500_000, "carries no view"),
    "zip bomb": (lambda: zipped("view.json", bytes(30_000_000)), "larger than it may be"),
    "zip bomb that says it is small": (lambda: faked_size(zipped("view.json", bytes(30_000_000)), 1000), "is damaged"),
    "zip with a good ratio but too large": (lambda: zipped("view.json", noise(LARGEST_SPEC + 1)),
                                            "larger than it may be"),
    "zip that grows much": (lambda: zipped("view.json", b"{" * 1_900_000), "larger than it may be"),
    "zip packed otherwise": (lambda: zipped("view.json", SPEC, zipfile.ZIP_LZMA), "packed in a way that is not read"),
    "zip with a large directory": (large_directory, "damaged or too long"),
    "zip with two ends": (two_ends, "damaged"),
    "zip without a directory": (lambda: zipped("view.json", SPEC)[:60], "damaged or too long"),
    "zip with a longer end": (lambda: zipped("view.json", SPEC) + b"x", "damaged or too long"),
    "zip64": (with_locator, "too long"),
    "GIF of comments": (lambda: GIF + b"!\xfe\1a\0" * 500_000, "carries no view"),
    "GIF with an endless comment": (lambda: GIF + b"!\xfe" + b"\1a" * 5_000_000, "carries no view"),
    "GIF with a huge comment": (lambda: GIF + huge_comment(), "larger than 2 MB"),
    "WebP with a huge chunk": (lambda: WEBP + b"XMP \xff\xff\xff\xff", "carries no view"),
    "WebP of empty chunks": (lambda: WEBP + b"" + b"VP8 \0\0\0\0" * 900_000, "carries no view"),
    "WebP with other letters": (lambda: WEBP + b"XMP \x20\0\0\0<atlas:view>{}</atlas:view>", "is damaged"),
    "film of texts": (lambda: b"\0\0\0\x20ftyp" + b"\xff\xff\xff\xffdata\0\0\0\1" * 500_000, "carries no view"),
    "page of names": (lambda: b"<html>" + b"incident-atlas-view" * 900_000, "carries no view"),
    "page of scripts": (lambda: SCRIPT * 500_000, "carries no view"),
    "page of blanks": (lambda: SCRIPT + b" " * 5_000_000, "carries no view"),
    "drawing of entities": (lambda: DRAWING + b"{" + b"&amp;" * 900_000, "is damaged"),
    "drawing with a billion laughs": (lambda: LAUGHS, "carries no view"),
    "blanks": (lambda: b" " * 1_000_000, "no kind of file"),
    "JSON that is too large": (LARGE.encode, "larger than 2 MB"),
    "file that is too large": (lambda: b"{" + bytes(LARGEST_FILE), "larger than 25 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(name):
    content, sentence = HOSTILE[name]
    with pytest.raises(SnapshotError, match=sentence):
        spec_out_of(content())


def test_entities_that_a_document_declares_itself_are_not_expanded():
    declared = b'<!DOCTYPE svg [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    content = declared + DRAWING + b"{&b;}</metadata>"
    assert spec_out_of(content) == "{&b;}"


MAGIC = (
    b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"PK\3\4", b"PK\5\6", b"GIF89a", b"GIF87a", b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x20ftyp", b"\xff\xd8\xff", b"<svg>", b"<!DOCTYPE html>", b"\xef\xbb\xbf<",
)  # fmt: skip


@pytest.mark.parametrize("magic", MAGIC)
def test_a_megabyte_of_noise_gets_a_sentence_whatever_it_begins_with(magic):
    with pytest.raises(SnapshotError):
        spec_out_of(magic + noise(1_000_000))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_gives_its_spec_or_a_sentence(kind):
    content = KINDS[kind](SPEC)
    for end in range(0, len(content), max(1, len(content) // 200)):
        try:
            spec = spec_out_of(content[:end]).strip()
        except SnapshotError:
            continue
        assert SPEC.startswith(spec) or kind.startswith("SVG")


@settings(max_examples=150)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    changes=st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_a_damaged_file_gives_a_text_or_a_sentence(kind, changes):
    content = bytearray(KINDS[kind](SPEC))
    for at, value in changes:
        content[at % len(content)] = value
    try:
        spec = spec_out_of(bytes(content))
    except SnapshotError:
        return
    assert isinstance(spec, str)
