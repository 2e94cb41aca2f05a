"""What the owner of a file decided about its columns is remembered for the next file with the same header."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from geo.formats.reading.model import Choices, DateOrder, Layout
from geo.store.faults import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.store.workspace import Workspace

#: the folder of what is remembered; no data set can be called so
FOLDER = ".choices"
#: what belongs to one file and not to all with the same header
OF_ONE_FILE = ("encoding", "delimiter", "part")


def remember(workspace: Workspace, header: Sequence[str], choices: Choices) -> None:
    """Remember what was decided; what was before for the same header is forgotten.

    Parameters
    ----------
    workspace
        Where it is kept.
    header
        Names of the columns, in the order of the file.
    choices
        Encoding, delimiter and sheet are not remembered: they belong to one file.

    Raises
    ------
    StoreError
        If the workspace cannot be written.
    """
    plain = {name: value for name, value in asdict(choices).items() if name not in OF_ONE_FILE}
    content = json.dumps(plain, ensure_ascii=False, indent=1).encode()
    with in_words(workspace.storage.shown, saving=True):
        workspace.storage.put(FOLDER, _name(header), io.BytesIO(content))


def recall(workspace: Workspace, header: Sequence[str]) -> Choices | None:
    """Return what was decided for a header, None if nothing was or it cannot be read any more."""
    storage, name = workspace.storage, _name(header)
    with in_words(storage.shown, saving=False):
        content = storage.read(FOLDER, name) if storage.size(FOLDER, name) is not None else b""
    try:
        return _choices(json.loads(content))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None


def _name(header: Sequence[str]) -> str:
    return f"{sha256(json.dumps(list(header)).encode()).hexdigest()[:32]}.json"


def _choices(plain: dict[str, Any]) -> Choices:
    mapping, event_types, places = (dict(plain[name].items()) for name in ("mapping", "event_types", "places"))
    return Choices(
        mapping=mapping,
        event_types=event_types,
        places=places,
        layout=Layout(plain["layout"]) if plain["layout"] else None,
        date_order=DateOrder(plain["date_order"]) if plain["date_order"] else None,
        swap_coordinates=bool(plain["swap_coordinates"]),
        event_type=str(plain["event_type"]),
    )
