"""
Read JSON documents.

In: the stream of a ``.json`` or ``.ninjs`` file. Out: articles, and each record that is not one with the reason. A document of a
few megabytes is decoded as a whole; of a longer one no more than one record is held.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from detector.errors import UnreadableArticleError
from detector.ingestion.formats.encoding import decode, find_encoding
from detector.ingestion.formats.format import Format, Limits, Refilled
from detector.ingestion.formats.jsonlines import (
    LISTS,
    has_too_many_parts,
    parse_json_lines,
    parse_value,
    records_in,
)
from detector.ingestion.formats.record import Record, has_field

_WHOLE = 4_000_000
"""
Bytes of a document that is decoded at once, so that all of its fields tell its nature, not the first ones. Our choice; not
measured at other values.
"""
_CHUNK = 1 << 20
_SLACK = 16
"""Characters of the longest thing that a cut may break, a surrogate pair of escapes; an error so near the end may be the cut."""

_find_start = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{)').match
_find_space = re.compile(r"[ \t\r\n]*").match


def parse_json(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read a JSON document: one record, a list of records, an object that holds such a list, or JSON Lines under the wrong name.

    Of a document over 4 MB, an object's list counts as its records if it comes before the object's text.

    Raises:
        UnreadableArticleError: If it is no JSON; from there on, if records came before.
    """
    start = stream.read(_WHOLE + 1)
    if _is_lines(start):
        yield from parse_json_lines(io.BufferedReader(Refilled(stream, start)), path, default_id, limits)
    elif len(start) > _WHOLE:
        yield from _Document(start, stream, path, default_id, limits).records()
    else:
        yield from _parse_whole(start, path, default_id, limits)


JSON = Format(
    name="JSON", suffixes=(".json", ".ninjs"), recognises=lambda start: _find_start(start) is not None, parse=parse_json
)


def _parse_whole(content: bytes, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    if len(content) > limits.max_file_bytes:
        raise _too_long(path, limits)
    try:
        value = json.loads(decode(content, path))
    except RecursionError as error:
        raise _too_deep(path) from error
    except ValueError as error:
        raise UnreadableArticleError(path, f"a .json file must be valid JSON, was not: {error}; correct it there") from error
    records = records_in(value, limits)
    if records is None:
        yield from parse_value(value, path, path, default_id, limits)
        return
    if not records:
        raise UnreadableArticleError(path, "a list must hold a record or more, was empty; remove it or fill it")
    for number, record in enumerate(records, 1):
        yield from parse_value(record, path, f"{path}:{number}", f"{default_id}#{number}", limits)


class _Document:
    """A document too long to be decoded at once: a window of its text, moved on from value to value."""

    def __init__(self, start: bytes, stream: BinaryIO, path: str, default_id: str, limits: Limits) -> None:
        self._stream = stream
        self._path = path
        self._default_id = default_id
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder(find_encoding(start, path))(errors="replace")
        self._text = self._decoder.decode(start)
        self._at = 0
        self._has_ended = False
        self._n_read = 0
        self._value_length = 0
        self._decode = json.JSONDecoder().raw_decode

    def records(self) -> Iterator[Record]:
        """List the records of the document."""
        if self._takes("["):
            yield from self._items()
        elif self._takes("{"):
            yield from self._members()
        else:
            yield from parse_value(self._value(), self._path, self._path, self._default_id, self._limits)
        if self._next():
            raise self._broken("something follows its end")

    def _items(self) -> Iterator[Record]:
        """List the records of a list after its bracket."""
        if self._takes("]"):
            return
        while True:
            self._n_read += 1
            number = self._n_read
            place, default_id = f"{self._path}:{number}", f"{self._default_id}#{number}"
            yield from parse_value(self._value(), self._path, place, default_id, self._limits)
            if self._takes("]"):
                return
            if not self._takes(","):
                raise self._broken("a comma must part two records")

    def _members(self) -> Iterator[Record]:
        """List the records of an object after its brace: those of a list that it holds, or itself."""
        record: dict[str, object] = {}
        held = 0
        is_list = False
        is_first = True
        while not self._takes("}"):
            if not is_first and not self._takes(","):
                raise self._broken("a comma must part two fields")
            is_first = False
            name = self._value()
            if not isinstance(name, str) or not self._takes(":"):
                raise self._broken("a field must have a name and a colon")
            is_text = has_field([*record, name], "text", self._limits.fields)
            if name in LISTS and not is_list and not is_text and self._takes("["):
                is_list = True
                yield from self._items()
                continue
            value, length = self._value(), self._value_length
            if not is_list:
                record[name] = value
                held += length
                if held > self._limits.max_file_bytes:
                    raise _too_long(self._path, self._limits)
        if not is_list:
            yield from parse_value(record, self._path, self._path, self._default_id, self._limits)

    def _value(self) -> object:
        """Decode the value that comes next, and move on behind it."""
        self._next()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except RecursionError as error:
                raise _too_deep(self._path) from error
            except json.JSONDecodeError as error:
                may_be_cut = error.pos >= len(self._text) - _SLACK or error.msg.startswith("Unterminated string")
                if self._has_ended or not may_be_cut:
                    raise self._broken(error.msg) from error
            else:
                # A number may go on, and seem whole before its point or its exponent.
                if isinstance(value, str | list | dict) or end < len(self._text) - _SLACK or self._has_ended:
                    self._value_length = end - self._at
                    self._at = end
                    return value
            self._text, self._at = self._text[self._at :], 0
            if len(self._text) > self._limits.max_file_bytes:
                raise _too_long(self._path, self._limits)
            if has_too_many_parts(self._text):
                raise self._broken("a record holds too many objects and lists")
            self._fill(len(self._text))

    def _takes(self, mark: str) -> bool:
        if self._next() != mark:
            return False
        self._at += 1
        return True

    def _next(self) -> str:
        """Move to what is no space and give its first character; nothing at the end."""
        while True:
            space = _find_space(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._has_ended:
                return ""
            self._fill(_CHUNK)

    def _fill(self, n_bytes: int) -> None:
        # Each time that more is read the value is decoded from its start again: the pieces grow, but do not fill the memory.
        piece = self._stream.read(min(max(_CHUNK, n_bytes), 8 * _CHUNK))
        self._has_ended = not piece
        self._text = self._text[self._at :] + self._decoder.decode(piece, self._has_ended)
        self._at = 0

    def _broken(self, found: str) -> UnreadableArticleError:
        before = f"; {self._n_read} records before were read" if self._n_read else ""
        return UnreadableArticleError(self._path, f"a .json file must be valid JSON, was not: {found}{before}; correct it there")


def _is_lines(start: bytes) -> bool:
    """Whether more follows the line that the first object fills."""
    line, _, rest = start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").partition(b"\n")
    if not rest.strip() or not line.startswith(b"{") or not line.rstrip().endswith(b"}"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _too_deep(path: str) -> UnreadableArticleError:
    return UnreadableArticleError(path, "JSON must be nested less deeply; flatten it")


def _too_long(path: str, limits: Limits) -> UnreadableArticleError:
    return UnreadableArticleError(
        path, f"a record must be at most {limits.max_file_bytes} bytes (max_file_bytes), was longer; raise the limit"
    )
