"""Slides of PowerPoint: native shapes where the page has them, every word editable, the same bytes each time."""

from __future__ import annotations

from geo.snapshot.marks import (
    Align,
    Box,
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
from geo.snapshot.metrics import wrap
from geo.style import EVENT_STYLES

HOSTILE = "#let x = 1; </a:t><script>alert(1)</script> & \"quoted\" ' ]]> _x000A_ {{7*7}} $x$ =1+1"
INK = "#17212B"


def symbols_of(left, top):
    """Return every shape filled, hollow and with numbers, and three rings."""
    marks = []
    for k, (kind, style) in enumerate(EVENT_STYLES.items()):
        x = left + k * 9
        about = f"type:{kind.value}"
        marks += [
            Symbol(style.shape, x, top, 2.6, style.light, incidents=(f"one_{k}",), about=about),
            Symbol(style.shape, x, top + 9, 2.6, style.light, hollow=True, number="3", about=about),
            Symbol(style.shape, x, top + 18, 3.2, style.light, number="12", incidents=("a", "b"), about=about),
        ]
    parts = (("#0072B2", 2.0), ("#D55E00", 1.0), ("#008060", 1.0))
    return [
        *marks,
        Symbol("ring", left + 100, top, 3.0, "#0072B2", number="4", parts=parts, incidents=("c", "d"), about="place:x"),
        Symbol("ring", left + 100, top + 9, 3.0, "#0072B2", number="17", parts=parts[:1]),
        Symbol("ring", left + 100, top + 18, 3.6, "#0072B2", number="123", parts=(("#0072B2", 0.9), ("#D55E00", 0.1))),
    ]


def areas_of(left, top):
    """Return every pattern, a hole, an open line, dashes, a rounded rectangle and a disc."""
    marks = []
    for k, pattern in enumerate(Pattern):
        box = Box(left + k * 16, top, left + k * 16 + 14, top + 10)
        hole = box.grown(-3).ring()
        marks.append(Path((box.ring(), hole), Pen(INK, 0.2), Fill("#9A6B12", 0.6, pattern), about=f"pattern:{pattern}"))
    for k, dash in enumerate([(), (2.0, 1.2), (0.4, 0.4), (0.0, 1.0), (3.0, 0.5, 0.4, 0.5), (1.0,)]):
        y = top + 13 + k * 2
        marks.append(Path((((left, y), (left + 40, y)),), Pen("#0B5CAD", 0.4, dash), closed=False, about=f"dash:{k}"))
    card = Box(left + 50, top + 13, left + 70, top + 23)
    return [
        *marks,
        Path((card.ring(),), Pen(INK, 0.2), Fill("#DDE3E9"), rounded=2.0, about="card"),
        Circle(left + 80, top + 18, 5, Pen("#B87A00", 0.3, (1.0, 1.0)), Fill("#B87A00", 0.2), about="disc:blast"),
        Circle(left + 92, top + 18, 5, None, Fill("#0072B2", 1, Pattern.DOTS)),
    ]


def ground_of(frame):
    """Return a base map of many strips, each with a corner of its own."""
    strips = []
    for k in range(40):
        x = frame.x0 + k * frame.width / 40
        ring = ((x, frame.y0), (x + frame.width / 40, frame.y0), (x + frame.width / 40, frame.y1), (x, frame.y1 - 0.01))
        strips.append(Path((ring,), Pen("#C3CBD3", 0.1), Fill("#F2F4F6")))
    return strips


def map_sheet(width=297.0, height=210.0):
    frame = Box(12, 30, width - 80, height - 30)
    title = "Sukobi na mostu u Mitrovici / Përleshje te ura: ë ç š č ć ž đ Ђ Ж Љ Ибар"
    legend = Words(width - 75, 34, 65, ("INCIDENTS",), 6.2, "#52606D", bold=True, role=Role.HEADING)
    marks = (
        Words(12, 8, width - 24, wrap(title, width - 24, 16, True), 16, INK, bold=True, role=Role.TITLE),
        Words(12, 16, width - 24, ("17 March 2004 to 19 March 2004", HOSTILE), 8.4, INK, bold_lines=(0,)),
        *ground_of(frame),
        *areas_of(20, 110),
        *symbols_of(22, 40),
        Words(130, 60, 40, ("1 Звечан / Zveçan", "Clash at the town hall"), 6.4, INK, role=Role.LABEL, bold_lines=(0,)),
        Words(130, 70, 40, ("centred", "on two lines"), 6.4, INK, role=Role.LABEL, align=Align.CENTRE),
        Words(130, 80, 40, ("right", "on two lines"), 6.4, INK, role=Role.LABEL, align=Align.RIGHT),
        Path((Box(130, 60, 170, 60 + 2 * 6.4 * 1.2 * 25.4 / 72).ring(),), Pen("#D55E00", 0.05)),
        Path((frame.ring(),), Pen(INK, 0.3), about="frame"),
        Words(9, 100, 3, ("42°",), 5, INK, role=Role.LABEL),
        legend,
        Symbol("diamond", width - 72, 42, 1.6, "#B3558A", about="type:armed_attack"),
        Words(width - 67, 40.5, 50, ("Armed attack",), 7.4, INK),
        Words(width - 75, 60, 65, wrap("A source with a long name: https://example.org/story", 65, 6.8), 6.8, "#0B5CAD",
              link="https://example.org/a path?q=1&r=<x>"),
        Words(12, height - 10, width - 24, ("UNCLASSIFIED",), 9, INK, align=Align.CENTRE, role=Role.FURNITURE),
    )  # fmt: skip
    return MapSheet("A map", width, height, marks, 'A map of Kosovo with "12" incidents & one <ring>.',
                    notes="Say this first.\nThen: Ђорђе, ë.")  # fmt: skip


def table_sheet(rows=60):
    text = "Clash at the town hall of Звечан; the sources differ on the number of soldiers hurt, between 30 and 50. "
    cells = tuple(
        (Cell(str(n), bold=True), Cell(f"{1 + n % 28} May 2023"), Cell(text * (1 + n % 4)),
         Cell("Agency One", f"https://example.org/{n % 7}"))
        for n in range(1, rows + 1)
    )  # fmt: skip
    return TableSheet("Events", "All events of the page. " * 6, ("No.", "Date", "What happened", "Source"), cells,
                      (0.5, 1.2, 5, 1.3))  # fmt: skip


def text_sheet():
    text = "A figure is never added across sources that tell the same event; parts are never added to totals. "
    return TextSheet("Cautions", tuple((f"Caution {n}" if n % 3 else "", text * (1 + n * 5 % 11)) for n in range(1, 30)))


def document(*sheets, width=297.0, height=210.0, scale=1.0, **told):
    told = {"spec": '{"view":"ë"}', "made_on": "2026-11-22", "author": "A. Briefer"} | told
    return Document("Demo", width, height, sheets, scale=scale, **told)


def demo(width=297.0, height=210.0, scale=1.0):
    return document(map_sheet(width, height), table_sheet(), text_sheet(), width=width, height=height, scale=scale,
                    banner="FOR OFFICIAL USE", footer=f"Incident Atlas, map IA-20261122-3F9A. {HOSTILE}")  # fmt: skip
