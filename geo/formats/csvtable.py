"""The shown rows as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from gazetteer.tables.quoting import quote
from geo.formats.export import COLUMNS, TRAVELLING

if TYPE_CHECKING:
    from geo.formats.export import Export


def to_csv(export: Export) -> bytes:
    """Write the rows as CSV.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, so that spreadsheets read Cyrillic; commas; texts quoted against formulas. The
        coverage notice, the filters and the data version stand in columns of every row.
    """
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [*COLUMNS, *TRAVELLING])
    writer.writeheader()
    for row in export.rows:
        whole = {**row, **export.travelling}
        writer.writerow({name: _cell(value) for name, value in whole.items()})
    return target.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Quote a text; write a boolean as the tables do."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value) if isinstance(value, str) else value
