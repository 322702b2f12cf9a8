"""
Neighbours: which vectors are nearest to which.

In: unit vectors. Out: of each vector its nearest ones, of all and of groups. Exact up to ``INDEXED_FROM`` vectors, and beyond
where ``faiss`` is not installed; else by an index that looks at a part of them, as exact search grows with their square.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.similarity.encoders import Vectors

Places = NDArray[np.intp]

INDEXED_FROM = 20_000
"""Vectors from which an index is used. Processor seconds by search / by index: 6,000 articles of six corpora 0.9 / 0.7, 17,852 of
them 5.6 / 2.6; made ones, as unlike as mixtures of three sentences are, 25,000 16 / 6, 50,000 72 / 16, 100,000 not tried / 43."""
N_PROBES = 32
"""Cells that are looked at for each vector, of twice as many as the root of their number. Of the pairs that exact search proposes
for 17,852 articles of six corpora in 15 languages, shares found at 16 / 32 / 64: all 0.979 / 0.994 / 0.999, of a cosine of 0.5 or
more 0.989 / 0.998 / 1.000, of 0.6 or more 0.999 / 1.000 / 1.000; of 50,000 made articles at 32 of 0.6 or more 0.997. Used from
500 articles on it loses none of the 37,772 pairs reported of wmt22, ntrex and versions."""
_ROWS_AT_ONCE = 1024
_SEARCHED_AT_ONCE = 1 << 14


def find_nearest(vectors: Vectors, groups: Sequence[tuple[Places, int]]) -> Iterator[tuple[Places, Places]]:
    """
    Find of each vector its nearest others, for each group of vectors apart.

    Args:
        vectors: Rows of length 1. *Shape:* ``(n_vectors, dimension)``
        groups: The places of vectors, and how many of them each vector proposes, at most as many as there are.

    Yields:
        Places of vectors and, beside each, of one that it proposes; itself is none.

    Source:
        The index: Jégou, Douze & Schmid (2011), Product Quantization for Nearest Neighbor Search, section IV (inverted file);
        Douze et al. (2024), The Faiss library.
    """
    if len(vectors) >= INDEXED_FROM and importlib.util.find_spec("faiss"):
        for places, count in groups:
            yield from _by_index(vectors, places, count)
    else:
        yield from _by_search(vectors, groups)


def _by_search(vectors: Vectors, groups: Sequence[tuple[Places, int]]) -> Iterator[tuple[Places, Places]]:
    for start in range(0, len(vectors), _ROWS_AT_ONCE):
        similarities = vectors[start : start + _ROWS_AT_ONCE] @ vectors.T
        own = np.arange(len(similarities))
        similarities[own, start + own] = -np.inf
        for places, count in groups:
            nearest = places[np.argpartition(-similarities[:, places], count - 1, axis=1)[:, :count]].ravel()
            yield _without_own(np.repeat(start + own, count), nearest)


def _by_index(vectors: Vectors, places: Places, count: int) -> Iterator[tuple[Places, Places]]:
    index = _make_index(vectors[places])
    for start in range(0, len(vectors), _SEARCHED_AT_ONCE):
        # One more than wanted, as a vector is its own nearest; the last is spared where it is not of the group.
        _, ranked = index.search(vectors[start : start + _SEARCHED_AT_ONCE], count + 1)
        left = np.arange(start, start + len(ranked))
        nearest = np.where(ranked >= 0, places[ranked], -1)
        nearest[(nearest != left[:, np.newaxis]).all(axis=1), -1] = -1
        is_found = nearest.ravel() >= 0
        yield _without_own(np.repeat(left, count + 1)[is_found], nearest.ravel()[is_found])


def _make_index(vectors: Vectors) -> Any:  # noqa: ANN401  (faiss has no types)
    import faiss  # noqa: PLC0415  (an extra, imported where it is used)

    n_cells = min(len(vectors), int(2 * len(vectors) ** 0.5))
    kind = faiss.ScalarQuantizer.QT_fp16
    cells = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFScalarQuantizer(cells, vectors.shape[1], n_cells, kind, faiss.METRIC_INNER_PRODUCT)
    # It draws by a seed of its own; small groups are no reason for it to warn on standard error.
    index.cp.min_points_per_centroid = 1
    index.train(vectors)
    index.add(vectors)
    index.nprobe = N_PROBES
    return index


def _without_own(left: Places, nearest: Places) -> tuple[Places, Places]:
    is_other = left != nearest
    return left[is_other], nearest[is_other]
