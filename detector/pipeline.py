"""
The pipeline: the one place where the stages meet.

In: articles, or paths to read them from. Out: a result. Data flows one way: read → prepare → fingerprint → candidates → embed →
evidence → relation → cluster; each stage is a function over the whole batch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import (
    Article,
    Comparison,
    DetectionResult,
    PreparedArticle,
    RelatedPair,
    Relation,
    SkippedFile,
    StageTiming,
)
from detector.errors import InputError, SettingsError
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.parallel import Answer, count_cores, map_in_order
from detector.settings import Settings
from detector.similarity.alignment import SegmentVectors
from detector.similarity.bands import Bands, find_cut_offs
from detector.similarity.candidates import Pairs, candidates_by_wording, merge_pairs
from detector.similarity.cluster import group_versions, missing_pairs, settle
from detector.similarity.conclusion import conclude, with_bands
from detector.similarity.declared import find_declared
from detector.similarity.direction import Directions
from detector.similarity.embedding import default_encoders, embed
from detector.similarity.encoders import Encoder
from detector.similarity.evidence import (
    COMMON_MAX_WEIGHT,
    WORDING_MIN_SHARE,
    Batch,
    EvidenceTable,
    collect_evidence,
    find_families,
    shares_of_phrases,
    uncommonness,
    with_agreements,
    with_rivals,
)
from detector.similarity.explanation import Explainer
from detector.similarity.facts import find_agreements, find_facts
from detector.similarity.fingerprint import SETS, Fingerprints, HashSets, commonness, fingerprint, join_fingerprints
from detector.similarity.packedfacts import FactsOf, pack_facts
from detector.similarity.prospects import LIKELY_MIN_PROBABILITY, outline_prospects
from detector.similarity.reach import reach_of
from detector.similarity.relation import find_excerpts, have_one_body, judge, judge_alone, score

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many items are done and how many there are; 0 where that is not known."""


_ARTICLES_AT_ONCE = 250
_CANDIDATES_AT_ONCE = 20_000
_PAIRS_AT_ONCE = 1000
_REPORTED_AT_ONCE = 200
"""Of one piece of work, so that processes have about as much to do, and none is asked for too often."""
_FACTS_KEPT = 1024
"""Articles whose facts are kept unpacked where pairs are compared, sorted by the left one."""

Rows = TypeVar("Rows", bound="Sequence[Any] | NDArray[Any]")


class _Run:
    """One run: how many processes work, who is told of the progress, and how long each stage took."""

    def __init__(self, progress: Progress | None = None, n_jobs: int | None = 1, cache: str | Path | None = None) -> None:
        if n_jobs is not None and n_jobs < 1:
            raise SettingsError(f"jobs must be at least 1, was: {n_jobs}")
        self.n_jobs = count_cores() if n_jobs is None else n_jobs
        self.cache = None if cache is None else Path(cache)
        self.progress = progress
        self.timings: list[StageTiming] = []

    @contextmanager
    def stage(self, name: str, n_items: int = 0) -> Iterator[None]:
        """Measure what runs inside as one stage, or as more of a stage of that name."""
        start = time.perf_counter()
        yield
        before = next((timing for timing in self.timings if timing.stage == name), None)
        if before is not None:
            self.timings.remove(before)
        seconds = time.perf_counter() - start + (before.seconds if before is not None else 0.0)
        self.timings.append(StageTiming(stage=name, seconds=seconds, n_items=n_items))

    def told(self, stage: str, done: int, count: int) -> None:
        """Tell of the progress, if somebody listens."""
        if self.progress is not None:
            self.progress(stage, done, count)

    def map(self, stage: str, function: Callable[[Rows], Answer], rows: Rows, at_once: int) -> Iterator[Answer]:
        """Give a function's answers to a bounded number of rows each, in order, from all processes."""
        pieces: list[Any] = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
        self.told(stage, 0, len(rows))
        for number, answer in enumerate(map_in_order(function, pieces, self.n_jobs), start=1):
            self.told(stage, min(number * at_once, len(rows)), len(rows))
            yield answer


def scan(
    paths: Sequence[str | Path],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> DetectionResult:
    """
    Read articles from files and folders and find the versions among them.

    The other arguments are those of ``find_clusters``.

    Raises:
        SourceNotFoundError: If a path does not exist.
        EncoderError: If an encoder that the languages need is not installed.
    """
    settings = settings or Settings()
    skipped: list[SkippedFile] = []
    run = _Run(progress, jobs)
    with run.stage("read"):
        articles: list[Article] = []
        for article in read(*paths, settings=settings, on_skip=skipped.append):
            if progress is not None and len(articles) % 100 == 0:
                progress("read", len(articles), 0)
            articles.append(article)
    run.timings[0] = replace(run.timings[0], n_items=len(articles))
    result = find_clusters(articles, settings=settings, progress=progress, jobs=jobs, cache=cache)
    return replace(result, skipped=(*skipped, *result.skipped), timings=(*run.timings, *result.timings))


def find_clusters(
    articles: Iterable[Article],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    encoders: Sequence[Encoder] | None = None,
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> DetectionResult:
    """
    Find the versions among articles.

    Args:
        articles: In any order, which changes nothing.
        settings: What the run may be told.
        progress: Told of each stage.
        encoders: In order of preference, instead of the two that are built in.
        jobs: How many processes work at once, at least 1, all cores' worth if ``None``; this changes nothing that is found.
        cache: A folder in which the vectors of segments are kept for another run; none if ``None``.

    Returns:
        The result, with the articles that were too short to judge among ``skipped``.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
        SettingsError: If ``jobs`` is below 1.
        CacheError: If the cache cannot be written.
        WorkerError: If a process dies.
    """
    return audit(articles, settings=settings, progress=progress, encoders=encoders, jobs=jobs, cache=cache).result


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
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> Audit:
    """
    Find the versions among articles, and keep every pair that was judged, for whoever measures how right the judgements are.

    The arguments and errors are those of ``find_clusters``.
    """
    settings = settings or Settings()
    run = _Run(progress, jobs, cache)
    with run.stage("prepare"):
        prepared, skipped = prepare(articles, settings, progress, run.n_jobs)
    run.timings[0] = replace(run.timings[0], n_items=len(prepared))
    batch, table, probabilities = judge_all(prepared, settings, encoders, run)
    batch = batch.without_evidence()
    with run.stage("cluster", len(prepared)):
        excerpt_side = find_excerpts(table)
        groups = group_versions(len(prepared), table.pairs, probabilities, excerpt_side, settings.min_probability)
        probabilities = settle(table.pairs, probabilities, excerpt_side, groups)

    def explained(rows: NDArray[np.intp]) -> list[RelatedPair]:
        explainer = Explainer(batch, table.take(rows), probabilities[rows], settings.min_probability)
        sides = {prepared[row].id: prepared[row] for row in table.pairs[rows].ravel().tolist()}
        return with_bands(map(explainer.explain, explainer.named_rows(related=settings.related)), sides, settings)

    def explain(row: int) -> RelatedPair:
        one = np.array([row])
        return Explainer(batch, table.take(one), probabilities[one], settings.min_probability).explain(0)

    is_version = probabilities >= settings.min_probability
    n_reported = int(is_version.sum())
    with run.stage("explain", n_reported):
        reported = np.flatnonzero(is_version | (settings.related & (table.space >= 0)))
        found = tuple(chain.from_iterable(run.map("explain", explained, reported, _REPORTED_AT_ONCE)))
    with run.stage("conclude", n_reported):
        clusters, pairs = conclude(prepared, found, groups, settings)
    is_contradicted = (table.declared > 0.0) & (probabilities < settings.min_probability)
    result = DetectionResult(
        articles=prepared,
        pairs=pairs,
        contradicted=tuple(map(explain, np.flatnonzero(is_contradicted).tolist())),
        clusters=clusters,
        skipped=skipped,
        settings=settings,
        reach=MappingProxyType(
            {language: reach_of(language) for language in sorted({article.language for article in prepared})}
            if settings.translations and encoders is None
            else {}
        ),
        cut_offs=MappingProxyType(find_cut_offs(settings.safe_precision)),
        timings=tuple(run.timings),
    )
    return Audit(
        result=result,
        pairs=table.pairs,
        probabilities=probabilities,
        explain=explain,
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
    batch, table, probabilities = judge_all(prepared, settings, encoders, _Run(), all_pairs=True)
    pair = Explainer(batch, table, probabilities, 0.0).explain(0)
    if pair.probability < settings.min_probability:
        pair = replace(pair, relation=Relation.RELATED)
    pair = replace(
        pair,
        direction=Directions().of_pair(*prepared, relation=pair.relation) if pair.relation.is_version else None,
        band=Bands(find_cut_offs(settings.safe_precision)).of_pair(pair, *prepared),
    )
    return Comparison(left=prepared[0], right=prepared[1], pair=pair, passages=pair.passages)


def _prepare_alone(article: Article, settings: Settings) -> PreparedArticle:
    prepared, skipped = prepare((article,), settings)
    if skipped:
        raise InputError(f"two articles must be comparable, but {skipped[0].path}: {skipped[0].reason}")
    return prepared[0]


def judge_all(
    prepared: tuple[PreparedArticle, ...],
    settings: Settings,
    encoders: Sequence[Encoder] | None = None,
    run: _Run | None = None,
    *,
    all_pairs: bool = False,
) -> tuple[Batch, EvidenceTable, NDArray[np.float64]]:
    """
    Draw the candidates among articles, or take all pairs, and judge them before the groups are known.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
    """
    run = run or _Run()
    drawn = _draw(prepared, settings, encoders, run, all_pairs=all_pairs)
    batch, n_families, n_articles = drawn.batch, drawn.n_families, len(prepared)
    by_family, are_facts_found = drawn.by_family, drawn.are_facts_found
    pairs = np.stack(np.triu_indices(n_articles, 1), axis=1) if all_pairs else drawn.pairs
    del drawn
    is_compared = np.zeros(n_articles, dtype=np.bool_)
    is_compared[pairs] = True
    n_families = n_families[np.repeat(is_compared, batch.fingerprints.short_shingles.sizes())]
    # Articles without a candidate need no words more. One set after the other, so that no two are held twice.
    for name in SETS:
        batch = batch.with_fingerprints(batch.fingerprints.of_some(is_compared, (name,)))

    # A pair that is asked for is compared in full, whatever is to be expected of it.
    least = 0.0 if all_pairs or settings.related else LIKELY_MIN_PROBABILITY

    def outlined(rows: Pairs) -> tuple[EvidenceTable, NDArray[np.bool_]]:
        return outline_prospects(batch, rows, n_families, least)

    def collected(rows: Pairs) -> EvidenceTable:
        return collect_evidence(batch, rows, n_families)

    with run.stage("evidence", len(pairs)):
        tables, each_likely = zip(outlined(pairs[:0]), *run.map("evidence", outlined, pairs, _PAIRS_AT_ONCE), strict=True)
        table, is_likely = EvidenceTable.merge(*tables), np.concatenate(each_likely)
    del tables
    likely, unlikely = pairs[is_likely], pairs[~is_likely]
    if not are_facts_found:
        asked = by_family[np.isin(by_family, likely)]
        batch = batch.with_facts(_find_facts(prepared, batch.is_common, asked, run, n_kept=_FACTS_KEPT))
    with run.stage("evidence", len(pairs)):
        agreements = run.map("evidence", partial(find_agreements, batch.facts), likely, _PAIRS_AT_ONCE)
        table = with_agreements(table, is_likely, np.concatenate([find_agreements((), pairs[:0]), *agreements]))
        probabilities, table = judge_with_rivals(batch, table, is_likely)
        missing = missing_pairs(n_articles, pairs, pairs[probabilities >= settings.min_probability])
        if len(missing):
            table = EvidenceTable.merge(table, *run.map("evidence", collected, missing, _PAIRS_AT_ONCE))
            is_likely = ~np.isin(table.pairs @ (n_articles, 1), unlikely @ (n_articles, 1))
            probabilities, table = judge_with_rivals(batch, table, is_likely)
    return batch, table, probabilities


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """A batch, ready to be compared, and the pairs worth comparing."""

    batch: Batch
    pairs: Pairs
    """*Shape:* ``(n_pairs, 2)``, left below right, sorted."""
    n_families: NDArray[np.uint8]
    """How many hold each of the short shingles, from ``commonness``."""
    by_family: NDArray[np.intp]
    """All articles; those nearly the same follow each other, as they share sentences. *Shape:* ``(n_articles,)``"""
    are_facts_found: bool
    """Whether the facts of all are at hand; else they are found when asked for."""


def draw_candidates(
    prepared: tuple[PreparedArticle, ...],
    settings: Settings,
    encoders: Sequence[Encoder] | None = None,
    progress: Progress | None = None,
) -> Drawn:
    """
    Fingerprint and encode articles, and draw the pairs that are worth comparing.

    Raises:
        EncoderError: If an encoder that the languages need is not installed.
    """
    return _draw(prepared, settings, encoders, _Run(progress))


def _draw(
    prepared: tuple[PreparedArticle, ...],
    settings: Settings,
    encoders: Sequence[Encoder] | None,
    run: _Run,
    *,
    all_pairs: bool = False,
) -> Drawn:
    """Do what ``draw_candidates`` does; with ``all_pairs`` a costly encoder encodes every article whole."""
    n_articles = len(prepared)
    with run.stage("fingerprint", n_articles):
        fingerprints = join_fingerprints(run.map("fingerprint", fingerprint, prepared, _ARTICLES_AT_ONCE))
    with run.stage("candidates", n_articles):
        pairs = candidates_by_wording(fingerprints.short_shingles)
        shares = np.concatenate([np.empty(0), *_find_shares(fingerprints.short_shingles, pairs, run)])
        near = pairs[shares >= WORDING_MIN_SHARE]
        families = find_families(fingerprints, near)
        declared = find_declared([article.article for article in prepared])
        told = np.array([*declared], dtype=np.intp).reshape(-1, 2)
        # Across languages the words in common are names, and the facts may tell the pair all the same.
        languages = np.array([article.language for article in prepared])
        is_across = languages[pairs[:, 0]] != languages[pairs[:, 1]]
        pairs = merge_pairs(n_articles, pairs[(shares >= WORDING_MIN_SHARE) | is_across], told)
        n_families, segment_weights, is_common = weigh_passages(prepared, fingerprints, families)

    facts, are_found, by_family = FactsOf(prepared, is_common), False, np.argsort(families, kind="stable")
    spaces: tuple[SegmentVectors, ...] = ()
    if settings.translations and n_articles > 1:
        with run.stage("embed"):
            chosen = default_encoders(prepared) if encoders is None else encoders
        # Digests are compared with all others by their facts too; else none are asked for but those of likely pairs.
        if are_found := any(getattr(encoder, "is_costly", False) for encoder in chosen):
            facts = _find_facts(prepared, is_common, by_family, run)
        with run.stage("embed", len(fingerprints.segments)):
            alike = merge_pairs(n_articles, *((np.stack(np.triu_indices(n_articles, 1), axis=1),) if all_pairs else (near, told)))
            spaces, by_meaning = embed(prepared, segment_weights, chosen, run.told, run.cache, facts=facts, alike=alike)
            pairs = merge_pairs(n_articles, pairs, by_meaning)
    return Drawn(
        batch=Batch(
            articles=prepared,
            fingerprints=fingerprints,
            facts=facts,
            is_common=is_common,
            spaces=spaces,
            declared=declared,
        ),
        pairs=pairs,
        n_families=n_families,
        by_family=by_family,
        are_facts_found=are_found,
    )


def _find_facts(
    prepared: Sequence[PreparedArticle],
    is_common: Sequence[tuple[bool, ...]],
    rows: NDArray[np.intp],
    run: _Run,
    *,
    n_kept: int | None = None,
) -> FactsOf:
    """Find the facts of some articles; those of others are found when asked for. Of all ``n_kept`` are kept unpacked, or all."""

    def found(rows: Sequence[int]) -> list[bytes]:
        return [pack_facts(find_facts(prepared[row], is_common[row])) for row in rows]

    with run.stage("facts", len(rows)):
        packed = chain.from_iterable(run.map("facts", found, rows.tolist(), _ARTICLES_AT_ONCE))
        return FactsOf(prepared, is_common, rows.tolist(), packed, n_kept=n_kept)


def _find_shares(shingles: HashSets, pairs: Pairs, run: _Run) -> Iterator[NDArray[np.float64]]:
    # Apart from its caller, whose frame would hold the shingles on after they were let go.
    return run.map("candidates", partial(shares_of_phrases, shingles), pairs, _CANDIDATES_AT_ONCE)


def weigh_passages(
    prepared: Sequence[PreparedArticle], fingerprints: Fingerprints, families: NDArray[np.intp]
) -> tuple[NDArray[np.uint8], NDArray[np.float32], tuple[tuple[bool, ...], ...]]:
    """Count the families of each short shingle; weigh each segment by how few hold it, in (0, 1], and tell which are common."""
    offsets = np.cumsum([0, *(len(article.segments) for article in prepared)])
    segment_weights = uncommonness(commonness(HashSets(fingerprints.segments, offsets), families))
    is_common = tuple(
        tuple((segment_weights[start:end] < COMMON_MAX_WEIGHT).tolist()) for start, end in pairwise(offsets.tolist())
    )
    return commonness(fingerprints.short_shingles, families), segment_weights, is_common


def judge_with_rivals(
    batch: Batch, table: EvidenceTable, is_likely: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], EvidenceTable]:
    """
    Judge pairs in the light of one another; those that are not likely are rivals of others, by score, and no versions.

    Returns:
        Their probabilities, in [0, 1], and the table with the rivals filled in.
    """
    names, rows = tuple(space.encoder for space in batch.spaces), np.flatnonzero(is_likely)
    alone, together = np.zeros((2, len(table)))
    alone[rows] = judge_alone(table.take(rows), names)
    table = with_rivals(table, score(table), alone, batch.languages())
    together[rows] = judge(table.take(rows), names)
    is_identical, is_article = have_one_body(batch, table)
    return np.where(is_identical, np.where(is_article, 1.0, 0.0), together), table
