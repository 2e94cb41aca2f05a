"""Incidents counted by period, type and data set, told one by one or by the engine: for the charts it is the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from geo.incidents import days_of
from geo.summaries import Frequency, counts_by_type
from pages.shared.selection import ATLAS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.layers import ShownSet
    from geo.material import Material
    from geo.views import View
    from pages.shared.large import Large

FREQUENCIES: tuple[Frequency, ...] = ("year", "month", "day")
COLUMNS = ("dataset", "period", "event_type", "incidents", "uncertain")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts the shown incidents of some data sets.

    `first` and `last` are the days that they lie between, `frequencies` what they can be counted by; `count` returns
    `COLUMNS`, which are those of `geo.summaries.counts_by_type` for each data set.
    """

    sets: Sequence[ShownSet]
    first: date
    last: date
    frequencies: Sequence[Frequency]
    count: Callable[[Frequency], pd.DataFrame]


def of_material(material: Material, ids: Sequence[str]) -> Counting | None:
    """Return what counts some incidents that are told one by one; None if there are none."""
    shown = material.incidents.loc[list(ids)]
    days = days_of(shown)
    if days is None:
        return None

    def count(freq: Frequency) -> pd.DataFrame:
        parts = shown.groupby("dataset", sort=False) if "dataset" in shown else [("", shown)]
        counts = [counts_by_type(part, freq).assign(dataset=str(name)) for name, part in parts]
        return pd.concat(counts, ignore_index=True)[list(COLUMNS)]

    return Counting(material.sets, *days, FREQUENCIES, count)


def of_engine(large: Large, view: View) -> Counting | None:
    """Return what counts the incidents of a large selection; None if there are none."""
    from geo.engine.by_period import counts_by_period
    from geo.engine.drawn import Bin
    from geo.engine.grids import bins_from

    day = large.tally.days(view.filters).day
    if not len(day) or not large.tally.shown(view.filters, view.window).shown:
        return None
    first, last = _EPOCH + timedelta(int(day[0])), _EPOCH + timedelta(int(day[-1]))
    if view.window is not None:
        first, last = max(first, view.window[0]), min(last, view.window[1])
    grain = large.tally.engine.grain
    told = set(bins_from(grain.bin if grain else Bin.DAY))
    ids = {one.id or ATLAS: one.id for one in large.selection.sets}

    def count(freq: Frequency) -> pd.DataFrame:
        found: pd.DataFrame = counts_by_period(large.tally, view.filters, view.window, Bin(freq)).to_pandas()
        found["dataset"] = [ids[name] for name in found["dataset"]]
        counts = found.rename(columns={"first": "period", "n": "incidents", "later": "uncertain"})
        return counts.loc[:, list(COLUMNS)]

    return Counting(large.selection.sets, first, last, [freq for freq in FREQUENCIES if Bin(freq) in told], count)
