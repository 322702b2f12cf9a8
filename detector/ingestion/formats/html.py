"""
Read the page of an article.

In: the bytes of an HTML file. Out: one article: its body without menus and advertisements, and what the page declares of itself
(language, title, dates, outlet, canonical address, translations and sources).
"""

from __future__ import annotations

import dataclasses
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from detector.datatypes import Article, DeclaredRelation
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.encoding import decode
from detector.ingestion.formats.format import Format, Limits, read_whole
from detector.ingestion.formats.record import Record, article_from_record, paragraphs_of_html, parse_date

logger = logging.getLogger(__name__)

_MIN_BODY = 200
"""Characters of a body that is believed; below, all paragraphs of the page are taken if they give more."""
_TYPES = ("newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "blogposting", "liveblogposting", "report")
_JSON_LD_FIELDS = (
    "headline", "datePublished", "dateModified", "inLanguage", "publisher", "url", "articleBody", "translationOfWork",
    "workTranslation", "isBasedOn",
)  # fmt: skip

_find_page = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html)\b", re.IGNORECASE | re.DOTALL
).match


def parse_html(content: bytes, path: str, default_id: str) -> Article:
    """
    Read one page.

    Raises:
        UnreadableArticleError: If it holds no words, or cannot be decoded.

    Source:
        The body by trafilatura: Barbaresi (2021), Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery
        and Extraction. The declared facts by schema.org, Open Graph and HTML.
    """
    page = decode(content, path, declares=True).replace("\x00", "")
    tree = LexborHTMLParser(page)
    declared = _declared(tree)
    body = _body(page)
    title = str(declared.get("title", ""))
    first, _, rest = body.partition("\n\n")
    if rest and title and " ".join(first.split()).casefold() == " ".join(title.split()).casefold():
        body = rest
    if not any(map(str.isalpha, body)):
        declared_body = declared.get("articleBody")
        if not isinstance(declared_body, str) or not declared_body.strip():
            raise UnreadableArticleError(path, "a page must hold the words of an article, had none; save it after it has loaded")
        body = declared_body
    fields = {name: value for name, value in declared.items() if name != "articleBody"}
    article = article_from_record({**fields, "text": body}, path, default_id)
    return _with_alternates(article, tree)


def _parse(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    yield parse_html(read_whole(stream, path, limits), path, default_id), False


HTML = Format(
    name="HTML", suffixes=(".html", ".htm", ".xhtml"), recognises=lambda start: _find_page(start) is not None, parse=_parse
)


def _with_alternates(article: Article, tree: LexborHTMLParser) -> Article:
    alternates = tuple(
        DeclaredRelation(kind="alternate", target=target, language=language)
        for node in tree.css("link[rel~=alternate][hreflang][href]")
        if (target := _attribute(node, "href"))
        and (language := _attribute(node, "hreflang")) != "x-default"
        and target not in (article.canonical, article.url)
    )
    return dataclasses.replace(article, relations=article.relations + alternates)


def _body(page: str) -> str:
    try:
        body = trafilatura.extract(page, fast=True, include_comments=False, include_tables=False, deduplicate=False) or ""
    except Exception as error:
        # Whatever a library that mends broken pages raises on one, the page still has paragraphs.
        logger.info("trafilatura could not read a page (%s: %s); its paragraphs are taken instead", type(error).__name__, error)
        body = ""
    paragraphs = "\n\n".join(line for line in body.splitlines() if line.strip())
    if len(paragraphs) >= _MIN_BODY:
        return paragraphs
    everything = paragraphs_of_html(page)
    return everything if len(everything) > 2 * len(paragraphs) else paragraphs


def _declared(tree: LexborHTMLParser) -> dict[str, object]:
    """Collect what the page says of itself; of two sources for one fact JSON-LD is believed first, then Open Graph."""
    fields = {name: value for name, value in _json_ld(tree).items() if name in _JSON_LD_FIELDS and value}
    meta = {
        (_attribute(node, "property") or _attribute(node, "name")).lower(): _attribute(node, "content")
        for node in reversed(tree.css("meta[content]"))
    }
    html = tree.css_first("html")
    heading = tree.css_first("h1")
    title = tree.css_first("title")
    time = tree.css_first("time[datetime]")
    canonical = tree.css_first("link[rel=canonical][href]")
    found: dict[str, object] = {
        "title": _one_line(fields.pop("headline", "")) or meta.get("og:title") or _text(heading) or _text(title),
        "published": fields.pop("datePublished", "")
        or meta.get("article:published_time")
        or _date_in(meta, _attribute(time, "datetime")),
        "modified": fields.pop("dateModified", "") or meta.get("article:modified_time"),
        "language": _attribute(html, "lang") or fields.get("inLanguage") or meta.get("og:locale", "").replace("_", "-"),
        "outlet": fields.pop("publisher", "") or meta.get("og:site_name"),
        "canonical": _attribute(canonical, "href"),
        "url": fields.pop("url", "") or meta.get("og:url") or _attribute(canonical, "href"),
    }
    fields.pop("inLanguage", None)
    return {name: value for name, value in (found | fields).items() if value}


def _date_in(meta: Mapping[str, str], fallback: str) -> str:
    names = (
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "pubdate",
        "publish-date",
        "parsely-pub-date",
        "sailthru.date",
    )
    candidates = [*(meta.get(name, "") for name in names), fallback]
    return next((date for date in candidates if date and parse_date(date)), "")


def _json_ld(tree: LexborHTMLParser) -> Mapping[str, object]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            value = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(value):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _TYPES for name in names):
                return item
    return {}


def _items(value: object) -> Iterator[Mapping[str, object]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield item
            yield from _items(item.get("@graph"))


def _one_line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _attribute(node: object, name: str) -> str:
    attributes = getattr(node, "attributes", None) or {}
    return (attributes.get(name) or "").strip()


def _text(node: object) -> str:
    text = getattr(node, "text", None)
    return " ".join(text().split()) if text is not None else ""
