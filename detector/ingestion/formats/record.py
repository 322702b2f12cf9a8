"""
From named fields to an article: one vocabulary for JSON, front matter and the declared facts of a page.

In: a mapping of field names, as many schemas write them (schema.org, IPTC ninjs, content systems), to values. Out: an article. A
date that cannot be read is dropped with a line in the log; it does not cost the article.
"""

from __future__ import annotations

import datetime
import email.utils
import logging
import re
from collections.abc import Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from detector.datatypes import Article, DeclaredRelation, SkippedFile
from detector.errors import UnreadableArticleError

logger = logging.getLogger(__name__)

Record = tuple[Article, bool] | SkippedFile
"""An article and whether its id is its own, or what was skipped: what every reader of a format yields."""

_FIELD_NAMES = {
    "id": ("id", "_id", "uri", "guid", "identifier", "@id"),
    "title": ("title", "headline", "name"),
    "text": ("text", "body", "content", "articlebody", "body_text", "bodytext", "maintext", "full_text", "body_xhtml",
    "body_html"), "published": (
        "published", "date", "datepublished", "date_published", "published_at", "publication_date", "pubdate", "firstcreated",
        "firstpublished", "contentcreated", "versioncreated", "created", "timestamp",
    ),
    "modified": ("modified", "datemodified", "date_modified", "updated", "updated_at", "lastmod", "contentmodified",
    "versioncreated"), "language": ("language", "lang", "inlanguage"),
    "outlet": ("outlet", "source", "publisher", "site_name", "sitename", "site", "provider"),
    "url": ("url", "link", "permalink", "source_url", "mainentityofpage"),
    "canonical": ("canonical", "canonical_url"),
    "credit": ("credit", "credittext", "creditline", "infosource", "infosources"),
    "dateline": ("dateline", "located"),
    "version": ("version", "generation"),
    "alternate_ids": ("alternate_ids", "altids", "alt_ids"),
}  # fmt: skip
"""Names of each field, the preferred one first, in small letters.

Source: schema.org NewsArticle; IPTC ninjs 2.1 and 3.0; the other names are those of feeds and common corpora.
"""

_NOTHING: tuple[object, ...] = (None, "", [], {})

_RELATIONS = {
    name.lower(): name
    for name in (
        "translationOfWork",
        "workTranslation",
        "isBasedOn",
        "isVersionOf",
        "sameAs",
        "evolvedfrom",
        "translationof",
        "alternate",
    )
}

_KEYS_OF_VALUE = ("text", "rendered", "value", "@value", "name", "url", "@id", "uri", "id", "href")
_MAX_EPOCH_SECONDS = 10_000_000_000
"""Times above are in milliseconds: in seconds they would be later than the year 2286."""

_has_markup = re.compile(r"</(?:p|div|h[1-6]|li|br|a|strong|em|span)>|<br ?/?>|<p[ >]", re.IGNORECASE).search
_find_surrogates = re.compile("[\ud800-\udfff]").sub
_has_word = re.compile(r"[^\W\d_]").search
_BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, blockquote, pre, figcaption, td, dt, dd"
_NO_BODY = "script, style, noscript, template, nav, header, footer, aside, form, button, svg, iframe, select"


def article_from_record(
    record: Mapping[str, object], path: str, default_id: str, fields: Mapping[str, str] | None = None
) -> Article:
    """
    Make an article of named fields; names are compared without regard to letter case.

    Args:
        record: The fields. Unknown ones are ignored.
        path: Where it was read from.
        default_id: Its id, where it has none of its own.
        fields: Where it holds what, as ``Settings.fields``.

    Raises:
        UnreadableArticleError: If it has no text with a word in it.
    """
    by_name = _by_name(record, fields)
    text = _body(_first(by_name, "text"))
    if not _has_word(text):
        found = ", ".join(sorted(str(name) for name, value in record.items() if value not in _NOTHING)[:12]) or "no field"
        wanted = (fields or {}).get("text") or f"one of {', '.join(_FIELD_NAMES['text'][:5])}"
        raise UnreadableArticleError(path, f"a record must have words in {wanted}, had: {found}; name its text so (--fields)")
    return _article(by_name, text, path, default_id, tuple(_relations(by_name)))


def article_of_text(
    text: str, record: Mapping[str, object], path: str, default_id: str, relations: tuple[DeclaredRelation, ...] = ()
) -> Article:
    """
    Make an article of a text that is known, white space and all, and of the other fields of a record.

    Args:
        text: Its paragraphs, parted by empty lines, as they shall stand.
        record: The fields, their names in small letters; what it holds of a text and of relations is not looked at.
        path: Where it was read from.
        default_id: Its id, where it has none of its own.
        relations: Which other versions it declares.
    """
    return _article(record, _without_surrogates(text), path, default_id, relations)


def _article(
    by_name: Mapping[str, object], text: str, path: str, default_id: str, relations: tuple[DeclaredRelation, ...]
) -> Article:
    own_id = _text(_first(by_name, "id")).strip()
    return Article(
        id=own_id or default_id,
        text=text,
        title=" ".join(_text(_first(by_name, "title")).split()),
        published=_date(by_name, "published", path),
        modified=_date(by_name, "modified", path),
        language=_text(_first(by_name, "language")).strip() or None,
        outlet=_text(_first(by_name, "outlet")).strip() or None,
        url=_text(_first(by_name, "url")).strip() or None,
        canonical=_text(_first(by_name, "canonical")).strip() or None,
        alternate_ids=_alternate_ids(_first(by_name, "alternate_ids")),
        credit=_text(_first(by_name, "credit")).strip() or None,
        dateline=_text(_first(by_name, "dateline")).strip() or None,
        version=_text(_first(by_name, "version")).strip() or None,
        relations=relations,
        path=path,
    )


def has_own_id(record: Mapping[str, object], fields: Mapping[str, str] | None = None) -> bool:
    """Whether a record names itself."""
    return bool(_text(_first(_by_name(record, fields), "id")).strip())


def has_text(record: Mapping[str, object], fields: Mapping[str, str] | None = None) -> bool:
    """Whether a record has a field for its text, and so is an article and not a list of them."""
    return has_field(record, "text", fields)


def has_field(record: Iterable[str], field: str, fields: Mapping[str, str] | None = None) -> bool:
    """Whether one of some names is that of a field, as declared or usual; a dotted one counts by its first part."""
    theirs = (fields or {}).get(field)
    names = _FIELD_NAMES[field] if theirs is None else {theirs.lower(), theirs.lower().partition(".")[0]}
    return any(name.lower() in names for name in record)


def is_known_name(name: str, fields: Mapping[str, str] | None = None) -> bool:
    """Whether a name is that of anything that an article is made of, as declared or usual."""
    return name.lower() in _RELATIONS or any(has_field([name], field, fields) for field in _FIELD_NAMES)


def _by_name(record: Mapping[str, object], fields: Mapping[str, str] | None) -> dict[str, object]:
    """Give the values that are there by their names in small letters, and those declared by our names after a ``=``."""
    by_name = {name.lower(): value for name, value in record.items() if value not in _NOTHING}
    return by_name | {f"={field}": _at(by_name, theirs.lower()) for field, theirs in (fields or {}).items()}


def _at(value: object, name: str) -> object:
    """
    Give the value under a name, or where its dots lead.

    A number leads into a list, from 0; any other name through all of a list's objects, whose values it gives in their order.
    """
    if isinstance(value, Mapping):
        by_name = {str(key).lower(): item for key, item in value.items()}
        if name in by_name:
            return by_name[name]
        first, _, rest = name.partition(".")
        return _at(by_name[first], rest) if rest and first in by_name else ""
    if isinstance(value, list):
        first, _, rest = name.partition(".")
        if first.isdecimal():
            found = value[int(first)] if int(first) < len(value) else ""
            return _at(found, rest) if rest else found
        found_in = [_at(item, name) for item in value if isinstance(item, Mapping)]
        return [item for found in found_in for item in (found if isinstance(found, list) else [found]) if item not in _NOTHING]
    return ""


def paragraphs_of_html(html: str) -> str:
    """Give the text of a page or fragment, paragraphs parted by an empty line, without menus, forms and scripts."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_NO_BODY):
        node.decompose()
    root = tree.css_first("article") or tree.css_first("main") or tree.body
    if root is None:
        return ""
    for line_break in root.css("br"):
        line_break.replace_with("\n")
    blocks = [block.text().strip() for block in root.css(_BLOCKS) if block.css_first(_BLOCKS) in (None, block)]
    paragraphs = [block for block in blocks if block]
    if not paragraphs:
        paragraphs = [line.strip() for line in root.text(separator="\n").splitlines() if line.strip()]
    return "\n\n".join(paragraphs)


def _first(by_name: Mapping[str, object], field: str) -> object:
    if f"={field}" in by_name:
        return by_name[f"={field}"]
    for name in _FIELD_NAMES[field]:
        value = by_name.get(name)
        if value not in _NOTHING:
            return value
    return ""


def _text(value: object) -> str:
    """Give the text of a value that may be wrapped, as ``{"name": …}``, ``{"rendered": …}`` or a list."""
    match value:
        case str():
            return _without_surrogates(value)
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case Mapping():
            return next((text for key in _KEYS_OF_VALUE if (text := _text(value.get(key)))), "")
        case list():
            return next((text for item in value if (text := _text(item))), "")
    return ""


def _without_surrogates(text: str) -> str:
    try:
        # Looking for them takes four times as long, and hardly any text has one.
        text.encode()
    except UnicodeEncodeError:
        return _find_surrogates("\ufffd", text)
    return text


def _alternate_ids(value: object) -> tuple[str, ...]:
    """Give the names in a list of names or of ``{"role": …, "value": …}``, or in an object of names by role."""
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    names = (_text(item).strip() for item in items)
    return tuple(dict.fromkeys(name for name in names if name))


def _body(value: object) -> str:
    if isinstance(value, list):
        # What holds no text, as a number or a picture, is no paragraph and costs the others nothing.
        value = "\n\n".join(filter(None, (_text(item) for item in value if not isinstance(item, int | float))))
    text = _text(value)
    text = text.replace("\r\n", "\n")
    return paragraphs_of_html(text) if _has_markup(text) else text


def _date(by_name: Mapping[str, object], field: str, path: str) -> str | None:
    value = _first(by_name, field)
    if value == "":
        return None
    date = parse_date(value)
    if date is None:
        logger.warning("%s: %s must be an ISO 8601 date such as 2026-01-20, was: %.60r; it was left out", path, field, value)
    return date


def parse_date(value: object) -> str | None:
    """
    Give a date in ISO 8601.

    It may come in that form, in that of RFC 5322 (as in feeds), or as seconds or milliseconds since 1970; ``None`` if in none of
    them.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value > _MAX_EPOCH_SECONDS else value
            return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC).isoformat()
        text = _text(value).strip()
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError:
            return email.utils.parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return text


def _relations(by_name: Mapping[str, object]) -> Iterator[DeclaredRelation]:
    for name, kind in _RELATIONS.items():
        if name not in by_name:
            continue
        value = by_name[name]
        for item in value if isinstance(value, list) else [value]:
            language = _text(item.get("inLanguage") or item.get("language")) or None if isinstance(item, Mapping) else None
            target = _target(item)
            if target:
                yield DeclaredRelation(kind=kind, target=target, language=language)


def _target(item: object) -> str:
    if isinstance(item, Mapping):
        return next((text for key in ("url", "@id", "uri", "id", "href", "name") if (text := _text(item.get(key)).strip())), "")
    return item.strip() if isinstance(item, str) else ""
