"""A folder of saved stories: one file each, written whole; nobody overwrites what somebody else saved.

Beside them, in the folder `drafts`, lies what was not saved yet; in `removed` what was put aside.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from gazetteer.names import search_key
from geo.errors import StoryConflictError, StoryError
from geo.schema import ROW_ID
from geo.stories.files import LARGEST_MB, as_text, from_file, from_plain, to_plain
from geo.writing import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from geo.stories.story import Story

#: the variable that names another folder for saved stories
FOLDER_VARIABLE = "ATLAS_STORIES"
DRAFTS, REMOVED = "drafts", "removed"
MOST_TRIES = 100
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Saved:
    """One file of the shelf: its story, which state of it this is, and when it was saved; or why it cannot be read.

    `id` is the name of the file. A draft has the id of the story that it changes, and the revision that this story had.
    """

    id: str
    story: Story | None
    revision: str
    saved: datetime
    fault: str = ""


def shelf_folder() -> Path:
    """Return the folder of saved stories: what `ATLAS_STORIES` names, or the usual place for data of this user."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_data_path("incident-atlas", appauthor=False) / "stories"


def saved_stories(folder: Path, known: Collection[str]) -> tuple[Saved, ...]:
    """List the saved stories by title; a file that cannot be read is listed with its fault and stays where it is.

    Parameters
    ----------
    folder
        Need not exist.
    known
        Ids of the incidents that there are.
    """
    listed = _listed(folder, partial(_read, known))
    return tuple(sorted(listed, key=lambda one: ((one.story.title if one.story else one.id).casefold(), one.id)))


def save(folder: Path, story: Story, opened: str | None, known: Collection[str]) -> Saved:
    """Save a story under its id.

    Parameters
    ----------
    folder
        Made if it does not exist.
    story
        As it is now; its id names the file.
    opened
        The revision it was opened as; None for a new one.
    known
        Ids of the incidents that there are.

    Raises
    ------
    StoryConflictError
        If it was saved, or put aside, by somebody else since; then nothing is written.
    StoryError
        If it has no title, if it could not be read again, or if the folder cannot be written.
    """
    if not story.title.strip():
        raise StoryError("The story has no title yet; write one, then save.")
    content = _written(story, known)
    path = folder / f"{story.id}.json"
    with _ONE_AT_A_TIME:
        try:
            present = _revision(path)
            if present != opened:
                raise _conflict(story, present)
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
        except OSError as error:
            raise StoryError(
                f"The story cannot be saved in {folder} ({error.strerror}). Download it as a file instead, or set "
                f"{FOLDER_VARIABLE} to another folder."
            ) from None
        return _read(known, path)


def save_as_new(folder: Path, story: Story, known: Collection[str], reserved: Collection[str] = ()) -> Saved:
    """Save a story under an id of its own; for errors see `save`.

    Parameters
    ----------
    folder, story, known
        See `save`; the id of the story does not matter.
    reserved
        Ids that a saved story may not have, those of the data for example.
    """
    for _ in range(MOST_TRIES):
        with suppress(OSError):
            reserved = {*reserved, *(path.stem.casefold() for path in folder.glob("*.json"))}
        new = as_new(story, reserved)
        with suppress(StoryConflictError):  # somebody took the same id in this very moment
            return save(folder, new, None, known)
        reserved = {*reserved, new.id}
    raise StoryError("The story cannot be saved, because many others of the same title are; give it another title.")


def keep_draft(folder: Path, key: str, story: Story, opened: str | None, known: Collection[str]) -> None:
    """Keep what was not saved yet, in a file of its own.

    Parameters
    ----------
    folder, story, opened, known
        See `save`; `folder` is that of the saved stories.
    key
        Names the file of the draft.

    Raises
    ------
    StoryError
        If that cannot be done.
    """
    content = _written(story, known, revision=opened or "")
    try:
        (folder / DRAFTS).mkdir(parents=True, exist_ok=True)
        replace_file(folder / DRAFTS / f"{key}.json", content)
    except OSError as error:
        raise StoryError(f"The folder {folder} cannot be written ({error.strerror}).") from None


def drop_draft(folder: Path, key: str) -> None:
    """Take a draft away whose story was saved; if that cannot be done it stays in the list."""
    with suppress(OSError):
        (folder / DRAFTS / f"{key}.json").unlink(missing_ok=True)


def drafts(folder: Path, known: Collection[str]) -> tuple[Saved, ...]:
    """List what was not saved yet, the latest first; for the parameters see `saved_stories`."""
    listed = _listed(folder / DRAFTS, partial(_read_draft, known))
    return tuple(sorted(listed, key=lambda one: one.saved, reverse=True))


def remove(folder: Path, identifier: str) -> Path:
    """Put a story aside, into the folder `removed`, and return where it is now.

    Raises
    ------
    StoryError
        If that cannot be done.
    """
    path = folder / f"{identifier}.json"
    with _ONE_AT_A_TIME:
        try:
            (folder / REMOVED).mkdir(exist_ok=True)
            return path.replace(folder / REMOVED / f"{identifier}-{_revision(path)}.json")
        except OSError as error:
            raise StoryError(
                f"The story cannot be put aside ({error.strerror}); look at the folder {folder}."
            ) from None


def as_new(story: Story, taken: Collection[str]) -> Story:
    """Return a story under an id of its own, made from its title, with the ids of its parts after it."""
    stem = re.sub(r"[^a-z0-9]+", "-", search_key(story.title)).strip("-")[:40].strip("-") or "story"
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return with_ids(replace(story, id=next(name for name in names if name not in taken)))


def with_ids(story: Story) -> Story:
    """Give the parts of a story new numbers, in their order."""
    return replace(
        story,
        steps=tuple(replace(step, id=f"{story.id}_{number}") for number, step in enumerate(story.steps, 1)),
        exercises=tuple(replace(one, id=f"{story.id}_x{number}") for number, one in enumerate(story.exercises, 1)),
    )


def _written(story: Story, known: Collection[str], **more: str) -> bytes:
    """Return the content of a file, which can be read again: what cannot is refused before anything is written."""
    plain = to_plain(story) | more
    from_plain(plain, known)
    return as_text(plain).encode()


def _conflict(story: Story, present: str | None) -> StoryConflictError:
    happened = "put aside" if present is None else "saved"
    return StoryConflictError(
        f'"{story.title}" was {happened} by somebody else since you opened it. Nothing of yours is lost.'
    )


def _revision(path: Path) -> str | None:
    return _hash(path.read_bytes()) if path.is_file() else None


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _listed(folder: Path, read: Callable[[Path], Saved]) -> list[Saved]:
    try:
        files = [path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        fault = f"The folder {folder} cannot be read ({error.strerror}); set {FOLDER_VARIABLE} to another one."
        return [Saved("", None, "", datetime.now(UTC), fault)]
    return [read(path) for path in sorted(files)]


def _read(known: Collection[str], path: Path) -> Saved:
    """Read a saved story: what names it is the name of the file, whatever stands in it."""
    story, content, when, fault = _story_in(path, known)
    if story is None:
        return Saved(path.stem, None, "", when, fault)
    return Saved(path.stem, with_ids(replace(story, id=path.stem)), _hash(content), when)


def _read_draft(known: Collection[str], path: Path) -> Saved:
    story, content, when, fault = _story_in(path, known)
    if story is None:
        return Saved(path.stem, None, "", when, fault)
    return Saved(path.stem, with_ids(story), str(json.loads(content).get("revision", "")), when)


def _story_in(path: Path, known: Collection[str]) -> tuple[Story | None, bytes, datetime, str]:
    """Return the story of a file, its content, when it was written, and why it cannot be read."""
    when = datetime.now(UTC)
    try:
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        content = _content_of(path)
        story, *_ = from_file(content, known)
    except OSError as error:
        return None, b"", when, f"{path.name}: The file cannot be read ({error.strerror})."
    except StoryError as error:
        return None, b"", when, f"{path.name}: {error}"
    return story, content, when, ""


def _content_of(path: Path) -> bytes:
    if not re.fullmatch(ROW_ID, path.stem):
        raise StoryError("Its name holds more than letters, digits, dot, dash and underscore; rename the file.")
    if path.stat().st_size > LARGEST_MB * 1024 * 1024:
        raise StoryError(f"The file is larger than {LARGEST_MB} MB; a story is much smaller.")
    return path.read_bytes()
