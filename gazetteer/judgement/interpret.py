"""One way to read a text after the other, the strictest first, until one of them gives places."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.candidates import NO_HINTS, Resolution, distance_km
from gazetteer.judgement.answers import MOST_CANDIDATES, answer, join, unknown
from gazetteer.judgement.matching import NEIGHBOURS
from gazetteer.judgement.nonplaces import LEGEND, looks_like_body, looks_like_person, other_name
from gazetteer.judgement.query import is_no_name, strippings, take_apart
from gazetteer.judgement.ranking import judge
from gazetteer.judgement.rating import rate
from gazetteer.names import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer.candidates import Hints
    from gazetteer.judgement.lookup import Match, NameIndex
    from gazetteer.judgement.query import Stripped
    from gazetteer.places import Place
    from gazetteer.wording.expressions import Expression

MOST_PARTS = 6
#: words without which a text says nothing relative to a name
_RELATIVE_WORDS = re.compile(
    r"\d|\b(?:of|from|near|to|between|outside|the|close|next|not far|around|km|miles)\b", re.IGNORECASE
)
#: relations of which the place that they are relative to is the answer
_AT_THE_ANCHOR = frozenset({"at", "near", "outskirts", "part"})
_NO_NAME = "no name of a place"
#: what lies in or near a town lies this near to it (km)
_LIES_WITHIN_KM = 60.0
#: a name this short is as likely an acronym
_ACRONYM = 3
#: inhabitants that a town far abroad needs for its lesser-known names to be taken for meant
_FAINT = 20_000
_NOT_EXACT = "no place is known by exactly this name"


class Interpreter:
    """Reads texts as names of the places of an index.

    Parameters
    ----------
    names
        The names that are known.
    """

    def __init__(self, names: NameIndex) -> None:
        self.names = names

    def read(self, toponym: str, hints: Hints = NO_HINTS) -> Resolution:
        """Find the place that a text of reasonable length means; `hints.country` must be a code."""
        matches = self.names.exact(toponym)
        if matches and (matches[0].curated or any(match.curated for match in matches)):
            return self._answer(toponym, matches, hints)
        key = search_key(toponym)
        if not key:
            return unknown(toponym, "there are no letters in it")
        found = self._uncurated(toponym, hints, key, matches)
        if found is None and (reason := looks_like_body(key)):
            return unknown(toponym, reason)
        return found or self._composed(toponym, hints) or unknown(toponym, self._nothing_known())

    def matches(self, text: str) -> list[Match]:
        """Return the places of a name, with the words around it taken off as far as needed."""
        for reading in strippings(text):
            matches = self.names.named(reading.text) or self.names.reworded(reading.text)
            if matches:
                return matches
        return []

    def _near_matches(self, text: str) -> list[Match]:
        """Return the places of which a text is a misspelt name or case form."""
        return self.names.respelt(text) or self.names.fuzzy(text) or self.names.fuzzy_form(text)

    def _uncurated(self, toponym: str, hints: Hints, key: str, matches: list[Match]) -> Resolution | None:
        """Read a text as a case form of a curated name, as what is known to be no place, or as a name abroad."""
        matches = matches + self.names.inflected(toponym)
        if any(match.curated for match in matches):
            return self._answer(toponym, matches, hints)
        reason = other_name(key) or (_NO_NAME if is_no_name(key) else "")
        if reason and not (reason == LEGEND and hints.country):
            return unknown(toponym, reason)
        if matches and hints == NO_HINTS and all(match.alternate for match in matches):
            slips = [match for match in self.names.fuzzy(toponym) if match.curated and not match.doubtful]
            if slips or len(key) <= _ACRONYM or all(map(_is_faint, matches)):
                note = "a lesser-known name abroad, or a misspelling" if slips else "only a lesser-known name abroad"
                return self._answer(toponym, [*matches, *slips], hints, note=note, pick=False)
        return self._answer(toponym, matches, hints) if matches else None

    def _composed(self, toponym: str, hints: Hints) -> Resolution | None:
        """Read a text that is no known name as it stands."""
        readings = strippings(toponym)
        whole = next(readings)
        person = looks_like_person(toponym, search_key(toponym))
        matches = [] if person else self.names.reworded(whole.text)
        found = self._answer(toponym, matches, hints) if matches else None
        if found or (" " not in whole.text and whole.text.isalnum()):
            return found or self._loosely(toponym, hints, [whole])
        expression = _expression(toponym)
        shorter = list(readings)
        found = (
            self._relative(toponym, hints, expression, loose=False)
            or self._stripped(toponym, hints, shorter)
            or self._relative(toponym, hints, expression, loose=True)
            or self._composite(toponym, hints)
            or self._loosely(toponym, hints, [whole])
        )
        if found is None and person:
            return unknown(toponym, person)
        if found is None or (found.status != "resolved" and _NOT_EXACT in found.reason):
            nearer = self._loosely(toponym, hints, shorter)
            return nearer if found is None or (nearer is not None and nearer.best is not None) else found
        return found

    def _plain(self, text: str, hints: Hints) -> Resolution | None:
        """Read a text as a name with words around it, without anything relative."""
        readings = list(strippings(text))
        found = self._stripped(text, hints, readings) or self._composite(text, hints)
        return found or self._loosely(text, hints, readings)

    def _stripped(self, toponym: str, hints: Hints, readings: Iterable[Stripped]) -> Resolution | None:
        for reading in readings:
            matches = self.names.named(reading.text) or self.names.reworded(reading.text)
            if matches:
                return self._answer(toponym, matches, hints, reading)
        return None

    def _loosely(self, toponym: str, hints: Hints, readings: Sequence[Stripped]) -> Resolution | None:
        """Look for other letters of the same sounds, then for the nearest spelling, of a case form or of a name."""
        cased = [reading for reading in readings if reading.words]
        ways = ((self.names.respelt, readings), (self.names.fuzzy_form, cased), (self.names.fuzzy, readings))
        for way, worth in ways:
            for reading in worth:
                matches = way(reading.text)
                if matches:
                    return self._answer(toponym, matches, hints, reading, _NOT_EXACT)
        return None

    def _relative(self, toponym: str, hints: Hints, expression: Expression | None, *, loose: bool) -> Resolution | None:
        """Read "X near Y" as X, "near Y" as Y, and leave "5 km from Y", "between Y and Z" open."""
        if expression is None:
            return None
        anchors = self._anchors(expression, hints)
        if expression.subject and not is_no_name(expression.subject):
            found = self._subject(toponym, hints, expression.subject, anchors[0].best if anchors else None)
            if found is not None:
                return found
        if loose != (expression.relation in _AT_THE_ANCHOR) or not anchors:
            return None
        if loose:
            part = f"{expression.words} {expression.anchors[0][0]}" if expression.relation == "part" else ""
            found = self._stripped(toponym, hints, strippings(part)) if part else None
            said = f'read without "{expression.words}"'
            return found or replace(anchors[0], toponym=toponym, reason=join(anchors[0].reason, said))
        places = {one.place.id: one for anchor in anchors for one in anchor.candidates[: 1 if anchor.best else None]}
        names = " and ".join(anchor.best.name_en if anchor.best else anchor.toponym for anchor in anchors)
        reason = f'the words "{expression.words}" say where something lies from {names}; they name no place themselves'
        return Resolution(toponym, None, tuple(places.values())[:MOST_CANDIDATES], reason, "ambiguous")

    def _subject(self, toponym: str, hints: Hints, subject: str, anchor: Place | None) -> Resolution | None:
        """Read "X" of "X near Y"; Y tells which X is meant."""
        said_near = (anchor.latitude, anchor.longitude) if anchor is not None and hints.near is None else None
        hints = replace(hints, near=hints.near or said_near)
        found = self._plain(subject, hints)
        if found is not None and found.status == "ambiguous" and anchor is not None and anchor.municipality:
            found = self._plain(subject, replace(hints, municipality=hints.municipality or anchor.municipality))
        if found is None:
            return None
        found = _not_far(found, said_near)
        said = f'"{toponym[len(subject) :].strip(" ,")}" is read as where it lies'
        return replace(found, toponym=toponym, reason=join(found.reason, said))

    def _anchors(self, expression: Expression, hints: Hints) -> list[Resolution]:
        """Return what the names that a relative text rests on mean, in the first way of reading that gives all."""
        for names in expression.anchors:
            found = [self._plain(name, hints) for name in names if name]
            anchors = [one for one in found if one is not None]
            if anchors and len(anchors) == len(names):
                return anchors
        return []

    def _composite(self, toponym: str, hints: Hints) -> Resolution | None:
        """Read "Peja/Peć", "Obiliq (Obilić)", "Gotovuša, Štrpce municipality"."""
        composite = take_apart(toponym)
        if len(composite.alternatives) + len(composite.additions) not in range(2, MOST_PARTS + 1):
            return None
        named = {part: self.matches(part) for part in composite.alternatives if not is_no_name(part)}
        known = {part: matches for part, matches in named.items() if matches}
        strangers = [part for part in named if part not in known]
        if not known or (strangers and not any(match.curated for matches in known.values() for match in matches)):
            return None
        notes = [f'"{part}" is not known' for part in strangers]
        agreed, sure, asked_near = _agreed(list(known.values())), True, hints.near
        for addition in composite.additions:
            further = self.matches(addition) or self._near_matches(addition)
            both = _agreed([agreed, further]) if agreed and further else []
            if both:
                agreed = both
            elif further:
                hints = _within(further, hints)
                notes.append(f'"{addition}" is read as where it lies')
            else:
                notes.append(f'"{addition}" is not known')
                sure = sure and is_no_name(addition)
        if agreed:
            found = self._answer(toponym, agreed, hints, note="; ".join(notes), pick=sure)
            return _not_far(found, None if asked_near else hints.near)
        everything = list({match.place.id: match for matches in known.values() for match in matches}.values())
        return self._answer(toponym, everything, hints, note="the names given do not agree", pick=False)

    def _answer(
        self, toponym: str, matches: Sequence[Match], hints: Hints, reading: Stripped | None = None,
        note: str = "", *, pick: bool = True,
    ) -> Resolution:  # fmt: skip
        if reading and reading.words:
            note = join(note, f'read without "{" ... ".join(reading.words)}"')
            hints = replace(hints, feature_class=hints.feature_class or reading.feature_class)
        municipalities = self._municipalities(hints.municipality) if hints.municipality else ()
        if hints.municipality and not municipalities:
            note = join(note, f'no municipality is known as "{hints.municipality[:80]}"')
        return answer(toponym, matches, hints, municipalities, note, pick=pick)

    def _municipalities(self, hint: str) -> tuple[Place, ...]:
        places = self.names.places
        found = [places[hint]] if hint in places else [match.place for match in self.matches(hint)]
        holders = (place.id if place.feature_code == "ADM2" else place.municipality for place in found)
        return tuple(places[place_id] for place_id in dict.fromkeys(filter(None, holders)))

    def _nothing_known(self) -> str:
        return join("no place is known by this name or a near spelling", self.names.abroad.notice)


def _expression(toponym: str) -> Expression | None:
    """Read the relative words of a text, if there are any."""
    if not _RELATIVE_WORDS.search(toponym):
        return None
    from gazetteer.wording.expressions import read
    from gazetteer.wording.phrases import tidy

    return read(tidy(toponym))


def _is_faint(match: Match) -> bool:
    """Tell whether a town is too small and too far for its lesser-known names to be taken for meant."""
    return match.population < _FAINT and match.place.country not in NEIGHBOURS


def _not_far(found: Resolution, near: tuple[float, float] | None) -> Resolution:
    """Leave a place open that is far from the town it is said to lie in or near."""
    if found.best is None or near is None:
        return found
    away = distance_km(near, (found.best.latitude, found.best.longitude))
    if away <= _LIES_WITHIN_KM:
        return found
    reason = join(found.reason, f"{away:,.0f} km are too far for that")
    return Resolution(found.toponym, None, found.candidates, reason, "ambiguous")


def _agreed(matches: list[list[Match]]) -> list[Match]:
    """Return the best match of each place that all names have in common."""
    first, *rest = ({match.place.id: match for match in group} for group in matches)
    common = set(first).intersection(*rest)
    return [max((group[place_id] for group in (first, *rest)), key=lambda match: match.score) for place_id in first
            if place_id in common]  # fmt: skip


def _within(matches: list[Match], hints: Hints) -> Hints:
    """Add to the hints the country, municipality or point that a further name says."""
    countries = [match.place for match in matches if match.place.feature_code == "PCLI"]
    municipalities = [match.place for match in matches if match.place.feature_code == "ADM2"]
    if countries:
        return replace(hints, country=hints.country or countries[0].country)
    if municipalities:
        return replace(hints, municipality=hints.municipality or municipalities[0].id)
    best = judge([rate(match, NO_HINTS) for match in matches], NO_HINTS).best
    place = best.match.place if best else None
    return replace(hints, near=hints.near or (place.latitude, place.longitude)) if place else hints
