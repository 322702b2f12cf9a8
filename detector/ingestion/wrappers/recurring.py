"""
Learn from a folder which passages are its outlets' frames: they recur at the edges of unlike articles.

In: the articles of a batch. Out: the passages that a notice's rule could not know ("About …" blocks, imprints, house
disclaimers), as hashes. That an article shares a passage with its own versions says nothing, so carriers count only where they
are unlike each other beside what they share at the edges, and of one language, so that the translations of one article are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from xxhash import xxh3_64_intdigest

from detector.datatypes import Article
from detector.ingestion.segments import Span, split_paragraphs
from detector.ingestion.wrappers.rule import Rule

RECURRING = Rule(
    name="recurring",
    kind="page",
    patterns=(),
    reason="Stands at the edge of several articles that have nothing else in common.",
)
"""The name under which a learned passage is cut."""

HEAD_PARAGRAPHS = 3
TAIL_PARAGRAPHS = 10
"""How many paragraphs from each end may be learned. Our choice; not measured at other values."""

MIN_UNLIKE = 5
MIN_UNLIKE_OF_OUTLET = 3
"""How many unlike articles must carry a passage: of any outlets, and of one declared outlet. Our choice; not measured at other
values."""

MAX_ALIKE = 0.15
"""Jaccard similarity of two articles' words from which they may be versions, or on one event, and so are not unlike.

Words of four letters and more, without those of the passages shared at the edges. Below it are 99 % of the pairs of stories with
nothing in common in five of six development corpora, 1 to 5 % of the pairs of versions that share an edge passage in the revision
chains, fewer than 1 % of those in WMT 2022 and none in OneStopEnglish, and fewer than a quarter of the pairs on one event in
NewsWCL50."""

MIN_SHARED_SHORT = 0.12
"""Jaccard similarity of the words of up to three letters (or ideographs) from which two texts may be of one language. In
NTREX-128 it is reached by more than 75 % of the pairs of stories in one language, and by fewer than 5 % of the pairs of
languages of one story."""

_MIN_REST = 20
"""Distinct words that must be left beside the shared passages. Our choice; not measured at other values."""
_MIN_LONG = 4
_MAX_CHARACTERS = 3000
"""How much of a text is compared. Our choice: a longer one is told from others by its first pages."""
_MAX_CARRIERS = 20
"""Carriers of a passage that are looked at, by hash of their texts, which bounds the work where hundreds are alike."""

_ASCII_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_PUNCTUATION = "".join(c for c in map(chr, (*range(0x80, 0xC0), *range(0x2000, 0x2070))) if not c.isalnum())
_find_beyond_punctuation = re.compile(f"[^\x00-\x7f{_PUNCTUATION}]").search
_find_words = re.compile(r"[^\W\d_]+").findall
_find_ideograph_pairs = re.compile(r"(?=([\u3040-\u30ff\u3400-\u9fff]{2}))").findall
_find_ideographs = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]").findall


@dataclass(frozen=True, slots=True)
class Recurring:
    """The passages that recur at the edges of unlike articles, as ``passage_key`` names them."""

    anywhere: frozenset[int] = frozenset()
    of_outlets: frozenset[tuple[str, int]] = frozenset()
    """With the declared outlet in whose articles alone they count as its frame."""

    def __bool__(self) -> bool:
        return bool(self.anywhere or self.of_outlets)

    def holds(self, key: int, outlet: str | None) -> bool:
        """Tell whether a passage of an article of ``outlet`` is a frame."""
        return key in self.anywhere or (outlet is not None and (outlet, key) in self.of_outlets)


def passage_key(passage: str, *, is_end: bool) -> int:
    """Name a passage at one end of a text, letter for letter: a hash in [0, 2**64)."""
    return xxh3_64_intdigest(passage.encode(), seed=is_end)


def find_recurring(articles: Sequence[Article]) -> Recurring:
    """
    Find the passages that recur at the edges of unlike articles.

    The order of the articles changes nothing. One article more can make passages of its own edges recurring and unmakes none, as
    long as a passage has at most 20 carriers.

    Args:
        articles: A batch, each id once.
    """
    if len(articles) < MIN_UNLIKE_OF_OUTLET:
        return Recurring()
    edges = [_edge_keys(article.text) for article in articles]
    keys = np.fromiter((key for row in edges for key in row), dtype=np.uint64)
    owners = np.repeat(np.arange(len(edges)), [len(row) for row in edges])
    names, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    is_shared = counts >= MIN_UNLIKE_OF_OUTLET
    kept = np.flatnonzero(is_shared[places])
    order = kept[np.lexsort((owners[kept], places[kept]))]
    likeness = _Likeness(articles, frozenset(names[is_shared].tolist()))
    anywhere: set[int] = set()
    of_outlets: set[tuple[str, int]] = set()
    for key, rows in groupby(((int(keys[at]), int(owners[at])) for at in order), key=lambda pair: pair[0]):
        carriers = [owner for _, owner in rows]
        if likeness.has_unlike(carriers, MIN_UNLIKE):
            anywhere.add(key)
            continue
        outlets = [(articles[row].outlet or "", row) for row in carriers]
        for outlet, own in groupby(sorted(outlets), key=lambda pair: pair[0]):
            if outlet and likeness.has_unlike([row for _, row in own], MIN_UNLIKE_OF_OUTLET):
                of_outlets.add((outlet, key))
    return Recurring(anywhere=frozenset(anywhere), of_outlets=frozenset(of_outlets))


def edge_spans(paragraphs: Sequence[Span]) -> Iterator[tuple[bool, Span]]:
    """List the paragraphs that may be learned, and whether each is at the end; in a short text one may be both."""
    for span in paragraphs[:HEAD_PARAGRAPHS]:
        yield False, span
    for span in paragraphs[-TAIL_PARAGRAPHS:]:
        yield True, span


def _edge_keys(text: str) -> set[int]:
    return {passage_key(text[start:end], is_end=is_end) for is_end, (start, end) in edge_spans(split_paragraphs(text))}


_Words = tuple[set[str], set[str], dict[int, str]]
"""The long and the short words of an article, and the passages of its edges that others share, by key."""


class _Likeness:
    """Which articles are unlike, each pair judged once."""

    def __init__(self, articles: Sequence[Article], shared: frozenset[int]) -> None:
        self._articles = articles
        self._shared = shared
        self._words: dict[int, _Words] = {}
        self._n_framed: dict[frozenset[int], int] = {}
        self._unlike: dict[tuple[int, int], bool] = {}

    def has_unlike(self, rows: Sequence[int], n_unlike: int) -> bool:
        """Tell whether ``n_unlike`` of the articles are unlike one another, each to each."""
        if len(rows) < n_unlike:
            return False
        ranked = sorted(rows, key=lambda row: xxh3_64_intdigest(self._articles[row].text.encode()))[:_MAX_CARRIERS]
        return self._search([], ranked, n_unlike)

    def _search(self, chosen: list[int], rows: Sequence[int], n_unlike: int) -> bool:
        if len(chosen) == n_unlike:
            return True
        for place, row in enumerate(rows):
            if len(chosen) + len(rows) - place < n_unlike:
                return False
            rest = [other for other in rows[place + 1 :] if self._are_unlike(row, other)]
            if self._search([*chosen, row], rest, n_unlike):
                return True
        return False

    def _are_unlike(self, left: int, right: int) -> bool:
        pair = (left, right) if left < right else (right, left)
        if pair not in self._unlike:
            self._unlike[pair] = self._compare(*pair)
        return self._unlike[pair]

    def _compare(self, left: int, right: int) -> bool:
        (left_long, left_short, left_edges), (right_long, right_short, right_edges) = self._words_of(left), self._words_of(right)
        if _jaccard(len(left_short & right_short), len(left_short), len(right_short)) < MIN_SHARED_SHORT:
            return False
        n_framed = self._count_framed(left_edges.keys() & right_edges.keys(), left_edges)
        n_left, n_right = len(left_long) - n_framed, len(right_long) - n_framed
        if min(n_left, n_right) < _MIN_REST:
            return False
        return _jaccard(len(left_long & right_long) - n_framed, n_left, n_right) < MAX_ALIKE

    def _count_framed(self, keys: set[int], passages: Mapping[int, str]) -> int:
        """Count the distinct words of the passages that two articles share."""
        named = frozenset(keys)
        if named not in self._n_framed:
            self._n_framed[named] = len(set[str]().union(*(_split_words(passages[key])[0] for key in named)))
        return self._n_framed[named]

    def _words_of(self, row: int) -> _Words:
        if row not in self._words:
            article = self._articles[row]
            text = article.text
            long, short = _split_words(f"{article.title}\n{text[:_MAX_CHARACTERS]}")
            edges: dict[int, str] = {}
            for is_end, (start, end) in edge_spans(split_paragraphs(text)):
                key = passage_key(text[start:end], is_end=is_end)
                if key in self._shared:
                    edges[key] = text[start:end]
                    if end > _MAX_CHARACTERS:
                        # What two articles share counts as no part of either, so it must be among the words of both.
                        long |= _split_words(text[start:end])[0]
            self._words[row] = long, short, edges
        return self._words[row]


def _split_words(text: str) -> tuple[set[str], set[str]]:
    """Give the distinct words of four letters and more, and the shorter ones; of ideographs the pairs, and each."""
    folded = text.casefold()
    if folded.isascii() or not _find_beyond_punctuation(folded):
        # In a quarter of the time.
        words = set(folded.encode("ascii", "replace").translate(_ASCII_LETTERS).decode("ascii").split())
    else:
        words = set(_find_words(folded))
    long = {word for word in words if len(word) >= _MIN_LONG}
    short = words - long
    if not text.isascii():
        long.update(_find_ideograph_pairs(folded))
        short.update(_find_ideographs(folded))
    return long, short


def _jaccard(n_common: int, n_left: int, n_right: int) -> float:
    return n_common / max(n_left + n_right - n_common, 1)
