"""
Read feeds: RSS 2.0 and its forebears, RSS 1.0 (RDF), and Atom.

In: the bytes of a feed, of any length. Out: an article for each entry, with the full text where the feed has it, else its
summary. Enclosures are not read.

Source: RSS Advisory Board, RSS 2.0.11 and its modules content, dc and dcterms; RSS 1.0; RFC 4287, The Atom Syndication Format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urljoin

from lxml import etree

from detector.datatypes import Article, DeclaredRelation
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Format, Limits
from detector.ingestion.formats.markup import (
    has_words,
    iso_date,
    one_line,
    plain_text,
    text_of_either,
    text_of_markup,
)
from detector.ingestion.formats.record import Record
from detector.ingestion.formats.xmlrecords import (
    KNOWN_NAMESPACES,
    Surroundings,
    language_of,
    local_name,
    markup_of,
    namespace_of,
    only_texts,
    read_articles,
    root_of,
    words_of,
)

_TEXTS = (
    "content:encoded", "content", "atom:content", "yandex:full-text", "full-text", "fulltext", "body", "xhtml:body", "xhtml:div",
    "description", "summary", "atom:summary", "dc:description", "dcterms:abstract", "media:description",
)  # fmt: skip
"""Where an entry has its text, the fuller first. A feed's own elements have no prefix here."""
_PUBLISHED = ("pubDate", "published", "issued", "atom:published", "dcterms:issued", "dc:date", "dcterms:created", "created")
_MODIFIED = ("updated", "modified", "atom:updated", "dcterms:modified")
_TERMS = (
    "isVersionOf", "hasVersion", "replaces", "isReplacedBy", "isFormatOf", "hasFormat", "source", "isPartOf", "references",
    "isReferencedBy", "relation",
)  # fmt: skip
"""Relations that Dublin Core names. Source: DCMI Metadata Terms."""
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LINKS = ("via", "related", "canonical", "alternate")

_PREFIX_BY_NAMESPACE = {
    re.sub(r"^https?://|[/#]+$", "", uri.lower()): prefix for prefix, uri in KNOWN_NAMESPACES.items()
} | {
    "": "",
    "purl.org/rss/1.0": "",
    "purl.org/net/rss1.1": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "purl.org/atom/ns": "atom",
}  # fmt: skip
_is_global = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S").match
_is_address = re.compile(r"https?://\S+", re.IGNORECASE).fullmatch


def is_feed(start: bytes) -> bool:
    """Whether a file that begins so is a feed: its root is ``rss``, Atom's ``feed`` or ``entry``, or RDF that speaks of RSS."""
    root = root_of(start)
    if root.name == "RDF":
        return "purl.org/rss/1.0" in root.attributes or "my.netscape.com/rdf" in root.attributes
    is_atom = _prefix(root.namespace) == "atom"
    return root.name in ("rss", "rss1", "channel") or (root.name == "feed" and not root.namespace) or (
        is_atom and root.name in ("feed", "entry")
    )  # fmt: skip


def parse_feed(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read the entries of a feed.

    An entry's ``guid`` or Atom ``id`` is among the other names of its article, and not its id: the same entry stands in several
    feeds, and in one feed read on several days, each time perhaps with another text. The outlet is the feed's title; where the
    entry names the feed that it came from (``source``), that is its credit, and a relation.

    Raises:
        UnreadableArticleError: If there is no entry.
    """
    return read_articles(stream, path, default_id, limits, names=("item", "entry"), article_of=_article)


FEED = Format(name="RSS or Atom feed", suffixes=(".rss", ".atom"), recognises=is_feed, parse=parse_feed)


def _article(entry: etree._Element, around: Surroundings, default_id: str) -> tuple[Article, bool]:
    path = around.path
    fields = _fields(entry)
    channel = _channel(around)
    title = _title(fields)
    text = next((text for name in _TEXTS for found in fields.get(name, ()) if has_words(text := _text(found, title))), "")
    if not has_words(text):
        raise UnreadableArticleError(
            path, f"an entry must have words in one of content, description or summary, had: {', '.join(fields) or 'nothing'}"
        )
    outlet = _words(channel, "title", "atom:title", "dc:title")
    guid = _words(fields, "guid", "id", "atom:id")
    links = [*fields.get("link", ()), *fields.get("atom:link", ())]
    for found in links:
        if (href := found.get("href")) and not _is_global(href) and (base := _base(found, entry, around.root)):
            # Only where the feed itself says from where: its own address is not known.
            found.set("href", urljoin(base, href.strip()))
    is_permalink = next((found.get("isPermaLink", "true").lower() != "false" for found in fields.get("guid", ())), False)
    language = language_of(entry) or (language_of(around.root) if around.root is not None else "")
    addresses = [found.get("href", "") or words_of(found) for found in links if _is_page(found, language)]
    url = next((found for found in addresses if _is_address(found)), "") or (guid if is_permalink and _is_address(guid) else "")
    sources = [*fields.get("source", ()), *fields.get("atom:source", ())]
    article = Article(
        id=default_id,
        title=title,
        text=text,
        published=_date(path, fields, _PUBLISHED) or _date(path, fields, _MODIFIED),
        modified=_date(path, fields, _MODIFIED),
        language=_words(fields, "dc:language", "dcterms:language", "language")
        or language_of(entry)
        or _words(channel, "language", "dc:language", "dcterms:language")
        or None,
        outlet=outlet or None,
        url=url or None,
        canonical=next((found.get("href") for found in links if found.get("rel") == "canonical"), None),
        alternate_ids=only_texts((_name(guid, outlet), _words(fields, "dc:identifier", "dcterms:identifier")), without=url),
        credit=next((name for found in sources if (name := _source_name(found))), "")
        or next((text for text in (_words(fields, "dc:source"),) if text and not _is_global(text)), None),
        relations=tuple(dict.fromkeys(_relations(fields, links, sources, url))),
        path=path,
    )
    return article, False


def _name(guid: str, outlet: str) -> str:
    """Give a name that no other feed gives: ``123`` is one only together with its outlet, an address or ``tag:`` by itself."""
    return guid if _is_global(guid) else f"{outlet}#{guid}" if guid and outlet else ""


def _fields(element: etree._Element) -> dict[str, list[etree._Element]]:
    """Give an element's children by name, with the usual prefix of a module whatever prefix the file gives it."""
    fields: dict[str, list[etree._Element]] = {}
    own = _prefix(namespace_of(element))
    for child in element:
        prefix, name = _prefix(namespace_of(child)), local_name(child)
        fields.setdefault(name if prefix in ("", own) else f"{prefix}:{name}", []).append(child)
    return fields


def _prefix(namespace: str) -> str:
    key = re.sub(r"^https?://|[/#]+$", "", namespace.strip().lower())
    return _PREFIX_BY_NAMESPACE.get(key, key)


def _channel(around: Surroundings) -> dict[str, list[etree._Element]]:
    root = around.root
    if root is None:
        return {}
    channel = next((child for child in root if local_name(child) == "channel"), root)
    return _fields(channel)


def _words(fields: dict[str, list[etree._Element]], *names: str) -> str:
    return next((words for name in names for found in fields.get(name, ()) if (words := words_of(found))), "")


def _title(fields: dict[str, list[etree._Element]]) -> str:
    for name in ("title", "atom:title", "dc:title", "media:title"):
        for found in fields.get(name, ()):
            if title := one_line(_text(found)):
                return title
    return ""


def _text(element: etree._Element, title: str = "") -> str:
    """Give the text of an entry's element: by its ``type`` in Atom; in RSS, which has none, by whether it looks like markup."""
    if len(element):
        return text_of_markup(markup_of(element), title)
    text = element.text or ""
    kind = element.get("type", "").lower()
    if "html" in kind or "xml" in kind:
        return text_of_markup(text, title)
    return plain_text(text) if kind in ("text", "text/plain") else text_of_either(text, title)


def _base(*elements: etree._Element | None) -> str:
    """Give the address from which links lead, of the innermost element that declares one; empty where none does."""
    bases = (element.get(_XML_BASE, "") for element in elements if element is not None)
    return next((base for base in bases if _is_address(base)), "")


def _is_page(link: etree._Element, language: str | None) -> bool:
    """Whether a link leads to the entry's own page: RSS has it as text, Atom as ``alternate`` in no other language."""
    return link.get("rel", "alternate") == "alternate" and link.get("hreflang", "").lower() in ("", (language or "").lower())


def _source_name(source: etree._Element) -> str:
    return words_of(source.find("{*}title")) if len(source) else words_of(source)


def _date(path: str, fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> str | None:
    dates = (iso_date(words_of(found), name, path) for name in names for found in fields.get(name, ()))
    return next(filter(None, dates), None)


def _relations(
    fields: dict[str, list[etree._Element]], links: list[etree._Element], sources: list[etree._Element], url: str
) -> Iterator[DeclaredRelation]:
    for link in links:
        kind, target = link.get("rel", "alternate"), link.get("href", "").strip()
        if kind in _LINKS and target and (kind != "alternate" or link.get("hreflang")) and target != url:
            yield DeclaredRelation(kind=kind, target=target, language=link.get("hreflang"))
    for source in sources:
        targets = [source.get("url", ""), *(words_of(found) for found in source.findall("{*}id"))]
        targets += [found.get("href", "") for found in source.findall("{*}link")]
        if target := next((target.strip() for target in targets if target.strip()), ""):
            yield DeclaredRelation(kind="source", target=target)
    for name in _TERMS:
        for prefix in ("dcterms", "dc"):
            for found in fields.get(f"{prefix}:{name}", ()):
                target = next((value for key, value in found.items() if key.endswith("resource")), "") or words_of(found)
                if _is_global(target):
                    yield DeclaredRelation(kind=name, target=target)
