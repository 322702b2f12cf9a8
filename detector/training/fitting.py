"""
Fitting: from pairs with known answers to the models that judge pairs, and how right each is on pairs that it has not seen.

In: features and answers. Out: models as plain numbers, and probabilities by cross-validation. What a model has learned must hold
for stories that it never saw, so all pairs of one event or group are in one fold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from detector.errors import InputError
from detector.similarity.relation import BoostedTrees, Logistic, Model, probability_of

Floats = NDArray[np.float64]
Fitter = Callable[[Sequence[str], Mapping[str, Floats], NDArray[np.bool_], Floats], Model]
"""Takes the names of the features, the features, the answers and the weights, as ``fit_logistic`` does."""

N_FOLDS = 4
RIDGE = 0.0003
"""Weight of the squared coefficients of standardised features against the mean loss of a pair."""
TREE_DEPTH, N_TREES, LEARNING_RATE, TREE_RIDGE, MIN_LEAF = 4, 60, 0.15, 5.0, 40
"""Size of the trees. Cross-validated by group, pairs in one language, F1 on versions / Brier score on ntrex: 0.9542 / 0.0066 at
depth 3 with 80 trees, 0.9550 / 0.0062 at depth 4 with 60; a regression reaches 0.9397 / 0.0122. Across languages with use
the regression does as well (ntrex 0.9990 against 0.9984), and is kept there; see ``REGRESSIONS`` for e5."""
_FREE = frozenset({"same", "has_title", "has_numbers", "has_figures", "has_names", "has_accord", "has_title_words"})
"""Features that may weigh either way; of all others more must never make a pair less probable.

``same`` is among them because much that is the same, where little else agrees, is a template or a publisher's own words: held out
by story, the clusters of versions have a precision of 0.998 so and of 0.982 if it may only speak for a pair (F1 0.985 and 0.975);
those of the other corpora differ by 0.001 or less.
"""


def _speaks_against(name: str) -> bool:
    """Tell whether more of a feature must never make a pair more probable."""
    return name.endswith("_conflict")


def fit_logistic(
    names: Sequence[str], features: Mapping[str, Floats], is_version: NDArray[np.bool_], weights: Floats
) -> Logistic:
    """
    Fit a logistic regression whose evidence can only speak for a pair, never against it.

    The bound keeps what an editor is told true (more agreement, more probable) and the fit from trading one share against another
    that goes with it.

    Args:
        names: Features to use.
        features: By name, each of *Shape:* ``(n_pairs,)``.
        is_version: The answers. *Shape:* ``(n_pairs,)``
        weights: How much each pair counts. *Shape:* ``(n_pairs,)``
    """
    rows = np.stack([features[name] for name in names], axis=1)
    share = weights / weights.sum()
    means = share @ rows
    scales = np.sqrt(share @ (rows - means) ** 2) + 1e-6
    scaled = (rows - means) / scales
    signs = np.where(is_version, 1.0, -1.0)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margins = signs * (scaled @ parameters[1:] + parameters[0])
        slope = -share * signs / (1.0 + np.exp(np.clip(margins, -500, 500)))
        value = share @ np.logaddexp(0.0, -margins) + RIDGE * (parameters[1:] ** 2).sum()
        return float(value), np.concatenate(([slope.sum()], scaled.T @ slope + 2 * RIDGE * parameters[1:]))

    bounds = [(None, None)] + [
        (None, None) if name in _FREE else (None, 0.0) if _speaks_against(name) else (0.0, None) for name in names
    ]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    coefficients = found.x[1:] / scales
    return Logistic(
        features=tuple(names),
        weights=tuple(round(float(value), 4) for value in coefficients),
        means=tuple(round(float(value), 4) for value in means),
        intercept=round(float(found.x[0] - coefficients @ means), 4),
    )


def fit_trees(
    names: Sequence[str],
    features: Mapping[str, Floats],
    is_version: NDArray[np.bool_],
    weights: Floats,
) -> BoostedTrees:
    """
    Fit boosted trees whose evidence can only speak for a pair, as ``fit_logistic`` does.

    Args:
        names: Features to use.
        features: By name, each of *Shape:* ``(n_pairs,)``.
        is_version: The answers. *Shape:* ``(n_pairs,)``
        weights: How much each pair counts. *Shape:* ``(n_pairs,)``
    """
    directions = [0 if name in _FREE else -1 if _speaks_against(name) else 1 for name in names]
    forest = HistGradientBoostingClassifier(
        max_depth=TREE_DEPTH,
        max_iter=N_TREES,
        learning_rate=LEARNING_RATE,
        l2_regularization=TREE_RIDGE,
        min_samples_leaf=MIN_LEAF,
        monotonic_cst=directions,
        early_stopping=False,
        random_state=0,
    )
    # One thread: how many there are decides in which order sums are taken, and so their last digits.
    with threadpool_limits(limits=1):
        forest.fit(np.stack([features[name] for name in names], axis=1), is_version, sample_weight=weights / weights.mean())
    trees = []
    intercept = float(forest._baseline_prediction.ravel()[0])
    for (predictor,) in forest._predictors:
        nodes = predictor.nodes
        values = [0.0] * len(nodes)

        def mean(place: int, nodes: NDArray[np.void] = nodes, values: list[float] = values) -> float:
            node = nodes[place]
            if node["is_leaf"]:
                values[place] = float(node["value"])
            else:
                low, high = int(node["left"]), int(node["right"])
                counts = int(nodes[low]["count"]), int(nodes[high]["count"])
                values[place] = (mean(low) * counts[0] + mean(high) * counts[1]) / sum(counts)
            return values[place]

        mean(0)
        trees.append(
            tuple(
                (-1, 0.0, 0, 0, round(values[place], 5))
                if node["is_leaf"]
                else (
                    int(node["feature_idx"]),
                    round(float(node["num_threshold"]), 6),
                    int(node["left"]),
                    int(node["right"]),
                    round(values[place], 5),
                )
                for place, node in enumerate(nodes)
            )
        )
    return BoostedTrees(features=tuple(names), intercept=round(intercept, 5), trees=tuple(trees))


def fit_rendering(
    names: Sequence[str], features: Mapping[str, Floats], is_rendering: NDArray[np.bool_], weights: Floats
) -> Logistic:
    """
    Fit a logistic regression that may weigh each feature either way, as what tells two renderings from a revision does.

    The arguments are those of ``fit_logistic``.
    """
    rows = np.stack([features[name] for name in names], axis=1)
    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    found = LogisticRegression(max_iter=1000).fit((rows - means) / scales, is_rendering, sample_weight=weights / weights.mean())
    coefficients = found.coef_[0] / scales
    return Logistic(
        features=tuple(names),
        weights=tuple(round(float(value), 4) for value in coefficients),
        means=tuple(round(float(value), 4) for value in means),
        intercept=round(float(found.intercept_[0] - coefficients @ means), 4),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """Pairs of one corpus that are compared in one way, with the answers; every array has *Shape:* ``(n_pairs,)``."""

    corpus: str
    features: Mapping[str, Floats]
    answers: NDArray[np.bool_]
    fold: NDArray[np.intp]
    """In [0, ``N_FOLDS``)."""
    is_fitted: NDArray[np.bool_] | None = None
    """Whether to learn from a pair, and not only to judge it; from all, if ``None``."""
    share: float = 1.0
    """Of the weight that the pairs would have otherwise."""

    def __len__(self) -> int:
        return len(self.answers)

    def take(self, rows: NDArray[np.bool_]) -> Samples:
        """Give some of the pairs."""
        features = {name: values[rows] for name, values in self.features.items()}
        is_fitted = None if self.is_fitted is None else self.is_fitted[rows]
        return replace(self, features=features, answers=self.answers[rows], fold=self.fold[rows], is_fitted=is_fitted)


def fit_samples(fitter: Fitter, names: Sequence[str], samples: Sequence[Samples]) -> Model:
    """
    Fit one model to several corpora.

    A corpus of n pairs has the weight of the square root of n: a large one counts for more, but does not drown the others.

    Raises:
        InputError: If there are no pairs, or all have one answer.
    """
    samples = [part if part.is_fitted is None else part.take(part.is_fitted) for part in samples]
    samples = [part for part in samples if len(part)]
    answers = np.concatenate([part.answers for part in samples] or [np.zeros(0, dtype=np.bool_)])
    if answers.all() or not answers.any():
        raise InputError(
            f"corpora to learn from must have pairs of both answers in two folds or more, had {len(answers):,} pairs of which "
            f"{int(answers.sum()):,} hold; add stories"
        )
    features = {name: np.concatenate([part.features[name] for part in samples]) for name in names}
    weights = np.concatenate([np.full(len(part), part.share / np.sqrt(len(part))) for part in samples])
    return fitter(names, features, answers, weights)


def cross_validate(fitter: Fitter, names: Sequence[str], samples: Sequence[Samples]) -> list[Floats]:
    """
    Give the probability of each pair by the model fitted to the other folds.

    Returns:
        One array for each of ``samples``, in (0, 1).

    Raises:
        InputError: If some fold leaves no pairs, or pairs of one answer only.
    """
    probabilities = [np.zeros(len(part)) for part in samples]
    for fold in range(N_FOLDS):
        model = fit_samples(fitter, names, [part.take(part.fold != fold) for part in samples])
        for part, found in zip(samples, probabilities, strict=True):
            is_held_out = part.fold == fold
            found[is_held_out] = probability_of(model.log_odds(part.take(is_held_out).features))
    return probabilities
