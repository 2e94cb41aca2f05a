"""`python -m gazetteer resolve | reverse | batch | geoparse | build | export`: the gazetteer on the command line."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from gazetteer import commands
from gazetteer.errors import GazetteerError
from gazetteer.linked_places import BASE
from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from gazetteer.tables.hinting import degrees

FAULT, STOPPED, PIPE_CLOSED = 2, 130, 141
_CODES = (
    "Exit codes: 0 done; 1 the name is ambiguous or unknown, or nothing is near; 2 a fault, told in one sentence; "
    "130 stopped with Ctrl-C; 141 the reader of the output went away."
)
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_FEATURE_CLASSES = "AHLPRSTUV"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code (`python -m gazetteer --help` lists them)."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
        sys.stdout.flush()
    except GazetteerError as error:
        sys.stderr.write(f"{error}\n")
        return FAULT
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return STOPPED
    except BrokenPipeError:
        # what is still to be written goes nowhere, so that Python has nothing to complain of when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        sys.stderr.write(f"The disk or the system gave way: {error}.\n")
        return FAULT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gazetteer", description="Look up place names, offline.", epilog=_CODES
    )
    several = parser.add_subparsers(dest="command", required=True)
    _add_resolve(several)
    _add_reverse(several)
    _add_batch(several)
    _add_geoparse(several)
    _add_build(several)
    _add_export(several)
    return parser


def _add_resolve(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = 'find the place that a text means, relative ones too ("5 km north of Zvečan")'
    parser = _command(several, "resolve", words)
    parser.set_defaults(run=commands.resolve)
    parser.add_argument("text", help="the name as written")
    parser.add_argument("--country", help="ISO 3166-1 alpha-2 code, or the name of a country")
    parser.add_argument("--municipality", help="id or name of the municipality")
    parser.add_argument("--near", nargs=2, action=_Point, metavar=("LATITUDE", "LONGITUDE"), help="a point close to it")
    parser.add_argument("--feature-class", choices=tuple(_FEATURE_CLASSES), help="GeoNames feature class: P, A, S ...")
    parser.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help="a day on which it existed")
    parser.add_argument("--json", action="store_true", help="print JSON with GeoNames' field names")
    parser.add_argument("--alternate-names", action="store_true", help="with --json: every name with its language")
    _add_names(parser)


def _add_reverse(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(several, "reverse", "find the places nearest to a point")
    parser.set_defaults(run=commands.reverse)
    parser.add_argument("latitude", type=_latitude, help="decimal degrees, north is positive")
    parser.add_argument("longitude", type=_longitude, help="decimal degrees, east is positive")
    parser.add_argument("--limit", type=_limit, default=5, help="the most places wanted (5)")
    parser.add_argument("--json", action="store_true", help="print JSON with GeoNames' field names")
    _add_names(parser)


def _add_batch(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "resolve a column of a CSV file; every row and column comes back with the place beside it"
    parser = _command(several, "batch", words)
    parser.set_defaults(run=commands.batch)
    parser.add_argument("file", help="CSV file, - for the standard input")
    parser.add_argument("-o", "--output", help="CSV file to write; the standard output if left out")
    parser.add_argument("--column", help="the column with the place names (not needed if there is one only)")
    for hint in ("country", "municipality", "latitude", "longitude", "feature-class", "date"):
        parser.add_argument(f"--{hint}-column", metavar="NAME", help=f"column that gives the {hint.replace('-', ' ')}")
    parser.add_argument(
        "--encoding", help="how the file is encoded, if it is not found out rightly: cp1250, cp1251 ..."
    )
    parser.add_argument("--separator", type=_separator, help="comma, semicolon, tab or bar, if not found out rightly")
    _add_names(parser)


def _add_geoparse(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(several, "geoparse", "read a news text: toponyms, dates, counts and draft incidents")
    parser.set_defaults(run=commands.geoparse)
    parser.add_argument("file", help="text file, - for the standard input")
    parser.add_argument("--published", type=_day, metavar="YYYY-MM-DD", help='the day that "today" is in the text')
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print everything as JSON")
    form.add_argument("--csv", metavar="FILE", help="write the drafts as CSV, - for the standard output")
    _add_names(parser)


def _add_build(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(several, "build", "build the index of the world's towns, or add a full GeoNames country file")
    parser.set_defaults(run=commands.build)
    parser.add_argument("dump", nargs="?", type=Path, help="GeoNames country file, such as XK.txt")
    parser.add_argument("--alternate-names", type=Path, metavar="FILE", help="GeoNames alternateNamesV2.txt")


def _add_export(several: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(several, "export", "write the curated gazetteer in the Linked Places format (GeoJSON-LD)")
    parser.set_defaults(run=commands.export)
    parser.add_argument("-o", "--output", help="file to write; the standard output if left out")
    parser.add_argument("--base", default=BASE, help=f"beginning of each place's URI ({BASE})")
    words = "leave out the country code XK, for an upload to the World Historical Gazetteer, which refuses it"
    parser.add_argument("--iso-codes-only", action="store_true", help=words)


def _command(
    several: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str
) -> argparse.ArgumentParser:
    return several.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=_CODES)


def _add_names(parser: argparse.ArgumentParser) -> None:
    values = [policy.value for policy in NamePolicy]
    parser.add_argument("--names", type=_policy, default=DEFAULT_POLICY, help=f"names shown: {'; '.join(values)}")


class _Point(argparse.Action):
    """Two words become latitude and longitude."""

    def __call__(self, parser, namespace, values, option_string=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        try:
            point = (_latitude(values[0]), _longitude(values[1]))
        except argparse.ArgumentTypeError as error:
            parser.error(f"argument {option_string}: {error}")
        setattr(namespace, self.dest, point)


def _latitude(text: str) -> float:
    return _degrees(text, "latitude", 90)


def _longitude(text: str) -> float:
    return _degrees(text, "longitude", 180)


def _degrees(text: str, what: str, limit: int) -> float:
    value = degrees(text, limit)
    if value is None:
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is no {what} in decimal degrees between -{limit} and {limit}')
    return value


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:  # noqa: PLR2004 (more is no question of what is near)
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is no whole number from 1 to 1000')
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is no day like 2004-03-17') from None


def _separator(text: str) -> str:
    separator = _SEPARATORS.get(text, text)
    if len(separator) != 1 or separator in '"\r\n':
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is none of comma, semicolon, tab, bar, nor one character')
    return separator


def _policy(text: str) -> NamePolicy:
    try:
        return NamePolicy(text)
    except ValueError:
        known = "; ".join(policy.value for policy in NamePolicy)
        raise argparse.ArgumentTypeError(f'no names are kept in "{text[:40]}"; choose one of {known}') from None


if __name__ == "__main__":
    sys.exit(main())
