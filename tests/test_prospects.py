"""What is dear is looked for only in pairs that may be versions, and nothing else comes out by it."""

from pathlib import Path

import numpy as np
import pytest
from desk import story
from ngrams import NgramEncoder

from detector import Settings, find_clusters, read
from detector.ingestion.prepare import prepare
from detector.pipeline import audit, draw_candidates
from detector.similarity.evidence import add_facts, collect_evidence
from detector.similarity.facts import AGREEMENTS
from detector.similarity.prospects import LIKELY_MIN_PROBABILITY, outline_prospects

SAMPLES = Path(__file__).parent.parent / "samples"
STORIES = [story(number, version) for number in range(4) for version in range(2)]


def drawn_stories():
    prepared, _ = prepare(STORIES, Settings())
    drawn = draw_candidates(prepared, Settings(), encoders=[NgramEncoder()])
    return drawn, np.stack(np.triu_indices(len(STORIES), 1), axis=1)


def test_versions_are_compared_in_full_and_strangers_in_outline():
    """What is worth its facts has all the evidence of a full comparison; of other pairs the facts stay absent."""
    drawn, pairs = drawn_stories()
    whole = collect_evidence(drawn.batch, pairs, drawn.n_families)
    outline, is_likely = outline_prospects(drawn.batch, pairs, drawn.n_families, LIKELY_MIN_PROBABILITY)
    table = add_facts(drawn.batch, outline, is_likely)

    assert is_likely.tolist() == [left // 2 == right // 2 for left, right in pairs.tolist()]
    for name in (*AGREEMENTS, "opening_words_left", "title_words_right", "accord", "own_word_left", "coverage_left", "words"):
        assert np.array_equal(getattr(table, name)[is_likely], getattr(whole, name)[is_likely], equal_nan=True), name
    assert np.array_equal(table.coverage_left, whole.coverage_left)
    assert np.isnan([table.numbers[~is_likely], table.names[~is_likely], table.accord[~is_likely]]).all()
    assert not np.isnan(whole.numbers).any()


def test_a_pair_that_is_asked_for_is_compared_in_full_however_unlike_it_is():
    """Of probability 0 on, and of pairs that are forced, everything is worth its facts."""
    drawn, pairs = drawn_stories()
    is_forced = np.arange(len(pairs)) == 1
    _, every = outline_prospects(drawn.batch, pairs, drawn.n_families, 0.0)
    _, forced = outline_prospects(drawn.batch, pairs, drawn.n_families, 1.0, is_forced)

    assert every.all()
    assert forced.tolist() == is_forced.tolist()


@pytest.mark.parametrize("encoders", [None, [NgramEncoder()]])
def test_what_is_reported_is_as_if_every_pair_were_compared_in_full(monkeypatch, encoders):
    """The samples have the same pairs under the same names, whether facts are looked for in some pairs or in all."""
    run = Settings(translations=encoders is not None)
    articles = list(read(SAMPLES))
    found = find_clusters(articles, settings=run, encoders=encoders)
    monkeypatch.setattr("detector.pipeline.LIKELY_MIN_PROBABILITY", 0.0)
    expected = find_clusters(articles, settings=run, encoders=encoders)

    assert found.clusters == expected.clusters
    assert [(pair.left_id, pair.right_id, pair.relation) for pair in found.pairs] == [
        (pair.left_id, pair.right_id, pair.relation) for pair in expected.pairs
    ]
    assert [pair.probability for pair in found.pairs] == pytest.approx([pair.probability for pair in expected.pairs], abs=0.002)


def test_a_pair_that_is_not_likely_is_judged_a_stranger_and_counts_as_a_rival():
    """It has probability 0, and its score stands against other pairs as that of any pair does."""
    found = audit(STORIES, encoders=[NgramEncoder()])
    is_version = [left // 2 == right // 2 for left, right in found.pairs.tolist()]

    assert 0 < sum(is_version) < len(is_version)
    assert (found.probabilities[np.array(is_version)] > 0.5).all()
    assert (found.probabilities[~np.array(is_version)] == 0.0).all()
    assert all(found.explain(row).score > 0.0 for row, versions in enumerate(is_version) if not versions)
