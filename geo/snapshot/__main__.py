"""`python -m geo.snapshot LINK -o page.pdf`: a view becomes a file without a browser, for briefings on a schedule."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerError
from geo.errors import AtlasError, SnapshotError
from geo.material import read_material
from geo.snapshot.outputs import Form, Scope, Snapshot, make, name_of
from geo.snapshot.proof.reopening import reopen, reopen_code
from geo.snapshot.proof.spec import spec_of
from geo.views import clean

if TYPE_CHECKING:
    from geo.material import Material
    from geo.snapshot.proof.reopening import Reopened

FAULT, STOPPED = 2, 130
#: what is longer is a link
LONGEST_PATH = 1000
EPILOG = (
    "VIEW is a link of the dashboard (its whole address or what follows the question mark), a view code, or a file "
    "made here: PDF, PNG, SVG, PPTX, HTML, GIF, WebP, ZIP or view.json. Exit codes: 0 done; 2 a fault, told in "
    "one sentence; 130 stopped with Ctrl-C."
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(_with_scope(sys.argv[1:] if arguments is None else arguments))
    try:
        _run(asked)
    except (AtlasError, GazetteerError) as error:
        sys.stderr.write(f"{error}\n")
        return FAULT
    except OSError as error:
        sys.stderr.write(f"The file cannot be read or written: {error}.\n")
        return FAULT
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return STOPPED
    return 0


def _with_scope(arguments: list[str]) -> list[str]:
    """Put the usual scope in front, so that a link alone is enough."""
    return arguments if arguments[:1] and arguments[0] in {*Scope, "-h", "--help"} else [Scope.VIEW, *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo.snapshot", description="Print views of Incident Atlas, offline.", epilog=EPILOG
    )
    words = "one view (usual), a series with one page for each day, week ..., or a briefing pack"
    parser.add_argument("scope", choices=[str(scope) for scope in Scope], help=words)
    parser.add_argument("view", metavar="VIEW", help="link, view code or file; see below")
    parser.add_argument("-o", "--output", required=True, action="append", type=Path, metavar="FILE",
                        help=f"where to write; the ending decides the form: {', '.join(Form)}; may be given several "
                        "times; a folder gets a PDF under its usual name")  # fmt: skip
    words = 'a part of the link to add or replace, for example --set banner="FOR TRAINING"'
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="settings", help=words)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="another data folder than the shipped one")
    parser.add_argument("--made-on", type=date.fromisoformat, metavar="YYYY-MM-DD",
                        help="the day on the page; by default today (the same day gives the same bytes)")  # fmt: skip
    parser.add_argument("--address", default="", metavar="URL", help="address of the atlas, for the QR code")
    return parser


def _run(asked: argparse.Namespace) -> None:
    _tell("Reading the data")
    material = read_material(asked.data)
    reopened = _reopened(asked.view, material)
    for sentence in (*reopened.dropped, *reopened.changes):
        sys.stderr.write(f"{sentence}\n")
    told = clean({**reopened.told, **_settings(asked.settings)}, material.options)
    made_on = asked.made_on or datetime.now(UTC).date()
    snapshot = Snapshot(material, spec_of(material, told, made_on, asked.address), Scope(asked.scope), _tell)
    for path in asked.output:
        target = path / name_of(snapshot, Form.PDF) if path.is_dir() else path
        _write(target, make(snapshot, _form_of(target)).content)
        sys.stdout.write(f"{target}\n")


def _reopened(view: str, material: Material) -> Reopened:
    if len(view) <= LONGEST_PATH and Path(view).is_file():
        return reopen(Path(view).read_bytes(), material)
    return reopen_code(view, material)


def _settings(pairs: list[str]) -> dict[str, list[str]]:
    settings: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SnapshotError(f'"{pair}" is no setting; write it as NAME=VALUE, for example paper=a3.')
        settings.setdefault(name.strip(), []).append(value)
    return settings


def _form_of(path: Path) -> Form:
    try:
        return Form(path.suffix.lower().removeprefix("."))
    except ValueError:
        raise SnapshotError(
            f'"{path.name}" does not say which form is wanted; let it end in one of: .{", .".join(Form)}.'
        ) from None


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _tell(words: str) -> None:
    """Show progress to whoever looks on."""
    sys.stderr.write(f"{words} ...\n")


if __name__ == "__main__":
    sys.exit(main())
