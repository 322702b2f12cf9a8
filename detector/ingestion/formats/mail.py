"""
Read e-mail: single messages and mailboxes.

In: the bytes of an ``.eml`` file, or a stream of messages in an ``.mbox``. Out: an article a message, with what its header says
of it, and an article for each text that is attached to it, as a press desk sends its releases; pictures and office files are
not read. A mailbox is read message by message, and a broken message costs only itself.
"""

from __future__ import annotations

import dataclasses
import email
import email.policy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from detector.datatypes import Article, DeclaredRelation, SkippedFile
from detector.errors import DetectorError, UnreadableArticleError
from detector.ingestion.formats.encoding import decode_labelled
from detector.ingestion.formats.format import Format, Limits, read_whole
from detector.ingestion.formats.html import parse_html
from detector.ingestion.formats.message_text import Forwarded, drop_footers, find_forwarded, unflow
from detector.ingestion.formats.plain import parse_plain
from detector.ingestion.formats.record import Record, article_from_record

logger = logging.getLogger(__name__)

_MAX_PARTS = 1_000
"""Parts of a message that are looked at; what has more is no article but an attack or an archive."""
_MAX_ENCODED = 100_000
"""Characters of a header field that is decoded; to decode takes the square of them, 700,000 two seconds."""
_ENOUGH_PLAIN = 600
"""Letters of a plain body that is believed without a look at the page beside it: "please enable HTML" is shorter."""
_MIN_SHARE = 0.5
"""Letters of a plain body, as a share of those of the page beside it, from which it is the message and not a notice of it."""
_SUFFIXES = {".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".html": "text/html", ".htm": "text/html",
             ".xhtml": "text/html", ".eml": "message/rfc822"}  # fmt: skip
"""What an attachment is whose sender calls it a stream of bytes."""
_RELATIONS = ("In-Reply-To", "References", "Supersedes", "Obsoletes")
"""Header fields that name other messages. Source: RFC 5322, section 3.6.4; RFC 5536, section 3.2.12; RFC 2156."""

_starts_header = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:message-id|received|mime-version|return-path):",
                            re.IGNORECASE).match  # fmt: skip
_has_sender = re.compile(rb"^(?:from|subject|date):", re.IGNORECASE | re.MULTILINE).search
_parts_mailbox = re.compile(rb"From \S.*\d\d:\d\d").match
_is_field = re.compile(rb"[!-9;-~]+:|>From ").match
_is_quoted_start = re.compile(rb">+From ").match
_find_ids = re.compile(r"<([^<>\s]+)>").findall
_strip_answer = re.compile(
    r"\A(?:\s*(?:re|aw|sv|vs|antw|odp|res?p?|fwd?|wg|tr|rv|enc|vb|i|pd|doorst|転送|转发|回复|答复|переслано?)\s*(?:\[\d+\])?\s*[:：])+\s*",
    re.IGNORECASE,
).sub


def _parse_mail(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    records = list(_read_message(read_whole(stream, path, limits), path, path, default_id))
    if len(records) == 1 and isinstance(records[0], SkippedFile):
        raise UnreadableArticleError(path, records[0].reason)
    for number, record in enumerate(records, 1):
        if isinstance(record, SkippedFile) or len(records) == 1:
            yield record
        else:
            yield dataclasses.replace(record[0], id=f"{default_id}#{number}"), False


def _parse_mailbox(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    number = 0
    for number, content in enumerate(_messages(stream, limits.max_file_bytes), 1):
        where = f"{path}:{number}"
        if content is None:
            reason = f"a message must be at most {limits.max_file_bytes} bytes (max_file_bytes), was larger; raise the limit"
            yield SkippedFile(path=where, reason=reason)
            continue
        for place, record in enumerate(_read_message(content, path, where, f"{default_id}#{number}"), 1):
            if isinstance(record, SkippedFile) or place == 1:
                yield record
            else:
                yield dataclasses.replace(record[0], id=f"{default_id}#{number}.{place}"), False
    if not number:
        raise UnreadableArticleError(path, "a mailbox must hold messages, each after a line of From, held none; remove it")


def _messages(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """
    List the messages of a mailbox without their ``From`` lines; of one that is too large only ``None``.

    A line that begins with ``From`` parts two messages where an empty line or nothing is before it, a time in it and a header
    after it.

    Source:
        RFC 4155, appendix A, and the ``mboxrd`` way to quote such lines.
    """
    lines: list[bytes] = []
    size = 0
    started = False
    line, following = b"\n", stream.readline(max_bytes + 1)
    while following:
        previous, line, following = line, following, stream.readline(max_bytes + 1)
        if line.startswith(b"From ") and not previous.strip() and _parts_mailbox(line) and _is_field(following):
            if started:
                yield b"".join(lines) if size <= max_bytes else None
            lines, size, started = [], 0, True
            continue
        size += len(line)
        if size > max_bytes:
            lines = []
        else:
            lines.append(line[1:] if _is_quoted_start(line) else line)
    if started:
        yield b"".join(lines) if size <= max_bytes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A part of a message that is text."""

    kind: str
    """``text/plain`` or ``text/html``."""
    content: bytes
    charset: str
    name: str
    """Of the attached file; empty in the message itself."""
    is_flowed: bool
    is_joined: bool
    """Whether flowed lines are joined without a space (``DelSp``), as in scripts that have none."""


def _read_message(content: bytes, path: str, where: str, message_id: str) -> Iterator[Record]:
    try:
        # The older policy: the newer one raises on fields that senders do write, and fields are decoded below anyway.
        yield from _read(email.message_from_bytes(content, policy=email.policy.compat32), path, where, message_id)
    except RecursionError:
        yield SkippedFile(path=where, reason="a message must hold others less deeply; take the inner one out")
    except (ValueError, LookupError, MessageError) as error:
        # What the library raises on fields that no sender should write.
        yield SkippedFile(path=where, reason=f"a message must be well-formed, was not: {error}; save its text apart")


def _read(message: Message, path: str, where: str, message_id: str) -> Iterator[Record]:
    body, attached, inner = _parts(message)
    reason = "a message must hold text, had only attachments that are none; save them as text"
    records: list[Record] = []
    header = _Header.of(message)
    try:
        if body:
            records.append((_from_body(body, header, path, message_id), False))
    except DetectorError as error:
        reason = error.reason if isinstance(error, UnreadableArticleError) else str(error)
    for text in attached:
        try:
            records.append((_from_attachment(text, header, f"{path}!/{text.name}", message_id), False))
        except DetectorError as error:
            logger.info("%s: %s was not read: %s", where, text.name, error)
    for forwarded in inner:
        records += [record for record in _read(forwarded, path, where, message_id) if not isinstance(record, SkippedFile)]
    yield from records or [SkippedFile(path=where, reason=reason)]


def _from_body(body: list[_Text], header: _Header, path: str, message_id: str) -> Article:
    plain = [text for text in body if text.kind == "text/plain"]
    pages = [text for text in body if text.kind == "text/html"]
    written = "\n\n".join(filter(None, (_plain(text, path) for text in plain)))
    page = None
    if pages and _letters(written) < _ENOUGH_PLAIN:
        try:
            page = parse_html(pages[0].content, path, message_id, encoding=pages[0].charset)
        except UnreadableArticleError:
            if not written:
                raise
        if page is not None and _letters(written) >= _MIN_SHARE * _letters(page.text):
            page = None
    text = page.text if page is not None else written
    forwarded = find_forwarded(text)
    if forwarded is not None:
        text = forwarded.text
        header = header.of_original(forwarded)
    text = drop_footers(text).strip("\n")
    first, _, rest = text.partition("\n\n")
    if rest.strip() and " ".join(first.split()).casefold() == header.title.casefold():
        text = rest.strip("\n")
    article = article_from_record({"title": header.title, "text": text}, path, message_id)
    return header.sign(dataclasses.replace(article, text=text), relations=header.relations)


def _from_attachment(text: _Text, header: _Header, path: str, message_id: str) -> Article:
    if text.kind == "text/html":
        article = parse_html(text.content, path, message_id, encoding=text.charset)
    else:
        article = parse_plain(_plain(text, path).encode(), path, message_id)
    article = dataclasses.replace(article, title=article.title or header.title, text=article.text.strip("\n"))
    return header.sign(article, relations=article.relations)


def _plain(text: _Text, path: str) -> str:
    if not text.content.strip():
        return ""
    lines = decode_labelled(text.content, path, [text.charset]).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return unflow(lines, is_joined=text.is_joined) if text.is_flowed else lines


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _parts(message: Message) -> tuple[list[_Text], list[_Text], list[Message]]:
    """Part a message into the texts of its body, those attached to it, and the messages within it."""
    body: list[_Text] = []
    attached: list[_Text] = []
    inner: list[Message] = []
    waiting = [message]
    for _ in range(_MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.is_multipart():
            inside = [content for content in part.get_payload() if isinstance(content, Message)]
            if part.get_content_type() == "message/rfc822":
                inner += inside
            else:
                waiting[:0] = inside
        else:
            name = PurePosixPath(_decoded(part.get_filename() or "").replace("\\", "/")).name
            kind = _SUFFIXES.get(PurePosixPath(name.lower()).suffix) if name else part.get_content_type()
            raw = part.get_payload(decode=True)
            if kind == "message/rfc822" and isinstance(raw, bytes):
                inner.append(email.message_from_bytes(raw, policy=email.policy.compat32))
            elif kind in ("text/plain", "text/html") and isinstance(raw, bytes):
                is_attached = bool(name) or part.get_content_disposition() == "attachment"
                text = _Text(
                    kind=kind,
                    content=raw,
                    charset=str(part.get_param("charset") or ""),
                    name=name or "attachment",
                    is_flowed=str(part.get_param("format") or "").lower() == "flowed",
                    is_joined=str(part.get_param("delsp") or "").lower() == "yes",
                )
                (attached if is_attached else body).append(text)
    return body, attached, inner


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What a message says of itself."""

    title: str
    published: str | None
    outlet: str | None
    language: str | None
    url: str | None
    alternate_ids: tuple[str, ...]
    relations: tuple[DeclaredRelation, ...]

    @classmethod
    def of(cls, message: Message) -> _Header:
        relations = tuple(
            DeclaredRelation(kind=kind, target=target)
            for kind in _RELATIONS
            for target in dict.fromkeys(_find_ids(_field(message, kind)))
        )
        title = _field(message, "Subject")
        if relations or _strip_answer("", title) == "":
            title = _strip_answer("", title) or title
        name, address = parseaddr(_field(message, "From"))
        language = _field(message, "Content-Language").partition(",")[0].strip()
        return cls(
            title=title,
            published=_date(_field(message, "Date")),
            outlet=_field(message, "Organization") or name.strip() or address or None,
            language=language or None,
            url=_field(message, "Archived-At").strip("<>") or None,
            alternate_ids=tuple(_find_ids(_field(message, "Message-ID"))[:1]),
            relations=relations,
        )

    def of_original(self, forwarded: Forwarded) -> _Header:
        """Give what is known of a message that this one hands on."""
        name, address = parseaddr(forwarded.sender)
        return dataclasses.replace(
            self,
            title=_strip_answer("", forwarded.subject or self.title),
            published=_date(forwarded.date) or self.published,
            outlet=name.strip() or address or self.outlet,
        )

    def sign(self, article: Article, *, relations: tuple[DeclaredRelation, ...]) -> Article:
        """Give an article what the message says and the article does not say itself."""
        return dataclasses.replace(
            article,
            published=article.published or self.published,
            outlet=article.outlet or self.outlet,
            language=article.language or self.language,
            url=article.url or self.url,
            alternate_ids=article.alternate_ids + self.alternate_ids,
            relations=relations,
        )


def _field(message: Message, name: str) -> str:
    # As it was sent: to ask for a field by name makes question marks of letters beyond ASCII.
    return _decoded(next((str(value) for own, value in message.raw_items() if own.lower() == name.lower()), ""))


def _decoded(raw: str) -> str:
    """Decode a field of a header, also one in which the sender put letters beyond ASCII as they were."""
    if not raw.isascii():
        try:
            raw = decode_labelled(raw.encode("ascii", "surrogateescape"), "header", [])
        except (DetectorError, UnicodeEncodeError):
            raw = raw.encode("utf-8", "replace").decode()
    # Unfolded first: the decoder takes the white space away at the start of each line.
    raw = raw.replace("\r", "").replace("\n", "")
    pieces: list[str] = []
    try:
        for word, charset in decode_header(raw) if "=?" in raw and len(raw) <= _MAX_ENCODED else [(raw, None)]:
            if isinstance(word, str):
                pieces.append(word)
            elif charset is None:
                pieces.append(word.decode("raw_unicode_escape", "replace"))
            else:
                pieces.append(decode_labelled(word, "header", [charset]) if word.strip() else word.decode("ascii", "replace"))
    except (DetectorError, HeaderParseError, ValueError):
        pieces = [raw]
    return " ".join("".join(pieces).replace("\x00", "").split())


def _date(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat() if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_mail(start: bytes) -> bool:
    header = re.split(rb"\r?\n\r?\n", start.lstrip(b"\xef\xbb\xbf"), maxsplit=1)[0] + b"\n"
    return _starts_header(header) is not None and _has_sender(header) is not None


def _is_mailbox(start: bytes) -> bool:
    line, _, rest = start.partition(b"\n")
    return _parts_mailbox(line) is not None and _is_field(rest) is not None


MAIL = Format(name="e-mail", suffixes=(".eml",), recognises=_is_mail, parse=_parse_mail)
"""Single messages."""
MBOX = Format(name="mailbox", suffixes=(".mbox",), recognises=_is_mailbox, parse=_parse_mailbox)
"""Files of messages, one after the other."""
