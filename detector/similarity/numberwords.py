"""
Numbers in words above twelve: what they are made of, and how it is put together.

In: a language, its row of the table of ``numerals``, and the words of a text. Out: the value of the number that begins with a
word, and how many words it takes. Some languages put a number together from words (``vingt et un``, ``twenty-five``), others
from parts of one word (``fünfundzwanzig``, ``ventuno``). An ordinal (``twenty-first``, ``двадцать пятый``) is no number of
things, and none is found there. Nor is ``one``, an article in too many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import regex

_SHARE_WORDS = frozenset(("per", "por", "pour"))
"""What stands before a hundred where a part of it is meant."""
_A_HUNDRED = frozenset(("a", "one"))
_TEENS_BEHIND = (60, 80)
"""Tens that French goes on from to nineteen: ``soixante-dix``, ``quatre-vingt-onze``."""


class Word(NamedTuple):
    """A word of a text, in small letters."""

    text: str
    start: int
    end: int
    """Offsets into the text, in [start, end)."""
    gap: str
    """What parts it from the word before."""

    @property
    def is_near(self) -> bool:
        """Whether no more than a space or a hyphen parts it from the word before."""
        return self.gap in (" ", "-", "\u00a0")


class NumberWords:
    """The words of the numbers of one language: from two to a hundred, and what is added to it; in English its multiples too."""

    def __init__(self, language: str, small: Mapping[str, int], table: Mapping[str, Any]) -> None:
        """Take the words from two to twelve with their values, and those of greater numbers; none where the table is empty."""
        self._language = language
        self.values: dict[str, int] = {**dict(_single_words(table)), **small}
        units = {word: value for word, value in small.items() if value <= 9}
        self._units = {**dict.fromkeys(_forms(table["one"]), 1), **units} if "one" in table else {}
        self._links = frozenset(_forms(table.get("link", "")))
        self._is_ordinal = regex.compile(table["ordinal"]).match if "ordinal" in table else None

    def read(self, words: Sequence[Word], place: int) -> tuple[int, int] | None:
        """Give the value of the number that begins at a place, and how many words it takes; ``None`` where none does."""
        if self._language == "en" and (found := self._english_hundreds(words, place)):
            return found
        found = self._below_hundred(words, place)
        if found is None or found[0] != 100:
            return found
        if place and words[place - 1].text in _SHARE_WORDS:
            return None
        rest = self._behind(words, place + 1)
        return (100 + rest[0], 1 + rest[1]) if rest else found

    def _english_hundreds(self, words: Sequence[Word], place: int) -> tuple[int, int] | None:
        before = (1, 1) if words[place].text in _A_HUNDRED else self._below_hundred(words, place)
        if before is None or not self._is_at(words, place + before[1], "hundred"):
            return None
        value, n_words = before[0] * 100, before[1] + 1
        behind = place + n_words
        if not self._is_at(words, behind, "and"):
            return value, n_words
        rest = self._behind(words, behind + 1)
        return (value + rest[0], n_words + 1 + rest[1]) if rest else (value, n_words)

    def _below_hundred(self, words: Sequence[Word], place: int) -> tuple[int, int] | None:
        value, n_words = self.values.get(words[place].text), 1
        if value is None:
            return None
        if self._language == "fr":
            if value == 4 and (self._is_at(words, place + 1, "vingt") or self._is_at(words, place + 1, "vingts")):
                value, n_words = 80, 2
            elif value == 10 and (unit := self._unit_at(words, place + 1)) and unit > 6:
                return 10 + unit, 2
        if not (self._units and 20 <= value < 100 and value % 10 == 0):
            return value, n_words
        rest = self._behind(words, place + n_words, most=19 if self._language == "fr" and value in _TEENS_BEHIND else 9)
        if rest:
            return value + rest[0], n_words + rest[1]
        return None if self._is_ordinal_at(words, place + n_words) else (value, n_words)

    def _behind(self, words: Sequence[Word], place: int, most: int = 99) -> tuple[int, int] | None:
        """Read what is added to the tens, or to a hundred, with or without the word that links it."""
        n_link = self._n_links(words, place)
        at = place + n_link
        if at >= len(words) or not words[at].is_near:
            return None
        if most > 9 and (found := self._below_hundred(words, at)) and found[0] <= most:
            return found[0], n_link + found[1]
        unit = self._unit_at(words, at)
        return (unit, n_link + 1) if unit else None

    def _unit_at(self, words: Sequence[Word], place: int) -> int | None:
        return self._units.get(words[place].text) if place < len(words) and words[place].is_near else None

    def _n_links(self, words: Sequence[Word], place: int) -> int:
        return int(place < len(words) and words[place].text in self._links and words[place].is_near)

    def _is_at(self, words: Sequence[Word], place: int, text: str) -> bool:
        return place < len(words) and words[place].text == text and words[place].is_near

    def _is_ordinal_at(self, words: Sequence[Word], place: int) -> bool:
        """Tell whether an ordinal ends what the tens begin; in English behind a hyphen, as ``twenty first`` may be two."""
        place += self._n_links(words, place)
        if self._is_ordinal is None or place >= len(words) or not words[place].is_near:
            return False
        return (self._language != "en" or words[place].gap == "-") and self._is_ordinal(words[place].text) is not None


def _single_words(table: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """List the words of a table with their values, those that are put together as one word among them."""
    for value, forms in enumerate(table.get("teens", ()), start=13):
        yield from ((word, value) for word in _forms(forms))
    for ten, forms in enumerate(table.get("tens", ()), start=2):
        for word in _forms(forms):
            yield word, 10 * ten
            stem = table.get("stems", {}).get(word, word)
            for unit, others in enumerate(table.get("before", ()), start=1):
                yield from ((other + word, 10 * ten + unit) for other in _forms(others))
            for unit, others in enumerate(table.get("behind", ()), start=1):
                # ``venti`` and ``uno`` are ``ventuno``.
                yield from ((_elide(stem, other, table.get("elided", "")) + other, 10 * ten + unit) for other in _forms(others))
    for value, forms in table.get("more", {}).items():
        yield from ((word, int(value)) for word in _forms(forms))
    yield from ((word, 100) for word in _forms(table.get("hundred", "")))


def _elide(stem: str, ending: str, vowels: str) -> str:
    return stem[:-1] if ending[0] in vowels else stem


def _forms(written: str) -> list[str]:
    return [form for form in written.split("|") if form not in ("", "-")]
