"""What a foreign file is, told by its content and never by its name, and the way to its rows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gazetteer.tables.encodings import ENCODINGS, Encoding
from geo.errors import ReadingError
from geo.formats.reading import geoparquet, kml, vector, workbook
from geo.formats.reading.alone import shapefiles_in
from geo.formats.reading.archives import checked_members, unpack
from geo.formats.reading.decoding import encoding_of
from geo.formats.reading.delimited import Dialect, delimited_rows, first_records, first_text, sniff_delimiter
from geo.formats.reading.layouts import gdelt_columns, layout_of
from geo.formats.reading.limits import SHOWN_ROWS
from geo.formats.reading.model import Batch, Choices, Container, Layout, Look, Opened
from geo.formats.reading.signatures import container_of
from geo.formats.reading.texts import unique_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from geo.formats.reading.model import Broken, Tell


def _silent(_done: float, _words: str) -> None:
    """Tell nobody."""


_GDELT = (Layout.GDELT_1, Layout.GDELT_2)


def look(path: Path, name: str, choices: Choices) -> Look:
    """Tell how a file is written and what its columns are, and take its first rows.

    Parameters
    ----------
    path
        The file; its name means nothing.
    name
        What its owner calls it, for sentences.
    choices
        What its owner decided; the rest is found out.

    Raises
    ------
    ReadingError
        If it cannot be read, or is nothing that is read here; the sentence says what to do.
    """
    try:
        container = container_of(path, name)
        found = _LOOKS[container](path, name, container, choices)
    except OSError as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError(f"{name}: the file cannot be read ({error.strerror}); check its permissions.") from error
    return found


def open_rows(path: Path, look: Look, choices: Choices, tell: Tell = _silent) -> Opened:  # noqa: ARG001 (see below)
    """Return the header of a file and its rows, to be walked once.

    Parameters
    ----------
    path
        The file that was looked at.
    look
        What `look` said of it.
    choices
        What its owner decided; how the file is written is in `look` already, so a new decision needs a new look.
    tell
        Told after every batch how much is read; it may raise `CancelledError`.
    """
    return Opened(look.header, _rows(path, look, tell))


def _rows(path: Path, look: Look, tell: Tell) -> Iterator[Batch | Broken]:
    match look.container:
        case Container.CSV:
            encoding = encoding_of(path, look.name, look.encoding)
            if look.encoding_words != encoding.words:  # a guess stays one: what has no letter does not stop it
                encoding = Encoding(look.encoding, certain=False)
            dialect = Dialect(look.name, encoding, look.delimiter, *_form(look))
            return delimited_rows(path, dialect, look.header, tell)
        case Container.XLSX:
            return workbook.workbook_rows(path, look.name, look.part, look.header, tell)
        case Container.KML | Container.KMZ:
            return kml.kml_rows(path, look.name, look.container, tell)
        case Container.GEOPARQUET:
            return geoparquet.parquet_rows(path, look.name, tell)
        case Container.PACKAGE:
            raise ReadingError(
                f"{look.name}: a data package is read as a whole, not row by row; give it to the reader of packages."
            )
        case _:
            return vector.layer_rows(path, look.name, look.container, (look.part, look.encoding), tell)


def _form(look: Look) -> tuple[int, bool, bool]:
    """Return number of columns, whether there is a header line, whether quotes enclose; GDELT knows none of them."""
    headless = look.layout in _GDELT and _HEADLESS in look.notes
    return len(look.header), not headless, look.layout not in _GDELT


_HEADLESS = "The file has no header line; its columns are those of GDELT's event files."


def _look_delimited(path: Path, name: str, container: Container, choices: Choices) -> Look:
    encoding = encoding_of(path, name, choices.encoding)
    sample = first_text(path, name, encoding)
    delimiter = choices.delimiter or sniff_delimiter(sample)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ReadingError(
            f'{name}: "{delimiter[:20]}" cannot separate columns; choose a comma, semicolon, tab or bar.'
        )
    plain = sample.partition("\n")[0].rstrip("\r").split(delimiter)
    notes: tuple[str, ...]
    header: tuple[str, ...]
    layout = layout_of((), tuple(plain))
    if layout in _GDELT:
        records = first_records(path, Dialect(name, encoding, delimiter, quoting=False), SHOWN_ROWS)
        header, notes = gdelt_columns(len(plain)), (_HEADLESS,)
    else:
        records = first_records(path, Dialect(name, encoding, delimiter), SHOWN_ROWS + 1)
        header, notes = unique_header(records[0], name)
        records = records[1:]
        layout = layout_of(header, tuple(records[0]) if records else ())
    if not encoding.certain:
        notes += (f"The file was read as {encoding.words}; look whether its letters are right.",)
    return Look(
        name, container, choices.layout or layout, header, _shown(records, len(header)), None,
        encoding=encoding.codec, encoding_words=encoding.words, delimiter=delimiter, notes=notes,
    )  # fmt: skip


def _look_workbook(path: Path, name: str, container: Container, choices: Choices) -> Look:
    sheets = workbook.sheets_of(path, name)
    sheet = _part(name, choices.part, sheets, "sheet")
    header, *records = workbook.first_rows(path, name, sheet, SHOWN_ROWS + 1)
    names, notes = unique_header(header, name)
    if len(sheets) > 1:
        notes += (f'The workbook has {len(sheets)} sheets; "{sheet}" is read.',)
    layout = choices.layout or layout_of(names, tuple(records[0]) if records else ())
    shown = _shown(records, len(names))
    return Look(name, container, layout, names, shown, None, part=sheet, parts=sheets, notes=notes)


def _look_layer(path: Path, name: str, container: Container, choices: Choices) -> Look:
    part = choices.part
    if container is Container.SHAPEFILE:
        parts = tuple(shapefiles_in(checked_members(path, name)))
        part = _part(name, part, parts, "shapefile")
    layer, first = vector.layer_of(path, name, container, part, choices.encoding)
    if container is Container.SHAPEFILE:
        layer = replace(layer, names=parts, name=part)
    return _of_layer(name, container, choices, layer, _first(first))


def _look_places(path: Path, name: str, container: Container, choices: Choices) -> Look:
    about = kml.kml_file(path, name, container)
    layer = vector.Layer((), "", about.header, about.rows, about.notes, has_points=True)
    with closing(kml.kml_rows(path, name, container, _silent)) as batches:
        return _of_layer(name, container, choices, layer, _first(batches))


def _look_parquet(path: Path, name: str, container: Container, choices: Choices) -> Look:
    layer = geoparquet.parquet_layer(path, name)
    with closing(geoparquet.parquet_rows(path, name, _silent, size=SHOWN_ROWS)) as batches:
        return _of_layer(name, container, choices, layer, _first(batches))


def _of_layer(
    name: str, container: Container, choices: Choices, layer: vector.Layer, shown: tuple[tuple[str, ...], ...]
) -> Look:
    layout = choices.layout or layout_of(layer.header, shown[0] if shown else ())
    return Look(
        name, container, layout, layer.header, shown, layer.rows,
        encoding=layer.encoding, encoding_words=ENCODINGS.get(layer.encoding, layer.encoding), part=layer.name,
        parts=layer.names, has_points=layer.has_points, notes=layer.notes,
    )  # fmt: skip


def _look_package(path: Path, name: str, container: Container, _choices: Choices) -> Look:
    members = checked_members(path, name)
    if "incidents.csv" not in members:
        raise ReadingError(f'{name}: the data package holds no "incidents.csv"; export it again.')
    with TemporaryDirectory(prefix="reading-") as folder:
        table = Path(folder) / "incidents.csv"
        unpack(path, name, {"incidents.csv": table})
        within = _look_delimited(table, name, Container.CSV, Choices(encoding="utf-8", delimiter=","))
    return replace(within, container=container, layout=Layout.PACKAGE)


def _part(name: str, chosen: str, parts: tuple[str, ...], word: str) -> str:
    if chosen and chosen not in parts:
        there = ", ".join(f'"{part[:80]}"' for part in parts[:20])
        raise ReadingError(f'{name}: there is no {word} "{chosen[:80]}"; choose one of {there}.')
    return chosen or parts[0]


def _first(batches: Iterator[Batch]) -> tuple[tuple[str, ...], ...]:
    shown: list[tuple[str, ...]] = []
    for batch in batches:
        cells = batch.cells.slice(0, SHOWN_ROWS - len(shown))
        shown += zip(*(column.to_pylist() for column in cells.columns), strict=True)
        if len(shown) == SHOWN_ROWS:
            break
    return tuple(shown)


def _shown(records: Iterable[list[str]], columns: int) -> tuple[tuple[str, ...], ...]:
    """Return rows with as many cells as there are columns."""
    return tuple((*cells[:columns], *[""] * (columns - len(cells))) for cells in records)


_LOOKS: Mapping[Container, Callable[[Path, str, Container, Choices], Look]] = {
    Container.CSV: _look_delimited,
    Container.XLSX: _look_workbook,
    Container.GEOJSON: _look_layer,
    Container.GEOPACKAGE: _look_layer,
    Container.FLATGEOBUF: _look_layer,
    Container.GEOPARQUET: _look_parquet,
    Container.KML: _look_places,
    Container.KMZ: _look_places,
    Container.SHAPEFILE: _look_layer,
    Container.PACKAGE: _look_package,
}
