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
from detector.similarity.fingerprint import Fingerprints, beside, find_shared


def repeats_of_own_words(fingerprints: Fingerprints, pairs: Pairs) -> NDArray[np.float64]:
    """
    Count how often each body's most repeated word of its own stands there: one that neither the other body nor its title has.

    Args:
        fingerprints: Of all articles.
        pairs: Row numbers; those of one left article follow each other. *Shape:* ``(n_pairs, 2)``

    Returns:
        0 where a side has no word of its own. *Shape:* ``(n_pairs, 2)``
    """
    words, titles = fingerprints.words, fingerprints.titles
    found = np.zeros((len(pairs), 2))
    in_titles = beside(titles, pairs)
    for (left, rows, theirs, owner), (_, _, title_words, title_owner) in zip(beside(words, pairs), in_titles, strict=True):
        ours, rights = words.row(left), pairs[rows, 1].tolist()
        is_ours = np.ones((len(rights), len(ours)), dtype=np.bool_)
        is_theirs = np.ones(len(theirs), dtype=np.bool_)
        held, places = find_shared(theirs, ours)
        is_ours[owner[held], places] = is_theirs[held] = False
        held, places = find_shared(title_words, ours)
        is_ours[title_owner[held], places] = False
        is_theirs[find_shared(theirs, titles.row(left))[0]] = False
        found[rows, 0] = (is_ours * fingerprints.repeats_of(left)).max(axis=1, initial=0)
        repeats = np.concatenate([fingerprints.repeats_of(right) for right in rights])
        most = np.zeros(len(rights), dtype=np.uint8)
        np.maximum.at(most, owner, repeats * is_theirs)
        found[rows, 1] = most
    return found
