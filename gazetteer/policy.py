"""In which of its names a place is shown."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetteer.places import Place


class NamePolicy(StrEnum):
    """The languages a name is shown in, first one first; the values are BCP 47 tags joined by commas."""

    ALBANIAN = "sq"
    SERBIAN_LATIN = "sr-Latn"
    SERBIAN_CYRILLIC = "sr-Cyrl"
    ENGLISH = "en"
    ALBANIAN_SERBIAN = "sq,sr-Latn"
    SERBIAN_ALBANIAN = "sr-Latn,sq"


DEFAULT_POLICY = NamePolicy.ALBANIAN_SERBIAN

_COLUMNS = {"en": "name_en", "sq": "name_sq", "sr-Latn": "name_sr_latn", "sr-Cyrl": "name_sr_cyrl"}


def display_name(place: Place, policy: NamePolicy = DEFAULT_POLICY) -> str:
    """Name a place as the policy asks.

    Parameters
    ----------
    place
        The place.
    policy
        One language, or two in the order in which they are shown.

    Returns
    -------
    str
        One name, or two joined by " / "; one only where both are spelled alike.
    """
    names = (getattr(place, _COLUMNS[tag]) for tag in policy.value.split(","))
    return " / ".join(dict.fromkeys(names))
