"""
What a format is: how it is told from others, and how its articles are read; and what a container of files is.

Each module of this folder that reads a format offers one value of ``Format``, one that unpacks files a value of ``Container``;
``known`` lists them, ``read`` asks them in turn.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from detector.datatypes import SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.record import Record

_HARMLESS_BYTES = 10_000_000
"""What may be unpacked of any file, however little it was packed: less is done in no time. Our choice."""
PEEK_BYTES = 4096
"""Bytes of a file's start by which its format is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    What a run asks of every reader; see ``Settings`` for the defaults.

    Mostly how much it takes before it stops, so that no file can exhaust the machine.
    """

    max_file_bytes: int
    """Bytes of what must be held whole: a page, a message, a document, a line or a record."""
    max_expansion: int = 200
    """Times that unpacked content may be larger than what was packed; articles reach about 10, gzip allows 1032."""
    max_unpacked_bytes: int = 100_000_000_000
    """Bytes that are unpacked of one file, with all that is packed in it."""
    max_nesting: int = 5
    """Containers within one another that are opened; ``.tar.gz`` is two."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Names of a record's fields as the caller declares them, ours to theirs; empty: the usual names."""

    def is_bomb(self, n_packed: int, n_unpacked: int) -> bool:
        """Whether so many bytes are more than may come out of so many, and enough to do harm."""
        return n_unpacked > min(self.max_file_bytes, _HARMLESS_BYTES) and n_unpacked > self.max_expansion * n_packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format, or a family of formats that are read alike."""

    name: str
    """As a message to the user calls it: ``NewsML-G2``, ``e-mail``."""
    suffixes: tuple[str, ...]
    """Of file names, in small letters with their dot; content that is recognised goes before them."""
    recognises: Callable[[bytes], bool]
    """Tells from a file's first ``PEEK_BYTES`` bytes whether it certainly is of this format."""
    parse: Callable[[BinaryIO, str, str, Limits], Iterator[Record]]
    """
    Reads a stream: takes it, the path to name in messages, the default id and the limits; yields a record an article.

    It reads piece by piece, holding no more than one article of a file of many. A record that cannot be read is yielded as a
    ``SkippedFile`` named ``path:place`` and the others go on; a file of which nothing can be read raises
    ``UnreadableArticleError``.
    The ids of a file's several articles are ``default_id#1``, ``default_id#2`` … where they have none of their own.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a container; its stream is there until the next member is asked for."""

    path: str
    """Names it in messages and as an article's path: ``archive.zip!/inner/page.html``."""
    name: str
    """The file's own name, by whose suffix its format may be told."""
    stream: io.BufferedReader


class Budget:
    """
    What may still be unpacked of one file, whatever is nested in it.

    Raises:
        UnreadableArticleError: By ``spend``, named after that file, when what came out is more than ``max_unpacked_bytes``, or
            more than 10 MB (or ``max_file_bytes``) and more than ``max_expansion`` times what was packed.
    """

    def __init__(self, path: str, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._n_packed = 0
        self._n_unpacked = 0

    def earn(self, n_packed: int) -> None:
        """Count bytes taken from the outermost file."""
        self._n_packed += n_packed

    def spend(self, n_unpacked: int) -> None:
        """Count bytes that came out of some packing."""
        limits = self._limits
        self._n_unpacked += n_unpacked
        if self._n_unpacked > limits.max_unpacked_bytes:
            raise UnreadableArticleError(
                self._path,
                f"at most {limits.max_unpacked_bytes} bytes are unpacked of one file (max_unpacked_bytes), there were more; "
                "what came before was read, unpack it yourself",
            )
        if limits.is_bomb(self._n_packed, self._n_unpacked):
            raise UnreadableArticleError(
                self._path,
                f"a packed file must not grow more than {limits.max_expansion} times (max_expansion), did after "
                f"{self._n_unpacked} bytes; what came before was read, unpack it yourself",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A kind of file that holds files: an archive, or one file packed."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    """These three as in ``Format``."""
    members: Callable[[BinaryIO, str, Limits, Budget, bool], Iterator[Member | SkippedFile]]
    """
    Unpacks a stream: takes it, its path, the limits, the budget and whether this is the outermost container, whose bytes are what
    the budget earns; yields its files one after the other, and what is no file to read with the reason. What cannot be unpacked
    further raises ``UnreadableArticleError`` named after the container.
    """


def read_whole(stream: BinaryIO, path: str, limits: Limits) -> bytes:
    """
    Give all bytes of a file that must be held whole.

    Raises:
        UnreadableArticleError: If there are more than ``max_file_bytes``; no more than that is read.
    """
    content = stream.read(limits.max_file_bytes + 1)
    if len(content) > limits.max_file_bytes:
        raise UnreadableArticleError(
            path, f"a file must be at most {limits.max_file_bytes} bytes (max_file_bytes), was larger; raise the limit"
        )
    return content


class Refilled(io.RawIOBase):
    """A stream read from its start again, some of which was taken; each read is filled as far as the stream goes."""

    def __init__(self, stream: BinaryIO, start: bytes = b"") -> None:
        self._stream = stream
        self._start = memoryview(start)

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; fewer bytes than it holds are the last ones."""
        n_read = min(len(buffer), len(self._start))
        buffer[:n_read] = self._start[:n_read]
        self._start = self._start[n_read:]
        while n_read < len(buffer) and (piece := self._stream.read(len(buffer) - n_read)):
            buffer[n_read : n_read + len(piece)] = piece
            n_read += len(piece)
        return n_read
