"""
Prospects: which pairs may be versions at all, so that what is dear is looked for in those only.

In: a batch and candidate pairs. Out: their outlines, and of which the facts are worth comparing. An outline is judged as if all
that is not known of it yet agreed: what is improbable even so stays as it is, and counts as a rival only.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detector.similarity.candidates import Pairs
from detector.similarity.evidence import ACCORD_MIN_WORDS, Batch, EvidenceTable, add_sentences, outline_evidence
from detector.similarity.relation import judge_alone

LIKELY_MIN_PROBABILITY = 0.1
"""Probability, judged alone as if all facts agreed or there were none, from which a folder's pairs are compared in full. Of
1,481,093 pairs of meantime, onestop, newswcl50, versions, wmt22, army, press and ntrex through either encoder (on 2026-11-29)
0.28 reach 0.05, 0.24 reach 0.1 and 0.19 reach 0.2. Of the 102,464 that end above 0.5 the least has 0.32, in either half of the
stories; of the 105,189 that end above 0.1, 0 / 4 / 21 are below 0.05 / 0.1 / 0.2. Of 44,882 pairs of 1,000 made articles 0.002
reach 0.1."""


def outline_prospects(
    batch: Batch, pairs: Pairs, n_families: NDArray[np.uint8], least: float, is_forced: NDArray[np.bool_] | None = None
) -> tuple[EvidenceTable, NDArray[np.bool_]]:
    """
    Compare pairs but for their facts, and tell of which the facts are worth comparing.

    Args:
        batch: The articles.
        pairs: Row numbers, left below right, sorted.

            *Shape:* ``(n_pairs, 2)``
        n_families: How many hold each of the short shingles, from ``commonness``.
        least: Probability, judged alone as if all facts agreed or there were none, from which they are worth it, in [0, 1].
        is_forced: Pairs that are compared in full however unlike they are; none if ``None``.

            *Shape:* ``(n_pairs,)``

    Returns:
        The table, and of which pairs ``add_facts`` is to be asked, of *Shape:* ``(n_pairs,)``; what ``add_sentences`` adds is
        absent of some of the others.
    """
    table = outline_evidence(batch, pairs, n_families)
    is_whole = np.zeros(len(table), dtype=np.bool_) if is_forced is None else is_forced.copy()
    is_likely = is_whole | _is_likely(batch, _as_if_sentences_agreed(batch, table), least)
    table = add_sentences(batch, table, is_likely)
    likely = np.flatnonzero(is_likely)
    is_whole[likely] |= _is_likely(batch, table.take(likely), least)
    return table, is_whole


def _as_if_sentences_agreed(batch: Batch, table: EvidenceTable) -> EvidenceTable:
    agreeing = np.ones(len(table))
    titles = np.where(batch.measures.has_title[table.pairs].all(axis=1), 1.0, np.nan)
    return replace(
        table,
        opening_words_left=agreeing,
        opening_words_right=agreeing,
        title_words_left=titles,
        title_words_right=titles,
        accord=np.where(table.words >= ACCORD_MIN_WORDS, 1.0, np.nan),
    )


def _is_likely(batch: Batch, table: EvidenceTable, least: float) -> NDArray[np.bool_]:
    """Tell which pairs may be versions if all their facts agree, or if they have none to compare, as briefs have."""
    agreeing, encoders = np.ones(len(table)), [space.encoder for space in batch.spaces]
    best = replace(table, numbers=agreeing, names=agreeing, figures=agreeing, n_numbers=agreeing)
    found = np.maximum(judge_alone(best, encoders), judge_alone(table, encoders))
    return np.asarray((found >= least) | (table.declared > 0.0), dtype=np.bool_)
