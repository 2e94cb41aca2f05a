"""Exactly the shown rows as files; each is written only when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.filters import say_filters
from geo.formats import (
    FORMS,
    Form,
    View,
    backing,
    download_name,
    losses,
    names_of,
    prepare,
    to_acled,
    to_bibtex,
    to_csl_json,
    to_csv,
    to_flatgeobuf,
    to_geojson,
    to_geopackage,
    to_geoparquet,
    to_kml,
    to_package,
    to_ucdp,
    to_xlsx,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from gazetteer.resolve import Gazetteer
    from geo.formats import Backing, Export
    from geo.tables import Dataset
    from geo.views import View as Wanted

WRITERS: Mapping[Form, Callable[[Export, Backing], bytes]] = {
    Form.CSV: lambda export, _: to_csv(export),
    Form.XLSX: lambda export, _: to_xlsx(export),
    Form.GEOJSON: lambda export, _: to_geojson(export),
    Form.GEOPACKAGE: lambda export, _: to_geopackage(export),
    Form.FLATGEOBUF: lambda export, _: to_flatgeobuf(export),
    Form.GEOPARQUET: lambda export, _: to_geoparquet(export),
    Form.KML: lambda export, _: to_kml(export),
    Form.PACKAGE: to_package,
    Form.ACLED: lambda export, behind: to_acled(export, behind.coordinates),
    Form.UCDP: lambda export, behind: to_ucdp(export, behind.coordinates),
    Form.BIBTEX: lambda _, behind: to_bibtex(behind.cited),
    Form.CSL_JSON: lambda _, behind: to_csl_json(behind.cited),
}


@dataclass(frozen=True, slots=True)
class Download:
    """One file that can be downloaded; `more` is False for the few that are offered first.

    `losses` says in sentences what the form cannot hold of these rows.
    """

    label: str
    name: str
    media_type: str
    more: bool
    write: Callable[[], bytes]
    losses: Callable[[], tuple[str, ...]]


def downloads(
    dataset: Dataset,
    incidents: pd.DataFrame,
    gazetteer: Gazetteer,
    ids: tuple[str, ...],
    view: Wanted,
    link: str = "",
) -> list[Download]:
    """Return one download for each form, the main ones first; nothing is written before its `write` is called."""
    said = say_filters(view.filters, view.window, names_of(dataset, gazetteer, view))
    told = View(policy=view.policy, window=view.window, filters=said)

    @cache
    def ready() -> Export:
        return prepare(dataset, incidents, gazetteer, ids, told)

    def write(form: Form) -> bytes:
        return WRITERS[form](ready(), backing(dataset, gazetteer, ready(), view, link))

    def offer(form: Form) -> Download:
        declared = FORMS[form]
        return Download(
            label=declared.label,
            name=download_name(declared.extension, view.window, view.policy),
            media_type=declared.media_type,
            more=declared.more,
            write=lambda: write(form),
            losses=lambda: losses(form, ready()),
        )

    return [offer(form) for form in FORMS]
