"""Signs that a form cannot hold, and what stands instead of them."""

from __future__ import annotations

import re

from geo.checks import CONTROL

#: control signs and halves of characters
UNFIT = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")
#: what Excel reads as one sign that it names by its number
NUMBERED_SIGN = re.compile("_x[0-9A-Fa-f]{4}_")


def fit(text: str) -> str:
    """Return a text with the replacement character in the place of each unfit sign."""
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
