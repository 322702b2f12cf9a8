"""What two articles say alike, and what each says alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared
from rapidfuzz.distance import Indel

from detector.datatypes import AlignedPassage, PreparedArticle
from detector.pipeline import draw_candidates
from detector.settings import Settings
from detector.similarity.alignment import match_segments
from detector.similarity.evidence import Batch, edit_similarities
from detector.similarity.passages import WordingDetail, body_words, compare_wording, match_pair

FERRY = (
    "The ferry left Kavala at nine with 120 people on board.",
    "Two hours later it ran aground off Thasos in thick fog.",
    "Fishing boats brought everybody to land before noon.",
    "The owner has promised an inquiry.",
)


def make_batch(*articles: PreparedArticle) -> Batch:
    return draw_candidates(articles, Settings(translations=False)).batch


def passages_of(left: PreparedArticle, right: PreparedArticle) -> list[AlignedPassage]:
    return match_pair(make_batch(left, right), -1, 0, 1)


def rows(passages: list[AlignedPassage]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(passage.left, passage.right) for passage in passages]


def wording_between(left: PreparedArticle, right: PreparedArticle) -> WordingDetail:
    batch = make_batch(left, right)
    return compare_wording(batch, -1, 0, 1, body_words(batch.articles))


def test_a_text_and_its_copy_are_matched_sentence_by_sentence():
    """Every passage has its counterpart, and nothing stands alone."""
    passages = passages_of(prepared("a", *FERRY), prepared("b", *FERRY))

    assert rows(passages) == [((row,), (row,)) for row in range(4)]
    assert {(passage.similarity, passage.wording) for passage in passages} == {(1.0, 1.0)}


def test_one_changed_passage_is_shown_against_what_it_was():
    """A sentence with another number stays one passage, and its wording says that it was changed."""
    changed = "The ferry left Kavala at nine with 125 people on board."
    passages = passages_of(prepared("a", *FERRY), prepared("b", changed, *FERRY[1:]))

    assert rows(passages) == [((row,), (row,)) for row in range(4)]
    assert 0.8 < passages[0].wording < 1.0
    assert [passage.wording for passage in passages[1:]] == [1.0] * 3


def test_what_one_side_says_alone_stands_where_it_stands_there():
    """A sentence that was cut keeps its place on the left, and one that was added follows what it follows on the right."""
    added = "Nobody aboard the vessel was a resident of these islands."
    passages = passages_of(prepared("a", *FERRY), prepared("b", FERRY[0], added, FERRY[2], FERRY[3]))

    assert rows(passages) == [((0,), (0,)), ((), (1,)), ((1,), ()), ((2,), (2,)), ((3,), (3,))]
    assert all(passage.similarity == passage.wording == 0.0 for passage in passages if not (passage.left and passage.right))


def test_a_passage_that_opens_the_right_article_alone_stands_first():
    """What follows nothing on the right comes before everything."""
    passages = passages_of(prepared("a", *FERRY), prepared("b", "Correction: an earlier version was wrong.", *FERRY))

    assert rows(passages)[0] == ((), (0,))


@pytest.mark.parametrize(("left", "right"), [(FERRY, FERRY[:2]), (FERRY[2:], FERRY), (FERRY, ("Snow fell.", "Schools closed."))])
def test_every_segment_stands_in_one_passage(left, right):
    """Nothing is shown twice and nothing is lost, on either side."""
    passages = passages_of(prepared("a", *left, title="On the left"), prepared("b", *right))

    assert sorted(row for passage in passages for row in passage.left) == list(range(len(left) + 1))
    assert sorted(row for passage in passages for row in passage.right) == list(range(len(right)))


def test_wording_and_verbatim_share_are_1_for_a_copy_and_of_the_shorter_side():
    """A copy is verbatim; so is what a trimmed copy kept, of which the longer text has more words."""
    whole, trimmed = prepared("a", *FERRY), prepared("b", *FERRY[:2])

    same = wording_between(whole, whole)
    assert same.wording == same.verbatim == 1.0
    for detail in (wording_between(whole, trimmed), wording_between(trimmed, whole)):
        assert detail.verbatim == 1.0
        assert 0.5 < detail.wording < 1.0


def test_another_rendering_keeps_words_and_hardly_a_sentence():
    """The same passages in other words share some of their words in order, and none of their sentences."""
    rendering = prepared(
        "b",
        "At nine the ferry sailed from Kavala carrying 120 passengers.",
        "It struck ground near Thasos two hours after in dense fog.",
        "By noon all had been taken ashore on fishing boats.",
        "An inquiry was promised by its owner.",
    )
    detail = wording_between(prepared("a", *FERRY), rendering)

    assert 0.1 < detail.wording < 0.7
    assert detail.verbatim == 0.0


def test_the_title_does_not_count_as_wording():
    """A new headline changes no word of the body."""
    assert wording_between(prepared("a", *FERRY, title="Ferry runs aground"), prepared("b", *FERRY)).wording == 1.0


SENTENCES = st.lists(st.text("ab ", min_size=1, max_size=8), min_size=1, max_size=8)


@given(SENTENCES, SENTENCES)
def test_sentences_that_both_have_are_matched_without_comparing_them_with_others(left, right):
    """The matches are those of all similarities, and so is each similarity of what one side alone has."""
    every = np.array([[Indel.normalized_similarity(one, other) for other in right] for one in left], dtype=np.float32)
    found = edit_similarities(left, right)

    assert match_segments(found * 2) == match_segments(every * 2)
    assert all(
        found[row, column] == every[row, column]
        for row, one in enumerate(left)
        for column, other in enumerate(right)
        if one not in right or other not in left
    )
