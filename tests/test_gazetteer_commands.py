"""The gazetteer on the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gazetteer import commands
from gazetteer.__main__ import main
from gazetteer.readings import DRAFT_COLUMNS
from gazetteer.tables.batch import ADDED
from gazetteer.tables.quoting import quote

REPOSITORY = Path(__file__).resolve().parents[1]
ARTICLE = (
    "Soldiers were hurt in Zvečan on Monday, when about 30 KFOR soldiers were injured in clashes with protesters. "
    "Police used tear gas."
)


@pytest.fixture(autouse=True)
def _tiny_world(monkeypatch, twin_gazetteer):
    """Open a tiny gazetteer: a command is tried here, not what it finds."""
    monkeypatch.setattr(commands, "open_gazetteer", lambda **_: twin_gazetteer)


def run(*words, stdin=b"", check=None):
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "gazetteer", *words], cwd=REPOSITORY, input=stdin, capture_output=True, check=False
    )
    assert check is None or done.returncode == check, done.stderr.decode()
    return done


def test_a_name_that_is_resolved_is_printed_with_its_reason(capsys):
    assert main(["resolve", "Zvecan"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith('resolved: read as "Zvečan", English name')
    assert second.startswith("* zvecan  42.90750 20.84028  Zveçan / Zvečan; Zvečan (PPLA2, zvecan_municipality, XK")


@pytest.mark.parametrize(("text", "status"), [("Banja", "ambiguous"), ("Qwertzuiop", "unknown"), ("", "unknown")])
def test_a_name_that_is_not_resolved_gives_exit_code_one(capsys, text, status):
    assert main(["resolve", text]) == 1
    assert capsys.readouterr().out.startswith(f"{status}: ")


def test_a_relative_place_is_printed_with_its_radius_and_what_it_is_told_from(capsys):
    assert main(["resolve", "5 km north of Zvečan"]) == 0
    first, second, third, fourth = capsys.readouterr().out.splitlines()
    assert first.startswith("resolved: ")
    assert second.startswith("* 42.95247 20.84028 within ")
    assert third.startswith('  "Zvečan" resolved: ')
    assert fourth.startswith("  * zvecan  42.90750")


def test_hints_on_the_command_line_settle_what_is_meant(capsys):
    assert main(["resolve", "Banja", "--near", "42.95", "20,8"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("* banja_n  42.95000 20.80000")
    assert main(["resolve", "Zvečan", "--feature-class", "A", "--names", "sr-Cyrl"]) == 0
    assert "Општина Звечан" in capsys.readouterr().out


def test_json_has_the_field_names_of_geonames(capsys):
    assert main(["resolve", "Zvecan", "--json", "--names", "sq", "--alternate-names"]) == 0
    found = json.loads(capsys.readouterr().out)
    record = found["geonames"][0]
    assert (found["query"], found["status"], found["anchors"]) == ("Zvecan", "resolved", [])
    assert (record["geonameId"], record["name"], record["countryName"]) == (784044, "Zveçan", "Kosova")
    assert {"name": "Звечан", "lang": "sr-Cyrl"} in record["alternateNames"]


def test_the_places_around_a_point_come_nearest_first(capsys):
    assert main(["reverse", "42.9076", "20.8403", "--limit", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    distances = [float(one["distance"]) for one in found["geonames"]]
    assert (found["totalResultsCount"], found["geonames"][0]["placeId"]) == (3, "zvecan")
    assert distances == sorted(distances)
    assert main(["reverse", "42.9076", "20.8403", "--limit", "1"]) == 0
    assert capsys.readouterr().out.startswith("  zvecan  42.90750 20.84028  Zveçan / Zvečan; ")


def batch(tmp_path, content, *words):
    """Resolve the bytes of a file; return the rows written and the exit code."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    code = main(["batch", str(source), "-o", str(target), *words])
    if not target.exists():
        return None, code
    text = target.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    separator = ";" if b";" in content else ","
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=separator)), code


def test_a_table_comes_back_whole_with_a_line_that_sums_it_up(tmp_path, capsys):
    content = 'id;town;note\r\n1;Zvečan;=1+1\r\n2;Banja;"a;b"\r\n3;;\r\n'.encode("cp1250")
    rows, code = batch(tmp_path, content, "--column", "town")
    told = capsys.readouterr().err
    assert code == 0
    assert rows[0] == ["id", "town", "note", *ADDED]
    assert [row[:3] for row in rows[1:]] == [["1", "Zvečan", "=1+1"], ["2", "Banja", "a;b"], ["3", "", ""]]
    assert [row[11] for row in rows[1:]] == ["resolved", "ambiguous", "unknown"]
    assert told.endswith(
        "Windows-1250 (Central European), the likeliest, separated by semicolons; "
        "3 rows: 1 resolved, 1 ambiguous, 1 unknown\n"
    )


def test_an_added_cell_never_begins_like_a_formula(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "ADDED", ADDED)
    rows, _ = batch(tmp_path, b"town,d\nZvecan,=1+1\n@SUM(1),x\n", "--column", "town", "--date-column", "d")
    assert rows[1][1] == "=1+1"
    assert rows[2][0] == "@SUM(1)"
    assert [cell for row in rows[1:] for cell in row[2:] if quote(cell) != cell and not cell.startswith("'")] == []
    assert commands._harmless(["=a", *["=b"] * len(ADDED), "=c"], 1) == ["=a", *["'=b"] * len(ADDED), "=c"]


def test_the_one_column_of_a_table_need_not_be_named(tmp_path):
    rows, code = batch(tmp_path, b"town\nZvecan\n\n")
    assert (code, [row[0] for row in rows]) == (0, ["town", "Zvecan", ""])


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        (b"", ("--column", "a"), "in.csv is empty. It needs a header line with the names of the columns."),
        (b"a,b\n1,2\n", (), 'Say with --column which column holds the place names; the columns are "a", "b".'),
        (b"a,b\n1,2\n", ("--column", "c"), 'There is no column "c"; the columns are "a", "b". Name one of them.'),
        (
            b"a,b\n1,2\n",
            ("--column", "a", "--country-column", "d"),
            'There is no column "d"; the columns are "a", "b".',
        ),
        (b'a,b\n1,"2\n', ("--column", "a"), "in.csv, line 2: the quotation marks do not fit"),
        (b"a\n", ("--encoding", "klingon"), 'There is no encoding "klingon".'),
    ],
)
def test_a_table_that_cannot_be_used_is_told_in_a_sentence_and_nothing_is_written(
    tmp_path, capsys, content, words, told
):
    rows, code = batch(tmp_path, content, *words)
    said = capsys.readouterr().err
    assert (rows, code) == (None, 2)
    assert told in said
    assert said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_file_may_be_replaced_by_its_own_answer(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("town\nZvecan\n", encoding="utf-8")
    assert main(["batch", str(path), "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8-sig").startswith("town,latitude")


def test_files_that_cannot_be_read_or_written_are_told(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("town\nZvecan\n")
    assert main(["batch", str(tmp_path / "none.csv")]) == 2
    assert main(["batch", str(tmp_path)]) == 2
    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "no" / "out.csv")]) == 2
    assert [line.split(str(tmp_path))[1] for line in capsys.readouterr().err.splitlines()] == [
        "/none.csv cannot be read (No such file or directory). Check its name and permissions.",
        " cannot be read (Is a directory). Check its name and permissions.",
        "/no/out.csv cannot be written (No such file or directory). Choose another place or make room there.",
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs links and named pipes")
def test_a_device_is_written_to_and_a_link_is_followed_never_replaced(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("town\nZvecan\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "link.csv")]) == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").is_file()
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "pipe")]) == 0
    assert os.read(reader, 10_000).decode("utf-8-sig").startswith("town,latitude")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    assert main(["export", "-o", str(tmp_path)]) == 2
    assert "cannot be written (Is a directory)" in capsys.readouterr().err


def test_a_table_goes_through_a_pipe():
    done = run("batch", "-", "--column", "town", stdin="town,n\nZvečan,1\n".encode(), check=0)
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert (rows[0][:3], rows[1][:4]) == (["town", "n", "latitude"], ["Zvečan", "1", "42.9075", "20.84028"])
    assert done.stderr.decode().startswith("The standard input: UTF-8, separated by commas; 1 rows: 1 resolved")


def test_a_text_is_read_and_told_in_words(tmp_path, capsys):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert main(["geoparse", str(path), "--published", "2023-05-30"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Text of {len(ARTICLE)} characters; dated 2023-05-30\n")
    assert "  Zvečan: 42.90750 20.84028 Zveçan / Zvečan (zvecan); " in told
    assert "  Monday: 2023-05-29 (day); " in told
    assert "injured: 30 KFOR soldiers" in told
    assert "Drafts, for a person to accept, edit or drop" in told


def test_the_drafts_of_a_text_say_that_they_are_drafts(tmp_path, capsys):
    path, target = tmp_path / "article.txt", tmp_path / "drafts.csv"
    path.write_bytes(ARTICLE.encode("utf-16"))
    assert main(["geoparse", str(path), "--published", "2023-05-30", "--csv", str(target)]) == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"), newline="")))
    assert tuple(rows[0]) == DRAFT_COLUMNS
    assert {row["status"] for row in rows} == {"draft"}
    assert (rows[0]["place"], rows[0]["event_date_start"]) == ("zvecan", "2023-05-29")
    assert "nothing in them is data before a person has read it" in capsys.readouterr().err


def test_everything_read_from_a_text_is_in_the_json(tmp_path, capsys):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert main(["geoparse", str(path), "--published", "2023-05-30", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"published", "toponyms", "relations", "dates", "counts", "drafts", "notes"}
    for one in (*found["toponyms"], *found["dates"], *found["counts"]):
        assert ARTICLE[one["start"] : one["end"]] == one["text"]
    assert found["toponyms"][0]["geonames"][0]["placeId"] == "zvecan"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 ...", "is a PDF file. Save its text as a plain text file."),
        (b"PK\x03\x04...", "is a Word file or another archive. Save its text as a plain text file."),
        (b"abcdefg\0\xff" * 3, "is no text file. Save its text as a plain text file."),
        (b"x" * 5_000_001, "has more than 5,000,000 bytes; a text of that length is read in parts. Split it."),
    ],
)
def test_what_is_no_text_is_told(tmp_path, capsys, content, told):
    path = tmp_path / "article"
    path.write_bytes(content)
    assert main(["geoparse", str(path)]) == 2
    assert capsys.readouterr().err == f"{path} {told}\n"


def test_an_empty_text_has_nothing_in_it(tmp_path, capsys):
    path = tmp_path / "article"
    path.write_bytes(b"")
    assert main(["geoparse", str(path)]) == 0
    assert capsys.readouterr().out.startswith("Text of 0 characters; no date is known for it\n")


def test_the_gazetteer_is_exported_to_a_file_or_the_output(tmp_path, capsys):
    target = tmp_path / "places.jsonld"
    assert main(["export", "-o", str(target), "--base", "https://example.org/p/", "--iso-codes-only"]) == 0
    assert capsys.readouterr().out == ""
    found = json.loads(target.read_text(encoding="utf-8"))
    assert found["features"][0]["@id"].startswith("https://example.org/p/")
    assert main(["export"]) == 0
    assert len(json.loads(capsys.readouterr().out)["features"]) == len(found["features"])
    assert main(["export", "--base", "nothing"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reverse", "95", "20"), '"95" is no latitude in decimal degrees between -90 and 90'),
        (("reverse", "42", "nan"), '"nan" is no longitude in decimal degrees between -180 and 180'),
        (("reverse", "42", "20", "--limit", "0"), '"0" is no whole number from 1 to 1000'),
        (("resolve", "x", "--near", "a", "b"), '"a" is no latitude in decimal degrees'),
        (("resolve", "x", "--on", "17/03/2004"), '"17/03/2004" is no day like 2004-03-17'),
        (("resolve", "x", "--names", "xx"), 'no names are kept in "xx"; choose one of sq; sr-Latn;'),
        (("batch", "x", "--separator", "::"), '"::" is none of comma, semicolon, tab, bar, nor one character'),
    ],
)
def test_an_option_that_cannot_be_read_is_told(capsys, words, told):
    with pytest.raises(SystemExit) as caught:
        main([*words])
    assert caught.value.code == 2
    assert told in capsys.readouterr().err


def test_help_tells_the_exit_codes(capsys):
    for words in (
        ["--help"],
        *([name, "--help"] for name in ("resolve", "reverse", "batch", "geoparse", "build", "export")),
    ):
        with pytest.raises(SystemExit):
            main(words)
        assert "141 the reader of the output went away" in " ".join(capsys.readouterr().out.split())


def test_alternate_names_alone_build_nothing(capsys):
    assert main(["build", "--alternate-names", "names.txt"]) == 2
    assert capsys.readouterr().err.startswith("Alternate names go with a country file.")


def test_a_country_file_becomes_an_index_and_faulty_lines_are_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("gazetteer.geonames.dump.FOLDER", tmp_path / "index")
    line = "784044\tZvečan\tZvecan\tZveçan\t42.9\t20.84\tP\tPPLA2\tXK\t\t\t\t\t\t16000\t\t\tEurope/Belgrade\t2012-01-01"
    (tmp_path / "XK.txt").write_text(f"{line}\nno such line\n", encoding="utf-8")
    assert main(["build", str(tmp_path / "XK.txt")]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"{tmp_path / 'index' / 'geonames-XK.sqlite'}: ")
    assert ", 1 places, " in told.out
    assert told.err.startswith("1 faulty lines were left out: ")


def test_a_country_file_that_is_not_there_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("gazetteer.geonames.dump.FOLDER", tmp_path / "index")
    assert main(["build", str(tmp_path / "XK.txt")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_name_in_bytes_that_are_no_text_is_answered_calmly():
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"gazetteer", b"resolve", b"\xff\xfeZvecan", b"--json"],
        cwd=REPOSITORY, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    assert (done.returncode in {0, 1}, done.stderr) == (True, b"")
    assert json.loads(done.stdout)["status"] in {"resolved", "unknown"}


@pytest.mark.skipif(os.name != "posix", reason="needs the signals of a Unix machine")
def test_a_reader_that_goes_away_ends_the_command_without_a_word():
    pipe = subprocess.Popen(
        [sys.executable, "-m", "gazetteer", "export"], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    pipe.stdout.read(10)
    pipe.stdout.close()
    assert (pipe.wait(timeout=60), pipe.stderr.read()) == (141, b"")
    pipe.stderr.close()


@pytest.mark.skipif(os.name != "posix", reason="needs the signals of a Unix machine")
def test_a_stop_by_the_user_leaves_no_half_file(tmp_path, capsys):
    source, target = tmp_path / "pipe", tmp_path / "out.csv"
    os.mkfifo(source)

    def stop():
        with source.open("wb", buffering=0) as begun:  # opens when the command reads
            begun.write(b"town\nZvecan\n")
            time.sleep(0.5)  # it waits for more by now
            os.kill(os.getpid(), signal.SIGINT)
            stopped.wait(30)

    stopped = threading.Event()
    thread = threading.Thread(target=stop)
    thread.start()
    code = main(["batch", str(source), "-o", str(target)])
    stopped.set()
    thread.join()
    assert (code, capsys.readouterr().err) == (130, "Stopped.\n")
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.skipif(os.name != "posix", reason="needs named pipes")
def test_a_file_that_is_a_stream_is_read_like_any_other(tmp_path):
    source = tmp_path / "pipe"
    os.mkfifo(source)
    writer = threading.Thread(target=source.write_bytes, args=[b"town\nZvecan\n"])
    writer.start()
    assert main(["batch", str(source), "-o", str(tmp_path / "out.csv")]) == 0
    writer.join()
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("Zvecan,42.9075,20.84028")
