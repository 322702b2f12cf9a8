"""
Corpus: a run over a folder of articles whose answers are known, and how right it is.

In: a folder of articles with ``gold.csv``, or what a run found and the gold. Out: an ``Evaluation``.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from detector.datatypes import Article, DetectionResult, Relation, SkippedFile
from detector.errors import InputError, SettingsError
from detector.evaluation.counting import (
    Labels,
    bcubed,
    calibrate,
    count_clusters,
    count_pairs,
    measure_language_pairs,
    measure_languages,
    number_labels,
)
from detector.evaluation.gold import GOLD_FILE, GoldArticle, choose, expected_relations, read_gold, short_code
from detector.evaluation.mistakes import find_mistakes
from detector.ingestion.read import read
from detector.measures import WORST_AT_MOST, Chosen, Evaluation, LanguageMistake, NameCount, NameMeasures, PairCounts
from detector.pipeline import Audit, audit
from detector.settings import Settings

logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
ARTICLE_FILES = ("articles.jsonl", "articles.jsonl.gz")
"""Where one of these is in a corpus, it holds the articles; else every file of the folder is read."""


def evaluate_corpus(
    folder: str | Path,
    *,
    settings: Settings | None = None,
    languages: Sequence[str] = (),
    sample: int | None = None,
    n_worst: int = WORST_AT_MOST,
    progress: Progress | None = None,
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> Evaluation:
    """
    Find the versions in a corpus and measure how right that is.

    Args:
        folder: Holds ``gold.csv``, and the articles in ``articles.jsonl``, ``articles.jsonl.gz`` or files of their own.
        settings: What the run may be told.
        languages: Only articles whose language in the gold is one of these: ``zh`` is every Chinese, ``zho-TW`` that one only.
        sample: Only this many groups, drawn by a hash of their names, so that each run draws the same. At least 1.
        n_worst: How many mistakes of each kind are kept. At least 0.
        progress: Told of each stage.
        jobs: How many processes work at once, at least 1, all cores' worth if ``None``.
        cache: A folder in which the vectors of segments are kept for another run; none if ``None``.

    Raises:
        SourceNotFoundError: If the folder does not exist.
        InputError: If there is no ``gold.csv`` in it, a row there cannot be used, or no article is left to measure.
        SettingsError: If ``sample``, ``n_worst`` or ``jobs`` is out of its range.
        CacheError: If the cache cannot be written.
        EncoderError: If an encoder that the languages need is not installed.
    """
    if sample is not None and sample < 1:
        raise SettingsError(f"sample must be at least 1, was: {sample}")
    if n_worst < 0:
        raise SettingsError(f"errors must be at least 0, was: {n_worst}")
    settings = settings or Settings()
    root = Path(folder)
    gold = read_gold(root)
    chosen = choose(gold, languages, sample)
    known, wanted = {row.id for row in gold}, {row.id for row in chosen}
    unread: list[SkippedFile] = []
    articles: dict[str, Article] = {}
    n_without_gold = 0
    for n_read, article in enumerate(read(*_article_sources(root), settings=settings, on_skip=unread.append)):
        if progress is not None and n_read % 100 == 0:
            progress("read", n_read, 0)
        n_without_gold += article.id not in known
        if article.id in articles:
            logger.warning("an id must be unique in a corpus, was there twice: %s; the later article was left out", article.id)
        elif article.id in wanted:
            # Its path becomes its id, so that it can be told which article was skipped.
            articles[article.id] = replace(article, path=article.id)
    if not articles:
        raise InputError(f"a corpus must hold articles that its {GOLD_FILE} names, was: none of {len(chosen):,} in {folder}")
    found = audit(articles.values(), settings=settings, progress=progress, jobs=jobs, cache=cache)
    # A file that could not be read is known by its path, if that is the id of its article; of a record, nothing is known.
    skipped = [one for one in unread if one.path in wanted] + list(found.result.skipped)
    present = articles.keys() | {one.path for one in skipped}
    measured = [row for row in chosen if row.id in present]
    return evaluate(
        measured,
        articles,
        found,
        chosen=Chosen(
            corpus=root.resolve().name,
            languages=tuple(languages),
            sample=sample,
            n_gold=len(gold),
            n_gold_groups=len({row.group for row in gold}),
            n_articles=len(measured),
            n_groups=len({row.group for row in measured}),
            n_languages=len({row.language for row in measured if row.language}),
            n_events=len({row.event for row in measured if row.event}),
            missing_ids=tuple(sorted(row.id for row in chosen if row.id not in present)),
            n_without_gold=n_without_gold,
            skipped=tuple(sorted(skipped, key=lambda one: one.path)),
            unread=tuple(one for one in unread if one.path not in wanted and one.path != GOLD_FILE),
        ),
        n_worst=n_worst,
    )


def _article_sources(folder: Path) -> list[Path]:
    return [folder / name for name in ARTICLE_FILES if (folder / name).is_file()] or [folder]


def evaluate(
    gold: Sequence[GoldArticle],
    articles: Mapping[str, Article],
    found: Audit,
    *,
    chosen: Chosen,
    n_worst: int = WORST_AT_MOST,
) -> Evaluation:
    """
    Measure what a run found against the gold.

    Args:
        gold: The articles that are measured, at least one. One that the run did not judge counts as found alone.
        articles: By id, as they were read; one that could not be read may be absent.
        found: What the run found over articles of the gold and no others.
        chosen: How the articles were chosen: handed on.
        n_worst: How many mistakes of each kind are kept.
    """
    result = found.result
    place_by_id = {row.id: place for place, row in enumerate(gold)}
    group = number_labels([row.group for row in gold])
    cluster = _clusters_of(gold, result)
    found_language = {article.id: article.language for article in result.articles}
    languages = [row.language or found_language.get(row.id, "") for row in gold]
    language = number_labels([short_code(code) for code in languages])
    # No event is nobody's: each article without one has one of its own.
    event = number_labels([f"event {row.event}" if row.event else f"alone {row.id}" for row in gold])
    pairs = count_pairs(group, cluster)
    in_one_language = count_pairs(group, cluster, language)
    place_by_row = np.array([place_by_id[article.id] for article in result.articles], dtype=np.intp)
    judged = place_by_row[found.pairs]
    return Evaluation(
        chosen=chosen,
        settings=result.settings,
        pairs=pairs,
        across_languages=PairCounts(
            n_true=pairs.n_true - in_one_language.n_true,
            n_found=pairs.n_found - in_one_language.n_found,
            n_right=pairs.n_right - in_one_language.n_right,
        ),
        in_one_language=in_one_language,
        bcubed=bcubed(group, cluster),
        adjusted_rand_index=float(adjusted_rand_score(group, cluster)),
        clusters=count_clusters(group, cluster, event),
        names=_measure_names(gold, place_by_id, result, pairs),
        calibration=calibrate(found.probabilities, group[judged[:, 0]] == group[judged[:, 1]], result.settings.min_probability),
        by_language=measure_languages(group, cluster, languages),
        by_language_pair=measure_language_pairs(group, cluster, languages),
        language_mistakes=_language_mistakes(gold, found_language),
        mistakes=find_mistakes(gold, articles, found, group=group, cluster=cluster, judged=judged, n_worst=n_worst),
    )


def _clusters_of(gold: Sequence[GoldArticle], result: DetectionResult) -> Labels:
    number_by_id = {id: number for number, cluster in enumerate(result.clusters) for id in cluster.member_ids}
    return np.array([number_by_id.get(row.id, len(result.clusters) + place) for place, row in enumerate(gold)], dtype=np.intp)


def _measure_names(
    gold: Sequence[GoldArticle], place_by_id: Mapping[str, int], result: DetectionResult, pairs: PairCounts
) -> NameMeasures:
    counts: Counter[tuple[tuple[Relation, ...], Relation]] = Counter()
    cluster_by_id = {id: cluster.id for cluster in result.clusters for id in cluster.member_ids}
    n_clustered = 0
    for pair in result.pairs:
        left, right = gold[place_by_id[pair.left_id]], gold[place_by_id[pair.right_id]]
        if left.group == right.group and pair.relation.is_version:
            counts[expected_relations(left, right), pair.relation] += 1
            n_clustered += left.id in cluster_by_id and cluster_by_id[left.id] == cluster_by_id.get(right.id)
    ranked = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    return NameMeasures(
        confusion=tuple(NameCount(expected=names, found=name, n_pairs=counts[names, name]) for names, name in ranked),
        n_unnamed=pairs.n_right - n_clustered,
    )


def _language_mistakes(gold: Sequence[GoldArticle], found_language: Mapping[str, str]) -> tuple[LanguageMistake, ...]:
    counts = Counter(
        (row.language, found_language[row.id])
        for row in gold
        if row.language and row.id in found_language and short_code(row.language) != found_language[row.id]
    )
    ranked = sorted(counts, key=lambda pair: (-counts[pair], pair))
    return tuple(LanguageMistake(gold=told, found=seen, n_articles=counts[told, seen]) for told, seen in ranked)
