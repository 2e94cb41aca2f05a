"""Two editors of one data set: what does not touch is merged, what does is told with both sides, nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import StoreConflictError, StoreError
from geo.store.editing import EditConflictError, Edits, RowConflict
from geo.store.versions import About, Kind
from geo.store.workspace import open_workspace
from tests.own_rows import ABOUT, file_of, row, started, table, titles


@pytest.fixture
def workspace(tmp_path):
    return open_workspace(str(tmp_path / "workspace"))


@pytest.fixture
def name(workspace, tmp_path):
    """Return the data set that both editors opened as version 1."""
    return started(workspace, tmp_path).dataset


def of(conflicts, *names):
    """Return the sides of conflicts, some cells of each."""

    def some(side):
        return None if side is None else {name: side[name] for name in names}

    return {one.row: (some(one.before), some(one.theirs), some(one.mine)) for one in conflicts}


def test_edits_of_different_rows_are_merged_without_a_word(workspace, name):
    workspace.edit(name, 1, Edits({"a": {"title": "Hers"}}, table(row("", title="Her row"))), "ana", "Hers.")
    saved = workspace.edit(
        name, 1, Edits({"b": {"title": "His"}}, table(row("", title="His row")), ["c"]), "ben", "His."
    )
    assert (saved.number, saved.parent) == (3, 2)
    assert titles(workspace, saved) == {"a": "Hers", "b": "His", "row-1": "Her row", "row-2": "His row"}


def test_an_edit_of_a_row_that_somebody_else_changed_is_told_with_both_sides_and_nothing_is_saved(workspace, name):
    hers = workspace.edit(name, 1, Edits({"a": {"title": "Hers"}, "b": {"place": "x"}}), "ana", "Hers.")
    with pytest.raises(EditConflictError) as caught:
        workspace.edit(name, 1, Edits({"a": {"killed_best": 2}, "c": {"title": "His"}}), "ben", "His.")
    assert isinstance(caught.value, StoreConflictError)
    assert str(caught.value) == (
        'The row "a" was changed by somebody else since you opened the data set. Nothing of yours is lost.'
    )
    assert of(caught.value.conflicts, "title", "killed_best") == {
        "a": (
            {"title": "About a", "killed_best": None},
            {"title": "Hers", "killed_best": None},
            {"title": "About a", "killed_best": 2},
        )
    }
    assert workspace.head(name) == hers


def test_an_editor_may_keep_what_is_his_and_the_other_cells_stay_as_she_saved_them(workspace, name):
    workspace.edit(name, 1, Edits({"a": {"title": "Hers", "place": "x"}}), "ana", "Hers.")
    saved = workspace.edit(name, 1, Edits({"a": {"title": "His"}}), "ben", "His.", keep_mine=True)
    first = workspace.read_rows(saved, ["title", "place"]).to_pylist()[0]
    assert first == {"title": "His", "place": "x"}
    assert titles(workspace, workspace.version(name, 2))["a"] == "Hers"


def test_two_editors_who_save_the_same_do_not_disagree(workspace, name):
    edits = Edits({"a": {"title": "Same"}}, table(row("d", title="Same")), ["b"])
    workspace.edit(name, 1, edits, "ana", "Hers.")
    saved = workspace.edit(name, 1, edits, "ben", "His.")
    assert titles(workspace, saved) == {"a": "Same", "c": "About c", "d": "Same"}


def test_a_row_that_one_drops_and_the_other_changes_is_a_conflict_either_way(workspace, name):
    workspace.edit(name, 1, Edits({"b": {"title": "Hers"}}, dropped=["a"]), "ana", "Hers.")
    his = Edits({"a": {"title": "His"}}, dropped=["b"])
    with pytest.raises(EditConflictError, match=r'^2 rows \("a", "b"\) were changed by somebody else') as caught:
        workspace.edit(name, 1, his, "ben", "His.")
    assert of(caught.value.conflicts, "title") == {
        "a": ({"title": "About a"}, None, {"title": "His"}),
        "b": ({"title": "About b"}, {"title": "Hers"}, None),
    }
    saved = workspace.edit(name, 1, his, "ben", "His.", keep_mine=True)
    assert titles(workspace, saved) == {"c": "About c", "a": "His"}


def test_two_rows_added_under_one_id_are_a_conflict(workspace, name):
    workspace.edit(name, 1, Edits(added=table(row("d", title="Hers"))), "ana", "Hers.")
    his = Edits(added=table(row("d", title="His"), row("e")))
    with pytest.raises(EditConflictError) as caught:
        workspace.edit(name, 1, his, "ben", "His.")
    assert of(caught.value.conflicts, "title") == {"d": (None, {"title": "Hers"}, {"title": "His"})}
    saved = workspace.edit(name, 1, his, "ben", "His.", keep_mine=True)
    assert titles(workspace, saved) == {"a": "About a", "b": "About b", "c": "About c", "d": "His", "e": "About e"}


def test_many_conflicts_are_all_handed_over_and_a_few_are_named(workspace, tmp_path):
    name = started(workspace, tmp_path, table(*(row(f"r{number}") for number in range(5)))).dataset
    changed = {f"r{number}": {"title": "Hers"} for number in range(5)}
    workspace.edit(name, 1, Edits(changed), "ana", "Hers.")
    with pytest.raises(EditConflictError) as caught:
        workspace.edit(name, 1, Edits(dropped=list(changed)), "ben", "His.")
    assert str(caught.value).startswith('5 rows ("r0", "r1", "r2" and 2 more) were changed by somebody else')
    assert [one.row for one in caught.value.conflicts] == ["r0", "r1", "r2", "r3", "r4"]


def test_a_whole_file_does_not_take_the_place_of_what_somebody_else_saved(workspace, name, tmp_path):
    hers = workspace.edit(name, 1, Edits({"a": {"title": "Hers"}}), "ana", "One title.")
    with pytest.raises(StoreConflictError) as caught:
        workspace.replace(name, 1, file_of(tmp_path), ABOUT, "ben", "Replaced.")
    assert str(caught.value) == (
        '"Roadblocks 2004" was changed by ana since you opened it (version 2: One title.) Nothing of yours is lost; '
        "look at that version, then decide."
    )
    assert workspace.head(name) == hers
    assert workspace.replace(name, 2, file_of(tmp_path), ABOUT, "ben", "Replaced.").number == 3


def test_words_about_a_data_set_are_merged_one_by_one(workspace, name):
    about = workspace.head(name).about
    workspace.describe(name, 1, replace(about, title="Hers"), "ana")
    merged = workspace.describe(name, 1, replace(about, colour=5), "ben")
    assert (merged.about.title, merged.about.colour, merged.what) == ("Hers", 5, "Changed: colour.")
    with pytest.raises(EditConflictError) as caught:
        workspace.describe(name, 1, replace(about, title="His", licence="CC BY"), "ben")
    assert caught.value.conflicts == (
        RowConflict("", {"title": "Roadblocks 2004"}, {"title": "Hers"}, {"title": "His"}),
    )
    kept = workspace.describe(name, 1, replace(about, title="His", licence="CC BY"), "ben", keep_mine=True)
    assert (kept.about.title, kept.about.licence, kept.about.colour) == ("His", "CC BY", 5)


def test_words_and_rows_do_not_stand_in_each_others_way(workspace, name):
    workspace.describe(name, 1, replace(workspace.head(name).about, title="Barricades"), "ana")
    saved = workspace.edit(name, 1, Edits({"a": {"title": "His"}}), "ben", "His.")
    assert (saved.about.title, titles(workspace, saved)["a"]) == ("Barricades", "His")


def test_rows_that_are_counted_together_or_elsewhere_cannot_be_edited(workspace, tmp_path):
    counts = tmp_path / "counts.parquet"
    pq.write_table(pa.table({"n": [3]}), counts)
    workspace.create(counts, About("Counts", kind=Kind.TALLY), "ana", "Counted.")
    about = About("Server", kind=Kind.TABLE, address="postgresql://host/x", table="t")
    workspace.create(None, about, "ana", "Named.")
    for name, told in (
        ("counts", '"Counts" holds counts, no single'),
        ("server", 'rows of "Server" are in a table'),
    ):
        with pytest.raises(StoreError, match=told):
            workspace.edit(name, 1, Edits(dropped=["a"]), "ana", "Dropped.")
        with pytest.raises(StoreError, match=told):
            workspace.append_rows(name, 1, table(row("d")), "ana", "Added.")
