"""
Contrast: the facts in which two articles differ, as an editor reads them.

In: prepared articles and the aligned passages of two of them. Out: the numbers, dates, names and quotations that stand on one
side only. Nothing here weighs in a verdict; which side is right is for an editor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import numpy as np
import regex
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from detector.datatypes import AlignedPassage, PreparedArticle
from detector.similarity.dates import CalendarName, find_dates
from detector.similarity.facts import differing, find_names, skeleton, skeletons
from detector.similarity.fingerprint import split_words
from detector.similarity.numerals import find_quantities

_Kind = Literal["number", "day", "weekday"]

QUOTATION_MIN_WORDS = 4
"""Words from which what stands between quotation marks is taken for speech, and not for a title or a word held at a distance. Our
choice."""
QUOTATION_MIN_WORDING = 0.6
"""Edit similarity from which two quotations are one that was changed. Our choice; not measured at other values."""

SENTENCES_KEPT = 4096
"""Of which what was found in them is kept: copies have most of theirs in common."""

_QUOTATION = regex.compile(r'"([^"]+)"')
_OPENED = regex.compile(r'(?<![\p{L}\p{N}.,!?])"(?=\S)([^"]+)(?<=\S)"(?![\p{L}\p{N}])')
"""What is quoted where one of the marks is missing: then they cannot be counted off in twos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What stands on one side only, each as ``left ≠ right`` where both have one in its place."""

    numbers: tuple[str, ...] = ()
    """Numbers with their units, days and weekdays, as written."""
    names: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    """Quotations of one language whose words differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    kind: _Kind
    exact: str
    loose: str
    """What it is within a language, and across two, where 1,500,000 may stand as 1.5 million."""
    written: str
    is_spelled: bool = False
    is_in_date: bool = False


class Contrast:
    """Contrasts the articles of one batch; they take part in many pairs, and what belongs to one is found once."""

    def __init__(self, articles: Sequence[PreparedArticle]) -> None:
        self._articles = articles
        self._texts: Callable[[int], list[str]] = cache(lambda row: self._articles[row].texts())
        self._figures: Callable[[int, int], tuple[_Figure, ...]] = cache(self._find_figures)
        self._all_keys: Callable[[int, bool], frozenset[str]] = cache(self._find_all_keys)
        self._all_words: Callable[[int], frozenset[str]] = cache(self._find_all_words)
        self._quotations: Callable[[int], list[str]] = cache(self._find_quotations)

    def between(self, left: int, right: int, passages: Sequence[AlignedPassage], *, is_one_language: bool) -> Differences:
        """
        Find what of aligned passages stands on one side only, anywhere in the two articles.

        Names and quotations are compared within one language only: their spelling and wording are no facts across two.
        """
        numbers: list[str] = []
        names: list[str] = []
        rows = left, right
        for passage in passages:
            if not passage.left or not passage.right:
                continue
            places = passage.left, passage.right
            if any(self._figures(rows[side], place) for side in (0, 1) for place in places[side]):
                for kind in ("number", "day", "weekday"):
                    numbers += _contrast(*self._figures_alone(rows, places, kind, is_exact=passage.wording > 0.0))
            if 0.0 < passage.wording < 1.0:
                names += _contrast(*(self._names_alone(rows, places, side) for side in (0, 1)))
        return Differences(
            numbers=tuple(dict.fromkeys(numbers)),
            names=tuple(dict.fromkeys(names)),
            quotations=differing_quotations(self._quotations(left), self._quotations(right)) if is_one_language else (),
        )

    def _figures_alone(
        self, rows: tuple[int, int], places: tuple[tuple[int, ...], tuple[int, ...]], kind: _Kind, *, is_exact: bool
    ) -> tuple[list[str], list[str]]:
        found: list[dict[str, _Figure]] = [
            {
                figure.exact if is_exact else figure.loose: figure
                for place in places[side]
                for figure in self._figures(rows[side], place)
                # Across languages what is spelled out explains a number in digits, and is too uncertain to be shown itself.
                if figure.kind == kind and not figure.is_in_date and (is_exact or not figure.is_spelled)
            }
            for side in (0, 1)
        ]
        alone = [
            {key: found[side][key] for key in keys if not self._is_explained(key, kind, rows[1 - side], is_exact=is_exact)}
            for side, keys in enumerate(differing(found[0], found[1]))
        ]
        if len(alone[0]) != len(alone[1]):
            # What is spelled out may be no number (one of the two), and is shown against another one only.
            alone = [{key: figure for key, figure in side.items() if not figure.is_spelled} for side in alone]
        if not (alone[0] and alone[1]):
            # Alone, a small number is one that the other side spells out, and a weekday one that it does not name; across
            # languages a day may be written in a way that is not known.
            alone = [
                {
                    key: figure
                    for key, figure in side.items()
                    if (kind == "number" and len(key) > 1) or (kind == "day" and is_exact)
                }
                for side in alone
            ]
        return [figure.written for figure in alone[0].values()], [figure.written for figure in alone[1].values()]

    def _is_explained(self, key: str, kind: _Kind, other: int, *, is_exact: bool) -> bool:
        keys = self._all_keys(other, is_exact)
        day = key.partition("-")[2].lstrip("0")
        # "The 20th" is 20 January where the month was named before.
        return key in keys or (kind == "day" and (day if is_exact else day.rstrip("0")) in keys)

    def _find_figures(self, row: int, place: int) -> tuple[_Figure, ...]:
        return _figures_in(self._texts(row)[place], self._articles[row].language)

    def _find_all_keys(self, row: int, is_exact: bool) -> frozenset[str]:
        places = range(len(self._texts(row)))
        return frozenset(figure.exact if is_exact else figure.loose for place in places for figure in self._figures(row, place))

    def _names_alone(self, rows: tuple[int, int], places: tuple[tuple[int, ...], tuple[int, ...]], side: int) -> list[str]:
        texts = self._texts(rows[side])
        found: dict[str, str] = {}
        for place in places[side]:
            found |= _names_in(texts[place], self._articles[rows[side]].language)
        return sorted(name for key, name in found.items() if len(key) > 2 and key not in self._all_words(rows[1 - side]))

    def _find_all_words(self, row: int) -> frozenset[str]:
        return skeletons(word for text in self._texts(row) for word in split_words(text))

    def _find_quotations(self, row: int) -> list[str]:
        return find_quotations(self._articles[row])


@lru_cache(SENTENCES_KEPT)
def _figures_in(text: str, language: str) -> tuple[_Figure, ...]:
    found = list(find_dates(text, language))
    # A month may be counted, as in 11月.
    spans = [(date.start, date.end) for date in found if date.kind != "weekday"]
    dates = [date for date in found if date.kind != "month"]
    figures = [
        _Figure(kind="day" if date.kind == "day" else "weekday", exact=key, loose=key, written=text[date.start : date.end])
        for date in dates
        # A weekday's one digit is no number.
        for key in [date.key if date.kind == "day" else f"weekday {date.key}"]
    ]
    figures += [
        _Figure(
            kind="number",
            exact=quantity.exact,
            loose=quantity.digits,
            written=text[quantity.start : quantity.end],
            is_spelled=quantity.is_spelled,
            is_in_date=any(start < quantity.end and quantity.start < end for start, end in spans),
        )
        for quantity in find_quantities(text, language, is_whole=True)
    ]
    return tuple(figures)


@lru_cache(SENTENCES_KEPT)
def _names_in(text: str, language: str) -> Mapping[str, str]:
    dates = {word for date in find_dates(text, language) for word in _words(text, date)}
    # Months and weekdays have capitals in some languages, and are compared as dates.
    return {skeleton(name): name for name in find_names(text) if name not in dates}


def find_quotations(article: PreparedArticle) -> list[str]:
    """
    Find what an article's body quotes at some length, in order; all conventions of quotation marks are one mark once normalised.

    A quotation ends with its paragraph at the latest.
    """
    if '"' not in article.body:
        return []
    paragraphs: Mapping[int, list[str]] = defaultdict(list)
    for segment in article.segments:
        if not segment.in_title:
            paragraphs[segment.paragraph].append(segment.text)
    texts = [" ".join(parts) for parts in paragraphs.values()]
    return [
        match[1].strip()
        for text in texts
        for match in (_OPENED if text.count('"') % 2 else _QUOTATION).finditer(text)
        if len(split_words(match[1])) >= QUOTATION_MIN_WORDS
    ]


def differing_quotations(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    """Pair the quotations of two articles that are one in other words, and give those pairs, in the left article's order."""
    words = [[" ".join(split_words(quotation)) for quotation in side] for side in (left, right)]
    if not (left and right):
        return ()
    similarities = cdist(
        words[0], words[1], scorer=Indel.normalized_similarity, score_cutoff=QUOTATION_MIN_WORDING, dtype=np.float32
    )
    best = similarities.argmax(axis=1), similarities.argmax(axis=0)
    return tuple(
        f'"{left[row]}" ≠ "{right[other]}"'
        for row, other in enumerate(best[0].tolist())
        if QUOTATION_MIN_WORDING <= similarities[row, other] < 1.0 and best[1][other] == row
    )


def _words(text: str, date: CalendarName) -> list[str]:
    return text[date.start : date.end].split()


def _contrast(left: Sequence[str], right: Sequence[str]) -> list[str]:
    if len(left) == len(right):
        return [f"{one} ≠ {other}" for one, other in zip(left, right, strict=True)]
    return [f"{one} (left only)" for one in left] + [f"{other} (right only)" for other in right]
