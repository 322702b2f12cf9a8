"""
A folder's worth of articles with known gold, made from a seed.

In: texts of any kind, how many articles are wanted, and a seed. Out: articles of about ``N_WORDS`` words, and which of them are
versions of one. An unlike article is spliced from the sentences of the texts: it follows one as far as some word, and goes on
from another place where that word stands. Words then follow each other as they do in the texts, and articles share about as many
phrases of three words as news does, but no passage. Versions are made from it by edits whose kind and share are known.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import Article

N_WORDS = 300
"""Words of an article on average; they are spread evenly from two thirds to four thirds of it."""
SPLICE_SHARE = 0.3
"""Share of the words after which an article goes on from another place of the texts. Of the phrases of three words 0.49 stand
in one of 10,000 articles only, as in 10,000 press releases (0.50); of the phrases of five words 0.83 (0.74)."""
SENTENCES_A_PARAGRAPH = 3
MAX_SENTENCE = 40
"""Words after which a sentence is ended that found no end: lists and tables have none."""
LIGHT_SHARE = 0.015
"""Share of the words that a light edit changes: typing errors, house style."""
REVISED_SHARE = 0.2
"""Share of the sentences that a revision drops, and again of those that it writes anew."""
EXCERPT_SHARE = 0.4
"""Share of the sentences, from the first on, that an excerpt keeps."""
KINDS = ("copy", "light", "revision", "excerpt")
_ENDINGS = (".", "!", "?", '."', ".”", "?”")


@dataclass(frozen=True, slots=True)
class Made:
    """Articles and their gold."""

    articles: list[Article]
    """In an order that tells nothing."""
    group: list[int]
    """Of each article; versions of one article have one."""
    kind: list[str]
    """``original``, or one of ``KINDS``: what was done to the original of the group."""

    def true_pairs(self) -> dict[tuple[str, str], str]:
        """Give the pairs of an original and a version of it, the lesser id first, with the version's kind."""
        originals = {
            group: article.id
            for article, group, kind in zip(self.articles, self.group, self.kind, strict=True)
            if kind == "original"
        }
        found = {}
        for article, group, kind in zip(self.articles, self.group, self.kind, strict=True):
            if kind != "original":
                left, right = sorted((originals[group], article.id))
                found[left, right] = kind
        return found


def read_texts(corpora: Path, name: str = "press", n_texts: int = 12_000) -> Iterator[str]:
    """Read the texts of a corpus."""
    with gzip.open(corpora / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for _, line in zip(range(n_texts), lines, strict=False):
            yield json.loads(line)["text"]


def make_articles(
    texts: Iterable[str], n_articles: int, *, seed: int = 0, version_share: float = 0.3, kinds: tuple[str, ...] = KINDS,
    n_words: int = N_WORDS,
) -> Made:  # fmt: skip
    """
    Make articles.

    Args:
        texts: To splice from; a few hundred thousand words or more, so that unlike articles are unlike.
        n_articles: How many.
        seed: The same one makes the same articles.
        version_share: Share of the articles that are versions of another one, in [0, 1).
        kinds: Of those versions, each as likely as the others; a group has at most one excerpt.
        n_words: Words of an article on average.
    """
    draw = np.random.default_rng(seed)
    n_originals = max(1, round(n_articles * (1 - version_share)))
    # What revisions write anew stands in no other article.
    n_spare = 1 + n_articles // 20
    spliced = _Splicer(texts, draw).splice(n_originals + n_spare, n_words)
    groups = np.concatenate([np.arange(n_originals), draw.integers(n_originals, size=n_articles - n_originals)])
    # An id that tells nothing: in no order that a program could take advantage of.
    names = [f"{number:07d}" for number in draw.permutation(n_articles)]
    articles, made_kinds, excerpted = [], [], set()
    originals = [next(spliced) for _ in range(n_originals)]
    fresh = (sentence for sentences in spliced for sentence in sentences)
    for place, (name, group) in enumerate(zip(names, groups.tolist(), strict=True)):
        if place < n_originals:
            sentences, kind = originals[group], "original"
        else:
            kind = kinds[draw.integers(len(kinds))]
            if kind == "excerpt" and group in excerpted:
                kind = "light"
            excerpted |= {group} if kind == "excerpt" else set()
            sentences = _edit(originals[group], kind, fresh, draw)
        paragraphs = (
            " ".join(sentences[start : start + SENTENCES_A_PARAGRAPH])
            for start in range(0, len(sentences), SENTENCES_A_PARAGRAPH)
        )
        articles.append(Article(id=name, text="\n\n".join(paragraphs)))
        made_kinds.append(kind)
    order = draw.permutation(n_articles).tolist()
    return Made(
        articles=[articles[place] for place in order],
        group=groups[order].tolist(),
        kind=[made_kinds[place] for place in order],
    )


class _Splicer:
    def __init__(self, texts: Iterable[str], draw: np.random.Generator) -> None:
        number_by_word: dict[str, int] = {}
        self._stream = np.array(
            [number_by_word.setdefault(word, len(number_by_word)) for text in texts for word in text.split()], dtype=np.int32
        )
        self._words = list(number_by_word)
        self._ends = np.array([word.endswith(_ENDINGS) for word in self._words])
        # Where each word stands: its places lie side by side, from its first on.
        self._places = np.argsort(self._stream, kind="stable")
        self._first = np.concatenate([[0], np.cumsum(np.bincount(self._stream))])
        self._draw = draw

    def splice(self, count: int, n_words: int) -> Iterator[list[str]]:
        """Make articles, as the lists of their sentences."""
        for start in range(0, count, 10_000):
            n_now = min(10_000, count - start)
            numbers = self._walk(n_now, n_words * 4 // 3)
            lengths = self._draw.integers(n_words * 2 // 3, n_words * 4 // 3, size=n_now)
            for row, length in zip(numbers, lengths.tolist(), strict=True):
                yield self._sentences(row[:length])

    def _walk(self, count: int, n_words: int) -> NDArray[np.int32]:
        last = len(self._stream) - 1
        place = self._draw.integers(last, size=count)
        numbers = np.empty((n_words, count), dtype=np.int32)
        for step in range(n_words):
            word = numbers[step] = self._stream[place]
            first, n_places = self._first[word], self._first[word + 1] - self._first[word]
            elsewhere = self._places[first + (self._draw.random(count) * n_places).astype(np.intp)]
            goes_on = self._draw.random(count) >= SPLICE_SHARE
            place = np.where(goes_on & ~self._ends[word], place, elsewhere) + 1
            place[place > last] = 0
        return numbers.T

    def _sentences(self, numbers: NDArray[np.int32]) -> list[str]:
        ends = np.flatnonzero(self._ends[numbers])
        sentences = []
        start = 0
        for end in [*(ends + 1).tolist(), len(numbers)]:
            words = [self._words[number] for number in numbers[start:end].tolist()]
            for first in range(0, len(words), MAX_SENTENCE):
                piece = " ".join(words[first : first + MAX_SENTENCE])
                sentences.append(piece if piece.endswith(_ENDINGS) else f"{piece}.")
            start = end
        return sentences


def _edit(sentences: list[str], kind: str, fresh: Iterator[str], draw: np.random.Generator) -> list[str]:
    if kind == "copy":
        return list(sentences)
    if kind == "excerpt":
        return sentences[: max(1, round(len(sentences) * EXCERPT_SHARE))]
    if kind == "light":
        return [
            " ".join(
                word[::-1] if change < LIGHT_SHARE else word for word, change in zip(words, draw.random(len(words)), strict=True)
            )
            for words in map(str.split, sentences)
        ]
    fates = draw.random(len(sentences))
    kept = [
        next(fresh, sentence) if fate < REVISED_SHARE else sentence
        for sentence, fate in zip(sentences, fates.tolist(), strict=True)
        if not REVISED_SHARE <= fate < 2 * REVISED_SHARE
    ]
    return kept or list(sentences)
