"""
Counting: how many pairs and clusters are right, from a label of each article by the gold and one as found.

In: labels and probabilities. Out: counts and measures. Pairs are counted from tables of how many articles each group has in each
cluster, never one by one: 8,162 articles make 33 million of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import brier_score_loss

from detector.measures import (
    AtLeast,
    BCubed,
    Calibration,
    ClusterCounts,
    LanguageMeasures,
    LanguagePairMeasures,
    PairCounts,
    ReliabilityBin,
)

Labels = NDArray[np.intp]
"""A number for each article; articles of one number belong together. *Shape:* ``(n_articles,)``"""
N_BINS = 10
"""Bins of the reliability table, each 0.1 wide."""
SURE_PROBABILITIES = (0.9, 0.99)
"""Probabilities from which on the precision is told, besides the least one that is reported."""


def number_labels(names: Sequence[str]) -> Labels:
    """Give each name a number: equal names, equal numbers."""
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.intp)


def _sizes(*labels: Labels) -> NDArray[np.int64]:
    """Give how many articles there are of each combination of labels."""
    return np.unique(np.stack(labels, axis=1), axis=0, return_counts=True)[1].astype(np.int64)


def count_equal(*labels: Labels) -> int:
    """Count the pairs of articles that agree in all labels."""
    sizes = _sizes(*labels)
    return int((sizes * (sizes - 1) // 2).sum())


def count_pairs(group: Labels, cluster: Labels, *within: Labels) -> PairCounts:
    """Count the pairs of one group, of one cluster, and of both; only those that also agree in the labels ``within``."""
    return PairCounts(
        n_true=count_equal(group, *within), n_found=count_equal(cluster, *within), n_right=count_equal(group, cluster, *within)
    )


def bcubed(group: Labels, cluster: Labels) -> BCubed:
    """
    Average over the articles what share of an article's cluster is of its group, and what share of its group is in its cluster.

    Source:
        Bagga & Baldwin (1998), Entity-based cross-document coreferencing using the vector space model; Amigó et al. (2009), A
        comparison of extrinsic clustering evaluation metrics based on formal constraints, equation 3.
    """
    cells, sizes = np.unique(np.stack([group, cluster], axis=1), axis=0, return_counts=True)
    squares = sizes.astype(np.float64) ** 2
    return BCubed(
        precision=float((squares / np.bincount(cluster)[cells[:, 1]]).sum() / len(group)),
        recall=float((squares / np.bincount(group)[cells[:, 0]]).sum() / len(group)),
    )


def count_clusters(group: Labels, cluster: Labels, event: Labels) -> ClusterCounts:
    """
    Count the clusters that hold several groups, and the groups that are in several clusters.

    Args:
        group: By the gold.
        cluster: As found; an article found alone has a number of its own.
        event: By the gold; an article without an event has a number of its own.
    """
    cells = np.unique(np.stack([cluster, group], axis=1), axis=0)
    groups_in, clusters_of = np.bincount(cells[:, 0]), np.bincount(cells[:, 1])
    n_in_cluster, n_in_group = np.bincount(cluster), np.bincount(group)
    of_event = np.unique(np.stack([cluster, event, group], axis=1), axis=0)
    clusters_with_event, groups_in_event = np.unique(of_event[:, :2], axis=0, return_counts=True)
    return ClusterCounts(
        n_clusters=int((n_in_cluster > 1).sum()),
        n_wrong_merges=int((groups_in > 1).sum()),
        n_wrongly_merged_articles=int(n_in_cluster[groups_in > 1].sum()),
        n_wrong_merges_in_event=len(np.unique(clusters_with_event[groups_in_event > 1, 0])),
        n_false_pairs_in_event=count_equal(cluster, event) - count_equal(cluster, event, group),
        n_pairs_in_event=count_equal(event) - count_equal(event, group),
        n_groups=int((n_in_group > 1).sum()),
        n_split_groups=int((clusters_of > 1).sum()),
    )


def calibrate(probabilities: NDArray[np.float64], is_true: NDArray[np.bool_], min_probability: float) -> Calibration:
    """
    Compare the probabilities of judged pairs with the truth.

    Args:
        probabilities: In [0, 1].

            *Shape:* ``(n_pairs,)``
        is_true: Whether the two are of one group.

            *Shape:* ``(n_pairs,)``
        min_probability: The least probability of a pair that is reported.

    Source:
        Brier (1950), Verification of forecasts expressed in terms of probability; the table: DeGroot & Fienberg (1983), The
        comparison and evaluation of forecasters.
    """
    bin_of = np.minimum((probabilities * N_BINS).astype(np.intp), N_BINS - 1)
    n_pairs = np.bincount(bin_of, minlength=N_BINS)
    n_true = np.bincount(bin_of, weights=is_true, minlength=N_BINS)
    total = np.bincount(bin_of, weights=probabilities, minlength=N_BINS)
    is_reported = probabilities >= min_probability
    return Calibration(
        n_pairs=len(probabilities),
        brier_score=_brier_score(is_true, probabilities),
        brier_score_reported=_brier_score(is_true[is_reported], probabilities[is_reported]),
        bins=tuple(
            ReliabilityBin(
                low=number / N_BINS,
                high=(number + 1) / N_BINS,
                n_pairs=int(n_pairs[number]),
                n_true=int(n_true[number]),
                mean_probability=float(total[number] / n_pairs[number]) if n_pairs[number] else None,
            )
            for number in range(N_BINS)
        ),
        at_least=tuple(
            AtLeast(
                probability=bound,
                n_pairs=int((probabilities >= bound).sum()),
                n_true=int((is_true & (probabilities >= bound)).sum()),
            )
            for bound in sorted({min_probability, *SURE_PROBABILITIES})
        ),
    )


def _brier_score(is_true: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> float | None:
    return float(brier_score_loss(is_true, probabilities, pos_label=True)) if len(is_true) else None


def _pairs_by_language(labels: Labels, languages: Labels) -> NDArray[np.int64]:
    """
    Count the pairs of one label for each two languages; those in one language stand on the diagonal.

    *Shape:* ``(n_languages, n_languages)``, symmetric.
    """
    _, rows = np.unique(labels, return_inverse=True)
    table = csr_array((np.ones(len(rows), dtype=np.int64), (rows, languages)))
    counts = np.asarray((table.T @ table).toarray(), dtype=np.int64)
    np.fill_diagonal(counts, (np.diag(counts) - np.bincount(languages)) // 2)
    return counts


def _count_by_language(group: Labels, cluster: Labels, languages: Labels) -> tuple[NDArray[np.int64], ...]:
    both = group * (int(cluster.max()) + 1) + cluster
    return tuple(_pairs_by_language(labels, languages) for labels in (group, cluster, both))


def _worst_first(pairs: PairCounts) -> tuple[float, int]:
    """Order by F1; what has no pairs at all comes last, and of equals the one with more pairs first."""
    return (2.0 if pairs.f1 is None else pairs.f1), -pairs.n_true


def measure_languages(group: Labels, cluster: Labels, languages: Sequence[str]) -> tuple[LanguageMeasures, ...]:
    """Measure the pairs with a side in each language, the worst language first."""
    codes, number = np.unique(np.array(languages), return_inverse=True)
    n_true, n_found, n_right = (table.sum(axis=0) for table in _count_by_language(group, cluster, number))
    measured = [
        LanguageMeasures(
            language=str(code),
            n_articles=int(n_articles),
            pairs=PairCounts(n_true=int(n_true[row]), n_found=int(n_found[row]), n_right=int(n_right[row])),
        )
        for row, (code, n_articles) in enumerate(zip(codes, np.bincount(number), strict=True))
    ]
    return tuple(sorted(measured, key=lambda one: (*_worst_first(one.pairs), one.language)))


def measure_language_pairs(group: Labels, cluster: Labels, languages: Sequence[str]) -> tuple[LanguagePairMeasures, ...]:
    """Measure the pairs of each two languages that have any, the worst two first."""
    codes, number = np.unique(np.array(languages), return_inverse=True)
    n_true, n_found, n_right = _count_by_language(group, cluster, number)
    measured = [
        LanguagePairMeasures(
            left_language=str(codes[left]),
            right_language=str(codes[right]),
            pairs=PairCounts(
                n_true=int(n_true[left, right]), n_found=int(n_found[left, right]), n_right=int(n_right[left, right])
            ),
        )
        for left, right in zip(*np.nonzero(np.triu(n_true + n_found)), strict=True)
    ]
    return tuple(sorted(measured, key=lambda one: (*_worst_first(one.pairs), one.left_language, one.right_language)))
