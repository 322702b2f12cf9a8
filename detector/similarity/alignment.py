"""
Alignment: which segments of two articles say the same, and how much of each article they make up.

In: segment vectors with their densities, and pairs of articles. Out: for each pair the shares that are covered, mutual and in
order; for one pair, when asked, the aligned passages themselves. The similarity of two segments is divided by the mean of their
densities: this margin is near 1 for segments as near as strangers come, and 1.5 to 4 for renderings of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from detector.similarity.encoders import Vectors

Floats = NDArray[np.float32]

CLEAR_MARGIN = 1.0
"""Margin from which a segment counts as covered. Measured with use on ntrex in 16 languages, meantime and onestop, best F1 of
coverage + mutual share, with one mean for all languages: 0.9956 / 0.9896 / 0.9881 at 1.0, 0.9921 / 0.9923 / 0.9881 at 1.15;
with a mean a language, as here, 0.9970 / 0.9916 / 0.9881 at 1.0."""
OPENING_SEGMENTS = 3
"""Segments of a body that make its opening: who did what, where and when. Boilerplate stands at the end. Our choice; not
measured at other values."""
SAME_COSINE = 0.97
"""Cosine from which two segments are taken for the same words: what is copied, and what a template or a publisher repeats. Their
share, held out by story: clusters' F1 on versions 0.954 without it and 0.985 with it, army 0.968 and 0.967, else the same. The
cosine is our choice; not measured at other values."""
STRONG_MARGIN = 1.6
"""Margin at which the strength of a counterpart counts as full. Our choice; not measured at other values."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentVectors:
    """The segments of many articles in one encoder's space, end to end."""

    encoder: str
    vectors: Vectors
    """Languages removed. *Shape:* ``(n_segments, dimension)``, rows of length 1."""
    density: Floats
    """*Shape:* ``(n_segments,)``, in (0, 1]."""
    weights: Floats
    """Length in characters, less for segments common in the folder. *Shape:* ``(n_segments,)``, above 0."""
    openings: Floats
    """The same weights for the body's first ``OPENING_SEGMENTS`` segments, 0 for the others. *Shape:* ``(n_segments,)``"""
    offsets: NDArray[np.intp]
    """Where each article's segments begin. *Shape:* ``(n_articles + 1,)``"""
    _means: Vectors = field(init=False)

    def __post_init__(self) -> None:
        means = np.zeros((len(self.offsets) - 1, self.vectors.shape[1]), dtype=np.float32)
        for row in range(len(means)):
            part = slice(self.offsets[row], self.offsets[row + 1])
            means[row] = self.weights[part] @ self.vectors[part]
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        object.__setattr__(self, "_means", np.asarray(means / np.maximum(lengths, 1e-9), dtype=np.float32))

    def cosines(self, left: int, right: int) -> Floats:
        """
        Give the cosines between the segments of two articles.

        *Shape:* ``(n_left_segments, n_right_segments)``
        """
        rows = slice(self.offsets[left], self.offsets[left + 1])
        columns = slice(self.offsets[right], self.offsets[right + 1])
        cosines: Floats = self.vectors[rows] @ self.vectors[columns].T
        return cosines

    def margins(self, left: int, right: int) -> Floats:
        """
        Give the margins between the segments of two articles.

        *Shape:* ``(n_left_segments, n_right_segments)``

        Source:
            Artetxe & Schwenk (2019), Margin-based Parallel Corpus Mining, equation 3 (ratio), over a fixed bank.
        """
        rows = slice(self.offsets[left], self.offsets[left + 1])
        columns = slice(self.offsets[right], self.offsets[right + 1])
        yardstick: Floats = (self.density[rows, None] + self.density[None, columns]) / np.float32(2)
        return self.cosines(left, right) / yardstick

    def article_vectors(self) -> Vectors:
        """
        Give each article's mean vector, weighted by length; zeros where an article has no segments here.

        *Shape:* ``(n_articles, dimension)``, rows of length 1 or 0.
        """
        return self._means


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignments:
    """What the alignment found of each pair; every array has *Shape:* ``(n_pairs,)``."""

    coverage_left: Floats
    coverage_right: Floats
    """Share of each side, by weight, whose best margin is at least ``CLEAR_MARGIN``, in [0, 1]."""
    strength_left: Floats
    strength_right: Floats
    """Mean best margin of each side, by weight, clipped at ``STRONG_MARGIN`` and divided by it, in [0, 1]."""
    mutual: Floats
    """Share of both sides, by weight, whose best counterpart has it as its best counterpart too, in [0, 1]."""
    mutual_strength: Floats
    """The same, each part weighted by its clipped margin over ``STRONG_MARGIN``, in [0, 1]."""
    opening_left: Floats
    opening_right: Floats
    """Mean best margin of each side's opening, by weight, clipped at ``STRONG_MARGIN`` and divided by it, in [0, 1]."""
    same: Floats
    """Share of both sides, by weight, whose best counterpart is the same but for a few letters, in [0, 1]."""
    order: Floats
    """Share of neighbouring mutual counterparts that keep their order, in [0, 1]; 1 where there are fewer than two."""


def align(space: SegmentVectors, pairs: NDArray[np.intp]) -> Alignments:
    """
    Align each pair of articles.

    Args:
        space: The segments.
        pairs: Row numbers of the left and the right article, sorted by the left one.

            *Shape:* ``(n_pairs, 2)``

    Raises:
        ValueError: If ``pairs`` is not sorted by its first column.
    """
    found = np.zeros((10, len(pairs)), dtype=np.float32)
    if np.any(np.diff(pairs[:, 0]) < 0):
        raise ValueError("pairs must be sorted by their left article; sort them first")
    # BLAS threads fight over products this small: 30 times slower with two threads on two busy cores.
    with _threads().limit(limits=1, user_api="blas"):
        for left, start, end in _runs(pairs[:, 0]):
            # A bounded number of right articles at once keeps the matrix within the cache.
            for first in range(start, end, 64):
                last = min(first + 64, end)
                found[:, first:last] = _align_one(space, left, pairs[first:last, 1])
    return Alignments(
        coverage_left=found[0],
        coverage_right=found[1],
        strength_left=found[2],
        strength_right=found[3],
        mutual=found[4],
        mutual_strength=found[5],
        order=found[6],
        opening_left=found[7],
        opening_right=found[8],
        same=found[9],
    )


def rough_scores(vectors: Vectors, density: Floats, weights: Floats, sizes: Sequence[int]) -> Floats:
    """
    Give how far one article aligns with each of others: the mean of coverage and mutual share, and nothing else of ``align``.

    Args:
        vectors: Of the one's segments and then of each other's, end to end. *Shape:* ``(n_segments, dimension)``
        density: *Shape:* ``(n_segments,)``
        weights: *Shape:* ``(n_segments,)``
        sizes: Segments of the one and of each other, at least 1 each. *Shape:* ``(n_others + 1,)``

    Returns:
        *Shape:* ``(n_others,)``, in [0, 1].
    """
    own, others = slice(sizes[0]), slice(sizes[0], None)
    begins = np.cumsum([0, *sizes[1:-1]])
    with _threads().limit(limits=1, user_api="blas"):
        # Others' segments in rows: what belongs to one other is then a run of whole rows.
        margins = vectors[others] @ vectors[own].T
    margins *= 2
    margins /= density[others, None] + density[None, own]
    own_weights = weights[own] / weights[own].sum()
    other_weights = weights[others] / np.repeat(np.add.reduceat(weights[others], begins), sizes[1:])
    own_best, other_best = np.maximum.reduceat(margins, begins, axis=0), margins.max(axis=1)
    is_mutual = margins == other_best[:, None]
    is_mutual &= margins == np.repeat(own_best, sizes[1:], axis=0)
    coverage = (own_best >= CLEAR_MARGIN) @ own_weights + np.add.reduceat(other_weights * (other_best >= CLEAR_MARGIN), begins)
    mutual = np.logical_or.reduceat(is_mutual, begins, axis=0) @ own_weights
    mutual += np.add.reduceat(other_weights * is_mutual.any(axis=1), begins)
    return np.asarray(coverage / 4 + mutual / 4, dtype=np.float32)


@cache
def _threads() -> ThreadpoolController:
    # Finding the libraries takes 2 ms, which is much for one article.
    return ThreadpoolController()


def _runs(values: NDArray[np.intp]) -> Iterator[tuple[int, int, int]]:
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.empty(0, dtype=np.intp)
    for start, end in pairwise((*starts, len(values))):
        yield int(values[start]), int(start), int(end)


def _align_one(space: SegmentVectors, left: int, rights: NDArray[np.intp]) -> Floats:
    rows = slice(space.offsets[left], space.offsets[left + 1])
    sizes = space.offsets[rights + 1] - space.offsets[rights]
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    columns = np.repeat(space.offsets[rights] - begins, sizes) + np.arange(sizes.sum())
    owner = np.repeat(np.arange(len(rights)), sizes)
    yardstick: Floats = (space.density[rows, None] + space.density[None, columns]) / np.float32(2)
    cosines = space.vectors[rows] @ space.vectors[columns].T
    margins = cosines / yardstick

    row_weights = space.weights[rows] / space.weights[rows].sum()
    column_weights = space.weights[columns]
    column_totals: Floats = np.add.reduceat(column_weights, begins)
    column_weights = column_weights / column_totals[owner]

    row_best = np.maximum.reduceat(margins, begins, axis=1)
    column_best = margins.max(axis=0)
    is_mutual = (margins == row_best[:, owner]) & (margins == column_best[None, :])
    row_mutual = np.logical_or.reduceat(is_mutual, begins, axis=1)
    column_mutual = is_mutual.any(axis=0)

    row_strength = np.clip(row_best / STRONG_MARGIN, 0.0, 1.0)
    column_strength = np.clip(column_best / STRONG_MARGIN, 0.0, 1.0)
    row_openings, column_openings = space.openings[rows], space.openings[columns]
    opening_totals = np.maximum(np.add.reduceat(column_openings, begins), 1e-6)
    result = np.empty((10, len(rights)), dtype=np.float32)
    result[0] = row_weights @ (row_best >= CLEAR_MARGIN)
    result[1] = np.add.reduceat(column_weights * (column_best >= CLEAR_MARGIN), begins)
    result[2] = row_weights @ row_strength
    result[3] = np.add.reduceat(column_weights * column_strength, begins)
    result[4] = (row_weights @ row_mutual + np.add.reduceat(column_weights * column_mutual, begins)) / 2
    result[5] = (
        row_weights @ (row_mutual * row_strength) + np.add.reduceat(column_weights * column_mutual * column_strength, begins)
    ) / 2
    result[7] = row_openings @ row_strength / max(float(row_openings.sum()), 1e-6)
    result[8] = np.add.reduceat(column_openings * column_strength, begins) / opening_totals
    row_same = np.maximum.reduceat(cosines, begins, axis=1) >= SAME_COSINE
    column_same = column_weights * (cosines.max(axis=0) >= SAME_COSINE)
    result[9] = (row_weights @ row_same + np.add.reduceat(column_same, begins)) / 2
    result[6] = _order(is_mutual, owner, len(rights))
    return result


def _order(is_mutual: NDArray[np.bool_], owner: NDArray[np.intp], n_rights: int) -> Floats:
    rows, columns = np.nonzero(is_mutual)
    kept, steps = np.zeros(n_rights), np.zeros(n_rights)
    # Counted along either article, so that it does not matter which one is called left.
    for along, across in ((rows, columns), (columns, rows)):
        reading = np.lexsort((along, owner[columns]))
        article, position = owner[columns][reading], across[reading]
        is_step = article[1:] == article[:-1]
        steps += np.bincount(article[1:][is_step], minlength=n_rights)
        kept += np.bincount(article[1:][is_step & (position[1:] > position[:-1])], minlength=n_rights)
    return np.where(steps > 0, kept / np.maximum(steps, 1), 1.0).astype(np.float32)


def match_segments(margins: Floats) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """
    Match the segments of two articles, one to one or one to several.

    Mutual best counterparts of a clear margin come first; a segment left over joins the match of its best counterpart if the
    margin is clear and it stands beside that match on its own side, as the half of a sentence that a translator split does.

    Args:
        margins: Of the left article's segments against the right one's.

            *Shape:* ``(n_left_segments, n_right_segments)``

    Returns:
        Row numbers of each match's left and right segments, in the left article's order.
    """
    if not margins.size:
        return []
    best_right, best_left = margins.argmax(axis=1), margins.argmax(axis=0)
    matches: list[tuple[list[int], list[int]]] = []
    match_by_left: dict[int, int] = {}
    match_by_right: dict[int, int] = {}
    for left, right in enumerate(best_right):
        if best_left[right] == left and margins[left, right] >= CLEAR_MARGIN:
            match_by_left[left] = match_by_right[int(right)] = len(matches)
            matches.append(([left], [int(right)]))
    for left, right in enumerate(best_right):
        match = match_by_right.get(int(right))
        if left not in match_by_left and match is not None and margins[left, right] >= CLEAR_MARGIN:
            lefts, rights = matches[match]
            if len(rights) == 1 and (left - 1 in lefts or left + 1 in lefts):
                lefts.append(left)
                match_by_left[left] = match
    for right, left in enumerate(best_left):
        match = match_by_left.get(int(left))
        if right not in match_by_right and match is not None and margins[left, right] >= CLEAR_MARGIN:
            lefts, rights = matches[match]
            if len(lefts) == 1 and (right - 1 in rights or right + 1 in rights):
                rights.append(right)
                match_by_right[right] = match
    return [(tuple(sorted(lefts)), tuple(sorted(rights))) for lefts, rights in matches]
