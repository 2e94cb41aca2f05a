"""What `python -m gazetteer` does: one function for each command, each returning the exit code."""

from __future__ import annotations

import csv
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from gazetteer.candidates import Hints
from gazetteer.errors import InputError
from gazetteer.outputs import STANDARD, csv_row, reading, writing
from gazetteer.policy import display_name
from gazetteer.records import answer, named_and_told_from, record
from gazetteer.resolve import open_gazetteer
from gazetteer.tables.batch import ADDED, Resolver, Tally, resolve_table
from gazetteer.tables.csvtable import columns_there, open_table
from gazetteer.tables.encodings import decode
from gazetteer.tables.hinting import HintColumns

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable

    from gazetteer.candidates import Candidate, Resolution
    from gazetteer.policy import NamePolicy
    from gazetteer.relative.located import Located
    from gazetteer.tables.csvtable import CsvTable

FOUND, NOT_FOUND = 0, 1
LONGEST_TEXT = 5_000_000
LONGEST_CELL = 50_000_000
_FIRST_WORD_S, _NEXT_WORD_S = 2.0, 5.0
_NO_TEXTS = {b"%PDF": "a PDF file", b"PK\x03\x04": "a Word file or another archive", b"{\\rtf": "an RTF file",
             b"\xd0\xcf\x11\xe0": "an old Word file"}  # fmt: skip


def resolve(asked: Namespace) -> int:
    """Find the place, or the point of a relative place, that a text means."""
    from gazetteer.relative import locate

    gazetteer = open_gazetteer()
    hints = Hints(asked.country, asked.municipality, asked.near, asked.feature_class, asked.on)
    located = locate(gazetteer, asked.text, hints)
    if asked.json:
        _json(answer(located, gazetteer, asked.names, alternate_names=asked.alternate_names))
    else:
        _say(_said_located(located, asked.names))
    return FOUND if located.status == "resolved" else NOT_FOUND


def reverse(asked: Namespace) -> int:
    """Find the places nearest to a point."""
    gazetteer = open_gazetteer()
    nearest = gazetteer.reverse(asked.latitude, asked.longitude, asked.limit)
    if asked.json:
        records = [{**record(one, gazetteer, asked.names), "distance": _distance(one)} for one in nearest]
        _json({"lat": asked.latitude, "lng": asked.longitude, "totalResultsCount": len(records), "geonames": records})
    else:
        _say([_said_candidate(one, asked.names) for one in nearest] or ["no place is known around this point"])
    return FOUND if nearest else NOT_FOUND


def batch(asked: Namespace) -> int:
    """Resolve one column of a CSV file; every row and column comes back with the place beside it."""
    csv.field_size_limit(LONGEST_CELL)
    hints = HintColumns(
        asked.country_column, asked.municipality_column, asked.latitude_column, asked.longitude_column,
        asked.feature_class_column, asked.date_column,
    )  # fmt: skip
    name = "The standard input" if asked.file == STANDARD else asked.file
    tally = Tally()
    with reading(asked.file) as source:
        wanted = [column for column in (asked.column, *hints.names()) if column]
        table = open_table(source, name, wanted, asked.encoding, asked.separator)
        column = asked.column or _only_column(table)
        resolver = Resolver(open_gazetteer(), asked.names)
        rows = resolve_table(table, column, resolver, hints, tally, _progress())
        header = next(rows)
        kept = len(table.header)
        with writing(asked.output, mark=True) as target:
            writer = csv.writer(target, delimiter=table.separator, lineterminator=table.line_end)
            writer.writerow(header)
            writer.writerows(_harmless(row, kept) for row in rows)
    _note(f"{name}: {table.words}; {tally.sentence()}")
    return FOUND


def geoparse(asked: Namespace) -> int:
    """Read a news text: toponyms, dates, counts and drafts."""
    from gazetteer import readings
    from gazetteer.geoparse import read_text

    gazetteer = open_gazetteer()
    found = read_text(_text(asked.file), gazetteer, asked.published)
    if asked.csv:
        rows = list(readings.draft_rows(found, asked.names))
        with writing(asked.csv, mark=True) as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(readings.DRAFT_COLUMNS)
            writer.writerows(csv_row(row.values()) for row in rows)
        _note(f"{len(rows):,} drafts; nothing in them is data before a person has read it")
    elif asked.json:
        _json(readings.reading_answer(found, gazetteer, asked.names))
    else:
        _say(readings.reading_lines(found, asked.names))
    return FOUND


def build(asked: Namespace) -> int:
    """Build the index of the world's towns, or of a GeoNames country file."""
    if asked.dump is None:
        from gazetteer.geonames.world import build_world

        if asked.alternate_names:
            raise InputError("Alternate names go with a country file. Name it: build XK.txt --alternate-names FILE")
        path = build_world()
        _say([f"{path}: {path.stat().st_size / 1e6:.1f} MB"])
    else:
        from gazetteer.geonames.dump import build_dump

        built = build_dump(asked.dump, asked.alternate_names)
        size = f"{built.path.stat().st_size / 1e6:.1f} MB"
        _say([f"{built.path}: {size}, {built.places:,} places, {built.names:,} names"])
        if built.faulty:
            _note(f"{built.faulty:,} faulty lines were left out: {'; '.join(built.skipped)}")
    return FOUND


def export(asked: Namespace) -> int:
    """Write the curated gazetteer in the Linked Places format."""
    from gazetteer import linked_places

    found = linked_places.collection(open_gazetteer(world=False), asked.base, iso_codes_only=asked.iso_codes_only)
    with writing(asked.output) as target:
        target.writelines(linked_places.write(found))
    if asked.output not in (None, STANDARD):
        _note(f"{asked.output}: {len(found['features']):,} places")
    return FOUND


def _said_located(located: Located, policy: NamePolicy) -> list[str]:
    itself, others = named_and_told_from(located)
    if itself and not others:
        return _said_resolution(itself, policy)
    lines = [f"{located.status}: {located.reason}"]
    if located.latitude is not None and located.longitude is not None:
        radius = "" if located.radius_m is None else f" within {located.radius_m:,} m"
        lines.append(f"* {located.latitude:.5f} {located.longitude:.5f}{radius}, {located.relation}")
    if located.path and located.path[0] != located.path[-1]:  # a ring says little in numbers
        lines.append("  along " + ", ".join(f"{north:.5f} {east:.5f}" for north, east in located.path))
    if located.note:
        lines.append(f"  note: {located.note}")
    for anchor in located.anchors:
        first, *candidates = _said_resolution(anchor, policy)
        lines += [f'  "{anchor.toponym}" {first}', *(f"  {line}" for line in candidates[: 1 if anchor.best else None])]
    return lines


def _said_resolution(resolution: Resolution, policy: NamePolicy) -> list[str]:
    best = resolution.best
    candidates = [
        _said_candidate(one, policy, "*" if best and one.place.id == best.id else " ") for one in resolution.candidates
    ]
    return [f"{resolution.status}: {resolution.reason}", *candidates]


def _said_candidate(candidate: Candidate, policy: NamePolicy, mark: str = " ") -> str:
    place = candidate.place
    point = f"{place.latitude:.5f} {place.longitude:.5f}"
    return f"{mark} {place.id}  {point}  {display_name(place, policy)}; {candidate.sentence()}"


def _distance(candidate: Candidate) -> str:
    return f"{candidate.distance_km or 0:.3f}"


def _only_column(table: CsvTable) -> str:
    if len(table.header) == 1:
        return table.header[0]
    raise InputError(f"Say with --column which column holds the place names; {columns_there(table.header)}.")


def _harmless(row: list[Any], kept: int) -> list[Any]:
    """Quote the texts of the added cells, never a cell of the table itself."""
    return [*row[:kept], *csv_row(row[kept : kept + len(ADDED)]), *row[kept + len(ADDED) :]]


def _progress() -> Callable[[int], None]:
    """Return what tells, on the error output, how far a long table has come."""
    due = time.monotonic() + _FIRST_WORD_S

    def tell(rows: int) -> None:
        nonlocal due
        if rows % 256 == 0 and time.monotonic() > due:
            due = time.monotonic() + _NEXT_WORD_S
            _note(f"{rows:,} rows so far")

    return tell


def _text(path: str) -> str:
    with reading(path) as source:
        content = source.read(LONGEST_TEXT + 1)
    if len(content) > LONGEST_TEXT:
        raise InputError(
            f"{path} has more than {LONGEST_TEXT:,} bytes; a text of that length is read in parts. Split it."
        )
    kind = next((kind for begun, kind in _NO_TEXTS.items() if content.startswith(begun)), None)
    text = "" if kind else decode(content)
    if kind or "\0" in text:
        raise InputError(f"{path} is {kind or 'no text file'}. Save its text as a plain text file.")
    return text.lstrip("\ufeff")


def _say(lines: Iterable[str]) -> None:
    with writing(None) as target:
        target.writelines(f"{line}\n" for line in lines)


def _json(found: Any) -> None:  # noqa: ANN401 (anything that JSON holds)
    with writing(None) as target:
        json.dump(found, target, ensure_ascii=False, indent=2)
        target.write("\n")


def _note(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
