"""
Read JSON and JSON Lines.

In: the bytes of a ``.json`` file, or a stream of lines. Out: articles, and each record that is not one with the reason. JSON
Lines are read line by line, so that a file may be larger than memory and a broken line costs only itself.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from detector.datatypes import SkippedFile
from detector.errors import InvalidArticleError, UnreadableArticleError
from detector.ingestion.formats.encoding import decode
from detector.ingestion.formats.record import Record, article_from_record, has_own_id, has_text

_LISTS = ("articles", "items", "results", "data", "docs", "records", "entries")
"""Names under which a JSON object may hold its list of articles."""
_MAX_EXPANSION = 200
"""Times that unpacked text may be larger than what was packed; articles reach about 10, gzip allows 1032."""
_CHUNK = 1 << 20


def parse_json(content: bytes, path: str, default_id: str) -> Iterator[Record]:
    """
    Read a JSON file: one record, a list of records, an object that holds such a list, or JSON Lines under the wrong name.

    Raises:
        UnreadableArticleError: If it is no JSON at all.
    """
    text = decode(content, path)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise UnreadableArticleError(path, "JSON must be nested less deeply; flatten it") from error
    except ValueError as error:
        lines = text.splitlines()
        if len(lines) > 1 and _is_object(lines[0]):
            yield from (record for number, line in enumerate(lines, 1) for record in _parse_line(line, path, default_id, number))
            return
        raise UnreadableArticleError(path, f"a .json file must be valid JSON, was not: {error}; correct it there") from error
    records = _records(value)
    if records is None:
        yield _parse_record(value, path, path, default_id)
        return
    if not records:
        raise UnreadableArticleError(path, "a list must hold a record or more, was empty; remove it or fill it")
    for number, record in enumerate(records, 1):
        yield _parse_record(record, path, f"{path}:{number}", f"{default_id}#{number}")


def parse_json_lines(stream: BinaryIO, path: str, default_id: str, max_line_bytes: int) -> Iterator[Record]:
    """Read JSON Lines; a line that is too long or broken is skipped, named ``path:line``, and an empty one is nothing."""
    for number, line in enumerate(_lines(stream, max_line_bytes), 1):
        if len(line) > max_line_bytes:
            yield _too_long(path, number, max_line_bytes)
            continue
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")
        yield from _parse_line(text, path, default_id, number)


def parse_packed_json_lines(stream: BinaryIO, path: str, default_id: str, max_line_bytes: int) -> Iterator[Record]:
    """
    Read gzipped JSON Lines. What was read before the packing breaks off stays; a file that expands without end is left there.
    """
    number = 0
    n_unpacked = 0
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            while line := unpacked.readline(max_line_bytes + 1):
                number += 1
                n_unpacked += len(line)
                if len(line) > max_line_bytes:
                    yield _too_long(path, number, max_line_bytes, "; the rest was not unpacked")
                    return
                if n_unpacked > max_line_bytes and n_unpacked > _MAX_EXPANSION * stream.tell():
                    reason = (
                        f"a packed file must not grow more than {_MAX_EXPANSION} times, did by line {number}; unpack it yourself"
                    )
                    yield SkippedFile(path=path, reason=reason)
                    return
                text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")
                yield from _parse_line(text, path, default_id, number)
    except (EOFError, OSError, zlib.error) as error:
        yield SkippedFile(
            path=path,
            reason=f"a .gz file must be whole, but after line {number}: {error}; what came before was read, fetch it again",
        )


def _lines(stream: BinaryIO, max_line_bytes: int) -> Iterator[bytes]:
    """List the lines of a stream; of one that is too long only so much as shows that it is."""
    while line := stream.readline(max_line_bytes + 1):
        yield line
        while len(line) > max_line_bytes and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
            if len(line) < _CHUNK:
                break


def _parse_line(line: str, path: str, default_id: str, number: int) -> Iterator[Record]:
    if not line.strip():
        return
    where = f"{path}:{number}"
    try:
        value = json.loads(line)
    except RecursionError:
        yield SkippedFile(path=where, reason="a line must be nested less deeply; flatten it")
    except ValueError as error:
        yield SkippedFile(path=where, reason=f"a line must be one JSON object, was not: {error}; correct it there")
    else:
        records = _records(value)
        if records is None:
            yield _parse_record(value, path, where, f"{default_id}#{number}")
            return
        for place, record in enumerate(records, 1):
            yield _parse_record(record, path, where, f"{default_id}#{number}.{place}")


def _parse_record(value: object, path: str, where: str, default_id: str) -> Record:
    if not isinstance(value, Mapping):
        return SkippedFile(path=where, reason=f'a record must be a JSON object, was {type(value).__name__}; write {{"text": …}}')
    try:
        return article_from_record(value, path, default_id), has_own_id(value)
    except UnreadableArticleError as error:
        return SkippedFile(path=where, reason=error.reason)
    except InvalidArticleError as error:
        return SkippedFile(path=where, reason=str(error))


def _records(value: object) -> list[object] | None:
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and not has_text(value):
        return next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    return None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _too_long(path: str, number: int, max_line_bytes: int, rest: str = "") -> SkippedFile:
    reason = f"a line must be at most {max_line_bytes} bytes (max_file_bytes), was longer; raise the limit{rest}"
    return SkippedFile(path=f"{path}:{number}", reason=reason)
