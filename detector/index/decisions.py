"""
Decisions: what an editor says overrides what the engine found, at once and for ever.

In: a decision. Out: the same in the ledger, with what the engine thought, and the clusters as it wants them.
"""

from __future__ import annotations

from collections.abc import Sequence

from detector.errors import StoreError
from detector.index.ledger import Ledger
from detector.index.neighbourhood import Neighbourhoods
from detector.index.records import DecisionKind
from detector.index.store import Store
from detector.index.versions import Versions


class Decisions:
    """Takes decisions."""

    def __init__(self, store: Store, neighbourhoods: Neighbourhoods, versions: Versions, ledger: Ledger) -> None:
        self._store = store
        self._near = neighbourhoods
        self._versions = versions
        self._ledger = ledger

    def decide(self, kind: DecisionKind, pairs: Sequence[tuple[str, str]], *, who: str, why: str, at: float) -> int:
        """
        Write down a decision on pairs of ids and group again; give its number.

        Raises:
            StoreError: If nobody made it, an article is not in the index, or an earlier decision says otherwise.
        """
        if not who:
            raise StoreError("a decision must name who made it, was: nobody")
        numbers = self._ledger.numbers({name for pair in pairs for name in pair})
        for name in (name for pair in pairs for name in pair if name not in numbers):
            raise StoreError(f"an article must be in the index, was: {name}, which is not")
        engine: dict[tuple[str, str], float | None] = dict.fromkeys(pairs)
        if kind != "lead":
            for left, right in pairs:
                if left == right:
                    raise StoreError(f"a decision must be about two articles, was: {left} twice")
            self._refuse_contradiction(kind, pairs)
            forced = {(min(numbers[a], numbers[b]), max(numbers[a], numbers[b])) for a, b in pairs}
            held = self._near.between(list(numbers.values()))
            new = forced - set(held)
            if new:
                self._versions.keep(self._near.judge(new, {}, new), new)
                held = self._near.between(list(numbers.values()))
            engine = {
                pair: float(held[min(numbers[pair[0]], numbers[pair[1]]), max(numbers[pair[0]], numbers[pair[1]])][0])
                for pair in pairs
            }
        number = self._ledger.decide(kind, engine, who, why, at)
        self._versions.update(set(numbers.values()), at, f"{kind} by {who}")
        return number

    def _refuse_contradiction(self, kind: DecisionKind, pairs: Sequence[tuple[str, str]]) -> None:
        names = {name for pair in pairs for name in pair}
        while True:
            more = self._ledger.decided_with(names)
            if not more:
                break
            names |= more
        rows = {name: row for row, name in enumerate(sorted(names))}
        together, apart = self._ledger.bound(rows)
        (together if kind == "confirm" else apart).update((min(rows[a], rows[b]), max(rows[a], rows[b])) for a, b in pairs)
        group = list(range(len(rows)))
        for left, right in together:
            group = [group[left] if one == group[right] else one for one in group]
        ids = sorted(names)
        for left, right in apart:
            if group[left] == group[right]:
                raise StoreError(
                    f"a decision must not contradict an earlier one, was: {kind} of {pairs[0][0]} and {pairs[0][1]}, where "
                    f"{ids[left]} and {ids[right]} would be both together and apart; take the earlier one back first"
                )
