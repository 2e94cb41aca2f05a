"""A file or a code opens its view again and says how the data has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from geo.dates import say_day
from geo.errors import SnapshotError
from geo.filters import apply
from geo.snapshot.proof.codes import left_out, told_of_code
from geo.snapshot.proof.embedding import spec_out_of
from geo.snapshot.proof.spec import ASPECTS, DIGITS, digests_of, from_json
from geo.views import LISTS, SINGLES, clean, from_query, is_link, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.material import Material
    from geo.snapshot.proof.spec import Spec
    from geo.views import Told

MOST_NAMED = 10
LONGEST_LINK = 20_000


@dataclass(frozen=True, slots=True)
class Reopened:
    """A view as the present data has it."""

    told: Told  # the link, cleaned
    spec: Spec | None  # of a file
    same: bool  # whether the data is the same; a link does not tell that and counts as the same
    dropped: tuple[str, ...] = ()  # a sentence for each part of the view that is left out
    changes: tuple[str, ...] = ()  # sentences on how the data has changed


def reopen(content: bytes, material: Material) -> Reopened:
    """Open the view that a file carries.

    Raises
    ------
    SnapshotError
        If it carries none that can be read.
    """
    spec = from_json(spec_out_of(content))
    told, dropped = _cleaned(spec.told, material)
    same = spec.data_version == material.dataset.version
    return Reopened(told, spec, same, dropped, () if same else tuple(_changes(spec, told, material)))


def reopen_code(text: str, material: Material) -> Reopened:
    """Open the view of a code, or of a link.

    Raises
    ------
    SnapshotError
        If it is no code, or has a typing error.
    """
    if is_link(text):
        if len(text) > LONGEST_LINK:
            raise SnapshotError("This link is too long to be one of a view; copy it from the address bar again.")
        told, dropped = _cleaned(from_query(text), material)
        return Reopened(told, None, same=True, dropped=dropped)
    decoded = told_of_code(text, material)
    now = material.dataset.version
    same = now.startswith(decoded.data_version)
    changes = (
        () if same else (f"The data has changed since this code was made ({_versions(decoded.data_version, now)}).",)
    )
    return Reopened(decoded.told, None, same, decoded.missing, changes)


def _versions(then: str, now: str) -> str:
    return f"version {then}, now {now}"


def _cleaned(asked: Mapping[str, Sequence[str]], material: Material) -> tuple[Told, tuple[str, ...]]:
    """Leave out of a link what this data does not have, and say so."""
    told = clean(asked, material.options)
    if told.get("incident", [""])[0] not in {"", *material.row_of}:
        del told["incident"]
    gone = {name: len(set(asked.get(name, ()))) - len(told.get(name, ())) for name in LISTS}
    gone["incident"] = int(bool(asked.get("incident") and asked["incident"][0]) and "incident" not in told)
    faulty = [
        f'The value of "{name}" in this view is not known here and left out.'
        for name, (absent, _) in SINGLES.items()
        if name != "incident" and asked.get(name, [absent])[0] != absent and name not in told
    ]
    return told, (*left_out(gone), *faulty)


def _changes(spec: Spec, told: Told, material: Material) -> Iterator[str]:
    """Say what has changed in the incidents of a view, and what the change log says since."""
    since = f"The data has changed since this file was made on {say_day(spec.made_on)}"
    since += f" ({_versions(spec.data_version, material.dataset.version)})"
    if spec.complete:
        found = tuple(_differences(spec.events, told, material))
        yield f"{since}." if found else f"{since}, but no incident of this view has."
        yield from found
    else:
        yield f"{since}. It showed too many incidents to list them, so it cannot be said what has changed in them."
    yield from _log(spec.data_as_of, material)


def _differences(events: Mapping[str, str], told: Told, material: Material) -> Iterator[str]:
    view = view_of(told)
    ids = apply(material.incidents, view.filters, view.window).ids
    digests, shown = digests_of(material), set(ids)
    titles = dict(zip(material.row_of, material.incidents["title"], strict=True))
    changed = {name: _aspects(events[name], digests[name]) for name in events if name in digests}
    yield from _list("is new", "are new", [f"{titles[name]} ({name})" for name in ids if name not in events])
    yield from _list(
        "is gone from the data", "are gone from the data", [name for name in events if name not in digests]
    )
    left = [f"{titles[name]} ({changed[name] or name})" for name in changed if name not in shown]
    yield from _list("is no longer part of it", "are no longer part of it", left)
    other = [f"{titles[name]} ({aspects})" for name, aspects in changed.items() if aspects and name in shown]
    yield from _list("was changed", "were changed", other)


def _aspects(then: str, now: str) -> str:
    """Name the aspects in which two digests differ."""
    parts = enumerate(ASPECTS)
    return ", ".join(name for at, name in parts if then[at * DIGITS :][:DIGITS] != now[at * DIGITS :][:DIGITS])


def _list(one: str, many: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        count = f"1 incident of this view {one}" if len(names) == 1 else f"{len(names)} incidents of this view {many}"
        more = f"; and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"{count}: {'; '.join(names[:MOST_NAMED])}{more}."


def _log(as_of: str, material: Material) -> Iterator[str]:
    """Tell what the change log says after a day, the oldest entry first."""
    entries = material.dataset.tables["changes"].to_dict("records")
    later = sorted((row for row in entries if row["date"].isoformat() > as_of), key=itemgetter("date"))
    for row in later[:MOST_NAMED]:
        where = row["table"] if row["row"] in ("", "*") else f"{row['table']}, {row['row']}"
        yield f"Change log, {say_day(row['date'])} ({where}): {row['what']}"
    if len(later) > MOST_NAMED:
        yield f"Change log: and {len(later) - MOST_NAMED} more."
