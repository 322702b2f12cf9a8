"""
Find what a word is listed for: by the whole word, or by its beginning, which serves all endings of a language.

In: lists of words as one writes them, ``=`` behind a word that is meant whole. Out: the numbers that a word is listed with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_KEY = 2
"""Letters by which the beginnings are sorted into drawers."""


class WordList:
    """Words and beginnings of words, each with a number."""

    def __init__(self, listed: Iterable[tuple[str, int]]) -> None:
        """Take words parted by spaces, each list with the number that its words have; a word of one letter is always whole."""
        self._whole: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[tuple[str, int]]] = {}
        for words, number in listed:
            for word in words.split():
                if word.endswith("=") or len(word) < _KEY:
                    self._whole.setdefault(word.rstrip("="), []).append(number)
                else:
                    self._beginnings.setdefault(word[:_KEY], []).append((word, number))

    def numbers(self, word: str) -> Iterator[int]:
        """List the numbers of a word, in small letters: those of the word itself and those of its beginnings."""
        yield from self._whole.get(word, ())
        for beginning, number in self._beginnings.get(word[:_KEY], ()):
            if word.startswith(beginning):
                yield number
