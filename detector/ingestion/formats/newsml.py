"""
Read NewsML-G2, the exchange format of news agencies.

In: the bytes of a file of one item, or of a ``newsMessage`` of any number. Out: the articles that its news items carry in
themselves, as NITF, XHTML or plain text. Packages hold links to articles; what they link to is read where it lies.

Source: IPTC, NewsML-G2 2.35, core and power conformance.
"""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from detector.datatypes import Article, DeclaredRelation
from detector.errors import UnreadableArticleError
from detector.ingestion.formats import nitf
from detector.ingestion.formats.format import Format, Limits
from detector.ingestion.formats.markup import (
    has_words,
    iso_date,
    plain_text,
    text_of_either,
    text_of_markup,
    versioned_id,
)
from detector.ingestion.formats.record import Record
from detector.ingestion.formats.xmlrecords import (
    LANGUAGE,
    Surroundings,
    language_of,
    local_name,
    markup_of,
    only_texts,
    read_articles,
    root_of,
    words_of,
)

logger = logging.getLogger(__name__)

_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_FOLLOW_UPS = ("update", "correction", "writethru", "partial")
"""Signals that an item follows an earlier version of itself. Source: IPTC NewsCodes, scheme ``signal``; writethru is AP's."""


def is_newsml_g2(start: bytes) -> bool:
    """Whether a file that begins so is NewsML-G2; NewsML 1 has the root ``NewsML`` and is not."""
    return root_of(start).name in (*_ITEMS, "newsMessage")


def parse_newsml_g2(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read the items of a file.

    The id is the ``guid``; of later versions than the first it is the guid, a colon and the version, because guid and version
    together name one state of an item; the guid alone is among the other names of each. An item whose ``pubStatus`` is not
    ``usable`` is read all the same, with a line in the log: a newsroom that looks for copies of a killed story needs the story.

    Raises:
        UnreadableArticleError: If there is no item, only items that link to others, or one item and no words in it.
    """
    return read_articles(stream, path, default_id, limits, names=_ITEMS, article_of=_article)


NEWSML_G2 = Format(name="NewsML-G2", suffixes=(".newsml", ".g2"), recognises=is_newsml_g2, parse=parse_newsml_g2)


def _article(item: etree._Element, around: Surroundings, default_id: str) -> tuple[Article, bool] | None:
    if local_name(item) != "newsItem":
        return None
    path = around.path
    item_meta, meta = _child(item, "itemMeta"), _child(item, "contentMeta")
    headline = _headline(meta)
    text, title, language, dateline = _content(item, headline)
    title = headline or title or words_of(item_meta.find("{*}title"))
    kind = _code(item_meta.find("{*}itemClass"))
    if not has_words(text) and kind in ("text", ""):
        text = "\n\n".join(text_of_either("".join(found.itertext())) for found in meta.findall("{*}description"))
    status = _code(item_meta.find("{*}pubStatus")) or "usable"
    if not has_words(text):
        places = [local_name(content) for content in _child(item, "contentSet")]
        raise UnreadableArticleError(
            path,
            f"a newsItem must carry its text in inlineXML or inlineData, had {', '.join(places) or 'no content'} "
            f"(itemClass: {kind or 'none'}, pubStatus: {status}); ask its sender for the text",
        )
    if status != "usable":
        logger.warning("%s: pubStatus of %s is %s; the item is read all the same", path, item.get("guid", default_id), status)
    guid, version = item.get("guid", "").strip(), item.get("version", "").strip()
    own_id = versioned_id(guid, version) if guid else ""
    first, this = item_meta.find("{*}firstCreated"), item_meta.find("{*}versionCreated")
    created, changed = meta.find("{*}contentCreated"), meta.find("{*}contentModified")
    alternates = [words_of(found) or found.get("id", "") for found in meta.findall("{*}altId")]
    article = Article(
        id=own_id or default_id,
        title=title,
        text=text,
        published=_date(path, first, created, this),
        modified=_date(path, changed, this),
        language=next((tag for found in meta.findall("{*}language") if (tag := found.get("tag", "").strip())), "")
        or language
        or language_of(item)
        or None,
        outlet=_name(item_meta.find("{*}provider")) or _name(item.find("{*}rightsInfo/{*}copyrightHolder")) or None,
        alternate_ids=only_texts((guid if version else "", *alternates)),
        credit=words_of(meta.find("{*}creditline"))
        or ", ".join(only_texts(_name(found) for found in meta.findall("{*}infoSource")))
        or None,
        dateline=words_of(meta.find("{*}dateline")) or dateline or _name(meta.find("{*}located")) or None,
        version=version or None,
        relations=tuple(_relations(item_meta, guid)),
        path=path,
    )
    return article, bool(own_id)


def _content(item: etree._Element, headline: str) -> tuple[str, str, str, str]:
    """Give text, title, language and dateline of the fullest rendition that the item carries."""
    best = ("", "", "", "")
    for content in _child(item, "contentSet"):
        document = next(content.iter("{*}nitf", "{*}html"), None)
        title = dateline = ""
        inner = document if document is not None else content
        if local_name(content) == "inlineData":
            text = _inline_data(content)
        elif local_name(content) != "inlineXML":
            continue
        elif document is not None and local_name(document) == "nitf":
            text, title = nitf.body_of(document), nitf.title_of(document)
            dateline = words_of(document.find("{*}body/{*}body.head/{*}dateline"))
        else:
            title = words_of(inner.find("{*}head/{*}title"))
            text = text_of_markup(markup_of(inner), headline or title)
        if len(text) > len(best[0]):
            language = (
                nitf.nitf_language(document) if document is not None and dateline else inner.get(LANGUAGE) or inner.get("lang")
            )
            best = (text, title, language or content.get(LANGUAGE, ""), dateline)
    return best


def _inline_data(content: etree._Element) -> str:
    text = "".join(content.itertext())
    if "base64" in f"{content.get('encoding', '')}{content.get('encodinguri', '')}".lower():
        try:
            text = base64.b64decode(text, validate=False).decode()
        except (binascii.Error, ValueError):
            return ""
    kind = content.get("contenttype", "").lower()
    return text_of_markup(text) if "html" in kind or "nitf" in kind else plain_text(text) if kind else text_of_either(text)


def _headline(meta: etree._Element) -> str:
    headlines = meta.findall("{*}headline")
    main = [found for found in headlines if _local(found.get("role", "")) in ("", "main")]
    return next((words for found in main or headlines if (words := words_of(found))), "")


def _relations(item_meta: etree._Element, guid: str) -> Iterator[DeclaredRelation]:
    for link in item_meta.findall("{*}link"):
        kind = link.get("rel") or link.get("reluri") or "link"
        for target in only_texts((link.get("residref", ""), link.get("href", ""))):
            yield DeclaredRelation(kind=kind, target=target, language=link.get("hreflang") or None)
    for signal in item_meta.findall("{*}signal"):
        if guid and _code(signal) in _FOLLOW_UPS:
            yield DeclaredRelation(kind=signal.get("qcode") or signal.get("uri", ""), target=guid)


def _date(path: str, *found: etree._Element | None) -> str | None:
    dates = (iso_date(words_of(element), local_name(element), path) for element in found if element is not None)
    return next(filter(None, dates), None)


def _child(element: etree._Element, name: str) -> etree._Element:
    child = element.find(f"{{*}}{name}")
    return child if child is not None else etree.Element(name)


def _name(concept: etree._Element | None) -> str:
    """Give the name of a party or place: in words, else as a literal, else the code without its scheme."""
    if concept is None:
        return ""
    return words_of(concept.find("{*}name")) or words_of_own(concept) or concept.get("literal", "").strip() or _code(concept)


def words_of_own(element: etree._Element) -> str:
    """Give the text that stands directly in an element, on one line."""
    return " ".join((element.text or "").split())


def _code(concept: etree._Element | None) -> str:
    return "" if concept is None else _local(concept.get("qcode") or concept.get("uri", ""))


def _local(code: str) -> str:
    """Take the scheme off a code: ``stat:usable``, or an address that ends in it."""
    return code.strip().rpartition("/" if "://" in code else ":")[2]
