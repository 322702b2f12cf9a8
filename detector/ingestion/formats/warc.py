"""
Read web crawls: WARC 1.0 and 1.1.

In: a stream of records; ``packed`` unpacks them first, whether they were packed one by one or all at once. Out: an article for
each page, plain text or JSON that a server answered with or that a crawler made of one. Requests, pictures, errors and answers
that a crawl has already (``revisit``) are passed over. It is read record by record.
"""

from __future__ import annotations

import dataclasses
import email.parser
import io
import logging
import zlib
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO, cast

import brotli
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from detector.datatypes import Article, SkippedFile
from detector.errors import DetectorError, UnreadableArticleError
from detector.ingestion.formats.encoding import decode_labelled
from detector.ingestion.formats.format import Format, Limits
from detector.ingestion.formats.html import parse_html
from detector.ingestion.formats.jsondocument import parse_json
from detector.ingestion.formats.plain import parse_plain
from detector.ingestion.formats.record import Record, parse_date

logger = logging.getLogger(__name__)

_READ = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
_PAGES = ("text/html", "application/xhtml+xml")
_JSON = ("application/json", "application/ld+json")
_PIECE = 1 << 16
_MAX_ENCODINGS = 3
"""Encodings one within the other; servers use one."""


def _parse(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    passed: Counter[str] = Counter()
    number = n_read = 0
    try:
        for record in ArchiveIterator(cast(BinaryIO, _Bytes(stream)), parse_http=False):
            number += 1
            where = f"{path}:{number}"
            content = b"".join(_pieces(record, limits.max_file_bytes))
            n_bytes = len(content)
            while piece := record.reader.read(_PIECE):
                n_bytes += len(piece)
            for result in _read_record(record, content, path, f"{default_id}#{number}", limits):
                if isinstance(result, str):
                    passed[result] += 1
                else:
                    n_read += 1
                    yield result if not isinstance(result, SkippedFile) else SkippedFile(path=where, reason=result.reason)
            if n_bytes < record.content_length:
                yield SkippedFile(path=where, reason="a record must be whole, but the file ends in it; fetch it again")
    except OSError as error:
        reason = f"a crawl must be whole, but after record {number}: {error}; what came before was read, fetch it again"
        if not n_read:
            raise UnreadableArticleError(path, reason) from error
        yield SkippedFile(path=f"{path}:{number + 1}", reason=reason)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items())) or "no record"
    if not n_read and not passed.total():
        raise UnreadableArticleError(path, "a crawl must hold records, held none; fetch it again")
    if not n_read:
        raise UnreadableArticleError(
            path, f"a crawl must hold pages that were answered, held {told}; look for another part of it"
        )
    logger.info("%s: passed over %s", path, told)


class _Bytes:
    """A stream as the reader of records asks for it: its place is asked for, and not used here."""

    def __init__(self, stream: BinaryIO) -> None:
        # What is there at once: to fill a buffer at the place where a packed file is damaged would lose what came before.
        self.read = getattr(stream, "read1", stream.read)

    def tell(self) -> int:
        return 0


def _pieces(record: WarcRecord, max_bytes: int) -> Iterator[bytes]:
    """Read what a record holds, up to one piece over the limit; nothing where it is not read at all."""
    size = 0
    while record.record_type in _READ and size <= max_bytes and (piece := record.reader.read(_PIECE)):
        size += len(piece)
        yield piece


def _read_record(record: WarcRecord, content: bytes, path: str, default_id: str, limits: Limits) -> Iterator[Record | str]:
    """Read one record; yield instead a word for what it is, where it is no article and cannot be one."""
    if record.record_type not in _READ:
        yield (record.headers.get("WARC-Type") or "other").lower()
        return
    header = Message()
    kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    n_bytes = len(content)
    if kind == "application/http":
        status, header, content = _part(content)
        kind = header.get_content_type() if status == "200" else f"answer {status}"
    if kind not in (*_PAGES, *_JSON, "text/plain"):
        yield kind or "other"
        return
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    charset = str(header.get_param("charset") or "")
    try:
        if n_bytes > limits.max_file_bytes:
            raise _too_large(path, limits.max_file_bytes)
        content = _decoded(content, header, path, limits.max_file_bytes)
        found: Iterator[Record]
        if kind in _PAGES:
            found = iter([(parse_html(content, path, default_id, address=address, encoding=charset), False)])
        elif kind in _JSON:
            found = parse_json(io.BytesIO(content), path, default_id, limits)
        else:
            found = iter([(parse_plain(decode_labelled(content, path, [charset]).encode(), path, default_id), False)])
        for result in found:
            yield result if isinstance(result, SkippedFile) else (_complete(result[0], record, header, address), result[1])
    except DetectorError as error:
        yield SkippedFile(path=path, reason=error.reason if isinstance(error, UnreadableArticleError) else str(error))


def _complete(article: Article, record: WarcRecord, header: Message, address: str | None) -> Article:
    """Add what the crawl knows of an article and the article does not say itself."""
    spoken = str(header.get("Content-Language") or record.headers.get("WARC-Identified-Content-Language") or "")
    return dataclasses.replace(
        article,
        url=article.url or address,
        # When it was crawled is no later than it was published, and no better is known.
        published=article.published or parse_date(record.headers.get("WARC-Date") or ""),
        language=article.language or spoken.partition(",")[0].strip() or None,
    )


def _part(content: bytes) -> tuple[str, Message, bytes]:
    """Part an answer of HTTP into its status, its header and what it brings."""
    for gap in (b"\r\n\r\n", b"\n\n"):
        head, found, body = content.partition(gap)
        if found:
            break
    line, _, fields = head.partition(b"\n")
    words = line.split()
    status = words[1].decode("ascii", "replace") if len(words) > 1 and line.startswith(b"HTTP/") else "unknown"
    return status, email.parser.BytesHeaderParser().parsebytes(fields), body


def _decoded(content: bytes, header: Message, path: str, max_bytes: int) -> bytes:
    """Take the encodings off in which an answer came; crawlers often have done so and left the header as it was."""
    if "chunked" in str(header.get("Transfer-Encoding") or "").lower():
        content = _joined(content)
    encodings = [name.strip().lower() for name in str(header.get("Content-Encoding") or "").split(",") if name.strip()]
    for encoding in reversed(encodings[:_MAX_ENCODINGS]):
        if encoding in ("gzip", "x-gzip", "deflate"):
            content = _inflated(content, path, max_bytes)
        elif encoding == "br":
            content = _unbrotlied(content, path, max_bytes)
        elif encoding != "identity" and not content.lstrip().startswith((b"<", b"{", b"[")):
            raise _broken(path, f"it is in {encoding}")
    return content


def _joined(content: bytes) -> bytes:
    """Join the chunks of an answer (RFC 9112, section 7.1); what has none is as it should be."""
    pieces: list[bytes] = []
    place = 0
    while place < len(content):
        end = content.find(b"\n", place, place + 1024)
        try:
            size = int(content[place:end].split(b";")[0].strip() or b"x", 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(pieces) if pieces else content
        if size == 0:
            break
        pieces.append(content[end + 1 : end + 1 + size])
        place = end + 1 + size
        place += 2 if content[place : place + 2] == b"\r\n" else 1
    return b"".join(pieces)


def _inflated(content: bytes, path: str, max_bytes: int) -> bytes:
    if content[:2] == b"\x1f\x8b":
        bits = 31
    elif content[:1] == b"\x78":
        bits = 15
    elif content.lstrip()[:1] in (b"<", b"{", b"["):
        return content
    else:
        bits = -15
    inflater = zlib.decompressobj(bits)
    try:
        unpacked = inflater.decompress(content, max_bytes + 1)
    except zlib.error as error:
        raise _broken(path, str(error)) from error
    if len(unpacked) > max_bytes:
        raise _too_large(path, max_bytes)
    return unpacked


def _unbrotlied(content: bytes, path: str, max_bytes: int) -> bytes:
    unpacker = brotli.Decompressor()
    unpacked = b""
    try:
        unpacked = unpacker.process(content, output_buffer_limit=max_bytes + 1)
    except brotli.error as error:
        if content.lstrip()[:1] in (b"<", b"{", b"["):
            return content
        raise _broken(path, str(error)) from error
    if len(unpacked) > max_bytes:
        raise _too_large(path, max_bytes)
    return bytes(unpacked)


def _too_large(path: str, max_bytes: int) -> UnreadableArticleError:
    reason = f"a record must be at most {max_bytes} bytes (max_file_bytes), was larger; raise the limit"
    return UnreadableArticleError(path, reason)


def _broken(path: str, found: str) -> UnreadableArticleError:
    return UnreadableArticleError(
        path, f"a record must be encoded as its header says, or not at all, but: {found}; fetch it again"
    )


WARC = Format(name="WARC", suffixes=(".warc",), recognises=lambda start: start.startswith(b"WARC/"), parse=_parse)
"""Web crawls."""
