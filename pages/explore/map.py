"""The map: the first page."""

from __future__ import annotations

from pages.shared import link, state
from pages.shared.mapmount import mount_map

view = link.current()
mount_map(view, state.shown_at_any_time(view))
