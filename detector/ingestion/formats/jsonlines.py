"""
Read JSON Lines, and the records of JSON.

In: a stream of lines. Out: articles, and each record that is not one with the reason. It is read line by line, so that a file may
be larger than memory and a broken line costs only itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from detector.datatypes import SkippedFile
from detector.errors import InvalidArticleError, UnreadableArticleError
from detector.ingestion.formats.format import Format, Limits
from detector.ingestion.formats.ninjs import is_ninjs, ninjs_records
from detector.ingestion.formats.record import Record, article_from_record, has_field, has_own_id, has_text

LISTS = ("articles", "items", "results", "data", "docs", "records", "entries")
"""Names under which a JSON object may hold its list of articles."""
_CHUNK = 1 << 20
_MAX_PARTS = 1_000_000
"""
Objects and lists in one record: each takes up to 232 bytes of memory (CPython 3.11), and as few as three of a file, so that the
largest line allowed could fill several gigabytes. Articles have hundreds.
"""

_find_object = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"[^\n]*(?:\}[^\S\n]*(?:\n|\Z)|[^\n]\Z)").match
"""One that its line ends, or that is longer than what is looked at: what JSON laid out over lines does not begin with."""


def parse_json_lines(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """Read JSON Lines; a line that is too long or broken is skipped, named ``path:line``, and an empty one is nothing."""
    for number, line in enumerate(bounded_lines(stream, limits.max_file_bytes), 1):
        where = f"{path}:{number}"
        if len(line) > limits.max_file_bytes:
            reason = f"a line must be at most {limits.max_file_bytes} bytes (max_file_bytes), was longer; raise the limit"
            yield SkippedFile(path=where, reason=reason)
            continue
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")
        if text.strip():
            yield from _parse_line(text, path, where, f"{default_id}#{number}", limits)


JSON_LINES = Format(
    name="JSON Lines",
    suffixes=(".jsonl", ".ndjson"),
    recognises=lambda start: _find_object(start) is not None,
    parse=parse_json_lines,
)


def bounded_lines(stream: BinaryIO, max_line_bytes: int) -> Iterator[bytes]:
    """List the lines of a stream with their ends; of one that is too long only so much as shows that it is."""
    while line := stream.readline(max_line_bytes + 1):
        yield line
        if len(line) > max_line_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)


def parse_value(value: object, path: str, where: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """Make articles of one JSON value: an item of ninjs by its standard, unless it has a field that the caller declares."""
    if (
        isinstance(value, Mapping)
        and is_ninjs(value)
        and not any(has_field(value, ours, limits.fields) for ours in limits.fields)
    ):
        yield from ninjs_records(value, path, where, default_id)
    else:
        yield parse_record(value, path, where, default_id, limits)


def parse_record(value: object, path: str, where: str, default_id: str, limits: Limits) -> Record:
    """Make an article of one JSON value; ``where`` names it if it is none."""
    if not isinstance(value, Mapping):
        return SkippedFile(path=where, reason=f'a record must be a JSON object, was {type(value).__name__}; write {{"text": …}}')
    try:
        return article_from_record(value, path, default_id, limits.fields), has_own_id(value, limits.fields)
    except UnreadableArticleError as error:
        return SkippedFile(path=where, reason=error.reason)
    except InvalidArticleError as error:
        return SkippedFile(path=where, reason=str(error))


def records_in(value: object, limits: Limits) -> list[object] | None:
    """Give the records of a list, or of an object that holds one and no text; ``None`` if the value is a record itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and not has_text(value, limits.fields):
        return next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
    return None


def has_too_many_parts(text: str) -> bool:
    """Whether a JSON text would take memory out of all proportion."""
    return len(text) > _MAX_PARTS and text.count("{") + text.count("[") > _MAX_PARTS


def _parse_line(text: str, path: str, where: str, default_id: str, limits: Limits) -> Iterator[Record]:
    if has_too_many_parts(text):
        yield SkippedFile(path=where, reason=f"a line must hold at most {_MAX_PARTS:,} objects and lists, held more; split it")
        return
    try:
        value = json.loads(text)
    except RecursionError:
        yield SkippedFile(path=where, reason="a line must be nested less deeply; flatten it")
    except ValueError as error:
        yield SkippedFile(path=where, reason=f"a line must be one JSON object, was not: {error}; correct it there")
    else:
        records = records_in(value, limits)
        if records is None:
            yield from parse_value(value, path, where, default_id, limits)
            return
        for place, record in enumerate(records, 1):
            yield from parse_value(record, path, where, f"{default_id}.{place}", limits)
