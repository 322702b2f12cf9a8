"""
The drawings of an HTML report as plain geometry: the map of the clusters, the timeline, and who had it first.

In: clusters, their pairs and articles. Out: points and lines, which a template writes as SVG.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from detector.datatypes import Cluster, PreparedArticle, RelatedPair, Relation
from detector.reporting.languages import language_name
from detector.reporting.pages import instant
from detector.reporting.terminal import shown

_DRAWN_NODES: Final = 24
"""Members of a cluster drawn on the map: more would touch one another."""
_LANES: Final = 20
"""Lanes of the timeline: those with most articles; the rest share one more."""
_COLUMNS: Final = 160
"""Places across the timeline: articles of one lane that fall on one place are one dot."""
_THREADED_CLUSTERS: Final = 80
"""Clusters whose articles the timeline joins with lines: more are a tangle."""

LANE_HEIGHT: Final = 30
"""Of the timeline, in pixels; across, places are shares, so that it fits any window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A version on the map; coordinates in [0, 100]."""

    x: float
    y: float
    label: str
    kind: str
    """``lead``, ``version`` or ``ghost``, the missing original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A pair on the map."""

    start: Node
    end: Node
    relation: str
    """Of the pair, or ``ghost``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosette:
    """A cluster on the map: its versions around a circle, joined by their relations."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    size: int
    """In [1, 4], by the number of nodes."""
    radius: float
    """Of a node."""


def draw_rosette(cluster: Cluster, pairs: Iterable[RelatedPair], article_by_id: Mapping[str, PreparedArticle]) -> Rosette:
    """Draw a cluster with its lead on the left, its other versions clockwise, and its missing original last."""
    members = cluster.member_ids[:_DRAWN_NODES]
    labels = [_short_code(article_by_id[member].language) for member in members]
    if cluster.missing_original:
        labels.append(_short_code(cluster.missing_original.language) if cluster.missing_original.language else "?")
    radius = 17.0 if len(labels) <= 4 else max(2.5, 100.0 / (len(labels) + 3))
    reach = 48.0 - radius
    nodes = []
    for place, label in enumerate(labels):
        angle = math.pi + 2 * math.pi * place / len(labels)
        kind = "lead" if place == 0 else "version" if place < len(members) else "ghost"
        nodes.append(
            Node(x=round(50 + reach * math.cos(angle), 1), y=round(50 + reach * math.sin(angle), 1), label=label, kind=kind)
        )
    node_by_id = dict(zip(members, nodes, strict=False))
    edges = [
        Edge(start=node_by_id[pair.left_id], end=node_by_id[pair.right_id], relation=pair.relation.value)
        for pair in pairs
        if pair.left_id in node_by_id
        and pair.right_id in node_by_id
        # Among many versions only what joins each one to the lead can be told apart.
        and (len(members) <= 6 or cluster.lead_id in (pair.left_id, pair.right_id))
    ]
    if cluster.missing_original:
        edges += [Edge(start=nodes[-1], end=node, relation="ghost") for node in nodes[:-1]]
    size = 1 + sum(len(labels) > bound for bound in (2, 4, 9))
    return Rosette(nodes=tuple(nodes), edges=tuple(edges), size=size, radius=round(radius, 1))


def _short_code(language: str) -> str:
    return shown(language).partition("-")[0][:3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Articles of one lane that were published at about one time."""

    x: float
    """In [0, 100], from the first to the last."""
    y: float
    n_articles: int
    cluster: int | None
    """Number of the first article's cluster, or ``None`` where it stands alone."""
    is_first: bool
    """Whether one of them was the first of its cluster."""
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A date on the timeline."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one outlet published in one language."""

    y: float
    outlet: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Who published what when."""

    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    threads: tuple[tuple[tuple[float, float], ...], ...]
    """For each cluster the way that it took through the lanes that have a name, from the first to the last."""
    ticks: tuple[Tick, ...]
    height: int
    n_undated: int


_OTHERS: Final = ("others", "")


def draw_timeline(articles: Sequence[PreparedArticle], clusters: Sequence[Cluster]) -> Timeline | None:
    """Draw when which outlet published what; ``None`` where fewer than two moments are known."""
    dated = sorted(
        ((moment, article) for article in articles if (moment := instant(article.article.published)) is not None),
        key=lambda one: (one[0], one[1].id),
    )
    if len({moment for moment, _ in dated}) < 2:
        return None
    counted = Counter(_lane_of(article) for _, article in dated)
    ranked = sorted(counted, key=lambda lane: (-counted[lane], lane))
    first_seen = list(dict.fromkeys(_lane_of(article) for _, article in dated))
    lanes = sorted(ranked[:_LANES], key=first_seen.index) + ([_OTHERS] if len(ranked) > _LANES else [])
    y_by_lane = {lane: 22 + place * LANE_HEIGHT for place, lane in enumerate(lanes)}
    start, end = dated[0][0], dated[-1][0]
    span = (end - start).total_seconds()

    def point(article: PreparedArticle, moment: datetime.datetime) -> tuple[float, float]:
        x = round((moment - start).total_seconds() / span * _COLUMNS) * 100 / _COLUMNS
        return round(x, 2), float(y_by_lane.get(_lane_of(article), y_by_lane.get(_OTHERS, 0)))

    number_by_id = {member: number for number, cluster in enumerate(clusters, start=1) for member in cluster.member_ids}
    firsts = {article_id for cluster in clusters if (article_id := first_of(cluster, dated)) is not None}
    groups: dict[tuple[float, float], list[tuple[datetime.datetime, PreparedArticle]]] = defaultdict(list)
    ways: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for moment, article in dated:
        place = point(article, moment)
        groups[place].append((moment, article))
        # What shares the last lane with others is no one's way.
        if article.id in number_by_id and _lane_of(article) in y_by_lane:
            ways[number_by_id[article.id]].append(place)
    threads = tuple(tuple(way) for way in ways.values() if len(way) > 1)
    return Timeline(
        lanes=tuple(
            Lane(y=y, outlet=outlet or "no outlet named", language=language_name(language) if language else "")
            for (outlet, language), y in y_by_lane.items()
        ),
        dots=tuple(
            Dot(
                x=x,
                y=y,
                n_articles=len(group),
                cluster=next((number_by_id[article.id] for _, article in group if article.id in number_by_id), None),
                is_first=any(article.id in firsts for _, article in group),
                description=_description(group),
            )
            for (x, y), group in groups.items()
        ),
        threads=threads if len(threads) <= _THREADED_CLUSTERS else (),
        ticks=tuple(
            Tick(x=round((moment - start).total_seconds() / span * 100, 2), label=label) for moment, label in _ticks(start, end)
        ),
        height=len(lanes) * LANE_HEIGHT + 36,
        n_undated=len(articles) - len(dated),
    )


def _lane_of(article: PreparedArticle) -> tuple[str, str]:
    return shown(article.article.outlet or ""), article.language


def _description(group: Sequence[tuple[datetime.datetime, PreparedArticle]]) -> str:
    moment, article = group[0]
    more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
    return f"{day(moment)}: {shown(article.article.title) or shown(article.segments[0].text)}{more}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(moment: datetime.date) -> str:
    """Write a day as in ``4 May 2026``, whatever the locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _ticks(start: datetime.datetime, end: datetime.datetime) -> list[tuple[datetime.datetime, str]]:
    """Choose at most seven round dates: years, months or days, as the span asks."""
    days = (end - start).days + 1
    if days > 7 * 366:
        step = math.ceil(days / 365.25 / 7)
        years = range(start.year + 1, end.year + 1, step)
        return [(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC), str(year)) for year in years]
    if days > 60:
        step = math.ceil(days / 30.44 / 7)
        months = range(start.year * 12 + start.month, end.year * 12 + end.month, step)
        return [
            (datetime.datetime(month // 12, month % 12 + 1, 1, tzinfo=datetime.UTC), f"{_MONTHS[month % 12][:3]} {month // 12}")
            for month in months
        ]
    step = math.ceil(days / 7)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks = [midnight + datetime.timedelta(days=number) for number in range(0, days + 1, step)]
    return [(tick, f"{tick.day} {_MONTHS[tick.month - 1][:3]}") for tick in ticks if start <= tick <= end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How often an outlet had in one language what others had too, and how far it was behind where it was not the first."""

    outlet: str
    language: str
    n_first: int
    n_clusters: int
    """Clusters with dates in which it has an article."""
    days_behind: float | None
    """The median, in days; ``None`` where it was always the first."""


def first_of(cluster: Cluster, dated: Iterable[tuple[datetime.datetime, PreparedArticle]]) -> str | None:
    """Tell which member was published first; ``None`` where fewer than two have dates, or two have the first one."""
    members = set(cluster.member_ids)
    own = sorted((moment, article.article.published or "", article.id) for moment, article in dated if article.id in members)
    if len(own) < 2:
        return None
    is_one_day = own[0][0].date() == own[1][0].date() and not (_has_hour(own[0][1]) and _has_hour(own[1][1]))
    return None if is_one_day or own[0][0] == own[1][0] else own[0][2]


def who_was_first(articles: Sequence[PreparedArticle], clusters: Sequence[Cluster]) -> list[Lead]:
    """Tell by outlet and language who had it first, the most often first ahead."""
    article_by_id = {article.id: article for article in articles}
    behind: dict[tuple[str, str], list[float]] = defaultdict(list)
    n_first: Counter[tuple[str, str]] = Counter()
    for cluster in clusters:
        dated = [
            (moment, article)
            for article in (article_by_id[member] for member in cluster.member_ids)
            if (moment := instant(article.article.published)) is not None
        ]
        first = first_of(cluster, dated)
        if first is None:
            continue
        soonest: dict[tuple[str, str], PreparedArticle] = {}
        for _, article in sorted(dated, key=lambda one: one[0]):
            soonest.setdefault(_lane_of(article), article)
        for lane, article in soonest.items():
            behind[lane].append(_days_between(article_by_id[first].article.published, article.article.published))
        n_first[_lane_of(article_by_id[first])] += 1
    leads = [
        Lead(
            outlet=lane[0] or "no outlet named",
            language=language_name(lane[1]),
            n_first=n_first[lane],
            n_clusters=len(days),
            days_behind=median(later) if (later := [one for one in days if one > 0]) else None,
        )
        for lane, days in behind.items()
    ]
    return sorted(leads, key=lambda lead: (-lead.n_first, -lead.n_clusters, lead.outlet, lead.language))


def _days_between(first: str | None, later: str | None) -> float:
    start, end = instant(first), instant(later)
    if start is None or end is None:
        return 0.0
    if not (_has_hour(first) and _has_hour(later)):
        return float((end.date() - start.date()).days)
    return (end - start).total_seconds() / 86_400


def _has_hour(published: str | None) -> bool:
    """Tell whether a moment is more than a day: a day without an hour may have been any hour of it."""
    return len(published or "") > len("2026-01-20")


RELATION_ORDER: Final = tuple(relation.value for relation in Relation)
"""As the README lists them, from the same text to the same subject."""
