"""
Read ninjs, the news industry's JSON.

In: an object that a reader of JSON found. Out: its article and those of the whole items that it is associated with. The three
generations differ in names (``body_xhtml``, ``bodies``; ``altids``, ``altIds``), and are read alike; so are the items of
Superdesk, which has names of its own.

Source: IPTC, ninjs 1.6, 2.1 and 3.1; Superdesk, ninjs formatter (``guid``, ``body_html``, ``evolvedfrom``, ``translated_from``
…).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from detector.datatypes import Article, DeclaredRelation, SkippedFile
from detector.errors import InvalidArticleError, UnreadableArticleError
from detector.ingestion.formats.markup import (
    has_words,
    iso_date,
    one_line,
    plain_text,
    text_of_either,
    text_of_markup,
    versioned_id,
)
from detector.ingestion.formats.record import Record

logger = logging.getLogger(__name__)

_OWN_NAMES = frozenset((
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "representationtype", "bodies", "headlines", "altids",
    "infosource", "infosources", "copyrightholder", "body_text", "body_xhtml", "body_html", "evolvedfrom", "associations",
    "description_text", "usageterms", "renditions", "ednote",
))  # fmt: skip
"""Names, in small letters, of which an item with a ``uri`` has some; two of them tell ninjs from other JSON."""
_RELATIONS = (
    "evolvedfrom", "translated_from", "translations", "translationOf", "rewrite_of", "rewritten_by", "isBasedOn", "isVersionOf",
    "translationOfWork", "workTranslation", "sameAs", "derivedFrom",
)  # fmt: skip
"""Properties that name another item: Superdesk's, and those of schema.org where an item is extended with them."""
_NO_ARTICLES = ("picture", "graphic", "audio", "video", "event", "planning")
"""Types whose description is a caption, and which are no version of an article. Source: IPTC NewsCodes, news item nature."""
_MAIN = ("main", "", "text", "richtext", "html", "html5", "full")
"""Roles of the whole headline or body, the surest first. Roles are free; these are those of the standard's examples."""
_NAMING = ("value", "name", "literal", "uri", "guid", "href", "id")
"""Properties of an object by which it can be called, the preferred one first."""
_MAX_DEPTH = 8
"""Associations within associations that are followed. Our choice; not measured at other values."""

_replace_surrogates = re.compile("[\ud800-\udfff]").sub


def is_ninjs(record: Mapping[str, object]) -> bool:
    """Whether a JSON object is an item of ninjs: it says so in ``standard``, or has a ``uri`` and two of the names of its own."""
    standard = record.get("standard")
    if isinstance(standard, Mapping) and "ninjs" in f"{standard.get('name')} {standard.get('schema')}".lower():
        return True
    names = {name.lower() for name in record}
    return ("uri" in names or "guid" in names) and len(names & _OWN_NAMES) >= 2


def ninjs_records(item: Mapping[str, object], path: str, place: str, default_id: str) -> Iterator[Record]:
    """
    Read one item and the whole items within it.

    The id is the ``uri`` (Superdesk: the ``guid``); of later versions than the first it is followed by a colon and the version.
    An item whose ``pubStatus`` is not ``usable`` is read all the same, with a line in the log: a newsroom that looks for copies
    of a killed story needs the story.

    Args:
        item: Of which ``is_ninjs`` holds.
        path: The file that it stands in.
        place: Names it if it cannot be read.
        default_id: Its id, where it has none of its own; the items within it take ``.1``, ``.2`` …
    """
    item = _in_small_letters(item)
    inner = list(_associated(item, _MAX_DEPTH))
    try:
        yield article_from_ninjs(item, path, default_id), has_own_id(item)
    except (UnreadableArticleError, InvalidArticleError) as error:
        # A package has no text of its own, and none is missed where its members have theirs.
        if not inner:
            yield SkippedFile(path=place, reason=error.reason if isinstance(error, UnreadableArticleError) else str(error))
    for number, member in enumerate(inner, 1):
        try:
            yield article_from_ninjs(member, path, f"{default_id}.{number}"), has_own_id(member)
        except (UnreadableArticleError, InvalidArticleError) as error:
            reason = error.reason if isinstance(error, UnreadableArticleError) else str(error)
            yield SkippedFile(path=f"{place}.{number}", reason=reason)


def article_from_ninjs(record: Mapping[str, object], path: str, default_id: str) -> Article:
    """
    Make an article of one item; names are compared without regard to letter case.

    Of several bodies one in HTML is taken before one in plain text, because its paragraphs are marked; among equals the main one,
    else the longest. Where a text item has no body its description is its text.

    Raises:
        UnreadableArticleError: If it has no words.
    """
    record = _in_small_letters(record)
    title = _headline(record)
    text = _body(record, title)
    status = _text(record, "pubStatus").lower() or "usable"
    if not has_words(text):
        raise UnreadableArticleError(
            path,
            "a ninjs item must have words in bodies or body_…, had none "
            f"(type: {_text(record, 'type') or 'none'}, pubStatus: {status}); ask its sender for the text",
        )
    uri, version = _text(record, "uri") or _text(record, "guid"), _text(record, "version")
    own_id = versioned_id(uri, version) if uri else ""
    if status != "usable":
        logger.warning("%s: pubStatus of %s is %s; the item is read all the same", path, uri or default_id, status)
    sources = _names(_get(record, "infoSources") or _get(record, "infoSource"))
    names = dict.fromkeys((uri, _text(record, "guid"), *_names(_get(record, "altIds"))))
    return Article(
        id=own_id or default_id,
        title=title,
        text=text,
        published=_date(record, path, "firstPublished", "firstCreated", "contentCreated", "versionCreated"),
        modified=_date(record, path, "contentModified", "versionCreated"),
        language=_text(record, "language") or None,
        outlet=_text(record, "source") or _text(record, "provider") or _text(record, "copyrightHolder") or None,
        url=_text(record, "url") or _text(record, "href") or None,
        alternate_ids=tuple(name for name in names if name and (version or name != own_id)),
        credit=_text(record, "creditLine") or ", ".join(sources) or None,
        dateline=_text(record, "dateline") or _text(record, "located") or None,
        version=version or None,
        relations=tuple(_relations(record)),
        path=path,
    )


def has_own_id(record: Mapping[str, object]) -> bool:
    """Whether an item names itself."""
    record = _in_small_letters(record)
    return bool(_text(record, "uri") or _text(record, "guid"))


def _associated(item: Mapping[str, object], depth: int) -> Iterator[Mapping[str, object]]:
    """List the whole items within an item's associations: those with a body, however deep."""
    for _, member in _associations(item) if depth else ():
        if _text(member, "type") not in _NO_ARTICLES and has_words(_body(member, only_bodies=True)):
            yield member
        yield from _associated(member, depth - 1)


def _associations(item: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    found = _get(item, "associations")
    pairs = found.items() if isinstance(found, Mapping) else enumerate(found) if isinstance(found, list) else ()
    for name, member in pairs:
        if isinstance(member, Mapping):
            yield str(name), _in_small_letters(member)


def _relations(item: Mapping[str, object]) -> Iterator[DeclaredRelation]:
    for kind in _RELATIONS:
        value = _get(item, kind)
        for target in _names(value):
            yield DeclaredRelation(kind=kind, target=target)
    for _, member in _associations(item):
        rel, target = _text(member, "rel"), _text(member, "uri") or _text(member, "guid")
        if target and (rel or _text(member, "type") not in _NO_ARTICLES):
            yield DeclaredRelation(kind=rel or "associations", target=target, language=_text(member, "language") or None)


def _headline(item: Mapping[str, object]) -> str:
    headlines = sorted(_objects(item, "headlines"), key=lambda found: _rank(_text(found, "role")))
    candidates = [(_text(found, "value"), "html" in _text(found, "contentType").lower()) for found in headlines]
    candidates += [(_text(item, name), "html" in name) for name in ("headline", *_with_prefix(item, "headline_"), "title")]
    return next((title for found, is_html in candidates if (title := one_line(text_of_markup(found) if is_html else found))), "")


def _body(item: Mapping[str, object], title: str = "", *, only_bodies: bool = False) -> str:
    """Give the text of an item's best body; of its description where it is a text without a body."""
    found: list[tuple[int, int, int, str]] = []
    for role, kind, value in _bodies(item):
        is_html = "html" in kind or (not kind and "</p>" in value)
        if not is_html and "xml" in kind:
            continue
        text = text_of_markup(value, title) if is_html else plain_text(value)
        if has_words(text):
            found.append((-is_html, _rank(role), -len(text), text))
    if found:
        return min(found)[3]
    if only_bodies or _text(item, "type") in _NO_ARTICLES:
        return ""
    values = [_text(found, "value") for found in _objects(item, "descriptions")]
    values += [_text(item, name) for name in ("text", "content", "description_text", "description_html", "description")]
    return next((text for value in values if has_words(text := text_of_either(value))), "")


def _bodies(item: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """List the bodies of an item of any generation: role, kind of content and value."""
    for body in _objects(item, "bodies"):
        yield _text(body, "role"), _text(body, "contentType").lower(), _text(body, "value", strip=False)
    for name in _with_prefix(item, "body_"):
        kind = name.removeprefix("body_")
        yield "main", {"text": "text/plain", "nitf": "application/nitf+xml"}.get(kind, kind), _text(item, name, strip=False)
    yield "main", "", _text(item, "body", strip=False)


def _rank(role: str) -> int:
    return _MAIN.index(role.lower()) if role.lower() in _MAIN else len(_MAIN)


def _objects(item: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = _get(item, name)
    return [_in_small_letters(found) for found in value if isinstance(found, Mapping)] if isinstance(value, list) else []


def _with_prefix(item: Mapping[str, object], prefix: str) -> list[str]:
    return [name for name in item if name.startswith(prefix)]


def _in_small_letters(item: Mapping[str, object]) -> Mapping[str, object]:
    """Give an item whose names compare alike in all generations."""
    return {name.lower(): value for name, value in item.items()}


def _get(item: Mapping[str, object], name: str) -> object:
    return item.get(name.lower())


def _text(item: Mapping[str, object], name: str, *, strip: bool = True) -> str:
    value = _get(item, name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _replace_surrogates("\ufffd", str(value))
    return text.strip() if strip else text


def _names(value: object) -> list[str]:
    """Give the names in a text, a list of texts or of objects, or an object of texts by role."""
    if isinstance(value, Mapping):
        value = [value] if any(key in value for key in _NAMING) else list(value.values())
    names = []
    for item in value if isinstance(value, list) else [value]:
        found = item if isinstance(item, Mapping) else {"value": item}
        names.append(next((text for key in _NAMING if key in found and (text := _text(found, key))), ""))
    return [name for name in dict.fromkeys(names) if name]


def _date(item: Mapping[str, object], path: str, *names: str) -> str | None:
    return next((date for name in names if (date := iso_date(_get(item, name), name, path))), None)
