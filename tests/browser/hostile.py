"""The tiny world with an attack in every text: script, markup, templates here and on the server, Markdown, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.schema import TABLES
from tests.worlds import incident, source, world, write_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.worlds import World

#: every part would set `__pwned` in some layer that takes text for code, or ask the outside
ATTACK = (
    "<script>window.__pwned=1</script><img src=x onerror=window.__pwned=2>${window.__pwned=3}"
    "`'\"></script><svg onload=window.__pwned=4>{{7*191}}{{window.__pwned=5}}{% raw %}{#"
    "[link](javascript:window.__pwned=6)![image](https://outside.example/pixel.png)"
    "<iframe srcdoc='<script>parent.__pwned=7</script>'></iframe>"
    "$\\href{javascript:window.__pwned=8}{x}$"
)
#: columns of text whose words other columns or the program go by
KEPT = {("chapters", "incidents"), ("statements", "coded_row"), ("places", "country"), ("places", "feature_code"),
        ("sources", "language"), ("changes", "table"), ("movements", "countries")}  # fmt: skip
REJECTED_SOURCE = "javascript:window.__pwned=9"
REJECTED_DAY = "2023-02-30"


def write_hostile(folder: Path) -> Path:
    """Write the world with every text attacked, one source behind a script and one incident on an impossible day."""
    return write_world(folder, attacked(world()))


def attacked(tables: World) -> World:
    """Add the attack to every free text, and two rows that have to be rejected."""
    tables["sources"].append(source("script_link", "A link that runs", "Nobody", url=REJECTED_SOURCE))
    tables["incidents"].append(
        incident("no_such_day", "On no day", REJECTED_DAY, REJECTED_DAY, "day", "zvecan", "exact", "clash", "Attack")
    )
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            free = column.type == "string" and not (column.choices or column.pattern or column.references)
            if not free or (name, column.name) in KEPT or column.name in TABLES[name].key:
                continue
            for row in rows:
                row[column.name] = f"{row.get(column.name, '')} {ATTACK}".strip()
    return tables
