"""The same made-up incidents for every way of showing them: anywhere in Kosovo's box, over 26 years."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from geo.columns import IncidentColumns
from geo.layers import EVENT_TYPES, PRECISIONS
from geo.minutes import EPOCH, MINUTES_A_DAY, minutes_of
from geo.schema import PlacePrecision
from geo.style import EVENT_STYLES

WEST, SOUTH, EAST, NORTH = 20.0, 41.85, 21.8, 43.27
# TimeDimension sorts times as text, which goes wrong for data from before September 2001 (one digit less)
FIRST, YEARS = date(2002, 1, 1), 26
DAYS = (date(FIRST.year + YEARS, 1, 1) - FIRST).days
LONGEST_DAYS = 30
LONG_SHARE = 0.1


@lru_cache(maxsize=1)
def incident_columns(count: int) -> IncidentColumns:
    """Return `count` incidents, sorted by start: nine in ten last a day, the others up to a month."""
    chance = np.random.default_rng(count)
    start = np.sort(chance.integers(0, DAYS, count)) * MINUTES_A_DAY + minutes_of(FIRST)
    days = np.where(chance.random(count) < LONG_SHARE, chance.integers(2, LONGEST_DAYS + 1, count), 1)
    end = np.minimum(start + days * MINUTES_A_DAY, minutes_of(FIRST) + DAYS * MINUTES_A_DAY)
    on_the_map = [PRECISIONS.index(kind) for kind in (PlacePrecision.EXACT, PlacePrecision.SETTLEMENT)]
    return IncidentColumns(
        start=start,
        end=end,
        latitude=chance.uniform(SOUTH, NORTH, count),
        longitude=chance.uniform(WEST, EAST, count),
        event_type=chance.integers(0, len(EVENT_TYPES), count).astype(np.uint8),
        precision=chance.choice(on_the_map, count).astype(np.uint8),
    )


def geojson(count: int) -> str:
    """Return the same incidents as folium's TimestampedGeoJson wants them: a point, a day, a colour; nothing else."""
    columns = incident_columns(count)
    colours = [EVENT_STYLES[kind].light for kind in EVENT_TYPES]
    names = ("start", "longitude", "latitude", "event_type")
    rows = zip(*(getattr(columns, name).tolist() for name in names), strict=True)
    return json.dumps({
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
                "properties": {
                    "time": str(EPOCH + timedelta(minutes=start)),
                    "icon": "circle",
                    "iconstyle": {"radius": 5, "stroke": False, "fillOpacity": 0.8, "fillColor": colours[kind]},
                },
            }
            for start, longitude, latitude, kind in rows
        ],
    })  # fmt: skip
