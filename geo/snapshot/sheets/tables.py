"""What stands behind a map: index, who says how many, sources, and how to read the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.dates import say_date
from geo.figures import say_measure
from geo.notices import (
    DISCLAIMER,
    FIGURES_NOTICE,
    NAMING_NOTE,
    STATUS_FOOTNOTES,
    attributions,
    coding_notice,
)
from geo.snapshot.canvas.marks import Cell, TableSheet, TextSheet
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.spec import map_number, short_hash
from geo.snapshot.selection import names_at
from geo.snapshot.wording import say_made, say_numbers, say_published, sources_of
from geo.style import EVENT_STYLES, PLACE_DRAWING, PLACE_WORDS
from geo.views import to_query

if TYPE_CHECKING:
    from geo.material import Material
    from geo.snapshot.canvas.marks import Sheet
    from geo.snapshot.proof.spec import Spec
    from geo.snapshot.selection import Entry, Selection


def behind(material: Material, spec: Spec, whole: Selection) -> list[Sheet]:
    """Return index, figures, sources and cautions of a selection; a table without rows is left out."""
    tables = [index_sheet(material, whole), figures_sheet(material, whole), sources_sheet(material, whole)]
    return [*(table for table in tables if table.rows), cautions_sheet(material, spec)]


def index_sheet(material: Material, whole: Selection) -> TableSheet:
    """List every entry with its number, date, place as exactly as it is known, words and sources."""
    cited = sources_of(whole.entries)
    moves = material.movement_words

    def row(entry: Entry) -> tuple[Cell, ...]:
        place = f"{names_at(material, entry.place, whole.view.policy)} ({PLACE_WORDS[entry.precision]})"
        moved = f" {moves[entry.id][:1].upper()}{moves[entry.id][1:]}." if entry.id in moves else ""
        return (
            Cell(str(entry.number), bold=True),
            Cell(str(entry.detail["date"])),
            Cell(place),
            Cell(EVENT_STYLES[entry.event_type].label),
            Cell(f"{entry.detail['title']}. {entry.detail['summary']}{moved}"),
            Cell(say_numbers(cited[source] for source in entry.detail["sources"])),
        )

    return TableSheet(
        "Index of incidents and troop movements",
        "The numbers are those of the map. The last column gives the numbers of the sources.",
        ("No.", "Date", "Place, as exactly as it is known", "Type", "What is told", "Sources"),
        tuple(row(entry) for entry in whole.entries),
        (0.05, 0.13, 0.19, 0.11, 0.43, 0.09),
    )


def figures_sheet(material: Material, whole: Selection) -> TableSheet:
    """List who says how many, as of when; nothing is added up."""
    cited = sources_of(whole.entries)
    rows = [
        (
            Cell(str(entry.number), bold=True),
            Cell(str(entry.detail["title"])),
            Cell(("of which " if figure["level"] else f"{say_measure(figure['measure']).capitalize()}, ")
                 + str(figure["whom"])),
            Cell(str(figure["number"]) or "no number given"),
            Cell(say_date(figure["as_of"], figure["as_of"]) if figure["as_of"] else "not said"),
            Cell(f"{cited[figure['source']]} {figure['publisher']}"
                 + (f" (claimed by {figure['claimed_by']})" if figure["claimed_by"] else "")),
        )
        for entry in whole.entries
        for figure in material.figures.get(entry.id, ())
    ]  # fmt: skip
    return TableSheet(
        "Who says how many, as of when",
        FIGURES_NOTICE,
        ("No.", "Incident", "What is counted", "Number", "As of", "Source"),
        tuple(rows),
        (0.05, 0.27, 0.22, 0.13, 0.12, 0.21),
    )


def sources_sheet(material: Material, whole: Selection) -> TableSheet:
    """List the sources with the numbers that map, index and figures use."""
    listed = ((material.source_rows[source], number) for source, number in sources_of(whole.entries).items())
    rows = [
        (
            Cell(str(number), bold=True),
            Cell(one["title"], link=one["url"]),
            Cell(", ".join(part for part in (one["author"], one["publisher"]) if part)),
            Cell(say_published(one)),
            Cell(one["kind"]),
            Cell(one["url"], link=one["url"]),
        )
        for one, number in listed
    ]
    return TableSheet(
        "Sources",
        "Every text that tells of an incident or a figure shown, in the order of the index.",
        ("No.", "Title", "Author, publisher", "Published", "Kind", "Address"),
        tuple(rows),
        (0.05, 0.3, 0.2, 0.11, 0.09, 0.25),
    )


def cautions_sheet(material: Material, spec: Spec) -> TextSheet:
    """Say how to read the page, what it is not, and how to come back to its view."""
    footnote = STATUS_FOOTNOTES[spec.view.page.footnote]
    as_of, made_on = say_made(spec)
    precision = "; ".join(f"{PLACE_WORDS[kind]}: {drawing}" for kind, drawing in PLACE_DRAWING.items())
    origins = material.dataset.origins
    told = (
        ("What this is not", material.dataset.coverage),
        ("Figures", FIGURES_NOTICE),
        ("How places are drawn", f"{precision[:1].upper()}{precision[1:]}. Nothing is moved so that it looks better."),
        ("Coding", coding_notice(origins)),
        ("Names", NAMING_NOTE),
        ("Boundaries and status", " ".join(part for part in (footnote, DISCLAIMER) if part)),
        ("Material", " ".join(f"{text}." for text in attributions(origins))),
        (
            "How to come back to this view",
            (
                f"{as_of}. {made_on}. Map {map_number(spec)}, hash {short_hash(spec)}. Drop this file on the Snapshot "
                f"page of Incident Atlas, or type the view code {code_of(spec, material)}; it says whether the data "
                f"has changed since, and how. The link of the view: ?{to_query(spec.told)}"
            ),
        ),
    )
    return TextSheet("How to read this", tuple((heading, text) for heading, text in told if text))
