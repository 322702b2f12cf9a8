"""
Exports: a result in the forms that other programs read.

In: a ``DetectionResult``. Out: text; the same bytes for the same result. The form is told by the file's name:

=================  ======================================================================================
``.json``          the whole result; ``result.schema.json`` in this folder describes it
``.pairs.jsonl``   a pair a line
``.pairs.csv``     a pair a row
``.clusters.csv``  a member of a cluster a row
``.ninjs.json``    ninjs 3.1: a list of items, with ``associations`` and ``altIds``
``.jsonld``        schema.org: ``translationOfWork``, ``workTranslation``, ``isBasedOn``, ``exampleOfWork``
``.graphml``       articles as nodes, pairs as edges
=================  ======================================================================================
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from detector.datatypes import Cluster, DetectionResult, PreparedArticle, RelatedPair, Relation
from detector.errors import SettingsError
from detector.reporting.report import Json, pair_fields, rounded, to_json

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection; full-width signs in some locales."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in XML. Source: XML 1.0 (5th edition), production 2."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

_ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:[^ ]+")

_NINJS_STANDARD: Final = MappingProxyType(
    {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
)

_REL_BY_RELATION: Mapping[Relation, tuple[str, str]] = {
    Relation.TRANSLATION: ("translationOf", "hasTranslation"),
    Relation.REVISION: ("evolvedFrom", "evolvedInto"),
    Relation.EXCERPT: ("derivedFrom", "hasDerivation"),
    Relation.NEAR_DUPLICATE: ("derivedFrom", "hasDerivation"),
    Relation.IDENTICAL: ("derivedFrom", "hasDerivation"),
    Relation.RETRANSLATION: ("derivedFrom", "hasDerivation"),
}
"""What ninjs calls the original for what was made from it, and the other way round; ``rel`` is a free string there, and the first
of each are those of desks. Where nothing tells which came first it is the relation's own name."""


def export(result: DetectionResult, path: str) -> str:
    """
    Write a result in the form that a file's name asks for.

    Raises:
        SettingsError: If the name asks for none.
    """
    return export_named(path)(result)


def export_named(path: str) -> Callable[[DetectionResult], str]:
    """
    Give what writes the form that a file's name asks for.

    Raises:
        SettingsError: If the name asks for none.
    """
    for suffix, write in _WRITER_BY_SUFFIX.items():
        # A file may be called by its suffix alone: pairs.csv.
        if f".{path.replace(chr(92), '/').rpartition('/')[2]}".lower().endswith(suffix):
            return write
    raise SettingsError(f"export must be to a file whose name ends with {', '.join(_WRITER_BY_SUFFIX)}, was: {path}")


def pairs_jsonl(result: DetectionResult) -> str:
    """Write the pairs as JSON Lines: the fields of the JSON, without the passages, and the cluster that both are in."""
    clusters = _cluster_ids(result)
    lines = (_compact({**pair_fields(pair), "cluster": _common_cluster(pair, clusters)}) for pair in _ordered(result))
    return "".join(f"{line}\n" for line in lines)


def pairs_csv(result: DetectionResult) -> str:
    """Write the pairs as CSV (RFC 4180, UTF-8); what a spreadsheet would take for a formula begins with an apostrophe."""
    article_by_id = {article.id: article for article in result.articles}
    clusters = _cluster_ids(result)
    rows: list[list[object]] = [
        [
            pair.left_id,
            pair.right_id,
            pair.relation.value,
            rounded(pair.probability),
            rounded(pair.score),
            pair.band.value if pair.band else None,
            pair.direction.original_id if pair.direction else None,
            rounded(pair.direction.probability) if pair.direction else None,
            _common_cluster(pair, clusters),
            *(article_by_id[id].language for id in (pair.left_id, pair.right_id)),
            *(article_by_id[id].article.title for id in (pair.left_id, pair.right_id)),
            "; ".join(pair.evidence.differing_numbers),
            "; ".join(pair.evidence.differing_names),
            "; ".join(pair.reasons),
        ]
        for pair in _ordered(result)
    ]
    head = "left right relation probability score band original original_probability cluster left_language right_language"
    return _table([*head.split(), "left_title", "right_title", "differing_numbers", "differing_names", "reasons"], rows)


def clusters_csv(result: DetectionResult) -> str:
    """Write the members of the clusters as CSV, the lead of each first; formulas as in ``pairs_csv``."""
    article_by_id = {article.id: article for article in result.articles}
    pair_by_ids = {(pair.left_id, pair.right_id): pair for pair in result.pairs}
    rows: list[list[object]] = []
    for cluster in result.clusters:
        original = cluster.direction.original_id if cluster.direction else None
        for id in cluster.member_ids:
            prepared, article = article_by_id[id], article_by_id[id].article
            pair = pair_by_ids.get((min(id, cluster.lead_id), max(id, cluster.lead_id)))
            rows.append(
                [
                    cluster.id,
                    id,
                    "lead" if id == cluster.lead_id else pair.relation.value if pair else None,
                    rounded(pair.probability) if pair else None,
                    pair.band.value if pair and pair.band else None,
                    "yes" if id == original else None,
                    article.title,
                    prepared.language,
                    article.published,
                    article.outlet,
                    article.url,
                    article.path,
                    cluster.missing_original.language or "unknown" if cluster.missing_original else None,
                ]
            )
    head = "cluster id relation_to_lead probability band original title language published outlet url path missing_original"
    return _table(head.split(), rows)


def ninjs(result: DetectionResult) -> str:
    """
    Write the articles as a list of items of ninjs 3.1, each with its versions among its ``associations``.

    Its id and its cluster's are among its ``altIds``. Where an id is no address, the ``uri`` is made from it.
    """
    uris = _uris(result)
    clusters = _cluster_ids(result)
    associations: dict[str, list[dict[str, Json]]] = {id: [] for id in uris}
    for pair in _ordered(result):
        for id, other in ((pair.left_id, pair.right_id), (pair.right_id, pair.left_id)):
            name = f"version{len(associations[id]) + 1}" if pair.relation.is_version else f"related{len(associations[id]) + 1}"
            associations[id].append({"name": name, "uri": uris[other], "rel": _rel(pair, other)})
    items = []
    for prepared in sorted(result.articles, key=lambda one: one.id):
        article = prepared.article
        names = [("detector.id", article.id), ("detector.cluster", clusters.get(article.id))]
        names += [("other", name) for name in article.alternate_ids]
        item: dict[str, Json] = {
            "uri": uris[article.id],
            "type": "text",
            "language": prepared.language,
            "firstCreated": article.published,
            "versionCreated": article.modified or article.published,
            "version": article.version,
            "copyrightHolder": article.outlet,
            "headlines": [{"role": "main", "contentType": "text/plain", "value": article.title}] if article.title else [],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": article.text}],
            "infoSources": [{"name": article.credit}] if article.credit else [],
            "altIds": [{"role": role, "value": value} for role, value in names if value],
            "associations": associations[article.id],
            "standard": dict(_NINJS_STANDARD),
        }
        items.append({name: value for name, value in item.items() if value})
    return _json_list(items)


def json_ld(result: DetectionResult) -> str:
    """
    Write the articles as a graph of schema.org.

    A cluster is a ``CreativeWork`` whose ``workExample`` its members are; a missing original is what they are translations of.
    """
    uris = _uris(result)
    nodes: dict[str, dict[str, Json]] = {}
    links: dict[str, dict[str, list[str]]] = {id: {} for id in uris}
    for prepared in sorted(result.articles, key=lambda one: one.id):
        article = prepared.article
        node: dict[str, Json] = {
            "@type": "NewsArticle",
            "@id": uris[article.id],
            "identifier": article.id,
            "headline": article.title,
            "inLanguage": prepared.language,
            "datePublished": article.published,
            "dateModified": article.modified,
            "version": article.version,
            "url": article.url,
            "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
            "creditText": article.credit,
        }
        nodes[article.id] = {name: value for name, value in node.items() if value}

    def link(id: str, name: str, target: str) -> None:
        links[id].setdefault(name, []).append(target)

    for pair in _ordered(result):
        original = pair.direction.original_id if pair.direction else None
        if original is None or not pair.relation.is_version:
            continue
        copy = pair.right_id if original == pair.left_id else pair.left_id
        if pair.relation is Relation.TRANSLATION:
            link(copy, "translationOfWork", uris[original])
            link(original, "workTranslation", uris[copy])
        else:
            link(copy, "isBasedOn", uris[original])
    works: list[dict[str, Json]] = []
    for number, cluster in enumerate(result.clusters, start=1):
        work, examples = f"_:cluster{number}", [uris[id] for id in sorted(cluster.member_ids)]
        works.append({"@type": "CreativeWork", "@id": work, "identifier": cluster.id, "workExample": _references(examples)})
        for id in cluster.member_ids:
            link(id, "exampleOfWork", work)
        works += _missing_work(number, cluster, uris, link)
    graph = [
        {**node, **{name: _references(targets) for name, targets in sorted(links[id].items())}} for id, node in nodes.items()
    ]
    return _json_list([*graph, *works], opening='{"@context": "https://schema.org", "@graph": [', closing="]}")


def graphml(result: DetectionResult) -> str:
    """Write articles as nodes and pairs as edges, each with what is known of it as data; the original's id is an edge's data."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    keys = [("node", name, "string") for name in ("article", "title", "language", "published", "outlet", "cluster", "path")]
    keys += [
        ("node", "lead", "boolean"),
        ("edge", "relation", "string"),
        ("edge", "band", "string"),
        ("edge", "original", "string"),
    ]
    keys += [("edge", "probability", "double"), ("edge", "score", "double")]
    for domain, name, kind in keys:
        ET.SubElement(root, "key", {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", id="articles", edgedefault="undirected")
    clusters, leads = _cluster_ids(result), {cluster.lead_id for cluster in result.clusters}
    node_by_id = {}
    for number, prepared in enumerate(sorted(result.articles, key=lambda one: one.id)):
        article = prepared.article
        node_by_id[prepared.id] = f"n{number}"
        node = ET.SubElement(graph, "node", id=f"n{number}")
        known = (prepared.id, article.title, prepared.language, article.published, article.outlet, clusters.get(prepared.id))
        _add_data(node, "node", zip((name for _, name, _ in keys), (*known, article.path, prepared.id in leads), strict=False))
    for number, pair in enumerate(_ordered(result)):
        ends = {"source": node_by_id[pair.left_id], "target": node_by_id[pair.right_id]}
        edge = ET.SubElement(graph, "edge", {"id": f"e{number}", **ends})
        original = pair.direction.original_id if pair.direction else None
        values = {"relation": pair.relation.value, "band": pair.band.value if pair.band else None, "original": original}
        figures = {"probability": rounded(pair.probability), "score": rounded(pair.score)}
        _add_data(edge, "edge", (values | figures).items())
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _uris(result: DetectionResult) -> Mapping[str, str]:
    """
    Name each article by an address.

    That is its id, if it has a scheme; else its own address, if no other article has it; else a name made of the id.
    """
    urls = Counter(article.article.url for article in result.articles)
    ids = {article.id for article in result.articles}

    def uri(article: PreparedArticle) -> str:
        url = article.article.url
        if _ABSOLUTE.fullmatch(article.id):
            return article.id
        return (
            url
            if url and urls[url] == 1 and url not in ids
            else f"urn:x-detector:{quote(article.id, safe='/', errors='replace')}"
        )

    return {article.id: uri(article) for article in result.articles}


def _ordered(result: DetectionResult) -> Sequence[RelatedPair]:
    return sorted(result.pairs, key=lambda pair: (pair.left_id, pair.right_id))


def _cluster_ids(result: DetectionResult) -> Mapping[str, str]:
    return {id: cluster.id for cluster in result.clusters for id in cluster.member_ids}


def _common_cluster(pair: RelatedPair, cluster_by_id: Mapping[str, str]) -> str | None:
    cluster = cluster_by_id.get(pair.left_id)
    return cluster if cluster is not None and cluster == cluster_by_id.get(pair.right_id) else None


def _rel(pair: RelatedPair, other: str) -> str:
    original = pair.direction.original_id if pair.direction else None
    if original is None or pair.relation not in _REL_BY_RELATION:
        return pair.relation.value
    return _REL_BY_RELATION[pair.relation][0 if original == other else 1]


def _missing_work(
    number: int, cluster: Cluster, uris: Mapping[str, str], link: Callable[[str, str, str], None]
) -> Iterator[dict[str, Json]]:
    missing = cluster.missing_original
    if missing is None:
        return
    name = f"_:original{number}"
    known: dict[str, Json] = {"@type": "NewsArticle", "@id": name, "description": f"not among the articles: {missing.reason}"}
    if missing.language:
        known["inLanguage"] = missing.language
    if missing.source:
        known["publisher"] = {"@type": "Organization", "name": missing.source}
    renderings = [id for id in sorted(cluster.member_ids) if id in uris]
    for id in renderings:
        link(id, "translationOfWork", name)
    yield {**known, "workTranslation": _references([uris[id] for id in renderings])}


def _references(targets: Iterable[str]) -> list[Json]:
    return [{"@id": target} for target in targets]


def _compact(value: Json) -> str:
    return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False, allow_nan=False))


def _json_list(items: Iterable[Json], opening: str = "[", closing: str = "]") -> str:
    return f"{opening}\n" + ",\n".join(map(_compact, items)) + f"\n{closing}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    value = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _add_data(parent: ET.Element, domain: str, values: Iterable[tuple[str, object]]) -> None:
    for name, value in values:
        if value is not None:
            data = ET.SubElement(parent, "data", key=f"{domain}-{name}")
            text = str(value).lower() if isinstance(value, bool) else str(value)
            data.text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


_WRITER_BY_SUFFIX: Mapping[str, Callable[[DetectionResult], str]] = {
    ".pairs.jsonl": pairs_jsonl,
    ".pairs.csv": pairs_csv,
    ".clusters.csv": clusters_csv,
    ".ninjs.json": ninjs,
    ".jsonld": json_ld,
    ".graphml": graphml,
    ".json": to_json,
}
