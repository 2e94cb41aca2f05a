"""What every test shares; sockets to the outside are closed in pyproject.toml."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gazetteer.places import read_places
from gazetteer.resolve import Gazetteer
from geo.incidents import locate, places_of
from geo.tables import Dataset, read_dataset
from tests.worlds import place, world, write_world

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame


@pytest.fixture(autouse=True)
def own_workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test looks into the workspace of the user who runs it; programs that a test starts do not either."""
    if "ATLAS_WORKSPACE" not in os.environ:  # a module may have one for all of its tests
        monkeypatch.setenv("ATLAS_WORKSPACE", str(tmp_path_factory.getbasetemp() / "workspace"))


@pytest.fixture
def world_folder(tmp_path: Path) -> Path:
    """Return a data folder of the tiny world."""
    return write_world(tmp_path / "world")


@pytest.fixture
def tiny(world_folder: Path) -> Dataset:
    """Return the dataset of the tiny world."""
    return read_dataset(world_folder)


@pytest.fixture
def tiny_gazetteer(tiny: Dataset) -> Gazetteer:
    """Return the gazetteer of the tiny world, without the index of the world's towns."""
    return Gazetteer(places_of(tiny), None)


@pytest.fixture
def twin_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Return the gazetteer of the tiny world with two villages of the name Banja, 60 km apart, in it."""
    tables = world()
    tables["places"] += [
        place("banja_n", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.95, 20.8, municipality="zvecan_municipality"),
        place("banja_s", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.45, 20.5),
    ]
    return Gazetteer(read_places(write_world(tmp_path_factory.mktemp("twins"), tables)), None)


@pytest.fixture
def located(tiny: Dataset, tiny_gazetteer: Gazetteer) -> GeoDataFrame:
    """Return the incidents of the tiny world on the ground."""
    return locate(tiny, tiny_gazetteer)
