"""Broken files of news formats, mail and crawls: in, an address that none may fetch; out, the files and the reasons expected."""

import gzip
from collections.abc import Iterator

import brotli
from broken import STORY, Broken
from web import warc_record

TEXT = STORY.replace("\n\n", " ")
ITEM = f"<item><title>Bridge</title><description>{TEXT}</description></item>"
G2 = "http://iptc.org/std/nar/2006-10-01/"
PAGE = f"<html><body><h1>Bridge</h1><p>{TEXT}</p></body></html>".encode()


def broken_news(address: str = "http://127.0.0.1:9") -> Iterator[Broken]:
    """List what is planted in a folder beside ``broken_files``; the address stands wherever a file can name one."""
    yield from _markup(address)
    yield from _mail()
    yield from _crawls()


def bomb(root: str, address: str) -> str:
    """Declare an entity of ten to the thirtieth letters, one that is a file, one that is an address, and a DTD elsewhere."""
    laughs = "".join(f'<!ENTITY bomb{n} "{f"&bomb{n - 1};" * 10}">' for n in range(1, 30))
    return (
        f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "{address}/news.dtd" [<!ENTITY bomb0 "ha">{laughs}'
        f'<!ENTITY users SYSTEM "file:///etc/passwd"><!ENTITY site SYSTEM "{address}/">'
        f'<!ENTITY % more SYSTEM "{address}/more.dtd"> %more;]>'
    )


def rss(*items: str) -> bytes:
    """Write a feed of items."""
    return f"<rss version='2.0'><channel><title>Gazette</title>{''.join(items)}</channel></rss>".encode()


def _markup(address: str) -> Iterator[Broken]:
    titled = f"<item><title>&bomb29; &users; &site;</title><description>{TEXT}</description></item>"
    yield Broken(
        name="bomb.rss",
        content=bomb("rss", address).encode() + rss(titled, "<item><title>&bomb29;</title></item>"),
        reason="an entry must have words",
        place=":2",
        kept=("bomb.rss#1",),
    )
    yield Broken(
        name="bomb.xml",
        content=f"{bomb('nitf', address)}<nitf><head><title>&users;</title></head><body/></nitf>".encode(),
        reason="words in body.content",
    )
    remote = f"<contentSet><remoteContent href='{address}/'/></contentSet>"
    yield Broken(
        name="bomb.newsml",
        content=f"{bomb('newsItem', address)}<newsItem xmlns='{G2}'>{remote}</newsItem>".encode(),
        reason="had remoteContent",
    )
    yield Broken(
        name="deep.rss",
        content=rss(ITEM, f"<item><description>{'<b>' * 100_000}{TEXT}{'</b>' * 100_000}</description></item>"),
        reason="well-formed XML",
        place=":2",
        kept=("deep.rss#1",),
    )
    yield Broken(
        name="tag.rss",
        content=rss("<item><description a='<b'>The council</description></item>", ITEM),
        reason="well-formed XML",
        place=":1",
        kept=("tag.rss#2",),
    )
    yield Broken(name="cut.rss", content=rss(ITEM, ITEM)[:-90], reason="ended within its item", place=":2", kept=("cut.rss#1",))
    yield Broken(
        name="cut.atom",
        content=f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>{TEXT}</content></entry>".encode(),
        reason="ended within its root",
        kept=("cut.atom#1",),
    )
    yield Broken(name="empty.rss", content=rss(), reason="must have an element item")
    yield Broken(
        name="links.newsml", content=f"<packageItem xmlns='{G2}'><groupSet/></packageItem>".encode(), reason="held only links"
    )
    yield Broken(name="old.xml", content=b"<NewsML Version='1.2'><NewsItem/></NewsML>", reason="other markup, <NewsML>")
    yield Broken(
        name="killed.ninjs",
        content=b'{"uri": "urn:killed", "versioncreated": "2026-01-20", "pubstatus": "canceled", "headline": "Kill"}',
        reason="pubStatus: canceled",
    )


def _mail() -> Iterator[Broken]:
    multipart = b"MIME-Version: 1.0\nSubject: Bridge\nContent-Type: multipart/mixed; boundary=b\n\n"
    yield Broken(
        name="picture.eml",
        content=multipart + b"--b\nContent-Type: image/png\n\n\x89PNG\n--b--\n",
        reason="a message must hold text",
    )
    yield Broken(name="no-part.eml", content=multipart + b"--b--\n", reason="a message must hold text")
    yield Broken(
        name="deep.eml",
        content=b"MIME-Version: 1.0\nSubject: Deep\n" + b"Content-Type: message/rfc822\n\n" * 5_000 + TEXT.encode(),
        reason="must hold others less deeply",
    )
    messages = ((b"text/plain", TEXT.encode()), (b"image/png", b"\x89PNG"), (b"text/plain", TEXT.encode()))
    yield Broken(
        name="middle.mbox",
        content=b"".join(
            b"From desk@example.org Tue Jan 20 08:00:00 2026\nMIME-Version: 1.0\nContent-Type: %s\n\n%s\n\n" % message
            for message in messages
        ),
        reason="a message must hold text",
        place=":2",
        kept=("middle.mbox#1", "middle.mbox#3"),
    )


def _crawls() -> Iterator[Broken]:
    page = _answer(PAGE)
    yield Broken(
        name="cut.warc", content=(page + page)[:-60], reason="the file ends in it", place=":2", kept=("cut.warc#1", "cut.warc#2")
    )
    yield Broken(
        name="cut.warc.gz",
        content=(gzip.compress(page) * 2)[:-60],
        reason="must be whole",
        kept=("cut.warc.gz#1",),
    )
    yield Broken(
        name="bomb.warc",
        content=page + _answer(gzip.compress(bytes(60_000_000)), "Content-Encoding: gzip") + page,
        reason="at most 50000000 bytes",
        place=":2",
        kept=("bomb.warc#1", "bomb.warc#3"),
    )
    yield Broken(
        name="brotli.warc",
        content=page + _answer(brotli.compress(bytes(60_000_000), quality=1), "Content-Encoding: br"),
        reason="at most 50000000 bytes",
        place=":2",
        kept=("brotli.warc#1",),
    )
    yield Broken(
        name="bomb.warc.gz",
        content=gzip.compress(page) + gzip.compress(_answer(bytes(60_000_000))),
        reason="max_expansion",
        kept=("bomb.warc.gz#1",),
    )
    yield Broken(name="errors.warc", content=_answer(PAGE, status="404 Not Found"), reason="held 1 answer 404")
    yield Broken(name="cut-at-once.warc", content=b"WARC/1.1\r\n", reason="held 1 other")


def _answer(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    header = "".join(f"{field}\r\n" for field in ("Content-Type: text/html", *fields))
    return warc_record("response", f"HTTP/1.1 {status}\r\n{header}\r\n".encode() + body)
