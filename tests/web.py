"""Articles as the web and the mail carry them: in, articles; out, the bytes of a page, a message, a mailbox and a crawl."""

import datetime
import gzip
import hashlib
import html
import json
from collections.abc import Iterable
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from detector.datatypes import Article


def write_html(article: Article) -> bytes:
    """Write an article as the page of a news site: menu, declared facts, body, teasers and footer."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published,
        "dateModified": article.modified,
        "inLanguage": article.language,
        "creditText": article.credit,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
    }
    declared = json.dumps({name: value for name, value in facts.items() if value}).replace("</", "<\\/")
    title = html.escape(article.title)
    menu = "".join(f'<li><a href="/section-{number}">Section {number}</a></li>' for number in range(12))
    teasers = "".join(
        f'<article class="card"><h3><a href="/other-{number}">What else happened on day {number}</a></h3>'
        "<p>A line about another story.</p></article>"
        for number in range(4)
    )
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs(article.text))
    language = f' lang="{html.escape(article.language)}"' if article.language else ""
    canonical = f'<link rel="canonical" href="{html.escape(article.url)}">' if article.url else ""
    page = (
        f'<!DOCTYPE html>\n<html{language}><head><meta charset="utf-8"><title>{title}</title>{canonical}'
        f'<meta property="og:title" content="{title}"><script type="application/ld+json">{declared}</script></head>\n'
        f'<body><header><nav><ul>{menu}</ul></nav></header><main><article class="story"><h1>{title}</h1>\n'
        f'<div class="article-body">\n{body}</div></article><section class="more">{teasers}</section></main>'
        '<footer><p>© The site. All rights reserved.</p><a href="/imprint">Imprint</a></footer></body></html>\n'
    )
    return page.encode()


def write_eml(article: Article) -> bytes:
    """Write an article as a message of plain text."""
    return _message(article).as_bytes(policy=compat32.clone(linesep="\r\n"))


def write_mbox(articles: Iterable[Article]) -> bytes:
    """Write articles as a mailbox, the ``mboxrd`` way."""
    messages: list[bytes] = []
    for article in articles:
        lines = _message(article).as_bytes().splitlines(keepends=True)
        quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        messages.append(b"From desk@example.org Tue Jan 20 08:00:00 2026\n" + b"".join(quoted) + b"\n")
    return b"".join(messages)


def write_warc(articles: Iterable[Article], *, is_packed: bool = True) -> bytes:
    """Write articles as a crawl of their pages, each record packed by itself."""
    records = [warc_record("warcinfo", b"software: tests\r\n", kind="application/warc-fields")]
    for number, article in enumerate(articles):
        page = write_html(article)
        header = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
        address = article.url or f"https://example.org/{number}"
        records.append(warc_record("request", b"GET / HTTP/1.1\r\n\r\n", address, kind="application/http; msgtype=request"))
        records.append(warc_record("response", header.encode() + page, address))
    return b"".join(map(gzip.compress, records) if is_packed else records)


def warc_record(
    record_type: str, block: bytes, address: str = "https://example.org/", *, kind: str = "application/http", more: str = ""
) -> bytes:
    """Write one record of a crawl."""
    header = (
        f"WARC/1.1\r\nWARC-Type: {record_type}\r\nWARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
        f"WARC-Date: 2026-02-02T10:00:00Z\r\nWARC-Target-URI: {address}\r\nContent-Type: {kind}\r\n{more}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def paragraphs(text: str) -> list[str]:
    """List the paragraphs of a text with single spaces: what no format can carry otherwise is not compared."""
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]


def _message(article: Article) -> Message:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    message = MIMEText("\n\n".join(paragraphs(article.text)) + "\n", _charset=charset)
    message["From"] = f'"{article.outlet or "Press desk"}" <desk@example.org>'
    message["To"] = "newsroom@example.org"
    message["Subject"] = Header(" ".join(article.title.split()), "utf-8")
    if article.published:
        moment = datetime.datetime.fromisoformat(article.published)
        message["Date"] = format_datetime(moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC))
    if article.language:
        message["Content-Language"] = article.language
    message["Message-ID"] = f"<{hashlib.sha1(article.id.encode()).hexdigest()}@example.org>"
    return message
