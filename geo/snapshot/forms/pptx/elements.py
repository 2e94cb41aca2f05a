"""Words of DrawingML: lengths, colours, fills, lines, names and shapes as XML text.

The XML is written as text and parsed once, which is some thirty times quicker than adding shapes one by one. So one
rule holds: whatever comes out of the material goes through `escaped`, or is a number or a colour that was looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import Pattern

if TYPE_CHECKING:
    from geo.snapshot.canvas.marks import Box, Fill, Pen

EMU_MM = 36_000
FONT = "Arial"
#: every slide says once what its prefixes mean
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
#: one line in eight pixels, clear between; the dots stay apart from the other patterns in programs that draw lines only
_PRESET_PATTERNS = {
    Pattern.DIAGONAL: "upDiag",
    Pattern.HORIZONTAL: "horz",
    Pattern.VERTICAL: "vert",
    Pattern.CROSS: "cross",
    Pattern.DOTS: "dotDmnd",
}
#: dashes and gaps of the presets, in widths of the line
_PRESET_DASHES = {
    "sysDot": (1, 1),
    "sysDash": (3, 1),
    "dot": (1, 3),
    "dash": (4, 3),
    "lgDash": (8, 3),
    "sysDashDot": (3, 1, 1, 1),
    "dashDot": (4, 3, 1, 3),
    "lgDashDot": (8, 3, 1, 3),
}
#: a preset, which can be chosen in a menu, stands for a dash that differs by less than this share
_NEAR = 0.2
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
#: what XML 1.0 cannot hold, and signs that turn the direction of what follows
_NO_XML = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_LOOSE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_IN_ADDRESSES = "/?#@!$&'()*+,;=:%~"
#: longer addresses are refused by Office
_LONGEST_LINK = 2000


def emu(millimetres: float) -> int:
    """Return a length in the unit of Office, 1/36000 mm."""
    return round(millimetres * EMU_MM)


def escaped(text: str) -> str:
    """Return a text for an attribute or between tags; breaks of lines survive in an attribute."""
    return escape(clean(text)).replace("\r", "").replace("\n", "&#10;").replace("\t", "&#9;")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold and without signs that turn its direction."""
    return _NO_XML.sub("", text)


@lru_cache(maxsize=2048)
def safe_link(link: str) -> str:
    """Return an address of the web in the characters an address may have, else nothing: Office refuses whole files."""
    try:
        parts = urlsplit(link)
        host, _ = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.username is not None:
        return ""
    if re.search(r"[\s\x00-\x1f\x7f\\]", link):
        return ""
    port = f":{parts.port}" if parts.port else ""
    tail = link.partition("://")[2]
    start = re.search(r"[/?#]", tail)
    rest = _LOOSE_PERCENT.sub("%25", tail[start.start() :]) if start else ""
    address = f"{parts.scheme}://{host}{port}{quote(rest, safe=_IN_ADDRESSES, errors='replace')}"
    return address if len(address) <= _LONGEST_LINK and address.count("#") <= 1 else ""


@lru_cache(maxsize=256)
def colour(value: str, opacity: float = 1.0) -> str:
    """Return a colour `#RRGGBB`.

    Raises
    ------
    SnapshotError
        If it is of another form.
    """
    if not _COLOUR.fullmatch(value):
        raise SnapshotError(f"{value!r} is no colour: a mark needs one of the form #RRGGBB.")
    alpha = f'<a:alpha val="{round(min(max(opacity, 0.0), 1.0) * 100_000)}"/>' if opacity != 1 else ""
    return f'<a:srgbClr val="{value[1:].upper()}">{alpha}</a:srgbClr>'


def solid(value: str, opacity: float = 1.0) -> str:
    """Return a fill of one colour."""
    return f"<a:solidFill>{colour(value, opacity)}</a:solidFill>"


@lru_cache(maxsize=256)
def filling(fill: Fill | None) -> str:
    """Return the fill of a shape."""
    if fill is None:
        return "<a:noFill/>"
    if fill.pattern == Pattern.SOLID:
        return solid(fill.colour, fill.opacity)
    ground = colour("#FFFFFF", 0.0)
    return (
        f'<a:pattFill prst="{_PRESET_PATTERNS[fill.pattern]}"><a:fgClr>{colour(fill.colour, fill.opacity)}</a:fgClr>'
        f"<a:bgClr>{ground}</a:bgClr></a:pattFill>"
    )


@lru_cache(maxsize=256)
def line(pen: Pen | None) -> str:
    """Return the line around a shape."""
    if pen is None:
        return "<a:ln><a:noFill/></a:ln>"
    # a dash without length is a dot, and only round ends show it
    cap = "rnd" if pen.dash and not all(pen.dash[::2]) else "flat"
    return (
        f'<a:ln w="{max(emu(pen.width), 1)}" cap="{cap}">{solid(pen.colour, pen.opacity)}{_dash(pen)}<a:round/></a:ln>'
    )


def _dash(pen: Pen) -> str:
    if not pen.dash or pen.width <= 0:
        return '<a:prstDash val="solid"/>'
    lengths = pen.dash if len(pen.dash) % 2 == 0 else pen.dash * 2
    shares = [length / pen.width for length in lengths]
    for name, preset in _PRESET_DASHES.items():
        if len(preset) == len(shares) and all(
            abs(share - wanted) <= _NEAR * wanted for share, wanted in zip(shares, preset, strict=True)
        ):
            return f'<a:prstDash val="{name}"/>'
    pairs = zip(shares[::2], shares[1::2], strict=True)
    stops = (f'<a:ds d="{_percent(dash)}" sp="{_percent(gap)}"/>' for dash, gap in pairs)
    return f"<a:custDash>{''.join(stops)}</a:custDash>"


def _percent(share: float) -> int:
    return max(1000, round(share * 100_000))


def named(number: int, name: str, told: str = "", *, decorative: bool = False, hidden: bool = False) -> str:
    """Return number, name and alternative text of a shape; what is decorative is passed over by a screen reader."""
    said = f' descr="{escaped(told)}"' if told else ""
    gone = ' hidden="1"' if hidden else ""
    return f'<p:cNvPr id="{number}" name="{escaped(name)}"{said}{gone}>{_DECORATIVE if decorative else ""}</p:cNvPr>'


def placed(box: Box) -> str:
    """Return where a shape is."""
    x, y = emu(box.x0), emu(box.y0)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{emu(box.x1) - x}" cy="{emu(box.y1) - y}"/></a:xfrm>'


def preset(name: str, **adjusted: int) -> str:
    """Return a shape that Office knows by name, with its adjustments."""
    values = "".join(f'<a:gd name="{key}" fmla="val {value}"/>' for key, value in adjusted.items())
    return f'<a:prstGeom prst="{name}"><a:avLst>{values}</a:avLst></a:prstGeom>'


def shape(name: str, where: str, paint: str, body: str = "") -> str:
    """Put a shape together: its `named`, its place with its geometry, fill and line, and the text in it."""
    return f"<p:sp><p:nvSpPr>{name}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{where}{paint}</p:spPr>{body}</p:sp>"


def group(name: str, box: Box, members: str) -> str:
    """Put shapes into a group that is moved as one."""
    x, y = emu(box.x0), emu(box.y0)
    size = f'cx="{emu(box.x1) - x}" cy="{emu(box.y1) - y}"'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{name}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>"
        f'<a:off x="{x}" y="{y}"/><a:ext {size}/><a:chOff x="{x}" y="{y}"/><a:chExt {size}/>'
        f"</a:xfrm></p:grpSpPr>{members}</p:grpSp>"
    )


def tree(members: str) -> str:
    """Return all shapes of a slide."""
    return (
        f'<p:spTree {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
        f"</a:xfrm></p:grpSpPr>{members}</p:spTree>"
    )
