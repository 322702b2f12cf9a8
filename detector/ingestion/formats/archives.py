"""
Unpack archives: zip and tar.

In: the stream of an archive. Out: its files as streams, one after the other, in the order in which they were packed; and what in
it is no file to read, with the reason. Nothing is written to disk.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from detector.datatypes import SkippedFile
from detector.errors import UnreadableArticleError, UnsupportedFormatError
from detector.ingestion.formats.format import Budget, Container, Limits, Member, read_whole
from detector.ingestion.formats.packed import CHUNK, Inflater, Unpacked, broken_off

SEPARATOR = "!/"
"""Between the path of an archive and the path within."""
_MAX_DIRECTORY_BYTES = 64 << 20
"""
Bytes of a zip's list of its files, which is held in memory: at 46 bytes or more a file, 1.4 million files at most. Our choice; a
hundred thousand files with names of 60 letters take 11 MB.
"""
_BLOCK = 512
_MAX_NAME_BYTES = 1 << 20
"""Bytes of a long name, or of the other facts, in a tar's header: tar itself writes a few hundred."""

_find_drive = re.compile(r"[A-Za-z]:").match
_find_pax_field = re.compile(rb"(\d{1,7}) ([^=]+)=").match


def _zip_members(
    stream: BinaryIO, path: str, limits: Limits, budget: Budget, is_outermost: bool
) -> Iterator[Member | SkippedFile]:
    if not stream.seekable():
        stream = io.BytesIO(read_whole(stream, path, limits))
    stream.seek(0, io.SEEK_END)
    if is_outermost:
        budget.earn(stream.tell())
    if not _has_directory(stream, path):
        yield from _zip_members_in_order(stream, path, budget)
        return
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise broken_off(path, f"its list of files is damaged ({error})") from error
    with archive:
        _refuse_documents(archive.namelist(), path)
        _refuse_overlaps(archive.infolist(), path)
        seen: set[str] = set()
        for info in archive.infolist():
            if info.is_dir() or _is_hidden(info.filename):
                continue
            where = f"{path}{SEPARATOR}{info.filename}"
            reason = _unfit_name(info.filename, seen)
            if not reason and info.flag_bits & 0x1:
                reason = "a file in an archive must be open to all, was encrypted; unpack it with its password"
            if not reason and info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # The other methods are unpacked by the library without a bound to what comes out at once.
                reason = f"a file in a zip must be stored or deflated, was packed by method {info.compress_type}; pack it anew"
            if reason:
                yield SkippedFile(path=where, reason=reason)
                continue
            try:
                packed = archive.open(info)
            except (zipfile.BadZipFile, NotImplementedError, OSError, struct.error, UnicodeError) as error:
                yield SkippedFile(path=where, reason=f"a file in an archive must be whole, but {error}; unpack it yourself")
                continue
            with packed:
                yield _member(where, _Checked(packed, where, budget))


class _Checked(io.RawIOBase):
    """A file of a zip, whose damage is told as ours and whose bytes are counted."""

    def __init__(self, packed: IO[bytes], path: str, budget: Budget) -> None:
        self._packed = packed
        self._path = path
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._packed.read(len(buffer))
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zlib.error, lzma.LZMAError) as error:
            raise broken_off(self._path, str(error) or "it ends before its end is marked") from error
        self._budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def _has_directory(stream: BinaryIO, path: str) -> bool:
    """
    Whether a zip has the list of its files, which stands at its end.

    Raises:
        UnreadableArticleError: If the list is too long to be held.

    Source:
        PKWARE (2022), APPNOTE.TXT 6.3.10, 4.3.16 and 4.3.14.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    (n_bytes,) = struct.unpack_from("<L", tail, at + 12)
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if n_bytes == 0xFFFFFFFF and large >= 0 and len(tail) - large >= 48:
        (n_bytes,) = struct.unpack_from("<Q", tail, large + 40)
    if n_bytes > _MAX_DIRECTORY_BYTES:
        raise UnreadableArticleError(
            path, f"an archive's list of files must be at most {_MAX_DIRECTORY_BYTES} bytes, was {n_bytes}; pack fewer files"
        )
    return True


def _refuse_documents(names: list[str], path: str) -> None:
    """Raise for what is no archive to its reader: a document or a program that happens to be packed as zip."""
    for mark, kind in _DOCUMENTS.items():
        if mark in names:
            raise UnsupportedFormatError(
                path, f"a file must be text, was binary: {kind}; save it as text, Markdown, HTML, JSON or JSON Lines"
            )


_DOCUMENTS = {
    "[Content_Types].xml": "Microsoft Office (.docx, .xlsx, .pptx)",
    "mimetype": "an OpenDocument file or an e-book (.odt, .ods, .epub)",
    "META-INF/MANIFEST.MF": "a program (.jar, .apk)",
}
"""Files that each of a kind holds. Source: ECMA-376 part 2; OpenDocument 1.3 part 2; EPUB OCF 3.3; the JAR specification."""


def _refuse_overlaps(infos: list[zipfile.ZipInfo], path: str) -> None:
    """
    Raise if two files of a zip are made of the same bytes, as only a bomb's are.

    Source:
        Fifield (2019), A better zip bomb.
    """
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UnreadableArticleError(path, "files in an archive must not overlap, did; it was made to do harm, remove it")
        end = info.header_offset + 30 + len(info.orig_filename) + info.compress_size


def _zip_members_in_order(stream: BinaryIO, path: str, budget: Budget) -> Iterator[Member | SkippedFile]:
    """
    Unpack a zip without its list, as a download that broke off is, by what stands before each file.

    Source:
        PKWARE (2022), APPNOTE.TXT 6.3.10, 4.3.7.
    """
    seen: set[str] = set()
    while len(header := stream.read(30)) == 30 and header.startswith(b"PK\x03\x04"):
        flags, method, n_packed, n_name, n_extra = struct.unpack("<6xHH8xL4xHH", header)
        name = stream.read(n_name).decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
        stream.read(n_extra)
        start = stream.tell()
        where = f"{path}{SEPARATOR}{name}"
        reason = _unfit_name(name, seen) if not name.endswith("/") else ""
        is_sized = not flags & 0x8 and n_packed != 0xFFFFFFFF
        if flags & 0x1 or method not in (0, 8) or not (is_sized or method == 8):
            reason = reason or "it cannot be unpacked without the archive's list of files, which is not there"
        if reason or name.endswith("/") or _is_hidden(name):
            if reason:
                yield SkippedFile(path=where, reason=reason)
            if not is_sized:
                break
        elif method == 0:
            yield _member(where, _Piece(stream, n_packed, path))
        else:
            unpacked = Unpacked(stream, lambda: Inflater(-zlib.MAX_WBITS), path, budget, is_outermost=False, is_one=True)
            yield (member := _member(where, unpacked))
            while member.stream.read(CHUNK):
                pass
            if not is_sized:
                stream.seek(-len(unpacked.unused_data), io.SEEK_CUR)
                _skip_descriptor(stream)
        if is_sized:
            stream.seek(start + n_packed)
    raise broken_off(path, "it ends before the list of its files")


def _skip_descriptor(stream: BinaryIO) -> None:
    """Move behind the sizes that follow a file, with or without a mark before them, to the next file."""
    sizes = stream.read(28)
    at = sizes.find(b"PK\x03\x04")
    stream.seek((at if at >= 0 else len(sizes)) - len(sizes), io.SEEK_CUR)


def _tar_members(
    stream: BinaryIO, path: str, limits: Limits, budget: Budget, is_outermost: bool
) -> Iterator[Member | SkippedFile]:
    """
    Unpack a tar.

    ``tarfile`` takes headers of any length into memory and ends without a word where one is damaged, so it is asked for single
    headers only.

    Source:
        IEEE Std 1003.1-2017, pax, ustar and pax interchange format; GNU tar manual, basic tar format.
    """
    del limits  # nothing grows here
    seen: set[str] = set()
    facts: dict[str, str] = {}
    while True:
        block = stream.read(_BLOCK)
        if len(block) == _BLOCK and not block.strip(b"\x00"):
            return
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError) as error:
            raise broken_off(path, f"a header is damaged or missing ({error})") from error
        if info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME):
            facts |= _long_facts(_taken(stream, info.size, path), info.type)
            continue
        if info.type in (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK):
            _Piece(stream, info.size, path).finish()
            continue
        name = (facts.get("path") or info.name).removeprefix("./")
        size = int(facts["size"]) if _is_size(facts.get("size", "")) else info.size
        if size < 0:
            raise broken_off(path, "a header is damaged (a size below 0)")
        is_sparse = info.type == tarfile.GNUTYPE_SPARSE or any(fact.startswith("GNU.sparse.") for fact in facts)
        facts = {}
        if info.type == tarfile.GNUTYPE_SPARSE:
            _skip_map(stream, block)
        has_data = info.isreg() or info.type not in tarfile.SUPPORTED_TYPES
        data = _Piece(stream, size if has_data else 0, path, budget if is_outermost else None)
        if not info.isdir() and not _is_hidden(name):
            where = f"{path}{SEPARATOR}{name}"
            reason = _unfit_name(name, seen)
            if not reason and (is_sparse or not info.isreg()):
                kind = "sparse file" if is_sparse else "link" if info.issym() or info.islnk() else "device, pipe or unknown thing"
                reason = f"only regular files are read, was a {kind}; put the file itself into the archive"
            if reason:
                yield SkippedFile(path=where, reason=reason)
            else:
                yield _member(where, data)
        data.finish()


class _Piece(io.RawIOBase):
    """So many bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int, path: str, budget: Budget | None = None) -> None:
        self._stream = stream
        self._budget = budget
        self._path = path
        self._left = size
        self._padding = -size % _BLOCK

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(min(len(buffer), self._left))
        if not piece and self._left and len(buffer):
            raise broken_off(self._path, "it ends within a file")
        self._left -= len(piece)
        if self._budget is not None:
            self._budget.earn(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)

    def finish(self) -> None:
        """Move the stream behind the piece, and behind what fills its last block up."""
        self._left += self._padding
        self._padding = 0
        while self._left:
            self.read(min(self._left, CHUNK))


def _member(path: str, raw: io.RawIOBase) -> Member:
    return Member(path=path, name=_file_name(path), stream=io.BufferedReader(raw, CHUNK))


def _skip_map(stream: BinaryIO, block: bytes) -> None:
    """Move behind the blocks that continue the map of a sparse file; a byte of each says whether another one follows."""
    goes_on = block[482:483]
    while goes_on.strip(b"\x00"):
        goes_on = stream.read(_BLOCK)[504:505]


def _is_size(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) < 20


def _taken(stream: BinaryIO, size: int, path: str) -> bytes:
    if not 0 <= size <= _MAX_NAME_BYTES:
        raise broken_off(path, f"a header is damaged (a name of {size} bytes)")
    content = stream.read(size + -size % _BLOCK)
    return content[:size]


def _long_facts(content: bytes, kind: bytes) -> dict[str, str]:
    """Read what a header that precedes another one says of the file: its long name, or fields ``length name=value``."""
    if kind == tarfile.GNUTYPE_LONGNAME:
        return {"path": content.partition(b"\x00")[0].decode("utf-8", "surrogateescape")}
    facts = {}
    while found := _find_pax_field(content):
        length = int(found[1])
        facts[found[2].decode("utf-8", "replace")] = content[found.end() : length - 1].decode("utf-8", "surrogateescape")
        if length <= 0:
            break
        content = content[length:]
    return facts


def _file_name(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in name.replace("\\", "/").split("/"))


def _unfit_name(name: str, seen: set[str]) -> str:
    """Give the reason why a name cannot stand for a file in an archive, or nothing; a name that can is seen from now on."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ".." in plain.split("/") or _find_drive(plain) or "\x00" in plain:
        return f"a name in an archive must stay inside it, was: {name}; pack it anew"
    if plain in seen:
        return "a name must stand once in an archive, came again; the first was read"
    seen.add(plain)
    return ""


ZIP = Container(
    name="zip",
    suffixes=(".zip",),
    recognises=lambda start: start.startswith((b"PK\x03\x04", b"PK\x05\x06")),
    members=_zip_members,
)
TAR = Container(
    name="tar",
    suffixes=(".tar",),
    recognises=lambda start: start[257:262] == b"ustar",
    members=_tar_members,
)
