"""Versions of data sets: what is saved stays, what is damaged is told, and any older version can be had back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from geo.errors import StoreError
from geo.formats.reading.model import Choices, DateOrder, Layout
from geo.incident_table import SCHEMA
from geo.store.changes import Known
from geo.store.differing import Diff, diff
from geo.store.editing import Edits
from geo.store.remembering import FOLDER, recall, remember
from geo.store.versions import About, Kind
from geo.store.workspace import DatasetEntry, open_workspace
from tests.own_rows import ABOUT, file_of, row, started, table, three, titles


@pytest.fixture
def workspace(tmp_path):
    return open_workspace(str(tmp_path / "work" / "space"))


@pytest.fixture
def store(monkeypatch, tmp_path):
    """Return a workspace in a store that is no folder; copies go to a place of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield open_workspace("memory://bucket/atlas")
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def place_of(workspace):
    return workspace.storage.root / "roadblocks-2004"


def saved_twice(workspace, tmp_path):
    """Return two versions; the second changed one title."""
    first = started(workspace, tmp_path)
    return first, workspace.edit(first.dataset, 1, Edits({"b": {"title": "New"}}), "ben", "One title.")


def test_a_new_data_set_says_what_it_is_and_keeps_its_rows(workspace, tmp_path):
    rejections = tmp_path / "rejections.csv"
    rejections.write_text("row,reason\n7,no date\n")
    before = datetime.now(UTC)
    made = workspace.create(file_of(tmp_path), ABOUT, "ana", "Imported.", rejections)
    about = replace(ABOUT, first_day=date(2004, 3, 17), last_day=date(2004, 3, 18))
    assert (made.dataset, made.number, made.parent, made.who, made.what, made.rows, made.removed, made.about) == (
        "roadblocks-2004", 1, 0, "ana", "Imported.", 3, False, about,
    )  # fmt: skip
    assert before <= made.made <= datetime.now(UTC)
    assert workspace.datasets() == (DatasetEntry("roadblocks-2004", made),)
    assert workspace.history("roadblocks-2004") == (made,)
    assert workspace.head("roadblocks-2004") == workspace.version("roadblocks-2004", 1) == made
    assert workspace.read_rows(made) == three()
    assert workspace.read_rows(made, ["title"]).column_names == ["title"]
    assert workspace.open_rejections(made).read_text() == "row,reason\n7,no date\n"
    assert {path.name for path in place_of(workspace).iterdir()} == {
        "version-000001.json", made.file, made.rejections,
    }  # fmt: skip
    assert made.file == f"rows-{made.sha256[:20]}.parquet"
    assert workspace.open_rows(made) == str(place_of(workspace) / made.file)


def test_the_folder_is_made_with_the_first_save_and_not_before(workspace, tmp_path):
    assert workspace.datasets() == ()
    assert not (tmp_path / "work").exists()
    started(workspace, tmp_path)
    assert place_of(workspace).is_dir()


def test_every_change_is_one_more_version_and_nothing_that_was_saved_changes(workspace, tmp_path):
    first, second = saved_twice(workspace, tmp_path)
    kept = {path.name: path.read_bytes() for path in place_of(workspace).iterdir()}
    name = first.dataset
    workspace.append_rows(name, 2, table(row("d")), "ana", "Added one row.")
    workspace.describe(name, 3, replace(ABOUT, title="Barricades"), "ben")
    workspace.undo(name, 1, "ana")
    workspace.remove(name, "ben")
    workspace.bring_back(name, "ana")
    told = [(one.number, one.parent, one.who, one.what, one.rows, one.removed) for one in workspace.history(name)]
    assert told == [
        (1, 0, "ana", "Imported.", 3, False),
        (2, 1, "ben", "One title.", 3, False),
        (3, 2, "ana", "Added one row.", 4, False),
        (4, 3, "ben", "Changed: title.", 4, False),
        (5, 4, "ana", "Back to version 1.", 3, False),
        (6, 5, "ben", "Removed.", 3, True),
        (7, 6, "ana", "Brought back.", 3, False),
    ]
    assert {name: (place_of(workspace) / name).read_bytes() for name in kept} == kept
    assert titles(workspace, second) == {"a": "About a", "b": "New", "c": "About c"}
    assert titles(workspace, workspace.head(name)) == {"a": "About a", "b": "About b", "c": "About c"}
    assert [one.about.title for one in workspace.history(name)][2:5] == [
        "Roadblocks 2004", "Barricades", "Roadblocks 2004",
    ]  # fmt: skip


def test_a_removed_data_set_is_listed_apart_until_it_is_brought_back(workspace, tmp_path):
    name = started(workspace, tmp_path).dataset
    workspace.remove(name, "ana")
    assert (workspace.datasets(), [one.id for one in workspace.datasets(removed=True)]) == ((), [name])
    with pytest.raises(StoreError, match='"Roadblocks 2004" was removed by ana; bring it back, then save again'):
        workspace.edit(name, 1, Edits({"a": {"title": "x"}}), "ben", "One title.")
    with pytest.raises(StoreError, match="In version 2 the data set was removed"):
        workspace.undo(name, 2, "ana")
    workspace.bring_back(name, "ana")
    assert ([one.id for one in workspace.datasets()], workspace.datasets(removed=True)) == ([name], ())


def test_an_id_is_made_from_the_title_and_no_two_data_sets_share_one(workspace, tmp_path):
    made = [
        workspace.create(file_of(tmp_path), About(title), "ana", "Imported.").dataset
        for title in ("Barikade: Mitrovica!", "Барикаде, Митровица", "Барикаде, Митровица", "—", "x" * 80)
    ]
    assert made == ["barikade-mitrovica", "barikade-mitrovica-2", "barikade-mitrovica-3", "data-set", "x" * 40]
    assert next(iter(workspace.datasets())).head.about.title == "Barikade: Mitrovica!"


@pytest.mark.parametrize("name", ["../outside", "", "A", ".choices", "a/b", "a" * 61])
def test_an_id_that_comes_from_a_link_cannot_lead_out_of_the_workspace(workspace, tmp_path, name):
    started(workspace, tmp_path)
    for ask in (workspace.head, workspace.history, lambda one: workspace.undo(one, 1, "x")):
        with pytest.raises(StoreError, match="is no id of a data set"):
            ask(name)


def test_what_does_not_exist_is_told(workspace, tmp_path):
    with pytest.raises(StoreError, match='There is no data set "roadblocks" in'):
        workspace.head("roadblocks")
    with pytest.raises(StoreError, match='There is no data set "roadblocks" in'):
        workspace.history("roadblocks")
    name = started(workspace, tmp_path).dataset
    with pytest.raises(StoreError, match=r'^"roadblocks-2004" has no version 9\.$'):
        workspace.version(name, 9)


def test_a_file_that_is_not_the_flat_table_is_refused_and_nothing_is_kept(workspace, tmp_path):
    half = file_of(tmp_path)
    half.write_bytes(half.read_bytes()[:-100])
    with pytest.raises(StoreError, match=r"incidents.parquet is no Parquet file, or it is damaged"):
        workspace.create(half, ABOUT, "ana", "Imported.")
    with pytest.raises(StoreError, match=r'incidents.parquet lacks the column "episode" of the flat table'):
        workspace.create(file_of(tmp_path, three().drop_columns(["episode"])), ABOUT, "ana", "Imported.")
    wrong = three().set_column(SCHEMA.get_field_index("latitude"), "latitude", pa.array(["1", "2", "3"]))
    with pytest.raises(StoreError, match=r'The column "latitude" of incidents.parquet is not of the type double'):
        workspace.create(file_of(tmp_path, wrong), ABOUT, "ana", "Imported.")
    with pytest.raises(StoreError, match="There is no file"):
        workspace.create(tmp_path / "none.parquet", ABOUT, "ana", "Imported.")
    assert workspace.datasets() == ()


def test_counts_and_tables_of_a_server_are_data_sets_too(workspace, tmp_path):
    counts = tmp_path / "counts.parquet"
    pq.write_table(pa.table({"n": [3, 4]}), counts)
    tally = workspace.create(counts, About("Counts", kind=Kind.TALLY, accepted=7), "ana", "Counted.")
    about = About("On a server", kind=Kind.TABLE, address="postgresql://ana@host/x", table="s.t", accepted=9)
    server = workspace.create(None, about, "ana", "Named.")
    assert [(one.head.rows, one.head.about.accepted, one.fault) for one in workspace.datasets()] == [
        (2, 7, ""), (9, 9, ""),
    ]  # fmt: skip
    assert workspace.read_rows(tally)["n"].to_pylist() == [3, 4]
    with pytest.raises(StoreError, match='The rows of "On a server" are in a table of postgresql://ana@host/x, not'):
        workspace.open_rows(server)
    with pytest.raises(StoreError, match="has no file of rows"):
        workspace.create(None, ABOUT, "ana", "Imported.")


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_one_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def forget_a_word(path):
    path.write_text(json.dumps({key: value for key, value in json.loads(path.read_text()).items() if key != "who"}))


def another_type(path):
    path.write_text(json.dumps({**json.loads(path.read_text()), "rows": "three"}))


def lead_out(path):
    path.write_text(json.dumps({**json.loads(path.read_text()), "file": "../../secret.parquet"}))


@pytest.mark.parametrize(
    ("harm", "which", "told"),
    [
        (cut, "record", r"The record of version 2 is damaged \(version-000002.json\)"),
        (forget_a_word, "record", r"The record of version 2 is damaged \(version-000002.json\)"),
        (another_type, "record", r"The record of version 2 is damaged \(version-000002.json\)"),
        (lead_out, "record", r"The record of version 2 is not the one that was written \(version-000002.json\)"),
        (cut, "rows", r"The rows of version 2 are damaged \(rows-.*\)"),
        (change_one_byte, "rows", r"The rows of version 2 are damaged \(rows-.*\)"),
        (lambda path: path.unlink(), "rows", r"The rows of version 2 are missing \(rows-.*\)"),
    ],
    ids=[
        "half a record",
        "a word gone",
        "a number as text",
        "a file elsewhere",
        "half the rows",
        "one byte",
        "no rows",
    ],
)
def test_a_damaged_version_is_told_and_the_last_good_one_is_shown(workspace, tmp_path, harm, which, told):
    first, second = saved_twice(workspace, tmp_path)
    harm(place_of(workspace) / ("version-000002.json" if which == "record" else second.file))
    (entry,) = workspace.datasets()
    assert entry.head == first
    with pytest.raises(StoreError, match=f"^{told}. Version 1 is shown.$"):
        raise StoreError(entry.fault)
    if which == "rows":
        with pytest.raises(StoreError, match="go back to an earlier version, or put the file there again"):
            workspace.read_rows(second)
    third = workspace.edit(first.dataset, 1, Edits({"c": {"title": "Later"}}), "ana", "One title.")
    assert (third.number, third.parent) == (3, 1)
    assert workspace.datasets() == (DatasetEntry(first.dataset, third),)


def test_a_data_set_of_which_nothing_can_be_read_is_still_listed(workspace, tmp_path):
    name = started(workspace, tmp_path).dataset
    (place_of(workspace) / "version-000001.json").write_text("{")
    (entry,) = workspace.datasets()
    assert (entry.id, entry.head.about.title, entry.head.rows) == (name, name, 0)
    assert entry.fault == "The record of version 1 is damaged (version-000001.json)."
    with pytest.raises(StoreError, match="The record of version 1 is damaged"):
        workspace.edit(name, 1, Edits(dropped=["a"]), "ana", "Dropped.")


def test_rows_that_are_saved_again_are_kept_once_and_a_damaged_copy_of_them_is_mended(workspace, tmp_path):
    first, second = saved_twice(workspace, tmp_path)
    again = workspace.edit(first.dataset, 2, Edits({"b": {"title": "New"}}), "ben", "The same.")
    assert again.file == second.file
    assert len(list(place_of(workspace).glob("rows-*"))) == 2
    cut(place_of(workspace) / second.file)
    assert workspace.head(first.dataset) == first
    mended = workspace.edit(first.dataset, 1, Edits({"b": {"title": "New"}}), "ben", "The same.")
    assert mended.number == 4
    assert titles(workspace, second) == titles(workspace, mended) == {"a": "About a", "b": "New", "c": "About c"}
    assert workspace.datasets() == (DatasetEntry(first.dataset, mended),)


def test_what_follows_from_other_columns_is_made_anew(workspace, tmp_path):
    points = three().append_column("geometry", pa.array([b"old"] * 3, pa.binary()))
    geo = {"columns": {"geometry": {"encoding": "WKB", "bbox": [0, 0, 1, 1]}}}
    made = started(workspace, tmp_path, points.replace_schema_metadata({"geo": json.dumps(geo)}))
    edits = Edits({
        "a": {"title": "Ура", "latitude": 42.0, "longitude": 21.0},
        "b": {"place_precision": "region", "date_precision": "month"},
        "c": {"first_day": date(2003, 1, 1), "latitude": float("nan")},
    })  # fmt: skip
    saved = workspace.edit(made.dataset, 1, edits, "ana", "Three rows.")
    rows = {one["id"]: one for one in workspace.read_rows(saved).to_pylist()}
    assert (rows["a"]["search_text"], rows["a"]["cell_x"] is None) == ("ura", False)
    assert rows["a"]["cell_x"] != three().to_pylist()[0]["cell_x"]
    assert rows["a"]["geometry"].hex() == "0101000000" + "0000000000003540" + "0000000000004540"
    names = ("where_prec", "geo_precision", "date_prec", "time_precision", "cell_x", "cell_y", "geometry")
    assert [rows["b"][name] for name in names] == [4, 3, 4, 3, None, None, None]
    assert [rows["c"][name] for name in ("latitude", "cell_x", "geometry")] == [None, None, None]
    assert (saved.about.first_day, saved.about.last_day) == (date(2003, 1, 1), date(2004, 3, 18))
    kept = json.loads(pq.read_schema(workspace.open_rows(saved)).metadata[b"geo"])
    assert kept == {"columns": {"geometry": {"encoding": "WKB"}}}


def test_added_rows_are_numbered_and_bring_columns_of_their_own(workspace, tmp_path):
    made = started(workspace, tmp_path, table(row("row-1"), row("row-9"), row("x")))
    new = table(row("", title="One"), row("row-1", title="Two"), row("y", title="Three"))
    saved = workspace.append_rows(
        made.dataset, 1, new.append_column("original_Ort", pa.array(["A", "B", "C"])), "ben", "Three rows."
    )
    rows = workspace.read_rows(saved)
    assert rows["id"].to_pylist() == ["row-1", "row-9", "x", "row-10", "row-11", "y"]
    assert rows["original_Ort"].to_pylist() == ["", "", "", "A", "B", "C"]
    assert (saved.rows, saved.about.accepted) == (6, 6)


def test_rows_that_are_there_already_are_refused_skipped_or_replaced(workspace, tmp_path):
    name = started(workspace, tmp_path).dataset
    new = table(row("b", title="Again"), row("d"))
    with pytest.raises(StoreError, match='1 of the rows have ids that are in "Roadblocks 2004" already, "b" for one'):
        workspace.append_rows(name, 1, new, "ben", "Added.")
    skipped = workspace.append_rows(name, 1, new, "ben", "Added.", Known.SKIP)
    assert titles(workspace, skipped) == {"a": "About a", "b": "About b", "c": "About c", "d": "About d"}
    replaced = workspace.append_rows(name, 1, new, "ben", "Added.", Known.REPLACE)
    assert titles(workspace, replaced) == {"a": "About a", "c": "About c", "b": "Again", "d": "About d"}


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (Edits({"z": {"title": "x"}}), 'There is no row "z" in the version that was opened'),
        (Edits({"a": {"colour": "red"}}), 'The data set has no column "colour".'),
        (Edits({"a": {"killed_best": "many"}}), '"many" does not fit the column "killed_best".'),
        (Edits({"a": {"first_day": None}}), 'The column "first_day" has to be filled in for every row.'),
        (Edits({"a": {"search_text": "x"}}), '"search_text" follows from other columns; change those.'),
        (Edits({"a": {"id": "z"}}), 'The id of the row "a" cannot be changed'),
        (Edits({"a": {"title": "x"}}, dropped=["a"]), 'The row "a" is both changed and dropped; decide for one.'),
        (Edits(added=table(row("a"))), '"a" is in the data set already'),
        (Edits(added=table(row("d"), row("d"))), "Two of the added rows have the same id"),
        (Edits(added=pa.table({"id": ["d"]})), 'The column "first_day" has to be filled in for every row.'),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_nothing_is_saved(workspace, tmp_path, edits, told):
    made = started(workspace, tmp_path)
    with pytest.raises(StoreError) as caught:
        workspace.edit(made.dataset, 1, edits, "ana", "Wrong.")
    assert told in str(caught.value)
    assert workspace.history(made.dataset) == (made,)


def test_a_row_whose_id_stands_twice_cannot_be_edited(workspace, tmp_path):
    made = started(workspace, tmp_path, table(row("a"), row("a"), row("b")))
    with pytest.raises(StoreError, match='The id "a" stands in more than one row'):
        workspace.edit(made.dataset, 1, Edits({"a": {"title": "x"}}), "ana", "Which?")


def test_the_difference_of_two_versions_is_told_cell_by_cell(workspace, tmp_path):
    made = started(workspace, tmp_path, table(row("a"), row("b", killed_best=1), row("c"), row("c"), row("e")))
    new = table(row("f"), row("c"), row("b", killed_best=None, place="x"), row("a"), row("g"))
    new = new.append_column("original_Ort", pa.array(["", "B", "", None, "G"]))
    workspace.replace(made.dataset, 1, file_of(tmp_path, new), ABOUT, "ana", "Replaced.")
    changed = {"c": {"original_Ort": (None, "B")}, "b": {"killed_best": (1, None), "place": ("", "x")}}
    columns = {"killed_best": 1, "place": 1, "original_Ort": 1}
    assert diff(workspace, made.dataset, 1, 2) == Diff(("f", "g"), ("c (2)", "e"), changed, 2, columns)
    assert diff(workspace, made.dataset, 2, 2) == Diff((), (), {}, 0, {})
    backwards = diff(workspace, made.dataset, 2, 1)
    assert (backwards.added, backwards.removed) == (("c (2)", "e"), ("f", "g"))
    assert backwards.changed["b"] == {"killed_best": (None, 1), "place": ("x", "")}


def test_what_was_decided_for_a_header_is_remembered(workspace):
    header = ("Datum", "Ort", "")
    choices = Choices(
        encoding="cp1250", delimiter=";", part="Sheet 2", layout=Layout.TABLE, mapping={"first_day": "Datum"},
        date_order=DateOrder.DAY_FIRST, swap_coordinates=True, event_type="riot_arson", event_types={"x": "protest"},
        places={"Banja": "banja_s"},
    )  # fmt: skip
    assert recall(workspace, header) is None
    remember(workspace, header, Choices())
    remember(workspace, header, choices)
    assert recall(workspace, header) == replace(choices, encoding="", delimiter="", part="")
    assert recall(workspace, ("Ort", "Datum", "")) is None
    assert workspace.datasets() == ()
    (kept,) = (workspace.storage.root / FOLDER).iterdir()
    cut(kept)
    assert recall(workspace, header) is None


def test_the_workspace_is_where_the_environment_says_or_at_the_usual_place(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_WORKSPACE", str(tmp_path / "mine"))
    assert open_workspace().address == str(tmp_path / "mine")
    monkeypatch.delenv("ATLAS_WORKSPACE")
    assert open_workspace().address.replace("\\", "/").endswith("incident-atlas/workspace")
    assert open_workspace(f"file://{tmp_path}/my%20own").storage.root == tmp_path / "my own"


def test_a_workspace_in_an_object_store_does_all_that_one_in_a_folder_does(store, tmp_path):
    first, second = saved_twice(store, tmp_path)
    assert store.history(first.dataset) == (first, second)
    assert diff(store, first.dataset, 1, 2).changed == {"b": {"title": ("About b", "New")}}
    back = store.undo(first.dataset, 1, "ana")
    assert (titles(store, back), back.file) == ({"a": "About a", "b": "About b", "c": "About c"}, first.file)
    assert store.datasets() == (DatasetEntry(first.dataset, back),)
    remember(store, ("Datum",), Choices(event_type="protest"))
    assert recall(store, ("Datum",)) == Choices(event_type="protest")
    assert store.datasets() == (DatasetEntry(first.dataset, back),)


def test_a_copy_of_rows_from_a_store_that_went_bad_is_fetched_again(store, tmp_path):
    made = started(store, tmp_path)
    copy = Path(store.open_rows(made))
    assert tmp_path / "cache" / "incident-atlas" in copy.parents
    change_one_byte(copy)
    assert store.read_rows(made) == three()
    MemoryFileSystem.store[f"/bucket/atlas/{made.dataset}/{made.file}"].getbuffer()[100] ^= 1
    change_one_byte(copy)
    with pytest.raises(StoreError, match='The rows of version 1 of "Roadblocks 2004" are damaged'):
        store.read_rows(made)


class ForgetfulStore(MemoryFileSystem):
    """A store that makes an object twice though it was told not to, as some do that speak S3."""

    protocol = ("forgetful", "s3")

    def pipe_file(self, path, value, mode="overwrite", **more):  # noqa: ARG002  that is what it forgets
        super().pipe_file(path, value, **more)


@pytest.mark.parametrize("address", ["forgetful://bucket/atlas", "local:///nowhere/atlas"])
def test_a_store_in_which_two_editors_could_overwrite_each_other_is_not_written(tmp_path, address):
    fsspec.register_implementation("forgetful", ForgetfulStore, clobber=True)
    workspace = open_workspace(address)
    with pytest.raises(StoreError, match=f"{address} cannot make sure that two editors do not overwrite each other"):
        started(workspace, tmp_path)
    assert workspace.datasets() == ()
    MemoryFileSystem.store.clear()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://key:secret@bucket/x", "The address of the workspace holds a password"),
        ("nonsense://bucket", "nonsense://bucket is no address that can be opened"),
    ],
)
def test_an_address_that_cannot_be_opened_is_refused_at_once(address, told):
    with pytest.raises(StoreError, match=told) as caught:
        open_workspace(address)
    assert "secret" not in str(caught.value)


def test_a_workspace_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    workspace = open_workspace(str(tmp_path / "file"))
    for ask in (workspace.datasets, lambda: started(workspace, tmp_path)):
        with pytest.raises(StoreError, match=r"file cannot be read \(Not a directory\)"):
            ask()


def test_a_file_with_a_word_that_no_page_knows_is_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    pq.write_table(table(row("a"), row("b", event_type="")), path)
    with pytest.raises(StoreError, match=r'The column "event_type" of rows\.parquet holds "", which is none of its'):
        open_workspace(str(tmp_path / "workspace")).create(path, About("My list"), "Ana", "Made by hand.")
