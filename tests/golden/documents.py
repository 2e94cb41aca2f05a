"""The three small documents whose golden files are kept, and how two pictures of one page are compared."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tests.snapshots import snapshot_of, tiny

if TYPE_CHECKING:
    from geo.snapshot.outputs import Snapshot

FOLDER = Path(__file__).resolve().parent
DPI = 100
#: so many pixels may differ
MOST_PIXELS = 20
#: name -> parts of the link
DOCUMENTS: dict[str, dict[str, str]] = {
    "landscape": {"footnote": "un", "maker": "Branch 2", "contact": "b2@example.org"},
    "cyrillic": {"turn": "portrait", "names": "sr-Cyrl", "banner": "FOR TRAINING ONLY", "footnote": "eu",
                 "heading": "Косово: март 2004."},
    "before-after": {"paper": "16:9", "maps": "before-after", "split": "2004-03-19", "layer": "incidents"},
}  # fmt: skip


def document(name: str) -> Snapshot:
    """Return a document on its way out."""
    return snapshot_of(tiny(), **DOCUMENTS[name])


def kept(name: str, ending: str) -> Path:
    """Return the path of a golden file."""
    return FOLDER / f"{name}.{ending}"


def written(name: str) -> dict[str, bytes]:
    """Make the golden files of a document: its page as SVG, and as PNG as small as a screen needs it."""
    snapshot = document(name)
    return {"svg": snapshot.svg(), "png": snapshot.png(dpi=DPI)}


def pixels_apart(one: bytes, other: bytes) -> int:
    """Return how many pixels of two PNG files differ; all of them if their sizes do."""
    first, second = (np.asarray(Image.open(BytesIO(content)).convert("RGB")) for content in (one, other))
    if first.shape != second.shape:
        return max(first.size, second.size) // 3
    return int((first != second).any(axis=2).sum())
