"""The development corpora, and how right a result is: in, a folder and clusters; out, articles with their answers, and shares."""

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from detector import Article, read


@dataclass(frozen=True, slots=True, kw_only=True)
class PairwiseScore:
    """How many pairs of articles of one cluster are of one group, and the other way round."""

    precision: float
    """Share of the pairs found that hold, in [0, 1]; 1 where none was found."""
    recall: float
    """Share of the pairs that hold that were found, in [0, 1]; 1 where there is none."""

    @property
    def f1(self) -> float:
        """The harmonic mean of both, in [0, 1]."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def pairwise_f1(clusters: Iterable[Collection[str]], group_by_id: Mapping[str, str]) -> PairwiseScore:
    """
    Compare clusters with groups, pair by pair; an article in no cluster counts as alone.

    Source:
        Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, section 16.3.
    """
    n_found = n_right = 0
    for members in clusters:
        n_found += _pairs(len(members))
        n_right += sum(map(_pairs, Counter(group_by_id[member] for member in members).values()))
    n_wanted = sum(map(_pairs, Counter(group_by_id.values()).values()))
    return PairwiseScore(precision=n_right / n_found if n_found else 1.0, recall=n_right / n_wanted if n_wanted else 1.0)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Articles and which of them are versions of one."""

    articles: tuple[Article, ...]
    group_by_id: Mapping[str, str]


def load_corpus(folder: Path, languages: Collection[str] = ()) -> Corpus:
    """Read a corpus, or of it the articles whose language begins with one of those given (ISO 639-3)."""
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not languages or row["language"].partition("-")[0] in languages]
    group_by_id = {row["id"]: row["group"] for row in rows}
    articles = tuple(article for article in read(folder / "articles.jsonl.gz") if article.id in group_by_id)
    return Corpus(articles=articles, group_by_id=group_by_id)
