"""What the hashes of an article's wording keep of it, against plain sets of words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared

from detector.similarity.fingerprint import (
    LONG_SHINGLE,
    OPENING_WORDS,
    SETS,
    SHORT_SHINGLE,
    HashSets,
    commonness,
    count_shared,
    fingerprint,
    is_shared,
    resemblance,
    split_words,
)

WORDS = ("storm", "harbour", "ferry", "mayor", "bridge", "closed", "opened", "again")
BODIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30)
HASHES = st.lists(st.integers(0, 40), max_size=30)


def shingles(words: list[str], size: int) -> set[tuple[str, ...]]:
    size = min(size, len(words))
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def jaccard(left: set, right: set) -> float:
    return len(left & right) / len(left | right)


def sorted_hashes(values: list[int]) -> np.ndarray:
    return np.unique(np.array(values, dtype=np.uint64))


@given(BODIES, BODIES)
def test_resemblance_is_the_jaccard_similarity_of_the_shingles(left, right):
    """Hashed shingles give what sets of tuples of words give, for both sizes and for texts shorter than a shingle."""
    prints = fingerprint([prepared("left", " ".join(left)), prepared("right", " ".join(right))])

    for sets, size in ((prints.words, 1), (prints.short_shingles, SHORT_SHINGLE), (prints.long_shingles, LONG_SHINGLE)):
        expected = jaccard(shingles(left, size), shingles(right, size))
        assert resemblance(sets.row(0), sets.row(1)) == pytest.approx(expected)


@given(BODIES)
def test_a_text_resembles_itself_wholly_and_its_shingles_are_as_many_as_they_are(words):
    """Similarity to itself is 1, and no two shingles of a text fall together."""
    sets = fingerprint([prepared("a", " ".join(words))]).short_shingles

    assert resemblance(sets.row(0), sets.row(0)) == 1.0
    assert sets.sizes().tolist() == [len(shingles(words, SHORT_SHINGLE))]
    assert (np.diff(sets.row(0).astype(object)) > 0).all()


@given(HASHES, HASHES)
def test_shared_hashes_are_those_of_both_sets(left, right):
    """What is shared, how much of it and the resemblance agree with Python's sets, empty ones included."""
    first, second = sorted_hashes(left), sorted_hashes(right)
    both = set(left) & set(right)

    assert set(first[is_shared(first, second)].tolist()) == both
    assert count_shared(first, second) == len(both)
    assert resemblance(first, second) == resemblance(second, first)
    assert resemblance(first, second) == (len(both) / len(set(left) | set(right)) if left or right else 0.0)


def test_a_shingle_keeps_the_order_of_its_words():
    """The same words the other way round are other phrases."""
    prints = fingerprint([prepared("a", "dog bites man"), prepared("b", "man bites dog")])

    assert resemblance(prints.words.row(0), prints.words.row(1)) == 1.0
    assert resemblance(prints.short_shingles.row(0), prints.short_shingles.row(1)) == 0.0


def test_shingles_run_on_over_the_end_of_a_sentence():
    """How a text is cut into sentences changes nothing in its shingles."""
    whole = prepared("a", "The quay is closed. The ferry waits.")
    halves = prepared("b", "The quay is closed.", "The ferry waits.")
    prints = fingerprint([whole, halves])

    assert prints.long_shingles.row(0).tolist() == prints.long_shingles.row(1).tolist()
    assert prints.contents[0] == prints.contents[1]


def test_the_title_is_not_part_of_the_wording():
    """Another headline over the same body is the same body."""
    prints = fingerprint([prepared("a", "The quay is closed.", title="Quay shut"), prepared("b", "The quay is closed.")])

    assert prints.contents[0] == prints.contents[1]
    assert prints.words.row(0).tolist() == prints.words.row(1).tolist()
    assert len(prints.segments) == 3


def test_an_opening_is_the_first_words_of_the_body():
    """Sixty words are an opening, whatever stands above them; a title has words of its own, or none."""
    words = [f"w{number}" for number in range(100)]
    prints = fingerprint([prepared("a", " ".join(words), title="Quay shut"), prepared("b", " ".join(words[:OPENING_WORDS]))])

    assert prints.openings.row(0).tolist() == prints.openings.row(1).tolist() == prints.words.row(1).tolist()
    assert prints.titles.sizes().tolist() == [2, 0]


def test_contents_tell_texts_apart_that_differ_in_a_comma():
    """Only white space is left out of what makes two articles identical."""
    contents = fingerprint(
        [prepared("a", "Boats, and nets."), prepared("b", "Boats and nets."), prepared("c", "Boats,  and\tnets.")]
    ).contents

    assert contents[0] != contents[1]
    assert contents[0] == contents[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Mayor's boat, 1,200 tons", ["the", "mayor", "s", "boat", "1", "200", "tons"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("東京で地震", ["東", "京", "で", "地", "震"]),
        ("COVID-19疫情", ["covid", "19", "疫", "情"]),
        ("서울에 비가", ["서울에", "비가"]),
        ("Москва̀ ждёт", ["москва̀", "ждёт"]),
        ("किताबें मिलीं", ["किताबें", "मिलीं"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("… — !", []),
    ],
)
def test_words_are_split_as_each_script_writes_them(text, words):
    """Words are parted by spaces and marks; where a script writes none, each letter with its marks is a word."""
    assert split_words(text) == words


def test_texts_of_scripts_without_spaces_have_shingles_of_letters():
    """A Japanese copy with one word changed shares most of its shingles, though it has no space in it."""
    prints = fingerprint(
        [
            prepared("a", "東京で大きな地震がありました。", language="ja"),
            prepared("b", "大阪で大きな地震がありました。", language="ja"),
        ]
    )

    assert 0.5 < resemblance(prints.short_shingles.row(0), prints.short_shingles.row(1)) < 1.0


def test_the_sentences_of_a_template_are_equal_but_for_their_numbers():
    """A forecast of 12 degrees and one of 17 are one sentence of a template, and one of rain is another."""
    prints = fingerprint([prepared("a", "Highs of 12 degrees.", "Rain at noon."), prepared("b", "Highs of 17 degrees.")])

    assert prints.segments[0] == prints.segments[2]
    assert prints.segments[1] != prints.segments[2]


def test_an_empty_batch_has_empty_fingerprints():
    """No articles give no hashes, and no error."""
    prints = fingerprint([])

    assert len(prints.contents) == len(prints.segments) == 0
    assert prints.words.sizes().tolist() == []


def test_rows_are_the_parts_between_offsets():
    """An article without words keeps its place, with an empty row."""
    sets = HashSets(np.array([3, 5, 9], dtype=np.uint64), np.array([0, 2, 2, 3]))

    assert [sets.row(number).tolist() for number in range(3)] == [[3, 5], [], [9]]
    assert sets.sizes().tolist() == [2, 0, 1]
    assert sets.articles_at(np.arange(3)).tolist() == [0, 0, 2]


def test_fingerprints_of_some_articles_are_theirs_and_empty_for_the_others():
    """Each article keeps its place; of sets that are not named, and of what is no set, nothing is lost."""
    articles = [
        prepared(name, f"The ferry {name} left the harbour at nine, and {name} came back.") for name in ("Ada", "Bo", "Cy")
    ]
    every, is_kept = fingerprint(articles), np.array([True, False, True])
    some, short_alone = every.of_some(is_kept), every.of_some(is_kept, ("short_shingles",))

    for row, kept in enumerate(is_kept.tolist()):
        for name in SETS:
            assert getattr(some, name).row(row).tolist() == getattr(every, name).row(row).tolist() * kept
        assert some.repeats_of(row).tolist() == every.repeats_of(row).tolist() * kept
    assert short_alone.short_shingles.sizes().tolist() == some.short_shingles.sizes().tolist()
    assert short_alone.words is every.words
    assert some.contents is every.contents


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=40))
def test_commonness_counts_the_owners_of_each_hash(held):
    """However often an owner holds a hash, it counts once."""
    hashes = np.array([value for value, _ in held], dtype=np.uint64)
    owners = np.array([owner for _, owner in held], dtype=np.intp)
    expected = [len({owner for other, owner in held if other == value}) for value, _ in held]

    assert commonness(HashSets(hashes, np.arange(len(hashes) + 1)), owners).tolist() == expected
