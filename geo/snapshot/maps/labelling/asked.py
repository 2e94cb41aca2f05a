"""What is asked for and what is answered: symbols with what may stand at them, and labels in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.snapshot.canvas.marks import Box


@dataclass(frozen=True, slots=True)
class Choice:
    """What a label of one richness needs, in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol (a disc at `x`, `y`, all in mm) and what may stand at it, richest first."""

    key: str
    x: float
    y: float
    radius: float
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands; `leader` runs from the symbol's edge to the box, None where the box is beside it."""

    key: str
    box: Box
    choice: int
    leader: tuple[tuple[float, float], tuple[float, float]] | None
