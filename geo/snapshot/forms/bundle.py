"""Everything of one view in one zip file: rows, figures, sources, pages, how to cite it and how to open it again."""

from __future__ import annotations

import io
import json
import re
from hashlib import sha256
from pathlib import Path
from string import Template
from textwrap import fill
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from geo.datapackage import SOURCES
from geo.errors import SnapshotError
from geo.filters import apply, say_filters
from geo.formats import (
    View,
    names_of,
    prepare,
    to_bibtex,
    to_csl_json,
    to_csv,
    to_geojson,
    to_geopackage,
)
from geo.formats.packaging import licences
from geo.formats.tablepackage import figures_csv, resources, sources_csv
from geo.notices import ATLAS, DISCLAIMER
from geo.snapshot.forms.citing import citation, citation_cff, link_in_words, one_line, say_data, title_of
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.spec import map_number, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.formats import Export
    from geo.material import Material
    from geo.snapshot.proof.spec import Spec

SUMS = "SHA256SUMS"
#: what each member is; files that were given are described by their ending
MEMBERS = {
    "CITATION.cff": "how to cite this view, for programs",
    "README.txt": "this text",
    SUMS: "checksums of all other files",
    "citation.txt": "how to cite this view, in words",
    "datapackage.json": "columns and types of the CSV files (Frictionless Data Package)",
    "figures.csv": "who says how many, one row for each figure",
    "incidents.csv": "the incidents shown, one row each",
    "incidents.geojson": "the same incidents; a point only where the place is known",
    "incidents.gpkg": "incidents, figures and sources as a GeoPackage",
    "query.txt": "the link of the view, and what it means",
    "sources.bib": "the sources as BibTeX",
    "sources.csl.json": "the sources as CSL-JSON",
    "sources.csv": "the sources, numbered as on the pages",
    "view.json": "the view itself; the atlas opens it again",
}
LANGUAGES = {"en": "English", "sq": "Albanian", "sr-Latn": "Serbian (Latin)", "sr-Cyrl": "Serbian (Cyrillic)"}
NOTICES = ("Coverage", "Figures", "Coding", "Naming", "Status", "Attribution", "Apostrophes")
ASSETS = Path(__file__).resolve().parents[2] / "assets" / "bundle"
#: every member carries this day, so that the same view makes the same bytes
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644
#: rows become a fifth at any level; above this one it only takes longer
_LEVEL = 4
#: endings of files that are compressed already
_PACKED = (".gif", ".jpg", ".mp4", ".pdf", ".png", ".pptx", ".webp", ".xlsx", ".zip")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_., -]*(/[A-Za-z0-9_][A-Za-z0-9_., -]*)*")
_WIDTH = 100


def bundle(material: Material, spec: Spec, files: Mapping[str, bytes]) -> bytes:
    """Pack a view.

    Parameters
    ----------
    material
        The data folder that the view was made of.
    spec
        The view.
    files
        What else belongs to it under the names it shall have, for example the page as PDF.

    Returns
    -------
    bytes
        A zip file; the same view and files give the same bytes.

    Raises
    ------
    SnapshotError
        If the view was made of other data, or a name of a file cannot be used.
    """
    if spec.data_version != material.dataset.version:
        raise SnapshotError(
            f"The view was made with data version {spec.data_version} and these tables are version "
            f"{material.dataset.version}; open the view with these tables and make its files anew."
        )
    for name in files:
        if name in MEMBERS or not _NAME.fullmatch(name):
            raise SnapshotError(f'The zip file cannot hold a file of the name "{one_line(name)}"; give it another.')
    export = _export(material, spec)
    asked = export.view.filters
    members = {
        **files,
        **_rows(export, spec),
        **_bibliography(material, export),
        "CITATION.cff": citation_cff(spec, asked, export.origins, material.dataset.coverage),
        "citation.txt": f"{citation(spec, asked, export.origins)}\n".encode(),
        "query.txt": link_in_words(spec),
        "view.json": to_json(spec).encode() + b"\n",
    }
    members["README.txt"] = _readme(material, spec, export, members)
    members[SUMS] = sums(members)
    return zipped(members)


def _export(material: Material, spec: Spec) -> Export:
    """Make exactly the shown rows ready."""
    view = spec.view
    ids = apply(material.incidents, view.filters, view.window).ids
    asked = one_line(say_filters(view.filters, view.window, names_of(material.dataset, material.gazetteer, view)))
    told = View(view.policy, view.window, asked, view.page.footnote)
    return prepare(material.dataset, material.incidents, material.gazetteer, ids, told)


def sums(members: Mapping[str, bytes]) -> bytes:
    """Return the checksums of files as `sha256sum -c` reads them."""
    return "".join(f"{sha256(members[name]).hexdigest()}  {name}\n" for name in sorted(members)).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of the members in the order of their names, without any trace of clock and machine."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name in sorted(members):
            entry = ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE << 16
            entry.compress_type = ZIP_STORED if name.lower().endswith(_PACKED) else ZIP_DEFLATED
            archive.writestr(entry, members[name], compresslevel=_LEVEL)
    return target.getvalue()


def _rows(export: Export, spec: Spec) -> dict[str, bytes]:
    """Return the tables of the view in every form."""
    return {
        "incidents.csv": to_csv(export),
        "incidents.geojson": to_geojson(export),
        "incidents.gpkg": to_geopackage(export, spec.made_on),
        "figures.csv": figures_csv(export),
        "sources.csv": sources_csv(export),
        "datapackage.json": json.dumps(_package(export, spec), ensure_ascii=False, indent=1).encode() + b"\n",
    }


def _package(export: Export, spec: Spec) -> dict[str, Any]:
    """Return the descriptor of the CSV files (Frictionless Data Package)."""
    about = export.about
    return {
        "profile": "tabular-data-package",
        "name": f"incident-atlas-{map_number(spec).lower()}",
        "title": title_of(spec, about["Filters"], export.origins),
        "description": " ".join(about[name] for name in ("Coverage", "Figures", "Coding", "Naming", "Apostrophes")),
        "version": about["Data version"],
        "licenses": licences(export.origins),
        "sources": list(SOURCES) if ATLAS in export.origins else [{"title": one.title} for one in export.origins],
        "resources": resources(),
    }


def _bibliography(material: Material, export: Export) -> dict[str, bytes]:
    """Return the sources for programs, in the order in which they are numbered."""
    known = material.dataset.tables["sources"].set_index("id", drop=False).to_dict("index")
    cited = [{str(name): cell for name, cell in known[source["source"]].items()} for source in export.sources]
    return {"sources.bib": to_bibtex(cited), "sources.csl.json": to_csl_json(cited)}


def _readme(material: Material, spec: Spec, export: Export, members: Mapping[str, bytes]) -> bytes:
    """Return what a reader has to know before anything else."""
    about, view = export.about, spec.view
    shown = material.shown(view.filters, view.window)
    facts = {
        "Window": about["Window"],
        "Filters": about["Filters"],
        "Shown": f"{shown.sentence()}.",
        "Layers": ", ".join(view.layers) or "none",
        "Names": " and ".join(LANGUAGES[tag] for tag in view.policy.value.split(",")),
        "Data": say_data(spec),
        "Made on": spec.made_on.isoformat(),
        "Map number": map_number(spec),
        "Made by": one_line(", ".join(part for part in (view.page.maker, view.page.contact) if part)),
    }
    notices = {name: about[name] for name in about if name in NOTICES} | {"Boundaries": DISCLAIMER}
    names = sorted((*members, "README.txt", SUMS))
    text = Template((ASSETS / "README.txt").read_text(encoding="utf-8")).substitute(
        title=_indented(title_of(spec, about["Filters"], export.origins), ""),
        facts="\n".join(_indented(f"{name}: {said}") for name, said in facts.items() if said),
        files="\n".join(_indented(f"{name}: {MEMBERS.get(name, 'a page or map of this view')}") for name in names),
        notices="\n".join(_indented(f"{name}: {said}") for name, said in notices.items()),
        code=code_of(spec, material),
        citation=_indented(citation(spec, about["Filters"], export.origins)),
    )
    return text.encode()


def _indented(text: str, by: str = "  ") -> str:
    """Return a paragraph of a text file."""
    return fill(
        text, _WIDTH, initial_indent=by, subsequent_indent=by * 2, break_long_words=False, break_on_hyphens=False
    )
