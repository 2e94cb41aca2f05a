"""The map: the first page."""

from __future__ import annotations

from geo.filters import apply
from pages.shared import link, state
from pages.shared.mapmount import mount_map

mount_map(apply(state.incidents(), link.current().filters, None))
