"""
Versions: the clusters of an index, kept right as pairs come and go.

In: the articles whose pairs changed. Out: clusters in the store, with ids that stay, and what happened to them. Only the
component that the changed pairs touch is grouped again, by the function that groups a folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import Relation
from detector.index.binding import bind
from detector.index.judged import Judged, worth_keeping
from detector.index.ledger import Ledger
from detector.index.neighbourhood import Neighbourhoods
from detector.index.records import pack, write_pair
from detector.index.rows import NumberPair, is_whole_row, read_rows, write_rows
from detector.index.spaces import Member
from detector.index.store import Row, Store
from detector.settings import Settings
from detector.similarity.cluster import OUTVOTED_SHARE, group_versions, missing_pairs, settle
from detector.similarity.conclusion import make_cluster
from detector.similarity.direction import Directions
from detector.similarity.evidence import EvidenceTable
from detector.similarity.explanation import Explainer
from detector.similarity.relation import find_excerpts

_AT_ONCE = 400


@dataclass(slots=True)
class _Held:
    """A cluster as it stands in the store."""

    number: int
    lead: int
    members: set[int]


class Versions:
    """Keeps pairs and clusters."""

    def __init__(self, store: Store, neighbourhoods: Neighbourhoods, ledger: Ledger, settings: Settings) -> None:
        self._store = store
        self._near = neighbourhoods
        self._ledger = ledger
        self._settings = settings

    def keep(self, judged: Judged, forced: Collection[NumberPair] = ()) -> set[int]:
        """Keep judged pairs; give the articles of those that matter to a cluster, before or now."""
        probabilities, before = judged.probabilities, judged.before
        ends = judged.numbers()
        is_old = ~np.isnan(before)
        is_kept = worth_keeping(judged) | is_old
        if forced:
            wanted = {tuple(sorted(pair)) for pair in forced}
            is_kept |= np.array([tuple(pair) in wanted for pair in ends.tolist()], dtype=np.bool_)
        is_other = ~is_old | (np.abs(before - probabilities) > 1e-9)
        is_written = is_kept & (~is_old | judged.is_new)
        is_changed = is_old & ~judged.is_new & is_other
        matters = np.fmax(probabilities, before) >= self._settings.min_probability
        touched = set(ends[is_kept & (is_other | judged.is_new) & matters].ravel().tolist())
        added = zip(
            ends[is_written].tolist(),
            probabilities[is_written].tolist(),
            write_rows(judged.table.take(is_written), judged.is_whole[is_written]),
            strict=True,
        )
        self._store.run_many(
            "INSERT INTO pairs (low, high, judged, probability, found) VALUES (?, ?, ?, ?, ?) ON CONFLICT (low, high) "
            "DO UPDATE SET judged = excluded.judged, probability = excluded.probability, relation = NULL, "
            "found = excluded.found, told = NULL",
            [(*pair, value, value * OUTVOTED_SHARE, found) for pair, value, found in added],
        )
        self._store.run_many(
            "UPDATE pairs SET judged = ? WHERE low = ? AND high = ?",
            [(value, *pair) for value, pair in zip(probabilities[is_changed].tolist(), ends[is_changed].tolist(), strict=True)],
        )
        return touched

    def update(self, touched: Collection[int], at: float, reason: str) -> None:
        """Group again what some articles belong to, and write down what happened."""
        component = self._closure(touched)
        if not component:
            return
        held = self._near.between(component)
        missing = self._missing(component, held)
        if missing:
            self.keep(self._near.judge(missing, {}, missing), missing)
            component = self._closure(component)
            held = self._near.between(component)
        self._regroup(component, held, at, reason)

    def _closure(self, numbers: Collection[int]) -> set[int]:
        """Give the articles that probable pairs, old clusters and confirmed pairs join to some."""
        found = {number for (number,) in self._each("SELECT number FROM articles WHERE number IN ({})", numbers)}
        frontier = set(found)
        while frontier:
            reached: set[int] = set()
            for side, other in (("low", "high"), ("high", "low")):
                statement = f"SELECT {other} FROM pairs WHERE {side} IN ({{}}) AND judged >= {self._settings.min_probability!r}"
                reached |= {number for (number,) in self._each(statement, frontier)}
            clusters = {
                c for (c,) in self._each("SELECT cluster FROM articles WHERE number IN ({}) AND cluster IS NOT NULL", frontier)
            }
            reached |= {number for (number,) in self._each("SELECT number FROM articles WHERE cluster IN ({})", clusters)}
            reached |= self._ledger.confirmed_with(frontier)
            frontier = reached - found
            found |= frontier
        return found

    def _each(self, statement: str, numbers: Collection[int]) -> list[Row]:
        ordered = sorted(numbers)
        rows: list[Row] = []
        for start in range(0, len(ordered), _AT_ONCE):
            part = ordered[start : start + _AT_ONCE]
            rows += self._store.run(statement.format(", ".join("?" * len(part))), part)
        return rows

    def _missing(self, component: Collection[int], held: Mapping[NumberPair, Row]) -> list[NumberPair]:
        numbers = sorted(component)
        row_by_number = {number: row for row, number in enumerate(numbers)}
        pairs = np.array([[row_by_number[low], row_by_number[high]] for low, high in held], dtype=np.intp).reshape(-1, 2)
        is_edge = np.array([row[0] >= self._settings.min_probability for row in held.values()], dtype=np.bool_)
        lacking = missing_pairs(len(numbers), pairs, pairs[is_edge]).tolist()
        # Of two that stand in one group all the evidence is wanted, however unlike they are.
        rivals = [pair for pair, row in held.items() if not is_whole_row(bytes(row[1]))]
        return [(numbers[left], numbers[right]) for left, right in lacking] + rivals

    def _regroup(self, component: Collection[int], held: Mapping[NumberPair, Row], at: float, reason: str) -> None:
        members = sorted(self._near.load(component).values(), key=lambda member: member.id)
        row_by_number = {member.number: row for row, member in enumerate(members)}
        pairs = [(min(ends), max(ends)) for ends in ((row_by_number[low], row_by_number[high]) for low, high in held)]
        table = read_rows(pairs, [bytes(row[1]) for row in held.values()])
        judged = np.array([row[0] for row in held.values()], dtype=np.float64)
        together, apart = self._ledger.bound({member.id: row for row, member in enumerate(members)})
        decided = dict.fromkeys(together, 1.0) | dict.fromkeys(apart, 0.0)
        probabilities = np.array([decided.get(pair, value) for pair, value in zip(pairs, judged.tolist(), strict=True)])
        sides = find_excerpts(table)
        groups = group_versions(len(members), table.pairs, probabilities, sides, self._settings.min_probability)
        if decided:
            groups = bind(groups, together, apart, dict(zip(pairs, probabilities.tolist(), strict=True)))
        settled = settle(table.pairs, probabilities, sides, groups)
        settled = np.array([decided.get(pair, value) for pair, value in zip(pairs, settled.tolist(), strict=True)])
        relations = self._name(held, table, settled)
        group_by_row = {row: number for number, group in enumerate(groups) for row in group}
        counted: list[Counter[Relation]] = [Counter() for _ in groups]
        for (left, right), relation in zip(pairs, relations, strict=True):
            if relation is not None and group_by_row.get(left, -1) == group_by_row.get(right, -2):
                counted[group_by_row[left]][relation] += 1
        self._write([[members[row] for row in group] for group in groups], counted, set(component), at, reason)

    def _name(self, held: Mapping[NumberPair, Row], table: EvidenceTable, settled: NDArray[np.float64]) -> list[Relation | None]:
        """Name the pairs that have become versions, and write down what changed; give all names."""
        least = self._settings.min_probability
        relations = [None if relation is None else Relation(relation) for *_, relation in held.values()]
        is_version = [bool(probability >= least) for probability in settled]
        wanted = [row for row, relation in enumerate(relations) if is_version[row] and relation is None]
        pairs = list(held)
        changed = [
            (probability, *pair)
            for (pair, (_, _, before, _)), probability in zip(held.items(), settled.tolist(), strict=True)
            if abs(before - probability) > 1e-9
        ]
        self._store.run_many("UPDATE pairs SET probability = ? WHERE low = ? AND high = ?", changed)
        lost = [pair for pair, relation, holds in zip(pairs, relations, is_version, strict=True) if relation and not holds]
        self._store.run_many("UPDATE pairs SET relation = NULL, told = NULL WHERE low = ? AND high = ?", lost)
        if wanted:
            loaded = self._near.load({number for row in wanted for number in pairs[row]})
            members = sorted(loaded.values(), key=lambda member: member.id)
            place = {member.number: row for row, member in enumerate(members)}
            batch = self._near.batch(members)
            part = table.take(np.array(wanted, dtype=np.intp))
            ends = [sorted((place[pairs[row][0]], place[pairs[row][1]])) for row in wanted]
            part = EvidenceTable(
                **{name: getattr(part, name) for name in part.__slots__} | {"pairs": np.array(ends, dtype=np.intp)}
            )
            probabilities = settled[wanted]
            explainer = Explainer(batch, part, probabilities, least)
            told = []
            for number, row in enumerate(wanted):
                pair = explainer.explain(number)
                relations[row] = pair.relation
                told.append((pair.relation.value, write_pair(pair), *pairs[row]))
            self._store.run_many("UPDATE pairs SET relation = ?, told = ? WHERE low = ? AND high = ?", told)
        return [relation if is_version[row] else None for row, relation in enumerate(relations)]

    def _write(
        self,
        grouped: Sequence[Sequence[Member]],
        counted: Sequence[Counter[Relation]],
        component: set[int],
        at: float,
        reason: str,
    ) -> None:
        old = self._held(component)
        groups = [[member.number for member in group] for group in grouped]
        heir_by_group, claims = _claim(old, groups)
        id_by_number = self._ledger.ids(component)
        group_by_number = {number: place for place, group in enumerate(groups) for number in group}
        cluster_by_number = {number: held.number for held in old for number in held.members}
        for place, group in enumerate(groups):
            lead, told = self._describe(grouped[place], counted[place])
            heir = heir_by_group.get(place)
            if heir is None:
                number = self._ledger.next("clusters")
                heir = _Held(number, lead, set())
                heir_by_group[place] = heir
                self._store.run(
                    "INSERT INTO clusters (number, lead, created, changed, told) VALUES (?, ?, ?, ?, ?)",
                    (number, lead, at, at, told),
                )
                origin = {cluster_by_number[member] for member in group if member in cluster_by_number}
                self._ledger.tell(
                    at,
                    "created",
                    number,
                    other=min(origin, default=None),
                    article_ids=[id_by_number[m] for m in group],
                    reason=reason,
                )
            else:
                self._store.run("UPDATE clusters SET lead = ?, told = ? WHERE number = ?", (lead, told, heir.number))
                came = [member for member in group if member not in cluster_by_number]
                if came:
                    self._ledger.tell(
                        at, "grown", heir.number, other=None, article_ids=[id_by_number[m] for m in came], reason=reason
                    )
                if lead != heir.lead:
                    self._ledger.tell(
                        at, "lead-changed", heir.number, other=None, article_ids=[id_by_number[lead]], reason=reason
                    )
            self._store.run_many("UPDATE articles SET cluster = ? WHERE number = ?", [(heir.number, m) for m in group])
            if heir.members != set(group):
                self._store.run("UPDATE clusters SET changed = ? WHERE number = ?", (at, heir.number))
        alone = [number for number in component if number not in group_by_number]
        self._store.run_many("UPDATE articles SET cluster = NULL WHERE number = ?", [(number,) for number in alone])
        for held in old:
            claimed = claims[held.number]
            successor = None if claimed is None else heir_by_group[claimed].number
            if successor is not None and successor != held.number:
                moved = [id_by_number[member] for member in held.members if group_by_number.get(member) == claimed]
                self._ledger.tell(at, "merged", successor, other=held.number, article_ids=moved, reason=reason)
                self._store.run("UPDATE clusters SET merged_into = ?, changed = ? WHERE number = ?", (successor, at, held.number))
            for part, members in _gone(held, claimed, group_by_number).items():
                other = None if part is None else heir_by_group[part].number
                left = [id_by_number[member] for member in members]
                self._ledger.tell(at, "split", held.number, other=other, article_ids=left, reason=reason)

    def _held(self, component: Collection[int]) -> list[_Held]:
        clusters: dict[int, set[int]] = {}
        for number, cluster in self._each("SELECT number, cluster FROM articles WHERE number IN ({})", component):
            if cluster is not None:
                clusters.setdefault(cluster, set()).add(number)
        leads: dict[int, int] = dict(self._each("SELECT number, lead FROM clusters WHERE number IN ({})", clusters))
        return [_Held(number, leads[number], clusters[number]) for number in sorted(clusters)]

    def _describe(self, group: Sequence[Member], counted: Counter[Relation]) -> tuple[int, bytes]:
        by_id = {member.id: member.number for member in group}
        cluster = make_cluster([member.prepared for member in group], counted, self._settings, Directions())
        chosen = self._ledger.chosen_lead(set(by_id))
        missing = cluster.missing_original
        told = {
            "relations": {relation.value: count for relation, count in cluster.relations.items()},
            "missing": [missing.language, missing.reason] if missing else None,
        }
        return by_id[chosen or cluster.lead_id], pack(told)


def _claim(old: Sequence[_Held], groups: Sequence[Sequence[int]]) -> tuple[dict[int, _Held], dict[int, int | None]]:
    """Give each group the oldest cluster most of whose members it has; and for each cluster the group that most went to."""
    heir_by_group: dict[int, _Held] = {}
    claims: dict[int, int | None] = {}
    for held in old:
        shares = [(len(held.members & set(group)), held.lead in group, -place) for place, group in enumerate(groups)]
        best = max(shares, default=(0, False, 0))
        claims[held.number] = -best[2] if best[0] else None
        if best[0]:
            heir_by_group.setdefault(-best[2], held)
    return heir_by_group, claims


def _gone(held: _Held, place: int | None, group_by_number: Mapping[int, int]) -> dict[int | None, list[int]]:
    """Give the members that did not go where most of a cluster went, by the group where they are now."""
    gone: dict[int | None, list[int]] = {}
    for member in sorted(held.members):
        group = group_by_number.get(member)
        if group is None or group != place:
            gone.setdefault(group, []).append(member)
    return gone
