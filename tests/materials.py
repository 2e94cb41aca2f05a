"""A data folder as the app holds it, and specs of views of it."""

from __future__ import annotations

from datetime import date

from gazetteer.resolve import Gazetteer
from geo.basemaps import base_layers
from geo.incidents import locate, places_of
from geo.layers import build_layers
from geo.material import Material
from geo.snapshot.proof.spec import spec_of
from geo.tables import read_dataset
from tests.worlds import world, write_world

MADE_ON = date(2026, 11, 22)
MARCH = {"from": ["2004-03-17"], "to": ["2004-03-19"]}


def material_of(folder, tables=None):
    """Return the material of a folder, without the index of the world's towns."""
    dataset = read_dataset(write_world(folder, world() if tables is None else tables))
    places = places_of(dataset)
    gazetteer = Gazetteer(places, None)
    located = locate(dataset, gazetteer)
    return Material(dataset, gazetteer, located, build_layers(dataset, located, places), base_layers(places))


def spec_for(material, told=None, **parts):
    """Return the spec of a view that was made on a day of the past."""
    return spec_of(material, MARCH if told is None else told, MADE_ON, **parts)
