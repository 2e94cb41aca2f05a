"""`python -m geo.store`: own data brought in, looked at, changed back and taken out on a terminal."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.store.__main__ import main
from geo.store.commands import FORMS
from geo.store.counting import BINS, ENGINES
from geo.store.versions import Kind
from geo.store.workspace import open_workspace
from tests.engines import running_postgres
from tests.own_rows import row as flat_row
from tests.own_rows import started, table, titles
from tests.worlds import write_world

ROOT = Path(__file__).parent.parent
MAPPING = ("--map", "date=Datum", "--map", "place=Ort", "--map", "type=Art", "--map", "title=Was")
ROWS = """Datum;Ort;Art;Was;Nr
17.03.2004;Svinjare;protest;First;x1
18.03.2004;Svinjare;protest;Second;x2
never;Svinjare;protest;Third;x3
19.03.2004;Nowhere;protest;Fourth;x4
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "Own list.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path):
    return open_workspace(str(tmp_path / "workspace"))


@pytest.fixture
def run(workspace, capsys):
    """Run the command on the workspace and return exit code, output lines and what it says beside them."""

    def run(*arguments):
        code = main([*map(str, arguments), "--workspace", workspace.address, "--who", "ana"])
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err

    return run


@pytest.fixture
def bring(run, own, places):
    """Import the list."""

    def bring(*more):
        return run("import", own, "--data", places, *MAPPING, *more)

    return bring


def test_a_file_becomes_a_data_set_and_what_was_not_accepted_is_told(bring, workspace, tmp_path):
    rejected = tmp_path / "rejected.csv"
    code, said, told = bring("--title", "My list", "--coverage", "Only mine.", "--rejected", rejected)
    assert (code, said) == (0, ["my-list"])
    assert "4 rows: 2 accepted, 2 rejected.\n" in told
    assert '1 rejected, column "Datum": the cell is not a date' in told
    assert 'Open in 1 row: which place is "Nowhere"?' in told
    assert "100 % " in told
    head = workspace.head("my-list")
    about = head.about
    assert (about.title, about.coverage, about.source_file, about.layout, about.accepted, about.rejected) == (
        "My list", "Only mine.", "Own list.csv", "table", 2, 2,
    )  # fmt: skip
    assert (head.who, head.what, head.rows) == ("ana", "2 rows from Own list.csv.", 2)
    assert list(titles(workspace, head).values()) == ["First", "Second"]
    with rejected.open(encoding="utf-8-sig", newline="") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["3", "4"]
    assert workspace.open_rejections(head).read_bytes() == rejected.read_bytes()


def test_a_header_that_was_mapped_once_is_known(bring, run, own, places, workspace):
    bring()
    code, said, told = run("import", own, "--data", places)
    assert (code, said) == (0, ["own-list-2"])
    assert "The columns are taken as they were for the last file with the same header" in told
    assert list(titles(workspace, workspace.head("own-list-2")).values()) == ["First", "Second"]


def test_rows_are_added_to_a_data_set_or_take_its_place(bring, run, workspace):
    bring("--map", "id=Nr")
    code, _, told = bring("--into", "own-list", "--map", "id=Nr")
    assert code == 2
    assert told.splitlines()[-1].startswith('2 of the rows have ids that are in "Own list" already, "x1" for one; say ')
    assert bring("--into", "own-list", "--map", "id=Nr", "--known", "skip")[:2] == (0, ["own-list"])
    assert bring("--into", "own-list", "--replace")[:2] == (0, ["own-list"])
    assert [line.split("\t")[0::4] for line in run("history", "own-list")[1]] == [
        ["1", "2 rows from Own list.csv."],
        ["2", "Added 2 rows from Own list.csv."],
        ["3", "Replaced by 2 rows from Own list.csv."],
    ]
    assert workspace.head("own-list").about.title == "Own list"


def test_versions_are_listed_compared_and_had_back(run, workspace, tmp_path):
    started(workspace, tmp_path)
    workspace.append_rows("roadblocks-2004", 1, table(flat_row("d")), "ben", "Added one.")
    assert run("list")[1] == ["roadblocks-2004\tRoadblocks 2004\trows\t4 rows\t2004-03-17 to 2004-03-18\tversion 2"]
    assert run("diff", "roadblocks-2004", 2, 1) == (0, ["removed\td"], "0 added, 1 removed, 0 changed.\n")
    assert run("undo", "roadblocks-2004") == (0, [], "Version 3: Back to version 1.\n")
    assert run("undo", "roadblocks-2004", "--to", 2) == (0, [], "Version 4: Back to version 2.\n")
    assert run("remove", "roadblocks-2004")[0] == 0
    assert (run("list")[1], [line.split("\t")[0] for line in run("list", "--removed")[1]]) == ([], ["roadblocks-2004"])
    assert run("bring-back", "roadblocks-2004") == (0, [], "Version 6: Brought back.\n")
    assert workspace.head("roadblocks-2004").rows == 4


def test_a_changed_cell_is_told_on_one_line_whatever_stands_in_it(run, workspace, tmp_path):
    from geo.store.editing import Edits

    started(workspace, tmp_path)
    workspace.edit("roadblocks-2004", 1, Edits({"a": {"title": "two\nlines\x1b[2J"}}), "ben", "One.")
    assert run("diff", "roadblocks-2004", 1, 2) == (
        0, ["changed\ta\ttitle\tAbout a\ttwo lines [2J"], "0 added, 0 removed, 1 changed.\n",
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_data_set_leaves_in_every_form(run, workspace, tmp_path, form):
    started(workspace, tmp_path)
    target = tmp_path / f"out.{form}"
    code, said, _ = run("export", "roadblocks-2004", target, "--format", form)
    assert (code, said) == (0, [str(target)])
    assert target.stat().st_size > 100


def test_an_older_version_leaves_with_what_has_to_be_said_of_it(run, workspace, tmp_path):
    started(workspace, tmp_path)
    workspace.append_rows("roadblocks-2004", 1, table(flat_row("d")), "ben", "Added one.")
    target = tmp_path / "out.geojson"
    assert run("export", "roadblocks-2004", target, "--version", 1)[0] == 0
    written = json.loads(target.read_text())
    assert len(written["features"]) == 3
    assert written["metadata"]["Coverage"] == "Only roadblocks."
    assert written["metadata"]["Data version"].startswith("roadblocks-2004 1 (")


def test_cells_are_built_into_a_file_or_a_data_set(run, workspace, tmp_path):
    started(workspace, tmp_path)
    target = tmp_path / "cells.parquet"
    code, said, told = run("build-cells", "roadblocks-2004", target, "--level", 10, "--bin", "year")
    assert (code, said) == (0, [str(target)])
    assert "1 records written." in told
    assert pq.read_table(target)["n"].to_pylist() == [3]
    code, said, _ = run("build-cells", "roadblocks-2004", tmp_path / "incidents.parquet", "--into", "Counts")
    assert (code, said) == (0, ["counts"])
    head = workspace.head("counts")
    assert (head.about.kind, head.about.accepted, head.rows, head.about.coverage) == (
        Kind.TALLY, 6, 2, "Only roadblocks.",
    )  # fmt: skip
    assert head.what == f"Counted from roadblocks-2004, {tmp_path / 'incidents.parquet'} by month on level 14."


def test_the_engines_and_bins_that_can_be_asked_for_are_those_that_there_are():
    from geo.engine.engines import EngineName
    from geo.engine.grids import BINS as KNOWN

    assert (sorted(ENGINES), BINS) == (sorted(EngineName), KNOWN)


def test_a_data_set_goes_to_a_server_and_its_table_is_a_data_set_too(run, workspace, tmp_path):
    started(workspace, tmp_path)
    with running_postgres() as server:
        assert run("export", "roadblocks-2004", server, "--table", "public.own") == (0, [], "3 rows written.\n")
        assert run("import", server, "--table", "public.own", "--title", "Far away")[:2] == (0, ["far-away"])
        head = workspace.head("far-away")
        assert (head.about.kind, head.rows, head.about.accepted) == (Kind.TABLE, 3, 3)
        assert (str(head.about.first_day), str(head.about.last_day)) == ("2004-03-17", "2004-03-18")
        assert head.about.address == f"{server}?table=public.own"
        target = tmp_path / "cells.parquet"
        assert run("build-cells", "far-away", target)[0] == 0
        assert sum(pq.read_table(target)["n"].to_pylist()) == 3
    code, said, told = run("import", server, "--table", "public.own")
    assert (code, said, "Traceback" in told, len(workspace.datasets())) == (2, [], False, 2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "none.csv"), "There is no file none.csv; check its name.\n"),
        (("import", "{own}", "--map", "Datum"), '"Datum" is no MEANING=COLUMN; write for example --map date=Datum.\n'),
        (("import", "{own}", "--map", "weather=Datum"), 'A column cannot mean "weather"; choose one of: date, '),
        (("import", "{own}", "--into", "none"), 'There is no data set "none" in '),
        (("import", "{own}", "--rejected", "no/folder/x.csv"), "there is no folder no/folder"),
        (("import", "postgresql://a:secret@h/d", "--table", "t"), "The address holds a password; take it out"),
        (("import", "postgresql://a@h/d?password=secret", "--table", "t"), "The address holds a password; take it out"),
        (("import", "postgresql://a@h/d", "--table", "t; drop"), "Name the table with --table, as schema.name"),
        (("export", "roadblocks-2004", "out.doc"), '"out.doc" does not say which form is wanted; give --format'),
        (("export", "roadblocks-2004", "no/folder/out.csv"), "there is no folder no/folder"),
        (("export", "none", "out.csv"), 'There is no data set "none" in '),
        (("export", "../x", "out.csv"), '"../x" is no id of a data set'),
        (("undo", "roadblocks-2004"), '"roadblocks-2004" has no earlier version to go back to.'),
        (("undo", "roadblocks-2004", "--to", "7"), '"roadblocks-2004" has no version 7.'),
        (("build-cells", "roadblocks-2004"), "Name the file to write after what is to be counted, or give --into"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(run, own, workspace, tmp_path, arguments, told):
    first = started(workspace, tmp_path)
    code, said, faults = run(*(word.format(own=own) for word in arguments))
    assert (code, said) == (2, [])
    assert told in faults
    assert "secret" not in faults
    assert [entry.head for entry in workspace.datasets()] == [first]


def test_a_file_of_which_nothing_is_accepted_is_not_kept(run, places, workspace, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("Datum;Ort;Art;Was\nnever;Svinjare;protest;x\n", encoding="utf-8")
    code, said, told = run("import", bad, "--data", places, *MAPPING)
    assert (code, said) == (2, [])
    assert told.splitlines()[-1] == "bad.csv: no row was accepted, so nothing is kept; the reasons are above."
    assert workspace.datasets() == ()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as on Unix")
def test_ctrl_c_stops_an_import_and_leaves_nothing_behind(places, workspace, tmp_path):
    large, scratch = tmp_path / "large.csv", tmp_path / "scratch"
    scratch.mkdir()
    header, first, *_ = ROWS.splitlines()
    large.write_text("\n".join([header, *[first] * 600_000]), encoding="utf-8")
    command = [sys.executable, "-m", "geo.store", "import", str(large), "--data", str(places), *MAPPING]
    with subprocess.Popen(
        [*command, "--workspace", workspace.address], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    ) as program:  # fmt: skip
        seen = [program.stderr.readline()]
        while "rows read" not in seen[-1]:
            seen.append(program.stderr.readline())
        assert list(scratch.iterdir())
        program.send_signal(signal.SIGINT)
        told = program.stderr.read()
    assert (program.returncode, told.splitlines()[-1]) == (130, "Stopped.")
    assert "Traceback" not in told
    assert (workspace.datasets(), list(scratch.iterdir())) == ((), [])
