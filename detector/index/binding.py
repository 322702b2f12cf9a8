"""
Binding: groups as editors decided them.

In: the groups that the pairs gave, and the pairs that must be together or apart. Out: groups that keep every decision. A group
that no decision speaks of stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from detector.similarity.cluster import MERGE_MIN_PROBABILITY, UNKNOWN_PROBABILITY

RowPair = tuple[int, int]


def bind(
    groups: Sequence[Sequence[int]],
    together: Collection[RowPair],
    apart: Collection[RowPair],
    probability_by_pair: Mapping[RowPair, float],
) -> list[list[int]]:
    """
    Put groups right where a decision says otherwise.

    Groups that must be together are joined; one whose members must be apart is taken to pieces that hold what was confirmed, and
    put together again from the most probable pieces on, never across a decision.

    Args:
        groups: Of two articles or more, by row number.
        together: Pairs of row numbers, the lower one first; no chain of these may join a pair of ``apart``.
        apart: The same.
        probability_by_pair: Of the compared pairs, the lower row first.

    Returns:
        The members of each group of two or more, sorted; the groups in order of their first member.
    """
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        parent.setdefault(row, row)
        while parent[row] != row:
            row = parent[row]
        return row

    for first, *rest in groups:
        for row in rest:
            parent[root(row)] = root(first)
    for left, right in together:
        parent[root(right)] = root(left)
    members: dict[int, list[int]] = {}
    for row in sorted(parent):
        members.setdefault(root(row), []).append(row)
    bound: list[list[int]] = []
    for group in members.values():
        held = set(group)
        own = [pair for pair in apart if held.issuperset(pair)]
        bound += _part(group, [pair for pair in together if held.issuperset(pair)], own, probability_by_pair) if own else [group]
    return sorted(sorted(group) for group in bound if len(group) > 1)


def _part(
    rows: Sequence[int], together: Collection[RowPair], apart: Collection[RowPair], probability_by_pair: Mapping[RowPair, float]
) -> list[list[int]]:
    pieces = [{row} for row in rows]
    for left, right in together:
        one, other = (next(piece for piece in pieces if row in piece) for row in (left, right))
        if one is not other:
            one |= other
            pieces.remove(other)
    while True:
        best = max(
            (
                (_mean(one, other, probability_by_pair), -first, -second)
                for first, one in enumerate(pieces)
                for second, other in enumerate(pieces[:first])
                if not _is_apart(one, other, apart)
            ),
            default=(0.0, 0, 0),
        )
        if best[0] < MERGE_MIN_PROBABILITY:
            return [sorted(piece) for piece in pieces]
        pieces[-best[2]] |= pieces.pop(-best[1])


def _mean(one: set[int], other: set[int], probability_by_pair: Mapping[RowPair, float]) -> float:
    pairs = [(min(left, right), max(left, right)) for left in one for right in other]
    return sum(probability_by_pair.get(pair, UNKNOWN_PROBABILITY) for pair in pairs) / len(pairs)


def _is_apart(one: set[int], other: set[int], apart: Collection[RowPair]) -> bool:
    return any((left in one and right in other) or (left in other and right in one) for left, right in apart)
