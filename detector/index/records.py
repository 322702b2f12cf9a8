"""
Records: what an index gives back, and how articles and pairs are written into it.

In: articles, prepared articles and pairs. Out: the same as bytes, and back. A prepared article is kept as its article and the
places of its segments; their normalised text follows from these.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from detector.datatypes import (
    Article,
    Cluster,
    CutPassage,
    DeclaredRelation,
    Evidence,
    PreparedArticle,
    RelatedPair,
    Relation,
    Segment,
    Segments,
    Wrapper,
)
from detector.errors import StoreError
from detector.ingestion.normalise import normalise

ChangeKind = Literal["created", "grown", "merged", "split", "lead-changed"]
DecisionKind = Literal["confirm", "split", "never_merge", "lead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article of the index that another one is a version of."""

    article_id: str
    """The article that was added or asked about."""
    other_id: str
    """The one in the index."""
    pair: RelatedPair
    """Relation, probability, score, evidence and reasons; its sides are in order of id."""
    cluster_id: str | None
    """The cluster of the other one, or ``None`` where it stands alone."""

    @property
    def relation(self) -> Relation:
        """How the two are related."""
        return self.pair.relation

    @property
    def probability(self) -> float:
        """That the two are versions of one article, in [0, 1]."""
        return self.pair.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """An article as the index holds it."""

    article: Article
    language: str
    cluster_id: str | None
    collection: str | None
    added: str
    """When it was added, an ISO 8601 date-time in UTC."""
    earlier: tuple[Article, ...] = ()
    """What stood under its id before it was replaced, the first first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedCluster:
    """A cluster with its history's ends."""

    cluster: Cluster
    created: str
    changed: str
    """ISO 8601 date-times in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that happened to a cluster."""

    cursor: int
    """Rises with every change; what a reader hands in to have what came after."""
    at: str
    kind: ChangeKind
    cluster_id: str
    other_id: str | None
    """The cluster that was merged into this one, or that was split off."""
    article_ids: tuple[str, ...]
    """The articles that came or went; the new lead where that changed."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an editor decided, by whom, when and why."""

    number: int
    kind: DecisionKind
    article_ids: tuple[str, ...]
    """The two of a pair; for ``split`` the article taken out and then those it was taken from."""
    who: str
    why: str
    at: str
    revoked: str | None = None
    revoked_by: str | None = None
    engine: float | None = None
    """Mean probability that the engine gave its pairs when it was made, in [0, 1]; ``None`` where it had compared none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much an index holds."""

    articles: int
    clusters: int
    pairs: int
    decisions: int
    changes: int
    bytes: int
    text_bytes: int
    """Of titles and texts, as UTF-8."""
    languages: Mapping[str, int] = field(default_factory=dict)


def moment(seconds: float) -> str:
    """Write a time as an ISO 8601 date-time in UTC."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="milliseconds")


def read_moment(when: str) -> float:
    """
    Read an ISO 8601 date or date-time, in UTC where it names no zone, as seconds since 1970.

    Raises:
        StoreError: If it is none.
    """
    try:
        at = datetime.datetime.fromisoformat(when)
    except ValueError as error:
        raise StoreError(f"a time must be an ISO 8601 date or date-time such as 2026-01-20, was: {when}") from error
    return (at if at.tzinfo else at.replace(tzinfo=datetime.UTC)).timestamp()


def day_of(article: Article, now: float) -> int:
    """Give the day of publication as a number of days, or the present one where no date is known."""
    published = article.published
    if published is None:
        return int(now // 86_400)
    at = datetime.datetime.fromisoformat(published)
    if at.tzinfo is None:
        at = at.replace(tzinfo=datetime.UTC)
    return int(at.timestamp() // 86_400)


def pack(value: Any) -> bytes:  # noqa: ANN401  (whatever JSON can hold)
    """Write a value as packed JSON."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> Any:  # noqa: ANN401
    """Read what ``pack`` wrote."""
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def article_record(article: Article) -> dict[str, Any]:
    """Give an article's fields that say something."""
    return {name: value for name, value in asdict(article).items() if value not in (None, "", ())}


def read_article(record: Mapping[str, Any]) -> Article:
    """Make an article of its fields."""
    known = dict(record)
    known.setdefault("text", "")
    known["alternate_ids"] = tuple(known.get("alternate_ids", ()))
    known["relations"] = tuple(DeclaredRelation(**relation) for relation in known.get("relations", ()))
    return Article(**known)


def write_prepared(prepared: PreparedArticle) -> bytes:
    """Write an article with the places of its segments."""
    return pack(
        {
            "article": article_record(prepared.article),
            "language": prepared.language,
            "languages": prepared.languages,
            "wrapper": asdict(prepared.wrapper) if prepared.wrapper else None,
            "segments": [(part.start, part.end, part.language, part.paragraph) for part in prepared.segments],
        }
    )


def read_prepared(data: bytes) -> PreparedArticle:
    """Read what ``write_prepared`` wrote."""
    record = unpack(data)
    article = read_article(record["article"])
    wrapper = record["wrapper"]
    if wrapper is not None:
        wrapper = Wrapper(**wrapper | {"passages": tuple(CutPassage(**passage) for passage in wrapper["passages"])})
    return PreparedArticle(
        article=article,
        language=record["language"],
        languages=tuple(record["languages"]),
        segments=Segments.of(
            (
                Segment(
                    text=normalise((article.title if paragraph < 0 else article.text)[start:end], language),
                    start=start,
                    end=end,
                    language=language,
                    paragraph=paragraph,
                )
                for start, end, language, paragraph in record["segments"]
            ),
            article.title,
            article.text,
        ),
        wrapper=wrapper,
    )


def write_pair(pair: RelatedPair) -> bytes:
    """Write a pair's score, reasons and evidence."""
    evidence = {name: value for name, value in asdict(pair.evidence).items() if value not in (None, 0.0, ())}
    return pack({"score": pair.score, "reasons": pair.reasons, "evidence": evidence})


def read_pair(left_id: str, right_id: str, relation: str, probability: float, data: bytes) -> RelatedPair:
    """Read what ``write_pair`` wrote."""
    record = unpack(data)
    evidence: dict[str, Any] = record["evidence"]
    listed = {name: tuple(evidence[name]) for name in _LISTS if name in evidence}
    return RelatedPair(
        left_id=left_id,
        right_id=right_id,
        relation=Relation(relation),
        probability=probability,
        score=record["score"],
        reasons=tuple(record["reasons"]),
        evidence=Evidence(**evidence | listed),
    )


_LISTS = tuple(part.name for part in fields(Evidence) if part.default == ())


def ordered(ids: Iterable[str]) -> tuple[str, ...]:
    """Give ids sorted, each once."""
    return tuple(sorted(set(ids)))
