"""Which article is encoded by which encoder, and which pairs are near in meaning."""

from collections.abc import Sequence

import numpy as np
import pytest
from made_by_hand import prepared
from ngrams import NgramEncoder

from detector.datatypes import PreparedArticle
from detector.errors import EncoderError
from detector.similarity.alignment import OPENING_SEGMENTS, SegmentVectors
from detector.similarity.embedding import default_encoders, digest_of, embed, opening_places
from detector.similarity.encoders import Encoder
from detector.similarity.facts import Facts, find_facts

FERRY = (
    "The ferry left Kavala at nine with 120 people on board.",
    "Two hours later it ran aground off Thasos in thick fog.",
    "Fishing boats brought everybody to land before noon.",
    "The owner has promised an inquiry into the accident.",
)
RAIL = (
    "Trains between Lusaka and Ndola run every hour again.",
    "Workers had replaced nine kilometres of worn rails since June.",
    "Tickets cost a third less until the end of the holidays.",
    "A second track is to follow when the money is found.",
)
SNOW = ("Schools in the valley stay closed until Friday.", "A metre of snow fell on Tuesday night alone.")


class Recording(NgramEncoder):
    """Encodes as the other does, and remembers what it was asked."""

    def __init__(self, name: str, languages: frozenset[str] | None) -> None:
        self.name = name
        self.languages = languages
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return super().encode(texts)


class Costly(Recording):
    """Is to see few articles whole."""

    is_costly = True


def embed_all(
    articles: Sequence[PreparedArticle],
    encoders: Sequence[Encoder],
    facts: Sequence[Facts] | None = None,
    alike: Sequence[tuple[int, int]] = (),
) -> tuple[tuple[SegmentVectors, ...], list[tuple[int, int]]]:
    weights = np.ones(sum(len(article.segments) for article in articles))
    spaces, pairs = embed(articles, weights, encoders, facts=facts, alike=np.array(alike, dtype=np.intp).reshape(-1, 2))
    return spaces, [(int(left), int(right)) for left, right in pairs]


def test_no_encoder_is_loaded_that_no_language_needs():
    """A folder of English asks for the fast encoder alone, and an empty one for none."""
    english = prepared("a", *FERRY), prepared("b", *SNOW)

    assert [encoder.name for encoder in default_encoders(english)] == ["use"]
    assert default_encoders(()) == ()


def test_an_article_is_encoded_by_the_first_encoder_that_knows_its_language():
    """Each space holds the articles whose language is its encoder's, and no others where they are not near."""
    first, second = Recording("first", frozenset({"en"})), Recording("second", None)
    spaces, _ = embed_all([prepared("a", *FERRY), prepared("b", *SNOW, language="fi"), prepared("c", *SNOW)], [first, second])

    assert [space.encoder for space in spaces] == ["first", "second"]
    assert np.diff(spaces[0].offsets).tolist() == [4, 0, 2]
    assert np.diff(spaces[1].offsets)[1] == 2
    assert set(first.asked) == {*FERRY, *SNOW}


def test_an_article_that_is_near_one_of_another_language_is_encoded_in_its_space_too():
    """The slow encoder sees a digest of the others, and the whole only of what may be a version."""
    others = [prepared("b", *FERRY), prepared("c", *SNOW)]
    slow = Recording("slow", None)
    spaces, pairs = embed_all([prepared("a", *FERRY, language="fi"), *others], [Recording("fast", frozenset({"en"})), slow])

    assert np.diff(spaces[1].offsets)[1] == len(FERRY)
    assert (0, 1) in pairs


def test_a_costly_encoder_sees_no_more_than_a_digest_of_what_is_like_no_other():
    """Of most articles of a folder there is no version: their first lines are enough to tell."""
    slow = Costly("slow", None)
    spaces, pairs = embed_all([prepared("a", *FERRY, language="fi"), prepared("b", *RAIL, language="sw")], [slow])

    assert spaces == ()
    assert pairs == []
    assert set(slow.asked) == {*digest_of(prepared("a", *FERRY)), *digest_of(prepared("b", *RAIL))}
    assert FERRY[-1] not in slow.asked


def test_a_costly_encoder_sees_the_whole_of_what_is_like_another_by_its_digest():
    """The first lines of a version are those of its original; the third article stays out."""
    articles = [prepared("a", *FERRY, language="fi"), prepared("b", *FERRY, language="sw"), prepared("c", *RAIL, language="sw")]
    (space,), pairs = embed_all(articles, [Costly("slow", None)])

    assert np.diff(space.offsets).tolist() == [4, 4, 0]
    assert pairs == [(0, 1)]


def test_figures_and_names_make_articles_alike_whose_first_lines_are_not():
    """A rendering may open with another sentence, but its numbers and names are those of the original."""
    articles = [
        prepared("a", *FERRY, language="fi"),
        prepared("b", "Fog held the coast.", "The 120 people on the ferry from Kavala are safe on land.", language="sw"),
        prepared("c", *RAIL, language="sw"),
        prepared("d", *SNOW, language="sw"),
    ]
    facts = [find_facts(article, [False] * len(article.segments)) for article in articles]
    (space,), _ = embed_all(articles, [Costly("slow", None)], facts)

    assert embed_all(articles, [Costly("slow", None)])[0] == ()
    assert np.diff(space.offsets).tolist() == [4, 2, 0, 0]


def test_what_is_alike_by_wording_is_encoded_whole_whatever_its_digest():
    """Copies and revisions of one language are judged by what vectors say of all of their sentences."""
    articles = [prepared("a", *FERRY, language="fi"), prepared("b", *RAIL, language="fi")]
    (space,), pairs = embed_all(articles, [Costly("slow", None)], alike=[(0, 1)])

    assert np.diff(space.offsets).tolist() == [4, 4]
    assert pairs == [(0, 1)]


def test_no_text_is_encoded_twice_by_one_encoder():
    """A sentence that many articles share, or that stood in a digest, costs its encoder once."""
    slow = Recording("slow", None)
    articles = [prepared("a", *FERRY, language="fi"), prepared("b", *FERRY), prepared("c", *FERRY)]
    embed_all(articles, [Recording("fast", frozenset({"en"})), slow])

    assert len(slow.asked) == len(set(slow.asked))


def test_articles_of_a_language_that_no_encoder_knows_stand_in_no_space():
    """They are left to comparison by wording."""
    spaces, pairs = embed_all([prepared("a", *FERRY, language="fi")], [Recording("first", frozenset({"en"}))])

    assert spaces == ()
    assert pairs == []


def test_the_segments_that_open_an_article_are_its_first_below_the_title():
    """The opening tells who did what; the headline is compared by itself."""
    titled, bare = prepared("a", *FERRY, title="Ferry aground"), prepared("b", *FERRY)

    assert list(opening_places(titled)) == list(range(1, 1 + OPENING_SEGMENTS))
    assert list(opening_places(bare)) == list(range(OPENING_SEGMENTS))


def test_segments_weigh_by_their_length_and_how_uncommon_they_are():
    """A sentence that is common in the folder counts for less than its length."""
    articles = [prepared("a", *SNOW), prepared("b", *FERRY)]
    uncommonness = np.array([1.0, 0.5, 1.0, 1.0, 1.0, 1.0])
    (space,), _ = embed(articles, uncommonness, [NgramEncoder()])

    assert space.weights.tolist() == [len(SNOW[0]), len(SNOW[1]) / 2, *map(len, FERRY)]


def test_progress_tells_which_encoder_is_at_work():
    """Whoever waits sees what is waited for, and how much there is of it."""
    told = []
    embed([prepared("a", *FERRY), prepared("b", *SNOW)], np.ones(6), [NgramEncoder()], lambda *news: told.append(news))

    assert told == [("ngrams", 0, 6)]


def test_an_encoder_under_a_built_in_name_with_other_vectors_is_refused():
    """A shipped background fits its own encoder only; the error says to choose another name."""
    with pytest.raises(EncoderError, match="a name of its own"):
        embed_all([prepared("a", *FERRY), prepared("b", *SNOW)], [Recording("use", None)])
