"""Write what is derived: compact GeoJSON and JSON that say what they were made from, by which command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

COMMAND = "python -m geo.outlines"
#: four decimals of a degree are about ten metres
DECIMALS = 4

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a derived file was made from, in words."""

    material: str
    licence: str
    limits: str

    def member(self) -> dict[str, str]:
        """Return the member `derived` of a file."""
        return {
            "note": "Derived, not edited by hand.",
            "from": self.material,
            "licence": self.licence,
            "command": COMMAND,
            "limits": self.limits,
        }


def feature(geometry: BaseGeometry, properties: Mapping[str, object], decimals: int = DECIMALS) -> Feature:
    """Return a GeoJSON feature (RFC 7946) with rounded positions, still valid after the rounding."""
    rounded = shapely.normalize(shapely.set_precision(geometry, 10.0**-decimals))
    if rounded.geom_type.startswith("Multi") and len(parts := shapely.get_parts(rounded)) == 1:
        rounded = parts[0]
    if rounded.geom_type.endswith("Polygon"):
        rounded = shapely.orient_polygons(rounded)  # section 3.1.6: the outer ring runs counterclockwise
    shape = _rounded(mapping(rounded), decimals)
    return {"type": "Feature", "properties": dict(properties), "geometry": shape}


def collection(origin: Origin, features: Sequence[Feature]) -> str:
    """Return the text of a GeoJSON file, one feature a line."""
    return listing(origin, "features", features, {"type": "FeatureCollection"})


def listing(
    origin: Origin, name: str, rows: Sequence[Mapping[str, object]], head: Mapping[str, object] | None = None
) -> str:
    """Return the text of a JSON file with one list, one item a line."""
    start = _compact({**(head or {}), "derived": origin.member()})[:-1]
    lines = ",\n".join(_compact(row) for row in rows)
    return f'{start},\n"{name}":[\n{lines}\n]}}\n'


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write the files into a folder, each complete or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        unfinished = folder / f"{name}.tmp"
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(folder / name)


def _rounded(value: Any, decimals: int) -> Any:  # noqa: ANN401 (any JSON)
    """Round every number in a JSON value."""
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, dict):
        return {key: _rounded(item, decimals) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item, decimals) for item in value]
    return value


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
