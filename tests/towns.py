"""A gazetteer of a few places and a few towns of the world, for tests that read texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.geonames import world
from gazetteer.places import Place, Places
from gazetteer.resolve import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def gazetteer_of(places: Iterable[Place], table: str, capital: tuple[str, str], path: Path) -> Gazetteer:
    """Return a gazetteer of places and of towns told as lines "name|country|inhabitants|latitude|longitude"."""
    towns = [
        {"geonameid": number, "name": name, "countrycode": country, "population": int(population),
         "latitude": float(latitude), "longitude": float(longitude), "alternatenames": []}
        for number, line in enumerate(table.splitlines(), start=1)
        for name, country, population, latitude, longitude in [line.split("|")]
    ]  # fmt: skip
    world._write(path, towns, frozenset({capital}))
    return Gazetteer(Places({one.id: one for one in places}), world.World(path, build=False))
