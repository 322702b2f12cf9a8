"""
Clusters: the versions of one article, put together so that no single wrong pair can join two stories.

In: articles and judged pairs. Out: groups of row numbers; for each group its lead and, where the original is not among its
members, what is known of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detector.datatypes import UNDETERMINED, MissingOriginal, PreparedArticle, Relation
from detector.settings import OUTLET_POLICY
from detector.similarity.candidates import Pairs
from detector.similarity.evidence import CHARACTERS_BY_LANGUAGE, moment_of

MERGE_MIN_PROBABILITY = 0.5
"""Mean probability over all pairs between two groups from which they are one.

Held out by story, F1 of the pairs in one cluster at 0.4 / 0.45 / 0.5 / 0.55 / 0.6: meantime 0.978 / 0.978 / 0.989 / 1.000 /
1.000, onestop 0.988 / 0.988 / 0.988 / 0.985 / 0.985, versions 0.983 / 0.982 / 0.987 / 0.987 / 0.987, army 0.966 / 0.966 / 0.964 /
0.965 / 0.964, wmt22 0.998 but for 0.996 at 0.6, ntrex 1.000 but for 0.999. Of meantime it is one pair of stories that 0.53 would
part, in four languages; a value chosen for its sake would tell nothing of other stories."""
UNKNOWN_PROBABILITY = 0.3
"""Probability of a pair that was never compared: below the bound, so that groups join on what was found alone."""
DISAGREEMENT_WEIGHT = 0.02
"""What the mean difference between two members' probabilities towards all others adds to their distance, so that a wrong pair as
probable as the right ones is joined last. Pairwise F1 at 0, 0.02, 0.1 and 0.3: versions 0.9593, 0.9583, 0.9570, 0.9560; wmt22
0.9993, 0.9993, 0.9986, 0.9986; army 0.8794, 0.8785, 0.8714, 0.8485. At 0 one wrong pair of probability 1 joins two groups."""
OUTVOTED_SHARE = 0.3
"""Share of the pairs of a probability of 0.5 or more, but of different groups, that are versions all the same: 0.23 of 784 on
six corpora, cross-validated by group (0 of 21 on meantime, 0 of 36 on ntrex, 0.31 of 39 on wmt22, 0.27 of 84 on versions)."""
MAX_COMPLETED = 400
"""Size of a component up to which all its pairs are compared before it is judged."""


def connected(n_articles: int, pairs: Pairs) -> NDArray[np.intp]:
    """
    Give the number of each article's connected component.

    *Shape:* ``(n_articles,)``
    """
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n_articles, n_articles))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def components(n_articles: int, pairs: Pairs) -> list[NDArray[np.intp]]:
    """
    Give the connected components of two articles or more, each as its sorted row numbers, in order of the first.

    *Shape:* ``(n_members,)`` each.
    """
    labels = connected(n_articles, pairs)
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if n_articles else []
    return sorted((part for part in parts if len(part) > 1), key=lambda part: int(part[0]))


def missing_pairs(n_articles: int, pairs: Pairs, edges: Pairs) -> Pairs:
    """
    Give the pairs inside the components of ``edges`` that are not among ``pairs``: a group is judged by all its pairs.

    *Shape:* ``(n_missing, 2)``, left below right, sorted.
    """
    known = pairs[:, 0] * n_articles + pairs[:, 1]
    wanted = [np.empty(0, dtype=np.intp)]
    for members in components(n_articles, edges):
        if len(members) <= MAX_COMPLETED:
            first, second = np.triu_indices(len(members), 1)
            wanted.append(members[first] * n_articles + members[second])
    missing = np.setdiff1d(np.concatenate(wanted), known)
    return np.stack(np.divmod(missing, max(n_articles, 1)), axis=1)


def group_versions(
    n_articles: int, pairs: Pairs, probabilities: NDArray[np.float64], excerpt_side: NDArray[np.intp], min_probability: float
) -> list[list[int]]:
    """
    Group the articles whose pairs, taken together, say that they are versions of one.

    Groups are joined from the most probable pair on as long as the mean probability of all pairs between two groups is at least
    ``MERGE_MIN_PROBABILITY``: one wrong pair between groups of three is outvoted by eight others. Excerpts are left out of this
    and then hung on the group of the article that holds them, alone or with their own versions, so that they join nothing.

    Args:
        n_articles: Number of articles.
        pairs: Row numbers of the compared pairs, left below right.

            *Shape:* ``(n_pairs, 2)``
        probabilities: That each pair are versions, in [0, 1].

            *Shape:* ``(n_pairs,)``
        excerpt_side: 0 where the left side is an excerpt of the right one, 1 where the right is one of the left, else -1.

            *Shape:* ``(n_pairs,)``
        min_probability: The least probability of a pair that may join, in (0, 1].

    Returns:
        The members of each group of two or more, sorted; the groups in order of their first member.

    Source:
        Average linkage: Sokal & Michener (1958), A statistical method for evaluating systematic relationships.
    """
    is_version = probabilities >= min_probability
    is_excerpt = excerpt_side >= 0
    group_by_row = {row: row for row in range(n_articles)}
    # Groups join within what pairs of versions connect, and are judged by all pairs there.
    part = connected(n_articles, pairs[is_version])
    is_inside = part[pairs[:, 0]] == part[pairs[:, 1]]
    probability_by_pair = dict(zip(map(tuple, pairs[is_inside].tolist()), probabilities[is_inside].tolist(), strict=True))
    for members in components(n_articles, pairs[is_version & ~is_excerpt]):
        for row, group in zip(members.tolist(), _average_linkage(members, probability_by_pair), strict=True):
            group_by_row[row] = int(members[group])
    groups: dict[int, list[int]] = {}
    for row, group in group_by_row.items():
        groups.setdefault(group, []).append(row)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -probabilities))
    excerpts = [
        (group_by_row[int(pairs[number, excerpt_side[number]])], group_by_row[int(pairs[number, 1 - excerpt_side[number]])])
        for number in order[(is_version & is_excerpt)[order]]
    ]
    for leaf, holder in _hang(excerpts, groups, probability_by_pair).items():
        groups[holder] = groups[holder] + groups.pop(leaf)
    return sorted(sorted(members) for members in groups.values() if len(members) > 1)


def _hang(
    excerpts: Iterable[tuple[int, int]], groups: Mapping[int, Sequence[int]], probability_by_pair: Mapping[tuple[int, int], float]
) -> dict[int, int]:
    """
    Tell which group hangs on which: a lone excerpt on any article that holds it, several only by the mean of all their pairs.

    Args:
        excerpts: The group of an excerpt and that of an article which holds it, the most probable pair first.
        groups: Members by group.
        probability_by_pair: Of the compared pairs.
    """
    holder_by_leaf: dict[int, int] = {}
    for leaf, holder in excerpts:
        if leaf == holder or leaf in holder_by_leaf or holder in holder_by_leaf or leaf in holder_by_leaf.values():
            continue
        between = [(min(one, other), max(one, other)) for one in groups[leaf] for other in groups[holder]]
        mean = sum(probability_by_pair.get(pair, UNKNOWN_PROBABILITY) for pair in between) / len(between)
        if len(groups[leaf]) == 1 or mean >= MERGE_MIN_PROBABILITY:
            holder_by_leaf[leaf] = holder
    return holder_by_leaf


def settle(
    pairs: Pairs, probabilities: NDArray[np.float64], excerpt_side: NDArray[np.intp], groups: Sequence[Sequence[int]]
) -> NDArray[np.float64]:
    """
    Judge each pair again in the light of the groups: what the others say of the two is evidence too.

    A pair that was probable but whose articles ended in different groups was outvoted, and is so much less probable. A pair
    inside a group of three or more is drawn halfway to the mean of the group, if that is higher: the first and the last of a
    chain of revisions may have little in common.

    Args:
        pairs: Row numbers of the compared pairs. *Shape:* ``(n_pairs, 2)``
        probabilities: Before the groups were known, in [0, 1]. *Shape:* ``(n_pairs,)``
        excerpt_side: As in ``group_versions``; an excerpt is a version of every article that holds it, in its group or not.
        groups: What ``group_versions`` gave.

    Returns:
        *Shape:* ``(n_pairs,)``, in [0, 1].
    """
    n_articles = int(pairs.max(initial=-1)) + 1
    group_by_row = -1 - np.arange(n_articles)
    for number, members in enumerate(groups):
        group_by_row[[row for row in members if row < n_articles]] = number
    left, right = group_by_row[pairs[:, 0]], group_by_row[pairs[:, 1]]
    is_inside, is_excerpt = left == right, excerpt_side >= 0
    settled = np.where(is_inside | is_excerpt, probabilities, probabilities * OUTVOTED_SHARE)
    sizes = np.array([len(members) for members in groups] or [0])
    counted = is_inside & ~is_excerpt
    counts = np.bincount(left[counted], minlength=len(sizes))
    means = np.bincount(left[counted], weights=probabilities[counted], minlength=len(sizes)) / np.maximum(counts, 1)
    is_drawn = counted & (sizes[np.maximum(left, 0)] > 2)
    drawn = (probabilities + means[np.maximum(left, 0)]) / 2
    return np.where(is_drawn, np.maximum(settled, drawn), settled)


def _average_linkage(members: NDArray[np.intp], probability_by_pair: Mapping[tuple[int, int], float]) -> NDArray[np.intp]:
    """Give for each member the place of the first member of its group."""
    count = len(members)
    if count == 2:
        # Most groups: their distance alone decides.
        probability = probability_by_pair.get((int(members[0]), int(members[1])), UNKNOWN_PROBABILITY)
        return np.array([0, int(np.round(1.0 - probability, 4) > 1.0 - MERGE_MIN_PROBABILITY)], dtype=np.intp)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist, squareform

    probabilities = np.eye(count)
    for first in range(count):
        for second in range(first + 1, count):
            pair = int(members[first]), int(members[second])
            probabilities[first, second] = probabilities[second, first] = probability_by_pair.get(pair, UNKNOWN_PROBABILITY)
    distances = squareform(1.0 - probabilities, checks=False)
    # Of two pairs that are about as probable, the one whose sides agree about all the others is joined first.
    towards_others = pdist(probabilities, "cityblock") - 2.0 * distances
    distances += DISAGREEMENT_WEIGHT * towards_others / count
    # Rounded, so that the last digits of a vector cannot decide between two merges.
    tree = linkage(np.round(distances, 4), method="average")
    labels = fcluster(tree, t=1.0 - MERGE_MIN_PROBABILITY, criterion="distance")
    _, first_place, number = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(first_place[number], dtype=np.intp)


def choose_lead(articles: Sequence[PreparedArticle], policy: str, original_language: str | None) -> int:
    """
    Choose the member shown first; give its place among ``articles``.

    Args:
        articles: The members; excerpts among them should be left out.
        policy: As ``Settings.lead``: ``auto`` is ``earliest`` where every member has a date, else ``longest``; of an outlet's
            several members, and where it has none, ``auto`` decides.
        original_language: The language that the cluster's original is in, or ``None`` where nothing tells.
    """
    outlet = policy.removeprefix(OUTLET_POLICY).strip().casefold() if policy.startswith(OUTLET_POLICY) else None
    if policy == "auto" or outlet is not None:
        policy = "earliest" if all(article.article.published for article in articles) else "longest"

    def rank(place: int) -> tuple[bool, str, float, str]:
        article = articles[place]
        is_foreign = policy == "original-language" and article.language != original_language
        if outlet is not None:
            is_foreign = (article.article.outlet or "").strip().casefold() != outlet
        published = (article.article.published or "9") if policy != "longest" else ""
        length = len(article.body) / CHARACTERS_BY_LANGUAGE.get(article.language, 1.0)
        return is_foreign, published, -length, article.id

    return min(range(len(articles)), key=rank)


def find_original_language(articles: Sequence[PreparedArticle], relations: Mapping[Relation, int]) -> tuple[str | None, str]:
    """
    Tell which language the original of some versions is in, and by what; ``(None, reason)`` where it is foreign but unknown.

    The reason is empty where nothing says that the members are renderings of a foreign original.
    """
    votes: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for article in articles:
        wrapper = article.wrapper
        if wrapper is not None and wrapper.kind == "translation" and wrapper.language:
            votes[wrapper.language] += 2
            reasons.setdefault(wrapper.language, f"{article.id} carries a translation notice")
        title = article.segments[0] if article.segments[0].in_title else None
        if title is not None and title.language not in (article.language, UNDETERMINED):
            votes[title.language] += 1
            reasons.setdefault(title.language, f"{article.id} kept a headline of the original")
    if votes:
        language = min(votes, key=lambda code: (-votes[code], code))
        return language, reasons[language]
    if any(article.wrapper is not None and article.wrapper.kind == "translation" for article in articles):
        return None, "a member carries a translation notice"
    if relations.get(Relation.RETRANSLATION, 0) and len({article.language for article in articles}) == 1:
        return None, "two members are renderings that share few words"
    return None, ""


def find_missing_original(articles: Sequence[PreparedArticle], relations: Mapping[Relation, int]) -> MissingOriginal | None:
    """Tell whether the original of some versions is not among them, and in which language it is."""
    language, reason = find_original_language(articles, relations)
    if not reason or any(article.language == language and not _is_rendering(article) for article in articles):
        return None
    if language is None and len({article.language for article in articles}) > 1:
        # One of the other languages may be the original's.
        return None
    notices = [article.wrapper for article in articles if article.wrapper is not None and _is_rendering(article)]
    dated = [(moment, article.article.published) for article in articles if (moment := moment_of(article.article))]
    return MissingOriginal(
        language=language,
        reason=reason,
        region=next((notice.region for notice in notices if notice.region), None),
        source=next((notice.source for notice in notices if notice.source), None),
        not_later_than=min(dated)[1] if dated else None,
    )


def _is_rendering(article: PreparedArticle) -> bool:
    return article.wrapper is not None and article.wrapper.kind == "translation"
