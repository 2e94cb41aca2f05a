"""Texts as text boxes and placeholders: every line can be edited, nothing wraps or shrinks by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM, Align, Box
from geo.snapshot.forms.pptx.elements import FONT, escaped, named, placed, preset, safe_link, solid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.snapshot.canvas.marks import Words

_ALIGNED = {Align.LEFT: "l", Align.CENTRE: "ctr", Align.RIGHT: "r"}
#: a line of exact height stands this much lower in its box than elsewhere, in sizes
_LOWER = 0.03
#: the theme would colour every link alike; this keeps the colour of the text
_OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
#: numbers raised in the text itself: not every font has all of them, so a slide raises plain ones
_RAISED = re.compile("([⁰¹²³⁴-⁹]+(?:[⁻ʼ][⁰¹²³⁴-⁹]+)*)")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ʼ", "0123456789-,")
#: of the field that counts slides; any will do, but always the same
_NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


@dataclass(frozen=True, slots=True)
class Type:
    """How a run of text looks: size in points, colour `#RRGGBB`."""

    size: float
    colour: str
    bold: bool = False
    raised: bool = False

    @lru_cache(maxsize=1024)  # noqa: B019 - a few types for all documents, and they hold nothing
    def properties(self, tag: str = "a:rPr", link: str = "") -> str:
        """Return the properties of a run; `link` is the id of a relationship."""
        bold = (' b="1"' if self.bold else ' b="0"') + (' baseline="30000"' if self.raised else "")
        click = f'<a:hlinkClick r:id="{link}">{_OWN_COLOUR}</a:hlinkClick>' if link else ""
        return (
            f'<{tag} lang="en-GB" sz="{max(100, round(self.size * 100))}"{bold} noProof="1">{solid(self.colour)}'
            f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>{click}</{tag}>'
        )


def run(text: str, kind: Type, link: str = "") -> str:
    """Return a run of text; `link` is the id of a relationship."""
    return f"<a:r>{kind.properties(link=link)}<a:t>{escaped(' '.join(text.split()))}</a:t></a:r>"


@lru_cache(maxsize=256)
def spaced(height: float, after: float = 0.0, align: Align = Align.LEFT) -> str:
    """Return the properties of a paragraph: height of a line and room after it in points, no bullet, no indent."""
    return (
        f'<a:pPr marL="0" indent="0" algn="{_ALIGNED[align]}">'
        f'<a:lnSpc><a:spcPts val="{round(height * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>'
        "<a:buNone/></a:pPr>"
    )


def body(paragraphs: str, *, wrap: str = "none", tag: str = "p:txBody") -> str:
    """Return a text without margins that stays as it is."""
    return (
        f'<{tag}><a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{paragraphs}</{tag}>"
    )


def text_box(number: int, words: Words, links: Mapping[str, str]) -> str:
    """Draw words where they stand."""
    name = named(number, f"{words.role.value.capitalize()} {number}")
    kept = f'<p:nvSpPr>{name}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
    return _boxed(kept, box_of(words), _body(words, links))


def title_box(number: int, words: Words, links: Mapping[str, str]) -> str:
    """Draw the title of a slide where it stands, as what outlines and screen readers take for the title."""
    return placeholder(named(number, "Title"), 'type="title"', box_of(words), _body(words, links))


def hidden_title(number: int, title: str, width: float) -> str:
    """Give a slide that draws no title one for its outline."""
    text = f"<a:p>{spaced(12)}{run(title, Type(10, '#000000'))}</a:p>"
    return placeholder(named(number, "Title", hidden=True), 'type="title"', Box(0, 0, width, 5), body(text))


def placeholder(name: str, kind: str, box: Box, text: str) -> str:
    """Draw a text that is a part of its layout; `kind` holds the attributes that name the part."""
    kept = f'<p:nvSpPr>{name}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
    return _boxed(kept, box, text)


def slide_number(number: int, page: int, words: Words) -> str:
    """Draw the number of a slide as a field, so that it follows when slides are moved."""
    kind = Type(words.size, words.colour)
    field = f'<a:fld id="{_NUMBER_FIELD}" type="slidenum">{kind.properties()}<a:t>{page}</a:t></a:fld>'
    text = f"<a:p>{spaced(words.size * words.leading, align=words.align)}{field}</a:p>"
    return placeholder(named(number, "Slide number"), 'type="sldNum" sz="quarter" idx="12"', box_of(words), body(text))


def footer(number: int, words: Words) -> str:
    """Draw the line at the foot of a slide."""
    return placeholder(named(number, "Footer"), 'type="ftr" sz="quarter" idx="11"', box_of(words),
                       body(_lines(words, {})))  # fmt: skip


def addresses(links: Iterable[str]) -> list[str]:
    """Return the safe ones of some addresses, each once, in their order."""
    return [link for link in dict.fromkeys(safe_link(link) for link in links if link) if link]


def box_of(words: Words) -> Box:
    """Return where the box of a text stands."""
    top = max(0.0, words.y - _LOWER * words.size * POINT_MM)
    return Box(words.x, top, words.x + words.width, top + words.height)


def _boxed(kept: str, box: Box, text: str) -> str:
    where = f"<p:spPr>{placed(box)}{preset('rect')}<a:noFill/><a:ln><a:noFill/></a:ln></p:spPr>"
    return f"<p:sp>{kept}{where}{text}</p:sp>"


def _body(words: Words, links: Mapping[str, str]) -> str:
    return body(_flowing(words, links), wrap="square") if words.flowing else body(_lines(words, links))


def _flowing(words: Words, links: Mapping[str, str]) -> str:
    """Return paragraphs, which an empty line parts, that break their lines themselves; raised signs are raised runs."""
    plain = Type(words.size, words.colour, words.bold)
    raised = Type(words.size, words.colour, words.bold, raised=True)
    link = links.get(safe_link(words.link), "") if words.link else ""
    height = words.size * words.leading
    paragraphs = [" ".join(lines) for filled, lines in groupby(words.lines, bool) if filled]
    written = []
    for number, text in enumerate(paragraphs, 1):
        parts = enumerate(_RAISED.split(text))
        told = ((raised, part.translate(_PLAIN)) if n % 2 else (plain, part) for n, part in parts if part)
        runs = [f"<a:r>{kind.properties(link=link)}<a:t>{escaped(part)}</a:t></a:r>" for kind, part in told]
        after = height if number < len(paragraphs) else 0.0
        written.append(f"<a:p>{spaced(height, after, words.align)}{''.join(runs)}</a:p>")
    return "".join(written) or "<a:p/>"


def _lines(words: Words, links: Mapping[str, str]) -> str:
    """Return the lines of a text as one paragraph, so that a reader hears it as one."""
    plain = Type(words.size, words.colour, words.bold)
    strong = Type(words.size, words.colour, bold=True)
    link = links.get(safe_link(words.link), "") if words.link else ""
    runs = []
    for n, text in enumerate(words.lines):
        kind = strong if n in words.bold_lines else plain
        if n:
            runs.append(f"<a:br>{kind.properties()}</a:br>")
        if text:
            runs.append(run(text, kind, link))
    end = "" if runs else plain.properties("a:endParaRPr")
    return f"<a:p>{spaced(words.size * words.leading, align=words.align)}{''.join(runs)}{end}</a:p>"
