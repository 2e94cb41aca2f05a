"""Places that bear a name, judged, become an answer with candidates and a reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.candidates import Candidate, Resolution, distance_km
from gazetteer.ranking import judge
from gazetteer.rating import rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Hints
    from gazetteer.lookup import Match
    from gazetteer.places import Place
    from gazetteer.ranking import Verdict
    from gazetteer.rating import Rated

MOST_CANDIDATES = 12


def answer(
    toponym: str, matches: Sequence[Match], hints: Hints, municipalities: tuple[Place, ...] = (), note: str = "",
    *, pick: bool = True,
) -> Resolution:  # fmt: skip
    """Judge places of one name.

    Parameters
    ----------
    toponym
        The text as it was asked for.
    matches
        The places that it may mean.
    hints, municipalities
        What else is known; the records of the municipality that is hinted at.
    note
        What to say about how the text was read.
    pick
        False to leave it open.
    """
    verdict = judge([rate(match, hints, municipalities) for match in matches], hints, municipalities)
    candidates = _candidates(verdict, hints)
    best = verdict.best if pick else None
    if best is None:
        return Resolution(toponym, None, candidates, join(note, verdict.words if pick else ""), "ambiguous")
    place = best.match.place
    remark = f"note: {place.note}" if place.note and place.feature_class == "P" else ""
    reason = f'read as "{best.match.name}", {best.match.words}'
    if best.words or note or verdict.words or remark:
        reason = join(reason, *best.words, note, verdict.words, remark)
    return Resolution(toponym, place, candidates, reason, "resolved")


def unknown(toponym: str, reason: str) -> Resolution:
    """Say that no place is meant, and why."""
    return Resolution(toponym, None, (), reason, "unknown")


def join(*words: str) -> str:
    """Join the parts of a reason that say something."""
    return "; ".join(word.rstrip(".") for word in words if word)


def _candidates(verdict: Verdict, hints: Hints) -> tuple[Candidate, ...]:
    first = verdict.order[0].match.place
    start = hints.near or (first.latitude, first.longitude)
    return tuple(_candidate(rated, start) for rated in verdict.order[:MOST_CANDIDATES])


def _candidate(rated: Rated, start: tuple[float, float]) -> Candidate:
    place = rated.match.place
    point = (place.latitude, place.longitude)
    away = 0.0 if point == start else round(distance_km(start, point), 1)
    reason = join(rated.match.words, *rated.words) if rated.words else rated.match.words
    return Candidate(place, round(rated.score, 4), reason, rated.match.name, away)
