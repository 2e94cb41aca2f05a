"""What a page was made from: the link of its view, the version of the data, and a digest of every incident shown.

It travels in every file as JSON text, so that the file opens the same view again and can tell what has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
import weakref
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from geo.errors import SnapshotError
from geo.filters import apply
from geo.notices import TITLE
from geo.views import LISTS, SINGLES, clean, of_view, to_query, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.material import Material
    from geo.views import View

FORMAT_NAME, FORMAT = "incident-atlas-view", 1
LONGEST_JSON = 2_000_000
MOST_EVENTS = 20_000
_EVENT_ROOM = 1_500_000  # so that the JSON text stays below `LONGEST_JSON`
_LONGEST_VALUE, _LONGEST_URL = 1_000, 500

#: aspect of an incident -> the columns of the located incidents that its digest is taken of; others are added below
ASPECTS: Mapping[str, tuple[str, ...]] = {
    "date": ("event_date_start", "event_date_end", "date_precision", "date_prec", "time_precision"),
    "place": ("place", "place_as_written", "place_precision", "radius_m", "where_prec", "geo_precision", "latitude",
              "longitude", "place_radius_m", "municipality"),
    "type": ("episode", "event_type", "sub_event_type", "actor1", "actor1_kind", "actor2", "actor2_kind"),
    "text": ("title", "summary", "property_damage", "disagreement", "content_note", "confidence"),
    "figures": (),
    "sources": (),
}  # fmt: skip
DIGITS = 5
#: what a reader sees of a source
_SOURCE = ("title", "publisher", "author", "published", "url")
_EVENT = re.compile(rf"[0-9a-f]{{{len(ASPECTS) * DIGITS}}}")
_VERSION = re.compile(r"[0-9a-f]{5,64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(r"https?://[!#-&(-;=?-~]+")
_ABOUT = (
    f"This is a view of {TITLE}: which part of the data a page showed, and how.",
    "Open this file on the page Snapshot of the program to see the view again and what has changed since.",
    "The link below, put behind the address of the program's map page, shows the same view.",
    f"events: the incidents that were shown, each with {DIGITS} digits for {', '.join(ASPECTS)}; they change with it.",
)


@dataclass(frozen=True, slots=True)
class Spec:
    """What brings a view back, and what the data said when it was made."""

    told: Mapping[str, tuple[str, ...]]  # the cleaned link
    made_on: date
    data_version: str
    data_as_of: str  # last day of the table `changes`, or "" if there is none
    events: Mapping[str, str]  # id of every shown incident -> digest, see `ASPECTS`
    base_url: str = ""  # address of an atlas everybody reaches, if an operator gives one
    complete: bool = True  # False: more incidents were shown than a file lists, and `events` is empty

    @property
    def view(self) -> View:
        """The view that the link asks for; values that this program does not know are left out."""
        return view_of(clean(self.told, {name: tuple(self.told.get(name, ())) for name in LISTS}))


@dataclass(frozen=True, slots=True)
class _Data:
    """A material as a key; kept alive by nobody here. Two of one version may hold different rows of it."""

    material: weakref.ref[Material]


def spec_of(material: Material, told: Mapping[str, Sequence[str]], made_on: date, base_url: str = "") -> Spec:
    """Note what a view of the data shows.

    Parameters
    ----------
    told
        A link; what is unknown in it is left out, and so is what stands beside the view.
    made_on
        The day that the page will bear.
    base_url
        Address of an atlas that everybody reaches, or "".

    Raises
    ------
    SnapshotError
        If the address is not one of http or https.
    """
    if base_url and not (_URL.fullmatch(base_url) and len(base_url) <= _LONGEST_URL):
        raise SnapshotError(f'"{base_url[:80]}" is no address of an atlas; give one that begins with https://.')
    cleaned = clean(told, material.options)
    view = view_of(cleaned)
    ids = apply(material.incidents, view.filters, view.window).ids
    complete = len(ids) <= MOST_EVENTS and sum(len(name) + 40 for name in ids) <= _EVENT_ROOM
    digests = digests_of(material) if complete else {}
    return Spec(
        told={name: tuple(values) for name, values in of_view(cleaned).items()},
        made_on=made_on,
        data_version=material.dataset.version,
        data_as_of=as_of(material),
        events={name: digests[name] for name in ids} if complete else {},
        base_url=base_url,
        complete=complete,
    )


def as_of(material: Material) -> str:
    """Return the last day that the table `changes` tells of (YYYY-MM-DD), or ""."""
    days = material.dataset.tables["changes"]["date"]
    return max(days).isoformat() if len(days) else ""


def digests_of(material: Material) -> Mapping[str, str]:
    """Return for every incident a digest of 30 hexadecimal digits: five for each of `ASPECTS`, in their order."""
    return _digests(_Data(weakref.ref(material)))


@lru_cache(maxsize=4)
def _digests(of: _Data) -> Mapping[str, str]:
    material = of.material()
    if material is None:
        raise ReferenceError  # cannot be: the caller holds it
    tables = material.dataset.tables
    figures = _rows(tables["figures"], "incident")
    movements = _rows(tables["movements"], "id")
    told = _rows(tables["attestations"], "incident")
    sources = {row["id"]: [row[name] for name in _SOURCE] for row in tables["sources"].to_dict("records")}
    columns = ["id", "sources", *(column for names in ASPECTS.values() for column in names)]
    digests = {}
    for row in material.incidents[columns].to_dict("records"):
        name = str(row["id"])
        added: dict[str, list[object]] = {
            "place": [material.layers.places.get(row["place"])],
            "figures": [figures.get(name), movements.get(name)],
            "sources": [told.get(name), [[source, sources.get(source)] for source in sorted(row["sources"])]],
        }
        digests[name] = "".join(
            _digest([*(row[column] for column in names), *added.get(aspect, [])]) for aspect, names in ASPECTS.items()
        )
    return digests


def _rows(table: pd.DataFrame, key: str) -> dict[str, list[str]]:
    """Gather the rows of a table that belong to one incident, in an order that the file does not decide."""
    rows: dict[str, list[str]] = {}
    for row in table.to_dict("records"):
        rows.setdefault(str(row[key]), []).append(_canonical(row))
    return {name: sorted(texts) for name, texts in rows.items()}


def _canonical(value: object) -> str:
    """Write a value in the one way it can be written: sorted keys, compact, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> str | None:
    return None if value is pd.NA else str(value)


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(_canonical(values).encode()).hexdigest()[:DIGITS]


def to_json(spec: Spec) -> str:
    """Write a spec as JSON: sorted keys, one line, ASCII without angle brackets, so that it can stand in any file."""
    written: dict[str, Any] = {
        FORMAT_NAME: FORMAT,
        "about": _ABOUT,
        "base_url": spec.base_url,
        "complete": spec.complete,
        "data": {"as_of": spec.data_as_of, "version": spec.data_version},
        "events": dict(spec.events),
        "link": f"{spec.base_url}?{to_query(spec.told)}",
        "made_on": spec.made_on.isoformat(),
        "told": {name: list(values) for name, values in spec.told.items()},
    }
    return _canonical(written).replace("<", "\\u003c").replace(">", "\\u003e")


def short_hash(spec: Spec) -> str:
    """Return the first 8 hexadecimal digits of the hash of a spec."""
    return hashlib.sha256(to_json(spec).encode()).hexdigest()[:8]


def map_number(spec: Spec) -> str:
    """Return what a page is called by in writing, for example "IA-20261122-3F9A"."""
    return f"IA-{spec.made_on:%Y%m%d}-{short_hash(spec)[:4].upper()}"


def from_json(text: str) -> Spec:
    """Read a spec; keys that are not known are passed over.

    Raises
    ------
    SnapshotError
        If the text is no spec, is too large, or was written by a newer program.
    """
    if len(text) > LONGEST_JSON:
        raise SnapshotError(f"The view in this file is larger than {LONGEST_JSON // 1_000_000} MB; use another file.")
    try:
        told = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise SnapshotError("The view in this file is no JSON text; the file is damaged, use another copy.") from None
    if not isinstance(told, dict) or FORMAT_NAME not in told:
        raise SnapshotError("This JSON text holds no view of this program; use a file made on the Snapshot page.")
    number = told[FORMAT_NAME]
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise _faulty(FORMAT_NAME)
    if number > FORMAT:
        raise SnapshotError(
            f"This file was made by a newer version of the program (view format {number}, known here: {FORMAT}); "
            "open it with that version."
        )
    return _read(told)


def _read(told: Mapping[str, Any]) -> Spec:
    known = _part(told, "data", dict)
    return Spec(
        told=_read_link(_part(told, "told", dict)),
        made_on=_read_day(told, "made_on"),
        data_version=_matching(known, "version", _VERSION),
        data_as_of=_read_day(known, "as_of").isoformat() if known.get("as_of") else "",
        events=_read_events(_part(told, "events", dict)),
        base_url=_matching(told, "base_url", _URL) if told.get("base_url") else "",
        complete=_part({"complete": True, **told}, "complete", bool),
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _faulty(name: str) -> SnapshotError:
    return SnapshotError(f'The view in this file is damaged: "{name}" is missing or faulty; use another copy.')


def _part(told: Mapping[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401 - as JSON has it
    if not isinstance(told.get(name), kind):
        raise _faulty(name)
    return told[name]


def _matching(told: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    text: str = _part(told, name, str)
    if len(text) > _LONGEST_URL or not pattern.fullmatch(text):
        raise _faulty(name)
    return text


def _read_day(told: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_matching(told, name, _DAY))
    except ValueError:
        raise _faulty(name) from None


def _read_link(told: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Read the parts of the link that this program knows."""
    return {name: _texts(told[name], name) for name in (*LISTS, *SINGLES, "layer") if name in told}


def _texts(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_EVENTS or not _are_texts(values):
        raise _faulty(name)
    return tuple(values)


def _are_texts(values: Iterable[object]) -> bool:
    """Say whether values are texts of a possible length that can be written as UTF-8."""
    return all(
        isinstance(text, str) and len(text) <= _LONGEST_VALUE and not re.search("[\ud800-\udfff]", text)
        for text in values
    )


def _read_events(events: Mapping[str, object]) -> dict[str, str]:
    if len(events) > MOST_EVENTS:
        raise SnapshotError(f"The view in this file lists more than {MOST_EVENTS:,} incidents; use another file.")
    digests = {name: digest for name, digest in events.items() if isinstance(digest, str) and _EVENT.fullmatch(digest)}
    if len(digests) < len(events) or not _are_texts(events):
        raise _faulty("events")
    return digests
