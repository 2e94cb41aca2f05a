"""Which city "the capital" is: of the country named, of the one hinted at, else of the one the gazetteer is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.candidates import Hints
from gazetteer.wording.phrases import capital_of

if TYPE_CHECKING:
    from gazetteer.relative.located import Resolving

#: countries by the adjective that stands before "capital"
_ADJECTIVES = {"albanian": "AL", "kosovan": "XK", "kosovar": "XK", "macedonian": "MK", "montenegrin": "ME",
               "serbian": "RS", "north macedonian": "MK"}  # fmt: skip


def name_of_capital(gazetteer: Resolving, text: str, hints: Hints | None) -> tuple[str, Hints | None]:
    """Return the name and hints with which a text is looked up.

    These are the text and hints as given, unless it speaks of a capital: "the capital, Pristina", "Kosovo's capital",
    "the Serbian capital", "the capital".
    """
    found = capital_of(text)
    if found is None or found[0]:
        return (found[0] if found else text), hints
    code = _code(gazetteer, found[1] or (hints.country if hints else None) or _home(gazetteer))
    here = (place for place in gazetteer.places.values() if place.country == code)
    capital = next((place for place in here if place.feature_code == "PPLC"), None)
    return (capital.name_en, replace(hints or Hints(), country=code)) if capital else (text, hints)


def _code(gazetteer: Resolving, country: str) -> str:
    """Return the code of a country given by its code, name or adjective; "" if it is not known."""
    if gazetteer.country(country.upper()):
        return country.upper()
    best = gazetteer.resolve(country).best if country.lower() not in _ADJECTIVES else None
    return _ADJECTIVES.get(country.lower()) or (best.country if best and best.feature_code == "PCLI" else "")


def _home(gazetteer: Resolving) -> str:
    """Return the country that most of the curated places lie in: its capital is "the capital"."""
    counted = Counter(place.country for place in gazetteer.places.values())
    return counted.most_common(1)[0][0] if counted else ""
