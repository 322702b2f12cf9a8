"""
From the bytes of an XML file to characters that a parser takes.

In: a stream whose encoding is marked, declared or neither. Out: its characters, piece by piece; and of XML with the faults of
real feeds, XML without those that can be mended without losing a letter.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

import charset_normalizer

from detector.ingestion.formats.encoding import is_of_texts

_CHUNK = 1 << 16
_SAMPLE_BYTES = 200_000
"""What is looked at to tell an encoding."""
_MAX_DAMAGE = 0.01
"""Share of broken letters up to which a text is still taken for UTF-8, as in ``encoding``."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
"""Source: Extensible Markup Language 1.0, appendix F."""

_find_declared = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:\-]+)""").match
_mend_entities = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,31});)?").sub
_mend_brackets = re.compile(r"<(?![^\W\d]|[/!?])").sub
_XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_remove_controls = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").sub


def decoded(stream: BinaryIO) -> Iterator[str]:
    """
    Give the characters of a stream, a piece at a time.

    Bytes that are no letters of its encoding become U+FFFD, and in UTF-8 the letters of Windows-1252 that they are where they
    were pasted.
    """
    sample = stream.read(_SAMPLE_BYTES)
    encoding = encoding_of(sample)
    errors = _AS_WINDOWS if encoding.startswith("utf-8") else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    content = sample
    while content:
        if text := decoder.decode(content):
            yield text
        content = stream.read(_CHUNK)
    if text := decoder.decode(b"", final=True):
        yield text


def encoding_of(sample: bytes) -> str:
    """Tell the encoding of XML from its start: by a mark, else UTF-8 if the bytes prove it, else as declared, else by a guess."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    declared = _find_declared(sample.lstrip())
    name = declared[1].decode("ascii") if declared else ""
    if not sample.isascii():
        mended_sample = sample.decode("utf-8", errors="replace")
        n_foreign = len(mended_sample) - len(mended_sample.encode("ascii", "ignore"))
        if mended_sample.count("\ufffd") <= max(n_foreign * _MAX_DAMAGE, 1) < n_foreign or _decodes(sample, "utf-8"):
            return "utf-8"
    if name and _decodes(sample, name):
        return name
    if sample.isascii():
        return "utf-8"
    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best is not None else "utf-8"


def mended(text: str) -> str:
    """
    Make of almost-XML the XML that was meant, without dropping a letter of the text.

    Entities of HTML become their characters; unknown ones and bare ``&`` and ``<`` become text. What XML cannot hold, control
    characters, goes.
    """
    text, *sections = _remove_controls("", text).split("<![CDATA[")
    pieces = [_mended_outside_cdata(text)]
    for section in sections:
        literal, end, rest = section.partition("]]>")
        pieces += ("<![CDATA[", literal, end, _mended_outside_cdata(rest))
    return "".join(pieces)


def _mended_outside_cdata(text: str) -> str:
    return _mend_brackets("&lt;", _mend_entities(_meant, text))


def _meant(found: re.Match[str]) -> str:
    if found[1] in _XML_ENTITIES:
        return found[0]
    return html.escape(_remove_controls("", html.unescape(found[0]) if found[1] else found[0]), quote=False)


def _decodes(sample: bytes, encoding: str) -> bool:
    if not is_of_texts(encoding):
        return False
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except (LookupError, UnicodeError):
        return False
    return True


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_AS_WINDOWS = "detector-windows-1252"
codecs.register_error(_AS_WINDOWS, _as_windows)
"""Bytes in UTF-8 that are none are letters that were pasted from a Windows editor. Source: Encoding Standard, windows-1252."""
