"""
Upkeep: what is wrong with an index, how much is in it, and how its records are written out.

In: a store. Out: faults, counts, records.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from detector.datatypes import Cluster, MissingOriginal, Relation
from detector.index.ledger import Ledger, cluster_id
from detector.index.records import Change, Decision, IndexedCluster, Stats, moment, read_prepared, unpack
from detector.index.store import Store

_AT_ONCE = 1000
_CHECKS = (
    (
        "a pair of article",
        "has an article that is not there",
        "SELECT low FROM pairs WHERE low NOT IN (SELECT number FROM articles)",
    ),
    (
        "a pair of article",
        "has an article that is not there",
        "SELECT high FROM pairs WHERE high NOT IN (SELECT number FROM articles)",
    ),
    ("segments of article", "have no article", "SELECT number FROM segments WHERE number NOT IN (SELECT number FROM articles)"),
    (
        "a posting of article",
        "has no article",
        "SELECT DISTINCT number FROM postings WHERE number NOT IN (SELECT number FROM articles)",
    ),
    (
        "cluster",
        "is not there but has members",
        "SELECT cluster FROM articles WHERE cluster IS NOT NULL AND cluster NOT IN (SELECT number FROM clusters)",
    ),
    (
        "cluster",
        "has one member only",
        "SELECT cluster FROM articles WHERE cluster IS NOT NULL GROUP BY cluster HAVING count(*) < 2",
    ),
    (
        "cluster",
        "has a lead that is no member",
        "SELECT c.number FROM clusters c WHERE c.number IN (SELECT cluster FROM articles) "
        "AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.number = c.lead AND a.cluster = c.number)",
    ),
)


def find_faults(store: Store) -> list[str]:
    """Say what is wrong: with the database, between its tables, and with what is written in them."""
    found = store.verify()
    found += [f"{what} {row[0]} {wrong}" for what, wrong, statement in _CHECKS for row in store.run(statement)]
    last = -1
    while rows := store.run("SELECT number, body FROM articles WHERE number > ? ORDER BY number LIMIT ?", (last, _AT_ONCE)):
        for number, body in rows:
            try:
                read_prepared(bytes(body))
            except (ValueError, KeyError, OSError, zlib.error) as error:
                found.append(f"article {number} cannot be read: {error}")
        last = rows[-1][0]
    return found


def count(store: Store, ledger: Ledger) -> Stats:
    """Count what an index holds."""
    counts = {table: store.run(f"SELECT count(*) FROM {table}")[0][0] for table in ("articles", "pairs", "decisions", "changes")}
    languages: dict[str, int] = dict(store.run("SELECT language, count(*) FROM articles GROUP BY language ORDER BY language"))
    return Stats(
        **counts,
        clusters=store.run("SELECT count(DISTINCT cluster) FROM articles")[0][0],
        bytes=store.size(),
        text_bytes=int(ledger.fact("text_bytes") or b"0"),
        languages=languages,
    )


def make_indexed(
    number: int, members: Sequence[tuple[int, str]], *, lead: int, created: float, changed: float, told: bytes
) -> IndexedCluster:
    """Make a cluster of what is kept of it; members are numbers and ids."""
    record = unpack(told)
    lead_id = next(name for own, name in members if own == lead)
    missing = record["missing"]
    return IndexedCluster(
        cluster=Cluster(
            id=cluster_id(number),
            lead_id=lead_id,
            member_ids=(lead_id, *sorted(name for _, name in members if name != lead_id)),
            relations={Relation(name): count for name, count in record["relations"].items()},
            missing_original=MissingOriginal(language=missing[0], reason=missing[1]) if missing else None,
        ),
        created=moment(created),
        changed=moment(changed),
    )


def cluster_record(cluster: IndexedCluster) -> dict[str, Any]:
    """Give a cluster's fields for an export."""
    one = cluster.cluster
    return {
        "id": one.id,
        "lead": one.lead_id,
        "members": list(one.member_ids),
        "relations": {relation.value: number for relation, number in one.relations.items()},
        "missing_original": asdict(one.missing_original) if one.missing_original else None,
        "created": cluster.created,
        "changed": cluster.changed,
    }


def without_kind(record: Change | Decision) -> dict[str, Any]:
    """Give a change's or a decision's other fields."""
    return {name: value for name, value in asdict(record).items() if name != "kind"}
