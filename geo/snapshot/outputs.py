"""One view in, one file out: which forms there are, what they are called, and how each is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from geo.formats import download_name
from geo.snapshot.canvas.marks import Document, MapSheet
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.forms.animation import animation, frames_of
from geo.snapshot.forms.bundle import bundle
from geo.snapshot.forms.html import view_html
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.pptx import document_pptx
from geo.snapshot.forms.raster import pictures_of, png_of
from geo.snapshot.forms.svg import sheet_svg
from geo.snapshot.proof.spec import to_json
from geo.snapshot.selection import select
from geo.snapshot.sheets.composing import Tell, frame_sheets, pack_sheets, series_sheets, view_sheets
from geo.snapshot.sheets.tables import behind
from geo.snapshot.wording import say_made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.material import Material
    from geo.snapshot.canvas.marks import Sheet
    from geo.snapshot.proof.spec import Spec

#: pictures of an animation are made for screens
ANIMATION_DPI = 100
SECONDS_A_FRAME = 1.0


class Form(StrEnum):
    """In which form a view leaves; the value is the extension of the file."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    PPTX = "pptx"
    HTML = "html"
    WEBP = "webp"
    GIF = "gif"
    MP4 = "mp4"
    ZIP = "zip"


class Scope(StrEnum):
    """How much a document holds."""

    VIEW = "view"
    SERIES = "series"
    PACK = "pack"


MEDIA_TYPES: Mapping[Form, str] = {
    Form.PDF: "application/pdf",
    Form.PNG: "image/png",
    Form.SVG: "image/svg+xml",
    Form.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Form.HTML: "text/html",
    Form.WEBP: "image/webp",
    Form.GIF: "image/gif",
    Form.MP4: "video/mp4",
    Form.ZIP: "application/zip",
}
SHEETS: Mapping[Scope, Callable[[Material, Spec, Tell], list[MapSheet]]] = {
    Scope.VIEW: view_sheets,
    Scope.SERIES: series_sheets,
    Scope.PACK: pack_sheets,
}


def _nobody(words: str) -> None:
    """Tell progress to nobody."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Snapshot:
    """A view on its way out; every form is made once, from the same sheets."""

    material: Material
    spec: Spec
    scope: Scope = Scope.VIEW
    tell: Callable[[str], None] = _nobody

    @cached_property
    def spec_json(self) -> str:
        """What brings the view back."""
        return to_json(self.spec)

    @cached_property
    def maps(self) -> tuple[MapSheet, ...]:
        """The sheets that are drawn."""
        return tuple(SHEETS[self.scope](self.material, self.spec, self.tell))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Everything that is printed, in its order: the maps, and behind them index, figures, sources and cautions."""
        return (*self.maps, *behind(self.material, self.spec, select(self.material, self.spec.view)))

    @cached_property
    def pdf(self) -> bytes:
        """The document as PDF."""
        self.tell("Setting the pages")
        return document_pdf(self._document(self.sheets))

    @cached_property
    def pptx(self) -> bytes:
        """The document as slides."""
        self.tell("Making the slides")
        return document_pptx(self._document(self.sheets))

    def svg(self, page: int = 0) -> bytes:
        """Return one map sheet as SVG."""
        return sheet_svg(self.maps[page], self.spec_json).encode()

    def png(self, page: int = 0, dpi: int | None = None) -> bytes:
        """Return one page of the PDF as PNG; a map does not wait for the tables behind it."""
        wanted = dpi or self.spec.view.page.dpi
        if page < len(self.maps):
            alone = document_pdf(self._document(self.maps[page : page + 1]))
            return png_of(pictures_of(alone, wanted)[0], wanted, self.spec_json, self.maps[page].alt)
        return png_of(pictures_of(self.pdf, wanted, [page])[0], wanted, self.spec_json, self.maps[0].title)

    @cached_property
    def html(self) -> bytes:
        """The interactive map as one file."""
        return view_html(self.material, self.spec.view, self.spec_json)

    def animated(self, form: Form) -> bytes:
        """Return the window as an animation: what happened so far, step by step, on one extent."""
        frames = frame_sheets(self.material, self.spec, frames_of, self.tell)
        self.tell("Making the animation")
        pictures = pictures_of(document_pdf(self._document(tuple(frames))), ANIMATION_DPI)
        return animation(pictures, form.value, SECONDS_A_FRAME, self.spec_json)

    def zipped(self) -> bytes:
        """Return everything: the page in all forms, and the data of the view."""
        files = {f"snapshot.{form}": made for form, made in (("pdf", self.pdf), ("pptx", self.pptx))}
        for number, sheet in enumerate(self.maps):
            name = sheet.name or "map"
            files |= {f"{name}.svg": self.svg(number), f"{name}.png": self.png(number)}
        return bundle(self.material, self.spec, {**files, "map.html": self.html})

    def _document(self, sheets: tuple[Sheet, ...]) -> Document:
        page = self.spec.view.page
        sizes = sizes_of(page)
        first = next(sheet for sheet in sheets if isinstance(sheet, MapSheet))
        footer = " · ".join(say_made(self.spec))
        return Document(first.title, sizes.width, sizes.height, sheets, self.spec_json, self.spec.made_on.isoformat(),
                        page.banner, footer, page.maker or "Incident Atlas", sizes.scale)  # fmt: skip


def make(snapshot: Snapshot, form: Form) -> Output:
    """Make one file.

    Raises
    ------
    SnapshotError
        If the view cannot be shown in this form.
    """
    makers: Mapping[Form, Callable[[], bytes]] = {
        Form.PDF: lambda: snapshot.pdf,
        Form.PNG: snapshot.png,
        Form.SVG: snapshot.svg,
        Form.PPTX: lambda: snapshot.pptx,
        Form.HTML: lambda: snapshot.html,
        Form.WEBP: lambda: snapshot.animated(Form.WEBP),
        Form.GIF: lambda: snapshot.animated(Form.GIF),
        Form.MP4: lambda: snapshot.animated(Form.MP4),
        Form.ZIP: snapshot.zipped,
    }
    return Output(name_of(snapshot, form), MEDIA_TYPES[form], makers[form]())


def name_of(snapshot: Snapshot, form: Form) -> str:
    """Return a file name that carries scope, window and naming policy."""
    view = snapshot.spec.view
    plain = download_name(form.value, view.window, view.policy)
    scope = "" if snapshot.scope is Scope.VIEW else f"-{snapshot.scope.value}"
    return plain.replace("incident-atlas_", f"incident-atlas{scope}_", 1)
