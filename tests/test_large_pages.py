"""The pages Table, Timeline and Snapshot for own data, also where it is too large to be told one by one."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gazetteer.names import search_key
from geo.filters import apply
from geo.formats import FORMS, Form, flat_losses
from geo.incident_table import ORIGINAL
from geo.layers import ShownSet
from geo.material import material_of
from geo.notices import ATLAS, Origin, attributions
from geo.snapshot.forms.citing import citation, citation_cff
from geo.snapshot.outputs import Scope, Snapshot
from geo.snapshot.proof.spec import spec_of
from geo.store.merging import OwnRows, merge
from geo.store.versions import About
from geo.store.workspace import open_workspace
from geo.summaries import counts_by_type
from pages.shared import counting, exports, large, link, selection, state
from tests.flat_rows import own_row, own_table
from tests.opened import HOSTILE, open_page, said, table_with

TABLE, TIMELINE, SNAPSHOT = "pages/explore/table.py", "pages/explore/timeline.py", "pages/brief/snapshot.py"
TYPES = ("clash", "riot_arson", "protest", "total")
COUNT = 130
NOTICE = "Only what one office heard of."
MADE_ON = date(2026, 11, 22)


def row(number: int) -> dict:
    """Return one row of many: a day later than the one before, every tenth in a month that is all that is known."""
    day = date(2019, 12, 1) + timedelta(days=number * 3)
    months = {"last": (day + timedelta(days=40)).isoformat(), "date_precision": "month"} if number % 10 == 0 else {}
    title = HOSTILE if number == 7 else f"Event {number:03d}"
    cells = {"title": title, "event_type": TYPES[number % 4], "killed_best": number % 5 or None, "country": "Kosovo",
             "summary": f"What happened, number {number}.", "url": f"https://example.org/{number}"}  # fmt: skip
    return own_row(f"e{number}", day.isoformat(), **cells, **months) | {"search_text": search_key(title)}


def table_of(count: int) -> pa.Table:
    """Return rows with two columns of the file they came from."""
    rows = [row(number) for number in range(count)]
    written = own_table(*rows)
    for name, cells in (("note", [f"note {one['id']}" for one in rows]), ("code", ["=1+1"] * count)):
        written = written.append_column(f"{ORIGINAL}{name}", pa.array(cells))
    return written


@pytest.fixture(scope="module")
def _workspace(tmp_path_factory):
    """Make one workspace for all tests, none of which changes anything in it."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_WORKSPACE", str(folder / "workspace"))
        pq.write_table(table_of(COUNT), folder / "rows.parquet")
        about = About("One list", colour=2, coverage=NOTICE, accepted=COUNT)
        yield open_workspace().create(folder / "rows.parquet", about, "ana", "Imported.").dataset


@pytest.fixture
def list_id(_workspace):
    """Return the id of a data set of many rows."""
    return _workspace


@pytest.fixture
def large_list(_workspace, monkeypatch):
    """Return the id of the same data set where it is too large to be told one by one."""
    monkeypatch.setattr(selection, "MOST_WHOLE", 20)
    monkeypatch.setattr(selection, "MOST_TOLD", 20)
    monkeypatch.setattr(large, "MOST_TOLD", 20)
    return _workspace


@cache
def merged(*, atlas: bool, licence: str = ""):
    """Return the material of one own data set, alone or beside the atlas."""
    base = state.atlas().material
    own = OwnRows("list", "One list", NOTICE, "1", table_of(COUNT), licence)
    dataset = merge(base.dataset if atlas else None, [own], base.gazetteer.places, base.dataset)
    sets = (*([ShownSet("", "Atlas", 0, "")] if atlas else []), ShownSet("list", "One list", 2, NOTICE))
    return material_of(dataset, sets)


def quiet(*_: object) -> None:
    """Hear how far some work is, and keep it to oneself."""


def opened(*ids: str) -> large.Large:
    """Return a large selection as the pages open it."""
    return large.opened(selection.of(ids), state.atlas().material)


def downloaded(chosen: large.Large, view, form: Form, folder) -> tuple[bytes, tuple[str, ...]]:
    """Return the file that the page Table writes of a view, and what it cannot hold."""
    folder.mkdir()
    lost = exports.write(chosen, view, form, folder, {"Title": "One list"}, quiet)
    assert [path.name for path in folder.iterdir()] == [exports.WRITTEN]
    return (folder / exports.WRITTEN).read_bytes(), lost


def view_of(**told):
    """Return a view of a link."""
    return link.views.view_of({name: [value] for name, value in told.items()})


def test_the_table_of_a_large_data_set_has_pages_of_a_hundred_rows_in_the_order_of_time(large_list):
    app = open_page(TABLE, set=large_list)
    assert [*app.exception, *app.error] == []
    shown = table_with(app, "Id")
    assert list(shown["Id"]) == [f"{large_list}.e{number}" for number in range(100)]
    assert shown.iloc[1].to_dict() == {
        "Date": "4 December 2019", "Title": "Event 001", "Type": "Riot, arson", "Place": "Zvecan, Kosovo",
        "Killed": "1", "Injured": "", "Place known": "settlement known", "Start": "2019-12-04",
        "Id": f"{large_list}.e1",
    }  # fmt: skip
    assert "All dates. 130 of 130 shown." in said(app, "caption")
    assert any(text.startswith("Rows 1 to 100 of 130.") for text in said(app, "caption"))


def test_the_second_page_goes_on_where_the_first_one_ends(large_list):
    app = open_page(TABLE, set=large_list)
    app.main.pagination[0].set_value(2).run()
    assert list(table_with(app, "Id")["Id"]) == [f"{large_list}.e{number}" for number in range(100, COUNT)]


def test_rows_are_sorted_by_the_column_that_is_asked_for(large_list):
    app = open_page(TABLE, set=large_list, q="event")
    app.main.selectbox(key="order of the rows").select("title").run()
    app.main.segmented_control(key="direction of the rows").set_value(True).run()
    shown = [title for title in table_with(app, "Id")["Title"] if title != HOSTILE]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == f"Event {COUNT - 1:03d}"


def test_filters_and_window_hold_for_the_table_of_a_large_data_set(large_list):
    app = open_page(TABLE, set=large_list, type="clash", **{"from": "2020-01-01", "to": "2020-12-31"})
    wanted = [
        f"{large_list}.e{number}"
        for number in range(0, COUNT, 4)
        if date.fromisoformat(f"{row(number)['last_day']}") >= date(2020, 1, 1)
        and row(number)["first_day"] <= date(2020, 12, 31)
    ]
    assert list(table_with(app, "Id")["Id"]) == wanted


def test_a_page_without_a_single_row_says_what_to_loosen(large_list):
    for script in (TABLE, TIMELINE):
        app = open_page(script, set=large_list, q="nothing of the kind")
        assert [*app.exception, *app.error] == []
        assert said(app, "info") == ["No incident fits all choices. To see more, search for fewer or other words."]


def test_the_chosen_row_shows_all_that_the_file_says(large_list):
    app = open_page(TABLE, set=large_list, incident=f"{large_list}.e7")
    assert [*app.exception, *app.error] == []
    assert said(app, "header") == [HOSTILE]
    assert "What happened, number 7." in said(app, "text")
    assert any("[A list](<https://example.org/7>)" in text for text in said(app, "markdown"))
    written = table_with(app, "As written")
    assert written.map(lambda cell: cell.replace("\\", "")).to_numpy().tolist() == [
        ["note", "note e7"], ["code", "=1+1"],
    ]  # fmt: skip


def test_an_unknown_row_in_the_link_selects_nothing(large_list):
    for name in ("no_such_set.e1", f"{large_list}.no_such_row", "e1"):
        app = open_page(TABLE, set=large_list, incident=name)
        assert [*app.exception, *app.error, *app.main.header] == []


def test_beside_the_atlas_each_row_says_which_data_set_it_is_of(large_list):
    app = open_page(TABLE, set=f"atlas {large_list}", type="clash")
    assert [*app.exception, *app.error] == []
    shown = table_with(app, "Id")
    named = {"atlas": selection.ATLAS_TITLE, large_list: "One list"}
    assert list(shown["Data set"]) == [named[name.split(".")[0]] for name in shown["Id"]]
    assert set(shown["Data set"]) == set(named.values())


def test_an_incident_of_the_atlas_in_a_large_selection_has_its_figures_and_sources(large_list):
    identifier = state.atlas().material.incidents.index[0]
    app = open_page(TABLE, set=f"atlas {large_list}", incident=f"atlas.{identifier}")
    assert [*app.exception, *app.error] == []
    assert said(app, "header") == [state.atlas().material.incidents.loc[identifier, "title"]]


@pytest.mark.parametrize("told", [{}, {"type": "clash"}, {"from": "2020-03-01", "to": "2020-05-31"}, {"q": "event"}])
def test_a_download_of_a_large_data_set_holds_exactly_the_shown_rows(large_list, tmp_path, told):
    chosen, view = opened(large_list), view_of(**told)
    content, lost = downloaded(chosen, view, Form.CSV, tmp_path / "out")
    listed = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    shown = chosen.tally.page(view.filters, view.window, ("row", False), (0, 1000))
    assert [one["id"] for one in listed] == shown["id"].to_pylist()
    assert len(listed) == chosen.tally.shown(view.filters, view.window).shown > 0
    assert {one[f"{ORIGINAL}code"] for one in listed} == {"'=1+1"}
    assert "dataset" not in listed[0]
    assert lost == ()


def test_a_download_of_several_data_sets_tells_them_apart(large_list, tmp_path):
    chosen, view = opened("atlas", large_list), view_of()
    content, _ = downloaded(chosen, view, Form.CSV, tmp_path / "out")
    listed = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    ids = [*(f"atlas.{name}" for name in state.atlas().material.incidents.index), *(f"{large_list}.e{number}" for number
            in range(COUNT))]  # fmt: skip
    assert sorted(one["id"] for one in listed) == sorted(ids)
    assert all(one["id"].startswith(f"{one['dataset']}.") for one in listed)


def test_every_form_can_be_written_of_several_data_sets(large_list, tmp_path):
    for form in (one for one, declared in FORMS.items() if declared.own):
        content, _ = downloaded(opened("atlas", large_list), view_of(), form, tmp_path / form)
        assert len(content) > 1000


def test_the_file_is_written_beside_the_page_and_deleted_when_another_one_is_asked_for(
    large_list, monkeypatch, tmp_path
):
    monkeypatch.setattr(exports.tempfile, "tempdir", str(tmp_path))
    app = open_page(TABLE, set=large_list)
    next(one for one in app.main.button if one.label == "Write the file").click().run()
    (folder,) = tmp_path.glob("atlas-rows-*")
    assert [path.name for path in folder.iterdir()] == [exports.WRITTEN]
    assert [one.label.split(" (")[0] for one in app.main.download_button] == ["Download"]
    app.main.selectbox(key="form").select(Form.GEOJSON).run()
    assert [*app.exception, *app.error, *app.main.download_button] == []
    assert list(tmp_path.glob("atlas-rows-*")) == []


def test_more_rows_than_a_sheet_holds_are_not_written_as_a_workbook(large_list, monkeypatch):
    monkeypatch.setattr(flat_losses, "MAX_ROWS", 100)
    app = open_page(TABLE, set=large_list)
    app.main.selectbox(key="form").select(Form.XLSX).run()
    (words,) = said(app, "warning")
    assert words.startswith("A sheet of a workbook holds 100 rows, and there are 130. Take CSV or GeoParquet, or ")
    assert [one.label for one in app.main.button] == []


@pytest.mark.parametrize("told", [{}, {"type": "clash"}, {"from": "2020-03-01", "to": "2020-05-31"}, {"q": "event"}])
def test_the_engine_counts_what_the_summaries_count(large_list, told):
    view = view_of(**told)
    counted = counting.of_engine(opened(large_list), view)
    incidents = merged(atlas=False).incidents
    shown = incidents.loc[list(apply(incidents, view.filters, view.window).ids)]
    for freq in counting.FREQUENCIES:
        wanted, found = counts_by_type(shown, freq), counted.count(freq)
        assert found[list(wanted.columns)].to_dict("records") == wanted.to_dict("records")
        assert set(found["dataset"]) == {large_list}
    assert counted.first <= min(shown["first_day"]) or view.window is not None


def test_the_timeline_of_a_large_data_set_says_its_counts_and_has_no_empty_parts(large_list):
    app = open_page(TIMELINE, set=large_list)
    assert [*app.exception, *app.error] == []
    assert said(app, "header") == ["Incidents over time"]
    counted = table_with(app, "When", "All")
    assert (counted["When"].iloc[0], counted["All"].sum()) == ("December 2019", COUNT - COUNT // 4)
    assert f"One list: {NOTICE}" in said(app, "caption")


def test_the_timeline_of_several_data_sets_has_the_parts_of_the_atlas_and_counts_by_data_set(large_list):
    app = open_page(TIMELINE, set=f"atlas {large_list}")
    assert [*app.exception, *app.error] == []
    assert said(app, "header") == [
        "Incidents over time", "Strength of KFOR", "Two episodes from day 0", "Who says how many",
    ]  # fmt: skip
    by_set = table_with(app, "When", "2. One list")
    assert list(by_set.columns) == ["When", "All", f"1. {selection.ATLAS_TITLE}", "2. One list"]
    assert by_set["2. One list"].sum() == COUNT - COUNT // 4
    assert by_set["All"].sum() == table_with(app, "When", "All", "Clash")["All"].sum()


def test_small_own_data_has_the_same_pages(list_id):
    identifier = f"{list_id}.e7"
    app = open_page(TABLE, set=list_id, incident=identifier)
    assert [*app.exception, *app.error] == []
    assert len(table_with(app, "Id")) == COUNT
    assert said(app, "header") == [HOSTILE]
    assert not any("Confidence" in text for text in said(app, "caption"))
    assert any("[A list](<https://example.org/7>), One list, undated" in text for text in said(app, "markdown"))
    assert [one.label for one in app.main.download_button] == ["CSV", "Excel (XLSX)", "GeoJSON", "GeoPackage"]
    assert any(NOTICE in text for text in said(app, "caption"))
    timeline = open_page(TIMELINE, set=list_id)
    assert [*timeline.exception, *timeline.error] == []
    assert said(timeline, "header") == ["Incidents over time"]


def test_small_own_data_beside_the_atlas_says_of_each_row_which_data_set_it_is_of(list_id):
    app = open_page(TABLE, set=f"atlas {list_id}")
    assert [*app.exception, *app.error] == []
    shown = table_with(app, "Id")
    assert set(shown["Data set"]) == {selection.ATLAS_TITLE, "One list"}
    assert (shown["Data set"] == "One list").sum() == COUNT


def test_a_further_format_says_what_it_cannot_hold_before_it_is_downloaded(list_id):
    app = open_page(TABLE, set=list_id)
    app.main.selectbox(key="format").select("ACLED-style CSV").run()
    assert [*app.exception, *app.error] == []
    assert any(text.startswith("ACLED-style CSV: there is no column for the title") for text in said(app, "caption"))
    assert app.main.download_button[-1].label == "ACLED-style CSV"


def test_too_much_is_not_printed_but_says_what_to_do(large_list):
    app = open_page(SNAPSHOT, set=large_list)
    assert [*app.exception, *app.error] == []
    assert said(app, "title") == ["Snapshot"]
    (words,) = said(app, "info")
    assert words.startswith("A printed page tells incidents one by one, up to 20 of them, and 130 are shown.")
    assert said(app, "subheader") == ["Bring a view back"]


def test_parts_that_are_small_enough_are_printed(large_list):
    for first, last in (("2020-03-01", "2020-03-31"), ("2020-05-01", "2020-05-31")):
        app = open_page(SNAPSHOT, set=large_list, **{"from": first, "to": last})
        assert [*app.exception, *app.error, *app.main.warning] == []
        assert [one.label for one in app.main.download_button][:6] == [
            "Download PDF", "PNG", "SVG", "PowerPoint", "HTML map", "ZIP",
        ]  # fmt: skip
        shown = next(text for text in said(app, "text") if text.startswith("Map."))
        assert "Data sets: One list." in shown
        assert re.search(rf"(\d+) of {COUNT} shown; (\d+) outside the window", shown)


def test_a_view_of_own_data_is_cited_by_its_title_and_without_a_licence_of_the_atlas():
    material = merged(atlas=False)
    spec = spec_of(material, {"set": ["list"]}, MADE_ON)
    cited = citation(spec, "all dates", material.dataset.origins)
    assert cited.startswith('One list (no licence stated), "One list: all dates", map IA-20261122-')
    assert "CC BY" not in cited
    assert "CC-BY" not in citation_cff(spec, "all dates", material.dataset.origins, material.dataset.coverage).decode()


def test_a_view_of_both_names_whose_rows_are_under_which_terms():
    material = merged(atlas=True, licence="Terms of the office")
    spec = spec_of(material, {"set": ["atlas list"]}, MADE_ON)
    cited = citation(spec, "all dates", material.dataset.origins)
    assert cited.startswith("Incident Atlas contributors (CC BY 4.0), One list (Terms of the office), ")
    assert attributions(material.dataset.origins)[-1] == "Incidents of One list: Terms of the office"
    assert attributions((ATLAS,)) == attributions(state.atlas().material.dataset.origins)
    assert material.dataset.origins == (ATLAS, Origin("One list", "Terms of the office"))


@pytest.mark.parametrize("atlas", [False, True])
def test_the_printed_page_names_the_data_sets_and_their_notices(atlas):
    material = merged(atlas=atlas)
    told = {"set": ["list"], "from": ["2020-03-01"], "to": ["2020-12-31"]}
    (sheet,) = Snapshot(material, spec_of(material, told, MADE_ON), Scope.VIEW, quiet).maps
    titles = "Incident Atlas; One list" if atlas else "One list"
    assert f"Data sets: {titles}." in sheet.alt
    words = " ".join(" ".join(mark.lines) for mark in sheet.marks if hasattr(mark, "lines"))
    assert f"One list: {NOTICE}" in words
    assert "Incidents: One list (no licence stated)." in words
    assert ("Coding: Incident Atlas (CC BY 4.0)" in words) is atlas


def test_a_page_of_places_without_end_can_still_be_set_as_pdf():
    base = state.atlas().material
    rows = [
        own_row(f"r{number}", place_as_written=f"Village number {number} beyond the river {HOSTILE}",
                latitude=42 + number / 1000, longitude=20 + number / 1000)
        for number in range(900)
    ]  # fmt: skip
    own = OwnRows("list", "One list", NOTICE, "1", own_table(*rows))
    material = material_of(merge(None, [own], base.gazetteer.places, base.dataset))
    snapshot = Snapshot(material, spec_of(material, {}, MADE_ON), Scope.VIEW, quiet)
    assert "other places" in snapshot.maps[0].alt
    assert snapshot.png(0, 50).startswith(b"\x89PNG")
