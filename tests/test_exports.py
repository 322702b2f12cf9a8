"""A result in the forms that other programs read: written here, and read back by readers that are not ours."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import prepared
from test_saved import FULL

import detector
from detector.datatypes import DetectionResult, Direction, Relation
from detector.errors import SettingsError
from detector.reporting.exports import clusters_csv, export, export_named, graphml, json_ld, ninjs, pairs_csv, pairs_jsonl
from detector.reporting.report import to_json

SCHEMA = json.loads((files("detector.reporting") / "result.schema.json").read_text(encoding="utf-8"))

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202egnp.exe \x1b[31m\x00 \"quoted\", 東京\n\tend"
"""A title that is a formula to a spreadsheet, markup to a page, an escape to a terminal and no text to XML."""

PAIR_COLUMNS = 16
TOLD = replace(
    FULL,
    pairs=tuple(
        replace(pair, direction=Direction(original_id=pair.right_id, probability=0.97)) if pair.relation.is_version else pair
        for pair in FULL.pairs
    ),
    clusters=tuple(replace(cluster, missing_original=None) for cluster in FULL.clusters),
)
"""The same result, but that the right side of each pair of versions is the original."""


def hostile(title: str = HOSTILE) -> DetectionResult:
    """Give the result with that title in the article that is in most pairs."""
    articles = [
        replace(one, article=replace(one.article, title=title)) if one.id == "state.txt" else one for one in FULL.articles
    ]
    return replace(FULL, articles=tuple(articles))


def undescribed(value: object, schema: dict, place: str = "") -> list[str]:
    """List the fields of a report that its schema does not name."""
    schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "anyOf" in schema:
        return undescribed(value, schema["anyOf"][0], place) if value is not None else []
    if isinstance(value, list):
        return [name for one in value for name in undescribed(one, schema.get("items", {}), place)]
    if not isinstance(value, dict) or "additionalProperties" in schema:
        return []
    known = schema.get("properties", {})
    missing = [f"{place}.{name}" for name in value if name not in known]
    return missing + [name for key in value if key in known for name in undescribed(value[key], known[key], f"{place}.{key}")]


def test_the_json_is_as_its_published_schema_says():
    """The schema is one, the report is valid, and no field of it goes undescribed."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for result in (FULL, TOLD, hostile()):
        report = json.loads(to_json(result))
        jsonschema.validate(report, SCHEMA, cls=jsonschema.Draft202012Validator)
        assert undescribed(report, SCHEMA) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [(("pairs", 0, "probability"), 2), (("pairs", 0, "relation"), "twin"), (("articles", 0, "text"), None), (("clusters",), {})],
)
def test_the_schema_refuses_what_is_no_report(place, value):
    """It can fail: on a number out of its range, an unknown word, a missing text, a wrong type."""
    report = part = json.loads(to_json(FULL))
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_each_line_of_the_pairs_is_a_pair():
    """JSON Lines: the pairs in order, with the fields of the JSON and the cluster of both."""
    lines = [json.loads(line) for line in pairs_jsonl(FULL).splitlines()]
    pairs = json.loads(to_json(FULL))["pairs"]

    assert [(line["left"], line["right"]) for line in lines] == [(pair["left"], pair["right"]) for pair in pairs]
    assert [line["cluster"] for line in lines] == [None, "c1", "c1"]
    assert lines[2]["evidence"] == pairs[2]["evidence"]


def test_the_tables_are_read_back_as_they_were_written():
    """A row a pair, and a row a member; what is not known is an empty cell."""
    pairs = list(csv.DictReader(io.StringIO(pairs_csv(TOLD), newline="")))
    members = list(csv.DictReader(io.StringIO(clusters_csv(FULL), newline="")))

    assert [(row["left"], row["right"], row["relation"], row["probability"]) for row in pairs] == [
        ("brief.txt", "quake.jsonl/7", "related", "0.0612"),
        ("brief.txt", "state.txt", "excerpt", "0.83"),
        ("state.txt", "wire.txt", "retranslation", "0.9967"),
    ]
    assert [row["original"] for row in pairs] == ["", "state.txt", "wire.txt"]
    assert [(row["id"], row["relation_to_lead"], row["missing_original"]) for row in members] == [
        ("state.txt", "lead", "ru"),
        ("brief.txt", "excerpt", "ru"),
        ("wire.txt", "retranslation", "ru"),
    ]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from("=+-@\t\r\n＝") | st.just(""), st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_no_cell_begins_as_a_formula(start, rest):
    """Whatever a title is, a spreadsheet shows it: behind an apostrophe if it would else be run; nothing else of it changes."""
    title = start + rest
    rows = list(csv.reader(io.StringIO(pairs_csv(hostile(title)), newline="")))

    assert {len(row) for row in rows} == {PAIR_COLUMNS}
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    shown = title.replace("\0", "\ufffd")
    assert rows[2][PAIR_COLUMNS - 4] in (shown, f"'{shown}")


def test_ninjs_names_the_versions_of_an_item_and_is_read_back_by_the_reader(tmp_path):
    """Each article is an item with the original under ``translationOf`` and its cluster among its ``altIds``."""
    french = prepared("urn:desk:7", "Le bac est parti à neuf heures.", "Personne n'a été blessé.", title="Un bac", language="fr")
    english = prepared("urn:wire:4", "The ferry left at nine.", "Nobody was hurt.", title="A ferry", published="2026-01-20")
    pair = replace(TOLD.pairs[2], left_id=french.id, right_id=english.id, relation=Relation.TRANSLATION)
    pair = replace(pair, direction=Direction(original_id=english.id, probability=0.9))
    cluster = replace(TOLD.clusters[0], id=english.id, lead_id=english.id, member_ids=(english.id, french.id))
    result = replace(TOLD, articles=(french, english), pairs=(pair,), clusters=(cluster,))
    (tmp_path / "items.json").write_text(ninjs(result), encoding="utf-8")
    items = json.loads((tmp_path / "items.json").read_text(encoding="utf-8"))
    read = {article.id: article for article in detector.read(tmp_path)}

    assert items[0]["associations"] == [{"name": "version1", "uri": "urn:wire:4", "rel": "translationOf"}]
    assert items[1]["associations"] == [{"name": "version1", "uri": "urn:desk:7", "rel": "hasTranslation"}]
    assert {"role": "detector.cluster", "value": "urn:wire:4"} in items[0]["altIds"]
    for one in (french, english):
        assert (read[one.id].text, read[one.id].title) == (one.article.text, one.article.title)
    assert [(relation.kind, relation.target) for relation in read["urn:desk:7"].relations] == [("translationOf", "urn:wire:4")]


def test_schema_org_links_an_original_and_its_versions_both_ways():
    """``translationOfWork`` and ``workTranslation`` are inverse, ``isBasedOn`` is what copies are of; each name is a node."""
    pairs = (TOLD.pairs[0], TOLD.pairs[1], replace(TOLD.pairs[2], relation=Relation.TRANSLATION))
    graph = json.loads(json_ld(replace(TOLD, pairs=pairs)))
    nodes = {node["@id"]: node for node in graph["@graph"]}

    assert graph["@context"] == "https://schema.org"
    assert nodes["urn:x-detector:state.txt"]["translationOfWork"] == [{"@id": "urn:x-detector:wire.txt"}]
    assert nodes["urn:x-detector:wire.txt"]["workTranslation"] == [{"@id": "urn:x-detector:state.txt"}]
    assert nodes["urn:x-detector:brief.txt"]["isBasedOn"] == [{"@id": "urn:x-detector:state.txt"}]
    assert len(nodes["_:cluster1"]["workExample"]) == 3
    links = [link["@id"] for node in nodes.values() for value in node.values() if isinstance(value, list) for link in value]
    assert set(links) <= set(nodes)


def test_schema_org_has_a_node_for_the_missing_original():
    """Renderings of what is not there are translations of a work without a name."""
    nodes = {node["@id"]: node for node in json.loads(json_ld(FULL))["@graph"]}

    assert nodes["_:original1"]["inLanguage"] == "ru"
    assert {"@id": "_:original1"} in nodes["urn:x-detector:wire.txt"]["translationOfWork"]


def test_articles_of_one_address_are_two_nodes():
    """Two snapshots of a page have one address; they are told apart by their ids."""
    one, other = (
        replace(article, article=replace(article.article, url="https://gazette.example/1")) for article in FULL.articles[:2]
    )
    result = replace(FULL, articles=(one, other, *FULL.articles[2:]))

    uris = [item["uri"] for item in json.loads(ninjs(result))]
    assert len(set(uris)) == len(uris)


def test_graphml_is_read_by_another_program():
    """Another library of graphs finds the articles and the pairs with all that was written of them."""
    graph = networkx.parse_graphml(graphml(TOLD))
    by_article = {data["article"]: node for node, data in graph.nodes(data=True)}

    assert set(by_article) == {article.id for article in TOLD.articles}
    assert graph.nodes[by_article["state.txt"]]["lead"] is True
    edge = graph.edges[by_article["state.txt"], by_article["wire.txt"]]
    assert (edge["relation"], edge["probability"], edge["original"]) == ("retranslation", 0.9967, "wire.txt")


@pytest.mark.parametrize(
    "name", ["r.json", "pairs.jsonl", "a.ninjs.json", "a.jsonld", "a.graphml", "Clusters.CSV", "x.pairs.csv"]
)
def test_a_hostile_title_is_text_in_every_form(name):
    """Scripts, escapes, overrides, formulas: each form can be parsed, and has the title with nothing but what it cannot hold."""
    text = export(hostile(), f"some/folder/{name}")

    if name.endswith("graphml"):
        titles = [data.text or "" for data in ET.fromstring(text).iter() if data.get("key") == "node-title"]
        assert HOSTILE.replace("\x1b", "\ufffd").replace("\0", "\ufffd") in titles
    elif name.lower().endswith("csv"):
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert "'" + HOSTILE.replace("\0", "\ufffd") in cells
    else:
        whole = json.dumps([json.loads(line) for line in text.splitlines()] if name.endswith("l") else json.loads(text))
        assert json.dumps(HOSTILE)[1:-1] in whole or name == "pairs.jsonl"
        assert "\x1b" not in text


def test_half_a_surrogate_pair_in_an_id_ends_no_export():
    """A file name that is no Unicode is written as well as each form can."""
    broken = prepared("broken \ud83d", "Text.")
    result = replace(FULL, articles=(*FULL.articles, broken))

    for name in ("a.ninjs.json", "a.jsonld", "a.graphml", "clusters.csv", "pairs.csv", "pairs.jsonl", "a.json"):
        assert export(result, name).encode("utf-8")


@pytest.mark.parametrize("name", ["report.csv", "report", "report.xlsx", "pairs.json.gz", ""])
def test_a_name_that_asks_for_no_form_is_refused_with_the_names_that_do(name):
    """Whoever mistypes is told which endings there are."""
    with pytest.raises(SettingsError, match=r"ends with \.pairs\.jsonl, \.pairs\.csv, .*\.graphml"):
        export_named(name)


def test_the_schema_is_installed_with_the_package():
    """Whoever reads the JSON has its description beside the program."""
    assert Path(str(files("detector.reporting") / "result.schema.json")).is_file()
