"""
Evidence: what is found of each candidate pair, as one table of numbers.

In: a batch of prepared articles with their fingerprints, facts and segment vectors, and candidate pairs. Out: a table with a
row a pair, from which ``relation`` judges. Nothing here decides anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detector.datatypes import UNDETERMINED, Article, PreparedArticle, is_same_language
from detector.similarity.alignment import SegmentVectors, align
from detector.similarity.background import load_word_shares
from detector.similarity.candidates import Pairs
from detector.similarity.declared import Declarations
from detector.similarity.facts import AGREEMENTS, Facts, find_agreements, overlap, sentence_facts
from detector.similarity.fingerprint import Fingerprints, Hashes, HashSets, beside, find_shared, is_shared
from detector.similarity.ownwords import repeats_of_own_words
from detector.similarity.releases import days_between

Floats = NDArray[np.float64]

FAMILY_MIN_RESEMBLANCE = 0.6
"""Jaccard similarity of five-word shingles from which articles count as one family when the commonness of a passage is
measured, so that a hundred copies of one story do not make its sentences common. Our choice; not measured at other values."""

CHARACTERS_BY_LANGUAGE = {"zh": 0.30, "ja": 0.42, "ko": 0.50, "th": 0.95, "he": 0.80, "ar": 0.88}
"""Characters that a language takes for one of English, where it is far from 1."""

COMMON_MAX_WEIGHT = 0.5
"""Weight of a segment below which it counts as common: it stands in three unlike articles or more."""
WORDING_MIN_SHARE = 0.05
"""Share of the three-word phrases of the article that has fewer which must stand in the other one too, within one language; else
the two are compared only if near in meaning. By wording alone, of the true pairs reported without it these are lost at 0.05, 0.1
and 0.15: versions 0, 3 and 21 of 2,762, onestop none of 289; it leaves 0.19 of the candidates on press. Beside the meaning
121,470 pairs of the folders at ``LIKELY_MIN_PROBABILITY`` had less and were not near, 0.08 of all: none ended above 0.02."""
KINDRED_MIN_WORDS = 0.15
"""Jaccard similarity of words from which texts in two standards of one language (Croatian and Serbian) are compared word by word:
in two scripts they share none. Our choice; not measured at other values."""
ACCORD_MIN_WORDS = 0.3
"""Jaccard similarity of words from which the facts of two articles are compared sentence by sentence; templates share them. Our
choice; not measured at other values."""
ACCORD_MIN_WORDING = 0.6
"""Edit similarity from which two sentences count as one wording with other facts filled in. Our choice; not measured at other
values."""


_ROWS_KEPT = 512
"""Articles whose segments are kept at hand: pairs come sorted, and an article's follow each other."""
_UNCOMMONNESS = np.float32(1.0) / np.maximum(np.arange(256, dtype=np.float32) - np.float32(1.0), np.float32(1.0)) ** 2
_OF_SENTENCES = (
    *("opening_words_left", "opening_words_right", "title_words_left", "title_words_right"),
    *("own_word_left", "own_word_right", "accord"),
)
_KEYS = frozenset({"pairs", "space", "is_one_language"})
"""Columns of the table that say what was compared and how; all others are what was found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measures:
    """What is known of each article as a number or a word; every array has *Shape:* ``(n_articles,)``."""

    languages: NDArray[np.str_]
    lengths: Floats
    """Of the bodies, in characters of English."""
    days: Floats
    """Of publication, since 1970; NaN where it is not known."""
    has_title: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Articles with all that is known of each, row by row."""

    articles: tuple[PreparedArticle, ...]
    fingerprints: Fingerprints
    facts: Sequence[Facts]
    is_common: tuple[tuple[bool, ...], ...]
    """For each article, which of its segments stand in unlike articles too."""
    spaces: tuple[SegmentVectors, ...] = ()
    """One an encoder, in order of preference; an article without segments in one is not compared there."""
    declared: Declarations = field(default_factory=lambda: MappingProxyType({}))
    """What articles say themselves of their relations."""
    measures: Measures = field(init=False)
    texts: Callable[[int], list[str]] = field(init=False)
    """Give the texts of an article's segments, those asked for last kept."""

    def __post_init__(self) -> None:
        articles = self.articles
        object.__setattr__(self, "texts", lru_cache(_ROWS_KEPT)(lambda row: articles[row].texts()))
        object.__setattr__(
            self,
            "measures",
            Measures(
                languages=np.array([article.language for article in self.articles]),
                lengths=np.array([_english_length(article) for article in self.articles]),
                days=np.array([_day(article) for article in self.articles]),
                has_title=np.array([article.n_title_segments > 0 for article in self.articles], dtype=np.bool_),
            ),
        )

    def languages(self) -> NDArray[np.str_]:
        """
        Give each article's main language.

        *Shape:* ``(n_articles,)``
        """
        return self.measures.languages

    def without_evidence(self) -> Batch:
        """Give the same articles without their facts and words, half of the memory of a large folder: judged pairs need none."""
        bare = self.with_fingerprints(self.fingerprints.of_some(np.zeros(len(self.articles), dtype=np.bool_)))
        object.__setattr__(bare, "facts", ())
        return bare

    def with_facts(self, facts: Sequence[Facts]) -> Batch:
        """Give the same articles with their facts found."""
        same = copy(self)
        object.__setattr__(same, "facts", facts)
        return same

    def with_fingerprints(self, fingerprints: Fingerprints) -> Batch:
        """Give the same articles with other fingerprints, and nothing measured again."""
        same = copy(self)
        object.__setattr__(same, "fingerprints", fingerprints)
        return same


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
    """Share of the words of each side's opening that stand anywhere on the other side, its title included, by their rarity in the
    language, in [0, 1]: what is new in a piece of news stands there. NaN across languages."""
    title_words_left: Floats
    title_words_right: Floats
    """The same of each side's title; NaN where it has none."""
    own_word_left: Floats
    own_word_right: Floats
    """How often the word stands on each side that it repeats most of those that the other side lacks, at least 0; NaN across
    languages."""
    releases: Floats
    """1 where one of the two texts or both, frames included, have a sign of a release, else 0."""
    datelines_apart: Floats
    """Days between the days that the openings of two texts name first where ``releases`` is 1, in [0, 183]; NaN where one names
    none."""
    numbers: Floats
    n_numbers: Floats
    """Numbers of the side with fewer, by weight, at least 0."""
    names: Floats
    headline_conflict: Floats
    """1 where a headline names a number or a month that the other article does not have, else 0; NaN where none names any."""
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
    def merge(*tables: EvidenceTable) -> EvidenceTable:
        """Join tables of different pairs into one sorted by pair."""
        joined = EvidenceTable(
            **{field.name: np.concatenate([getattr(table, field.name) for table in tables]) for field in fields(EvidenceTable)}
        )
        order = np.lexsort((joined.pairs[:, 1], joined.pairs[:, 0]))
        # Mostly they come sorted: of a large folder the table is not copied once more.
        return joined if np.all(np.diff(order) == 1) else joined.take(order)

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
    shingles, sizes = fingerprints.long_shingles, fingerprints.long_shingles.sizes()
    near = pairs
    if len(pairs):
        # A set that much smaller than the other cannot resemble it.
        left, right = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
        near = pairs[np.minimum(left, right) >= FAMILY_MIN_RESEMBLANCE * np.maximum(left, right)]
    close = resemblances(shingles, near) >= FAMILY_MIN_RESEMBLANCE
    joined = near[close]
    n_articles = len(fingerprints.contents)
    graph = coo_array((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(n_articles, n_articles))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def uncommonness(n_families: NDArray[np.uint8]) -> NDArray[np.float32]:
    """
    Weigh passages by how few families hold each, from ``commonness``, in (0, 1]: 1 for up to two, then 1/4, 1/9 and so on.

    A passage of three unlike articles is boilerplate or a template; one of two may be what makes them versions.

    *Shape:* as given.
    """
    weights: NDArray[np.float32] = _UNCOMMONNESS[n_families]
    return weights


def collect_evidence(batch: Batch, pairs: Pairs, n_families: NDArray[np.uint8]) -> EvidenceTable:
    """
    Compare each pair of articles.

    Args:
        batch: The articles.
        pairs: Row numbers, left below right, sorted.

            *Shape:* ``(n_pairs, 2)``
        n_families: How many hold each of the short shingles, from ``commonness``.
    """
    table, every = outline_evidence(batch, pairs, n_families), np.ones(len(pairs), dtype=np.bool_)
    return add_facts(batch, add_sentences(batch, table, every), every)


def outline_evidence(batch: Batch, pairs: Pairs, n_families: NDArray[np.uint8]) -> EvidenceTable:
    """
    Compare each pair but for what ``add_sentences`` and ``add_facts`` add, which is dear and here absent.

    The arguments are those of ``collect_evidence``.
    """
    count = len(pairs)
    column: dict[str, Floats] = {field.name: np.zeros(count) for field in fields(EvidenceTable) if field.name not in _KEYS}
    languages = batch.languages()
    left_language, right_language = languages[pairs[:, 0]], languages[pairs[:, 1]]
    space = choose_spaces(batch.spaces, pairs)
    for number, vectors in enumerate(batch.spaces):
        rows = np.flatnonzero(space == number)
        if len(rows):
            _fill_alignment(column, vectors, batch.measures.has_title, pairs[rows], rows)
    _fill_wording(column, batch.fingerprints, pairs, n_families)
    measures = batch.measures
    column["length_ratio"] = measures.lengths[pairs[:, 0]] / measures.lengths[pairs[:, 1]]
    column["days_apart"] = np.abs(measures.days[pairs[:, 0]] - measures.days[pairs[:, 1]])
    column["declared"] = np.array([pair in batch.declared for pair in map(tuple, pairs.tolist())], dtype=np.float64)
    is_unknown = (left_language == UNDETERMINED) | (right_language == UNDETERMINED)
    # Half of the words in common is one language, whatever the identifier calls the two.
    is_one_language = (left_language == right_language) | (column["words"] >= np.where(is_unknown, 0.25, 0.5))
    is_one_language |= _is_of_one_macrolanguage(left_language, right_language) & (column["words"] >= KINDRED_MIN_WORDS)
    are_releases = is_one_language & batch.fingerprints.has_release_sign[pairs].any(axis=1)
    column["releases"][:] = are_releases
    for name in ("datelines_apart", *_OF_SENTENCES, *AGREEMENTS):
        column[name][:] = np.nan
    column["datelines_apart"][are_releases] = days_between(*batch.fingerprints.datelines[pairs[are_releases]].T)
    column["n_numbers"][:] = 0.0
    return EvidenceTable(pairs=pairs, space=space, is_one_language=is_one_language, **column)


def add_sentences(batch: Batch, table: EvidenceTable, is_wanted: NDArray[np.bool_]) -> EvidenceTable:
    """
    Add to some rows what sentences tell in one language.

    This is what of each opening and title stands on the other side, how far sentences of one wording agree, and which words each
    side repeats.

    Args:
        batch: The articles.
        table: From ``outline_evidence``.
        is_wanted: *Shape:* ``(n_pairs,)``
    """
    column = {name: getattr(table, name).copy() for name in _OF_SENTENCES}
    is_one_language = table.is_one_language & is_wanted
    _fill_news(column, batch, table.pairs, is_one_language)
    _fill_accord(column, batch, table.pairs, is_one_language & (table.words >= ACCORD_MIN_WORDS))
    _fill_own_words(column, batch.fingerprints, table.pairs, is_one_language)
    return replace(table, **column)


def add_facts(batch: Batch, table: EvidenceTable, is_wanted: NDArray[np.bool_]) -> EvidenceTable:
    """Add to some rows how far the facts of the two articles agree; the arguments are those of ``add_sentences``."""
    return with_agreements(table, is_wanted, find_agreements(batch.facts, table.pairs[is_wanted]))


def with_agreements(table: EvidenceTable, is_wanted: NDArray[np.bool_], agreements: Floats) -> EvidenceTable:
    """Put what ``find_agreements`` told of some rows into a table."""
    column = {name: getattr(table, name).copy() for name in AGREEMENTS}
    for name, values in zip(AGREEMENTS, agreements.T, strict=True):
        column[name][is_wanted] = values
    return replace(table, **column)


def _is_of_one_macrolanguage(left: NDArray[np.str_], right: NDArray[np.str_]) -> NDArray[np.bool_]:
    same = {(one, other) for one in set(left.tolist()) for other in set(right.tolist()) if is_same_language(one, other)}
    if all(one == other for one, other in same):
        return left == right if same else np.zeros(len(left), dtype=np.bool_)
    return np.array([pair in same for pair in zip(left.tolist(), right.tolist(), strict=True)], dtype=np.bool_)


def choose_spaces(spaces: Sequence[SegmentVectors], pairs: Pairs) -> NDArray[np.intp]:
    """
    Give for each pair the number of the first space in which both articles have segments, or -1.

    *Shape:* ``(n_pairs,)``
    """
    chosen = np.full(len(pairs), -1, dtype=np.intp)
    for number, space in reversed(list(enumerate(spaces))):
        has_segments = np.diff(space.offsets) > 0
        chosen[has_segments[pairs[:, 0]] & has_segments[pairs[:, 1]]] = number
    return chosen


def _fill_alignment(
    column: dict[str, Floats], space: SegmentVectors, has_title: NDArray[np.bool_], pairs: Pairs, rows: NDArray[np.intp]
) -> None:
    found = align(space, pairs)
    for own in fields(found):
        column[own.name][rows] = getattr(found, own.name)
    means = space.article_vectors()
    column["nearness"][rows] = np.einsum("ij,ij->i", means[pairs[:, 0]], means[pairs[:, 1]])
    # A title is one segment, the article's first.
    first = space.offsets[:-1]
    left, right = first[pairs[:, 0]], first[pairs[:, 1]]
    margin = np.einsum("ij,ij->i", space.vectors[left], space.vectors[right]) * 2 / (space.density[left] + space.density[right])
    both = has_title[pairs[:, 0]] & has_title[pairs[:, 1]]
    column["title"][rows] = np.where(both, np.clip(margin / 1.6, 0.0, 1.0), np.nan)


def _fill_wording(column: dict[str, Floats], fingerprints: Fingerprints, pairs: Pairs, n_families: NDArray[np.uint8]) -> None:
    short, sizes = fingerprints.short_shingles, fingerprints.short_shingles.sizes()
    column["words"][:] = resemblances(fingerprints.words, pairs)

    @cache
    def weight_of(row: int) -> float:
        weights = uncommonness(n_families[short.offsets[row] : short.offsets[row + 1]])
        return float(weights.sum(dtype=np.float64))

    for left, rows, values, owner in beside(short, pairs):
        found, _ = find_shared(values, short.row(left))
        if not len(found):
            continue
        rights, holders = pairs[rows, 1], owner[found]
        starts = short.offsets[rights] - (np.cumsum(sizes[rights]) - sizes[rights])
        shared = np.bincount(holders, weights=uncommonness(n_families[found + starts[holders]]), minlength=len(rights))
        has_any = shared > 0.0
        column["containment_left"][rows][has_any] = shared[has_any] / weight_of(left)
        column["containment_right"][rows][has_any] = shared[has_any] / np.array(list(map(weight_of, rights[has_any].tolist())))
    # Whoever shares a long phrase shares the short ones in it.
    near = np.flatnonzero(column["containment_left"] > 0.0)
    column["long_shingles"][near] = resemblances(fingerprints.long_shingles, pairs[near])


def shares_of_phrases(shingles: HashSets, pairs: Pairs) -> Floats:
    """
    Give the share of the smaller set of each pair that stands in the other one too, in [0, 1].

    The arguments are those of ``resemblances``.
    """
    shared = np.zeros(len(pairs))
    for left, rows, values, owner in beside(shingles, pairs):
        shared[rows] = np.bincount(owner[find_shared(values, shingles.row(left))[0]], minlength=rows.stop - rows.start)
    sizes = shingles.sizes()
    return shared / np.maximum(np.minimum(sizes[pairs[:, 0]], sizes[pairs[:, 1]]), 1)


def resemblances(sets: HashSets, pairs: Pairs) -> Floats:
    """
    Give the Jaccard similarity of each pair of sets, in [0, 1], as ``resemblance`` does of one.

    Args:
        sets: Of all articles.
        pairs: Row numbers, sorted by the left one.

            *Shape:* ``(n_pairs, 2)``

    Returns:
        *Shape:* ``(n_pairs,)``
    """
    found = np.zeros(len(pairs))
    sizes = sets.sizes()
    for left, rows, values, owner in beside(sets, pairs):
        own = sets.row(left)
        n_rights = rows.stop - rows.start
        shared = np.bincount(owner[find_shared(values, own)[0]], minlength=n_rights)
        found[rows] = shared / np.maximum(len(own) + sizes[pairs[rows, 1]] - shared, 1)
    return found


def _fill_news(column: dict[str, Floats], batch: Batch, pairs: Pairs, is_one_language: NDArray[np.bool_]) -> None:
    fingerprints = batch.fingerprints
    rows = np.flatnonzero(is_one_language)
    if not len(rows):
        return
    asked, places = np.unique(pairs[rows], return_inverse=True)
    left, right = places.reshape(-1, 2).T
    own, other = np.concatenate([left, right]), np.concatenate([right, left])
    bodies, heads = (_held_by(sets, asked) for sets in (fingerprints.words, fingerprints.titles))
    for name, sets in (("opening_words", fingerprints.openings), ("title_words", fingerprints.titles)):
        sizes = sets.sizes()[asked]
        starts = np.cumsum(sizes) - sizes
        hashes = np.concatenate([sets.row(row) for row in asked.tolist()])
        weights = _rarity(batch.languages()[asked], hashes, sizes)
        totals = np.bincount(np.repeat(np.arange(len(asked)), sizes), weights=weights, minlength=len(asked))
        # The words of each pair's own side, end to end.
        owner = np.repeat(np.arange(len(own)), sizes[own])
        taken = np.arange(len(owner)) + np.repeat(starts[own] - (np.cumsum(sizes[own]) - sizes[own]), sizes[own])
        sought = _of_article(other[owner], hashes[taken])
        is_held = is_shared(sought, bodies) | is_shared(sought, heads)
        found = np.bincount(owner[is_held], weights=weights[taken[is_held]], minlength=len(own))
        shares = np.divide(found, totals[own], out=np.full(len(own), np.nan), where=totals[own] > 0.0)
        column[f"{name}_left"][rows], column[f"{name}_right"][rows] = shares.reshape(2, -1)


def _held_by(sets: HashSets, articles: NDArray[np.intp]) -> Hashes:
    """Give what ``_of_article`` makes of the sets of some articles, which are numbered in their order; sorted."""
    sizes = sets.sizes()[articles]
    hashes = np.concatenate([sets.row(row) for row in articles.tolist()])
    return _of_article(np.repeat(np.arange(len(articles)), sizes), hashes)


def _of_article(articles: NDArray[np.intp], hashes: Hashes) -> Hashes:
    """Give one number for an article and a half of a hash."""
    return (articles.astype(np.uint64) << np.uint64(32)) | hashes


def _rarity(languages: NDArray[np.str_], hashes: Hashes, sizes: NDArray[np.intp]) -> Floats:
    """Weigh the words of some articles, end to end, by how rare each is in its article's language."""
    weights = np.empty(len(hashes))
    of_hash = np.repeat(languages, sizes)
    for language in np.unique(languages).tolist():
        is_own = of_hash == language
        weights[is_own] = load_word_shares().rarity(language, hashes[is_own])
    return weights


def _fill_own_words(
    column: dict[str, Floats], fingerprints: Fingerprints, pairs: Pairs, is_one_language: NDArray[np.bool_]
) -> None:
    left, right = column["own_word_left"], column["own_word_right"]
    left[is_one_language], right[is_one_language] = repeats_of_own_words(fingerprints, pairs[is_one_language]).T


def _fill_accord(column: dict[str, Floats], batch: Batch, pairs: Pairs, is_alike: NDArray[np.bool_]) -> None:
    for row in np.flatnonzero(is_alike):
        left, right = pairs[row].tolist()
        ours, theirs = batch.texts(left), batch.texts(right)
        both = one = 0.0
        for first, second in _sentences_of_one_wording(ours, theirs):
            if batch.is_common[left][first] and batch.is_common[right][second]:
                continue
            shared, all_facts = overlap(sentence_facts(ours[first]), sentence_facts(theirs[second]))
            both += shared
            one += all_facts
        if one > 0.0:
            column["accord"][row] = both / one


def _sentences_of_one_wording(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair the sentences of two articles whose words agree but for a few; identical ones are such too."""
    similarities = edit_similarities(left, right, ACCORD_MIN_WORDING)
    best_right, best_left = similarities.argmax(axis=1), similarities.argmax(axis=0)
    for first, second in enumerate(best_right.tolist()):
        if similarities[first, second] >= ACCORD_MIN_WORDING and best_left[second] == first:
            yield first, second


def edit_similarities(left: Sequence[str], right: Sequence[str], min_similarity: float = 0.0) -> NDArray[np.float32]:
    """
    Give how similar each two sentences of two articles are by their letters, in [0, 1]; 0 below ``min_similarity``.

    A sentence that both have, each once, has its counterpart: between two such sentences that are not equal 0 stands too, as
    nothing can be nearer to either. Versions share most of their sentences, which are then not compared.

    *Shape:* ``(len(left), len(right))``
    """
    ours, theirs = ({text: place for place, text in enumerate(side)} for side in (left, right))
    shared = [text for text in left if text in theirs] if len(ours) == len(left) and len(theirs) == len(right) else []

    def compared(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
        return cdist(ones, others, scorer=Indel.normalized_similarity, score_cutoff=min_similarity, dtype=np.float32)

    if not shared:
        return compared(left, right)
    similarities = np.zeros((len(left), len(right)), dtype=np.float32)
    rows, columns = [ours[text] for text in shared], [theirs[text] for text in shared]
    similarities[rows, columns] = 1.0
    other_rows, other_columns = sorted(set(range(len(left))).difference(rows)), sorted(set(range(len(right))).difference(columns))
    if other_rows:
        similarities[other_rows] = compared([left[row] for row in other_rows], right)
    if other_columns:
        similarities[np.ix_(rows, other_columns)] = compared(shared, [right[column] for column in other_columns])
    return similarities


def _english_length(article: PreparedArticle) -> float:
    return max(article.n_characters, 1) / CHARACTERS_BY_LANGUAGE.get(article.language, 1.0)


def moment_of(article: Article) -> datetime.datetime | None:
    """Give the time of publication, in UTC where it has no time zone, or ``None`` where it is not known."""
    if article.published is None:
        return None
    moment = datetime.datetime.fromisoformat(article.published)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _day(article: PreparedArticle) -> float:
    moment = moment_of(article.article)
    return moment.timestamp() / 86_400 if moment else float("nan")


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
    versions = table.pairs[probabilities >= 0.5]
    return replace(
        table,
        alone=probabilities,
        rival=_strongest_rivals(table.pairs, scores, versions, language),
        rival_alone=_strongest_rivals(table.pairs, probabilities, versions, language),
    )


def _strongest_rivals(pairs: Pairs, strengths: Floats, versions: Pairs, language: NDArray[np.intp]) -> Floats:
    left, right = pairs[:, 0], pairs[:, 1]
    best = np.zeros(len(pairs))
    n_articles = int(pairs.max(initial=0)) + 1
    has_version = np.zeros(n_articles, dtype=np.bool_)
    has_version[versions] = True
    keys = np.sort(versions[:, 0] * n_articles + versions[:, 1])
    for own, other in ((left, right), (right, left)):
        # For each article and language: its counterparts there, the strongest first.
        groups = own * (int(language.max(initial=0)) + 1) + language[other]
        order = np.lexsort((other, -strengths, groups))
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        sizes = np.diff(np.append(starts, len(order)))
        ordered = strengths[order]
        # The strongest is every other one's rival, and the second is its own, unless they are versions of each other.
        nearest = np.repeat(ordered[starts], sizes)
        second = np.zeros(len(starts))
        second[sizes > 1] = ordered[starts[sizes > 1] + 1]
        nearest[starts] = second
        best[order] = np.maximum(best[order], np.where(has_version[other[order]], 0.0, nearest))
        them = other[order]
        # Of a version the first of its group, by strength, that is neither itself nor a version of it, if there is one.
        rows = np.flatnonzero(has_version[them])
        first, end = np.repeat(starts, sizes), np.repeat(starts + sizes, sizes)
        rank = 0
        while len(rows):
            rows = rows[first[rows] + rank < end[rows]]
            places = first[rows] + rank
            pair = np.minimum(them[rows], them[places]) * n_articles + np.maximum(them[rows], them[places])
            is_theirs = (keys[np.minimum(np.searchsorted(keys, pair), len(keys) - 1)] == pair) | (places == rows)
            found = order[rows[~is_theirs]]
            best[found] = np.maximum(best[found], ordered[places[~is_theirs]])
            rows, rank = rows[is_theirs], rank + 1
    return best
