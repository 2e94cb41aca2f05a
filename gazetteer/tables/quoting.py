"""Texts that a spreadsheet could take for a formula, made harmless and back.

The rule is reversible: a text that begins, after blanks, with a sign that starts a formula, or that begins with an
apostrophe, gets one apostrophe in front; `unquote` takes one away. Numbers are never touched.
"""

from __future__ import annotations

APOSTROPHE = "'"
#: signs that start a formula in a spreadsheet, in half and in full width, and those that some programs skip before one
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def quote(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could run."""
    dangerous = text.startswith((APOSTROPHE, *FORMULA_SIGNS)) or text.lstrip().startswith(FORMULA_SIGNS)
    return APOSTROPHE + text if dangerous else text


def unquote(text: str) -> str:
    """Return the text that `quote` was given."""
    return text.removeprefix(APOSTROPHE)
