"""`python -m geo.snapshot LINK -o page.pdf`: a view becomes a file without a browser, for briefings on a schedule."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commandline import EXIT_CODES, check_folder, day_argument, finish, say, tell, text_argument, write_file
from geo.errors import SnapshotError
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
    f"as in the app. {EXIT_CODES}"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_intermixed_args(arguments)
    return finish(lambda: _run(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo.snapshot", description="Print views of Incident Atlas, offline.", epilog=EPILOG
    )
    words = "one view (usual), a series with one page for each day, week ..., or a briefing pack"
    scopes = [str(scope) for scope in Scope]
    parser.add_argument("scope", nargs="?", choices=scopes, default=str(Scope.VIEW), help=words)
    parser.add_argument("view", metavar="VIEW", type=text_argument, help="link, view code or file; see below")
    parser.add_argument("-o", "--output", required=True, action="append", type=Path, metavar="FILE",
                        help=f"where to write; the ending decides the form: {', '.join(Form)}; may be given several "
                        "times; a folder gets a PDF under its usual name")  # fmt: skip
    words = 'a part of the link to add or replace, for example --set banner="FOR TRAINING"; without a value it goes'
    parser.add_argument("--set", action="append", default=[], type=text_argument, metavar="NAME=VALUE", dest="settings",
                        help=words)  # fmt: skip
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="another data folder than the shipped one")
    parser.add_argument("--made-on", type=day_argument, metavar="YYYY-MM-DD",
                        help="the day on the page; by default today (the same day gives the same bytes)")  # fmt: skip
    parser.add_argument("--address", type=text_argument, metavar="URL", help="address of the atlas, for the QR code")
    return parser


def _run(asked: argparse.Namespace) -> None:
    for path in asked.output:
        _check_target(path)
    tell("Reading the data")
    folder = asked.data or os.environ.get(FOLDER_VARIABLE)
    material = read_material(Path(folder) if folder else None)
    reopened = _reopened(asked.view, material)
    for sentence in (*reopened.dropped, *reopened.changes):
        say(sentence)
    told = _with_settings(reopened.told, asked.settings, material)
    made_on = asked.made_on or datetime.now(UTC).date()
    address = os.environ.get(ADDRESS_VARIABLE, "") if asked.address is None else asked.address
    snapshot = Snapshot(material, spec_of(material, told, made_on, address), Scope(asked.scope), tell)
    for path in asked.output:
        target = path / name_of(snapshot, Form.PDF) if path.is_dir() else path
        form = _form_of(target)
        write_file(target, make(snapshot, form).content)
        if form in ONE_PAGE and len(snapshot.maps) > 1:
            say(f"{target} holds the first of {len(snapshot.maps)} pages with maps; a ZIP holds all of them.")
        sys.stdout.write(f"{target}\n")


def _check_target(path: Path) -> None:
    """Refuse an output that cannot be written before anything is read."""
    if path.is_dir():
        return
    _form_of(path)
    check_folder(path)


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


if __name__ == "__main__":
    sys.exit(main())
