"""Parts of a link as bits of a view code: words of closed sets by number, ids by hash, days, windows, maps, texts.

The sets of `WORDS` may only be added to at their end, or old codes mean something else. Ids are hashes, so a code stays
valid in other versions of the data.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.policy import NamePolicy
from geo.basemaps import tile_choices
from geo.filters import CASUALTIES
from geo.layers import LAYERS
from geo.notices import STATUS_FOOTNOTES
from geo.schema import SOURCES, ActorKind, EventType, PlacePrecision
from geo.snapshot.proof.signs import counted, newer, unreadable
from geo.views import STEPS, Arrangement, Every, Extent, Labels, Mode, Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.material import Material
    from geo.snapshot.proof.signs import Bits, Pieces

    Writer = Callable[[str, Sequence[str], Material], Pieces]
    Reader = Callable[[str, Bits, Material], list[str | None]]

WORDS: Mapping[str, tuple[str, ...]] = {
    "type": tuple(EventType), "precision": tuple(PlacePrecision), "actor": tuple(ActorKind),
    "kind": SOURCES.column("kind").choices, "layer": LAYERS, "mode": tuple(Mode), "casualties": CASUALTIES,
    "names": tuple(NamePolicy), "step": STEPS, "paper": tuple(Paper), "turn": ("landscape", "portrait"),
    "dpi": ("150", "300", "600"), "footnote": tuple(STATUS_FOOTNOTES), "extent": tuple(Extent),
    "labels": tuple(Labels), "maps": tuple(Arrangement), "every": tuple(Every),
}  # fmt: skip
#: bits of a hash -> for how many ids they are enough
WIDTHS = {16: 64, 20: 1024, 24: 2**16, 32: 2**32}
INCIDENT_WIDTH = 24
FIRST_DAY, DAY_BITS, ANY_DAY_BITS = date(1998, 1, 1).toordinal(), 14, 22
SPAN_BITS = (3, 7, 14, ANY_DAY_BITS)  # of the days between both ends of a window
PER_DEGREE, PER_ZOOM, ZOOM_BITS = 10_000, 20, 9
#: south and west end in steps of `PER_DEGREE` and the bits from there on: around Kosovo, and anywhere
CORNERS = (((410_000, 15), (190_000, 15)), ((-850_000, 21), (-1_800_000, 22)))
MOST_BYTES = 800


def write_field(name: str, values: Sequence[str], material: Material) -> Pieces:
    """Write the values of one part of a link; "window" is "from" and "to" in one."""
    writer, _ = _FORMS.get(name, (_write_word, _read_word))
    return writer(name, values, material)


def read_field(name: str, bits: Bits, material: Material) -> list[str | None]:
    """Read the values of one part of a link; None stands for an id that this data does not have.

    Raises
    ------
    SnapshotError
        If the bits are no such values.
    """
    _, reader = _FORMS.get(name, (_write_word, _read_word))
    return reader(name, bits, material)


def _word(name: str, number: int) -> str:
    if number >= len(WORDS[name]):
        raise newer()
    return str(WORDS[name][number])


def _write_word(name: str, values: Sequence[str], _: Material) -> Pieces:
    return counted(WORDS[name].index(values[0]))


def _read_word(name: str, bits: Bits, _: Material) -> list[str | None]:
    return [_word(name, bits.take_count())]


def _write_words(name: str, values: Sequence[str], _: Material) -> Pieces:
    """Write words as a mask, or one after the other if that is shorter or their order is another one."""
    numbers = [WORDS[name].index(value) for value in values if value in WORDS[name]]
    size = len(WORDS[name])
    listed = [(1, 1), *counted(len(numbers)), *((number, 5) for number in numbers)]
    masked = [(0, 1), (size, 5), (sum(1 << number for number in numbers), size)]
    return masked if numbers == sorted(numbers) and _length(masked) < _length(listed) else listed


def _length(pieces: Pieces) -> int:
    return sum(bits for _, bits in pieces)


def _read_words(name: str, bits: Bits, _: Material) -> list[str | None]:
    if bits.take(1):
        return [_word(name, bits.take(5)) for _ in range(bits.take_count_of(5))]
    size = bits.take(5)
    mask = bits.take(size)
    return [_word(name, number) for number in range(size) if mask >> number & 1]


def _ids(name: str, material: Material) -> tuple[str, ...]:
    if name == "tiles":
        return tuple(choice.id for choice in tile_choices())
    return tuple(material.row_of) if name == "incident" else material.options[name]


def _hash(text: str, width: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:4]) >> (32 - width)


@lru_cache(maxsize=16)
def _by_hash(ids: tuple[str, ...], width: int) -> Mapping[int, str | None]:
    """Return the id of each hash; None for a hash that several ids share."""
    found: dict[int, str | None] = {}
    for name in ids:
        number = _hash(name, width)
        found[number] = None if number in found else name
    return found


def _write_ids(name: str, values: Sequence[str], material: Material) -> Pieces:
    """Write ids as hashes, with as few bits as tell them from all others of this data."""
    ids = _ids(name, material)
    least = INCIDENT_WIDTH if name == "incident" else 0
    wide = [width for width, enough in WIDTHS.items() if width >= least and len(ids) <= enough]
    known = (
        width
        for width in wide
        if all(_by_hash(ids, width).get(_hash(value, width), value) == value for value in values)
    )
    width = next(known, max(WIDTHS))
    return [(list(WIDTHS).index(width), 2), *counted(len(values)), *((_hash(value, width), width) for value in values)]


def _read_ids(name: str, bits: Bits, material: Material) -> list[str | None]:
    width = list(WIDTHS)[bits.take(2)]
    known = _by_hash(_ids(name, material), width)
    return [known.get(bits.take(width)) for _ in range(bits.take_count_of(width))]


def _write_text(_: str, values: Sequence[str], __: Material) -> Pieces:
    written = values[0].encode("utf-8", "replace")
    return [*counted(len(written)), (int.from_bytes(written), 8 * len(written))]


def _read_text(_: str, bits: Bits, __: Material) -> list[str | None]:
    count = bits.take_count_of(8)
    try:
        return [bits.take(8 * count).to_bytes(count).decode()]
    except UnicodeDecodeError:
        raise unreadable() from None


def _day_pieces(day: str) -> Pieces:
    number = date.fromisoformat(day).toordinal()
    near = 0 <= number - FIRST_DAY < 1 << DAY_BITS
    return [(0, 1), (number - FIRST_DAY, DAY_BITS)] if near else [(1, 1), (number, ANY_DAY_BITS)]


def _take_day(bits: Bits) -> int:
    return bits.take(ANY_DAY_BITS) if bits.take(1) else FIRST_DAY + bits.take(DAY_BITS)


def _say_day(number: int) -> str:
    if not 1 <= number <= date.max.toordinal():
        raise unreadable()
    return date.fromordinal(number).isoformat()


def _write_day(_: str, values: Sequence[str], __: Material) -> Pieces:
    return _day_pieces(values[0])


def _read_day(_: str, bits: Bits, __: Material) -> list[str | None]:
    return [_say_day(_take_day(bits))]


def _write_window(_: str, values: Sequence[str], __: Material) -> Pieces:
    span = (date.fromisoformat(values[1]) - date.fromisoformat(values[0])).days
    size = next(size for size, width in enumerate(SPAN_BITS) if span < 1 << width)
    return [*_day_pieces(values[0]), (size, 2), (span, SPAN_BITS[size])]


def _read_window(_: str, bits: Bits, __: Material) -> list[str | None]:
    first = _take_day(bits)
    return [_say_day(first), _say_day(first + bits.take(SPAN_BITS[bits.take(2)]))]


def _write_map(_: str, values: Sequence[str], __: Material) -> Pieces:
    latitude, longitude, zoom = (float(part) for part in values[0].split(","))
    spot = (round(latitude * PER_DEGREE), round(longitude * PER_DEGREE))
    for far, corner in enumerate(CORNERS):
        steps = [(at - first, width) for at, (first, width) in zip(spot, corner, strict=True)]
        if all(0 <= step < 1 << width for step, width in steps):
            return [(far, 1), *steps, (round(zoom * PER_ZOOM), ZOOM_BITS)]
    raise unreadable()  # cannot be: `clean` leaves such a map out


def _read_map(_: str, bits: Bits, __: Material) -> list[str | None]:
    spot = [first + bits.take(width) for first, width in CORNERS[bits.take(1)]]
    parts = [*(f"{at / PER_DEGREE:.4f}" for at in spot), f"{bits.take(ZOOM_BITS) / PER_ZOOM:.2f}"]
    return [",".join(part.rstrip("0").rstrip(".") for part in parts)]


_FORMS: Mapping[str, tuple[Writer, Reader]] = {
    "window": (_write_window, _read_window),
    "map": (_write_map, _read_map),
    **dict.fromkeys(("type", "precision", "actor", "kind", "layer"), (_write_words, _read_words)),
    **dict.fromkeys(("episode", "municipality", "source", "incident", "tiles"), (_write_ids, _read_ids)),
    **dict.fromkeys(("from", "to", "split"), (_write_day, _read_day)),
    **dict.fromkeys(("q", "toponym", "set"), (_write_text, _read_text)),
}
