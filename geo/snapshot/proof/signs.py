"""Bits as signs that can be read aloud, written down and typed: Crockford's base 32 with two check signs.

There is no I, L, O and U; I and L are read as 1, O as 0; capitals, blanks and hyphens do not count. The check signs
are the remainder of a Reed-Solomon code over the 32 signs: any one wrong sign and any swap of two neighbours is found
at any length, and any two wrong signs in a code of up to 31.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from geo.errors import SnapshotError

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGN_BITS, GROUP, CHECKS = 5, 4, 2
SHORTEST, MOST_SIGNS = 7, 8_000
_VALUES = {sign: value for value, sign in enumerate(SIGNS)} | {"I": 1, "L": 1, "O": 0}
_FIELD = 0b100101  # x^5 + x^2 + 1: the 31 powers of 2 are all signs but 0
_START = (7, 19)  # so that signs that are all alike are no code
_MORE = 8

#: numbers and their bits
Pieces = list[tuple[int, int]]


@dataclass(slots=True)
class Bits:
    """A row of bits, read from its left end."""

    number: int
    left: int

    def take(self, count: int) -> int:
        """Read a number of so many bits.

        Raises
        ------
        SnapshotError
            If there are not so many left.
        """
        if count > self.left:
            raise unreadable()
        self.left -= count
        taken = self.number >> self.left
        self.number &= (1 << self.left) - 1
        return taken

    def take_count(self) -> int:
        """Read a number that `counted` wrote."""
        number, shift, group = 0, 0, _MORE
        while group >= _MORE:
            group = self.take(4)
            number |= (group % _MORE) << shift
            shift += 3
        return number

    def take_count_of(self, width: int) -> int:
        """Read how many values of so many bits follow; an impossible number is an error."""
        count = self.take_count()
        if count * width > self.left:
            raise unreadable()
        return count


def counted(number: int) -> Pieces:
    """Write a number of any size, small ones in few bits: groups of three, each with a bit if more follow."""
    groups: Pieces = []
    while number >= _MORE:
        groups.append((_MORE + number % _MORE, 4))
        number //= _MORE
    return [*groups, (number, 4)]


def unreadable() -> SnapshotError:
    """Return the error of a code whose signs are in order but tell nothing."""
    return SnapshotError("This code tells no view of this program; compare it with the page, or use a file instead.")


def newer() -> SnapshotError:
    """Return the error of a code that holds what this program does not know."""
    return SnapshotError("This code was made by a newer version of the program; open it with that version.")


def write(pieces: Pieces) -> str:
    """Write numbers as a code, for example "05XM-K2P0-9Q"."""
    number = length = 0
    for value, bits in pieces:
        number, length = number << bits | value, length + bits
    padding = -length % SIGN_BITS
    number, length = number << padding, length + padding
    values = [number >> shift & 31 for shift in range(length - SIGN_BITS, -1, -SIGN_BITS)]
    values += _check_signs(values)
    signs = "".join(SIGNS[value] for value in values)
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def read(code: str) -> Bits:
    """Read a code as somebody typed it.

    Raises
    ------
    SnapshotError
        If a sign is wrong; the sentence says which one, as far as that can be told.
    """
    signs = _signs(re.sub(r"^\s*view\s+code\b:?", "", code[: 4 * MOST_SIGNS], flags=re.IGNORECASE))
    if not signs:
        raise SnapshotError('There is no code here; type the signs that follow "view code" on the page.')
    if len(signs) > MOST_SIGNS:
        raise SnapshotError('This text is too long for a code; type the signs that follow "view code" on the page.')
    for at, sign in enumerate(signs):
        if sign not in _VALUES:
            raise SnapshotError(f'"{sign}" ({_place(signs, at)}) does not occur in a code; compare it with the page.')
    values = [_VALUES[sign] for sign in signs]
    sums = _sums(values)
    if sums != (0, 0) or len(signs) < SHORTEST:
        raise SnapshotError(f"This code has a typing error{_likely(signs, *sums)}; compare it with the page.")
    number = 0
    for value in values[:-CHECKS]:
        number = number << SIGN_BITS | value
    return Bits(number, SIGN_BITS * (len(values) - CHECKS))


def _signs(code: str) -> str:
    """Leave out what does not count: blanks, dashes of every kind and invisible signs."""
    kinds = [(sign, unicodedata.category(sign)) for sign in unicodedata.normalize("NFKC", code).upper()]
    return "".join(sign for sign, kind in kinds if kind[0] not in "CZ" and kind != "Pd" and sign != "\N{MINUS SIGN}")


def _doubled(value: int) -> int:
    """Multiply by 2 in the field of 32 elements."""
    return value << 1 ^ (_FIELD if value & 16 else 0)


def _sums(values: list[int], begun: tuple[int, int] = _START) -> tuple[int, int]:
    """Return the values of the signs, taken as a polynomial, at 1 and at 2; both are 0 for a code without errors."""
    plain, doubled = begun
    for value in values:
        plain, doubled = plain ^ value, _doubled(doubled) ^ value
    return plain, doubled


def _check_signs(values: list[int]) -> list[int]:
    begun = _sums(values)
    pairs = ([first, first ^ begun[0]] for first in range(len(SIGNS)))
    return next(pair for pair in pairs if _sums(pair, begun) == (0, 0))


def _likely(signs: str, plain: int, doubled: int) -> str:
    """Say which sign is wrong if only one is, as far as that can be told."""
    if len(signs) < SHORTEST:
        return " (it is too short)"
    if plain == 0:
        return ", perhaps two neighbouring signs in the wrong order"
    places = []
    power = plain
    for at in reversed(range(len(signs))):
        if power == doubled:
            places.append(at)
        power = _doubled(power)
    return f", most likely at {_place(signs, places[0])}" if len(places) == 1 else ""


def _place(signs: str, at: int) -> str:
    group = at // GROUP * GROUP
    return f'sign {at + 1}, in the group "{signs[group : group + GROUP]}"'
