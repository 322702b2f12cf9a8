"""
Neighbourhoods: an article and those of the index that it may be a version of, judged by the stages that judge a folder.

In: articles of the index. Out: pairs with their evidence and probability. Candidates come from postings and vectors; the nearest
of them become a small batch, through which evidence, rivals and judgement go as a folder does. What depends on the folder is
measured on the neighbourhood: how common a passage is among the articles that share it, and rivals among all pairs kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detector.index.judged import Judged, places_among
from detector.index.keys import name_keys, relation_keys
from detector.index.known import known
from detector.index.rows import NumberPair, is_whole_row, read_rows
from detector.index.spaces import Member, Spaces, n_segments
from detector.index.store import Row, Store
from detector.pipeline import weigh_passages
from detector.similarity.alignment import SegmentVectors, rough_scores
from detector.similarity.candidates import MAX_BY_WORDING, candidates_by_wording
from detector.similarity.declared import MAX_HOLDERS, find_declared
from detector.similarity.embedding import opening_places
from detector.similarity.evidence import Batch, EvidenceTable, add_facts, find_families, with_rivals
from detector.similarity.fingerprint import join_fingerprints
from detector.similarity.packedfacts import LazyFacts
from detector.similarity.prospects import outline_prospects
from detector.similarity.relation import have_one_body, judge, judge_alone, score

MAX_NEAR = 16
"""Articles nearest by a rough alignment that are compared in full. See the README for how far clusters are those of a scan."""
MAX_NEAR_EACH = 2
"""The same in each language, so that the strongest rivals are among them."""
ROUGH_AXES = 192
"""Axes of the segments' vectors by which a rough alignment compares. Of the 16 best of 80 press releases, strangers all, 12
are the same by 192 as by all 336 of use, 11 by 128 and 8 by 64. Of 382 articles (press, ntrex, wmt22, versions) clusters and
relations are the same by 192 as by all, and probabilities within 0.0001."""
NEAR_MIN_SCORE = 0.12
"""Rough score below which only the nearest of all is compared in full. Our choice."""
MAX_SHARED = 24
"""Articles that share the most wording, compared in full."""
KEPT_MIN_PROBABILITY = 0.03
"""Probability, judged alone as if all facts agreed or there were none, from which a pair's facts are looked for and its evidence
is kept. Of 22,839 pairs of 602 articles (press, ntrex in the languages of use, wmt22 and versions), judged as if all agreed, 0.28
reach it, 0.41 reach 0.01 and 0.16 reach 0.1. Of the pairs that end above 0.5, above 0.05 and above 0.01 the least had 0.18, 0.16
and 0.022. Of the others the score alone is kept, by which they count as rivals."""
ASKED_MIN_PROBABILITY = 0.2
"""The same where pairs are asked about and not kept, so that only those count that end above 0.5. Of the 1,075 matches of 150 of
those articles none is another at 0.1, 0.2, 0.3 or 0.5 than at 0.03, and no probability by more than 0.004."""
_HOLDERS = 64
"""Holders of one shingle that are looked at, the latest first: a template's are many."""
_AT_ONCE = 500
_ROUGH_AT_ONCE = 64
"""Articles whose nearest ones' segments are held at once for a rough alignment, each read once: up to 40 MB of 15 segments each.
Of 1,536 press releases added, 0.70 ms an article went into reading codes by 32, 0.56 by 64 and 0.36 by 256."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Held:
    """The pairs kept of a neighbourhood's members, with those that are no members numbered behind them."""

    pairs: NDArray[np.intp]
    """*Shape:* ``(n_pairs, 2)``"""
    judged: NDArray[np.float64]
    """*Shape:* ``(n_pairs,)``"""
    found: Sequence[bytes]
    languages: Sequence[str]
    """Of those that are no members."""


class Neighbourhoods:
    """Finds and judges the neighbours of articles."""

    def __init__(self, store: Store, spaces: Spaces) -> None:
        self._store = store
        self._spaces = spaces

    def load(self, numbers: Iterable[int]) -> dict[int, Member]:
        """Give articles of the index."""
        members: dict[int, Member] = {}
        for part in _parts(sorted(set(numbers))):
            for number, day, body in self._store.run(
                f"SELECT number, day, body FROM articles WHERE number IN ({_marks(part)})", part
            ):
                members[number] = Member(number, known(bytes(body)).prepared, day, bytes(body))
            for number, space, codes in self._store.run(
                f"SELECT number, space, codes FROM segments WHERE number IN ({_marks(part)})", part
            ):
                members[number].codes[space] = bytes(codes)
        return members

    def candidates(self, members: Sequence[Member], days_apart: int | None) -> list[tuple[set[int], set[int]]]:
        """Give for each article the numbers of those worth comparing with it, and those of them that share its wording."""
        found: list[tuple[set[int], set[int]]] = []
        many: dict[int, list[tuple[int, list[int]]]] = {}
        holders: dict[int, list[int]] = {}
        for row, member in enumerate(members):
            days = None if days_apart is None else (member.day - days_apart, member.day + days_apart)
            shared = self._by_wording(member, days, holders)
            found.append((shared | self._declared(member, days), shared))
            for space, codes in member.codes.items():
                near = self._spaces.nearest(space, self._spaces.search_code(space, codes), days)
                others = [number for number in near.numbers.tolist() if number != member.number]
                if len(others) > MAX_NEAR:
                    many.setdefault(space, []).append((row, others))
                else:
                    found[row][0].update(others)
        for space, asked in many.items():
            # What several are near is read once.
            for part in _parts(asked, _ROUGH_AT_ONCE):
                near_each = self._roughly_near(space, [(members[row], others) for row, others in part])
                for (row, _), nearest in zip(part, near_each, strict=True):
                    found[row][0].update(nearest)
        return [(both - {member.number}, shared) for member, (both, shared) in zip(members, found, strict=True)]

    def _by_wording(self, member: Member, days: tuple[int, int] | None, holders: dict[int, list[int]]) -> set[int]:
        """Give those that share an article's wording; holders of shingles that were looked up are kept in ``holders``."""
        keys = known(member.body).shingle_keys
        for key in keys:
            if key not in holders:
                rows = self._store.run("SELECT number FROM postings WHERE key = ? ORDER BY number DESC LIMIT ?", (key, _HOLDERS))
                holders[key] = [number for (number,) in rows]
        counts = Counter(chain.from_iterable(map(holders.__getitem__, keys)))
        del counts[member.number]
        least = min(2, len(keys))
        ranked = [number for number, count in counts.most_common(MAX_BY_WORDING) if count >= least]
        return set(self._within(ranked, days)[:MAX_SHARED])

    def _declared(self, member: Member, days: tuple[int, int] | None) -> set[int]:
        found: set[int] = set()
        article = member.prepared.article
        for keys in (name_keys(article), relation_keys(article)):
            for key in keys:
                rows = self._store.run("SELECT number FROM postings WHERE key = ? LIMIT ?", (key, MAX_HOLDERS + 1))
                if len(rows) <= MAX_HOLDERS:
                    found.update(number for (number,) in rows)
        return set(self._within(sorted(found - {member.number}), days))

    def _within(self, numbers: Sequence[int], days: tuple[int, int] | None) -> list[int]:
        if days is None or not numbers:
            return list(numbers)
        kept: set[int] = set()
        for part in _parts(numbers):
            statement = f"SELECT number FROM articles WHERE number IN ({_marks(part)}) AND day BETWEEN ? AND ?"
            kept.update(number for (number,) in self._store.run(statement, (*part, *days)))
        return [number for number in numbers if number in kept]

    def _roughly_near(self, space: int, asked: Sequence[tuple[Member, list[int]]]) -> Iterator[set[int]]:
        """Give for each article those of some others that a rough alignment finds nearest."""
        held: dict[int, bytes] = {}
        languages: dict[int, str] = {}
        for part in _parts(sorted(set(chain.from_iterable(others for _, others in asked)))):
            statement = (
                "SELECT s.number, s.codes, a.language FROM segments s JOIN articles a ON a.number = s.number "
                f"WHERE s.space = ? AND s.number IN ({_marks(part)})"
            )
            for number, codes, language in self._store.run(statement, (space, *part)):
                held[number], languages[number] = bytes(codes), language
        parts = [*(member.codes[space] for member, _ in asked), *held.values()]
        sizes = np.array([n_segments(part) for part in parts], dtype=np.intp)
        ends = np.cumsum(sizes)
        place_by_number = {number: place for place, number in enumerate(held, start=len(asked))}
        vectors, density, lengths = self._spaces.decode(space, parts, ROUGH_AXES)
        for own, (_, others) in enumerate(asked):
            numbers = [number for number in sorted(others) if number in held]
            places = np.array([own, *(place_by_number[number] for number in numbers)], dtype=np.intp)
            taken = sizes[places]
            rows = np.repeat(ends[places] - np.cumsum(taken), taken) + np.arange(taken.sum())
            yield _nearest(numbers, rough_scores(vectors[rows], density[rows], lengths[rows], taken.tolist()), languages)

    def stored(self, numbers: Collection[int]) -> list[Row]:
        """Give all pairs kept of some articles, each once: the two numbers, ``judged`` and ``found``."""
        among = set(numbers)
        rows: list[Row] = []
        for part in _parts(sorted(among)):
            rows += self._store.run(f"SELECT low, high, judged, found FROM pairs WHERE low IN ({_marks(part)})", part)
            statement = f"SELECT low, high, judged, found FROM pairs WHERE high IN ({_marks(part)})"
            rows += [row for row in self._store.run(statement, part) if row[0] not in among]
        return rows

    def links(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """Give of the pairs kept between some articles the lesser numbers by the greater one."""
        found: dict[int, list[int]] = {}
        for part in _parts(sorted(numbers)):
            for low, high in self._store.run(f"SELECT low, high FROM pairs WHERE high IN ({_marks(part)})", part):
                if low in numbers:
                    found.setdefault(high, []).append(low)
        return found

    def between(self, numbers: Collection[int]) -> dict[NumberPair, Row]:
        """
        Give the pairs kept both of whose articles are among some, by the two numbers.

        Of each ``judged``, ``found``, ``probability`` and ``relation``.
        """
        rows: dict[NumberPair, Row] = {}
        among = set(numbers)
        for part in _parts(sorted(among)):
            statement = f"SELECT low, high, judged, found, probability, relation FROM pairs WHERE low IN ({_marks(part)})"
            rows.update({(low, high): rest for low, high, *rest in self._store.run(statement, part) if high in among})
        return rows

    def judge(
        self,
        pairs: Collection[NumberPair],
        given: Mapping[int, Member],
        forced: Collection[NumberPair] = (),
        *,
        least: float = KEPT_MIN_PROBABILITY,
    ) -> Judged:
        """
        Compare pairs, and judge them and all kept pairs between the same articles in the light of one another.

        Args:
            pairs: Numbers of the two articles, in any order.
            given: Articles that are not to be loaded.
            forced: Those of the pairs that are compared in full however unlike they are.
            least: Probability, as if all facts agreed or there were none, from which facts are looked for, in [0, 1].
        """
        numbers = {number for pair in pairs for number in pair} | set(given)
        loaded = self.load(numbers - set(given)) | dict(given)
        members = tuple(sorted(loaded.values(), key=lambda member: member.id))
        row_by_number = {member.number: row for row, member in enumerate(members)}
        batch, n_families = self._batch(members)
        wanted = sorted({tuple(sorted((row_by_number[one], row_by_number[other]))) for one, other in pairs})
        asked = np.array(wanted, dtype=np.intp).reshape(-1, 2)
        contents = batch.fingerprints.contents
        to_show = set(forced)
        is_forced = np.asarray(contents[asked[:, 0]] == contents[asked[:, 1]], dtype=np.bool_)
        for row, (left, right) in enumerate(wanted):
            one, other = members[left].number, members[right].number
            is_forced[row] |= (min(one, other), max(one, other)) in to_show
        fresh, is_whole = outline_prospects(batch, asked, n_families, least, is_forced)
        fresh = add_facts(batch, fresh, is_whole)
        held = self._held([member.number for member in members])
        is_new = places_among(fresh.pairs, held.pairs) >= 0
        table = fresh
        if not is_new.all():
            rows = list(compress(held.found, (~is_new).tolist()))
            table = EvidenceTable.merge(fresh, read_rows(held.pairs[~is_new], rows))
        names = self._spaces.names
        languages = [*(member.prepared.language for member in members), *held.languages]
        table = with_rivals(table, score(table), judge_alone(table, names), np.array(languages))
        table = table.take(np.asarray((table.pairs < len(members)).all(axis=1), dtype=np.bool_))
        is_identical, is_article = have_one_body(batch, table)
        probabilities = np.where(is_identical, np.where(is_article, 1.0, 0.0), judge(table, names))
        now, before = places_among(fresh.pairs, table.pairs), places_among(held.pairs, table.pairs)
        # The place of what is not there, -1, is that of what is put at the end.
        held_whole = np.append(np.array(list(map(is_whole_row, held.found)), dtype=np.bool_), False)
        return Judged(
            members=members,
            batch=batch,
            table=table,
            probabilities=probabilities,
            is_new=now >= 0,
            is_whole=np.where(now >= 0, np.append(is_whole, False)[now], held_whole[before]),
            before=np.append(held.judged, np.nan)[before],
        )

    def _held(self, numbers: Sequence[int]) -> _Held:
        """Give the pairs kept of some articles, which are numbered in their order."""
        rows = self.stored([number for number in numbers if number >= 0])
        ends = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
        strangers = np.setdiff1d(ends, numbers)
        every = np.concatenate([np.array(numbers, dtype=np.int64), strangers])
        order = np.argsort(every)
        known = self._languages(strangers.tolist())
        return _Held(
            pairs=np.sort(order[np.searchsorted(every[order], ends)], axis=1),
            judged=np.array([row[2] for row in rows], dtype=np.float64),
            found=[bytes(row[3]) for row in rows],
            languages=[known[number] for number in strangers.tolist()],
        )

    def batch(self, members: Sequence[Member]) -> Batch:
        """Make a batch of articles in order of id."""
        return self._batch(members)[0]

    def _languages(self, numbers: Collection[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for part in _parts(sorted(numbers)):
            found.update(dict(self._store.run(f"SELECT number, language FROM articles WHERE number IN ({_marks(part)})", part)))
        return found

    def _batch(self, members: Sequence[Member]) -> tuple[Batch, NDArray[np.uint8]]:
        prepared = tuple(member.prepared for member in members)
        prints = join_fingerprints(known(member.body).prints for member in members)
        families = find_families(prints, candidates_by_wording(prints.short_shingles))
        n_families, segment_weights, is_common = weigh_passages(prepared, prints, families)
        batch = Batch(
            articles=prepared,
            fingerprints=prints,
            facts=LazyFacts(len(members), lambda row: known(members[row].body).facts(is_common[row])),
            is_common=is_common,
            spaces=tuple(self._space(space, members, segment_weights) for space in range(len(self._spaces.names))),
            declared=find_declared([article.article for article in prepared]),
        )
        return batch, n_families

    def _space(self, space: int, members: Sequence[Member], uncommonness: NDArray[np.float32]) -> SegmentVectors:
        parts = [member.codes.get(space, b"") for member in members]
        if not any(parts):
            empty = np.empty(0, dtype=np.float32)
            return SegmentVectors(
                encoder=self._spaces.names[space],
                vectors=empty.reshape(0, 1),
                density=empty,
                weights=empty,
                openings=empty,
                offsets=np.zeros(len(members) + 1, dtype=np.intp),
            )
        vectors, density, lengths = self._spaces.decode(space, parts)
        own = np.repeat([bool(part) for part in parts], [len(member.prepared.segments) for member in members])
        weights = (lengths * uncommonness[own]).astype(np.float32)
        offsets = np.cumsum([0, *map(n_segments, parts)])
        opening = np.zeros(len(weights), dtype=np.bool_)
        for member, start, end in zip(members, offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
            places = opening_places(member.prepared)
            opening[start + places.start : min(start + places.stop, end)] = True
        return SegmentVectors(
            encoder=self._spaces.names[space],
            vectors=vectors,
            density=density,
            weights=weights,
            openings=np.where(opening, weights, np.float32(0.0)),
            offsets=offsets,
        )


def _nearest(numbers: Sequence[int], scores: NDArray[np.float32], languages: Mapping[int, str]) -> set[int]:
    """Give the articles of the highest scores, of all and in each language."""
    order = np.argsort(-scores, kind="stable").tolist()
    kept = {numbers[row] for row in order[:MAX_NEAR] if scores[row] >= NEAR_MIN_SCORE} | {numbers[row] for row in order[:1]}
    taken: Counter[str] = Counter()
    for row in order:
        language = languages[numbers[row]]
        if scores[row] >= NEAR_MIN_SCORE and taken[language] < MAX_NEAR_EACH:
            taken[language] += 1
            kept.add(numbers[row])
    return kept


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _parts(values: Sequence[_T], at_once: int = _AT_ONCE) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), at_once):
        yield values[start : start + at_once]
