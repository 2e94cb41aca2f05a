"""The gazetteer behind geopy's interface, for code that expects a geopy geocoder. It never uses the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import AmbiguousToponym
from gazetteer.policy import NamePolicy, display_name
from gazetteer.records import answer, named_and_told_from, record
from gazetteer.resolve import Hints, open_gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Candidate
    from gazetteer.relative.located import Located
    from gazetteer.resolve import Gazetteer


class AtlasGeocoder(Geocoder):  # type: ignore[misc]  # geopy is not annotated
    """A geopy geocoder that answers from the gazetteer.

    Parameters
    ----------
    gazetteer
        The gazetteer to ask; by default the shipped one.
    timeout, user_agent
        Kept for geopy's sake; nothing here waits or is sent.

    Examples
    --------
    >>> AtlasGeocoder().geocode("Shterpce", language="sr-Latn").address
    'Štrpce, Opština Štrpce, Kosovo'
    """

    def __init__(
        self, gazetteer: Gazetteer | None = None, *, timeout: float | None = DEFAULT_SENTINEL,
        user_agent: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(timeout=timeout, user_agent=user_agent)
        self.gazetteer = gazetteer or open_gazetteer()

    def geocode(  # noqa: PLR0913 (the names are those of geopy's geocoders)
        self,
        query: str,
        *,
        exactly_one: bool = True,
        language: str = "en",
        country_codes: str | Sequence[str] | None = None,
        near: Point | str | tuple[float, float] | None = None,
        limit: int | None = None,
        timeout: float | None = DEFAULT_SENTINEL,  # noqa: ARG002 (nothing here waits)
    ) -> Location | list[Location] | None:
        """Find the place that a toponym means, or the point of a relative one ("28 miles north of Pristina").

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
        near
            A point that the place should lie near to: a geopy Point, a pair, or a text that geopy understands.
        limit
            The most candidates wanted.

        Returns
        -------
        Location, list of Location, or None
            None if no place is known. `raw` holds the record in GeoNames' field names, with score and reason; that of
            a relative place is what `gazetteer.records.answer` gives, with radius, path and the places it is told from.

        Raises
        ------
        AmbiguousToponym, GeocoderQueryError
            If `exactly_one` and nothing tells which place is meant; if language or point cannot be read.
        """
        from gazetteer.relative import locate

        policy, codes = _policy(language), _codes(country_codes)
        point = None if near is None else _point(near)
        here = None if point is None else (point.latitude, point.longitude)
        located = locate(self.gazetteer, query, Hints(country=codes[0] if len(codes) == 1 else None, near=here))
        resolution, others = named_and_told_from(located)
        if resolution is None or others:
            return self._relative(located, codes, policy, exactly_one=exactly_one)
        kept = [one for one in resolution.candidates if not codes or one.place.country in codes]
        if not kept:
            return None
        if not exactly_one:
            return [self._location(one, policy) for one in kept[:limit]]
        if resolution.best == kept[0].place or (codes and len(kept) == 1):
            return self._location(kept[0], policy)
        raise AmbiguousToponym(query, tuple(kept))

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        language: str = "en",
        limit: int = 5,
        timeout: float | None = DEFAULT_SENTINEL,  # noqa: ARG002 (nothing here waits)
    ) -> Location | list[Location] | None:
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
        policy, point = _policy(language), _point(query)
        nearest = self.gazetteer.reverse(point.latitude, point.longitude, 1 if exactly_one else limit)
        locations = [self._location(one, policy) for one in nearest]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _relative(
        self, located: Located, codes: list[str], policy: NamePolicy, *, exactly_one: bool
    ) -> Location | list[Location] | None:
        """Turn a relative place into a location whose address is the text itself."""
        unsure = [one for anchor in located.anchors if anchor.status == "ambiguous" for one in anchor.candidates]
        if exactly_one and located.status == "ambiguous" and unsure:
            raise AmbiguousToponym(located.text, tuple(unsure))
        countries = {anchor.best.country for anchor in located.anchors if anchor.best}
        outside = bool(codes) and countries.isdisjoint(codes)
        if located.latitude is None or located.longitude is None or outside:
            return None
        raw = answer(located, self.gazetteer, policy)
        location = Location(located.text, Point(located.latitude, located.longitude), raw)
        return location if exactly_one else [location]

    def _location(self, candidate: Candidate, policy: NamePolicy) -> Location:
        place = candidate.place
        parts = [place, self.gazetteer.places.get(place.municipality or ""), self.gazetteer.country(place.country)]
        names = dict.fromkeys(display_name(part, policy) for part in parts if part is not None)
        raw: dict[str, Any] = record(candidate, self.gazetteer, policy)
        return Location(", ".join(names), Point(place.latitude, place.longitude), raw)


def _codes(country_codes: str | Sequence[str] | None) -> list[str]:
    given = [country_codes] if isinstance(country_codes, str) else country_codes or ()
    return [code.upper() for code in given]


def _policy(language: str) -> NamePolicy:
    try:
        return NamePolicy(language)
    except ValueError:
        known = ", ".join(f'"{policy.value}"' for policy in NamePolicy)
        raise GeocoderQueryError(f'No names are kept in "{language[:40]}". Choose one of {known}.') from None


def _point(query: Point | str | tuple[float, float] | None) -> Point:
    try:
        if query is None:
            raise TypeError("nothing was given")  # noqa: TRY301 (geopy takes it for the point 0, 0)
        return query if isinstance(query, Point) else Point(query)
    except (ValueError, TypeError) as error:
        raise GeocoderQueryError(f"This is no point: {error}. Give latitude and longitude in degrees.") from error
