"""Latitude and longitude in each other's column, found where the row's own place lies at the turned point."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from gazetteer.candidates import distance_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gazetteer.resolve import Gazetteer
    from geo.formats.reading.checking import Checking

#: so near to the turned point, and so far from the stated one, the place of a row has to lie
NEAR_KM, FAR_KM = 50, 300
#: so many different names of a file are compared; a swap shows itself long before
MOST_NAMES = 5000
_BEARERS = 4
_NEARLY_DEGREES = 0.5
_NORTH = 90


@dataclass(slots=True)
class Swaps:
    """What is known of the names of one file."""

    gazetteer: Gazetteer
    _numbers: dict[str, int] = field(default_factory=lambda: {"": 0})
    _bearers: list[tuple[tuple[float, float], ...]] = field(default_factory=lambda: [()])

    def find(self, checking: Checking) -> None:
        """Note rows whose coordinates are swapped, as their place lies at the turned point and nowhere near."""
        latitude, longitude = checking.numbers("latitude"), checking.numbers("longitude")
        looked = (np.abs(longitude) <= _NORTH) & (np.abs(latitude) <= _NORTH) & (np.abs(latitude - longitude) > 1)
        looked &= ~checking.faulty()
        if not looked.any():
            return
        encoded = pc.dictionary_encode(checking.columns["place_as_written"])
        names = encoded.dictionary.to_pylist()
        numbers = self._all_numbers(names)
        latitudes = np.full((len(self._bearers), _BEARERS), np.nan)
        for number in set(numbers.tolist()):
            latitudes[number, : len(self._bearers[number])] = [point[0] for point in self._bearers[number]]
        at = encoded.indices.to_numpy(zero_copy_only=False)
        looked &= numbers[at] > 0
        rows = np.flatnonzero(looked)
        nearly = np.abs(latitudes[numbers[at[rows]]] - longitude[rows, None]) < _NEARLY_DEGREES
        for row in rows[nearly.any(axis=1)].tolist():
            self._judge(checking, row, names[at[row]], (float(latitude[row]), float(longitude[row])))

    def _all_numbers(self, names: list[str]) -> NDArray[np.int32]:
        """Return `_number` of each name."""
        if len(self._numbers) <= MOST_NAMES:
            return np.array([self._number(name) for name in names], np.int32)
        return np.fromiter(map(self._numbers.get, names, repeat(0)), np.int32, len(names))

    def _number(self, name: str) -> int:
        """Return where the bearers of a name stand; 0 for a name without one, or that is not looked at any more."""
        if name not in self._numbers and len(self._numbers) <= MOST_NAMES:
            found = tuple((one.place.latitude, one.place.longitude) for one in self.gazetteer.bearers(name)[:_BEARERS])
            self._numbers[name] = len(self._bearers) if found else 0
            self._bearers += [found] if found else []
        return self._numbers.get(name, 0)

    def _judge(self, checking: Checking, row: int, name: str, stated: tuple[float, float]) -> None:
        turned = (stated[1], stated[0])
        if min(distance_km(stated, point) for point in self._bearers[self._number(name)]) <= FAR_KM:
            return
        best = self.gazetteer.resolve(name).best
        if best is None or distance_km(turned, (best.latitude, best.longitude)) > NEAR_KM:
            return
        away = distance_km(stated, (best.latitude, best.longitude))
        flags = np.zeros(checking.batch.cells.num_rows, np.bool_)
        flags[row] = True
        reason = (
            f"lies {away:,.0f} km from {best.name_en}, and there with latitude and longitude swapped; correct the row, "
            "or say in the settings that the two are swapped in the whole file"
        )
        checking.fault(flags, "latitude", reason)
