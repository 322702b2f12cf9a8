"""The gate: how right the program is on real articles. A floor is lowered by a deliberate edit only, its reason beside it."""

import pytest
from corpora import PairwiseScore, load_corpus, pairwise_f1

from detector import find_clusters

USE_LANGUAGES = frozenset(
    ("ara", "arb", "deu", "eng", "spa", "fra", "ita", "jpn", "kor", "nld", "pol", "por", "rus", "tha", "tur", "zho")
)
"""The 16 languages that the fast encoder knows, as ntrex writes them (ISO 639-3)."""

FLOORS = {"ntrex": 0.97, "wmt22": 0.97, "meantime": 0.97}
"""The least pairwise F1 that a release may have; what is measured stands in the README."""

GROUPS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "c1": "c"}


@pytest.mark.parametrize(
    ("clusters", "precision", "recall"),
    [
        ([["a1", "a2", "a3"], ["b1", "b2"]], 1.0, 1.0),
        ([["a1", "a2"], ["b1", "b2"]], 1.0, 0.5),
        ([["a1", "a2", "a3", "c1"], ["b1", "b2"]], 4 / 7, 1.0),
        ([["a1", "b1"]], 0.0, 0.0),
        ([], 1.0, 0.0),
    ],
)
def test_pairs_are_counted_by_hand(clusters, precision, recall):
    """What was found and what holds, counted for a handful of articles."""
    assert pairwise_f1(clusters, GROUPS) == PairwiseScore(precision=precision, recall=recall)


def test_f1_is_the_harmonic_mean():
    """Neither many wrong pairs nor few right ones make a good figure; nothing right is 0."""
    assert PairwiseScore(precision=1.0, recall=0.5).f1 == pytest.approx(2 / 3)
    assert PairwiseScore(precision=0.0, recall=0.0).f1 == 0.0


@pytest.mark.corpus
@pytest.mark.parametrize(("corpus", "languages"), [("ntrex", USE_LANGUAGES), ("wmt22", ()), ("meantime", ())])
def test_versions_in_many_languages_are_found(corpora, corpus, languages):
    """The versions of a story in all its languages are one cluster, and other stories stay out of it."""
    loaded = load_corpus(corpora / corpus, languages)
    result = find_clusters(loaded.articles)
    found = pairwise_f1([cluster.member_ids for cluster in result.clusters], loaded.group_by_id)

    assert found.f1 >= FLOORS[corpus], f"{corpus}: {found}, F1 {found.f1:.4f}"


@pytest.mark.corpus
def test_independent_reports_of_one_event_are_no_versions(corpora):
    """Five outlets on each of ten events wrote fifty articles of their own."""
    assert find_clusters(load_corpus(corpora / "newswcl50").articles).clusters == ()


@pytest.mark.corpus
def test_the_gate_can_fail(corpora):
    """Against answers of which one in ten is wrong, the same result is below the floor."""
    loaded = load_corpus(corpora / "meantime")
    result = find_clusters(loaded.articles)
    ids = sorted(loaded.group_by_id)
    wrong = {id: loaded.group_by_id[ids[number - 1]] for number, id in enumerate(ids) if number % 10 == 0}
    found = pairwise_f1([cluster.member_ids for cluster in result.clusters], {**loaded.group_by_id, **wrong})

    assert found.f1 < FLOORS["meantime"]
