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
from detector.ingestion.formats.encoding import has_byte_order_mark
from detector.ingestion.formats.html import parse_html
from detector.ingestion.formats.jsonlines import parse_json, parse_json_lines, parse_packed_json_lines
from detector.ingestion.formats.plain import parse_plain
from detector.ingestion.formats.record import Record
from detector.settings import Settings

logger = logging.getLogger(__name__)

STANDARD_INPUT = "-"

_LINES = (".jsonl", ".ndjson")
_PACKED_LINES = (".jsonl.gz", ".ndjson.gz")
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_TABLES = (".csv", ".tsv")
_PEEK = 4096


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file to read, and the names that its articles may take."""

    file: Path
    name: str
    """Below the folder scanned, with slashes; of a single file its name."""
    full_name: str
    """As reached from the path that was given."""


def read(
    *paths: str | Path, settings: Settings | None = None, on_skip: Callable[[SkippedFile], None] | None = None
) -> Iterator[Article]:
    """
    Read articles from files, folders (with the folders in them) and standard input.

    Files are read in order of name below each path, hidden ones not at all. An article's id is the one that its record gives,
    else its path below the folder, with ``#7`` for the seventh record of a file; where two paths lead to one name, the later one
    is told apart by its fuller path.

    Args:
        paths: Files and folders; ``-`` is standard input: JSON Lines, JSON, HTML or text, found by its content.
        settings: ``max_file_bytes`` bounds a file, or a line of JSON Lines. ``None`` is the defaults.
        on_skip: Takes each file or record that was not read. ``None`` logs a warning.

    Raises:
        SourceNotFoundError: If a path does not exist; before anything is read.
    """
    for path in paths:
        if str(path) != STANDARD_INPUT and not Path(path).exists():
            raise SourceNotFoundError(str(path))
    return _read_all(paths, (settings or Settings()).max_file_bytes, on_skip or _log_skip)


def _log_skip(skipped: SkippedFile) -> None:
    logger.warning("skipped %s: %s", skipped.path, skipped.reason)


def _read_all(paths: tuple[str | Path, ...], max_bytes: int, on_skip: Callable[[SkippedFile], None]) -> Iterator[Article]:
    taken: set[str] = set()
    read_files: dict[str, str] = {}
    for path in paths:
        for source in _sources(path, on_skip):
            real = STANDARD_INPUT if source.name == STANDARD_INPUT else os.path.realpath(source.file)
            if real in read_files:
                on_skip(SkippedFile(path=source.full_name, reason=f"a file is read once, was already read as {read_files[real]}"))
                continue
            read_files[real] = source.name
            for record in _read_source(source, max_bytes):
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
        yield _Source(file=root, name=root.name, full_name=root.as_posix())
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
    entered: set[str] = set()

    def report(error: OSError) -> None:
        name = Path(error.filename).as_posix() if error.filename else root.as_posix()
        on_skip(SkippedFile(path=name, reason=f"a folder must be readable, was not: {error.strerror}; change its permissions"))

    for folder, subfolders, files in os.walk(root, followlinks=True, onerror=report):
        real = os.path.realpath(folder)
        if real in entered:
            subfolders.clear()
            continue
        entered.add(real)
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in files:
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _read_source(source: _Source, max_bytes: int) -> Iterator[Record]:
    try:
        if source.name == STANDARD_INPUT:
            yield from _read_standard_input(max_bytes)
            return
        status = source.file.stat()
        if not stat.S_ISREG(status.st_mode) and source.name != source.file.name:
            raise UnsupportedFormatError(source.name, "only regular files are read, was a pipe, socket or device; remove it")
        with source.file.open("rb") as stream:
            yield from _read_stream(stream, source.name, max_bytes)
    except UnreadableArticleError as error:
        yield SkippedFile(path=error.path, reason=error.reason)
    except DetectorError as error:
        yield SkippedFile(path=source.name, reason=str(error))
    except OSError as error:
        yield SkippedFile(
            path=source.name,
            reason=f"a file must be readable, was not: {error.strerror or error}; change its permissions or remove it",
        )


def _read_standard_input(max_bytes: int) -> Iterator[Record]:
    stream = io.BufferedReader(sys.stdin.buffer, _PEEK)  # type: ignore[type-var]
    try:
        start = stream.peek(_PEEK)
        if start.startswith(b"\x1f\x8b"):
            yield from parse_packed_json_lines(stream, STANDARD_INPUT, STANDARD_INPUT, max_bytes)
        elif _is_whole_object(start):
            yield from parse_json_lines(stream, STANDARD_INPUT, STANDARD_INPUT, max_bytes)
        else:
            yield from _parse_by_content(_content(stream, STANDARD_INPUT, max_bytes), STANDARD_INPUT)
    finally:
        stream.detach()


def _is_whole_object(start: bytes) -> bool:
    """Tell JSON Lines from JSON laid out over several lines: their first line ends where its object does."""
    line, line_end, _ = start.lstrip().partition(b"\n")
    return line.startswith(b"{") and (not line_end or line.rstrip().endswith(b"}"))


def _read_stream(stream: BinaryIO, name: str, max_bytes: int) -> Iterator[Record]:
    lower = name.lower()
    if lower.endswith(_PACKED_LINES):
        yield from parse_packed_json_lines(stream, name, name, max_bytes)
    elif lower.endswith(_LINES):
        yield from parse_json_lines(stream, name, name, max_bytes)
    elif PurePosixPath(lower).name == "gold.csv":
        raise UnsupportedFormatError(name, "a file must hold articles, was gold.csv: the answers of a corpus, not an article")
    elif lower.endswith(_TABLES):
        raise UnsupportedFormatError(name, "tables are not read, was a table; write its rows as JSON Lines")
    else:
        content = _content(stream, name, max_bytes)
        if lower.endswith(".json"):
            yield from parse_json(content, name, name)
        elif lower.endswith(_HTML):
            yield parse_html(content, name, name), False
        elif lower.endswith(_MARKDOWN):
            yield parse_plain(content, name, name, is_markdown=True), False
        elif lower.endswith((".txt", ".text")):
            yield parse_plain(content, name, name), False
        else:
            yield from _parse_by_content(content, name)


def _parse_by_content(content: bytes, name: str) -> Iterator[Record]:
    start = content[:_PEEK].lstrip().lower()
    if start.startswith((b"{", b"[")) and not start.startswith(b"{\\rtf"):
        yield from parse_json(content, name, name)
    elif start.startswith((b"<!doctype html", b"<html")):
        yield parse_html(content, name, name), False
    elif start.startswith(b"<") and not has_byte_order_mark(content):
        raise UnsupportedFormatError(
            name, "a file must be text, Markdown, HTML, JSON or JSON Lines, was other markup; convert it"
        )
    else:
        yield parse_plain(content, name, name), False


def _content(stream: BinaryIO, name: str, max_bytes: int) -> bytes:
    content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise UnreadableArticleError(
            name, f"a file must be at most {max_bytes} bytes (max_file_bytes), was larger; raise the limit"
        )
    return content
