"""The order in which particles take their shares: evenly, without chance, and differently for each question.

Drawing classes and sides by chance would add noise to a cloud for nothing.
Dealing them out in turn would be worse: if datums take turns too, every other datum would only ever meet one class.
So each question has a sequence of its own, the fractional parts of i √p with a prime p for each
(Weyl 1916: for different primes jointly even), and particles take their shares in its order.
Any first part of the particles then holds every answer, and every pair of answers, close to its share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PRIMES = (2, 3, 5, 7, 11, 13, 17)

SIDE, START = 0, 6
"""Which side a particle lies on, and which datum it starts from; between them, which class it is of, stage by stage."""


def dealt(count: int, question: int) -> NDArray[np.float64]:
    """Return a number from 0 to 1 for each of `count` particles, (count,); shares go in the order of these numbers.

    `question` is an index of `PRIMES`.
    """
    return np.asarray((np.arange(1, count + 1) * np.sqrt(float(PRIMES[question]))) % 1.0)
