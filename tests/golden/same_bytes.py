"""Render one view over and over in processes that hash and tell the time differently; compare every byte."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from geo.snapshot.outputs import Form, Snapshot, make
from tests.snapshots import spec_for, tiny

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
FORMS = (Form.SVG, Form.PDF, Form.PNG, Form.PPTX, Form.GIF, Form.WEBP, Form.ZIP, Form.HTML)
#: seed of hashes, time zone
PROCESSES = (("0", "UTC"), ("1", "Asia/Tokyo"), ("4242", "America/St_Johns"))
VIEW = {"from": "2004-03-17", "to": "2004-03-18", "footnote": "un", "banner": "FOR TRAINING ONLY", "dpi": "150"}


def digests() -> dict[str, str]:
    """Make every form of the view once; return the SHA-256 of each."""
    snapshot = Snapshot(tiny(), spec_for(tiny(), **VIEW))
    return {form.value: hashlib.sha256(make(snapshot, form).content).hexdigest() for form in FORMS}


def started(renders: int) -> list[subprocess.Popen[str]]:
    """Start a process for each of `PROCESSES` that prints the digests of so many renders."""
    return [
        subprocess.Popen(
            [sys.executable, "-m", "tests.golden.same_bytes", str(renders)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for seed, zone in PROCESSES
    ]  # fmt: skip


def rendered(renders: int) -> list[list[dict[str, str]]]:
    """Return the digests of every render of every process."""
    found = []
    for process in started(renders):
        told, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"A process that renders ended with {process.returncode}.")
        found.append([json.loads(line) for line in told.splitlines()])
    return found


def report(found: Sequence[Sequence[dict[str, str]]], seconds: float) -> str:
    """Say for each form how many different files there were."""
    every = [one for renders in found for one in renders]
    lines = []
    for form in FORMS:
        counted = Counter(one[form.value] for one in every)
        verdict = "all the same" if len(counted) == 1 else f"{len(counted)} DIFFERENT FILES"
        lines.append(f"{form.value:5} {len(every)} files, {verdict}: {counted.most_common(1)[0][0]}")
    processes = ", ".join(f"seed {seed} in {zone}" for seed, zone in PROCESSES)
    return "\n".join([*lines, f"{len(found[0])} renders in each of 3 processes ({processes}), {seconds:.0f} s."])


def main() -> None:
    """Print the digests of as many renders as are asked for, one line of JSON each."""
    for _ in range(int(sys.argv[1])):
        sys.stdout.write(json.dumps(digests()) + "\n")
        sys.stdout.flush()


def told_in_full(renders: int) -> str:
    """Render in all processes and return the report."""
    begun = time.monotonic()
    return report(rendered(renders), time.monotonic() - begun)


if __name__ == "__main__":
    main()
