"""
Explanation: a judged pair as an editor reads it, with its evidence, its reasons in words and the facts that differ.

In: a batch and its judged table. Out: related pairs, one at a time, for those that are reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import AlignedPassage, Evidence, RelatedPair, Relation
from detector.similarity.contrast import Contrast
from detector.similarity.evidence import Batch, EvidenceTable
from detector.similarity.passages import match_pair
from detector.similarity.relation import (
    features_of,
    has_translation_sign,
    kinds_of_comparison,
    load_models,
    name_relations,
    score,
)


class Explainer:
    """Explains the pairs of one judged table; what belongs to an article is found once and kept."""

    def __init__(self, batch: Batch, table: EvidenceTable, probabilities: NDArray[np.float64], min_probability: float) -> None:
        self._batch = batch
        self._table = table
        self._probabilities = probabilities
        self._named = name_relations(batch, table, probabilities, min_probability)
        self._features = {name: values.tolist() for name, values in features_of(table).items()}
        self._scores = score(table)
        kinds = kinds_of_comparison(table, tuple(space.encoder for space in batch.spaces))
        self._kind_by_row = {int(row): kind for kind, rows in kinds.items() for row in rows}
        self._contrast = Contrast(batch.articles)
        # Most passages of most pairs are equal to those of others: kept once, and handed from process to process once.
        self._passages: dict[AlignedPassage, AlignedPassage] = {}

    def named_rows(self, *, related: bool) -> list[int]:
        """Give the rows whose pairs have a name, those that are ``related`` only where asked for."""
        names = enumerate(self._named.relations)
        return [row for row, relation in names if relation is not None and (relation.is_version or related)]

    def explain(self, row: int) -> RelatedPair:
        """Give a row of the table as a pair; one without a name is called ``related``."""
        table = self._table
        left, right = table.pairs[row].tolist()
        relation = self._named.relations[row] or Relation.RELATED
        space = int(table.space[row])
        ratio = float(table.length_ratio[row])
        passages = self._named.passages.get(row) or match_pair(self._batch, space, left, right)
        differences = self._contrast.between(
            left, right, self._differing(left, right, passages), is_one_language=bool(table.is_one_language[row])
        )
        return RelatedPair(
            left_id=self._batch.articles[left].id,
            right_id=self._batch.articles[right].id,
            relation=relation,
            probability=float(self._probabilities[row]),
            score=1.0 if relation is Relation.IDENTICAL else min(float(self._scores[row]), 0.9999),
            evidence=Evidence(
                encoder=self._batch.spaces[space].encoder if space >= 0 else None,
                coverage_left=float(table.coverage_left[row]),
                coverage_right=float(table.coverage_right[row]),
                mutual=float(table.mutual[row]),
                order=float(table.order[row]),
                wording=float(self._named.wording[row]),
                verbatim=float(self._named.verbatim[row]),
                shingles=float(table.long_shingles[row]),
                containment_left=float(table.containment_left[row]),
                containment_right=float(table.containment_right[row]),
                words=float(table.words[row]),
                numbers=_present(table.numbers[row]),
                names=_present(table.names[row]),
                title=_present(table.title[row]),
                length_ratio=min(ratio, 1.0 / ratio),
                days_apart=_present(table.days_apart[row]),
                rival=float(table.rival[row]),
                declared=self._batch.declared.get((left, right), ()),
                differing_numbers=differences.numbers,
                differing_names=differences.names,
                differing_quotations=differences.quotations,
            ),
            reasons=self._reasons(row, relation),
            passages=tuple(self._passages.setdefault(passage, passage) for passage in passages),
        )

    def _differing(self, left: int, right: int, passages: Sequence[AlignedPassage]) -> Sequence[AlignedPassage]:
        """Leave out the passages that say the same word for word: most of two copies, and no fact in them differs."""
        first, second = self._batch.articles[left], self._batch.articles[right]
        if first.language != second.language:
            return passages
        ours, theirs = self._batch.texts(left), self._batch.texts(right)
        return [
            passage
            for passage in passages
            if [ours[place] for place in passage.left] != [theirs[place] for place in passage.right]
        ]

    def _reasons(self, row: int, relation: Relation) -> tuple[str, ...]:
        """Give the evidence in words that an editor understands, the weightiest for the verdict first."""
        model = load_models()[self._kind_by_row[row]]
        features = {name: values[row] for name, values in self._features.items()}
        added: dict[str, float] = {}
        for name, value in model.contributions(features).items():
            added[_GROUPS[name]] = added.get(_GROUPS[name], 0.0) + value
        sign = -1.0 if relation.is_version else 1.0
        texts = [
            text
            for group in sorted(added, key=lambda group: (sign * round(added[group], 3), group))
            if (text := _phrase(group, features, self._table, row))
        ]
        declared = self._batch.declared.get((int(self._table.pairs[row, 0]), int(self._table.pairs[row, 1])), ())
        if declared:
            texts.insert(0, f"declared by the articles themselves: {', '.join(declared)}")
        wording, verbatim = self._named.wording[row], self._named.verbatim[row]
        if relation is Relation.RETRANSLATION:
            texts.insert(0, f"the same passages in other words: {wording:.0%} of the words in order, {verbatim:.0%} verbatim")
        elif relation in (Relation.NEAR_DUPLICATE, Relation.REVISION):
            texts.insert(0, f"{wording:.0%} of the words are the same, in order")
        for article in (self._batch.articles[place] for place in self._table.pairs[row]):
            if article.wrapper is not None and article.wrapper.kind == "translation":
                texts.append(f"{article.id} carries a translation notice")
            elif has_translation_sign(article):
                texts.append(f"{article.id} has a headline in another language")
        return tuple(texts)


def _present(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


_GROUPS = {
    "coverage_short": "coverage",
    "coverage_long": "coverage",
    "strength_short": "coverage",
    "strength_long": "coverage",
    "nearness": "coverage",
    "mutual": "mutual",
    "mutual_strength": "mutual",
    "order": "order",
    "same": "containment",
    "title": "title",
    "has_title": "title",
    "numbers": "numbers",
    "has_numbers": "numbers",
    "number_conflict": "numbers",
    "figures": "figures",
    "has_figures": "figures",
    "opening_short": "opening",
    "opening_long": "opening",
    "opening_words": "news",
    "title_words": "headline",
    "has_title_words": "headline",
    "word_conflict": "own words",
    "exchanged_word_conflict": "own words",
    "exchanged_headline_conflict": "headline",
    "headline_conflict": "headline figures",
    "dateline_conflict": "datelines",
    "names": "names",
    "has_names": "names",
    "accord": "accord",
    "has_accord": "accord",
    "length_ratio": "length",
    "lead": "lead",
    "edge": "lead",
    "containment_short": "containment",
    "containment_long": "containment",
    "words": "containment",
    "long_shingles": "containment",
}
"""What each feature is a part of, for an editor."""


def _phrase(group: str, features: Mapping[str, float], table: EvidenceTable, row: int) -> str | None:  # noqa: PLR0911, PLR0912  (a case a group)
    match group:
        case "coverage":
            return f"{table.coverage_left[row]:.0%} and {table.coverage_right[row]:.0%} of the two texts have a counterpart"
        case "mutual":
            return f"{features['mutual']:.0%} match each other and nothing better"
        case "opening":
            return f"the openings agree at {(features['opening_short'] + features['opening_long']) / 2:.0%}"
        case "news":
            return f"{features['opening_words']:.0%} of the rarer words of one opening stand in the other text"
        case "headline":
            least = features["title_words"]
            return (
                f"each text has at least {least:.0%} of the other headline's rarer words" if features["has_title_words"] else None
            )
        case "own words":
            left, right = table.own_word_left[row], table.own_word_right[row]
            repeats = f"each text repeats a word that the other lacks, {left:.0f} and {right:.0f} times"
            return repeats if min(left, right) > 1.0 else None
        case "headline figures":
            is_odd = features["headline_conflict"] > 0.0
            return "a headline names a number or a month that the other article does not" if is_odd else None
        case "datelines":
            days = float(table.datelines_apart[row])
            return f"the datelines are {days:.0f} days apart" if features["dateline_conflict"] > 0.0 else None
        case "order":
            return f"{features['order']:.0%} of the counterparts keep their order"
        case "title":
            return f"the headlines agree at {features['title']:.0%}" if features["has_title"] else None
        case "numbers":
            return f"{features['numbers']:.0%} of the numbers agree" if features["has_numbers"] else None
        case "figures":
            return f"{features['figures']:.0%} of the numbers and dates stand on both sides" if features["has_figures"] else None
        case "names":
            return f"{features['names']:.0%} of the names agree" if features["has_names"] else None
        case "accord":
            return f"{features['accord']:.0%} of the facts agree in sentences of one wording" if features["has_accord"] else None
        case "length":
            return f"one is {features['length_ratio']:.0%} as long as the other"
        case "lead":
            rival = float(table.rival[row])
            return f"the strongest rival reaches {rival:.0%}" if rival > 0.0 else None
        case _:
            share = max(features["containment_short"], features["containment_long"])
            return f"{share:.0%} of one text's phrases stand in the other" if share > 0.0 else None
