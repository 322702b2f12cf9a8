"""
Packed facts: the facts of a large batch in a tenth of their memory.

In: facts, from ``facts``. Out: a sequence that unpacks those of an article when they are asked for.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, overload

import numpy as np

from detector.datatypes import PreparedArticle
from detector.similarity.facts import Facts, find_facts

_NAMES = tuple(field.name for field in fields(Facts))


class LazyFacts(Sequence[Facts]):
    """The facts of so many articles, each found by a function of its row when it is asked for."""

    def __init__(self, n_articles: int, facts_of: Callable[[int], Facts]) -> None:
        self._n_articles = n_articles
        self._of = facts_of

    @overload
    def __getitem__(self, row: int) -> Facts: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[Facts, ...]: ...

    def __getitem__(self, row: int | slice) -> Facts | tuple[Facts, ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        return self._of(range(len(self))[row])

    def __len__(self) -> int:
        return self._n_articles


class FactsOf(LazyFacts):
    """
    The facts of a batch's articles, packed; those asked for last are kept unpacked.

    Unpacked ones take ten times the memory of their texts. What is not packed is found when it is asked for.

    Args:
        articles: The batch.
        is_common: For each article, which of its segments stand in unlike articles too.
        rows: The articles whose facts are packed.
        packed: What ``pack_facts`` makes of each.
        n_kept: How many are kept unpacked; all if ``None``.
    """

    def __init__(
        self,
        articles: Sequence[PreparedArticle],
        is_common: Sequence[Sequence[bool]],
        rows: Iterable[int] = (),
        packed: Iterable[bytes] = (),
        *,
        n_kept: int | None = None,
    ) -> None:
        # End to end, and no object an article: a process that looks at one copies the page on which Python counts who holds it.
        end_to_end = bytearray()
        starts, ends = np.zeros((2, len(articles)), dtype=np.intp)
        for row, one in zip(rows, packed, strict=True):
            starts[row] = len(end_to_end)
            end_to_end += one
            ends[row] = len(end_to_end)

        # It knows nothing of this object: what refers to itself would not be let go at once.
        @lru_cache(n_kept)
        def facts_of(row: int) -> Facts:
            if starts[row] == ends[row]:
                return find_facts(articles[row], is_common[row])
            values = marshal.loads(memoryview(end_to_end)[starts[row] : ends[row]])
            sets: Iterable[Any] = (frozenset(value) if isinstance(value, tuple) else value for value in values)
            return Facts(**dict(zip(_NAMES, sets, strict=True)))

        super().__init__(len(articles), facts_of)


def pack_facts(facts: Facts) -> bytes:
    """Pack facts for ``FactsOf``, in a tenth of their memory."""
    # Plain values, read back by the same run: a third of the time of a pickle. Marshal would sort sets, which it need not.
    values = (getattr(facts, name) for name in _NAMES)
    return marshal.dumps(tuple(tuple(value) if isinstance(value, frozenset) else value for value in values))
