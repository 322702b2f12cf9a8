"""
Unpack single files: gzip, bzip2 and xz.

In: a packed stream. Out: the stream of what is in it, which counts what it gives and breaks off with a reason.
"""

from __future__ import annotations

import bz2
import functools
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from detector.datatypes import SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Budget, Container, Limits, Member

CHUNK = 1 << 16
_LZMA_MEMORY = 128 << 20
"""Bytes that unpacking xz may take: its strongest preset needs 65 MB, a hostile file asks for 4 GB. Source: xz(1)."""


class Unpacker(Protocol):
    """What unpacks one packed stream: the objects of ``bz2`` and ``lzma``, and ``Inflater``."""

    @property
    def eof(self) -> bool:
        """Whether the packed stream came to its end."""

    @property
    def unused_data(self) -> bytes:
        """What was taken beyond its end."""

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing more to give without more of the packed stream."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Give the next bytes, at most so many."""


class Inflater:
    """``zlib``'s decompressor with the interface of the other two."""

    def __init__(self, window_bits: int) -> None:
        self._inflate = zlib.decompressobj(window_bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the packed stream came to its end."""
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        """What followed its end."""
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Give the next bytes, at most so many."""
        piece = self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)
        # What is full may have more to give, though all that was put in is taken.
        self.needs_input = not self._inflate.unconsumed_tail and len(piece) < max_length
        return piece


class Unpacked(io.RawIOBase):
    """The stream of what is in a packed one; several packed streams one after the other are one."""

    def __init__(
        self,
        stream: BinaryIO,
        new: Callable[[], Unpacker],
        path: str,
        budget: Budget,
        *,
        is_outermost: bool,
        is_one: bool = False,
    ) -> None:
        self._stream = stream
        self._new = new
        self._unpacker = new()
        self._path = path
        self._budget = budget
        self._is_outermost = is_outermost
        self._is_one = is_one
        """Whether what follows the first packed stream is left alone."""

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; fewer bytes than it holds are the last ones."""
        n_read = 0
        try:
            while n_read < len(buffer) and (piece := self._next(len(buffer) - n_read)):
                buffer[n_read : n_read + len(piece)] = piece
                n_read += len(piece)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            # What came out before is handed on first; the damage is found again when more is asked for.
            if n_read == 0:
                raise broken_off(self._path, str(error)) from error
        self._budget.spend(n_read)
        return n_read

    def _next(self, n_bytes: int) -> bytes:
        while True:
            if self._unpacker.eof:
                rest = b"" if self._is_one else self._unpacker.unused_data.lstrip(b"\x00") or self._take().lstrip(b"\x00")
                if not rest:
                    return b""
                self._unpacker = self._new()
            elif self._unpacker.needs_input:
                rest = self._take()
                if not rest:
                    raise EOFError("it ends before its end is marked")
            else:
                rest = b""
            if piece := self._unpacker.decompress(rest, n_bytes):
                return piece

    @property
    def unused_data(self) -> bytes:
        """What was taken of the packed stream beyond its end."""
        return self._unpacker.unused_data

    def _take(self) -> bytes:
        piece = self._stream.read(CHUNK)
        if self._is_outermost:
            self._budget.earn(len(piece))
        return piece


def broken_off(path: str, found: str) -> UnreadableArticleError:
    """Make the error of a packed file that cannot be unpacked to its end."""
    return UnreadableArticleError(path, f"a packed file must be whole, but {found}; what came before was read, fetch it again")


def _one_member(
    stream: BinaryIO, path: str, limits: Limits, budget: Budget, is_outermost: bool, *, new: Callable[[], Unpacker]
) -> Iterator[Member | SkippedFile]:
    del limits  # kept by the budget
    name = PurePosixPath(path).name
    lower = name.lower()
    packing = next((ending for ending in _INNER_SUFFIX if lower.endswith(ending)), "")
    inner = name[: len(name) - len(packing)] + _INNER_SUFFIX.get(packing, "")
    unpacked = Unpacked(stream, new, path, budget, is_outermost=is_outermost)
    # A file that was packed alone keeps its path: what it was packed with is no place.
    yield Member(path=path, name=inner, stream=io.BufferedReader(unpacked, CHUNK))


_INNER_SUFFIX = {".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}
"""Suffixes of packed files, and what stands in their place on what is in them."""

GZIP = Container(
    name="gzip",
    suffixes=(".gz", ".tgz"),
    recognises=lambda start: start.startswith(b"\x1f\x8b"),
    members=functools.partial(_one_member, new=lambda: Inflater(zlib.MAX_WBITS | 16)),
)
BZIP2 = Container(
    name="bzip2",
    suffixes=(".bz2", ".tbz2", ".tbz"),
    recognises=lambda start: start[:3] == b"BZh" and start[4:10] == b"1AY&SY",
    members=functools.partial(_one_member, new=bz2.BZ2Decompressor),
)
XZ = Container(
    name="xz",
    suffixes=(".xz", ".txz"),
    recognises=lambda start: start.startswith(b"\xfd7zXZ\x00"),
    members=functools.partial(_one_member, new=lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY)),
)
