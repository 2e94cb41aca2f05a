"""`python -m geo.snapshot LINK -o page.pdf`: a view becomes a file without a browser, for briefings on a schedule."""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerError
from geo.errors import AtlasError, SnapshotError
from geo.layers import LAYERS
from geo.material import read_material
from geo.snapshot.outputs import Form, Scope, Snapshot, make, name_of
from geo.snapshot.proof.reopening import reopen, reopen_code
from geo.snapshot.proof.spec import spec_of
from geo.views import LISTS, SINGLES, clean, is_link, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.material import Material
    from geo.snapshot.proof.reopening import Reopened
    from geo.views import Told

FAULT, STOPPED, PIPE_CLOSED = 2, 130, 141
#: what the app takes from the environment, this command takes too
ADDRESS_VARIABLE, FOLDER_VARIABLE = "ATLAS_ADDRESS", "ATLAS_DATA"
#: what such a word ends with is the name of a file, and no code
ENDINGS = (*(f".{form}" for form in Form), ".json")
#: forms that hold one page
ONE_PAGE = (Form.PNG, Form.SVG)
MOST_CHOICES = 20
EPILOG = (
    "VIEW is a link of the dashboard (its whole address or what follows the question mark), a view code, or a file "
    "made here: PDF, PNG, SVG, PPTX, HTML, GIF, WebP, MP4, ZIP or view.json. PNG and SVG hold the first page, ZIP "
    f"holds all of them. Without --data and --address the variables {FOLDER_VARIABLE} and {ADDRESS_VARIABLE} count, "
    "as in the app. Exit codes: 0 done; 2 a fault, told in one sentence; 130 stopped with Ctrl-C; 141 the reader of "
    "the output went away."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_intermixed_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name of a file may hold more than a terminal can show
    try:
        _run(asked)
        sys.stdout.flush()
    except (AtlasError, GazetteerError) as error:
        return _fault(str(error))
    except KeyboardInterrupt:
        _say("Stopped.")
        return STOPPED
    except BrokenPipeError:
        # what is still to be told goes nowhere, so that Python has nothing to complain of when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _fault(f"The disk or the system gave way: {error}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo.snapshot", description="Print views of Incident Atlas, offline.", epilog=EPILOG
    )
    words = "one view (usual), a series with one page for each day, week ..., or a briefing pack"
    scopes = [str(scope) for scope in Scope]
    parser.add_argument("scope", nargs="?", choices=scopes, default=str(Scope.VIEW), help=words)
    parser.add_argument("view", metavar="VIEW", type=_text, help="link, view code or file; see below")
    parser.add_argument("-o", "--output", required=True, action="append", type=Path, metavar="FILE",
                        help=f"where to write; the ending decides the form: {', '.join(Form)}; may be given several "
                        "times; a folder gets a PDF under its usual name")  # fmt: skip
    words = 'a part of the link to add or replace, for example --set banner="FOR TRAINING"; without a value it goes'
    parser.add_argument("--set", action="append", default=[], type=_text, metavar="NAME=VALUE", dest="settings",
                        help=words)  # fmt: skip
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="another data folder than the shipped one")
    parser.add_argument("--made-on", type=_day, metavar="YYYY-MM-DD",
                        help="the day on the page; by default today (the same day gives the same bytes)")  # fmt: skip
    parser.add_argument("--address", type=_text, metavar="URL", help="address of the atlas, for the QR code")
    return parser


def _text(word: str) -> str:
    """Return what was typed as text that can be written anywhere, also if its bytes were none."""
    return word.encode("utf-8", "replace").decode()


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{word[:40]}" is no day like 2004-03-17') from None


def _run(asked: argparse.Namespace) -> None:
    for path in asked.output:
        _check_target(path)
    _tell("Reading the data")
    folder = asked.data or os.environ.get(FOLDER_VARIABLE)
    material = read_material(Path(folder) if folder else None)
    reopened = _reopened(asked.view, material)
    for sentence in (*reopened.dropped, *reopened.changes):
        _say(sentence)
    told = _with_settings(reopened.told, asked.settings, material)
    made_on = asked.made_on or datetime.now(UTC).date()
    address = os.environ.get(ADDRESS_VARIABLE, "") if asked.address is None else asked.address
    snapshot = Snapshot(material, spec_of(material, told, made_on, address), Scope(asked.scope), _tell)
    for path in asked.output:
        target = path / name_of(snapshot, Form.PDF) if path.is_dir() else path
        form = _form_of(target)
        _write(target, make(snapshot, form).content)
        if form in ONE_PAGE and len(snapshot.maps) > 1:
            _say(f"{target} holds the first of {len(snapshot.maps)} pages with maps; a ZIP holds all of them.")
        sys.stdout.write(f"{target}\n")


def _check_target(path: Path) -> None:
    """Refuse an output that cannot be written before anything is read."""
    if path.is_dir():
        return
    _form_of(path)
    if not path.parent.is_dir():
        raise SnapshotError(f"{path} cannot be written (there is no folder {path.parent}). Make the folder first.")


def _form_of(path: Path) -> Form:
    try:
        return Form(path.suffix.lower().removeprefix("."))
    except ValueError:
        raise SnapshotError(
            f'"{path.name}" does not say which form is wanted; let it end in one of: .{", .".join(Form)}.'
        ) from None


def _reopened(view: str, material: Material) -> Reopened:
    """Open what may be a file, a link or a code."""
    content = _content(view)
    if content is not None:
        return reopen(content, material)
    if not is_link(view) and (view.lower().endswith(ENDINGS) or "/" in view or os.sep in view):
        raise SnapshotError(f"There is no file {view}; check its name, or give a link or a view code.")
    return reopen_code(view, material)


def _content(view: str) -> bytes | None:
    """Return what a file holds; None if there is none of that name, as for a link that no disk could have as a name."""
    try:
        if not Path(view).is_file():
            return None
    except (OSError, ValueError):
        return None
    try:
        return Path(view).read_bytes()
    except OSError as error:
        raise SnapshotError(f"{view} cannot be read ({error.strerror}). Check its permissions.") from None


def _with_settings(told: Mapping[str, Sequence[str]], pairs: Sequence[str], material: Material) -> Told:
    """Put settings in the place of parts of a link.

    Raises
    ------
    SnapshotError
        If a setting does not exist or has no such value: nobody looks on who could see that it was left out.
    """
    settings: Told = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SnapshotError(f'"{pair}" is no setting; write it as NAME=VALUE, for example paper=a3.')
        _check_setting(name.strip(), value, material)
        single = name.strip() in SINGLES
        settings[name.strip()] = [value] if single else [*settings.get(name.strip(), ()), value]
    kept = {name: values for name, values in {**told, **settings}.items() if values != [""] or name == "episode"}
    cleaned = clean(kept, material.options)
    ends = {"from", "to"}
    if ends & {*settings} and ends & {*cleaned} and view_of(cleaned).handles is None:
        raise SnapshotError("A window has two ends; set from=YYYY-MM-DD and to=YYYY-MM-DD, the earlier day first.")
    return cleaned


def _check_setting(name: str, value: str, material: Material) -> None:
    choices = {**material.options, "layer": (*LAYERS, "none"), "incident": tuple(material.row_of)}
    if name not in (*LISTS, *SINGLES, "layer"):
        known = ", ".join((*LISTS, *SINGLES, "layer"))
        raise SnapshotError(f'There is no setting "{name[:40]}"; there are: {known}.')
    if not value or value in choices.get(name, ()):
        return
    if name in choices:
        some = [choice for choice in choices[name] if choice]
        more = " and others" if len(some) > MOST_CHOICES else ""
        raise SnapshotError(
            f'"{value[:40]}" is no value of "{name}"; choose one of: {", ".join(some[:MOST_CHOICES])}{more}.'
        )
    taken = SINGLES[name][1](value)
    if taken is None:
        raise SnapshotError(
            f'"{value[:40]}" is no value of "{name}"; choose it on the page Snapshot and copy it from the link there.'
        )
    if taken != value:
        raise SnapshotError(f'The text of "{name}" is too long; it may have {len(taken)} signs, not {len(value)}.')


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; an older one stays until then. A link is followed, a device written to.

    Raises
    ------
    SnapshotError
        If the file cannot be written.
    """
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SnapshotError(
            f"{path} cannot be written ({error.strerror}). Choose another place or make room there."
        ) from None


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".snapshot-", suffix=".tmp", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _tell(words: str) -> None:
    """Show progress to whoever looks on."""
    _say(f"{words} ...")


def _fault(sentence: str) -> int:
    _say(sentence)
    return FAULT


def _say(sentence: str) -> None:
    """Write one line beside the output; no text of a file can steer the terminal."""
    sys.stderr.write("".join(sign if sign.isprintable() else " " for sign in sentence) + "\n")


if __name__ == "__main__":
    sys.exit(main())
