"""
Backgrounds: the language means and the bank that are shipped for an encoder.

In: articles of many languages and subjects. Out: segments of them, and the arrays of ``backgrounds/*.npz`` from their vectors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detector.ingestion.prepare import prepare
from detector.settings import Settings
from detector.similarity.background import estimate_background
from detector.similarity.encoders import Vectors
from detector.training.augmentation import Example
from detector.training.plan import BankPart
from detector.training.tables import stable_hash

N_BANK = 4096
"""Segments of a bank."""
BANK_SHARE = 4
"""One group in so many gives segments to the backgrounds."""
MIN_SEGMENT_CHARACTERS, MIN_LANGUAGE_SEGMENTS = 20, 100
"""Shorter segments say too little to be a yardstick, and fewer give no mean of a language that is worth shipping."""


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
