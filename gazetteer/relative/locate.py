"""Places that a text gives relative to others: words go in; a point, line or area with its uncertainty comes out.

"28 miles north of the capital, Pristina" names no place but leaves only some: `locate` says which, how much is open
and, where a name stands beside the words ("Zvečan, 28 miles north of ..."), whether the map agrees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.candidates import Hints, Resolution, distance_km
from gazetteer.relative import geodesy, placing
from gazetteer.relative.capitals import name_of_capital
from gazetteer.relative.extents import OTHER_PLACE_KM, extent_m
from gazetteer.relative.located import Located, at, geometry, nowhere
from gazetteer.relative.placing import Anchor
from gazetteer.wording.expressions import Expression, Wording, read
from gazetteer.wording.phrases import home_of, is_common, last_name, name_readings, other_readings, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.places import Place
    from gazetteer.relative.geodesy import Point
    from gazetteer.relative.located import Resolving

__all__ = ["Located", "fits", "geometry", "locate"]

LONGEST_TEXT = 300
_DEEPEST = 3
_MOST_SPLITS = 4
#: a text longer than this is no name as a whole
_LONGEST_NAME = 60
#: relative words that also occur inside names ("the north of Kosovo")
_IN_NAMES = frozenset({Wording.PART, Wording.ROAD, Wording.BORDER})
_NO_BORDERS = "a border is a long line, and no borders are kept here; name a crossing or the nearest place"


def locate(gazetteer: Resolving, text: str, hints: Hints | None = None) -> Located:
    """Find where a text places something: a plain name, or a place told from others.

    Parameters
    ----------
    gazetteer
        Where the names are looked up.
    text
        A name or phrase in English: "Zvečan", "5 km from the Jarinje crossing", "the road from Peja to Klina".
    hints
        What else is known of the places named.

    Returns
    -------
    Located
        A point with its radius, or why there is none. No text raises.
    """
    if len(text) > LONGEST_TEXT:
        reason = f"{len(text):,} characters are too long for the words of a place; the limit is {LONGEST_TEXT}"
        unread = Resolution(text[:LONGEST_TEXT], None, (), reason, "unknown")
        return nowhere(unread.toponym, "unknown", reason, (unread,))
    return _locate(gazetteer, text, hints, 0)


def fits(located: Located, place: Place) -> str:
    """Say where the distance and direction of a text do not fit a place on the map; "" where they do."""
    anchors = [_anchor_at(one.best) for one in located.anchors if one.best and one.best.id != place.id]
    if located.expression is None or not anchors:
        return ""
    return placing.disagreement(located.expression, tuple(anchors), place)


def _locate(gazetteer: Resolving, text: str, hints: Hints | None, depth: int) -> Located:
    tidied = tidy(text)
    expression = read(tidied) if depth < _DEEPEST else None
    if expression is None or _is_name(gazetteer, expression, tidied):
        return _plain(gazetteer, tidied if depth else text, hints, anchor=bool(depth))
    if expression.problem:
        return nowhere(text, "unknown", expression.problem, expression=expression)
    subject = _subject(gazetteer, expression, hints)
    located = _told(gazetteer, expression, _beside(hints, _points([subject] if subject else [])), depth)
    return replace(_checked(located, subject, depth) if subject else located, text=text)


def _plain(gazetteer: Resolving, text: str, hints: Hints | None, *, anchor: bool) -> Located:
    """Resolve a name; as an anchor also without the rest of the sentence behind it."""
    first, *further = (name_readings(text) if anchor else [text, *other_readings(text)]) or [text]
    resolution = gazetteer.resolve(*name_of_capital(gazetteer, first, hints))
    for reading in further:
        if resolution.status != "unknown":
            break
        resolution = gazetteer.resolve(*name_of_capital(gazetteer, reading, hints))
    if resolution.best is None and anchor and (home := home_of(text)):
        resolution = gazetteer.resolve(home, hints)
    if anchor and resolution.best and is_common(text) and resolution.best.id not in gazetteer.places:
        reason = f'"{text[:80]}" has no capital letter, so it is not taken for {resolution.best.name_en}'
        resolution = replace(resolution, best=None, status="unknown", reason=reason)
    if resolution.best is None:
        return replace(nowhere(text, resolution.status, resolution.reason), anchors=(resolution,))
    return at(text, resolution, resolution.best)


def _told(gazetteer: Resolving, expression: Expression, hints: Hints | None, depth: int) -> Located:
    """Place something by relative words alone."""
    if expression.relation is Wording.BORDER:
        beyond = _narrowed(gazetteer, expression, (), hints, depth) if expression.then else None
        return beyond or nowhere(expression.words, "unknown", _NO_BORDERS, expression=expression)
    located = _anchors(gazetteer, expression, hints, depth)
    resolutions = tuple(resolution for one in located for resolution in one.anchors)
    missing = next((one for one in located if one.latitude is None), None)
    if missing is not None:
        reason = f'"{missing.text[:80]}": {missing.reason}'
        return nowhere(expression.words, missing.status, reason, resolutions, expression)
    if expression.relation is Wording.PART and (named := _named_part(gazetteer, expression, located[0], hints)):
        return named
    anchors = tuple(_anchor(one) for one in located)
    if narrowed := _narrowed(gazetteer, expression, anchors, hints, depth) if expression.then else None:
        return replace(narrowed, anchors=(*narrowed.anchors, *resolutions))
    return _drawn(gazetteer, expression, anchors, resolutions, hints)


def _drawn(
    gazetteer: Resolving, expression: Expression, anchors: tuple[Anchor, ...], resolutions: tuple[Resolution, ...],
    hints: Hints | None,
) -> Located:  # fmt: skip
    """Draw what relative words leave open around their anchors."""
    toward = None
    if expression.toward:
        end = _locate(gazetteer, expression.toward, _beside(hints, [anchors[0].point]), _DEEPEST)
        resolutions = (*resolutions, *end.anchors)
        toward = _anchor(end) if end.latitude is not None else None
    found = placing.shape(expression, anchors, toward)
    if found is None:
        names = " and ".join(anchor.name for anchor in anchors)
        reason = f'"{expression.words} {names}" leaves nearly everything open'
        return nowhere(expression.words, "unknown", reason, resolutions, expression)
    said = [found.words, f"{placing.say_km(found.radius_m / 1000)} around the point are left open"]
    said += [f'"{one.toponym}": {one.reason}' for one in resolutions if one.reason]
    return Located(
        expression.words, expression.relation.value, resolutions, *found.point, found.radius_m, found.path, "resolved",
        "; ".join(said), expression.distance.note if expression.distance else "", expression,
    )  # fmt: skip


def _is_name(gazetteer: Resolving, expression: Expression, text: str) -> bool:
    """Tell whether a text with relative words in it is the name of a place as a whole."""
    relative = not expression.subject and expression.relation not in _IN_NAMES
    if relative or len(text) > _LONGEST_NAME:
        return False
    return any(match.curated for match in gazetteer.bearers(text))


def _subject(gazetteer: Resolving, expression: Expression, hints: Hints | None) -> Resolution | None:
    """Resolve the name that stands before relative words; None if none does."""
    name = last_name(expression.subject)
    if not name:
        return None
    resolution = gazetteer.resolve(expression.subject, hints)
    return gazetteer.resolve(name, hints) if resolution.status == "unknown" else resolution


def _checked(located: Located, subject: Resolution, depth: int) -> Located:
    """Weigh a name against the words beside it; an anchor (at some depth) is always the name."""
    if located.latitude is None or located.longitude is None:
        return _unchecked(located, subject)
    fitting = _fitting(located, (located.latitude, located.longitude), subject)
    if len(fitting) > 1:
        names = "; ".join(one.sentence() for one in subject.candidates if one.place in fitting)
        reason = f"the words beside it fit more than one place of that name: {names}"
        return nowhere(located.text, "ambiguous", reason, (subject, *located.anchors), located.expression)
    if not fitting:
        why = "the one that is known is taken for another place" if subject.best else subject.reason
        reason = f'{located.reason}; no "{subject.toponym[:80]}" is known there ({why})'
        return replace(located, reason=reason, note=fits(located, subject.best) if subject.best else located.note)
    place = fitting[0]
    if not depth and _is_narrower(located, place):
        return replace(located, note=located.note or fits(located, place))
    reason = subject.reason if subject.best else f"of {len(subject.candidates)} places of that name the one that fits"
    found = replace(subject, best=place, status="resolved", reason=reason)
    return replace(
        at(located.text, found, place), anchors=(found, *located.anchors), expression=located.expression,
        note=fits(located, place) or located.note,
    )  # fmt: skip


def _unchecked(located: Located, subject: Resolution) -> Located:
    """Keep a name whose words lead nowhere."""
    if subject.best is None:
        open_one = subject.status == "ambiguous" and located.status == "unknown"
        return (
            nowhere(located.text, "ambiguous", subject.reason, (subject,), located.expression) if open_one else located
        )
    anchors = (subject, *located.anchors)
    reason = f"{subject.reason}; the words beside it cannot be checked: {located.reason}"
    return replace(at(located.text, subject, subject.best), anchors=anchors, reason=reason,
                   expression=located.expression)  # fmt: skip


def _is_narrower(located: Located, place: Place) -> bool:
    """Tell whether words say more exactly where in a place something is ("Mitrovica, 300 m from the bridge")."""
    radius, extent = located.radius_m or 0, extent_m(place)
    point = (located.latitude or 0.0, located.longitude or 0.0)
    inside = distance_km(point, (place.latitude, place.longitude)) * 1000 <= radius + extent
    return inside and extent > radius


def _fitting(located: Located, centre: Point, subject: Resolution) -> list[Place]:
    """Return the places that a name beside relative words may mean: not too far off, or of several those that fit."""
    reach = 2 * (located.radius_m or 0) / 1000 + OTHER_PLACE_KM
    meant = [subject.best] if subject.best else [one.place for one in subject.candidates]
    near = [place for place in meant if distance_km(centre, (place.latitude, place.longitude)) <= reach]
    return near if subject.best else [place for place in near if not fits(located, place)]


def _anchors(gazetteer: Resolving, expression: Expression, hints: Hints | None, depth: int) -> list[Located]:
    """Resolve the names after relative words, each with the others beside it, in the split that works best."""
    best: list[Located] = []
    for names in expression.anchors[:_MOST_SPLITS]:
        located = [_locate(gazetteer, name, hints, depth + 1) for name in names]
        again = _beside(hints, _points(resolution for one in located for resolution in one.anchors))
        if again != hints:
            open_ones = (one if one.latitude is not None else None for one in located)
            pairs = zip(open_ones, names, strict=True)
            located = [one or _locate(gazetteer, name, again, depth + 1) for one, name in pairs]
        if all(one.latitude is not None for one in located):
            return located
        best = best or located
    return best


def _named_part(gazetteer: Resolving, expression: Expression, located: Located, hints: Hints | None) -> Located | None:
    """Return the record of "northern X" if there is one that is not X itself."""
    wind = geodesy.wind_name(expression.bearing_deg or 0.0)
    place = located.anchors[0].best
    for name in (f"{wind}ern {located.text}", f"{wind} {located.text}") if place else ():
        resolution = gazetteer.resolve(name, hints)
        if place and resolution.best and resolution.best.id != place.id:
            return at(expression.words, resolution, resolution.best)
    return None


def _narrowed(
    gazetteer: Resolving, expression: Expression, anchors: tuple[Anchor, ...], hints: Hints | None, depth: int
) -> Located | None:
    """Place "on the road from A to B near C" by its last words; None if they lead nowhere."""
    further = read(expression.then) if depth + 1 < _DEEPEST else None
    if further is None or further.problem:
        return None
    beside = _beside(hints, [anchor.point for anchor in anchors])
    if len(anchors) > 1 and further.relation is Wording.DISTANCE and further.bearing_deg is None and not further.toward:
        start = _locate(gazetteer, further.anchors[0][0], beside, depth + 1)
        others = [one.name for one in anchors if one.point != (start.latitude, start.longitude)]
        further = replace(further, toward=others[-1] if 0 < len(others) < len(anchors) else "")
    located = _told(gazetteer, further, beside, depth + 1)
    return located if located.latitude is not None else None


def _anchor(located: Located) -> Anchor:
    place = located.anchors[0].best if located.relation == Wording.AT and located.anchors else None
    if place is not None:
        return _anchor_at(place)
    point = (located.latitude or 0.0, located.longitude or 0.0)
    return Anchor(located.text, point, located.radius_m or 0, None, located.path)


def _anchor_at(place: Place) -> Anchor:
    return Anchor(place.name_en, (place.latitude, place.longitude), extent_m(place), place)


def _beside(hints: Hints | None, points: list[Point]) -> Hints | None:
    """Add the other places of a text to what is known."""
    if not points:
        return hints
    return replace(hints, beside=(*hints.beside, *points)) if hints else Hints(beside=tuple(points))


def _points(resolutions: Iterable[Resolution]) -> list[Point]:
    return [(one.best.latitude, one.best.longitude) for one in resolutions if one.best]
