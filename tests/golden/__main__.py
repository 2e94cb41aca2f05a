"""Write the golden files of the printed page anew, or render one view very often and compare the bytes.

    python -m tests.golden
    python -m tests.golden same-bytes --renders 100

Look at what has changed (`git diff --stat tests/golden`, the pictures) before you keep it.
"""

from __future__ import annotations

import argparse

from tests.golden.documents import DOCUMENTS, kept, pixels_apart, written
from tests.golden.same_bytes import told_in_full


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="?", choices=("write", "same-bytes"), default="write")
    parser.add_argument("--renders", type=int, default=100, help="of same-bytes: how often each process renders")
    asked = parser.parse_args()
    if asked.what == "same-bytes":
        print(told_in_full(asked.renders))
    else:
        for name in DOCUMENTS:
            print(_write(name))


def _write(name: str) -> str:
    """Write the files of one document; say what has changed."""
    made = written(name)
    old, page = kept(name, "png"), kept(name, "svg")
    apart = pixels_apart(old.read_bytes(), made["png"]) if old.exists() else None
    same = page.exists() and page.read_bytes() == made["svg"]
    for ending, content in made.items():
        kept(name, ending).write_bytes(content)
    pixels = "new picture" if apart is None else f"{apart:,} pixels changed"
    return f"{name}: {'drawing as before' if same else 'drawing changed'}, {pixels}"


if __name__ == "__main__":
    main()
