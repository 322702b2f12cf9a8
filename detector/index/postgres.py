"""
The store in a PostgreSQL database with pgvector: for several writers, and for more than one machine holds.

In: an address. Out: a ``Store``. Writers take turns at one lock of the database, so that each sees what the one before it found;
they encode while they hold it. Vectors are searched by pgvector's index of hierarchical neighbours, exactly while they are few.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.errors import StoreError
from detector.index import schema
from detector.index.codec import SEARCH_SCALE
from detector.index.store import READING, Near, Row, select_nearest

try:
    import psycopg
except ImportError as error:
    raise StoreError("an index in PostgreSQL needs psycopg, which is not installed; pip install 'detector[server]'") from error

EXACT_VECTORS = 20_000
"""Vectors up to which a search compares all, as in the other store."""
_LOCK = 0x64746374
_SEARCHED = 400
"""Neighbours that the index keeps in view. Our choice; not measured at other values."""
_TYPES = {"bytes": "BYTEA", "number": "BIGINT", "real": "DOUBLE PRECISION", "rowless": ""}


class PostgresStore:
    """An index in a PostgreSQL database."""

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        """
        Connect, and make the tables if there are none.

        Raises:
            StoreError: If the database cannot be reached, has no pgvector, or is of a newer schema.
        """
        self._address = address
        self._is_read_only = read_only
        self._local = threading.local()
        self._all: list[psycopg.Connection[Any]] = []
        self._lock = threading.Lock()
        self._is_closed = False
        try:
            with _told():
                self._prepare()
        except StoreError:
            self.close()
            raise

    def _prepare(self) -> None:
        has_tables = self.run("SELECT to_regclass('facts_of_index') IS NOT NULL")[0][0]
        if not has_tables and self._is_read_only:
            raise StoreError("an index to read must exist, was: a database without one")
        if not has_tables:
            with self.transaction(writing=True):
                if not self.run("SELECT to_regclass('facts_of_index') IS NOT NULL")[0][0]:
                    self.run("CREATE EXTENSION IF NOT EXISTS vector")
                    for table in schema.TABLES:
                        self.run(table.format_map(_TYPES))
                    self.run(
                        "CREATE TABLE vectors (space INTEGER, number BIGINT, language INTEGER, day INTEGER, code vector, "
                        "PRIMARY KEY (space, number))"
                    )
                    self.run("INSERT INTO facts_of_index VALUES ('schema', ?)", (str(schema.VERSION).encode(),))
        version = int(bytes(self.run("SELECT value FROM facts_of_index WHERE name = 'schema'")[0][0]))
        if version > schema.VERSION:
            raise StoreError(f"an index must be of schema {schema.VERSION} or earlier, was: {version}; install a newer detector")
        if version < schema.VERSION:
            with self.transaction(writing=True):
                version = int(bytes(self.run("SELECT value FROM facts_of_index WHERE name = 'schema'")[0][0]))
                for step in range(version, schema.VERSION):
                    for statement in schema.MIGRATIONS[step]:
                        self.run(statement.format_map(_TYPES))
                self.run("UPDATE facts_of_index SET value = ? WHERE name = 'schema'", (str(schema.VERSION).encode(),))

    def _connection(self) -> psycopg.Connection[Any]:
        if self._is_closed:
            raise StoreError("an index must be open to be used, was: closed")
        connection: psycopg.Connection[Any] | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = psycopg.connect(self._address, autocommit=True)
            if self._is_read_only:
                connection.execute("SET default_transaction_read_only = on")
            connection.execute(f"SET hnsw.ef_search = {_SEARCHED}")
            self._local.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """See ``Store``."""
        with _told():
            connection = self._connection()
        if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            if writing and not self._local.is_writing:
                raise StoreError(READING)
            yield
            return
        if writing and self._is_read_only:
            raise StoreError("an index opened to be read must not be changed; open it for writing")
        self._local.is_writing = writing
        with _told():
            # A reader sees one state throughout; a writer holds the lock, and sees the last state of all.
            connection.execute("BEGIN" if writing else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            if writing:
                self.run("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            yield
            with _told():
                connection.execute("COMMIT")
        except BaseException:
            if not connection.closed:
                connection.execute("ROLLBACK")
            raise

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """See ``Store``."""
        with _told():
            cursor = self._connection().execute(_in_postgres(statement), [_value(value) for value in values])
            return cursor.fetchall() if cursor.description else []

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """See ``Store``."""
        listed = [[_value(value) for value in row] for row in rows]
        if listed:
            with _told(), self._connection().cursor() as cursor:
                cursor.executemany(_in_postgres(statement), listed)

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
        # The index is one a space; it knows the length of the vectors from the first of them.
        self.run(
            f"CREATE INDEX IF NOT EXISTS vectors_{space} ON vectors USING hnsw ((code::vector({codes.shape[1]})) vector_ip_ops) "
            f"WHERE space = {space}"
        )
        self.run_many(
            "INSERT INTO vectors VALUES (?, ?, ?, ?, ?::vector) ON CONFLICT (space, number) DO UPDATE SET "
            "language = excluded.language, day = excluded.day, code = excluded.code",
            [
                (space, number, language, day, _vector(code))
                for number, language, day, code in zip(numbers, languages, days, codes, strict=True)
            ],
        )

    def drop_vectors(self, space: int, numbers: Iterable[int]) -> None:
        """See ``Store``."""
        self.run_many("DELETE FROM vectors WHERE space = ? AND number = ?", [(space, number) for number in numbers])

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
        (held,) = self.run("SELECT count(*) FROM (SELECT 1 FROM vectors WHERE space = ? LIMIT ?) v", (space, EXACT_VECTORS + 1))[
            0
        ]
        is_exact = held <= EXACT_VECTORS
        within = "" if days is None else f" AND day BETWEEN {int(days[0])} AND {int(days[1])}"
        near = f"(code::vector({len(code)})) <#> ?::vector({len(code)})"
        statement = f"SELECT number, language, {near} FROM vectors WHERE space = {int(space)}{within}"
        values: tuple[Any, ...] = (_vector(code),)
        if not is_exact:
            statement, values = f"{statement} ORDER BY {near} LIMIT {_SEARCHED}", values * 2
        rows = self.run(statement, values)
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        languages = np.array([row[1] for row in rows], dtype=np.int64)
        # The operator gives the inner product with its sign turned; codes are whole numbers.
        cosines = np.array([-row[2] for row in rows], dtype=np.float32) / np.float32(SEARCH_SCALE**2)
        return select_nearest(numbers, languages, cosines, n)

    def verify(self) -> list[str]:
        """See ``Store``."""
        rows = self.run("SELECT space, number FROM vectors WHERE number NOT IN (SELECT number FROM articles)")
        return [f"a vector in space {space} belongs to article {number}, which is not there" for space, number in rows]

    def compact(self) -> None:
        """See ``Store``."""
        self.run("VACUUM")

    def size(self) -> int:
        """See ``Store``."""
        return int(self.run("SELECT pg_database_size(current_database())")[0][0])

    def close(self) -> None:
        """See ``Store``."""
        with self._lock:
            self._is_closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()


def _in_postgres(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


def _value(value: Any) -> Any:  # noqa: ANN401
    return value.item() if isinstance(value, np.generic) else value


def _vector(code: NDArray[np.int8]) -> str:
    return f"[{','.join(map(str, code.tolist()))}]"


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the database refuses as a ``StoreError``."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StoreError(f"what is kept in an index or looked for must be Unicode text, was: {error.object!a}") from error
    except psycopg.Error as error:
        reason = " ".join(str(error).split()).lower()
        raise StoreError(f"the index must be readable and writable as asked, but {reason}") from error
