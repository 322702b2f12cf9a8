"""Which pairs may be versions whatever their facts say: no pair is given up that could be one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.ingestion.prepare import prepare
from detector.pipeline import audit, find_clusters, judge_all
from detector.settings import Settings
from detector.similarity.prospects import KNOWN_FEATURES, by_family, greatest_log_odds, may_be_versions
from detector.similarity.relation import MAX_LEAD, RIVAL_FEATURES, Logistic, load_models
from tests.benchmarks.made import make_articles

SETTINGS = Settings(translations=False)
shares = st.floats(0.0, 1.0)
_STARTS = ["ber", "car", "dor", "fen", "gar", "hol", "kin", "lam", "mor", "nor", "pel", "ros", "sil", "tan", "ver", "wil"]
_ENDS = ["ing", "ed", "er", "ly", "ton", "ford", "land", "side", "well", "wood"]


@pytest.fixture(scope="module")
def made():
    """Give releases, unlike ones of which share some phrases: they are spliced from few texts of many words."""
    draw = np.random.default_rng(5)
    words = [f"{first}{last}" for first in _STARTS for last in _ENDS]
    words = [word.title() if place % 7 == 0 else word for place, word in enumerate(words)]
    texts = [
        " ".join(words[number] + ("." if place % 12 == 11 else "") for place, number in enumerate(row))
        for row in draw.integers(len(words), size=(30, 400)).tolist()
    ]
    articles = make_articles(texts, 80, seed=3, n_words=100).articles
    return [replace(article, text=f"{article.text}\n\nAsk desk@{article.id}.norside.org for more.") for article in articles]


@pytest.mark.parametrize("name", ["wording", "wording alone", "wording between releases", "wording between releases alone"])
@settings(max_examples=40, deadline=None)  # the recursion is slow on a busy machine
@given(known=st.fixed_dictionaries(dict.fromkeys(KNOWN_FEATURES, shares)), rest=st.lists(shares, min_size=32, max_size=32))
def test_no_features_that_are_not_known_yet_exceed_the_greatest_log_odds(name, known, rest):
    """Whatever the facts and the rivals turn out to be, a shipped model gives no more than what it was said to give at most."""
    model = load_models()[name]
    arrays = {feature: np.array([value]) for feature, value in known.items()}
    unknown = {feature: np.array([value]) for feature, value in zip(model.features, rest, strict=False)}
    assert greatest_log_odds(model, arrays)[0] >= model.log_odds(unknown | arrays)[0]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9), shares), min_size=3, max_size=3), shares)
def test_the_greatest_log_odds_of_a_sum_lie_at_the_ends_of_its_features(weighed, lead):
    """Of a logistic regression too, with a lead that may be negative."""
    weights, values = zip(*weighed, strict=True)
    model = Logistic(features=("words", "names", "lead"), weights=weights, means=(0.0, 0.0, 0.0), intercept=-1.0)
    features = {"words": np.array([values[0]]), "names": np.array([values[1]]), "lead": np.array([lead * (MAX_LEAD + 1.0) - 1.0])}
    greatest = greatest_log_odds(model, {"words": features["words"]})
    assert "lead" in RIVAL_FEATURES
    assert greatest[0] >= model.log_odds(features)[0] - 1e-9
    corner = {"names": float(weights[1] > 0), "lead": MAX_LEAD if weights[2] > 0 else -1.0}
    assert greatest[0] == pytest.approx(model.log_odds(features | {name: np.array([end]) for name, end in corner.items()})[0])


@pytest.mark.parametrize("min_probability", [0.2, 0.5, 0.9])
def test_a_scan_that_looks_for_fewer_facts_reports_the_same(made, min_probability):
    """What is reported, and every number of it, is what comes of judging all pairs by their facts."""
    settings = Settings(translations=False, min_probability=min_probability)
    short, full = find_clusters(made, settings=settings), audit(made, settings=settings).result
    assert len(full.pairs) > 10
    assert (short.pairs, short.clusters, short.contradicted) == (full.pairs, full.clusters, full.contradicted)


def test_facts_of_unlike_pairs_are_not_looked_for(made):
    """Some candidates are given up, none of them a version, and their facts are absent."""
    prepared, _ = prepare(made, SETTINGS)
    batch, table, probabilities = judge_all(prepared, SETTINGS)
    _, lean, told = judge_all(prepared, SETTINGS, is_thorough=False)
    is_needed = may_be_versions(batch, table, SETTINGS.min_probability)
    assert 0 < is_needed.sum() < len(table)
    assert (probabilities[~is_needed] < 0.5).all()
    assert np.array_equal(probabilities >= 0.5, told >= 0.5)
    assert np.isnan(lean.names).sum() > np.isnan(table.names).sum()


def test_rows_of_one_family_stand_together(made):
    """The order changes no row, and what shares sentences is not parted."""
    prepared, _ = prepare(made, SETTINGS)
    _, table, _ = judge_all(prepared, SETTINGS)
    rows = by_family(len(prepared), table, np.arange(len(table)))
    assert sorted(rows.tolist()) == list(range(len(table)))
