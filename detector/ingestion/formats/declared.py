"""
What a page says of itself.

In: the tree of an HTML page and the address it came from, if that is known. Out: its title, dates, language, outlet, addresses
and credit under the names that ``record`` takes, and the relations that it declares, under the names of their standards. Of two
sources for one fact JSON-LD is believed first, then Open Graph, then HTML. Nothing is fetched.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from detector.datatypes import DeclaredRelation
from detector.ingestion.formats.record import parse_date

logger = logging.getLogger(__name__)

Item = Mapping[str, object]
_Attributes = Mapping[str, str | None]

_WORKS = ("translationOfWork", "workTranslation", "isBasedOn", "isBasedOnUrl", "sameAs", "exampleOfWork", "workExample")
"""Properties that name another version or source of an article. Source: schema.org CreativeWork and Thing."""
_ORIGINS = ("syndication-source", "original-source")
"""Retired Google News names, still seen."""
_DATES = (
    "date", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate",
    "publish-date", "parsely-pub-date", "sailthru.date", "datepublished", "article:published", "og:published_time", "pdate",
)  # fmt: skip
_HOLDERS = ("@graph", "mainEntity", "itemListElement", "item")
"""Properties whose values are as much a page's items as those at the top."""
_LINKED_ALTERNATES = "a[rel~=alternate][hreflang][href]"
_NO_ADDRESS = ("#", "javascript:", "data:", "about:", "mailto:")
_MAX_DEPTH = 20
"""Objects within objects that are looked into."""

_is_article = re.compile(r"(?:https?://schema\.org/)?(?:\w*Article|\w*Posting|Report)", re.IGNORECASE).fullmatch
_strip_frame = re.compile(r"\A\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?|;)\s*\Z").sub
_strip_comma = re.compile(r",(\s*[}\]])").sub
_close_zone = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d\Z)").sub
_is_language = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*").fullmatch
_find_saved_address = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->").search
_decode_json = json.JSONDecoder(strict=False).decode
_START = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a page says of itself."""

    fields: Mapping[str, object]
    """Named as ``record`` takes them; none is empty."""
    relations: tuple[DeclaredRelation, ...]
    body: str
    """``articleBody`` of JSON-LD, or an empty string."""


def read_declaration(tree: LexborHTMLParser, page: str, address: str | None = None) -> Declaration:
    """
    Collect what a page says of itself.

    Args:
        tree: The page, nothing taken from it yet.
        page: The same as text: its first comment may tell where a browser saved it from.
        address: Where it was found, where something else than the page tells so.
    """
    meta = _meta(tree)
    saved = _find_saved_address(page, 0, _START)
    source = address or (saved[1] if saved else "")
    links = [node.attributes for node in tree.tags("link")]
    written = next((_value(link, "href") for link in links if "href" in link and "canonical" in _tokens(link, "rel")), "")
    base = _base(tree, meta, source, written)
    canonical = _address(written, base)
    shared = _address(meta.get("og:url", ""), base)
    heading, title = _text(tree, "h1"), _text(tree, "title")
    items = _JsonLd.of(tree)
    article = items.about({canonical, shared, source}, {meta.get("og:title", ""), heading, title})

    own = _address(_one(article.get("url")), base) or _address(_one(article.get("mainEntityOfPage"), "@id", "url"), base)
    fields: dict[str, object] = {
        "title": _line(article.get("headline")) or meta.get("og:title") or heading or title or _line(article.get("name")),
        "published": _first_date(
            article.get("datePublished"),
            meta.get("article:published_time"),
            *(meta[name] for name in _DATES if name in meta),
        )
        or _first_date(*_marked(tree, "datePublished"), *_times(tree), article.get("dateCreated")),
        "modified": _first_date(
            article.get("dateModified"),
            meta.get("article:modified_time"),
            meta.get("og:updated_time"),
            *_marked(tree, "dateModified"),
            meta.get("last-modified"),
        ),
        "language": _language(
            _attribute(tree.root, "lang"),
            _attribute(tree.root, "xml:lang"),
            items.name(article.get("inLanguage"), "alternateName"),
            meta.get("og:locale"),
            meta.get("content-language", "").partition(",")[0],
            meta.get("dc.language"),
            _attribute(tree.body, "lang"),
        ),
        "outlet": items.name(article.get("publisher")) or meta.get("og:site_name") or meta.get("application-name"),
        "canonical": canonical,
        "url": source or own or shared or canonical,
        "credit": _line(article.get("creditText")) or items.name(article.get("sourceOrganization")),
        "dateline": _line(article.get("dateline")),
        "version": _one(article.get("version")),
    }
    names = [_one(article.get("@id")), *_each(article.get("identifier")), shared, own]
    fields["alternate_ids"] = [name for name in dict.fromkeys(names) if name and name not in (fields["url"], canonical)]
    known = {canonical, fields["url"], ""}
    relations = dict.fromkeys(
        relation
        for relation in (*_works(article, base, items), *_links(tree, links, meta, base))
        if relation.target not in known or relation.kind in _ORIGINS
    )
    body = article.get("articleBody")
    return Declaration(
        fields={name: value for name, value in fields.items() if value},
        relations=tuple(relations),
        body=body if isinstance(body, str) else "",
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Map the names of a page's ``meta`` elements, in small letters, to what they hold; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.tags("meta"):
        attributes = node.attributes
        if content := _value(attributes, "content"):
            for kind in ("property", "name", "http-equiv"):
                if name := _value(attributes, kind).lower():
                    found.setdefault(name, content)
    return found


def _marked(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    """List what the page's microdata gives for a property."""
    for node in tree.css(f"[itemprop~={name}]")[:5]:
        yield _attribute(node, "content") or _attribute(node, "datetime")


def _times(tree: LexborHTMLParser) -> Iterator[str]:
    """List the times that a page shows, those within an article first."""
    for node in tree.css("article time[datetime]")[:3] + tree.css("time[datetime]")[:3]:
        yield _attribute(node, "datetime")


def _works(article: Item, base: str, items: _JsonLd) -> Iterator[DeclaredRelation]:
    for kind in (*_WORKS, "correction"):
        if kind not in article:
            continue
        value = article[kind]
        for work in value if isinstance(value, list) else [value]:
            # A correction is told in words, and only sometimes stands at an address.
            names = ("url", "@id") if kind == "correction" else ("url", "@id", "identifier", "name", "headline")
            target = _one(work, *names) if kind != "correction" or isinstance(work, dict) else ""
            language = _language(items.name(work.get("inLanguage"), "alternateName")) if isinstance(work, dict) else None
            yield DeclaredRelation(kind=kind, target=_address(target, base), language=language)


def _links(
    tree: LexborHTMLParser, links: Sequence[_Attributes], meta: Mapping[str, str], base: str
) -> Iterator[DeclaredRelation]:
    alternates = [link for link in links if "hreflang" in link and "href" in link and "alternate" in _tokens(link, "rel")]
    if tree.css_first(_LINKED_ALTERNATES) is not None:
        alternates = [node.attributes for node in tree.css(f"link[rel~=alternate][hreflang][href], {_LINKED_ALTERNATES}")]
    for link in alternates:
        code = _value(link, "hreflang")
        if code.lower() != "x-default":
            yield DeclaredRelation(kind="alternate", target=_address(_value(link, "href"), base), language=_language(code))
    for link in [link for link in links if "href" in link and "amphtml" in _tokens(link, "rel")][:1]:
        yield DeclaredRelation(kind="amphtml", target=_address(_value(link, "href"), base))
    for kind in _ORIGINS:
        if kind in meta:
            yield DeclaredRelation(kind=kind, target=_address(meta[kind], base))


class _JsonLd:
    """The objects of a page's JSON-LD, and those of them that are articles."""

    def __init__(self, items: list[Item]) -> None:
        self._by_id = {name: item for item in reversed(items) if isinstance(name := item.get("@id"), str) and len(item) > 1}
        self._articles = [item for item in items if any(map(_is_article, _each(item.get("@type"))))]

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> _JsonLd:
        scripts = (node.text() for node in tree.tags("script") if "ld+json" in _attribute(node, "type").lower())
        return cls([item for script in scripts for item in _items(_parse(script), 0)])

    def about(self, addresses: set[str], titles: set[str]) -> Item:
        """Give the article that the page is, by its address, its title or as the only one; a list of others is not believed."""
        for article in self._articles:
            if any(_one(article.get(name)) in addresses - {""} for name in ("url", "mainEntityOfPage", "@id")):
                return article
        for article in self._articles:
            headline = _line(article.get("headline")).casefold()
            if headline and any(headline in title.casefold() for title in titles):
                return article
        return self._articles[0] if len(self._articles) == 1 else {}

    def name(self, value: object, *preferred: str) -> str:
        """Give the name of what a value is or refers to: of an organisation, a person, a language."""
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and isinstance(own := item.get("@id"), str) and not item.get("name"):
                item = self._by_id.get(own, item)  # noqa: PLW2901
            if found := _one(item, *preferred, "name", "legalName", "alternateName", "@value"):
                return found
        return ""


def _parse(script: str) -> object:
    """Read a script as JSON, as content systems write it: in comments, with a comma or a semicolon too many."""
    for strip in (str, _without_frame):
        try:
            found: object = _decode_json(strip(script))
        except (ValueError, RecursionError):
            continue
        return found
    logger.info("JSON-LD of a page could not be read and was passed over: %.60r", script)
    return None


def _without_frame(script: str) -> str:
    return _strip_comma(r"\1", _strip_frame("", _strip_frame("", script)))


def _items(value: object, depth: int) -> Iterator[Item]:
    if depth > _MAX_DEPTH:
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for name in _HOLDERS:
                yield from _items(item.get(name), depth + 1)


def _base(tree: LexborHTMLParser, meta: Mapping[str, str], source: str, canonical: str) -> str:
    """Give the address that relative ones start from, or an empty string where the page and its finder name none."""
    own = next(filter(_is_whole, (source, canonical, meta.get("og:url", ""))), "")
    bases = (node.attributes for node in tree.tags("base"))
    base = _address(next((_value(attributes, "href") for attributes in bases if "href" in attributes), ""), own)
    return base if _is_whole(base) else own


def _is_whole(link: str) -> bool:
    try:
        return urlsplit(link).scheme in ("http", "https") and bool(urlsplit(link).netloc)
    except ValueError:
        return False


def _address(link: str, base: str) -> str:
    """Give a link in full, as far as its base is known; links into the page and scripts are none."""
    if not link or link.lower().startswith(_NO_ADDRESS) or link.lower() in ("true", "false"):
        return ""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _first_date(*candidates: object) -> str:
    texts = (_close_zone("", text) for value in candidates if (text := _one(value)))
    return next((text for text in texts if parse_date(text)), "")


def _language(*candidates: str | None) -> str | None:
    return next((text.strip().replace("_", "-") for text in candidates if text and _is_language(text.strip())), None)


def _each(value: object) -> list[str]:
    return [text for item in (value if isinstance(value, list) else [value]) if (text := _one(item))]


def _one(value: object, *names: str) -> str:
    """Give the text of a value, of the first one that has any in a list, or of an object's first property that has any."""
    if isinstance(value, str) or value is None:
        return (value or "").strip()
    if isinstance(value, list):
        return next((text for item in value if (text := _one(item, *names))), "")
    if isinstance(value, dict):
        found = (value.get(name) for name in (names or ("@value", "value", "@id", "url", "name")))
        return next((text for item in found if not isinstance(item, dict) and (text := _one(item))), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _line(value: object) -> str:
    return " ".join(_one(value).split())


def _attribute(node: LexborNode | None, name: str) -> str:
    return _value(node.attributes, name) if node is not None else ""


def _value(attributes: _Attributes, name: str) -> str:
    return (attributes.get(name) or "").strip()


def _tokens(attributes: _Attributes, name: str) -> list[str]:
    return (attributes.get(name) or "").lower().split()


def _text(tree: LexborHTMLParser, tag: str) -> str:
    """Give the text of the first element of a kind."""
    nodes = tree.tags(tag)
    return " ".join(nodes[0].text().split()) if nodes else ""
