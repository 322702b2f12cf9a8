"""
The words of an evaluation, as types: what was counted, and the measures that follow from it.

In: counts. Out: precision, recall, F1 and the like, all in [0, 1], and ``None`` where nothing was there to be measured, so that
a corpus without versions is never a perfect score. They are made by ``evaluation`` and drawn by ``reporting``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detector.datatypes import RelatedPair, Relation, SkippedFile
from detector.settings import Settings

WORST_AT_MOST: Final = 20
"""Mistakes of each kind that are told unless another number is asked for."""


def ratio(part: float, whole: float) -> float | None:
    """Give ``part / whole``, or ``None`` where the whole is nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """Pairs of articles: those that are versions, those put in one cluster, and those that are both."""

    n_true: int
    n_found: int
    n_right: int

    @property
    def precision(self) -> float | None:
        """Share of the found pairs that are true; ``None`` where none was found."""
        return ratio(self.n_right, self.n_found)

    @property
    def recall(self) -> float | None:
        """Share of the true pairs that were found; ``None`` where there is none."""
        return ratio(self.n_right, self.n_true)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; ``None`` where no pair is true and none was found."""
        return ratio(2 * self.n_right, self.n_true + self.n_found)


@dataclass(frozen=True, slots=True, kw_only=True)
class BCubed:
    """Precision and recall of each article's own cluster, averaged over the articles; each in (0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCounts:
    """What is wrong with the clusters and the groups as wholes."""

    n_clusters: int
    """Of two articles or more."""
    n_wrong_merges: int
    """Clusters that hold more than one group."""
    n_wrongly_merged_articles: int
    """Articles in them."""
    n_wrong_merges_in_event: int
    """Clusters that hold two groups of one event."""
    n_false_pairs_in_event: int
    """Pairs of one event and different groups that are in one cluster."""
    n_pairs_in_event: int
    """Pairs of one event and different groups in all."""
    n_groups: int
    """Groups of two articles or more."""
    n_split_groups: int
    """Of these, the groups that are not in one cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCount:
    """How often pairs of which certain names are right were given one name."""

    expected: tuple[Relation, ...]
    """Every name that would be right."""
    found: Relation
    n_pairs: int

    @property
    def is_right(self) -> bool:
        """Whether the name given is one of the right ones."""
        return self.found in self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMeasures:
    """How the true pairs that were reported were named."""

    confusion: tuple[NameCount, ...]
    n_unnamed: int
    """True pairs that are in one cluster, though the pair itself was not reported: they have no name."""

    @property
    def n_named(self) -> int:
        """True pairs that have a name."""
        return sum(count.n_pairs for count in self.confusion)

    @property
    def n_right(self) -> int:
        """True pairs whose name is right."""
        return sum(count.n_pairs for count in self.confusion if count.is_right)

    @property
    def accuracy(self) -> float | None:
        """Share of the named pairs whose name is right."""
        return ratio(self.n_right, self.n_named)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Judged pairs of nearly one probability: calibrated if their mean probability is the share that is true."""

    low: float
    high: float
    """Probability in [low, high), and in [low, high] for the last bin."""
    n_pairs: int
    n_true: int
    mean_probability: float | None
    """``None`` in an empty bin."""

    @property
    def share_true(self) -> float | None:
        """Share of the pairs that are versions."""
        return ratio(self.n_true, self.n_pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """Judged pairs at or above one probability."""

    probability: float
    n_pairs: int
    n_true: int

    @property
    def precision(self) -> float | None:
        """Share of them that are versions."""
        return ratio(self.n_true, self.n_pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far the probabilities are what they say."""

    n_pairs: int
    """Pairs that were judged, whether reported or not."""
    brier_score: float | None
    """Mean squared distance of probability and truth over all judged pairs, in [0, 1], 0 is best."""
    brier_score_reported: float | None
    """The same over the reported pairs: the many unlike pairs that are easy to tell do not help it."""
    bins: tuple[ReliabilityBin, ...]
    at_least: tuple[AtLeast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMeasures:
    """One language of the gold: pairs in which either side is in it."""

    language: str
    n_articles: int
    pairs: PairCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePairMeasures:
    """Pairs of one article in each of two languages of the gold, or both in one."""

    left_language: str
    right_language: str
    pairs: PairCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMistake:
    """Articles of one language that were taken for another's."""

    gold: str
    found: str
    n_articles: int


class MistakeKind(StrEnum):
    """What is wrong about a pair."""

    WRONG_MERGE = "wrong_merge"
    """In one cluster, but of two groups."""
    FALSE_PAIR = "false_pair"
    """Reported as versions, but of two groups; no cluster holds both."""
    MISSED = "missed"
    """Of one group, but not in one cluster."""
    MISNAMED = "misnamed"
    """Rightly reported, under a wrong name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakenArticle:
    """One side of a mistake."""

    id: str
    title: str
    """Or its first words, where it has no title."""
    group: str
    version: str
    language: str
    """By the gold."""
    found_language: str | None
    """``None`` where the article was skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """
    A wrong pair with its evidence.

    A cluster of two groups, or a group in two clusters, is one mistake however many pairs it makes wrong; it is shown by the most
    probable of these.
    """

    kind: MistakeKind
    left: MistakenArticle
    right: MistakenArticle
    event: str
    """The event of both, or empty where they have none in common."""
    pair: RelatedPair | None
    """What was found of it, or ``None`` where the two were never compared."""
    is_reported: bool
    """Whether the pair was reported as versions."""
    expected: tuple[Relation, ...]
    """The names that would be right; none for two articles of different groups."""
    n_pairs: int
    """Pairs that this mistake makes wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """The mistakes of one kind."""

    kind: MistakeKind
    n_all: int
    worst: tuple[Mistake, ...]
    """The worst first: as many as were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which articles of a corpus were measured."""

    corpus: str
    """Name of its folder."""
    languages: tuple[str, ...]
    """The languages that were asked for, or none for all."""
    sample: int | None
    """How many groups were asked for, or ``None`` for all."""
    n_gold: int
    """Rows of ``gold.csv``."""
    n_gold_groups: int
    n_articles: int
    """Articles that were measured."""
    n_groups: int
    n_languages: int
    n_events: int
    missing_ids: tuple[str, ...]
    """Ids in the gold that no article has: left out."""
    n_without_gold: int
    """Articles whose id is not in the gold: left out."""
    skipped: tuple[SkippedFile, ...]
    """Articles of the gold that could not be read or judged: they count as found alone."""
    unread: tuple[SkippedFile, ...]
    """Other files and records that could not be read: which article of the gold each held, if any, is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How right a run over a corpus with known answers was."""

    chosen: Chosen
    settings: Settings
    pairs: PairCounts
    across_languages: PairCounts
    in_one_language: PairCounts
    bcubed: BCubed
    adjusted_rand_index: float
    """1 for the gold's own clusters, 0 on average for random ones; in [-0.5, 1]."""
    clusters: ClusterCounts
    names: NameMeasures
    calibration: Calibration
    by_language: tuple[LanguageMeasures, ...]
    by_language_pair: tuple[LanguagePairMeasures, ...]
    """Both the worst first."""
    language_mistakes: tuple[LanguageMistake, ...]
    """The most frequent first."""
    mistakes: tuple[Mistakes, ...]
    """One a kind."""
