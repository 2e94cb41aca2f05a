"""A data folder as it was read, with everything that a page on the screen or on paper may ask of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gazetteer.geonames.world import world
from gazetteer.resolve import Gazetteer
from geo.basemaps import base_layers
from geo.figures import figures_by_incident
from geo.filters import CRITERIA, apply
from geo.incidents import locate, places_of
from geo.layers import build_layers
from geo.movements import movements_in_words
from geo.schema import PlacePrecision
from geo.stories.story import stories_of
from geo.tables import read_dataset
from geo.views import list_options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from geopandas import GeoDataFrame

    from geo.filters import Filters, Shown, Window
    from geo.layers import Layers, ShownSet
    from geo.stories.story import Story
    from geo.tables import Dataset


@dataclass(frozen=True, eq=False)
class Material:
    """A data folder as it was read; shared by all who look at it, so nothing in it may be changed."""

    dataset: Dataset
    gazetteer: Gazetteer
    incidents: GeoDataFrame  # as `geo.incidents.locate` returns them
    layers: Layers  # `layers.incidents[n]` tells of row n of `incidents`
    base: dict[str, Any]  # as `geo.basemaps.base_layers` returns it
    sets: tuple[ShownSet, ...] = ()  # the data sets that the incidents come from; none: only the folder itself
    left_out: Shown | None = None  # of rows that are a choice of very many: what was hidden when they were chosen

    def shown(self, filters: Filters, window: Window | None) -> Shown:
        """Say what a filter and a time window show, and what hides all others, also those that are not here."""
        found = apply(self.incidents, filters, window)
        before = self.left_out
        if before is None:
            return found
        hidden, precisions = Counter(before.hidden), Counter(before.hidden_precisions)
        hidden.update(found.hidden)
        precisions.update(found.hidden_precisions)
        return replace(
            found,
            hidden={name: hidden[name] for name in CRITERIA if hidden[name]},
            total=found.total + sum(before.hidden.values()),
            hidden_precisions={str(kind): precisions[kind] for kind in PlacePrecision if precisions[kind]},
        )

    @cached_property
    def options(self) -> dict[str, tuple[str, ...]]:
        """For every list of a link the values it may have."""
        return list_options(self.dataset, self.incidents)

    @cached_property
    def source_rows(self) -> dict[str, dict[str, str]]:
        """Rows of the table `sources` by id."""
        rows = self.dataset.tables["sources"].to_dict("records")
        return {str(row["id"]): {str(column): str(cell) for column, cell in row.items()} for row in rows}

    @cached_property
    def figures(self) -> dict[str, list[dict[str, Any]]]:
        """Who says how many, by incident; as `geo.figures.figures_by_incident` returns it."""
        return figures_by_incident(self.dataset, set(self.row_of))

    @cached_property
    def movement_words(self) -> dict[str, str]:
        """What moved and where it stands, in words, by id."""
        return movements_in_words(self.dataset)

    @cached_property
    def days(self) -> list[tuple[date, date]]:
        """First and last possible day of each row of `incidents`."""
        return list(zip(self.incidents["first_day"], self.incidents["last_day"], strict=True))

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The episodes that are told step by step, in order."""
        return stories_of(self.dataset)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row number of each incident by id."""
        return {str(identifier): row for row, identifier in enumerate(self.incidents.index)}


def read_material(folder: Path | None = None) -> Material:
    """Read a data folder; by default the one that ships with the project.

    Raises
    ------
    DatasetError
        If the folder cannot be read at all.
    """
    return material_of(read_dataset(folder))


def material_of(dataset: Dataset, sets: tuple[ShownSet, ...] = ()) -> Material:
    """Make the material of a dataset; `sets` are those that its incidents come from, if there are several."""
    known = places_of(dataset)
    gazetteer = Gazetteer(known, world())
    incidents = locate(dataset, gazetteer)
    layers = build_layers(dataset, incidents, known, sets)
    return Material(dataset, gazetteer, incidents, layers, base_layers(known), sets)
