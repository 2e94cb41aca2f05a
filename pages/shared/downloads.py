"""Exactly the shown rows as files; each is written only when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.filters import say_filters
from geo.formats import View, download_name, names_of, prepare, to_csv, to_geojson, to_geopackage, to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gazetteer.resolve import Gazetteer
    from geo.formats import Export
    from geo.tables import Dataset
    from geo.views import View as Wanted

#: extension -> what the button says, media type, writer
FORMATS: Mapping[str, tuple[str, str, Callable[[Export], bytes]]] = {
    "csv": ("CSV", "text/csv", to_csv),
    "xlsx": ("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "geojson": ("GeoJSON", "application/geo+json", to_geojson),
    "gpkg": ("GeoPackage", "application/geopackage+sqlite3", to_geopackage),
}


@dataclass(frozen=True, slots=True)
class Download:
    """One file that can be downloaded."""

    label: str
    name: str
    media_type: str
    write: Callable[[], bytes]


def downloads(
    dataset: Dataset, incidents: pd.DataFrame, gazetteer: Gazetteer, ids: tuple[str, ...], view: Wanted
) -> list[Download]:
    """Return one download for each format; nothing is written before its `write` is called."""
    said = say_filters(view.filters, view.window, names_of(dataset, gazetteer, view))
    told = View(policy=view.policy, window=view.window, filters=said)

    def writer(write: Callable[[Export], bytes]) -> Callable[[], bytes]:
        return lambda: write(prepare(dataset, incidents, gazetteer, ids, told))

    return [
        Download(label, download_name(extension, view.window, view.policy), media_type, writer(write))
        for extension, (label, media_type, write) in FORMATS.items()
    ]
