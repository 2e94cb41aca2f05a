"""Bring geo/locale/ up to date with the code and the data: `python -m tests.catalogues` (Babel does the work).

Templates (.pot) are extracted, catalogues (.po) updated and compiled (.mo). What was translated stays; a text that is
gone is kept at the end of its catalogue. Serbian Cyrillic is made from Serbian Latin and not written by hand.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from gazetteer.names import to_cyrillic
from geo.language import LOCALE, marked_in
from geo.stories.citing import sentences_of

ROOT = Path(__file__).parents[1]
#: where marked texts are, and the functions of Python that mark them
MODULES, SCRIPTS = ("app.py", "geo/**/*.py", "pages/**/*.py"), ("geo/assets/present/*.js",)
MARKS = {"tr", "N_"}
LATIN, CYRILLIC = "sr_Latn", "sr_Cyrl"
WRITTEN = ("sq", LATIN)
DRAFT = "Draft: needs a native reader"
HEAD = """\
{title} of the Incident Atlas.
{note}"""
NOTES = {
    "": "Texts to translate, extracted by make catalogues; not edited by hand.",
    CYRILLIC: f"{DRAFT}. Made from the catalogue of Serbian Latin by make catalogues; not edited by hand.",
}
WRITTEN_NOTE = f"{DRAFT}. Who has checked a text takes the comment above it away."
TITLES = {"": "Template", "sq": "Albanian words", LATIN: "Serbian words (Latin)", CYRILLIC: "Serbian words (Cyrillic)"}
#: never turned into Cyrillic: places for values, names that are the same in every script, keys of the keyboard
KEPT = re.compile(
    r"(\{\w+\}|\b(?:HTML|PDF|PNG|SVG|PPTX|JSON|CSV|XLSX|ZIP|ACLED|UCDP GED|GeoJSON|GeoPackage|GeoNames|PowerPoint"
    r"|USB|dpi|kg|km|A3|A4|Enter|Esc|Page Down|Page Up|F11|Incident Atlas|[BDFGHJLMNPRTVZ])\b)"
)
#: n and j, or d and ž, that belong to two parts of a word and are no digraph
DIVIDED = re.compile(r"(?i)\b(?:in(?=jek)|kon(?=jug|junk)|tan(?=jug)|nad(?=ž)|pod(?=ž))")


class Words(Catalog):
    """A catalogue whose head says nothing that changes from day to day, so that the same texts make the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head of the file."""
        return [
            ("Project-Id-Version", "Incident Atlas"),
            ("Language", str(self.locale or "en")),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def empty(tag: str = "") -> Words:
    """Return a catalogue without any text."""
    note = NOTES.get(tag, WRITTEN_NOTE)
    comment = "\n".join(f"# {line}" for line in HEAD.format(title=TITLES[tag], note=note).splitlines())
    return Words(tag or None, header_comment=comment, fuzzy=False)


def words_template() -> Words:
    """Return every text that Python and the scripts of the presenter mark."""
    template = empty()
    for patterns, texts_of in ((MODULES, marked_in_module), (SCRIPTS, marked_in)):
        for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
            for text in texts_of(path.read_text(encoding="utf-8")):
                template.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return template


def marked_in_module(module: str) -> list[str]:
    """Return the texts that a module marks, those inside of other texts too, which Babel's own reading passes over."""
    nodes = ast.walk(ast.parse(module))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    marked = [call.args[0] for call in calls if call.func.id in MARKS and call.args]
    return [node.value for node in marked if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def stories_template() -> Words:
    """Return title, question and every sentence of every step of the shipped stories."""
    template = empty()
    with (ROOT / "data" / "chapters.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sentences = (sentence.text for sentence in sentences_of(row["text"]))
            for text in filter(None, (row["title"], *sentences, row["question"])):
                template.add(text, locations=[(f"data/chapters.csv:{row['id']}", 0)])
    return template


def path_of(tag: str, kind: str = "po") -> Path:
    """Return where a catalogue is."""
    return LOCALE / tag / "LC_MESSAGES" / f"atlas.{kind}"


def read(tag: str) -> Words:
    """Read a catalogue as it is in its file; without one it is empty."""
    found = empty(tag)
    if path_of(tag).is_file():
        with path_of(tag).open("rb") as file:
            known = read_po(file, locale=tag, charset="utf-8")
        for message in known:
            if message.id:
                found[message.id] = message
        found.obsolete = known.obsolete
    return found


def updated(tag: str, template: Words) -> Words:
    """Return a catalogue with the texts of a template and the translations it has."""
    words = read(tag)
    words.update(deepcopy(template), no_fuzzy_matching=True)  # it would take over the texts of the template itself
    for message in words:
        if message.id and not message.string:
            message.user_comments = []
    return words


def in_cyrillic(latin: Words) -> Words:
    """Return the Cyrillic catalogue that a Latin one makes."""
    words = empty(CYRILLIC)
    for message in latin:
        if message.id:
            words.add(message.id, cyrillic(message.string or ""), locations=message.locations,
                      user_comments=message.user_comments)  # fmt: skip
    return words


def cyrillic(latin: str) -> str:
    """Turn Serbian words into Cyrillic; a place for a value and a name of a format stay."""
    parts = KEPT.split(latin)
    return "".join(part if at % 2 else _turned(part) for at, part in enumerate(parts))


def _turned(latin: str) -> str:
    """Turn letters; a word joiner that nobody sees keeps the parts of a divided word apart meanwhile."""
    return to_cyrillic(DIVIDED.sub(lambda found: f"{found[0]}\u2060", latin)).replace("\u2060", "")


def as_po(words: Words, *, by_text: bool = True) -> bytes:
    """Write a catalogue or a template, in the order of its texts or as they were found."""
    target = io.BytesIO()
    write_po(target, words, width=0, sort_output=by_text, include_lineno=False)
    return target.getvalue()


def as_mo(words: Words) -> bytes:
    """Compile a catalogue."""
    target = io.BytesIO()
    write_mo(target, words)
    return target.getvalue()


def counts(words: Words) -> tuple[int, int]:
    """Return how many texts a catalogue has, and how many of them are translated."""
    told = [bool(message.string) for message in words if message.id]
    return len(told), sum(told)


def files() -> dict[Path, bytes]:
    """Return everything that stands in geo/locale/, as it has to be for this code and data."""
    template = words_template()
    catalogues = {tag: updated(tag, template) for tag in WRITTEN}
    catalogues[CYRILLIC] = in_cyrillic(catalogues[LATIN])
    made = {LOCALE / "atlas.pot": as_po(template), LOCALE / "stories.pot": as_po(stories_template(), by_text=False)}
    for tag, words in catalogues.items():
        made |= {path_of(tag): as_po(words), path_of(tag, "mo"): as_mo(words)}
    return made


def main() -> None:
    """Write the files, and say how much is translated."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for tag in (*WRITTEN, CYRILLIC):
        texts, translated = counts(read(tag))
        sys.stdout.write(f"{tag}: {translated} of {texts} texts are translated\n")


if __name__ == "__main__":
    main()
