"""How large and how long a foreign file may be before it is refused, and the words that say so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from geo.errors import ReadingError

#: rows of one batch
BATCH_ROWS = 65_536
#: rows that are shown of a file before it is read
SHOWN_ROWS = 20
MOST_COLUMNS = 2_000
#: what an archive or a workbook may hold, unpacked
MOST_UNPACKED = 100_000_000
MOST_RATIO = 100
MOST_MEMBERS = 200
#: what a workbook may take to read; the rows are as many as a spreadsheet has
WORKBOOK_SECONDS = 120.0
WORKBOOK_ROWS = 1_048_576
#: characters of a line of text; what is longer is no table
LONGEST_LINE = 4_000_000
#: characters that are kept of a record that cannot be read
KEPT_CHARACTERS = 32_767
#: characters of one value of a column of GeoParquet; a short file can repeat a long text without end
LONGEST_VALUE = 1_000_000


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Refuses a file that takes longer than it may."""

    name: str
    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise a `ReadingError` if the time is over."""
        if time.monotonic() - self.begun > self.seconds:
            raise ReadingError(
                f"{self.name}: reading took more than {self.seconds:.0f} seconds and was stopped; save the sheet as "
                '"CSV UTF-8" and read that file.'
            )
