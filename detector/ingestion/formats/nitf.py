"""
Read NITF, the News Industry Text Format.

In: the bytes of a file of one ``nitf`` document, or of several in another element. Out: its articles. Names are compared
without their namespace, which files of NITF 3.5 and older do not have.

Source: IPTC, NITF 3.6, element by element; NITF 3.x before it differs in nothing that is read here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from detector.datatypes import Article, DeclaredRelation
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Format, Limits
from detector.ingestion.formats.markup import has_words, iso_date, text_of_markup
from detector.ingestion.formats.record import Record
from detector.ingestion.formats.xmlrecords import (
    Surroundings,
    language_of,
    markup_of,
    only_texts,
    read_articles,
    root_of,
    words_of,
)

logger = logging.getLogger(__name__)


def is_nitf(start: bytes) -> bool:
    """Whether a file that begins so is NITF."""
    return root_of(start).name == "nitf"


def parse_nitf(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """
    Read the documents of a file.

    The id is ``doc-id``, else ``uno``. Other names are ``uno`` and the key of ``du-key``, which all versions of a story share.
    The version is that of ``du-key``, else its generation. A document whose ``management-status`` is not ``usable`` is read all
    the same, with a line in the log: a newsroom that looks for copies of a killed story needs the story.

    Raises:
        UnreadableArticleError: If there is no document, or one document and no words in it.
    """
    return read_articles(stream, path, default_id, limits, names=("nitf",), article_of=_article)


NITF = Format(name="NITF", suffixes=(".nitf",), recognises=is_nitf, parse=parse_nitf)


def _article(nitf: etree._Element, around: Surroundings, default_id: str) -> tuple[Article, bool]:
    path = around.path
    docdata = nitf.find("{*}head/{*}docdata")
    docdata = docdata if docdata is not None else etree.Element("docdata")
    title = title_of(nitf)
    text = body_of(nitf)
    status = docdata.get("management-status", "usable").lower()
    if not has_words(text):
        raise UnreadableArticleError(
            path, f"NITF must have words in body.content, had none (management-status: {status}); ask its sender for the text"
        )
    if status != "usable":
        logger.warning("%s: management-status is %s; the document is read all the same", path, status)
    own_id = _attribute(docdata, "doc-id", "id-string") or nitf.get("uno", "").strip()
    key = _attribute(docdata, "du-key", "key")
    published = next(
        (
            date
            for name, attribute in (("date.issue", "norm"), ("date.release", "norm"))
            if (date := iso_date(_attribute(docdata, name, attribute), name, path))
        ),
        None,
    ) or iso_date(_attribute(nitf, "{*}head/{*}pubdata", "date.publication"), "date.publication", path)
    revised = [iso_date(norm, "revision-history", path) for norm in _attributes(nitf, "{*}head/{*}revision-history", "norm")]
    revised += [iso_date(norm, "revision-history", path) for norm in _attributes(docdata, "{*}revision-history", "norm")]
    address = _attribute(nitf, "{*}head/{*}pubdata", "ex-ref")
    article = Article(
        id=own_id or default_id,
        title=title,
        text=text,
        published=published,
        modified=max(filter(None, revised), default=None),
        language=nitf_language(nitf) or None,
        outlet=_attribute(nitf, "{*}head/{*}pubdata", "name") or _attribute(docdata, "doc.copyright", "holder") or None,
        url=address if address.startswith(("http://", "https://")) else None,
        alternate_ids=only_texts((nitf.get("uno", ""), key), without=own_id),
        credit=words_of(nitf.find("{*}body/{*}body.head/{*}distributor")) or None,
        dateline=words_of(nitf.find("{*}body/{*}body.head/{*}dateline")) or None,
        version=_attribute(docdata, "du-key", "version") or _attribute(docdata, "du-key", "generation") or None,
        relations=tuple(
            DeclaredRelation(kind="correction", target=target) for target in _attributes(docdata, "{*}correction", "id-string")
        ),
        path=path,
    )
    return article, bool(own_id)


def title_of(nitf: etree._Element) -> str:
    """Give the headline of a document: ``hl1``, else all of ``hedline``, else the title of its head."""
    hedline = "{*}body/{*}body.head/{*}hedline"
    return next(
        (words for path in (f"{hedline}/{{*}}hl1", hedline, "{*}head/{*}title") if (words := words_of(nitf.find(path)))), ""
    )


def body_of(nitf: etree._Element) -> str:
    """
    Give the text of a document: ``body.content``, without media and their captions, else the abstract.

    Where blocks of the class ``full_text`` stand beside a ``lead_paragraph`` that they repeat, only they are taken.

    Source: Sandhaus (2008), The New York Times Annotated Corpus, for the two classes.
    """
    contents = nitf.findall("{*}body/{*}body.content")
    blocks = [block for content in contents for block in content.findall("{*}block") if block.get("class") == "full_text"]
    text = "\n\n".join(filter(None, (text_of_markup(markup_of(part)) for part in blocks or contents)))
    return text if has_words(text) else text_of_markup(markup_of(nitf.find("{*}body/{*}body.head/{*}abstract")))


def nitf_language(nitf: etree._Element) -> str:
    """Give the language of a document: that of its body where it says, else that of the whole."""
    body = nitf.find("{*}body")
    return language_of(body if body is not None else nitf)


def _attribute(element: etree._Element, place: str, attribute: str) -> str:
    return next(iter(_attributes(element, place if "}" in place else f"{{*}}{place}", attribute)), "")


def _attributes(element: etree._Element, place: str, attribute: str) -> list[str]:
    return [value for found in element.findall(place) if (value := str(found.get(attribute, "")).strip())]
