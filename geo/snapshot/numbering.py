"""The numbers that entries bear, and parts of a selection that keep them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.snapshot.selection import UNNUMBERED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from geo.snapshot.selection import Entry, Group, Selection


def renumbered(part: Selection, whole: Selection) -> Selection:
    """Return a part of a selection whose entries have the numbers of the whole one."""
    numbers = {entry.id: entry.number for entry in whole.entries}
    return with_numbers(part, {entry.id: numbers.get(entry.id, entry.number) for entry in part.entries})


def with_numbers(selection: Selection, numbers: Mapping[str, int]) -> Selection:
    """Return a selection whose entries have given numbers; one that has none is unnumbered."""
    known = {entry.id: replace(entry, number=numbers.get(entry.id, UNNUMBERED)) for entry in selection.entries}

    def own(groups: Sequence[Group]) -> tuple[Group, ...]:
        return tuple(replace(group, entries=tuple(known[entry.id] for entry in group.entries)) for group in groups)

    return replace(
        selection,
        entries=tuple(known.values()),
        listed=tuple(known[entry.id] for entry in selection.listed),
        movements=tuple(replace(one, entry=_numbered(one.entry, numbers)) for one in selection.movements),
        points=own(selection.points),
        areas=own(selection.areas),
    )


def _numbered(entry: Entry, numbers: Mapping[str, int]) -> Entry:
    """Return a movement's entry with its number; one that is not among the entries may have a number too."""
    return replace(entry, number=numbers.get(entry.id, UNNUMBERED))


def only(selection: Selection, ids: Collection[str]) -> Selection:
    """Return the part of a selection that tells of some entries, and of no Serb-majority area."""

    def own(groups: Sequence[Group]) -> tuple[Group, ...]:
        some = (replace(group, entries=tuple(one for one in group.entries if one.id in ids)) for group in groups)
        return tuple(group for group in some if group.entries)

    return replace(
        selection,
        entries=tuple(entry for entry in selection.entries if entry.id in ids),
        listed=tuple(entry for entry in selection.listed if entry.id in ids),
        movements=tuple(one for one in selection.movements if one.entry.id in ids),
        points=own(selection.points),
        areas=own(selection.areas),
        serb_areas=(),
    )
