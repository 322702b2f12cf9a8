"""
The pipeline: the one place where the stages meet.

In: articles, or paths to read them from. Out: a result. Data flows one way: read → prepare → fingerprint → candidates → embed →
evidence → relation → cluster; each stage is a function over the whole batch.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import (
    Article,
    Cluster,
    Comparison,
    DetectionResult,
    PreparedArticle,
    RelatedPair,
    Relation,
    SkippedFile,
    StageTiming,
)
from detector.errors import InputError
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.settings import Settings
from detector.similarity.alignment import SegmentVectors
from detector.similarity.candidates import Pairs, candidates_by_wording, merge_pairs
from detector.similarity.cluster import (
    choose_lead,
    find_missing_original,
    find_original_language,
    group_versions,
    missing_pairs,
    settle,
)
from detector.similarity.declared import find_declared
from detector.similarity.embedding import default_encoders, embed
from detector.similarity.encoders import Encoder
from detector.similarity.evidence import (
    COMMON_MAX_WEIGHT,
    Batch,
    EvidenceTable,
    collect_evidence,
    find_families,
    shingle_weights,
    uncommonness,
    with_rivals,
)
from detector.similarity.explanation import Explainer
from detector.similarity.facts import find_facts
from detector.similarity.fingerprint import Fingerprints, fingerprint
from detector.similarity.passages import match_pair
from detector.similarity.reach import reach_of
from detector.similarity.relation import find_excerpts, judge, judge_alone, name_relations, score

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many items are done and how many there are; 0 where that is not known."""


class _Clock:
    """Measures the stages of one run."""

    def __init__(self) -> None:
        self.timings: list[StageTiming] = []

    @contextmanager
    def stage(self, name: str, n_items: int = 0) -> Iterator[None]:
        """Measure what runs inside as one stage."""
        start = time.perf_counter()
        yield
        self.timings.append(StageTiming(stage=name, seconds=time.perf_counter() - start, n_items=n_items))


def scan(paths: Sequence[str | Path], *, settings: Settings | None = None, progress: Progress | None = None) -> DetectionResult:
    """
    Read articles from files and folders and find the versions among them.

    Raises:
        SourceNotFoundError: If a path does not exist.
        EncoderError: If an encoder that the languages need is not installed.
    """
    settings = settings or Settings()
    skipped: list[SkippedFile] = []
    clock = _Clock()
    with clock.stage("read"):
        articles: list[Article] = []
        for article in read(*paths, settings=settings, on_skip=skipped.append):
            if progress is not None and len(articles) % 100 == 0:
                progress("read", len(articles), 0)
            articles.append(article)
    clock.timings[0] = replace(clock.timings[0], n_items=len(articles))
    result = find_clusters(articles, settings=settings, progress=progress)
    return replace(result, skipped=(*skipped, *result.skipped), timings=(*clock.timings, *result.timings))


def find_clusters(
    articles: Iterable[Article],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    encoders: Sequence[Encoder] | None = None,
) -> DetectionResult:
    """
    Find the versions among articles.

    Args:
        articles: In any order, which changes nothing.
        settings: What the run may be told.
        progress: Told of each stage.
        encoders: In order of preference, instead of the two that are built in.

    Returns:
        The result, with the articles that were too short to judge among ``skipped``.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
    """
    return audit(articles, settings=settings, progress=progress, encoders=encoders).result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """A result together with every pair that was judged on the way to it, reported or not."""

    result: DetectionResult
    pairs: Pairs
    """Row numbers into ``result.articles``, left below right, sorted. *Shape:* ``(n_pairs, 2)``"""
    probabilities: NDArray[np.float64]
    """That the two are versions of one article, in [0, 1]. *Shape:* ``(n_pairs,)``"""
    explain: Callable[[int], RelatedPair]
    """Gives the evidence of a row of ``pairs``; a pair that is no version is called ``related``."""


def audit(
    articles: Iterable[Article],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    encoders: Sequence[Encoder] | None = None,
) -> Audit:
    """
    Find the versions among articles, and keep every pair that was judged, for whoever measures how right the judgements are.

    The arguments and errors are those of ``find_clusters``.
    """
    settings = settings or Settings()
    clock = _Clock()
    with clock.stage("prepare"):
        prepared, skipped = prepare(articles, settings, progress)
    clock.timings[0] = replace(clock.timings[0], n_items=len(prepared))
    batch, table, probabilities = judge_all(prepared, settings, encoders, clock, progress)
    with clock.stage("cluster", len(prepared)):
        excerpt_side = find_excerpts(table)
        groups = group_versions(len(prepared), table.pairs, probabilities, excerpt_side, settings.min_probability)
        probabilities = settle(table.pairs, probabilities, excerpt_side, groups)
    with clock.stage("relation", len(table)):
        named = name_relations(batch, table, probabilities, settings.min_probability)
    reported = [
        row for row, relation in enumerate(named.relations) if relation is not None and (relation.is_version or settings.related)
    ]
    with clock.stage("explain", len(reported)):
        explainer = Explainer(batch, table, probabilities, named)
        pairs = tuple(map(explainer.explain, reported))
        group_by_id = {prepared[row].id: number for number, members in enumerate(groups) for row in members}
        relations: dict[int, Counter[Relation]] = {number: Counter() for number in range(len(groups))}
        for pair in pairs:
            if group_by_id.get(pair.left_id, -1) == group_by_id.get(pair.right_id, -2):
                relations[group_by_id[pair.left_id]][pair.relation] += 1
        clusters = tuple(
            make_cluster([prepared[row] for row in members], relations[number], settings) for number, members in enumerate(groups)
        )
    is_contradicted = (table.declared > 0.0) & (probabilities < settings.min_probability)
    result = DetectionResult(
        articles=prepared,
        pairs=pairs,
        contradicted=tuple(map(explainer.explain, np.flatnonzero(is_contradicted).tolist())),
        clusters=tuple(sorted(clusters, key=lambda cluster: (-len(cluster.member_ids), cluster.lead_id))),
        skipped=skipped,
        settings=settings,
        reach=MappingProxyType(
            {language: reach_of(language) for language in sorted({article.language for article in prepared})}
            if settings.translations and encoders is None
            else {}
        ),
        timings=tuple(clock.timings),
    )
    return Audit(
        result=result,
        pairs=table.pairs,
        probabilities=probabilities,
        explain=explainer.explain,
    )


def compare(
    left: Article, right: Article, *, settings: Settings | None = None, encoders: Sequence[Encoder] | None = None
) -> Comparison:
    """
    Compare two articles, whatever a scan would say of them.

    Returns:
        The two as they were given: left stays left, whatever their ids, which may be one, as of two versions of one record.

    Raises:
        InputError: If one is too short to judge.
        EncoderError: If an encoder that the languages need is not installed.
    """
    settings = settings or Settings()
    prepared = _prepare_alone(left, settings), _prepare_alone(right, settings)
    batch, table, probabilities = judge_all(prepared, settings, encoders, _Clock(), None, all_pairs=True)
    named = name_relations(batch, table, probabilities, 0.0)
    space = int(table.space[0])
    passages = match_pair(batch, space, 0, 1)
    pair = Explainer(batch, table, probabilities, named).explain(0)
    if pair.probability < settings.min_probability:
        pair = replace(pair, relation=Relation.RELATED)
    return Comparison(left=prepared[0], right=prepared[1], pair=pair, passages=tuple(passages))


def _prepare_alone(article: Article, settings: Settings) -> PreparedArticle:
    prepared, skipped = prepare((article,), settings)
    if skipped:
        raise InputError(f"two articles must be comparable, but {skipped[0].path}: {skipped[0].reason}")
    return prepared[0]


def judge_all(
    prepared: tuple[PreparedArticle, ...],
    settings: Settings,
    encoders: Sequence[Encoder] | None = None,
    clock: _Clock | None = None,
    progress: Progress | None = None,
    *,
    all_pairs: bool = False,
) -> tuple[Batch, EvidenceTable, NDArray[np.float64]]:
    """
    Draw the candidates among articles, or take all pairs, and judge them before the groups are known.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
    """
    clock = clock or _Clock()
    drawn = draw_candidates(prepared, settings, encoders, clock, progress)
    batch, n_articles = drawn.batch, len(prepared)
    pairs = np.stack(np.triu_indices(n_articles, 1), axis=1) if all_pairs else drawn.pairs
    if progress is not None:
        progress("evidence", 0, len(pairs))
    with clock.stage("evidence", len(pairs)):
        table = collect_evidence(batch, pairs, drawn.shingle_weights)
        probabilities, table = judge_with_rivals(batch, table)
        missing = missing_pairs(n_articles, pairs, pairs[probabilities >= settings.min_probability])
        if len(missing):
            table = EvidenceTable.merge(table, collect_evidence(batch, missing, drawn.shingle_weights))
            probabilities, table = judge_with_rivals(batch, table)
    return batch, table, probabilities


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """A batch, ready to be compared, and the pairs worth comparing."""

    batch: Batch
    pairs: Pairs
    """*Shape:* ``(n_pairs, 2)``, left below right, sorted."""
    shingle_weights: NDArray[np.float64]


def draw_candidates(
    prepared: tuple[PreparedArticle, ...],
    settings: Settings,
    encoders: Sequence[Encoder] | None = None,
    clock: _Clock | None = None,
    progress: Progress | None = None,
) -> Drawn:
    """
    Fingerprint and encode articles, and draw the pairs that are worth comparing.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
    """
    clock = clock or _Clock()

    def told(stage: str, done: int, count: int) -> None:
        if progress is not None:
            progress(stage, done, count)

    n_articles = len(prepared)
    told("fingerprint", 0, n_articles)
    with clock.stage("fingerprint", n_articles):
        fingerprints = fingerprint(prepared)
    told("candidates", 0, n_articles)
    with clock.stage("candidates", n_articles):
        pairs = candidates_by_wording(fingerprints.short_shingles)
        families = find_families(fingerprints, pairs)
        declared = find_declared([article.article for article in prepared])
        pairs = merge_pairs(n_articles, pairs, np.array([*declared], dtype=np.intp).reshape(-1, 2))
        weights, segment_weights, is_common = weigh_passages(prepared, fingerprints, families)
    with clock.stage("facts", n_articles):
        facts = tuple(map(find_facts, prepared, is_common))
    spaces: tuple[SegmentVectors, ...] = ()
    if settings.translations and n_articles > 1:
        with clock.stage("embed", len(fingerprints.segments)):
            chosen = default_encoders(prepared) if encoders is None else encoders
            spaces, by_meaning = embed(prepared, segment_weights, chosen, told)
            pairs = merge_pairs(n_articles, pairs, by_meaning)
    return Drawn(
        batch=Batch(
            articles=prepared, fingerprints=fingerprints, facts=facts, is_common=is_common, spaces=spaces, declared=declared
        ),
        pairs=pairs,
        shingle_weights=weights,
    )


def weigh_passages(
    prepared: Sequence[PreparedArticle], fingerprints: Fingerprints, families: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[tuple[bool, ...], ...]]:
    """Weigh shingles and segments by how few families hold them, in (0, 1]; tell for each article which segments are common."""
    offsets = np.cumsum([0, *(len(article.segments) for article in prepared)])
    segment_weights = uncommonness(fingerprints.segments, np.repeat(families, np.diff(offsets)))
    is_common = tuple(
        tuple((segment_weights[start:end] < COMMON_MAX_WEIGHT).tolist()) for start, end in pairwise(offsets.tolist())
    )
    return shingle_weights(fingerprints.short_shingles, families), segment_weights, is_common


def judge_with_rivals(batch: Batch, table: EvidenceTable) -> tuple[NDArray[np.float64], EvidenceTable]:
    """Judge pairs in the light of one another; give their probabilities, in [0, 1], and the table with the rivals filled in."""
    names = tuple(space.encoder for space in batch.spaces)
    table = with_rivals(table, score(table), judge_alone(table, names), batch.languages())
    contents = batch.fingerprints.contents
    is_identical = contents[table.pairs[:, 0]] == contents[table.pairs[:, 1]]
    return np.where(is_identical, 1.0, judge(table, names)), table


def make_cluster(articles: Sequence[PreparedArticle], counted: Counter[Relation], settings: Settings) -> Cluster:
    """Give the cluster of some articles, whose pairs are related so many times in each way."""
    relations = {relation: counted[relation] for relation in Relation if counted[relation]}
    language, _ = find_original_language(articles, relations)
    lead = articles[choose_lead(articles, settings.lead, language)]
    return Cluster(
        id=lead.id,
        lead_id=lead.id,
        member_ids=(lead.id, *sorted(article.id for article in articles if article is not lead)),
        relations=MappingProxyType(relations),
        missing_original=find_missing_original(articles, relations),
    )
