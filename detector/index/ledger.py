"""
The ledger: what editors decided, what happened to clusters, and the numbers given out.

In: decisions and changes. Out: the same, in order, and what they bind. Nothing here is ever overwritten but to say that a
decision was taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from detector.errors import StoreError
from detector.index.records import Change, ChangeKind, Decision, DecisionKind, moment, pack, unpack
from detector.index.store import Store

_AT_ONCE = 400
CLOCK_TOLERANCE_S = 300.0
"""A clock that is set right by less than this is followed; one that runs backwards further is refused. Our choice."""


class Ledger:
    """Decisions, changes and counters of an index."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next(self, name: str, count: int = 1) -> int:
        """Give out the next number of a kind; the first of several."""
        fact = f"next:{name}"
        rows = self._store.run("SELECT value FROM facts_of_index WHERE name = ?", (fact,))
        first = int(bytes(rows[0][0])) if rows else 1
        self.set_fact(fact, str(first + count).encode())
        return first

    def fact(self, name: str) -> bytes | None:
        """Give a fact of the index."""
        rows = self._store.run("SELECT value FROM facts_of_index WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: bytes) -> None:
        """Keep a fact of the index."""
        self._store.run(
            "INSERT INTO facts_of_index (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def tick(self, now: float) -> float:
        """
        Take the time of a change, never before that of the last one.

        Raises:
            StoreError: If the clock has run backwards.
        """
        last = float(self.fact("time") or b"0")
        if now < last - CLOCK_TOLERANCE_S:
            raise StoreError(
                f"the clock must not run backwards, was: {moment(now)} after {moment(last)}; set it right, nothing was changed"
            )
        at = max(now, last)
        self.set_fact("time", repr(at).encode())
        return at

    def ids(self, numbers: Collection[int]) -> dict[int, str]:
        """Give articles' ids by number."""
        found: dict[int, str] = {}
        ordered = sorted(numbers)
        for start in range(0, len(ordered), _AT_ONCE):
            part = ordered[start : start + _AT_ONCE]
            found.update(dict(self._store.run(f"SELECT number, id FROM articles WHERE number IN ({_marks(part)})", part)))
        return found

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """Give articles' numbers by id, of those that are there."""
        found: dict[str, int] = {}
        ordered = sorted(ids)
        for start in range(0, len(ordered), _AT_ONCE):
            part = ordered[start : start + _AT_ONCE]
            found.update(dict(self._store.run(f"SELECT id, number FROM articles WHERE id IN ({_marks(part)})", part)))
        return found

    def tell(
        self, at: float, kind: ChangeKind, cluster: int, *, other: int | None, article_ids: Sequence[str], reason: str
    ) -> None:
        """Write down a change."""
        self._store.run(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?)",
            (self.next("changes"), at, kind, cluster, other, pack({"articles": sorted(article_ids), "reason": reason})),
        )

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        """Give the changes after a cursor, in order."""
        rows = self._store.run(
            "SELECT cursor, at, kind, cluster, other, told FROM changes WHERE cursor > ? ORDER BY cursor LIMIT ?", (after, limit)
        )
        changes = []
        for cursor, at, kind, cluster, other, told in rows:
            record = unpack(bytes(told))
            changes.append(
                Change(
                    cursor=cursor,
                    at=moment(at),
                    kind=kind,
                    cluster_id=cluster_id(cluster),
                    other_id=None if other is None else cluster_id(other),
                    article_ids=tuple(record["articles"]),
                    reason=record["reason"],
                )
            )
        return tuple(changes)

    def decide(self, kind: DecisionKind, pairs: Mapping[tuple[str, str], float | None], who: str, why: str, at: float) -> int:
        """Write down a decision on pairs of ids, with what the engine thought of each; give its number."""
        number = self.next("decisions")
        self._store.run("INSERT INTO decisions (number, kind, who, why, at) VALUES (?, ?, ?, ?, ?)", (number, kind, who, why, at))
        self._store.run_many(
            "INSERT INTO decided VALUES (?, ?, ?, ?)", [(number, *pair, engine) for pair, engine in pairs.items()]
        )
        return number

    def decisions(self, *, revoked: bool) -> tuple[Decision, ...]:
        """List the decisions, those that were taken back too if asked."""
        rows = self._store.run("SELECT number, kind, who, why, at, revoked, revoked_by FROM decisions ORDER BY number")
        pairs: dict[int, list[tuple[str, str, float | None]]] = {}
        for number, low, high, engine in self._store.run("SELECT decision, low, high, engine FROM decided ORDER BY low, high"):
            pairs.setdefault(number, []).append((low, high, engine))
        decisions = []
        for number, kind, who, why, at, taken_back, by in rows:
            if taken_back is not None and not revoked:
                continue
            own = pairs.get(number, [])
            engines = [engine for _, _, engine in own if engine is not None]
            # A split is kept with the article taken out first in every pair.
            ids = dict.fromkeys(name for low, high, _ in own for name in (low, high))
            decisions.append(
                Decision(
                    number=number,
                    kind=kind,
                    article_ids=tuple(ids),
                    who=who,
                    why=why,
                    at=moment(at),
                    revoked=None if taken_back is None else moment(taken_back),
                    revoked_by=by,
                    engine=sum(engines) / len(engines) if engines else None,
                )
            )
        return tuple(decisions)

    def revoke(self, number: int, who: str, at: float) -> set[str]:
        """
        Take a decision back; give the ids it spoke of.

        Raises:
            StoreError: If there is none of that number, or it was taken back before.
        """
        rows = self._store.run("SELECT revoked FROM decisions WHERE number = ?", (number,))
        if not rows or rows[0][0] is not None:
            raise StoreError(f"a decision to take back must be one that holds, was: {number}; list them first")
        self._store.run("UPDATE decisions SET revoked = ?, revoked_by = ? WHERE number = ?", (at, who, number))
        return {name for pair in self._store.run("SELECT low, high FROM decided WHERE decision = ?", (number,)) for name in pair}

    def bound(self, row_by_id: Mapping[str, int]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Give the pairs that must be together and those that must be apart, among some articles."""
        together: set[tuple[int, int]] = set()
        apart: set[tuple[int, int]] = set()
        for kind, low, high in self._holding(row_by_id):
            if kind != "lead" and low in row_by_id and high in row_by_id:
                ends = sorted((row_by_id[low], row_by_id[high]))
                (together if kind == "confirm" else apart).add((ends[0], ends[1]))
        return together, apart

    def decided_with(self, ids: Collection[str]) -> set[str]:
        """Give the ids that a decision names together with some."""
        return {name for kind, *pair in self._holding(ids) if kind != "lead" for name in pair} - set(ids)

    def confirmed_with(self, numbers: Collection[int]) -> set[int]:
        """Give the articles that are confirmed to be versions of some."""
        ids = set(self.ids(numbers).values())
        others = {name for kind, *pair in self._holding(ids) if kind == "confirm" for name in pair} - ids
        return set(self.numbers(others).values())

    def chosen_lead(self, ids: Collection[str]) -> str | None:
        """Give the one among some articles that an editor made the lead last."""
        found = None
        for kind, low, _ in self._holding(ids):
            if kind == "lead" and low in ids:
                found = low
        return found

    def _holding(self, ids: Collection[str]) -> list[tuple[str, str, str]]:
        rows: dict[tuple[int, str, str], str] = {}
        ordered = sorted(ids)
        for start in range(0, len(ordered), _AT_ONCE):
            part = ordered[start : start + _AT_ONCE]
            for side in ("low", "high"):
                statement = (
                    "SELECT d.number, p.low, p.high, d.kind FROM decided p JOIN decisions d ON d.number = p.decision "
                    f"WHERE d.revoked IS NULL AND p.{side} IN ({_marks(part)})"
                )
                rows.update({(number, low, high): kind for number, low, high, kind in self._store.run(statement, part)})
        return [(kind, low, high) for (_, low, high), kind in sorted(rows.items())]


def cluster_id(number: int) -> str:
    """Write a cluster's number as its id."""
    return f"c{number}"


def cluster_number(name: str) -> int:
    """
    Read a cluster's id.

    Raises:
        StoreError: If it is none.
    """
    if not (name.startswith("c") and name[1:].isdigit()):
        raise StoreError(f"a cluster's id must be c and a number, was: {name}")
    return int(name[1:])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
