"""
The store in one file, by SQLite: nothing to install, nothing to run.

In: a path. Out: a ``Store``. Readers of any process see the last state that was committed while one writer works (write-ahead
log); a commit has reached the disk before it is told. Coarse codes lie in chunks by cell, so that a search reads some pages and
no hundred thousand rows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.errors import StoreError
from detector.index import schema
from detector.index.codec import COARSE_BYTES, SEARCH_AXES, Codec, coarse_similarities, similarities
from detector.index.store import READING, Near, Row, select_nearest

APPLICATION_ID = 0x64746374
"""``dtct``: what tells an index from every other SQLite file."""
PROBED_VECTORS = 150_000
"""Vectors that one search compares by their coarse codes, cell by cell: all of a smaller index, a sixth of a million."""
COMPARED_AGAIN = 4
"""Times as many as are asked for are compared again by their search codes, of which those asked for are the nearest."""
_PAGE_BYTES = 8192
"""Of a new file. The codes of 15 segments are 1,515 bytes: two leave a quarter of 4,096 bytes empty, five a twelfth of these;
and pages twice as large again would make each posting dearer to write."""
_CHUNK = 400
"""Vectors of a chunk, at most; an earlier file has smaller ones. Of a million vectors 150,000 are read in 8.5 ms by 100, 6.7 by
200, 4.9 by 400, 3.9 by 800; a vector that is added has its chunk written again, which is two pages here."""
_FIRST_CELLS = 4
"""Cells that are read before it is known how full they are."""
_AT_ONCE = 500
_LAST_WITHOUT_COARSE = 2
_WAIT_S = 60.0
_TYPES = {"bytes": "BLOB", "number": "INTEGER", "real": "REAL", "rowless": "WITHOUT ROWID"}
_CELLS = (
    "CREATE TABLE cells (space INTEGER, cell INTEGER, chunk INTEGER, data BLOB NOT NULL, PRIMARY KEY (space, cell, chunk))",
    "CREATE TABLE places (space INTEGER, number INTEGER, cell INTEGER NOT NULL, code BLOB NOT NULL, "
    "PRIMARY KEY (space, number)) WITHOUT ROWID",
)
_HEADER = b"SQLite format 3\x00"


class SqliteStore:
    """An index in a SQLite file."""

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """
        Open the file, or make it.

        Raises:
            StoreError: If it is no index, is cut off, is of a newer schema or cannot be opened.
        """
        self._path = Path(path)
        self._is_read_only = read_only
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._is_closed = False
        is_new = not self._path.exists() or self._path.stat().st_size == 0
        if is_new and read_only:
            raise StoreError(f"an index to read must exist, was: nothing at {self._path}; check the spelling")
        if not self._path.parent.is_dir():
            raise StoreError(f"the folder of an index must exist, was: {self._path.parent}; make it first")
        if not is_new:
            self._check_header()
        try:
            with _told(self._path):
                self._prepare()
        except StoreError:
            self.close()
            raise

    def _check_header(self) -> None:
        with _told(self._path), self._path.open("rb") as file:
            head = file.read(100)
        size = self._path.stat().st_size
        page = int.from_bytes(head[16:18], "big")
        page = 65536 if page == 1 else page
        if not head.startswith(_HEADER) or len(head) < 100:
            raise StoreError(f"an index must be a SQLite file made by detector, was: something else at {self._path}")
        n_pages = int.from_bytes(head[28:32], "big")
        log = Path(f"{self._path}-wal")
        # What a process that was killed left unfinished in the file is whole in its log.
        if (size % page or size < n_pages * page) and not (log.exists() and log.stat().st_size):
            raise StoreError(
                f"an index must be whole, was: {size:,} bytes of {n_pages * page:,} at {self._path}; restore it from a copy"
            )

    def _prepare(self) -> None:
        connection = self._connection()
        is_empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not is_empty and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError(f"an index must be a file made by detector, was: another SQLite database at {self._path}")
        if not self._is_read_only:
            # Of a file that is there already, neither the pages nor the time of its readers change by this.
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            connection.execute("PRAGMA journal_mode = WAL")
        if is_empty:
            with self.transaction(writing=True):
                if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
                    for statement in (*(table.format_map(_TYPES) for table in schema.TABLES), *_CELLS):
                        connection.execute(statement)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > schema.VERSION:
            raise StoreError(
                f"an index must be of schema {schema.VERSION} or earlier, was: {version} at {self._path}; "
                "install a newer detector"
            )
        if version < schema.VERSION and not self._is_read_only:
            with self.transaction(writing=True):
                # Another process may have done it while this one waited.
                for step in range(connection.execute("PRAGMA user_version").fetchone()[0], schema.VERSION):
                    for statement in schema.MIGRATIONS[step]:
                        connection.execute(statement.format_map(_TYPES))
                    if step == _LAST_WITHOUT_COARSE:
                        self._write_coarse()
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        elif version < schema.VERSION:
            raise StoreError(f"an index of schema {version} must be opened for writing once, to be brought to {schema.VERSION}")

    def _write_coarse(self) -> None:
        """Bring the vectors of an earlier schema, whose cells held search codes, to the present one."""
        held = self.run("SELECT space, data FROM cells ORDER BY space, cell, chunk")
        self.run("DROP TABLE cells")
        self.run("DROP TABLE places")
        for statement in _CELLS:
            self.run(statement)
        for space in sorted({space for space, _ in held}):
            ((kept,),) = self.run("SELECT value FROM facts_of_index WHERE name = ?", (f"codec:{space % 100}",))
            codec = Codec.from_bytes(bytes(kept))
            data = b"".join(data for own, data in held if own == space)
            rows = np.frombuffer(data, dtype=np.uint8).reshape(-1, _HEAD + min(SEARCH_AXES, len(codec.deviations)))
            head, codes = _heads(rows), np.ascontiguousarray(rows[:, _HEAD:]).view(np.int8)
            self.put_vectors(
                space,
                numbers=head["number"].tolist(),
                languages=head["language"].tolist(),
                days=head["day"].tolist(),
                codes=codes,
                coarse=codec.coarse_codes(codes),
                cells=codec.own_cells(codes).tolist(),
            )

    def _connection(self) -> sqlite3.Connection:
        if self._is_closed:
            raise StoreError("an index must be open to be used, was: closed")
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            mode = "ro" if self._is_read_only else "rwc"
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=_WAIT_S,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA mmap_size = 1073741824")
            connection.execute("PRAGMA cache_size = -65536")
            self._local.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """See ``Store``."""
        with _told(self._path):
            connection = self._connection()
        if connection.in_transaction:
            if writing and not self._local.is_writing:
                raise StoreError(READING)
            yield
            return
        if writing:
            self._lock.acquire()
        try:
            self._local.is_writing = writing
            # Cells that a batch has looked at.
            self._local.cells = {} if writing else None
            self._local.whole = {}
            self._local.codes = {}
            with _told(self._path):
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            try:
                yield
                with _told(self._path):
                    connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        finally:
            self._local.cells = None
            if writing:
                self._lock.release()

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """See ``Store``."""
        # A context manager would take a quarter of the time of a statement that finds one row.
        try:
            return self._connection().execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError, OSError) as error:
            raise _refused(self._path, error) from error

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """See ``Store``."""
        with _told(self._path):
            self._connection().executemany(statement, rows)

    def put_vectors(
        self,
        space: int,
        *,
        numbers: Sequence[int],
        languages: Sequence[int],
        days: Sequence[int],
        codes: NDArray[np.int8],
        coarse: NDArray[np.uint8],
        cells: Sequence[int],
    ) -> None:
        """See ``Store``."""
        self.drop_vectors(space, numbers)
        added = _pack(numbers, languages, days, coarse)
        for cell in sorted(set(cells)):
            rows = np.flatnonzero(np.asarray(cells) == cell)
            last = self.run(
                "SELECT chunk, data FROM cells WHERE space = ? AND cell = ? ORDER BY chunk DESC LIMIT 1", (space, cell)
            )
            chunk, held = last[0] if last else (0, b"")
            parts = added[rows]
            if held:
                parts = np.concatenate([np.frombuffer(held, dtype=np.uint8).reshape(-1, added.shape[1]), parts])
            for place in range(0, len(parts), _CHUNK):
                self.run(
                    "INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?)",
                    (space, cell, chunk + place // _CHUNK, parts[place : place + _CHUNK].tobytes()),
                )
            # A full chunk is followed by a new one.
            if len(parts) % _CHUNK == 0:
                self.run("INSERT INTO cells VALUES (?, ?, ?, ?)", (space, cell, chunk + len(parts) // _CHUNK, b""))
        self.run_many(
            "INSERT INTO places VALUES (?, ?, ?, ?)",
            [(space, n, int(cell), code.tobytes()) for n, cell, code in zip(numbers, cells, codes, strict=True)],
        )

    def drop_vectors(self, space: int, numbers: Iterable[int]) -> None:
        """See ``Store``."""
        if self._local.cells is not None:
            self._local.cells.clear()
            self._local.whole.clear()
            self._local.codes.clear()
        for number in numbers:
            for (cell,) in self.run("SELECT cell FROM places WHERE space = ? AND number = ?", (space, number)):
                for chunk, data in self.run("SELECT chunk, data FROM cells WHERE space = ? AND cell = ?", (space, cell)):
                    if not data:
                        continue
                    rows = np.frombuffer(data, dtype=np.uint8).reshape(-1, _WIDTH)
                    kept = rows[_heads(rows)["number"] != number]
                    if len(kept) < len(rows):
                        self.run(
                            "UPDATE cells SET data = ? WHERE space = ? AND cell = ? AND chunk = ?",
                            (kept.tobytes(), space, cell, chunk),
                        )
                self.run("DELETE FROM places WHERE space = ? AND number = ?", (space, number))

    def nearest(
        self,
        space: int,
        code: NDArray[np.int8],
        table: NDArray[np.float32],
        cells: NDArray[np.intp],
        *,
        days: tuple[int, int] | None,
        n: int,
    ) -> Near:
        """See ``Store``."""
        rows = self._rows(space, cells)
        if days is not None:
            rows = rows[(rows["day"] >= days[0]) & (rows["day"] <= days[1])]
        first = select_nearest(rows["number"], rows["language"], coarse_similarities(rows["coarse"], table), COMPARED_AGAIN * n)
        if not len(first.numbers):
            return first
        numbers: list[int] = first.numbers.tolist()
        held = self._search_codes(space, numbers)
        codes = np.frombuffer(b"".join(held[number] for number in numbers), dtype=np.int8).reshape(len(numbers), -1)
        return select_nearest(first.numbers, first.languages, similarities(codes, code), n)

    def _search_codes(self, space: int, numbers: Sequence[int]) -> dict[int, bytes]:
        """Give the search codes of some articles; a batch reads each once."""
        is_kept = getattr(self._local, "cells", None) is not None
        held: dict[int, bytes] = self._local.codes.setdefault(space, {}) if is_kept else {}
        missing = [number for number in numbers if number not in held]
        for start in range(0, len(missing), _AT_ONCE):
            part = missing[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            held.update(self.run(f"SELECT number, code FROM places WHERE space = ? AND number IN ({marks})", (space, *part)))
        return held

    def _rows(self, space: int, cells: NDArray[np.intp]) -> NDArray[np.void]:
        """Give what one search compares; where that is all there is, a batch puts it together once."""
        is_kept = getattr(self._local, "cells", None) is not None
        if is_kept and space in self._local.whole:
            whole: NDArray[np.void] = self._local.whole[space]
            return whole
        rows = np.frombuffer(b"".join(self._probe(space, cells.tolist())), dtype=_ROW_TYPE)
        if is_kept and len(rows) < PROBED_VECTORS:
            self._local.whole[space] = rows
        return rows

    def _probe(self, space: int, cells: Sequence[int]) -> list[bytes]:
        """Give the chunks of the nearest cells that hold what one search compares."""
        chunks: list[bytes] = []
        place, step, n_missing = 0, _FIRST_CELLS, PROBED_VECTORS
        while n_missing > 0 and place < len(cells):
            part = cells[place : place + step]
            held = self._read_cells(space, part)
            chunks += held
            place += len(part)
            n_missing -= sum(map(len, held)) // _WIDTH
            # As many cells more as hold what is missing if they are as full as those before: few statements, and few too many.
            step = max(1, place * n_missing // max(PROBED_VECTORS - n_missing, 1))
        return chunks

    def _read_cells(self, space: int, cells: Sequence[int]) -> list[bytes]:
        """Give the chunks of some cells; while a batch looks for its candidates, each is read once."""
        held: dict[tuple[int, int], list[bytes]] | None = getattr(self._local, "cells", None)
        missing = cells if held is None else [cell for cell in cells if (space, cell) not in held]
        marks = ", ".join("?" * len(missing))
        rows = self.run(f"SELECT cell, data FROM cells WHERE space = ? AND cell IN ({marks})", (space, *missing))
        if held is None:
            return [data for _, data in rows]
        held |= {(space, cell): [] for cell in missing}
        for cell, data in rows:
            held[space, cell].append(data)
        return [data for cell in cells for data in held[space, cell]]

    def verify(self) -> list[str]:
        """See ``Store``."""
        found = [str(row[0]) for row in self.run("PRAGMA integrity_check(20)") if row[0] != "ok"]
        for space, number in self.run("SELECT space, number FROM places WHERE number NOT IN (SELECT number FROM articles)"):
            found.append(f"a vector in space {space} belongs to article {number}, which is not there")
        held = {space: 0 for (space,) in self.run("SELECT DISTINCT space FROM cells")}
        for space, data in self.run("SELECT space, data FROM cells"):
            held[space] += len(data) // _WIDTH
        for space, count in held.items():
            (expected,) = self.run("SELECT count(*) FROM places WHERE space = ?", (space,))[0]
            if count != expected:
                found.append(f"space {space} must hold {expected:,} vectors, holds {count:,}")
        return found

    def compact(self) -> None:
        """See ``Store``."""
        self.run("VACUUM")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """See ``Store``."""
        wal = Path(f"{self._path}-wal")
        return self._path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)

    def close(self) -> None:
        """See ``Store``."""
        with self._lock:
            self._is_closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()


_HEAD_TYPE = np.dtype([("number", "<i8"), ("day", "<i4"), ("language", "<u2")])
_HEAD = _HEAD_TYPE.itemsize
_ROW_TYPE = np.dtype([*_HEAD_TYPE.descr, ("coarse", "u1", COARSE_BYTES)])
_WIDTH = _ROW_TYPE.itemsize


def _heads(rows: NDArray[np.uint8]) -> NDArray[np.void]:
    heads: NDArray[np.void] = np.ascontiguousarray(rows[:, :_HEAD]).view(_HEAD_TYPE)[:, 0]
    return heads


def _pack(numbers: Sequence[int], languages: Sequence[int], days: Sequence[int], coarse: NDArray[np.uint8]) -> NDArray[np.uint8]:
    head = np.zeros(len(numbers), dtype=_HEAD_TYPE)
    head["number"], head["day"], head["language"] = numbers, days, languages
    return np.concatenate([head.view(np.uint8).reshape(len(numbers), _HEAD), coarse], axis=1)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite or the system refuses as a ``StoreError``."""
    try:
        yield
    except (sqlite3.Error, UnicodeEncodeError, OSError) as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: sqlite3.Error | UnicodeEncodeError | OSError) -> StoreError:
    if isinstance(error, sqlite3.Error):
        return StoreError(f"the index at {path} must be readable and writable as asked, but {str(error).lower()}")
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"what is kept in an index or looked for must be Unicode text, was: {error.object!a}")
    return StoreError(f"the index at {path} must be readable, but {(error.strerror or str(error)).lower()}")
