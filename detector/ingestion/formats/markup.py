"""
From the markup of a body to its paragraphs, and small things that formats in markup share.

In: a piece of HTML, XHTML or NITF. Out: its text, paragraphs parted by an empty line. It is for bodies that a format delimits
itself; the article of a whole page is found by ``html``. Tags are read one after the other and no tree is built, so that neither
depth nor tags that are never closed cost time, memory or words.
"""

from __future__ import annotations

import datetime
import html
import logging
import re

from detector.ingestion.formats.record import parse_date

logger = logging.getLogger(__name__)

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "caption", "ul"),
        *("hl2", "block", "body.content", "bq", "fn", "note", "nitf-table"),
    )
)
"""Elements that begin and end a paragraph. Source: HTML Living Standard, 15.3.3 Flow content; NITF 3.6, body.content."""
_DROPPED = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "canvas", "audio", "video"),
        *("button", "select", "textarea", "figcaption", "media", "nitf-table-metadata", "byline", "copyrite"),
    )
)
"""Elements whose words are not the article's: scripts, controls, and pictures with their captions and credits."""

_PARAGRAPH, _LINE, _HEADING = "\x1e", "\x1f", "\x1d"
"""Marks between the pieces; none may stand in XML, and all are taken out of what is read."""

_SEPARATORS = dict.fromkeys(_BLOCKS | _DROPPED, _PARAGRAPH) | {"br": _LINE, "tr": _LINE, "td": " ", "th": " "}
_SEPARATORS["h1"] = _PARAGRAPH + _HEADING

_find_tag = re.compile(
    r"""<!--|<!\[CDATA\[|<[!?][^<>]*>"""
    r"""|<(?P<end>/?)(?:[\w-]+:)?(?P<name>[A-Za-z][\w.-]*)(?=[\s/>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>"""
).search
_CLOSINGS = {"<!--": "-->", "<![CDATA[": "]]>"}
_remove_marks = re.compile(f"[{_PARAGRAPH}{_LINE}{_HEADING}\x00]").sub

_is_markup = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s[^<>]*|/)?>|&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);").search
_find_digits = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?").fullmatch
_find_zoned_day = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)").fullmatch


def text_of_markup(markup: str, title: str = "") -> str:
    """
    Give the text of a body in HTML, XHTML or NITF: paragraphs parted by an empty line, lines within one by a line end.

    White space is collapsed as a browser does it, except in ``pre``; no-break spaces stay. The rows of a table are lines. What
    stands in no paragraph is kept as one; scripts, controls, media and their captions are left out, and so is a first ``h1`` that
    is the article's title.
    """
    markup = _remove_marks("", markup)
    pieces: list[str] = []
    position = n_pre = 0
    never_closed: set[str] = set()
    while tag := _find_tag(markup, position):
        pieces.append(_characters(markup[position : tag.start()], n_pre > 0))
        position = tag.end()
        name, is_end, is_empty = (tag["name"] or "").lower(), bool(tag["end"]), markup[position - 2] == "/"
        if tag[0] in _CLOSINGS or (name in _DROPPED and not is_end and not is_empty):
            end, after = _end_of_element(markup, position, tag, never_closed)
            pieces.append(markup[position:end] if tag[0] == "<![CDATA[" else _PARAGRAPH if name else "")
            position = after
        elif name == "pre" and not is_empty:
            n_pre = max(n_pre + (-1 if is_end else 1), 0)
            pieces.append(_PARAGRAPH)
        else:
            # A row or a break ends where the next one begins; two line ends would part paragraphs.
            pieces.append("" if is_end and name in ("tr", "br") else _SEPARATORS.get(name, ""))
    pieces.append(_characters(markup[position:], n_pre > 0))
    paragraphs = _paragraphs("".join(pieces))
    is_title = len(paragraphs) > 1 and paragraphs[0].startswith(_HEADING) and one_line(paragraphs[0][1:]) == one_line(title)
    return "\n\n".join(paragraphs[is_title:]).replace(_HEADING, "")


def _end_of_element(markup: str, position: int, tag: re.Match[str], never_closed: set[str]) -> tuple[int, int]:
    """Find where the content of what ``tag`` opens ends and what follows begins; where it is never closed, it has no content."""
    closing = _CLOSINGS.get(tag[0], "")
    key = closing or tag["name"]
    found = None
    if key not in never_closed:
        pattern = re.escape(closing) if closing else rf"</(?:[\w-]+:)?{re.escape(key)}\s*>"
        found = re.compile(pattern, re.IGNORECASE).search(markup, position)
    if found is None:
        # Searched for once, so that a text of nothing but openings takes no longer than another.
        never_closed.add(key)
        return position, position
    return found.span()


def _characters(source: str, is_pre: bool) -> str:
    text = _remove_marks("", html.unescape(source)) if "&" in source else source
    return text.replace("\r\n", "\n").replace("\n", _LINE) if is_pre else text


def _paragraphs(text: str) -> list[str]:
    paragraphs: list[str] = []
    # Plain replacements: a regular expression that stops at every space took a third of the time of all.
    for space in "\t\r\n\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(f"{_HEADING} ", _HEADING)
    for block in text.split(_PARAGRAPH):
        lines = [line.strip(" ") for line in block.split(_LINE)]
        # Two line breaks in a row part paragraphs, as many editors write them.
        parts = (part.strip("\n") for part in "\n".join(lines).split("\n\n"))
        paragraphs += (part for part in parts if part.strip(_HEADING))
    return paragraphs


def text_of_either(text: str, title: str = "") -> str:
    """Give the text of what may be markup or plain, as the description of a feed's item: markup is told by a tag or an entity."""
    return text_of_markup(text, title) if _is_markup(text) else plain_text(text)


def plain_text(text: str) -> str:
    """Give plain text with line ends of one kind, without empty space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def has_words(text: str) -> bool:
    """Whether a letter stands in a text, of whatever script."""
    return any(map(str.isalpha, text))


def one_line(text: str) -> str:
    """Give a text on one line: any white space, a line end too, is one space, and there is none at its ends."""
    # What is so already, as most is, is told in half the time: of white space only the space is printable.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def versioned_id(name: str, version: str) -> str:
    """Give the id of one version of what is named alike in all its versions: the first keeps the name."""
    return f"{name}:{version}" if version not in ("", "0", "1") else name


def iso_date(value: object, field: str, path: str) -> str | None:
    """
    Give a date in ISO 8601 with its marks; one that cannot be read is left out with a line in the log.

    Taken are the forms of ``parse_date``, ISO 8601 without its marks (``20260120T101500Z``, as in NITF), the same without its
    ``T``, and a date followed by its zone (``2026-01-20+01:00``, as in XML Schema).
    """
    if value is None or value == "":
        return None
    found = value.strip() if isinstance(value, str) else value
    if isinstance(found, str):
        if digits := _find_digits(found):
            year, month, day, hour, minute, second = digits.groups()
            found = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}" if hour else "")
        elif zoned := _find_zoned_day(found):
            found = zoned[1]
    date = parse_date(found)
    if date is None:
        logger.warning("%s: %s must be an ISO 8601 date such as 2026-01-20, was: %.60r; it was left out", path, field, value)
        return None
    return date if "-" in date[:8] else datetime.datetime.fromisoformat(date).isoformat()
