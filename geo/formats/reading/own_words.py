"""What rows that were put into the columns of ACLED or UCDP GED here say of themselves in the atlas's own words.

Their scales are coarser than ours, and have no word for some of our types. So such a row bears in a column for remarks,
behind the sentence that it is not their data, "type: clash; place: near; date: days 2004-03-17/2004-03-19".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.days_as_written import days_of

if TYPE_CHECKING:
    from geo.formats.reading.cells_as_written import Cells

NOT_ACLED = "coded after ACLED's categories; not ACLED data"
NOT_UCDP = "not coded by UCDP; not UCDP data"
_WORDS = (
    r"; type: (?P<type>[a-z_]+)(?:; place: (?P<place>[a-z_]*); date: (?P<date>[a-z_]+)"
    r"(?: [0-9]{4}-[0-9]{2}-[0-9]{2}/(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2}))?)?$"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of each row, null where it has none.

    Attributes
    ----------
    event_type, place_precision, date_precision
        Words of `geo.schema`.
    last_day
        The last day (date32) of a date that spans several.
    """

    event_type: pa.Array
    place_precision: pa.Array
    date_precision: pa.Array
    last_day: pa.Array


def words_of(cells: Cells, column: str) -> Words:
    """Read the words out of the column for remarks."""
    found = pc.extract_regex(cells.text(column), _WORDS)
    kind, place, date, last = (pc.struct_field(found, name) for name in ("type", "place", "date", "last"))
    given = pc.fill_null(pc.not_equal(date, ""), False)  # noqa: FBT003 (a value, not a switch)
    encoded = pc.dictionary_encode(pc.fill_null(last, ""))
    days = days_of(encoded.dictionary).take(encoded.indices)
    return Words(kind, pc.if_else(given, place, None), pc.if_else(given, date, None), days)


def own_words(
    event_type: pa.Array, place_precision: pa.Array, date_precision: pa.Array, span: pa.Array | None = None
) -> pa.Array:
    """Return the words as they are written; `span` ("first/last", null for one day) where no column has the last."""
    parts = ["type: ", event_type, "; place: ", place_precision, "; date: ", date_precision]
    if span is not None:
        parts.append(pc.fill_null(pc.binary_join_element_wise(" ", span, ""), ""))
    return pc.binary_join_element_wise(*parts, "")
