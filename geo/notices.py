"""Texts that travel with every view and every export."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLE = "Incident Atlas"
#: of the atlas's own rows
LICENCE = "CC BY 4.0"
COVERAGE_NOTICE = (
    "A convenience sample of published reports, not a count of what happened: what no source that was read tells of "
    "is missing, and more reports do not mean more incidents."
)
CODING_NOTICE = (
    "Event types and sub-types are coded after ACLED's categories by this project; this is not ACLED data. Precision "
    "is given on the published scales of UCDP GED (where_prec, date_prec) and ACLED (geo_precision, time_precision)."
)
FIGURES_NOTICE = (
    "Every figure is what one source says as of one day. Figures of different sources on the same incident are not "
    "added, and parts are not added to their totals."
)
NAMING_NOTE = (
    "Place names follow the chosen naming policy; no form is meant as a statement on status. XK and XKX are "
    "user-assigned codes for Kosovo and not part of ISO 3166-1."
)
DISCLAIMER = (
    "Boundaries, names and designations shown do not imply any position on the legal status of any country, territory, "
    "city or area."
)
#: whose material is shown, and under which terms
ATTRIBUTIONS: Mapping[str, str] = MappingProxyType(
    {
        "coding": "Coding of incidents, figures and areas: Incident Atlas, CC BY 4.0",
        "geonames": "Place coordinates and names: GeoNames (geonames.org), CC BY 4.0",
        "natural_earth": "Outlines: Made with Natural Earth (naturalearthdata.com), public domain",
    }
)
#: status footnotes, quoted as their authors publish them; the empty one prints nothing
STATUS_FOOTNOTES: Mapping[str, str] = MappingProxyType(
    {
        "none": "",
        "un": (
            "References to Kosovo shall be understood to be in the context of United Nations Security Council "
            "resolution 1244 (1999)."
        ),
        "eu": (
            "This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the "
            "ICJ Opinion on the Kosovo declaration of independence."
        ),
        "council_of_europe": (
            "All reference to Kosovo, whether to the territory, institutions or population, in this text shall be "
            "understood in full compliance with United Nations Security Council Resolution 1244 and without prejudice "
            "to the status of Kosovo."
        ),
    }
)
STATUS_FOOTNOTE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "none": N_("No footnote"),
        "un": N_("United Nations"),
        "eu": N_("European Union"),
        "council_of_europe": N_("Council of Europe"),
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the title of a data set, and the licence that its keeper states, "" if none."""

    title: str
    licence: str

    def credit(self) -> str:
        """Name whom to cite, with the licence."""
        who = f"{TITLE} contributors" if self.title == TITLE else self.title
        return f"{who} ({self.licence or 'no licence stated'})"


#: the atlas's own rows
ATLAS = Origin(TITLE, LICENCE)
OWN_CODING = (
    "Event types of own data follow from what their files say; a type is not a finding of this project. Precision is "
    "given on the published scales of UCDP GED (where_prec, date_prec) and ACLED (geo_precision, time_precision)."
)


def own_of(origins: Sequence[Origin]) -> tuple[Origin, ...]:
    """Return the data sets that are not the atlas's own."""
    return tuple(origin for origin in origins if origin != ATLAS)


def title_of(origins: Sequence[Origin]) -> str:
    """Name the data sets that rows come from; the atlas alone is the atlas."""
    return "; ".join(origin.title for origin in origins) or TITLE


def coverage_of(title: str, notice: str) -> str:
    """Say what the rows of one data set are and are not, as its keeper says it."""
    return f"{title}: {notice or 'what its rows cover, and what they leave out, is not stated.'}"


def coding_notice(origins: Sequence[Origin]) -> str:
    """Say how the rows were coded, and by whom."""
    if not own_of(origins):
        return CODING_NOTICE
    return f"Rows of the atlas: {CODING_NOTICE} {OWN_CODING}" if ATLAS in origins else OWN_CODING


def attributions(origins: Sequence[Origin]) -> tuple[str, ...]:
    """Say whose material the rows and the map are, and under which terms."""
    own = tuple(f"Incidents of {origin.title}: {origin.licence or 'no licence stated'}" for origin in own_of(origins))
    if ATLAS in origins:
        return (*ATTRIBUTIONS.values(), *own)
    return (*own, "Places of the base map: GeoNames (geonames.org), CC BY 4.0", ATTRIBUTIONS["natural_earth"])
