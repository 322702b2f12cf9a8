"""
Embedding: which article is encoded by which encoder, how much of it, and what candidates follow.

In: prepared articles and encoders. Out: one space of segment vectors an encoder, and the pairs that are near in one. An article
is encoded by the first encoder that knows its language; articles of a language that only a slower encoder knows are compared
with all others, of which that encoder first sees a digest, and the whole only where the digests are near.
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
from detector.similarity.alignment import OPENING_SEGMENTS, SegmentVectors
from detector.similarity.background import Background, estimate_background, load_background, unit
from detector.similarity.candidates import Pairs, candidates_by_meaning, merge_pairs
from detector.similarity.encoders import E5Encoder, Encoder, UseEncoder, Vectors, encode_distinct
from detector.similarity.vectorcache import VectorCache

log = logging.getLogger(__name__)

DIGEST_CHARACTERS = 500
"""Characters of a digest: the title and the first segments up to this length. Our choice; not measured at other values."""
DIGEST_MIN_NEARNESS = 0.2
"""Cosine of two digests from which the whole articles are encoded. Our choice; not measured at other values."""
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
) -> tuple[tuple[SegmentVectors, ...], Pairs]:
    """
    Encode articles and find the pairs that are near in meaning.

    Args:
        articles: The articles.
        uncommonness: Weight of each segment, in (0, 1], articles end to end.

            *Shape:* ``(n_segments,)``
        encoders: In order of preference.
        told: Progress: encoder's name, segments done, segments in all.
        cache: A folder in which the vectors of encoders that tell their ``version`` are kept, for another run.

    Returns:
        One space an encoder, and the candidates.
    """
    offsets = np.zeros(len(articles) + 1, dtype=np.intp)
    np.cumsum([len(article.segments) for article in articles], out=offsets[1:])
    spaces: list[SegmentVectors] = []
    candidates: list[Pairs] = [np.empty((0, 2), dtype=np.intp)]
    left_over = np.arange(len(articles))
    for encoder in encoders:
        is_known = np.array([_is_known(articles[row], encoder) for row in left_over.tolist()], dtype=np.bool_)
        own = left_over[is_known]
        left_over = left_over[~is_known]
        if not len(own):
            continue
        version = getattr(encoder, "version", None)
        known = VectorCache(cache, encoder.name, version) if cache is not None and version is not None else None
        memory = _Memory(encoder, {}, [], known)

        def report(done: int, count: int, name: str = encoder.name) -> None:
            if told is not None:
                told(name, done, count)

        others = np.setdiff1d(np.arange(len(articles)), own) if spaces else np.empty(0, dtype=np.intp)
        others = np.array([row for row in others.tolist() if _is_known(articles[row], encoder)], dtype=np.intp)
        joined = _near_by_digest(memory, articles, own, others, report) if len(others) else others
        rows = np.union1d(own, joined)
        space = _make_space(memory, articles, rows, offsets, uncommonness, told=report)
        spaces.append(space)
        languages = np.array([articles[row].language for row in rows])
        found = candidates_by_meaning(space.article_vectors()[rows], rows, languages)
        # A pair of two articles that an earlier encoder knows has been found there.
        is_ours = np.isin(found, own).any(axis=1)
        candidates.append(found[is_ours])
    return tuple(spaces), merge_pairs(len(articles), *candidates)


def _is_known(article: PreparedArticle, encoder: Encoder) -> bool:
    return encoder.languages is None or article.language in encoder.languages


def _near_by_digest(
    memory: _Memory, articles: Sequence[PreparedArticle], own: NDArray[np.intp], others: NDArray[np.intp], told: Told
) -> NDArray[np.intp]:
    """Give those of the others whose digest is near one of the own articles' digests."""
    texts: list[str] = []
    languages: list[str] = []
    sizes: list[int] = []
    for row in (*own, *others):
        digest = digest_of(articles[row])
        texts += digest
        languages += [articles[row].language] * len(digest)
        sizes.append(len(digest))
    vectors = memory.encode(texts, told)
    centred = _background(memory.encoder, vectors, languages).remove_language(vectors, languages)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    digests = unit(np.add.reduceat(centred, starts, axis=0))
    nearest = np.zeros(len(others), dtype=np.float32)
    for start in range(0, len(own), _AT_ONCE):
        nearest = np.maximum(nearest, (digests[: len(own)][start : start + _AT_ONCE] @ digests[len(own) :].T).max(axis=0))
    return others[nearest >= DIGEST_MIN_NEARNESS]


def opening_places(article: PreparedArticle) -> range:
    """Give the places of the segments that open an article's body."""
    first = int(article.segments[0].in_title)
    return range(first, first + OPENING_SEGMENTS)


def digest_of(article: PreparedArticle) -> list[str]:
    """Give the texts of the segments that stand for an article where it is not encoded whole."""
    digest: list[str] = []
    length = 0
    for segment in article.segments:
        if length >= DIGEST_CHARACTERS:
            break
        digest.append(segment.text)
        length += len(segment.text)
    return digest


def _background(encoder: Encoder, vectors: Vectors, languages: Sequence[str]) -> Background:
    background = load_background(encoder.name)
    if background is None:
        return estimate_background(vectors, languages)
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
) -> SegmentVectors:
    texts = [text for row in rows for text in articles[row].texts()]
    # The article's language and not the segment's: a short quotation in another language is no reason to subtract another mean.
    languages = [language for row in rows for language in [articles[row].language] * len(articles[row].segments)]
    vectors = memory.encode(texts, told)
    background = _background(memory.encoder, vectors, languages)
    centred = background.remove_language(vectors, languages)
    sizes = np.zeros(len(articles), dtype=np.intp)
    sizes[rows] = np.diff(offsets)[rows]
    kept = np.repeat(sizes > 0, np.diff(offsets))
    weights = (np.array([len(text) for text in texts]) * uncommonness[kept]).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    is_opening = np.zeros(len(texts), dtype=np.bool_)
    for row in rows.tolist():
        places = opening_places(articles[row])
        is_opening[starts[row] + places.start : min(starts[row] + places.stop, starts[row + 1])] = True
    return SegmentVectors(
        encoder=memory.encoder.name,
        vectors=centred,
        density=background.density(centred),
        weights=weights,
        openings=np.where(is_opening, weights, np.float32(0.0)),
        offsets=starts,
    )
