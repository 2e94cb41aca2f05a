"""Stories as files: the rows of the tables that hold a story, as JSON; also out of a presentation made here."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gazetteer.outputs import csv_row
from geo.checks import CONTROL, all_faults, read_cells, shorten
from geo.consistency import ROW_CHECKS
from geo.errors import StoryError
from geo.schema import TABLES
from geo.stories.story import story_of_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from geo.checks import Row
    from geo.stories.story import Story

FORMAT = "incident-atlas story 1"
LARGEST_MB = 25
MOST_STEPS = 60
LONGEST_AUTHOR = 200
#: days that a story may tell of; some are planned
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
#: what a story in the making may still lack, although the tables of a data set need it
LATER = {"title", "summary", "text", "incidents"}
NEITHER = "The file holds no story: it is neither a story saved here (JSON) nor a presentation made here (HTML)."
_PAYLOAD = re.compile(rb'id="atlas-payload">(.*?)</', re.DOTALL)
_NEVER = date(9999, 1, 1)  # no day lies after it
#: files of one archive carry this day, so that the same story makes the same bytes
_DAY = (1980, 1, 1, 0, 0, 0)
_NUMBERS = ("latitude", "longitude", "zoom")


def to_plain(story: Story) -> dict[str, Any]:
    """Return a story as the rows of its tables, every cell a text as in the CSV files."""
    episode = {"id": story.id, "title": story.title, "start": str(story.start), "end": str(story.end),
               "day_zero": str(story.day_zero or story.start), "summary": story.summary}  # fmt: skip
    return {
        "format": FORMAT,
        "author": story.author,
        "episode": episode,
        "chapters": [
            {
                "id": step.id, "episode": story.id, "position": str(position), "title": step.title, "text": step.text,
                "incidents": " ".join(step.state.incidents), "question": step.question, "answer": step.answer,
                "notes": step.notes, "content_note": str(step.content_note).lower(),
                "window_start": str(step.state.window[0]), "window_end": str(step.state.window[1]),
                "mode": step.state.mode, "layers": " ".join(step.state.layers),
                **dict(zip(_NUMBERS, map(_number, step.state.centre), strict=True)),
            }
            for position, step in enumerate(story.steps, 1)
        ],
        "exercises": [
            {
                "id": one.id, "episode": story.id, "position": str(position), "kind": str(one.kind),
                "title": one.title, "prompt": one.prompt, "incidents": " ".join(one.incidents),
                "day": str(one.day or ""), "other_episode": one.other, "answer": one.answer, "notes": one.notes,
                "content_note": str(one.content_note).lower(),
            }
            for position, one in enumerate(story.exercises, 1)
        ],
    }  # fmt: skip


def to_json(story: Story) -> str:
    """Return a story as the text of a file."""
    return as_text(to_plain(story))


def as_text(plain: Mapping[str, Any]) -> str:
    """Return plain values as the text of a JSON file."""
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def to_tables(story: Story) -> bytes:
    """Return a story as a ZIP archive of the tables `episodes`, `chapters` and `exercises` of a data set."""
    plain = to_plain(story)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, rows in (("episodes", [plain["episode"]]), *((each, plain[each]) for each in _LISTS)):
            columns = [column.name for column in TABLES[name].columns]
            # numbers are no texts: a minus sign before one is no formula
            lines = [[float(row[column]) if column in _NUMBERS else row[column] for column in columns] for row in rows]
            archive.writestr(ZipInfo(f"{name}.csv", _DAY), _csv([columns, *lines]))
    return packed.getvalue()


def from_file(content: bytes, known: Collection[str]) -> tuple[Story, ...]:
    """Read the story of a file, or the stories of a presentation made here.

    Parameters
    ----------
    content
        JSON as `to_json` writes it, or the HTML file of a presentation.
    known
        Ids of the incidents that there are; an exercise on another one cannot be told.

    Raises
    ------
    StoryError
        If the file holds no story, or one whose rows are not in order; the sentence names what to correct.
    """
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise StoryError(f"The file is larger than {LARGEST_MB} MB; a story is much smaller. Choose another file.")
    page = _PAYLOAD.search(content)
    try:
        plain = json.loads(page[1] if page else content)
    except (ValueError, RecursionError):
        raise StoryError(NEITHER) from None
    told = _written(plain) if page else [plain]
    if not told:
        raise StoryError("The page holds a map but no story; choose a presentation made on the page Chapters.")
    return tuple(from_plain(one, known) for one in told)


def _written(page: object) -> list[object]:
    """Return the stories of a presentation as they were written."""
    present = page.get("present") if isinstance(page, dict) else None
    told = present.get("written") if isinstance(present, dict) else None
    return told if isinstance(told, list) else []


def from_plain(plain: object, known: Collection[str]) -> Story:
    """Return the story of the rows that `to_plain` writes; for errors see `from_file`."""
    if not isinstance(plain, dict):
        raise StoryError(NEITHER)
    if plain.get("format") != FORMAT:
        raise StoryError(f'The file holds no story: its "format" is not "{FORMAT}".')
    episode = _row("episodes", plain.get("episode"), "the story")
    steps = [_row("chapters", row, f"step {number}") for number, row in _listed(plain, "chapters")]
    asked = [_row("exercises", row, f"exercise {number}") for number, row in _listed(plain, "exercises")]
    if not steps:
        raise StoryError("The story has no steps; a story needs at least one.")
    for number, row in enumerate(asked, 1):
        lost = [name for name in str(row["incidents"]).split() if name not in known]
        if lost:
            raise StoryError(
                f'Exercise {number} is on the incident "{shorten(lost[0])}", which this data does not have; '
                "choose another incident or leave the exercise out."
            )
    return story_of_rows(episode, steps, asked, _author(plain.get("author", "")))


_LISTS = ("chapters", "exercises")


def _listed(plain: Mapping[str, Any], table: str) -> list[tuple[int, object]]:
    rows = plain.get(table, [])
    if not isinstance(rows, list):
        raise StoryError(f'"{table}" is no list of rows; correct the file.')
    if len(rows) > MOST_STEPS:
        raise StoryError(f'"{table}" has {len(rows):,} rows; a story has at most {MOST_STEPS}. Divide it into two.')
    return list(enumerate(rows, 1))


def _row(table: str, cells: object, where: str) -> Row:
    """Check one row against the schema of its table."""
    if not isinstance(cells, dict) or not all(isinstance(cell, str) for cell in cells.values()):
        raise StoryError(f"{where[:1].upper()}{where[1:]} is no row of texts; correct the file.")
    columns = TABLES[table].columns
    if table != "exercises":  # an exercise is taken over as a whole
        columns = tuple(replace(one, required=one.required and one.name not in LATER) for one in columns)
    torn = [(name, "holds half a character; write it anew") for name, cell in cells.items() if not _is_whole(cell)]
    row, faults = read_cells(columns, cells, _NEVER)
    faults = torn or faults or all_faults(ROW_CHECKS.get(table, ()), row) or _far_days(row)
    if faults:
        column, reason = faults[0]
        value = shorten(str(cells.get(column, "")).encode(errors="replace").decode())
        raise StoryError(f'In {where}, "{_words(column)}"{f" ({value})" if value else ""} {_words(reason)}.')
    return row


def _is_whole(text: str) -> bool:
    """Say whether a text can be written to a file: JSON may hold half of a pair of surrogates."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _far_days(row: Row) -> list[tuple[str, str]]:
    reason = f"is not between {FIRST_DAY.year} and {LAST_DAY.year}; correct the date"
    days = [(column, value) for column, value in row.items() if isinstance(value, date)]
    return [(column, reason) for column, day in days if not FIRST_DAY <= day <= LAST_DAY]


def _author(told: object) -> str:
    if not isinstance(told, str) or not _is_whole(told):
        raise StoryError('"author" is no text; correct the file.')
    return " ".join(CONTROL.sub(" ", told).split())[:LONGEST_AUTHOR]


def _words(column: str) -> str:
    """Write the names of columns in a sentence as words."""
    return re.sub(r"\b(window|content|other|day)_(start|end|note|episode|zero)\b", r"\1 \2", column)


def _number(value: float) -> str:
    """Write a number as the tables have it: plain digits, no exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _csv(lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(csv_row(line) for line in lines)
    return text.getvalue().encode()
