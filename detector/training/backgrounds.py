"""
Backgrounds: the language means and the bank that are shipped for an encoder, and how usual words are.

In: articles of many languages and subjects. Out: segments of them, and the arrays of ``backgrounds/*.npz`` from their vectors;
the shares of stories that hold each usual word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from detector.ingestion.prepare import prepare
from detector.settings import Settings
from detector.similarity.background import estimate_background
from detector.similarity.encoders import Vectors
from detector.similarity.fingerprint import fingerprint
from detector.training.augmentation import Example
from detector.training.plan import BankPart
from detector.training.tables import stable_hash

N_BANK = 4096
"""Segments of a bank."""
BANK_SHARE = 4
"""One group in so many gives segments to the backgrounds."""
MIN_SEGMENT_CHARACTERS, MIN_LANGUAGE_SEGMENTS = 20, 100
"""Shorter segments say too little to be a yardstick, and fewer give no mean of a language that is worth shipping."""

MIN_STORIES, USUAL_MIN_STORIES, USUAL_MIN_SHARE = 30, 3, 0.05
"""Stories of a language from which shares are counted, and of these how many, and which share, hold a usual word. Of 642 pairs of
press releases that were judged by reading, average precision of the opening's words alone with words from a share of 0.02 / 0.05
/ 0.08: 0.874 / 0.871 / 0.868, at 108,000 / 65,000 / 47,000 numbers to ship."""


def draw_segments(part: BankPart, examples: Sequence[Example], random: np.random.Generator) -> list[tuple[str, str]]:
    """Draw segments of a quarter of the groups, evenly by language, each with its language."""
    chosen = [example.article for example in examples if stable_hash(example.gold.group) % BANK_SHARE == 0]
    texts_by_language: dict[str, list[str]] = {}
    for article in prepare(chosen[: part.n_articles], Settings())[0]:
        texts = [segment.text for segment in article.segments if len(segment.text) >= MIN_SEGMENT_CHARACTERS]
        texts_by_language.setdefault(article.language, []).extend(texts)
    return [
        (texts[place], language)
        for language, texts in texts_by_language.items()
        if len(texts) >= MIN_LANGUAGE_SEGMENTS
        for place in random.permutation(len(texts))[: part.n_segments].tolist()
    ]


def count_words(parts: Iterable[Sequence[Example]]) -> dict[str, dict[int, float]]:
    """
    Count by language which share of the stories holds each word, the versions of a story together, and keep the usual words.

    Args:
        parts: The articles of each corpus.

    Returns:
        By language and word's hash, the share of the stories, in [``USUAL_MIN_SHARE``, 1].
    """
    holders: dict[str, Counter[int]] = {}
    n_stories: Counter[str] = Counter()
    for examples in parts:
        prepared = prepare([example.article for example in examples], Settings())[0]
        group_by_id = {example.article.id: example.gold.group for example in examples}
        prints = fingerprint(prepared)
        words_by_story: dict[tuple[str, str], set[int]] = {}
        for row, article in enumerate(prepared):
            story = words_by_story.setdefault((article.language, group_by_id[article.article.id]), set())
            story.update(prints.words.row(row).tolist(), prints.titles.row(row).tolist())
        for (language, _), words in words_by_story.items():
            n_stories[language] += 1
            holders.setdefault(language, Counter()).update(words)
    return {
        language: {
            word: count / n_stories[language]
            for word, count in counted.items()
            if count >= max(USUAL_MIN_STORIES, USUAL_MIN_SHARE * n_stories[language])
        }
        for language, counted in holders.items()
        if n_stories[language] >= MIN_STORIES
    }


def make_background(vectors: Vectors, languages: Sequence[str], n_bank: int = N_BANK) -> dict[str, NDArray[np.generic]]:
    """
    Make the arrays of a background, small enough to ship: means in 16 bits, the bank in 8.

    Args:
        vectors: Of segments of unlike articles.

            *Shape:* ``(n_segments, dimension)``
        languages: Of each segment.
        n_bank: Segments of the bank, drawn in turn from each language so that it is even.
    """
    background = estimate_background(vectors, languages, n_bank)
    rows_by_language: dict[str, list[int]] = {language: [] for language in sorted(set(languages))}
    for row in np.random.default_rng(1).permutation(len(languages)).tolist():
        rows_by_language[languages[row]].append(row)
    turns = max(map(len, rows_by_language.values()))
    in_turn = [rows[turn] for turn in range(turns) for rows in rows_by_language.values() if turn < len(rows)]
    drawn = in_turn[:n_bank]
    bank = background.remove_language(vectors[drawn], [languages[row] for row in drawn])
    counted = sorted(background.language_means)
    return {
        "means": np.stack([background.language_means[language] for language in counted]).astype(np.float16),
        "languages": np.array(counted),
        "bank": np.round(bank * 127 / np.abs(bank).max()).astype(np.int8),
    }
