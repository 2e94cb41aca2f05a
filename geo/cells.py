"""Divide an area between the owners of points, so that each gets a share of the size it should have.

The area is cut into small squares. In the order of distance each square goes to the owner of the nearest point, unless
that owner has already got its size: then to the next nearest. So an owner with many points and a small size gets small
patches around its points and its neighbours the rest.

Sources
-------
M. Balzer, Capacity-constrained Voronoi diagrams in finite spaces (2009), for the idea of a Voronoi diagram with sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: side of a square, metres
SIDE_M = 500.0
HALF_M = SIDE_M / 2
#: how far a line may be moved to straighten the steps of the squares, metres
STRAIGHTEN_M = 1000.0
#: how much larger than its size a share may become before a square goes to an owner further off
SLACK = 0.05
NOBODY = -1


def divide(
    outline: BaseGeometry, points: Mapping[str, Sequence[BaseGeometry]], sizes_m2: Mapping[str, float]
) -> dict[str, BaseGeometry]:
    """Divide an outline between the owners of points.

    Parameters
    ----------
    outline
        The area to divide, in metres.
    points
        Owner -> its points, in metres; no point has two owners.
    sizes_m2
        Owner -> the size its share should have; the sizes are scaled to fill the outline.

    Returns
    -------
    dict
        Owner -> its share; the shares cover the outline without overlap.
    """
    owners = list(points)
    middles = _middles(outline)
    distances = np.column_stack([_nearest(middles, points[owner]) for owner in owners])
    target = np.array([sizes_m2[owner] for owner in owners])
    taken = _deal(distances, np.ceil(target / target.sum() * len(middles) * (1 + SLACK)).astype(np.int64))
    squares = np.array([shapely.box(x - HALF_M, y - HALF_M, x + HALF_M, y + HALF_M) for x, y in middles])
    rough = [shapely.union_all(squares[taken == number]) for number in range(len(owners))]
    joined = _without_strays(rough, [shapely.union_all(points[owner]) for owner in owners])
    smooth = shapely.coverage_simplify(joined, STRAIGHTEN_M, simplify_boundary=False)
    return {owner: shapely.intersection(share, outline) for owner, share in zip(owners, smooth, strict=True)}


def _middles(outline: BaseGeometry) -> Floats:
    """Return the middles of all squares that touch the outline."""
    around = shapely.buffer(outline, 0.75 * SIDE_M)
    west, south, east, north = shapely.bounds(around)
    grid = np.meshgrid(np.arange(west, east, SIDE_M), np.arange(south, north, SIDE_M))
    middles = np.column_stack([axis.ravel() for axis in grid])
    near: Floats = middles[shapely.intersects_xy(around, *middles.T)]
    return near


def _nearest(middles: Floats, points: Sequence[BaseGeometry]) -> Floats:
    """Return the distance from each middle to the nearest of the points."""
    sites = shapely.get_coordinates(np.array(points, dtype=object))
    squared: Floats = ((middles[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    return np.sqrt(squared)


def _deal(distances: Floats, shares: Whole) -> Whole:
    """Give every square to the nearest owner that still lacks squares: the number of the owner for each square."""
    left = shares.copy()
    taken = np.full(len(distances), NOBODY, dtype=np.int64)
    for pair in np.argsort(distances, axis=None, kind="stable"):
        square, owner = divmod(int(pair), len(shares))
        if taken[square] == NOBODY and left[owner] > 0:
            taken[square] = owner
            left[owner] -= 1
    return taken


def _without_strays(shares: Sequence[BaseGeometry], points: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Give every part of a share that has none of its owner's points to the neighbour with the longest border to it."""
    kept: list[list[BaseGeometry]] = []
    strays: list[BaseGeometry] = []
    for share, own in zip(shares, points, strict=True):
        parts = list(shapely.get_parts(share))
        kept.append([part for part in parts if part.intersects(own)])
        strays += [part for part in parts if not part.intersects(own)]
    joined = [shapely.union_all(parts) for parts in kept]
    for stray in sorted(strays, key=lambda part: -part.area):
        border = [shapely.length(shapely.intersection(stray, share)) for share in joined]
        receiver = int(np.argmax(border))
        joined[receiver] = shapely.union(joined[receiver], stray)
    return joined
