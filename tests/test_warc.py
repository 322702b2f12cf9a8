"""Crawls: each page that was answered is an article, and damage costs no more than what it hit."""

import gzip
import io
import logging
import os
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web import warc_record, write_html, write_warc

from detector.datatypes import Article, SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Budget, Limits
from detector.ingestion.formats.packed import GZIP
from detector.ingestion.formats.warc import WARC

TEXT = (
    "The council of Harrow Bay voted on Tuesday to rebuild the old harbour bridge, which a storm had damaged in January.\n\n"
    "Work is to begin in March and to last a year, the mayor told reporters after the meeting in the town hall on the quay."
)
ARTICLES = [
    Article(id=str(n), title=f"Bridge {n}", text=TEXT, url=f"https://example.org/{n}", published="2026-01-20")
    for n in range(1, 5)
]
PAGE = write_html(ARTICLES[0])
BARE = f"<html><body><p>{TEXT}</p></body></html>".encode()


def read(content, **limits):
    """Read a crawl, packed or not: its articles, and the reasons for what was skipped by place."""
    bounds = Limits(**{"max_file_bytes": 1_000_000} | limits)
    stream = io.BytesIO(content)
    if GZIP.recognises(content):
        (member,) = GZIP.members(stream, "c", bounds, Budget("c", bounds), True)
        stream = member.stream
    articles, skipped = [], {}
    try:
        for record in WARC.parse(stream, "c", "c", bounds):
            if isinstance(record, SkippedFile):
                skipped[record.path] = record.reason
            else:
                articles.append(record[0])
    except UnreadableArticleError as error:
        if not articles:
            raise
        skipped[error.path] = error.reason
    return articles, skipped


def answer(body, *fields, status="200 OK", kind="text/html"):
    header = "".join(f"{field}\r\n" for field in (f"Content-Type: {kind}", *fields))
    return warc_record("response", f"HTTP/1.1 {status}\r\n{header}\r\n".encode() + body)


@pytest.mark.parametrize("is_packed", [True, False])
def test_each_page_of_a_crawl_is_an_article(is_packed):
    """Named by its place, at the address where it was found."""
    articles, skipped = read(write_warc(ARTICLES, is_packed=is_packed))
    assert [(found.title, found.text, found.url, found.published) for found in articles] == [
        (article.title, article.text, article.url, article.published) for article in ARTICLES
    ]
    assert [found.id for found in articles] == ["c#3", "c#5", "c#7", "c#9"]
    assert skipped == {}


def test_what_is_no_answered_text_is_passed_over_and_counted(caplog):
    """Errors, pictures, requests and repeated answers; only the log tells."""
    crawl = b"".join(
        (
            answer(PAGE),
            answer(PAGE, status="404 Not Found"),
            answer(PAGE, status="301 Moved"),
            answer(b"\x89PNG", kind="image/png"),
            warc_record("revisit", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
            warc_record("metadata", b"a: b", kind="application/warc-fields"),
        )
    )
    with caplog.at_level(logging.INFO, logger="detector.ingestion.formats.warc"):
        articles, skipped = read(crawl)
    assert (len(articles), skipped) == (1, {})
    assert "1 answer 301, 1 answer 404, 1 image/png, 1 metadata, 1 revisit" in caplog.text


def test_a_crawl_knows_what_a_page_does_not_say():
    """Its address, the language of the answer, and when it was there at the latest."""
    (article,), _ = read(answer(BARE, "Content-Language: en-GB"))
    assert (article.url, article.language, article.published) == ("https://example.org/", "en-GB", "2026-02-02T10:00:00Z")


def test_plain_text_json_and_text_made_of_pages_are_read():
    """As answers, as resources, and as a crawler's own conversions."""
    crawl = b"".join(
        (
            answer(TEXT.encode("cp1252"), kind="text/plain; charset=windows-1252"),
            answer(b'{"id": "own", "headline": "H", "body": "The council voted."}', kind="application/json"),
            warc_record("resource", PAGE, kind="text/html"),
            warc_record("conversion", TEXT.encode(), kind="text/plain", more="WARC-Identified-Content-Language: eng\r\n"),
        )
    )
    articles, skipped = read(crawl)
    assert [article.id for article in articles] == ["c#1", "own", "c#3", "c#4"]
    assert (articles[3].language, skipped) == ("eng", {})


def chunked(body):
    pieces = [body[start : start + 100] for start in range(0, len(body), 100)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (raw_deflate(PAGE), ["Content-Encoding: deflate"]),
        (brotli.compress(PAGE), ["Content-Encoding: br"]),
        (gzip.compress(brotli.compress(PAGE)), ["Content-Encoding: br, gzip"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (PAGE, ["Transfer-Encoding: chunked"]),
        (PAGE, ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: br"]),
        (PAGE, ["Content-Encoding: zstd"]),
    ],
)
def test_an_answer_is_decoded_also_where_the_crawler_did_so_already(body, fields):
    """Packed, in chunks, both, or not at all although the header says so."""
    (article,), skipped = read(answer(body, *fields))
    assert (article.text, skipped) == (TEXT, {})


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"\x1f\x8bnonsense", "gzip"), (b"\x00nonsense", "br"), (b"(\xb5/\xfdnonsense", "zstd"), (b"\xff\xff\xff", "deflate")],
)
def test_an_answer_that_cannot_be_decoded_costs_only_itself(body, field):
    """Its reason names its place."""
    articles, skipped = read(answer(PAGE) + answer(body, f"Content-Encoding: {field}") + answer(PAGE))
    assert [article.id for article in articles] == ["c#1", "c#3"]
    assert "encoded as its header says" in skipped["c:2"]


def test_what_unfolds_beyond_the_limit_is_left_packed():
    """In an answer, in a record, and in a record that is not read at all."""
    nothing = bytes(30_000_000)
    gzipped = answer(gzip.compress(nothing), "Content-Encoding: gzip")
    brotlied = answer(brotli.compress(nothing, quality=3), "Content-Encoding: br")
    articles, skipped = read(answer(PAGE) + gzipped + brotlied + answer(PAGE))
    assert [article.id for article in articles] == ["c#1", "c#4"]
    assert all("max_file_bytes" in skipped[place] for place in ("c:2", "c:3"))
    for kind in ("text/html", "image/png"):
        articles, skipped = read(
            gzip.compress(answer(PAGE)) + gzip.compress(answer(nothing, kind=kind)) + gzip.compress(answer(PAGE))
        )
        assert len(articles) == 1
        assert "max_expansion" in skipped["c"]
    articles, skipped = read(answer(PAGE) + answer(nothing) + answer(PAGE))
    assert [article.id for article in articles] == ["c#1", "c#3"]
    assert "max_file_bytes" in skipped["c:2"]


@pytest.mark.parametrize("is_packed", [True, False])
def test_what_came_before_the_damage_stays(is_packed):
    """Cut off, or broken in the middle."""
    crawl = write_warc(ARTICLES, is_packed=is_packed)
    articles, skipped = read(crawl[: -len(crawl) // 8])
    assert len(articles) >= 3
    assert len(skipped) == 1
    assert "must be whole" in next(iter(skipped.values()))
    second = crawl.index(b"WARC/1.1", len(crawl) // 2) if not is_packed else crawl.index(b"\x1f\x8b\x08", len(crawl) // 2)
    articles, skipped = read(crawl[:second] + b"no record" + crawl[second:])
    assert len(articles) >= 2
    assert any("must be whole" in reason for reason in skipped.values())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "held none"),
        (b"not a crawl", "must be whole"),
        (gzip.compress(b"not a crawl" * 1000), "must be whole"),
        (b"\x1f\x8b\x08\x00", "held none|must be whole"),
        (answer(PAGE, status="404 Not Found"), "held 1 answer 404"),
    ],
)
def test_a_crawl_without_a_page_is_refused_with_its_reason(content, reason):
    """Empty, something else, or of errors only."""
    with pytest.raises(UnreadableArticleError, match=reason):
        read(content)


def test_a_page_without_text_costs_only_itself():
    """A start page that a script fills is nothing to compare."""
    articles, skipped = read(answer(PAGE) + answer(b"<html><body></body></html>"))
    assert (len(articles), list(skipped)) == (1, ["c:2"])


@pytest.mark.parametrize(
    ("start", "is_crawl"),
    [(write_warc(ARTICLES, is_packed=False)[:100], True), (b"WARCRAFT is a game", False), (b"", False)],
)
def test_a_crawl_is_told_by_its_start(start, is_crawl):
    """Unpacked; what it is packed in is told before."""
    assert WARC.recognises(start) is is_crawl


@settings(max_examples=100)
@given(data=st.data(), is_packed=st.booleans())
def test_no_damage_is_raised_as_anything_but_a_reason(data, is_packed):
    """Bytes changed, taken out and put in: what comes out are articles and reasons."""
    crawl = bytearray(write_warc(ARTICLES[:2], is_packed=is_packed))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(crawl) - 1))
        crawl[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    try:
        articles, _ = read(bytes(crawl))
    except UnreadableArticleError as error:
        assert error.reason
    else:
        assert all(article.id and article.text for article in articles)


def test_a_crawl_is_not_held_in_memory():
    """The first article is there when little more than its record was read."""
    page = write_html(Article(id="a", title="T", text=f"{TEXT}\n\n{os.urandom(2_000).hex()}"))
    stream = io.BytesIO(answer(page) * 500)
    records = WARC.parse(stream, "c", "c", Limits(max_file_bytes=1_000_000))
    next(records)
    assert stream.tell() < len(stream.getvalue()) / 4


LINES = TEXT.split("\n\n") + [f"Paragraph {number} tells more of the bridge." for number in range(9)]
sentences = st.lists(st.sampled_from(LINES), min_size=3, max_size=9, unique=True)


@settings(max_examples=30)
@given(written=st.lists(sentences, min_size=1, max_size=4), is_packed=st.booleans())
def test_what_is_written_as_a_crawl_is_read_back(written, is_packed):
    """Same text, title and date, page by page."""
    articles = [
        Article(id=str(n), title=f"Title {n}", text="\n\n".join(text), published="2026-01-20") for n, text in enumerate(written)
    ]
    found, skipped = read(write_warc(articles, is_packed=is_packed))
    assert [(article.text, article.title, article.published) for article in found] == [
        (article.text, article.title, article.published) for article in articles
    ]
    assert skipped == {}
