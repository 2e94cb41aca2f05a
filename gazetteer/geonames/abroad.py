"""Every index of GeoNames asked as one: the country files that were added, and the world's towns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from gazetteer.errors import WorldIndexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gazetteer.geonames.world import Town, World
    from gazetteer.places import Place

_Answer = TypeVar("_Answer")


class Abroad:
    """Indexes of GeoNames; an earlier one counts where two hold the same place.

    One that fails is left out from then on, and `notice` says so.

    Parameters
    ----------
    indexes
        The indexes, country files first.
    """

    def __init__(self, indexes: Iterable[World] = ()) -> None:
        self.notice = ""
        self._indexes = tuple(indexes)

    def towns(self, key: str) -> list[Town]:
        """Return the towns that bear a name (compact key), main names first, then the largest."""
        found: dict[str, Town] = {}
        for towns in self._ask(lambda index: index.towns(key)):
            for town in towns:
                found.setdefault(town.place.id, town)
        return list(found.values())

    def bearers(self, keys: Sequence[str]) -> dict[str, list[Town]]:
        """Return what `towns` returns for many keys at once; a key that no town bears is left out."""
        found: defaultdict[str, dict[str, Town]] = defaultdict(dict)
        for bearers in self._ask(lambda index: index.bearers(keys)):
            for key, towns in bearers.items():
                for town in towns:
                    found[key].setdefault(town.place.id, town)
        return {key: list(towns.values()) for key, towns in found.items()}

    def populations(self, geonameids: Sequence[int]) -> dict[int, int]:
        """Return the inhabitants of many towns, the larger figure where two indexes differ."""
        known: dict[int, int] = {}
        for found in self._ask(lambda index: index.populations(geonameids)):
            known |= {geonameid: max(known.get(geonameid, 0), found[geonameid]) for geonameid in found}
        return known

    def around(self, latitude: float, longitude: float, limit: int) -> list[Place]:
        """Return the settlements around a point (decimal degrees)."""
        found: dict[str, Place] = {}
        for places in self._ask(lambda index: index.around(latitude, longitude, limit)):
            for place in places:
                found.setdefault(place.id, place)
        return list(found.values())

    def spelt(self) -> list[str]:
        """Return the keys that misspellings are compared with."""
        keys: dict[str, None] = {}
        for found in self._ask(lambda index: index.spelt()):
            keys |= dict.fromkeys(found)
        return list(keys)

    def _ask(self, question: Callable[[World], _Answer]) -> Iterator[_Answer]:
        for index in self._indexes:
            try:
                yield question(index)
            except WorldIndexError as error:
                self._indexes = tuple(one for one in self._indexes if one is not index)
                self.notice = "; ".join(dict.fromkeys(filter(None, (self.notice, str(error)))))
