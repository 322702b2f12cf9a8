"""
Watching: the files of a drop folder, each once it stops changing.

In: a folder, looked at again and again. Out: the articles of files that are new or have changed, and have kept their size and
time from one look to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from detector.datatypes import Article, SkippedFile
from detector.errors import SourceNotFoundError
from detector.index.index import Index
from detector.index.records import Match
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.settings import Settings

_State = tuple[int, int]


class DropFolder:
    """A folder that files are dropped into."""

    def __init__(self, folder: str | Path) -> None:
        """
        Watch a folder; its files are those below it whose names do not begin with a dot.

        Raises:
            SourceNotFoundError: If it is no folder.
        """
        self._folder = Path(folder)
        if not self._folder.is_dir():
            raise SourceNotFoundError(str(folder))
        self._seen: dict[str, _State] = {}
        self._done: dict[str, _State] = {}

    def settled(self) -> list[str]:
        """Look once; give the names of the files that are as they were at the last look and were not given as they are."""
        now: dict[str, _State] = {}
        for path in sorted(self._folder.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            if any(part.startswith(".") for part in Path(name).parts):
                continue
            try:
                status = path.stat()
            except OSError:
                # It was taken away between being listed and being looked at.
                continue
            if path.is_file():
                now[name] = status.st_size, status.st_mtime_ns
        ready = [name for name, state in now.items() if self._seen.get(name) == state and self._done.get(name) != state]
        self._seen = now
        return ready

    def read(self, name: str, settings: Settings, on_skip: Callable[[SkippedFile], None]) -> Iterator[Article]:
        """Read a file's articles; one without an id of its own is named by its place below the folder."""
        state = self._seen[name]
        path = self._folder / name
        for article in read(path, settings=settings, on_skip=on_skip):
            own = article.id.startswith(path.name)
            yield replace(article, id=name + article.id[len(path.name) :], path=name) if own else article
        self._done[name] = state


def take_settled(
    index: Index,
    folder: DropFolder,
    *,
    settings: Settings,
    collection: str | None = None,
    on_skip: Callable[[SkippedFile], None],
) -> Iterator[tuple[str, tuple[Match, ...]]]:
    """
    Look once at a folder and take what has settled into an index: new articles are added, changed ones replaced.

    Returns:
        Each article's id with its matches.
    """
    for name in folder.settled():
        for article in folder.read(name, settings, on_skip):
            skipped: list[SkippedFile] = []
            held = index.get(article.id).article if article.id in index else None
            if held is None:
                matches = index.add(article, collection=collection, on_skip=skipped.append)
            elif (held.title, held.text) == (article.title, article.text):
                continue
            elif too_short := prepare((article,), settings)[1]:
                skipped += too_short
            else:
                matches = index.replace(article, collection=collection)
            for one in skipped:
                on_skip(one)
            if not skipped:
                yield article.id, matches
