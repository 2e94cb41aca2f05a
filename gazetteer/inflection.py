"""Case endings that Albanian and Serbian names take in running text ("në Prishtinës", "u Kosovskoj Mitrovici").

Only forms of known names are made, so nothing is guessed about a name that is not known. Multi-word Serbian names
inflect a leading adjective too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.names import to_latin

if TYPE_CHECKING:
    from collections.abc import Iterator

#: ending of the name -> endings in other cases; the first that fits counts
_ALBANIAN = (
    ("ë", ("a", "ës", "ën")), ("e", ("ja", "es", "en")), ("a", ("ës", "ën")), ("i", ("ia", "isë", "inë")),
    ("o", ("oja", "os", "on")), ("k", ("ku", "kut", "kun")), ("g", ("gu", "gut", "gun")), ("", ("i", "it", "in")),
)  # fmt: skip
_SERBIAN = (
    ("ka", ("ke", "ki", "ku", "kom", "ci")), ("ga", ("ge", "gi", "gu", "gom", "zi")), ("a", ("e", "i", "u", "om")),
    ("ac", ("ca", "cu", "cem")), ("o", ("a", "u", "om")), ("e", ("a", "u", "em", "ima")), ("i", ("a", "ima", "e")),
    ("", ("a", "u", "om", "em", "i")),
)  # fmt: skip
_ADJECTIVE = (("a", ("oj", "e", "u", "om")), ("o", ("og", "om")), ("e", ("eg", "em", "oj")), ("i", ("og", "om")))
_LAST_WORD = re.compile(r"^(.*?)(\w+)$", re.DOTALL)


def inflected(name: str, language: str) -> Iterator[str]:
    """Give the forms that a name takes in other cases.

    Parameters
    ----------
    name
        A name in its base form.
    language
        Its language, BCP 47; names of other languages than Albanian and Serbian have no forms here.
    """
    if language == "sq":
        yield from _with_last_word(name, _ALBANIAN)
    elif language in ("sr-Latn", "sr-Cyrl"):
        latin = to_latin(name)
        yield from _with_last_word(latin, _SERBIAN)
        first, _, rest = latin.partition(" ")
        if rest and " " not in rest:
            for adjective in _forms(first, _ADJECTIVE):
                for noun in _forms(rest, _SERBIAN):
                    yield f"{adjective} {noun}"


def _with_last_word(name: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    parts = _LAST_WORD.match(name)
    if parts:
        for form in _forms(parts.group(2), endings):
            yield parts.group(1) + form


def _forms(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    for ending, others in endings:
        if word.endswith(ending):
            stem = word.removesuffix(ending) if ending else word
            return [stem + other for other in others]
    return []
