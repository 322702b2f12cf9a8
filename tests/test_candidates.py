"""Which pairs are compared at all: everything near enough, and no more than a bounded number for each article."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.similarity.candidates import (
    COMMON_ARTICLES,
    MAX_BY_WORDING,
    MIN_SHARED_SHINGLES,
    candidates_by_meaning,
    candidates_by_wording,
    merge_pairs,
)
from detector.similarity.fingerprint import HashSets

FOLDERS = st.lists(st.sets(st.integers(0, 25), max_size=15), max_size=COMMON_ARTICLES)


def hash_sets(articles: list[set[int]]) -> HashSets:
    rows = [sorted(article) for article in articles]
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.intp)))
    return HashSets(np.array([value for row in rows for value in row], dtype=np.uint64), offsets.astype(np.intp))


def share_enough(left: set[int], right: set[int]) -> bool:
    shared = len(left & right)
    return shared > 0 and shared >= min(MIN_SHARED_SHINGLES, len(left), len(right))


def as_tuples(pairs: np.ndarray) -> list[tuple[int, int]]:
    return [(int(left), int(right)) for left, right in pairs]


def nearest_by_brute_force(vectors: np.ndarray, n_best: int) -> list[tuple[int, int]]:
    pairs = set()
    for row in range(len(vectors)):
        others = sorted(
            (other for other in range(len(vectors)) if other != row), key=lambda other: -(vectors[row] @ vectors[other])
        )
        pairs |= {(min(row, other), max(row, other)) for other in others[:n_best]}
    return sorted(pairs)


@given(FOLDERS)
def test_by_wording_every_pair_that_shares_enough_is_found_and_no_other(articles):
    """Where no shingle is common, the candidates are those of a comparison of every article with every other."""
    expected = [
        (left, right) for left, right in combinations(range(len(articles)), 2) if share_enough(articles[left], articles[right])
    ]

    assert as_tuples(candidates_by_wording(hash_sets(articles))) == expected


def test_by_wording_a_large_folder_misses_no_pair_of_high_resemblance():
    """Of 300 articles with 40 copies among them, each copy finds its source, whatever boilerplate all 300 share."""
    random = np.random.default_rng(1)
    boilerplate = set(range(12))
    articles = [boilerplate | set(random.integers(100, 10**9, 80).tolist()) for _ in range(260)]
    for source in range(40):
        kept = sorted(articles[source])[:70]
        articles.append(set(kept) | set(random.integers(100, 10**9, 10).tolist()))
    found = set(as_tuples(candidates_by_wording(hash_sets(articles))))

    for source in range(40):
        assert len(articles[source] & articles[260 + source]) / len(articles[source] | articles[260 + source]) > 0.6
        assert (source, 260 + source) in found


def test_by_wording_a_template_does_not_make_work_grow_with_the_square_of_the_folder():
    """A thousand articles with one text in common have a few candidates each, and all hang together."""
    pairs = candidates_by_wording(hash_sets([set(range(50)) for _ in range(1000)]))

    assert len(pairs) <= 1000 * 3
    assert {(row, row + 1) for row in range(999)} <= set(as_tuples(pairs))


def test_by_wording_each_article_proposes_a_bounded_number_the_strongest_first():
    """Where each of 80 articles shares something with each other, only pairs among the best of one of their sides are kept."""
    n_articles = 80
    random = np.random.default_rng(2)
    strength = {pair: int(random.integers(MIN_SHARED_SHINGLES, 12)) for pair in combinations(range(n_articles), 2)}
    articles: list[set[int]] = [set() for _ in range(n_articles)]
    fresh = 0
    for (left, right), count in strength.items():
        articles[left] |= set(range(fresh, fresh + count))
        articles[right] |= set(range(fresh, fresh + count))
        fresh += count
    found = set(as_tuples(candidates_by_wording(hash_sets(articles))))

    assert len(found) <= n_articles * MAX_BY_WORDING
    assert len(found) < len(strength)
    for row in range(n_articles):
        own = {pair: count for pair, count in strength.items() if row in pair}
        bound = sorted(own.values(), reverse=True)[MAX_BY_WORDING - 1]
        assert {pair for pair, count in own.items() if count > bound} <= found


def test_by_wording_two_short_texts_are_candidates_if_they_share_all_they_have():
    """An article too short for four shared phrases is compared where it shares all of its own."""
    assert as_tuples(candidates_by_wording(hash_sets([{1, 2}, {1, 2, 3, 4, 5, 6}, {2, 7, 8}]))) == [(0, 1)]


def test_by_wording_a_folder_without_words_has_no_candidates():
    """No articles, one, and articles without a shingle give no pair."""
    for articles in ([], [{1, 2, 3, 4}], [set(), set()]):
        assert candidates_by_wording(hash_sets(articles)).shape == (0, 2)


@settings(deadline=None)
@given(st.integers(2, 40), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_by_meaning_the_neighbours_are_the_exact_ones(n_articles, n_best, seed):
    """The candidates are the nearest neighbours that a comparison with every other article finds."""
    vectors = np.random.default_rng(seed).normal(size=(n_articles, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    found = candidates_by_meaning(vectors, np.arange(n_articles), np.full(n_articles, "en"), n_best)

    assert as_tuples(found) == nearest_by_brute_force(vectors, n_best)


def test_by_meaning_a_folder_larger_than_one_block_is_searched_whole():
    """Neighbours are found across the blocks in which a large folder is searched."""
    vectors = np.random.default_rng(3).normal(size=(1500, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -np.inf)
    nearest = similarities.argmax(axis=1)
    expected = sorted({(min(row, other), max(row, other)) for row, other in enumerate(nearest.tolist())})

    assert as_tuples(candidates_by_meaning(vectors, np.arange(1500), np.full(1500, "en"), 1)) == expected


def test_by_meaning_pairs_are_given_in_the_callers_row_numbers():
    """Where only some articles have vectors, the pairs name them by their rows among all."""
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)

    assert as_tuples(candidates_by_meaning(vectors, np.array([4, 7, 9]), np.full(3, "en"), 1)) == [(4, 9), (7, 9)]


def test_by_meaning_an_article_alone_has_no_neighbours():
    """One article, or none, gives no pair."""
    for count in (0, 1):
        assert candidates_by_meaning(np.ones((count, 2), dtype=np.float32), np.arange(count), np.full(count, "en")).shape == (
            0,
            2,
        )


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20),
)
def test_merged_pairs_are_the_union_in_order(first, second):
    """A pair that both rules propose is one pair, and the order is that of the row numbers."""
    lists = [np.array(pairs, dtype=np.intp).reshape(-1, 2) for pairs in (first, second)]

    assert as_tuples(merge_pairs(9, *lists)) == sorted({*first, *second})
