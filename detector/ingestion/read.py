"""
Find the articles in files and folders.

In: paths. Out: articles, one after the other, in a fixed order. Whatever cannot be read is handed to the caller with its reason
and never stops the run.
"""

from __future__ import annotations

import dataclasses
import io
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from detector.datatypes import Article, SkippedFile
from detector.errors import DetectorError, SourceNotFoundError, UnreadableArticleError, UnsupportedFormatError
from detector.ingestion.formats.format import PEEK_BYTES, Budget, Container, Limits, Member, Refilled
from detector.ingestion.formats.known import choose
from detector.ingestion.formats.record import Record
from detector.settings import Settings

logger = logging.getLogger(__name__)

STANDARD_INPUT = "-"

_ANSWERS = "gold.csv"
"""Not read: the answers of a corpus for ``evaluate``."""
_BUFFER = 1 << 16


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file to read, and the names that its articles may take."""

    file: Path
    name: str
    """Below the folder scanned, with slashes; of a single file its name."""
    full_name: str
    """As reached from the path that was given."""
    is_given: bool = False
    """Whether it was asked for by its own path, and so is waited for, if it is a pipe."""


def read(
    *paths: str | Path, settings: Settings | None = None, on_skip: Callable[[SkippedFile], None] | None = None
) -> Iterator[Article]:
    """
    Read articles from files, folders (with the folders in them) and standard input.

    Files are read in order of name below each path, hidden ones not at all, those in an archive in the order in which they were
    packed. An article's id is the one that its record gives,
    else its path below the folder, with ``#7`` for the seventh record of a file; where two paths lead to one name, the later one
    is told apart by its fuller path.

    Args:
        paths: Files and folders; ``-`` is standard input, told by its content.
        settings: ``max_file_bytes``, ``max_expansion``, ``max_unpacked_bytes`` and ``max_nesting`` bound what is read, ``fields``
            names the fields of records. ``None`` is the defaults.
        on_skip: Takes each file or record that was not read. ``None`` logs a warning.

    Raises:
        SourceNotFoundError: If a path does not exist; before anything is read.
    """
    for path in paths:
        if str(path) != STANDARD_INPUT and not Path(path).exists():
            raise SourceNotFoundError(str(path))
    settings = settings or Settings()
    limits = Limits(**{field.name: getattr(settings, field.name) for field in dataclasses.fields(Limits)})
    return _read_all(paths, limits, on_skip or _log_skip)


def _log_skip(skipped: SkippedFile) -> None:
    logger.warning("skipped %s: %s", skipped.path, skipped.reason)


def _read_all(paths: tuple[str | Path, ...], limits: Limits, on_skip: Callable[[SkippedFile], None]) -> Iterator[Article]:
    taken: set[str] = set()
    read_files: dict[str, str] = {}
    for path in paths:
        for source in _sources(path, on_skip):
            real = STANDARD_INPUT if source.name == STANDARD_INPUT else os.path.realpath(source.file)
            if real in read_files:
                on_skip(SkippedFile(path=source.full_name, reason=f"a file is read once, was already read as {read_files[real]}"))
                continue
            read_files[real] = source.name
            for record in _read_source(source, limits):
                if isinstance(record, SkippedFile):
                    on_skip(record)
                    continue
                article, has_own_id = record
                if not has_own_id and article.id in taken:
                    article = dataclasses.replace(article, id=article.id.replace(source.name, source.full_name, 1))
                taken.add(article.id)
                yield article


def _sources(path: str | Path, on_skip: Callable[[SkippedFile], None]) -> Iterator[_Source]:
    if str(path) == STANDARD_INPUT:
        yield _Source(file=Path(STANDARD_INPUT), name=STANDARD_INPUT, full_name=STANDARD_INPUT)
        return
    root = Path(path)
    if not root.is_dir():
        yield _Source(file=root, name=root.name, full_name=root.as_posix(), is_given=True)
        return
    files = sorted(_walk(root, on_skip))
    if not files:
        on_skip(
            SkippedFile(path=root.as_posix(), reason="a folder must hold articles, held no file; check that it is the right one")
        )
    for name in files:
        yield _Source(file=root / name, name=name, full_name=(PurePosixPath(root.as_posix()) / name).as_posix())


def _walk(root: Path, on_skip: Callable[[SkippedFile], None]) -> Iterator[str]:
    """List the files below a folder; a folder that a link leads back into is entered once."""
    entered: set[tuple[int, int]] = set()
    waiting = [""]
    # One after the other: to call itself for each folder in a folder ends at a thousand.
    while waiting:
        below = waiting.pop()
        folders: list[str] = []
        try:
            status = (root / below).stat()
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(root / below) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if _is_folder(entry):
                        folders.append(f"{below}{entry.name}/")
                    else:
                        yield f"{below}{entry.name}"
        except OSError as error:
            name = (PurePosixPath(root.as_posix()) / below).as_posix()
            reason = f"a folder must be readable, was not: {error.strerror}; change its permissions"
            on_skip(SkippedFile(path=name, reason=reason))
        waiting += sorted(folders, reverse=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read_source(source: _Source, limits: Limits) -> Iterator[Record]:
    try:
        if source.name == STANDARD_INPUT:
            yield from _read_stream(io.BufferedReader(Refilled(sys.stdin.buffer), _BUFFER), source.name, limits)
            return
        status = source.file.stat()
        if not stat.S_ISREG(status.st_mode) and not source.is_given:
            raise UnsupportedFormatError(source.name, "only regular files are read, was a pipe, socket or device; remove it")
        with source.file.open("rb") as stream:
            before = _state(stream)
            yield from _read_stream(stream, source.name, limits)
            if _state(stream) != before:
                reason = "a file must stay as it is while it is read, was changed; what was read of it is kept, read it again"
                yield SkippedFile(path=source.name, reason=reason)
    except UnreadableArticleError as error:
        yield SkippedFile(path=error.path, reason=error.reason)
    except DetectorError as error:
        yield SkippedFile(path=source.name, reason=str(error))
    except OSError as error:
        yield SkippedFile(
            path=source.name,
            reason=f"a file must be readable, was not: {error.strerror or error}; change its permissions or remove it",
        )


def _state(stream: BinaryIO) -> tuple[int, int]:
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns


def _read_stream(stream: io.BufferedReader, path: str, limits: Limits) -> Iterator[Record]:
    return _read_file(Member(path=path, name=path, stream=stream), limits, Budget(path, limits), 0)


def _read_file(file: Member, limits: Limits, budget: Budget, depth: int) -> Iterator[Record]:
    """Read a file on disk or in a container, which may be a container itself, ``depth`` containers within the outermost file."""
    start = file.stream.peek(PEEK_BYTES)[:PEEK_BYTES]
    if not start:
        raise UnreadableArticleError(file.path, "a file must hold text, was empty; remove it or fill it")
    if PurePosixPath(file.name).name.lower() == _ANSWERS:
        raise UnsupportedFormatError(
            file.path, "a file must hold articles, was gold.csv: the answers of a corpus, not an article"
        )
    kind = "news"
    is_empty = True
    try:
        known = choose(start, file.name, file.path)
        kind = known.name
        if isinstance(known, Container):
            yield from _read_members(known, file, limits, budget, depth)
            return
        for record in known.parse(file.stream, file.path, file.path, limits):
            is_empty = False
            yield record
    except (DetectorError, OSError):
        raise
    except Exception as error:
        # Whatever a reader did not foresee of a file, the next file can still be read.
        logger.exception("%s could not be read as %s", file.path, kind)
        reason = f"a {kind} file must be as its standard has it, was not: {type(error).__name__} ({error}); save it anew"
        raise UnreadableArticleError(file.path, reason) from error
    if is_empty:
        yield SkippedFile(path=file.path, reason=f"a file must hold an article or more, was {kind} without any; remove it")


def _read_members(container: Container, file: Member, limits: Limits, budget: Budget, depth: int) -> Iterator[Record]:
    if depth >= limits.max_nesting:
        raise UnreadableArticleError(
            file.path, f"at most {limits.max_nesting} containers within one another are opened (max_nesting), was one more"
        )
    for member in container.members(file.stream, file.path, limits, budget, depth == 0):
        yield from [member] if isinstance(member, SkippedFile) else _read_member(member, limits, budget, depth + 1)


def _read_member(member: Member, limits: Limits, budget: Budget, depth: int) -> Iterator[Record]:
    try:
        yield from _read_file(member, limits, budget, depth)
    except UnreadableArticleError as error:
        # What is wrong with what the member is packed in is not the member's alone: there is nothing to go on with.
        if not error.path.startswith(member.path):
            raise
        yield SkippedFile(path=error.path, reason=error.reason)
