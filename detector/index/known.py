"""
Known: what is found of an article without regard to others, remembered for the latest ones.

In: articles as an index keeps them. Out: the same prepared, with their fingerprints, keys and facts.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from detector.datatypes import PreparedArticle
from detector.index.keys import shingle_keys
from detector.index.records import read_prepared, write_prepared
from detector.index.spaces import Member
from detector.similarity.facts import Facts, find_facts
from detector.similarity.fingerprint import Fingerprints, fingerprint

_REMEMBERED = 4096
"""Articles of which it is remembered what was found. Of 3,000 unlike articles added 200 at a time, each was fingerprinted 1.5
times at 2,048 and once at 4,096, in a fourteenth less of the time beyond encoding and with 22 MB more; at 8,192 as at 4,096."""


class Known:
    """What is found of an article, each part when it is first asked for."""

    def __init__(self, body: bytes) -> None:
        """Take an article as it is kept."""
        self._body = body
        self._facts: tuple[tuple[bool, ...], Facts] | None = None

    @cached_property
    def prepared(self) -> PreparedArticle:
        """The article."""
        return read_prepared(self._body)

    @cached_property
    def prints(self) -> Fingerprints:
        """Its fingerprints."""
        return fingerprint((self.prepared,))

    @cached_property
    def shingle_keys(self) -> tuple[int, ...]:
        """The shingles that it is found by."""
        return shingle_keys(self.prints.short_shingles.row(0))

    def facts(self, is_common: tuple[bool, ...]) -> Facts:
        """Give the facts of its segments, as common as these are; those asked for last are remembered."""
        if self._facts is None or self._facts[0] != is_common:
            self._facts = is_common, find_facts(self.prepared, is_common)
        return self._facts[1]


@lru_cache(maxsize=_REMEMBERED)
def known(body: bytes) -> Known:
    """Give what is found of an article, as it is kept; of the latest it is remembered."""
    return Known(body)


def write_member(number: int, prepared: PreparedArticle, day: int) -> Member:
    """Make a member of an article that is not kept yet."""
    body = write_prepared(prepared)
    # It need not be read again.
    known(body).__dict__.setdefault("prepared", prepared)
    return Member(number, prepared, day, body)
