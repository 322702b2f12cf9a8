"""
Own words: what each of two texts goes on about and the other never mentions.

In: fingerprints and pairs. Out: for each side of a pair how often the word stands in its body that it repeats most of those that
the other side lacks. A report on another town, quarter or product in the words of the last one names it again and again; a
version, however reworded, shares what it is about.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.similarity.candidates import Pairs
from detector.similarity.fingerprint import Fingerprints, is_shared


def repeats_of_own_words(fingerprints: Fingerprints, pairs: Pairs) -> NDArray[np.float64]:
    """
    Count how often each body's most repeated word of its own stands there: one that neither the other body nor its title has.

    Args:
        fingerprints: Of all articles.
        pairs: Row numbers. *Shape:* ``(n_pairs, 2)``

    Returns:
        0 where a side has no word of its own. *Shape:* ``(n_pairs, 2)``
    """
    words, titles, offsets = fingerprints.words, fingerprints.titles, fingerprints.words.offsets
    found = np.zeros((len(pairs), 2))
    for row, (left, right) in enumerate(pairs.tolist()):
        for side, (own, other) in enumerate(((left, right), (right, left))):
            hashes = words.row(own)
            is_own = ~(is_shared(hashes, words.row(other)) | is_shared(hashes, titles.row(other)))
            found[row, side] = fingerprints.repeats[offsets[own] : offsets[own + 1]][is_own].max(initial=0)
    return found
