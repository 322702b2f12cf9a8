"""
Fingerprints: the words and shingles of each article as sorted hashes.

In: prepared articles. Out: one batch of hash sets, from which candidates are drawn and wording is compared. Each word is hashed
once however often it occurs; a shingle's hash is made from its words' hashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import regex
import xxhash
from numpy.typing import NDArray

from detector.datatypes import UNDETERMINED, PreparedArticle, is_same_language
from detector.similarity.releases import find_dateline, has_release_sign

Hashes = NDArray[np.uint64 | np.uint32]
"""Hashes of 64 bits, or the upper halves of such."""

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
"""Scripts that write no space between words: there each letter with its marks counts as a word."""
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[[\p{{L}}\p{{N}}\p{{M}}]--[{_UNSPACED}]]+", regex.V1)

_PART_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()}
_is_plain = re.compile(r"[\x00-\u02ff\u0370-\u0482\u048a-\u0557\u2010-\u2060\u20a0-\u20c0]*").fullmatch
"""Texts of letters of which none is a mark or stands for a word: Latin, Greek, Cyrillic, with their punctuation."""
_find_plain = re.compile(r"[^\W_]+").findall
"""Gives of such a text what ``_WORD`` gives, three times as fast; ASCII that is translated and split, seven times."""

SHORT_SHINGLE = 3
"""Words of a shingle for containment: short enough to survive an edited sentence. Our choice."""
LONG_SHINGLE = 5
"""Words of a shingle for resemblance; five is usual for news. Source: Broder (1997), On the resemblance and containment of
documents."""

OPENING_WORDS = 60
"""Words of the body's opening, where news says what is new. Of 588 pairs of press releases that were judged by reading (a quarter
versions), cross-validated by series, average precision with the opening's first 30 / 45 / 60 / 80 / 120 / 200 words beside all
other evidence: 0.88 / 0.91 / 0.93 / 0.92 / 0.90 / 0.92; without it 0.85."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, odd. Source: Knuth (1998), The Art of Computer Programming 3, section 6.4, Fibonacci hashing."""

_COUNTED_AT_ONCE = 1 << 20
"""Hashes whose holders are counted at once; at twice as many a folder of 200,000 articles takes 50 MB more, and no less time."""
_MOST_COUNTED = 255
_TABLE_BITS, _TABLED, _MANY = 14, 1 << 10, 6
"""Hashes are looked up in a table of so many bits where there are fewer than so many, and so many times as many are looked up.
Nanoseconds a hash among 225, one in ten of them found, for 4 / 8 / 42 times as many: 14 / 9 / 3; by search alone 15 / 16 / 17."""


@dataclass(frozen=True, slots=True, eq=False)
class HashSets:
    """Sorted distinct hashes of many articles, end to end."""

    values: Hashes
    """*Shape:* ``(n_hashes,)``"""
    offsets: NDArray[np.intp]
    """Where each article's hashes begin; the last entry is ``n_hashes``.

    *Shape:* ``(n_articles + 1,)``"""

    def row(self, number: int) -> Hashes:
        """
        Give the hashes of one article.

        *Shape:* ``(n_hashes_of_the_article,)``, sorted.
        """
        return self.values[self.offsets[number] : self.offsets[number + 1]]

    def sizes(self) -> NDArray[np.intp]:
        """
        Count the hashes of each article.

        *Shape:* ``(n_articles,)``
        """
        return np.diff(self.offsets)

    def of_some(self, is_kept: NDArray[np.bool_]) -> HashSets:
        """
        Give the same sets for some of the articles, and empty ones for the others.

        Args:
            is_kept: *Shape:* ``(n_articles,)``
        """
        sizes = self.sizes()
        offsets = np.concatenate([[0], np.cumsum(np.where(is_kept, sizes, 0))])
        return HashSets(self.values[np.repeat(is_kept, sizes)], offsets)

    def articles_at(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """
        Give the article that each hash belongs to, by its place among all.

        *Shape:* as given.
        """
        return np.searchsorted(self.offsets[1:], places, side="right")


SETS = ("words", "openings", "titles", "short_shingles", "long_shingles")
"""The sets of hashes that fingerprints hold."""
_WIDTHS: dict[str, type[np.uint64 | np.uint32]] = {
    **dict.fromkeys(("contents", "segments", "short_shingles"), np.uint64),
    **dict.fromkeys(("words", "openings", "titles", "long_shingles"), np.uint32),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprints:
    """The hashed wording of a batch of articles, row by row in the batch's order."""

    contents: Hashes
    """Hash of the normalised body without its white space: equal for identical articles.

    *Shape:* ``(n_articles,)``"""
    words: HashSets
    """As are openings, titles and long shingles, of upper halves: pairs are compared by them, a few hundred beside a few hundred,
    of which two are alike by chance in one of 50,000 pairs. Short shingles are looked for among all of a folder."""
    repeats: NDArray[np.uint8]
    """How often each of the words stands in its body, 255 at most. *Shape:* ``(n_words,)``, as ``words.values``"""
    openings: HashSets
    """The words of each body's opening."""
    titles: HashSets
    """The words of each title; none where there is no title, or one in another language than the body's."""
    short_shingles: HashSets
    long_shingles: HashSets
    segments: Hashes
    """Hash of each segment's words with every number masked, title segments too: equal for the sentences of a template.

    *Shape:* ``(n_segments,)``, articles end to end"""
    has_release_sign: NDArray[np.bool_]
    """Whether each text, frames included, has a sign of a release. *Shape:* ``(n_articles,)``"""
    datelines: NDArray[np.float64]
    """The day that each text opens with, from ``find_dateline``; NaN if none. *Shape:* ``(n_articles,)``"""

    def repeats_of(self, row: int) -> NDArray[np.uint8]:
        """
        Give how often each of an article's words stands in its body.

        *Shape:* ``(n_words_of_the_article,)``
        """
        return self.repeats[self.words.offsets[row] : self.words.offsets[row + 1]]

    def of_some(self, is_kept: NDArray[np.bool_], names: Iterable[str] = ()) -> Fingerprints:
        """
        Give the same with empty sets for the articles that are not kept, as ``HashSets.of_some`` does.

        Args:
            is_kept: *Shape:* ``(n_articles,)``
            names: The sets of which this is done, of ``SETS``; all if there are none.
        """
        names = tuple(names) or SETS
        sets: dict[str, Any] = {name: getattr(self, name).of_some(is_kept) for name in names}
        if "words" in names:
            sets["repeats"] = self.repeats[np.repeat(is_kept, self.words.sizes())]
        return replace(self, **sets)


def split_words(text: str) -> list[str]:
    """
    Split a text into case-folded words; scripts without spaces give a word a letter.

    Punctuation parts words and is dropped: ``1,200`` gives two.
    """
    if text.isascii():
        return text.lower().translate(_PART_ASCII).split()
    folded = text.casefold()
    words: list[str] = _find_plain(folded) if _is_plain(folded) else _WORD.findall(folded)
    return words


def fingerprint(articles: Sequence[PreparedArticle]) -> Fingerprints:
    """
    Hash the wording of each article's body.

    An article of fewer words than a shingle has one shingle: all its words. The title counts for ``titles`` only.
    """
    hash_by_word = _WordHashes()
    contents = np.empty(len(articles), dtype=np.uint64)
    words: list[Hashes] = []
    repeats: list[NDArray[np.uint8]] = []
    openings: list[Hashes] = []
    titles: list[Hashes] = []
    short: list[Hashes] = []
    long: list[Hashes] = []
    segments: list[int] = []
    has_sign = np.array([has_release_sign(article.article.text) for article in articles], dtype=np.bool_)
    for row, article in enumerate(articles):
        contents[row] = xxhash.xxh3_64_intdigest("".join(article.body.split()).encode())
        by_segment = [split_words(text) for text in article.texts()]
        segments.extend(map(_hash_segment, by_segment))
        n_title = article.n_title_segments
        body = [word for part in by_segment[n_title:] for word in part]
        sequence = np.fromiter(map(hash_by_word.__getitem__, body), dtype=np.uint64, count=len(body))
        halves = _halves(sequence)
        distinct, counts = np.unique(halves, return_counts=True)
        words.append(distinct)
        repeats.append(np.minimum(counts, _MOST_COUNTED).astype(np.uint8))
        openings.append(_distinct(halves[:OPENING_WORDS]))
        own_title = [
            word
            for segment, part in zip(article.segments[:n_title], by_segment[:n_title], strict=True)
            if is_same_language(segment.language, article.language) or segment.language == UNDETERMINED
            for word in part
        ]
        titles.append(_distinct(_halves(np.array([hash_by_word[word] for word in own_title], dtype=np.uint64))))
        short.append(_distinct(_hash_shingles(sequence, SHORT_SHINGLE)))
        long.append(_distinct(_halves(_hash_shingles(sequence, LONG_SHINGLE))))
    return Fingerprints(
        contents=contents,
        words=_concatenate("words", words),
        repeats=np.concatenate([np.empty(0, dtype=np.uint8), *repeats]),
        openings=_concatenate("openings", openings),
        titles=_concatenate("titles", titles),
        short_shingles=_concatenate("short_shingles", short),
        long_shingles=_concatenate("long_shingles", long),
        segments=np.array(segments, dtype=np.uint64),
        has_release_sign=has_sign,
        datelines=np.array([find_dateline(article.article.text, article.language) for article in articles], dtype=np.float64),
    )


def join_fingerprints(parts: Iterable[Fingerprints]) -> Fingerprints:
    """Join the fingerprints of batches into those of one batch, in order, without holding them twice."""
    joined = {name: _Growing(_WIDTHS[name]) for name in (*SETS, "contents", "segments")}
    repeats, has_sign, datelines = [np.empty(0, dtype=np.uint8)], [np.empty(0, dtype=np.bool_)], [np.empty(0)]
    sizes: dict[str, list[NDArray[np.intp]]] = {name: [] for name in SETS}
    for part in parts:
        for name in SETS:
            rows: HashSets = getattr(part, name)
            joined[name].extend(rows.values)
            sizes[name].append(rows.sizes())
        repeats.append(part.repeats)
        has_sign.append(part.has_release_sign)
        datelines.append(part.datelines)
        joined["contents"].extend(part.contents)
        joined["segments"].extend(part.segments)
    sets = {
        name: HashSets(joined[name].end(), np.concatenate([[0], np.cumsum(np.concatenate([*sizes[name], np.empty(0, np.intp)]))]))
        for name in SETS
    }
    return Fingerprints(
        contents=joined["contents"].end(),
        segments=joined["segments"].end(),
        repeats=np.concatenate(repeats),
        has_release_sign=np.concatenate(has_sign),
        datelines=np.concatenate(datelines),
        **sets,
    )


class _Growing:
    """Hashes that are put end to end; the system moves what is large without copying it."""

    def __init__(self, dtype: type[np.uint64 | np.uint32]) -> None:
        self._values: Hashes = np.empty(1 << 10, dtype=dtype)
        self._size = 0

    def extend(self, values: Hashes) -> None:
        size = self._size + len(values)
        if size > len(self._values):
            self._values.resize(max(size, len(self._values) * 5 // 4), refcheck=False)
        self._values[self._size : size] = values
        self._size = size

    def end(self) -> Hashes:
        self._values.resize(self._size, refcheck=False)
        return self._values


class _WordHashes(dict[str, int]):
    """Words' hashes, made when first asked for."""

    def __missing__(self, word: str) -> int:
        value = self[word] = xxhash.xxh3_64_intdigest(word.encode())
        return value


def _halves(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Give the upper halves, which are mixed best."""
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _distinct(hashes: Hashes) -> Hashes:
    """Sort hashes and drop what repeats."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _hash_segment(words: Sequence[str]) -> int:
    if any(map(str.isdigit, words)):
        words = ["0" if word.isdigit() else word for word in words]
    return xxhash.xxh3_64_intdigest(" ".join(words).encode())


def _hash_shingles(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    size = max(1, min(size, len(words)))
    shingles = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for offset in range(size):
        # Multiplying between the words makes the hash depend on their order; overflow wraps, as wanted.
        shingles = shingles * _MULTIPLIER + words[offset : offset + len(shingles)]
    shingles ^= shingles >> np.uint64(29)
    return shingles * _MULTIPLIER


def _concatenate(name: str, rows: Sequence[Hashes]) -> HashSets:
    offsets = np.zeros(len(rows) + 1, dtype=np.intp)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return HashSets(np.concatenate([np.empty(0, dtype=_WIDTHS[name]), *rows]), offsets)


def commonness(sets: HashSets, owners: NDArray[np.integer[Any]]) -> NDArray[np.uint8]:
    """
    Count, for each hash, the distinct owners that hold it.

    Args:
        sets: Hashes in any order, repetitions allowed.
        owners: Whom each article belongs to.

            *Shape:* ``(n_articles,)``

    Returns:
        *Shape:* ``(n_hashes,)``, in [1, 255]: more are counted as 255.
    """
    hashes, counts = sets.values, np.empty(len(sets.values), dtype=np.uint8)
    n_owners = int(owners.max(initial=0)) + 1
    for places in ranges_of(hashes, _COUNTED_AT_ONCE):
        part = hashes[places]
        order = np.argsort(part)
        ordered = part[order]
        group = np.cumsum(np.concatenate(([False], ordered[1:] != ordered[:-1]))) if len(part) else np.empty(0, dtype=np.intp)
        held = group * n_owners + owners[sets.articles_at(places)[order]]
        held.sort()
        is_new = np.concatenate(([True], held[1:] != held[:-1])) if len(held) else np.empty(0, dtype=np.bool_)
        n_holders = np.minimum(np.bincount(held[is_new] // n_owners, minlength=1), _MOST_COUNTED).astype(np.uint8)
        counts[places[order]] = n_holders[group]
    return counts


def ranges_of(hashes: Hashes, at_once: int = 1 << 21) -> Iterator[NDArray[np.intp]]:
    """
    Part hashes into ranges of about ``at_once``, so that what is made of a range fits into memory however many there are.

    Yields:
        The places of each range's hashes, rising; equal hashes are in one range.
    """
    n_bits = max(0, len(hashes) - 1).bit_length() - at_once.bit_length() + 1
    if n_bits <= 0:
        yield np.arange(len(hashes))
        return
    shift = np.uint64(64 - n_bits)
    # A byte a hash, made piece by piece: hashes shifted all at once would be as large as they are, once for each range.
    numbers = np.empty(len(hashes), dtype=np.uint8 if n_bits <= 8 else np.uint32)
    for start in range(0, len(hashes), at_once):
        numbers[start : start + at_once] = hashes[start : start + at_once] >> shift
    for number in range(1 << n_bits):
        yield np.flatnonzero(numbers == number)


def resemblance(left: Hashes, right: Hashes) -> float:
    """
    Give the Jaccard similarity of two sorted hash sets, in [0, 1]; 0 where both are empty.

    Source:
        Broder (1997), On the resemblance and containment of documents.
    """
    shared = count_shared(left, right)
    union = len(left) + len(right) - shared
    return shared / union if union else 0.0


def count_shared(left: Hashes, right: Hashes) -> int:
    """Count the hashes that two sorted sets share."""
    return len(find_shared(left, right)[0])


def is_shared(left: Hashes, right: Hashes) -> NDArray[np.bool_]:
    """
    Tell which of the left hashes, which may be of many sets, stand in the right, sorted ones too.

    *Shape:* ``(len(left),)``
    """
    shared = np.zeros(len(left), dtype=np.bool_)
    rows, _ = find_shared(left, right)
    shared[rows] = True
    return shared


def find_shared(left: Hashes, right: Hashes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """
    Give the places of those of the left hashes that stand in the right, sorted ones too, and where they stand there.

    *Shape:* ``(n_shared,)`` each, the first rising.
    """
    if not len(right):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    rows = None
    if len(right) < _TABLED and len(left) > _MANY * len(right):
        # A table of last bits tells of most that they do not stand there, in a fifth of the time of a search.
        is_there = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        is_there[_last_bits(right)] = True
        rows = np.flatnonzero(is_there.take(_last_bits(left)))
        left = left.take(rows)
    places = np.searchsorted(right, left)
    places[places == len(right)] = 0
    found = np.flatnonzero(right.take(places) == left)
    return found if rows is None else rows.take(found), places.take(found)


def _last_bits(hashes: Hashes) -> NDArray[np.intp]:
    return hashes.astype(np.intp) & ((1 << _TABLE_BITS) - 1)


def beside(sets: HashSets, pairs: NDArray[np.intp]) -> Iterator[tuple[int, slice, Hashes, NDArray[np.intp]]]:
    """
    Give for each left article the rows of its pairs, and the sets of all its right ones end to end, with their numbers.

    Args:
        sets: Of all articles.
        pairs: Row numbers; those of one left article follow each other. *Shape:* ``(n_pairs, 2)``
    """
    sizes = sets.sizes()
    borders = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1, append=-1)) if len(pairs) else np.empty(0, dtype=np.intp)
    for start, end in pairwise(borders.tolist()):
        rights = pairs[start:end, 1]
        values = np.concatenate([sets.row(right) for right in rights.tolist()])
        yield int(pairs[start, 0]), slice(start, end), values, np.repeat(np.arange(end - start), sizes[rights])
