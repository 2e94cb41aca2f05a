"""Places and answers as plain records with GeoNames' JSON field names, for the geocoder, the commands and others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.candidates import Resolution
from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name

if TYPE_CHECKING:
    from gazetteer.candidates import Candidate
    from gazetteer.relative.located import Located
    from gazetteer.resolve import Gazetteer

Record = dict[str, Any]
_DIGITS = 5  # of a degree: a metre


def record(
    candidate: Candidate, gazetteer: Gazetteer, policy: NamePolicy = DEFAULT_POLICY, *, alternate_names: bool = False
) -> Record:
    """Return a candidate as a record.

    Parameters
    ----------
    candidate
        The place, with its score and reason.
    gazetteer
        Where the names of its municipality and country are looked up.
    policy
        In which names it is shown.
    alternate_names
        True to add every name with its language.

    Returns
    -------
    dict
        `geonameId`, `toponymName`, `name`, `lat`, `lng` (texts, decimal degrees), `fcl`, `fcode`, `countryCode`,
        `countryName`, `adminName2`, `score` as GeoNames calls them; `placeId`, `matchedName`, `reason`, `radius_m`,
        `coordinateSource` are ours; `alternateNames` where asked for.
    """
    place = candidate.place
    country = gazetteer.country(place.country)
    municipality = gazetteer.places.get(place.municipality or "")
    found: Record = {
        "geonameId": place.geonameid,
        "toponymName": place.name_en,
        "name": display_name(place, policy),
        "lat": str(place.latitude),
        "lng": str(place.longitude),
        "fcl": place.feature_class,
        "fcode": place.feature_code,
        "countryCode": place.country,
        "countryName": display_name(country, policy) if country else "",
        "adminName2": display_name(municipality, policy) if municipality else "",
        "score": candidate.score,
        "placeId": place.id,
        "matchedName": candidate.matched_name,
        "reason": candidate.reason,
        "radius_m": place.radius_m,
        "coordinateSource": place.coordinate_source,
    }
    if alternate_names:
        found["alternateNames"] = [{"name": name.name, "lang": name.language} for name in place.names()]
    return found


def answer(
    found: Resolution | Located, gazetteer: Gazetteer, policy: NamePolicy = DEFAULT_POLICY, *,
    alternate_names: bool = False,
) -> Record:  # fmt: skip
    """Return what a text was resolved or located to, in the form of GeoNames' search answer.

    Returns
    -------
    dict
        `query`, `status`, `reason`, `totalResultsCount`, `geonames` (records, best first). What was located holds
        besides, as `gazetteer.relative.Located` tells them, `relation`, `lat`, `lng` (texts), `radius_m`, `path`
        ([lat, lng] pairs), `note`, and `anchors`: an answer for each place that the point is told from.
    """
    if isinstance(found, Resolution):
        kept = [record(one, gazetteer, policy, alternate_names=alternate_names) for one in found.candidates]
        told = {"query": found.toponym, "status": found.status, "reason": found.reason}
        return {**told, "totalResultsCount": len(kept), "geonames": kept}
    itself, others = named_and_told_from(found)
    answers = [answer(one, gazetteer, policy, alternate_names=alternate_names) for one in (itself, *others) if one]
    own = answers.pop(0) if itself else {"totalResultsCount": 0, "geonames": []}
    return {
        **own,
        "query": found.text,
        "status": found.status,
        "reason": found.reason,
        "relation": found.relation,
        "lat": None if found.latitude is None else str(round(found.latitude, _DIGITS)),
        "lng": None if found.longitude is None else str(round(found.longitude, _DIGITS)),
        "radius_m": found.radius_m,
        "path": [[round(latitude, _DIGITS), round(longitude, _DIGITS)] for latitude, longitude in found.path],
        "note": found.note,
        "anchors": answers,
    }


def named_and_told_from(located: Located) -> tuple[Resolution | None, tuple[Resolution, ...]]:
    """Return the name that is the place itself (None where only relative words say it), and the places beside it."""
    if located.relation == "at" and located.anchors:
        return located.anchors[0], located.anchors[1:]
    return None, located.anchors
