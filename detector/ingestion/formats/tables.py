"""
Read tables: CSV, TSV and the like.

In: a stream of rows, the first of which names the columns. Out: an article a row. The delimiter is the one that parts the first
row best, the encoding is told from the first bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from detector.datatypes import SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.encoding import find_encoding
from detector.ingestion.formats.format import PEEK_BYTES, Format, Limits, Refilled
from detector.ingestion.formats.jsonlines import parse_record
from detector.ingestion.formats.record import Record, has_field
from detector.settings import FIELDS

_DELIMITERS = "\t,;|"
_SAMPLE_BYTES = 1 << 16
"""What is looked at to tell an encoding: a few rows with accents in them."""


def parse_table(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read a table.

    Rows count from 1 below the first one, which names the columns. A table without names is read if ``fields`` declare columns
    by their number, from 1. A row with other than the usual number of cells, or one too long, is skipped.

    Raises:
        UnreadableArticleError: If it is no text, is empty, or has no column for the text.
    """
    start = stream.read(_SAMPLE_BYTES)
    if not start.strip():
        raise UnreadableArticleError(path, "a file must hold text, was empty; remove it or fill it")
    lines = _Lines(Refilled(stream, start), find_encoding(start, path), limits.max_file_bytes)
    delimiter = _delimiter_said_first(start) or _find_delimiter(start, limits.fields)
    if _delimiter_said_first(start):
        next(lines)
    rows = _Rows(lines, delimiter, limits.max_file_bytes)
    first = next(iter(rows), [])
    if isinstance(first, str):
        raise UnreadableArticleError(path, first)
    names = [name.strip() for name in first]
    n_before = 0
    if limits.fields.get("text", "").isdecimal() and not has_field(names, "text", limits.fields):
        names = [str(column) for column in range(1, len(first) + 1)]
        n_before = 1
        yield _article(dict(zip(names, first, strict=True)), 1, path, default_id, limits)
    elif not has_field(names, "text", limits.fields):
        raise UnreadableArticleError(
            path,
            f"a table must name the column of its text in its first row, had: {', '.join(names)[:200]}; name it with "
            "--fields text=COLUMN, or by its number if no row names the columns",
        )
    for number, row in enumerate(rows, n_before + 1):
        if isinstance(row, str):
            yield SkippedFile(path=f"{path}:{number}", reason=row)
        elif len(row) > len(names) and any(row[len(names) :]):
            reason = f"a row must have {len(names)} cells, had {len(row)}; put cells that hold the delimiter in quotation marks"
            yield SkippedFile(path=f"{path}:{number}", reason=reason)
        else:
            yield _article(dict(zip(names, row, strict=False)), number, path, default_id, limits)


def _article(record: Mapping[str, object], number: int, path: str, default_id: str, limits: Limits) -> Record:
    return parse_record(record, path, f"{path}:{number}", f"{default_id}#{number}", limits)


class _Lines:
    """The lines of a stream as text; it goes on after a line that is too long."""

    def __init__(self, raw: io.RawIOBase, encoding: str, max_bytes: int) -> None:
        self._text = io.TextIOWrapper(io.BufferedReader(raw), encoding=encoding, errors="replace", newline="")
        self._max = max_bytes

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._max + 1)
        if not line:
            raise StopIteration
        if len(line) > self._max:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(_SAMPLE_BYTES)
            raise _TooLongError
        return line


class _TooLongError(Exception):
    """A line is longer than is held."""


class _Rows:
    """The rows of a table: each the list of its cells, or the reason why it cannot be read."""

    def __init__(self, lines: _Lines, delimiter: str, max_cell: int) -> None:
        self._rows = csv.reader(lines, delimiter=delimiter)
        self._max_cell = max_cell

    def __iter__(self) -> Iterator[list[str] | str]:
        return self

    def __next__(self) -> list[str] | str:
        # The bound is the whole process's, and is put back before anybody else can meet it.
        before = csv.field_size_limit(self._max_cell)
        try:
            while not (row := next(self._rows)):
                pass
        except (csv.Error, _TooLongError) as error:
            found = str(error) or "a line is too long"
            return f"a row's cells must be at most {self._max_cell} bytes (max_file_bytes) and well quoted, were not: {found}"
        else:
            return row
        finally:
            csv.field_size_limit(before)


def _delimiter_said_first(start: bytes) -> str:
    """Give the delimiter that a first line names, as spreadsheets write and read it: ``sep=;``."""
    line = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip().lower()
    return chr(line[4]) if len(line) == 5 and line.startswith(b"sep=") else ""


def _find_delimiter(start: bytes, fields: Mapping[str, str]) -> str:
    return max(_DELIMITERS, key=lambda delimiter: _n_known_and_all(_first_row(start, delimiter), fields))


def _first_row(start: bytes, delimiter: str) -> list[str]:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    try:
        return [name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])]
    except csv.Error:
        return []


def _n_known_and_all(names: list[str], fields: Mapping[str, str]) -> tuple[int, int]:
    """Count the columns whose names are known, and all of them."""
    return sum(has_field(names, field, fields) for field in FIELDS), len(names)


def _names_columns(start: bytes) -> bool:
    """Whether a first row has the usual names of a text and of another field, and nothing that is longer than a name."""
    line = start.partition(b"\n")[0]
    if len(line) == PEEK_BYTES or not any(delimiter.encode() in line for delimiter in _DELIMITERS):
        return False
    names = _first_row(line, _find_delimiter(line, {}))
    return len(names) > 1 and has_field(names, "text") and _n_known_and_all(names, {})[0] > 1 and max(map(len, names)) < 40


TABLE = Format(
    name="CSV",
    suffixes=(".csv", ".tsv", ".tab"),
    recognises=_names_columns,
    parse=parse_table,
)
