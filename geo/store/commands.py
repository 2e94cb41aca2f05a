"""What the commands of the workspace tell and change: the same steps as on the pages, on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commandline import check_folder, say
from geo.errors import StoreError
from geo.store.differing import diff
from geo.store.terminal import checked_server, checked_table, is_server, line, progress, who
from geo.store.versions import Kind
from geo.store.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    import pyarrow as pa

    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: what is typed, or what a file's name ends with -> the word of the writers
FORMS = {"csv": "csv", "xlsx": "xlsx", "geojson": "geojson", "gpkg": "gpkg", "fgb": "fgb", "geoparquet": "parquet",
         "parquet": "parquet", "kml": "kml", "zip": "package", "acled": "acled", "ucdp": "ucdp"}  # fmt: skip


def show(asked: argparse.Namespace) -> None:
    """List the data sets."""
    for entry in open_workspace(asked.workspace).datasets(removed=asked.removed):
        head = entry.head
        days = f"{head.about.first_day} to {head.about.last_day}" if head.about.first_day else ""
        line(entry.id, head.about.title, head.about.kind.value, f"{head.rows} rows", days, f"version {head.number}")
        if entry.fault:
            say(f"{entry.id}: {entry.fault}")


def tell_history(asked: argparse.Namespace) -> None:
    """List the versions of a data set."""
    for one in open_workspace(asked.workspace).history(asked.dataset):
        line(f"{one.number}", f"{one.made:%Y-%m-%d %H:%M:%S} UTC", one.who, f"{one.rows} rows", one.what)


def tell_diff(asked: argparse.Namespace) -> None:
    """Tell what changed from one version to another."""
    found = diff(open_workspace(asked.workspace), asked.dataset, asked.first, asked.second)
    for row in found.added:
        line("added", row)
    for row in found.removed:
        line("removed", row)
    for row, cells in found.changed.items():
        for column, (before, after) in cells.items():
            line("changed", row, column, str(before), str(after))
    more = found.changed_rows - len(found.changed)
    told = f"{len(found.added)} added, {len(found.removed)} removed, {found.changed_rows} changed"
    say(f"{told}{f'; {more} of the changed ones are not told' if more else ''}.")


def take(asked: argparse.Namespace) -> None:
    """Write a data set to a file, or into a table of PostgreSQL."""
    workspace = open_workspace(asked.workspace)
    version = workspace.head(asked.dataset)
    if asked.version is not None:
        version = workspace.version(asked.dataset, asked.version)
    if is_server(asked.file):
        from geo.engine.engines import load_into_postgres

        server, table = checked_server(asked.file), checked_table(asked.table)
        say(f"{load_into_postgres(_rows(workspace, version), server, table)} rows written.")
        return
    path = Path(asked.file)
    check_folder(path)
    form = FORMS.get(asked.form or path.suffix.lower().removeprefix("."))
    if form is None:
        raise StoreError(f'"{path.name}" does not say which form is wanted; give --format, one of: {", ".join(FORMS)}.')
    rows = _rows(workspace, version)
    from geo.formats.flat_writers import write

    for sentence in write(rows, _about(version), form, path, progress()):
        say(sentence)
    sys.stdout.write(f"{path}\n")


def undo(asked: argparse.Namespace) -> None:
    """Go back to an older version."""
    workspace = open_workspace(asked.workspace)
    to = workspace.head(asked.dataset).parent if asked.to is None else asked.to
    if not to:
        raise StoreError(f'"{asked.dataset}" has no earlier version to go back to.')
    _told(workspace.undo(asked.dataset, to, who(asked)))


def remove(asked: argparse.Namespace) -> None:
    """Put a data set away."""
    _told(open_workspace(asked.workspace).remove(asked.dataset, who(asked)))


def bring_back(asked: argparse.Namespace) -> None:
    """Bring a data set back that was put away."""
    _told(open_workspace(asked.workspace).bring_back(asked.dataset, who(asked)))


def _rows(workspace: Workspace, version: Version) -> pa.Table:
    if version.about.kind is not Kind.ROWS:
        raise StoreError(f'"{version.about.title}" holds no rows of incidents here, so they cannot be written.')
    return workspace.read_rows(version)


def _told(version: Version) -> None:
    say(f"Version {version.number}: {version.what}")


def _about(version: Version) -> Mapping[str, str]:
    """Return what travels with the rows of a version, heading -> text."""
    about = version.about
    days = f"{about.first_day} to {about.last_day}" if about.first_day else ""
    told = {
        "Title": about.title,
        "Coverage": about.coverage,
        "Licence": about.licence,
        "Days": days,
        "Rows": str(version.rows),
        "File it came from": about.source_file,
        "Data version": f"{version.dataset} {version.number} ({version.sha256[:12]})",
    }
    return {heading: text for heading, text in told.items() if text}
