"""What changed between two texts, and how their paragraphs are set side by side."""

from hypothesis import given
from hypothesis import strategies as st

from detector.datatypes import AlignedPassage, Segment
from detector.reporting.changes import Change, find_moved, level_rows, name_change


def passage(left: tuple[int, ...], right: tuple[int, ...], wording: float = 0.8) -> AlignedPassage:
    return AlignedPassage(left=left, right=right, similarity=0.9 if left and right else 0.0, wording=wording)


def segment(language: str) -> Segment:
    return Segment(text="A ferry sailed.", start=0, end=15, language=language, paragraph=0)


def test_a_passage_is_named_by_what_became_of_it():
    """Kept to the word, edited, only on one side, or in another language, where no word can be the same."""
    english, croatian, serbian, unknown = ([segment(code)] for code in ("en", "hr", "sr", "und"))

    assert name_change(passage((0,), (0,), 1.0), english, english) is Change.KEPT
    assert name_change(passage((0,), (0,), 0.99), english, english) is Change.EDITED
    assert name_change(passage((0,), (0,), 0.0), croatian, serbian) is Change.EDITED
    assert name_change(passage((0,), (0,), 0.0), english, croatian) is Change.TRANSLATED
    assert name_change(passage((0,), (0,), 0.0), unknown, unknown) is Change.TRANSLATED
    assert name_change(passage((0,), (0,), 0.7), unknown, unknown) is Change.EDITED
    assert name_change(passage((), (0,)), english, english) is Change.ADDED
    assert name_change(passage((0,), ()), english, english) is Change.DELETED


def test_the_passage_that_changed_places_is_moved_and_the_others_are_not():
    """Of four sentences whose last came to the front, one has moved and not three."""
    passages = [passage((0,), (1,)), passage((1,), (2,)), passage((2,), ()), passage((3,), (3,)), passage((4,), (0,))]

    assert find_moved(passages) == {4}


@given(st.permutations(range(8)))
def test_what_has_not_moved_stands_in_one_order(order):
    """Without the moved passages the right places rise with the left ones, and nothing is moved where the order is one."""
    passages = [passage((left,), (right,)) for left, right in enumerate(order)]
    moved = find_moved(passages)
    kept = [right for left, right in enumerate(order) if left not in moved]

    assert kept == sorted(kept)
    assert bool(moved) == (list(order) != sorted(order))


@given(st.data(), st.integers(0, 7), st.integers(0, 7))
def test_rows_hold_each_paragraph_once_in_order_and_links_within_a_row(data, n_left, n_right):
    """Set side by side, both texts are whole, in their own order, and what is linked is level."""
    places = st.tuples(st.integers(0, max(n_left - 1, 0)), st.integers(0, max(n_right - 1, 0)))
    links = data.draw(st.lists(places, max_size=8 if n_left and n_right else 0))
    rows = level_rows(n_left, n_right, links)

    assert [place for left, _ in rows for place in left] == list(range(n_left))
    assert [place for _, right in rows for place in right] == list(range(n_right))
    assert all(left or right for left, right in rows)
    for left, right in links:
        assert any(left in lefts and right in rights for lefts, rights in rows)


def test_paragraphs_that_correspond_one_to_one_have_a_row_each():
    """Rows are no longer than they must be; what stands on one side only has a row of its own."""
    assert level_rows(4, 3, [(0, 0), (2, 1), (3, 2)]) == [
        (range(0, 1), range(0, 1)),
        (range(1, 2), range(0)),
        (range(2, 3), range(1, 2)),
        (range(3, 4), range(2, 3)),
    ]
