"""The parts of the index, each by its law: codes, records, keys, binding."""

import numpy as np
import pytest
from desk import story
from hypothesis import given
from hypothesis import strategies as st

from detector import Article, Settings
from detector.datatypes import DeclaredRelation
from detector.index.agreement import compare_answers
from detector.index.binding import bind
from detector.index.codec import COARSE_BYTES, SEGMENT_BYTES, Codec, coarse_similarities, similarities
from detector.index.keys import edge_keys, name_keys, relation_keys, shingle_keys
from detector.index.records import day_of, read_prepared, write_prepared
from detector.index.rows import COLUMNS, is_whole_row, read_rows, write_rows
from detector.index.spaces import language_number
from detector.index.store import select_nearest
from detector.ingestion.prepare import prepare
from detector.similarity.background import load_background
from detector.similarity.evidence import Batch, add_facts, add_sentences, collect_evidence, outline_evidence
from detector.similarity.facts import find_facts
from detector.similarity.fingerprint import fingerprint
from detector.similarity.relation import judge_alone, score


@pytest.mark.parametrize("encoder", ["use", "e5"])
def test_a_code_keeps_cosines_to_two_hundredths(encoder):
    """Cosines between vectors that were written in 96 bytes differ from the true ones by 0.02, as a standard deviation."""
    background = load_background(encoder)
    codec = Codec.from_bytes(Codec.fit(background).to_bytes())
    vectors = background.bank[::8]
    codes = codec.encode(vectors)
    decoded = codec.decode(codes)
    above = np.triu_indices(len(vectors), 1)

    assert codes.shape == (len(vectors), SEGMENT_BYTES)
    assert np.std((vectors @ vectors.T - decoded @ decoded.T)[above]) < 0.022
    assert np.allclose(np.linalg.norm(decoded, axis=1), 1.0, atol=1e-5)
    searched = codec.search_codes(decoded)
    assert np.std(similarities(searched, searched[0])[1:] - (vectors[1:] @ vectors[0])) < 0.06


@pytest.mark.parametrize("encoder", ["use", "e5"])
@pytest.mark.parametrize("n_axes", [1, 60, 192, 1000])
def test_a_code_is_read_on_its_first_axes_alone(encoder, n_axes):
    """On some of the first axes a code is read as on all of them, cut off there and brought to length 1."""
    codec = Codec.fit(load_background(encoder))
    codes = codec.encode(load_background(encoder).bank[:200])
    head = codec.decode(codes)[:, :n_axes]

    assert np.allclose(codec.decode(codes, n_axes), head / np.linalg.norm(head, axis=1, keepdims=True), atol=1e-5)


@pytest.mark.parametrize("encoder", ["use", "e5"])
def test_a_coarse_code_ranks_as_a_search_code_does(encoder):
    """By 24 bytes a cosine is off by less than half of what strangers spread, and what is nearest stays among the first few."""
    codec = Codec.fit(load_background(encoder))
    searched = codec.search_codes(codec.decode(codec.encode(load_background(encoder).bank[:1000])))
    coarse = codec.coarse_codes(searched)
    own = searched[:50]
    exact = np.stack([similarities(searched, code) for code in own])
    rough = np.stack([coarse_similarities(coarse, codec.coarse_table(code)) for code in own])
    scale = (exact * rough).sum() / (rough * rough).sum()
    others = ~np.eye(50, 1000, dtype=bool)
    nearest = np.where(others, exact, -1.0).argmax(axis=1)
    ranks = (np.where(others, rough, -1.0) > rough[np.arange(50), nearest][:, None]).sum(axis=1)

    assert coarse.shape == (1000, COARSE_BYTES)
    assert np.std((exact - scale * rough)[others]) < np.std(exact[others]) / 2
    assert (ranks < 20).all()


@pytest.mark.parametrize("rare", [0, 3, 400])
def test_of_all_and_of_each_language_the_nearest_are_taken(rare):
    """The nearest of all are chosen, and in each language, however few or far off its articles are, its nearest ones."""
    draw = np.random.default_rng(rare)
    numbers, languages = draw.permutation(5000), draw.integers(1, 5, 5000)
    # Few values, so that many are as near as each other.
    cosines = draw.integers(0, 200, 5000).astype(np.float32)
    languages[:rare], cosines[:rare] = 60_000, -cosines[:rare]
    ranked = np.lexsort((numbers, -cosines))
    present = np.unique(languages)
    wanted = set(numbers[ranked[:40]].tolist())
    for language in present:
        wanted |= set(numbers[ranked[languages[ranked] == language][: 40 // len(present)]].tolist())

    near = select_nearest(numbers, languages, cosines, 40)

    assert set(near.numbers.tolist()) == wanted
    assert dict(zip(near.numbers.tolist(), near.cosines.tolist(), strict=True)) == {
        number: cosine for number, cosine in zip(numbers.tolist(), cosines.tolist(), strict=True) if number in wanted
    }


def test_of_a_rival_the_score_is_kept_and_of_others_all():
    """What is written of a pair is read again; of one that is a rival only, as a pair across languages of the same score."""
    prepared, _ = prepare([story(1), story(1, 1), story(2)], Settings())
    prints = fingerprint(prepared)
    batch = Batch(
        articles=prepared,
        fingerprints=prints,
        facts=tuple(find_facts(one, (False,) * len(one.segments)) for one in prepared),
        is_common=tuple((False,) * len(one.segments) for one in prepared),
    )
    table = collect_evidence(
        batch, np.array([(0, 1), (0, 2)], dtype=np.intp), np.ones(len(prints.short_shingles.values), dtype=np.uint8)
    )
    rows = write_rows(table, np.array([True, False]))
    again = read_rows([(0, 1), (0, 2)], rows)

    assert [is_whole_row(row) for row in rows] == [True, False]
    assert np.allclose(score(again)[0], score(table)[0], atol=1e-6)
    assert score(again)[1] == pytest.approx(score(table)[1], abs=1e-6)
    assert judge_alone(again, ("use",))[1] < 0.01
    assert again.words[0] == pytest.approx(table.words[0], abs=1e-6)


def test_what_an_outline_lacks_is_added_to_the_rows_that_are_wanted():
    """An outline with sentences and facts is all the evidence of a pair; of other rows these stay absent."""
    prepared, _ = prepare([story(1), story(1, 1), story(2)], Settings())
    prints = fingerprint(prepared)
    batch = Batch(
        articles=prepared,
        fingerprints=prints,
        facts=tuple(find_facts(one, (False,) * len(one.segments)) for one in prepared),
        is_common=tuple((False,) * len(one.segments) for one in prepared),
    )
    pairs, n_families = np.array([(0, 1), (0, 2)], dtype=np.intp), np.ones(len(prints.short_shingles.values), dtype=np.uint8)
    whole = collect_evidence(batch, pairs, n_families)
    wanted = np.array([True, False])
    part = add_facts(batch, add_sentences(batch, outline_evidence(batch, pairs, n_families), wanted), wanted)

    for name in COLUMNS:
        assert np.array_equal(getattr(part, name)[:1], getattr(whole, name)[:1], equal_nan=True), name
    assert np.isnan([part.accord[1], part.numbers[1], part.names[1], part.figures[1]]).all()
    assert np.array_equal(part.words, whole.words)
    assert not np.isnan([whole.accord[0], whole.numbers[0]]).any()


def test_records_give_back_what_was_written():
    """A prepared article read again is the same, with its title, wrapper, relations and segments in any script."""
    articles = [
        story(1),
        Article(
            id="ru",
            title="Паром вернулся в порт",
            text="Перевод. Регион: Норвегия\n\nПаром «Артемис» вышел из Кавалы в понедельник в девять часов со 120 пассажирами.",
            published="2026-03-02T10:00:00+02:00",
            alternate_ids=("a", "b"),
            relations=(DeclaredRelation(kind="translationOfWork", target="https://example.org/1", language="no"),),
        ),
        Article(id="zh", text="渡轮星期一上午九点离开港口。两小时后它在浓雾中搁浅。没有人受伤。"),
    ]
    prepared, skipped = prepare(articles, Settings())

    assert skipped == ()
    assert tuple(read_prepared(write_prepared(one)) for one in prepared) == prepared


def test_articles_that_share_text_share_keys():
    """A version shares most sampled shingles with its article, a stranger none; declarations meet under one key."""
    one, other, stranger = (
        set(shingle_keys(fingerprint(prepare([article], Settings())[0]).short_shingles.row(0)))
        for article in (story(1), story(1, 1), story(2))
    )
    source = Article(id="x", text="", url="https://www.example.org/ferry?utm_source=feed")
    copy = Article(id="y", text="", relations=(DeclaredRelation(kind="dcterms:isVersionOf", target="http://example.org/ferry"),))

    assert len(one & other) >= len(one) / 2
    assert not one & stranger
    assert name_keys(source) & relation_keys(copy)
    assert not relation_keys(Article(id="z", text="", relations=(DeclaredRelation(kind="related", target="x"),)))
    assert edge_keys(Article(id="1", text="First.\n\nMiddle.\n\nLast.")).keys() & edge_keys(Article(id="2", text="First.")).keys()


def test_a_day_is_that_of_publication_or_of_adding():
    """Days are counted in UTC; what has no date counts by when it came."""
    assert day_of(Article(id="a", text="", published="1970-01-03T01:00:00+02:00"), 0.0) == 1
    assert day_of(Article(id="a", text="", published="1970-01-03"), 0.0) == 2
    assert day_of(Article(id="a", text=""), 5 * 86_400.0 + 1) == 5


def test_languages_have_numbers_of_their_own():
    """Two codes of two or three letters never share a number."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    codes = [a + b for a in letters for b in letters] + [a + b + c for a in letters for b in letters for c in letters]

    assert len({language_number(code) for code in codes}) == len(codes)


rows = st.integers(0, 7)
pairs = st.sets(st.tuples(rows, rows).filter(lambda pair: pair[0] < pair[1]), max_size=4)


@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), pairs, pairs, st.randoms(use_true_random=False))
def test_every_decision_holds_and_groups_are_a_partition(labels, together, apart, draw):
    """Whatever the groups were, confirmed pairs end together and forbidden ones apart, and no article stands in two groups."""
    roots = list(range(8))
    for left, right in together:
        roots = [roots[left] if root == roots[right] else root for root in roots]
    apart = {(left, right) for left, right in apart if roots[left] != roots[right]}
    groups = [group for label in range(4) if len(group := [row for row in range(8) if labels[row] == label]) > 1]
    probabilities = {(left, right): draw.random() for left in range(8) for right in range(left + 1, 8)}
    bound = bind(groups, together, apart, probabilities)
    group_by_row = {row: number for number, group in enumerate(bound) for row in group}

    assert sum(map(len, bound)) == len(group_by_row)
    assert all(group_by_row[left] == group_by_row[right] for left, right in together)
    assert all(group_by_row.get(left, -1) != group_by_row.get(right, -2) for left, right in apart)
    untouched = [group for group in groups if not any({*pair} & {*group} for pair in together | apart)]
    assert all(group in bound for group in untouched)


def test_a_recalibration_draws_probabilities_towards_what_editors_said():
    """Where editors refuse half of what is sure, sure becomes a half; where nothing can be fitted, nothing changes."""
    probabilities = [0.95] * 20 + [0.05] * 20
    answers = [True, False] * 10 + [False] * 20
    found = compare_answers(probabilities, answers, 0.5)
    few = compare_answers([0.9], [True], 0.5)

    assert (found.n_pairs, found.n_agreed, found.n_confirmed, found.n_confirmed_agreed) == (40, 30, 10, 10)
    assert 0.4 < found.recalibrate(0.95) < 0.6
    assert found.recalibrate(0.05) < 0.1
    assert found.brier_recalibrated < found.brier
    assert few.recalibrate(0.7) == 0.7
    assert compare_answers([], [], 0.5).brier is None
