"""
What a format is: how it is told from others, and how its articles are read.

Each module of this folder that reads a format offers one value of ``Format``; ``read`` asks them in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from detector.ingestion.formats.record import Record

PEEK_BYTES = 4096
"""Bytes of a file's start by which its format is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a reader takes before it stops, so that no file can exhaust the machine; see ``Settings`` for the defaults."""

    max_file_bytes: int
    """Bytes of what must be held whole: a page, a message, a document, a line or a record."""
    max_expansion: int = 200
    """Times that unpacked content may be larger than what was packed; articles reach about 10, gzip allows 1032."""


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
