"""Accepted drafts of a text as rows of the data package's own tables, for a data set of the user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from gazetteer.geoparse.troops import countries
from gazetteer.geoparse.wording import number_words
from geo.dates import KNOWN_CHARACTERS
from geo.schema import DATE_CROSSWALK, MEASURES, PLACE_CROSSWALK, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from gazetteer.geoparse import Count, Draft, Reading

Cells = dict[str, str]

#: the tables that are filled, referenced ones first
DRAFT_TABLES = ("sources", "incidents", "attestations", "figures", "movements")
#: radius of the disc for "near" where the text gives no distance, in metres
NEAR_RADIUS_M = 5000
_SUB_TYPES = {
    "clash": "Mob violence", "riot_arson": "Mob violence", "protest": "Peaceful protest", "armed_attack": "Attack",
    "explosion": "Remote explosive/landmine/IED", "security_operation": "Other", "troop_movement": "Other",
    "displacement": "Not coded", "political": "Other", "accident": "Not coded",
}  # fmt: skip
#: beginning of a title -> a closer sub-type than that of the event type
_CLOSER = {
    "Shooting": "Armed clash", "Arson": "Looting/property destruction", "Agreement": "Agreement", "Arrest": "Arrests",
    "Use of tear gas": "Protest with intervention",
}  # fmt: skip
#: words of an actor as described -> its kind; the first row that fits
_KINDS = tuple((re.compile(pattern), kind) for pattern, kind in (
    (r"KFOR|KFor|[Pp]eacekeep|NATO-led|Nato-led", "peacekeepers"),
    (r"\bUN police|EULEX|[Ii]nternational police|UNMIK", "international_police"),
    (r"Kosovo (?:special |riot )?police|^(?:local )?police|[Pp]olicem[ae]n", "kosovo_police"),
    (r"Kosovo (?:authorities|officials|government)", "kosovo_authorities"),
    (r"Serbian (?:officials|authorities|government|army|forces)", "serbian_state"),
    (r"\b(?:NATO|Nato|EU|UN|OSCE|European Union|United Nations)\b", "international_body"),
    (r"gunm[ae]n|attacker|assailant|separatist|sniper|masked|armed men", "armed_group"),
    (r"soldier|troops|army|forces|gendarme|Carabinieri|battalion", "state_forces"),
    (r"protester|demonstrator|student", "protesters"),
    (r"crowd|mob|rioter|youths", "crowd"),
    (r"monk|nun|priest|Church", "religious_community"),
    (r"official|authorit|government|mayor|minist", "government"),
    (r"Serbs|Albanians|Roma|civilian|resident|villager|inhabitant|refugee|people|m[ae]n\b|boy|miner", "civilians"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextSource:
    """The text that was read, as a source; the words are those of the table `sources`."""

    id: str
    title: str
    publisher: str
    language: str = "en"
    kind: str = "news"
    author: str = ""
    url: str = ""
    accessed: str = ""
    published_basis: str = "derived"
    note: str = ""


def draft_rows(reading: Reading, accepted: Sequence[int], source: TextSource) -> dict[str, pd.DataFrame]:
    """Turn the accepted drafts of a reading into rows.

    Parameters
    ----------
    reading
        The text as it was read; its drafts may have been edited.
    accepted
        Positions of the accepted drafts in `reading.drafts`.
    source
        The text as a source.

    Returns
    -------
    dict of DataFrame
        One table of texts for each of `DRAFT_TABLES`, with the columns of the data package. A draft without a day or
        a place leaves those cells empty: they have to be filled in before the data set takes the row.

    Raises
    ------
    IndexError
        If there is no draft at one of the positions.
    """
    rows: dict[str, list[Cells]] = {name: [] for name in DRAFT_TABLES}
    rows["sources"].append(_source_row(reading.published, source))
    taken: set[str] = set()
    for position in accepted:
        draft = reading.drafts[position]
        identifier = _identifier(draft, taken)
        rows["incidents"].append(_incident_row(identifier, draft))
        rows["attestations"].append({"incident": identifier, "source": source.id, "says": _notes(draft)})
        if draft.kind == "movement":
            rows["movements"].append(_movement_row(identifier, draft, reading.text))
        else:
            for number, count in enumerate(draft.counts, 1):
                if count.measure in MEASURES:
                    rows["figures"].append(
                        _figure_row(f"{identifier}.{number:02d}", identifier, source.id, count, reading.published)
                    )
    return {name: _table(name, cells) for name, cells in rows.items()}


def _table(name: str, rows: Sequence[Cells]) -> pd.DataFrame:
    columns = [column.name for column in TABLES[name].columns]
    return pd.DataFrame([[cells.get(column, "") for column in columns] for cells in rows], columns=columns, dtype="str")


def _source_row(published: date | None, source: TextSource) -> Cells:
    row = {name: getattr(source, name) for name in TextSource.__slots__}
    row["published"] = published.isoformat() if published else ""
    row["published_basis"] = source.published_basis if published else "undated"
    return row


def _identifier(draft: Draft, taken: set[str]) -> str:
    """Return an identifier that no other draft of the text has: day, kind, place."""
    day = draft.date.start.isoformat() if draft.date and draft.date.start else "undated"
    best = draft.place.resolution.best if draft.place else None
    parts = [
        day,
        draft.event_type,
        *(["from", draft.actors[0]] if draft.kind == "movement" and draft.actors else [best.id] if best else []),
    ]
    stem = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower().encode("ascii", "ignore").decode()).strip("-")
    identifier, number = stem, 2
    while identifier in taken:
        identifier, number = f"{stem}-{number}", number + 1
    taken.add(identifier)
    return identifier


def _incident_row(identifier: str, draft: Draft) -> Cells:
    place = draft.place.resolution.best if draft.place else None
    precision = draft.place_precision
    where, geo = PLACE_CROSSWALK.get(precision, ("", ""))
    row = {
        "id": identifier,
        "title": draft.title,
        "place": place.id if place else "",
        "place_as_written": draft.place_as_written,
        "place_precision": precision,
        "radius_m": str((place.radius_m if place else None) or NEAR_RADIUS_M) if precision == "near" else "",
        "where_prec": str(where),
        "geo_precision": str(geo),
        "event_type": draft.event_type,
        "sub_event_type": next(
            (word for start, word in _CLOSER.items() if draft.title.startswith(start)), _SUB_TYPES[draft.event_type]
        ),
        "summary": _summary(draft),
        "property_damage": _damage(draft.counts),
        "confidence": "low" if draft.notes else "medium",
        "content_note": "true" if any(count.measure == "killed" for count in draft.counts) else "false",
    }
    for number, actor in enumerate(draft.actors[:2], 1):
        row[f"actor{number}"] = actor
        row[f"actor{number}_kind"] = kind_of(actor)
    return row | _date_cells(draft)


def _date_cells(draft: Draft) -> Cells:
    precision = draft.date.precision if draft.date else ""
    date_prec, time_precision = DATE_CROSSWALK.get(precision, ("", ""))
    start, end = (draft.date.start, draft.date.end) if draft.date else (None, None)
    known = KNOWN_CHARACTERS.get(precision, 10)
    start = start or end
    return {
        "event_date_start": start.isoformat()[:known] if start else "",
        "event_date_end": (end or start).isoformat()[:known] if end or start else "",  # type: ignore[union-attr]
        "date_precision": precision,
        "date_prec": str(date_prec),
        "time_precision": str(time_precision),
    }


def kind_of(actor: str) -> str:
    """Return the kind of an actor (a word of `geo.schema.ActorKind`) as its description tells it."""
    return next((kind for pattern, kind in _KINDS if pattern.search(actor)), "unknown")


def _figure_row(identifier: str, incident: str, source: str, count: Count, published: date | None) -> Cells:
    return {
        "id": identifier,
        "incident": incident,
        "source": source,
        "as_of": published.isoformat() if published else "",
        "measure": count.measure,
        "whom": count.whom or "not told",
        "said": count.span.text,
        "claimed_by": count.claimed_by,
    } | _numbers(count)


def _movement_row(identifier: str, draft: Draft, text: str) -> Cells:
    count = draft.counts[0] if draft.counts else None
    status = next((word for word in _STATUS_OF_TITLE if draft.title.endswith(word)), "announced")
    status = count.status if count and count.status else _STATUS_OF_TITLE.get(status, "announced")
    sender = draft.actors[0] if draft.actors else ""
    moving = status not in {"requested", "refused"}
    return {
        "id": identifier,
        "contingent": (count.whom if count else "") or "soldiers",
        "countries": countries(sender) or "not told",
        f"{status}_on": _date_cells(draft)["event_date_start"],
        "final_status": status,
        "kfor": "true"
        if moving and re.search(r"KFOR|KFor|NATO|Nato", text) and countries(sender) != "Serbia"
        else "false",
    } | (_numbers(count) if count else {"open_upper": "false"})


#: last words of the title of a movement without a number -> status
_STATUS_OF_TITLE = {
    "asked for": "requested", "refused": "refused", "announced": "announced", "authorised": "authorised",
    "under way": "under_way", "arrived": "arrived", "withdrawn": "withdrawn", "replaced": "replaced",
}  # fmt: skip


def _numbers(count: Count) -> Cells:
    numbers: Mapping[str, int | None] = {
        "low": count.low,
        "best": count.best,
        "high": None if count.open_upper else count.high,
    }
    cells = {name: "" if number is None else str(number) for name, number in numbers.items()}
    return cells | {"open_upper": "true" if count.open_upper else "false"}


def _damage(counts: Sequence[Count]) -> str:
    damaged = [count for count in counts if count.measure.endswith(("_burned", "_damaged"))]
    words = "; ".join(f"{number_words(count)} {count.whom} {count.measure.rpartition('_')[2]}" for count in damaged)
    claims = {count.claimed_by for count in damaged if count.claimed_by}
    return f"{words} ({', '.join(sorted(claims))})" if claims else words


def _summary(draft: Draft) -> str:
    said = f", according to {draft.claimed_by}" if draft.claimed_by else ""
    return f"{draft.title}{said}. Drafted from a text and accepted by a reader."


def _notes(draft: Draft) -> str:
    return " ".join(note if note.endswith(".") else f"{note}." for note in draft.notes)
