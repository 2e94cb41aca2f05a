"""What a foreign file is, told by its content and never by its name, and the way to its rows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.tables.encodings import ENCODINGS, Encoding
from geo.errors import ReadingError
from geo.formats.reading import geoparquet, kml, vector, workbook
from geo.formats.reading.alone import shapefiles_in
from geo.formats.reading.archives import checked_members
from geo.formats.reading.decoding import encoding_of
from geo.formats.reading.delimited import Dialect, delimited_rows, first_records, first_text, sniff_delimiter
from geo.formats.reading.layouts import LABELS, headless_header, layout_of
from geo.formats.reading.limits import SHOWN_ROWS
from geo.formats.reading.model import Batch, Choices, Container, Layout, Look, Opened
from geo.formats.reading.own_files import as_it_was, is_ours
from geo.formats.reading.signatures import container_of
from geo.formats.reading.texts import unique_header
from geo.formats.reading.zipped import tables_of, unpacked_table
from geo.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

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
            return _delimited_rows(path, look, tell)
        case Container.ZIPPED | Container.PACKAGE if look.layout is not Layout.PACKAGE:
            return _packed_rows(path, look, tell)
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


def _delimited_rows(path: Path, look: Look, tell: Tell) -> Iterator[Batch | Broken]:
    encoding = encoding_of(path, look.name, look.encoding)
    if look.encoding_words != encoding.words:  # a guess stays one: what has no letter does not stop it
        encoding = Encoding(look.encoding, certain=False)
    quoting = look.layout not in _GDELT  # whose quotation marks are letters
    dialect = Dialect(look.name, encoding, look.delimiter, len(look.header), look.heading, quoting)
    return delimited_rows(path, dialect, look.header, tell)


def _packed_rows(path: Path, look: Look, tell: Tell) -> Iterator[Batch | Broken]:
    with unpacked_table(path, look.name, look.part) as table:
        yield from _delimited_rows(table, look, tell)


_HEADLESS = "The file has no header line; its columns are those of {}."


def _look_delimited(path: Path, name: str, container: Container, choices: Choices) -> Look:
    encoding = encoding_of(path, name, choices.encoding)
    sample = first_text(path, name, encoding)
    delimiter = choices.delimiter or sniff_delimiter(sample)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ReadingError(
            f'{name}: "{delimiter[:20]}" cannot separate columns; choose a comma, semicolon, tab or bar.'
        )
    gdelt = layout_of((), tuple(sample.partition("\n")[0].rstrip("\r").split(delimiter))) in _GDELT
    records = first_records(path, Dialect(name, encoding, delimiter, quoting=not gdelt), SHOWN_ROWS + 1)
    header, notes = headless_header(tuple(records[0])), tuple[str, ...]()
    heading = not header
    if heading:
        header, notes = unique_header(records.pop(0), name)
        layout = layout_of(header, tuple(records[0]) if records else ())
    else:
        layout = layout_of((), tuple(records[0]))
        notes = (_HEADLESS.format(LABELS[layout]),)
    if not encoding.certain:
        notes += (f"The file was read as {encoding.words}; look whether its letters are right.",)
    layout, shown = choices.layout or layout, _shown(records[:SHOWN_ROWS], len(header))
    ours = is_ours(layout, sample if encoding.codec == "utf-8-sig" else "", header, shown)
    return Look(
        name, container, layout, tuple(map(as_it_was, header)) if ours else header, shown, None,
        encoding=encoding.codec, encoding_words=encoding.words, delimiter=delimiter, notes=notes, heading=heading,
        ours=ours,
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
    return Look(
        name, container, layout, names, shown, None, part=sheet, parts=sheets, notes=notes, ours=layout is Layout.FLAT
    )


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


def _look_package(path: Path, name: str, container: Container, choices: Choices) -> Look:
    """Look at the incidents of a data package; if it is none of the atlas's, at what else it holds."""
    from geo.formats.reading.package import members_of  # brings geopandas with it

    tables = members_of(path, name)
    if "incidents" not in tables:
        return _look_zipped(path, name, Container.ZIPPED, choices)
    found = _look_member(path, name, container, (tables["incidents"], choices))
    if choices.layout is not None or found.layout is not Layout.TABLE or not tables.keys() >= {"places", "sources"}:
        return found
    ours = {column.name for column in TABLES["incidents"].columns if column.required} <= set(found.header)
    return replace(found, layout=Layout.PACKAGE) if ours else found


def _look_zipped(path: Path, name: str, container: Container, choices: Choices) -> Look:
    tables = tables_of(path, name)
    found = _look_member(path, name, container, (_part(name, choices.part, tables, "table"), choices))
    notes = (f'The archive holds {len(tables)} tables; "{found.part}" is read.',) if len(tables) > 1 else ()
    return replace(found, parts=tables, notes=found.notes + notes)


def _look_member(path: Path, name: str, container: Container, chosen: tuple[str, Choices]) -> Look:
    member, choices = chosen
    with unpacked_table(path, name, member) as table:
        return replace(_look_delimited(table, name, container, choices), part=member)


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
    Container.ZIPPED: _look_zipped,
}
