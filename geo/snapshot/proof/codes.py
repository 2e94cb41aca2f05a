"""The view code: a view in a few signs that can be typed; `geo.snapshot.proof.signs` tells how bits become signs.

A code is the format (2 bits), the version of the data (20 bits), and a tag and a value for each part of the link that
is not at its usual value (`geo.snapshot.proof.fields`). The free texts of the page (heading, banner, maker, contact)
are not in it. `FIELDS` may only be added to at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.snapshot.proof.fields import read_field, write_field
from geo.snapshot.proof.signs import newer, read, unreadable, write
from geo.views import LISTS, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.material import Material
    from geo.snapshot.proof.signs import Bits, Pieces
    from geo.snapshot.proof.spec import Spec
    from geo.views import Told

FORMAT, FORMAT_BITS, VERSION_DIGITS = 0, 2, 5
#: parts of a link in the order of their tags: four short ones, eight longer ones, all others
FIELDS = (
    "", "window", "map", "type",
    "episode", "precision", "municipality", "mode", "casualties", "names", "incident", "q",
    "actor", "source", "kind", "layer", "from", "to", "tiles", "step", "toponym", "paper", "turn", "dpi", "footnote",
    "extent", "labels", "maps", "split", "every", "set",
)  # fmt: skip
#: first field, the bits its tag begins with, and how many bits number the fields
TAGS = ((0, (0b0, 1), 2), (4, (0b10, 2), 3), (12, (0b11, 2), 5))
#: what a list holds; for telling what of it this data does not have
NOUNS = {
    "episode": ("episode", "episodes"), "type": ("event type", "event types"),
    "actor": ("kind of actors", "kinds of actors"), "municipality": ("municipality", "municipalities"),
    "precision": ("precision of place", "precisions of place"), "source": ("source", "sources"),
    "kind": ("kind of sources", "kinds of sources"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a code tells: the cleaned link, and a sentence for each part of it that this data does not have."""

    told: Told
    data_version: str  # its first five digits
    missing: tuple[str, ...] = ()


def code_of(spec: Spec, material: Material) -> str:
    """Return the code of a view, in groups of four signs; impossible values of its link are left out."""
    told = clean(spec.told, {name: tuple(spec.told.get(name, ())) for name in LISTS})
    first, last = (told.get(end, [""])[0] for end in ("from", "to"))
    if first and first <= last:
        told["window"] = [told.pop("from")[0], told.pop("to")[0]]
    pieces = [(FORMAT, FORMAT_BITS), (int(spec.data_version[:VERSION_DIGITS], 16), 4 * VERSION_DIGITS)]
    for name in FIELDS:
        if name in told:
            pieces += [*_tag(name), *write_field(name, told[name], material)]
    return write(pieces)


def told_of_code(code: str, material: Material) -> Decoded:
    """Read a code as somebody typed it.

    Raises
    ------
    SnapshotError
        If it has a typing error, is no code, or was made by a newer program.
    """
    bits = read(code)
    if bits.take(FORMAT_BITS) != FORMAT:
        raise newer()
    version = f"{bits.take(4 * VERSION_DIGITS):0{VERSION_DIGITS}x}"
    asked: Told = {}
    count: dict[str, int] = {}
    while bits.left >= TAGS[0][2] + 1 and (name := _field(bits)):
        values = read_field(name, bits, material)
        count[name] = len(values)
        found = [value for value in values if value is not None] or (["none"] if name == "layer" else [])
        asked |= {"from": found[:1], "to": found[1:]} if name == "window" else {name: found}
    if bits.number or bits.left > TAGS[0][2]:
        raise unreadable()
    told = clean(asked, material.options)
    gone = {name: number - len(told.get(name, ())) for name, number in count.items() if name in (*LISTS, "incident")}
    return Decoded(told, version, left_out(gone))


def left_out(gone: Mapping[str, int]) -> tuple[str, ...]:
    """Say how many values of each part of a link are not in this data."""
    said = []
    for name, number in gone.items():
        if number and name == "incident":
            said.append("The selected incident is not in this data; none is selected.")
        elif number:
            noun = NOUNS[name][number > 1]
            said.append(f"{number} {noun} of this view {'are' if number > 1 else 'is'} not in this data and left out.")
    return tuple(said)


def _tag(name: str) -> Pieces:
    number = FIELDS.index(name)
    first, prefix, bits = next(tag for tag in reversed(TAGS) if number >= tag[0])
    return [prefix, (number - first, bits)]


def _field(bits: Bits) -> str:
    """Read a tag; "" is the end."""
    first, _, width = TAGS[0 if bits.take(1) == 0 else 1 + bits.take(1)]
    number = first + bits.take(width)
    if number >= len(FIELDS):
        raise newer()
    return FIELDS[number]
