"""How many incidents of which type each data set of an opened selection has in each year, month or day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from gazetteer.names import search_key
from geo.engine import questions
from geo.engine.asking import Rows
from geo.engine.bins import bin_number, bin_start
from geo.schema import EventType

if TYPE_CHECKING:
    from geo.engine.answers import Tally
    from geo.engine.drawn import Bin
    from geo.filters import Filters, Window


def counts_by_period(tally: Tally, filters: Filters, window: Window | None, unit: Bin) -> pa.Table:
    """Count by data set, event type and period of the first day.

    Returns
    -------
    Table
        `dataset`, `event_type`, `first` (date: first day of the period), `n`, and `later`: how many of these may also
        lie in a later period; in this order. Rows of type "total" sum up others and are left out.
    """
    engine = tally.engine
    searched = engine.searched if search_key(filters.text) and engine.searched is not None else engine.tally
    found = engine.put(Rows(questions.chosen(searched, filters, window)), _counted, unit)
    dated = found.set_column(2, "first", found["first"].cast(pa.int32()).cast(pa.date32()))
    return dated.sort_by([(name, "ascending") for name in ("dataset", "first", "event_type")])


def _counted(tally: ibis.Table, unit: Bin) -> ibis.Table:
    counted = tally.filter(tally.event_type != str(EventType.TOTAL))
    begun = bin_number(counted.first_day, unit)
    asked = counted.select(
        "dataset", "event_type", "n", begun=begun, may_be_later=begun != bin_number(counted.last_day, unit)
    )
    found = asked.group_by("dataset", "event_type", "begun").aggregate(
        n=asked.n.sum(), later=ibis.ifelse(asked.may_be_later, asked.n, 0).sum()
    )
    return found.select("dataset", "event_type", first=bin_start(found.begun, unit), n=found.n, later=found.later)
