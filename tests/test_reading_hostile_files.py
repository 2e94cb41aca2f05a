"""Files that are made to reach elsewhere, to eat memory or time, or that are simply broken."""

from __future__ import annotations

import json
import os
import socket
import stat
import struct
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.errors import ReadingError
from geo.formats.reading import limits, vector, workbook
from geo.formats.reading.archives import checked_members
from geo.formats.reading.model import Choices, Container
from geo.formats.reading.recognising import look
from tests.foreign_files import (
    archive_bytes,
    cells_of,
    feature,
    geojson,
    geopackage,
    geoparquet,
    glanced,
    put,
    read,
    rows_of,
    shapefile,
    xlsx_of,
    zipped,
)

ROOT = Path(__file__).parents[1]
SECRET = "the secret of the server"  # noqa: S105 - what nobody may read through another file


@contextmanager
def listening():
    """Listen on this machine and count who calls."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stopped = threading.Event()

        def accept():
            while not stopped.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection.recv(200))
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", calls
        finally:
            time.sleep(0.1)
            stopped.set()
            thread.join()


def secret(folder):
    """Write a file that nobody may read through another one."""
    return put(folder, "secret.csv", f"id,x,y,text\n1,20.8,42.9,{SECRET}\n")


def vrt(*sources):
    layers = (
        f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource>'
        '<GeometryField encoding="PointFromColumns" x="x" y="y"/></OGRVRTLayer>'
        for source in sources
    )
    return f"<OGRVRTDataSource>{''.join(layers)}</OGRVRTDataSource>"


def refusal(path, choices=None):
    """Return the sentence that a file is refused with."""
    with pytest.raises(ReadingError) as caught:
        rows_of(path, choices)
    said = str(caught.value)
    assert said.startswith(f"{path.name}")
    assert said.endswith(".")
    assert SECRET not in said
    assert "\n" not in said
    return said


def opened_by_gdal(path):
    """Hand a file to the program that runs GDAL, past everything that looks at it before."""
    with vector._stream(path, path.name, Container.GEOJSON, {"layer": "", "encoding": "", "rows": ""}) as reader:
        return reader.read_all().to_pylist()


def test_a_virtual_layer_under_another_name_reads_no_other_file_and_calls_nobody(tmp_path):
    with listening() as (address, calls):
        sources = (str(secret(tmp_path)), f"/vsicurl/http://{address}/a.csv", f"http://{address}/a.geojson")
        path = put(tmp_path, "a.geojson", vrt(*sources))
        assert "is a virtual layer of GDAL, which only points to other files" in refusal(path)
        with pytest.raises(ReadingError, match="cannot be read as GeoJSON"):
            opened_by_gdal(path)
        # GDAL looks for its word anywhere near the beginning
        disguised = put(tmp_path, "b.geojson", json.dumps({"type": "FeatureCollection", "about": vrt(*sources)}))
        assert "cannot be read as GeoJSON" in refusal(disguised)
    assert calls == []


def test_the_hostile_files_would_do_harm_without_the_allow_list(tmp_path):
    """What is refused here has to be worth refusing: with all drivers the file gives the secret away."""
    path = put(tmp_path, "a.geojson", vrt(secret(tmp_path)))
    words = "import sys, pyogrio.raw as raw; print(raw.read(sys.argv[1])[3])"
    said = subprocess.run([sys.executable, "-c", words, str(path)], capture_output=True, text=True, check=True)
    assert SECRET in said.stdout


@pytest.mark.parametrize(
    "content",
    [
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read http://ADDRESS/a.geojson"},
        {"links": [{"rel": "data", "href": "http://ADDRESS/x"}], "collections": [], "stac_version": "1.0.0"},
        {"type": "Topology", "objects": {"a": {"type": "Point"}}, "arcs": [], "href": "http://ADDRESS/x"},
    ],
)
def test_json_that_names_an_address_is_not_followed(tmp_path, content):
    with listening() as (address, calls):
        path = put(tmp_path, "a.geojson", json.dumps(content).replace("ADDRESS", address))
        try:
            assert opened_by_gdal(path) == []
        except ReadingError as error:
            assert str(error).startswith("a.geojson: ")  # noqa: PT017 - either is right, harm is not
    assert calls == []


def test_a_text_that_is_an_address_is_only_a_text(tmp_path):
    with listening() as (address, calls):
        links = [{"rel": "next", "href": f"http://{address}/x.geojson"}]
        texts = {"url": f"http://{address}/x", "file": "/vsicurl/x"}
        path = geojson(tmp_path, "a.geojson", [feature((1, 2), **texts)], links=links)
        assert cells_of(path) == [tuple(texts.values())]
    assert calls == []


def test_drivers_that_cannot_be_switched_off_stop_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(vector, "_all_drivers", frozenset)
    path = geojson(tmp_path, "a.geojson", [feature((1, 2), a=1)])
    assert "GDAL has drivers that cannot be switched off: ADBC" in refusal(path)


@pytest.mark.parametrize(
    "sql",
    [
        """CREATE VIEW elsewhere AS SELECT readfile('/etc/passwd') AS text;
        INSERT INTO gpkg_contents (table_name, data_type) VALUES ('elsewhere', 'attributes');""",
        """PRAGMA writable_schema = ON; INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES
        ('table', 'elsewhere', 'elsewhere', 0, 'CREATE VIRTUAL TABLE elsewhere USING VirtualOGR(''/etc/passwd'')');""",
        "CREATE TABLE elsewhere (a TEXT, b TEXT AS (upper(a)));",
        "CREATE VIEW gpkg_extensions AS SELECT load_extension('/tmp/x.so');",
    ],
)
def test_a_geopackage_that_computes_what_it_shows_is_refused(tmp_path, sql):
    said = refusal(geopackage(tmp_path, "a.gpkg", sql))
    assert "is no plain table but computed when it is read, which could reach other files" in said


def test_a_trigger_of_a_geopackage_is_never_run_and_the_file_stays_as_it_is(tmp_path):
    sql = "CREATE TRIGGER gone AFTER UPDATE ON places BEGIN DELETE FROM places; END;"
    path = geopackage(tmp_path, "a.gpkg", sql)
    before = path.read_bytes()
    assert len(glanced(path)[1]) == 2
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.gpkg"]


KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACE = "<Placemark><name>A</name><Point><coordinates>20.8,42.9</coordinates></Point></Placemark>"


def test_a_link_in_kmz_is_not_followed(tmp_path):
    with listening() as (address, calls):
        link = f"<NetworkLink><Link><href>http://{address}/more.kml</href></Link></NetworkLink>"
        style = f"<styleUrl>http://{address}/style.kml#a</styleUrl>"
        alone = zipped(tmp_path, "a.kmz", [("doc.kml", KML.format(link))])
        assert "holds no places itself, only links to other files, which are not fetched" in refusal(alone)
        both = zipped(tmp_path, "b.kmz", [("doc.kml", KML.format(link + PLACE.replace("<name>", style + "<name>")))])
        found, rows, points = read(both)
        assert found.notes == ("The file also points to other files or addresses; what is there was not fetched.",)
        assert (rows[0][2][0], points) == ("A", [(42.9, 20.8)])
    assert calls == []


def laughs():
    more = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    return f'<!DOCTYPE kml [<!ENTITY l0 "ha">{more}]>' + KML.format("<name>&l11;</name>")


@pytest.mark.parametrize("padding", [0, 100_000])
@pytest.mark.parametrize("kind", ["file", "address", "laughs"])
def test_kml_that_declares_entities_is_refused_at_once(tmp_path, kind, padding):
    with listening() as (address, calls):
        system = str(secret(tmp_path)) if kind == "file" else f"http://{address}/x.dtd"
        text = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{system}">]>' + KML.format(PLACE.replace("A", "&x;"))
        text = "<!--" + " " * padding + "-->" + (laughs() if kind == "laughs" else text)
        begun = time.monotonic()
        for path in (put(tmp_path, "a.kml", text), zipped(tmp_path, "a.kmz", [("doc.kml", text)])):
            said = refusal(path)
            assert "declares a document type" in said or "is XML that is not read" in said
        assert time.monotonic() - begun < 5
    assert calls == []


def test_kml_that_is_nested_without_end_is_refused(tmp_path):
    path = put(tmp_path, "a.kml", KML.format("<Folder>" * 200_000))
    assert "is nested more than 100 times" in refusal(path)


def members_of(kind):
    """Return the members of an archive that is refused, and what is said."""
    kml = ("doc.kml", KML.format(PLACE))
    link = zipfile.ZipInfo("doc.kml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return {
        "up": ([("../doc.kml", "x")], "is named with a path that leads elsewhere"),
        "absolute": ([("/etc/passwd", "x")], "is named with a path that leads elsewhere"),
        "drive": ([("C:\\x.kml", "x")], "is named with a path that leads elsewhere"),
        "backslash": ([("a\\..\\..\\x.kml", "x")], "is named with a path that leads elsewhere"),
        "nested": ([kml, ("more.zip", archive_bytes([kml]))], "is an archive itself"),
        "link": ([(link, "/etc/passwd")], "is a link to another file"),
        "many": ([(f"{at}.kml", "x") for at in range(201)], "holds 201 files and at most 200 are read"),
        "squeezed": ([("doc.kml", b" " * 2_000_000)], "would unpack to more than 100 times its size"),
        "vrt": ([("a.vrt", vrt("/etc/passwd")), ("a.geojson", vrt("/etc/passwd"))], "holds no shapefile, no data"),
        "vrt as csv": ([("a.csv", vrt("/etc/passwd"))], "a.zip, a.csv: the file is a virtual layer of GDAL"),
        "shapefile as csv": (
            [("a.csv", b"SQLite format 3\0" + b"x" * 99)],
            "a.csv: the file in the archive is no table",
        ),
        "empty": ([("a.csv", "")], "a.zip, a.csv: the file is empty"),
        "table up": ([("../a.csv", "a\n1\n")], "is named with a path that leads elsewhere"),
        "document": ([("[Content_Types].xml", "x"), ("word/document.xml", "x")], "is a document"),
        "ods": ([("mimetype", "x"), ("content.xml", "x")], "is an OpenDocument table (ods)"),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "up",
        "absolute",
        "drive",
        "backslash",
        "nested",
        "link",
        "many",
        "squeezed",
        "vrt",
        "document",
        "ods",
        "vrt as csv",
        "shapefile as csv",
        "empty",
        "table up",
    ],
)
def test_an_archive_that_holds_what_it_should_not_is_refused(tmp_path, kind):
    members, words = members_of(kind)
    assert words in refusal(zipped(tmp_path, "a.zip", members))


def test_an_archive_with_a_name_twice_or_a_password_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path, "a.zip", [("doc.kml", "x"), ("doc.kml", "y")])
    assert 'holds "doc.kml" twice' in refusal(path)
    content = bytearray(archive_bytes([("doc.kml", "x")]))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "is encrypted; pack it without a password" in refusal(put(tmp_path, "b.zip", bytes(content)))


def test_an_archive_that_lies_about_its_sizes_unpacks_to_no_more_than_it_says(tmp_path):
    content = bytearray(archive_bytes([("doc.kml", KML.format(PLACE + " " * 3_000_000))]))
    directory = content.index(b"PK\x01\x02")
    for at in (22, directory + 24):
        content[at : at + 4] = struct.pack("<I", 1_000)
    assert "is damaged or cut off" in refusal(put(tmp_path, "a.kmz", bytes(content)))


def test_a_virtual_layer_beside_a_shapefile_is_left_in_the_archive(tmp_path):
    parts = shapefile(["x"], [(20.8, 42.9)])
    others = [("a.vrt", vrt("/etc/passwd")), ("a.shp.xml", vrt("/etc/passwd")), ("a.shp.aux.xml", "x")]
    path = zipped(tmp_path, "a.zip", [*((f"a{end}", content) for end, content in parts), *others])
    assert glanced(path)[1] == [(1, 2, ("x",), ())]


@pytest.fixture(scope="module")
def bomb(tmp_path_factory):
    """Return a workbook of some hundred KB that unpacks to 103 MB."""
    row = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
    sheet = "<worksheet><sheetData>" + row * 2_100_000 + "</sheetData></worksheet>"
    return zipped(tmp_path_factory.mktemp("bomb"), "a.xlsx", xlsx_of(sheet))


def test_a_workbook_that_is_a_bomb_is_refused_at_once(bomb):
    assert bomb.stat().st_size < 400_000
    begun = time.monotonic()
    assert "unpacked it would be 103 MB and at most 100 MB are read" in refusal(bomb)
    assert time.monotonic() - begun < 1


def test_a_workbook_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "WORKBOOK_SECONDS", -1.0)
    sheet = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    assert "took more than -1 seconds and was stopped" in refusal(zipped(tmp_path, "a.xlsx", xlsx_of(sheet)))


def test_a_workbook_with_entities_or_with_a_row_that_never_ends_is_refused(tmp_path):
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>'
    assert "declares a document type" in refusal(zipped(tmp_path, "a.xlsx", xlsx_of(entity)))
    wide = '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    assert "reaches to column 16,384 and at most 2,000 are read" in refusal(zipped(tmp_path, "b.xlsx", xlsx_of(wide)))
    far = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"/></sheetData></worksheet>'
    assert "has more than 1,048,576 rows" in refusal(zipped(tmp_path, "c.xlsx", xlsx_of(far)))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"/><row r="2"><c r="A2"><v>2</v></c></row>',
         "row 2 stands after row 3"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>', "row 1 stands after row 1"),
        ('<row><c><v>1</v></c></row><row spans="1:1"/><row r=\'2\'><c><v>2</v></c></row>', "row 2 stands after row 2"),
        ('<row r="1"><c r="AA1"><v>1</v></c><c s="1" r="B1"><v>2</v></c></row>', "the cells of row 1 are not in order"),
        ('<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="5"/><row r="4"/>',
         "row 4 stands after row 5"),
    ],
)  # fmt: skip
def test_a_workbook_whose_rows_or_cells_stand_backwards_is_refused_before_any_is_lost(tmp_path, rows, words):
    path = zipped(tmp_path, "a.xlsx", xlsx_of(f"<worksheet><sheetData>{rows}</sheetData></worksheet>"))
    said = refusal(path)
    assert f'in "xl/worksheets/sheet1.xml" of the workbook {words}, so that some would be lost; open it in a' in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\n\n  \n", "the file is empty"),
        (b"%PDF-1.7\n...", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "is an old workbook (xls) or one with a password"),
        (b"\x1f\x8b\x08\x00junk", "is packed (gzip)"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (bytes(range(256)) * 40, "is no table of text"),
        (os.urandom(3_000), "is no table of text"),
        (b"\x00\x01\x02\x03" * 4_000, "is no table of text"),
        (b"<!DOCTYPE html><html><body>Please log in", "is a web page"),
        (b"<html><body>Please log in", "is a web page"),
        (b"<gml:FeatureCollection xmlns:gml='x'></gml:FeatureCollection>", 'is XML "FeatureCollection" that'),
        (b'{"a": 1}', "cannot be read as GeoJSON"),
        (b"PK\x03\x04 no archive", "the archive is damaged or cut off"),
        (b"PAR1 no parquet PAR1", "cannot be read as Parquet"),
        (b"SQLite format 3\x00 no database", "cannot be read as a GeoPackage"),
        (b"fgb\x03fgb\x01 no flatgeobuf", "cannot be read as FlatGeobuf"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "is one part of a shapefile"),
        (b'"a\nb,c\n', "the header line opens a quotation mark that is never closed"),
        (b"x" * 5_000_000, "the header line is longer than 4,000,000 characters"),
    ],
    ids=range(21),
)
def test_what_is_nothing_that_is_read_is_told_by_its_content(tmp_path, content, words):
    assert words in refusal(put(tmp_path, "a.xlsx", content))


@pytest.mark.parametrize("kind", ["gpkg", "xlsx", "parquet", "kmz", "shp"])
def test_a_file_that_was_cut_off_is_refused(tmp_path, kind):
    parts = [(f"a{end}", content) for end, content in shapefile(["x"], [(20.8, 42.9)])]
    whole = {
        "gpkg": lambda: geopackage(tmp_path, "a.gpkg"),
        "xlsx": lambda: zipped(tmp_path, "a.xlsx", xlsx_of("<worksheet/>")),
        "parquet": lambda: geoparquet(tmp_path, "a.parquet", {"a": [1, 2, 3]}, [(1, 2), (3, 4), (5, 6)]),
        "kmz": lambda: zipped(tmp_path, "a.kmz", [("doc.kml", KML.format(PLACE))]),
        "shp": lambda: zipped(tmp_path, "a.zip", [parts[0]]),
    }[kind]()
    content = whole.read_bytes()
    cut = put(tmp_path, f"cut.{kind}", content if kind == "shp" else content[: len(content) * 2 // 3])
    said = refusal(cut)
    assert "damaged" in said or 'holds no "a.shx"' in said


def test_a_table_with_one_line_of_12_mb_loses_that_line_only(tmp_path):
    path = put(tmp_path, "a.csv", b"a,b\n1,2\n" + b"x," * 6_000_000 + b"\n3,4\n")
    rows = rows_of(path)
    assert [(row[0], row[1], row[2][:6], row[3]) for row in rows] == [
        (1, 2, ("1", "2"), ()),
        (2, 3, "x,x,x,", "is longer than 4,000,000 characters; look for missing ends of lines"),
        (3, 4, ("3", "4"), ()),
    ]
    assert len(rows[1][2]) == limits.KEPT_CHARACTERS


def test_a_short_parquet_file_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    schema = pa.schema([("a", pa.string())])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for _ in range(3):
            writer.write_table(pa.table({"a": pa.array(["x" * 900_000] * 25)}, schema))
    assert path.stat().st_size < 200_000
    assert rows_of(path)[0][3] == (("a", "has more than 32,767 characters; shorten it"),)
    longer = tmp_path / "b.parquet"
    parquet.write_table(pa.table({"a": ["x" * 1_100_000]}), longer)
    assert "the texts are far longer than those of a table" in refusal(longer)


MEASURE = """
import re, sys
from pathlib import Path
def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
sys.path.insert(0, sys.argv[1])
from geo.errors import ReadingError
from geo.formats.reading.model import Choices
from geo.formats.reading.recognising import look, open_rows
for path in map(Path, sys.argv[2:]):
    before = most()
    try:
        for _ in open_rows(path, look(path, "a", Choices()), Choices()).batches:
            pass
    except ReadingError:
        pass
    print(most() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory is told by Linux only")
def test_a_refused_or_a_large_file_costs_little_memory(tmp_path, bomb):
    large = put(tmp_path, "a.csv", b"a,b\n" + (b"1," + b"x" * 400 + b"\n") * 250_000)
    said = subprocess.run(
        [sys.executable, "-c", MEASURE, str(ROOT), str(bomb), str(large)], capture_output=True, text=True, check=True
    )
    first, second = map(int, said.stdout.split())
    assert first < 20_000
    assert second < 150_000


def test_nothing_is_left_behind_by_refused_files(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    parts = [(f"a{end}", content[:60]) for end, content in shapefile(["x"], [(20.8, 42.9)])]
    for path in (
        put(tmp_path, "a.geojson", '{"type": "FeatureCollection", "features": ['),
        zipped(tmp_path, "a.kmz", [("doc.kml", "<kml>")]),
        zipped(tmp_path, "a.zip", parts),
        zipped(tmp_path, "b.zip", [("a.csv", '"a\n')]),
    ):
        refusal(path)
        assert list(folder.iterdir()) == []


def test_formulas_and_scripts_in_cells_stay_text(tmp_path):
    hostile = ["=cmd|' /C calc'!A0", "+1", "@x", "<script>alert(1)</script>", "${alert(2)}", "'; DROP TABLE x; --"]
    path = put(tmp_path, "a.csv", "a\n" + "\n".join(hostile) + "\n")
    assert cells_of(path, Choices(delimiter=",")) == [(one,) for one in hostile]


def test_the_members_of_a_good_archive_are_named_without_its_folders(tmp_path):
    path = zipped(tmp_path, "a.zip", [("in/", ""), ("in/a.kml", "x")])
    assert list(checked_members(path, "a.zip")) == ["in/a.kml"]
    assert look(zipped(tmp_path, "b.zip", [("x.kml", KML.format(PLACE))]), "b", Choices()).container is Container.KMZ
