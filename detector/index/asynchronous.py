"""
The index for web workers: the same questions, awaited.

In: what ``Index`` takes. Out: what it gives. The work runs in a thread, so that the loop goes on meanwhile; one thread, so that
calls are done in the order in which they were made.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from detector.errors import StoreError
from detector.index.index import Index

_AWAITED = frozenset(
    (
        "add", "agreement", "became", "changes", "clusters", "compact", "confirm", "decisions", "expire", "get", "lead", "match",
        "never_merge", "rebuild", "remove", "replace", "revoke", "split", "stats", "verify",
    )
)  # fmt: skip


class AsyncIndex:
    """An index each of whose methods is awaited; ``async with await AsyncIndex.open(path) as index``."""

    def __init__(self, index: Index, pool: ThreadPoolExecutor) -> None:
        self._index = index
        self._pool = pool
        self._is_closed = False

    @staticmethod
    async def open(path: str | Path, **options: Any) -> AsyncIndex:  # noqa: ANN401  (what Index.open takes)
        """Open an index, with the arguments and errors of ``Index.open``."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="detector-index")
        try:
            index = await asyncio.get_running_loop().run_in_executor(pool, functools.partial(Index.open, path, **options))
        except BaseException:
            pool.shutdown()
            raise
        return AsyncIndex(index, pool)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Give a method of ``Index`` to be awaited."""
        if name not in _AWAITED:
            raise AttributeError(f"AsyncIndex has no {name}")
        method = getattr(self._index, name)

        async def awaited(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            if self._is_closed:
                raise StoreError("an index must be open to be used, was: closed")
            call = functools.partial(method, *arguments, **options)
            return await asyncio.get_running_loop().run_in_executor(self._pool, call)

        return awaited

    async def close(self) -> None:
        """Let go of the file, when what was asked before is done; once more does nothing."""
        if not self._is_closed:
            self._is_closed = True
            await asyncio.get_running_loop().run_in_executor(self._pool, self._index.close)
            self._pool.shutdown()

    async def __aenter__(self) -> AsyncIndex:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
