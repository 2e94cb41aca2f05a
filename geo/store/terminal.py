"""What the commands of the workspace share: who works, how far the work is, and what was typed."""

from __future__ import annotations

import re
import sys
from getpass import getuser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.commandline import say
from geo.errors import StoreError

if TYPE_CHECKING:
    import argparse

    from geo.formats.reading.model import Tell

POSTGRESQL = ("postgresql", "postgres")
TABLE = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_]{0,62}\.)?[A-Za-z_][A-Za-z0-9_]{0,62}")
STEP = 10


def line(*cells: str) -> None:
    """Write one line of the answer, cells between tabs; no text of a file can steer the terminal or break the line."""
    sys.stdout.write("\t".join("".join(s if s.isprintable() else " " for s in cell) for cell in cells) + "\n")


def who(asked: argparse.Namespace) -> str:
    """Return who works here: what was said, else the login name, "" if there is none."""
    if asked.who:
        return str(asked.who)
    try:
        return getuser()
    except (ImportError, KeyError, OSError):
        return ""


def progress() -> Tell:
    """Return what shows how far the work is, a line for every tenth and for every new step."""
    last_words, last_percent = "", -STEP

    def tell(part: float, words: str) -> None:
        nonlocal last_words, last_percent
        percent = int(100 * part)
        if words != last_words or percent >= last_percent + STEP:
            say(f"{percent:3} % {words}")
            last_words, last_percent = words, percent

    return tell


def is_server(text: str) -> bool:
    """Tell whether what was typed names a PostgreSQL server and no file."""
    return text.partition("://")[0] in POSTGRESQL and "://" in text


def checked_server(address: str) -> str:
    """Return the address of a server; StoreError if it holds a password, which others could read where it is kept."""
    parts = urlsplit(address)
    if parts.password is not None or "password" in parts.query:
        raise StoreError(
            "The address holds a password; take it out, and give it in PGPASSWORD or in the file of passwords of "
            "PostgreSQL (.pgpass)."
        )
    return address


def checked_table(name: str) -> str:
    """Return the name of a table of PostgreSQL; StoreError if there is none or it is none."""
    if not TABLE.fullmatch(name):
        raise StoreError("Name the table with --table, as schema.name in letters, digits and underscores.")
    return name
