"""The tables of this server, read once and shared by all viewers, and what the present viewer asks of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from geo.filters import Shown, apply
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
_ONE_AT_A_TIME = Lock()


def data_folder() -> Path:
    """Return the data folder this server shows: the shipped one, or what `ATLAS_DATA` names."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parents[2] / "data"


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Say when each table was last written, so that an edited file is read again."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.csv")))


@dataclass(frozen=True, slots=True)
class Opened:
    """A data folder as it was read: shared by all viewers, so nothing in it may be changed."""

    material: Material
    map_html: str
    map_version: str


@lru_cache(maxsize=2)
def _open(folder: Path, stamp: tuple[tuple[str, int], ...]) -> Opened:
    del stamp  # only part of the key
    from geo.webmap import map_html  # folium costs half a second

    material = read_material(folder)
    page = map_html(payload(material))
    return Opened(material, page, sha256(page.encode()).hexdigest()[:12])


def opened() -> Opened:
    """Return the data folder of this server, read once and again only when a table was edited."""
    folder = data_folder()
    with _ONE_AT_A_TIME:
        return _open(folder, _stamp(folder))


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


def shown() -> Shown:
    """Return the incidents that this viewer's filters and window show, and what hides the others."""
    view = link.current()
    return apply(incidents(), view.filters, view.window)


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
