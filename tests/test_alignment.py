"""How segments are matched by meaning, against a slow plain reference, and the laws that hold of any two articles."""

import itertools
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.similarity.alignment import (
    CLEAR_MARGIN,
    SAME_COSINE,
    STRONG_MARGIN,
    Alignments,
    SegmentVectors,
    align,
    match_segments,
    rough_scores,
)

SEEDS = st.integers(0, 2**32 - 1)


def make_space(seed: int, sizes: list[int], n_meanings: int = 12) -> SegmentVectors:
    """Draw articles whose segments say one of a few things each in words of their own, so that some are renderings of others."""
    random = np.random.default_rng(seed)
    meanings = random.normal(size=(n_meanings, 16))
    # Every third segment has hardly any words of its own, so that some are the same as others.
    own_words = np.where(np.arange(sum(sizes)) % 3 == 0, 0.01, 0.4)[:, None]
    vectors = meanings[random.integers(0, n_meanings, sum(sizes))] + own_words * random.normal(size=(sum(sizes), 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = random.uniform(10, 200, sum(sizes)).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    places = np.arange(sum(sizes)) - np.repeat(starts[:-1], sizes)
    return SegmentVectors(
        encoder="drawn",
        vectors=vectors.astype(np.float32),
        density=random.uniform(0.4, 0.9, sum(sizes)).astype(np.float32),
        weights=weights,
        openings=np.where(places < 3, weights, 0).astype(np.float32),
        offsets=starts.astype(np.intp),
    )


def all_pairs(n_articles: int) -> np.ndarray:
    return np.array([(left, right) for left in range(n_articles) for right in range(n_articles) if left != right], dtype=np.intp)


def slow_alignment(space: SegmentVectors, left: int, right: int) -> dict[str, float]:
    """Align two articles segment by segment, in plain Python."""
    rows = range(space.offsets[left], space.offsets[left + 1])
    columns = range(space.offsets[right], space.offsets[right + 1])
    margin = {
        (row, column): float(space.vectors[row] @ space.vectors[column]) / float((space.density[row] + space.density[column]) / 2)
        for row in rows
        for column in columns
    }
    best_of_row = {row: max(columns, key=lambda column: margin[row, column]) for row in rows}
    best_of_column = {column: max(rows, key=lambda row: margin[row, column]) for column in columns}
    mutual = [(column, row) for column, row in best_of_column.items() if best_of_row[row] == column]

    def cosine(row: int, column: int) -> float:
        return float(space.vectors[row] @ space.vectors[column])

    def strength(row: int, column: int) -> float:
        return min(max(margin[row, column] / STRONG_MARGIN, 0.0), 1.0)

    def share(of: range, measure: dict[int, float], weights: np.ndarray) -> float:
        return sum(float(weights[place]) * measure.get(place, 0.0) for place in of) / sum(float(weights[place]) for place in of)

    clear_rows = {row: float(margin[row, column] >= CLEAR_MARGIN) for row, column in best_of_row.items()}
    clear_columns = {column: float(margin[row, column] >= CLEAR_MARGIN) for column, row in best_of_column.items()}
    row_strength = {row: strength(row, column) for row, column in best_of_row.items()}
    column_strength = {column: strength(row, column) for column, row in best_of_column.items()}
    along_left = sorted((row, column) for column, row in mutual)
    steps = [later[1] > earlier[1] for reading in (mutual, along_left) for earlier, later in itertools.pairwise(reading)]
    return {
        "coverage_left": share(rows, clear_rows, space.weights),
        "coverage_right": share(columns, clear_columns, space.weights),
        "strength_left": share(rows, row_strength, space.weights),
        "strength_right": share(columns, column_strength, space.weights),
        "opening_left": share(rows, row_strength, space.openings),
        "opening_right": share(columns, column_strength, space.openings),
        "mutual": (
            share(rows, {row: 1.0 for _, row in mutual}, space.weights)
            + share(columns, {column: 1.0 for column, _ in mutual}, space.weights)
        )
        / 2,
        "mutual_strength": (
            share(rows, {row: strength(row, column) for column, row in mutual}, space.weights)
            + share(columns, {column: strength(row, column) for column, row in mutual}, space.weights)
        )
        / 2,
        "same": (
            share(
                rows, {row: float(max(cosine(row, column) for column in columns) >= SAME_COSINE) for row in rows}, space.weights
            )
            + share(
                columns,
                {column: float(max(cosine(row, column) for row in rows) >= SAME_COSINE) for column in columns},
                space.weights,
            )
        )
        / 2,
        "order": sum(steps) / len(steps) if steps else 1.0,
    }


def columns_of(found: Alignments) -> dict[str, np.ndarray]:
    return {field.name: getattr(found, field.name) for field in fields(found)}


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.lists(st.integers(1, 8), min_size=2, max_size=5))
def test_alignment_agrees_with_a_slow_plain_reference(seed, sizes):
    """The shares that matrices give for many articles at once are those that loops give for two."""
    space = make_space(seed, sizes)
    pairs = all_pairs(len(sizes))
    found = columns_of(align(space, pairs))

    for number, (left, right) in enumerate(pairs.tolist()):
        expected = slow_alignment(space, left, right)
        assert {name: float(values[number]) for name, values in found.items()} == pytest.approx(expected, abs=1e-4)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(1, 8), st.integers(1, 8))
def test_alignment_does_not_depend_on_which_article_is_called_left(seed, n_left, n_right):
    """With the sides changed the shares of the sides change places, and what both share stays."""
    space = make_space(seed, [n_left, n_right])
    one_way = columns_of(align(space, np.array([[0, 1]])))
    other_way = columns_of(align(space, np.array([[1, 0]])))

    for name in ("coverage", "strength", "opening"):
        assert one_way[f"{name}_left"] == pytest.approx(other_way[f"{name}_right"], abs=1e-5)
        assert one_way[f"{name}_right"] == pytest.approx(other_way[f"{name}_left"], abs=1e-5)
    for name in ("mutual", "mutual_strength", "same"):
        assert one_way[name] == pytest.approx(other_way[name], abs=1e-5)


def permuted(order: list[int]) -> SegmentVectors:
    """Make two articles of the same unlike segments, the second in another order."""
    n_segments = len(order)
    return SegmentVectors(
        encoder="drawn",
        vectors=np.concatenate([np.eye(n_segments), np.eye(n_segments)[order]]).astype(np.float32),
        density=np.full(2 * n_segments, 0.5, dtype=np.float32),
        weights=np.ones(2 * n_segments, dtype=np.float32),
        openings=np.ones(2 * n_segments, dtype=np.float32),
        offsets=np.array([0, n_segments, 2 * n_segments]),
    )


def test_order_does_not_depend_on_which_article_is_called_left():
    """Four paragraphs that are moved about keep as much of their order seen from either side."""
    space = permuted([1, 3, 0, 2])

    assert align(space, np.array([[0, 1]])).order == align(space, np.array([[1, 0]])).order


@pytest.mark.parametrize(("order", "share"), [([0, 1, 2, 3], 1.0), ([3, 2, 1, 0], 0.0), ([2, 3, 0, 1], 2 / 3), ([0], 1.0)])
def test_order_is_the_share_of_neighbours_that_keep_their_order(order, share):
    """A text told backwards keeps no order, one with its halves changed keeps most, and one segment has nothing to lose."""
    assert align(permuted(order), np.array([[0, 1]])).order == pytest.approx(share)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(1, 10))
def test_an_article_aligned_with_itself_gives_1(seed, n_segments):
    """Everything in it has its counterpart, clear and mutual, in order."""
    random = np.random.default_rng(seed)
    vectors = np.linalg.qr(random.normal(size=(16, n_segments)))[0].T
    weights = random.uniform(1, 100, n_segments).astype(np.float32)
    space = SegmentVectors(
        encoder="drawn",
        vectors=vectors.astype(np.float32),
        density=random.uniform(0.1, 0.6, n_segments).astype(np.float32),
        weights=weights,
        openings=weights,
        offsets=np.array([0, n_segments]),
    )
    found = columns_of(align(space, np.array([[0, 0]])))

    for name, values in found.items():
        assert values == pytest.approx([1.0], abs=1e-5), name


@settings(deadline=None, max_examples=25)
@given(SEEDS, st.lists(st.integers(1, 6), min_size=2, max_size=6))
def test_every_share_is_between_0_and_1(seed, sizes):
    """Shares are shares, whatever the vectors."""
    for name, values in columns_of(align(make_space(seed, sizes), all_pairs(len(sizes)))).items():
        assert (values >= 0).all(), name
        assert (values <= 1 + 1e-5).all(), name


def test_a_left_article_with_more_partners_than_fit_at_once_is_aligned_with_all():
    """The bound on how many are aligned at once changes no number."""
    space = make_space(5, [4] + [3] * 150)
    pairs = np.array([(0, right) for right in range(1, 151)])
    together = columns_of(align(space, pairs))
    alone = [columns_of(align(space, pairs[number : number + 1])) for number in (0, 63, 64, 149)]

    for number, found in zip((0, 63, 64, 149), alone, strict=True):
        for name, values in found.items():
            assert together[name][number] == pytest.approx(values[0], abs=1e-5), name


def test_pairs_out_of_order_are_refused():
    """The pairs must be sorted by their left article, and the error says so."""
    with pytest.raises(ValueError, match="sorted by their left article"):
        align(make_space(0, [2, 2, 2]), np.array([[1, 2], [0, 1]]))


def test_no_pairs_give_no_rows():
    """An empty list of pairs has empty shares."""
    assert len(align(make_space(0, [2, 2]), np.empty((0, 2), dtype=np.intp)).mutual) == 0


def test_margins_are_similarities_over_the_mean_of_the_two_densities():
    """Two alike segments in a crowded place are worth less than two in a lonely one."""
    space = permuted([0, 1])
    margins = space.margins(0, 1)

    assert margins == pytest.approx(np.eye(2) / 0.5)


def test_an_articles_vector_is_the_mean_of_its_segments_by_weight():
    """Long segments count more; an article without segments here has a row of zeros."""
    space = SegmentVectors(
        encoder="drawn",
        vectors=np.eye(2, dtype=np.float32),
        density=np.ones(2, dtype=np.float32),
        weights=np.array([3, 4], dtype=np.float32),
        openings=np.zeros(2, dtype=np.float32),
        offsets=np.array([0, 2, 2]),
    )

    assert space.article_vectors() == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_a_sentence_that_a_translator_split_is_matched_to_both_halves():
    """One to several: the halves stand side by side, and both are clear."""
    split = np.array([[1.8, 1.4, 0.2], [0.1, 0.2, 1.7]], dtype=np.float32)

    assert match_segments(split) == [((0,), (0, 1)), ((1,), (2,))]
    assert match_segments(split.T) == [((0, 1), (0,)), ((2,), (1,))]


def test_halves_that_do_not_stand_side_by_side_are_not_one_passage():
    """A second clear counterpart at the other end of the text is a repetition, not a half."""
    assert match_segments(np.array([[1.8, 0.2, 1.4]], dtype=np.float32)) == [((0,), (0,))]


def test_segments_without_a_clear_counterpart_are_matched_to_nothing():
    """The best of bad counterparts is none, and no segments have none."""
    assert match_segments(np.full((2, 3), 0.9 * CLEAR_MARGIN, dtype=np.float32)) == []
    assert match_segments(np.empty((0, 3), dtype=np.float32)) == []


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 9), st.integers(1, 9))
def test_a_segment_is_matched_once_and_never_several_to_several(seed, n_left, n_right):
    """Matches share no segment, are one to one or one to several, clear, in the left order, and the same from either side."""
    margins = np.random.default_rng(seed).uniform(0, 2, (n_left, n_right)).astype(np.float32)
    matches = match_segments(margins)
    lefts = [row for left, _ in matches for row in left]
    rights = [row for _, right in matches for row in right]

    assert len(set(lefts)) == len(lefts)
    assert len(set(rights)) == len(rights)
    assert [left[0] for left, _ in matches] == sorted(left[0] for left, _ in matches)
    for left, right in matches:
        assert min(len(left), len(right)) == 1
        assert margins[np.ix_(left, right)].max() >= CLEAR_MARGIN
        assert list(left) == list(range(left[0], left[0] + len(left)))
        assert list(right) == list(range(right[0], right[0] + len(right)))


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.lists(st.integers(1, 12), min_size=2, max_size=8))
def test_a_rough_score_is_what_an_alignment_covers_and_matches(seed, sizes):
    """Of one article and several others at once it is the mean of coverage and mutual share, as ``align`` finds them."""
    space = make_space(seed, sizes)
    found = align(space, np.array([(0, right) for right in range(1, len(sizes))], dtype=np.intp))
    expected = (found.coverage_left + found.coverage_right) / 4 + found.mutual / 2

    assert np.allclose(rough_scores(space.vectors, space.density, space.weights, sizes), expected, atol=1e-5)
