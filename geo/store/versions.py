"""What a version of a data set says of itself: one small record beside the file of its rows."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from gazetteer.names import search_key
from geo.errors import StoreError

#: names that a record may give to a file beside it: nothing in it leads out of its folder
ROWS_NAME = re.compile(r"rows-[0-9a-f]{20}\.parquet")
REJECTIONS_NAME = re.compile(r"rejected-[0-9a-f]{20}\.csv")
RECORD_NAME = re.compile(r"version-(\d{6,9})\.json")
DATASET_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FORMAT = 1
#: what travels with rows of which nobody said more
USUAL_COVERAGE = "Own data of this workspace; what its file does not tell is missing."
LONGEST_STEM = 40
#: how much of the SHA-256 names a file
DIGITS = 20
#: as fields are annotated -> what stands in a record
PLAIN: dict[str, type] = {"int": int, "str": str, "bool": bool}


class Kind(StrEnum):
    """What the rows of a data set are."""

    ROWS = "rows"  # the flat table of incidents
    TALLY = "tally"  # incidents counted together
    TABLE = "table"  # nothing is kept here; they are in a table of PostgreSQL


@dataclass(frozen=True, slots=True)
class About:
    """What a data set is: how it is called and shown, where it came from, and what became of its rows.

    `colour` is an index into the colours of data sets; `coverage` the notice that travels with it; `address` (without a
    password) and `table` (schema.name) say where the rows are that are not kept here. `accepted` of a data set that is
    counted together or elsewhere is its number of incidents.
    """

    title: str
    colour: int = 0
    coverage: str = USUAL_COVERAGE
    licence: str = ""
    layout: str = ""
    source_file: str = ""
    accepted: int = 0
    rejected: int = 0
    first_day: date | None = None
    last_day: date | None = None
    kind: Kind = Kind.ROWS
    address: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a data set, which never changes; `parent` is the number of the one it was made from, 0 for none."""

    dataset: str
    number: int
    parent: int
    made: datetime  # UTC
    who: str
    what: str  # a sentence
    rows: int
    file: str  # "" where no rows are kept here
    sha256: str
    bytes: int
    about: About
    rejections: str = ""  # name of the CSV of rejected rows beside it
    removed: bool = False
    token: str = ""  # tells two saves apart that say the same


def record_name(number: int) -> str:
    """Return the name of the record of a version."""
    return f"version-{number:06}.json"


def number_of(name: str) -> int | None:
    """Return the number of the version whose record has this name, None for another file."""
    found = RECORD_NAME.fullmatch(name)
    return int(found[1]) if found else None


def slug(title: str) -> str:
    """Return an id made from a title."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(title)).strip("-")[:LONGEST_STEM].strip("-") or "data-set"


def check_id(dataset: str) -> str:
    """Return the id of a data set.

    Raises
    ------
    StoreError
        If no data set can have it: it may come from a link, and must not lead out of the workspace.
    """
    if not DATASET_ID.fullmatch(dataset):
        raise StoreError(f'"{dataset[:40]}" is no id of a data set; it holds small letters, digits and dashes only.')
    return dataset


def to_record(version: Version) -> bytes:
    """Return a version as the content of its record."""
    plain = {"format": FORMAT, **asdict(version)}
    return (json.dumps(plain, ensure_ascii=False, indent=1, default=_iso) + "\n").encode()


def from_record(dataset: str, number: int, content: bytes) -> Version:
    """Read the record of a version.

    Raises
    ------
    StoreError
        If it is cut short, changed, or of a newer kind.
    """
    try:
        plain = json.loads(content)
        newer = plain["format"] > FORMAT
        version = None if newer else _version(plain)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise StoreError(f"The record of version {number} is damaged ({record_name(number)}).") from None
    if version is None:
        raise StoreError(f"Version {number} was written by a newer Incident Atlas; update this one.")
    if (version.dataset, version.number) != (dataset, number) or not _names_fit(version):
        raise StoreError(f"The record of version {number} is not the one that was written ({record_name(number)}).")
    return version


def _version(plain: dict[str, Any]) -> Version:
    about = _cells(About, plain["about"])
    for name in ("first_day", "last_day"):
        about[name] = date.fromisoformat(about[name]) if about[name] else None
    about["kind"] = Kind(about["kind"])
    version = _cells(Version, plain)
    version["made"] = datetime.fromisoformat(version["made"])
    return Version(**{**version, "about": About(**about)})


def _cells(kind: type[About | Version], plain: dict[str, Any]) -> dict[str, Any]:
    """Return what a record has to say, and nothing else; TypeError where a plain value is of another type."""
    for field in fields(kind):
        if not isinstance(plain[field.name], PLAIN.get(str(field.type), object)):
            raise TypeError(field.name)
    return {field.name: plain[field.name] for field in fields(kind)}


def _names_fit(version: Version) -> bool:
    rows = version.file == "" if version.about.kind is Kind.TABLE else ROWS_NAME.fullmatch(version.file)
    return bool(rows) and (version.rejections == "" or bool(REJECTIONS_NAME.fullmatch(version.rejections)))


def _iso(value: date) -> str:
    return value.isoformat()
