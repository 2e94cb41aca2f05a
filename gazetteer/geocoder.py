"""The gazetteer behind geopy's interface, for code that expects a geopy geocoder. It never uses the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import AmbiguousToponym
from gazetteer.policy import NamePolicy, display_name
from gazetteer.resolve import Hints, open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Candidate
    from gazetteer.places import Place
    from gazetteer.resolve import Gazetteer


class AtlasGeocoder(Geocoder):  # type: ignore[misc]  # geopy is not annotated
    """A geopy geocoder that answers from the gazetteer.

    Parameters
    ----------
    gazetteer
        The gazetteer to ask; by default the shipped one.
    timeout
        Kept for geopy's sake; nothing here waits.

    Examples
    --------
    >>> AtlasGeocoder().geocode("Shterpce", language="sr-Latn").address
    'Štrpce, Opština Štrpce, Kosovo'
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, timeout: float | None = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout)
        self.gazetteer = gazetteer or open_gazetteer()

    def geocode(
        self, query: str, *, exactly_one: bool = True, language: str = "en",
        country_codes: str | Sequence[str] | None = None, limit: int | None = None,
        timeout: float | None = DEFAULT_SENTINEL,  # noqa: ARG002 (nothing here waits)
    ) -> Location | list[Location] | None:  # fmt: skip
        """Find the place that a toponym means.

        Parameters
        ----------
        query
            The toponym as written.
        exactly_one
            False to get every candidate, best first.
        language
            Language of the address: en, sq, sr-Latn, sr-Cyrl, or two of them joined by a comma.
        country_codes
            ISO 3166-1 alpha-2 codes to stay within.
        limit
            The most candidates wanted.

        Returns
        -------
        Location, list of Location, or None
            None if no place is known; `raw` holds the record in GeoNames' field names, with score and reason.

        Raises
        ------
        AmbiguousToponym, GeocoderQueryError
            If `exactly_one` and nothing tells which place is meant; if the language is not one of those named.
        """
        policy = _policy(language)
        codes = _codes(country_codes)
        resolution = self.gazetteer.resolve(query, Hints(country=codes[0] if len(codes) == 1 else None))
        kept = [one for one in resolution.candidates if not codes or one.place.country in codes]
        if not kept:
            return None
        if not exactly_one:
            return [self._location(one, policy) for one in kept[:limit]]
        if resolution.best == kept[0].place or (codes and len(kept) == 1):
            return self._location(kept[0], policy)
        raise AmbiguousToponym(query, tuple(kept))

    def reverse(
        self, query: Point | str | tuple[float, float], *, exactly_one: bool = True, language: str = "en",
        limit: int = 5, timeout: float | None = DEFAULT_SENTINEL,  # noqa: ARG002 (nothing here waits)
    ) -> Location | list[Location] | None:  # fmt: skip
        """Find the places nearest to a point, nearest first.

        Parameters
        ----------
        query
            Latitude and longitude in degrees: a geopy Point, a pair, or a text that geopy understands.
        exactly_one
            False to get `limit` places.
        language
            Language of the address, as in `geocode`.
        limit
            The most places wanted.

        Raises
        ------
        GeocoderQueryError
            If the point or the language cannot be read.
        """
        policy = _policy(language)
        try:
            point = query if isinstance(query, Point) else Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"This is no point: {error}. Give latitude and longitude in degrees.") from error
        nearest = self.gazetteer.reverse(point.latitude, point.longitude, 1 if exactly_one else limit)
        locations = [self._location(one, policy) for one in nearest]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _location(self, candidate: Candidate, policy: NamePolicy) -> Location:
        place = candidate.place
        parts = [place, self.gazetteer.places.get(place.municipality or ""), self.gazetteer.country(place.country)]
        names = dict.fromkeys(display_name(part, policy) for part in parts if part is not None)
        return Location(", ".join(names), Point(place.latitude, place.longitude), self._raw(candidate, policy))

    def _raw(self, candidate: Candidate, policy: NamePolicy) -> dict[str, Any]:
        place: Place = candidate.place
        country = self.gazetteer.country(place.country)
        municipality = self.gazetteer.places.get(place.municipality or "")
        return {
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


def _codes(country_codes: str | Sequence[str] | None) -> list[str]:
    given = [country_codes] if isinstance(country_codes, str) else country_codes or ()
    return [code.upper() for code in given]


def _policy(language: str) -> NamePolicy:
    try:
        return NamePolicy(language)
    except ValueError:
        known = ", ".join(f'"{policy.value}"' for policy in NamePolicy)
        raise GeocoderQueryError(f'No names are kept in "{language[:40]}". Choose one of {known}.') from None
