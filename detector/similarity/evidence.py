"""
Evidence: what is found of each candidate pair, as one table of numbers.

In: a batch of prepared articles with their fingerprints, facts and segment vectors, and candidate pairs. Out: a table with a
row a pair, from which ``relation`` judges. Nothing here decides anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detector.datatypes import UNDETERMINED, PreparedArticle, is_same_language
from detector.similarity.alignment import SegmentVectors, align
from detector.similarity.candidates import Pairs
from detector.similarity.declared import Declarations
from detector.similarity.facts import (
    Facts,
    agreement_of_figures,
    agreement_of_names,
    agreement_of_numbers,
    overlap,
    sentence_facts,
)
from detector.similarity.fingerprint import Fingerprints, Hashes, HashSets, commonness, is_shared, resemblance

Floats = NDArray[np.float64]

FAMILY_MIN_RESEMBLANCE = 0.6
"""Jaccard similarity of five-word shingles from which articles count as one family when the commonness of a passage is
measured, so that a hundred copies of one story do not make its sentences common. Our choice; not measured at other values."""

CHARACTERS_BY_LANGUAGE = {"zh": 0.30, "ja": 0.42, "ko": 0.50, "th": 0.95, "he": 0.80, "ar": 0.88}
"""Characters that a language takes for one of English, where it is far from 1."""

COMMON_MAX_WEIGHT = 0.5
"""Weight of a segment below which it counts as common: it stands in three unlike articles or more."""
KINDRED_MIN_WORDS = 0.15
"""Jaccard similarity of words from which texts in two standards of one language (Croatian and Serbian) are compared word by word:
in two scripts they share none. Our choice; not measured at other values."""
ACCORD_MIN_WORDS = 0.3
"""Jaccard similarity of words from which the facts of two articles are compared sentence by sentence; templates share them. Our
choice; not measured at other values."""
ACCORD_MIN_WORDING = 0.6
"""Edit similarity from which two sentences count as one wording with other facts filled in. Our choice; not measured at other
values."""


_AGREEMENTS = (
    ("numbers", agreement_of_numbers),
    ("names", agreement_of_names),
    ("figures", agreement_of_figures),
)
_KEYS = frozenset({"pairs", "space", "is_one_language"})
"""Columns of the table that say what was compared and how; all others are what was found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rarity:
    """How rare the words of openings and titles are among the articles of their language: at least 0, common ones near it."""

    openings: Floats
    """One a hash of ``Fingerprints.openings``. *Shape:* ``(n_hashes,)``"""
    titles: Floats
    """One a hash of ``Fingerprints.titles``. *Shape:* ``(n_hashes,)``"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Articles with all that is known of each, row by row."""

    articles: tuple[PreparedArticle, ...]
    fingerprints: Fingerprints
    facts: tuple[Facts, ...]
    is_common: tuple[tuple[bool, ...], ...]
    """For each article, which of its segments stand in unlike articles too."""
    rarity: Rarity
    spaces: tuple[SegmentVectors, ...] = ()
    """One an encoder, in order of preference; an article without segments in one is not compared there."""
    declared: Declarations = field(default_factory=lambda: MappingProxyType({}))
    """What articles say themselves of their relations."""

    def languages(self) -> NDArray[np.str_]:
        """
        Give each article's main language.

        *Shape:* ``(n_articles,)``
        """
        return np.array([article.language for article in self.articles])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvidenceTable:
    """A row a pair; every array but ``pairs`` has *Shape:* ``(n_pairs,)``; NaN where a thing is legitimately absent."""

    pairs: Pairs
    """*Shape:* ``(n_pairs, 2)``"""
    space: NDArray[np.intp]
    """Number of the batch's space in which the pair was aligned, or -1."""
    is_one_language: NDArray[np.bool_]
    coverage_left: Floats
    coverage_right: Floats
    strength_left: Floats
    strength_right: Floats
    opening_left: Floats
    opening_right: Floats
    mutual: Floats
    mutual_strength: Floats
    order: Floats
    same: Floats
    nearness: Floats
    """Cosine of the articles' mean vectors, in [-1, 1]."""
    title: Floats
    """Margin of the two titles over that of a clear match, in [0, 1]; NaN where a side has none."""
    words: Floats
    long_shingles: Floats
    containment_left: Floats
    containment_right: Floats
    """Share of each side's three-word shingles on the other side, common ones weighing less."""
    opening_words_left: Floats
    opening_words_right: Floats
    """Share of the words of each side's opening that stand anywhere on the other side, its title included, by rarity, in [0, 1]:
    what is new in a piece of news stands there. NaN across languages."""
    title_words_left: Floats
    title_words_right: Floats
    """The same of each side's title; NaN where it has none."""
    numbers: Floats
    n_numbers: Floats
    """Numbers of the side with fewer, by weight, at least 0."""
    names: Floats
    figures: Floats
    """Share of the numbers and dates of both sides that both have, by weight, spelled-out numbers included, in [0, 1]."""
    accord: Floats
    """Share of the numbers and names in sentences of one wording that both sides have, in [0, 1]: near 1 for copies and
    corrections, low for a template filled in twice; NaN across languages and where no such sentence has any."""
    length_ratio: Floats
    """Length of the left body over the right one's, in characters of English."""
    days_apart: Floats
    declared: Floats
    """1 where one says of itself that it is a version of the other, else 0."""
    alone: Floats
    """Probability judged without regard to other pairs, in [0, 1]; 0 before that."""
    rival: Floats
    """Score of the strongest rival, in [0, 1]; 0 where there is none."""
    rival_alone: Floats
    """Probability of the most probable rival, judged alone, in [0, 1]; 0 where there is none."""

    def __len__(self) -> int:
        return len(self.pairs)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> EvidenceTable:
        """Give some of the rows."""
        return EvidenceTable(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @staticmethod
    def merge(first: EvidenceTable, second: EvidenceTable) -> EvidenceTable:
        """Join two tables of different pairs into one sorted by pair."""
        joined = EvidenceTable(
            **{
                field.name: np.concatenate([getattr(first, field.name), getattr(second, field.name)])
                for field in fields(EvidenceTable)
            }
        )
        return joined.take(np.lexsort((joined.pairs[:, 1], joined.pairs[:, 0])))

    def without_rivals(self) -> EvidenceTable:
        """Give the same table as if no pair had a rival."""
        return replace(self, rival=np.zeros(len(self)), rival_alone=np.zeros(len(self)))


def find_families(fingerprints: Fingerprints, pairs: Pairs) -> NDArray[np.intp]:
    """
    Group the articles that are nearly word for word the same.

    Args:
        fingerprints: Of all articles.
        pairs: Candidates by wording.

    Returns:
        The family's number by article.

        *Shape:* ``(n_articles,)``
    """
    shingles = fingerprints.long_shingles
    close = np.array(
        [resemblance(shingles.row(left), shingles.row(right)) >= FAMILY_MIN_RESEMBLANCE for left, right in pairs], dtype=bool
    )
    joined = pairs[close] if len(pairs) else pairs
    n_articles = len(fingerprints.contents)
    graph = coo_array((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(n_articles, n_articles))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def word_rarity(fingerprints: Fingerprints, languages: NDArray[np.str_]) -> Rarity:
    """
    Weigh the words of openings and titles by how few articles of their language hold them: log((n + 1) / holders) of n articles.

    Copies count one by one, unlike for ``uncommonness``: what all of them hold is absent from none.

    Args:
        fingerprints: Of all articles.
        languages: By article.

    Source:
        Spärck Jones (1972), A statistical interpretation of term specificity and its application in retrieval.
    """
    _, language = np.unique(languages, return_inverse=True)
    sizes = np.bincount(language)
    # Sums of two hashes, which wrap: a word of one language is another one than the same letters in the next.
    salts = np.arange(1, len(sizes) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)

    def keyed(sets: HashSets) -> tuple[Hashes, NDArray[np.intp]]:
        owners = np.repeat(np.arange(len(languages)), sets.sizes())
        return sets.values + salts[language[owners]], owners

    titles, words = fingerprints.titles, fingerprints.words
    is_in_body = [is_shared(titles.row(row), words.row(row)) for row in range(len(languages))]
    only_in_title = keyed(titles)[0][~np.concatenate([np.zeros(0, dtype=np.bool_), *is_in_body])]
    values, holders = np.unique(np.concatenate([keyed(words)[0], only_in_title]), return_counts=True)

    def weights(sets: HashSets) -> Floats:
        keys, owners = keyed(sets)
        return np.asarray(np.log((sizes[language[owners]] + 1) / holders[np.searchsorted(values, keys)]))

    return Rarity(openings=weights(fingerprints.openings), titles=weights(fingerprints.titles))


def uncommonness(hashes: Hashes, owners: NDArray[np.intp]) -> Floats:
    """
    Weigh each passage by how few families hold it, in (0, 1]: 1 for up to two, then 1/4, 1/9 and so on.

    A passage of three unlike articles is boilerplate or a template; one of two may be what makes them versions.

    *Shape:* ``(n_hashes,)``
    """
    return 1.0 / np.maximum(commonness(hashes, owners) - 1, 1) ** 2


def shingle_weights(shingles: HashSets, families: NDArray[np.intp]) -> Floats:
    """
    Weigh every shingle of every article by its uncommonness.

    *Shape:* ``(n_hashes,)``
    """
    return uncommonness(shingles.values, np.repeat(families, shingles.sizes()))


def collect_evidence(batch: Batch, pairs: Pairs, weights: Floats) -> EvidenceTable:
    """
    Compare each pair of articles.

    Args:
        batch: The articles.
        pairs: Row numbers, left below right, sorted.

            *Shape:* ``(n_pairs, 2)``
        weights: Of the short shingles, from ``shingle_weights``.
    """
    count = len(pairs)
    column: dict[str, Floats] = {field.name: np.zeros(count) for field in fields(EvidenceTable) if field.name not in _KEYS}
    languages = batch.languages()
    left_language, right_language = languages[pairs[:, 0]], languages[pairs[:, 1]]
    space = _choose_spaces(batch.spaces, pairs)
    for number, vectors in enumerate(batch.spaces):
        rows = np.flatnonzero(space == number)
        if len(rows):
            _fill_alignment(column, vectors, batch.articles, pairs[rows], rows)
    _fill_wording(column, batch.fingerprints, pairs, weights)
    _fill_facts(column, batch.facts, pairs)
    lengths = np.array([_english_length(article) for article in batch.articles])
    column["length_ratio"] = lengths[pairs[:, 0]] / lengths[pairs[:, 1]]
    dates = np.array([_day(article) for article in batch.articles])
    column["days_apart"] = np.abs(dates[pairs[:, 0]] - dates[pairs[:, 1]])
    column["declared"] = np.array([pair in batch.declared for pair in map(tuple, pairs.tolist())], dtype=np.float64)
    is_unknown = (left_language == UNDETERMINED) | (right_language == UNDETERMINED)
    # Half of the words in common is one language, whatever the identifier calls the two.
    is_one_language = (left_language == right_language) | (column["words"] >= np.where(is_unknown, 0.25, 0.5))
    is_one_language |= _is_of_one_macrolanguage(left_language, right_language) & (column["words"] >= KINDRED_MIN_WORDS)
    _fill_accord(column, batch, pairs, is_one_language)
    _fill_news(column, batch, pairs, is_one_language)
    return EvidenceTable(pairs=pairs, space=space, is_one_language=is_one_language, **column)


def _is_of_one_macrolanguage(left: NDArray[np.str_], right: NDArray[np.str_]) -> NDArray[np.bool_]:
    same = {(one, other) for one in set(left.tolist()) for other in set(right.tolist()) if is_same_language(one, other)}
    return np.array([pair in same for pair in zip(left.tolist(), right.tolist(), strict=True)], dtype=np.bool_)


def _choose_spaces(spaces: Sequence[SegmentVectors], pairs: Pairs) -> NDArray[np.intp]:
    chosen = np.full(len(pairs), -1, dtype=np.intp)
    for number, space in reversed(list(enumerate(spaces))):
        has_segments = np.diff(space.offsets) > 0
        chosen[has_segments[pairs[:, 0]] & has_segments[pairs[:, 1]]] = number
    return chosen


def _fill_alignment(
    column: dict[str, Floats], space: SegmentVectors, articles: Sequence[PreparedArticle], pairs: Pairs, rows: NDArray[np.intp]
) -> None:
    found = align(space, pairs)
    for own in fields(found):
        column[own.name][rows] = getattr(found, own.name)
    means = space.article_vectors()
    column["nearness"][rows] = np.einsum("ij,ij->i", means[pairs[:, 0]], means[pairs[:, 1]])
    # A title is one segment, the article's first.
    first = space.offsets[:-1]
    has_title = np.array([article.segments[0].in_title for article in articles])
    left, right = first[pairs[:, 0]], first[pairs[:, 1]]
    margin = np.einsum("ij,ij->i", space.vectors[left], space.vectors[right]) * 2 / (space.density[left] + space.density[right])
    both = has_title[pairs[:, 0]] & has_title[pairs[:, 1]]
    column["title"][rows] = np.where(both, np.clip(margin / 1.6, 0.0, 1.0), np.nan)


def _fill_wording(column: dict[str, Floats], fingerprints: Fingerprints, pairs: Pairs, weights: Floats) -> None:
    short, long, words = fingerprints.short_shingles, fingerprints.long_shingles, fingerprints.words
    # Counted by owner and not between offsets: an article that is all title has no shingle of its own.
    n_articles = len(short.offsets) - 1
    totals = np.bincount(np.repeat(np.arange(n_articles), short.sizes()), weights=weights, minlength=n_articles)
    for row, (left, right) in enumerate(pairs):
        column["words"][row] = resemblance(words.row(left), words.row(right))
        shared = is_shared(short.row(left), short.row(right))
        if shared.any():
            weight = weights[short.offsets[left] : short.offsets[left + 1]][shared].sum()
            column["containment_left"][row] = weight / totals[left]
            column["containment_right"][row] = weight / totals[right]
            column["long_shingles"][row] = resemblance(long.row(left), long.row(right))


def _fill_news(column: dict[str, Floats], batch: Batch, pairs: Pairs, is_one_language: NDArray[np.bool_]) -> None:
    fingerprints = batch.fingerprints
    rarity = batch.rarity
    parts = (("opening_words", fingerprints.openings, rarity.openings), ("title_words", fingerprints.titles, rarity.titles))
    for name, _, _ in parts:
        column[f"{name}_left"][:] = column[f"{name}_right"][:] = np.nan
    for row in np.flatnonzero(is_one_language).tolist():
        left, right = pairs[row].tolist()
        for side, own, other in (("left", left, right), ("right", right, left)):
            for name, sets, weights in parts:
                start, end = sets.offsets[own : own + 2]
                if start == end:
                    continue
                words, weight = sets.values[start:end], weights[start:end]
                found = is_shared(words, fingerprints.words.row(other)) | is_shared(words, fingerprints.titles.row(other))
                total = weight.sum()
                column[f"{name}_{side}"][row] = weight[found].sum() / total if total > 0.0 else 1.0


def _fill_facts(column: dict[str, Floats], facts: Sequence[Facts], pairs: Pairs) -> None:
    totals = [sum(article.numbers.values()) for article in facts]
    for row, (left, right) in enumerate(pairs):
        for name, agreement in _AGREEMENTS:
            value = agreement(facts[left], facts[right])
            column[name][row] = np.nan if value is None else value
        column["n_numbers"][row] = min(totals[left], totals[right])


def _fill_accord(column: dict[str, Floats], batch: Batch, pairs: Pairs, is_one_language: NDArray[np.bool_]) -> None:
    column["accord"][:] = np.nan
    is_alike = is_one_language & (column["words"] >= ACCORD_MIN_WORDS)
    finders = [cache(sentence_facts(article)) for article in batch.articles]
    for row in np.flatnonzero(is_alike):
        left, right = pairs[row].tolist()
        both = one = 0.0
        for first, second in _sentences_of_one_wording(batch, left, right):
            if batch.is_common[left][first] and batch.is_common[right][second]:
                continue
            shared, all_facts = overlap(finders[left](first), finders[right](second))
            both += shared
            one += all_facts
        if one > 0.0:
            column["accord"][row] = both / one


def _sentences_of_one_wording(batch: Batch, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Pair the sentences of two articles whose words agree but for a few; identical ones are such too."""
    sides = batch.articles[left].segments, batch.articles[right].segments
    similarities = cdist(
        [segment.text for segment in sides[0]],
        [segment.text for segment in sides[1]],
        scorer=Indel.normalized_similarity,
        score_cutoff=ACCORD_MIN_WORDING,
        dtype=np.float32,
    )
    best_right, best_left = similarities.argmax(axis=1), similarities.argmax(axis=0)
    for first, second in enumerate(best_right.tolist()):
        if similarities[first, second] >= ACCORD_MIN_WORDING and best_left[second] == first:
            yield first, second


def _english_length(article: PreparedArticle) -> float:
    body = sum(len(segment.text) for segment in article.segments if not segment.in_title)
    return max(body, 1) / CHARACTERS_BY_LANGUAGE.get(article.language, 1.0)


def _day(article: PreparedArticle) -> float:
    published = article.article.published
    if published is None:
        return float("nan")
    moment = datetime.datetime.fromisoformat(published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.timestamp() / 86_400


def with_rivals(table: EvidenceTable, scores: Floats, probabilities: Floats, languages: NDArray[np.str_]) -> EvidenceTable:
    """
    Add to each pair how probable it is alone, and how strong its strongest rival is, by score and by probability.

    A rival of the pair (a, b) is another pair (a, c) with c in b's language, or (c, b) with c in a's, where c is not itself a
    version of the article that it would replace. A story has one rendering in a language, or several that are versions.

    Args:
        table: All candidate pairs.
        scores: Of each pair, in [0, 1].
        probabilities: Of each pair, judged alone, in [0, 1].
        languages: By article.
    """
    _, language = np.unique(languages, return_inverse=True)
    versions = set(map(tuple, table.pairs[probabilities >= 0.5].tolist()))
    return replace(
        table,
        alone=probabilities,
        rival=_strongest_rivals(table.pairs, scores, versions, language),
        rival_alone=_strongest_rivals(table.pairs, probabilities, versions, language),
    )


def _strongest_rivals(
    pairs: Pairs, strengths: Floats, versions: Container[tuple[int, int]], language: NDArray[np.intp]
) -> Floats:
    left, right = pairs[:, 0], pairs[:, 1]
    best = np.zeros(len(pairs))
    for own, other in ((left, right), (right, left)):
        # For each article and language: its counterparts there, the strongest first.
        groups = own * (int(language.max(initial=0)) + 1) + language[other]
        order = np.lexsort((other, -strengths, groups))
        borders = [*np.flatnonzero(np.diff(groups[order], prepend=-1)).tolist(), len(order)]
        them, theirs = other[order].tolist(), strengths[order].tolist()
        for start, end in pairwise(borders):
            for place in range(start, end):
                for rival in range(start, end):
                    pair = (them[place], them[rival]) if them[place] < them[rival] else (them[rival], them[place])
                    if rival != place and pair not in versions:
                        best[order[place]] = max(best[order[place]], theirs[rival])
                        break
    return best
