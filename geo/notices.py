"""Texts that travel with every view and every export."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = "Incident Atlas"
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
