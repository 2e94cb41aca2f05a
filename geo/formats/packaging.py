"""The shown rows as a data package: tables, what their columns mean, how to cite them, checksums, in one zip file."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from textwrap import fill
from typing import TYPE_CHECKING, Any

from geo.formats.archive import SUMS, zipped
from geo.formats.bibliography import to_bibtex, to_csl_json
from geo.formats.csvtable import to_csv
from geo.formats.export import BETWEEN
from geo.formats.tablepackage import figures_csv, resources, sources_csv
from geo.notices import ATLAS, TITLE, own_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.formats.backing import Backing
    from geo.formats.export import Export
    from geo.notices import Origin

ASSETS = Path(__file__).resolve().parents[1] / "assets" / "package"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
MEMBERS = {
    "CITATION.cff": "how to cite these rows, for programs",
    "LICENCE.txt": "what you may do with them",
    "README.txt": "this text",
    SUMS: "checksums of all other files",
    "citation.txt": "how to cite these rows, in words",
    "codebook.md": "what the columns mean",
    "datapackage.json": "columns and types of the CSV files (Frictionless Data Package)",
    "figures.csv": "who says how many, one row for each figure",
    "incidents.csv": "the incidents, one row each",
    "query.json": "what was asked for: filters, window, link",
    "sources.bib": "the sources as BibTeX",
    "sources.csl.json": "the sources as CSL-JSON",
    "sources.csv": "the sources, numbered",
}
_NOTICES = ("Coverage", "Figures", "Coding", "Naming", "Status", "Attribution")
_WIDTH = 100


def to_package(export: Export, behind: Backing) -> bytes:
    """Pack the rows with everything that belongs to them.

    Parameters
    ----------
    export
        The rows.
    behind
        What stands behind them, as `geo.formats.backing.backing` gathers it.

    Returns
    -------
    bytes
        A zip file that is a Frictionless Data Package; the same rows give the same bytes.
    """
    described = resources()
    members = {
        "CITATION.cff": _citation_cff(export, behind),
        **_licence(export),
        "citation.txt": f"{_citation(export, behind)}\n".encode(),
        "codebook.md": codebook(export.about["Title"], described),
        "datapackage.json": as_json(_descriptor(export, described)),
        "figures.csv": figures_csv(export),
        "incidents.csv": to_csv(export),
        "query.json": as_json(behind.query),
        "sources.bib": to_bibtex(behind.cited),
        "sources.csl.json": to_csl_json(behind.cited),
        "sources.csv": sources_csv(export),
    }
    facts = {name: export.about[name] for name in ("Rows", "Window", "Filters", "Names", "Data version")}
    notices = {name: text for name, text in export.about.items() if name in _NOTICES}
    files = {name: said for name, said in MEMBERS.items() if name in {*members, "README.txt", SUMS}}
    return zipped({**members, "README.txt": readme(export.about["Title"], facts, files, notices)})


def codebook(title: str, described: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the columns of every table in Markdown.

    Parameters
    ----------
    title
        What the book is about.
    described
        Tabular data resources of the Frictionless Data Package.
    """
    lines = [f"# Codebook: {_cell(title)}", ""]
    for resource in described:
        lines += [f"## {resource['path']}", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [
            f"| {' | '.join(_cell(field[part]) for part in ('name', 'type', 'description'))} |"
            for field in resource["schema"]["fields"]
        ]
        lines += [""]
    return "\n".join(lines).encode()


def readme(title: str, facts: Mapping[str, str], files: Mapping[str, str], notices: Mapping[str, str]) -> bytes:
    """Return what a reader has to know before anything else: facts, files and notices as headings with their texts."""
    template = Template((ASSETS / "README.txt").read_text(encoding="utf-8"))
    named = {"facts": facts, "files": files, "notices": notices}
    return template.substitute(
        title=_one_line(title),
        **{part: "\n".join(_paragraphs(told)) or "  none" for part, told in named.items()},
    ).encode()


def as_json(value: object) -> bytes:
    """Return a value as JSON for people to read."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _descriptor(export: Export, described: list[dict[str, Any]]) -> dict[str, Any]:
    about = export.about
    return {
        "profile": "tabular-data-package",
        "name": "incident-atlas-rows",
        "title": f"{about['Title']}: {about['Filters']}",
        "description": " ".join(about[name] for name in ("Coverage", "Figures", "Coding", "Naming", "Apostrophes")),
        "version": about["Data version"],
        "licenses": licences(export.origins),
        "resources": described,
    }


def _citation(export: Export, behind: Backing) -> str:
    link = behind.query.get("link", "")
    atlas_only = not own_of(export.origins)
    parts = (
        *((f"{TITLE} contributors",) if atlas_only else (origin.credit() for origin in export.origins)),
        f'"{_title(export)}"',
        f"data version {export.about['Data version']}",
        *(("CC BY 4.0",) if atlas_only else ()),
    )
    return f"{', '.join((*parts, f'<{link}>') if link else parts)}."


def _citation_cff(export: Export, behind: Backing) -> bytes:
    """Return a Citation File Format 1.2.0 file; a value in JSON is the same value in YAML."""
    link = behind.query.get("link", "")
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these rows, please cite them as below.",
        "type": "dataset",
        "title": _title(export),
        "authors": authors(export.origins),
        "version": export.about["Data version"],
        "abstract": export.about["Coverage"],
    }
    told |= {} if own_of(export.origins) else {"license": LICENCE["name"]}
    told |= {"url": link} if link.startswith(("https://", "http://")) else {}
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items()).encode()


def _title(export: Export) -> str:
    return _one_line(f"{export.about['Title']}: {export.about['Filters']}")


def licences(origins: Sequence[Origin]) -> list[dict[str, str]]:
    """Return the licences of rows in the words of Frictionless; of own data what its keeper states."""
    own = [{"name": "notspecified", "title": origin.credit()} for origin in own_of(origins)]
    return [*([dict(LICENCE)] if ATLAS in origins else []), *own]


def authors(origins: Sequence[Origin]) -> list[dict[str, str]]:
    """Return whom to cite in the words of the Citation File Format: the atlas, and own data sets by title."""
    return [{"name": f"{TITLE} contributors" if origin == ATLAS else origin.title} for origin in origins]


def _licence(export: Export) -> dict[str, bytes]:
    """Return the text of the licence; none where the rows are not all of the atlas, for their terms differ."""
    if own_of(export.origins):
        return {}
    template = Template((ASSETS / "LICENCE.txt").read_text(encoding="utf-8"))
    credit = "\n".join(f"  {line}" for line in export.about["Attribution"].split(BETWEEN))
    return {"LICENCE.txt": template.substitute(credit=credit).encode()}


def _paragraphs(told: Mapping[str, str]) -> Iterator[str]:
    for heading, text in told.items():
        yield fill(
            _one_line(f"{heading}: {text}"),
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    """Return a text as one cell of a table in Markdown."""
    return _one_line(text).replace("|", "\\|")
