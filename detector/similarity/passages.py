"""
Passages: what two articles say alike, what each says alone, and which facts differ between them.

In: a batch and one pair. Out: aligned passages in reading order, their wording compared where both are of one language, and the
numbers and names that stand on one side only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from rapidfuzz.distance import Indel

from detector.datatypes import AlignedPassage, PreparedArticle
from detector.similarity.alignment import Floats, match_segments
from detector.similarity.evidence import Batch, edit_similarities
from detector.similarity.fingerprint import split_words

WORDING_CLEAR = 0.55
"""Edit similarity of two sentences from which they count as counterparts where no vectors were made. Our
choice; not measured at other values."""
VERBATIM_MIN_WORDING = 0.95
"""Share of words in common, in order, from which a sentence counts as kept word for word. Our choice; not measured at other
values."""

PASSAGES_KEPT = 4096
"""Pairs of passages whose wording is kept: near-copies change the same sentences over and over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingDetail:
    """How two bodies of one language compare, word by word."""

    wording: float
    """Share of words that both have in common, in order, in [0, 1]."""
    verbatim: float
    """Share of the shorter body, by length, that stands word for word in counterparts on the other side, in [0, 1]."""
    unevenness: float
    """Standard deviation of the passages' wording, by length, in [0, 0.5]; a passage of one side alone counts as 0. Small where
    all was worded anew, large where some sentences were kept and others changed."""


def match_pair(batch: Batch, space: int, left: int, right: int) -> list[AlignedPassage]:
    """
    Align two articles, in the left one's order; a passage that stands only on the right follows the one that it follows there.

    Args:
        batch: The articles.
        space: Number of the space to align in, or -1 to align by wording.
        left: Row number of the left article.
        right: Row number of the right article.
    """
    sides = batch.texts(left), batch.texts(right)
    languages = batch.articles[left].segment_languages(), batch.articles[right].segment_languages()
    margins = batch.spaces[space].margins(left, right) if space >= 0 else edit_similarities(*sides) / np.float32(WORDING_CLEAR)
    alike = batch.spaces[space].cosines(left, right) if space >= 0 else margins * np.float32(WORDING_CLEAR)
    matches = match_segments(margins)
    left_done = {row for lefts, _ in matches for row in lefts}
    right_done = {row for _, rights in matches for row in rights}
    passages = [
        AlignedPassage(
            left=lefts,
            right=rights,
            similarity=round(min(max(_greatest(alike, lefts, rights), 0.0), 1.0), 4),
            wording=_wording(sides, lefts, rights) if languages[0][lefts[0]] == languages[1][rights[0]] else 0.0,
        )
        for lefts, rights in matches
    ]
    passages += [
        AlignedPassage(left=(row,), right=(), similarity=0.0, wording=0.0) for row in range(len(sides[0])) if row not in left_done
    ]
    passages.sort(key=lambda passage: passage.left)
    for row in range(len(sides[1])):
        if row not in right_done:
            before = [place for place, passage in enumerate(passages) if row - 1 in passage.right]
            passages.insert(before[0] + 1 if before else 0, AlignedPassage(left=(), right=(row,), similarity=0.0, wording=0.0))
    return passages


def _greatest(values: Floats, lefts: Sequence[int], rights: Sequence[int]) -> float:
    """Give the greatest value where some rows and columns cross; most passages are one sentence beside one."""
    return float(max(values[row, column] for row in lefts for column in rights))


def _wording(sides: tuple[Sequence[str], Sequence[str]], lefts: Sequence[int], rights: Sequence[int]) -> float:
    if len(lefts) == len(rights) == 1 and sides[0][lefts[0]] == sides[1][rights[0]]:
        return 1.0
    return _wording_of(tuple(sides[0][row] for row in lefts), tuple(sides[1][row] for row in rights))


@lru_cache(PASSAGES_KEPT)
def _wording_of(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    words = [[word for text in texts for word in split_words(text)] for texts in (left, right)]
    return round(Indel.normalized_similarity(*words), 4)


def body_words(articles: Sequence[PreparedArticle]) -> Callable[[int], list[str]]:
    """Give a function that splits an article's body into words, once for each row number."""

    @cache
    def words(row: int) -> list[str]:
        return split_words(articles[row].body)

    return words


def compare_wording(
    batch: Batch,
    space: int,
    left: int,
    right: int,
    words: Callable[[int], list[str]],
    *,
    passages: Sequence[AlignedPassage] | None = None,
) -> WordingDetail:
    """
    Compare two bodies of one language word by word; ``words`` comes from ``body_words``.

    The passages come from ``match_pair``, which is asked where they are not given.
    """
    passages = match_pair(batch, space, left, right) if passages is None else passages
    wording = Indel.normalized_similarity(words(left), words(right))
    lengths = [
        [0 if place < batch.articles[row].n_title_segments else len(text) for place, text in enumerate(batch.texts(row))]
        for row in (left, right)
    ]
    sizes = [
        [sum(lengths[0][row] for row in passage.left), sum(lengths[1][row] for row in passage.right)] for passage in passages
    ]
    short = 0 if sum(lengths[0]) <= sum(lengths[1]) else 1
    kept = sum(size[short] for passage, size in zip(passages, sizes, strict=True) if passage.wording >= VERBATIM_MIN_WORDING)
    totals = np.array(sizes).sum(axis=1)
    weights = totals / max(totals.sum(), 1)
    wordings = np.array([passage.wording for passage in passages])
    return WordingDetail(
        wording=wording,
        verbatim=kept / max(sum(lengths[short]), 1),
        unevenness=float(np.sqrt(weights @ (wordings - weights @ wordings) ** 2)),
    )
