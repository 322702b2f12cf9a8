"""
What changed between two articles, in the words of NewsEdits, and how their paragraphs stand side by side.

In: the aligned passages of a pair. Out: what became of each passage, and rows of paragraphs in which what corresponds is level.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import StrEnum

from detector.datatypes import AlignedPassage, Segment, is_same_language


class Change(StrEnum):
    """
    What became of a passage from the first text to the second.

    Source:
        Spangher et al. (2022), NewsEdits: A News Article Revision Dataset and a Document-Level Reasoning Challenge: sentences are
        added, deleted, edited or unchanged. Across languages none of the words for a change in wording can hold: ``TRANSLATED``.
    """

    KEPT = "kept"
    EDITED = "edited"
    TRANSLATED = "translated"
    ADDED = "added"
    DELETED = "deleted"


def name_change(passage: AlignedPassage, left: Sequence[Segment], right: Sequence[Segment]) -> Change:
    """
    Tell what became of a passage.

    Args:
        passage: What corresponds to what.
        left: The segments of the first text.
        right: Those of the second.
    """
    if not passage.left:
        return Change.ADDED
    if not passage.right:
        return Change.DELETED
    if passage.wording == 1.0:
        return Change.KEPT
    # Words of texts whose language cannot be told may have been compared all the same.
    is_reworded = passage.wording > 0.0 or is_same_language(left[passage.left[0]].language, right[passage.right[0]].language)
    return Change.EDITED if is_reworded else Change.TRANSLATED


def find_moved(passages: Sequence[AlignedPassage]) -> frozenset[int]:
    """
    Find the passages that stand in another order on the right: as few as leave all others in one order.

    NewsEdits calls them refactored.

    Returns:
        Their places among ``passages``.
    """
    both = sorted(
        (place for place, passage in enumerate(passages) if passage.left and passage.right),
        key=lambda place: passages[place].left,
    )
    # A longest increasing subsequence, by patience sorting: for each length the passage that ends it least far to the right.
    ends: list[int] = []
    keys: list[int] = []
    before: dict[int, int | None] = {}
    for place in both:
        key = min(passages[place].right)
        length = bisect_left(keys, key)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
        keys[length : length + 1] = [key]
    kept: set[int] = set()
    place_or_none = ends[-1] if ends else None
    while place_or_none is not None:
        kept.add(place_or_none)
        place_or_none = before[place_or_none]
    return frozenset(both) - kept


def level_rows(n_left: int, n_right: int, links: Iterable[tuple[int, int]]) -> list[tuple[range, range]]:
    """
    Set the paragraphs of two texts side by side, so that those which are linked stand in one row.

    Args:
        n_left: How many paragraphs the left text has.
        n_right: How many the right one has.
        links: Places of paragraphs that correspond, in [0, n_left) and [0, n_right), in any order.

    Returns:
        Rows of neighbouring paragraphs of each text, one side of which may be empty. Joined, they are each text in its order.
    """
    blocks: list[list[int]] = []
    for left, right in sorted(set(links)):
        # A paragraph that two rows would claim, or that stands before the row's end, makes one row of them.
        block = [left, left, right, right]
        while blocks and (block[0] <= blocks[-1][1] or block[2] <= blocks[-1][3]):
            last = blocks.pop()
            block = [min(last[0], block[0]), max(last[1], block[1]), min(last[2], block[2]), max(last[3], block[3])]
        blocks.append(block)
    rows: list[tuple[range, range]] = []
    left_end = right_end = 0
    for left_first, left_last, right_first, right_last in [*blocks, [n_left, n_left, n_right, n_right]]:
        if left_end < left_first:
            rows.append((range(left_end, left_first), range(0)))
        if right_end < right_first:
            rows.append((range(0), range(right_end, right_first)))
        left_end, right_end = left_last + 1, right_last + 1
        rows.append((range(left_first, left_end), range(right_first, right_end)))
    return rows[:-1]
