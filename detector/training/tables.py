"""
Tables: the evidence of a corpus's pairs, with the answers.

In: a folder of a corpus. Out: its articles, more that were made of them, and what is found of each candidate pair, as in a scan.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.datatypes import Article
from detector.errors import InputError
from detector.evaluation.corpus import ARTICLE_FILES
from detector.evaluation.gold import GoldArticle, read_gold
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.pipeline import draw_candidates
from detector.settings import Settings
from detector.similarity.cluster import components
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
    articles = {article.id: article for article in _read_articles(folder) if article.id in gold}
    if not articles:
        raise InputError(f"a corpus must hold articles that its gold.csv names, was: none of {len(gold):,} in {folder}")
    return tuple(Example(article=articles[id], gold=gold[id]) for id in sorted(articles))


def examples_of(corpora: Path, part: Part) -> tuple[Example, ...]:
    """
    Read the articles of a part, in order of id, with what is known of each.

    Raises:
        SourceNotFoundError: If its folder does not exist.
        InputError: If it has no ``gold.csv`` that can be used, or no article that is named there.
    """
    if part.judgements:
        return judged_examples(corpora / part.corpus, read_judgements(part.judgements))
    return read_examples(corpora / part.corpus, part.versions)


def _read_articles(folder: Path) -> Iterator[Article]:
    sources = [folder / name for name in ARTICLE_FILES if (folder / name).is_file()] or [folder]
    return read(*sources, on_skip=lambda _: None)


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
    evidence = collect_evidence(drawn.batch, drawn.pairs, drawn.n_families)
    example_by_id = {example.article.id: example for example in examples}
    own = tuple(example_by_id[article.id] for article in prepared)
    groups = np.array([example.gold.group for example in own])
    folds = np.array([fold_of(part.corpus, example) for example in own])
    is_made = np.array([example.is_made for example in own])
    left, right = evidence.pairs.T
    is_version = groups[left] == groups[right]
    is_certain = np.ones(len(left), dtype=np.bool_) if part.is_complete else find_certain(own, evidence.pairs)
    if part.judgements:
        is_version, is_certain = apply_judgements(read_judgements(part.judgements), own, evidence.pairs)
    told(f"{part.corpus}: {len(own):,} articles, {len(left):,} pairs")
    return AnsweredTable(
        part=part,
        batch=drawn.batch,
        evidence=evidence,
        examples=own,
        is_version=is_version,
        fold=folds[left],
        is_clean=~(is_made[left] | is_made[right]),
        is_certain=is_certain,
    )


Judgements = Mapping[tuple[str, str], bool]
"""Whether two articles are versions of one, by their ids, the lesser one first."""


def read_judgements(name: str) -> Judgements:
    """Read the pairs that were judged by reading, from a file of this package."""
    text = (importlib.resources.files("detector.training") / name).read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    return {(min(left, right), max(left, right)): label == "1" for left, right, label in rows}


def judged_examples(folder: Path, judgements: Judgements) -> tuple[Example, ...]:
    """
    Read a corpus that has no gold, in order of id: what a chain of judged pairs joins is in one group, and so in one fold.

    Raises:
        SourceNotFoundError: If the folder does not exist.
    """
    articles = sorted(_read_articles(folder), key=lambda article: article.id)
    row_by_id = {article.id: row for row, article in enumerate(articles)}
    pairs = [(row_by_id[left], row_by_id[right]) for left, right in judgements if left in row_by_id and right in row_by_id]
    group_by_row = np.arange(len(articles))
    for number, members in enumerate(components(len(articles), np.array(pairs, dtype=np.intp).reshape(-1, 2))):
        group_by_row[members] = len(articles) + number
    return tuple(
        Example(article=article, gold=GoldArticle(id=article.id, group=str(group)))
        for article, group in zip(articles, group_by_row.tolist(), strict=True)
    )


def apply_judgements(
    judgements: Judgements, examples: Sequence[Example], pairs: Rows
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """
    Give the answers of judged pairs, and which these are.

    *Shape:* ``(n_pairs,)`` each.
    """
    ids = [example.article.id for example in examples]
    found = [judgements.get((min(ids[left], ids[right]), max(ids[left], ids[right]))) for left, right in pairs.tolist()]
    return np.array([one is True for one in found], dtype=np.bool_), np.array([one is not None for one in found], dtype=np.bool_)


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
