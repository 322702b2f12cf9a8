"""
Tables: the evidence of a corpus's pairs, with the answers.

In: a folder of a corpus. Out: its articles, more that were made of them, and what is found of each candidate pair, as in a scan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.errors import InputError
from detector.evaluation import ARTICLE_FILES, read_gold
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.pipeline import draw_candidates
from detector.settings import Settings
from detector.similarity.encoders import Encoder
from detector.similarity.evidence import Batch, EvidenceTable, collect_evidence, with_rivals
from detector.similarity.relation import features_of, score
from detector.training.augmentation import Example, augment
from detector.training.fitting import N_FOLDS, Floats, Samples
from detector.training.plan import Part

Told = Callable[[str], None]
"""Takes a line of progress."""
Rows = NDArray[np.intp]


def read_examples(folder: Path, versions: frozenset[str] = frozenset()) -> tuple[Example, ...]:
    """
    Read a corpus, or of it some versions, in order of id.

    Raises:
        SourceNotFoundError: If the folder does not exist.
        InputError: If it has no ``gold.csv`` that can be used, or no article that is named there.
    """
    gold = {row.id: row for row in read_gold(folder) if not versions or row.version in versions}
    sources = [folder / name for name in ARTICLE_FILES if (folder / name).is_file()] or [folder]
    articles = {article.id: article for article in read(*sources, on_skip=lambda _: None) if article.id in gold}
    if not articles:
        raise InputError(f"a corpus must hold articles that its gold.csv names, was: none of {len(gold):,} in {folder}")
    return tuple(Example(article=articles[id], gold=gold[id]) for id in sorted(articles))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnsweredTable:
    """The evidence of a part's candidate pairs, with the answers."""

    part: Part
    batch: Batch
    evidence: EvidenceTable
    examples: tuple[Example, ...]
    """Of each article of the batch."""
    is_version: NDArray[np.bool_]
    fold: Rows
    is_clean: NDArray[np.bool_]
    """Whether both articles are of the corpus, and neither was made."""
    is_certain: NDArray[np.bool_]
    """Whether the answer can be relied on; see ``Part.is_complete``."""

    def rows(self, encoder: str, is_one_language: bool) -> Rows:
        """Give the pairs that are compared by an encoder, in one language or across two."""
        names = [space.encoder for space in self.batch.spaces]
        space = names.index(encoder) if encoder in names else len(names)
        return np.flatnonzero((self.evidence.space == space) & (self.evidence.is_one_language == is_one_language))

    def is_fitted(self, rows: Rows, source: str) -> NDArray[np.bool_]:
        """Tell of which of some pairs the models of an encoder, or of wording, learn; the others are only judged."""
        return self.is_certain[rows] & (source in self.part.fits)

    def samples(self, rows: Rows, source: str, *, is_lonely: bool = False, share: float = 1.0) -> Samples:
        """Give the features of some pairs, or what they would be if no pair had a rival, and a share of their weight."""
        evidence = self.evidence.take(rows)
        return Samples(
            corpus=self.part.corpus,
            features=features_of(evidence.without_rivals() if is_lonely else evidence),
            answers=self.is_version[rows],
            fold=self.fold[rows],
            is_fitted=self.is_fitted(rows, source),
            share=share,
        )

    def is_answered(self, pairs: Rows) -> NDArray[np.bool_]:
        """Tell of which of any pairs of articles the answer is certain."""
        if self.part.is_complete:
            return np.ones(len(pairs), dtype=np.bool_)
        return find_certain(self.examples, pairs)

    def without_vectors(self) -> AnsweredTable:
        """Give the same pairs as if no encoder had been used."""
        return replace(self, evidence=replace(self.evidence, space=np.full(len(self.evidence), -1)))

    def with_rivals(self, probabilities: Floats) -> AnsweredTable:
        """Find the rivals by what each pair was judged alone."""
        evidence = with_rivals(self.evidence, score(self.evidence), probabilities, self.batch.languages())
        return replace(self, evidence=evidence)


def make_table(part: Part, examples: Sequence[Example], encoders: Sequence[Encoder], told: Told) -> AnsweredTable:
    """Collect the evidence of a part's candidate pairs."""
    if part.is_augmented:
        examples = (*examples, *augment(examples))

    def progress(stage: str, done: int, count: int) -> None:
        if count:
            told(f"{part.corpus}: {stage} {done:,} of {count:,}")

    prepared, _ = prepare([example.article for example in examples], Settings())
    drawn = draw_candidates(prepared, Settings(), encoders, progress=progress)
    evidence = collect_evidence(drawn.batch, drawn.pairs, drawn.shingle_weights)
    example_by_id = {example.article.id: example for example in examples}
    own = tuple(example_by_id[article.id] for article in prepared)
    groups = np.array([example.gold.group for example in own])
    folds = np.array([fold_of(part.corpus, example) for example in own])
    is_made = np.array([example.is_made for example in own])
    left, right = evidence.pairs.T
    told(f"{part.corpus}: {len(own):,} articles, {len(left):,} pairs")
    return AnsweredTable(
        part=part,
        batch=drawn.batch,
        evidence=evidence,
        examples=own,
        is_version=groups[left] == groups[right],
        fold=folds[left],
        is_clean=~(is_made[left] | is_made[right]),
        is_certain=np.ones(len(left), dtype=np.bool_) if part.is_complete else find_certain(own, evidence.pairs),
    )


def find_certain(examples: Sequence[Example], pairs: Rows) -> NDArray[np.bool_]:
    """
    Tell of which pairs the answer is certain where groups may lack members; see ``Part.is_complete``.

    Args:
        examples: The articles.
        pairs: Row numbers into them. *Shape:* ``(n_pairs, 2)``

    Returns:
        *Shape:* ``(n_pairs,)``
    """
    languages_by_group: dict[str, set[str]] = {}
    for example in examples:
        languages_by_group.setdefault(example.gold.group, set()).add(example.gold.language)

    def is_proven(left: Example, right: Example) -> bool:
        own, other = languages_by_group[left.gold.group], languages_by_group[right.gold.group]
        if left.gold.group == right.gold.group:
            return True
        if left.gold.language == right.gold.language:
            return len(own & other) > 1
        return right.gold.language in own or left.gold.language in other

    return np.array([is_proven(examples[left], examples[right]) for left, right in pairs.tolist()], dtype=np.bool_)


def fold_of(corpus: str, example: Example) -> int:
    """Give the fold of an article, in [0, ``N_FOLDS``): the same of all of one event, or of one group that has no event."""
    return stable_hash(f"{corpus}|{example.gold.event or example.gold.group}") % N_FOLDS


def stable_hash(text: str) -> int:
    """Hash a text, in [0, 2**64): the same in every process."""
    return int(xxhash.xxh3_64_intdigest(text.encode()))
