"""
Read Parquet.

In: the stream of a file of columns. Out: an article a row, a batch of rows at a time. It needs pyarrow, an extra of the
installation.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from detector.errors import UnreadableArticleError, UnsupportedFormatError
from detector.ingestion.formats.format import Format, Limits, read_whole
from detector.ingestion.formats.jsonlines import parse_record
from detector.ingestion.formats.record import Record, has_field, is_known_name

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

_TEXTS = ("string", "large_string", "string_view")
_BATCH_ROWS = 64
_BUFFER_BYTES = 1 << 20
"""What is read of a column at a time, instead of all that a group of rows has of it."""


def parse_parquet(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read a Parquet file; only the columns that an article is made of.

    Raises:
        UnsupportedFormatError: If pyarrow is not installed.
        UnreadableArticleError: If it is damaged, or has no column for the text.
    """
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UnsupportedFormatError(
            path, "reading Parquet needs pyarrow, which is not installed; pip install 'detector[parquet]'"
        ) from error
    if not stream.seekable():
        stream = io.BytesIO(read_whole(stream, path, limits))
    try:
        n_bytes = stream.seek(0, io.SEEK_END)
        shape = ParquetFile(stream)
        # Kept as numbers into a list of values, a value that stands in every row takes its memory once.
        texts = [field.name for field in shape.schema_arrow if str(field.type) in _TEXTS]
        table = ParquetFile(stream, metadata=shape.metadata, read_dictionary=texts, buffer_size=_BUFFER_BYTES)
        n_given = 0
        for record in _rows(table, path, default_id, limits):
            yield record
            n_given += len(record[0].text) if isinstance(record, tuple) else 0
            if limits.is_bomb(n_bytes, n_given):
                raise UnreadableArticleError(
                    path,
                    f"a Parquet file must not grow more than {limits.max_expansion} times (max_expansion), did; what came before "
                    "was read, write it anew",
                )
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        found = " ".join(str(error).split())[:200]
        raise UnreadableArticleError(
            path, f"a Parquet file must be whole, was not: {found}; what came before was read, fetch it again"
        ) from error


PARQUET = Format(name="Parquet", suffixes=(".parquet",), recognises=lambda start: start.startswith(b"PAR1"), parse=parse_parquet)


def _rows(table: ParquetFile, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    names = table.schema_arrow.names
    if not has_field(names, "text", limits.fields):
        raise UnreadableArticleError(
            path, f"a table must have a column for its text, had: {', '.join(names)[:200]}; name it with --fields text=COLUMN"
        )
    columns = [name for name in names if is_known_name(name, limits.fields)]
    number = 0
    for batch in _batches(table, columns):
        for place in range(batch.num_rows):
            number += 1
            record = {name: _plain(column[place].as_py()) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
            yield parse_record(record, path, f"{path}:{number}", f"{default_id}#{number}", limits)


def _batches(table: ParquetFile, columns: list[str]) -> Iterator[RecordBatch]:
    # One group of rows after the other, so that damage in one costs nothing of the group before it.
    for group in range(table.num_row_groups):
        yield from table.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], columns=columns)


def _plain(value: Any) -> object:  # noqa: ANN401  (whatever a column may hold)
    """Give a value as JSON would have it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value
