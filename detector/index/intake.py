"""
Intake: articles into the store, and out of it.

In: articles. Out: the same prepared, encoded and kept, ready to be compared. Frames that articles have in common are learned as
they come: once learned they are cut from every carrier, earlier ones too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detector.datatypes import Article, PreparedArticle, SkippedFile
from detector.errors import StoreError
from detector.index.judged import Judged
from detector.index.keys import edge_keys, name_keys, relation_keys
from detector.index.known import known, write_member
from detector.index.ledger import Ledger
from detector.index.neighbourhood import Neighbourhoods
from detector.index.records import day_of
from detector.index.spaces import DIGESTS, OWN_DIGESTS, Member, Spaces, take_segments
from detector.index.store import Store
from detector.ingestion.prepare import prepare
from detector.ingestion.wrappers import Recurring, find_recurring
from detector.pipeline import judge_all
from detector.settings import Settings

if TYPE_CHECKING:
    from detector.index.versions import Versions

_CARRIERS = 20
"""Carriers of a passage that are looked at, as ``find_recurring`` looks at 20."""
_ALL_CARRIERS = 10_000
MAX_EARLIER = 1000
"""Earlier articles whose digests are encoded when the first one comes that only a later encoder knows: half a minute's work."""
_AT_ONCE = 400
_DIGEST_BIT = 8
log = logging.getLogger(__name__)

OnSkip = Callable[[SkippedFile], None]


class Intake:
    """Takes articles in and forgets them."""

    def __init__(self, store: Store, spaces: Spaces, neighbourhoods: Neighbourhoods, ledger: Ledger, settings: Settings) -> None:
        self._store = store
        self._spaces = spaces
        self._near = neighbourhoods
        self._ledger = ledger
        self._settings = settings
        self._claimed: set[int] = set()

    def ready(self, article: Article, now: float) -> Member:
        """
        Prepare and encode an article that is not kept.

        Raises:
            StoreError: If it is too short to judge.
        """
        prepared = self._prepare([article], self._frames(edge_keys(article).values()), None)[0]
        member = write_member(-1, prepared, day_of(article, now))
        own = self._spaces.own_space(prepared.language)
        if own is not None and self._spaces.names:
            self._claim(own, keep=False)
            member.codes[own] = self._spaces.encode(own, [prepared])[0]
        for space in range((own or 0) + 1 if own is not None else len(self._spaces.names), len(self._spaces.names)):
            if self._is_awake(space) and self._spaces.knows(space, prepared.language):
                self._claim(space, keep=False)
                code = self._spaces.encode_digests(space, [prepared])
                if self._spaces.near_digests(OWN_DIGESTS + space, code):
                    member.codes[space] = self._spaces.encode(space, [prepared])[0]
        return member

    def take(
        self,
        articles: Sequence[Article],
        collection: str | None,
        at: float,
        on_skip: OnSkip | None,
        *,
        numbers: Mapping[str, int] | None = None,
    ) -> dict[int, Member]:
        """
        Keep articles; give them, and those that were prepared anew for their sake, by number.

        Raises:
            StoreError: If one is too short and nobody is told of it.
        """
        recurring, stale = self._learn(articles)
        prepared = self._prepare(articles, recurring, on_skip)
        if not prepared:
            return {}
        first = self._ledger.next("articles", len(prepared))
        members: dict[int, Member] = {}
        for place, one in enumerate(prepared):
            number = (numbers or {}).get(one.id, first + place)
            members[number] = write_member(number, one, day_of(one.article, at))
        self._keep(members, collection, at)
        self._count_text(sum(_text_bytes(one.article) for one in prepared))
        refreshed = self._refresh(stale - set(members), recurring)
        self._encode(members)
        return members | refreshed

    def _prepare(self, articles: Sequence[Article], recurring: Recurring, on_skip: OnSkip | None) -> tuple[PreparedArticle, ...]:
        prepared, skipped = prepare(articles, self._settings, recurring=recurring)
        for one in skipped:
            if on_skip is None:
                raise StoreError(f"an article must hold a text to be compared, but {one.path}: {one.reason}")
            on_skip(one)
        return prepared

    def _keep(self, members: Mapping[int, Member], collection: str | None, at: float) -> None:
        articles, postings = [], []
        for number, member in members.items():
            article, found = member.prepared.article, known(member.body)
            content = int(found.prints.contents[0].view(np.int64))
            articles.append(
                (
                    number,
                    article.id,
                    member.prepared.language,
                    article.outlet,
                    collection,
                    member.day,
                    at,
                    0,
                    content,
                    member.body,
                )
            )
            keys = {*found.shingle_keys, *edge_keys(article), *name_keys(article), *relation_keys(article)}
            postings += [(key, number) for key in sorted(keys)]
        self._store.run_many(
            "INSERT INTO articles (number, id, language, outlet, collection, day, added, state, content, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET language = excluded.language, "
            "outlet = excluded.outlet, collection = excluded.collection, day = excluded.day, added = excluded.added, "
            "state = excluded.state, content = excluded.content, body = excluded.body",
            articles,
        )
        self._store.run_many("INSERT INTO postings VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(postings))

    # Frames

    def _frames(self, names: Iterable[int]) -> Recurring:
        """Give the frames learned earlier that are among some passages."""
        by_key = {_signed(name): name for name in names}
        keys = sorted(by_key)
        anywhere: set[int] = set()
        of_outlets: set[tuple[str, int]] = set()
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            for key, outlet in self._store.run(f"SELECT key, outlet FROM frames WHERE key IN ({marks})", part):
                if outlet:
                    of_outlets.add((outlet, by_key[key]))
                else:
                    anywhere.add(by_key[key])
        return Recurring(anywhere=frozenset(anywhere), of_outlets=frozenset(of_outlets))

    def _learn(self, articles: Sequence[Article]) -> tuple[Recurring, set[int]]:
        """Learn frames from articles and the carriers of their edges; give them, and who carries a new one."""
        edges: dict[int, int] = {}
        for article in articles:
            edges |= edge_keys(article)
        known = self._frames(edges.values())
        carriers: set[int] = set()
        for key, name in edges.items():
            if name not in known.anywhere:
                rows = self._store.run("SELECT number FROM postings WHERE key = ? ORDER BY number DESC LIMIT ?", (key, _CARRIERS))
                carriers |= {number for (number,) in rows}
        own = {article.id for article in articles}
        earlier = [member.prepared.article for member in self._near.load(carriers).values() if member.id not in own]
        found = find_recurring((*articles, *earlier))
        new = [(name, "") for name in found.anywhere - known.anywhere]
        new += [(name, outlet) for outlet, name in found.of_outlets - known.of_outlets]
        self._store.run_many(
            "INSERT INTO frames VALUES (?, ?) ON CONFLICT DO NOTHING", [(_signed(name), outlet) for name, outlet in new]
        )
        key_by_name = {name: key for key, name in edges.items()}
        stale: set[int] = set()
        for name, _ in new:
            if name in key_by_name:
                rows = self._store.run("SELECT number FROM postings WHERE key = ? LIMIT ?", (key_by_name[name], _ALL_CARRIERS))
                stale |= {number for (number,) in rows}
        merged = Recurring(anywhere=known.anywhere | found.anywhere, of_outlets=known.of_outlets | found.of_outlets)
        return merged, stale

    def _refresh(self, numbers: Collection[int], recurring: Recurring) -> dict[int, Member]:
        """Prepare articles again where a new frame is cut from them."""
        refreshed: dict[int, Member] = {}
        keys_before: dict[int, frozenset[int]] = {}
        for number, member in self._near.load(numbers).items():
            frames = self._frames(edge_keys(member.prepared.article).values())
            both = Recurring(anywhere=recurring.anywhere | frames.anywhere, of_outlets=recurring.of_outlets | frames.of_outlets)
            prepared, _ = prepare((member.prepared.article,), self._settings, recurring=both)
            if not prepared or prepared[0] == member.prepared:
                continue
            places = {(part.in_title, part.start, part.end): row for row, part in enumerate(member.prepared.segments)}
            kept = [places.get((part.in_title, part.start, part.end), -1) for part in prepared[0].segments]
            new = write_member(number, prepared[0], member.day)
            if -1 in kept:
                new.codes = {space: self._spaces.encode(space, prepared)[0] for space in member.codes}
            else:
                new.codes = {space: take_segments(codes, kept) for space, codes in member.codes.items()}
            refreshed[number] = new
            keys_before[number] = frozenset(known(member.body).shingle_keys)
        for number, member in refreshed.items():
            found = known(member.body)
            content = int(found.prints.contents[0].view(np.int64))
            self._store.run(
                "UPDATE articles SET language = ?, content = ?, body = ? WHERE number = ?",
                (member.prepared.language, content, member.body, number),
            )
            # What led to the frame leads here no more; nothing else would ever take it away.
            keys = frozenset(found.shingle_keys)
            gone, added = sorted(keys_before[number] - keys), sorted(keys - keys_before[number])
            self._store.run_many("DELETE FROM postings WHERE key = ? AND number = ?", [(key, number) for key in gone])
            self._store.run_many("INSERT INTO postings VALUES (?, ?) ON CONFLICT DO NOTHING", [(key, number) for key in added])
            for space, codes in member.codes.items():
                self._put_segments(space, {number: codes}, refreshed)
        return refreshed

    # Vectors

    def _encode(self, members: Mapping[int, Member], *, is_all: bool = False) -> None:
        for space in range(len(self._spaces.names)):
            own = [m for m in members.values() if self._spaces.own_space(m.prepared.language) == space]
            if own:
                self._claim(space)
                self._encode_whole(space, own)
            if space == 0:
                continue
            was_awake = self._is_awake(space)
            if own and not was_awake:
                self._ledger.set_fact(f"awake:{space}", b"1")
            if was_awake or own:
                self._claim(space)
                others = [m for m in members.values() if self._is_other(space, m.prepared.language)]
                self._join(space, own, others if was_awake or is_all else [*others, *self._earlier_others(space, members)])

    def _is_awake(self, space: int) -> bool:
        """Tell whether the index holds articles that only this space's encoder knows."""
        return self._ledger.fact(f"awake:{space}") is not None

    def _is_other(self, space: int, language: str) -> bool:
        own = self._spaces.own_space(language)
        return own is not None and own < space and self._spaces.knows(space, language)

    def _earlier_others(self, space: int, members: Collection[int]) -> list[Member]:
        languages = [language for (language,) in self._store.run("SELECT DISTINCT language FROM articles")]
        wanted = [language for language in languages if self._is_other(space, language)]
        numbers = sorted(
            number
            for language in wanted
            for (number,) in self._store.run(
                "SELECT number FROM articles WHERE language = ? ORDER BY number DESC LIMIT ?", (language, MAX_EARLIER + 1)
            )
            if number not in members
        )
        if len(numbers) > MAX_EARLIER:
            log.warning(
                "only the latest %s earlier articles are compared with those in languages that are new to the index; "
                "rebuild compares all",
                f"{MAX_EARLIER:,}",
            )
        return list(self._near.load(numbers[-MAX_EARLIER:]).values())

    def _join(self, space: int, own: Sequence[Member], others: Sequence[Member]) -> None:
        """Show digests to a later encoder, and the whole of what is near."""
        digests = {
            kind: self._spaces.encode_digests(space, [m.prepared for m in part])
            for kind, part in ((OWN_DIGESTS, own), (DIGESTS, others))
            if part
        }
        for kind, part in ((OWN_DIGESTS, own), (DIGESTS, others)):
            if part:
                self._spaces.put(kind + space, part, digests[kind])
        joined = self._spaces.near_digests(DIGESTS + space, digests.get(OWN_DIGESTS, ()))
        for row, member in enumerate(others):
            if self._spaces.near_digests(OWN_DIGESTS + space, digests[DIGESTS][row : row + 1]):
                joined.add(member.number)
        by_number = {member.number: member for member in others}
        loaded = self._near.load(joined)
        whole = [by_number.get(number, member) for number, member in loaded.items() if space not in member.codes]
        if whole:
            self._encode_whole(space, whole)

    def _encode_whole(self, space: int, members: Sequence[Member]) -> None:
        for member, codes in zip(members, self._spaces.encode(space, [m.prepared for m in members]), strict=True):
            member.codes[space] = codes
        self._put_segments(space, {m.number: m.codes[space] for m in members}, {m.number: m for m in members})

    def _put_segments(self, space: int, codes: Mapping[int, bytes], members: Mapping[int, Member]) -> None:
        self._store.run_many(
            "INSERT INTO segments VALUES (?, ?, ?) ON CONFLICT (number, space) DO UPDATE SET codes = excluded.codes",
            [(number, space, own) for number, own in codes.items()],
        )
        searched = np.stack([self._spaces.search_code(space, own) for own in codes.values()])
        self._spaces.put(space, [members[number] for number in codes], searched)

    def _claim(self, space: int, *, keep: bool = True) -> None:
        if space not in self._claimed:
            self._spaces.claim(space, keep=keep)
            if keep:
                self._claimed.add(space)

    # Forgetting

    def forget_evidence(self, numbers: Collection[int]) -> set[int]:
        """Forget what was found of articles, but not the articles; give whom they were paired with."""
        partners: set[int] = set()
        spaces = [kind + space for space in range(len(self._spaces.names)) for kind in (0, DIGESTS, OWN_DIGESTS)]
        ordered = sorted(numbers)
        for start in range(0, len(ordered), _AT_ONCE):
            partners |= self._forget_rows(self._near.load(ordered[start : start + _AT_ONCE]))
        for space in spaces:
            self._store.drop_vectors(space, sorted(numbers))
        return partners

    def _forget_rows(self, members: Mapping[int, Member]) -> set[int]:
        partners: set[int] = set()
        for number, member in members.items():
            for low, high in self._store.run("SELECT low, high FROM pairs WHERE low = ? OR high = ?", (number, number)):
                partners |= {low, high}
            self._store.run("DELETE FROM pairs WHERE low = ? OR high = ?", (number, number))
            article = member.prepared.article
            keys = {*known(member.body).shingle_keys, *edge_keys(article), *name_keys(article), *relation_keys(article)}
            self._store.run_many("DELETE FROM postings WHERE key = ? AND number = ?", [(key, number) for key in keys])
            self._store.run("DELETE FROM segments WHERE number = ?", (number,))
            self._count_text(-_text_bytes(article))
        return partners

    def forget(self, numbers: Collection[int]) -> set[int]:
        """Forget articles; give whom they were paired with."""
        partners = self.forget_evidence(numbers)
        ids = self._ledger.ids(numbers)
        self._store.run_many("DELETE FROM history WHERE id = ?", [(name,) for name in ids.values()])
        self._store.run_many("DELETE FROM articles WHERE number = ?", [(number,) for number in numbers])
        return partners - set(numbers)

    def _count_text(self, n_bytes: int) -> None:
        self._ledger.set_fact("text_bytes", str(int(self._ledger.fact("text_bytes") or b"0") + n_bytes).encode())

    def rebuild(self, versions: Versions, at: float) -> None:
        """Judge all articles as a scan judges a folder, and keep what it found."""
        held = self._near.load(number for (number,) in self._store.run("SELECT number FROM articles"))
        rows = self._store.run("SELECT number, collection, added FROM articles")
        origin = {number: (collection, added) for number, collection, added in rows}
        n_bytes = self._ledger.fact("text_bytes") or b"0"
        self.forget_evidence(held)
        self._ledger.set_fact("text_bytes", n_bytes)
        self._store.run("DELETE FROM postings")
        self._store.run("DELETE FROM frames")
        self._store.run("DELETE FROM facts_of_index WHERE name LIKE 'awake:%'")
        articles = [member.prepared.article for member in held.values()]
        recurring = find_recurring(articles)
        frames = [(name, "") for name in recurring.anywhere] + [(name, outlet) for outlet, name in recurring.of_outlets]
        self._store.run_many("INSERT INTO frames VALUES (?, ?)", [(_signed(name), outlet) for name, outlet in frames])
        prepared, _ = prepare(articles, self._settings, recurring=recurring)
        number_by_id = {member.id: member.number for member in held.values()}
        members = {
            number_by_id[one.id]: write_member(number_by_id[one.id], one, held[number_by_id[one.id]].day) for one in prepared
        }
        for number, member in members.items():
            self._keep({number: member}, *origin[number])
        self._encode(members, is_all=True)
        batch, table, probabilities = judge_all(prepared, self._settings, self._spaces.given)
        # A scan numbers the encoders that it needed, an index all that it has.
        places = np.array([*(self._spaces.names.index(space.encoder) for space in batch.spaces), -1], dtype=np.intp)
        table = replace(table, space=places[table.space])
        judged = Judged(
            members=tuple(members[number_by_id[one.id]] for one in prepared),
            batch=batch,
            table=table,
            probabilities=probabilities,
            is_new=np.ones(len(table), dtype=np.bool_),
            is_whole=np.ones(len(table), dtype=np.bool_),
            before=np.full(len(table), np.nan),
        )
        versions.keep(judged)
        versions.update(held, at, "rebuilt")


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _text_bytes(article: Article) -> int:
    return len(article.text.encode("utf-8", "surrogatepass")) + len(article.title.encode("utf-8", "surrogatepass"))
