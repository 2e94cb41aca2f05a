"""Snapshots of views, made once for all viewers: the document, its pages as pictures, and every other form."""

from __future__ import annotations

import os
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from geo.snapshot.forms.animation import frames_of
from geo.snapshot.forms.raster import pages_in
from geo.snapshot.outputs import Form, Scope, Snapshot, make, name_of
from geo.snapshot.proof.spec import spec_of
from geo.snapshot.sheets.periods import window_of
from geo.views import of_view, to_query
from pages.shared import state
from pages.shared.made import ADDRESS, MADE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo.material import Material
    from geo.snapshot.proof.spec import Spec
    from geo.views import Told

#: the variable that tells under which address everybody reaches this atlas
ADDRESS_VARIABLE = "ATLAS_ADDRESS"
MOST_KEPT = 16
#: a screen has no use for more; then the picture on the page is a coarser one
FINEST_SHOWN, COARSE = 300, 150
ANIMATED = (Form.WEBP, Form.GIF, Form.MP4)
PAGED = (Form.PNG, Form.SVG)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown: where its PNG is, and how large that is in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, eq=False)
class Printed:
    """One snapshot that several viewers may ask at once; what takes long is done by one of them."""

    snapshot: Snapshot
    _listeners: list[Callable[[str], object]] = field(default_factory=list)  # told how far the work is
    _lock: Lock = field(default_factory=Lock)
    _names: dict[tuple[int, int], str] = field(default_factory=dict)  # page, dpi -> name of the picture

    @property
    def dpi(self) -> int:
        """Dots per inch of the pictures that are downloaded."""
        return self.snapshot.spec.view.page.dpi

    @property
    def shown_dpi(self) -> int:
        """Dots per inch of the pictures that are shown."""
        return self.dpi if self.dpi <= FINEST_SHOWN else COARSE

    def pages(self, tell: Callable[[str], object] | None = None) -> int:
        """Set the document and return how many pages it has; `tell` is told how far that is.

        Raises
        ------
        SnapshotError
            If the view cannot be printed as asked.
        """
        with self._lock:
            self._listeners[:] = [tell] if tell else []
            try:
                return self._count
            finally:
                self._listeners.clear()

    def alt(self, page: int) -> str:
        """Return what a page shows, in words."""
        maps = self.snapshot.maps
        return maps[page].alt if page < len(maps) else f"{maps[0].title}: index, figures, sources or notes, as text."

    def is_map(self, page: int) -> bool:
        """Say whether a page is a drawn one."""
        return page < len(self.snapshot.maps)

    def picture(self, page: int) -> Picture:
        """Return a page as it is shown."""
        content = self._png(page, self.shown_dpi)
        width, height = struct.unpack(">II", content[16:24])  # a PNG begins with its size
        return Picture(f"{ADDRESS}/{self._names[page, self.shown_dpi]}", width, height)

    def content(self, form: Form, page: int) -> bytes:
        """Return one file.

        Raises
        ------
        SnapshotError
            If the view cannot be shown in this form.
        """
        if form is Form.PNG:
            return self._png(page, self.dpi)
        with self._lock:
            return self.snapshot.svg(page) if form is Form.SVG else make(self.snapshot, form).content

    def name(self, form: Form, page: int) -> str:
        """Return the name of one file."""
        name = name_of(self.snapshot, form)
        stem, dot, extension = name.rpartition(".")
        return f"{stem}_page-{page + 1}{dot}{extension}" if page and form in PAGED else name

    def check_frames(self) -> None:
        """Look whether the view can be animated.

        Raises
        ------
        SnapshotError
            If it cannot.
        """
        frames_of(window_of(self.snapshot.material, self.snapshot.spec.view))

    @cached_property
    def _count(self) -> int:
        return pages_in(self.snapshot.pdf)

    def _png(self, page: int, dpi: int) -> bytes:
        with self._lock:
            kept = MADE.find(self._names.get((page, dpi), ""))
            if kept is not None:
                return kept
            content = self.snapshot.png(page, dpi)
            if dpi <= FINEST_SHOWN:
                self._names[page, dpi] = MADE.keep(content, Form.PNG.value)
            return content


#: version of the data, link, scope, day, address -> snapshot
_KEPT: OrderedDict[tuple[str, str, Scope, date, str], Printed] = OrderedDict()
_LOCK = Lock()


def printed(told: Told, scope: Scope) -> Printed:
    """Return the snapshot of a view as of today; all who look at one view share it.

    Parameters
    ----------
    told
        The link of the view.
    scope
        How much the document holds.

    Raises
    ------
    SnapshotError
        If the server was given an address that is none.
    """
    material = state.opened().material
    today, address = datetime.now(UTC).date(), os.environ.get(ADDRESS_VARIABLE, "")
    key = (material.dataset.version, to_query(of_view(told)), scope, today, address)
    with _LOCK:
        if key not in _KEPT:
            _KEPT[key] = _printed(material, spec_of(material, told, today, address), scope)
        _KEPT.move_to_end(key)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[key]


def _printed(material: Material, spec: Spec, scope: Scope) -> Printed:
    listeners: list[Callable[[str], object]] = []

    def tell(words: str) -> None:
        for listener in listeners:
            listener(words)

    return Printed(Snapshot(material, spec, scope, tell), listeners)


def forms() -> list[Form]:
    """Return the forms that can be made on this computer."""
    return [form for form in Form if form is not Form.MP4 or find_spec("av")]
