"""
Read plain text and Markdown.

In: the bytes of a ``.txt`` or ``.md`` file. Out: one article. The first paragraph is its title where it looks like one; front
matter between lines of ``---`` gives what it names; the marks of Markdown are taken off, because a copy elsewhere does not have
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import BinaryIO

from detector.datatypes import Article
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.encoding import decode
from detector.ingestion.formats.format import Format, Limits, read_whole
from detector.ingestion.formats.record import Record, article_from_record
from detector.ingestion.segments import split_paragraphs
from detector.ingestion.wrappers import is_notice

_MAX_TITLE = 200
"""Characters of the longest first paragraph that is taken for a title."""

_find_front_matter = re.compile(r"\s*---[^\S\n]*\n(.*?\n)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL).match
_find_field = re.compile(r"([A-Za-z_][\w-]*)[^\S\n]*:[^\S\n]*(.*)").fullmatch
_ends_body_sentence = re.compile(r"[.。।…:：;,，、][\"'»”’」）)]*$").search
_has_word = re.compile(r"[^\W\d_]").search

_MARKDOWN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^[ ]{0,3}(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ ]*\S+.*$", re.MULTILINE), ""),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"^[ ]{0,3}(?:[-*_][ ]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ ]{0,3}(?:=+|-{2,})[ ]*$", re.MULTILINE), ""),
    (re.compile(r"^[ ]{0,3}#{1,6}[ ]+(.*)$", re.MULTILINE), lambda found: _heading(found[1])),
    (re.compile(r"^[ ]{0,3}(?:>[ ]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ ]*[-*+][ ]+", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(`{1,2})([^`\n]+)\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])"), r"\1"),
)
"""Marks and what stays of them, in this order; none goes over lines. Source: CommonMark 0.31, the parts that news uses."""
_MAX_MARKED_LINE = 5_000
"""
Characters of the longest line whose marks are looked for: on a line of nothing but open marks that takes time by the square of
its length. Our choice: 200,000 brackets on one line took minutes, and a paragraph of news has some 500 characters.
"""

_find_heading = re.compile(r"\A(?:[ ]{0,3}#[ ]+([^\n]+)|([^\n]+)\n[ ]{0,3}=+[ ]*)(?:\n|\Z)").match


def parse_plain(content: bytes, path: str, default_id: str, *, is_markdown: bool = False) -> Article:
    """
    Read one text file.

    Args:
        content: All bytes of the file.
        path: Its name below the folder scanned.
        default_id: Its id, where front matter gives none.
        is_markdown: Whether the marks of Markdown are marks, and not a part of the text.

    Raises:
        UnreadableArticleError: If it holds no words, or cannot be decoded.
    """
    text = decode(content, path).replace("\r\n", "\n").replace("\r", "\n")
    fields, text = _split_front_matter(text)
    heading = ""
    if is_markdown:
        text = text.strip()
        found = _find_heading(text)
        if found is not None:
            heading, text = strip_markdown(_heading(found[1]) if found[1] else found[2]), text[found.end() :]
        text = strip_markdown(text)
    if not heading and "title" not in fields:
        heading, text = _split_title(text)
    text = text.lstrip("\n") if heading or fields else text
    if not _has_word(text):
        raise UnreadableArticleError(path, "a file must hold words, had none; remove it or fill it")
    return article_from_record({"title": heading, **fields, "text": text}, path, default_id)


def _parse_text(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    yield parse_plain(read_whole(stream, path, limits), path, default_id), False


def _parse_markdown(stream: BinaryIO, path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    yield parse_plain(read_whole(stream, path, limits), path, default_id, is_markdown=True), False


PLAIN = Format(name="text", suffixes=(".txt", ".text"), recognises=lambda _: False, parse=_parse_text)
MARKDOWN = Format(name="Markdown", suffixes=(".md", ".markdown"), recognises=lambda _: False, parse=_parse_markdown)
"""Text is what nothing else is, and Markdown is text: neither is recognised by its content."""


def strip_markdown(text: str) -> str:
    """Take the marks of Markdown off; what they mark stays, but for pictures, comments and rules."""
    parts = []
    for is_short, lines in groupby(_without_comments(text).split("\n"), lambda line: len(line) <= _MAX_MARKED_LINE):
        part = "\n".join(lines)
        for mark, kept in _MARKDOWN if is_short else ():
            part = mark.sub(kept, part)
        parts.append(part)
    return "\n".join(parts)


def _without_comments(text: str) -> str:
    kept = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (after := text.find("-->", start)) >= 0:
        kept.append(text[end:start])
        end = after + len("-->")
    return "".join(kept) + text[end:]


def _heading(line: str) -> str:
    """Give a heading without the marks that may close it."""
    return line.rstrip(" ").rstrip("#").rstrip(" ")


def _split_front_matter(text: str) -> tuple[dict[str, object], str]:
    found = _find_front_matter(text)
    if found is None:
        return {}, text
    fields: dict[str, object] = {}
    for line in found[1].splitlines():
        field = _find_field(line)
        if field is not None and (value := _unquoted(field[2].strip())):
            fields[field[1]] = value
    # A text that opens with a rule, and not with fields, loses nothing.
    if not fields:
        return {}, text
    fields.pop("text", None)
    return fields, text[found.end() :]


def _unquoted(value: str) -> str:
    """Take the quotation marks off a value as YAML has them: in double ones with escapes, in single ones with a doubled mark."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value)).strip()
        except ValueError:
            return value[1:-1].strip()
    return value


def _split_title(text: str) -> tuple[str, str]:
    """Part the title from the body: a first paragraph of one short line that ends as no sentence of a body does."""
    paragraphs = split_paragraphs(text)
    if len(paragraphs) < 2:
        return "", text
    start, end = paragraphs[0]
    title = text[start:end]
    if len(title) > _MAX_TITLE or "\n" in title or not _has_word(title) or _ends_body_sentence(title) or is_notice(title):
        return "", text
    # Without empty lines a first line may be a broken sentence: the next one tells.
    if text[paragraphs[1][0]].islower():
        return "", text
    return title, text[end:].lstrip()
