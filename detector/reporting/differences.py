"""
Which words differ between two passages.

In: two texts of one language. Out: each text in runs, each run told whether the other text has it too.
"""

from dataclasses import dataclass
from typing import Final

import regex
from rapidfuzz.distance import Indel

_WORD = regex.compile(
    r"""
    (?: [[\p{L}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]] \p{M}* )+ \s*
    | \X \s*
    """,
    regex.VERSION1 | regex.VERBOSE,
)
"""A word, a mark of punctuation, or one letter of a script that writes no space between words; with the space that follows."""

MARKED_MIN_WORDING: Final = 0.5
"""Passages less alike than this are shown without marks: where most words differ, marking them hides the few that agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring words of one text, which the other text has in this place, or has not."""

    text: str
    is_shared: bool


def differing_runs(left: str, right: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """
    Part two texts into runs of shared and of differing words.

    The shared words are a longest common subsequence of the words of both, so that as few as can be are called different. A mark
    of punctuation is a word too; white space is not compared.

    Returns:
        The runs of the left text and those of the right one; joined, they are the text again.

    Source:
        Hunt & McIlroy (1976), An algorithm for differential file comparison: what a reader expects of a ``diff``.
    """
    left_words, right_words = _WORD.findall(left), _WORD.findall(right)
    left_runs: list[Run] = []
    right_runs: list[Run] = []
    for step in Indel.opcodes([word.rstrip() for word in left_words], [word.rstrip() for word in right_words]):
        is_shared = step.tag == "equal"
        for runs, words in (
            (left_runs, left_words[step.src_start : step.src_end]),
            (right_runs, right_words[step.dest_start : step.dest_end]),
        ):
            if words:
                runs.append(Run(text="".join(words), is_shared=is_shared))
    return tuple(left_runs), tuple(right_runs)
