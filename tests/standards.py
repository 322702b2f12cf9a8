"""
Write articles in the news industry's own formats, in the structure that each standard prescribes.

In: articles. Out: the bytes of one file that holds them. What an article lacks is left out; paragraphs become elements, and the
line ends within one become line breaks.
"""

import email.utils
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from detector.datatypes import Article

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
G2 = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"


def paragraphs(article: Article) -> str:
    """Give the text as elements ``p``, which XHTML and NITF share."""
    return "".join(
        f"<p>{escape(paragraph).replace(chr(10), '<br/>')}</p>" for paragraph in article.text.split("\n\n") if paragraph
    )


def moment(date: str | None) -> datetime:
    """Give a date with its zone, as all these standards want it; without one it is in UTC, as is the day that stands for none."""
    found = datetime.fromisoformat(date or "2026-01-20")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def write_ninjs_1(articles: Sequence[Article]) -> bytes:
    """Write ninjs 1.6: names in small letters, the body twice, an item a line where there are several."""
    return _json_lines(
        {
            "uri": article.id,
            "type": "text",
            "versioncreated": moment(article.modified or article.published).isoformat(),
            "firstcreated": moment(article.published).isoformat(),
            "pubstatus": "usable",
            "language": article.language,
            "headline": article.title,
            "copyrightholder": article.outlet,
            "located": article.dateline,
            "version": article.version,
            "infosource": [{"name": article.credit}] if article.credit else None,
            "altids": {f"id{number}": name for number, name in enumerate(article.alternate_ids)},
            "body_text": article.text,
            "body_xhtml": paragraphs(article),
        }
        for article in articles
    )


def write_ninjs_2(articles: Sequence[Article]) -> bytes:
    """Write ninjs 2.1: arrays, still in small letters."""
    return _json_lines(
        {name.lower(): value for name, value in item.items()}
        | {"bodies": [{key.lower(): value for key, value in body.items()} for body in item["bodies"]]}
        | {"standard": {"name": "ninjs", "version": "2.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json#"}}
        for item in map(_item, articles)
    )


def write_ninjs_3(articles: Sequence[Article]) -> bytes:
    """Write ninjs 3.1: arrays, names in camel case."""
    return _json_lines(map(_item, articles))


def _item(article: Article) -> dict:
    return {
        "uri": article.id,
        "type": "text",
        "representationType": "full",
        "version": article.version,
        "firstCreated": moment(article.published).isoformat(),
        "versionCreated": moment(article.modified or article.published).isoformat(),
        "pubStatus": "usable",
        "copyrightHolder": article.outlet,
        "language": article.language,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": article.title}] if article.title else None,
        "bodies": [
            {"role": "main", "contentType": "text/plain", "charCount": len(article.text), "value": article.text},
            {"role": "richtext", "contentType": "application/xhtml+xml", "value": paragraphs(article)},
        ],
        "infoSources": [{"name": article.credit}] if article.credit else None,
        "located": article.dateline,
        "altIds": [{"role": "other", "value": name} for name in article.alternate_ids],
        "associations": [
            {"name": f"related{number}", "uri": relation.target, "rel": relation.kind, "language": relation.language or "und"}
            for number, relation in enumerate(article.relations)
        ],
        "standard": {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"},
    }


def _json_lines(items) -> bytes:
    lines = (json.dumps({key: value for key, value in item.items() if value}, ensure_ascii=False) for item in items)
    return "\n".join(lines).encode()


def write_nitf(articles: Sequence[Article]) -> bytes:
    """Write NITF 3.6; several documents stand in an element of no standard, since NITF has none for them."""
    documents = "\n".join(map(nitf_of, articles))
    return (XML + (documents if len(articles) == 1 else f"<documents>{documents}</documents>")).encode()


def nitf_of(article: Article) -> str:
    """Give one NITF document."""
    issued = moment(article.published).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    revised = f'<revision-history name="desk" norm={quoteattr(_basic(article.modified))}/>' if article.modified else ""
    return (
        f'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"{_language(article)}><head><title>{escape(article.title)}</title>'
        f'<docdata management-status="usable"><doc-id regsrc="desk" id-string={quoteattr(article.id)}/>'
        f'<urgency ed-urg="4"/><date.issue norm="{issued}"/>'
        + "".join(f"<du-key key={quoteattr(name)}/>" for name in article.alternate_ids[:1])
        + "</docdata>"
        + (f'<pubdata type="web" name={quoteattr(article.outlet)}/>' if article.outlet else "")
        + f"{revised}</head><body><body.head><hedline><hl1>{escape(article.title)}</hl1></hedline>"
        + (f"<distributor>{escape(article.credit)}</distributor>" if article.credit else "")
        + (f"<dateline><location>{escape(article.dateline)}</location></dateline>" if article.dateline else "")
        + f"</body.head><body.content>{paragraphs(article)}"
        '<media media-type="image"><media-reference mime-type="image/jpeg" source="harbour.jpg"/>'
        "<media-caption><p>The pier at noon.</p></media-caption></media></body.content></body></nitf>"
    )


def _basic(date: str | None) -> str:
    return moment(date).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _language(article: Article) -> str:
    return f" xml:lang={quoteattr(article.language)}" if article.language else ""


def write_newsml_g2(articles: Sequence[Article]) -> bytes:
    """Write NewsML-G2 2.35: a news item with an XHTML body, or a news message of several."""
    items = [newsml_item(article, xhtml_of(article)) for article in articles]
    return _message(items)


def write_newsml_g2_nitf(articles: Sequence[Article]) -> bytes:
    """Write the same with bodies in NITF."""
    content = 'contenttype="application/nitf+xml"'
    return _message([newsml_item(article, f"<inlineXML {content}>{nitf_of(article)}</inlineXML>") for article in articles])


def xhtml_of(article: Article) -> str:
    """Give an article's body as ``inlineXML``."""
    return (
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="{XHTML}">'
        f"<head><title>{escape(article.title)}</title></head><body>{paragraphs(article)}</body></html></inlineXML>"
    )


def newsml_item(article: Article, content: str, *, status: str = "usable") -> str:
    """Give one news item, its elements in the order of the schema."""
    created = moment(article.published).isoformat()
    changed = moment(article.modified or article.published).isoformat()
    return (
        f'<newsItem xmlns="{G2}" guid={quoteattr(article.id)} version={quoteattr(article.version or "1")} standard="NewsML-G2" '
        f'standardversion="2.35" conformance="power"{_language(article)}>'
        '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>'
        "<itemMeta>"
        '<itemClass qcode="ninat:text"/>'
        f"<provider literal={quoteattr(article.outlet or 'desk')}><name>{escape(article.outlet or 'desk')}</name></provider>"
        f"<versionCreated>{changed}</versionCreated><firstCreated>{created}</firstCreated>"
        f'<pubStatus qcode="stat:{status}"/>'
        + "".join(f"<link rel={quoteattr(one.kind)} residref={quoteattr(one.target)}/>" for one in article.relations)
        + "</itemMeta><contentMeta>"
        + f"<contentCreated>{created}</contentCreated>"
        + (f"<located><name>{escape(article.dateline)}</name></located>" if article.dateline else "")
        + "".join(f"<altId>{escape(name)}</altId>" for name in article.alternate_ids)
        + (f"<language tag={quoteattr(article.language)}/>" if article.language else "")
        + f"<headline>{escape(article.title)}</headline>"
        + (f"<creditline>{escape(article.credit)}</creditline>" if article.credit else "")
        + f"</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def _message(items: Sequence[str]) -> bytes:
    if len(items) == 1:
        return (XML + items[0]).encode()
    header = "<header><sent>2026-01-20T12:00:00Z</sent></header>"
    return f'{XML}<newsMessage xmlns="{G2}">{header}<itemSet>{"".join(items)}</itemSet></newsMessage>'.encode()


def write_rss(articles: Sequence[Article]) -> bytes:
    """
    Write RSS 2.0 with the full text in ``content:encoded`` and its first paragraph as the description.

    Titles are written as HTML, which is how readers take them: else ``&amp;`` in a headline could not be told from ``&``.
    """
    items = "\n".join(
        f"<item><title>{escape(escape(article.title))}</title>"
        + (f"<link>{escape(article.url)}</link>" if article.url else "")
        + f'<guid isPermaLink="false">{escape(article.id)}</guid>'
        + f"<pubDate>{email.utils.format_datetime(moment(article.published))}</pubDate>"
        + (f"<dc:language>{escape(article.language)}</dc:language>" if article.language else "")
        + f"<description>{escape(escape(article.text.partition(chr(10) * 2)[0]))}</description>"
        + f"<content:encoded><![CDATA[{paragraphs(article)}]]></content:encoded></item>"
        for article in articles
    )
    modules = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    outlet = escape((articles[0].outlet if articles else None) or "desk")
    channel = f"<title>{outlet}</title><link>https://desk.example/</link><description>News</description>"
    return f'{XML}<rss version="2.0" {modules}><channel>{channel}\n{items}\n</channel></rss>'.encode()


def write_rss_1(articles: Sequence[Article]) -> bytes:
    """Write RSS 1.0: items beside the channel that lists them."""
    items = "\n".join(
        f"<item rdf:about={quoteattr(article.url or article.id)}><title>{escape(escape(article.title))}</title>"
        + (f"<link>{escape(article.url)}</link>" if article.url else "")
        + f"<dc:identifier>{escape(article.id)}</dc:identifier><dc:date>{moment(article.published).isoformat()}</dc:date>"
        + (f"<dc:language>{escape(article.language)}</dc:language>" if article.language else "")
        + f"<content:encoded>{escape(paragraphs(article))}</content:encoded></item>"
        for article in articles
    )
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    outlet = escape((articles[0].outlet if articles else None) or "desk")
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(article.url or article.id)}/>" for article in articles)
    channel = (
        f'<channel rdf:about="https://desk.example/"><title>{outlet}</title><items><rdf:Seq>{listed}</rdf:Seq></items></channel>'
    )
    return f"{XML}<rdf:RDF {spaces}>{channel}\n{items}\n</rdf:RDF>".encode()


def write_atom(articles: Sequence[Article]) -> bytes:
    """Write Atom, the text as XHTML."""
    entries = "\n".join(
        f'<entry{_language(article)}><id>{escape(article.id)}</id><title type="text">{escape(article.title)}</title>'
        + (f'<link rel="alternate" href={quoteattr(article.url)}/>' if article.url else "")
        + f"<published>{moment(article.published).isoformat()}</published>"
        + f"<updated>{moment(article.modified or article.published).isoformat()}</updated>"
        + f'<content type="xhtml"><div xmlns="{XHTML}">{paragraphs(article)}</div></content></entry>'
        for article in articles
    )
    outlet = escape((articles[0].outlet if articles else None) or "desk")
    head = f"<id>https://desk.example/feed</id><title>{outlet}</title><updated>2026-01-20T12:00:00Z</updated>"
    return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}\n</feed>'.encode()
