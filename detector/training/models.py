"""
Models: what judges pairs, fitted to tables of evidence, and measured on the folds that each fit has not seen.

In: tables. Out: models by kind of comparison, and how right they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.evaluation import count_pairs
from detector.measures import PairCounts
from detector.similarity.cluster import group_versions
from detector.similarity.evidence import with_rivals
from detector.similarity.passages import body_words, compare_wording
from detector.similarity.relation import (
    NEAR_DUPLICATE_MIN_WORDING,
    ONE_LANGUAGE_FEATURES,
    SEMANTIC_FEATURES,
    WORDING_FEATURES,
    Model,
    features_of,
    kind_of_comparison,
    score,
)
from detector.training.fitting import Fitter, Floats, Samples, cross_validate, fit_logistic, fit_samples, fit_trees
from detector.training.plan import WORDING
from detector.training.tables import AnsweredTable, Rows

MAX_RENDERINGS = 1500
"""Pairs of a corpus that are compared word by word to learn what tells renderings from revisions."""
LONELY_SHARE_ACROSS_LANGUAGES, LONELY_SHARE_IN_ONE_LANGUAGE = 0.05, 0.3
"""Weight of each pair as if it had no rival, beside the same pair as it is. Most pairs of a corpus have rivals, and no pair of a
folder of two articles has: without this, having none would pass for proof. Our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How right a model is on the pairs of one corpus that it has not seen."""

    kind: str
    corpus: str
    is_clean: bool
    """Whether the pairs are of the corpus, or have a side that was made."""
    n_pairs: int
    pairs: PairCounts
    brier_score: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Models by kind of comparison, and how right they are."""

    models: Mapping[str, Model]
    measured: tuple[Measured, ...]
    probabilities: tuple[Floats, ...]
    """By cross-validation, one array a table; 0 where a pair is compared in another way. *Shape:* ``(n_pairs,)`` each."""


def fit_encoder(encoder: str, tables: Sequence[AnsweredTable]) -> Fitted:
    """
    Fit what judges pairs that are aligned by an encoder: first alone, then with the rivals that this tells.

    Across languages a regression does as well as trees and is kept; in one language it takes trees to tell a template from a
    revision.

    What another encoder compares is not known here: in a corpus that two share, versions in one language of the one count as each
    other's rivals for the pairs of the other. A scan knows better.

    Raises:
        InputError: If the tables have too few pairs to learn from.
    """
    alone = _fit_stage(encoder, tables, is_alone=True)
    with_them = [table.with_rivals(found) for table, found in zip(tables, alone.probabilities, strict=True)]
    full = _fit_stage(encoder, with_them, is_alone=False)
    return replace(full, models={**alone.models, **full.models}, measured=full.measured)


def _fit_stage(encoder: str, tables: Sequence[AnsweredTable], *, is_alone: bool) -> Fitted:
    models: dict[str, Model] = {}
    measured: list[Measured] = []
    probabilities = tuple(np.zeros(len(table.evidence)) for table in tables)
    for is_one_language in (False, True):
        kind = kind_of_comparison(encoder, is_one_language)
        fitter: Fitter = fit_trees if is_one_language else fit_logistic
        names = _names(ONE_LANGUAGE_FEATURES if is_one_language else SEMANTIC_FEATURES, is_alone=is_alone)
        rows = [table.rows(encoder, is_one_language) for table in tables]
        samples = [table.samples(own) for table, own in zip(tables, rows, strict=True)]
        if not any(map(len, samples)):
            continue
        if not is_alone:
            share = LONELY_SHARE_IN_ONE_LANGUAGE if is_one_language else LONELY_SHARE_ACROSS_LANGUAGES
            lonely = [
                table.samples(own, table.evidence.take(own).without_rivals(), share)
                for table, own in zip(tables, rows, strict=True)
            ]
            samples = [part for both in zip(samples, lonely, strict=True) for part in both]
        models[kind + " alone" * is_alone] = fit_samples(fitter, names, samples)
        judged = cross_validate(fitter, names, samples)[:: 1 if is_alone else 2]
        for table, own, whole, found in zip(tables, rows, probabilities, judged, strict=True):
            whole[own] = found
            measured += measure(kind, table, own, found)
    return Fitted(models=models, measured=tuple(measured), probabilities=probabilities)


def fit_wording(tables: Sequence[AnsweredTable]) -> Fitted:
    """
    Fit what judges pairs without vectors: those in one language that share some words in a row.

    Here the rivals are found by a plain rule, half of the shorter side's words in common.

    Raises:
        InputError: If the tables have too few pairs to learn from.
    """
    all_rows: list[Rows] = []
    samples: list[Samples] = []
    for table in tables:
        bare = replace(table.evidence, space=np.full(len(table.evidence), -1))
        is_worded = bare.is_one_language & (bare.containment_left + bare.containment_right > 0.02)
        rows = np.flatnonzero(is_worded & table.is_certain)
        own = bare.take(rows)
        features = features_of(own)
        is_alike = np.maximum(features["containment_short"], features["words"]) > 0.5
        own = with_rivals(own, score(own), is_alike.astype(np.float64), table.batch.languages())
        all_rows.append(rows)
        samples.append(table.samples(rows, own))
    names = _names(WORDING_FEATURES, is_alone=False)
    models = {
        WORDING: fit_samples(fit_trees, names, samples),
        f"{WORDING} alone": fit_samples(fit_trees, _names(names, is_alone=True), samples),
    }
    found = cross_validate(fit_trees, names, samples)
    measured = [
        line for table, rows, own in zip(tables, all_rows, found, strict=True) for line in measure(WORDING, table, rows, own)
    ]
    return Fitted(models=models, measured=tuple(measured), probabilities=())


def _names(features: Sequence[str], *, is_alone: bool) -> tuple[str, ...]:
    return tuple(name for name in features if not (is_alone and name == "lead"))


def rendering_samples(tables: Sequence[AnsweredTable], renderings: Mapping[str, bool]) -> list[Samples]:
    """
    Compare versions in one language word by word: from each corpus some, the same ones each time.

    Near-duplicates are left out, which need no telling apart, and originals, which are no renderings. A corpus that stands in
    several tables is taken from the first.
    """
    random = np.random.default_rng(0)
    samples: list[Samples] = []
    for corpus, is_rendering in renderings.items():
        table = next(table for table in tables if table.part.corpus == corpus)
        is_original = np.array([example.gold.version.startswith("src") for example in table.examples])
        is_fit = table.is_version & table.evidence.is_one_language & table.is_clean
        rows = random.permutation(np.flatnonzero(is_fit & ~is_original[table.evidence.pairs].any(axis=1)))[:MAX_RENDERINGS]
        evidence = table.evidence.take(rows)
        words = body_words(table.batch.articles)
        details = [
            compare_wording(table.batch, space, left, right, words)
            for space, (left, right) in zip(evidence.space.tolist(), evidence.pairs.tolist(), strict=True)
        ]
        features = features_of(evidence) | {"unevenness": np.array([detail.unevenness for detail in details])}
        is_reworded = np.array([detail.wording < NEAR_DUPLICATE_MIN_WORDING for detail in details], dtype=np.bool_)
        answers = np.full(len(rows), is_rendering)
        samples.append(Samples(corpus=corpus, features=features, answers=answers, fold=table.fold[rows]).take(is_reworded))
    return samples


def measure(kind: str, table: AnsweredTable, rows: Rows, probabilities: Floats) -> Iterator[Measured]:
    """
    Measure how right some of a table's pairs were judged, those with a side that was made apart.

    Source:
        Brier (1950), Verification of forecasts expressed in terms of probability.
    """
    for is_clean in (True, False):
        own = table.is_clean[rows] == is_clean
        is_true, found = table.is_version[rows][own], probabilities[own]
        if len(found):
            is_found = found >= 0.5
            yield Measured(
                kind=kind,
                corpus=table.part.corpus,
                is_clean=is_clean,
                n_pairs=len(found),
                pairs=PairCounts(n_true=int(is_true.sum()), n_found=int(is_found.sum()), n_right=int((is_true & is_found).sum())),
                brier_score=float(((found - is_true) ** 2).mean()),
            )


def measure_clusters(table: AnsweredTable, probabilities: Floats) -> PairCounts:
    """Count the pairs of the clusters that the judged pairs of a corpus make, without the articles that were made."""
    n_articles = len(table.examples)
    pairs, own = table.evidence.pairs[table.is_clean], probabilities[table.is_clean]
    cluster = np.arange(n_articles)
    for number, members in enumerate(group_versions(n_articles, pairs, own, np.full(len(pairs), -1), 0.5)):
        cluster[members] = n_articles + number
    kept = np.array([not example.is_made for example in table.examples])
    _, group = np.unique([example.gold.group for example in table.examples], return_inverse=True)
    return count_pairs(group[kept], cluster[kept])
