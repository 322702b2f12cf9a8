"""
Relation: from evidence to a probability and a name.

In: the evidence table. Out: for each pair the probability that the two are versions of one article, a score, the relation's
name and the reasons in words. The probability is a logistic regression over a few shares or a few boosted trees, one a kind of
comparison, shipped as numbers in ``models.json`` and made by ``python -m detector.training``; the names follow from rules and
one more regression.
"""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import UNDETERMINED, AlignedPassage, PreparedArticle, Relation
from detector.similarity.evidence import Batch, EvidenceTable
from detector.similarity.passages import body_words, compare_wording, match_pair

Floats = NDArray[np.float64]

NEAR_DUPLICATE_MIN_WORDING = 0.88
"""Share of words, in order, that two texts have in common from which they are near-duplicates. Our choice; not measured at
other values."""
EXCERPT_MIN_CONTAINMENT = 0.7
"""Share of the shorter side's three-word shingles that stand in the longer one from which it may be an excerpt.
Our choice; not measured at other values."""
EXCERPT_MAX_LENGTH_RATIO = 0.5
"""Length of the shorter side over the longer one's up to which it may be an excerpt: the longer one says twice as
much. Our choice; not measured at other values."""
TRANSLATION_SIGN_LOG_ODDS = 4.0
"""What a translation notice or a headline left in the original's language adds to the log-odds that a pair in one language is a
retranslation and not a revision. Our choice: no corpus has both; enough to turn all but a clear revision."""

FEW_NUMBERS = 0.6
"""Agreement of numbers below which they speak against a pair. Measured on true pairs: 95 % agree at 0.81 or more on ntrex,
meantime, wmt22, onestop and army, at 0.24 on the revisions of versions; of look-alikes 90 % agree at 0.75 or less."""
ENOUGH_NUMBERS = 3.0
"""Numbers, by weight, from which their disagreement counts in full. Our choice; not measured at other values."""

DECLARED_LOG_ODDS = 3.0
"""What a declared relation adds to the log-odds that two articles are versions: 20 times as likely, so that two texts that agree
in something are believed, and two that agree in nothing are not. Our choice: no corpus has declarations."""

ARTICLE_MIN_LENGTH, SAME_HEADLINE_MIN_WORDS = 300, 0.5
"""Characters of English below which a body that two articles have in common may be no article but a sender's address, as below a
film or a picture; and the share of the rarer words of each headline that the other article must have for such two to be one all
the same. In the press releases six pairs of one sender's films have a body of 111 characters and one pair one of 136, under
headlines that share at most 0.24; the shortest body of two versions has 628."""

RELATED_MIN_NEARNESS = 0.5
"""Cosine of two articles' mean vectors from which they are reported as related, if that is asked for. Our choice;
not measured."""

DATELINES_MAX_DAYS = 14
"""Days up to which the datelines of two releases may lie apart as those of one and its repetition do. Brier score on the judged
press releases, mean of six partings into folds: 0.0690 without, 0.0679 at 3 days, 0.0640 at 7, 0.0607 at 14, 0.0613 at 21 and
0.0628 at 30."""

MAX_LEAD = 0.6
"""Bound of a pair's lead over its strongest rival, by score, and of its edge, by probability: beyond, more tells nothing more."""
RIVAL_FEATURES = frozenset({"lead", "edge"})
"""Features that are not known before the rivals are."""


_ROWS_AT_ONCE = 4096


class Model(Protocol):
    """What turns features into log-odds, and says what each feature contributed."""

    @property
    def features(self) -> tuple[str, ...]:
        """The features that it weighs."""
        ...

    def log_odds(self, features: Mapping[str, Floats]) -> Floats:
        """
        Give the log-odds of each row.

        *Shape:* ``(n_pairs,)``
        """
        ...

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """Give what each feature of one row adds to the log-odds, measured from the mean of training."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A logistic regression as plain numbers: where it does as well as trees, the simpler rule."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    """Of each feature as it is, unscaled."""
    means: tuple[float, ...]
    """Of each feature in training: what a contribution is measured from."""
    intercept: float

    def log_odds(self, features: Mapping[str, Floats]) -> Floats:
        """
        Give the log-odds of each row.

        *Shape:* ``(n_pairs,)``
        """
        total = np.full(len(features[self.features[0]]), self.intercept)
        for name, weight in zip(self.features, self.weights, strict=True):
            total += weight * features[name]
        return total

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """Give what each feature of one row adds to the log-odds, measured from the mean of training."""
        weighed = zip(self.features, self.weights, self.means, strict=True)
        return {name: weight * (features[name] - mean) for name, weight, mean in weighed}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoostedTrees:
    """
    A few shallow trees whose leaves add up to log-odds, as plain numbers: for evidence that counts only together.

    A template shares its words and not its facts; neither alone tells it from a revision.

    Source:
        Friedman (2001), Greedy function approximation: a gradient boosting machine.
    """

    features: tuple[str, ...]
    intercept: float
    trees: tuple[tuple[tuple[int, float, int, int, float], ...], ...]
    """Nodes of each tree, its root first: number of the feature, or -1 in a leaf; bound up to which the first branch is taken;
    places of the two branches; mean of the leaves below."""

    def log_odds(self, features: Mapping[str, Floats]) -> Floats:
        """
        Give the log-odds of each row.

        *Shape:* ``(n_pairs,)``
        """
        values = np.stack([features[name] for name in self.features], axis=1)
        total = np.full(len(values), self.intercept)
        feature, bound, low, high, value, depth = _laid_out(self.trees)
        for start in range(0, len(values), _ROWS_AT_ONCE):
            part = values[start : start + _ROWS_AT_ONCE]
            rows = np.arange(len(part))[:, None]
            places = np.tile(np.arange(0, len(feature), len(feature) // len(self.trees)), (len(part), 1))
            for _ in range(depth):
                is_low = part[rows, feature[places]] <= bound[places]
                places = np.where(is_low, low[places], high[places])
            # One tree after the other, so that the sum's last digit is the same for any number of rows.
            for leaves in value[places].T:
                total[start : start + _ROWS_AT_ONCE] += leaves
        return total

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """
        Give what each feature of one row adds to the log-odds, measured from the mean of training.

        Source:
            Saabas (2014), Interpreting random forests: each branch taken changes the mean of the leaves still to be reached.
        """
        values = [features[name] for name in self.features]
        added = [0.0] * len(values)
        for tree in self.trees:
            feature, bound, low, high, value = tree[0]
            while feature >= 0:
                branch = tree[low if values[feature] <= bound else high]
                added[feature] += branch[4] - value
                feature, bound, low, high, value = branch
        return dict(zip(self.features, added, strict=True))


@lru_cache
def _laid_out(trees: tuple[tuple[tuple[int, float, int, int, float], ...], ...]) -> tuple[Any, ...]:
    """
    Lay trees out in arrays, in which all of them are walked down at once; a leaf leads to itself.

    Returns:
        Number of the feature, bound, the two branches and value of each node, each of *Shape:* ``(n_trees * n_nodes,)``; and the
        steps from a root to its furthest leaf.
    """
    n_nodes = max(map(len, trees))
    feature, low, high = np.zeros((3, len(trees) * n_nodes), dtype=np.intp)
    bound, value = np.zeros((2, len(trees) * n_nodes))
    low[:] = high[:] = np.arange(len(low))
    depth = 0
    for number, tree in enumerate(trees):
        levels = [0] * len(tree)
        for place, node in enumerate(tree):
            own = number * n_nodes + place
            value[own] = node[4]
            if node[0] >= 0:
                feature[own], bound[own] = node[:2]
                low[own], high[own] = (number * n_nodes + branch for branch in node[2:4])
                levels[node[2]] = levels[node[3]] = levels[place] + 1
        depth = max(depth, *levels)
    return feature, bound, low, high, value, depth


def probability_of(log_odds: Floats) -> Floats:
    """
    Turn log-odds into probabilities, in (0, 1).

    *Shape:* as given.
    """
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0))))


SEMANTIC_FEATURES = (
    "coverage_short",
    "coverage_long",
    "strength_short",
    "strength_long",
    "opening_short",
    "opening_long",
    "mutual",
    "mutual_strength",
    "order",
    "nearness",
    "title",
    "has_title",
    "numbers",
    "has_numbers",
    "number_conflict",
    "figures",
    "has_figures",
    "names",
    "has_names",
    "length_ratio",
)
ONE_LANGUAGE_FEATURES = (
    *SEMANTIC_FEATURES,
    "same",
    "containment_short",
    "containment_long",
    "words",
    "long_shingles",
    "opening_words",
    "title_words",
    "has_title_words",
    "word_conflict",
    "accord",
    "has_accord",
)
RELEASE_FEATURES: Mapping[str, tuple[str, ...]] = {
    "title_words": ("exchanged_headline_conflict", "headline_conflict"),
    "word_conflict": ("exchanged_word_conflict", "dateline_conflict"),
}
"""What is weighed between releases in place of some features: a sender fills in one text for the next place, quarter or product.
Brier score on the judged press releases, mean of six partings into folds: 0.0690 without, 0.0607 with the datelines, 0.0584 with
the exchanged words too, 0.0557 with the headlines' numbers and months and 0.0528 with all."""
RENDERING_FEATURES = ("mutual", "unevenness", "length_ratio")
"""What tells two renderings of one original from a revision. Share named right on wmt22 / ntrex / versions / onestop, trained
on all four: 0.980 / 0.962 / 0.970 / 0.878, on the other three: 0.972 / 0.916 / 0.924 / 0.798. In an earlier trial seven
features gave 0.987 / 0.982 / 0.990 / 0.969, but 0.646 / 0.920 / 0.959 / 0.836 on the corpus left out: more features learn
the corpus."""
WORDING_FEATURES = (
    "opening_words",
    "title_words",
    "has_title_words",
    "word_conflict",
    "accord",
    "has_accord",
    "containment_short",
    "containment_long",
    "words",
    "long_shingles",
    "numbers",
    "has_numbers",
    "number_conflict",
    "figures",
    "has_figures",
    "names",
    "has_names",
    "length_ratio",
)


def features_of(table: EvidenceTable) -> dict[str, Floats]:
    """
    Give the features that the regressions weigh, each of *Shape:* ``(n_pairs,)``.

    The sides are told apart by length, so that a pair's probability does not depend on which one is called left; what is absent
    is 0 with its ``has_`` feature 0 too.
    """
    is_left_short = table.length_ratio <= 1.0
    features: dict[str, Floats] = {}
    for name in ("coverage", "strength", "opening", "containment"):
        left, right = getattr(table, f"{name}_left"), getattr(table, f"{name}_right")
        # Of two texts of one length neither is the shorter one: each counts half.
        is_level, mean = table.length_ratio == 1.0, (left + right) / 2
        features[f"{name}_short"] = np.where(is_level, mean, np.where(is_left_short, left, right))
        features[f"{name}_long"] = np.where(is_level, mean, np.where(is_left_short, right, left))
    for name in ("mutual", "mutual_strength", "order", "same", "nearness", "words", "long_shingles"):
        features[name] = getattr(table, name)
    for name in ("title", "numbers", "names", "accord", "figures"):
        values = getattr(table, name)
        features[name] = np.nan_to_num(values, nan=0.0)
        features[f"has_{name}"] = (~np.isnan(values)).astype(np.float64)
    conflict = np.clip(1.0 - features["numbers"] / FEW_NUMBERS, 0.0, 1.0) * np.minimum(table.n_numbers / ENOUGH_NUMBERS, 1.0)
    features["number_conflict"] = np.where(features["has_numbers"] > 0.0, conflict, 0.0)
    # One side's opening in the other suffices, as of an update that has the first report below its news.
    openings = np.fmax(table.opening_words_left, table.opening_words_right)
    features["opening_words"] = np.nan_to_num(openings, nan=0.0)
    titles = np.minimum(table.title_words_left, table.title_words_right)
    features["has_title_words"] = (~np.isnan(titles)).astype(np.float64)
    features["title_words"] = np.nan_to_num(titles, nan=0.0)
    own_words = np.nan_to_num(np.minimum(table.own_word_left, table.own_word_right), nan=0.0)
    features["word_conflict"] = np.log1p(own_words)
    # Where two texts have one wording, what the headlines and the texts do not share was put in place of something else.
    wording = np.minimum(table.containment_left, table.containment_right)
    features["exchanged_word_conflict"] = features["word_conflict"] * wording
    features["exchanged_headline_conflict"] = (features["has_title_words"] - features["title_words"]) * wording
    features["headline_conflict"] = np.nan_to_num(table.headline_conflict, nan=0.0)
    features["dateline_conflict"] = (np.nan_to_num(table.datelines_apart, nan=0.0) > DATELINES_MAX_DAYS).astype(np.float64)
    features["length_ratio"] = np.minimum(table.length_ratio, 1.0 / table.length_ratio)
    features["lead"] = np.clip(score(table) - table.rival, -1.0, MAX_LEAD)
    features["edge"] = np.clip(table.alone - table.rival_alone, -1.0, MAX_LEAD)
    return features


def features_of_releases(names: Sequence[str]) -> tuple[str, ...]:
    """Give what is weighed between releases where these features are weighed between other texts."""
    return tuple(one for name in names for one in RELEASE_FEATURES.get(name, (name,)))


def score(table: EvidenceTable) -> Floats:
    """
    Give the similarity of each pair, in [0, 1]: the mean of coverage and mutual share, or of containment without vectors.

    *Shape:* ``(n_pairs,)``
    """
    aligned = ((table.coverage_left + table.coverage_right) / 2 + table.mutual) / 2
    worded = (table.containment_left + table.containment_right) / 2
    return np.where(table.space >= 0, np.where(table.is_one_language, np.maximum(aligned, worded), aligned), worded)


def judge(table: EvidenceTable, encoders: Sequence[str]) -> Floats:
    """
    Give each pair's probability of being versions of one article.

    Args:
        table: The evidence, rivals included.
        encoders: Names of the batch's spaces.

    Returns:
        *Shape:* ``(n_pairs,)``, in (0, 1).
    """
    return _judge(table, encoders, "")


def judge_alone(table: EvidenceTable, encoders: Sequence[str]) -> Floats:
    """
    Do the same before the rivals are known, to tell which pairs are rivals and which are versions of each other.

    *Shape:* ``(n_pairs,)``, in (0, 1).
    """
    return _judge(table, encoders, " alone")


def _judge(table: EvidenceTable, encoders: Sequence[str], suffix: str) -> Floats:
    models = load_models()
    features = features_of(table)
    probabilities = np.zeros(len(table))
    for kind, rows in kinds_of_comparison(table, encoders).items():
        part = {name: values[rows] for name, values in features.items()}
        log_odds = models[kind + suffix].log_odds(part) + DECLARED_LOG_ODDS * table.declared[rows]
        probabilities[rows] = probability_of(log_odds)
    return probabilities


def kinds_of_comparison(table: EvidenceTable, encoders: Sequence[str]) -> dict[str, NDArray[np.intp]]:
    """
    Tell which model judges which rows; an encoder without one of its own is judged as ``use``.

    The kinds are ``wording``, ``<encoder> across languages``, ``<encoder> in one language``, and the first and the last of these
    ``between releases``, where a model was learned for that.
    """
    models = load_models()
    shipped = {name.split(" ")[0] for name in models} | {"use"}
    kinds: dict[str, NDArray[np.intp]] = {}
    for space, encoder in ((-1, "wording"), *enumerate(encoders)):
        known = encoder if encoder in shipped else "use"
        for is_one_language in (False, True):
            for are_releases in (False, True):
                rows = np.flatnonzero(
                    (table.space == space) & (table.is_one_language == is_one_language) & ((table.releases > 0.0) == are_releases)
                )
                kind = kind_of_comparison(known, is_one_language=is_one_language, are_releases=are_releases)
                if kind not in models:
                    kind = kind_of_comparison(known, is_one_language=is_one_language)
                kinds[kind] = np.union1d(kinds[kind], rows) if kind in kinds else rows
    return {kind: rows for kind, rows in kinds.items() if len(rows)}


def kind_of_comparison(source: str, *, is_one_language: bool, are_releases: bool = False) -> str:
    """Name the model that judges pairs aligned by an encoder, or compared by ``wording``."""
    if is_one_language and are_releases:
        return f"{source} between releases"
    if source == "wording":
        return source
    return f"{source} in one language" if is_one_language else f"{source} across languages"


@cache
def load_models() -> dict[str, Model]:
    """Load the shipped models by name."""
    text = (importlib.resources.files("detector.similarity") / "models.json").read_text(encoding="utf-8")
    return {name: _read_model(model) for name, model in json.loads(text).items()}


def _read_model(model: dict[str, Any]) -> Model:
    if "trees" in model:
        trees = tuple(
            tuple((int(f), float(b), int(low), int(high), float(v)) for f, b, low, high, v in tree) for tree in model["trees"]
        )
        return BoostedTrees(features=tuple(model["features"]), intercept=model["intercept"], trees=trees)
    return Logistic(
        features=tuple(model["features"]),
        weights=tuple(model["weights"]),
        means=tuple(model["means"]),
        intercept=model["intercept"],
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedPairs:
    """What each pair is called; every array has *Shape:* ``(n_pairs,)``."""

    relations: tuple[Relation | None, ...]
    """``None`` where the two have nothing to do with each other."""
    excerpt_side: NDArray[np.intp]
    """0 where the left side is an excerpt of the right one, 1 where the right is one of the left, else -1."""
    wording: Floats
    verbatim: Floats
    """As in ``WordingDetail``; 0 where not compared."""
    passages: Mapping[int, list[AlignedPassage]]
    """Of each row that was compared."""


def name_relations(batch: Batch, table: EvidenceTable, probabilities: Floats, min_probability: float) -> NamedPairs:
    """
    Name the relation of each pair.

    Pairs below ``min_probability`` are ``related`` where their mean vectors are near, else nothing; the others are named by their
    languages and their wording.
    """
    is_version = probabilities >= min_probability
    wording, verbatim, unevenness = np.zeros((3, len(table)))
    words = body_words(batch.articles)
    passages: dict[int, list[AlignedPassage]] = {}
    for row in np.flatnonzero(is_version & table.is_one_language).tolist():
        left, right = table.pairs[row].tolist()
        passages[row] = match_pair(batch, int(table.space[row]), left, right)
        detail = compare_wording(batch, int(table.space[row]), left, right, words, passages=passages[row])
        wording[row], verbatim[row], unevenness[row] = detail.wording, detail.verbatim, detail.unevenness
    features = features_of(table) | {"unevenness": unevenness}
    signs = np.zeros(len(table), dtype=bool)
    signs[is_version] = [
        any(has_translation_sign(batch.articles[row]) for row in pair) for pair in table.pairs[is_version].tolist()
    ]
    is_rendering = load_models()["rendering"].log_odds(features) + TRANSLATION_SIGN_LOG_ODDS * signs >= 0.0
    excerpt_side = find_excerpts(table)
    relations: list[Relation | None] = []
    contents = batch.fingerprints.contents
    for row, (left, right) in enumerate(table.pairs.tolist()):
        relation: Relation | None
        if not is_version[row]:
            is_near = table.space[row] >= 0 and table.nearness[row] >= RELATED_MIN_NEARNESS
            relation = Relation.RELATED if is_near else None
        elif not table.is_one_language[row]:
            relation = Relation.TRANSLATION
        elif contents[left] == contents[right]:
            relation = Relation.IDENTICAL
        elif wording[row] >= NEAR_DUPLICATE_MIN_WORDING:
            relation = Relation.NEAR_DUPLICATE
        elif excerpt_side[row] >= 0:
            relation = Relation.EXCERPT
        else:
            relation = Relation.RETRANSLATION if is_rendering[row] else Relation.REVISION
        relations.append(relation)
    excerpt_side[[relation is not Relation.EXCERPT for relation in relations]] = -1
    return NamedPairs(
        relations=tuple(relations), excerpt_side=excerpt_side, wording=wording, verbatim=verbatim, passages=passages
    )


def have_one_body(batch: Batch, table: EvidenceTable) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """
    Tell of which pairs the bodies are equal, and of which of these a body is an article and not what a sender puts below all.

    *Shape:* ``(n_pairs,)`` each.
    """
    left, right = table.pairs.T
    contents = batch.fingerprints.contents
    headlines = np.minimum(table.title_words_left, table.title_words_right)
    is_article = ~((batch.measures.lengths[left] < ARTICLE_MIN_LENGTH) & (headlines < SAME_HEADLINE_MIN_WORDS))
    return contents[left] == contents[right], is_article


def find_excerpts(table: EvidenceTable) -> NDArray[np.intp]:
    """
    Tell which side of each pair would be an excerpt of the other if the two are versions: 0 the left, 1 the right, -1 neither.

    *Shape:* ``(n_pairs,)``
    """
    features = features_of(table)
    is_excerpt = (
        table.is_one_language
        & (features["length_ratio"] <= EXCERPT_MAX_LENGTH_RATIO)
        & (features["containment_short"] >= EXCERPT_MIN_CONTAINMENT)
    )
    return np.where(is_excerpt, np.where(table.length_ratio <= 1.0, 0, 1), -1)


def has_translation_sign(article: PreparedArticle) -> bool:
    """Tell whether an article shows that it is a translation: by its wrapper, or by a headline in another language."""
    title = article.segments[0]
    is_foreign = title.in_title and title.language not in (article.language, UNDETERMINED)
    return is_foreign or (article.wrapper is not None and article.wrapper.kind == "translation")
