"""
The report as one HTML file that needs nothing else: no network, no framework, and no script for its overview.

In: a ``DetectionResult``. Out: text. The overview is written as HTML; what the pages of clusters and pairs show lies in the file
as JSON, and a script draws a page when it is asked for, with text nodes only. The page's own policy forbids every request, and
every script and style but the two that are in it, told by their hashes. A huge report has its pages in files beside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import jinja2
from markupsafe import Markup

from detector.datatypes import Band, Cluster, DetectionResult, PreparedArticle, Reach, RelatedPair, Relation
from detector.reporting import charts
from detector.reporting.languages import language_name
from detector.reporting.pages import instant, make_page, rounded, title_of
from detector.reporting.report import DETECTOR_VERSION, Json
from detector.reporting.terminal import counted, rule_of_safety, shown, two_digits

SPLIT_MIN_CHARACTERS: Final = 24_000_000
"""
Size of all pages together from which they go into files of their own. Measured over 2,000 clusters of three articles of 360
words, 31 million characters, in Chromium 156 on two shared cores: one file opens in 0.9 to 1.5 s, a parted one in 0.7 to 1.0 s.
"""
_FILE_MAX_CHARACTERS: Final = 4_000_000
"""Pages are gathered in files of about this size. Our choice; not measured at other values."""

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("detector.reporting"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {"language": language_name, "word": lambda value: value.replace("_", " ").replace("-", " ")}

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What the overview shows of a cluster, or of a pair outside the clusters."""

    key: str
    """Of its page: ``cluster/1`` or ``apart/1``."""
    members: tuple[PreparedArticle, ...]
    pairs: tuple[RelatedPair, ...]
    cluster: Cluster | None


def to_html(result: DetectionResult) -> str:
    """
    Write a result as one HTML file, the same text for the same result.

    Returns:
        The page, which fetches nothing.
    """
    entries = _entries(result)
    return _write_report(result, entries, {entry.key: "" for entry in entries}, [_block(entry) for entry in entries])


def to_html_files(result: DetectionResult, name: str) -> Iterator[tuple[str, str]]:
    """
    Write a result as an HTML file and, where that would be too large to open at once, its pages in files beside it.

    Args:
        result: What to show.
        name: The name of the report's file, as in ``report.html``; its pages lie in ``report-pages/`` then.

    Yields:
        Names and texts of the files, below the folder of the report; the report itself last.
    """
    entries = _entries(result)
    blocks = [_block(entry) for entry in entries]
    if sum(map(len, blocks)) < SPLIT_MIN_CHARACTERS:
        yield name, _write_report(result, entries, {entry.key: "" for entry in entries}, blocks)
        return
    stem = name.rpartition(".")[0] or name
    sizes = [0]
    numbers = []
    for block in blocks:
        if sizes[-1] and sizes[-1] + len(block) > _FILE_MAX_CHARACTERS:
            sizes.append(0)
        sizes[-1] += len(block)
        numbers.append(len(sizes))
    file_by_key = {entry.key: f"{stem}-pages/{number:04}.html" for entry, number in zip(entries, numbers, strict=True)}
    index: dict[str, Json] = {"home": f"../{name}", "entries": [], "languages": _language_names(result)}
    for number, gathered in groupby(zip(numbers, blocks, strict=True), key=lambda one: one[0]):
        own = [block for _, block in gathered]
        yield f"{stem}-pages/{number:04}.html", _render(index, own, overview=None, home=f"../{name}")
    yield name, _write_report(result, entries, file_by_key, [])


def _entries(result: DetectionResult) -> list[_Entry]:
    article_by_id = {article.id: article for article in result.articles}
    number_by_member = {member: number for number, cluster in enumerate(result.clusters) for member in cluster.member_ids}
    pairs_by_cluster: dict[int, list[RelatedPair]] = defaultdict(list)
    apart: list[RelatedPair] = []
    for pair in result.pairs:
        number = number_by_member.get(pair.left_id, -1)
        if number >= 0 and number == number_by_member.get(pair.right_id):
            pairs_by_cluster[number].append(pair)
        else:
            apart.append(pair)
    apart.sort(key=lambda pair: (pair.relation is Relation.RELATED, -pair.probability))
    outside = [*((pair, "contradicted") for pair in result.contradicted), *((pair, "apart") for pair in apart)]
    return [
        _Entry(
            key=f"cluster/{number + 1}",
            members=tuple(article_by_id[member] for member in cluster.member_ids),
            pairs=tuple(pairs_by_cluster[number]),
            cluster=cluster,
        )
        for number, cluster in enumerate(result.clusters)
    ] + [
        _Entry(
            key=f"{kind}/{number}",
            members=(article_by_id[pair.left_id], article_by_id[pair.right_id]),
            pairs=(pair,),
            cluster=None,
        )
        for number, (pair, kind) in enumerate(outside, start=1)
    ]


def _block(entry: _Entry) -> str:
    page = _compact.encode(make_page(entry.members, entry.pairs, entry.cluster))
    return f'<script type="application/json" id="{entry.key}">{_inert(page)}</script>'


def _inert(text: str) -> str:
    """Escape what could end a script element or begin a comment in it: JSON has another way to write these letters."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _language_names(result: DetectionResult) -> dict[str, Json]:
    codes = {code for article in result.articles for code in (article.language, *article.languages)}
    codes |= {article.wrapper.language for article in result.articles if article.wrapper and article.wrapper.language}
    codes |= {segment.language for article in result.articles for segment in article.segments}
    codes |= {
        cluster.missing_original.language
        for cluster in result.clusters
        if cluster.missing_original and cluster.missing_original.language
    }
    return {code: language_name(code) for code in sorted(codes)}


def _write_report(
    result: DetectionResult, entries: Sequence[_Entry], file_by_key: Mapping[str, str], blocks: Sequence[str]
) -> str:
    index: dict[str, Json] = {
        "home": "",
        "languages": _language_names(result),
        "entries": [_index_entry(entry, file_by_key[entry.key]) for entry in entries],
    }
    return _render(index, blocks, overview=_overview(result, entries, file_by_key), home="")


def _index_entry(entry: _Entry, file: str) -> dict[str, Json]:
    articles = [article.article for article in entry.members]
    words = [
        part
        for article in articles
        for part in (article.title, article.id, article.path, article.outlet, article.credit, article.url)
        if part
    ]
    words += [language_name(member.language) for member in entry.members]
    words += [
        part for member in entry.members if member.wrapper for part in (member.wrapper.region, member.wrapper.source) if part
    ]
    return {
        "key": entry.key,
        "file": file,
        "languages": sorted({member.language for member in entry.members}),
        "outlets": sorted({shown(article.outlet) for article in articles if article.outlet}),
        "pairs": [[pair.relation.value, rounded(pair.probability), pair.band.value if pair.band else ""] for pair in entry.pairs],
        "words": shown(" ".join(dict.fromkeys(words))).lower(),
    }


def _overview(result: DetectionResult, entries: Sequence[_Entry], file_by_key: Mapping[str, str]) -> dict[str, object]:
    clustered = [entry for entry in entries if entry.cluster]
    pairs = [pair for entry in clustered for pair in entry.pairs]
    in_clusters = {member for cluster in result.clusters for member in cluster.member_ids}
    languages = Counter(article.language for article in result.articles)
    outlets = sorted({shown(article.article.outlet) for article in result.articles if article.article.outlet})
    relations = Counter(pair.relation.value for pair in pairs)
    bands = Counter(pair.band.value for pair in result.pairs if pair.band)
    article_by_id = {article.id: article for article in result.articles}
    shown_relations = {pair.relation.value for entry in entries for pair in entry.pairs}
    return {
        "n_articles": len(result.articles),
        "n_versions": len(in_clusters),
        "languages": sorted(languages.items(), key=lambda one: (-one[1], one[0])),
        "outlets": outlets,
        "relations": [(name, relations[name]) for name in charts.RELATION_ORDER if relations[name]],
        "filter_relations": [name for name in charts.RELATION_ORDER if name in shown_relations],
        "bands": [(band.value, bands[band.value]) for band in Band if bands[band.value]],
        "safe": rule_of_safety(result) if result.cut_offs else "",
        "clusters": [
            _card(entry, file_by_key[entry.key], entry.cluster, article_by_id) for entry in clustered if entry.cluster is not None
        ],
        "apart": [
            _card(entry, file_by_key[entry.key], None, article_by_id) for entry in entries if entry.key.startswith("apart/")
        ],
        "contradicted": [
            _card(entry, file_by_key[entry.key], None, article_by_id)
            for entry in entries
            if entry.key.startswith("contradicted/")
        ],
        "alone": [_alone(article) for article in result.articles if article.id not in in_clusters],
        "skipped": [(shown(one.path), shown(one.reason)) for one in result.skipped],
        "reach": [
            (reach.value, [language_name(code) for code in sorted(languages) if result.reach.get(code) is reach])
            for reach in Reach
            if reach is not Reach.FULL and any(result.reach.get(code) is reach for code in languages)
        ],
        "timeline": charts.draw_timeline(result.articles, result.clusters),
        "firsts": charts.who_was_first(result.articles, result.clusters)[:20],
        "settings": result.settings,
    }


def _alone(article: PreparedArticle) -> dict[str, str]:
    return {"title": title_of(article), "language": article.language, "id": shown(article.id)}


def _card(entry: _Entry, file: str, cluster: Cluster | None, article_by_id: Mapping[str, PreparedArticle]) -> dict[str, object]:
    moments = sorted(moment for member in entry.members if (moment := instant(member.article.published)) is not None)
    days = [charts.day(moments[0]), charts.day(moments[-1])] if moments else []
    relations = Counter(pair.relation.value for pair in entry.pairs)
    bands = Counter(pair.band.value for pair in entry.pairs if pair.band)
    missing = cluster.missing_original if cluster else None
    probabilities = [two_digits(pair.probability) for pair in entry.pairs]
    return {
        "key": entry.key,
        "file": file,
        "members": [
            {
                "title": title_of(member),
                "title_language": member.segments[0].language,
                "language": member.language,
                "outlet": shown(member.article.outlet or ""),
            }
            for member in entry.members
        ],
        "n_members": counted(len(entry.members), "version", "versions"),
        "languages": list(dict.fromkeys(member.language for member in entry.members)),
        "days": list(dict.fromkeys(days)),
        "relations": [(name, relations[name]) for name in charts.RELATION_ORDER if relations[name]],
        "bands": [(band.value, bands[band.value]) for band in Band if bands[band.value]],
        "probabilities": sorted({min(probabilities), max(probabilities)}) if probabilities else [],
        "declared": sorted({shown(name) for pair in entry.pairs for name in pair.evidence.declared}),
        "missing": (missing.language or "", shown(missing.reason)) if missing else None,
        "rosette": charts.draw_rosette(cluster, entry.pairs, article_by_id) if cluster else None,
    }


def _render(index: Mapping[str, Json], blocks: Sequence[str], *, overview: Mapping[str, object] | None, home: str) -> str:
    style, script = (_source(name) for name in ("report.css", "report.js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    text = _ENVIRONMENT.get_template("report.html").render(
        policy=policy,
        # These three are ours, or escaped as JSON is.
        style=Markup(style),
        script=Markup(script),
        blocks=Markup("\n".join(blocks)),
        index=Markup(_inert(_compact.encode({**index, "relations": _RELATIONS, "bands": _BANDS}))),
        overview=overview,
        home=home,
        version=DETECTOR_VERSION,
        explained={"relations": _RELATIONS, "bands": _BANDS, "reaches": _REACHES},
    )
    return text.encode("utf-8", "replace").decode()


def _source(name: str) -> str:
    loader = _ENVIRONMENT.loader
    assert loader is not None
    return loader.get_source(_ENVIRONMENT, name)[0]


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


_RELATIONS: Final[Mapping[str, str]] = {
    Relation.IDENTICAL.value: "The same text once white space, marks, headlines and a republisher's frame are set aside.",
    Relation.NEAR_DUPLICATE.value: "The same text with light edits.",
    Relation.REVISION.value: "The same article, updated or rewritten in its language.",
    Relation.EXCERPT.value: "One is almost wholly contained in the other, which says much more.",
    Relation.TRANSLATION.value: "The same article in another language.",
    Relation.RETRANSLATION.value: "Two renderings, in one language, of one original in another.",
    Relation.RELATED.value: "Much the same subject, but no versions of one article.",
}
_BANDS: Final[Mapping[str, str]] = {
    Band.SAFE_TO_HIDE.value: "One of the two can be hidden unseen.",
    Band.REVIEW.value: "Look before one of the two is hidden.",
    Band.RELATED.value: "Leave both.",
}
_REACHES: Final[Mapping[str, str]] = {
    Reach.PARTIAL.value: "Many translations are missed in",
    Reach.NONE.value: "Translations cannot be found in",
    Reach.UNMEASURED.value: "Nobody has measured how many translations are found in",
}
"""What the words of a report mean."""
