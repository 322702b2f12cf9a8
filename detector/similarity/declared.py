"""
Declared relations: which articles say of themselves that they are versions of one another.

In: articles with the relations, addresses and names that they came with. Out: the pairs so joined, with what joins them. A
declaration is evidence and not an answer: templates copy canonical addresses, and language links lead to front pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit

from detector.datatypes import Article

DECLARES_VERSION = frozenset(
    (
        # HTML: a page in another language, or the address that stands for several.
        "alternate", "amphtml", "canonical", "syndication-source", "original-source",
        # schema.org.
        "translationofwork", "worktranslation", "sameas", "isbasedon", "isbasedonurl", "exampleofwork", "workexample",
        # Superdesk's ninjs, and what desks write into the free relation of ninjs.
        "evolvedfrom", "translated_from", "translations", "rewrite_of", "rewritten_by", "translationof", "derivedfrom",
        # Dublin Core terms, as feeds carry them, and Atom.
        "isversionof", "hasversion", "isformatof", "hasformat", "replaces", "isreplacedby", "source", "via",
        # NITF names the document corrected, NewsML-G2 (and AP in it) signals what follows an earlier version of itself.
        "correction", "update", "writethru",
        # News articles and X.400 mail that take the place of another; In-Reply-To and References do not.
        "supersedes", "obsoletes",
        # WARC: the same payload was seen at another address.
        "warc-refers-to-target-uri",
    )
)  # fmt: skip
"""Relations, in small letters, whose meaning in their standard is that one article is a version of the other. Others, such as
``related``, ``seeAlso``, ``citation`` or ``In-Reply-To``, say only that two articles have to do with each other."""

MAX_HOLDERS = 20
"""Articles that may share one canonical address or name before it is taken for the site's own. Our choice; not measured."""

_split_vocabulary = re.compile("[:/]").split

_TRACKING = frozenset(("fbclid", "gclid", "mc_cid", "mc_eid", "ref", "share"))
"""Parameters of an address that name the way there and not the page, besides those that begin with ``utm_``."""

Declarations = Mapping[tuple[int, int], tuple[str, ...]]
"""What joins two articles, by their row numbers, the lower one first."""


def find_declared(articles: Sequence[Article]) -> Declarations:
    """
    Find the pairs that a declaration joins.

    A relation counts whose target is another article's id, address, canonical address or other name; so do one canonical address
    and one name of two articles.

    Returns:
        By row numbers into ``articles``: the relations' own names, sorted, ``canonical`` or ``altId``.
    """
    rows_by_name: dict[str, set[int]] = {}
    for row, article in enumerate(articles):
        for name in names_of(article):
            rows_by_name.setdefault(name, set()).add(row)
    found: dict[tuple[int, int], set[str]] = {}

    def join(left: int, right: int, kind: str) -> None:
        if left != right:
            found.setdefault((min(left, right), max(left, right)), set()).add(kind)

    for row, article in enumerate(articles):
        for relation in article.relations:
            holders = rows_by_name.get(plain_address(relation.target), set())
            if plain_kind(relation.kind) in DECLARES_VERSION and len(holders) <= MAX_HOLDERS:
                for other in holders:
                    join(row, other, relation.kind)
    for kind, shared in (("canonical", _canonical), ("altId", _alternate_ids)):
        for rows in _holders(articles, shared):
            for left, right in combinations(rows, 2):
                join(left, right, kind)
    return {pair: tuple(sorted(kinds)) for pair, kinds in sorted(found.items())}


def plain_kind(kind: str) -> str:
    """Give a relation's name in small letters, without what stands before it."""
    # A namespace or a vocabulary may stand before the name: ``dcterms:isVersionOf``, ``irel:derivedFrom``.
    # An address may stand for it too: ``http://cv.iptc.org/newscodes/signal/update``.
    return _split_vocabulary(kind.lower())[-1]


def _holders(articles: Sequence[Article], names: Callable[[Article], set[str]]) -> Iterator[list[int]]:
    rows_by_name: dict[str, list[int]] = {}
    for row, article in enumerate(articles):
        for name in names(article):
            rows_by_name.setdefault(name, []).append(row)
    for rows in rows_by_name.values():
        if 1 < len(rows) <= MAX_HOLDERS:
            yield rows


def _canonical(article: Article) -> set[str]:
    return {plain_address(name) for name in (article.canonical, article.url) if name}


def _alternate_ids(article: Article) -> set[str]:
    return {plain_address(name) for name in article.alternate_ids}


def names_of(article: Article) -> set[str]:
    """Give the id, the addresses and the other names of an article, by which others may refer to it."""
    return {plain_address(article.id), *_canonical(article), *_alternate_ids(article)}


def plain_address(name: str) -> str:
    """
    Reduce an address to what tells pages apart: without scheme, ``www``, fragment, tracking parameters and closing slash.

    A name that is no address stays as it is.
    """
    try:
        parts = urlsplit(name.strip())
    except ValueError:
        return name
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return name.strip()
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not _is_tracking(key.lower())])
    host = parts.netloc.lower().removeprefix("www.")
    return f"//{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def _is_tracking(parameter: str) -> bool:
    return parameter in _TRACKING or parameter.startswith("utm_")
