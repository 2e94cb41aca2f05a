"""The file around the slides: an empty presentation of a size, and how one is written byte by byte the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.schema import EventType
from geo.snapshot.canvas.marks import Box
from geo.snapshot.forms.pptx.elements import FONT, clean, emu
from geo.snapshot.proof.embedding import PPTX_PART
from geo.style import EVENT_STYLES, MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: how the package says what the part with the view is
SPEC_RELATION = "urn:incident-atlas:view"
TITLE_ONLY, ONE_TEXT, TWO_TEXTS = "Title Only", "Title and Content", "Two Content"
#: what a computer of 1980 could tell: the earliest date a zip file knows
LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: the colours that PowerPoint offers for what somebody adds to a slide
_ACCENTS = (
    EventType.CLASH, EventType.RIOT, EventType.SECURITY_OPERATION, EventType.EXPLOSION, EventType.ARMED_ATTACK,
    EventType.POLITICAL,
)  # fmt: skip
_FIRST = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide that is to be written.

    `draw` returns its shapes, given the ids of the relationships that lead to the addresses `links`.
    """

    layout: str
    draw: Callable[[Mapping[str, str]], str]
    links: tuple[str, ...] = ()
    notes: str = ""


def empty_presentation(width: float, height: float) -> Any:  # noqa: ANN401 - python-pptx has no types
    """Return a presentation without slides, its pages of a size in mm."""
    from pptx import Presentation

    return Presentation(BytesIO(_template(width, height)))


def add_slide(presentation: Any, slide: Slide) -> None:  # noqa: ANN401 - python-pptx has no types
    """Add a slide at the end: its shapes are parsed once, all together."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml

    made = presentation.slides.add_slide(presentation.slide_layouts.get_by_name(slide.layout))
    part = made.part
    ids = {link: part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True) for link in slide.links}
    content = made.element.cSld
    content.replace(content.spTree, parse_xml(slide.draw(ids)))
    if slide.notes:
        made.notes_slide.notes_text_frame.text = "\n".join(clean(line) for line in slide.notes.splitlines())


def attach_spec(presentation: Any, spec: str) -> None:  # noqa: ANN401 - python-pptx has no types
    """Put the text that brings the view back into the package."""
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    package = presentation.part.package
    part = Part(PackURI(PPTX_PART), "application/json", package, spec.encode())
    package.relate_to(part, SPEC_RELATION)


def written(presentation: Any) -> bytes:  # noqa: ANN401 - python-pptx has no types
    """Return the bytes of a presentation, which is empty afterwards: members in a fixed order, with a fixed date."""
    buffer, settled = BytesIO(), BytesIO()
    presentation.save(buffer)
    # its parts hold each other in circles, so what is large would wait for a collection of garbage that may be rare
    for slide in presentation.slides:
        slide.element.clear()
    with ZipFile(buffer) as found, ZipFile(settled, "w") as kept:
        names = sorted(found.namelist(), key=lambda name: (name not in _FIRST, name))
        for name in names:
            member = ZipInfo(name, LONG_AGO)
            # the same on every system
            member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, 0, 0
            kept.writestr(member, found.read(name), compresslevel=6)
    return settled.getvalue()


@lru_cache(maxsize=8)
def _template(width: float, height: float) -> bytes:
    """Cut the template of python-pptx down to what is used, and bring it to a size."""
    from pptx import Presentation

    presentation = Presentation()
    _resize(presentation, width, height)
    for layout in list(presentation.slide_layouts):
        if layout.name not in (TITLE_ONLY, ONE_TEXT, TWO_TEXTS):
            presentation.slide_layouts.remove(layout)
    _drop_leftovers(presentation)
    _add_notes_master(presentation)
    for part in presentation.part.package.iter_parts():
        if part.partname == "/ppt/theme/theme1.xml":
            part.blob = _themed(part.blob)
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _resize(presentation: Any, width: float, height: float) -> None:  # noqa: ANN401
    presentation.slide_width, presentation.slide_height = emu(width), emu(height)
    # the template says that it is a screen of 4:3
    presentation.element.sldSz.attrib.pop("type", None)
    edge, half = 0.05 * width, 0.44 * width
    title = Box(edge, 0.04 * height, width - edge, 0.16 * height)
    text = Box(edge, 0.2 * height, width - edge, 0.9 * height)
    foot = [Box(edge + share * (width - 2 * edge), 0.93 * height, edge + (share + 0.3) * (width - 2 * edge),
                0.98 * height) for share in (0.0, 0.35, 0.7)]  # fmt: skip
    for shape, box in zip(presentation.slide_master.placeholders, (title, text, *foot), strict=True):
        _place(shape, box)
    for layout in presentation.slide_layouts:
        if layout.name == TWO_TEXTS:
            for shape in layout.placeholders:
                if shape.placeholder_format.idx in (1, 2):
                    left = edge if shape.placeholder_format.idx == 1 else width - edge - half
                    _place(shape, Box(left, text.y0, left + half, text.y1))


def _place(shape: Any, box: Box) -> None:  # noqa: ANN401
    shape.left, shape.top, shape.width, shape.height = map(emu, (box.x0, box.y0, box.width, box.height))


def _drop_leftovers(presentation: Any) -> None:  # noqa: ANN401
    """Leave out what is about another file: its picture, its program, its printer, its windows."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    package = presentation.part.package
    gone = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    for relation in [one for one in package.iter_rels() if one.reltype in gone]:
        package.drop_rel(relation.rId)
    gone = (RELATIONSHIP_TYPE.PRINTER_SETTINGS, RELATIONSHIP_TYPE.VIEW_PROPS)
    for name in [name for name, one in presentation.part.rels.items() if one.reltype in gone]:
        presentation.part.drop_rel(name)


def _add_notes_master(presentation: Any) -> None:  # noqa: ANN401
    """Make the master of the notes, and name it where Office looks for it, which python-pptx leaves out."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    name = presentation.part.relate_to(presentation.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    listed = f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{name}"/></p:notesMasterIdLst>'
    presentation.element.sldMasterIdLst.addnext(parse_xml(listed))


def _themed(theme: bytes) -> bytes:
    """Give the theme our font and our colours."""
    text = theme.decode().replace("Calibri", FONT)
    colours = {f"accent{n}": EVENT_STYLES[kind].light for n, kind in enumerate(_ACCENTS, 1)}
    colours["hlink"] = colours["folHlink"] = str(MAP_THEMES["light"]["accent"])
    for name, colour in colours.items():
        text = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour[1:]}", text)
    return text.encode()
