"""`python -m geo.store import FILE`: own data brought in, taken out and counted without a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commandline import EXIT_CODES, finish, text_argument
from geo.formats.reading.model import DateOrder, Layout
from geo.schema import EventType
from geo.store import bringing, commands, counting
from geo.store.address import WORKSPACE_VARIABLE
from geo.store.changes import Known

if TYPE_CHECKING:
    from collections.abc import Callable

    Add = Callable[..., argparse.ArgumentParser]

ADDRESS = "folder, or an address such as s3://bucket/prefix"
EPILOG = (
    f"Without --workspace the variable {WORKSPACE_VARIABLE} counts, as in the app. Passwords are never given here: "
    f"PostgreSQL takes them from PGPASSWORD or its own file of passwords. {EXIT_CODES}"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = asked.run
    return finish(lambda: run(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo.store", description="Own data beside Incident Atlas, offline.", epilog=EPILOG
    )
    _everywhere(parser, None, "")
    add = parser.add_subparsers(required=True, metavar="COMMAND").add_parser
    _import(add)
    _look(add)
    _export(add)
    _change(add)
    _build(add)
    return parser


def _everywhere(parser: argparse.ArgumentParser, *absent: str | None) -> None:
    """Take what every command takes, before its name or after it."""
    parser.add_argument("--workspace", type=text_argument, default=absent[0], metavar="ADDRESS",
                        help=f"another workspace: {ADDRESS}")  # fmt: skip
    parser.add_argument(
        "--who", type=text_argument, default=absent[1], metavar="NAME", help="by default the login name"
    )


def _command(add: Add, name: str, run: Callable[[argparse.Namespace], None], words: str) -> argparse.ArgumentParser:
    parser = add(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.set_defaults(run=run)
    _everywhere(parser, argparse.SUPPRESS, argparse.SUPPRESS)
    return parser


def _import(add: Add) -> None:
    words = "bring a file in (CSV, XLSX, GeoJSON, GeoPackage, Shapefile ...), or name a table of PostgreSQL"
    parser = _command(add, "import", bringing.bring, words)
    parser.add_argument("file", metavar="FILE", type=text_argument, help="a file, or postgresql://user@host/database")
    parser.add_argument(
        "--title", type=text_argument, default="", help="of the new data set; by default the file's name"
    )
    parser.add_argument("--coverage", type=text_argument, default="", metavar="SENTENCE",
                        help="what it does and does not cover; it travels with everything made of it")  # fmt: skip
    parser.add_argument("--licence", type=text_argument, default="", metavar="WORDS", help="its licence")
    parser.add_argument("--into", type=text_argument, default="", metavar="ID", help="add the rows to this data set")
    parser.add_argument("--replace", action="store_true", help="with --into: the file takes the place of all its rows")
    parser.add_argument("--known", choices=list(Known), default=Known.REFUSE.value,
                        help="with --into: what becomes of rows whose id is there already")  # fmt: skip
    parser.add_argument("--table", type=text_argument, default="", metavar="SCHEMA.NAME", help="table of PostgreSQL")
    parser.add_argument("--encoding", type=text_argument, default="", help="utf-8, cp1250, cp1251 ...")
    parser.add_argument("--delimiter", type=text_argument, default="", help='sign between columns, "tab" for a tab')
    parser.add_argument("--part", type=text_argument, default="", metavar="NAME", help="sheet or layer of the file")
    parser.add_argument("--layout", choices=list(Layout), help="what its columns mean, if that is not told rightly")
    parser.add_argument("--date-order", choices=list(DateOrder), help="how dates like 03/04/2004 are meant")
    parser.add_argument("--map", type=text_argument, action="append", default=[], metavar="MEANING=COLUMN",
                        dest="mapping", help="what a column means, as in --map date=Datum; several times")  # fmt: skip
    parser.add_argument("--type", choices=list(EventType), default="", help="of all rows, if no column says it")
    parser.add_argument("--swap", action="store_true", help="latitude and longitude have changed places")
    parser.add_argument("--rejected", type=Path, metavar="FILE", help="write the rows that were not accepted there")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="another data folder for the place names")


def _look(add: Add) -> None:
    parser = _command(add, "list", commands.show, "list the data sets")
    parser.add_argument("--removed", action="store_true", help="those that were removed")
    parser = _command(add, "history", commands.tell_history, "list the versions of a data set")
    parser.add_argument("dataset", metavar="ID", type=text_argument)
    parser = _command(add, "diff", commands.tell_diff, "tell what changed from one version to another")
    parser.add_argument("dataset", metavar="ID", type=text_argument)
    parser.add_argument("first", metavar="A", type=int)
    parser.add_argument("second", metavar="B", type=int)


def _export(add: Add) -> None:
    parser = _command(add, "export", commands.take, "write a data set to a file, or into a table of PostgreSQL")
    parser.add_argument("dataset", metavar="ID", type=text_argument)
    parser.add_argument("file", metavar="FILE", type=text_argument, help="a file, or postgresql://user@host/database")
    parser.add_argument(
        "--format", choices=list(commands.FORMS), dest="form", help="by default what the file's name ends with"
    )
    parser.add_argument("--version", type=int, metavar="N", help="an older version")
    parser.add_argument("--table", type=text_argument, default="", metavar="SCHEMA.NAME", help="table of PostgreSQL")


def _change(add: Add) -> None:
    parser = _command(add, "undo", commands.undo, "go back to an older version")
    parser.add_argument("dataset", metavar="ID", type=text_argument)
    parser.add_argument("--to", type=int, metavar="N", help="its number; by default the version before the last")
    for name, run, words in (
        ("remove", commands.remove, "put a data set away; nothing is deleted"),
        ("bring-back", commands.bring_back, "bring a data set back that was put away"),
    ):
        parser = _command(add, name, run, words)
        parser.add_argument("dataset", metavar="ID", type=text_argument)


def _build(add: Add) -> None:
    parser = _command(
        add, "build-cells", counting.build_cells, "count a large data set by cell and time, for a quick map"
    )
    words = "ids of data sets, or addresses of Parquet files; without --into the last one is the file to write"
    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=text_argument, help=words)
    parser.add_argument("--into", type=text_argument, default="", metavar="TITLE", help="keep it as a data set")
    parser.add_argument("--engine", choices=counting.ENGINES, help="what counts; by default what the sources need")
    parser.add_argument("--master", type=text_argument, default="", metavar="ADDRESS", help="of a Spark cluster")
    parser.add_argument("--level", type=int, metavar="N", help="how fine the cells are")
    parser.add_argument("--bin", choices=list(counting.BINS), help="parts of the calendar that are counted by")


if __name__ == "__main__":
    sys.exit(main())
