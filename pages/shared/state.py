"""What this viewer looks at: the atlas's own data, own data sets, or both; opened once and shared by all viewers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from geo.errors import SelectionError
from geo.filters import Shown, Sieve, apply, facets
from geo.material import Material, material_of, read_material
from geo.snapshot.forms.html import payload, view_html
from pages.shared import large, link, mapfiles, selection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer
    from geo.filters import Filters, Window
    from geo.tables import Dataset
    from geo.views import Told, View
    from pages.shared.large import Large
    from pages.shared.selection import Selection

#: the variable that names another data folder than the shipped one
FOLDER_VARIABLE = "ATLAS_DATA"
SHIPPED = Path(__file__).resolve().parents[2] / "data"
#: a page asks for the tables many times a run; whether they were edited is looked up at most so often
LOOK_AGAIN_S = 0.5
_ONE_AT_A_TIME = Lock()
#: opening own data takes seconds: who looks at the atlas alone does not wait for it
_OWN_ONE_AT_A_TIME = Lock()
TOO_MANY = (
    f"This page tells incidents one by one, and there are more than {selection.MOST_TOLD:,} of them. Narrow the "
    "filters or the time window, or use the pages Map, Timeline and Table."
)


def data_folder() -> Path:
    """Return the data folder this server shows: the shipped one, or what `ATLAS_DATA` names."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else SHIPPED


@lru_cache(maxsize=2)
def _stamp_now(folder: Path, turn: int) -> tuple[tuple[str, int], ...]:
    del turn  # only part of the key
    return _stamp(folder)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Say when each table was last written, so that an edited file is read again."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.csv")))


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """Data sets as they were read: shared by all viewers, so nothing in them may be changed."""

    material: Material
    sieve: Sieve
    map_html: str
    map_version: str
    #: (names, language) -> list -> value -> what the sidebar calls it; filled when it is first asked for
    words: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict, repr=False)


@lru_cache(maxsize=2)
def _open(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Opened:
    del stamp  # only part of the key
    return _ready(read_material(folder))


def _ready(material: Material) -> Opened:
    from geo.webmap import map_html  # folium costs half a second

    page = map_html(payload(material))
    return Opened(material, Sieve(material.incidents), page, mapfiles.keep(page))


def atlas() -> Opened:
    """Return the data folder of this server, read once and again only when a table was edited."""
    folder = data_folder()
    with _ONE_AT_A_TIME:
        return _open(folder, _stamp_now(folder, int(monotonic() / LOOK_AGAIN_S)))


@lru_cache(maxsize=6)
def _open_beside(chosen: Selection, base: Opened) -> Opened:
    """Return a small selection as one material."""
    from geo.store.merging import OwnRows, merge
    from geo.store.workspace import open_workspace

    workspace = open_workspace()
    own = [
        OwnRows(
            one.dataset,
            one.about.title,
            one.about.coverage,
            str(one.number),
            workspace.read_rows(one),
            one.about.licence,
        )
        for one in chosen.versions
    ]
    tables, known = base.material.dataset, base.material.gazetteer.places
    return _ready(material_of(merge(tables if chosen.atlas else None, own, known, tables), chosen.sets))


@lru_cache(maxsize=4)
def _open_told(asked: Large, filters: Filters, window: Window | None, base: Opened) -> Opened:
    """Return what the filters leave of a large selection as one material; each row as flat as the engine has it."""
    import pyarrow.compute as pc

    from geo.store.merging import OwnRows, merge

    rows = large.told(asked, filters, window)
    if rows is None:
        raise SelectionError(TOO_MANY)
    names = {one.id or selection.ATLAS: one for one in asked.selection.sets}
    own = [
        OwnRows(
            name, one.title, one.notice, asked.selection.key, rows.filter(pc.equal(rows["dataset"], name)), one.licence
        )
        for name, one in names.items()
    ]
    sets = tuple(replace(one, id=name) for name, one in names.items())
    tables, known = base.material.dataset, base.material.gazetteer.places
    material = material_of(merge(None, own, known, tables), sets)
    counted = asked.tally.shown(filters, window)
    left_out = Shown((), counted.hidden, counted.total, counted.hidden_precisions, counted.shown)
    return _ready(replace(material, left_out=left_out))


def of(chosen: Selection) -> Opened:
    """Return a selection of data sets, opened once; one that is too large for that is refused.

    Raises
    ------
    SelectionError
        If there are too many incidents to be told one by one.
    """
    base = atlas()
    if chosen.is_atlas:
        return base
    if chosen.is_large:
        raise SelectionError(TOO_MANY)
    with _OWN_ONE_AT_A_TIME:
        return _open_beside(chosen, base)


def opened() -> Opened:
    """Return what this viewer looks at; of a large selection what the filters show, if that is little enough.

    Raises
    ------
    SelectionError
        If there are too many incidents to be told one by one.
    """
    asked = engine()
    if asked is None:
        return of(selection.chosen())
    view, base = link.current(), atlas()
    with _OWN_ONE_AT_A_TIME:
        return _open_told(asked, view.filters, view.window, base)


def engine() -> Large | None:
    """Return the large selection that this viewer looks at; None where everything is told one by one."""
    chosen = selection.chosen()
    return large.opened(chosen, atlas().material) if chosen.is_large else None


def version() -> str:
    """Return the version of the data that this viewer looks at."""
    asked = engine()
    return opened().material.dataset.version if asked is None else asked.map_version


def coverage() -> str:
    """Say what the rows that this viewer looks at are and are not."""
    asked = engine()
    return opened().material.dataset.coverage if asked is None else asked.coverage


def is_told() -> bool:
    """Say whether what is shown can be told one by one, whatever the window."""
    asked = engine()
    return asked is None or large.is_told(asked, link.current())


def days() -> tuple[date, date] | None:
    """Return the first and the last possible day of all incidents, whatever is filtered."""
    asked = engine()
    if asked is not None:
        return asked.tally.extent().days
    first, last = opened().sieve.days
    return (first.min().item(), last.max().item()) if len(first) else None


def dataset() -> Dataset:
    """Return the accepted tables; shared by all viewers, so never change them."""
    return opened().material.dataset


def gazetteer() -> Gazetteer:
    """Return the gazetteer of the data folder; the index of the world's towns is opened on the first look-up."""
    return opened().material.gazetteer


def incidents() -> GeoDataFrame:
    """Return the located incidents; shared by all viewers, so never change them."""
    return opened().material.incidents


def options(sets: str) -> dict[str, tuple[str, ...]]:
    """Return for every list of a link the values it may have, given the data sets it names."""
    chosen = selection.of(tuple(sets.split()) or (selection.ATLAS,))
    if chosen.is_large:
        return large.opened(chosen, atlas().material).options
    return of(chosen).material.options


def shown(view: View | None = None) -> Shown:
    """Return the incidents that a view shows, by default this viewer's, and what hides the others."""
    view = view or link.current()
    asked = engine()
    if asked is not None:
        return large.shown(asked, view)
    return apply(opened().sieve, view.filters, view.window)


def shown_at_any_time(view: View) -> Shown:
    """Return the incidents that the filters of a view show, whatever its window."""
    return apply(opened().sieve, view.filters, None)


def counts(view: View) -> dict[str, dict[str, int]]:
    """Return how many incidents each option of each list would show; see `geo.filters.facets`."""
    asked = engine()
    if asked is not None:
        return asked.tally.facets(view.filters, view.window)
    return facets(opened().sieve, view.filters, view.window)


def map_download(view: View, told: Told | None = None) -> bytes:
    """Return a view as one HTML file that works without this server and without a network.

    Parameters
    ----------
    view
        What the map shows when it is opened.
    told
        The link of the view, taken down while the page was drawn: a download is made when there is no page any more.
    """
    from geo.snapshot.proof.spec import spec_of, to_json

    material = opened().material
    spec = "" if told is None else to_json(spec_of(material, told, datetime.now(UTC).date()))
    return view_html(material, view, spec)
