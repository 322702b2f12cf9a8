"""What makes the engine fast changes nothing that it finds."""

import pickle
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detector
from detector import Segment, Settings, pipeline
from detector.datatypes import Segments
from detector.ingestion import prepare as prepare_module
from detector.ingestion.normalise import normalise
from detector.ingestion.prepare import prepare
from detector.similarity import candidates, fingerprint
from detector.similarity.candidates import candidates_by_wording
from detector.similarity.contrast import Contrast
from detector.similarity.evidence import resemblances, shares_of_phrases
from detector.similarity.fingerprint import HashSets, commonness, join_fingerprints, ranges_of, resemblance
from tests.benchmarks.made import KINDS, make_articles

_PROSE = """the ferry crossed river on Monday after council voted to keep old bridge closed until winter while engineers measured
cracks in its northern pier and farmers from valley asked who would pay for longer road around lake because milk must
reach town before noon every day mayor said that money was there but workers were not since mill had taken them all
last spring when orders for timber rose by half nobody could say how long this might last or whether school buses will
run again next month parents have written letters about cold mornings and missed lessons teachers agree with most of
what they wrote yet see no other way than waiting few boats carry passengers now one belongs to two brothers whose
father built harbour wall they charge little and leave early some people walk across frozen water at night though
police warned against it twice"""
_WORDS = _PROSE.split()


def texts(n_texts: int = 40) -> list[str]:
    """Make texts of usual words in no order."""
    numbers = np.random.default_rng(7).integers(len(_WORDS), size=(n_texts, 400)).tolist()
    return [" ".join(_WORDS[number] + ("." if place % 12 == 11 else "") for place, number in enumerate(row)) for row in numbers]


@pytest.fixture(scope="module")
def made():
    return make_articles(texts(), 300, seed=3)


def test_the_same_seed_makes_the_same_articles(made):
    """A folder of a benchmark can be made again, and another seed makes another."""
    assert make_articles(texts(), 300, seed=3) == made
    assert make_articles(texts(), 300, seed=4) != made


def test_made_articles_are_versions_in_every_way_that_is_asked_for(made):
    """The gold has each kind of version, and each true pair has one original."""
    assert set(made.kind) == {"original", *KINDS}
    kinds = dict(zip((article.id for article in made.articles), made.kind, strict=True))
    assert all([kinds[left], kinds[right]].count("original") == 1 for left, right in made.true_pairs())


def test_the_same_bytes_come_of_any_number_of_jobs(made, monkeypatch):
    """Processes share the work of every stage; nothing that is found depends on how many there are."""
    for module, name in (
        (prepare_module, "_AT_ONCE"),
        *((pipeline, f"_{rows}_AT_ONCE") for rows in ("ARTICLES", "CANDIDATES", "PAIRS", "REPORTED")),
    ):
        monkeypatch.setattr(module, name, 25)
    settings = Settings(translations=False)
    one, two, three = (
        detector.to_json(detector.find_clusters(made.articles[:120], settings=settings, jobs=jobs)) for jobs in (1, 2, 3)
    )
    assert one == two == three
    assert '"pairs": []' not in one


TYPED = st.text(alphabet="ab \u2019\u201c\u2014\u00ab\u2026\u00e9\u4e2d", max_size=30)


@st.composite
def segments_of(draw: st.DrawFn, title: str, text: str) -> Segment:
    in_title = draw(st.booleans())
    start, end = draw(st.integers(0, 30)), draw(st.integers(0, 30))
    said = (title if in_title else text)[start:end]
    return Segment(
        text=draw(st.sampled_from((said, normalise(said))) | st.text(max_size=12)),
        start=start,
        end=end,
        language=draw(st.sampled_from(("en", "ru", "und"))),
        paragraph=-1 if in_title else draw(st.integers(0, 9)),
    )


@given(st.data(), TYPED, TYPED)
def test_packed_segments_are_the_segments(data, title, text):
    """What is packed comes out as it went in, one by one, in slices, and of another process, whatever the article has there."""
    made = data.draw(st.lists(segments_of(title, text), max_size=6))
    plain = tuple(sorted(made, key=lambda segment: not segment.in_title))
    packed = Segments.of(plain, title, text)
    assert tuple(packed) == plain == packed[:] == tuple(pickle.loads(pickle.dumps(packed)))
    assert packed == plain
    assert hash(packed) == hash(plain)
    assert [packed[place] for place in range(len(plain))] == list(plain)
    assert packed[-2:] == plain[-2:]
    assert packed.texts() == [one.text for one in plain]
    assert packed.languages() == [one.language for one in plain]
    assert packed.body == " ".join(one.text for one in plain if not one.in_title)
    assert packed.n_characters == sum(len(one.text) for one in plain if not one.in_title)
    assert packed.n_title == sum(one.in_title for one in plain)


def test_what_an_article_gives_of_its_segments_is_not_kept_again():
    """Of plain English with its usual marks no text is packed beside the article's own."""
    text = "\u201cThe quay is closed,\u201d she said \u2013 again. It\u2019s shut."
    article = detector.Article(id="a", title="Quay shut", text=f"{text} " * 3)
    (prepared,), _ = prepare([article], Settings())
    assert len(prepared.segments) == 4
    assert len(pickle.dumps(prepared.segments)) < len(pickle.dumps((article.title, article.text))) + 400
    assert prepared.texts()[1].startswith('"The quay is closed," she said - again.')


hash_sets = st.lists(st.lists(st.integers(0, 30), unique=True).map(sorted), min_size=2, max_size=6)


def as_sets(rows: list[list[int]]) -> HashSets:
    offsets = np.cumsum([0, *map(len, rows)])
    return HashSets(np.array([value for row in rows for value in row], dtype=np.uint64), offsets)


@given(hash_sets)
def test_many_pairs_resemble_each_other_as_each_one_does(rows):
    """Whole batches are compared as two sets are: by what they share over what either has, or over the smaller."""
    sets, pairs = as_sets(rows), np.array(list(combinations(range(len(rows)), 2)))
    expected = [resemblance(sets.row(left), sets.row(right)) for left, right in pairs]
    assert resemblances(sets, pairs).tolist() == expected
    shares = [
        len({*rows[left]} & {*rows[right]}) / max(min(len(rows[left]), len(rows[right])), 1) for left, right in pairs.tolist()
    ]
    assert shares_of_phrases(sets, pairs).tolist() == shares


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 3)), max_size=40), st.integers(1, 16))
def test_hashes_in_ranges_are_as_common_as_all_at_once(held, at_once):
    """However many ranges the hashes are parted into, each stands in one, and as many owners hold it."""
    hashes = np.array([value for value, _ in held], dtype=np.uint64)
    owners = np.array([owner for _, owner in held], dtype=np.intp)
    places = list(ranges_of(hashes, at_once))
    assert sorted(np.concatenate(places).tolist()) == list(range(len(hashes)))
    expected = [len({owner for value, owner in held if value == own}) for own, _ in held]
    assert commonness(HashSets(hashes, np.arange(len(hashes) + 1)), owners).tolist() == expected


def test_batches_of_fingerprints_joined_are_those_of_one_batch(made):
    """A fingerprint is made of one article alone: how they are batched changes nothing."""
    prepared, _ = prepare(made.articles[:30], Settings())
    whole = fingerprint.fingerprint(prepared)
    joined = join_fingerprints(fingerprint.fingerprint(prepared[start : start + 7]) for start in range(0, 30, 7))
    assert np.array_equal(whole.contents, joined.contents)
    assert np.array_equal(whole.segments, joined.segments)
    for name in ("words", "short_shingles", "long_shingles"):
        assert np.array_equal(getattr(whole, name).values, getattr(joined, name).values)
        assert np.array_equal(getattr(whole, name).offsets, getattr(joined, name).offsets)


def test_what_two_say_word_for_word_hides_no_fact_that_differs():
    """Only the passages that differ are looked through, and the facts that differ are those of all passages."""
    told = (
        "The ferry Artemis left Kavala at nine with 120 people on board. The mayor of Thasos said that 2 of the 14 bridges would "
        "stay closed until winter. Engineers from Drama measured cracks in the northern pier for 3 days in March."
    )
    articles = [
        detector.Article(id="a", text=told),
        detector.Article(id="b", text=told.replace("Artemis", "Hermes").replace("120", "150")),
    ]
    result = detector.find_clusters(articles, settings=Settings(translations=False), jobs=1)
    (pair,) = result.pairs
    everything = Contrast(result.articles).between(0, 1, pair.passages, is_one_language=True)
    assert (everything.numbers, everything.names) == (("120 ≠ 150",), ("Artemis ≠ Hermes",))
    assert (pair.evidence.differing_numbers, pair.evidence.differing_names) == (everything.numbers, everything.names)


@pytest.mark.parametrize("share", [2, 4])
def test_a_sample_of_the_shingles_finds_what_all_of_them_find(made, monkeypatch, share):
    """Of the pairs that share a fifth of their phrases, by exact count, half or a quarter of the shingles finds 98 in 100."""
    prepared, _ = prepare(made.articles, Settings())
    shingles = fingerprint.fingerprint(prepared).short_shingles
    every = np.stack(np.triu_indices(len(prepared), 1), axis=1)
    near = every[shares_of_phrases(shingles, every) >= 0.2]
    # The power of two from which the sample is that share.
    monkeypatch.setattr(candidates, "MAX_SHINGLES", 1 << (len(shingles.values).bit_length() - share.bit_length() + 1))
    found = set(map(tuple, candidates_by_wording(shingles).tolist()))
    assert len(near) > 50
    assert sum(pair in found for pair in map(tuple, near.tolist())) >= 0.98 * len(near)
