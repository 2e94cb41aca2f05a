"""What a text was read as, said in words, as a JSON answer and as rows of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name
from gazetteer.records import Record, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.geoparse.reading import Count, DateMention, Draft, Mention, Reading, Span
    from gazetteer.relative.located import Located
    from gazetteer.resolve import Gazetteer

#: columns of a table of drafts; `status` says "draft" in every row until a person has accepted it
DRAFT_COLUMNS = (
    "status", "kind", "event_type", "title", "event_date_start", "event_date_end", "date_precision", "date_as_written",
    "place", "place_name", "place_as_written", "place_precision", "latitude", "longitude", "radius_m", "geonameid",
    "actors", "figures", "claimed_by", "evidence", "notes",
)  # fmt: skip
BETWEEN = " | "
_WIDTH = 100


def draft_rows(reading: Reading, policy: NamePolicy = DEFAULT_POLICY) -> Iterator[dict[str, Any]]:
    """Give each draft as a row with the columns `DRAFT_COLUMNS`; what is not known is None or ""."""
    for draft in reading.drafts:
        place = draft.place.resolution.best if draft.place else None
        yield {
            "status": "draft",
            "kind": draft.kind,
            "event_type": draft.event_type,
            "title": draft.title,
            **_days(draft.date),
            "place": place.id if place else "",
            "place_name": display_name(place, policy) if place else "",
            "place_as_written": draft.place_as_written,
            "place_precision": draft.place_precision,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "radius_m": place.radius_m if place else None,
            "geonameid": place.geonameid if place else None,
            "actors": BETWEEN.join(draft.actors),
            "figures": BETWEEN.join(say_count(count) for count in draft.counts),
            "claimed_by": draft.claimed_by,
            "evidence": BETWEEN.join(_flat(span.text) for span in draft.evidence),
            "notes": BETWEEN.join(draft.notes),
        }


def reading_answer(reading: Reading, gazetteer: Gazetteer, policy: NamePolicy = DEFAULT_POLICY) -> Record:
    """Return a reading as a record for JSON; places stand in the form of `gazetteer.records.answer`."""
    return {
        "published": reading.published.isoformat() if reading.published else None,
        "toponyms": [
            {**_where(one.span), "role": str(one.role), **answer(one.resolution, gazetteer, policy)}
            for one in reading.mentions
        ],
        "relations": [
            {**_where(one.span), "subject": one.subject.span.text if one.subject else None, "note": one.note,
             "located": answer(one.located, gazetteer, policy)}
            for one in reading.relations
        ],
        "dates": [{**_where(one.span), **_days(one), "reason": one.reason} for one in reading.dates],
        "counts": [_count(one) for one in reading.counts],
        "drafts": list(draft_rows(reading, policy)),
        "notes": list(reading.notes),
    }  # fmt: skip


def reading_lines(reading: Reading, policy: NamePolicy = DEFAULT_POLICY) -> Iterator[str]:
    """Say a reading in words, line by line."""
    told = f"dated {reading.published.isoformat()}" if reading.published else "no date is known for it"
    yield f"Text of {len(reading.text):,} characters; {told}"
    yield from _part("Toponyms", [_say_mention(one, policy) for one in reading.mentions])
    yield from _part("Relative places", [_say_relation(one.span, one.located, one.note) for one in reading.relations])
    yield from _part("Dates", [f"{_flat(one.span.text)}: {_say_days(one)}; {one.reason}" for one in reading.dates])
    yield from _part("Counts", [f"{_flat(one.span.text)}: {say_count(one)}" for one in reading.counts])
    yield from _part(
        "Drafts, for a person to accept, edit or drop", [_say_draft(one, policy) for one in reading.drafts]
    )
    yield from _part("Notes", list(reading.notes))


def say_count(count: Count) -> str:
    """Say a count: measure, number with its bounds, whom, and for troops who sends them and where they stand."""
    number = "" if count.best is None else f"{count.best:,}"
    if not number and count.low is not None:
        number = f"{count.low:,} or more" if count.high is None else f"{count.low:,} to {count.high:,}"
    elif number and count.open_upper:
        number += " or more"
    elif not number:
        number = f"up to {count.high:,}" if count.high is not None else "a number not given"
    sender = f"sent by {count.sender}" if count.sender else ""
    claimed = f"as claimed by {count.claimed_by}" if count.claimed_by else ""
    whom = f"{number} {count.whom}".strip()
    return f"{count.measure}: " + ", ".join(filter(None, (whom, sender, count.status.replace("_", " "), claimed)))


def _part(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{heading} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _say_mention(mention: Mention, policy: NamePolicy) -> str:
    resolution, place = mention.resolution, mention.resolution.best
    role = "" if str(mention.role) == "place" else f" [{mention.role}]"
    where = f"{place.latitude:.5f} {place.longitude:.5f} {display_name(place, policy)} ({place.id})" if place else ""
    return f"{_flat(mention.span.text)}{role}: " + "; ".join(
        filter(None, (where or resolution.status, resolution.reason))
    )


def _say_relation(span: Span, located: Located, note: str) -> str:
    where: str = located.status
    if located.latitude is not None and located.longitude is not None:
        radius = f" within {located.radius_m:,} m" if located.radius_m is not None else ""
        where = f"{located.latitude:.5f} {located.longitude:.5f}{radius}"
    notes = dict.fromkeys(filter(None, (located.reason, located.note, note)))
    return "; ".join((f"{_flat(span.text)}: {where}", *notes))


def _say_draft(draft: Draft, policy: NamePolicy) -> str:
    place = draft.place.resolution.best if draft.place else None
    where = (
        f"{display_name(place, policy)} ({draft.place_precision})" if place else draft.place_as_written or "no place"
    )
    parts = [
        f"{draft.kind}, {draft.event_type}: {draft.title}",
        _say_days(draft.date) if draft.date else "no date",
        where,
        *([", ".join(draft.actors)] if draft.actors else []),
        *(say_count(count) for count in draft.counts),
        *([f"claimed by {draft.claimed_by}"] if draft.claimed_by else []),
        *draft.notes,
    ]
    words = "".join(f'\n      "{_flat(span.text)}"' for span in draft.evidence)
    return "; ".join(parts) + words


def _days(mention: DateMention | None) -> dict[str, Any]:
    start = mention.start.isoformat() if mention and mention.start else ""
    end = mention.end.isoformat() if mention and mention.end else ""
    return {
        "event_date_start": start,
        "event_date_end": end,
        "date_precision": mention.precision if mention else "",
        "date_as_written": _flat(mention.span.text) if mention else "",
    }


def _say_days(mention: DateMention) -> str:
    if mention.start is None:
        return "no day to count from"
    start, end = mention.start.isoformat(), (mention.end or mention.start).isoformat()
    return f"{start if start == end else f'{start} to {end}'} ({mention.precision})"


def _count(count: Count) -> Record:
    names = ("measure", "whom", "low", "best", "high", "open_upper", "sender", "status", "claimed_by")
    return {**_where(count.span), **{name: getattr(count, name) for name in names}}


def _where(span: Span) -> Record:
    return {"start": span.start, "end": span.end, "text": span.text}


def _flat(text: str) -> str:
    """Return words on one line, shortened where they are many."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"
