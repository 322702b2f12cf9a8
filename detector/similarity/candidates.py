"""
Candidates: which pairs of articles are worth comparing.

In: fingerprints, and vectors where there are any. Out: pairs of row numbers. Two blocking rules: by wording, for articles that
share shingles which are not common in the folder; by meaning, for articles whose mean vectors are neighbours. Both are bounded
for each article, so that neither a template nor a large family makes the work grow with the square of the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detector.similarity.encoders import Vectors
from detector.similarity.fingerprint import Hashes, HashSets, ranges_of
from detector.similarity.neighbours import find_nearest

Pairs = NDArray[np.intp]

MAX_BY_WORDING = 50
"""Candidates by wording that one article may propose. Our choice; not measured at other values."""
MAX_BY_MEANING = 50
"""Candidates by meaning that one article may propose. On army 0.90 of the true pairs are among the candidates with the 50 nearest
of all, 0.98 with as many again shared out over the languages. Other values were not measured."""
COMMON_ARTICLES = 20
"""Articles up to which all holders of a shingle are paired with each other; beyond, each with its next few in the folder only."""
_STRIDE = 3
"""How many next holders each holder of a common shingle is paired with."""
MIN_SHARED_SHINGLES = 4
"""Shared shingles of three words below which two articles are no candidates by wording: 12 words in common are a quotation."""
_SAMPLED_AT_ONCE = 1 << 20
_SHINGLES_AT_ONCE = 1 << 20
_KEYS_AT_ONCE = 1 << 21
MAX_SHINGLES = 1 << 24
"""Shingles of a folder up to which all are looked at; of more, every second, fourth and so on, the same ones in all articles, so
that time and memory grow with the folder and no faster. 2^24 are those of 53,000 articles of 300 words."""
KEPT_SHINGLES = 64
"""Shingles of an article up to which all of its own are looked at, in a folder of any size: a brief has too few to do without."""
MIN_SAMPLED_SHINGLES = 2
MIN_SAMPLED_SHARE = 0.04
"""Shared shingles, and their share of the fewer ones, below which two articles are no candidates where not all are looked at."""


def candidates_by_wording(shingles: HashSets) -> Pairs:
    """
    Pair the articles that share the most shingles, at most ``MAX_BY_WORDING`` proposed by each.

    *Shape:* ``(n_pairs, 2)``, left below right, sorted.

    Source:
        The sample: Broder (1997), On the resemblance and containment of documents, section 3 (hashes that are 0 modulo m).
    """
    n_articles = len(shingles.offsets) - 1
    n_bits = max(0, len(shingles.values) - 1).bit_length() - MAX_SHINGLES.bit_length() + 1
    shared, sizes = _pairs_and_sizes(shingles, n_bits)
    n_least = MIN_SAMPLED_SHINGLES if n_bits > 0 else MIN_SHARED_SHINGLES
    # Most pairs share one shingle: they go first, before anything is made of them.
    spares_single = n_least > 1 and sizes.min(initial=n_least) > 1
    found = []
    for keys in _parts_of(shared, n_articles):
        pairs, counts = _count(keys, spares_single=spares_single)
        left, right = np.divmod(pairs, max(n_articles, 1))
        fewer = np.minimum(sizes[left], sizes[right])
        is_enough = counts >= np.clip(fewer, 1, n_least)
        if n_bits > 0:
            is_enough &= counts >= MIN_SAMPLED_SHARE * fewer
        found.append((left[is_enough], right[is_enough], counts[is_enough].astype(np.float64)))
    left, right, shares = (np.concatenate(part) for part in zip(*found, strict=True))
    return _best_of_each(left, right, shares, MAX_BY_WORDING)


def _pairs_and_sizes(shingles: HashSets, n_bits: int) -> tuple[list[NDArray[np.intp]], NDArray[np.intp]]:
    """
    Give the pairs of articles for each shingle that they share, from ``_pairs_that_share``, and how many each article has.

    Of these shingles every one of ``2 ** n_bits`` is looked at, where ``n_bits`` is above 0.
    """
    n_articles = len(shingles.offsets) - 1
    if n_bits > 0:
        values, rows, sizes = _sample(shingles, n_bits)
    else:
        values, sizes = shingles.values, shingles.sizes()
        rows = np.repeat(np.arange(n_articles, dtype=np.int32), sizes)
    return [_pairs_that_share(values[places], rows[places], n_articles) for places in ranges_of(values, _SHINGLES_AT_ONCE)], sizes


def _parts_of(shared: Sequence[NDArray[np.intp]], n_articles: int) -> Iterator[NDArray[np.intp]]:
    """Give keys of pairs from several lists in parts of about ``_KEYS_AT_ONCE``, each key with all of its repetitions, sorted."""
    n_parts = 1 + sum(map(len, shared)) // _KEYS_AT_ONCE
    bounds = [n_articles * n_articles * part // n_parts for part in range(n_parts + 1)]
    for low, high in pairwise(bounds):
        part = np.concatenate([keys[(keys >= low) & (keys < high)] for keys in shared])
        part.sort()
        yield part


def _count(keys: NDArray[np.intp], *, spares_single: bool) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the distinct keys of a sorted list, and how often each comes; if asked for, without those that come once."""
    is_repeated = keys[1:] == keys[:-1]
    if spares_single:
        keys = keys[np.concatenate([is_repeated, [False]]) | np.concatenate([[False], is_repeated])] if len(keys) else keys
        is_repeated = keys[1:] == keys[:-1]
    starts = np.flatnonzero(np.concatenate([[True], ~is_repeated])) if len(keys) else np.empty(0, dtype=np.intp)
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _low_bits(n_bits: int) -> np.uint64:
    # The low ones: shingles are parted into ranges by their high ones.
    return np.uint64((1 << n_bits) - 1)


def _sample(shingles: HashSets, n_bits: int) -> tuple[Hashes, NDArray[np.int32], NDArray[np.intp]]:
    """
    Give the shingles that are looked at, and who holds each: those whose last bits are 0, and all of short articles.

    Returns:
        The shingles and their holders, of *Shape:* ``(n_sampled,)``, and how many of the first kind each article holds.
    """
    sizes = np.zeros(len(shingles.offsets) - 1, dtype=np.intp)
    is_sampled = np.repeat(shingles.sizes() <= KEPT_SHINGLES, shingles.sizes())
    values: list[Hashes] = []
    rows: list[NDArray[np.int32]] = []
    # Piece by piece, so that no number of every shingle of the folder is made.
    for start in range(0, len(is_sampled), _SAMPLED_AT_ONCE):
        part = shingles.values[start : start + _SAMPLED_AT_ONCE]
        has_low_bits = part & _low_bits(n_bits) == 0
        places = np.flatnonzero(is_sampled[start : start + _SAMPLED_AT_ONCE] | has_low_bits)
        holders = shingles.articles_at(start + places)
        sizes += np.bincount(holders[has_low_bits[places]], minlength=len(sizes))
        values.append(part[places])
        rows.append(holders.astype(np.int32))
    return np.concatenate(values), np.concatenate(rows), sizes


def _pairs_that_share(values: Hashes, rows: NDArray[np.int32], n_articles: int) -> NDArray[np.intp]:
    """Give the pairs of holders of each shingle, as ``left * n_articles + right``, once for each shingle that they share."""
    # One number of hash and holder, so that one sort does, in a tenth of the time of one that keeps places. What the hash loses
    # by it are high bits, which are alike in a range or may be spared: of a folder of 200,000 articles 46 are left.
    bits = np.uint64(max(n_articles - 1, 1).bit_length())
    packed = (values << bits) | rows.astype(np.uint64)
    packed.sort()
    # What one article alone holds pairs nothing.
    is_shared = np.zeros(len(packed), dtype=np.bool_)
    is_same = packed[1:] >> bits == packed[:-1] >> bits
    is_shared[1:] |= is_same
    is_shared[:-1] |= is_same
    packed = packed[is_shared]
    values, holders = packed >> bits, (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.intp)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.empty(0, dtype=np.intp)
    sizes = np.diff(np.append(starts, len(values)))
    size_at = np.repeat(sizes.astype(np.int32), sizes)
    group_at = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    keys = [np.empty(0, dtype=np.intp)]
    for step in range(1, COMMON_ARTICLES):
        # Each holder against the one `step` places on, as long as both hold the same shingle.
        is_pair = group_at[step:] == group_at[:-step]
        if step > _STRIDE:
            is_pair &= size_at[step:] <= COMMON_ARTICLES
        if not is_pair.any():
            break
        keys.append(holders[:-step][is_pair] * n_articles + holders[step:][is_pair])
    return np.concatenate(keys)


def candidates_by_meaning(
    vectors: Vectors, rows: NDArray[np.intp], languages: NDArray[np.str_], n_best: int = MAX_BY_MEANING
) -> Pairs:
    """
    Pair each article with its nearest neighbours, and with its nearest in each language, as ``find_nearest`` finds them.

    In a folder on one subject the versions in one's own language can be fewer than the look-alikes, and those of another language
    are all farther off: so each article proposes ``n_best`` of all, and as many again shared out over the languages.

    Args:
        vectors: One mean vector an article.

            *Shape:* ``(len(rows), dimension)``, rows of length 1.
        rows: The articles' row numbers, rising.
        languages: The articles' languages.

            *Shape:* ``(len(rows),)``
        n_best: Candidates that one article may propose by either rule.

    Returns:
        *Shape:* ``(n_pairs, 2)``, left below right, sorted.
    """
    if len(rows) < 2:
        return np.empty((0, 2), dtype=np.intp)
    columns = [np.flatnonzero(languages == language) for language in np.unique(languages)]
    n_each = max(1, n_best // len(columns))
    proposed = [
        (np.arange(len(rows)), min(n_best, len(rows) - 1)),
        *((places, min(n_each, len(places))) for places in columns if len(columns) > 1),
    ]
    keys = [
        np.unique(np.minimum(left, nearest) * len(rows) + np.maximum(left, nearest))
        for left, nearest in find_nearest(vectors, proposed)
    ]
    found = np.unique(np.concatenate(keys))
    return np.stack([rows[found // len(rows)], rows[found % len(rows)]], axis=1)


def merge_pairs(n_articles: int, *many: Pairs) -> Pairs:
    """
    Give the distinct pairs of several lists.

    *Shape:* ``(n_pairs, 2)``, left below right, sorted.
    """
    keys = np.unique(np.concatenate([pairs[:, 0] * n_articles + pairs[:, 1] for pairs in many]))
    return np.stack(np.divmod(keys, max(n_articles, 1)), axis=1)


def _best_of_each(left: NDArray[np.intp], right: NDArray[np.intp], scores: NDArray[np.float64], n_best: int) -> Pairs:
    owner, other, number = np.concatenate([left, right]), np.concatenate([right, left]), np.tile(np.arange(len(left)), 2)
    order = np.lexsort((other, -np.tile(scores, 2), owner))
    sorted_owner = owner[order]
    first = np.searchsorted(sorted_owner, sorted_owner)
    is_kept = np.arange(len(order)) - first < n_best
    kept = np.unique(number[order][is_kept])
    return np.stack([left[kept], right[kept]], axis=1)
