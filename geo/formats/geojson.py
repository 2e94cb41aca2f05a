"""The shown rows as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.formats.export import Export

DIGITS = 6  # of a degree: a decimetre


def to_geojson(export: Export) -> bytes:
    """Write the rows as a feature collection.

    Returns
    -------
    bytes
        UTF-8. A geometry is a point only where the place is known as exact, settlement or near (then `radius_m` is in
        the properties); for a municipality, a region or a country it is null and the name of the place says where.
        Texts are as coded, without quoting. The member `metadata` holds notices, filters, data version and sources.
    """
    collection = {
        "type": "FeatureCollection",
        "metadata": {
            **{
                heading.lower().replace(" ", "_"): text
                for heading, text in export.about.items()
                if heading != "Apostrophes"
            },
            "sources": list(export.sources),
        },
        "features": [_feature(row) for row in export.rows],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    geometry = None
    if row["latitude"] is not None:
        geometry = {
            "type": "Point",
            "coordinates": [round(row["longitude"], DIGITS), round(row["latitude"], DIGITS)],
        }
    properties = {name: value for name, value in row.items() if name not in ("id", "latitude", "longitude")}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}
