"""
Read the page of an article.

In: the bytes of an HTML file. Out: one article: its body without menus, teasers and advertisements, and what the page declares of
itself (see ``declared``).
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import trafilatura
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from selectolax.lexbor import LexborHTMLParser, LexborNode
from trafilatura.settings import Extractor

from detector.datatypes import Article
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.declared import read_declaration
from detector.ingestion.formats.encoding import decode_labelled, find_label
from detector.ingestion.formats.format import Format, Limits, read_whole
from detector.ingestion.formats.markup import one_line
from detector.ingestion.formats.record import Record, article_of_text, paragraphs_of_html

if TYPE_CHECKING:
    from lxml.etree import _Element

logger = logging.getLogger(__name__)

# Made once: to make them anew for each page takes a twentieth of the time.
_OPTIONS = Extractor(output_format="txt", fast=True, comments=False, tables=False, dedup=False)
_DENSE_OPTIONS = Extractor(output_format="txt", fast=True, comments=False, tables=False, dedup=False)
_DENSE_OPTIONS.min_extracted_size = 100
"""Characters of a body below which trafilatura takes the text of the whole page; its 250 are those of an alphabet, and a short
item in Japanese has 150."""
_LXML_PARSER = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True)
"""As trafilatura parses, to whom the tree is given. Source: trafilatura 2.3, ``utils.HTML_PARSER``."""
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_MIN_BODY = 200
"""Characters of a body that is believed; below, all paragraphs of the page are taken if they give more."""
_MAX_EXTRACTED = 5_000_000
"""Characters of a page up to which its body is looked for, one second's work; of a larger one all paragraphs are taken. 19
million take 9 seconds and 600 MB."""
_MANY_TAGS = 20_000
"""Tags below which no nesting takes long to parse: 100,000 elements within each other take 11 seconds, and the square of that."""
_MAX_DEPTH = 1_000
"""Elements within each other; pages have up to 60, and browsers stop at 512."""
_MAX_ATTRIBUTES = 1_000
_MAX_BYLINE = 150
"""Characters of a box named as a byline; a longer one is an article that has one."""
_MAX_LABEL = 30
"""Characters of "Read more:" before a link, in any language."""
_MIN_LINK = 12
"""Characters of a link that may be a headline of another article, or of a line that stands once in a text."""
_MAX_TITLE = 200
"""Characters of a headline or a line of rights; a longer one is a paragraph."""
_MAX_TEASER = 1 / 3
"""Length of a teaser, as a share of the page's longest article."""

_NO_ARTICLE_TAGS = ("amp-ad", "amp-embed", "amp-sidebar", "amp-social-share", "amp-analytics", "amp-consent", "rt", "rp")
_NO_ARTICLE = "[class*=pullquote i], [class*=pull-quote i], [itemtype$=WPAdBlock i]"
"""What stands within an article and is not of its text: advertisements, the reading of a word over it, words quoted twice."""
_NO_TEXT = ("nav", "footer", "aside", "svg", "style", "link", "meta")
"""Elements that hold no text of an article, whatever stands in them. Source: trafilatura 2.3, ``settings.MANUALLY_CLEANED``."""
_BYLINES = "[class*=byline i], [data-component*=byline i], [itemprop~=author], [rel~=author]"
_NO_BODY = "script, style, noscript, template, nav, header, footer, aside, form, button, svg, iframe, select"
_BOXES = "div, table, tr, td, th, br, hr, p, ul, li, center, section, article, h1, h2, h3, h4, h5, h6, blockquote, pre"
_LINKED_HEADINGS = "h1 a, h2 a, h3 a, h4 a, a h2, a h3, a h4"
_BREAK = "\x1e"
_NESTING = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_KEPT_FLAT = re.compile(
    r"<(?!/?(?:html|head|body|title|meta|link|script|style|base|p|br|h[1-6]|time)\b|!)/?[a-zA-Z][^>]*>", re.IGNORECASE
)
_find_swollen_tags = re.compile(r"<([a-zA-Z][^\s/<>]*)[^<>]{20000,}>").sub
"""A thousand attributes and more: both parsers take the square of their number, 20,000 of them 0.9 seconds."""
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_CLOSES_ITSELF = frozenset(("p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead"))
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_find_dense = _DENSE.findall
_BELOW_KANA = bytes(range(0xE3))
"""First bytes in UTF-8 of the letters before those of Japanese, Chinese and Korean."""
_find_foreign = re.compile(r"[^\x00-\x7f]").findall
_starts_page = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
).match
_is_rights = re.compile(r"(?:©|\(c\)|copyright\b|all rights reserved)", re.IGNORECASE).match


def parse_html(content: bytes, path: str, default_id: str, *, address: str | None = None, encoding: str | None = None) -> Article:
    """
    Read one page.

    Args:
        content: All bytes of the page.
        path: Where it was read from.
        default_id: Its id; pages have none of their own.
        address: Where it was found, where something else than the page tells so.
        encoding: The name of its encoding, where something else than the page tells so.

    Raises:
        UnreadableArticleError: If it holds no words, or cannot be decoded.

    Source:
        The body by trafilatura: Barbaresi (2021), Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery
        and Extraction. The declared facts by schema.org, Open Graph and HTML.
    """
    page = _flatten(decode_labelled(content, path, _labels(content, encoding)).replace("\x00", ""))
    tree = LexborHTMLParser(page)
    declared = read_declaration(tree, page, address)
    body = _body(tree, page, str(declared.fields.get("title", "")))
    if not any(map(str.isalpha, body)):
        body = paragraphs_of_html(declared.body) if "</" in declared.body else declared.body
    if not any(map(str.isalpha, body)):
        raise UnreadableArticleError(path, "a page must hold the words of an article, had none; save it after it has loaded")
    return article_of_text(body, declared.fields, path, default_id, declared.relations)


def _labels(content: bytes, encoding: str | None) -> Iterator[str]:
    """List what a page's encoding is called; the page itself is looked into last, and most pages need neither."""
    if encoding:
        yield encoding
    if label := find_label(content):
        yield label


def _parse(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    yield parse_html(read_whole(stream, path, limits), path, default_id), False


def _recognises(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[:2] + start[2:].replace(b"\x00", b"")
    return _starts_page(start) is not None


HTML = Format(name="HTML", suffixes=(".html", ".htm", ".xhtml"), recognises=_recognises, parse=_parse)
"""Saved web pages, one article each."""


def _flatten(page: str) -> str:
    """Take the boxes away from a page that has them so deep in each other that no parser is done with it in time."""
    page = _find_swollen_tags(_without_attributes, page)
    if page.count("<") < _MANY_TAGS:
        return page
    depth = 0
    for tag in _NESTING.finditer(page):
        name = tag[2].lower()
        if name not in _VOID and name not in _CLOSES_ITSELF:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            if depth > _MAX_DEPTH:
                return _KEPT_FLAT.sub("\n", page)
    return page


def _without_attributes(tag: re.Match[str]) -> str:
    return f"<{tag[1]}>" if tag[0].count("=") > _MAX_ATTRIBUTES else tag[0]


def _body(tree: LexborHTMLParser, page: str, title: str) -> str:
    if len(page) > _MAX_EXTRACTED:
        return paragraphs_of_html(page)
    _drop_surroundings(tree)
    _drop_textless(tree)
    try:
        found = trafilatura.bare_extraction(_reparsed(tree), options=_DENSE_OPTIONS if _is_dense(page) else _OPTIONS)
    except Exception as error:
        # Whatever a library that mends broken pages raises on one, the page still has paragraphs.
        logger.info("trafilatura could not read a page (%s: %s); its paragraphs are taken instead", type(error).__name__, error)
        found = None
    body: Sequence[_Element] = getattr(found, "body", ())
    paragraphs = list(_paragraphs(body, title))
    links: Callable[[], set[str]] | None = None
    if len(body) == 1:
        # On a page without paragraphs it may give all text as one, and that of a menu where there is no other.
        links = functools.cache(lambda: _links(page))
        blocks = _blocks(tree)
        paragraphs = (_part("".join(body[0].itertext()), blocks) or paragraphs) if blocks else []
    if sum(map(len, paragraphs)) < _MIN_BODY:
        everything = [block for block in paragraphs_of_html(page).split("\n\n") if block.strip()]
        if sum(map(len, everything)) > 2 * sum(map(len, paragraphs)):
            paragraphs, links = everything, links or functools.cache(lambda: _links(page))
    return "\n\n".join(_trim(paragraphs, title, links))


def _reparsed(tree: LexborHTMLParser) -> HtmlElement:
    """Give a page to lxml without what XML forbids: trafilatura does that itself, but looks for faults that lexbor has mended."""
    markup = (tree.html or "").encode("utf-8", "replace").translate(None, _CONTROLS)
    return document_fromstring(markup, parser=_LXML_PARSER)


def _drop_surroundings(tree: LexborHTMLParser) -> None:
    """Take from a page what stands within its article, or looks like one, and is not of its text."""
    # Tags are found far faster one by one than as selectors.
    for tag in _NO_ARTICLE_TAGS:
        for node in tree.tags(tag):
            node.decompose()
    for node in tree.css(_NO_ARTICLE):
        node.decompose()
    for node in tree.css(_BYLINES):
        if len(node.text()) <= _MAX_BYLINE:
            node.decompose()
    _drop_teasers(tree)
    boxes: dict[int, LexborNode] = {}
    for link in tree.css("a[href]"):
        box = link.parent
        while box is not None and box.tag in ("strong", "b", "em", "i", "span"):
            box = box.parent
        if box is not None and box.tag in ("p", "div", "section", "aside"):
            boxes[box.mem_id] = box
    for box in boxes.values():
        if _leads_elsewhere(box):
            box.decompose()


def _drop_textless(tree: LexborHTMLParser) -> None:
    """Take from a page what trafilatura takes from it too, so that it is not written out, parsed and copied for that."""
    for tag in _NO_TEXT:
        for node in tree.tags(tag):
            node.decompose()
    for node in tree.tags("script"):
        # In JSON-LD it looks for a body where it finds no other.
        if "ld+json" not in (node.attributes.get("type") or "").lower():
            node.decompose()


def _drop_teasers(tree: LexborHTMLParser) -> None:
    """Take articles from a page that are short or without a headline of their own, where another one is not."""
    # What is within another one may be a live page's entry.
    articles = [node for node in tree.tags("article") if _above(node, "article") is None]
    if len(articles) < 2:
        return
    titled = {above.mem_id for node in tree.tags("h1") if (above := _above(node, "article")) is not None}
    # In bytes: a letter of Chinese says as much as three of English.
    lengths = [len(node.text().encode()) for node in articles]
    longest = max(lengths)
    # A short entry of a live page has no link for a heading; a teaser has.
    linked = {above.mem_id for node in tree.css(_LINKED_HEADINGS) for above in _all_above(node, "article")}
    for node, length in zip(articles, lengths, strict=True):
        is_lesser = length <= longest * _MAX_TEASER or (titled and node.mem_id not in titled)
        if is_lesser and node.mem_id in linked:
            node.decompose()


def _above(node: LexborNode, tag: str) -> LexborNode | None:
    return next(_all_above(node, tag), None)


def _all_above(node: LexborNode, tag: str) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        if above.tag == tag:
            yield above
        above = above.parent


def _leads_elsewhere(box: LexborNode) -> bool:
    """Whether a box holds a headline of another article and no more than a label with a colon before it."""
    text = one_line(box.text())
    if len(text) > _MAX_TITLE:
        return False
    linked = one_line(" ".join(node.text() for node in box.css("a[href]")))
    label = text.removesuffix(linked).rstrip()
    if len(linked) < _MIN_LINK or label == text or "://" in linked:
        return False
    return label.endswith((":", "：")) and len(label) <= _MAX_LABEL


def _links(page: str) -> set[str]:
    """List the words of a page's links, those of its menus too."""
    tree = LexborHTMLParser(page)
    _drop_surroundings(tree)
    return {one_line(node.text()) for node in tree.tags("a")}


def _is_dense(page: str) -> bool:
    """Whether a page is in a script that writes words or syllables, and so has fewer letters to a sentence."""
    if page.isascii() or not page.encode("utf-8", "replace").translate(None, _BELOW_KANA):
        return False
    n_dense = len(_find_dense(page))
    return n_dense > _MIN_LINK and n_dense > len(_find_foreign(page)) / 2


def _part(whole: str, blocks: list[str]) -> list[str]:
    """List those of a page's blocks that are a text without its breaks, in order."""
    whole = "".join(whole.split())
    taken: list[str] = []
    place = 0
    for block in blocks:
        letters = "".join(block.split())
        start = whole.find(letters, place, None if len(letters) >= _MIN_LINK else place + len(letters))
        if start >= 0:
            taken.append(block)
            place = start + len(letters)
    return taken


def _blocks(tree: LexborHTMLParser) -> list[str]:
    """List the lines that a page without paragraphs shows, each box and each break being one."""
    for node in tree.css(_NO_BODY):
        node.decompose()
    for node in tree.css(_BOXES):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    text = tree.body.text() if tree.body is not None else ""
    return [one_line(line) for line in text.split(_BREAK) if line.strip()]


def _paragraphs(body: Iterable[_Element], title: str) -> Iterator[str]:
    """List the paragraphs of what trafilatura found, lists item by item and lines parted by a break line by line."""
    for block in body:
        if block.tag == "head" and one_line("".join(block.itertext())) == title:
            continue
        items = block.iterdescendants("item") if block.tag == "list" else [block]
        for item in items:
            lines = _broken(item).split("\n") if len(item) else [item.text or ""]
            yield from filter(None, map(one_line, lines))


def _broken(element: _Element) -> str:
    """Give the text of an element with a line end where it has a break."""
    pieces = [(element.text or "").replace("\n", " ")]
    for child in element:
        pieces.append("\n" if child.tag in ("lb", "p", "item", "list", "row", "quote") else "")
        pieces.append(_broken(child))
        pieces.append("\n" if child.tag in ("p", "item", "list", "row", "quote") else "")
        pieces.append((child.tail or "").replace("\n", " "))
    return "".join(pieces)


def _trim(paragraphs: list[str], title: str, links: Callable[[], set[str]] | None) -> list[str]:
    """Leave out the title and, where the page has no marks to tell its body by, the menus (its links) at both ends."""
    first, last = 0, len(paragraphs)
    while first < last and _is_surrounding(paragraphs[first], title, links):
        first += 1
    while first < last and links is not None and _is_surrounding(paragraphs[last - 1], title, links):
        last -= 1
    return paragraphs[first:last] or paragraphs


def _is_surrounding(paragraph: str, title: str, links: Callable[[], set[str]] | None) -> bool:
    if links is None and len(paragraph) > _MAX_TITLE + len(title):
        return False
    text = one_line(paragraph)
    if text.casefold() == title.casefold():
        return True
    if links is None or len(text) > _MAX_TITLE:
        return False
    if text in links() or _is_rights(text) is not None:
        return True
    for link in sorted((link for link in links() if link and link in text), key=len, reverse=True):
        text = text.replace(link, "")
        if not any(map(str.isalnum, text)):
            return True
    return False
