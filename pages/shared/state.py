"""The tables of this server, read once and shared by all viewers, and what the present viewer asks of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from geo.filters import Shown, Sieve, apply, facets
from geo.material import Material, read_material
from geo.snapshot.forms.html import payload, view_html
from pages.shared import link

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer
    from geo.stories.story import Story
    from geo.tables import Dataset
    from geo.views import Told, View

#: the variable that names another data folder than the shipped one
FOLDER_VARIABLE = "ATLAS_DATA"
SHIPPED = Path(__file__).resolve().parents[2] / "data"
#: a page asks for the tables many times a run; whether they were edited is looked up at most so often
LOOK_AGAIN_S = 0.5
_ONE_AT_A_TIME = Lock()


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
    """A data folder as it was read: shared by all viewers, so nothing in it may be changed."""

    material: Material
    sieve: Sieve
    map_html: str
    map_version: str
    #: (names, language) -> list -> value -> what the sidebar calls it; filled when it is first asked for
    words: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict, repr=False)


@lru_cache(maxsize=2)
def _open(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Opened:
    del stamp  # only part of the key
    from geo.webmap import map_html  # folium costs half a second

    material = read_material(folder)
    page = map_html(payload(material))
    return Opened(material, Sieve(material.incidents), page, sha256(page.encode()).hexdigest()[:12])


def opened() -> Opened:
    """Return the data folder of this server, read once and again only when a table was edited."""
    folder = data_folder()
    with _ONE_AT_A_TIME:
        return _open(folder, _stamp_now(folder, int(monotonic() / LOOK_AGAIN_S)))


def dataset() -> Dataset:
    """Return the accepted tables; shared by all viewers, so never change them."""
    return opened().material.dataset


def gazetteer() -> Gazetteer:
    """Return the gazetteer of the data folder; the index of the world's towns is opened on the first look-up."""
    return opened().material.gazetteer


def incidents() -> GeoDataFrame:
    """Return the located incidents; shared by all viewers, so never change them."""
    return opened().material.incidents


def stories() -> tuple[Story, ...]:
    """Return the stories of the data folder, in order."""
    return opened().material.stories


def shown(view: View | None = None) -> Shown:
    """Return the incidents that a view shows, by default this viewer's, and what hides the others."""
    view = view or link.current()
    return apply(opened().sieve, view.filters, view.window)


def shown_at_any_time(view: View) -> Shown:
    """Return the incidents that the filters of a view show, whatever its window."""
    return apply(opened().sieve, view.filters, None)


def counts(view: View) -> dict[str, dict[str, int]]:
    """Return how many incidents each option of each list would show; see `geo.filters.facets`."""
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
