"""The yardstick of similarity: languages removed, and how near unlike segments stand."""

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.similarity.background import (
    N_NEIGHBOURS,
    RARE_SHARE,
    Background,
    WordShares,
    estimate_background,
    load_background,
    load_word_shares,
    pack_word_shares,
    unit,
)

SEEDS = st.integers(0, 2**32 - 1)


def draw(seed: int, count: int, dimension: int = 8) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def make_background(bank: np.ndarray) -> Background:
    dimension = bank.shape[1]
    means = {"en": np.full(dimension, 0.1, dtype=np.float32), "ru": np.full(dimension, -0.2, dtype=np.float32)}
    return Background(mean=np.zeros(dimension, dtype=np.float32), language_means=means, bank=bank)


@given(SEEDS)
def test_vectors_of_one_text_in_two_languages_meet_once_their_languages_are_removed(seed):
    """What all texts of a language have in common is taken away, and what a text says is left."""
    background = make_background(draw(0, 10))
    meanings = draw(seed, 5)
    english, russian = (meanings + background.language_means[language] for language in ("en", "ru"))

    assert background.remove_language(english, ["en"] * 5) == pytest.approx(meanings, abs=1e-4)
    assert background.remove_language(russian, ["ru"] * 5) == pytest.approx(meanings, abs=1e-4)


def test_a_language_without_a_mean_takes_the_mean_of_all():
    """A language that the background has never seen is still centred; what was handed in stays as it was."""
    background = make_background(draw(0, 10))
    vectors = draw(1, 3)
    kept = vectors.copy()

    assert background.remove_language(vectors, ["en", "xx", "en"])[1] == pytest.approx(vectors[1], abs=1e-6)
    assert (vectors == kept).all()


@settings(deadline=None)
@given(SEEDS, st.integers(1, 20), st.integers(1, 12))
def test_density_is_the_mean_similarity_to_the_nearest_in_the_bank(seed, n_bank, count):
    """The figure is that of a comparison with every segment of the bank, with a floor above 0."""
    bank, vectors = draw(seed, n_bank), draw(seed + 1, count)
    nearest = -np.sort(-(vectors @ bank.T), axis=1)[:, :N_NEIGHBOURS]
    density = make_background(bank).density(vectors)

    assert density == pytest.approx(np.maximum(nearest.mean(axis=1), 0.05), abs=1e-5)
    assert (density > 0.0).all()
    assert (density <= 1.0 + 1e-6).all()


def test_a_vectors_density_does_not_depend_on_what_stands_beside_it():
    """One by one or more than fit at once: the yardstick is the same, so that adding an article changes nothing."""
    background = make_background(draw(0, 50))
    vectors = draw(1, 5000)
    together = background.density(vectors)

    for row in (0, 4095, 4096, 4999):
        assert background.density(vectors[row : row + 1])[0] == pytest.approx(together[row], abs=1e-6)


def test_rows_are_scaled_to_length_1_and_a_row_of_zeros_stays():
    """Nothing is divided by nothing."""
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])) == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))


@pytest.mark.parametrize(("name", "dimension"), [("use", 512), ("e5", 384)])
def test_the_shipped_backgrounds_fit_their_encoders(name, dimension):
    """Both built-in encoders have means of their languages and a bank of unit vectors."""
    background = load_background(name)

    assert background is not None
    assert background.mean.shape == (dimension,)
    assert {vector.shape for vector in background.language_means.values()} == {(dimension,)}
    assert {"en", "ru", "zh"} <= set(background.language_means)
    assert np.linalg.norm(background.bank, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_an_encoder_without_a_shipped_background_has_none():
    """Nothing is made up for a name that is not known."""
    assert load_background("ngrams") is None


def test_an_estimated_background_has_the_means_of_the_languages_that_are_there():
    """A language of too few segments takes the mean of all; the bank is no larger than asked for."""
    languages = ["en"] * 40 + ["ru"] * 40 + ["fi"] * 2
    vectors = draw(3, 82) + np.repeat([[0.5], [-0.5], [0.0]], [40, 40, 2], axis=0).astype(np.float32)
    background = estimate_background(vectors, languages, n_bank=16)

    assert set(background.language_means) == {"en", "ru"}
    assert background.language_means["en"] == pytest.approx(vectors[:40].mean(axis=0))
    assert len(background.bank) == 16
    assert background.density(background.remove_language(vectors, languages)).shape == (82,)


def test_a_background_can_be_estimated_from_a_single_segment():
    """Two short articles are all that there may be."""
    background = estimate_background(draw(4, 1), ["en"])

    assert np.isfinite(background.density(draw(5, 2))).all()


def test_the_rarer_of_two_words_weighs_more():
    """A word that half of a language's articles hold weighs less than one that a tenth hold; an unknown one weighs most."""
    words = np.array([xxhash.xxh3_64_intdigest(word.encode()) >> 32 for word in ("the", "harbour", "mirabel")], dtype=np.uint32)
    arrays = pack_word_shares({"en": {int(words[0]): 0.5, int(words[1]): 0.1}, "de": {}})
    starts = np.cumsum([0, *arrays["counts"]])
    shares = WordShares(by_language={"en": (arrays["words"][starts[1] :], arrays["shares"][starts[1] :] / 255)})

    assert arrays["languages"].tolist() == ["de", "en"]
    assert shares.rarity("en", words) == pytest.approx(-np.log([0.5, 0.1, RARE_SHARE]), abs=0.02)
    assert shares.rarity("de", words) == pytest.approx(-np.log([RARE_SHARE] * 3))


def test_the_shipped_shares_know_the_usual_words_of_a_language():
    """Articles and prepositions hardly weigh anything; names do."""
    words = np.array([xxhash.xxh3_64_intdigest(word.encode()) >> 32 for word in ("the", "of", "mirabel")], dtype=np.uint32)
    rarity = load_word_shares().rarity("en", words)

    assert rarity[:2].max() < 0.05 < rarity[2]
    assert len(load_word_shares().by_language) > 100
