"""
Rows: the evidence of pairs as an index keeps it.

In: a table of evidence. Out: bytes for each pair, and back: all of the evidence, or of a pair that is a rival only, its score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from detector.similarity.evidence import EvidenceTable
from detector.similarity.relation import score

_LATER = (
    "opening_words_left",
    "opening_words_right",
    "title_words_left",
    "title_words_right",
    "releases",
    "own_word_left",
    "own_word_right",
    "datelines_apart",
    "headline_conflict",
)
"""Columns that came after the first schema, in the order in which they came: in a row that was kept before, they are absent."""
COLUMNS = (*(field.name for field in fields(EvidenceTable) if field.name not in ("pairs", *_LATER)), *_LATER)
"""What a kept row of evidence holds, in order; a row of an earlier version holds the first of them. An index with other rows was
made by another version of the engine."""

_SCORE_BYTES = 4
_ROW_BYTES = 4 * len(COLUMNS)
_ABSENT_OF_A_RIVAL = frozenset({"title", "numbers", "names", "figures", "accord", "days_apart", *_LATER})
_AS_A_RIVAL = {name: 0.0 for name in COLUMNS if name not in _ABSENT_OF_A_RIVAL} | {"length_ratio": 1.0}
"""What is read of a pair of which the score alone was kept: across languages, where coverage and mutual share are the score."""

NumberPair = tuple[int, int]
"""Numbers of two articles of an index, the lesser first."""


def write_rows(table: EvidenceTable, is_whole: NDArray[np.bool_]) -> list[bytes]:
    """Write the evidence of each pair, without the pair; of those that are rivals only, their score."""
    values = np.stack([np.asarray(getattr(table, name), dtype="<f4") for name in COLUMNS], axis=1)
    scores = score(table).astype("<f4")
    return [row.tobytes() if whole else one.tobytes() for row, one, whole in zip(values, scores, is_whole, strict=True)]


def is_whole_row(row: bytes) -> bool:
    """Tell whether a row that ``write_rows`` wrote has all of a pair's evidence."""
    return len(row) > _SCORE_BYTES


def read_rows(pairs: Sequence[NumberPair] | NDArray[np.intp], rows: Sequence[bytes]) -> EvidenceTable:
    """Read what ``write_rows`` wrote; of a rival all is absent but that its score is what was kept."""
    absent = np.full(len(_LATER), np.nan, dtype="<f4").tobytes()
    is_whole = np.array(list(map(is_whole_row, rows)), dtype=np.bool_)
    whole, rivals = (list(compress(rows, one.tolist())) for one in (is_whole, ~is_whole))
    values = np.empty((len(rows), len(COLUMNS)))
    padded = b"".join((row + absent)[:_ROW_BYTES] for row in whole)
    values[is_whole] = np.frombuffer(padded, dtype="<f4").reshape(-1, len(COLUMNS))
    values[~is_whole] = [_AS_A_RIVAL.get(name, np.nan) for name in COLUMNS]
    column = {name: values[:, place] for place, name in enumerate(COLUMNS)}
    for name in ("coverage_left", "coverage_right", "mutual"):
        column[name][~is_whole] = np.frombuffer(b"".join(rivals), dtype="<f4")
    table = EvidenceTable(pairs=np.array(pairs, dtype=np.intp).reshape(-1, 2), **column)  # type: ignore[arg-type]
    return replace(table, space=column["space"].astype(np.intp), is_one_language=column["is_one_language"] > 0.0)
