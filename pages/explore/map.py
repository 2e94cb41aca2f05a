"""The map: the first page."""

from __future__ import annotations

from pages.shared import link
from pages.shared.mapmount import mount_map

mount_map(link.current())
