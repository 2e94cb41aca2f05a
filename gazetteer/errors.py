"""What can go wrong in the gazetteer, each also the builtin one would guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetteer.candidates import Candidate

_NAMED = 5


class GazetteerError(Exception):
    """Root of every error of the gazetteer."""


class MissingTableError(GazetteerError, FileNotFoundError):
    """A table of the gazetteer is not where it should be."""


class FaultyTableError(GazetteerError, ValueError):
    """A table of the gazetteer cannot be read; the sentence names file, line, column and value."""


class UnknownPlaceError(GazetteerError, KeyError):
    """No place has that identifier."""

    __str__ = Exception.__str__


class WorldIndexError(GazetteerError, OSError):
    """The index of the world's towns can be neither opened nor built; the curated gazetteer works without it."""


class InputError(GazetteerError, ValueError):
    """What was handed in (a table, a text, an option) cannot be used; the sentence says what to do."""


class AmbiguousToponym(GazetteerError, LookupError):  # noqa: N818 (what is raised, in words)
    """A toponym means more than one place and nothing tells which.

    Parameters
    ----------
    toponym
        The name as written.
    candidates
        The places it may mean, best first.
    """

    def __init__(self, toponym: str, candidates: tuple[Candidate, ...]) -> None:
        self.toponym = toponym
        self.candidates = candidates
        named = "; ".join(candidate.sentence() for candidate in candidates[:_NAMED])
        more = f"; and {len(candidates) - _NAMED} more" if len(candidates) > _NAMED else ""
        super().__init__(
            f'"{toponym[:80]}" may mean more than one place: {named}{more}. '
            "Give the country or municipality, or ask for all candidates."
        )
