"""How a view is cited, and what its link says, in words."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from geo.dates import say_date, say_day
from geo.formats.packaging import authors
from geo.notices import ATLAS, COVERAGE_NOTICE, TITLE, own_of
from geo.notices import title_of as named
from geo.snapshot.proof.spec import map_number
from geo.views import to_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.notices import Origin
    from geo.snapshot.proof.spec import Spec

CONTRIBUTORS = f"{TITLE} contributors"
LICENCE = "CC-BY-4.0"
PARTS_OF_A_LINK = {
    "episode": "episodes to show",
    "type": "event types to show",
    "actor": "kinds of actors to show",
    "municipality": "municipalities to show",
    "precision": "how precisely a place has to be known",
    "source": "sources to show",
    "kind": "kinds of sources to show",
    "casualties": "whether anybody has to be injured or killed",
    "q": "words to search for",
    "names": "in which languages places are named",
    "lang": "language of the words around the view",
    "tiles": "base map",
    "from": "first day of the window",
    "to": "last day of the window",
    "mode": "what of the time line is shown: the window, everything so far, or fading",
    "step": "how far one step on the time line goes",
    "incident": "the selected incident",
    "map": "latitude, longitude and zoom of the map on the screen",
    "toponym": "a place name that was looked up",
    "set": "the data sets, by id; none means the atlas's own data",
    "story": "the story that is told on the page Chapters",
    "paper": "size of the page",
    "turn": "how the page is turned",
    "dpi": "dots per inch of a picture",
    "heading": "title of the page",
    "banner": "handling banner",
    "footnote": "whose footnote on status is printed",
    "maker": "who made the page",
    "contact": "whom to ask about it",
    "extent": "what part of the world the page shows",
    "labels": "what is written at the symbols",
    "maps": "how many maps stand on a page",
    "split": "first day of the second of two maps",
    "every": "what each of several maps or pages shows",
    "layer": "layers that are switched on",
}
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))


def title_of(spec: Spec, asked: str, origins: Sequence[Origin] = (ATLAS,)) -> str:
    """Return the title of a view: its own, or what it asks for of which data sets."""
    return one_line(spec.view.page.heading) or one_line(f"{named(origins)}: {asked}")


def say_data(spec: Spec) -> str:
    """Say which data a view was made of, for example "data version 97d988f9de2b as of 21 November 2026"."""
    as_of = f" as of {say_date(spec.data_as_of, spec.data_as_of)}" if spec.data_as_of else ""
    return f"data version {spec.data_version}{as_of}"


def citation(spec: Spec, asked: str, origins: Sequence[Origin] = (ATLAS,)) -> str:
    """Return one sentence that cites a view; own data by its title, with the licence that its keeper states.

    Parameters
    ----------
    spec
        The view.
    asked
        Its window and filters in words, as `geo.filters.say_filters` says them.
    origins
        The data sets that its incidents come from.
    """
    maker = one_line(spec.view.page.maker)
    atlas_only = not own_of(origins)
    parts = [
        CONTRIBUTORS if atlas_only else one_line(", ".join(origin.credit() for origin in origins)),
        f'"{title_of(spec, asked, origins)}"',
        f"map {map_number(spec)}",
        say_data(spec),
        f"map by {maker}" if maker else "",
        f"made on {say_day(spec.made_on)}",
        "CC BY 4.0" if atlas_only else "",
        f"<{link_of(spec)}>" if spec.base_url else "",
    ]
    return f"{', '.join(part for part in parts if part)}."


def citation_cff(
    spec: Spec, asked: str, origins: Sequence[Origin] = (ATLAS,), coverage: str = COVERAGE_NOTICE
) -> bytes:
    """Return the same as a Citation File Format 1.2.0 file; a licence only where there is one for all rows."""
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this view, please cite it as below.",
        "type": "dataset",
        "title": title_of(spec, asked, origins),
        "authors": authors(origins),
        "version": spec.data_version,
        "date-released": spec.made_on.isoformat(),
        "identifiers": [{"type": "other", "value": map_number(spec), "description": "Number of the map"}],
        "abstract": coverage,
    }
    told |= {} if own_of(origins) else {"license": LICENCE}
    told |= {"url": link_of(spec)} if spec.base_url else {}
    # a value in JSON is the same value in YAML
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items()).encode()


def link_of(spec: Spec) -> str:
    """Return the link of a view; without an address of an atlas only what stands behind it."""
    return f"{spec.base_url}?{to_query(spec.told)}"


def link_in_words(spec: Spec) -> bytes:
    """Return the link of a view on one line, and below it what each of its parts means."""
    parts = [
        f"{name} = {', '.join(one_line(value) for value in values)}\n  {PARTS_OF_A_LINK[name]}"
        for name, values in spec.told.items()
    ]
    said = parts or ["Nothing: the view as the atlas opens it."]
    return "\n".join([link_of(spec), "", "What it says", "", *said, ""]).encode()


def one_line(text: str) -> str:
    """Return a text in one line without signs that cannot be seen."""
    seen = (sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in _INVISIBLE)
    return " ".join("".join(seen).split())
