"""The curated gazetteer in the Linked Places format, a GeoJSON-LD that gazetteers of the humanities exchange.

Written after version 1.3 of the format (https://github.com/LinkedPasts/linked-places-format). What is known of the
beginning and end of a place is bounded rather than guessed: a place on record without dates existed in the year of the
record, so it began then at the latest and ended then at the earliest.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from gazetteer.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.places import Place, Toponym
    from gazetteer.resolve import Gazetteer

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
BASE = "urn:incident-atlas:place:"
#: the year in which the records were last looked at
ATTESTED = "2026"
_CITED = "Incident Atlas, curated gazetteer"
_URI = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?/\S*|(?!https?:)[A-Za-z]\w*:\S+")
_GEONAMES = re.compile(r"GeoNames (\d+)")
_METRES = 1000
#: codes in use that are no entry of ISO 3166-1
_USER_ASSIGNED = frozenset({"XK"})

#: GeoNames' feature code, or class -> concept of the Getty Art and Architecture Thesaurus. A country is called a
#: political administrative body here, which says nothing on who recognises it.
_TYPES = {
    "A": (300261086, "political administrative body"), "ADM1": (300232418, "administrative division"),
    "ADM2": (300232418, "administrative division"), "ADM3": (300232418, "administrative division"),
    "P": (300008347, "inhabited place"), "PPLA": (300008389, "city"), "PPLC": (300008389, "city"),
    "PPLX": (300000745, "neighborhood"), "PPLQ": (300167671, "deserted settlement"),
    "L": (300182722, "region (geographic)"), "RGN": (300182722, "region (geographic)"), "PRK": (300008187, "park"),
    "MILB": (300000455, "military base"), "INSM": (300164060, "military installation"),
    "H": (300266059, "body of water (natural)"), "STM": (300008707, "river"), "LK": (300008680, "lake"),
    "RSV": (300006191, "reservoir"), "SPNG": (300008697, "spring"), "FLLS": (300008736, "waterfall"),
    "R": (300008217, "road"), "RR": (300008591, "railroad"), "SQR": (300008304, "square"),
    "S": (300000809, "site"), "BDG": (300007836, "bridge"), "CH": (300007486, "church"), "MSQE": (300007544, "mosque"),
    "MSTY": (300263741, "religious complex"), "CTRR": (300263741, "religious complex"), "AIRP": (300000681, "airport"),
    "CMTY": (300266755, "cemetery"), "CSTL": (300006891, "castle"), "FT": (300006888, "fortification"),
    "MN": (300000390, "mine"), "RUIN": (300008057, "ruin"), "UNIV": (300006617, "university"),
    "ANS": (300000810, "archaeological site"), "BTL": (300000835, "battlefield"),
    "T": (300266060, "landform (terrestrial)"), "MT": (300008795, "mountain"), "MTS": (300386831, "mountain range"),
    "PK": (300008795, "mountain"), "HLL": (300008777, "hill"), "PASS": (300259572, "pass"),
    "VAL": (300008761, "valley"), "PLN": (300008805, "plain"), "PLAT": (300132339, "plateau"),
    "CAVE": (300008746, "cave"), "ISL": (300008791, "island"), "V": (300132294, "natural landscape"),
}  # fmt: skip


def collection(gazetteer: Gazetteer, base: str = BASE, *, iso_codes_only: bool = False) -> dict[str, Any]:
    """Return the curated gazetteer as one feature collection in the Linked Places format.

    Parameters
    ----------
    gazetteer
        The places.
    base
        Beginning of each place's URI; its id follows.
    iso_codes_only
        True to leave out country codes that are no entry of ISO 3166-1 (XK): the upload check of the World Historical
        Gazetteer refuses a file that has one.

    Raises
    ------
    InputError
        If the base cannot begin a URI.
    """
    if not _URI.fullmatch(base + "x"):
        raise InputError(f'"{base[:80]}" cannot begin a URI. Give one like https://example.org/places/')
    features = [feature(place, gazetteer, base, iso_codes_only=iso_codes_only) for place in gazetteer.places.values()]
    return {"type": "FeatureCollection", "@context": CONTEXT, "features": features}


def feature(place: Place, gazetteer: Gazetteer, base: str = BASE, *, iso_codes_only: bool = False) -> dict[str, Any]:
    """Return one place as a feature of the Linked Places format; members that would be empty are left out."""
    codes = [] if iso_codes_only and place.country in _USER_ASSIGNED else [place.country]
    properties: dict[str, Any] = {"title": place.name_en, "fclasses": [place.feature_class]}
    found: dict[str, Any] = {
        "@id": base + place.id,
        "type": "Feature",
        "properties": properties | ({"ccodes": codes} if codes else {}),
        "when": _when(place),
        "names": list(_names(place)),
        "types": [_type(place)],
        "geometry": _geometry(place),
    }
    if place.geonameid:
        found["links"] = [{"type": "closeMatch", "identifier": f"gn:{place.geonameid}"}]
    relations = list(_relations(place, gazetteer, base))
    if relations:
        found["relations"] = relations
    if place.note:
        found["descriptions"] = [{"value": place.note, "lang": "en"}]
    return found


def write(found: dict[str, Any]) -> Iterator[str]:
    """Give the text of a collection piece by piece, one feature a line, so that a changed place is a changed line."""
    frame = {name: value for name, value in found.items() if name != "features"}
    yield json.dumps(frame, ensure_ascii=False)[:-1] + ', "features": [\n'
    for position, one in enumerate(found["features"]):
        yield (",\n" if position else "") + json.dumps(one, ensure_ascii=False, allow_nan=False)
    yield "\n]}\n"


def _when(place: Place) -> dict[str, Any]:
    start = {"in": place.valid_from} if place.valid_from else {"latest": place.valid_to or ATTESTED}
    end = {"in": place.valid_to} if place.valid_to else {"earliest": ATTESTED}
    return {"timespans": [{"start": start, "end": end}]}


def _names(place: Place) -> Iterator[dict[str, Any]]:
    seen = set()
    for toponym in place.names():
        key = (toponym.name, toponym.language)
        if key not in seen:
            seen.add(key)
            yield _name(toponym)


def _name(toponym: Toponym) -> dict[str, Any]:
    language = {} if toponym.language == "und" else {"lang": toponym.language}
    kind = "main name" if toponym.kind == "main" else f"{toponym.kind} form"
    return {"toponym": toponym.name, **language, "citations": [{"label": f"{_CITED}: {kind}", "year": ATTESTED}]}


def _type(place: Place) -> dict[str, Any]:
    concept, label = _TYPES.get(place.feature_code) or _TYPES.get(place.feature_class) or _TYPES["L"]
    source = f"GeoNames {place.feature_class}.{place.feature_code}"
    return {"identifier": f"aat:{concept}", "label": label, "sourceLabels": [{"label": source, "lang": "en"}]}


def _geometry(place: Place) -> dict[str, Any]:
    """Return the point with its source; a radius is given as the tolerance in kilometres of an approximate location."""
    source: dict[str, Any] = {"label": place.coordinate_source}
    if single := _GEONAMES.fullmatch(place.coordinate_source):
        source["@id"] = f"https://www.geonames.org/{single[1]}"
    point: dict[str, Any] = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    estimated = place.coordinate_source.startswith("estimated")
    point["certainty"] = "less-certain" if estimated or place.radius_m else "certain"
    if place.radius_m:
        point["approximation"] = {"type": "gvp:approximateLocation", "tolerance": place.radius_m / _METRES}
    return {**point, "citations": [source]}


def _relations(place: Place, gazetteer: Gazetteer, base: str) -> Iterator[dict[str, Any]]:
    """Give what the place is a part of: its municipality of today, else the country on record."""
    country = gazetteer.country(place.country)
    municipality = gazetteer.places.get(place.municipality or "")
    whole = municipality if municipality and municipality.id != place.id else country
    if whole and whole.id != place.id:
        label = f"part of {whole.name_en}"
        yield {"relationType": "gvp:broaderPartitive", "relationTo": base + whole.id, "label": label}
