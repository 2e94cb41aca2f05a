"""The page "Own data": a file is brought, decided about, checked and kept; data sets change and nothing is lost."""

from __future__ import annotations

import re
import time
from concurrent.futures import wait
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from geo.store.editing import Edits
from geo.store.versions import About
from geo.store.workspace import open_workspace
from pages.shared import bringing, setediting, working
from pages.shared.words import plain
from tests.opened import HOSTILE, open_page, read_as_markdown, said, table_with
from tests.own_rows import row, started, table
from tests.worlds import place, world, write_world

PAGE = "pages/data/own_data.py"
SETS, LIST = "Your data sets", "own tabs"
VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>
</OGRVRTDataSource>"""
FILE = """Datum;Mesto;Tip;Naslov;Poginuli
17.03.2004;Zvečan;Sukob;Kamenje;0
18.03.2004;Svinjare;čudno;Kuće;
31.02.2004;Zvečan;Sukob;Nemogućan dan;1
19.03.2004;Banja;Sukob;Dva mesta;0
19.03.2004;Nigdina;Sukob;Nigde;0
"""


@pytest.fixture(scope="module")
def twin_folder(tmp_path_factory):
    """Return a data folder with two villages of the name Banja."""
    tables = world()
    next(each for each in tables["places"] if each["id"] == "zvecan")["geonameid"] = 783770
    tables["places"] += [
        place("banja_n", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.95, 20.8, municipality="zvecan_municipality"),
        place("banja_s", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.45, 20.5),
    ]
    return write_world(tmp_path_factory.mktemp("twins"), tables)


@pytest.fixture
def workspace(tmp_path, monkeypatch, twin_folder):
    """Return a workspace that nobody has saved anything in; the app shows the tiny world beside it."""
    monkeypatch.setenv("ATLAS_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("ATLAS_DATA", str(twin_folder))
    return open_workspace()


def begun(workspace, folder):
    """Make a data set of three clashes, a, b and c."""
    return started(workspace, folder, table(*(row(one, event_type="clash") for one in "abc")))


def bring(app, name="list.csv", content=FILE):
    app.file_uploader[0].set_value((name, content.encode() if isinstance(content, str) else content, "text/csv")).run()
    return app


def press(app, label):
    """Press a button; where long work is under way, wait until it is there."""
    for _ in range(100):
        found = next((each for each in app.main.button if each.label == label), None)
        if found is not None:
            found.click()
            return app.run()
        time.sleep(0.1)
        app.run()
    raise AssertionError(f"no button {label}, there are {[each.label for each in app.main.button]}")


def choose(app, label, option):
    next(each for each in app.main.selectbox if each.label == label).select(option)
    return app.run()


def fill(app, label, text):
    next(each for each in app.main.text_input if each.label == label).set_value(text)
    return app.run()


def sets(app, part=""):
    """Go to the list of data sets, and to a part of the one that is chosen."""
    app.session_state[LIST] = SETS
    if part:
        app.session_state["own parts"] = part
    return app.run()


def quiet(app):
    assert [*app.exception, *said(app, "error")] == []
    return True


def columns_of(app):
    """Return what the columns are taken for, as far as anything is chosen."""
    chosen = {each.label: each.value for each in app.main.selectbox if (each.key or "").startswith("column ")}
    return {label: column for label, column in chosen.items() if column}


def test_without_a_file_the_page_says_what_it_takes_and_how_larger_files_go_in(workspace):
    app = open_page(PAGE)
    assert quiet(app)
    assert "ACLED, UCDP GED and GDELT" in said(app, "caption")[1]
    assert "python -m geo.store import FILE" in said(app, "caption")[2]
    assert "25 MB" in said(app, "caption")[2]
    assert workspace.datasets() == ()


def test_a_file_is_told_mapped_checked_decided_and_kept_and_the_next_one_is_known(workspace):
    app = bring(open_page(PAGE))
    assert quiet(app)
    assert "about 5 rows · 5 columns" in said(app, "markdown")[-1]
    assert columns_of(app) == {"Date, or first day": "Datum", "Place": "Mesto", "Type of event": "Tip",
                               "Title": "Naslov", "Killed": "Poginuli"}  # fmt: skip
    app = press(app, "Check the rows")
    assert said(app, "warning") == ["5 rows in the file: 1 row is accepted, 4 rows are not."]
    assert table_with(app, "First day", "Place")["Title"].tolist() == ["Kamenje"]
    assert table_with(app, "Line", "Why")["Line"].tolist() == ["3", "4", "5", "6"]
    banja = next(each for each in app.main.selectbox if each.label == "Banja")
    assert [*banja.options[:3], banja.options[-1]] == [
        "not decided yet: its rows are left out",
        "Bajë / Banja, settlement, Komuna e Zveçanit / Opština Zvečan, XK",
        "Bajë / Banja, settlement, XK, 61 km from the first",
        "none of these: leave the rows out",
    ]
    app = choose(choose(choose(app, "Banja", "banja_n"), "Nigdina", ""), "čudno", "riot_arson")
    assert said(app, "warning") == []  # what was checked does not count any more
    app = press(app, "Check the rows")
    assert said(app, "warning") == ["5 rows in the file: 3 rows are accepted, 2 rows are not."]
    app = press(fill(fill(app, "Title", "Martovski nemiri"), "Your name", "ana"), "Keep 3 rows")
    assert quiet(app)
    (entry,) = workspace.datasets()
    head = entry.head
    assert (head.dataset, head.rows, head.who, head.about.title, head.about.rejected, head.about.colour) == (
        "martovski-nemiri", 3, "ana", "Martovski nemiri", 2, 1,
    )  # fmt: skip
    assert app.query_params["set"] in ("martovski-nemiri", ["martovski-nemiri"])
    assert said(app, "success")[0].startswith('"Martovski nemiri" is kept as version 1, 3 rows, in ')
    assert app.file_uploader[0].value is None
    app = press(bring(app), "Check the rows")
    assert said(app, "warning") == ["5 rows in the file: 3 rows are accepted, 2 rows are not."]


@pytest.mark.usefixtures("workspace")
def test_answers_are_kept_while_the_list_of_places_is_worked_through():
    app = press(bring(open_page(PAGE)), "Check the rows")
    app = choose(app, "Banja", "banja_s")
    assert said(app, "info") == ["Your answers count as soon as the rows are checked again."]
    keep = next(each for each in app.main.button if each.label.startswith("Keep"))
    assert keep.disabled
    app = press(choose(app, "Nigdina", ""), "Check again with these answers")
    assert [each.value for each in app.main.selectbox if each.label in ("Banja", "Nigdina")] == ["banja_s", ""]
    assert table_with(app, "First day", "Place")["Latitude"].tolist()[-1] == pytest.approx(42.45)


@pytest.mark.usefixtures("workspace")
def test_dates_that_do_not_tell_their_order_are_asked_and_swapped_coordinates_can_be_said():
    content = "date,lat,lon,type\n03/04/2004,20.84,42.9,clash\n05/06/2004,20.9,42.86,clash\n"
    app = bring(open_page(PAGE), content=content)
    assert "day or the month stands first" in said(app, "warning")[0]
    assert next(each for each in app.main.button if each.label == "Check the rows").disabled
    app = choose(app, "Dates like 03/04/2004", "month_first")
    app.main.checkbox[0].check().run()
    app = press(app, "Check the rows")
    assert said(app, "success") == ["2 rows in the file: 2 rows are accepted, 0 rows are not."]
    first = table_with(app, "First day", "Latitude").iloc[0]
    assert (first["First day"], first["Latitude"]) == ("2004-03-04", 42.9)


@pytest.mark.usefixtures("workspace")
def test_a_file_stays_while_other_pages_are_looked_at_and_can_be_put_aside():
    app = choose(bring(open_page(PAGE)), "Title", "Tip")
    app = app.switch_page("pages/data/place_names.py").run().switch_page(PAGE).run()
    assert app.file_uploader[0].value is None
    assert columns_of(app)["Title"] == "Tip"
    app = press(app, r"Put list\.csv aside")
    assert columns_of(app) == {}


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "empty.csv: the file is empty"),
        ("layer.geojson", VRT, "layer.geojson: the file is a virtual layer of GDAL"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old.xls: the file is an old workbook"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "picture.csv: the file is a picture"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(name, content, told):
    app = bring(open_page(PAGE), name, content)
    assert list(app.exception) == []
    assert [text.startswith(told) for text in said(app, "error")] == [True]
    assert [each.label for each in app.main.button] == []


@pytest.mark.usefixtures("workspace")
def test_markup_in_a_file_is_text_in_every_sentence():
    cells = HOSTILE.replace('"', "'")
    rows = [
        f'date;place;type;title;"{cells}"',
        f'17.3.2004;Svinjare;"{cells}";"{cells}";x',
        f'18.3.2004;"{cells}";clash;;',
    ]
    app = bring(open_page(PAGE), f"{HOSTILE.replace('/', '')}.csv", "\n".join(rows))
    app = press(choose(app, plain(bringing.shortened(cells)), "clash"), "Check the rows")
    app = press(app, "Keep 1 row")
    assert quiet(app)
    shown = [text.replace(plain(HOSTILE), "") for text in read_as_markdown(sets(app))]
    assert [text for text in shown if re.search(r"(?<!\\)<script|(?<!\\)\[x|:smile:|(?<!\\)\$x", text)] == []
    assert quiet(app)


@pytest.mark.usefixtures("workspace")
def test_three_hundred_columns_with_endless_names_are_shown_and_nothing_is_chosen_for_them():
    names = ["date", "place", "type", *("x" * (5000 if number < 3 else 9) + str(number) for number in range(297))]
    content = ";".join(names) + "\n17.03.2004;Svinjare;clash" + ";1" * 297 + "\n"
    app = press(bring(open_page(PAGE), content=content), "Check the rows")
    assert said(app, "success") == ["1 row in the file: 1 row is accepted, 0 rows are not."]
    assert sorted(columns_of(app).values()) == ["date", "place", "type"]
    assert max(len(str(option)) for each in app.main.selectbox for option in each.options) < 100


def test_rows_come_to_a_data_set_that_is_there_or_take_the_place_of_its_rows(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    content = "id;date;place;type\na;17.03.2004;Svinjare;clash\nz;18.03.2004;Svinjare;clash\n"
    app = press(bring(open_page(PAGE), content=content), "Check the rows")
    app = press(choose(app, "As", name), "Keep 2 rows")
    assert "say whether these are to be skipped or replaced" in said(app, "error")[0]
    app.radio[1].set_value("skip").run()
    app = press(app, "Keep 2 rows")
    assert quiet(app)
    assert workspace.read_rows(workspace.head(name), ["id"])["id"].to_pylist() == ["a", "b", "c", "z"]
    app = press(bring(app, content=content), "Check the rows")
    app = choose(app, "As", name)
    app.radio[0].set_value("replace").run()
    app = press(app, "Keep 2 rows")
    head = workspace.head(name)
    assert (quiet(app), head.number, head.rows, head.about.title) == (True, 3, 2, "Roadblocks 2004")
    assert (head.about.first_day, head.about.last_day) == (date(2004, 3, 17), date(2004, 3, 18))


@pytest.mark.usefixtures("workspace")
def test_a_workspace_that_cannot_be_written_is_a_sentence_and_the_rows_stay(tmp_path):
    app = press(bring(open_page(PAGE)), "Check the rows")
    (tmp_path / "workspace").write_text("a file where the folder should be", encoding="utf-8")
    app = press(app, "Keep 1 row") if any(each.label == "Keep 1 row" for each in app.main.button) else app.run()
    assert list(app.exception) == []
    assert "cannot be" in said(app, "error")[0]
    assert table_with(app, "First day", "Place")["Title"].tolist() == ["Kamenje"]
    app = sets(app)
    assert (list(app.exception), len(app.error) > 0) == ([], True)


def test_the_list_tells_the_data_sets_and_they_are_shown_alone_beside_others_and_hidden(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    app = sets(open_page(PAGE))
    listed = table_with(app, "Title", "Colour").iloc[0]
    assert (listed["Title"], listed["Shown"], listed["Colour"], listed["Rows"], listed["Days"]) == (
        "Roadblocks 2004", "", "■ green", "3", "17-18 March 2004",
    )  # fmt: skip
    assert listed["Last change"].endswith("UTC, ana: Imported.")
    shown = {}
    for label in ("Show it beside what is shown", "Show it alone"):
        app = press(app, label)
        shown[label] = app.session_state["set"]
    app = press(sets(open_page(PAGE, set=name)), "Hide it")
    shown["Hide it"] = app.session_state["set"]
    assert shown == {"Show it beside what is shown": f"atlas {name}", "Show it alone": name, "Hide it": ""}
    assert quiet(app)


def test_words_are_changed_as_a_version_and_what_two_say_is_shown_to_both(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    app = sets(open_page(PAGE))
    app.main.text_input(key=f"title {name} 1").set_value("Mine")
    theirs = About("Theirs", colour=2, coverage="Only roadblocks.", source_file="roadblocks.csv", accepted=3)
    workspace.describe(name, 1, theirs, "bo")
    app = press(app, "Save")
    assert "was changed by bo since you opened it" in said(app, "warning")[0]
    assert app.main.table[0].value.to_numpy().tolist() == [["Title", "Roadblocks 2004", "Theirs", "Mine"]]
    app = press(app, "Mine counts")
    assert [one.about.title for one in workspace.history(name)] == ["Roadblocks 2004", "Theirs", "Mine"]
    assert quiet(app)


def test_versions_are_listed_compared_and_gone_back_to(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    workspace.edit(
        name,
        1,
        Edits({"a": {"event_type": "protest", "killed_best": 2}}, table(row("z", event_type="clash")), ("c",)),
        "bo",
        "B.",
    )
    app = sets(open_page(PAGE), "Versions")
    assert table_with(app, "Version", "Who")[["Version", "Who", "What was done", "Rows"]].to_numpy().tolist() == [
        [2, "bo", "B.", 3], [1, "ana", "Imported.", 3],
    ]  # fmt: skip
    assert said(app, "markdown")[-1] == "1 row came, 1 row went, 1 row changed."
    assert table_with(app, "Before", "After").to_numpy().tolist() == [
        ["z", "new row", "", ""], ["c", "gone", "", ""],
        ["a", "Type", "Clash", "Protest, barricade"], ["a", "Killed", "", "2"],
    ]  # fmt: skip
    app = press(app, "Go back")
    assert (workspace.head(name).number, workspace.read_rows(workspace.head(name), ["id"])["id"].to_pylist()) == (
        3, ["a", "b", "c"],
    )  # fmt: skip
    assert quiet(app)


def test_edits_in_the_table_outlast_a_search_and_become_cells_and_dropped_rows(workspace, tmp_path):
    head = begun(workspace, tmp_path)
    editing = setediting.Editing(head)
    editing.look_up(workspace, "")
    editing.put_in()
    editing.take(editing.shown)
    assert editing.number == 0
    changed = editing.shown.copy()
    changed.loc[0, ["title", "killed_best", "latitude"]] = [None, 4, 42.9]
    changed["first_day"] = pd.to_datetime(changed["first_day"])  # as the table in the browser may hand it back
    changed.loc[0, "first_day"] = pd.Timestamp("2004-03-16")
    editing.take(changed.drop(index=1))
    editing.look_up(workspace, "about c")
    editing.put_in()
    assert editing.shown["id"].tolist() == ["c"]
    editing.take(editing.shown.assign(title="Other"))
    editing.look_up(workspace, "")
    editing.put_in()
    assert editing.shown[["id", "title", "latitude"]].fillna("").to_numpy().tolist() == [
        ["a", "", 42.9], ["c", "Other", 42.88],
    ]  # fmt: skip
    editing.take(editing.shown)
    assert editing.edits == Edits(
        {"a": {"title": "", "first_day": date(2004, 3, 16), "latitude": 42.9, "killed_best": 4, "place": ""},
         "c": {"title": "Other"}}, None, ("b",),
    )  # fmt: skip
    workspace.edit(head.dataset, 1, editing.edits, "ana", "Two edited, one dropped.")


def test_rows_that_two_editors_changed_are_settled_one_by_one(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    opened = workspace.head(name)
    workspace.edit(name, 1, Edits({"a": {"title": "Theirs A"}, "b": {"title": "Theirs B"}}), "bo", "Two rows.")
    mine = Edits({"a": {"title": "Mine A"}, "b": {"title": "Mine B"}, "c": {"title": "Mine C"}})
    app = sets(open_page(PAGE), "Rows")
    editing = setediting.Editing(opened, dict(mine.changed))
    app.session_state[setediting._key(opened)] = editing
    app = press(app.run(), "Save as a new version")
    assert "bo: Two rows." in said(app, "warning")[0]
    assert [each.value.to_numpy().tolist() for each in app.main.table] == [
        [["Title", "About a", "Theirs A", "Mine A"]], [["Title", "About b", "Theirs B", "Mine B"]],
    ]  # fmt: skip
    assert next(each for each in app.main.button if each.label == "Save what I chose").disabled
    app.main.radio[0].set_value("mine").run()
    app.main.radio[1].set_value("theirs").run()
    workspace.edit(name, 2, Edits({"a": {"title": "Third A"}}), "cy", "Once more.")
    app = press(app, "Save what I chose")
    assert "cy: Once more." in said(app, "warning")[0]
    assert [each.value.to_numpy().tolist() for each in app.main.table] == [[["Title", "About a", "Third A", "Mine A"]]]
    app.main.radio[0].set_value("mine").run()
    app = press(app, "Save what I chose")
    assert quiet(app)
    told = workspace.read_rows(workspace.head(name), ["title"])["title"].to_pylist()
    assert told == ["Mine A", "Theirs B", "Mine C"]


def test_rows_leave_in_every_form_with_what_is_lost_and_the_data_set_is_put_away_and_back(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    app = sets(open_page(PAGE, set=name), "Take away")
    forms = next(each for each in app.main.selectbox if each.label == "Form").options
    assert forms[:2] == ["CSV", "Excel (XLSX)"]
    assert len(forms) == 10
    app = choose(app, "Form", "kml")
    app = press(app, "Write the file")
    assert [each.label for each in app.main.download_button] == ["Download"]
    assert [*said(app, "info"), *said(app, "caption")[-2:]] != []
    app.main.checkbox[0].check().run()
    app = press(app, "Put away")
    assert (workspace.datasets(), app.session_state["set"]) == ((), "")
    app = press(app, "Bring back")
    assert [entry.id for entry in workspace.datasets()] == [name]
    assert quiet(app)


def test_a_damaged_data_set_is_shown_with_its_sentence_and_the_last_good_version(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    workspace.edit(name, 1, Edits({"a": {"title": "Second"}}), "bo", "B.")
    (tmp_path / "workspace" / name / "version-000002.json").write_bytes(b"{")
    app = sets(open_page(PAGE, set=name))
    assert said(app, "warning")[0].startswith("The record of version 2 is damaged")
    assert said(app, "warning")[0].endswith("Version 1 is shown.")
    (tmp_path / "workspace" / name / "version-000001.json").write_bytes(b"")
    app = sets(open_page(PAGE, set=name))
    assert "Nothing of it can be read" in said(app, "caption")[-1]
    assert quiet(app)


@pytest.mark.usefixtures("workspace")
def test_a_data_set_that_is_gone_is_named_in_the_sidebar_and_the_page_goes_on():
    app = open_page(PAGE, set="long-gone")
    assert "long-gone" in app.sidebar.warning[0].value.replace("\\", "")
    assert quiet(app)


def test_filters_of_other_data_fall_away_when_the_data_sets_change(workspace, tmp_path):
    name = begun(workspace, tmp_path).dataset
    app = sets(open_page(PAGE, type="riot_arson", **{"from": "2004-03-17", "to": "2004-03-19"}))
    app = press(app, "Show it alone")
    assert {key: value for key, value in app.query_params.items() if value} in (
        {"set": name}, {"set": [name]},
    )  # fmt: skip


def test_long_work_tells_how_far_it_is_and_ends_when_it_is_stopped():
    seen = SimpleNamespace(told=0)

    def endless(tell):
        while True:
            tell(0.5, "half of it")
            seen.told += 1

    work = working.begin(endless)
    assert (work.is_over, work.done, work.words, work.result) == (False, 0.5, "half of it", None)
    work.stop.set()
    wait([work.future], 5)
    assert (work.is_over, str(work.fault), work.result) == (True, "Stopped; nothing was kept.", None)
    assert seen.told > 0


def test_accepted_drafts_of_a_text_are_kept_as_rows_and_those_without_day_or_place_are_named(workspace):
    app = open_page("pages/data/read_text.py")
    told = (
        "PRISTINA, 14 June 2011 - Four soldiers were injured on Tuesday. "
        "Three officers were injured in a clash near Svinjare on Monday."
    )
    app = app.text_area(key="reader text").set_value(told).run()
    for number in range(len(app.main.button_group)):
        app = app.main.button_group[number].set_value("Accept").run()
    assert quiet(app)
    left = [text for text in said(app, "info") if text.startswith("Without a day or a place")]
    app = fill(fill(app, "Title of the text", "A night"), "Publisher", "A paper")
    app = press(fill(app, "Your name", "ana"), "Keep 1 row")
    assert quiet(app)
    (entry,) = workspace.datasets()
    rows = workspace.read_rows(entry.head, ["place", "injured_best", "source"]).to_pylist()
    assert rows == [{"place": "svinjare", "injured_best": 3, "source": "A paper: A night"}]
    head = entry.head
    assert (head.about.title, head.who, head.what) == ("A night", "ana", "1 row from a text: A night.")
    assert (len(left), said(app, "success")[-1].startswith('"A night" is kept as version 1, 1 row')) == (1, True)


def test_data_sets_of_one_title_are_told_apart_in_every_list(workspace, tmp_path):
    names = [begun(workspace, tmp_path).dataset for _ in range(2)]
    app = sets(open_page(PAGE, set=names[1]))
    chosen = next(each for each in app.main.selectbox if each.label == "Data set")
    assert (chosen.value, chosen.options) == (names[1], [f"Roadblocks 2004 ({name})" for name in names])
    assert app.sidebar.multiselect[0].options[1:] == [f"Roadblocks 2004 ({name})" for name in names]


def test_days_that_are_no_span_and_half_a_coordinate_are_not_saved(workspace, tmp_path):
    head = begun(workspace, tmp_path)
    app = sets(open_page(PAGE), "Rows")
    cells = {"a": {"last_day": date(2004, 3, 16)}, "b": {"latitude": None}}
    app.session_state[setediting._key(head)] = setediting.Editing(head, cells)
    app.run()
    assert said(app, "error") == [
        'Row "a": the last day lies before the first.', 'Row "b": latitude and longitude go together.',
    ]  # fmt: skip
    assert next(each for each in app.main.button if each.label == "Save as a new version").disabled
