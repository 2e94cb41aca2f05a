"""How files are taken apart into rows of cells: text tables, workbooks, GIS files."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gazetteer.tables.encodings import Encoding
from geo.errors import CancelledError, ReadingError
from geo.formats.reading.blocks import Blocks
from geo.formats.reading.careful import Lines, Record, careful_records
from geo.formats.reading.decoding import Utf8, pieces_of
from geo.formats.reading.model import Batch, Broken, Choices, Container, Layout
from geo.formats.reading.points import NO_CRS, REPRESENTED
from geo.formats.reading.recognising import look, open_rows
from geo.formats.reading.regular import regular_parts
from geo.formats.reading.texts import texts
from tests.foreign_files import (
    PLACES,
    cells_of,
    feature,
    geojson,
    geopackage,
    geoparquet,
    glanced,
    put,
    read,
    rewritten_member,
    rows_of,
    shapefile,
    workbook,
    xlsx_of,
    zipped,
)

TOWNS = [(42.9068, 20.8403), (42.2394, 21.0272)]
OPEN_QUOTE = "opens a quotation mark that is never closed; close it or remove it"
RAGGED = "look for a missing or an unquoted separator"
WRONG_QUOTE = "has a quotation mark out of place; close it, or write a quotation mark inside a field twice"
HIDDEN = "holds an invisible control character; retype the cell"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte order mark, the likeliest"),
        ("utf-16-be", "UTF-16 without a byte order mark, the likeliest"),
        ("cp1250", "Windows-1250 (Central European), the likeliest"),
    ],
)
def test_a_text_table_is_read_in_every_encoding(tmp_path, encoding, words):
    path = put(tmp_path, "a.csv", "id;mesto\r\n1;Zvečan\r\n2;Štrpce\r\n".encode(encoding))
    found = look(path, "a.csv", Choices())
    assert (found.container, found.delimiter, found.encoding_words) == (Container.CSV, ";", words)
    assert found.first_rows == (("1", "Zvečan"), ("2", "Štrpce"))
    assert rows_of(path) == [(1, 2, ("1", "Zvečan"), ()), (2, 3, ("2", "Štrpce"), ())]


def test_cyrillic_and_western_pages_are_told_apart_and_can_be_chosen(tmp_path):
    cyrillic = put(tmp_path, "c.csv", "id,место\n1,Звечан и Штрпце\n".encode("cp1251"))
    assert cells_of(cyrillic) == [("1", "Звечан и Штрпце")]
    western = put(tmp_path, "w.csv", "id,name\n1,Prishtinë\n".encode("cp1252"))
    assert cells_of(western, Choices(encoding="cp1252")) == [("1", "Prishtinë")]


def test_a_chosen_encoding_that_does_not_fit_is_named_with_the_line(tmp_path):
    path = put(tmp_path, "a.csv", "id,name\n1,a\n2,Štrpce\n".encode("cp1250"))
    with pytest.raises(ReadingError, match=r"^a\.csv: the file is not in UTF-8 from about line 3 on; choose another"):
        rows_of(path, Choices(encoding="utf-8"))
    with pytest.raises(ReadingError, match=r'there is no encoding "latin-99"; give one like utf-8'):
        rows_of(path, Choices(encoding="latin-99"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_can_be_chosen(tmp_path, delimiter):
    text = f'id{delimiter}text\n1{delimiter}"a, b; c"\n'
    path = put(tmp_path, "a.csv", text)
    assert look(path, "a.csv", Choices()).delimiter == delimiter
    assert cells_of(path) == [("1", "a, b; c")]
    first, second = f"id{delimiter}te", "t"
    assert look(path, "a.csv", Choices(delimiter="x")).header == (first, second)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_does_with_ends_of_lines_in_fields_and_blank_lines(tmp_path, end):
    lines = ["id,text", '1,"two', "", ' ""lines"""', "", "2,x", ",", '3,"y"', "", ""]
    assert rows_of(put(tmp_path, "a.csv", end.join(lines))) == [
        (1, 2, ("1", f'two{end}{end} "lines"'), ()),
        (2, 6, ("2", "x"), ()),
        (3, 8, ("3", "y"), ()),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\n1\n\n2\n", [(1, 2, ("1",), ()), (2, 4, ("2",), ())]),
        ("a,b\n", []),
        ("a,b", []),
        ("a,b\n1,2", [(1, 2, ("1", "2"), ())]),
        ("\n\na,b\n1,2\n", [(1, 4, ("1", "2"), ())]),
        (
            "a,b\n1\n1,2,3\n4,5\n",
            [
                (1, 2, "1", f"has 1 cell, the header has 2; {RAGGED}"),
                (2, 3, "1,2,3", f"has 3 cells, the header has 2; {RAGGED}"),
                (3, 4, ("4", "5"), ()),
            ],
        ),
        ('a,b\n1,"x\n2,3\n4,5\n', [(1, 2, '1,"x', OPEN_QUOTE), (2, 3, ("2", "3"), ()), (3, 4, ("4", "5"), ())]),
        ('a,b\n1,"x\n2,"y"\n4,5\n', [(1, 2, '1,"x', WRONG_QUOTE), (2, 3, ("2", "y"), ()), (3, 4, ("4", "5"), ())]),
        ('a,b\n1,5" x\n2,"q"\n', [(1, 2, ("1", '5" x'), ()), (2, 3, ("2", "q"), ())]),
        ("a,b\n1,=2+2\n", [(1, 2, ("1", "=2+2"), ())]),
    ],
)
def test_a_faulty_record_costs_itself_and_no_other(tmp_path, text, rows):
    assert rows_of(put(tmp_path, "a.csv", text)) == rows


def test_an_open_quote_far_from_the_end_costs_one_record(tmp_path):
    lines = ["a,b", *(f'{at},"text {at}"' for at in range(30_000))]
    lines[15_000] = '14999,"never closed'
    rows = rows_of(put(tmp_path, "a.csv", "\n".join(lines)))
    assert len(rows) == 30_000
    assert [row for row in rows if isinstance(row[2], str)] == [(15_000, 15_001, '14999,"never closed', WRONG_QUOTE)]
    assert rows[-1] == (30_000, 30_001, ("29999", "text 29999"), ())
    without = ["a,b", "1,x", '2,"never closed', *["3,yyyyyyyyyy"] * 30_000]
    rows = rows_of(put(tmp_path, "b.csv", "\n".join(without)))
    assert (len(rows), rows[1], rows[-1][:2]) == (30_002, (2, 3, '2,"never closed', OPEN_QUOTE), (30_002, 30_003))


@pytest.mark.parametrize("length", [32_768, 100_000])
def test_a_field_longer_than_a_spreadsheet_takes_is_a_fault_of_its_row(tmp_path, length):
    rows = rows_of(put(tmp_path, "a.csv", f"a,b\n1,{'é' * length}\n2,{'é' * 32_767}\n3,x\n"))
    assert [row[3] for row in rows] == [(("b", "has more than 32,767 characters; shorten it"),), (), ()]


def test_control_signs_are_faults_of_their_cells(tmp_path):
    path = put(tmp_path, "a.csv", "a,b\n1,x\x00y\n2,\x07\n3,\t ok\n")
    assert [row[3] for row in rows_of(path)] == [(("b", HIDDEN),), (("b", HIDDEN),), ()]


def test_columns_without_a_name_or_with_that_of_another_get_one(tmp_path):
    found = look(put(tmp_path, "a.csv", "a,,a,a (2)\n1,2,3,4\n"), "a.csv", Choices())
    assert found.header == ("a", "column 2", "a (3)", "a (2)")
    assert found.notes == (
        'Column 2 has no name; it is called "column 2" here.',
        'Column 3 has the name of another column, "a"; it is called "a (3)" here.',
    )


CELL = st.text(alphabet='ab,"\n\r;\té\u2028=', max_size=6)


def careful(content, columns):
    """Read a text table with care alone."""
    blocks, before = Blocks(iter([content])), 0
    while block := blocks.take():
        for one in careful_records(block, blocks, ",", columns):
            if isinstance(one, Lines):
                before += one.count
            else:
                yield replace(one, line=one.line + before)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.one_of(
        st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=12)),
        st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=12),
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
@example([["a"], ["\r\n"]], "\n", False)  # noqa: FBT003
@example([["", ";"], [","]], "\n", False)  # noqa: FBT003
def test_fast_and_careful_reading_say_the_same_of_every_well_formed_file(rows, end, all_quoted):
    def written(cell):
        return '"' + cell.replace('"', '""') + '"' if all_quoted or re.search('[",\r\n]', cell) else cell

    text = "".join(",".join(map(written, row)) + end for row in rows)
    content = text.encode()
    header = tuple(map(str, range(len(rows[0]))))
    expected = list(careful(content, len(header)))
    assert [tuple(one.cells) for one in expected if isinstance(one, Record)] == [
        tuple(row) for row in rows if any(row) and len(row) == len(header)
    ]
    fast = regular_parts(content, ",", header, heading=False, quoting=True)
    if fast is None:  # rows without anything but signs are left to the careful way
        assert not all(any(cell.strip(',"') for cell in row) for row in rows)
        return
    found = []
    for part in fast[:-1]:
        if isinstance(part, Broken):
            found.append(part)
            continue
        cells = zip(*(column.to_pylist() for column in part.cells.columns), strict=True)
        found += [Record(line, list(row)) for line, row in zip(part.lines.tolist(), cells, strict=True)]
    assert found == expected
    assert fast[-1] == Lines(len(list(io.StringIO(text, newline=""))))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='ab,"\n\r', max_size=60), st.integers(1, 9))
def test_no_record_is_lost_wherever_a_block_ends(text, size):
    content = text.encode()
    blocks = Blocks(iter([content[at : at + size] for at in range(0, len(content), size)]))
    found, lines = [], 0
    while block := blocks.take():
        for one in careful_records(block, blocks, ",", 2):
            if isinstance(one, Lines):
                lines += one.count
            else:
                found.append(one.line + lines)
    whole = [one.line for one in careful(content, 2)]
    assert (found, lines) == (whole, len(list(io.StringIO(text, newline=""))))


def test_gdelt_is_told_without_a_header_and_its_quotes_are_letters(tmp_path):
    cells = [""] * 61
    cells[0], cells[1], cells[2], cells[3], cells[26] = "123456789", "20150218", "201502", "2015", "193"
    cells[6] = 'THE "PEOPLE'
    path = put(tmp_path, "x.export.CSV", "\t".join(cells) + "\n" + "\t".join(cells) + "\n")
    found = look(path, path.name, Choices())
    assert (found.layout, found.header[0], len(found.first_rows)) == (Layout.GDELT_2, "GLOBALEVENTID", 2)
    assert rows_of(path) == [(1, 1, tuple(cells), ()), (2, 2, tuple(cells), ())]


def test_work_that_is_stopped_closes_the_file_and_leaves_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)

    def stop(_done, _words):
        raise CancelledError("stopped")

    kml = "<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>"
    for path in (
        put(tmp_path, "a.csv", "a,b\n1,2\n"),
        geojson(tmp_path, "a.geojson", [feature((1, 2), a=1)]),
        zipped(tmp_path, "a.kmz", [("doc.kml", kml)]),
        workbook(tmp_path, "a.xlsx", {"S": [["a"], [1]]}),
        geoparquet(tmp_path, "a.parquet", {"a": [1]}, [(1, 2)]),
        zipped(tmp_path, "a.zip", [("a.csv", "a,b\n1,2\n")]),
    ):
        with pytest.raises(CancelledError):
            rows_of(path, tell=stop)
        assert list(folder.iterdir()) == []
        opened = Path("/proc/self/fd")
        if opened.is_dir():
            assert str(path) not in {str(one.readlink()) for one in opened.iterdir() if one.is_symlink()}


@pytest.mark.parametrize("members", [["20040317.export.csv"], ["x/A.TSV"], ["readme.txt", "b.csv"], ["only.txt"]])
def test_a_table_in_an_archive_is_read_as_it_is(tmp_path, members):
    content = "id;mesto\r\n1;Zvečan\r\n".encode("utf-16")
    hidden = [("__MACOSX/x.csv", "x"), (".hidden.csv", "x")]
    path = zipped(tmp_path, "a.bin", [*((member, content) for member in members), *hidden])
    found, rows, _ = read(path)
    assert (found.container, found.part, found.parts) == (Container.ZIPPED, members[-1], (members[-1],))
    assert (found.delimiter, found.encoding_words, rows) == (";", "UTF-16", [(1, 2, ("1", "Zvečan"), ())])


@given(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=4).map(str.encode)), max_size=8))
def test_utf8_in_pieces_is_told_as_by_decoding_it(pieces):
    checked = Utf8()
    told = [checked.goes_on(piece) for piece in [*filter(None, pieces), b""]]
    try:
        b"".join(pieces).decode("utf-8")
    except UnicodeDecodeError:
        assert not all(told)
    else:
        assert all(told)


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
def test_the_line_is_told_on_which_a_text_leaves_its_encoding(size):
    for codec, content, line in (
        ("utf-8", "a\nč\n".encode() + b"\xe8\n", 3), ("utf-8", "a\nč".encode()[:-1], 2), ("ascii", b"a\n\nb\xe8", 3),
    ):  # fmt: skip
        with pytest.raises(ReadingError, match=rf"from about line {line} on; choose another encoding"):
            list(pieces_of(io.BytesIO(content), "a", Encoding(codec, certain=True), size))


def test_progress_is_told_once_a_batch_and_ends_at_one(tmp_path):
    path = put(tmp_path, "a.csv", "a,b\n1,2\n")
    told = []
    found = look(path, "a.csv", Choices())
    list(open_rows(path, found, Choices(), lambda done, words: told.append((done, words))).batches)
    assert told == [(1.0, "1 rows read")]


def test_batches_hold_at_most_65536_rows(tmp_path):
    path = put(tmp_path, "a.csv", "a\n" + "1\n" * 70_000)
    found = look(path, "a.csv", Choices())
    pieces = [piece for piece in open_rows(path, found, Choices()).batches if isinstance(piece, Batch)]
    assert [(piece.cells.num_rows, piece.row[0], piece.line[-1]) for piece in pieces] == [
        (65_536, 1, 65_537),
        (4_464, 65_537, 70_001),
    ]


def test_a_workbook_is_read_as_texts_with_dates_numbers_and_formulas(tmp_path):
    rows = [
        ["id", "day", "number", "true", "formula", None],
        [1, datetime(2004, 3, 17), 2.0, True, "=1+1"],  # noqa: DTZ001 - a sheet has no zones
        [],
        ["x", datetime(2004, 3, 17, 4, 30), 0.1, None, "=A2"],  # noqa: DTZ001
        ["'=1", date(2004, 3, 18), 12345678901, "#N/A", None, None],
        [None, None, None, None, None, None, "more"],
    ]
    path = workbook(tmp_path, "a.xlsx", {"first": rows, "second": [["only"], ["one"]]})
    saved = re.compile(rb"<f>A2</f><v ?(?:/>|></v>)")
    rewritten_member(path, "xl/worksheets/sheet1.xml", lambda xml: saved.sub(b"<f>A2</f><v>1</v>", xml))
    unsaved = "is a formula whose result was never saved; open the workbook in a spreadsheet, save it and read it again"
    wrong = "is an error that a formula ended in; correct the formula or empty the cell"
    assert rows_of(path) == [
        (1, 2, ("1", "2004-03-17", "2", "true", ""), (("formula", unsaved),)),
        (2, 4, ("x", "2004-03-17T04:30:00", "0.1", "", "1"), ()),
        (3, 5, ("'=1", "2004-03-18", "12345678901", "", ""), (("true", wrong),)),
        (4, 6, "\t\t\t\t\t\tmore", "has 7 cells, the header has 5; name the columns or empty the cells"),
    ]
    assert rows_of(path, Choices(part="second")) == [(1, 2, ("one",), ())]
    found = look(path, "a.xlsx", Choices())
    assert (found.part, found.parts, found.rows) == ("first", ("first", "second"), None)
    assert found.notes == ('The workbook has 2 sheets; "first" is read.',)
    with pytest.raises(ReadingError, match='there is no sheet "third"; choose one of "first", "second"'):
        look(path, "a.xlsx", Choices(part="third"))


def test_what_a_sheet_says_of_its_size_costs_nothing(tmp_path):
    sheet = (
        '<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
        '</row><row r="900000"><c r="A900000"><v>7</v></c></row></sheetData></worksheet>'
    )
    assert rows_of(zipped(tmp_path, "a.xlsx", xlsx_of(sheet))) == [(1, 900_000, ("7",), ())]


def test_geojson_gives_points_and_columns_as_written(tmp_path):
    features = [feature((x, y), place=town, day="2004/03/17", count=at) for at, (town, x, y) in enumerate(PLACES)]
    path = geojson(tmp_path, "a.bin", [*features, feature(None, place="nowhere")])
    found, rows, points = read(path)
    assert (found.container, found.header, found.rows, found.has_points) == (
        Container.GEOJSON, ("place", "day", "count"), 3, True,
    )  # fmt: skip
    assert [row[2] for row in rows] == [
        ("Zvečan", "2004/03/17", "0"),
        ("Štrpce", "2004/03/17", "1"),
        ("nowhere", "", ""),
    ]
    assert points == [*TOWNS, None]


def test_geojson_line_by_line_is_read_too(tmp_path):
    lines = [
        '{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[20.8403,42.9068]}}',
        '{"type":"Feature","properties":{"a":2},"geometry":{"type":"Point","coordinates":[21.0272,42.2394]}}',
    ]
    path = put(tmp_path, "a.txt", "\n".join(lines))
    _, rows, points = glanced(path)
    assert ([row[2] for row in rows], points) == ([("1",), ("2",)], TOWNS)


def test_shapes_are_shown_by_a_point_on_them_and_say_so(tmp_path):
    def ring(*corners):
        return {"type": "Polygon", "coordinates": [[list(one) for one in corners]]}

    path = geojson(
        tmp_path,
        "a.geojson",
        [
            feature(ring((0, 0), (2, 0), (2, 2), (0, 2), (0, 0)), a="square"),
            feature(ring((0, 0), (2, 2), (2, 0), (0, 2), (0, 0)), a="bow tie"),
            feature({"type": "MultiPoint", "coordinates": [[5, 6]]}, a="one of one"),
            feature({"type": "Point", "coordinates": []}, a="empty"),
            feature((200, 100), a="outside"),
        ],
    )
    found, rows, points = glanced(path)
    assert found.header == ("a", "geometry type")
    assert found.notes == (REPRESENTED,)
    assert points == [(1.0, 1.0), None, (6.0, 5.0), None, None]
    assert [(row[2], [reason.split(";")[0] for _, reason in row[3]]) for row in rows] == [
        (("square", "Polygon"), []),
        (("bow tie", "Polygon"), ["the geometry is not valid (its outline crosses itself or is not closed)"]),
        (("one of one", "MultiPoint"), []),
        (("empty", ""), []),
        (("outside", "Point"), ["the coordinate lies outside the world"]),
    ]


def test_a_geopackage_is_read_by_its_layers(tmp_path):
    path = geopackage(tmp_path, "a.gpkg")
    found, rows, points = read(path)
    assert [row[2] for row in rows] == [("Zvečan", "2004-03-17", "3"), ("Štrpce", "2004-03-17", "3")]
    assert (found.parts, points) == (("places",), TOWNS)
    with pytest.raises(ReadingError, match=r"^a\.gpkg: there is no such layer; choose one of: places\.$"):
        look(path, "a.gpkg", Choices(part="sqlite_master"))


@pytest.mark.parametrize(("encoding", "cpg"), [("cp1250", None), ("utf-8", "UTF-8")])
def test_a_zipped_shapefile_is_read_in_its_encoding(tmp_path, encoding, cpg):
    parts = shapefile([town for town, *_ in PLACES], [(x, y) for _, x, y in PLACES], encoding=encoding, cpg=cpg)
    path = zipped(tmp_path, "a.zip", [(f"in/towns{ending}", content) for ending, content in parts])
    if cpg:
        found, rows, points = read(path)
        assert (found.container, found.part, found.rows) == (Container.SHAPEFILE, "in/towns", 2)
    else:
        found, rows, points = glanced(path)
        assert (found.rows, found.encoding) == (2, "")
    assert ([row[2] for row in rows], points) == ([("Zvečan",), ("Štrpce",)], TOWNS)


def test_a_shapefile_without_a_coordinate_system_is_degrees_only_if_it_looks_so(tmp_path):
    def packed(name, points):
        return zipped(tmp_path, name, [(f"a{end}", content) for end, content in shapefile(["x"], points, prj=None)])

    assert look(packed("a.zip", [(20.8, 42.9)]), "a.zip", Choices()).notes == (NO_CRS,)
    with pytest.raises(ReadingError, match=r"its coordinates are no degrees; add it \(for a shapefile"):
        look(packed("b.zip", [(500_000, 4_700_000)]), "b.zip", Choices())


def test_another_coordinate_system_becomes_degrees(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = geojson(tmp_path, "a.geojson", [feature((2_319_930.5, 5_301_160.0), a=1)], crs=crs)
    assert glanced(path)[2] == [(42.9289, 20.8403)]


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>All</name>
<Placemark><name>A</name><TimeStamp><when>2004-03</when></TimeStamp>
<ExtendedData><Data name="killed"><value>3</value></Data></ExtendedData>
<Point><coordinates>20.8403,42.9068,0</coordinates></Point></Placemark>
<Folder><name>South</name><Placemark><name>B</name><description><![CDATA[<b>x</b>]]></description>
<TimeSpan><begin>2004-03-17</begin><end>2004</end></TimeSpan>
<ExtendedData><SchemaData><SimpleData name="source">paper</SimpleData></SchemaData></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 2,0 2,2 0,2 0,0</coordinates></LinearRing></outerBoundaryIs>
</Polygon></Placemark><Placemark><name>C</name><Point><coordinates>x</coordinates></Point></Placemark></Folder>
</Document></kml>"""


@pytest.mark.parametrize("packed", [False, True])
def test_kml_keeps_its_times_as_written_and_its_own_columns(tmp_path, packed):
    path = zipped(tmp_path, "a.zip", [("doc.kml", KML)]) if packed else put(tmp_path, "a.xml", KML)
    found = look(path, "a", Choices())
    assert (found.container, found.rows) == (Container.KMZ if packed else Container.KML, 3)
    assert found.header == (
        "name", "description", "folder", "time", "begin", "end", "address", "killed", "source", "geometry type",
    )  # fmt: skip
    assert rows_of(path) == [
        (1, 2, ("A", "", "", "2004-03", "", "", "", "3", "", "Point"), ()),
        (2, 3, ("B", "<b>x</b>", "South", "", "2004-03-17", "2004", "", "", "paper", "Polygon"), ()),
        (3, 4, ("C", "", "South", "", "", "", "", "", "", ""), (("", "the geometry cannot be read; draw it anew"),)),
    ]
    assert read(path)[2] == [TOWNS[0], (1.0, 1.0), None]


def test_geoparquet_is_read_with_its_points(tmp_path):
    columns = {"name": ["a", "b", None], "day": [date(2004, 3, 17), None, None], "n": [1.5, 2.0, None]}
    path = geoparquet(tmp_path, "a.parquet", columns, [(20.8403, 42.9068), (21.0272, 42.2394), b"junk"])
    found, rows, points = read(path)
    assert (found.rows, points) == (3, [*TOWNS, None])
    assert rows == [
        (1, 2, ("a", "2004-03-17", "1.5"), ()),
        (2, 3, ("b", "", "2"), ()),
        (3, 4, ("", "", ""), (("", "the geometry cannot be read; draw it anew"),)),
    ]


def test_plain_parquet_is_a_table(tmp_path):
    path = geoparquet(tmp_path, "a.parquet", {"latitude": [42.9], "longitude": [20.8], "tags": [["a", "ë"]]})
    found = look(path, "a", Choices())
    assert (found.has_points, found.first_rows) == (False, (("42.9", "20.8", '["a", "ë"]'),))


@pytest.mark.parametrize(
    ("column", "written"),
    [
        (
            pa.array([1.0, 0.1, 1 / 3, float("nan"), float("inf"), None]),
            ["1", "0.1", "0.3333333333333333", "", "", ""],
        ),
        (pa.array([2**63], pa.uint64()), ["9223372036854775808"]),
        (pa.array([True, False, None]), ["true", "false", ""]),
        (pa.array([datetime(2004, 3, 17), datetime(2004, 3, 17, 1, 2)]), ["2004-03-17", "2004-03-17T01:02:00"]),  # noqa: DTZ001
        (pa.array([datetime(2004, 3, 17)], pa.timestamp("ms", "UTC")), ["2004-03-17T00:00:00Z"]),  # noqa: DTZ001
        (pa.array(["a", None]).dictionary_encode(), ["a", ""]),
        (pa.array([{"a": "ë"}, None]), ['{"a": "ë"}', ""]),
        (pa.array([b"\x00\xff"]), ["00ff"]),
        (pa.array([None]), [""]),
    ],
)
def test_every_value_becomes_the_text_that_its_owner_would_write(column, written):
    assert texts(column).to_pylist() == written


def test_a_package_and_our_own_table_are_known(tmp_path):
    package = zipped(
        tmp_path,
        "a.zip",
        [("datapackage.json", "{}"), ("incidents.csv", "id,title\nx,Clash\n"), ("places.csv", "id\n")],
    )
    found = look(package, "a.zip", Choices())
    assert (found.container, found.layout, found.header) == (Container.PACKAGE, Layout.TABLE, ("id", "title"))
    flat = "id,first_day,last_day,date_precision,place_precision,event_type\na,2004-03-17,2004-03-17,day,exact,clash\n"
    assert look(put(tmp_path, "a.csv", flat), "a", Choices()).layout is Layout.FLAT


def test_a_geometry_of_many_kinds_keeps_its_order():
    from geo.formats.reading.points import points_of as shown

    shapes = [shapely.Point(1, 2), None, shapely.LineString([(0, 0), (2, 0)]), shapely.Point()]
    points = shown([None if shape is None else shapely.to_wkb(shape) for shape in shapes])
    assert points.kinds == ("Point", "", "LineString", "Point")
    assert points.longitude.tolist()[0] == 1.0
    assert points.latitude.tolist()[2] == 0.0
    assert points.faults == ()
