"""The flat table of own data in every form, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geo.formats.flat_gis import write_flatgeobuf, write_geopackage, write_geoparquet, write_kml_rows
from geo.formats.flat_losses import declared, flat_losses
from geo.formats.flat_package import write_package
from geo.formats.flat_profiles import acled_table, own_name, ucdp_table
from geo.formats.flat_rows import leaving
from geo.formats.flat_tables import write_csv, write_geojson, write_xlsx
from geo.formats.forms import FORMS, Form, FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from geo.formats.reading.model import Tell

    _Writer = Callable[[pa.Table, Mapping[str, str], Path, Tell], None]

__all__ = ["FORMS", "Form", "FormatError", "flat_losses", "write"]


def write(table: pa.Table, about: Mapping[str, str], form: str, path: Path, tell: Tell) -> tuple[str, ...]:
    """Write a flat table in one form.

    Parameters
    ----------
    table
        A flat table, see `geo.incident_table`; the columns `original_<name>` leave with it.
    about
        What the rows are, heading -> text, for example title, licence, filters.
    form
        A word of `Form`.
    path
        Where to; what stands there is replaced when all is written.
    tell
        Told how much is done; what it raises ends the work, and nothing is left of it.

    Returns
    -------
    tuple of str
        What the form cannot hold of these rows, in sentences.

    Raises
    ------
    FormatError
        If the form is not one for own data, or cannot hold as many rows.
    CancelledError
        If `tell` raises it.
    """
    wanted = declared(form)
    lost = flat_losses(wanted, table)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=f".{FORMS[wanted].extension}", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        unfinished.unlink()  # GDAL opens what is there instead of making it anew
        _WRITERS[wanted](table, about, unfinished, tell)
        tell(1.0, "written")
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return lost


def _to_stream(stream: Callable[[pa.Table, Mapping[str, str], BinaryIO, Tell], None]) -> _Writer:
    """Return a writer to a path of one to a stream."""

    def to_path(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
        with path.open("wb") as target:
            stream(table, about, target, tell)

    return to_path


def _csv(table: pa.Table, _about: Mapping[str, str], target: BinaryIO, tell: Tell) -> None:
    write_csv(leaving(table), target, tell)


def _profile(convert: Callable[[pa.Table], pa.Table]) -> _Writer:
    """Return a writer of CSV in the columns of another project."""
    return _to_stream(lambda table, _about, target, tell: write_csv(convert(table), target, tell, own_name))


_WRITERS: Mapping[Form, _Writer] = {
    Form.CSV: _to_stream(_csv),
    Form.XLSX: write_xlsx,
    Form.GEOJSON: _to_stream(write_geojson),
    Form.GEOPACKAGE: write_geopackage,
    Form.FLATGEOBUF: write_flatgeobuf,
    Form.GEOPARQUET: write_geoparquet,
    Form.KML: _to_stream(write_kml_rows),
    Form.PACKAGE: write_package,
    Form.ACLED: _profile(acled_table),
    Form.UCDP: _profile(ucdp_table),
}
