"""With encoders too, an index that was filled article by article gives the clusters of a scan."""

import csv
import gzip
import itertools
import json
import random
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from desk import story
from ngrams import NgramEncoder

from detector import Article, EncoderError, Index, StoreError, find_clusters, read
from detector.index.spaces import language_number
from detector.similarity.encoders import UseEncoder

ROOT = Path(__file__).parent.parent


def groups(index: Index) -> set[frozenset[str]]:
    return {frozenset(one.cluster.member_ids) for one in index.clusters()}


def scanned(articles: list[Article]) -> set[frozenset[str]]:
    return {frozenset(cluster.member_ids) for cluster in find_clusters(articles).clusters}


def fill(path: Path, articles: list[Article], step: int) -> set[frozenset[str]]:
    with Index.open(path) as index:
        for start in range(0, len(articles), step):
            index.add(articles[start : start + step])
        assert index.verify() == ()
        return groups(index)


def agreement(found: set[frozenset[str]], expected: set[frozenset[str]]) -> float:
    """Give the F1 of the pairs that share a cluster."""
    one, other = ({pair for group in some for pair in itertools.combinations(sorted(group), 2)} for some in (found, expected))
    return 2 * len(one & other) / max(len(one) + len(other), 1)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "step"), [(0, 1), (1, 1), (2, 8), (3, 64)])
def test_the_samples_come_in_any_order_to_the_clusters_of_a_scan(tmp_path, seed, step):
    """The samples in 22 languages, one by one or in batches, in whatever order, stand as a scan has them; rebuilt, too."""
    articles = list(read(ROOT / "samples"))
    expected = scanned(articles)
    random.Random(seed).shuffle(articles)
    path = tmp_path / "desk.index"

    assert fill(path, articles, step) == expected
    if step == 64:
        with Index.open(path) as index:
            index.rebuild()
            assert groups(index) == expected
            assert index.verify() == ()


def corpus(folder: Path, languages: frozenset[str], n_groups: int) -> list[Article]:
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not languages or row["language"] in languages]
    chosen = set(sorted({row["group"] for row in rows})[:n_groups])
    wanted = {row["id"] for row in rows if row["group"] in chosen}
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [Article(id=one["id"], title=one["title"], text=one["text"]) for one in records if one["id"] in wanted]


SIXTEEN = frozenset(
    ("arb", "deu", "eng", "fra", "ita", "jpn", "kor", "nld", "pol", "por", "rus", "spa", "tha", "tur", "zho-CN", "zho-TW")
)


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "languages", "n_groups"), [("ntrex", SIXTEEN, 25), ("wmt22", frozenset(), 30)])
def test_on_corpora_the_index_agrees_with_a_scan(corpora, tmp_path, name, languages, n_groups):
    """Stories in 16 languages, and renderings by many hands, one at a time in any order: 0.99 of the pairs are the same."""
    articles = corpus(corpora / name, languages, n_groups)
    random.Random(0).shuffle(articles)
    found, expected = fill(tmp_path / "desk.index", articles, 1), scanned(articles)

    assert agreement(found, expected) >= 0.99


class Impostor(NgramEncoder):
    """What takes itself for use: as many numbers, other ones."""

    name = "use"
    languages = UseEncoder.languages

    def __init__(self, turned: int = 0) -> None:
        self.turned = turned

    def encode(self, texts):
        return np.roll(np.tile(super().encode(texts), 2), self.turned, axis=1) / np.float32(2**0.5)


def test_vectors_of_an_earlier_schema_are_found_as_before(tmp_path):
    """An index whose cells held search codes, as in schema 2, is brought to the present one with every vector."""
    path = tmp_path / "desk.index"
    with Index.open(path, encoders=[Impostor()]) as index:
        index.add([story(number, version) for number in range(6) for version in range(2)])
        question = index._spaces.search_code(0, index._near.load([1])[1].codes[0])
        before = index._spaces.nearest(0, question, None)
        held = index._store.run("SELECT a.number, a.day, p.cell, p.code FROM places p JOIN articles a ON a.number = p.number")
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP TABLE cells; DROP TABLE places; PRAGMA user_version = 2;"
        "CREATE TABLE cells (space INTEGER, cell INTEGER, chunk INTEGER, data BLOB NOT NULL, PRIMARY KEY (space, cell, chunk));"
        "CREATE TABLE places (space INTEGER, number INTEGER, cell INTEGER, PRIMARY KEY (space, number)) WITHOUT ROWID;"
    )
    for number, day, cell, code in held:
        head = np.array([(number, day, language_number("en"))], dtype=[("number", "<i8"), ("day", "<i4"), ("language", "<u2")])
        connection.execute("INSERT INTO cells VALUES (0, ?, ?, ?)", (cell, number, head.tobytes() + code))
        connection.execute("INSERT INTO places VALUES (0, ?, ?)", (number, cell))
    connection.commit()
    connection.close()
    with Index.open(path, encoders=[Impostor()]) as index:
        assert index.verify() == ()
        after = index._spaces.nearest(0, question, None)

    assert len(held) > 8
    assert (after.numbers.tolist(), after.cosines.tolist()) == (before.numbers.tolist(), before.cosines.tolist())


def test_a_search_of_some_cells_finds_the_nearest(tmp_path, monkeypatch):
    """Where an index holds more vectors than a search compares, those nearest to a question are found all the same."""
    path = tmp_path / "desk.index"
    with Index.open(path, encoders=[Impostor()]) as index:
        index.add([story(number) for number in range(48)])
        code = index._spaces.search_code(0, index._near.load([7])[7].codes[0])
        near = index._spaces.nearest(0, code, None, n=1)
        monkeypatch.setattr("detector.index.sqlite.PROBED_VECTORS", 12)

        assert len(index._store._probe(0, index._spaces.codec(0).cells(code[None])[0].tolist())) < 48
        assert index._spaces.nearest(0, code, None, n=1).numbers.tolist() == near.numbers.tolist() == [7]


def test_articles_find_in_a_batch_what_each_finds_alone(tmp_path, monkeypatch):
    """What is worth comparing with an article does not depend on those that are looked at with it, whatever is read once."""
    monkeypatch.setattr("detector.index.neighbourhood.MAX_NEAR", 4)
    monkeypatch.setattr("detector.index.neighbourhood._ROUGH_AT_ONCE", 5)
    with Index.open(tmp_path / "desk.index", encoders=[Impostor()]) as index:
        index.add([story(number, version) for number in range(12) for version in range(2)])
        members = list(index._near.load(range(1, 25)).values())
        alone = [index._near.candidates([member], None)[0] for member in members]
        with index._store.transaction(writing=True):
            together = index._near.candidates(members, None)

    assert len(members) == 24
    assert together == alone
    assert all(4 <= len(found) < 23 for found, _ in alone)


def test_vectors_of_another_encoder_are_refused(tmp_path):
    """An index is not asked with vectors of another kind than it was filled with; nothing is changed."""
    path = tmp_path / "desk.index"
    text = "Beekeepers around Evora have counted 9,300 hives, a fifth more than three years ago. Late rains have helped."
    with Index.open(path, encoders=[Impostor(0)]) as index:
        index.add(Article(id="bees", text=text))
    before = path.read_bytes()
    with Index.open(path, encoders=[Impostor(3)]) as index, pytest.raises(StoreError, match="with the encoder"):
        index.add(Article(id="bees again", text=text))
    assert path.read_bytes() == before
    with Index.open(path, encoders=[Impostor(0)]) as index:
        assert [match.other_id for match in index.match(Article(id="copy", text=text))] == ["bees"]
    with (
        Index.open(tmp_path / "other", encoders=[NgramEncoder()]) as index,
        pytest.raises(EncoderError, match="must have a background shipped"),
    ):
        index.add(Article(id="bees", text=text))
