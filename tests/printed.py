"""A page with everything that can stand on one, made by hand, and texts that are more than text to some program."""

from __future__ import annotations

from math import cos, sin

from geo.snapshot.canvas.marks import (
    Align,
    Cell,
    Circle,
    Document,
    Fill,
    MapSheet,
    Path,
    Pattern,
    Pen,
    Role,
    Symbol,
    TableSheet,
    TextSheet,
    Words,
)
from geo.snapshot.canvas.metrics import wrap
from geo.style import EVENT_STYLES

INK, MUTED = "#17212B", "#52606D"
HOSTILE = (
    '#[] $*_ `x` #import "/x" @cite <label> \\ // /* */ ~ -- = + - 1. https://e.org/?a=1&b=2',
    "<script>alert(1)</script> </text></svg> <![CDATA[ ]]> &amp; &#0; <!-- --> \" ' {{x}} ${y}",
    "a\x00b\x1bc\u202eright\u202c \U0001f600 \ufffe Čačak, Mitrovicë, Призрен, Zubin Potok",
)
SPEC = '{"data_version":"3c199df","told":{"title":["Север & <b>\\u0007</b> \U0001f600"]}}'
BANNER = "FOR OFFICIAL USE"


def rectangle(x, y, width, height):
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def said(x, y, width, text, size=9.0, **kinds):
    return Words(
        x, y, width, wrap(text, width, size, kinds.get("bold", False)), size, kinds.pop("colour", INK), **kinds
    )


def symbols(y, radius=2.4):
    """Return every symbol: filled, hollow and with numbers of one, two and three digits."""
    drawn = []
    for k, style in enumerate(EVENT_STYLES.values()):
        for row, (hollow, number) in enumerate(
            ((False, ""), (True, ""), (False, "8"), (False, "24"), (True, "17"), (False, "108"))
        ):
            drawn.append(Symbol(style.shape, 20 + 9 * k, y + 7 * row, radius, style.light, hollow, number))
    colours = [style.light for style in EVENT_STYLES.values()]
    for row, number in enumerate(("", "2", "31", "112")):
        parts = tuple((colour, 1.0 + k) for k, colour in enumerate(colours[: row + 1]))
        drawn.append(Symbol("ring", 122, y + 9 * row, radius * 1.4, colours[0], number=number, parts=parts))
    return drawn


def map_sheet(name="", *, more=()):
    """Return a page with every kind of mark."""
    wavy = tuple((150 + 40 * cos(k / 40) + 3 * sin(k / 7), 120 + 30 * sin(k / 40)) for k in range(251))
    patterns = [
        Path((rectangle(150 + 22 * k, 30, 20, 14),), Pen("#9A6B12", 0.25), Fill("#9A6B12", 0.8, pattern))
        for k, pattern in enumerate(Pattern)
    ]
    marks = [
        Path((rectangle(10, 24, 277, 176),), Pen("#C3CBD3", 0.2), Fill("#F2F4F6"), rounded=2.0),
        Path((wavy, rectangle(140, 110, 12, 9)), Pen("#5F6C78", 0.4, (2.0, 0.8)), Fill("#D7E6F1", 0.7)),
        Path((((150, 52), (190, 60), (220, 50)),), Pen("#0B5CAD", 0.5, (0.0, 1.0)), closed=False),
        Circle(250, 70, 9, Pen("#B3558A", 0.3, (1, 0.5)), Fill("#B3558A", 0.15)),
        *patterns,
        *symbols(34),
        said(10, 8, 200, f"Mitrovicë, Čačak, Косовска Митровица {name}".strip(), 15, bold=True, role=Role.TITLE),
        said(10, 15.5, 200, "16 to 21 March 2004 · 34 incidents shown", 9, colour=MUTED),
        said(10, 3, 277, BANNER, 8, bold=True, align=Align.CENTRE, role=Role.FURNITURE, colour="#9B1C1C"),
        said(207, 203, 80, "page 1 of 3", 7.5, align=Align.RIGHT, role=Role.FURNITURE, colour=MUTED),
        said(14, 86, 60, "Legend", 10, bold=True, role=Role.HEADING),
        said(14, 92, 70, "Filled symbols stand at a known place; hollow ones near it. Numbers are of the list.", 8.5),
        said(14, 110, 60, "Open the list of sources", 8.5, link="https://example.org/?a=1&b='2'", colour="#0B5CAD"),
        said(14, 116, 60, "No link", 8.5, link="javascript:alert(1)"),
        *(said(14, 124 + 14 * k, 100, text, 8.5) for k, text in enumerate(HOSTILE)),
        Words(230, 100, 40, ("17 March 2004", "Clash at the bridge", "8 killed"), 8, INK, align=Align.CENTRE,
              role=Role.LABEL, bold_lines=(0,)),
        Words(230, 120, 40, ("right", "Призрен"), 8, INK, align=Align.RIGHT, role=Role.LABEL, leading=1.4),
        *more,
    ]  # fmt: skip
    return MapSheet(
        "A page with everything", 297, 210, tuple(marks), "A map of northern Kosovo with 34 incidents.", name=name
    )


def table_sheet(rows=60):
    """Return a table that needs several pages."""
    kinds = [style.label for style in EVENT_STYLES.values()]
    body = tuple(
        (
            Cell(str(n + 1)),
            Cell(f"{1 + n % 28} March 2004"),
            Cell(kinds[n % len(kinds)], bold=n % 7 == 0),
            Cell("Zubin Potok, Mitrovicë, Призрен"),
            Cell(
                HOSTILE[n % 3]
                if n % 9 == 0
                else "A crowd gathered at the bridge; shots were fired from both banks. " * (1 + n % 2)
            ),
            Cell(
                "example.org",
                link=f"https://example.org/{n}/a-very-long-address-that-has-no-place-to-break_" + "x" * 40,
            ),
        )
        for n in range(rows)
    )
    header = ("No.", "Date", "Type", "Place", "What is told", "Source")
    return TableSheet(
        "Index of incidents",
        "Every incident shown on the map, in the order of dates.",
        header,
        body,
        (5, 12, 16, 20, 34, 13),
    )


def text_sheet():
    """Return headed paragraphs."""
    long = "The map shows what sources told by the day of the data; it does not show what nobody reported. " * 4
    return TextSheet(
        "How to read this page",
        (("", long), ("Places", long), ("Dates", HOSTILE[0]), ("", HOSTILE[1]), ("Sources", long)),
    )


def document(*sheets, **told):
    """Return a document with these sheets, else with one of each kind."""
    return Document(
        **{
            "title": "Incidents in northern Kosovo #[1] <b>",
            "width": 297,
            "height": 210,
            "sheets": sheets or (map_sheet(), table_sheet(), text_sheet()),
            "spec": SPEC,
            "made_on": "2026-11-22",
            "banner": BANNER,
            "footer": "IA-20261122-3F9A · data of 20 November 2026",
            "author": "Incident Atlas",
            **told,
        }
    )
