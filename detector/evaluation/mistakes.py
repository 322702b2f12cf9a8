"""
Mistakes: what a run got wrong, worst first, with the evidence.

In: the gold and what a run found. Out: mistakes of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import Article
from detector.evaluation.counting import Labels
from detector.evaluation.gold import GoldArticle, expected_relations
from detector.measures import Mistake, MistakeKind, MistakenArticle, Mistakes
from detector.pipeline import Audit

_TITLE_CHARACTERS = 80


def find_mistakes(
    gold: Sequence[GoldArticle],
    articles: Mapping[str, Article],
    found: Audit,
    *,
    group: Labels,
    cluster: Labels,
    judged: NDArray[np.intp],
    n_worst: int,
) -> tuple[Mistakes, ...]:
    """
    List what a run got wrong, of each kind the worst first.

    Args:
        gold: The articles that are measured.
        articles: By id, as they were read.
        found: What the run found.
        group: By the gold.
        cluster: As found.
        judged: Places in the gold of the judged pairs.

            *Shape:* ``(n_pairs, 2)``
        n_worst: How many of each kind are kept.
    """
    result = found.result
    language_by_id = {article.id: article.language for article in result.articles}
    reported = {(pair.left_id, pair.right_id): pair for pair in result.pairs if pair.relation.is_version}

    def side(row: GoldArticle) -> MistakenArticle:
        article = articles.get(row.id)
        title = article.title or " ".join(article.text[: 2 * _TITLE_CHARACTERS].split())[:_TITLE_CHARACTERS] if article else ""
        return MistakenArticle(
            id=row.id,
            title=title,
            group=row.group,
            version=row.version,
            language=row.language,
            found_language=language_by_id.get(row.id),
        )

    def mistake(kind: MistakeKind, split: _Split) -> Mistake:
        left, right = sorted((gold[split.left], gold[split.right]), key=lambda row: row.id)
        pair = reported.get((left.id, right.id))
        if pair is None and split.judged_row >= 0:
            pair = found.explain(split.judged_row)
        return Mistake(
            kind=kind,
            left=side(left),
            right=side(right),
            event=left.event if left.event == right.event else "",
            pair=pair,
            is_reported=(left.id, right.id) in reported,
            expected=expected_relations(left, right) if left.group == right.group else (),
            n_pairs=split.n_pairs,
        )

    merges, n_merges = _worst_splits(cluster, group, judged, found.probabilities, n_worst, is_surest_first=True)
    misses, n_misses = _worst_splits(group, cluster, judged, found.probabilities, n_worst, is_surest_first=False)
    place_by_id = {row.id: place for place, row in enumerate(gold)}
    apart, misnamed = [], []
    for (left_id, right_id), pair in sorted(reported.items(), key=lambda item: (-item[1].probability, item[0])):
        left, right = place_by_id[left_id], place_by_id[right_id]
        split = _Split(left=left, right=right, judged_row=-1, n_pairs=1)
        if group[left] != group[right]:
            if cluster[left] != cluster[right]:
                apart.append(split)
        elif pair.relation not in expected_relations(gold[left], gold[right]):
            misnamed.append(split)
    return tuple(
        Mistakes(kind=kind, n_all=n_all, worst=tuple(mistake(kind, split) for split in splits[:n_worst]))
        for kind, splits, n_all in (
            (MistakeKind.WRONG_MERGE, merges, n_merges),
            (MistakeKind.FALSE_PAIR, apart, len(apart)),
            (MistakeKind.MISSED, misses, n_misses),
            (MistakeKind.MISNAMED, misnamed, len(misnamed)),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Two parts of one whole: two groups in a cluster, or two clusters of a group."""

    left: int
    right: int
    """Places in the gold of the most probable pair between the parts, or of their first articles where none was judged."""
    judged_row: int
    """Of that pair, or -1."""
    n_pairs: int
    """Pairs between the parts."""


def _worst_splits(
    whole: Labels,
    part: Labels,
    judged: NDArray[np.intp],
    probabilities: NDArray[np.float64],
    n_worst: int,
    *,
    is_surest_first: bool,
) -> tuple[list[_Split], int]:
    """
    Find the parts of each whole, two by two, by the most probable pair between them.

    Args:
        whole: What should be one, or was made one.
        part: What divides it.
        judged: Places of the judged pairs.

            *Shape:* ``(n_pairs, 2)``
        probabilities: Of the judged pairs.

            *Shape:* ``(n_pairs,)``
        n_worst: How many are given.
        is_surest_first: Whether the most probable come first, or the least; parts of which no pair was judged are the least.

    Returns:
        The first of them, of equals those with the most pairs, and how many there are in all.
    """
    cells, first, cell_of, sizes = np.unique(
        np.stack([whole, part], axis=1), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    cell_of = cell_of.reshape(-1)
    # The cells of one whole stand in a row: pair each with those after it there.
    n_after = np.searchsorted(cells[:, 0], cells[:, 0], side="right") - np.arange(len(cells)) - 1
    left = np.repeat(np.arange(len(cells)), n_after)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(n_after) - n_after, n_after)
    is_between = (whole[judged[:, 0]] == whole[judged[:, 1]]) & (part[judged[:, 0]] != part[judged[:, 1]])
    rows = np.flatnonzero(is_between)
    rows = rows[np.argsort(probabilities[rows], kind="stable")]
    ends = np.sort(cell_of[judged[rows]], axis=1)
    best_row = np.full(len(left), -1, dtype=np.intp)
    # The last of those written to one place stays: the most probable.
    best_row[np.searchsorted(left * len(cells) + right, ends[:, 0] * len(cells) + ends[:, 1])] = rows
    best = np.where(best_row >= 0, probabilities[best_row], -1.0) if len(probabilities) else np.full(len(left), -1.0)
    n_pairs = sizes[left] * sizes[right]
    order = np.lexsort((-n_pairs, -best if is_surest_first else best))[:n_worst]
    splits = [
        _Split(
            left=int(judged[best_row[split], 0] if best_row[split] >= 0 else first[left[split]]),
            right=int(judged[best_row[split], 1] if best_row[split] >= 0 else first[right[split]]),
            judged_row=int(best_row[split]),
            n_pairs=int(n_pairs[split]),
        )
        for split in order
    ]
    return splits, len(left)
