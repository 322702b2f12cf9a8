"""
Reading: what an index is asked, by a question or by name.

In: an article, ids, cursors. Out: matches, articles, pairs, clusters, changes, decisions, counts. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from detector.datatypes import Article, RelatedPair
from detector.errors import StoreError
from detector.index.agreement import Agreement, measure_agreement
from detector.index.intake import Intake
from detector.index.ledger import Ledger, cluster_id, cluster_number
from detector.index.neighbourhood import ASKED_MIN_PROBABILITY, Neighbourhoods
from detector.index.records import (
    Change,
    Decision,
    IndexedArticle,
    IndexedCluster,
    Match,
    Stats,
    moment,
    read_article,
    read_moment,
    read_pair,
    read_prepared,
    unpack,
)
from detector.index.spaces import Member
from detector.index.store import Store
from detector.index.upkeep import cluster_record, count, find_faults, make_indexed, without_kind
from detector.settings import Settings
from detector.similarity.explanation import Explainer

KEPT_SETTINGS = ("translations", "min_probability", "lead", "min_words")
"""Settings that an index is made with and keeps."""

Clock = Callable[[], float]


class ReadIndex:
    """What an index can be asked; ``Index`` is one that can be added to."""

    settings: Settings
    days_apart: int | None
    _store: Store
    _clock: Clock
    _ledger: Ledger
    _near: Neighbourhoods
    _intake: Intake

    def match(
        self, article: Article, *, outlets: Collection[str] | None = None, collections: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """
        Tell what an article is a version of, without keeping it; the most probable first.

        Args:
            article: Whose id may be in the index: it is then compared with all others.
            outlets: Only articles of these outlets.
            collections: Only articles of these collections.

        Raises:
            StoreError: If it is too short to judge, or the store refuses.
        """
        with self._store.transaction(writing=False):
            member = self._intake.ready(article, self._clock())
            return self.match_prepared(member, outlets=outlets, collections=collections)

    def match_prepared(
        self, member: Member, *, outlets: Collection[str] | None = None, collections: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """Do the same with an article that is prepared and encoded."""
        ((found, _),) = self._near.candidates([member], self.days_apart)
        found -= set(self._ledger.numbers([member.id]).values())
        if not found:
            return ()
        asked = {(member.number, other) for other in found}
        least = min(ASKED_MIN_PROBABILITY, self.settings.min_probability)
        judged = self._near.judge(asked, {member.number: member}, least=least)
        own = next(row for row, one in enumerate(judged.members) if one.number == member.number)
        is_own = (judged.table.pairs == own).any(axis=1) & (judged.probabilities >= self.settings.min_probability)
        table, probabilities = judged.table.take(is_own), judged.probabilities[is_own]
        if not len(table):
            return ()
        explainer = Explainer(judged.batch, table, probabilities, self.settings.min_probability)
        matches = []
        for row in np.argsort(-probabilities, kind="stable").tolist():
            other = judged.members[next(place for place in table.pairs[row].tolist() if place != own)]
            ((cluster, outlet, collection),) = self._store.run(
                "SELECT cluster, outlet, collection FROM articles WHERE number = ?", (other.number,)
            )
            if (outlets is None or outlet in outlets) and (collections is None or collection in collections):
                matches.append(
                    Match(
                        article_id=member.id,
                        other_id=other.id,
                        pair=explainer.explain(row),
                        cluster_id=None if cluster is None else cluster_id(cluster),
                    )
                )
        return tuple(matches)

    def _matches_of(self, ids: Sequence[str]) -> tuple[Match, ...]:
        matches = []
        for name, number in self._ledger.numbers(ids).items():
            for pair in self._pairs_of(number):
                other = pair.right_id if pair.left_id == name else pair.left_id
                ((cluster,),) = self._store.run("SELECT cluster FROM articles WHERE id = ?", (other,))
                matches.append(
                    Match(article_id=name, other_id=other, pair=pair, cluster_id=None if cluster is None else cluster_id(cluster))
                )
        rank = {name: place for place, name in enumerate(ids)}
        return tuple(sorted(matches, key=lambda match: (rank[match.article_id], -match.probability, match.other_id)))

    def _pairs_of(self, number: int) -> list[RelatedPair]:
        statement = (
            "SELECT low, high, relation, probability, told FROM pairs WHERE {} = ? AND relation IS NOT NULL AND told IS NOT NULL"
        )
        return [self._pair(*row) for side in ("low", "high") for row in self._store.run(statement.format(side), (number,))]

    def _pair(self, low: int, high: int, relation: str, probability: float, told: bytes) -> RelatedPair:
        left, right = sorted(self._ledger.ids([low, high]).values())
        return read_pair(left, right, relation, probability, bytes(told))

    def get(self, article_id: str) -> IndexedArticle:
        """
        Give an article with its cluster and its earlier versions.

        Raises:
            StoreError: If it is not in the index.
        """
        with self._store.transaction(writing=False):
            number = self._number(article_id)
            ((body, cluster, collection, added),) = self._store.run(
                "SELECT body, cluster, collection, added FROM articles WHERE number = ?", (number,)
            )
            earlier = self._store.run("SELECT body FROM history WHERE id = ? ORDER BY version", (article_id,))
            prepared = read_prepared(bytes(body))
            return IndexedArticle(
                article=prepared.article,
                language=prepared.language,
                cluster_id=None if cluster is None else cluster_id(cluster),
                collection=collection,
                added=moment(added),
                earlier=tuple(read_article(unpack(bytes(row[0]))) for row in earlier),
            )

    def __contains__(self, article_id: str) -> bool:
        return bool(self._ledger.numbers([article_id]))

    def __len__(self) -> int:
        return int(self._store.run("SELECT count(*) FROM articles")[0][0])

    def pairs(self, article_id: str | None = None) -> Iterator[RelatedPair]:
        """Give all pairs of versions, or those of one article, in order of id."""
        with self._store.transaction(writing=False):
            if article_id is not None:
                found = self._pairs_of(self._number(article_id))
            else:
                rows = self._store.run("SELECT low, high, relation, probability, told FROM pairs WHERE told IS NOT NULL")
                found = [self._pair(*row) for row in rows]
        # What a caller does between two of them is a transaction of its own.
        yield from sorted(found, key=lambda pair: (pair.left_id, pair.right_id))

    def clusters(
        self, *, since: str | None = None, outlets: Collection[str] | None = None, collections: Collection[str] | None = None
    ) -> tuple[IndexedCluster, ...]:
        """
        Give the clusters, the largest first.

        Args:
            since: Only those that changed at or after this ISO 8601 date or date-time (UTC where it names no zone).
            outlets: Only those with a member of one of these outlets.
            collections: Only those with a member of one of these collections.
        """
        least = 0.0 if since is None else read_moment(since)
        with self._store.transaction(writing=False):
            rows = self._store.run(
                "SELECT a.cluster, a.number, a.id, a.outlet, a.collection, c.lead, c.created, c.changed, c.told "
                "FROM articles a JOIN clusters c ON c.number = a.cluster WHERE c.changed >= ? ORDER BY a.id",
                (least,),
            )
        members: dict[int, list[tuple[Any, ...]]] = {}
        for cluster, *rest in rows:
            members.setdefault(cluster, []).append(tuple(rest))
        found = []
        for cluster, own in members.items():
            if outlets is not None and not any(outlet in outlets for _, _, outlet, *_ in own):
                continue
            if collections is not None and not any(collection in collections for _, _, _, collection, *_ in own):
                continue
            *_, lead, created, changed, told = own[0]
            found.append(
                make_indexed(
                    cluster,
                    [(number, name) for number, name, *_ in own],
                    lead=lead,
                    created=created,
                    changed=changed,
                    told=bytes(told),
                )
            )
        return tuple(sorted(found, key=lambda one: (-len(one.cluster.member_ids), cluster_number(one.cluster.id))))

    def became(self, name: str) -> str:
        """
        Give the id of the cluster that one was merged into, or its own.

        Raises:
            StoreError: If there never was one of that id.
        """
        number = cluster_number(name)
        while True:
            rows = self._store.run("SELECT merged_into FROM clusters WHERE number = ?", (number,))
            if not rows:
                raise StoreError(f"a cluster must be one of this index, was: {name}")
            if rows[0][0] is None:
                return cluster_id(number)
            number = rows[0][0]

    def changes(self, after: int = 0, *, limit: int = 1000) -> tuple[Change, ...]:
        """
        Give what happened to clusters after a cursor, in order; hand in the last one's cursor to have the next ones.

        Args:
            after: A cursor; 0 is the beginning.
            limit: So many at most. At least 1.
        """
        with self._store.transaction(writing=False):
            return self._ledger.changes(after, limit)

    def decisions(self, *, revoked: bool = False) -> tuple[Decision, ...]:
        """List the decisions that hold, in order; those taken back too if asked."""
        with self._store.transaction(writing=False):
            return self._ledger.decisions(revoked=revoked)

    def agreement(self) -> Agreement:
        """Measure how often the engine agreed with the decisions that hold, and recalibrate its probability on them."""
        with self._store.transaction(writing=False):
            return measure_agreement(self._store, self.settings.min_probability)

    def verify(self) -> tuple[str, ...]:
        """Say what is wrong with the index; nothing if it is whole."""
        with self._store.transaction(writing=False):
            return tuple(find_faults(self._store))

    def stats(self) -> Stats:
        """Count what the index holds."""
        with self._store.transaction(writing=False):
            return count(self._store, self._ledger)

    def export(self) -> Iterator[dict[str, Any]]:
        """
        Give all that is in the index as records: its settings, articles, pairs, clusters, decisions and changes.

        They are of one state, so that the thread that reads them cannot change the index before the last one: a ``StoreError``.
        """
        with self._store.transaction(writing=False):
            yield {"kind": "index", "settings": {name: getattr(self.settings, name) for name in KEPT_SETTINGS}}
            for (name,) in self._store.run("SELECT id FROM articles ORDER BY id"):
                yield {"kind": "article"} | asdict(self.get(name))
            for pair in self.pairs():
                yield {"kind": "pair"} | asdict(pair)
            for cluster in self.clusters():
                yield {"kind": "cluster"} | cluster_record(cluster)
            for decision in self.decisions(revoked=True):
                yield {"kind": "decision", "decision": decision.kind} | without_kind(decision)
            after = 0
            while changes := self.changes(after):
                yield from ({"kind": "change", "change": change.kind} | without_kind(change) for change in changes)
                after = changes[-1].cursor

    def _number(self, article_id: str) -> int:
        found = self._ledger.numbers([article_id])
        if not found:
            raise StoreError(f"an article must be in the index, was: {article_id}, which is not")
        return found[article_id]
