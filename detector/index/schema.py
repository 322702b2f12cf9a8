"""
The schema: the tables of an index, and how an older one becomes the present one.

In: nothing. Out: statements that SQLite and PostgreSQL both run, but for the names of two types.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 3
"""Raised with every change of the tables; ``MIGRATIONS`` has what leads from each earlier one to the next."""

_BY_LANGUAGE = "CREATE INDEX articles_by_language ON articles (language)"

TABLES = (
    """CREATE TABLE facts_of_index (name TEXT PRIMARY KEY, value {bytes} NOT NULL)""",
    """CREATE TABLE articles (
        number {number} PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, outlet TEXT, collection TEXT,
        day INTEGER NOT NULL, added {real} NOT NULL, state INTEGER NOT NULL, content {number} NOT NULL, cluster {number},
        body {bytes} NOT NULL
    )""",
    """CREATE INDEX articles_by_cluster ON articles (cluster) WHERE cluster IS NOT NULL""",
    """CREATE INDEX articles_by_day ON articles (day)""",
    _BY_LANGUAGE,
    """CREATE TABLE segments (number {number}, space INTEGER, codes {bytes} NOT NULL, PRIMARY KEY (number, space))""",
    """CREATE TABLE postings (key {number}, number {number}, PRIMARY KEY (key, number)) {rowless}""",
    """CREATE TABLE frames (key {number}, outlet TEXT, PRIMARY KEY (key, outlet)) {rowless}""",
    """CREATE TABLE pairs (
        low {number}, high {number}, judged {real} NOT NULL, probability {real} NOT NULL, relation TEXT, found {bytes} NOT NULL,
        told {bytes}, PRIMARY KEY (low, high)
    ) {rowless}""",
    """CREATE INDEX pairs_by_high ON pairs (high, low)""",
    """CREATE TABLE clusters (
        number {number} PRIMARY KEY, lead {number} NOT NULL, created {real} NOT NULL, changed {real} NOT NULL,
        merged_into {number}, told {bytes} NOT NULL
    )""",
    """CREATE TABLE changes (
        cursor {number} PRIMARY KEY, at {real} NOT NULL, kind TEXT NOT NULL, cluster {number} NOT NULL, other {number},
        told {bytes} NOT NULL
    )""",
    """CREATE TABLE decisions (
        number {number} PRIMARY KEY, kind TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, at {real} NOT NULL,
        revoked {real}, revoked_by TEXT
    )""",
    """CREATE TABLE decided (
        decision {number}, low TEXT, high TEXT, engine {real}, PRIMARY KEY (decision, low, high)
    ) {rowless}""",
    """CREATE INDEX decided_by_low ON decided (low)""",
    """CREATE INDEX decided_by_high ON decided (high)""",
    """CREATE TABLE history (id TEXT, version INTEGER, at {real} NOT NULL, body {bytes} NOT NULL, PRIMARY KEY (id, version))""",
)
"""
``articles.state`` has a bit for what is known of an article: ``WHOLE_IN`` and ``DIGEST_IN``. ``postings`` leads from hashes of
shingles, edges and names to the articles that have them. ``pairs.found`` is a row of evidence; ``judged`` its probability before
the groups were known. ``decided`` has the pairs that a decision speaks of, by id, so that it binds an article that is removed and
comes back, and what the engine thought of each.
"""

MIGRATIONS: Mapping[int, tuple[str, ...]] = {1: (_BY_LANGUAGE,), 2: ()}
"""Statements by the version that they start from; what else a store must do for a step is in the store."""
