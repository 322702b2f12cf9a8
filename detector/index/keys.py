"""
Keys: what an article can be found by without a vector.

In: articles and their hashes. Out: numbers for the postings: a sample of the short shingles, the passages at the edges, and the
names and targets of declarations.
"""

from __future__ import annotations

from xxhash import xxh3_64_intdigest

from detector.datatypes import Article
from detector.ingestion.segments import split_paragraphs
from detector.ingestion.wrappers.recurring import edge_spans, passage_key
from detector.similarity.declared import DECLARES_VERSION, plain_address
from detector.similarity.fingerprint import Hashes

SHINGLE_SHARE = 8
"""One shingle in so many is posted, the same ones for every article: those whose hash is small. Two articles that share 32
shingles share 4 of them on average. Our choice: a posting takes about 20 bytes."""
MIN_SHINGLES = 8
"""Shingles posted of a short article, the smallest."""
_SHINGLE, _EDGE, _NAME = range(3)


def shingle_keys(shingles: Hashes) -> tuple[int, ...]:
    """
    Sample an article's shingles.

    Source:
        Broder (1997), On the resemblance and containment of documents: the sample of those that are 0 modulo m; here, small.
    """
    n_small = int((shingles < 2**64 // SHINGLE_SHARE).sum())
    return tuple(_key(int(value), _SHINGLE) for value in shingles[: max(n_small, MIN_SHINGLES)])


def edge_keys(article: Article) -> dict[int, int]:
    """Give the keys of the passages at an article's edges, each with the name under which a frame is learned."""
    text = article.text
    names = {passage_key(text[start:end], is_end=is_end) for is_end, (start, end) in edge_spans(split_paragraphs(text))}
    return {_key(name, _EDGE): name for name in names}


def name_keys(article: Article) -> set[int]:
    """Give the keys of an article's own names: its id, addresses and other ids."""
    names = (article.id, article.canonical, article.url, *article.alternate_ids)
    return {_name(name) for name in names if name}


def relation_keys(article: Article) -> set[int]:
    """Give the keys of what an article declares itself a version of, apart from names."""
    return {
        _name(relation.target)
        for relation in article.relations
        if relation.kind.lower().replace("/", ":").rsplit(":", 1)[-1] in DECLARES_VERSION
    }


def _name(name: str) -> int:
    return _key(xxh3_64_intdigest(plain_address(name).encode("utf-8", "surrogatepass")), _NAME)


def _key(value: int, kind: int) -> int:
    # 40 bits are six bytes in a row of SQLite; in a million articles one key in a thousand is another's by chance.
    return (value >> 26 << 2 | kind) & (1 << 40) - 1
