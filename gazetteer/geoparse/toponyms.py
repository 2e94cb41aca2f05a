"""The toponyms of an English news text: found, told from other names, resolved together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.geoparse.atlas import atlas
from gazetteer.geoparse.names import LONGEST_NAME, find_names
from gazetteer.geoparse.notplaces import other_names
from gazetteer.geoparse.reading import Mention
from gazetteer.geoparse.region import settle
from gazetteer.geoparse.relations import find_relations
from gazetteer.geoparse.roles import role
from gazetteer.geoparse.weighing import accepted
from gazetteer.geoparse.words import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.atlas import Atlas
    from gazetteer.geoparse.notplaces import Others
    from gazetteer.geoparse.reading import Relation, Span
    from gazetteer.geoparse.words import Word
    from gazetteer.resolve import Gazetteer

_WELL_KNOWN = 4.5


def find_toponyms(
    text: str, gazetteer: Gazetteer, sentences: Sequence[Span]
) -> tuple[tuple[Mention, ...], tuple[Relation, ...]]:
    """Find the toponyms of a text and resolve them together.

    Parameters
    ----------
    text
        An English text.
    gazetteer
        Where names are looked up.
    sentences
        The sentences of the text.

    Returns
    -------
    tuple of Mention, tuple of Relation
        The toponyms in order, without overlaps, and the relative places ("28 miles north of ...").
    """
    known = atlas(gazetteer)
    words = split_words(text, sentences)
    others = _others(text, words, known)
    found = accepted(find_names(text, words, known, others), words, others)
    settled = settle(found, words)
    mentions = tuple(
        Mention(one.span, role(one, words, resolution.best or one.bearers[0].place), resolution)
        for one, resolution in zip(found, settled, strict=True)
    )
    return mentions, find_relations(text, mentions, gazetteer, known)


def _others(text: str, words: Sequence[Word], known: Atlas) -> Others:
    def is_place(first: int, last: int) -> bool:
        if last - first >= LONGEST_NAME:
            return False
        bearers = known.bearers(text[words[first].start : words[last].end])
        return bool(bearers) and (bearers[0].curated or (bearers[0].main and bearers[0].weight >= _WELL_KNOWN))

    def is_area(number: int) -> bool:
        word = words[number]
        return word.lower in known.peoples or known.is_area(word.text)

    return other_names(words, is_place, is_area)
