"""Text tables in an archive: GDELT's daily files, tables that somebody packed, and the table of a data package."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geo.errors import ReadingError
from geo.formats.reading.archives import checked_members, unpack
from geo.formats.reading.model import Container
from geo.formats.reading.signatures import container_of, tables_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def tables_of(path: Path, name: str) -> tuple[str, ...]:
    """Return the text tables of an archive by their names in it.

    Raises
    ------
    ReadingError
        If the archive is damaged, unsafe, or holds no table.
    """
    found = tables_in(checked_members(path, name))
    if not found:
        raise ReadingError(f"{name}: the archive holds no table as CSV; unpack it and read the table that is inside.")
    return found


@contextmanager
def unpacked_table(path: Path, name: str, member: str) -> Iterator[Path]:
    """Give a table of an archive as a file, for as long as it is needed.

    Raises
    ------
    ReadingError
        If the archive is damaged or unsafe, or the table is something else under that name.
    """
    if member not in checked_members(path, name):
        raise ReadingError(f'{name}: there is no table "{member[:80]}" in the archive any more; choose the file again.')
    with TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as folder:
        table = Path(folder) / "incidents.csv"
        unpack(path, name, {member: table})
        inside = f"{name}, {PurePosixPath(member).name[:80]}"
        if container_of(table, inside) is not Container.CSV:
            raise ReadingError(f"{inside}: the file in the archive is no table of text; unpack it and read it alone.")
        yield table
