"""Places that bear a name, judged, become an answer with candidates and a reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.candidates import NO_HINTS, Candidate, Resolution, distance_km
from gazetteer.judgement.ranking import ENOUGH, judge
from gazetteer.judgement.rating import rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Hints
    from gazetteer.judgement.lookup import Match
    from gazetteer.judgement.ranking import Verdict
    from gazetteer.judgement.rating import Rated
    from gazetteer.places import Place

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
    if len(matches) == 1 and hints is NO_HINTS and pick and not matches[0].doubtful and matches[0].score >= ENOUGH:
        return _only(toponym, matches[0], note)
    verdict = judge([rate(match, hints, municipalities) for match in matches], hints, municipalities)
    candidates = _candidates(verdict, hints)
    best = verdict.best if pick else None
    if best is None:
        return Resolution(toponym, None, candidates, join(note, verdict.words if pick else ""), "ambiguous")
    reason = _reason(best.match, *best.words, note, verdict.words)
    return Resolution(toponym, best.match.place, candidates, reason, "resolved")


def _only(toponym: str, match: Match, note: str) -> Resolution:
    """Answer with the one place that bears a name, where nothing else is known: there is nothing to judge."""
    candidate = Candidate(match.place, match.score, match.words, match.name, 0.0)
    return Resolution(toponym, match.place, (candidate,), _reason(match, note), "resolved")


def _reason(match: Match, *words: str) -> str:
    place = match.place
    remark = f"note: {place.note}" if place.note and place.feature_class == "P" else ""
    reason = f'read as "{match.name}", {match.words}'
    return join(reason, *words, remark) if remark or any(words) else reason


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
