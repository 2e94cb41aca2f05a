"""Every form that own rows leave in is read back: what no sentence names as lost is as it was."""

from __future__ import annotations

import csv
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from geo.formats import FORMS, Form
from geo.formats.export import prepare
from geo.formats.flat_writers import write
from geo.formats.profiles import to_acled, to_ucdp
from geo.formats.reading.importing import read_incidents
from geo.formats.reading.model import Choices, Container, Layout
from geo.formats.reading.recognising import look
from geo.formats.reading.searching import search_texts
from geo.incident_table import SEARCHED
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK
from tests.flat_rows import own_row, own_table
from tests.native_files import ACLED_COLUMNS, UCDP_COLUMNS, acled, ucdp, write_rows

TODAY = date(2026, 11, 22)
ABOUT = {"Title": "Own incidents", "Licence": "=not a formula"}
#: forms that give back every row and every column
WHOLE = [Form.CSV, Form.XLSX, Form.GEOJSON, Form.GEOPACKAGE, Form.GEOPARQUET, Form.KML, Form.PACKAGE]
LOST = {Form.XLSX: ("Excel (XLSX): 1 number is rounded to 16 digits.",)}
NASTY = (
    "=1+1", "+1", "-1", "-0.5", "@SUM(A1)", "'quoted", "''twice", "'=both", '"', '""', 'a "b", c;d\te', "a\nb",
    "Свињаре, Приштина", "Zvečan/Zveçan", "😀 👨‍👩‍👧", "007", "1e5", "0x1F", "2004-03-17", "03/04/2004", "NULL",
    "nan", "#N/A", "TRUE", "<b>bold</b> & ${x}", "]]>", "\uff1d1", "\xa0=1", " leading", "trailing ", " ", "'",
    "x" * 3_000, '{"a": 1}', "[1]", "1,5",
)  # fmt: skip


def quiet(_done, _words):
    """Hear how much is done."""


def nasty_table():
    """Return rows whose every text is of the kind that some form or program spoils."""
    texts = ("title", "summary", "place_as_written", "country", "sub_event_type", "actor1", "actor2", "source", "url",
             "municipality")  # fmt: skip
    rows = []
    for at, text in enumerate(NASTY):
        told = {name: NASTY[(at + turn) % len(NASTY)] for turn, name in enumerate(texts)}
        rows.append(own_row(f"n{at}" if at % 3 else text, f"19{10 + at}-02-28", **told))
    rows += [
        own_row("deaths", killed_low=0, killed_best=3, killed_high=2_000_000_000, injured_best=7),
        own_row("month", "2004-03-01", "2004-03-31", date_precision="month", place_precision="municipality"),
        own_row("season", "2004-06-01", "2004-08-31", date_precision="season", place_precision="region"),
        own_row("days", "2004-03-17", "2004-03-19", date_precision="days", place_precision="exact",
                latitude=-0.5, longitude=-179.999999),
        own_row("nowhere", date_precision="night", place_precision="country", latitude=None, longitude=None),
        own_row("disc", place_precision="near", radius_m=1_500, latitude=42.123456789012345, longitude=1e-7),
        own_row("kinds", actor1="them", actor1_kind="crowd", actor2_kind="civilians", source_kind="news"),
    ]  # fmt: skip
    table = own_table(*(row | scales(row) for row in rows))
    keys = search_texts(*(table[name].combine_chunks() for name in SEARCHED))
    table = table.set_column(table.column_names.index("search_text"), table.schema.field("search_text"), keys)
    for turn, name in enumerate(
        ("name", "id", "=formula", "Ωmega col", "description", "number", "fid", "geometry", "time")
    ):
        cells = ["" if at % 7 == turn else NASTY[(at + turn) % len(NASTY)] for at in range(table.num_rows)]
        table = table.append_column(f"original_{name}", pa.array(cells, pa.string()))
    return table


def scales(row):
    """Return what the precisions of a row are on the scales of others."""
    days, place = DATE_CROSSWALK[row["date_precision"]], PLACE_CROSSWALK[row["place_precision"]]
    return dict(zip(("date_prec", "time_precision", "where_prec", "geo_precision"), (*days, *place), strict=True))


@pytest.fixture(scope="module")
def nasty():
    return nasty_table()


def written(table, form, folder):
    path = folder / f"out.{FORMS[form].extension}"
    return path, write(table, ABOUT, form, path, quiet)


def taken(path, folder, gazetteer, choices=None):
    """Read a file with no decision of its owner; return what it was taken for, what became of it, and the rows."""
    into = folder / "version"
    into.mkdir(exist_ok=True)
    choices = choices or Choices()
    found = look(path, path.name, choices)
    outcome = read_incidents(path, found, choices, gazetteer, into, quiet, TODAY)
    with outcome.rejections.open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.DictReader(lines)) == []
    assert (outcome.rows, outcome.rejected) == (outcome.accepted, 0)
    return found, outcome, pq.read_table(outcome.incidents).drop_columns(["geometry"])


def by_id(table, *without):
    rows = table.drop_columns([name for name in without if name in table.column_names])
    return {row["id"]: row for row in rows.to_pylist()}


@pytest.mark.parametrize("form", WHOLE)
def test_every_row_and_every_cell_comes_back(form, nasty, tiny_gazetteer, tmp_path):
    path, lost = written(nasty, form, tmp_path)
    found, _, back = taken(path, tmp_path, tiny_gazetteer)
    assert (found.layout, lost) == (Layout.FLAT, LOST.get(form, ()))
    assert sorted(back.column_names) == sorted(nasty.column_names)
    told, expected = by_id(back), by_id(nasty)
    if form is Form.XLSX:
        assert told["disc"].pop("latitude") == pytest.approx(expected["disc"].pop("latitude"), abs=1e-13)
    assert told == expected
    if form not in (Form.KML, Form.XLSX):  # KML has those without a point in a folder of their own
        assert back.select(nasty.column_names).equals(nasty)


def test_flatgeobuf_gives_back_the_rows_that_have_a_point(nasty, tiny_gazetteer, tmp_path):
    path, lost = written(nasty, Form.FLATGEOBUF, tmp_path)
    drawn = nasty.filter(pc.is_valid(nasty["cell_x"]))
    assert lost == (f"FlatGeobuf: {nasty.num_rows - drawn.num_rows} rows have no point and are not in the file.",)
    assert by_id(taken(path, tmp_path, tiny_gazetteer)[2]) == by_id(drawn)


#: columns that a form names as lost, or that are made of such
NOT_IN_ACLED = (
    "title", "url", "search_text", "radius_m", "actor1_kind", "actor2_kind", "source_kind", "killed_low", "killed_high",
    "injured_best",
)  # fmt: skip
NOT_IN_UCDP = (
    "summary", "sub_event_type", "search_text", "radius_m", "actor1_kind", "actor2_kind", "source_kind", "injured_best",
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "layout", "lost_columns"),
    [(Form.ACLED, Layout.ACLED, NOT_IN_ACLED), (Form.UCDP, Layout.UCDP_GED, NOT_IN_UCDP)],
)
def test_in_the_columns_of_another_project_only_what_is_named_is_lost(
    form, layout, lost_columns, nasty, tiny_gazetteer, tmp_path
):
    path, lost = written(nasty, form, tmp_path)
    words = {
        "title": "the title", "url": "the address", "radius_m": "the radius", "summary": "the summary",
        "sub_event_type": "the sub-type", "killed_low": "the lowest number of killed",
        "killed_high": "the highest number of killed", "injured_best": "the number of injured",
        "actor1_kind": "the kind of the first actor", "actor2_kind": "the kind of the second actor",
        "source_kind": "the kind of source", "search_text": "",
    }  # fmt: skip
    assert all(words[name] in " ".join(lost) for name in lost_columns)
    assert "9 columns of the file that was read have no place" in " ".join(lost)
    found, _, back = taken(path, tmp_path, tiny_gazetteer)
    assert (found.layout, found.ours) == (layout, True)
    originals = [name for name in {*back.column_names, *nasty.column_names} if name.startswith("original_")]
    assert by_id(back, *lost_columns, *originals) == by_id(nasty, *lost_columns, *originals)


def test_rows_of_acled_and_ucdp_leave_as_they_came_and_come_back(tiny_gazetteer, tmp_path):
    rows = [
        [acled(event_id_cnty=f"K{at}", notes=text, actor1=NASTY[-at], longitude="-0.5")
         for at, text in enumerate(NASTY)],
        [ucdp(id=str(at), source_headline=text, side_b=NASTY[-at], best="007", high="9", low="1")
         for at, text in enumerate(NASTY)],
    ]  # fmt: skip
    for form, columns, told in ((Form.ACLED, ACLED_COLUMNS, rows[0]), (Form.UCDP, UCDP_COLUMNS, rows[1])):
        folder = tmp_path / form
        folder.mkdir()
        came = taken(write_rows(folder / "came.csv", columns, told), folder, tiny_gazetteer)[2]
        path, lost = written(came, form, folder)
        found, _, back = taken(path, folder, tiny_gazetteer)
        assert (found.ours, lost) == (True, ())
        assert back.equals(came)


def test_a_file_of_acled_itself_keeps_its_apostrophes(tiny_gazetteer, tmp_path):
    row = acled(notes="'=1", actor1="''x")
    _, _, rows = taken(write_rows(tmp_path / "a.csv", ACLED_COLUMNS, [row]), tmp_path, tiny_gazetteer)
    assert (rows["summary"].to_pylist(), rows["actor1"].to_pylist()) == (["'=1"], ["''x"])
    quoted = "\ufeff" + ",".join(f'"{name}"' for name in ACLED_COLUMNS) + "\n"
    bare = acled(notes="'=1", actor1="=x")  # what begins like a formula did not leave here
    cells = ",".join('"' + bare.get(name, "").replace('"', '""') + '"' for name in ACLED_COLUMNS)
    (tmp_path / "b.csv").write_text(quoted + cells + "\n", encoding="utf-8", newline="")
    found, _, rows = taken(tmp_path / "b.csv", tmp_path, tiny_gazetteer)
    assert (found.ours, rows["summary"].to_pylist()) == (False, ["'=1"])


@pytest.fixture
def exported(tiny, located, tiny_gazetteer):
    """Return the incidents of the small world as they are exported, and the coordinates of their places."""
    export = prepare(tiny, located, tiny_gazetteer, located["id"])
    places = {row["place"]: tiny_gazetteer.place(row["place"]) for row in export.rows}
    return export, {name: (place.latitude, place.longitude) for name, place in places.items()}


@pytest.mark.parametrize(("form", "layout"), [(to_acled, Layout.ACLED), (to_ucdp, Layout.UCDP_GED)])
def test_what_the_atlas_itself_gives_in_the_columns_of_others_comes_back_as_exactly(
    form, layout, exported, tiny_gazetteer, tmp_path
):
    export, _ = exported
    path = tmp_path / "a.csv"
    path.write_bytes(form(*exported))
    found, outcome, rows = taken(path, tmp_path, tiny_gazetteer)
    assert (found.layout, found.ours, outcome.accepted) == (layout, True, len(export.rows))
    shared = ("id", "event_type", "place_precision", "date_precision", "actor1", "country", "where_prec", "date_prec")
    told = {row["id"]: row for row in rows.to_pylist()}
    assert [[told[row["id"]][name] for name in shared] for row in export.rows] == [
        [row[name] for name in shared] for row in export.rows
    ]
    days = [(str(told[row["id"]]["first_day"]), str(told[row["id"]]["last_day"])) for row in export.rows]
    assert days == [(row["first_day"], row["last_day"]) for row in export.rows]


def test_names_that_somebody_changed_in_our_kml_are_kept_beside_ours(tiny_gazetteer, tmp_path):
    table = own_table(own_row("a", title="As it was"), own_row("b"))
    path, _ = written(table.append_column("original_name", pa.array(["x", "y"])), Form.KML, tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<name>As it was</name>", "<name>As it is</name>", 1), encoding="utf-8")
    rows = by_id(taken(path, tmp_path, tiny_gazetteer)[2])
    told = ("title", "original_name", "original_name in KML", "original_description in KML")
    assert [tuple(row[name] for name in told) for row in rows.values()] == [
        ("As it was", "x", "As it is", "As it was\n\nZvecan\n\nA list"),
        ("Incident b", "y", "Incident b", "Incident b\n\nZvecan\n\nA list"),
    ]
    again, _ = written(taken(path, tmp_path, tiny_gazetteer)[2], Form.KML, tmp_path)
    assert by_id(taken(again, tmp_path, tiny_gazetteer)[2]) == rows


def test_the_package_of_own_rows_is_read_as_the_table_that_it_is(nasty, tiny_gazetteer, tmp_path):
    path, _ = written(nasty, Form.PACKAGE, tmp_path)
    found, outcome, _ = taken(path, tmp_path, tiny_gazetteer)
    assert (found.container, found.layout, found.part, found.ours) == (
        Container.PACKAGE, Layout.FLAT, "incidents.csv", True,
    )  # fmt: skip
    assert outcome.notes == ()


@pytest.mark.parametrize("text", ["'tis", "'", "' x", "'1"])
def test_an_apostrophe_that_was_not_put_there_stays(text, tiny_gazetteer, tmp_path):
    table = own_table(own_row("a", title="x"))
    path, _ = written(table, Form.CSV, tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('"x"', f'"{text}"', 1), encoding="utf-8")
    assert taken(path, tmp_path, tiny_gazetteer)[2]["title"].to_pylist() == [text]
