"""
Conclusion: what follows from judged pairs once they have their names: clusters with their leads, directions, bands.

In: prepared articles, explained pairs, groups, settings. Out: clusters and pairs as a result holds them; or a saved result with
other settings, for which nothing is read, encoded or compared again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from detector.datatypes import Cluster, DetectionResult, PreparedArticle, RelatedPair, Relation
from detector.errors import SettingsError
from detector.settings import Settings
from detector.similarity.bands import Bands, find_cut_offs
from detector.similarity.cluster import choose_lead, find_missing_original, find_original_language, group_versions
from detector.similarity.direction import Directions


def conclude(
    articles: Sequence[PreparedArticle], pairs: Sequence[RelatedPair], groups: Sequence[Sequence[int]], settings: Settings
) -> tuple[tuple[Cluster, ...], tuple[RelatedPair, ...]]:
    """
    Make the clusters of groups of versions, and tell the direction of each pair.

    Args:
        articles: All.
        pairs: The reported ones, with their bands.
        groups: Row numbers of the members of each cluster.
        settings: Of the run.

    Returns:
        The clusters, the largest first, then in order of the lead's id; and the pairs as they came, with their directions.
    """
    group_by_id = {articles[row].id: number for number, members in enumerate(groups) for row in members}
    relations: list[Counter[Relation]] = [Counter() for _ in groups]
    rendered = set()
    for pair in pairs:
        number = group_by_id.get(pair.left_id)
        if number is not None and number == group_by_id.get(pair.right_id):
            relations[number][pair.relation] += 1
            if pair.relation is Relation.RETRANSLATION:
                rendered |= {pair.left_id, pair.right_id}
    directions = Directions(rendered)
    clusters = [
        make_cluster([articles[row] for row in members], counted, settings, directions)
        for members, counted in zip(groups, relations, strict=True)
    ]
    n_languages = [len({articles[row].language for row in members}) for members in groups]
    article_by_id = {article.id: article for article in articles}

    def conclude_pair(pair: RelatedPair) -> RelatedPair:
        if not pair.relation.is_version:
            return pair
        sides = article_by_id[pair.left_id], article_by_id[pair.right_id]
        number = group_by_id.get(pair.left_id)
        is_together = number is not None and number == group_by_id.get(pair.right_id)
        cluster = clusters[number] if number is not None and is_together else None
        original_id = cluster.direction.original_id if cluster and cluster.direction else None
        direction = directions.of_pair(
            *sides,
            relation=pair.relation,
            original_id=original_id,
            is_elsewhere=original_id is not None or bool(cluster and cluster.missing_original),
            are_alone=number is None or not is_together or n_languages[number] <= 2,
        )
        return replace(pair, direction=direction)

    concluded = tuple(map(conclude_pair, pairs))
    return tuple(sorted(clusters, key=lambda cluster: (-len(cluster.member_ids), cluster.lead_id))), concluded


def with_bands(
    pairs: Iterable[RelatedPair], article_by_id: Mapping[str, PreparedArticle], settings: Settings
) -> list[RelatedPair]:
    """Tell the band of each pair."""
    bands = Bands(find_cut_offs(settings.safe_precision))
    return [replace(pair, band=bands.of_pair(pair, article_by_id[pair.left_id], article_by_id[pair.right_id])) for pair in pairs]


def make_cluster(
    articles: Sequence[PreparedArticle], counted: Counter[Relation], settings: Settings, directions: Directions
) -> Cluster:
    """Give the cluster of some articles, whose pairs are related so many times in each way."""
    relations = {relation: counted[relation] for relation in Relation if counted[relation]}
    missing = find_missing_original(articles, relations)
    direction = directions.of_versions(articles, missing)
    language, _ = find_original_language(articles, relations)
    if direction.original_id is not None:
        language = next(article.language for article in articles if article.id == direction.original_id)
    lead = articles[choose_lead(articles, settings.lead, language)]
    return Cluster(
        id=lead.id,
        lead_id=lead.id,
        member_ids=(lead.id, *sorted(article.id for article in articles if article is not lead)),
        relations=MappingProxyType(relations),
        missing_original=missing,
        direction=direction,
    )


def conclude_again(result: DetectionResult, settings: Settings) -> DetectionResult:
    """
    Draw the conclusions of a result once more, with another least probability, lead or precision.

    Clusters can fall apart so, and pairs go; what the first run did not report cannot come back.

    Raises:
        SettingsError: If ``min_probability`` is below that of the run.
    """
    least = settings.min_probability
    if least < result.settings.min_probability:
        raise SettingsError(
            f"min_probability must be at least that of the scan, {result.settings.min_probability}, was: {least}; scan again"
        )
    row_by_id = {article.id: row for row, article in enumerate(result.articles)}
    groups = [sorted(row_by_id[id] for id in cluster.member_ids) for cluster in result.clusters]
    pairs, contradicted = result.pairs, result.contradicted
    if least > result.settings.min_probability:
        pairs_by_cluster = _pairs_by_cluster(result)
        groups = [
            part
            for members, cluster in zip(groups, result.clusters, strict=True)
            for part in _parted(result, members, pairs_by_cluster[cluster.id], least)
        ]
        below = [replace(pair, relation=Relation.RELATED) for pair in pairs if pair.probability < least]
        kept = [pair for pair in pairs if pair.probability >= least]
        pairs = tuple(sorted([*kept, *(below if settings.related else ())], key=lambda pair: (pair.left_id, pair.right_id)))
        overruled = [pair for pair in below if pair.evidence.declared and pair not in contradicted]
        contradicted = tuple(sorted([*contradicted, *overruled], key=lambda pair: (pair.left_id, pair.right_id)))
    pairs = tuple(with_bands(pairs, {article.id: article for article in result.articles}, settings))
    clusters, pairs = conclude(result.articles, pairs, groups, settings)
    return replace(
        result,
        pairs=pairs,
        clusters=clusters,
        contradicted=contradicted,
        settings=settings,
        cut_offs=MappingProxyType(find_cut_offs(settings.safe_precision)),
    )


def _pairs_by_cluster(result: DetectionResult) -> dict[str, list[RelatedPair]]:
    cluster_by_id = {id: cluster.id for cluster in result.clusters for id in cluster.member_ids}
    found: dict[str, list[RelatedPair]] = {cluster.id: [] for cluster in result.clusters}
    for pair in result.pairs:
        cluster = cluster_by_id.get(pair.left_id)
        if cluster is not None and cluster == cluster_by_id.get(pair.right_id):
            found[cluster].append(pair)
    return found


def _parted(result: DetectionResult, members: Sequence[int], pairs: Sequence[RelatedPair], least: float) -> list[list[int]]:
    """Group the members of one cluster again by the pairs that are left."""
    place_by_id = {result.articles[row].id: place for place, row in enumerate(members)}
    sizes = [len(result.articles[row].body) for row in members]
    places = np.array([(place_by_id[pair.left_id], place_by_id[pair.right_id]) for pair in pairs], dtype=np.intp).reshape(-1, 2)
    excerpt_side = [
        int(sizes[left] > sizes[right]) if pair.relation is Relation.EXCERPT else -1
        for pair, (left, right) in zip(pairs, places.tolist(), strict=True)
    ]
    found = group_versions(
        len(members),
        places,
        np.array([pair.probability for pair in pairs]),
        np.array(excerpt_side, dtype=np.intp),
        least,
    )
    return [[members[place] for place in part] for part in found]
