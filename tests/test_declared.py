"""Declared relations: what articles say of themselves is found, counts for them, and can be overruled."""

import pytest
from ngrams import NgramEncoder

from detector import Article, find_clusters
from detector.datatypes import DeclaredRelation
from detector.similarity.declared import MAX_HOLDERS, find_declared, plain_address

FERRY = (
    "The ferry across Lake Orvel sailed again on Monday, two winters after ice tore a hole in its bow. Some 140 people paid "
    "6 euros each for the first crossing. The mayor, Hanne Brik, cut a ribbon on the pier and thanked the welders."
)
SNOW = (
    "Snow closed the pass above Tessin for the ninth day. Ploughs from two cantons worked through the night, and 31 lorries "
    "waited at the foot of the climb. Drivers were fed in a school hall by volunteers from the village of Airol."
)


def article(id, text=FERRY, **fields):
    return Article(id=id, text=text, **fields)


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://www.desk.example/a/", "http://desk.example/a"),
        ("https://desk.example/a?utm_source=mail&id=3#top", "https://DESK.example/a?id=3"),
        ("https://desk.example/a?fbclid=xyz", "https://desk.example/a"),
    ],
)
def test_addresses_of_one_page_are_one(address, same):
    """Scheme, www, fragment, tracking and a closing slash do not make another page."""
    assert plain_address(address) == plain_address(same)


@pytest.mark.parametrize("other", ["https://desk.example/b", "https://desk.example/a?id=4", "urn:desk:a", "https://[desk/a"])
def test_addresses_of_two_pages_are_two(other):
    """Another path, another parameter and another kind of name are another page; a broken address is a name like any other."""
    assert plain_address(other) != plain_address("https://desk.example/a?id=3")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("translationOfWork", "https://desk.example/ferry"),
        ("alternate", "http://www.desk.example/ferry/"),
        ("evolvedfrom", "urn:wire:17"),
        ("irel:derivedFrom", "urn:wire:17"),
        ("correction", "urn:wire:17"),
        ("sig:update", "urn:wire:17"),
        ("http://cv.iptc.org/newscodes/signal/update", "urn:wire:17"),
        ("Supersedes", "urn:wire:17"),
        ("dcterms:isVersionOf", "wire"),
    ],
)
def test_a_relation_finds_its_target_by_any_name(kind, target):
    """An address, a canonical address, another name and the id all lead to the article."""
    articles = [
        article("copy", relations=(DeclaredRelation(kind=kind, target=target),)),
        article("wire", url="https://desk.example/ferry", alternate_ids=("urn:wire:17",)),
    ]
    assert find_declared(articles) == {(0, 1): (kind,)}


@pytest.mark.parametrize("kind", ["related", "irel:seeAlso", "In-Reply-To", "citation"])
def test_a_relation_of_another_meaning_is_none(kind):
    """To have to do with an article is not to be a version of it."""
    articles = [article("a", relations=(DeclaredRelation(kind=kind, target="b"),)), article("b")]
    assert find_declared(articles) == {}


def test_one_canonical_address_joins():
    """Two pages that name one canonical address declare themselves the same."""
    articles = [
        article("a", url="https://mirror.example/1", canonical="https://desk.example/ferry"),
        article("b", canonical="http://desk.example/ferry/"),
    ]
    assert find_declared(articles) == {(0, 1): ("canonical",)}


def test_a_name_that_many_share_joins_nobody():
    """A canonical address that every page of a site carries is the site's."""
    articles = [article(f"a{number}", canonical="https://desk.example/") for number in range(MAX_HOLDERS + 1)]
    assert find_declared(articles) == {}


def test_an_article_does_not_declare_itself():
    """A page's own address among its language links says nothing."""
    own = article(
        "a", url="https://desk.example/a", relations=(DeclaredRelation(kind="alternate", target="https://desk.example/a"),)
    )
    assert find_declared([own]) == {}


def test_a_declaration_speaks_for_a_pair():
    """The same two texts are more probable versions when one says that it is, and the evidence names the relation."""
    left, right = (
        article("a"),
        article("b", FERRY.replace("Monday", "Tuesday").replace("140 people paid", "there were people who paid")),
    )
    declaring = article("b", right.text, relations=(DeclaredRelation(kind="isBasedOn", target="a"),))
    plain = find_clusters([left, right], encoders=[NgramEncoder()])
    declared = find_clusters([left, declaring], encoders=[NgramEncoder()])

    assert declared.pairs[0].evidence.declared == ("isBasedOn",)
    assert "declared by the articles themselves: isBasedOn" in declared.pairs[0].reasons
    assert declared.pairs[0].probability > plain.pairs[0].probability


def test_a_declaration_that_the_texts_contradict_is_reported_and_not_followed():
    """Two unlike texts stay apart whatever they declare, and the contradiction is told."""
    articles = [article("a"), article("b", SNOW, relations=(DeclaredRelation(kind="translationOfWork", target="a"),))]
    result = find_clusters(articles, encoders=[NgramEncoder()])

    assert result.clusters == ()
    assert [(pair.left_id, pair.right_id, pair.evidence.declared) for pair in result.contradicted] == [
        ("a", "b", ("translationOfWork",))
    ]
    assert result.contradicted[0].probability < 0.5
