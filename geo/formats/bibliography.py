"""Sources as BibTeX and as CSL-JSON, for Zotero, JabRef, LaTeX and word processors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from geo.checks import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HEAD = "% Encoding: UTF-8"
#: what is more than itself in BibTeX and LaTeX; braces are written out, for BibTeX counts even an escaped one
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NO_KEY = re.compile(r"[^A-Za-z0-9_.:-]")
#: signs of an address that stay as they are
_OF_ADDRESS = "/:?#=&@!$'()*+,;~%-._[]"
#: kind of source -> type of CSL 1.0.2
_CSL_TYPES = {
    "agency": "article-newspaper",
    "news": "article-newspaper",
    "state media": "article-newspaper",
    "blog": "post-weblog",
    "encyclopaedia": "entry-encyclopedia",
    "academic": "article-journal",
    "official": "report",
    "ngo": "report",
}


def to_bibtex(sources: Iterable[Mapping[str, Any]]) -> bytes:
    """Write sources as BibTeX.

    Parameters
    ----------
    sources
        Rows of the table `sources`.

    Returns
    -------
    bytes
        UTF-8; one `@misc` for each source under its id. Title, author and publisher stand in double braces: names are
        not taken apart and no letter changes its case.
    """
    return "\n\n".join([HEAD, *(_bibtex_entry(source) for source in sources)]).encode() + b"\n"


def to_csl_json(sources: Iterable[Mapping[str, Any]]) -> bytes:
    """Write sources as CSL-JSON (the citation items of the Citation Style Language, schema 1.0.2)."""
    return json.dumps([_csl_item(source) for source in sources], ensure_ascii=False, indent=1).encode() + b"\n"


def address_of(url: str) -> str:
    """Return an address in signs that no program takes for more than an address; "" if it is none of the web."""
    return percent(_line(url), safe=_OF_ADDRESS) if url.startswith(("https://", "http://")) else ""


def _bibtex_entry(source: Mapping[str, Any]) -> str:
    key = _NO_KEY.sub("-", str(source["id"]))
    return "\n".join([f"@misc{{{key},", *(f"  {line}," for line in _bibtex_lines(source)), "}"])


def _bibtex_lines(source: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of one entry that have something to say."""
    if source["author"]:
        yield f"author = {{{{{_escaped(source['author'])}}}}}"
    yield f"key = {{{_escaped(source['author'] or source['publisher'])}}}"  # what an entry without author is sorted by
    yield f"title = {{{{{_escaped(source['title'])}}}}}"
    yield f"howpublished = {{{{{_escaped(source['publisher'])}}}}}"
    parts = _parts(source["published"])
    yield from (
        f"{name} = {_MONTHS[part - 1] if name == 'month' else f'{{{part}}}'}"
        for name, part in zip(("year", "month", "day"), parts, strict=False)
    )
    if address := address_of(source["url"]):
        yield f"url = {{{address}}}"
    if source["accessed"]:
        yield f"urldate = {{{_escaped(source['accessed'])}}}"
    yield f"language = {{{_escaped(source['language'])}}}"
    if note := _note(source):
        yield f"note = {{{_escaped(note)}}}"


def _csl_item(source: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": str(source["id"]),
        "type": _CSL_TYPES.get(str(source["kind"]), "webpage"),
        "title": _line(source["title"]),
        "publisher": _line(source["publisher"]),
        "language": _line(source["language"]),
    }
    if source["author"]:
        item["author"] = [{"literal": _line(source["author"])}]
    for name, column in (("issued", "published"), ("accessed", "accessed")):
        if parts := _parts(source[column]):
            item[name] = {"date-parts": [parts]}
    told = {"URL": address_of(source["url"]), "note": _note(source)}
    return item | {name: text for name, text in told.items() if text}


def _parts(partial: str) -> list[int]:
    """Return year, month and day of a partial date, as far as they are given."""
    return [int(part) for part in str(partial).split("-") if part]


def _note(source: Mapping[str, Any]) -> str:
    """Say how the date is known, unless it is printed, and what to be careful about."""
    basis = {"printed": "", "undated": "undated"}.get(source["published_basis"], f"date {source['published_basis']}")
    return "; ".join(part for part in (basis, _line(source["note"])) if part)


def _line(text: object) -> str:
    """Return a text in one line, without control signs."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(str(text).split()))


def _escaped(text: object) -> str:
    """Return a text so that BibTeX and LaTeX set it as it is."""
    return _line(text).translate(_SIGNS)
