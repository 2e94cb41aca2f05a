"""How far colours are from each other, exactly and without a second thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def squares_of(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the squared length of every colour (rows of three channels, 0 to 255)."""
    lengths: NDArray[np.float32] = np.einsum("ij,ij->i", colours, colours)
    return lengths


def less_squares(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the squared distance of every colour to every other one, less what the first alone adds to it."""
    # whole numbers below 2**24 are exact in this type, so every machine finds the same; a product of matrices would
    # wake threads that wait longer than they work
    products = np.multiply.outer(some[:, 0], others[:, 0])
    for channel in (1, 2):
        products += np.multiply.outer(some[:, channel], others[:, channel])
    less: NDArray[np.float32] = squares_of(others) - 2 * products
    return less
