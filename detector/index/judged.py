"""
Judged: pairs of a neighbourhood with what was found, and which of them are worth keeping.

In: evidence and probabilities. Out: the same by the articles' numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.index.spaces import Member
from detector.similarity.evidence import Batch, EvidenceTable
from detector.similarity.relation import score

KEPT_MIN_PROBABILITY = 0.01
"""Probability from which a pair is kept for good; of the others each article keeps its strongest as rivals."""
_KEPT_RIVALS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Pairs of a neighbourhood with what was found."""

    members: tuple[Member, ...]
    """In order of id."""
    batch: Batch
    table: EvidenceTable
    """The pairs whose two articles are members."""
    probabilities: NDArray[np.float64]
    """Before the groups are known. *Shape:* ``(n_pairs,)``"""
    is_new: NDArray[np.bool_]
    """Whether the evidence was collected anew."""
    is_whole: NDArray[np.bool_]
    """Whether there is all of the evidence, or only what a rival needs."""
    before: NDArray[np.float64]
    """What probability was kept of each pair, before the groups were known; NaN where none was. *Shape:* ``(n_pairs,)``"""

    def numbers(self) -> NDArray[np.int64]:
        """
        Give the articles' numbers of each pair, the lesser number first.

        *Shape:* ``(n_pairs, 2)``
        """
        own = np.array([member.number for member in self.members], dtype=np.int64)
        return np.sort(own[self.table.pairs], axis=1)


def worth_keeping(judged: Judged) -> NDArray[np.bool_]:
    """Tell which pairs are kept: the probable ones, and of the rest the strongest of each article in each language."""
    kept = np.asarray(judged.probabilities >= KEPT_MIN_PROBABILITY, dtype=np.bool_)
    strengths = score(judged.table)
    _, language = np.unique([member.prepared.language for member in judged.members], return_inverse=True)
    left, right = judged.table.pairs.T
    # Each pair counts for either of its articles, the strongest first.
    rows = np.repeat(np.argsort(-strengths, kind="stable"), 2)
    own, other = (np.stack(ends, axis=1)[rows[::2]].ravel() for ends in ((left, right), (right, left)))
    groups = own * (int(language.max(initial=0)) + 1) + language[other]
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    # One is among the first of its group if the one so many places before it is of another.
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[_KEPT_RIVALS:] = ordered[_KEPT_RIVALS:] != ordered[:-_KEPT_RIVALS]
    strongest = rows[order[is_first]]
    kept[strongest[strengths[strongest] > 0.0]] = True
    return kept


def places_among(pairs: NDArray[np.intp], sought: NDArray[np.intp]) -> NDArray[np.intp]:
    """
    Give where each of some pairs stands among others, or -1.

    *Shape:* ``(len(sought),)``
    """
    if not len(pairs):
        return np.full(len(sought), -1, dtype=np.intp)
    width = max(int(pairs.max()), int(sought.max(initial=0))) + 1
    keys, wanted = (some[:, 0] * width + some[:, 1] for some in (pairs, sought))
    order = np.argsort(keys)
    places = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    return np.where(keys[places] == wanted, places, -1)
