"""Rows without coordinates get those of the place that they name; a place that is not clear becomes a question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.candidates import Hints
from geo.formats.reading.checking import days, flags
from geo.formats.reading.model import Fault, PlaceQuestion
from geo.incident_table import DRAWN
from geo.schema import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from numpy.typing import NDArray

    from gazetteer.places import Place
    from gazetteer.relative.located import Located
    from gazetteer.resolve import Gazetteer
    from geo.formats.reading.checking import Checking
    from geo.formats.reading.model import Choices

#: so many open places are worth a review; behind them only names that the gazetteer has letter by letter are looked up
MOST_OPEN = 1000
NO_PLACE = "is empty but has to be filled in, as the row has no coordinates"
UNKNOWN = "is a place that the gazetteer does not know; correct it, choose one in the review list, or give coordinates"
NOT_LOOKED_UP = (
    f"was not looked up, as {MOST_OPEN:,} other places of this file are open; settle those, or give coordinates"
)
DECIDED = "is decided to be none of the places known here; give coordinates to take the row in"
_SHOWN = 4
_BETWEEN = "\x1f"
_FINEST_FIRST = tuple(str(one) for one in PlacePrecision)
_NO_POINT = tuple(one for one in _FINEST_FIRST if one not in DRAWN)
_CLASSES = {"P": PlacePrecision.SETTLEMENT, "S": PlacePrecision.EXACT}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows say of one place."""

    place: str  # id of a curated place
    text: str
    municipality: str
    country: str
    precision: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a place is, or the reason why that is not known."""

    latitude: float = np.nan
    longitude: float = np.nan
    place: str = ""
    precision: str = ""
    radius_m: int | None = None
    municipality: str = ""
    reason: str = ""
    told: str = ""  # how the gazetteer says it
    candidates: tuple[Place, ...] = ()
    dated: bool = False  # whether the day of the row matters
    question: bool = False


@dataclass(slots=True)
class _Question:
    hint: str
    reason: str
    places: tuple[Place, ...]
    rows: int = 0


@dataclass(slots=True)
class Places:
    """The places of one file: each is looked up once.

    Attributes
    ----------
    ours
        Whether the file was written here; then a row that is no point was looked up before it left.
    pulse
        Called before each place that is looked up; it may raise to stop the work.
    """

    gazetteer: Gazetteer
    choices: Choices
    ours: bool = False
    pulse: Callable[[], None] = lambda: None
    _answers: dict[tuple[Asked, date | None], Answer] = field(default_factory=dict)
    _open: dict[str, _Question] = field(default_factory=dict)

    def questions(self) -> tuple[PlaceQuestion, ...]:
        """Return the places that are open, those of most rows first."""
        found = sorted(self._open.items(), key=lambda pair: (-pair[1].rows, pair[0]))
        counted = ((text, one) for text, one in found if one.rows)
        return tuple(PlaceQuestion(text, one.hint, one.rows, one.reason, one.places) for text, one in counted)

    def answer(self, asked: Asked, day: date | None = None) -> Answer:
        """Return where a place is."""
        if (asked, day) not in self._answers:
            found = self._answers[asked, day] = self._find(asked, day)
            if found.question:
                hint = asked.municipality or asked.country
                self._open.setdefault(_name(asked)[0], _Question(hint, found.told, found.candidates))
        return self._answers[asked, day]

    def count(self, asked: Asked, answer: Answer) -> None:
        """Count a row if its place is open."""
        if answer.question:
            self._open[_name(asked)[0]].rows += 1

    def _find(self, asked: Asked, day: date | None) -> Answer:
        if asked.place and (place := self.gazetteer.places.get(asked.place)) is not None:
            return self._at(place, asked)
        text, kind = _name(asked)
        if not text:
            return Answer(reason=NO_PLACE)
        self.pulse()
        chosen = self.choices.places.get(text)
        if chosen is not None and not chosen:
            return Answer(reason=DECIDED)
        if chosen and (place := self.gazetteer.places.get(chosen)) is not None:
            return self._at(place, asked, kind)
        if len(self._open) >= MOST_OPEN and text not in self._open and not self.gazetteer.bearers(text):
            return self._without(asked, Answer(reason=NOT_LOOKED_UP))
        return self._located(asked, text, kind, day, chosen or "")

    def _located(self, asked: Asked, text: str, kind: str, day: date | None, chosen: str) -> Answer:
        from gazetteer.relative import locate

        municipality = asked.municipality if kind == "place_as_written" else ""
        country = asked.country if kind != "country" else ""
        hints = Hints(country or None, municipality or None, None, None if kind == "place_as_written" else "A", day)
        located = locate(self.gazetteer, text, hints)
        candidates = tuple(one.place for anchor in located.anchors for one in anchor.candidates)
        dated = any(place.valid_from or place.valid_to for place in candidates)
        place = next((one for one in candidates if one.id == chosen), None) if chosen else None
        if place is not None:
            return replace(self._at(place, asked, kind), dated=dated)
        if located.status == "resolved":
            return replace(self._resolved(located, asked, kind), dated=dated)
        ambiguous = located.status == "ambiguous" and candidates
        reason = f"is ambiguous: {_listed(candidates)}; choose one in the review list" if ambiguous else UNKNOWN
        told = Answer(reason=reason, told=located.reason, candidates=candidates, dated=dated, question=True)
        return self._without(asked, told)

    def _without(self, asked: Asked, answer: Answer) -> Answer:
        """Let a row stay that is not drawn as a point anyway; else it needs its place."""
        coarse = asked.precision and asked.precision not in DRAWN
        return Answer(precision=asked.precision, dated=answer.dated) if coarse else answer

    def _resolved(self, located: Located, asked: Asked, kind: str) -> Answer:
        best = located.anchors[0].best if located.anchors else None
        if located.relation == "at" and best is not None:
            return self._at(best, asked, kind)
        return Answer(
            located.latitude or 0.0, located.longitude or 0.0, "", _coarser(str(PlacePrecision.NEAR), asked.precision),
            located.radius_m,
        )  # fmt: skip

    def _at(self, place: Place, asked: Asked, kind: str = "place_as_written") -> Answer:
        from gazetteer.relative.extents import extent_m

        said = kind if kind in _FINEST_FIRST else ""  # the column of the municipality or of the country
        precision = _coarser(str(precision_of(place)), asked.precision, said)
        curated = place.id in self.gazetteer.places
        municipality = place.municipality or (place.id if place.feature_code == "ADM2" else "")
        return Answer(
            place.latitude, place.longitude, place.id if curated else "", precision,
            extent_m(place) if precision == PlacePrecision.NEAR else None,
            municipality if curated else "",
        )  # fmt: skip


def precision_of(place: Place) -> PlacePrecision:
    """Return how much of a place its name gives: a country, a region, a municipality, a settlement or a building."""
    if place.feature_code.startswith("PCL"):
        return PlacePrecision.COUNTRY
    if place.feature_code.startswith("ADM2"):
        return PlacePrecision.MUNICIPALITY
    if place.feature_class in {"A", "L"}:
        return PlacePrecision.REGION
    return _CLASSES.get(place.feature_class, PlacePrecision.NEAR)  # a river or a road is long


def place_rows(checking: Checking, places: Places, columns: dict[str, pa.Array]) -> None:
    """Look up the places of the rows that have no coordinates.

    Parameters
    ----------
    checking
        A batch; rows that are faulty already are left alone, rows whose place is not known become faulty.
    places
        The places of the file.
    columns
        Complete columns of the flat table; those of the place are replaced.
    """
    latitude, longitude = (checking.numbers(flat).copy() for flat in ("latitude", "longitude"))
    nowhere = np.isnan(latitude) & np.isnan(longitude) & ~checking.faulty()
    if places.ours:
        nowhere &= ~flags(pc.is_in(columns["place_precision"], pa.array(_NO_POINT, pa.string())))
    missing = np.flatnonzero(nowhere)
    if not len(missing):
        return
    keys = ("place", "place_as_written", "municipality", "country", "place_precision")
    joined = pc.binary_join_element_wise(*(columns[key].take(pa.array(missing)) for key in keys), _BETWEEN)
    encoded = pc.dictionary_encode(joined)
    asked = [Asked(*text.split(_BETWEEN)) for text in encoded.dictionary.to_pylist()]
    answers = _answers(places, asked, encoded.indices.to_numpy(), days(columns["first_day"].take(pa.array(missing))))
    flat = _column_of(checking)
    for at, (what, answer) in zip(missing.tolist(), answers, strict=True):
        if answer.reason:
            name = checking.names.get(flat, flat)
            checking.faults.append(Fault(at, name, _name(what)[0], answer.reason))
        places.count(what, answer)
    told = [answer for _, answer in answers]
    latitude[missing], longitude[missing] = [one.latitude for one in told], [one.longitude for one in told]
    columns["latitude"], columns["longitude"] = (pa.array(own, mask=np.isnan(own)) for own in (latitude, longitude))
    _replace(columns, missing, "place", [one.place or what.place for what, one in answers])
    _replace(columns, missing, "place_precision", [one.precision for one in told])
    _replace(columns, missing, "municipality", [one.municipality or what.municipality for what, one in answers])
    radius = columns["radius_m"].take(pa.array(missing)).to_pylist()
    _replace(columns, missing, "radius_m", [one.radius_m or own for one, own in zip(told, radius, strict=True)])


def _answers(
    places: Places, asked: list[Asked], at: NDArray[np.int32], first_days: NDArray[np.datetime64]
) -> list[tuple[Asked, Answer]]:
    undated = [places.answer(one) for one in asked]
    found = []
    for number, day in zip(at.tolist(), first_days.astype(object).tolist(), strict=True):
        answer = undated[number]
        found.append((asked[number], places.answer(asked[number], day) if answer.dated and day else answer))
    return found


def _replace(columns: dict[str, pa.Array], at: NDArray[np.int64], flat: str, values: Iterable[object]) -> None:
    chosen = np.zeros(len(columns[flat]), np.bool_)
    chosen[at] = True
    columns[flat] = pc.replace_with_mask(columns[flat], pa.array(chosen), pa.array(values, columns[flat].type))


def _column_of(checking: Checking) -> str:
    """Return the column that a fault of the place is told of."""
    wanted = ("place_as_written", "municipality", "country")
    return next((flat for flat in wanted if checking.names.get(flat, flat) in checking.header), wanted[0])


def _name(asked: Asked) -> tuple[str, str]:
    """Return the words for the place, the closest ones that there are, and the column they stand in."""
    named = (("place_as_written", asked.text), ("municipality", asked.municipality), ("country", asked.country))
    return next(((text, kind) for kind, text in named if text.strip()), ("", "place_as_written"))


def _coarser(*precisions: str) -> str:
    """Return the precision that claims least."""
    return max(filter(None, precisions), key=_FINEST_FIRST.index, default="")


def _listed(candidates: tuple[Place, ...]) -> str:
    named = [f"{one.name_en} ({one.municipality or one.country})" for one in candidates[:_SHOWN]]
    more = f" or {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
    return " or ".join(named) + more
