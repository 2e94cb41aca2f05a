"""In which of its names a place is shown."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def name_by_policy(names: Mapping[str, str], policy: NamePolicy = DEFAULT_POLICY) -> str:
    """Name a place whose names are given by language tag; tags without a name are passed over.

    Returns
    -------
    str
        One name, or two joined by " / "; one only where both are spelled alike.
    """
    forms = (names.get(tag, "") for tag in policy.value.split(","))
    return " / ".join(dict.fromkeys(form for form in forms if form))


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
    return name_by_policy({tag: getattr(place, column) for tag, column in _COLUMNS.items()}, policy)
