"""How right a run is: the measures against sums done by hand, brute force and scikit-learn, and the command that shows them."""

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared, related
from sklearn.metrics import pair_confusion_matrix
from test_cli import FLOOD, OPERA, call, error_line

from detector.datatypes import Cluster, DetectionResult, PreparedArticle, Relation
from detector.errors import InputError, SettingsError
from detector.evaluation.corpus import evaluate, evaluate_corpus
from detector.evaluation.counting import bcubed, calibrate, count_clusters, count_pairs
from detector.evaluation.gold import GOLD_COLUMNS, GoldArticle, choose, expected_relations, read_gold, short_code
from detector.measures import Chosen, Evaluation, MistakeKind, PairCounts
from detector.pipeline import Audit
from detector.reporting.evaluation import evaluation_to_json
from detector.settings import Settings

SAMPLES = Path(__file__).parent.parent / "samples"

two_labellings = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40).map(
    lambda labels: tuple(np.array(side, dtype=np.intp) for side in zip(*labels, strict=True))
)
"""What each of some articles is in the gold, and where it was put."""


def labels(text: str) -> np.ndarray:
    """Give each article the number of its letter."""
    return np.array([ord(letter) - ord("a") for letter in text], dtype=np.intp)


# Five articles of two groups; one of the second was put with the first.
GROUP, CLUSTER = labels("aaabb"), labels("aaaab")


def test_pairs_are_counted_as_by_hand():
    """Three pairs of the first group and one of the second are true; of the six found, three are right."""
    assert count_pairs(GROUP, CLUSTER) == PairCounts(n_true=4, n_found=6, n_right=3)
    assert count_pairs(GROUP, CLUSTER).precision == 0.5
    assert count_pairs(GROUP, CLUSTER).recall == 0.75
    assert count_pairs(GROUP, CLUSTER).f1 == 0.6


def test_pairs_within_a_language_are_those_that_agree_in_it():
    """Of the first group two articles are in one language, and the stray one is in that language too."""
    assert count_pairs(GROUP, CLUSTER, labels("aabab")) == PairCounts(n_true=1, n_found=3, n_right=1)


def test_bcubed_is_averaged_over_the_articles_as_by_hand():
    """Three articles have 3 of 4 of their cluster right, one has 1 of 4, one has all; two have half of their group."""
    measured = bcubed(GROUP, CLUSTER)

    assert measured.precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 1) / 5)
    assert measured.recall == pytest.approx((3 * 1 + 2 * 1 / 2) / 5)
    assert measured.f1 == pytest.approx(2 * 0.7 * 0.8 / (0.7 + 0.8))


@given(two_labellings)
def test_pairs_are_counted_as_scikit_learn_does(labelling):
    """Its pair confusion matrix counts each pair twice."""
    group, cluster = labelling
    (_, false), (missed, right) = pair_confusion_matrix(group, cluster) // 2
    counted = count_pairs(group, cluster)

    assert (counted.n_right, counted.n_found - counted.n_right, counted.n_true - counted.n_right) == (right, false, missed)


@given(two_labellings)
def test_bcubed_is_what_its_definition_says(labelling):
    """Article by article, as Bagga and Baldwin define it."""
    group, cluster = labelling
    with_group = [set(np.flatnonzero(group == own)) for own in group]
    with_cluster = [set(np.flatnonzero(cluster == own)) for own in cluster]
    both = [len(true & found) for true, found in zip(with_group, with_cluster, strict=True)]
    measured = bcubed(group, cluster)

    assert measured.precision == pytest.approx(np.mean([n / len(one) for n, one in zip(both, with_cluster, strict=True)]))
    assert measured.recall == pytest.approx(np.mean([n / len(one) for n, one in zip(both, with_group, strict=True)]))


@given(two_labellings)
def test_wrong_merges_and_split_groups_are_what_a_search_finds(labelling):
    """Cluster by cluster and group by group; every second article reports one event."""
    group, cluster = labelling
    event = np.where(group % 2 == 0, 0, 1 + np.arange(len(group)))
    mixed = [one for one in np.unique(cluster) if len(set(group[cluster == one])) > 1]
    pairs = list(combinations(range(len(group)), 2))
    in_event = [(left, right) for left, right in pairs if event[left] == event[right] and group[left] != group[right]]
    joined = [(left, right) for left, right in in_event if cluster[left] == cluster[right]]
    counted = count_clusters(group, cluster, event)

    assert counted.n_wrong_merges == len(mixed)
    assert counted.n_wrongly_merged_articles == np.isin(cluster, mixed).sum()
    assert counted.n_split_groups == sum(len(set(cluster[group == one])) > 1 for one in np.unique(group))
    assert counted.n_clusters == sum((cluster == one).sum() > 1 for one in np.unique(cluster))
    assert counted.n_groups == sum((group == one).sum() > 1 for one in np.unique(group))
    assert (counted.n_pairs_in_event, counted.n_false_pairs_in_event) == (len(in_event), len(joined))
    assert counted.n_wrong_merges_in_event == len({cluster[left] for left, _ in joined})


@given(two_labellings)
def test_the_gold_itself_is_perfect(labelling):
    """Whatever the groups are, to find just them is 1.0 in all, and nothing is wrong."""
    group, _ = labelling
    counted, clusters = count_pairs(group, group), count_clusters(group, group, np.zeros_like(group))

    assert counted.n_true == counted.n_found == counted.n_right
    assert counted.f1 in (1.0, None)
    assert bcubed(group, group).f1 == 1.0
    assert (clusters.n_wrong_merges, clusters.n_split_groups, clusters.n_false_pairs_in_event) == (0, 0, 0)


def test_all_in_one_cluster_has_full_recall_and_little_precision():
    """A hundred groups of two in one cluster: every true pair is there, among 199 times as many."""
    group = np.repeat(np.arange(100), 2)
    counted = count_pairs(group, np.zeros(200, dtype=np.intp))

    assert counted.recall == 1.0
    assert counted.precision == pytest.approx(1 / 199)
    assert bcubed(group, np.zeros(200, dtype=np.intp)).precision == pytest.approx(0.01)


def test_a_measure_of_nothing_is_none_and_not_perfect():
    """Where no two articles are versions and none were joined, there is no precision to boast of."""
    alone = count_pairs(np.arange(5), np.arange(5))

    assert (alone.precision, alone.recall, alone.f1) == (None, None, None)


def test_the_reliability_table_and_the_brier_score_are_as_by_hand():
    """Four judged pairs in three bins; 1.0 is in the last bin."""
    measured = calibrate(np.array([0.05, 0.62, 0.68, 1.0]), np.array([False, True, False, True]), 0.5)
    by_low = {one.low: one for one in measured.bins}

    assert measured.brier_score == pytest.approx((0.05**2 + 0.38**2 + 0.68**2) / 4)
    assert measured.brier_score_reported == pytest.approx((0.38**2 + 0.68**2) / 3)
    assert [one.n_pairs for one in measured.bins] == [1, 0, 0, 0, 0, 0, 2, 0, 0, 1]
    assert (by_low[0.6].mean_probability, by_low[0.6].share_true) == (pytest.approx(0.65), 0.5)
    assert (by_low[0.1].mean_probability, by_low[0.1].share_true) == (None, None)
    assert [(one.probability, one.n_pairs, one.precision) for one in measured.at_least] == [
        (0.5, 3, pytest.approx(2 / 3)),
        (0.9, 1, 1.0),
        (0.99, 1, 1.0),
    ]


@pytest.mark.parametrize("truth", [True, False])
def test_pairs_that_are_all_true_or_all_false_are_calibrated_too(truth):
    """A corpus may have no false candidate, or no true one; or none at all."""
    assert calibrate(np.array([0.9, 0.8]), np.array([truth, truth]), 0.5).brier_score is not None
    assert calibrate(np.empty(0), np.empty(0, dtype=bool), 0.5).brier_score is None


def gold(id: str, group: str = "g", version: str = "", language: str = "en", event: str = "", **others: str) -> GoldArticle:
    relations = {other: Relation(name) for other, name in others.items()}
    return GoldArticle(id=id, group=group, version=version, language=language, event=event, relations=relations)


REWORDED, REWORKED = "identical near_duplicate retranslation", "identical near_duplicate revision excerpt"


@pytest.mark.parametrize(
    ("left", "right", "names"),
    [
        (gold("a", b="excerpt", language="de"), gold("b"), "excerpt"),
        (gold("a"), gold("b", a="revision"), "revision"),
        (gold("a", version="deu", language="deu"), gold("b", version="eng", language="eng"), "translation"),
        (gold("a", version="src:", language="de"), gold("b", version="ref:A"), "translation"),
        (gold("a", version="hyp:Online-B"), gold("b", version="ref:A"), REWORDED),
        (gold("a", version="deu-ar", language="deu"), gold("b", version="deu", language="deu"), REWORDED),
        (gold("a", version="zho-CN", language="zho-CN"), gold("b", version="zho-TW", language="zho-TW"), REWORDED),
        (gold("a", version="001"), gold("b", version="007"), REWORKED),
        (gold("a", version="adv"), gold("b", version="ele"), REWORKED),
        (gold("a", version="ref:A"), gold("b", version="corrected"), REWORKED),
        (gold("a", version="first", language=""), gold("b", version="second", language="de"), REWORKED),
    ],
)  # fmt: skip
def test_which_names_are_right_follows_from_the_gold(left, right, names):
    """First what is said of the pair, then the languages, then what the version labels mean; either way round."""
    assert " ".join(expected_relations(left, right)) == names
    assert expected_relations(right, left) == expected_relations(left, right)


def test_codes_of_three_letters_and_of_regions_are_those_that_detector_tells():
    """What has no shorter code stays what it is."""
    codes = "deu zho-CN yue srp-Cyrl ckb-Arab prs fil nob pt-BR nso en"

    assert " ".join(map(short_code, codes.split())) == "de zh zh sr ckb fa tl no pt nso en"


def audited(
    articles: Sequence[PreparedArticle],
    clusters: Sequence[str],
    judged: Mapping[tuple[str, str], float],
    named: Mapping[tuple[str, str], Relation],
) -> Audit:
    """Make what a run could have found; the pairs that are named are reported."""
    ids = [article.id for article in articles]
    probabilities = np.array(list(judged.values()))

    def explain(row: int, relation: Relation = Relation.RELATED):
        left, right = list(judged)[row]
        return related(left, right, relation, probability=probabilities[row])

    result = DetectionResult(
        articles=tuple(articles),
        pairs=tuple(explain(list(judged).index(pair), relation) for pair, relation in named.items()),
        clusters=tuple(Cluster(id=members[0], lead_id=members[0], member_ids=tuple(members)) for members in clusters),
        skipped=(),
        settings=Settings(),
    )
    pairs = np.array([[ids.index(left), ids.index(right)] for left, right in judged], dtype=np.intp).reshape(-1, 2)
    return Audit(result=result, pairs=pairs, probabilities=probabilities, explain=explain)


CHOSEN = Chosen(
    corpus="made",
    languages=(),
    sample=None,
    n_gold=7,
    n_gold_groups=3,
    n_articles=7,
    n_groups=3,
    n_languages=3,
    n_events=1,
    missing_ids=(),
    n_without_gold=0,
    skipped=(),
    unread=(),
)
GOLD = (
    gold("a", "flood", "first", "eng", "e"),
    gold("b", "flood", "second", "eng", "e"),
    gold("c", "flood", "de", "deu", "e"),
    gold("d", "opera", "first", "eng", "e"),
    gold("e", "opera", "fr", "fra", "e"),
    gold("f", "storm", "first", "eng"),
    gold("g", "storm", "second", "eng"),
)


@pytest.fixture
def evaluation() -> Evaluation:
    """Measure a run that joined a, b and d, named b wrongly, took c for Dutch, missed all else, and could not judge g."""
    languages = {"a": "en", "b": "en", "c": "nl", "d": "en", "e": "fr", "f": "en"}
    articles = [prepared(id, f"The text of {id}.", title=f"Title {id}", language=code) for id, code in languages.items()]
    judged = {("a", "b"): 0.97, ("a", "c"): 0.3, ("a", "d"): 0.93, ("b", "c"): 0.4, ("b", "d"): 0.95, ("c", "f"): 0.6}
    named = {("a", "b"): Relation.RETRANSLATION, ("a", "d"): Relation.REVISION, ("c", "f"): Relation.TRANSLATION}
    found = audited(articles, ["abd"], judged, named)
    return evaluate(GOLD, {article.id: article.article for article in articles}, found, chosen=CHOSEN, n_worst=9)


def test_a_run_is_measured_as_by_hand(evaluation):
    """Of five true pairs the one in one language was found, with two false ones."""
    assert evaluation.pairs == PairCounts(n_true=5, n_found=3, n_right=1)
    assert evaluation.in_one_language == PairCounts(n_true=2, n_found=3, n_right=1)
    assert evaluation.across_languages == PairCounts(n_true=3, n_found=0, n_right=0)
    assert evaluation.clusters.n_false_pairs_in_event == 2
    assert evaluation.clusters.n_split_groups == 3
    assert (evaluation.names.n_named, evaluation.names.accuracy, evaluation.names.n_unnamed) == (1, 0.0, 0)


def test_languages_are_measured_worst_first(evaluation):
    """German and French found nothing; a pair counts for both its languages; the languages of each pair stand in order."""
    by_language = {one.language: (one.n_articles, one.pairs) for one in evaluation.by_language}
    by_pair = {(one.left_language, one.right_language): one.pairs for one in evaluation.by_language_pair}

    assert [one.language for one in evaluation.by_language] == ["deu", "fra", "eng"]
    assert by_language["eng"] == (5, PairCounts(n_true=5, n_found=3, n_right=1))
    assert by_language["deu"] == (1, PairCounts(n_true=2, n_found=0, n_right=0))
    assert by_pair == {
        ("deu", "eng"): PairCounts(n_true=2, n_found=0, n_right=0),
        ("eng", "fra"): PairCounts(n_true=1, n_found=0, n_right=0),
        ("eng", "eng"): PairCounts(n_true=2, n_found=3, n_right=1),
    }
    assert [(one.gold, one.found, one.n_articles) for one in evaluation.language_mistakes] == [("deu", "nl", 1)]


def test_mistakes_are_told_once_and_worst_first(evaluation):
    """Two false pairs of one merge are one mistake, shown by the more probable; what was never compared is the worst miss."""
    told = {
        mistakes.kind: [(one.left.id, one.right.id, one.pair and one.pair.probability, one.n_pairs) for one in mistakes.worst]
        for mistakes in evaluation.mistakes
    }

    assert told[MistakeKind.WRONG_MERGE] == [("b", "d", 0.95, 2)]
    assert told[MistakeKind.FALSE_PAIR] == [("c", "f", 0.6, 1)]
    assert told[MistakeKind.MISSED] == [("d", "e", None, 1), ("f", "g", None, 1), ("b", "c", 0.4, 2)]
    assert told[MistakeKind.MISNAMED] == [("a", "b", 0.97, 1)]
    assert all(mistakes.n_all == len(mistakes.worst) for mistakes in evaluation.mistakes)


def test_the_json_of_an_evaluation_is_whole_and_the_same_each_time(evaluation):
    """Each mistake has both sides and the pair's evidence as a scan writes it."""
    written = json.loads(evaluation_to_json(evaluation))
    (merge,) = written["wrong_merges"]

    assert evaluation_to_json(evaluation) == evaluation_to_json(evaluation)
    assert written["schema_version"] == 1
    assert written["pairwise"]["all"] == {"precision": 0.333333, "recall": 0.2, "f1": 0.25, "true": 5, "found": 3, "right": 1}
    assert written["mistakes"] == {"wrong_merges": 1, "false_pairs": 1, "missed": 3, "misnamed": 1}
    assert [side["title"] for side in merge["sides"]] == ["Title b", "Title d"]
    assert (merge["event"], merge["reported"], merge["pair"]["probability"]) == ("e", False, 0.95)
    assert "evidence" in merge["pair"]
    assert written["missed"][1]["sides"][1]["found_language"] is None


def write_corpus(folder: Path, texts: Mapping[str, Sequence[str]], rows: Sequence[Sequence[str]], columns=GOLD_COLUMNS) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [json.dumps({"id": id, "title": "", "text": "\n\n".join(text)}) for id, text in texts.items()]
    (folder / "articles.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    with (folder / "gold.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return folder


TEXTS = {"1": FLOOD, "2": (*FLOOD[:4], "It may rain again."), "3": OPERA, "4": ("Only three words",), "9": OPERA}
ROWS = (
    ("1", "flood", "001", "en", ""),
    ("2", "flood", "002", "en", ""),
    ("3", "opera", "001", "en", ""),
    ("4", "opera", "002", "en", ""),
    ("5", "opera", "003", "en", ""),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Write a corpus of two versions, another article and its short one, one without gold and one that is missing."""
    return write_corpus(tmp_path / "corpus", TEXTS, ROWS)


def test_a_corpus_of_packed_lines_is_measured_and_what_is_odd_about_it_is_told(corpus, tmp_path):
    """The short article counts as alone, the missing one and the one without gold are left out, and all three are told."""
    result = call("evaluate", corpus, "--no-translations", "--quiet", "--json", tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert "corpus: 4 articles in 2 groups, 1 language." in result.stdout
    assert "1 id of the gold without an article, left out: 5." in result.stdout
    assert "1 article without gold, left out." in result.stdout
    assert "4: an article must have at least 10 words" in result.stdout
    assert written["pairwise"]["all"] == {"precision": 1.0, "recall": 0.5, "f1": 0.666667, "true": 2, "found": 1, "right": 1}
    assert written["missed"][0]["pair"] is None
    assert (written["missing"], [one["path"] for one in written["skipped"]]) == (["5"], ["4"])
    assert str(tmp_path) not in json.dumps(written)


def test_the_samples_are_a_corpus_of_files():
    """Ids are paths below the folder, or a record's own; the gold names each relation; only the README's picture is left out."""
    result = call("evaluate", SAMPLES, "--no-translations", "--quiet", "--errors", "2", "--json", "-")
    written = json.loads(result.stdout)

    assert result.exit_code == 0, result.output
    assert written["corpus"]["articles"] == written["corpus"]["articles_in_gold"] > 50
    assert (written["missing"], written["skipped"]) == ([], [])
    assert [unread["path"] for unread in written["unread"]] == ["report.png"]
    assert written["pairwise"]["in_one_language"]["recall"] > 0.5
    assert {tuple(one["expected"]) for one in written["confusion"]} >= {("identical",), ("near_duplicate",), ("revision",)}
    assert len(written["missed"]) == 2 < written["mistakes"]["missed"]


def test_a_report_on_the_terminal_shows_the_measures_and_the_mistakes():
    """A reader sees what was measured, how right it was, and why the worst of it is wrong."""
    result = call("evaluate", SAMPLES, "--no-translations", "--errors", "1")

    assert result.exit_code == 0, result.output
    for line in ("across languages", "BCubed", "Adjusted Rand index", "Inside one event:", "Split groups:", "Brier score:"):
        assert line in result.stdout
    assert "Translations were not looked for" in result.stdout
    assert "By pair of languages, the worst first" in result.stdout
    assert "Missed, the least probable first (1 of " in result.stdout
    assert "should be translation" in result.stdout


def test_languages_and_a_sample_choose_a_part_and_say_so():
    """Both English and German articles are there, and of their groups the same five each time."""
    options = ("--no-translations", "--quiet", "--languages", "en, deu", "--sample", "5", "--json", "-")
    first, second = call("evaluate", SAMPLES, *options), call("evaluate", SAMPLES, *options)
    written = json.loads(first.stdout)

    assert first.stdout_bytes == second.stdout_bytes
    assert written["corpus"]["groups"] == written["corpus"]["groups_asked_for"] == 5
    assert {one["language"] for one in written["languages"]} <= {"en", "de"}
    assert "This is a part: the gold has 61 articles in 36 groups." in call("evaluate", SAMPLES, *options[:-2]).stdout


def test_a_smaller_sample_is_a_part_of_a_larger_one():
    """So two runs of different sizes can be compared, and the order of the gold changes nothing."""
    rows = [gold(str(number), f"group {number // 2}") for number in range(100)]
    small, large = choose(rows, sample=5), choose(rows, sample=20)

    assert len(small) == 10
    assert {row.id for row in small} < {row.id for row in large}
    assert {row.id for row in choose(rows[::-1], sample=5)} == {row.id for row in small}
    assert len(choose(rows, sample=1000)) == 100


def test_a_language_is_asked_for_with_its_regions_or_by_one_of_them():
    """The code without a region is every region of it, in two letters or in three."""
    rows = [gold(code, language=code) for code in ("zho-CN", "zho-TW", "yue", "eng")]

    assert [row.id for row in choose(rows, ["zh"])] == ["zho-CN", "zho-TW", "yue"]
    assert [row.id for row in choose(rows, ["zho-TW", "en"])] == ["zho-TW", "eng"]


def test_an_article_that_comes_twice_is_told_and_measured_once(tmp_path):
    """The later of two records with one id is left out with a warning."""
    corpus = write_corpus(tmp_path / "corpus", {"1": FLOOD}, ROWS[:1])
    with gzip.open(corpus / "articles.jsonl.gz", "ab") as file:
        file.write(b"\n" + json.dumps({"id": "1", "text": " ".join(OPERA)}).encode())
    result = call("evaluate", corpus, "--no-translations", "--quiet")

    assert result.exit_code == 0, result.output
    assert "an id must be unique in a corpus, was there twice: 1" in result.stderr
    assert "corpus: 1 article in 1 group, 1 language." in result.stdout


def test_a_corpus_of_which_nothing_can_be_judged_is_measured_as_all_alone(tmp_path):
    """Two articles of three words each are one group that was split."""
    corpus = write_corpus(tmp_path / "corpus", {"1": ["Three short words"], "2": ["Three other words"]}, ROWS[:2])
    result = call("evaluate", corpus, "--no-translations", "--quiet")

    assert result.exit_code == 0, result.output
    assert "Split groups: 1 of 1" in result.stdout
    assert "2 articles or files of the gold skipped, and counted as found alone" in result.stdout


def test_a_file_that_cannot_be_read_counts_as_alone(tmp_path):
    """Its path is its id, so it is known which article of the gold it is."""
    (tmp_path / "whole.txt").write_text("\n\n".join(FLOOD), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "gold.csv").write_text(
        "id,group,version,language,event\nwhole.txt,flood,1,en,\nbroken.json,flood,2,en,\n", encoding="utf-8-sig"
    )
    evaluation = evaluate_corpus(tmp_path, settings=Settings(translations=False))

    assert [one.path for one in evaluation.chosen.skipped] == ["broken.json"]
    assert [one.path for one in evaluation.chosen.unread] == ["picture.png"]
    assert evaluation.pairs == PairCounts(n_true=1, n_found=0, n_right=0)


HEAD = "id,group,version,language,event"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("id,group,version\n1,a,b", "must have the columns id, group, version, language, event, was without language, event"),
        ("", "was without id, group, version, language, event"),
        (HEAD, "must have a line for each article, was: none below its first line"),
        (f"{HEAD}\n1,,x,en,", "line 2: the group must not be empty"),
        (f"{HEAD}\n1,a,x,en,\n1,b,x,en,", "line 3: an id must be there once, was there before: 1"),
        (f"{HEAD},relations\n1,a,x,en,,2:copy", "a relation must be other_id:name with a name of identical, near_duplicate"),
        (f"{HEAD},relations\n1,a,x,en,,2:revision", "a relation of 1 must name an article of the gold, was: 2"),
        (f'{HEAD}\n1,a,"x', "must be a table of comma-separated values in UTF-8, was not"),
        (f"{HEAD}\n8,a,x,en,", "must hold articles that its gold.csv names, was: none of 1"),
    ],
)
def test_gold_that_cannot_be_used_is_an_error_in_one_line(tmp_path, content, line):
    """The line says what must hold, what was found and where."""
    corpus = write_corpus(tmp_path / "corpus", {"1": FLOOD}, ())
    (corpus / "gold.csv").write_text(content, encoding="utf-8")
    result = call("evaluate", corpus, "--no-translations", "--quiet")

    assert result.exit_code == 1
    assert line in error_line(result)
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_gold_in_another_encoding_is_an_error_in_one_line(corpus):
    """A gold.csv saved as Latin-1 is refused and not misread."""
    (corpus / "gold.csv").write_bytes(f"{HEAD}\n1,flöd,x,en,".encode("latin-1"))

    with pytest.raises(InputError, match="in UTF-8, was not"):
        read_gold(corpus)


def test_a_folder_without_gold_and_a_path_without_folder_are_errors_in_one_line(tmp_path, corpus):
    """Who names the wrong folder learns which file is missing; a file is no corpus."""
    assert "a corpus must be a folder with gold.csv in it" in error_line(call("evaluate", tmp_path))
    assert "a corpus must be a folder with gold.csv in it" in error_line(call("evaluate", corpus / "gold.csv"))
    assert "a path to read must exist" in error_line(call("evaluate", tmp_path / "missing"))
    assert "no-such-folder" in error_line(call("evaluate", corpus, "--json", tmp_path / "no-such-folder" / "out"))


@pytest.mark.parametrize(
    ("option", "value", "code", "line"),
    [
        ("--sample", "0", 2, "sample must be at least 1, was: 0"),
        ("--errors", "-1", 2, "errors must be at least 0, was: -1"),
        ("--languages", "en,,de", 2, "languages must be codes parted by commas, as in en,de, was: en,,de"),
        ("--jobs", "0", 2, "jobs must be at least 1, was: 0"),
        ("--languages", "xx", 1, "languages must be some of the gold's, was: xx; it has en"),
    ],
)
def test_an_option_out_of_its_range_is_an_error_in_one_line(corpus, option, value, code, line):
    """The line says what must hold and what was found."""
    result = call("evaluate", corpus, "--quiet", option, value)

    assert (result.exit_code, result.stderr) == (code, f"detector: {line}\n")


def test_the_library_refuses_what_the_command_refuses(corpus):
    """Whoever calls the function is told the same."""
    with pytest.raises(SettingsError, match="sample must be at least 1"):
        evaluate_corpus(corpus, sample=0)


def test_a_corpus_as_large_as_the_largest_is_counted_from_tables():
    """8,162 articles in groups of 128 and half a million missed pairs take no longer than their tables."""
    group = np.repeat(np.arange(64), 128)
    rows = [
        replace(gold(f"{place:05}"), group=f"{number:03}", language=f"q{place % 128:03}") for place, number in enumerate(group)
    ]
    evaluation = evaluate(rows, {}, audited([], [], {}, {}), chosen=CHOSEN, n_worst=1)

    assert evaluation.pairs == PairCounts(n_true=64 * 128 * 127 // 2, n_found=0, n_right=0)
    assert len(evaluation.by_language_pair) == 128 * 127 // 2
    assert [mistakes.n_all for mistakes in evaluation.mistakes] == [0, 0, 64 * 128 * 127 // 2, 0]
