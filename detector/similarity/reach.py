"""
Reach: in which languages translations are found.

In: a language code. Out: how far articles in it are paired with their translations, as measured on one corpus.
"""

from detector.datatypes import Reach

_FULL: frozenset[str] = frozenset()
_PARTIAL: frozenset[str] = frozenset()
_NONE: frozenset[str] = frozenset()


def reach_of(language: str) -> Reach:
    """Tell how far translations from and into a language are found; of ``und`` nobody knows."""
    for reach, languages in ((Reach.FULL, _FULL), (Reach.PARTIAL, _PARTIAL), (Reach.NONE, _NONE)):
        if language in languages:
            return reach
    return Reach.UNMEASURED
