"""Where each kind of file carries the text of its spec, and how it is taken out again.

A file comes from anybody, so its kind is told by its first bytes and never by a name; nothing is unpacked beyond
2 MB, every length is checked, and no parser of others sees the file except for the directory of a zip file.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from geo.errors import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "incident-atlas-view"
PNG_KEYWORD, PDF_ATTACHMENT = NAME, f"{NAME}.json"  # the first of an iTXt chunk
PPTX_PART, ZIP_MEMBER = "/incident-atlas/view.json", "view.json"
XMP_NAMESPACE = f"urn:{NAME}"
LARGEST_FILE, LARGEST_SPEC = 25_000_000, 2_000_000
_HOLDER = Path(__file__).resolve().parents[2] / "assets" / "view.html"
_BODY_ENDS = re.compile("</body>", re.IGNORECASE)
_MOST_DIRECTORY, _MOST_RATIO = 2_000_000, 200
_MOST_BLOCKS, _MOST_NAMED, _MOST_TRIES = 400_000, 2_000, 50  # chunks; how often our name stands; finds looked into
_ELSE = "use a file made on the Snapshot page, or type its code"


def into_html(page: str, spec: str) -> str:
    """Put a spec at the end of the body of an HTML page, where nothing runs and nothing can end it early.

    Parameters
    ----------
    spec
        JSON text. An angle bracket in it becomes an escape of JSON, so the text means the same.
    """
    inert = spec.replace("<", "\\u003c").replace(">", "\\u003e")
    held = _HOLDER.read_text(encoding="utf-8").replace("{{ view }}", inert)
    end = max((found.start() for found in _BODY_ENDS.finditer(page)), default=len(page))
    return page[:end] + held + page[end:]


def into_gif_comment(spec: str) -> bytes:
    """Return the comment of a GIF, for Pillow's argument `comment`."""
    return spec.encode()


def into_webp_xmp(spec: str) -> bytes:
    """Return the metadata of a WebP file, for Pillow's argument `xmp`."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:atlas="{XMP_NAMESPACE}"><atlas:view>{base64.b64encode(spec.encode()).decode()}</atlas:view>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def spec_out_of(content: bytes) -> str:
    """Take the spec out of a file of any kind that the program makes.

    Raises
    ------
    SnapshotError
        If the file is of another kind, is too large or damaged, or carries no spec.
    """
    if not content:
        raise SnapshotError(f"This file is empty; {_ELSE}.")
    if len(content) > LARGEST_FILE:
        raise SnapshotError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB; {_ELSE}.")
    for magic, kind, find in _KINDS:
        if re.match(magic, content, re.DOTALL):
            spec = find(content)
            if spec is None:
                raise SnapshotError(f"This {kind} carries no view of this program; {_ELSE}.")
            return _text(spec, kind)
    raise SnapshotError(f"This is no kind of file that can carry a view; {_ELSE}.")


def _text(spec: bytes, kind: str) -> str:
    if len(spec) > LARGEST_SPEC:
        raise SnapshotError(f"The view in this {kind} is larger than {LARGEST_SPEC // 1_000_000} MB; {_ELSE}.")
    try:
        return spec.decode("utf-8-sig")
    except UnicodeDecodeError:
        _damaged(kind)


def _damaged(kind: str) -> NoReturn:
    raise SnapshotError(f"The view in this {kind} is damaged; {_ELSE}.") from None


def _is_spec(content: bytes | None) -> bool:
    return content is not None and content[:1] == b"{" and f'"{NAME}"'.encode() in content


def _unpacked(content: bytes) -> bytes:
    """Unpack what zlib packed, but not more than a spec may have."""
    unpacking = zlib.decompressobj()
    try:
        spec = unpacking.decompress(content, LARGEST_SPEC + 1)
    except zlib.error:
        _damaged("PNG")
    return spec if unpacking.eof or len(spec) > LARGEST_SPEC else _damaged("PNG")


def _out_of_png(content: bytes) -> bytes | None:
    at = 8
    for _ in range(_MOST_BLOCKS):
        head = content[at : at + 8]
        if len(head) < 8 or head[4:] == b"IEND":  # noqa: PLR2004 - length and type
            return None
        length = int.from_bytes(head[:4])
        body = content[at + 8 : at + 8 + length]
        if head[4:] == b"iTXt" and body.startswith(PNG_KEYWORD.encode() + b"\0"):
            if content[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(head[4:] + body)):
                _damaged("PNG")
            return _of_international_text(body)
        at += 12 + length
    return None


def _of_international_text(body: bytes) -> bytes:
    """Return the text of an iTXt chunk: keyword, flag, method, language, keyword in that language, text."""
    _, _, rest = body.partition(b"\0")
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3 or rest[:1] not in (b"\0", b"\1") or rest[1:2] != b"\0":  # noqa: PLR2004
        _damaged("PNG")
    return _unpacked(parts[2]) if rest[:1] == b"\1" else parts[2]


def _out_of_pdf(content: bytes) -> bytes | None:
    """Look through the attached files; an attachment stands by itself in a PDF, so its tables need not be read."""
    at = tries = 0
    for _ in range(_MOST_NAMED):
        at = content.find(b"/EmbeddedFile", at) + 13
        begin = content.find(b"stream", at, at + 2000)
        if at < 13 or tries >= _MOST_TRIES:  # noqa: PLR2004 - nothing found
            return None
        if begin >= 0 and b"endobj" not in content[at:begin] and content[at : at + 1] != b"s":
            tries += 1
            found = _of_stream(content, at, begin)
            if found is not None:
                return found
    return None


def _of_stream(content: bytes, at: int, begin: int) -> bytes | None:
    """Return what a stream of a PDF holds if that is a spec; `at` is a place in its dictionary."""
    head = content[max(content.rfind(b"obj", max(0, at - 2000), at), 0) : begin]
    first = begin + 6 + (2 if content[begin + 6 : begin + 8] == b"\r\n" else 1)
    if b"Decode" in head.replace(b"/FlateDecode", b""):
        return None
    if b"/FlateDecode" in head:
        try:
            spec = zlib.decompressobj().decompress(content[first : first + 2 * LARGEST_SPEC], LARGEST_SPEC + 1)
        except zlib.error:
            return None
    else:
        end = content.find(b"endstream", first, first + LARGEST_SPEC + 20)
        spec = content[first:end].rstrip(b"\r\n") if end >= 0 else b""
    return spec if _is_spec(spec) else None


def _out_of_zip(content: bytes) -> bytes | None:
    at = content.rfind(b"PK\5\6", -65_557)
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    whole = at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)
    if at < 0 or not whole or size > _MOST_DIRECTORY or content[max(0, at - 20) : at].startswith(b"PK\6\7"):
        raise SnapshotError(f"The list of what is in this zip file is damaged or too long; {_ELSE}.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            name = next((name for name in (ZIP_MEMBER, PPTX_PART[1:]) if name in packed.namelist()), None)
            if name is None:
                return None
            _refuse_bomb(packed.getinfo(name))
            with packed.open(name) as member:
                return member.read(LARGEST_SPEC + 1)
    except SnapshotError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError, struct.error):
        _damaged("zip file")


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    """Refuse what is packed in a way that cannot be unpacked bit by bit, is too large, or would grow too much."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
        raise SnapshotError(f"The view in this zip file is packed in a way that is not read here; {_ELSE}.")
    if info.file_size > LARGEST_SPEC or info.file_size > _MOST_RATIO * max(info.compress_size, 100):
        raise SnapshotError(f"The view in this zip file is larger than it may be; {_ELSE}.")


def _out_of_gif(content: bytes) -> bytes | None:
    at = 13 + _colours(content, 10)
    inside, comment = False, None
    for _ in range(_MOST_BLOCKS):
        if inside:
            size = content[at] if at < len(content) else 0
            if comment is not None:
                comment += content[at + 1 : at + 1 + size]
            at, inside = at + 1 + size, size > 0
            if not inside and comment is not None and _is_spec(bytes(comment)):
                return bytes(comment)
        elif content[at : at + 1] == b"!":
            at, inside, comment = at + 2, True, bytearray() if content[at + 1 : at + 2] == b"\xfe" else None
        elif content[at : at + 1] == b",":
            at, inside, comment = at + 11 + _colours(content, at + 9), True, None
        else:
            return None
    return None


def _colours(content: bytes, at: int) -> int:
    """Return how many bytes a table of colours has, given where its flags stand."""
    flags = content[at] if at < len(content) else 0
    return 6 << (flags & 7) if flags & 0x80 else 0


def _out_of_webp(content: bytes) -> bytes | None:
    at = 12
    for _ in range(_MOST_BLOCKS):
        head = content[at : at + 8]
        if len(head) < 8:  # noqa: PLR2004 - name and length
            return None
        length = int.from_bytes(head[4:], "little")
        if head[:4] == b"XMP ":
            _, _, view = content[at + 8 : at + 8 + length].partition(b"<atlas:view>")
            try:
                return base64.b64decode(view.partition(b"</atlas:view>")[0], validate=True) if view else None
            except ValueError:
                _damaged("WebP")
        at += 8 + length + length % 2
    return None


def _out_of_markup(content: bytes) -> bytes | None:
    """Look for our element of a page or a drawing; no parser, so nothing in it is expanded or fetched."""
    at = 0
    for _ in range(_MOST_NAMED):
        at = content.find(NAME.encode(), at) + len(NAME)
        begin = content.rfind(b"<", max(0, at - 200), at)
        end = content.find(b">", at, at + 200) + 1
        if at < len(NAME):
            return None
        if begin >= 0 and end:
            named = re.match(rb"<(?:\w{1,20}:)?(script|metadata)\s[^>]*$", content[begin:at])
            if named and content[end : end + 200].lstrip().startswith((b"{", b"<![CDATA[")):
                return _of_element(content[end : end + 2 * LARGEST_SPEC].lstrip(), escaped=named[1] == b"metadata")
    return None


def _of_element(body: bytes, *, escaped: bool) -> bytes:
    plain = body.startswith(b"<![CDATA[")
    text, end, _ = body[9:].partition(b"]]>") if plain else body.partition(b"<")
    if not end:
        _damaged("SVG or HTML file")
    if plain or not escaped:
        return text.strip()
    return re.sub(rb"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));", _sign, text.strip())


def _sign(entity: re.Match[bytes]) -> bytes:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return {b"lt": b"<", b"gt": b">", b"amp": b"&", b"quot": b'"', b"apos": b"'"}[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return entity[0] if code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code).encode()  # noqa: PLR2004 - no sign


def _out_of_mp4(content: bytes) -> bytes | None:
    """Look through the texts of the metadata; the spec is one of them."""
    at = 0
    for _ in range(_MOST_TRIES):
        at = content.find(b"data\0\0\0\1", at) + 8
        if at < 8:  # noqa: PLR2004 - nothing found
            return None
        spec = content[at + 4 : at - 12 + int.from_bytes(content[at - 12 : at - 8])]
        if _is_spec(spec):
            return spec
    return None


#: how a file begins, what it is called, and where its spec is
_KINDS: tuple[tuple[bytes, str, Callable[[bytes], bytes | None]], ...] = (
    (rb"\x89PNG\r\n\x1a\n", "PNG", _out_of_png),
    (rb"%PDF-", "PDF", _out_of_pdf),
    (rb"PK(\x03\x04|\x05\x06)", "zip or PowerPoint file", _out_of_zip),
    (rb"GIF8[79]a", "GIF", _out_of_gif),
    (rb"RIFF.{4}WEBP", "WebP", _out_of_webp),
    (rb".{4}ftyp", "film (MP4)", _out_of_mp4),
    (rb"\xff\xd8\xff", "JPEG", lambda _: None),
    (rb"(\xef\xbb\xbf)?\s{0,1000}<", "SVG or HTML file", _out_of_markup),
    (rb"(\xef\xbb\xbf)?\s{0,1000}\{", "JSON file", bytes),
)
