"""
Training: the numbers that the program ships, made from corpora with known answers.

In: a folder of corpora. Out: ``backgrounds/*.npz`` and ``models.json``. Run ``python -m detector.training CORPORA`` to make them again;
the same corpora give the same numbers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray
from scipy.optimize import minimize

from detector.similarity.relation import SEMANTIC_FEATURES, WORDING_FEATURES, Logistic

Floats = NDArray[np.float64]

RIDGE = 0.003
"""Weight of the squared coefficients of standardised features against the mean loss of a pair."""
_FREE = frozenset({"has_title", "has_numbers", "has_names"})
"""Features that may weigh either way; of all others more must never make a pair less probable."""


def fit_logistic(names: Sequence[str], features: Mapping[str, Floats], is_version: NDArray[np.bool_], weights: Floats) -> Logistic:
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

    bounds = [(None, None)] + [(None, None) if name in _FREE else (0.0, None) for name in names]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    coefficients = found.x[1:] / scales
    return Logistic(
        features=tuple(names),
        weights=tuple(round(float(value), 4) for value in coefficients),
        means=tuple(round(float(value), 4) for value in means),
        intercept=round(float(found.x[0] - coefficients @ means), 4),
    )
