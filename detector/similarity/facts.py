"""
Facts: the numbers, dates and names of an article, in a form that survives translation.

In: prepared articles. Out: for each one its facts, and for a pair how far they agree. Templates (weather, market close, match
reports) share their wording and differ in their facts; versions of one article share both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
from anyascii import anyascii
from numpy.typing import NDArray

from detector.datatypes import PreparedArticle
from detector.similarity.dates import Kind, find_dates
from detector.similarity.numerals import digits_of, find_all_quantities, matches_of_numbers

_NAME = regex.compile(r"(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}'-]{2,}")
_TOKEN = regex.compile(r"[\p{L}\p{M}]{3,}")
_find_ascii_names = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z'-]{2,}").finditer
_find_ascii_tokens = re.compile(r"[A-Za-z]{3,}").findall
"""Give of ASCII what ``_NAME`` and ``_TOKEN`` match, several times as fast."""
_INNER_NAME = regex.compile(rf"\n[\"'(\[\- ]*\p{{Lu}}[\p{{L}}\p{{M}}'-]{{2,}}|({_NAME.pattern})")
_find_ascii_inner_names = re.compile(r"\n[\"'(\[\- ]*[A-Z][A-Za-z'-]{2,}|((?<![A-Za-z])[A-Z][A-Za-z'-]{2,})").findall
"""Find in sentences, each behind the end of a line, what ``find_names`` finds in each; the word that begins one gives nothing."""
_SOUNDS = str.maketrans("cqzvdgbx", "kksftkpk", "aeiouyhwj'`-")
"""Vowels are dropped; consonants change places between alphabets: Arabic has no p, Japanese no v, Russian writes h as g or x."""
_SPELLINGS = (("ph", "f"), ("dzh", "j"), ("sch", "s"), ("sh", "s"), ("zh", "s"), ("ch", "s"), ("ts", "s"))
"""Sounds that alphabets spell with one letter or several."""

_BEFORE_FIRST_WORD = "\"'([- "

_MIN_SKELETON = 3
"""Consonants that a name must keep to be told from others. Our choice: two match by chance in every other article."""
_SENTENCES_KEPT = 1 << 13
"""Sentences whose facts are kept: versions share most of theirs, and are looked at close to each other."""
_CALENDAR_WEIGHTS: Mapping[Kind, float] = {"day": 0.5, "month": 0.4, "weekday": 0.5}
"""What a fact of the calendar counts beside a number of four digits. Our choice: at 1, 0.7 and 0.7 the loss of
``agreement_of_figures`` is within 0.003 of the same on ntrex, wmt22 and army."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The numbers, dates and names of one article."""

    numbers: Mapping[str, float]
    """Weight by number, in (0, 1]: small whole numbers are often spelled out and weigh little."""
    numbers_weight: float
    """Sum of these weights."""
    names: frozenset[str]
    """Consonant skeletons of the words written with a capital inside a sentence; empty for scripts without letter case."""
    tokens: frozenset[str]
    """Consonant skeletons of all words, among which a name of another script is looked for."""
    figures: Mapping[str, float]
    """Weight by number, in (0, 1], as in ``numbers``, with those that are spelled out and with ``1億2300万`` as one."""
    figures_weight: float
    """Sum of these weights."""
    calendar: Mapping[Kind, frozenset[str]]
    """The days, months and weekdays that are named, as ``find_dates`` writes them."""
    headline_figures: frozenset[str]
    """The keys of ``figures`` that stand in the title."""
    headline_months: frozenset[str]
    """The months that the title names, as in ``calendar``."""


def find_facts(article: PreparedArticle, is_common: Sequence[bool]) -> Facts:
    """
    Find the numbers and names of an article's title and body.

    Args:
        article: The article.
        is_common: For each segment, whether it stands in unlike articles too: what a publisher says of itself under every
            release is no fact of one of them. Such segments count only where there are no others.
    """
    texts, n_title = article.texts(), article.n_title_segments
    kept = [place for place, common in zip(range(len(texts)), is_common, strict=True) if not common] or range(len(texts))
    numbers: dict[str, float] = {}
    figures: dict[str, float] = {}
    calendar: dict[Kind, set[str]] = {kind: set() for kind in _CALENDAR_WEIGHTS}
    in_headline: set[str] = set()
    months_in_headline: set[str] = set()
    chosen = [texts[place] for place in kept]
    for place, text, quantities in zip(kept, chosen, find_all_quantities(chosen, article.language), strict=True):
        numbers.update((number, _number_weight(number)) for number in find_numbers(text))
        found = {quantity.digits: 0.0 for quantity in quantities}
        figures.update((figure, _number_weight(figure)) for figure in found)
        dates = find_dates(text, article.language)
        for name in dates:
            calendar[name.kind].add(name.key)
        if place < n_title:
            in_headline.update(found)
            months_in_headline.update(name.key for name in dates if name.kind == "month")
    names, tokens = _skeletons_of(chosen, sum(place < n_title for place in kept))
    return Facts(
        numbers=numbers,
        numbers_weight=sum(numbers.values()),
        names=names,
        tokens=tokens,
        figures=figures,
        figures_weight=sum(figures.values()),
        calendar={kind: frozenset(found) for kind, found in calendar.items()},
        headline_figures=frozenset(in_headline),
        headline_months=frozenset(months_in_headline),
    )


def _skeletons_of(texts: Sequence[str], n_title: int) -> tuple[frozenset[str], frozenset[str]]:
    """Give the skeletons of the names that stand inside the sentences of an article's body, and those of all of its words."""
    names: list[str] = []
    tokens: list[str] = []
    for is_ascii in (True, False):
        first = sum(text.isascii() == is_ascii for text in texts[:n_title])
        alike = [text for text in texts if text.isascii() == is_ascii]
        if alike:
            tokens += (_find_ascii_tokens if is_ascii else _TOKEN.findall)("\n".join(alike))
            # In one look at all of them: a normalised sentence has no line end.
            names += (_find_ascii_inner_names if is_ascii else _INNER_NAME.findall)("\n".join(("", *alike[first:])))
    return frozenset(name for name in skeletons(names) if len(name) >= _MIN_SKELETON), skeletons(tokens)


def find_numbers(text: str, *, exact: bool = False) -> dict[str, str]:
    """
    Find the numbers of a text: how each is written, by its leading digits, or by all of its digits if ``exact``.

    For the leading digits, marks, trailing zeros and the decimal point are dropped, so that ``1,500,000``, ``1.5`` million and
    ``150`` 万 are one number, as are ``2,5`` and ``2.5``; Arabic, Devanagari and other digits become ASCII ones.
    """
    found: dict[str, str] = {}
    for match in matches_of_numbers(text):
        written = match.group()
        digits = digits_of(written)
        found.setdefault(digits if exact else digits.strip("0") or "0", written)
    return found


def _names_in(text: str) -> Iterator[re.Match[str]] | Iterator[regex.Match[str]]:
    return _find_ascii_names(text) if text.isascii() else _NAME.finditer(text)


def find_names(text: str) -> list[str]:
    """Find the words written with a capital that do not begin the text."""
    first = len(text) - len(text.lstrip(_BEFORE_FIRST_WORD))
    return [match.group() for match in _names_in(text) if match.start() > first]


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """
    Reduce a word to the consonants that survive transliteration: ``Путин``, ``Putin`` and ``بوتين`` all give ``ptn``.

    Source:
        Our choice; its effect on the figures was not measured apart.
    """
    letters = _fold_sounds(f"\n{word if word.isascii() else anyascii(word)}")
    return "".join(letter for place, letter in enumerate(letters[1:]) if letter != letters[place])


def skeletons(words: Iterable[str]) -> frozenset[str]:
    """Give the skeletons of words without white space: those in ASCII in one look at all, in a third of the time."""
    plain: list[str] = []
    others: list[str] = []
    for word in words:
        (plain if word.isascii() else others).append(word)
    found = set(map(skeleton, others))
    if plain:
        letters = np.frombuffer(_fold_sounds("\n".join(("", *plain))).encode(), dtype=np.uint8)
        is_kept = (letters[1:] != letters[:-1]) | (letters[1:] == ord("\n"))
        found.update(letters[1:][is_kept].tobytes().decode().split("\n"))
    return frozenset(found)


def _fold_sounds(words: str) -> str:
    """Bring words in ASCII, each behind the end of a line, to the consonants that alphabets agree about."""
    letters = words.lower()
    for spelling, sound in _SPELLINGS:
        letters = letters.replace(spelling, sound)
    return letters.replace("\nw", "\nf").translate(_SOUNDS)


def _number_weight(number: str) -> float:
    return (0.2, 0.6, 0.9, 1.0)[min(len(number), 4) - 1]


def agreement_of_numbers(left: Facts, right: Facts) -> float | None:
    """
    Give the share, by weight, of the numbers of the side with fewer that the other side has too, in [0, 1].

    ``None`` where a side has no number of two digits or more, so that one spelled-out number decides nothing.
    """
    least = min(left.numbers_weight, right.numbers_weight)
    if least < 0.5:
        return None
    shared = sum(weight for number, weight in left.numbers.items() if number in right.numbers)
    return shared / least


def agreement_of_names(left: Facts, right: Facts) -> float | None:
    """
    Give the share of the names of the side with fewer that stand on the other side, in any spelling, in [0, 1].

    ``None`` where neither side has a name that can be told, as in scripts without letter case.
    """
    shares = []
    for side, other in ((left, right), (right, left)):
        # German writes every noun with a capital: the side with fewer capitals has the names.
        if len(side.names) >= 2:
            shares.append((len(side.names), len(side.names & other.tokens) / len(side.names)))
    return min(shares)[1] if shares else None


def agreement_of_figures(left: Facts, right: Facts) -> float | None:
    """
    Give the share, by weight, of the numbers and dates of both sides that both have, in [0, 1].

    Days, months and weekdays count where both sides have some of the kind: one newsroom writes Friday, another the 16th. ``None``
    where nothing is compared. Unlike in ``agreement_of_numbers``, what either side lacks counts against the pair.

    Source:
        Jaccard (1901), weighted. Log loss across languages, on stories that nothing was chosen on, of a logistic regression over
        all features but ``lead``, without it / with numbers in digits only / with spelled ones too / with the calendar as well:
        ntrex through use 0.142 / 0.119 / 0.106 / 0.099, army 0.278 / 0.237 / 0.238 / 0.231, wmt22 0.022 / 0.020 / 0.023 / 0.020,
        ntrex through e5 0.195 / 0.178 / 0.175 / 0.192; over the facts alone 0.392 / 0.352 / 0.308 / 0.313, 0.401 / 0.275 / 0.275
        / 0.265, 0.244 / 0.220 / 0.196 / 0.176 and 0.385 / 0.359 / 0.312 / 0.265.
    """
    # In the order of the left text: added up in that of a set, the last digit would depend on PYTHONHASHSEED.
    shared = sum(weight for number, weight in left.figures.items() if number in right.figures)
    total = left.figures_weight + right.figures_weight - shared
    for kind, weight in _CALENDAR_WEIGHTS.items():
        ours, theirs = left.calendar[kind], right.calendar[kind]
        if ours and theirs:
            n_shared = len(ours & theirs)
            shared += weight * n_shared
            total += weight * (len(ours) + len(theirs) - n_shared)
    return shared / total if total else None


def conflict_of_headlines(left: Facts, right: Facts) -> float | None:
    """
    Give 1 where a headline names a number or a month that the other article, title and body, does not have, else 0.

    The report of another quarter, the offer of another price. ``None`` where no headline names any.
    """
    asked = [one for one in (left, right) if one.headline_figures or one.headline_months]
    if not asked:
        return None
    odd = (
        not one.headline_figures <= other.figures.keys() or not one.headline_months <= other.calendar["month"]
        for one, other in ((left, right), (right, left))
    )
    return float(any(odd))


AGREEMENTS = ("numbers", "names", "figures", "headline_conflict", "n_numbers")
"""What ``find_agreements`` tells of a pair, column by column; the last is the weight of the numbers of the side with fewer."""


def find_agreements(facts: Sequence[Facts], pairs: NDArray[np.intp]) -> NDArray[np.float64]:
    """
    Tell how far the facts of the two articles of each pair agree.

    *Shape:* ``(n_pairs, len(AGREEMENTS))``; NaN where there is nothing to compare.
    """
    found = [
        (
            agreement_of_numbers(ours, theirs),
            agreement_of_names(ours, theirs),
            agreement_of_figures(ours, theirs),
            conflict_of_headlines(ours, theirs),
            min(ours.numbers_weight, theirs.numbers_weight),
        )
        for ours, theirs in ((facts[left], facts[right]) for left, right in pairs.tolist())
    ]
    # What is ``None`` becomes NaN.
    return np.array(found, dtype=np.float64).reshape(-1, len(AGREEMENTS))


@lru_cache(_SENTENCES_KEPT)
def sentence_facts(text: str) -> frozenset[str]:
    """Find the exact numbers and the names of a sentence."""
    names = (skeleton(match.group()) for match in _names_in(text))
    return frozenset(find_numbers(text, exact=True)) | {name for name in names if len(name) >= _MIN_SKELETON}


def overlap(left: frozenset[str], right: frozenset[str]) -> tuple[int, int]:
    """Count the facts that both sentences have, and those that either has."""
    return len(left & right), len(left | right)


def differing(left: Iterable[str], right: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what stands on the left alone and on the right alone, each sorted."""
    left_set, right_set = set(left), set(right)
    return tuple(sorted(left_set - right_set)), tuple(sorted(right_set - left_set))
