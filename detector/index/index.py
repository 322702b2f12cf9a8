"""
The index: what a newsroom has had, kept in a file, asked and added to one article at a time.

In: articles, questions, decisions. Out: matches, clusters with ids that stay, and what changed. The stages are those of a scan,
run over an article and its neighbourhood.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from detector.datatypes import Article, SkippedFile
from detector.errors import StoreError
from detector.index.decisions import Decisions
from detector.index.intake import Intake
from detector.index.ledger import Ledger
from detector.index.neighbourhood import Neighbourhoods
from detector.index.reading import KEPT_SETTINGS, Clock, ReadIndex
from detector.index.records import (
    DecisionKind,
    Match,
    article_record,
    pack,
    read_moment,
    read_prepared,
)
from detector.index.rows import COLUMNS
from detector.index.spaces import Member, Spaces
from detector.index.sqlite import SqliteStore
from detector.index.store import Store
from detector.index.versions import Versions
from detector.settings import Settings
from detector.similarity.encoders import Encoder

BATCH_ARTICLES = 256
"""Articles of a batch that are judged together, with the neighbours that several of them have. Of 1,024 articles added, the
time beyond encoding over the encoder's, of the processor, at 64 / 128 / 256 / 512: press releases 1.28 / 1.13 / 1.01 / 0.94,
unlike articles of 230 words 1.55 / 1.31 / 1.34 / 1.25; at 256 with 80 MB more than at 64."""


class Index(ReadIndex):
    """
    The articles a newsroom has had, with their pairs, clusters and what editors decided.

    Made by ``Index.open``, used as a context manager, by any number of threads; other processes may read while one writes.
    """

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings | None = None,
        days_apart: int | None = None,
        encoders: Sequence[Encoder] | None = None,
        clock: Clock = time.time,
    ) -> None:
        """
        Take an index from a store; ``open`` is the usual way.

        Raises:
            StoreError: If the index was made with other settings than those given.
        """
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store)
        kept, self.days_apart = self._settle_settings(settings, days_apart)
        self.settings = kept
        self._spaces = Spaces(store, encoders, enabled=kept.translations)
        self._near = Neighbourhoods(store, self._spaces)
        self._versions = Versions(store, self._near, self._ledger, kept)
        self._decisions = Decisions(store, self._near, self._versions, self._ledger)
        self._intake = Intake(store, self._spaces, self._near, self._ledger, kept)

    @staticmethod
    def open(
        path: str | Path,
        *,
        settings: Settings | None = None,
        days_apart: int | None = None,
        encoders: Sequence[Encoder] | None = None,
        read_only: bool = False,
        clock: Clock = time.time,
    ) -> Index:
        """
        Open an index, or make one.

        Args:
            path: A file; or ``postgresql://…`` for a database (needs ``detector[server]``).
            settings: Kept with a new index; of an old one they must be the same, or left out.
            days_apart: Articles published further apart than so many days are not compared; ``None`` compares all. Kept as well.
                An article without a date counts by the day it was added.
            encoders: As for ``find_clusters``; they must be the same every time.
            read_only: Refuse every change.
            clock: Gives the time in seconds since 1970.

        Raises:
            StoreError: If it cannot be opened, is no index, is cut off, or is of a newer schema or another version's evidence.
        """
        store: Store
        if str(path).startswith(("postgresql://", "postgres://")):
            from detector.index.postgres import PostgresStore  # noqa: PLC0415  (an extra, imported where it is used)

            store = PostgresStore(str(path), read_only=read_only)
        else:
            store = SqliteStore(path, read_only=read_only)
        try:
            return Index(store, settings=settings, days_apart=days_apart, encoders=encoders, clock=clock)
        except BaseException:
            store.close()
            raise

    def _settle_settings(self, settings: Settings | None, days_apart: int | None) -> tuple[Settings, int | None]:
        kept = self._ledger.fact("settings")
        if kept is None:
            chosen = settings or Settings()
            record = {name: getattr(chosen, name) for name in KEPT_SETTINGS} | {"days_apart": days_apart, "evidence": COLUMNS}
            with self._store.transaction(writing=True):
                if self._ledger.fact("settings") is None:
                    self._ledger.set_fact("settings", json.dumps(record).encode())
            kept = self._ledger.fact("settings") or b""
        record = json.loads(kept)
        columns = record.pop("evidence", [])
        if columns != [*COLUMNS[: len(columns)]]:
            raise StoreError(
                "an index must hold the evidence that this version of detector compares, was: another version's; "
                "export its articles and add them to a new index"
            )
        asked: dict[str, Any] = {} if settings is None else {name: getattr(settings, name) for name in KEPT_SETTINGS}
        asked |= {} if days_apart is None else {"days_apart": days_apart}
        for name, value in asked.items():
            if record[name] != value:
                raise StoreError(f"{name} of this index is {record[name]}, was: {value}; leave it out, or build a new index")
        own_days: int | None = record.pop("days_apart")
        return replace(settings or Settings(), **record), own_days

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was added is in it already."""
        self._store.close()

    # What comes in

    def add(
        self,
        articles: Article | Iterable[Article],
        *,
        collection: str | None = None,
        on_skip: Callable[[SkippedFile], None] | None = None,
    ) -> tuple[Match, ...]:
        """
        Add articles, and tell what each is a version of.

        What has been added once may be added again: nothing changes, and the matches are told again. When this returns the
        articles are on the disk. All of a call is kept or nothing.

        Args:
            articles: One, or a batch, which is faster.
            collection: A name to filter by.
            on_skip: Told of articles too short to judge; without it they are refused.

        Raises:
            StoreError: If an id is in the index with another text (``replace`` it) or is no Unicode, an article is too short, or
                the store refuses.
            EncoderError: If an encoder that the languages need is not installed.
        """
        given = _with_ids_to_keep([articles] if isinstance(articles, Article) else articles, on_skip)
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            new = self._distinct(given)
            for start in range(0, len(new), BATCH_ARTICLES):
                self._take(new[start : start + BATCH_ARTICLES], collection, at, "added", on_skip)
            return self._matches_of([article.id for article in given])

    def _distinct(self, given: Sequence[Article]) -> list[Article]:
        """Leave out what is there already; refuse another text under one id."""
        by_id: dict[str, Article] = {}
        held = {article.id: article for article in self._articles([article.id for article in given])}
        new: list[Article] = []
        for article in given:
            before = by_id.get(article.id) or held.get(article.id)
            if before is None:
                by_id[article.id] = article
                new.append(article)
            elif (before.text, before.title) != (article.text, article.title):
                raise StoreError(f"an id must keep its text, was: {article.id} with another one; replace the article instead")
        return new

    def _articles(self, ids: Iterable[str]) -> Iterator[Article]:
        numbers = self._ledger.numbers(list(ids))
        for member in self._near.load(numbers.values()).values():
            yield member.prepared.article

    def _take(
        self,
        articles: Sequence[Article],
        collection: str | None,
        at: float,
        reason: str,
        on_skip: Callable[[SkippedFile], None] | None,
    ) -> None:
        taken = self._intake.take(articles, collection, at, on_skip)
        self._compare(taken, at, reason)

    def _compare(self, members: Mapping[int, Member], at: float, reason: str) -> None:
        pairs: set[tuple[int, int]] = set()
        forced: set[tuple[int, int]] = set()
        sharing: list[set[int]] = []
        candidates = self._near.candidates([*members.values()], self.days_apart)
        for (number, member), (found, shared) in zip(members.items(), candidates, strict=True):
            decided = self._ledger.numbers(self._ledger.decided_with([member.id])).values()
            forced |= {(min(number, other), max(number, other)) for other in decided}
            pairs |= {(min(number, other), max(number, other)) for other in found}
            sharing.append(shared)
        # Passages that three articles share are common to the two that had them before as well.
        links = self._near.links(set().union(*sharing))
        for shared in sharing:
            pairs |= {(low, high) for high in shared for low in links.get(high, ()) if low in shared}
        touched = self._versions.keep(self._near.judge(pairs | forced, members, forced), forced) if pairs | forced else set()
        self._versions.update(touched | {number for pair in forced for number in pair}, at, reason)

    def replace(self, article: Article, *, collection: str | None = None) -> tuple[Match, ...]:
        """
        Put a new version under an id; the earlier one is kept in its history, and its cluster's id where it stays in it.

        Raises:
            StoreError: If the id is not in the index, the article is too short, or the store refuses.
        """
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            number = self._number(article.id)
            (before, own_collection), *_ = self._store.run("SELECT body, collection FROM articles WHERE number = ?", (number,))
            rows = self._store.run("SELECT count(*) FROM history WHERE id = ?", (article.id,))
            self._store.run(
                "INSERT INTO history VALUES (?, ?, ?, ?)",
                (article.id, rows[0][0] + 1, at, pack(article_record(read_prepared(bytes(before)).article))),
            )
            partners = self._intake.forget_evidence([number])
            taken = self._intake.take([article], collection or own_collection, at, None, numbers={article.id: number})
            self._compare(taken, at, "replaced")
            self._versions.update(partners | set(taken), at, "replaced")
            return self._matches_of([article.id])

    def remove(self, ids: str | Iterable[str]) -> int:
        """
        Remove articles; give how many there were. Decisions stay, and bind those that come back.

        Raises:
            StoreError: If one is not in the index.
        """
        wanted = [ids] if isinstance(ids, str) else list(ids)
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            return self._remove({self._number(name) for name in wanted}, at, "removed")

    def expire(self, *, before: str) -> int:
        """
        Remove the articles published (or, without a date, added) before a day; give how many.

        Args:
            before: An ISO 8601 date.

        Raises:
            StoreError: If it is none.
        """
        day = int(read_moment(before) // 86_400)
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            return self._remove(
                {n for (n,) in self._store.run("SELECT number FROM articles WHERE day < ?", (day,))}, at, "expired"
            )

    def _remove(self, numbers: set[int], at: float, reason: str) -> int:
        clusters = {
            cluster
            for number in numbers
            for (cluster,) in self._store.run("SELECT cluster FROM articles WHERE number = ? AND cluster IS NOT NULL", (number,))
        }
        ids = self._ledger.ids(numbers)
        gone: dict[int, list[str]] = {}
        for number in numbers:
            for (cluster,) in self._store.run("SELECT cluster FROM articles WHERE number = ?", (number,)):
                if cluster is not None:
                    gone.setdefault(cluster, []).append(ids[number])
        partners = self._intake.forget(numbers)
        for cluster in sorted(clusters):
            self._ledger.tell(at, "split", cluster, other=None, article_ids=gone[cluster], reason=reason)
            partners |= {n for (n,) in self._store.run("SELECT number FROM articles WHERE cluster = ?", (cluster,))}
        self._versions.update(partners - numbers, at, reason)
        return len(numbers)

    # What editors decide

    def confirm(self, left_id: str, right_id: str, *, who: str, why: str = "") -> int:
        """Decide that two articles are versions of one; give the decision's number. Errors as in ``never_merge``."""
        return self._decide("confirm", [(min(left_id, right_id), max(left_id, right_id))], who, why)

    def never_merge(self, left_id: str, right_id: str, *, who: str, why: str = "") -> int:
        """
        Decide that two articles are no versions of one, whatever others say; give the decision's number.

        Raises:
            StoreError: If one is not in the index, or an earlier decision says otherwise (take that one back first).
        """
        return self._decide("never_merge", [(min(left_id, right_id), max(left_id, right_id))], who, why)

    def split(self, article_id: str, *, who: str, why: str = "") -> int:
        """
        Take an article out of its cluster for good; give the decision's number. Errors as in ``never_merge``.

        It is kept apart from those that are in the cluster now; a version of its own that comes later may join it.
        """
        with self._store.transaction(writing=True):
            number = self._number(article_id)
            others = [
                name
                for (name,) in self._store.run(
                    "SELECT id FROM articles WHERE cluster = (SELECT cluster FROM articles WHERE number = ?) AND number <> ?",
                    (number, number),
                )
            ]
            if not others:
                raise StoreError(f"an article to split off must be in a cluster, was: {article_id}, alone")
            return self._decide("split", [(article_id, other) for other in sorted(others)], who, why)

    def lead(self, article_id: str, *, who: str, why: str = "") -> int:
        """Decide that an article leads its cluster, now and later; give the decision's number."""
        return self._decide("lead", [(article_id, article_id)], who, why)

    def _decide(self, kind: DecisionKind, pairs: Sequence[tuple[str, str]], who: str, why: str) -> int:
        with self._store.transaction(writing=True):
            return self._decisions.decide(kind, pairs, who=who, why=why, at=self._ledger.tick(self._clock()))

    def revoke(self, decision: int, *, who: str) -> None:
        """
        Take a decision back; it stays listed among the revoked ones.

        Raises:
            StoreError: If there is none of that number that holds, or nobody takes it back.
        """
        if not who:
            raise StoreError("who takes a decision back must be named, was: nobody")
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            ids = self._ledger.revoke(decision, who, at)
            self._versions.update(self._ledger.numbers(ids).values(), at, f"decision {decision} taken back by {who}")

    # What keeps it well

    def rebuild(self) -> None:
        """Judge all articles again, as a scan judges a folder: for after many changes, when an hour is at hand."""
        with self._store.transaction(writing=True):
            at = self._ledger.tick(self._clock())
            self._intake.rebuild(self._versions, at)

    def compact(self) -> None:
        """Give back the room of what was removed."""
        self._store.compact()


def _with_ids_to_keep(articles: Iterable[Article], on_skip: Callable[[SkippedFile], None] | None) -> list[Article]:
    """Leave out articles whose ids are no text, as file names may be; refuse them where nobody is told."""
    kept: list[Article] = []
    for article in articles:
        if article.id.encode(errors="ignore").decode() == article.id:
            kept.append(article)
            continue
        reason = f"an id must be Unicode text to be kept, was: {article.id!a}; give it another one"
        if on_skip is None:
            raise StoreError(reason)
        on_skip(SkippedFile(path=article.path or article.id, reason=reason))
    return kept
