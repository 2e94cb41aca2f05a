"""The scripts that make the map file."""

from __future__ import annotations

from geo.webmap import ASSETS, SCRIPTS


def test_every_script_is_part_of_the_map_file_exactly_once():
    assert sorted(SCRIPTS) == sorted(path.name for path in ASSETS.glob("*.js"))
