"""`python -m geo.snapshot`: a view becomes files without a browser, whole or not at all."""

from __future__ import annotations

import errno
import importlib.util
import io
import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest

from geo.material import read_material
from geo.snapshot import __main__ as command
from geo.snapshot.__main__ import main
from geo.snapshot.outputs import Form, Scope, Snapshot, make
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.embedding import spec_out_of
from geo.snapshot.proof.spec import from_json, spec_of
from geo.views import LISTS, SINGLES, to_query
from tests.materials import MADE_ON, MARCH
from tests.worlds import world, write_world

REPOSITORY = Path(__file__).resolve().parents[1]
LINK = f"?{to_query(MARCH)}"
DAY = ("--made-on", MADE_ON.isoformat())
#: everything that the tiny world shows in March 2004
SHOWN = {"bridge_clash", "houses_burned", "reserve_2004"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("data") / "world")


@pytest.fixture(scope="module")
def material(folder):
    return read_material(folder)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch, material):
    """Read the tiny world once for all tests, and nothing from the environment of whoever runs them."""
    monkeypatch.setattr(command, "read_material", lambda _: material)
    for variable in (command.ADDRESS_VARIABLE, command.FOLDER_VARIABLE):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def made(material):
    """Return how to make a file of a link as the page does."""

    def make_one(form=Form.SVG, scope=Scope.VIEW, address="", **told):
        return make(Snapshot(material, spec_of(material, told or MARCH, MADE_ON, address), scope), form).content

    return make_one


def run(tmp_path, *words, name="out.svg", code=0):
    """Run the command; return the bytes that it wrote."""
    target = tmp_path / name
    assert main([*words, "-o", str(target), *DAY]) == code
    return target.read_bytes() if target.exists() else None


def spec_in(content):
    return from_json(spec_out_of(content))


def told_in(content):
    return {name: list(values) for name, values in spec_in(content).told.items()}


def fault(capsys, *words):
    """Run a command that fails; return the one sentence that it says last."""
    assert main([*words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    *progress, sentence = err.splitlines()
    assert all(line.endswith(" ...") for line in progress)
    return sentence


@pytest.mark.parametrize("link", [LINK, LINK.removeprefix("?"), f" http://localhost:8501/snapshot{LINK}#top"])
def test_a_link_becomes_the_file_that_the_page_gives(tmp_path, made, capsys, link):
    assert run(tmp_path, link) == made()
    assert capsys.readouterr().out == f"{tmp_path / 'out.svg'}\n"


def test_a_view_code_becomes_the_same_file_as_its_link(tmp_path, made, material):
    code = code_of(spec_of(material, MARCH, MADE_ON), material)
    for typed in (code, code.lower().replace("-", " ")):
        assert run(tmp_path, typed) == made()


@pytest.mark.parametrize("form", [form.value for form in Form])
def test_every_form_is_made_and_brings_its_view_back(tmp_path, made, form):
    if form == Form.MP4 and importlib.util.find_spec("av") is None:
        pytest.skip("MP4 is optional: pip install -r requirements-extra.txt")
    content = run(tmp_path, LINK, name=f"view.{form}")
    assert set(spec_in(content).events) == SHOWN
    assert run(tmp_path, str(tmp_path / f"view.{form}")) == made()


def test_the_view_in_a_bundle_is_a_view_too(tmp_path, made):
    with ZipFile(io.BytesIO(made(Form.ZIP))) as bundle:
        bundle.extract("view.json", tmp_path)
    assert run(tmp_path, str(tmp_path / "view.json")) == made()


@pytest.mark.parametrize("view", ["?", "http://localhost:8501/", "https://atlas.example.org/snapshot"])
def test_a_link_that_says_nothing_shows_everything(tmp_path, view):
    assert told_in(run(tmp_path, view)) == {}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_says_how_much_a_document_holds(tmp_path, made, scope):
    assert run(tmp_path, scope.value, LINK, name="out.pdf") == made(Form.PDF, scope)


def test_a_series_has_a_page_for_each_day(tmp_path, capsys):
    content = run(tmp_path, "series", LINK, name="out.pdf")
    titles = [
        line.strip() for page in pypdf.PdfReader(io.BytesIO(content)).pages for line in page.extract_text().split("\n")
    ]
    assert all(any(f"{day} March 2004" in line for line in titles) for day in (17, 18, 19))
    told = capsys.readouterr().err
    assert all(f"Drawing map {number} of 3 ...\n" in told for number in (1, 2, 3))


@pytest.mark.parametrize("at", range(3))
def test_scope_and_view_may_stand_anywhere_between_the_options(tmp_path, made, at):
    target = tmp_path / "out.pdf"
    words = ["pack", LINK]
    words[at:at] = ["-o", str(target), *DAY]
    assert main(words) == 0
    assert target.read_bytes() == made(Form.PDF, Scope.PACK)


def test_several_outputs_are_made_from_one_view_and_a_folder_gets_a_document(tmp_path, made, capsys):
    targets = [tmp_path / "a.svg", tmp_path / "B.PDF", tmp_path]
    assert main([LINK, *DAY, *(word for target in targets for word in ("-o", str(target)))]) == 0
    targets[2] = tmp_path / "incident-atlas_2004-03-17_2004-03-19_sq-sr-latn.pdf"
    assert capsys.readouterr().out == "".join(f"{target}\n" for target in targets)
    assert [target.read_bytes() for target in targets] == [made(), made(Form.PDF), made(Form.PDF)]
    assert sorted(tmp_path.iterdir()) == sorted(targets)


def test_a_picture_holds_the_first_page_and_says_so(tmp_path, made, capsys):
    assert run(tmp_path, "series", LINK) == made(Form.SVG, Scope.SERIES)
    assert f"{tmp_path / 'out.svg'} holds the first of 3 pages with maps; a ZIP holds all of them.\n" in (
        capsys.readouterr().err
    )
    run(tmp_path, LINK)
    assert "holds the first" not in capsys.readouterr().err


def test_settings_add_replace_and_take_away(tmp_path):
    words = [f"{LINK}&type=clash&paper=a3&layer=incidents&heading=Two+days"]
    for setting in ("banner=FOR TRAINING", "paper=letter", "type=riot_arson", "type=protest", "layer=", "heading=",
                    "to=2004-03-18", "dpi=300", "dpi=150", "contact=a=b"):  # fmt: skip
        words += ["--set", setting]
    assert told_in(run(tmp_path, *words)) == {
        "from": ["2004-03-17"], "to": ["2004-03-18"], "type": ["riot_arson", "protest"], "paper": ["letter"],
        "banner": ["FOR TRAINING"], "contact": ["a=b"],
    }  # fmt: skip


def test_settings_say_of_a_file_and_of_a_code_too_what_is_shown(tmp_path, made, material):
    (tmp_path / "view.pdf").write_bytes(made(Form.PDF))
    code = code_of(spec_of(material, MARCH, MADE_ON), material)
    for view in (str(tmp_path / "view.pdf"), code):
        told = told_in(run(tmp_path, view, "--set", "from=2023-05-29", "--set", "to=2023-06-30", "--set", "episode="))
        assert told == {"episode": [""], "from": ["2023-05-29"], "to": ["2023-06-30"]}


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("paper", '"paper" is no setting; write it as NAME=VALUE, for example paper=a3.'),
        ("form=pdf", f'There is no setting "form"; there are: {", ".join((*LISTS, *SINGLES, "layer"))}.'),
        ("paper=a0", '"a0" is no value of "paper"; choose it on the page Snapshot and copy it from the link there.'),
        ("split=17/03/2004", '"17/03/2004" is no value of "split"; '),
        ("type=strike", '"strike" is no value of "type"; choose one of: clash, explosion, political, protest, '),
        ("layer=roads", '"roads" is no value of "layer"; choose one of: incidents, '),
        ("incident=none", '"none" is no value of "incident"; choose one of: bridge_clash, houses_burned, '),
        (f"banner={'x' * 61}", 'The text of "banner" is too long; it may have 60 signs, not 61.'),
        ("from=2024-01-01", "A window has two ends; set from=YYYY-MM-DD and to=YYYY-MM-DD, the earlier day first."),
        ("to=", "A window has two ends; "),
    ],
)
def test_a_setting_that_does_not_exist_is_told_because_nobody_looks_on(tmp_path, capsys, setting, told):
    sentence = fault(capsys, LINK, "--set", setting, "-o", str(tmp_path / "out.svg"))
    assert sentence.startswith(told)
    assert list(tmp_path.iterdir()) == []


def test_of_many_choices_some_are_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "MOST_CHOICES", 2)
    sentence = fault(capsys, LINK, "--set", "source=nobody", "-o", str(tmp_path / "out.svg"))
    assert sentence == '"nobody" is no value of "source"; choose one of: agency, force and others.'


def test_a_window_can_be_taken_away(tmp_path):
    assert told_in(run(tmp_path, LINK, "--set", "from=", "--set", "to=")) == {}


def test_what_a_view_asks_for_in_vain_is_told_and_left_out(tmp_path, capsys):
    content = run(tmp_path, f"{LINK}&type=clash&type=strike&paper=a0")
    assert told_in(content) == {"type": ["clash"], **MARCH}
    told = capsys.readouterr().err
    assert "1 event type of this view is not in this data" in told
    assert 'The value of "paper" in this view is not known here and left out.\n' in told


def test_a_file_says_how_the_data_has_changed_since(tmp_path, capsys, monkeypatch, made):
    (tmp_path / "view.svg").write_bytes(made())
    rows = world()
    rows["incidents"][0]["title"] = "Crowds meet \x1b[31mat\x1b[0m the bridge"
    later = read_material(write_world(tmp_path / "later", rows))
    monkeypatch.setattr(command, "read_material", lambda _: later)
    run(tmp_path, str(tmp_path / "view.svg"))
    told = capsys.readouterr().err
    assert "The data has changed since this file was made on 22 November 2026" in told
    assert "\x1b" not in told


def test_the_same_day_gives_the_same_bytes_in_every_process(tmp_path, folder, made):
    target = tmp_path / "out.pdf"
    words = ["-m", "geo.snapshot", LINK, "-o", str(target), "--data", str(folder), *DAY]
    changed = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, *words], cwd=REPOSITORY, capture_output=True, text=True, check=True,
                          env=os.environ | changed)  # fmt: skip
    assert done.stdout == f"{target}\n"
    assert target.read_bytes() == made(Form.PDF)


def test_without_a_day_a_page_is_of_today(tmp_path):
    before = datetime.now(UTC).date()
    assert main([LINK, "-o", str(tmp_path / "out.svg")]) == 0
    assert before <= spec_in((tmp_path / "out.svg").read_bytes()).made_on <= datetime.now(UTC).date()


def test_the_address_of_the_atlas_is_asked_for_or_taken_from_the_environment(tmp_path, made, monkeypatch):
    address = "https://atlas.example.org/"
    assert run(tmp_path, LINK, "--address", address) == made(address=address)
    monkeypatch.setenv("ATLAS_ADDRESS", address)
    assert run(tmp_path, LINK) == made(address=address)
    assert run(tmp_path, LINK, "--address", "") == made()


def test_the_data_folder_is_asked_for_or_taken_from_the_environment(tmp_path, material, monkeypatch):
    asked = []
    monkeypatch.setattr(command, "read_material", lambda folder: asked.append(folder) or material)
    run(tmp_path, LINK)
    monkeypatch.setenv("ATLAS_DATA", "/from/the/environment")
    run(tmp_path, LINK)
    run(tmp_path, LINK, "--data", "/asked/for")
    assert asked == [None, Path("/from/the/environment"), Path("/asked/for")]


def test_the_address_is_the_one_of_the_app():
    from pages.shared import printing, state

    assert (printing.ADDRESS_VARIABLE, state.FOLDER_VARIABLE) == (command.ADDRESS_VARIABLE, command.FOLDER_VARIABLE)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("",), 'There is no code here; type the signs that follow "view code" on the page.'),
        (("nothing.pdf",), "There is no file nothing.pdf; check its name, or give a link or a view code."),
        (("folder/nothing",), "There is no file folder/nothing; check its name, or give a link or a view code."),
        (("QQQQ-QQQQ",), "This code has a typing error; compare it with the page."),
        ((LINK, "--address", "javascript:alert(1)"), '"javascript:alert(1)" is no address of an atlas; '),
        (("series", "?"), "One map for every day would be 7,024 maps, and at most 60 are made; "),
        (("series", "?from=2010-01-01&to=2010-12-31"), "No incident is shown, so there is no day to make a page of; "),
        ((f"{LINK}&maps=before-after&split=1999-01-01",), "1 January 1999 does not divide 17-19 March 2004; "),
    ],
)
def test_a_fault_is_one_sentence(tmp_path, capsys, words, told):
    assert fault(capsys, *words, "-o", str(tmp_path / "out.svg")).startswith(told)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_view_is_told(tmp_path, capsys):
    (tmp_path / "view.pdf").write_bytes(b"%PDF-1.7 nothing")
    sentence = fault(capsys, str(tmp_path / "view.pdf"), "-o", str(tmp_path / "out.svg"))
    assert sentence.endswith(".")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "view.pdf"]


def test_a_data_folder_that_is_none_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "read_material", read_material)
    sentence = fault(capsys, LINK, "--data", str(tmp_path / "no"), "-o", str(tmp_path / "out.svg"))
    assert sentence == f"{tmp_path / 'no'}: there is no such folder; give the folder that holds incidents.csv."


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("page", '"page" does not say which form is wanted; let it end in one of: .pdf, .png, .svg, .pptx, .html, '),
        ("page.docx", '"page.docx" does not say which form is wanted; '),
        (".pdf", '".pdf" does not say which form is wanted; '),
        ("no/page.pdf", "no/page.pdf cannot be written (there is no folder no). Make the folder first."),
    ],
)
def test_an_output_that_cannot_be_is_told_before_anything_is_read_or_written(tmp_path, capsys, monkeypatch, name, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delattr(command, "read_material")
    assert main([LINK, "-o", "a.svg", "-o", name]) == 2
    assert capsys.readouterr().err.startswith(told)
    assert list(tmp_path.iterdir()) == []


def refuse(error):
    """Return a disk that gives way when a file is to be kept for good."""

    def fsync(_):
        raise error

    return fsync


def test_what_the_disk_refuses_leaves_the_older_file_and_nothing_half_written(tmp_path, capsys, monkeypatch):
    target = tmp_path / "out.svg"
    target.write_bytes(b"older")
    monkeypatch.setattr(command.os, "fsync", refuse(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    sentence = fault(capsys, LINK, "-o", str(target))
    assert sentence == (
        f"{target} cannot be written (No space left on device). Choose another place or make room there."
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"out.svg": b"older"}


def test_a_stop_by_the_user_leaves_no_half_file(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command.os, "fsync", refuse(KeyboardInterrupt))
    assert run(tmp_path, LINK, code=130) is None
    assert capsys.readouterr().err.endswith("Stopped.\n")
    assert list(tmp_path.iterdir()) == []


def test_the_first_of_several_outputs_stays_when_the_next_one_fails(tmp_path, capsys, monkeypatch):
    real, asked = os.fsync, []

    def fsync(handle):
        asked.append(handle)
        if len(asked) > 1:
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
        real(handle)

    monkeypatch.setattr(command.os, "fsync", fsync)
    assert main([LINK, "-o", str(tmp_path / "a.svg"), "-o", str(tmp_path / "b.svg")]) == 2
    assert capsys.readouterr().out == f"{tmp_path / 'a.svg'}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


@pytest.mark.skipif(os.name != "posix", reason="needs links and devices")
def test_a_link_is_followed_and_a_device_is_written_to(tmp_path, capsys, made):
    (tmp_path / "link.svg").symlink_to(tmp_path / "real.svg")
    run(tmp_path, LINK, name="link.svg")
    assert (tmp_path / "link.svg").is_symlink()
    assert (tmp_path / "real.svg").read_bytes() == made()
    capsys.readouterr()
    (tmp_path / "full.svg").symlink_to("/dev/full")
    assert "full.svg cannot be written (No space left on device)." in fault(
        capsys, LINK, "-o", str(tmp_path / "full.svg")
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions, which root does not")
def test_a_file_that_may_not_be_read_is_told(tmp_path, capsys, made):
    view = tmp_path / "view.svg"
    view.write_bytes(made())
    view.chmod(0)
    assert fault(capsys, str(view), "-o", str(tmp_path / "out.svg")) == (
        f"{view} cannot be read (Permission denied). Check its permissions."
    )


def test_a_link_longer_than_a_name_of_a_file_is_a_link(tmp_path):
    heading = "x" * 200
    content = run(tmp_path, f"{LINK}&heading={heading}&maker={'y' * 80}&contact={'z' * 120}")
    assert told_in(content)["heading"] == [heading]
    assert main([f"{LINK}&q={'x' * 20_001}", "-o", str(tmp_path / "long.svg")]) == 2


def test_bytes_that_are_no_text_stay_printable(tmp_path):
    content = run(tmp_path, f"{LINK}&heading=\udcff", "--set", "banner=a\udcffb")
    assert {name: told_in(content)[name] for name in ("heading", "banner")} == {"heading": ["?"], "banner": ["a?b"]}


def test_no_text_steers_the_terminal(tmp_path, capsys):
    sentence = fault(capsys, "\x1b[31mred\n.pdf", "-o", str(tmp_path / "out.svg"))
    assert sentence == "There is no file  [31mred .pdf; check its name, or give a link or a view code."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "the following arguments are required"),
        ((LINK,), "the following arguments are required: -o/--output"),
        (("book", LINK, "-o", "a.pdf"), "invalid choice: 'book' (choose from"),
        ((LINK, "-o", "a.pdf", "--made-on", "22/11/2026"), '"22/11/2026" is no day like 2004-03-17'),
    ],
)
def test_an_option_that_cannot_be_read_is_told(capsys, words, told):
    with pytest.raises(SystemExit) as caught:
        main([*words])
    assert caught.value.code == 2
    assert told in capsys.readouterr().err


def test_help_tells_scopes_forms_and_exit_codes(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    words = " ".join(capsys.readouterr().out.split())
    assert all(f" {form}" in words for form in Form)
    assert "{view,series,pack}" in words
    assert "Exit codes: 0 done; 2 a fault, told in one sentence; 130 stopped with Ctrl-C; 141 the reader" in words
    assert all(word in words for word in ("ATLAS_ADDRESS", "ATLAS_DATA", "--set", "--made-on"))


def test_the_commands_of_the_readme_are_understood(tmp_path, monkeypatch, capsys):
    lines = (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [
        shlex.split(line, comments=True)[3:] for line in lines if line.strip().startswith("python -m geo.snapshot ")
    ]
    assert {Scope(words[0]) for words in commands if words[0] in {*Scope}} == {Scope.SERIES, Scope.PACK}
    monkeypatch.chdir(tmp_path)
    for words in commands:
        assert main(words) == 0, words
    assert "left out" not in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="needs the signals of a Unix machine")
def test_a_reader_that_goes_away_ends_the_command_without_a_word_and_the_file_is_there(tmp_path, folder):
    target = tmp_path / "out.svg"
    words = ["-m", "geo.snapshot", LINK, "-o", str(target), "--data", str(folder)]
    with subprocess.Popen(
        [sys.executable, *words], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as pipe:
        pipe.stdout.close()
        told = pipe.stderr.read()
        assert pipe.wait(timeout=60) == 141
    assert all(line.endswith(" ...") for line in told.splitlines())
    assert target.is_file()
