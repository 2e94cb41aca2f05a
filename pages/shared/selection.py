"""Which data sets this viewer sees: the atlas's own, own ones, or several of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoreError
from geo.language import N_
from geo.layers import ShownSet
from geo.notices import COVERAGE_NOTICE, LICENCE
from geo.views import SET_PART

if TYPE_CHECKING:
    from geo.store.versions import Version

#: what a link calls the atlas's own data; a link without data sets means it
ATLAS = "atlas"
ATLAS_TITLE = N_("Kosovo 1999-2025, the atlas's own data")
MOST_SETS = 8
#: more own incidents than these have no symbol each: the map draws dots or cells, and the engine answers
MOST_WHOLE = 1_300
#: what is shown of a large selection is printed and told one by one up to these
MOST_TOLD = 5_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The data sets to show, in order; hashable, so that what is made of it can be kept."""

    atlas: bool
    versions: tuple[Version, ...]

    @property
    def is_atlas(self) -> bool:
        """Say whether only the atlas's own data is shown."""
        return self.atlas and not self.versions

    @property
    def is_large(self) -> bool:
        """Say whether the engine has to answer: the rows are too many, counted together, or elsewhere."""
        return any(one.about.kind != "rows" for one in self.versions) or (
            sum(one.rows for one in self.versions) > MOST_WHOLE
        )

    @property
    def key(self) -> str:
        """Name the selection, with the version of every data set."""
        named = [f"{one.dataset}.{one.number}" for one in self.versions]
        return "+".join([*([ATLAS] if self.atlas else []), *named])

    @property
    def sets(self) -> tuple[ShownSet, ...]:
        """What each data set is called and how it looks."""
        own = [
            ShownSet(one.dataset, one.about.title, one.about.colour, one.about.coverage, one.about.licence)
            for one in self.versions
        ]
        return (*([ShownSet("", ATLAS_TITLE, 0, COVERAGE_NOTICE, LICENCE)] if self.atlas else []), *own)


def plain_notice(one: ShownSet, colour: str) -> str:
    """Say what a data set is, ready for Markdown: its title, its colour where several are shown, its notice."""
    from pages.shared.words import plain

    named = f"{one.title} ({colour})" if colour else one.title
    return plain(f"{named}: {one.notice}" if one.notice else named)


ATLAS_ONLY = Selection(atlas=True, versions=())


def asked() -> tuple[str, ...]:
    """Return the ids of the data sets that the link asks for."""
    return tuple(dict.fromkeys(str(st.session_state.get(SET_PART, "")).split()))[:MOST_SETS] or (ATLAS,)


def chosen() -> Selection:
    """Return the data sets that this viewer sees; what the workspace does not have (any more) is left out."""
    return of(asked())


def missing(shown: Selection) -> tuple[str, ...]:
    """Return the ids that the link asks for and that are not among what is shown."""
    there = {ATLAS, *(one.dataset for one in shown.versions)}
    return tuple(one for one in asked() if one not in there)


def of(ids: tuple[str, ...]) -> Selection:
    """Return some data sets by id; what is not there is left out, and with nothing left it is the atlas's own."""
    own = [one for one in ids if one != ATLAS]
    if not own:
        return ATLAS_ONLY
    from geo.store.workspace import open_workspace

    found = []
    for dataset in own:
        try:
            head = open_workspace().head(dataset)
        except StoreError:
            continue
        if not head.removed:
            found.append(head)
    return Selection(ATLAS in ids or not found, tuple(found))
