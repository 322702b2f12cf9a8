"""
The store: what an index needs of a database, and no more.

In: rows and vectors. Out: rows, and the vectors nearest to another. All statements are of the SQL that SQLite and PostgreSQL have
in common, with ``?`` for a value; what differs is in the two implementations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Row = tuple[Any, ...]
READING = "an index must not be changed by a thread that is reading an export of it; read it to its end first"
_PLENTY = 8
"""Times as many as are asked for, among which the nearest in most languages are found."""


class Near:
    """Articles by a vector: their numbers, their languages' numbers, and the cosines, all of *Shape:* ``(n,)``."""

    __slots__ = ("cosines", "languages", "numbers")

    def __init__(self, numbers: NDArray[np.int64], languages: NDArray[np.int64], cosines: NDArray[np.float32]) -> None:
        self.numbers = numbers
        self.languages = languages
        self.cosines = cosines


class Store(Protocol):
    """A database that holds an index. Every method may raise ``StoreError``."""

    def transaction(self, *, writing: bool) -> AbstractContextManager[None]:
        """Run what is inside as one: all of it is kept or none, and nobody sees a part. One may write at a time."""
        ...

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and give its rows."""
        ...

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of many rows of values."""
        ...

    def put_vectors(
        self,
        space: int,
        *,
        numbers: Sequence[int],
        languages: Sequence[int],
        days: Sequence[int],
        codes: NDArray[np.int8],
        coarse: NDArray[np.uint8],
        cells: Sequence[int],
    ) -> None:
        """
        Keep search codes of articles.

        *Shape of the codes:* ``(len(numbers), n_search_axes)`` and ``(len(numbers), COARSE_BYTES)``; cells are those nearest to
        each.
        """
        ...

    def drop_vectors(self, space: int, numbers: Iterable[int]) -> None:
        """Forget the search codes of articles."""
        ...

    def nearest(
        self,
        space: int,
        code: NDArray[np.int8],
        table: NDArray[np.float32],
        cells: NDArray[np.intp],
        *,
        days: tuple[int, int] | None,
        n: int,
    ) -> Near:
        """
        Find the articles nearest to a code, and those nearest in each language.

        Args:
            space: Which vectors to search.
            code: What to search for. *Shape:* ``(n_search_axes,)``
            table: Of the code, by which coarse codes are compared with it. *Shape:* ``(COARSE_BYTES, 256)``
            cells: The cells, the nearest first. *Shape:* ``(n_cells,)``
            days: First and last day of publication that count, or ``None`` for all.
            n: As ``candidates_by_meaning``: so many of all, and as many again shared out over the languages.
        """
        ...

    def verify(self) -> list[str]:
        """Say what is wrong with the database itself; nothing if it is whole."""
        ...

    def compact(self) -> None:
        """Give back the room of what was removed."""
        ...

    def size(self) -> int:
        """Give the bytes that the database takes."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def select_nearest(
    numbers: NDArray[np.integer[Any]], languages: NDArray[np.integer[Any]], cosines: NDArray[np.float32], n: int
) -> Near:
    """Of vectors already compared, take the ``n`` nearest and as many again shared out over the languages."""
    if not len(numbers):
        return Near(numbers.astype(np.int64), languages.astype(np.int64), cosines)
    best = _best(cosines, _PLENTY * n)
    kept = [_first(numbers, cosines, best, n)]
    found = np.flatnonzero(np.bincount(languages))
    if len(found) > 1:
        n_each = max(1, n // len(found))
        among = languages[best]
        for language in found.tolist():
            rows = best[among == language]
            # Where so many of a language are among the best of all, they are its best.
            kept.append(_first(numbers, cosines, rows if len(rows) >= n_each else np.flatnonzero(languages == language), n_each))
    chosen = np.unique(np.concatenate(kept))
    return Near(numbers[chosen].astype(np.int64), languages[chosen].astype(np.int64), cosines[chosen])


def _best(cosines: NDArray[np.float32], n: int) -> NDArray[np.intp]:
    """Give the rows that are at least as near as the ``n``-th nearest."""
    if len(cosines) <= n:
        return np.arange(len(cosines))
    return np.flatnonzero(cosines >= np.partition(cosines, len(cosines) - n)[len(cosines) - n])


def _first(numbers: NDArray[np.integer[Any]], cosines: NDArray[np.float32], rows: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Give the ``n`` nearest of some rows; of two that are as near the one with the lesser number."""
    rows = rows[_best(cosines[rows], n)]
    return rows[np.lexsort((numbers[rows], -cosines[rows]))[:n]]
