"""
Prospects: which pairs may be versions whatever their facts say, and in which order facts are looked for.

In: an evidence table of wording, before any facts are found. Out: the rows that need facts. Facts cost more than all else that is
found of a pair, and most candidates are too unlike for any facts to make versions of them: the greatest log-odds that a model
can still give tell so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detector.similarity.cluster import connected
from detector.similarity.evidence import Batch, EvidenceTable
from detector.similarity.relation import (
    DECLARED_LOG_ODDS,
    MAX_LEAD,
    RIVAL_FEATURES,
    BoostedTrees,
    Floats,
    Model,
    features_of,
    kinds_of_comparison,
    load_models,
    probability_of,
)

KNOWN_FEATURES = (
    "opening_words",
    "title_words",
    "has_title_words",
    "containment_short",
    "containment_long",
    "words",
    "long_shingles",
    "length_ratio",
)
"""Features that need no facts and no other pair."""
FAMILY_MIN_CONTAINMENT = 0.3
"""Share of one side's phrases on the other side from which two articles are looked at close to each other, as they have sentences
in common. It changes the time alone. Our choice; not measured at other values."""


def may_be_versions(batch: Batch, table: EvidenceTable, min_probability: float) -> NDArray[np.bool_]:
    """
    Tell which pairs, compared by wording alone, need their facts to be judged.

    These are all but those that no facts and no rivals could make as probable as ``min_probability``, nor as probable as what
    counts as a version among rivals; identical and declared pairs are shown with their facts in any case.

    *Shape:* ``(n_pairs,)``
    """
    contents = batch.fingerprints.contents
    is_needed: NDArray[np.bool_] = (contents[table.pairs[:, 0]] == contents[table.pairs[:, 1]]) | (table.declared > 0.0)
    features, models = features_of(table), load_models()
    for kind, rows in kinds_of_comparison(table, ()).items():
        known = {name: features[name][rows] for name in KNOWN_FEATURES}
        greatest = np.maximum(*(greatest_log_odds(models[kind + suffix], known) for suffix in ("", " alone")))
        greatest += DECLARED_LOG_ODDS * table.declared[rows]
        is_needed[rows] |= probability_of(greatest) >= min(min_probability, 0.5)
    return is_needed


def greatest_log_odds(model: Model, known: Mapping[str, Floats]) -> Floats:
    """
    Give the greatest log-odds that a model can give each row, whatever the features are that are not known.

    *Shape:* ``(n_pairs,)``
    """
    n_rows = len(next(iter(known.values())))
    if isinstance(model, BoostedTrees):
        total = np.full(n_rows, model.intercept)
        for tree in model.trees:
            total += _greatest_leaf(model, tree, 0, known, np.arange(n_rows))
        return total
    # What a feature adds to a sum is greatest at an end of its range.
    zeros = {name: known.get(name, np.zeros(n_rows)) for name in model.features}
    total = at_zero = model.log_odds(zeros)
    for name in sorted(zeros.keys() - known.keys()):
        ends = (-1.0, MAX_LEAD) if name in RIVAL_FEATURES else (0.0, 1.0)
        total = total + np.max([model.log_odds(zeros | {name: np.full(n_rows, end)}) - at_zero for end in ends], axis=0)
    return total


def _greatest_leaf(
    model: BoostedTrees,
    tree: tuple[tuple[int, float, int, int, float], ...],
    place: int,
    known: Mapping[str, Floats],
    rows: NDArray[np.intp],
) -> Floats:
    """Give the greatest leaf below a node that each row may reach."""
    feature, bound, low, high, value = tree[place]
    if feature < 0:
        return np.full(len(rows), value)
    name = model.features[feature]
    if name not in known:
        return np.maximum(_greatest_leaf(model, tree, low, known, rows), _greatest_leaf(model, tree, high, known, rows))
    greatest = np.empty(len(rows))
    is_low = known[name][rows] <= bound
    for branch, part in ((low, is_low), (high, ~is_low)):
        greatest[part] = _greatest_leaf(model, tree, branch, known, rows[part])
    return greatest


def by_family(n_articles: int, table: EvidenceTable, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """
    Put rows of a table into an order in which those of articles that share sentences stand together.

    *Shape:* as ``rows``.
    """
    is_near = np.maximum(table.containment_left[rows], table.containment_right[rows]) >= FAMILY_MIN_CONTAINMENT
    families = connected(n_articles, table.pairs[rows[is_near]])
    return rows[np.argsort(families[table.pairs[rows, 0]], kind="stable")]
