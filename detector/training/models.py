"""
Models: what judges pairs, fitted to tables of evidence, and measured on the folds that each fit has not seen.

In: tables. Out: models by kind of comparison, and how right they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detector.measures import PairCounts
from detector.settings import Settings
from detector.similarity.cluster import group_versions, settle
from detector.similarity.passages import body_words, compare_wording
from detector.similarity.relation import (
    NEAR_DUPLICATE_MIN_WORDING,
    ONE_LANGUAGE_FEATURES,
    RIVAL_FEATURES,
    SEMANTIC_FEATURES,
    WORDING_FEATURES,
    Model,
    features_of,
    features_of_releases,
    find_excerpts,
    kind_of_comparison,
)
from detector.training.fitting import Fitter, Floats, Samples, cross_validate, fit_logistic, fit_samples, fit_trees
from detector.training.plan import RELEASES, WORDING
from detector.training.tables import AnsweredTable, Rows

MAX_RENDERINGS = 1500
"""Pairs of a corpus that are compared word by word to learn what tells renderings from revisions."""
LONELY_SHARE_ACROSS_LANGUAGES, LONELY_SHARE_IN_ONE_LANGUAGE = 0.05, 0.3
"""Weight of each pair as if it had no rival, beside the same pair as it is. Most pairs of a corpus have rivals, and no pair of a
folder of two articles has: without this, having none would pass for proof. Our choice."""
REGRESSIONS = frozenset({kind_of_comparison("use", is_one_language=False)})
"""Kinds of comparison in which a regression does as well as trees, and is kept. With trees for e5 too, and rivals by score in all
kinds, held out by story, clusters' F1: army en-si / en-ta / si-ta 0.967 / 0.925 / 0.927 by a regression, 0.978 / 0.947 / 0.945 by
trees; ntrex in 38 versions 0.9949 and 0.9961; wmt22 0.9987 and 0.9983."""
RIVAL_FEATURE = {kind_of_comparison("e5", is_one_language=False): "edge"}
"""How rivals count, where not by score (``lead``): by probability (``edge``). Held out by story, clusters' F1 with the score
everywhere / the probability everywhere / this / both everywhere: army en-ta 0.947 / 0.961 / 0.961 / 0.962, versions 0.955 / 0.946
/ 0.953 / 0.949, wmt22 0.9983 / 0.9972 / 0.9983 / 0.9972, ntrex in 38 versions 0.9961 / 0.9966 / 0.9966 / 0.9966, and the two with
the probability in one language join a pair of newswcl50. The first had not the feature ``figures``."""
MIN_PROBABILITY, SURE_PROBABILITY = Settings().min_probability, 0.99
"""From which a pair is reported, by default, and from which it is as good as certain."""
RELEASE_SOURCES = frozenset({"use"})
"""Encoders of whose pairs in one language those of two releases are judged by a model of their own; wording has one too. The
other encoder has no corpus of releases to learn from."""
LANGUAGES_IN_DETAIL = 3
"""Languages of a corpus that is measured by pairs of languages too."""
MIN_WORDED = 0.02
"""Containment of both sides together from which a pair without vectors has words in a row in common."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """How right the clusters and the reported pairs of one corpus are, by models that have seen none of its stories."""

    corpus: str
    n_versions: int
    """Version labels that were taken of it; 0 where all were."""
    languages: tuple[str, ...]
    """Of the two sides; all, where none is named."""
    n_articles: int
    pairs: PairCounts
    """Of one cluster."""
    brier_score: float | None
    """Of the reported pairs."""
    n_sure: int
    n_sure_right: int
    """Pairs reported at ``SURE_PROBABILITY`` or more, and those of them that hold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Models by kind of comparison, and how right they are."""

    models: Mapping[str, Model]
    measured: tuple[Measured, ...]
    probabilities: tuple[Floats, ...]
    """By cross-validation, one array a table; 0 where a pair is compared in another way. *Shape:* ``(n_pairs,)`` each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of comparison, and how its models are fitted."""

    name: str
    source: str
    """The encoder, ``WORDING`` or ``RELEASES``: what a part's ``fits`` names."""
    rows: Callable[[AnsweredTable], Rows]
    """Gives the pairs of a table that are compared so."""
    features: tuple[str, ...]
    fitter: Fitter
    lonely_share: float


def kinds_of(encoder: str) -> tuple[Kind, ...]:
    """Give the kinds of comparison that an encoder makes."""
    kinds = []
    for is_one_language in (False, True):
        name = kind_of_comparison(encoder, is_one_language=is_one_language)

        def rows(table: AnsweredTable, is_one_language: bool = is_one_language) -> Rows:
            own = table.rows(encoder, is_one_language)
            return own[~_are_releases(table, own)] if encoder in RELEASE_SOURCES else own

        kinds.append(
            Kind(
                name=name,
                source=encoder,
                rows=rows,
                features=(*(ONE_LANGUAGE_FEATURES if is_one_language else SEMANTIC_FEATURES), RIVAL_FEATURE.get(name, "lead")),
                fitter=fit_logistic if name in REGRESSIONS else fit_trees,
                lonely_share=LONELY_SHARE_IN_ONE_LANGUAGE if is_one_language else LONELY_SHARE_ACROSS_LANGUAGES,
            )
        )
    if encoder in RELEASE_SOURCES:

        def between_releases(table: AnsweredTable) -> Rows:
            own = table.rows(encoder, is_one_language=True)
            return own[_are_releases(table, own)]

        kinds.append(
            Kind(
                name=kind_of_comparison(encoder, is_one_language=True, are_releases=True),
                source=RELEASES,
                rows=between_releases,
                features=(*features_of_releases(ONE_LANGUAGE_FEATURES), "lead"),
                fitter=fit_logistic,
                lonely_share=LONELY_SHARE_IN_ONE_LANGUAGE,
            )
        )
    return tuple(kinds)


def _are_releases(table: AnsweredTable, rows: Rows) -> NDArray[np.bool_]:
    return table.evidence.is_one_language[rows] & (table.evidence.releases[rows] > 0.0)


def _worded_rows(table: AnsweredTable, are_releases: bool) -> Rows:
    evidence = table.evidence
    own = np.flatnonzero(evidence.is_one_language & (evidence.containment_left + evidence.containment_right > MIN_WORDED))
    wanted: Rows = own[_are_releases(table, own) == are_releases]
    return wanted


WORDING_KINDS = tuple(
    Kind(
        name=kind_of_comparison(WORDING, is_one_language=True, are_releases=are_releases),
        source=RELEASES if are_releases else WORDING,
        rows=partial(_worded_rows, are_releases=are_releases),
        features=(*(features_of_releases(WORDING_FEATURES) if are_releases else WORDING_FEATURES), "lead"),
        fitter=fit_logistic if are_releases else fit_trees,
        lonely_share=LONELY_SHARE_IN_ONE_LANGUAGE,
    )
    for are_releases in (False, True)
)
"""What judges pairs of tables without vectors: those in one language that share some words in a row."""


def fit_kinds(kinds: Sequence[Kind], tables: Sequence[AnsweredTable]) -> Fitted:
    """
    Fit what judges pairs: first each pair alone, then with the rivals that this tells over all kinds of comparison, as in a scan.

    Raises:
        InputError: If the tables have too few pairs to learn from.
    """
    alone = _fit_stage(kinds, tables, is_alone=True)
    with_them = [table.with_rivals(found) for table, found in zip(tables, alone.probabilities, strict=True)]
    full = _fit_stage(kinds, with_them, is_alone=False)
    return replace(full, models={**alone.models, **full.models})


def _fit_stage(kinds: Sequence[Kind], tables: Sequence[AnsweredTable], *, is_alone: bool) -> Fitted:
    models: dict[str, Model] = {}
    measured: list[Measured] = []
    probabilities = tuple(np.zeros(len(table.evidence)) for table in tables)
    for kind in kinds:
        names = tuple(name for name in kind.features if not (is_alone and name in RIVAL_FEATURES))
        rows = [kind.rows(table) for table in tables]
        samples = [table.samples(own, kind.source) for table, own in zip(tables, rows, strict=True)]
        if not any(part.is_fitted is not None and part.is_fitted.any() for part in samples):
            continue
        if not is_alone:
            lonely = [
                table.samples(own, kind.source, is_lonely=True, share=kind.lonely_share)
                for table, own in zip(tables, rows, strict=True)
            ]
            samples = [part for both in zip(samples, lonely, strict=True) for part in both]
        model = fit_samples(kind.fitter, names, samples)
        judged = cross_validate(kind.fitter, names, samples)[:: 1 if is_alone else 2]
        models[kind.name + " alone" * is_alone] = model
        for table, own, whole, found in zip(tables, rows, probabilities, judged, strict=True):
            whole[own] = found
            is_fitted = table.is_fitted(own, kind.source)
            measured += measure(kind.name, table, own[is_fitted], found[is_fitted])
    return Fitted(models=models, measured=tuple(measured), probabilities=probabilities)


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


def measure_clusters(table: AnsweredTable, probabilities: Floats) -> Iterator[HeldOut]:
    """
    Measure the clusters that the judged pairs of a corpus make, and the pairs reported with them, as a scan makes them.

    Articles that were made are left out, and so are pairs whose answer is not certain. A corpus of three languages is measured
    for each two of them besides.
    """
    kept = table.is_clean
    n_articles, pairs = len(table.examples), table.evidence.pairs[kept]
    excerpt_side = find_excerpts(table.evidence)[kept]
    groups = group_versions(n_articles, pairs, probabilities[kept], excerpt_side, MIN_PROBABILITY)
    settled = settle(pairs, probabilities[kept], excerpt_side, groups)
    own = np.array([place for place, example in enumerate(table.examples) if not example.is_made], dtype=np.intp)
    cluster = np.arange(n_articles)
    for number, members in enumerate(groups):
        cluster[members] = n_articles + number
    _, group = np.unique([example.gold.group for example in table.examples], return_inverse=True)
    language = np.array([example.gold.language for example in table.examples])
    clustered = _pairs_within(cluster, own)
    clustered = clustered[table.is_answered(clustered)]
    true = _pairs_within(group, own)
    is_reported = (settled >= MIN_PROBABILITY) & table.is_answered(pairs)
    reported, own_probabilities = pairs[is_reported], settled[is_reported]
    languages = sorted(set(language[own].tolist()))
    for pair_of_languages in ((), *(combinations(languages, 2) if len(languages) == LANGUAGES_IN_DETAIL else ())):

        def is_asked(pairs: Rows, wanted: tuple[str, ...] = pair_of_languages) -> NDArray[np.bool_]:
            left, right = language[pairs[:, 0]], language[pairs[:, 1]]
            return np.array([not wanted or {one, other} == set(wanted) for one, other in zip(left, right, strict=True)], bool)

        found = clustered[is_asked(clustered)]
        is_right = group[reported[:, 0]] == group[reported[:, 1]]
        is_ours = is_asked(reported)
        is_sure = is_ours & (own_probabilities >= SURE_PROBABILITY)
        yield HeldOut(
            corpus=table.part.corpus,
            n_versions=len(table.part.versions),
            languages=pair_of_languages,
            n_articles=len(own),
            pairs=PairCounts(
                n_true=int(is_asked(true).sum()),
                n_found=len(found),
                n_right=int((group[found[:, 0]] == group[found[:, 1]]).sum()),
            ),
            brier_score=float(((own_probabilities - is_right)[is_ours] ** 2).mean()) if is_ours.any() else None,
            n_sure=int(is_sure.sum()),
            n_sure_right=int((is_sure & is_right).sum()),
        )


def _pairs_within(labels: Rows, own: Rows) -> Rows:
    """
    List the pairs of one label.

    *Shape:* ``(n_pairs, 2)``
    """
    order = own[np.argsort(labels[own], kind="stable")]
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    pairs = [pair for part in parts for pair in combinations(sorted(part.tolist()), 2)]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)
