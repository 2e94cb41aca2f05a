"""Words that say what kind of thing a name belongs to: "Camp", "Kampi", "manastir", "mine", "zatvor".

Texts put them before or after the name, in any of the languages ("zatvor Dubrava", "Burgu i Dubravës", "Dubrava
prison"), so a name is compared by its kind and by what is left of it. `kinds.csv` holds the words as search keys, in
English, and in Albanian and Serbian with their cases.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.names import search_key

_LIST = Path(__file__).with_suffix(".csv")
#: the row of words that stand beside a kind and say nothing more, and of the joints between kind and name
_FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Apart:
    """A name taken apart: the kinds of thing that its words speak of, and the words that are left."""

    kinds: frozenset[str]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The kind that a word speaks of, that of a feature code of GeoNames, and the words that say nothing more."""

    kinds: dict[str, str]
    codes: dict[str, str]
    fillers: frozenset[str]


def apart(name: str) -> Apart:
    """Take the words for a kind off a name."""
    known = _words()
    words = search_key(name).split()
    kinds = frozenset(known.kinds[word] for word in words if word in known.kinds)
    if not kinds:
        return Apart(kinds, tuple(words))
    return Apart(kinds, tuple(word for word in words if word not in known.kinds and word not in known.fillers))


def kind_of(feature_code: str) -> str:
    """Return the kind of thing that a feature code stands for, "" if none is listed."""
    return _words().codes.get(feature_code, "")


@cache
def _words() -> _Words:
    with _LIST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return _Words(
        {word: row["kind"] for row in rows if row["kind"] != _FILLER for word in row["words"].split()},
        {code: row["kind"] for row in rows for code in row["feature_codes"].split()},
        frozenset(word for row in rows if row["kind"] == _FILLER for word in row["words"].split()),
    )
