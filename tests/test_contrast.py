"""The facts in which two articles differ, as an editor reads them."""

import pytest
from made_by_hand import prepared

from detector.datatypes import AlignedPassage, PreparedArticle
from detector.similarity.contrast import Contrast, Differences, differing_quotations, find_quotations


def between(left: PreparedArticle, right: PreparedArticle, wording: float = 0.8) -> Differences:
    """Contrast two articles of as many sentences each, sentence by sentence."""
    is_one_language = left.language == right.language
    both = zip(range(len(left.segments)), range(len(right.segments)), strict=True)
    passages = [
        AlignedPassage(left=(row,), right=(other,), similarity=0.9, wording=wording if is_one_language else 0.0)
        for row, other in both
    ]
    return Contrast((left, right)).between(0, 1, passages, is_one_language=is_one_language)


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("It cost 3.5 million euros.", "It cost 4 million euros.", "3.5 million euros ≠ 4 million euros"),
        ("Prices rose by 5%.", "Prices rose by 6%.", "5% ≠ 6%"),
        ("It left on 20 January.", "It left on 21 January.", "20 January ≠ 21 January"),
        ("It left on Friday.", "It left on Saturday.", "Friday ≠ Saturday"),
        ("All nine were saved.", "All ten were saved.", "nine ≠ ten"),
        ("It fell to twelve degrees.", "It fell to twenty degrees.", "twelve ≠ twenty"),
        ("All twenty-five were saved.", "All fifteen were saved.", "twenty-five ≠ fifteen"),
    ],
)
def test_what_differs_is_shown_as_written(left, right, shown):
    """A number has its unit and a day its month."""
    assert between(prepared("a", left), prepared("b", right)).numbers == (shown,)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("It cost 1.5 million.", "It cost 1,500,000."),
        ("It cost half a million.", "It cost 500,000."),
        ("It left on 20 January.", "It left on January 20."),
        ("It left on 20 January.", "It left on the 20th."),
        ("It left on Friday.", "It left in the night."),
        ("The crew of 12 was saved.", "The crew of twelve was saved."),
        ("The crew of 25 was saved.", "The crew of twenty-five was saved."),
        ("The crew of 120 was saved.", "The crew of one hundred and twenty was saved."),
        ("One of the two was saved.", "One of them was saved."),
    ],
)
def test_one_fact_in_two_ways_does_not_differ(left, right):
    """Neither a spelling nor what one side leaves unsaid is a difference of fact."""
    assert between(prepared("a", left), prepared("b", right)) == Differences()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Паром вышел 20 января с двенадцатью лодками.", "ru"),
        ("1月20日にフェリーが出港した。", "ja"),
        ("Die Fähre lief am 20.01. aus.", "de"),
    ],
)
def test_a_day_does_not_differ_across_languages(text, language):
    """What a language writes in its own way is one day."""
    assert between(prepared("a", "The ferry left on 20 January."), prepared("b", text, language=language)).numbers == ()


def test_a_month_that_is_counted_is_no_number():
    """November has a name in one language and the number 11 in another."""
    left, right = prepared("a", "The vote is in November."), prepared("b", "投票は11月に行われる。", language="ja")

    assert between(left, right).numbers == ()


def test_a_day_that_a_translation_got_wrong_is_shown():
    """Both sides name a day in one place, and not the same."""
    left, right = prepared("a", "It left on 20 January."), prepared("b", "Она ушла 21 января.", language="ru")

    assert between(left, right).numbers == ("20 January ≠ 21 января",)


def test_a_number_alone_is_shown_with_its_side():
    """What a revision adds is on the right only."""
    left, right = prepared("a", "They were saved."), prepared("b", "They were saved, 140 of 214 on 3 May.")

    assert between(left, right).numbers == ("140 (right only)", "214 (right only)", "3 May (right only)")


def test_quotations_of_one_speech_in_other_words_are_shown():
    """Who quotes must be right to the word; what agrees but for its marks and capitals does not differ."""
    left = prepared("a", 'She said: "We go up the river to them."', 'He said: "nobody came to help us."')
    right = prepared("b", 'She said: "We travel up the river to them."', '"Nobody came to help us", he said.')

    assert between(left, right).quotations == ('"We go up the river to them." ≠ "We travel up the river to them."',)
    assert between(left, prepared("b", "Она молчала.", "Он тоже.", language="ru")).quotations == ()


def test_a_word_in_quotation_marks_is_no_quotation():
    """A title, or a word held at a distance, is nobody's speech."""
    assert find_quotations(prepared("a", 'The "hidden links" of the trade.')) == []


def test_a_missing_mark_turns_no_text_into_a_quotation():
    """Where a mark is missing, what stands between two speeches is not taken for one."""
    text = 'He said "we were all of us afraid" and went. "Nobody asked us what we wanted'

    assert find_quotations(prepared("a", text)) == ["we were all of us afraid"]


def test_quotations_are_paired_one_to_one():
    """A speech that stands on both sides is paired with itself, and not with one like it."""
    left = ["we shall rebuild the bridge", "we shall rebuild the road"]

    assert differing_quotations(left, left) == ()
    assert differing_quotations(left, left[:1]) == ()
    assert differing_quotations([], left) == ()
