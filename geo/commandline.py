"""What the commands share: exit codes, what they say beside the output, arguments, and files written whole."""

from __future__ import annotations

import argparse
import io
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerError
from geo.errors import AtlasError, SnapshotError
from geo.writing import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAULT, STOPPED, PIPE_CLOSED = 2, 130, 141
EXIT_CODES = (
    "Exit codes: 0 done; 2 a fault, told in one sentence; 130 stopped with Ctrl-C; 141 the reader of the output went "
    "away."
)


def finish(run: Callable[[], None]) -> int:
    """Run a command and return its exit code; a fault is told in one sentence."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name of a file may hold more than a terminal can show
    try:
        run()
        sys.stdout.flush()
    except (AtlasError, GazetteerError) as error:
        return _fault(str(error))
    except KeyboardInterrupt:
        say("Stopped.")
        return STOPPED
    except BrokenPipeError:
        # what is still to be told goes nowhere, so that Python has nothing to complain of when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _fault(f"The disk or the system gave way: {error}.")
    return 0


def text_argument(word: str) -> str:
    """Return what was typed as text that can be written anywhere, also if its bytes were none."""
    return word.encode("utf-8", "replace").decode()


def day_argument(word: str) -> date:
    """Return the day that was typed."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{word[:40]}" is no day like 2004-03-17') from None


def check_folder(path: Path) -> None:
    """Refuse an output whose folder does not exist before anything is read.

    Raises
    ------
    SnapshotError
        If there is no such folder.
    """
    if not path.parent.is_dir():
        raise SnapshotError(f"{path} cannot be written (there is no folder {path.parent}). Make the folder first.")


def write_file(path: Path, content: bytes) -> None:
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
            replace_file(target, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SnapshotError(
            f"{path} cannot be written ({error.strerror}). Choose another place or make room there."
        ) from None


def tell(words: str) -> None:
    """Show progress to whoever looks on."""
    say(f"{words} ...")


def say(sentence: str) -> None:
    """Write one line beside the output; no text of a file can steer the terminal."""
    sys.stderr.write("".join(sign if sign.isprintable() else " " for sign in sentence) + "\n")


def _fault(sentence: str) -> int:
    say(sentence)
    return FAULT
