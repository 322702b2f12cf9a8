"""
Agreement: how often the engine and the editors agreed, and what its probabilities would be worth by their word.

In: the decisions of an index that hold. Out: counts, and a recalibration fitted on them. Editors decide what they doubt, so the
decided pairs are harder than the rest, and a recalibration fitted on them says more of such pairs than of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.index.store import Store

MIN_EACH = 5
"""Pairs of either answer from which a recalibration is fitted. Our choice: two numbers are fitted."""
_BOUND = 1e-4
"""Probabilities are kept this far from 0 and 1, whose log-odds are not finite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the engine thought of the pairs that editors decided."""

    n_pairs: int
    """Decided pairs that the engine had judged."""
    n_agreed: int
    n_confirmed: int
    """Pairs that editors put together."""
    n_confirmed_agreed: int
    brier: float | None
    """Mean square of what the probabilities were off by, in [0, 1]; ``None`` without a pair."""
    slope: float | None = None
    intercept: float | None = None
    """The recalibration: log-odds times the slope plus the intercept; ``None`` where there are too few pairs of either answer."""
    brier_recalibrated: float | None = None
    """On the same pairs that it was fitted on."""

    def recalibrate(self, probability: float) -> float:
        """
        Give the probability by the editors' word, in [0, 1]; the same where nothing was fitted.

        Source:
            Platt (1999), Probabilistic outputs for support vector machines.
        """
        if self.slope is None or self.intercept is None:
            return probability
        kept = min(max(probability, _BOUND), 1.0 - _BOUND)
        return float(1.0 / (1.0 + np.exp(-(self.slope * np.log(kept / (1.0 - kept)) + self.intercept))))


def measure_agreement(store: Store, min_probability: float) -> Agreement:
    """Measure how often the engine agreed with the decisions that hold; a pair decided twice counts by the last one."""
    rows = store.run(
        "SELECT p.low, p.high, p.engine, d.kind FROM decided p JOIN decisions d ON d.number = p.decision "
        "WHERE d.revoked IS NULL AND d.kind <> 'lead' AND p.engine IS NOT NULL ORDER BY d.number"
    )
    last = {tuple(sorted((low, high))): (engine, kind == "confirm") for low, high, engine, kind in rows}
    return compare_answers([one for one, _ in last.values()], [other for _, other in last.values()], min_probability)


def compare_answers(probabilities: Sequence[float], answers: Sequence[bool], min_probability: float) -> Agreement:
    """Compare probabilities with answers, and fit the recalibration."""
    given, right = np.array(probabilities, dtype=np.float64), np.array(answers, dtype=np.bool_)
    agreed = (given >= min_probability) == right
    counted = Agreement(
        n_pairs=len(given),
        n_agreed=int(agreed.sum()),
        n_confirmed=int(right.sum()),
        n_confirmed_agreed=int((agreed & right).sum()),
        brier=float(((given - right) ** 2).mean()) if len(given) else None,
    )
    if min(int(right.sum()), int((~right).sum())) < MIN_EACH:
        return counted
    kept = np.clip(given, _BOUND, 1.0 - _BOUND)
    fitted = LogisticRegression().fit(np.log(kept / (1.0 - kept))[:, None], right)
    known = {name: getattr(counted, name) for name in ("n_pairs", "n_agreed", "n_confirmed", "n_confirmed_agreed", "brier")}
    curve = Agreement(**known, slope=float(fitted.coef_[0, 0]), intercept=float(fitted.intercept_[0]))
    again = np.array([curve.recalibrate(probability) for probability in given.tolist()])
    return Agreement(
        **known, slope=curve.slope, intercept=curve.intercept, brier_recalibrated=float(((again - right) ** 2).mean())
    )
