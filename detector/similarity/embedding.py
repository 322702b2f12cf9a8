"""
Embedding: which article is encoded by which encoder, how much of it, and what candidates follow.

In: prepared articles and encoders. Out: one space of segment vectors an encoder, and the pairs that are near in one. An article
is encoded by the first encoder that knows its language; articles of a language that only a slower encoder knows are compared
with all others. That encoder sees a digest of each, and the whole only of what its digest, its figures or its wording make like
another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import PreparedArticle
from detector.errors import EncoderError
from detector.similarity.alignment import OPENING_SEGMENTS, SegmentVectors, align
from detector.similarity.background import Background, estimate_background, load_background
from detector.similarity.candidates import Pairs, candidates_by_meaning, merge_pairs
from detector.similarity.encoders import E5Encoder, Encoder, UseEncoder, Vectors, encode_distinct
from detector.similarity.facts import Facts, agreement_of_figures, agreement_of_names
from detector.similarity.vectorcache import VectorCache

log = logging.getLogger(__name__)

DIGEST_CHARACTERS = 150
"""Characters of a digest: the title and the first segments up to this length. At 1 / 150 / 300 the digests have 0.05 / 0.17 /
0.27 of the characters of ntrex, and 0.0036 / none / 0.0010 of the pairs are lost as told at ``DIGEST_MIN_LIKENESS``."""
DIGEST_MIN_NEARNESS = 0.2
"""Cosine of two digests from which an index, which keeps no facts beside a digest, encodes whole articles. Of the same pairs
0.0005 are lost on ntrex and 0.0019 on army; at 0.25 they are 0.0041 and 0.0077."""
FIGURES_WORTH, NAMES_WORTH = 0.4, 0.2
"""What full agreement of the figures and of the names of two articles is worth beside the nearness of their digests. Where 0.001
to 0.0015 of the pairs are lost, 0.32 of the unlike articles are encoded whole; without names 0.36, with neither 0.91. At 0.5 and
0.3 a loss of 0.0005 leaves 0.40."""
UNTOLD_AGREEMENT = 0.3
"""Agreement that is taken for granted where there is nothing to compare. Our choice; not measured at other values."""
DIGEST_MIN_LIKENESS = 0.5
"""Likeness of two articles from which both are encoded whole. Of 1,937 pairs across languages that are found in ntrex if all is
encoded (508 articles, 412 of them in 34 languages that ``use`` does not know), none / none / 0.0026 / 0.0057 are lost at
0.45 / 0.5 / 0.55 / 0.6, and of 60 unlike articles 0.50 / 0.35 / 0.25 / 0.21 are encoded whole. Of 520 pairs of army none is lost
up to 0.55 and 0.0038 at 0.6; of 250 unlike articles of its one desk 0.99 are encoded whole at 0.5 and 0.93 at 0.6."""
_AT_ONCE = 2048

Told = Callable[[int, int], None]


@dataclass(slots=True)
class _Memory:
    """An encoder's vectors by text, so that a digest's segments are not encoded again with the whole article."""

    encoder: Encoder
    row_by_text: dict[str, int]
    vectors: list[Vectors]
    cache: VectorCache | None = None

    def encode(self, texts: Sequence[str], told: Told | None) -> Vectors:
        new = sorted({text for text in texts if text not in self.row_by_text}, key=lambda text: (len(text), text))
        kept = self.cache.find(new) if self.cache is not None else {}
        if kept:
            self.row_by_text |= {text: len(self.row_by_text) + number for number, text in enumerate(kept)}
            self.vectors.append(np.stack(list(kept.values())))
            new = [text for text in new if text not in kept]
        for start in range(0, len(new), _AT_ONCE):
            if told is not None:
                told(start, len(new))
            vectors = encode_distinct(self.encoder, new[start : start + _AT_ONCE])
            if self.vectors and vectors.shape[1] != self.vectors[0].shape[1]:
                raise EncoderError(
                    f"vectors of {self.encoder.name} must have one length, had: {self.vectors[0].shape[1]} and {vectors.shape[1]}"
                )
            self.vectors.append(vectors)
            if self.cache is not None:
                self.cache.keep(new[start : start + _AT_ONCE], vectors)
        n_known = len(self.row_by_text)
        self.row_by_text |= {text: n_known + number for number, text in enumerate(new)}
        if len(self.vectors) > 1:
            self.vectors = [np.concatenate(self.vectors)]
        return self.vectors[0][[self.row_by_text[text] for text in texts]]


def default_encoders(articles: Sequence[PreparedArticle]) -> tuple[Encoder, ...]:
    """
    Load the encoders that the articles' languages need: ``use`` for its 16, ``e5`` only where there are others.

    Where ``e5`` has no wheel, the articles that need it are compared by their wording alone, which is logged.

    Raises:
        EncoderError: If ``use`` is needed and not installed.
    """
    languages = {article.language for article in articles}
    covered = UseEncoder.languages or frozenset()
    needed: list[Encoder] = []
    if sum(article.language in covered for article in articles) > 1:
        needed.append(UseEncoder())
    if languages - covered:
        try:
            needed.append(E5Encoder())
        except EncoderError as error:
            log.warning("articles in %s are compared by wording alone: %s", ", ".join(sorted(languages - covered)), error)
    return tuple(needed)


def embed(
    articles: Sequence[PreparedArticle],
    uncommonness: NDArray[np.floating[Any]],
    encoders: Sequence[Encoder],
    told: Callable[[str, int, int], None] | None = None,
    cache: Path | None = None,
    *,
    facts: Sequence[Facts] | None = None,
    alike: Pairs | None = None,
) -> tuple[tuple[SegmentVectors, ...], Pairs]:
    """
    Encode articles and find the pairs that are near in meaning.

    An encoder that says of itself that it ``is_costly`` encodes whole what is alike by wording or by digest, and of all else the
    digest only; such articles stand in no space of its.

    Args:
        articles: The articles.
        uncommonness: Weight of each segment, in (0, 1], articles end to end.

            *Shape:* ``(n_segments,)``
        encoders: In order of preference.
        told: Progress: encoder's name, segments done, segments in all.
        cache: A folder in which the vectors of encoders that tell their ``version`` are kept, for another run.
        facts: Of each article; without them digests are compared alone.
        alike: Pairs whose articles are encoded whole, whatever their digests; none if ``None``.

            *Shape:* ``(n_pairs, 2)``

    Returns:
        One space an encoder, and the candidates.
    """
    offsets = np.zeros(len(articles) + 1, dtype=np.intp)
    np.cumsum([len(article.segments) for article in articles], out=offsets[1:])
    spaces: list[SegmentVectors] = []
    candidates: list[Pairs] = [np.empty((0, 2), dtype=np.intp)]
    left_over = np.arange(len(articles))
    for encoder in encoders:
        is_known = np.array([_is_known(article, encoder) for article in articles], dtype=np.bool_)
        own, left_over = left_over[is_known[left_over]], left_over[~is_known[left_over]]
        if not len(own):
            continue
        version = getattr(encoder, "version", None)
        known = VectorCache(cache, encoder.name, version) if cache is not None and version is not None else None
        memory = _Memory(encoder, {}, [], known)

        def report(done: int, count: int, name: str = encoder.name) -> None:
            if told is not None:
                told(name, done, count)

        is_own = np.isin(np.arange(len(articles)), own)
        seen = np.flatnonzero(is_known) if spaces else own
        is_costly = getattr(encoder, "is_costly", False)
        rows = own
        if len(seen) > (1 if is_costly else len(own)):
            digests = _make_space(memory, articles, seen, offsets, uncommonness, told=report, is_digest=True)
            rows = _alike_by_digest(digests, articles, seen, is_own, facts)
            given = alike[is_own[alike].any(axis=1)] if is_costly and alike is not None else np.empty(0, dtype=np.intp)
            rows = np.intersect1d(np.concatenate([rows, given.ravel() if is_costly else own]), seen)
        if not len(rows):
            continue
        space = _make_space(memory, articles, rows, offsets, uncommonness, told=report)
        spaces.append(space)
        languages = np.array([articles[row].language for row in rows])
        found = candidates_by_meaning(space.article_vectors()[rows], rows, languages)
        # A pair of two articles that an earlier encoder knows has been found there.
        candidates.append(found[is_own[found].any(axis=1)])
    return tuple(spaces), merge_pairs(len(articles), *candidates)


def _is_known(article: PreparedArticle, encoder: Encoder) -> bool:
    return encoder.languages is None or article.language in encoder.languages


def _alike_by_digest(
    digests: SegmentVectors,
    articles: Sequence[PreparedArticle],
    rows: NDArray[np.intp],
    is_own: NDArray[np.bool_],
    facts: Sequence[Facts] | None,
) -> NDArray[np.intp]:
    """
    Give those of the articles that are like another one by digest, figures and names; one of the two is the encoder's own.

    Likeness is the mean of the digests' cosine and of the strength of their alignment, and what the facts add to it.
    """
    means = digests.article_vectors()
    pairs = candidates_by_meaning(means[rows], rows, np.array([articles[row].language for row in rows.tolist()]))
    pairs = pairs[is_own[pairs].any(axis=1)]
    found = align(digests, pairs)
    nearness = (
        np.einsum("ij,ij->i", means[pairs[:, 0]], means[pairs[:, 1]]) + (found.strength_left + found.strength_right) / 2
    ) / 2
    is_alike = np.zeros(len(articles), dtype=np.bool_)
    # The nearest first: an article that is like one of them is compared with no more.
    for place in np.lexsort((pairs[:, 1], pairs[:, 0], -nearness)).tolist():
        left, right = pairs[place].tolist()
        if nearness[place] < DIGEST_MIN_LIKENESS - FIGURES_WORTH - NAMES_WORTH:
            break
        if is_alike[left] and is_alike[right]:
            continue
        likeness = float(nearness[place])
        for worth, agreement in ((FIGURES_WORTH, agreement_of_figures), (NAMES_WORTH, agreement_of_names)):
            share = agreement(facts[left], facts[right]) if facts is not None else None
            likeness += worth * (UNTOLD_AGREEMENT if share is None else share)
        if likeness >= DIGEST_MIN_LIKENESS:
            is_alike[left] = is_alike[right] = True
    return np.flatnonzero(is_alike)


def opening_places(article: PreparedArticle) -> range:
    """Give the places of the segments that open an article's body."""
    first = int(article.segments[0].in_title)
    return range(first, first + OPENING_SEGMENTS)


def digest_of(article: PreparedArticle) -> list[str]:
    """Give the texts of the segments that stand for an article where it is not encoded whole."""
    digest: list[str] = []
    length = 0
    for text in article.texts():
        if length >= DIGEST_CHARACTERS:
            break
        digest.append(text)
        length += len(text)
    return digest


def _background(encoder: Encoder, vectors: Vectors, places: Sequence[int], languages: Sequence[str]) -> Background:
    background = load_background(encoder.name)
    if background is None:
        return estimate_background(vectors[places], languages)
    if background.mean.shape[0] != vectors.shape[1]:
        raise EncoderError(
            f"vectors of {encoder.name} must have {background.mean.shape[0]} numbers, had: {vectors.shape[1]}; "
            "give an encoder of your own a name of its own"
        )
    return background


def _make_space(
    memory: _Memory,
    articles: Sequence[PreparedArticle],
    rows: NDArray[np.intp],
    offsets: NDArray[np.intp],
    uncommonness: NDArray[np.floating[Any]],
    *,
    told: Told,
    is_digest: bool = False,
) -> SegmentVectors:
    parts_of = [digest_of(articles[row]) if is_digest else articles[row].texts() for row in rows.tolist()]
    texts = [text for own in parts_of for text in own]
    # The article's language and not the segment's: a short quotation in another language is no reason to subtract another mean.
    languages = [
        language for row, own in zip(rows.tolist(), parts_of, strict=True) for language in [articles[row].language] * len(own)
    ]
    # What many articles say is looked up in the background once.
    place_by_part: dict[tuple[str, str], int] = {}
    places = [place_by_part.setdefault(part, len(place_by_part)) for part in zip(texts, languages, strict=True)]
    parts, of_parts = [text for text, _ in place_by_part], [language for _, language in place_by_part]
    vectors = memory.encode(parts, told)
    background = _background(memory.encoder, vectors, places, languages)
    centred = background.remove_language(vectors, of_parts)
    density = background.density(centred)
    sizes = np.zeros(len(articles), dtype=np.intp)
    sizes[rows] = [len(own) for own in parts_of]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    kept = np.arange(len(texts)) + np.repeat(offsets[:-1] - starts[:-1], sizes)
    weights = (np.array([len(text) for text in texts]) * uncommonness[kept]).astype(np.float32)
    is_opening = np.zeros(len(texts), dtype=np.bool_)
    for row in rows.tolist():
        opening = opening_places(articles[row])
        is_opening[starts[row] + opening.start : min(starts[row] + opening.stop, starts[row + 1])] = True
    return SegmentVectors(
        encoder=memory.encoder.name,
        vectors=centred[places],
        density=density[places],
        weights=weights,
        openings=np.where(is_opening, weights, np.float32(0.0)),
        offsets=starts,
    )
