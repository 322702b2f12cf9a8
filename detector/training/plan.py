"""
The plan: which numbers are learned from which corpora.

Out: ``PLAN``, by which the shipped numbers are made; tests have a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDING = "wording"
"""What judges pairs without vectors; it stands beside the encoders."""
RELEASES = "releases"
"""What judges pairs of releases; it stands beside the encoders too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A corpus, or of it some versions, and what is learned from it."""

    corpus: str
    versions: frozenset[str] = frozenset()
    """Only articles of these version labels; of all, where there are none."""
    encoders: tuple[str, ...]
    """In order of preference, as in a scan."""
    fits: tuple[str, ...]
    """The encoders whose models are fitted to it, ``WORDING`` and ``RELEASES``."""
    is_augmented: bool = False
    is_complete: bool = True
    """Whether articles of different groups are certainly no versions of one. Where groups may lack members, a pair across two
    counts only if a third language proves it: its two groups both have a version in one language, or one has a version in the
    other article's."""
    judgements: str = ""
    """Where the corpus has no gold, a file of this package with pairs that were judged by reading, a line each: the left id, the
    right one, and 1 for versions of one article or 0. Only those count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPart:
    """A corpus, or of it some versions, from which a background is estimated."""

    corpus: str
    versions: frozenset[str] = frozenset()
    n_articles: int | None = None
    """Only so many of the first ones; all, if ``None``."""
    n_segments: int
    """Segments a language, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is learned from which corpora."""

    parts: tuple[Part, ...]
    renderings: Mapping[str, bool]
    """By corpus, whether two of its versions in one language are renderings of one original, and no revisions of each other."""
    banks: Mapping[str, tuple[BankPart, ...]] = field(default_factory=dict)
    """By encoder."""
    words: Mapping[str, int | None] = field(default_factory=dict)
    """Corpora in which is counted how usual words are, each with how many of its first articles serve; all, if ``None``."""


def _labels(text: str) -> frozenset[str]:
    return frozenset(text.split())


_USE_VERSIONS = _labels(
    "arb deu deu-ar deu-arp deu-wmtp eng eng-GB eng-IN eng-US fra fra-CA ita jpn "
    "kor nld pol por por-BR rus spa spa-2 spa-MX tha tur zho-CN zho-TW"
)
"""The versions of ntrex in the 16 languages of ``use``."""
_E5_VERSIONS = _labels(
    "amh arb ben bul ces ell eng eus fas fin hau heb hin hrv hun hye ind isl kat "
    "kaz khm lao lit mlt mon mya rus sin slk srp-Cyrl swa tam tel ukr urd vie yor zho-CN"
)
"""Versions of ntrex in 34 languages of many scripts that ``use`` does not know, and in four that it does."""

PLAN = Plan(
    parts=(
        Part(corpus="meantime", encoders=("use",), fits=("use", WORDING)),
        Part(corpus="onestop", encoders=("use",), fits=("use", WORDING), is_augmented=True),
        Part(corpus="newswcl50", encoders=("use",), fits=("use", WORDING)),
        Part(corpus="ntrex", versions=_USE_VERSIONS, encoders=("use",), fits=("use", WORDING), is_augmented=True),
        Part(corpus="versions", encoders=("use",), fits=("use", WORDING, RELEASES), is_augmented=True),
        Part(corpus="wmt22", encoders=("use", "e5"), fits=("use", "e5"), is_augmented=True),
        Part(corpus="press", encoders=("use",), fits=(RELEASES,), is_complete=False, judgements="press_judgements.csv"),
        Part(corpus="army", encoders=("use", "e5"), fits=("use", "e5", WORDING), is_complete=False),
        Part(corpus="ntrex", versions=_E5_VERSIONS, encoders=("use", "e5"), fits=("e5",), is_augmented=True),
    ),
    renderings={"wmt22": True, "ntrex": True, "versions": False, "onestop": False},
    banks={
        "use": (
            BankPart(corpus="ntrex", versions=_USE_VERSIONS, n_segments=400),
            BankPart(corpus="meantime", n_segments=200),
            BankPart(corpus="press", n_articles=600, n_segments=400),
            BankPart(corpus="versions", n_segments=200),
        ),
        "e5": (
            BankPart(corpus="ntrex", n_segments=250),
            BankPart(corpus="meantime", n_segments=100),
            BankPart(corpus="army", n_segments=300),
            BankPart(corpus="wmt22", n_segments=100),
        ),
    },
    words={"ntrex": None, "meantime": None, "onestop": None, "newswcl50": None, "wmt22": None, "press": 2000},
)
"""What the shipped numbers were made from. ``use`` learns from the languages that it judges, ``e5`` from pairs with a side in
another one; what judges pairs without vectors learns from all that ``use`` learns from but wmt22."""
