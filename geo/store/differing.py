"""What changed from one version of a data set to another: rows added, rows removed, cells before and after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import StoreError
from geo.store.flat import DERIVED
from geo.store.versions import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.store.versions import Version
    from geo.store.workspace import Workspace

#: the cells of so many rows are told; the others are counted
MOST_TOLD = 10_000


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference of two versions; `changed` is id -> column -> (before, after), of `MOST_TOLD` rows at most."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]]
    changed_rows: int
    changed_columns: Mapping[str, int]  # how many rows differ in each column that differs


def diff(workspace: Workspace, dataset: str, first: int, second: int) -> Diff:
    """Compare two versions of a data set.

    Parameters
    ----------
    workspace, dataset
        Which data set.
    first, second
        Numbers of versions, before and after.

    Raises
    ------
    StoreError
        If a version does not exist, cannot be read, or holds no rows of incidents.
    """
    versions = workspace.version(dataset, first), workspace.version(dataset, second)
    for version in versions:
        if version.about.kind is not Kind.ROWS:
            raise StoreError(f"Version {version.number} holds no rows of incidents, so rows cannot be compared.")
    before, after = versions
    if before.file == after.file:
        return Diff((), (), {}, 0, {})
    old_ids, new_ids = (_ids(workspace, version) for version in versions)
    found = pc.index_in(new_ids, value_set=old_ids)
    known = found.is_valid().to_numpy(zero_copy_only=False)
    removed = old_ids.filter(pc.invert(pc.is_in(old_ids, value_set=new_ids)))
    places = _Places(found.drop_null().to_numpy(), np.flatnonzero(known))
    names, rows, changed = _changes(workspace, before, after, places)
    told = {new_ids[int(places.new[row])].as_py(): cells for row, cells in changed.items()}
    return Diff(
        tuple(new_ids.filter(pa.array(~known)).to_pylist()), tuple(removed.to_pylist()), told, int(rows.sum()), names
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the rows that both versions have stand in the one and in the other, in the order of the second."""

    old: NDArray[np.int32]
    new: NDArray[np.int64]


def _ids(workspace: Workspace, version: Version) -> pa.Array:
    """Return ids that stand once each: the second row of the same id is told as "id (2)"."""
    ids = workspace.read_rows(version, ["id"])["id"].combine_chunks()
    if pc.count_distinct(ids).as_py() == len(ids):
        return ids
    met: defaultdict[str, int] = defaultdict(int)
    numbered = []
    for one in ids.to_pylist():
        met[one] += 1
        numbered.append(one if met[one] == 1 else f"{one} ({met[one]})")
    return pa.array(numbered, pa.string())


def _changes(
    workspace: Workspace, before: Version, after: Version, places: _Places
) -> tuple[dict[str, int], NDArray[np.bool_], dict[int, dict[str, tuple[Any, Any]]]]:
    """Compare column by column, so that only one column of each version is in memory."""
    columns = [name for name in _columns(workspace, before, after) if name not in ("id", *DERIVED)]
    counts: dict[str, int] = {}
    rows = np.zeros(len(places.new), dtype=bool)
    differing: dict[str, tuple[NDArray[np.int64], pa.Array, pa.Array]] = {}
    for name in columns:
        old, new = _column(workspace, before, name, places.old), _column(workspace, after, name, places.new)
        if old.equals(new):
            continue
        where = np.flatnonzero(_differs(old, new))
        if len(where):
            rows[where] = True
            counts[name] = len(where)
            most = where[:MOST_TOLD]
            differing[name] = most, old.take(pa.array(most)), new.take(pa.array(most))
    told = set(np.flatnonzero(rows)[:MOST_TOLD].tolist())
    changed: dict[int, dict[str, tuple[Any, Any]]] = {row: {} for row in sorted(told)}
    for name, (where, old, new) in differing.items():
        for row, was, now in zip(where.tolist(), old.to_pylist(), new.to_pylist(), strict=True):
            if row in told:
                changed[row][name] = was, now
    return counts, rows, changed


def _columns(workspace: Workspace, before: Version, after: Version) -> list[str]:
    old, new = workspace.columns(before), workspace.columns(after)
    return [*new, *(name for name in old if name not in new)]


def _column(workspace: Workspace, version: Version, name: str, places: NDArray[Any]) -> pa.Array:
    """Return the cells of a column at these places; one that the version lacks is empty."""
    if name not in workspace.columns(version):
        return pa.nulls(len(places))
    column = workspace.read_rows(version, [name])[name]
    whole: pa.Array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if len(places) == len(whole) and (not len(places) or (np.diff(places) == 1).all()):
        return whole
    return whole.take(pa.array(places))


def _differs(old: pa.Array, new: pa.Array) -> NDArray[np.bool_]:
    """Tell where two columns differ; a missing text and an empty one are the same."""
    if old.type != new.type:
        old, new = (one.cast(pa.string()) if not pa.types.is_null(one.type) else one for one in (old, new))
        old, new = (pa.nulls(len(one), pa.string()) if pa.types.is_null(one.type) else one for one in (old, new))
    if pa.types.is_string(old.type):
        old, new = (pc.fill_null(one, "") for one in (old, new))
    unequal = pc.fill_null(pc.not_equal(old, new), False)  # noqa: FBT003  as the library has it
    one_missing = pc.xor(old.is_null(), new.is_null())
    found: NDArray[np.bool_] = pc.or_(unequal, one_missing).to_numpy(zero_copy_only=False)
    return found
