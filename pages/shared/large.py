"""Selections that are too large to be told one by one: the engine answers, the map draws points or cells."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import TYPE_CHECKING, Any

from geo.filters import Filters
from geo.notices import coverage_of
from geo.views import LISTS
from pages.shared import mapfiles
from pages.shared.selection import ATLAS, MOST_TOLD

if TYPE_CHECKING:
    import pyarrow as pa

    from geo.engine.answers import Tally
    from geo.filters import Shown, Window
    from geo.material import Material
    from geo.views import View
    from pages.shared.selection import Selection

FEED_ADDRESS = "/atlas/feed"
MOST_FEEDS = 1024
#: opening takes seconds, looking up a feed none: they do not wait for each other
_OPENING, _LOOKING_UP = Lock(), Lock()
_FEEDS: OrderedDict[str, tuple[Large, Filters]] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Large:
    """A large selection, opened; shared by all viewers."""

    selection: Selection
    tally: Tally
    map_html: str
    map_version: str
    options: dict[str, tuple[str, ...]]

    @property
    def titles(self) -> dict[str, str]:
        """What each data set is called, under the names that the engine has for them."""
        return {one.id or ATLAS: one.title for one in self.selection.sets}

    @property
    def coverage(self) -> str:
        """What the rows of each data set are and are not."""
        return " ".join(coverage_of(one.title, one.notice) for one in self.selection.sets)

    @property
    def has_rows(self) -> bool:
        """Say whether every incident can be looked at; where they are only counted, none can."""
        return set(self.tally.datasets) <= set(self.tally.engine.wide)


def opened(selection: Selection, atlas: Material) -> Large:
    """Return a large selection, opened once and shared.

    Parameters
    ----------
    selection
        What is to be shown.
    atlas
        The atlas's own data, for its areas and, if it is chosen, its incidents.
    """
    with _OPENING:
        return _open(selection, atlas)


@lru_cache(maxsize=2)
def _open(selection: Selection, atlas: Material) -> Large:
    from geo.engine.engines import open_flat
    from geo.engine.map_file import map_file

    tally = open_flat(_addresses(selection, atlas))
    tally.prepare()
    page = map_file(tally, selection.sets, atlas)
    counted = tally.facets(Filters(), None)
    options = {name: tuple(counted[attribute]) for name, attribute in LISTS.items()}
    return Large(selection, tally, page, mapfiles.keep(page), options)


def _addresses(selection: Selection, atlas: Material) -> dict[str, str]:
    """Return where the rows of each data set are."""
    from geo.store.workspace import open_workspace

    workspace = open_workspace()
    own = {
        one.dataset: f"{one.about.address}?table={one.about.table}"
        if one.about.kind == "table"
        else workspace.open_rows(one)
        for one in selection.versions
    }
    return {**({ATLAS: _atlas_rows(atlas)} if selection.atlas else {}), **own}


@lru_cache(maxsize=2)
def _atlas_rows(atlas: Material) -> str:
    """Write the atlas's own incidents as a flat table that the engine can ask."""
    from pyarrow import parquet

    from geo.formats.reading.package import flatten

    path = Path(mkdtemp(prefix="atlas-flat-")) / "incidents.parquet"
    parquet.write_table(flatten(atlas.dataset, atlas.incidents), path)
    return str(path)


def feed_of(large: Large, filters: Filters) -> dict[str, Any]:
    """Return what the map is told of a choice of incidents; its key names it in the addresses that follow."""
    from geo.engine.feed import days_message

    key = sha256(f"{large.map_version} {filters!r}".encode()).hexdigest()[:24]
    with _LOOKING_UP:
        _FEEDS[key] = (large, filters)
        _FEEDS.move_to_end(key)
        while len(_FEEDS) > MOST_FEEDS:
            _FEEDS.popitem(last=False)
    return {"key": key, **days_message(large.tally.days(filters))}


def drawn(key: str, box: tuple[float, float, float, float], zoom: float) -> bytes | None:
    """Return what the map draws of a box, or None if the key is not known (any more)."""
    from geo.engine.drawn import Points
    from geo.engine.feed import DETAILED, drawn_message
    from geo.engine.telling import cards

    with _LOOKING_UP:
        found = _FEEDS.get(key)
    if found is None:
        return None
    large, filters = found
    answer = large.tally.drawn(filters, box, zoom)
    details: list[dict[str, Any]] = []
    if isinstance(answer, Points) and len(answer.row) <= DETAILED:
        names = large.tally.datasets
        keys = [(names[one], int(row)) for one, row in zip(answer.dataset.tolist(), answer.row.tolist(), strict=True)]
        details = cards(large.tally.rows_of(keys), large.titles)
    return drawn_message(answer, box, zoom, details, len(large.selection.sets))


def shown(large: Large, view: View) -> Shown:
    """Say how many incidents a view shows and what hides the others; their ids are not listed."""
    from geo.filters import Shown

    counted = large.tally.shown(view.filters, view.window)
    return Shown((), counted.hidden, counted.total, counted.hidden_precisions, counted.shown)


def is_told(large: Large, view: View) -> bool:
    """Say whether a view shows few enough incidents to tell them one by one."""
    return large.tally.shown(view.filters, view.window).shown <= MOST_TOLD


def told(large: Large, filters: Filters, window: Window | None) -> pa.Table | None:
    """Return the rows that are shown, or None where they are too many to be told one by one."""
    few = large.tally.shown(filters, window).shown <= MOST_TOLD
    return large.tally.rows(filters, window) if few else None
