"""Rows of a file become incidents on the disk, or are rejected with their reason; nothing is lost."""

from __future__ import annotations

import csv
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.places import read_places
from gazetteer.resolve import Gazetteer
from geo.errors import CancelledError, ReadingError, StoreError
from geo.formats.csvtable import to_csv
from geo.formats.export import prepare
from geo.formats.reading import placing
from geo.formats.reading.ahead import ahead
from geo.formats.reading.importing import convert_rows, read_incidents
from geo.formats.reading.landing import INCIDENTS, REJECTED, REJECTIONS, original_columns
from geo.formats.reading.mapping import MAPPABLE
from geo.formats.reading.model import Batch, Broken, Choices, Converted, Layout, Opened
from geo.formats.reading.repeats import Repeats
from geo.formats.reading.table import convert_table
from geo.incident_table import SCHEMA, cells_of
from tests.foreign_files import feature, geojson
from tests.worlds import write_world

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.formats.reading.model import Outcome

TODAY = date(2024, 6, 1)
GOOD = {"id": "", "first_day": "2004-03-17", "event_type": "protest", "place_as_written": "Zvečan",
        "municipality": "", "country": "", "latitude": "", "longitude": "", "killed_low": "", "killed_best": "",
        "killed_high": ""}  # fmt: skip
MAPPING = {name: name for name in MAPPABLE}
POINT = {"latitude": "42.9", "longitude": "20.8"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder to write to."""
    (tmp_path / "version").mkdir()
    return tmp_path / "version"


def quiet(done: float, words: str) -> None:
    """Take no notice."""


def batches(rows: Sequence[Mapping[str, str] | str], size: int = 100) -> Iterator[Batch | Broken]:
    """Yield rows in batches; a text stands for a broken record."""
    waiting: list[Mapping[str, str]] = []
    for number, row in enumerate([*rows, ""], 1):
        if waiting and (isinstance(row, str) or len(waiting) == size):
            first = number - len(waiting)
            cells = pa.Table.from_pylist(waiting).combine_chunks().to_batches()[0]
            counted = np.arange(first, number)
            yield Batch(cells, counted, counted + 1)
            waiting = []
        if not isinstance(row, str):
            waiting.append({**GOOD, **row})
        elif row:
            yield Broken(number, number + 1, row, "has fewer cells than the header; fill it up")


def take(rows: Sequence[Mapping[str, str] | str], gazetteer: Gazetteer, folder: Path, **choices: Any) -> Outcome:
    header = tuple(GOOD)
    size = choices.pop("size", 2)
    chosen = Choices(**{"mapping": MAPPING, "layout": Layout.TABLE, **choices})
    return convert_rows(
        Opened(header, batches(rows, size)), convert_table, chosen, gazetteer, folder, quiet, TODAY
    )  # fmt: skip


def rejected(outcome: Outcome) -> list[dict[str, str]]:
    with outcome.rejections.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def reasons(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(row["row"], row["column"], row["reason"]) for row in rejected(outcome)]


def accepted(outcome: Outcome, *columns: str) -> list[tuple[Any, ...]]:
    table = pq.read_table(outcome.incidents, columns=list(columns))
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def test_a_good_row_becomes_an_incident_with_everything_that_follows_from_it(tiny_gazetteer, folder):
    row = {"id": "a", "killed_low": "2", "killed_best": "3", "killed_high": "4", "latitude": "42,9",
           "longitude": "20.8", "place_as_written": "Свињаре", "country": "Kosovo"}  # fmt: skip
    outcome = take([row], tiny_gazetteer, folder)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (1, 1, 0)
    (made,) = pq.read_table(outcome.incidents).to_pylist()
    across, down = cells_of(np.array([42.9]), np.array([20.8]))
    unknown = {field.name: "" if pa.types.is_string(field.type) else None for field in SCHEMA}
    assert made.pop("geometry").hex().startswith("0101000000")
    assert made == unknown | {
        "id": "a", "first_day": date(2004, 3, 17), "last_day": date(2004, 3, 17), "date_precision": "day",
        "date_prec": 1, "time_precision": 1, "place_as_written": "Свињаре", "place_precision": "settlement",
        "where_prec": 1, "geo_precision": 1, "latitude": 42.9, "longitude": 20.8, "country": "Kosovo",
        "event_type": "protest", "killed_low": 2, "killed_best": 3, "killed_high": 4, "search_text": "svinjare",
        "cell_x": int(across[0]), "cell_y": int(down[0]),
    } | {f"original_{name}": {**GOOD, **row}[name] for name in GOOD}  # fmt: skip


FAULTS = [
    ({"first_day": ""}, "first_day", "is empty but has to be filled in"),
    ({"first_day": "2004-02-30"}, "first_day", "is not in the calendar; check the year, the month and the day"),
    ({"first_day": "2024-06-03"}, "first_day", "lies in the future (today is 2024-06-01); correct the date"),
    ({"first_day": "1066"}, "first_day", "lies before 1800; look whether the year is right"),
    ({"latitude": "42.9", "place_as_written": ""}, "longitude",
     "is empty though the other coordinate is given; fill in both or none"),
    ({"latitude": "120.8", "longitude": "42.9"}, "latitude",
     "is no latitude, but would be a longitude; look whether the two are swapped, and say so in the settings"),
    ({"latitude": "4750000", "longitude": "20"}, "latitude",
     "is not between -90 and 90 degrees; correct it, or turn it into WGS 84"),
    ({"latitude": "42", "longitude": "-180.5"}, "longitude",
     "is not between -180 and 180 degrees; correct it, or turn it into WGS 84"),
    ({"latitude": "0", "longitude": "0.0"}, "latitude",
     "is a point in the Gulf of Guinea that stands for coordinates that are not known; empty both or correct them"),
    ({**POINT, "killed_best": "-1"}, "killed_best", "is below 0, the least possible; correct it"),
    ({**POINT, "killed_low": "4", "killed_best": "3"}, "killed_low",
     "is more than the best number; order them low, best, high"),
    ({**POINT, "killed_best": "4", "killed_high": "3"}, "killed_best",
     "is more than the highest number; order them low, best, high"),
    ({**POINT, "killed_low": "4", "killed_high": "3"}, "killed_low",
     "is more than the highest number; order them low, high"),
    ({"event_type": "weather"}, "event_type",
     "is a type of event that is not known here; choose which of the atlas's types it is"),
    ({"country": "Ko\x00sovo"}, "country", "holds an invisible control character; retype the cell"),
    ({"country": "Kosovo\uffff"}, "country", "holds an invisible control character; retype the cell"),
    ({"country": "x" * 32_768}, "country", "has more than 32,767 characters; shorten it"),
    ({"place_as_written": ""}, "place_as_written",
     "is empty but has to be filled in, as the row has no coordinates"),
    ({"place_as_written": "Qwxyz"}, "place_as_written", placing.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "reason"), FAULTS)
def test_a_faulty_row_is_rejected_with_its_reason_and_the_others_stay(row, column, reason, tiny_gazetteer, folder):
    outcome = take([{"id": "before"}, row, {"id": "after"}], tiny_gazetteer, folder)
    assert accepted(outcome, "id") == [("before",), ("after",)]
    assert reasons(outcome) == [("2", column, reason)]
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (3, 2, 1)


def test_a_row_with_several_faults_is_one_rejected_row_that_tells_them_all(tiny_gazetteer, folder):
    row = {"first_day": "soon", "killed_best": "=2+3", "place_as_written": "a, b"}
    outcome = take([{}, row], tiny_gazetteer, folder, size=1)
    number = "is not a whole number; write digits only, without separators, blanks or units"
    day = "is not a date; write it as 2004-03-17"
    whole = ',soon,protest,"a, b",,,,,,=2+3,'
    assert rejected(outcome) == [
        dict(zip(REJECTED, line, strict=True))
        for line in (
            ("2", "3", "killed_best", "'=2+3", number, f'Line 3, column "killed_best": "=2+3" {number}.', whole),
            ("2", "3", "first_day", "soon", day, f'Line 3, column "first_day": "soon" {day}.', whole),
        )
    ]
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (2, 1, 1)


def test_a_broken_record_counts_as_a_row_and_keeps_its_text(tiny_gazetteer, folder):
    outcome = take([{}, "a;b", {}], tiny_gazetteer, folder)
    reason = "has fewer cells than the header; fill it up"
    assert rejected(outcome) == [
        dict(zip(REJECTED, ("2", "3", "", "a;b", reason, f"Line 3: the row {reason}.", "a;b"), strict=True))
    ]
    assert accepted(outcome, "id") == [("row-1",), ("row-3",)]
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (3, 2, 1)


def test_of_two_rows_with_one_identifier_the_first_that_is_accepted_stays(tiny_gazetteer, folder):
    rows = [{"id": "a", "first_day": ""}, {"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": ""}, {"id": ""}, {"id": "b"}]
    outcome = take(rows, tiny_gazetteer, folder, size=3)
    assert accepted(outcome, "id") == [("a",), ("b",), ("row-5",), ("row-6",)]
    again = "is the identifier of line {} already; the first one stays, give this row its own"
    assert reasons(outcome)[1:] == [("4", "id", again.format(3)), ("7", "id", again.format(4))]


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=6)), st.booleans())
@settings(max_examples=60)
def test_repeats_are_found_across_all_batches(pieces, collide):
    repeats, seen, line = Repeats(), dict[str, int](), 0
    for piece in pieces:
        lines = np.arange(line, line + len(piece))
        usable = np.array([not collide or at % 3 != 1 for at in range(len(piece))], np.bool_)
        expected = {}
        for at, text in enumerate(piece):
            if text and usable[at] and seen.setdefault(text, line + at) != line + at:
                expected[at] = seen[text]
        assert repeats.find(pa.array(piece, pa.string()), lines, usable=usable) == expected
        line += len(piece)


def test_a_place_that_is_known_gives_the_row_its_coordinates_as_precisely_as_it_is_one(tiny_gazetteer, folder):
    rows = [{"place_as_written": "Zvecan"}, {"place_as_written": "Kosovo"}, {"place_as_written": "Northern Kosovo"},
            {"place_as_written": "2 km north of Svinjare"}, {"place_as_written": "", "municipality": "Zvečan"},
            {"place_as_written": "", "country": "Kosovo"}, {"place_as_written": "Ibar bridge", **POINT}]  # fmt: skip
    outcome = take(rows, tiny_gazetteer, folder)
    told = accepted(outcome, "place", "place_precision", "municipality", "latitude", "where_prec", "cell_x")
    assert [(*one[:3], one[3] and round(one[3], 3), one[4], one[5] is not None) for one in told] == [
        ("zvecan", "settlement", "zvecan_municipality", 42.907, 1, True),
        ("kosovo", "country", "", 42.58, 6, False),
        ("northern_kosovo", "region", "", 42.98, 4, False),
        ("", "near", "", 42.878, 2, True),
        ("zvecan_municipality", "municipality", "zvecan_municipality", 42.91, 3, False),
        ("kosovo", "country", "", 42.58, 6, False),
        ("", "settlement", "", 42.9, 1, True),
    ]
    assert [radius is not None for (radius,) in accepted(outcome, "radius_m")] == [False] * 3 + [True] + [False] * 3
    assert outcome.questions == ()


def test_a_place_of_two_meanings_is_asked_for_once_and_taken_as_chosen(twin_gazetteer, folder):
    rows = [{"place_as_written": "Banja"}, {"place_as_written": "Zvečan"}, {"place_as_written": "Banja"},
            {"place_as_written": "Banja"}]  # fmt: skip
    outcome = take(rows, twin_gazetteer, folder)
    ambiguous = "is ambiguous: Banja (zvecan_municipality) or Banja (XK); choose one in the review list"
    assert reasons(outcome) == [(row, "place_as_written", ambiguous) for row in ("1", "3", "4")]
    (question,) = outcome.questions
    assert (question.text, question.rows) == ("Banja", 3)
    assert [place.id for place in question.places] == ["banja_n", "banja_s"]
    chosen = take(rows, twin_gazetteer, folder, places={"Banja": "banja_s"})
    assert [place for (place,) in accepted(chosen, "place")] == ["banja_s", "zvecan", "banja_s", "banja_s"]
    assert chosen.questions == ()
    none = take(rows, twin_gazetteer, folder, places={"Banja": ""})
    assert reasons(none) == [(row, "place_as_written", placing.DECIDED) for row in ("1", "3", "4")]
    assert none.questions == ()


def test_the_municipality_beside_a_name_decides_between_places(twin_gazetteer, folder):
    outcome = take([{"place_as_written": "Banja", "municipality": "Zvečan"}], twin_gazetteer, folder)
    assert accepted(outcome, "place", "municipality") == [("banja_n", "zvecan_municipality")]


def test_after_many_open_places_only_names_known_letter_by_letter_are_looked_up(tiny_gazetteer, folder, monkeypatch):
    monkeypatch.setattr(placing, "MOST_OPEN", 1)
    rows = [{"place_as_written": name} for name in ("Qwxyz", "Zwxyq", "Svinjare", "Qwxyz")]
    outcome = take(rows, tiny_gazetteer, folder)
    assert [reason for _, _, reason in reasons(outcome)] == [placing.UNKNOWN, placing.NOT_LOOKED_UP, placing.UNKNOWN]
    assert accepted(outcome, "place") == [("svinjare",)]
    assert [(one.text, one.rows) for one in outcome.questions] == [("Qwxyz", 2)]


def test_swapped_coordinates_are_told_by_the_place_of_the_row(tiny_gazetteer, folder):
    swapped = {"latitude": "20.84", "longitude": "42.91"}
    outcome = take([swapped, POINT, {**swapped, "place_as_written": "elsewhere"}], tiny_gazetteer, folder)
    reason = (
        "lies 3,199 km from Zvečan, and there with latitude and longitude swapped; correct the row, or say in the "
        "settings that the two are swapped in the whole file"
    )
    assert reasons(outcome) == [("1", "latitude", reason)]
    mended = take([swapped], tiny_gazetteer, folder, swap_coordinates=True)
    assert accepted(mended, "latitude", "longitude") == [(42.91, 20.84)]


def test_the_file_of_incidents_opens_in_a_gis_program_with_its_points(tiny_gazetteer, folder):
    outcome = take([POINT, {"place_as_written": "Kosovo"}], tiny_gazetteer, folder)
    opened = geopandas.read_parquet(outcome.incidents)
    assert opened.crs == "OGC:CRS84"
    assert [None if point is None else (point.x, point.y) for point in opened.geometry] == [(20.8, 42.9), None]


def test_without_any_row_both_files_are_there_and_empty(tiny_gazetteer, folder):
    outcome = take([], tiny_gazetteer, folder)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (0, 0, 0)
    assert pq.read_table(outcome.incidents).num_rows == 0
    assert rejected(outcome) == []


def test_work_that_is_stopped_leaves_nothing(tiny_gazetteer, folder):
    told = []

    def stop(_: float, words: str) -> None:
        told.append(words)
        if words.startswith("4 "):
            raise CancelledError("stopped")

    opened = Opened(tuple(GOOD), batches([POINT] * 9, 2))
    with pytest.raises(CancelledError, match="stopped"):
        convert_rows(opened, convert_table, Choices(mapping=MAPPING), tiny_gazetteer, folder, stop, TODAY)
    assert told == ["0 rows read", "2 rows read", "4 rows read"]
    assert list(folder.iterdir()) == []


def test_a_fault_of_the_program_leaves_nothing_either(tiny_gazetteer, folder):
    def convert(batch: Batch, header: tuple[str, ...], choices: Choices) -> Converted:
        if batch.row[0] > 2:
            raise ZeroDivisionError
        return convert_table(batch, header, choices)

    opened = Opened(tuple(GOOD), batches([POINT] * 9, 2))
    with pytest.raises(ZeroDivisionError):
        convert_rows(opened, convert, Choices(mapping=MAPPING), tiny_gazetteer, folder, quiet, TODAY)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tiny_gazetteer, folder):
    with pytest.raises(StoreError, match=r"the rows cannot be written \(No such file or directory\)"):
        take([POINT], tiny_gazetteer, folder / "none")


def test_a_file_of_incidents_that_cannot_get_its_name_leaves_no_half(tiny_gazetteer, folder):
    (folder / INCIDENTS).mkdir()
    with pytest.raises(StoreError, match="the rows cannot be written"):
        take([POINT], tiny_gazetteer, folder)
    assert [one.name for one in folder.iterdir()] == [INCIDENTS]


CELLS = st.fixed_dictionaries({
    "id": st.sampled_from(["", "a", "b", "=1", "'"]),
    "first_day": st.sampled_from(["2004-03-17", "", "soon", "03/04/2004", "2999", "2004"]),
    "event_type": st.sampled_from(["protest", "weather", ""]),
    "place_as_written": st.sampled_from(["Zvečan", "", "Kosovo"]) | st.text(max_size=5),
    "latitude": st.sampled_from(["", "42.9", "0", "91", "x", "20.8"]),
    "longitude": st.sampled_from(["", "20.8", "0", "200", "42.9"]),
    "killed_best": st.sampled_from(["", "3", "-3", "many"]),
})  # fmt: skip


@given(st.lists(CELLS | st.just("broken"), max_size=12), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_accepted_and_rejected_rows_are_all_the_rows_whatever_they_hold(rows, size):
    with tempfile.TemporaryDirectory() as place:
        outcome = take(rows, _TINY, Path(place), size=size)
        refused = {int(row["row"]) for row in rejected(outcome)}
        assert outcome.rows == len(rows)
        assert outcome.accepted == pq.read_metadata(outcome.incidents).num_rows == len(rows) - len(refused)
        assert outcome.rejected == len(refused)
        ids = [name for (name,) in accepted(outcome, "id")]
        assert len(set(ids)) == len(ids)
        assert sorted(path.name for path in Path(place).iterdir()) == [INCIDENTS, REJECTIONS]


with tempfile.TemporaryDirectory() as _folder:
    _TINY = Gazetteer(read_places(write_world(Path(_folder) / "world")), None)


def test_columns_are_kept_under_names_of_their_own():
    assert original_columns(("a", " ", "a", "a_2"), Layout.TABLE) == {
        "original_a": 0, "original_column_2": 1, "original_a_2": 2, "original_a_2_2": 3,
    }  # fmt: skip
    assert original_columns(("id", "geometry", "original_a", "b"), Layout.FLAT) == {"original_a": 2, "original_b": 3}


def test_our_own_csv_comes_back_with_every_text_as_it_was(tiny, located, tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    changed = located.assign(title=["=1+1", "'quoted", *located["title"][2:]])
    export = prepare(tiny, changed, tiny_gazetteer, changed["id"])
    path = tmp_path / "own.csv"
    path.write_bytes(to_csv(export))
    seen = look(path, "own.csv", Choices())
    assert seen.layout is Layout.FLAT
    outcome = read_incidents(path, seen, Choices(), tiny_gazetteer, folder, quiet, TODAY)
    assert (outcome.rows, outcome.accepted, rejected(outcome)) == (len(located), len(located), [])
    shared = [name for name in export.rows[0] if name in SCHEMA.names and name not in {"latitude", "longitude"}]
    read = pq.read_table(outcome.incidents).to_pylist()
    assert [{name: _plain(row[name]) for name in shared} for row in read] == [
        {name: row[name] for name in shared} for row in export.rows
    ]
    kept = [name for name in export.rows[0] if name not in SCHEMA.names and name != "content_note"]
    assert [{name: row[f"original_{name}"] for name in kept} for row in read] == [
        {name: "" if row[name] is None else row[name] for name in kept} for row in export.rows
    ]


def test_the_file_of_incidents_is_read_back_as_it_was(tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    rows = [{**POINT, "id": "'a"}, {"place_as_written": "Kosovo"}, {"place_as_written": "2 km north of Svinjare"}]
    first = take(rows, tiny_gazetteer, tmp_path)
    seen = look(first.incidents, "incidents.parquet", Choices())
    assert seen.layout is Layout.FLAT
    again = read_incidents(first.incidents, seen, Choices(), tiny_gazetteer, folder, quiet, TODAY)
    assert rejected(again) == []
    assert pq.read_table(again.incidents).equals(pq.read_table(first.incidents))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def test_a_strange_table_is_read_from_its_file_when_everything_is_settled(tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    path = tmp_path / "own.csv"
    text = (
        "Datum;Ort;Typ;Tote\n03/04/2004;Zvečan;Protest;1\n17/03/2004;Svinjare;Protest;\n"
        "18/03/2004;Kosovo;Wetter;2\n03/18/2004;Zvečan;Wetter;x\n"
    )
    path.write_text(text, encoding="utf-8")
    choices = Choices(event_types={"Wetter": "accident"})
    outcome = read_incidents(path, look(path, "own.csv", choices), choices, tiny_gazetteer, folder, quiet, TODAY)
    assert accepted(outcome, "first_day", "place", "event_type", "killed_best") == [
        (date(2004, 4, 3), "zvecan", "protest", 1),
        (date(2004, 3, 17), "svinjare", "protest", None),
        (date(2004, 3, 18), "kosovo", "accident", 2),
    ]
    assert reasons(outcome) == [
        ("4", "Tote", "is not a whole number; write digits only, without separators, blanks or units"),
        ("4", "Datum", "has day and month the other way round than the rest of the column; write it as 2004-03-17"),
    ]  # fmt: skip


RING = {"type": "Polygon", "coordinates": [[[20, 42], [21, 42], [21, 43], [20, 43], [20, 42]]]}
LINE = {"type": "LineString", "coordinates": [[20, 42], [21, 43]]}


def test_the_place_of_a_shape_is_known_by_region_unless_the_file_says_less(tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    told = {"date": "2004-03-17", "type": "protest"}
    shapes = [
        feature((20.5, 42.5), **told, precision="", radius=None),
        feature(RING, **told, precision="", radius=None),
        feature(LINE, **told, precision="exact", radius=None),
        feature({"type": "MultiPoint", "coordinates": [[20, 42], [21, 43]]}, **told, precision="near", radius=500),
        feature(RING, **told, precision="country", radius=None),
        feature({"type": "MultiPoint", "coordinates": [[20, 42]]}, **told, precision="exact", radius=None),
    ]
    path = geojson(tmp_path, "a.geojson", shapes)
    choices = Choices(
        mapping={"first_day": "date", "event_type": "type", "place_precision": "precision", "radius_m": "radius"}
    )
    outcome = read_incidents(path, look(path, "a", choices), choices, tiny_gazetteer, folder, quiet, TODAY)
    assert reasons(outcome) == []
    names = ("place_precision", "where_prec", "geo_precision", "radius_m")
    assert accepted(outcome, *names) == [
        ("settlement", 1, 1, None),
        ("region", 4, 3, None),
        ("region", 4, 3, None),
        ("region", 4, 3, None),
        ("country", 6, 3, None),
        ("exact", 1, 1, None),
    ]
    points = [(None if one is None else one.hex()[:10]) for (one,) in accepted(outcome, "geometry")]
    assert points == ["0101000000", None, None, None, None, "0101000000"]
    assert all(latitude is not None for (latitude,) in accepted(outcome, "latitude"))


def test_a_shape_beside_coordinates_in_columns_leaves_those_as_precise_as_they_are(tiny_gazetteer, folder):
    cells = pa.RecordBatch.from_pylist([{**GOOD, **POINT}])
    nowhere, one = np.array([42.0]), np.array([1])
    piece = Batch(cells, one, one, nowhere, nowhere, spread=np.array([True]))
    choices = Choices(mapping=MAPPING, layout=Layout.TABLE)
    outcome = convert_rows(
        Opened(tuple(GOOD), iter([piece])), convert_table, choices, tiny_gazetteer, folder, quiet, TODAY
    )
    assert accepted(outcome, "place_precision", "latitude") == [("settlement", 42.9)]


def test_how_much_of_the_file_is_read_is_told_while_its_rows_are_looked_at(tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    path, told = tmp_path / "own.csv", []
    text = "date,lat,lon,type,notes\n" + f"2004-03-17,42.9,20.8,protest,{'x' * 600}\n" * 30_000
    path.write_text(text, encoding="utf-8")
    seen = look(path, "own.csv", Choices())
    read_incidents(path, seen, Choices(), tiny_gazetteer, folder, lambda *words: told.append(words), TODAY)
    parts = [done for done, _ in told]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    assert told[-1][1] == "30,000 rows written"


@pytest.mark.parametrize("at", [0, 2, 5])
def test_what_goes_wrong_while_rows_are_read_ahead_is_told_after_the_rows_before_it(at):
    def numbers() -> Iterator[int]:
        try:
            for number in range(5):
                if number == at:
                    raise CancelledError("stopped")
                yield number
        finally:
            closed.append(threading.current_thread().name)

    closed: list[str] = []
    taken = []
    try:
        for number in ahead(numbers(), 2):
            taken.append(number)  # noqa: PERF402 (what was taken before it broke off)
    except CancelledError as error:
        taken.append(str(error))
    assert taken == [*range(min(at, 5)), *(["stopped"] if at < 5 else [])]
    assert closed == ["reading-ahead_0"]


def test_who_stops_taking_rows_stops_their_reading():
    def numbers() -> Iterator[int]:
        try:
            for number in range(1_000_000):
                read.append(number)
                yield number
        finally:
            closed.append(len(read))

    read: list[int] = []
    closed: list[int] = []
    rows = ahead(numbers(), 2)
    assert next(rows) == 0
    rows.close()
    assert closed == [len(read)]
    assert len(read) < 10
    assert "reading-ahead_0" not in {thread.name for thread in threading.enumerate()}


def test_a_table_with_something_open_is_not_read(tiny_gazetteer, tmp_path, folder):
    from geo.formats.reading.recognising import look

    path = tmp_path / "own.csv"
    path.write_text("Datum,Ort,Typ\n03/04/2004,Zvečan,Protest\n05/06/2004,Zvečan,Protest\n", encoding="utf-8")
    seen = look(path, "own.csv", Choices())
    with pytest.raises(ReadingError, match=r"own\.csv: The dates of this table, such as 03/04/2004, do not tell"):
        read_incidents(path, seen, Choices(), tiny_gazetteer, folder, quiet, TODAY)
    assert list(folder.iterdir()) == []
