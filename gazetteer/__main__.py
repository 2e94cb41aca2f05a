"""`python -m gazetteer build | resolve TEXT`: build the world index, or look a name up."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from gazetteer.candidates import Hints
from gazetteer.errors import GazetteerError
from gazetteer.resolve import open_gazetteer
from gazetteer.world import build_world


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 if it did what was asked, 1 if a name could not be resolved, 2 on a fault."""
    asked = _parser().parse_args(arguments)
    try:
        return _build() if asked.command == "build" else _resolve(asked)
    except GazetteerError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gazetteer", description="Look up place names, offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="build the index of the world's towns")
    resolve = commands.add_parser("resolve", help="find the place that a name means")
    resolve.add_argument("toponym", help="the name as written")
    resolve.add_argument("--country", help="ISO 3166-1 alpha-2 code, or the name of a country")
    resolve.add_argument("--municipality", help="id or name of the municipality")
    resolve.add_argument("--near", nargs=2, type=float, metavar=("LATITUDE", "LONGITUDE"), help="a point close to it")
    resolve.add_argument("--feature-class", choices=tuple("AHLPRSTUV"), help="GeoNames feature class: P, A, S ...")
    resolve.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="a day on which it existed")
    return parser


def _build() -> int:
    path = build_world()
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def _resolve(asked: argparse.Namespace) -> int:
    near = tuple(asked.near) if asked.near else None
    hints = Hints(asked.country, asked.municipality, near, asked.feature_class, asked.on)
    resolution = open_gazetteer().resolve(asked.toponym, hints)
    print(f"{resolution.status}: {resolution.reason}")
    for candidate in resolution.candidates:
        mark = "*" if candidate.place is resolution.best else " "
        place = candidate.place
        print(f"{mark} {place.id}  {place.latitude:.5f} {place.longitude:.5f}  {candidate.sentence()}")
    return 0 if resolution.status == "resolved" else 1


if __name__ == "__main__":
    sys.exit(main())
