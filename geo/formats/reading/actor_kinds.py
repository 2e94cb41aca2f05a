"""What the name of an actor says of its kind, where the codes of a file are coarser than the words of the atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.schema import ActorKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_MISSION_POLICE = r"\bEULEX\b|\bCIVPOL\b|\bUNMIK\b.*\bpolice\b|\bpolice\b.*\b(UNMIK|United Nations)\b"
_PEACEKEEPERS = (
    r"\b(KFOR|NATO|SFOR|IFOR|EUFOR|ISAF|(?-i:UN)|United Nations|peace-?keep\w*|UNPROFOR|UNIFIL|UNMISS|UNAMID|MINUSMA|"
    r"MINUSCA|MONUSCO|MONUC|AMISOM|ATMIS|African Union Mission)\b"
)
#: forces of a state: what of their names tells whose they are; the first that is found counts
STATE_NAMES: Mapping[ActorKind, str] = {
    ActorKind.INTERNATIONAL_POLICE: _MISSION_POLICE,
    ActorKind.SERBIAN_STATE: r"\b(Government|(Military|Police) Forces) of (the )?(Federal Republic of )?"
    r"(Serbia|Yugoslavia)\b",
    ActorKind.KOSOVO_POLICE: r"\bpolice\b.*\bKosovo\b|\bKosovo\b.*\bpolice\b",
    ActorKind.KOSOVO_AUTHORITIES: r"\b(Government|Military Forces) of (the )?(Republic of )?Kosovo\b|"
    r"\bKosovo Security Force\b",
}
#: forces from outside: the police of missions, those that keep a peace, then what may be a state's
EXTERNAL_NAMES: Mapping[ActorKind, str] = {
    ActorKind.INTERNATIONAL_POLICE: _MISSION_POLICE,
    ActorKind.PEACEKEEPERS: _PEACEKEEPERS,
    **STATE_NAMES,
}


def kinds_by_name(actors: pa.Array, names: Mapping[ActorKind, str]) -> pa.Array:
    """Return the kind that each actor's name tells, null where it tells none."""
    encoded = pc.dictionary_encode(actors)
    kinds = pa.nulls(len(encoded.dictionary), pa.string())
    for kind, pattern in names.items():
        found = pc.match_substring_regex(encoded.dictionary, pattern, ignore_case=True)
        kinds = pc.coalesce(kinds, pc.if_else(found, str(kind), None))
    return kinds.take(encoded.indices)


def coded_kinds(actors: pa.Array, kinds: pa.Array) -> pa.Array:
    """Refine the kinds that codes give by the names: forces of a state, and those that are coded as unknown.

    Parameters
    ----------
    actors
        Names; "" where there is no actor.
    kinds
        Words of `ActorKind`; null where the code is empty or not known.

    Returns
    -------
    Array
        Kinds; "" where there is no actor, "unknown" where nothing tells.
    """
    state = pc.if_else(pc.equal(kinds, str(ActorKind.STATE_FORCES)), kinds_by_name(actors, STATE_NAMES), None)
    unknown = pc.fill_null(pc.equal(kinds, str(ActorKind.UNKNOWN)), True)  # noqa: FBT003 (a value, not a switch)
    outside = pc.if_else(unknown, kinds_by_name(actors, EXTERNAL_NAMES), None)
    told = pc.coalesce(state, outside, kinds, pa.scalar(str(ActorKind.UNKNOWN)))
    return pc.if_else(pc.equal(actors, ""), "", told)
