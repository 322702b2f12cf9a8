"""
Read the records of an XML file one by one, from a stream that nobody vouches for.

In: bytes, and the names of the elements that are records (``item``, ``newsItem``). Out: each record as a tree of its own, with
what stands around it. The stream is cut into records before a parser sees it, so that memory holds one record, a broken record
costs only itself, and no document type declaration, entity or external file reaches the parser at all.

Faults of real feeds are mended where nothing is lost: entities of HTML, bare ampersands, control characters, prefixes that are
not declared, a wrong encoding declared. A record with broken tags is read only if no letter of it is lost; else it is skipped.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from lxml import etree

from detector.datatypes import Article, SkippedFile
from detector.errors import InvalidArticleError, UnreadableArticleError
from detector.ingestion.formats.format import Limits
from detector.ingestion.formats.markup import one_line
from detector.ingestion.formats.record import Record
from detector.ingestion.formats.xmltext import decoded, encoding_of, mended

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

KNOWN_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "yandex": "http://news.yandex.ru",
}
"""What a prefix means where a file forgot to declare it. Source: the modules' own specifications."""

_MAX_TAG = 100_000
"""Characters of the longest tag or declaration that is waited for; the longest seen, namespaces and all, have about 2,000."""

_replace_cdata = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL).sub
_remove_tags = re.compile(r"<[^<>]*>").sub
_find_part_of_doctype = re.compile(r"""["'\[\]>]|<!--|<\?""").search
_find_tag_end = re.compile(r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>""").match
_find_root = re.compile(r"<(?:([\w.-]+):)?([A-Za-z_][\w.-]*)(?=[\s/>]|\Z)([^>]*)").search
_find_doctype_name = re.compile(r"<!DOCTYPE\s+([\w.:-]+)").search
_remove_prolog = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL).sub

_CLOSINGS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", '"': '"', "'": "'"}

_SAFE = {
    "resolve_entities": False, "load_dtd": False, "no_network": True, "dtd_validation": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
_STRICT = etree.XMLParser(**_SAFE)
_MENDING = etree.XMLParser(recover=True, **_SAFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The first element of an XML file, as told from the file's first bytes."""

    name: str
    """Without its prefix; empty if the bytes are no XML."""
    namespace: str
    """That of the element's own prefix, empty where it is not declared."""
    attributes: str
    """As written, up to the tag's end or that of the bytes."""


@functools.lru_cache(maxsize=1)  # Each format of XML asks for the root of one file.
def root_of(start: bytes) -> Root:
    """Tell the root element from the first bytes of a file; marks, comments and declarations before it are passed over."""
    text = start.decode(encoding_of(start), errors="replace").removeprefix("\ufeff").lstrip()
    if not text.startswith("<"):
        return Root(name="", namespace="", attributes="")
    root = _find_root(_remove_prolog("", text))
    if root is None:
        # A declaration may be longer than what was read; it names the root.
        doctype = _find_doctype_name(text)
        return Root(name=doctype[1].rpartition(":")[2] if doctype else "", namespace="", attributes="")
    attribute = f"xmlns:{root[1]}" if root[1] else "xmlns"
    declared = re.search(rf"""(?:^|\s){re.escape(attribute)}\s*=\s*["']([^"']*)""", root[3])
    return Root(name=root[2], namespace=declared[1].strip() if declared else "", attributes=root[3])


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What was read of a file outside its records: the elements around the next record, and those before it."""

    path: str
    max_chars: int
    root: etree._Element | None = None
    """The file's first element with all of it that is no record; ``None`` where the record itself is the root."""
    is_open: bool = False
    """Whether an element around the records was not closed yet."""
    _unread: list[str] = field(default_factory=list)
    _n_chars: int = 0
    _parser: etree.XMLPullParser = field(
        default_factory=lambda: etree.XMLPullParser(events=("start", "end"), recover=True, **_SAFE)
    )
    _open: list[etree._Element] = field(default_factory=list)
    _envelope: str = ""

    def add(self, text: str) -> None:
        """
        Take a piece of text from between the records.

        Raises:
            UnreadableArticleError: If there is more of it than of any record.
        """
        self._unread.append(text)
        self._n_chars += len(text)
        if self._n_chars > self.max_chars:
            raise UnreadableArticleError(
                self.path,
                f"what is no article must be at most {self.max_chars} bytes of a file (max_file_bytes), was more; raise it",
            )

    def read(self) -> None:
        """Parse what was taken."""
        text = "".join(self._unread)
        self._unread.clear()
        if not text.strip():
            # What only parts the records would pile up in a file of millions.
            self._n_chars -= len(text)
            return
        self._envelope = ""
        self._parser.feed(mended(text))
        for event, element in self._parser.read_events():
            if event == "end":
                if self._open:
                    self._open.pop()
                continue
            self.root = element if self.root is None else self.root
            self._open.append(element)
        self.is_open = bool(self._open)

    def envelope(self) -> str:
        """Give the start tag to put around a record, so that it keeps its namespaces and its language."""
        if not self._envelope:
            inner = self._open[-1] if self._open else None
            spaces = dict(KNOWN_NAMESPACES) | (inner.nsmap if inner is not None else {})
            declared = "".join(
                f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in spaces.items() if prefix != "xml"
            )
            language = language_of(inner)
            self._envelope = f"<record{declared}{' xml:lang=' + quoteattr(language) if language else ''}>"
        return self._envelope


def language_of(element: etree._Element | None) -> str:
    """Give the ``xml:lang`` of an element or of the nearest around it, or nothing."""
    while element is not None:
        if language := element.get(LANGUAGE) or element.get("lang"):
            return str(language).strip()
        element = element.getparent()
    return ""


def read_records(
    stream: BinaryIO, path: str, names: tuple[str, ...], limits: Limits
) -> Iterator[tuple[int, etree._Element, Surroundings] | SkippedFile]:
    """
    Read the records of an XML file one after the other.

    Args:
        stream: Its bytes.
        path: Its name, for messages.
        names: Local names of the elements that are records; the outermost ones count, whatever their prefix.
        limits: ``max_file_bytes`` bounds one record.

    Yields:
        The number of a record, from 1, the record and what was read around it so far; or why the record, named
        ``path:number``, is skipped.

    Raises:
        UnreadableArticleError: If there is no record at all.
    """
    around = Surroundings(path=path, max_chars=limits.max_file_bytes)
    parts: list[str] | None = None
    number = n_chars = 0
    opened = start = ""
    for kind, text in _cut(decoded(stream), names):
        name = text.lstrip("</").rstrip("/>").split(None, 1)[0] if kind != "text" else ""
        if kind in ("open", "empty") and (parts is None or name == opened):
            if parts is not None:
                yield _parsed("".join(parts), number, around)
            around.read()
            number, opened, parts, n_chars = number + 1, name, [text], 0
            start = start or text
            if kind == "open":
                continue
        elif parts is None:
            if kind == "text":
                around.add(text)
            continue
        elif n_chars <= limits.max_file_bytes:
            n_chars += len(text)
            parts.append(text)
        if kind == "empty" or (kind == "close" and name == opened):
            is_too_long = n_chars > limits.max_file_bytes
            yield _too_long(path, number, limits) if is_too_long else _parsed("".join(parts), number, around)
            parts = None
    around.read()
    if parts is not None or (around.is_open and number):
        place = f"{path}:{number}" if parts is not None else path
        element = opened if parts is not None else "root element"
        yield SkippedFile(path=place, reason=f"a file must be whole, ended within its {element}; fetch it again")
    if number == 0:
        found = f"<{local_name(around.root)}> without one" if around.root is not None else "no XML"
        raise UnreadableArticleError(
            path, f"a file of this kind must have an element {' or '.join(names)}, had {found}; check that it is the right file"
        )


def read_articles(
    stream: BinaryIO,
    path: str,
    default_id: str,
    limits: Limits,
    *,
    names: tuple[str, ...],
    article_of: Callable[[etree._Element, Surroundings, str], tuple[Article, bool] | None],
) -> Iterator[Record]:
    """
    Read the articles of an XML file, a record each.

    Args:
        stream, path, limits, names: As ``read_records`` takes them.
        default_id: The id of an article without one, where its record is the whole file; else with ``#`` and its number.
        article_of: Takes a record, what is around it and its default id, gives the article and whether its id is its own;
            ``None`` for a record that holds none and needs none. It raises ``UnreadableArticleError`` for one that should.

    Raises:
        UnreadableArticleError: If there is no record, or none that holds or should hold an article, or if the one record is the
            whole file and holds none.
    """
    refused: SkippedFile | None = None
    is_empty = True
    for found in read_records(stream, path, names, limits):
        if refused is not None:
            yield refused
            refused, is_empty = None, False
        if isinstance(found, SkippedFile):
            yield found
            is_empty = False
            continue
        number, element, around = found
        is_whole = around.root is None and number == 1
        try:
            record = article_of(element, around, default_id if is_whole else f"{default_id}#{number}")
        except (UnreadableArticleError, InvalidArticleError) as error:
            reason = error.reason if isinstance(error, UnreadableArticleError) else str(error)
            refused = SkippedFile(path=f"{path}:{number}", reason=reason)
            continue
        if record is not None:
            yield record
            is_empty = False
    if refused is not None and is_empty and is_whole:
        raise UnreadableArticleError(path, refused.reason)
    if refused is not None:
        yield refused
    elif is_empty:
        raise UnreadableArticleError(path, "a file must hold an article, held only links to some; add the files that it links to")


def words_of(element: etree._Element | None) -> str:
    """Give all text in an element on one line; nothing for no element."""
    return "" if element is None else one_line("".join(element.itertext()))


def markup_of(element: etree._Element | None) -> str:
    """Give an element as markup, without what follows it; nothing for no element."""
    return "" if element is None else str(etree.tostring(element, encoding="unicode", with_tail=False))


def only_texts(texts: Iterable[str], *, without: str = "") -> tuple[str, ...]:
    """Give each text once and stripped, in order of appearance, without empty ones and the one named."""
    return tuple(text for text in dict.fromkeys(text.strip() for text in texts) if text and text != without)


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, or the prefix that was not declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def namespace_of(element: etree._Element) -> str:
    """Give the namespace of an element, or the prefix that was not declared, or nothing."""
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else tag.rpartition(":")[0]


def _too_long(path: str, number: int, limits: Limits) -> SkippedFile:
    reason = f"a record must be at most {limits.max_file_bytes} bytes (max_file_bytes), was larger; raise the limit"
    return SkippedFile(path=f"{path}:{number}", reason=reason)


def _parsed(record: str, number: int, around: Surroundings) -> tuple[int, etree._Element, Surroundings] | SkippedFile:
    record = mended(record)
    document = f"{around.envelope()}{record}</record>".encode()
    try:
        return number, etree.fromstring(document, _STRICT)[0], around
    except etree.XMLSyntaxError as error:
        # Its depth is bounded on purpose; how the library would lift that is no help to the reader.
        reason = str(error).partition(", line ")[0].removesuffix(", use XML_PARSE_HUGE option")
    tree = etree.fromstring(document, _MENDING)
    if tree is not None and len(tree) and _letters("".join(tree.itertext())) == _letters(_text_without_tags(record)):
        return number, tree[0], around
    return SkippedFile(
        path=f"{around.path}:{number}", reason=f"a record must be well-formed XML, was not: {reason}; correct it there"
    )


def _text_without_tags(record: str) -> str:
    literal = _replace_cdata(lambda found: html.escape(found[1], quote=False), record)
    return html.unescape(_remove_tags("", literal))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _cut(chunks: Iterator[str], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """
    Cut a file into the tags of its records (``open``, ``close``, ``empty``) and the ``text`` between, other tags included.

    Comments, processing instructions and the document type declaration are left out; what stands in CDATA is text.
    """
    find = re.compile(
        rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE|<(?P<end>/?)(?P<name>(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))}))(?=[\s/>])"
    ).search
    had_doctype = False
    buffer, position, closing, keeps = "", 0, "", False
    at_end = False
    while not at_end:
        chunk = next(chunks, "")
        at_end = not chunk
        buffer, position = buffer[position:] + chunk, 0
        while True:
            if closing:
                found = buffer.find(closing, position)
                stop = found + len(closing) if found >= 0 else max(len(buffer) - len(closing) + 1, position)
                if keeps and stop > position:
                    yield "text", buffer[position:stop]
                position = stop
                if found < 0:
                    break
                closing = ""
            token = find(buffer, position)
            stop = token.start() if token else len(buffer) if at_end else _end_of_whole_tags(buffer, position)
            if stop > position:
                yield "text", buffer[position:stop]
            position = stop
            if token is None:
                break
            if token[0] in _CLOSINGS:
                closing, keeps = _CLOSINGS[token[0]], token[0] == "<![CDATA["
                if keeps:
                    yield "text", token[0]
                position = token.end()
                continue
            find_end = _end_of_tag if token["name"] else _end_of_doctype
            end = token.end() if had_doctype and not token["name"] else find_end(buffer, token.end())
            if end < 0 and not at_end and len(buffer) - position < _MAX_TAG:
                break
            position = token.end() if end < 0 else end
            had_doctype = True
            if token["name"]:
                tag = buffer[token.start() : position]
                yield "text" if end < 0 else "close" if token["end"] else "empty" if tag.endswith("/>") else "open", tag


def _end_of_tag(buffer: str, position: int) -> int:
    found = _find_tag_end(buffer, position)
    return found.end() if found else -1


def _end_of_doctype(buffer: str, position: int) -> int:
    is_inside = False
    while part := _find_part_of_doctype(buffer, position):
        position = part.end()
        if closing := _CLOSINGS.get(part[0]):
            end = buffer.find(closing, position)
            if end < 0:
                return -1
            position = end + len(closing)
        elif part[0] == ">" and not is_inside:
            return position
        else:
            is_inside = part[0] == "[" or (is_inside and part[0] != "]")
    return -1


def _end_of_whole_tags(buffer: str, position: int) -> int:
    start = buffer.rfind("<", position)
    return start if start >= 0 and ">" not in buffer[start:] and len(buffer) - start < _MAX_TAG else len(buffer)
